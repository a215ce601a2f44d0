//! From a static description to a slot of this store.

use super::State;
use crate::error::Error;
use crate::meta::{Meta, Span};

/// Finds the slot of a node by its id, which is a hash already: no hashing, one probe as a rule.
#[derive(Default)]
pub(super) struct Table {
    /// Invariant: a power of two, at most half full.
    entries: Vec<Option<(&'static Meta, u32)>>,
    len: usize,
}

impl Table {
    #[inline]
    fn find(&self, meta: &'static Meta) -> Option<(&'static Meta, u32)> {
        if self.entries.is_empty() {
            return None;
        }
        let mask = self.entries.len() - 1;
        let mut at = meta.id.as_u64() as usize & mask;
        loop {
            match self.entries[at] {
                Some((known, slot)) if std::ptr::eq(known, meta) || known.id == meta.id => {
                    return Some((known, slot));
                }
                Some(_) => at = (at + 1) & mask,
                None => return None,
            }
        }
    }

    fn insert(&mut self, meta: &'static Meta, slot: u32) {
        if (self.len + 1) * 2 > self.entries.len() {
            let larger = vec![None; (self.entries.len() * 2).max(16)];
            for (meta, slot) in std::mem::replace(&mut self.entries, larger).into_iter().flatten() {
                self.place(meta, slot);
            }
        }
        self.place(meta, slot);
        self.len += 1;
    }

    fn place(&mut self, meta: &'static Meta, slot: u32) {
        let mask = self.entries.len() - 1;
        let mut at = meta.id.as_u64() as usize & mask;
        while self.entries[at].is_some() {
            at = (at + 1) & mask;
        }
        self.entries[at] = Some((meta, slot));
    }
}

impl State {
    /// The slot of a node, made at its first use.
    #[inline]
    pub(crate) fn slot(&mut self, meta: &'static Meta) -> Result<u32, Error> {
        match self.table.find(meta) {
            Some((known, slot)) if std::ptr::eq(known, meta) => Ok(slot),
            Some((known, _)) => Err(collision(known, meta)),
            None => self.register(meta),
        }
    }

    /// Makes slots for a node and all it depends on, dependencies first, without recursion.
    #[cold]
    fn register(&mut self, meta: &'static Meta) -> Result<u32, Error> {
        // The path from the node asked for to the one at hand, and the next dependency of each.
        let mut path: Vec<(&'static Meta, usize)> = vec![(meta, 0)];
        loop {
            let Some(&mut (node, ref mut next)) = path.last_mut() else {
                return self.slot(meta);
            };
            let Some(dep) = node.deps.get(*next) else {
                path.pop();
                self.insert(node);
                continue;
            };
            *next += 1;
            match self.table.find(dep.meta) {
                Some((known, _)) if std::ptr::eq(known, dep.meta) => {}
                Some((known, _)) => return Err(collision(known, dep.meta)),
                None => {
                    if let Some(at) =
                        path.iter().position(|(node, _)| std::ptr::eq(*node, dep.meta))
                    {
                        let mut names: Vec<_> =
                            path[at..].iter().map(|(node, _)| node.name).collect();
                        names.push(dep.meta.name);
                        return Err(Error::Cycle(names));
                    }
                    path.push((dep.meta, 0));
                }
            }
        }
    }

    fn insert(&mut self, meta: &'static Meta) {
        let deps: Vec<(u32, Span)> = meta
            .deps
            .iter()
            .map(|dep| {
                let (_, slot) = self.table.find(dep.meta).expect("dependencies come first");
                (slot, dep.span)
            })
            .collect();
        let slot = self.graph.insert(&deps);
        let group = self.groups.index(meta.group);
        let above = deps.iter().map(|&(dep, _)| self.groups.priority(dep)).max();
        self.groups.add_node(group, above);
        self.values.busy.names.lock().push(meta.name);
        let seed = self.seeds.iter().position(|(seed, _)| std::ptr::eq(*seed, meta));
        let made = match seed {
            Some(at) => self.seeds.swap_remove(at).1,
            None => meta.body.slot(),
        };
        self.values.metas.push(meta);
        self.values.slots.push(Some(made));
        self.values.failures.push(None);
        self.table.insert(meta, slot);
    }
}

fn collision(first: &Meta, second: &Meta) -> Error {
    let describe = |meta: &Meta| format!("`{}` ({}:{})", meta.key, meta.file, meta.line);
    Error::Collision { first: describe(first), second: describe(second) }
}
