//! What changed since a version.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::leaves::each_leaf;
use super::{Bases, Before, Change, Changed, Delta, DeltaError, ROOT, Source, Version, What};
use crate::fields::offset;
use crate::handle::AnyKey;
use crate::id::Id;
use crate::meta::{Kind, Meta};
use crate::state::State;
use crate::state::families::Role;

/// Which atoms are asked for; all, if nothing is said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub(crate) groups: Option<Vec<String>>,
    pub(crate) atoms: Option<Vec<Id>>,
    /// Those that are not sent, too.
    pub(crate) transient: bool,
}

impl Filter {
    fn takes(&self, meta: &'static Meta) -> bool {
        let group = self.groups.as_ref();
        let atom = self.atoms.as_ref();
        (self.transient || !meta.transient)
            && group.is_none_or(|groups| groups.iter().any(|group| group == meta.group))
            && atom.is_none_or(|atoms| atoms.contains(&meta.id))
    }
}

/// A delta about fewer places than this is sent as one, whatever there is in all.
const FEW: usize = 64;

impl Change {
    fn weight(&self) -> usize {
        match &self.what {
            What::Founded | What::Removed(_) => 0,
            What::Whole { .. } => weight_of(self.meta),
            What::Parts(changed) => changed.iter().filter(|place| place.before.is_none()).count(),
        }
    }
}

/// How many leaves an atom has at most.
fn weight_of(meta: &'static Meta) -> usize {
    meta.body.tools().fields().map_or(1, |fields| {
        let table = fields.table();
        usize::from(offset(table, table.len()))
    })
}

impl State {
    /// The version of this moment. Costs a look at each atom.
    pub(crate) fn version(&mut self, filter: &Filter) -> Version {
        self.track_changes();
        if self.is_in_transaction() {
            // What is there now may be taken back: the version is older than anything.
            let bases = Bases::new(&self.shelves);
            return Version { store: self.number, revision: 0, bases };
        }
        self.tell_all(filter);
        let bases = Bases::new(&self.shelves);
        for slot in self.sent(filter) {
            self.keep_bases(slot, &bases);
        }
        Version { store: self.number, revision: self.revision, bases }
    }

    /// All that is there, and its version.
    pub(crate) fn full(&mut self, filter: &Filter) -> (Delta, Version) {
        let version = self.version(filter);
        let delta = Delta { sequence: version.revision, ..self.whole(filter) };
        (delta, version)
    }

    /// All that is there. Unlike a version it keeps nothing to tell changes by.
    pub(crate) fn whole(&mut self, filter: &Filter) -> Delta {
        if !self.is_in_transaction() {
            self.tell_all(filter);
        }
        let founded = self.founded(filter).into_iter();
        let mut changes: Vec<Change> =
            founded.map(|keys| self.change(keys, What::Founded)).collect();
        for slot in self.sent(filter) {
            let root = self.values.slot_mut(slot).share();
            changes.push(self.change(slot, What::Whole { before: Before::Unknown, after: root }));
        }
        Delta { changes, full: true, stream: self.number, base: 0, sequence: self.revision }
    }

    /// Somebody is told of all that is there.
    fn tell_all(&mut self, filter: &Filter) {
        let there = self.founded(filter).into_iter().chain(self.sent(filter));
        self.tell(there);
    }

    /// What changed since a version, which becomes that of this moment; everything, where what is asked
    /// for was forgotten.
    pub(crate) fn changes_since(
        &mut self,
        version: &mut Version,
        filter: &Filter,
    ) -> Result<Delta, DeltaError> {
        if version.store != self.number {
            return Err(DeltaError::OtherStore);
        }
        let since = version.revision;
        let Some(tracked) = &self.changes else { return Err(DeltaError::OtherStore) };
        let Some(removed) = tracked.removed_since(since) else {
            let (delta, now) = self.full(filter);
            *version = now;
            return Ok(delta);
        };
        let mut changes = Vec::new();
        let mut gone = Vec::new();
        for removal in removed.iter().filter(|removal| filter.takes(removal.meta)) {
            gone.push(removal.generation);
            if removal.born <= since {
                let key = Some(Arc::clone(&removal.key));
                changes.push(Change { meta: removal.meta, key, what: What::Removed(None) });
            }
        }
        let mut slots: Vec<u32> = tracked.since(since).collect();
        slots.reverse();
        slots.retain(|&slot| self.is_sent(slot, filter) || self.is_founded(slot, filter));
        // Who applies it makes them in the order in which they are told.
        self.put_in_order(&mut slots);
        if !gone.is_empty() {
            version.bases.forget(&gone);
        }
        for slot in slots {
            if self.is_founded(slot, filter) {
                // Its keys are told once, before its first member.
                changes.push(self.change(slot, What::Founded));
                continue;
            }
            let what = self.what_changed(slot, since, &version.bases);
            if let Some(what) = what {
                changes.push(self.change(slot, what));
            }
        }
        version.revision = self.revision;
        Ok(Delta {
            changes,
            full: false,
            stream: self.number,
            base: since,
            sequence: self.revision,
        })
    }

    /// Whether a delta is about more than this part of the state, as far as can be told without a look at
    /// values: each leaf counts the same, but for collections, of which a few edits count little.
    pub(crate) fn is_most_of(&self, delta: &Delta, filter: &Filter, part: f64) -> bool {
        let changed: usize = delta.changes.iter().map(Change::weight).sum();
        if changed < FEW {
            return false;
        }
        let all: usize = self.sent(filter).into_iter().map(|slot| weight_of(self.meta(slot))).sum();
        changed as f64 > part * all as f64
    }

    fn what_changed(&mut self, slot: u32, since: u64, bases: &Bases) -> Option<What> {
        let meta = self.meta(slot);
        let generation = self.values.generation(slot);
        let born = self.changes.as_ref().is_some_and(|all| all.is_born_since(slot, since));
        let place = self.values.slot_ref(slot);
        let marks = place.marks();
        let mut changed: Vec<(u16, Option<Source>)> = Vec::new();
        let visited = each_leaf(meta.body.tools(), place.root()?, &mut |leaf| {
            let is_new = born || leaf.mark == ROOT || marks[usize::from(leaf.mark)].get() > since;
            if is_new {
                let at = (generation, leaf.mark);
                let edited = leaf.tools.codec().and_then(|codec| codec.edited());
                let before = edited.and_then(|edited| {
                    let kept = edited.keep(leaf.value, bases.take(at)).ok()?;
                    bases.put(at, kept.now, kept.bytes);
                    kept.before
                });
                changed.push((leaf.mark, before.map(Source::Told)));
            }
            Ok(())
        });
        debug_assert!(visited.is_ok(), "looking at a leaf cannot fail");
        let root = self.values.slot_mut(slot).share();
        match (born, changed.is_empty()) {
            (true, _) => {
                // One that is no member had its initial value, whatever that was; and one that was loaded was
                // there.
                let is_new = self.values.is_member(slot) && !self.was_loaded(slot);
                let before = if is_new { Before::Nothing } else { Before::Unknown };
                Some(What::Whole { before, after: root })
            }
            (false, true) => None,
            (false, false) => {
                let after = || Arc::clone(&root);
                let changed = changed.into_iter();
                let changed =
                    changed.map(|(mark, before)| Changed { mark, before, after: after() });
                Some(What::Parts(changed.collect()))
            }
        }
    }

    fn keep_bases(&self, slot: u32, bases: &Bases) {
        let generation = self.values.generation(slot);
        let Some(root) = self.values.slot_ref(slot).root() else { return };
        let visited = each_leaf(self.meta(slot).body.tools(), root, &mut |leaf| {
            let edited = leaf.tools.codec().and_then(|codec| codec.edited());
            if let Some(kept) = edited.and_then(|edited| edited.keep(leaf.value, None).ok()) {
                bases.put((generation, leaf.mark), kept.now, kept.bytes);
            }
            Ok(())
        });
        debug_assert!(visited.is_ok(), "looking at a leaf cannot fail");
    }

    pub(super) fn change(&self, slot: u32, what: What) -> Change {
        let key = self.values.key(slot).map(AnyKey::to_shared);
        Change { meta: self.meta(slot), key, what }
    }

    /// The keys of the families there are.
    pub(super) fn founded(&self, filter: &Filter) -> Vec<u32> {
        let keys = self.families.list.iter().map(|family| family.keys);
        keys.filter(|&keys| self.is_founded(keys, filter)).collect()
    }

    fn is_founded(&self, slot: u32, filter: &Filter) -> bool {
        let home = &self.values.homes[slot as usize];
        home.role == Role::Keys && home.meta.kind == Kind::Atom && filter.takes(home.meta)
    }

    /// The atoms that are there, in the order of their slots, and the members of a family in theirs.
    pub(in crate::state) fn sent(&self, filter: &Filter) -> Vec<u32> {
        let all = 0..self.values.slots.len() as u32;
        let mut slots: Vec<u32> = all.filter(|&slot| self.is_sent(slot, filter)).collect();
        self.put_in_order(&mut slots);
        slots
    }

    /// Has the members of each family among these slots in the order in which they came. They share out their
    /// places.
    fn put_in_order(&self, slots: &mut [u32]) {
        let place = |slot: u32| {
            let home = &self.values.homes[slot as usize];
            (home.keys, home.entry)
        };
        let is_member = |slot: &u32| self.values.is_member(*slot);
        let mut members: Vec<u32> = slots.iter().copied().filter(is_member).collect();
        let mut last: FxHashMap<u32, u32> = FxHashMap::default();
        let mut is_next = |slot: &u32| {
            let (keys, entry) = place(*slot);
            last.insert(keys, entry).is_none_or(|last| last < entry)
        };
        if members.iter().all(&mut is_next) {
            return;
        }
        members.sort_unstable_by_key(|&slot| place(slot));
        // By the family, the first of its members that has no place yet.
        let mut next: FxHashMap<u32, usize> = FxHashMap::default();
        for (at, &slot) in members.iter().enumerate() {
            next.entry(place(slot).0).or_insert(at);
        }
        for slot in slots.iter_mut().filter(|slot| is_member(slot)) {
            if let Some(at) = next.get_mut(&place(*slot).0) {
                *slot = members[*at];
                *at += 1;
            }
        }
    }

    fn is_sent(&self, slot: u32, filter: &Filter) -> bool {
        let home = &self.values.homes[slot as usize];
        home.role != Role::Keys && filter.takes(home.meta) && self.is_there(slot)
    }

    /// Whether there is something to be told of a slot: an atom that has a value, or a family.
    pub(in crate::state) fn is_there(&self, slot: u32) -> bool {
        let home = &self.values.homes[slot as usize];
        let is_there = match home.role {
            Role::Keys => return true,
            Role::Plain => self.values.is_plain_atom(slot),
            Role::Member => home.present,
            _ => false,
        };
        is_there && self.values.slot_ref(slot).has_value()
    }
}
