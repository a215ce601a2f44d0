//! From a static description to a slot of this store.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::State;
use super::families::MAKING;
use crate::error::{Error, Failure, Name, Origin, panic_message};
use crate::family::Lifespan;
use crate::handle::{AnyKey, NodeRef, Pinned, Which};
use crate::meta::{Dep, Kind, Meta, Span, collision};
use crate::slot::{AnySlot, EdgeTo, Edges};
use crate::tier::ELSEWHERE;

/// More nodes one on top of the other are taken for a chain without an end.
const DEEPEST: usize = 200_000;

/// A node that is being made, on the way to the one that was asked for.
struct Step {
    meta: &'static Meta,
    /// Of a member, the slot of the keys and the entry there, which says that it is being made.
    member: Option<(u32, u32)>,
    deps: Vec<EdgeTo>,
    /// The first of `deps` that was not looked at yet.
    next: usize,
}

/// Lists that are used again by each node that is made.
#[derive(Default)]
pub(super) struct Scratch {
    edges: Vec<EdgeTo>,
    deps: Vec<(u32, Span)>,
}

impl State {
    /// The slot of a node of no family that is there; also nothing where it takes longer to find out.
    #[inline]
    pub(crate) fn known(&self, node: NodeRef<'_>) -> Option<u32> {
        match node.which {
            Which::Only => self.table.known(node.meta),
            _ => None,
        }
    }

    /// As `known`, of a node whose slot is given if it is fixed.
    #[inline]
    pub(crate) fn known_at(&self, node: NodeRef<'_>, fixed: u32) -> Option<u32> {
        if fixed == ELSEWHERE { self.known(node) } else { Some(fixed) }
    }

    /// The slot of a declared node that is there, by its id; of a family, that of its keys.
    #[cfg(feature = "serial")]
    pub(super) fn find_by_id(&self, id: u64) -> Option<u32> {
        self.table.find_id(id)
    }

    /// The slot of a node, made at its first use.
    #[inline]
    pub(crate) fn slot(&mut self, node: NodeRef<'_>) -> Result<u32, Error> {
        match node.which {
            Which::Only => match self.table.find(node.meta) {
                Some((known, slot)) if std::ptr::eq(known, node.meta) => Ok(slot),
                Some((known, _)) => Err(collision(known, node.meta)),
                None => self.register(node.meta, None),
            },
            Which::Member(key) => self.member(node.meta, key),
            Which::Bound(pinned) => self.bound(node.meta, pinned),
        }
    }

    #[inline]
    fn member(&mut self, meta: &'static Meta, key: &dyn AnyKey) -> Result<u32, Error> {
        let slot = match self.find_member(meta, key)? {
            Some(slot) => slot,
            None => self.register(meta, Some(key))?,
        };
        if lives_by_use(meta) {
            self.use_member(slot);
        }
        Ok(slot)
    }

    #[inline]
    fn bound(&mut self, meta: &'static Meta, pinned: &Pinned) -> Result<u32, Error> {
        if pinned.store != self.number {
            // In another store it is a name like others.
            return match &pinned.key {
                None => self.slot(NodeRef::only(meta)),
                Some(key) => self.member(meta, &**key),
            };
        }
        if self.values.generation(pinned.slot) != pinned.generation {
            let name = NodeRef { meta, which: key_or_only(pinned.key.as_deref()) }.name();
            return Err(Error::Removed { name });
        }
        if lives_by_use(meta) && pinned.key.is_some() {
            self.use_member(pinned.slot);
        }
        Ok(pinned.slot)
    }

    /// The slot of the keys of a family that is not there yet.
    pub(super) fn register_family(&mut self, meta: &'static Meta) -> u32 {
        self.insert(Step { meta, member: None, deps: Vec::new(), next: 0 })
    }

    /// The slot of a member, without making it.
    pub(super) fn find_member(
        &self,
        meta: &'static Meta,
        key: &dyn AnyKey,
    ) -> Result<Option<u32>, Error> {
        match self.table.find(meta) {
            Some((known, keys)) if std::ptr::eq(known, meta) => {
                Ok(self.values.keys(keys).find(key).filter(|&slot| slot != MAKING))
            }
            Some((known, _)) => Err(collision(known, meta)),
            None => Ok(None),
        }
    }

    /// The slot of a node that is there.
    pub(super) fn find(&self, node: NodeRef<'_>, each: bool) -> Option<u32> {
        let slot = match node.which {
            Which::Only => {
                let (known, slot) = self.table.find(node.meta)?;
                std::ptr::eq(known, node.meta).then_some(slot)?
            }
            Which::Member(key) => self.find_member(node.meta, key).ok()??,
            Which::Bound(_) => return None,
        };
        if each { self.families.list[self.values.family_at(slot)].each } else { Some(slot) }
    }

    /// Makes slots for a node and all it depends on, dependencies first, without recursion.
    #[cold]
    fn register(&mut self, meta: &'static Meta, key: Option<&dyn AnyKey>) -> Result<u32, Error> {
        if let (Some(key), Kind::Atom) = (key, meta.kind) {
            return Ok(self.register_atom(meta, key));
        }
        // The path from the node asked for to the one at hand.
        let mut path: Vec<Step> = Vec::new();
        let result = self.register_along(&mut path, meta, key);
        if result.is_err() {
            for (keys, entry) in path.into_iter().rev().filter_map(|step| step.member) {
                let key = self.values.keys_mut(keys).forget(entry);
                self.values.leftovers.garbage.extend(key);
            }
        }
        result
    }

    /// Makes the slot of a member that depends on nothing.
    pub(super) fn register_atom(&mut self, meta: &'static Meta, key: &dyn AnyKey) -> u32 {
        let keys = self.keys_of(meta);
        // A family that was loaded begins with its members.
        if let Some(slot) = self.values.keys(keys).find(key) {
            return slot;
        }
        self.add_member(keys, meta, key)
    }

    pub(super) fn add_member(&mut self, keys: u32, meta: &'static Meta, key: &dyn AnyKey) -> u32 {
        let slot = self.add_node(meta, &[], meta.body.slot());
        let entry = self.values.keys_mut(keys).add(key, slot);
        self.join(slot, keys, entry);
        slot
    }

    /// The slot of the keys of a family, made at its first use.
    fn keys_of(&mut self, meta: &'static Meta) -> u32 {
        match self.table.find(meta) {
            Some((_, keys)) => keys,
            None => self.register_family(meta),
        }
    }

    fn register_along(
        &mut self,
        path: &mut Vec<Step>,
        meta: &'static Meta,
        key: Option<&dyn AnyKey>,
    ) -> Result<u32, Error> {
        self.begin_step(path, meta, key)?;
        loop {
            let at = path.len() - 1;
            let Step { deps, next, .. } = &mut path[at];
            let Some(dep) = deps.get_mut(*next) else {
                let step = path.pop().expect("the path has a last step");
                let slot = self.insert(step);
                if path.is_empty() {
                    return Ok(slot);
                }
                continue;
            };
            if dep.slot.is_none() {
                dep.slot = self.find_or_none(dep)?;
            }
            if dep.slot.is_some() {
                *next += 1;
                continue;
            }
            let (meta, key) = (dep.meta, dep.key.clone());
            // A member that is being made says so in its table; other nodes are few.
            let circular = match &key {
                Some(key) => self.is_making(meta, &**key),
                None => path.iter().any(|step| self.is_of(step, meta, None)),
            };
            if circular {
                let from = path.iter().position(|step| self.is_of(step, meta, key.as_deref()));
                let along = &path[from.unwrap_or(0)..];
                let mut names: Vec<Name> = along.iter().map(|step| self.name_of(step)).collect();
                names.push(names[0].clone());
                return Err(Error::Cycle(names));
            }
            if path.len() >= DEEPEST {
                let names = path.iter().take(4).map(|step| self.name_of(step)).collect();
                return Err(Error::Endless { depth: path.len(), names });
            }
            self.begin_step(path, meta, key.as_deref())?;
        }
    }

    fn key_of(&self, step: &Step) -> Option<&dyn AnyKey> {
        step.member.map(|(keys, entry)| self.values.keys(keys).key(entry))
    }

    fn is_of(&self, step: &Step, meta: &'static Meta, key: Option<&dyn AnyKey>) -> bool {
        let same_key = match (self.key_of(step), key) {
            (None, None) => true,
            (Some(own), Some(key)) => own.is(key),
            _ => false,
        };
        same_key && std::ptr::eq(step.meta, meta)
    }

    fn name_of(&self, step: &Step) -> Name {
        match self.key_of(step) {
            None => step.meta.name.into(),
            Some(key) => step.meta.member_name(key).into(),
        }
    }

    /// The slot of a dependency, if it is there by now. A member that depends on nothing is made, and so
    /// is the node for all members of a family.
    fn find_or_none(&mut self, dep: &EdgeTo) -> Result<Option<u32>, Error> {
        if let Some(key) = &dep.key {
            let found = self.find_member(dep.meta, &**key)?;
            let makes = found.is_none() && dep.meta.kind == Kind::Atom;
            return Ok(if makes { Some(self.register_atom(dep.meta, &**key)) } else { found });
        }
        match self.table.find(dep.meta) {
            Some((known, slot)) if std::ptr::eq(known, dep.meta) => {
                Ok(Some(if dep.each { self.each_node(slot) } else { slot }))
            }
            Some((known, _)) => Err(collision(known, dep.meta)),
            None => Ok(None),
        }
    }

    fn is_making(&self, meta: &'static Meta, key: &dyn AnyKey) -> bool {
        let keys = self.table.find(meta).map(|(_, keys)| self.values.keys(keys));
        keys.and_then(|keys| keys.find(key)) == Some(MAKING)
    }

    /// A node is to be made: notes what it depends on.
    fn begin_step(
        &mut self,
        path: &mut Vec<Step>,
        meta: &'static Meta,
        key: Option<&dyn AnyKey>,
    ) -> Result<(), Error> {
        let member = key.map(|key| {
            let keys = self.keys_of(meta);
            (keys, self.values.keys_mut(keys).add(key, MAKING))
        });
        let mut deps = std::mem::take(&mut self.making.edges);
        let listed = match meta.edges {
            Some(list) if member.is_some() || meta.family.is_none() => {
                let find = |node: NodeRef<'_>, each: bool| self.find(node, each);
                let key = key.unwrap_or(&());
                // The keys of dependencies are expressions of the user's.
                catch_unwind(AssertUnwindSafe(|| list(key, &mut Edges::new(&find, &mut deps))))
            }
            // The keys of a family depend on nothing.
            _ if meta.family.is_some() => Ok(()),
            _ => {
                deps.extend(meta.deps.iter().map(|dep| self.edge_to(dep)));
                Ok(())
            }
        };
        let step = Step { meta, member, deps, next: 0 };
        let name = listed.is_err().then(|| self.name_of(&step));
        path.push(step);
        listed.map_err(|payload| {
            let (name, message) = (name.unwrap_or_default(), panic_message(&*payload));
            let origin = Arc::new(Origin { name: name.clone(), message });
            Error::Failed(Failure { name, origin })
        })
    }

    fn edge_to(&self, dep: &Dep) -> EdgeTo {
        let &Dep { meta, span, each } = dep;
        EdgeTo { slot: self.find(NodeRef::only(meta), each), meta, key: None, span, each }
    }

    fn insert(&mut self, step: Step) -> u32 {
        let Step { meta, member, deps: mut edges, .. } = step;
        let mut deps = std::mem::take(&mut self.making.deps);
        deps.extend(edges.iter().map(|dep| (dep.slot.expect("dependencies come first"), dep.span)));
        edges.clear();
        self.making.edges = edges;
        let seed = match &member {
            None => self.seeds.iter().position(|(seed, _)| std::ptr::eq(*seed, meta)),
            Some(_) => None,
        };
        let made = match (seed, meta.family) {
            (Some(at), _) => self.seeds.swap_remove(at).1,
            (None, Some(family)) if member.is_none() => family.keys.slot(),
            _ => meta.body.slot(),
        };
        let slot = self.add_node(meta, &deps, made);
        deps.clear();
        self.making.deps = deps;
        match member {
            Some((keys, entry)) => {
                self.values.keys_mut(keys).set_slot(entry, slot);
                self.join(slot, keys, entry);
            }
            None => {
                self.table.insert(meta, slot);
                self.values.busy.metas.lock().push(meta);
                if meta.family.is_some() {
                    self.found(slot);
                }
                self.restore(slot, meta);
            }
        }
        slot
    }

    /// Puts a node into the graph and all that goes by its index.
    pub(super) fn add_node(
        &mut self,
        meta: &'static Meta,
        deps: &[(u32, Span)],
        made: Box<dyn AnySlot>,
    ) -> u32 {
        let slot = self.graph.insert(deps);
        let group = self.groups.index(meta.group);
        let above = deps.iter().map(|&(dep, _)| self.groups.priority(dep)).max();
        self.groups.add_node(slot, group, above);
        self.values.add(slot, meta, made);
        slot
    }
}

/// Whether the members of a family go by their last use; known without a look at them.
#[inline]
fn lives_by_use(meta: &Meta) -> bool {
    let life = meta.family.map(|family| family.life);
    matches!(life, Some(Lifespan::Lru(_) | Lifespan::Ttl(_)))
}

fn key_or_only(key: Option<&dyn AnyKey>) -> Which<'_> {
    key.map_or(Which::Only, Which::Member)
}
