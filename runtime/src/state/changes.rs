//! Which atoms changed, in the order of their last change: asking costs what changed since, and any number
//! of consumers can ask.
//!
//! What changed inside of an atom is told by its marks. Nothing is noted until somebody asks for the first
//! time.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::undo::Undo;
use super::{State, families};
use crate::handle::AnyKey;
use crate::meta::Meta;

/// No slot.
const NONE: u32 = u32::MAX;

/// How many removals are remembered; who looked last before the ones that are forgotten has to begin anew.
const REMOVALS: usize = 4_096;

/// The birth of what nobody was told of yet.
const UNTOLD: u64 = u64::MAX;

/// The list of what changed.
pub(super) struct Changes {
    links: Vec<Link>,
    last: u32,
    /// Members that were removed, in the order of their removal.
    removed: Vec<Removal>,
    /// The members, by their generations, that were loaded and came into use later: they were there before
    /// anybody was told of them.
    loaded: FxHashSet<u64>,
    /// Removals up to this revision are forgotten.
    forgotten: u64,
    /// The revision of which those who wait were told last.
    rung: u64,
}

/// Where a slot stands in the list, by its index.
#[derive(Clone, Copy)]
struct Link {
    before: u32,
    after: u32,
    /// Invariant: ascending along the list. 0 for what is not in it.
    listed: u64,
    /// The revision of the last change; less than `listed` where a transaction took one back.
    changed: u64,
    /// When there was something to be told of it for the first time: it was written, or seen by who asked
    /// for all there is. 0 if it was there when the list began, `UNTOLD` as long as it is not. A member that
    /// is removed begins anew.
    born: u64,
}

impl Link {
    const UNLISTED: Self = Self { before: NONE, after: NONE, listed: 0, changed: 0, born: UNTOLD };
}

/// A member that went.
pub(super) struct Removal {
    pub(super) revision: u64,
    pub(super) generation: u64,
    /// When it came.
    pub(super) born: u64,
    pub(super) meta: &'static Meta,
    pub(super) key: Arc<dyn AnyKey>,
}

impl Changes {
    /// Of as many slots; some have a value already.
    fn new(is_there: impl Iterator<Item = bool>) -> Self {
        let born = |is_there| if is_there { 0 } else { UNTOLD };
        let links = is_there.map(|is_there| Link { born: born(is_there), ..Link::UNLISTED });
        // A version without a revision is older than anything.
        Self {
            links: links.collect(),
            last: NONE,
            removed: Vec::new(),
            loaded: FxHashSet::default(),
            forgotten: 1,
            rung: 0,
        }
    }

    /// Moves a slot to the end of the list; the revision of the change before and of its birth are handed
    /// back.
    fn note(&mut self, slot: u32, revision: u64) -> (u64, u64) {
        let at = slot as usize;
        self.reach(slot);
        let Link { changed, born, .. } = self.links[at];
        self.links[at].changed = revision;
        if born == UNTOLD {
            self.links[at].born = revision;
        }
        if self.last != slot {
            self.unlink(slot);
            self.links[at].before = self.last;
            if let Some(last) = self.links.get_mut(self.last as usize) {
                last.after = slot;
            }
            self.last = slot;
        }
        self.links[at].listed = revision;
        (changed, born)
    }

    /// Makes room for a slot that was not seen before.
    fn reach(&mut self, slot: u32) {
        let at = slot as usize;
        if at >= self.links.len() {
            self.links.resize(at + 1, Link::UNLISTED);
        }
    }

    fn unlink(&mut self, slot: u32) {
        let Link { before, after, listed, .. } = self.links[slot as usize];
        if listed == 0 {
            return;
        }
        if let Some(link) = self.links.get_mut(before as usize) {
            link.after = after;
        }
        match self.links.get_mut(after as usize) {
            Some(link) => link.before = before,
            None => self.last = before,
        }
        let link = &mut self.links[slot as usize];
        (link.before, link.after, link.listed) = (NONE, NONE, 0);
    }

    /// The memory it takes.
    pub(super) fn bytes(&self) -> usize {
        let removed = self.removed.capacity() * size_of::<Removal>();
        let loaded = self.loaded.capacity() * size_of::<u64>();
        size_of::<Self>() + self.links.capacity() * size_of::<Link>() + removed + loaded
    }

    /// The slots that changed after a revision, the latest first.
    pub(super) fn since(&self, revision: u64) -> impl Iterator<Item = u32> {
        let mut at = self.last;
        std::iter::from_fn(move || {
            loop {
                let link = self.links.get(at as usize).filter(|link| link.listed > revision)?;
                let slot = std::mem::replace(&mut at, link.before);
                if link.changed > revision {
                    return Some(slot);
                }
            }
        })
    }

    /// Whether there was nothing of a slot to be told at a revision.
    pub(super) fn is_born_since(&self, slot: u32, revision: u64) -> bool {
        self.links.get(slot as usize).is_none_or(|link| link.born > revision)
    }

    fn is_untold(&self, slot: u32) -> bool {
        self.is_born_since(slot, UNTOLD - 1)
    }

    /// The members that were removed after a revision; nothing where that is not known any more.
    pub(super) fn removed_since(&self, revision: u64) -> Option<&[Removal]> {
        if revision < self.forgotten {
            return None;
        }
        let from = self.removed.partition_point(|removal| removal.revision <= revision);
        Some(&self.removed[from..])
    }

    #[cfg(debug_assertions)]
    pub(super) fn check_invariants(&self) {
        let (mut at, mut later) = (self.last, u64::MAX);
        while let Some(link) = self.links.get(at as usize) {
            assert!(link.listed > 0 && link.listed <= later, "the list of changes is in order");
            assert!(link.changed <= link.listed);
            later = link.listed;
            at = link.before;
        }
    }
}

impl State {
    /// Notes changes from now on.
    pub(crate) fn track_changes(&mut self) {
        if self.changes.is_none() {
            let slots = 0..self.values.slots.len() as u32;
            let changes = Changes::new(slots.map(|slot| self.is_there(slot)));
            self.changes = Some(Box::new(changes));
        }
    }

    /// Those of the slots of which nobody was told yet are told from now on: they came into use without a
    /// write.
    pub(super) fn tell(&mut self, slots: impl Iterator<Item = u32>) {
        let Some(changes) = &mut self.changes else { return };
        let revision = self.revision + 1;
        for slot in slots {
            if changes.is_untold(slot) {
                changes.note(slot, revision);
                self.revision = revision;
            }
        }
    }

    /// Whether those who wait for changes have to be told.
    #[inline]
    pub(crate) fn rings(&mut self) -> bool {
        let revision = self.revision;
        let rung = self.changes.as_mut().map(|changes| &mut changes.rung);
        rung.is_some_and(|rung| std::mem::replace(rung, revision) != revision)
    }

    /// The revision of the last change of an atom, as far as changes were noted.
    pub(super) fn changed_at(&self, slot: u32) -> u64 {
        let link = self.changes.as_ref().and_then(|changes| changes.links.get(slot as usize));
        link.map_or(0, |link| link.changed)
    }

    /// An atom changed.
    #[inline]
    pub(super) fn note_change(&mut self, slot: u32, revision: u64) {
        if self.changes.is_some() {
            self.note_change_of(slot, revision);
        }
    }

    #[inline(never)]
    fn note_change_of(&mut self, slot: u32, revision: u64) {
        let Some(changes) = &mut self.changes else { return };
        let keys = self.values.homes[slot as usize].keys;
        if keys != families::NONE && changes.is_untold(keys) {
            // A family is told before its members.
            changes.note(keys, revision);
        }
        let (before, born) = changes.note(slot, revision);
        if self.values.transactions > 0 {
            self.values.undo.push(Undo::Noted { slot, changed: before, born });
        }
    }

    /// A transaction that changed an atom is taken back.
    pub(super) fn unnote_change(&mut self, slot: u32, changed: u64, born: u64) {
        let link = self.changes.as_mut().and_then(|changes| changes.links.get_mut(slot as usize));
        if let Some(link) = link {
            (link.changed, link.born) = (changed, born);
        }
    }

    /// A member that was loaded came into use.
    pub(super) fn note_loaded(&mut self, slot: u32) {
        let generation = self.values.generation(slot);
        if self.values.is_member(slot)
            && let Some(changes) = &mut self.changes
        {
            changes.loaded.insert(generation);
        }
    }

    /// Whether a member was there before anybody was told of it.
    pub(super) fn was_loaded(&self, slot: u32) -> bool {
        let generation = self.values.generation(slot);
        self.changes.as_ref().is_some_and(|changes| changes.loaded.contains(&generation))
    }

    /// A member is removed; its slot has its key still. When it came is handed back.
    pub(super) fn note_removal(&mut self, slot: u32, generation: u64, revision: u64) -> u64 {
        let Some(changes) = &mut self.changes else { return 0 };
        let Some(key) = self.values.key_at(slot).of(&self.values.slots) else { return 0 };
        let (meta, key) = (self.values.homes[slot as usize].meta, key.to_shared());
        changes.reach(slot);
        let born = std::mem::replace(&mut changes.links[slot as usize].born, UNTOLD);
        changes.removed.push(Removal { revision, generation, born, meta, key });
        if changes.removed.len() == 2 * REMOVALS {
            changes.forgotten = changes.removed[REMOVALS - 1].revision;
            changes.removed.drain(..REMOVALS);
        }
        born
    }

    /// A transaction that removed a member is taken back.
    pub(super) fn unnote_removal(&mut self, slot: u32, generation: u64, born: u64) {
        if let Some(changes) = &mut self.changes
            && changes.removed.last().is_some_and(|removal| removal.generation == generation)
        {
            changes.removed.pop();
            changes.links[slot as usize].born = born;
        }
    }

    /// Another node, or none, stands in the slot from now on.
    pub(super) fn forget_changes(&mut self, slot: u32) {
        if let Some(changes) = &mut self.changes
            && (slot as usize) < changes.links.len()
        {
            changes.unlink(slot);
            changes.links[slot as usize] = Link::UNLISTED;
        }
    }
}
