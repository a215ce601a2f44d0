//! Deltas of two snapshots, deltas turned around, and deltas one after the other.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::collect::Filter;
use super::leaves::{Leaf, each_leaf, with_leaf};
use super::{Before, Change, Changed, Delta, DeltaError, Root, Source, What};
use crate::codec::Told;
use crate::handle::{AnyKey, NodeRef};
use crate::meta::Meta;
use crate::slot::Inputs;
use crate::state::State;

/// The atoms of a snapshot.
pub(crate) struct Atoms {
    revision: u64,
    /// The families that there are.
    founded: Vec<&'static Meta>,
    order: Vec<u64>,
    by_id: FxHashMap<u64, Atom>,
}

#[derive(Clone)]
struct Atom {
    meta: &'static Meta,
    key: Option<Arc<dyn AnyKey>>,
    root: Root,
}

impl Atoms {
    /// What is known of atoms at that moment.
    pub(crate) fn metas(&self) -> impl Iterator<Item = &'static Meta> {
        let atoms = self.order.iter().map(|id| self.by_id[id].meta);
        atoms.chain(self.founded.iter().copied())
    }

    fn has_family(&self, meta: &'static Meta) -> bool {
        self.founded.iter().any(|known| known.id == meta.id)
    }
}

impl State {
    /// The atoms that are there.
    pub(crate) fn atoms(&mut self) -> Atoms {
        let mut order = Vec::new();
        let mut by_id = FxHashMap::default();
        while let Some(&(meta, _)) = self.seeds.last() {
            // An atom of a snapshot takes its value when it is first asked for.
            if self.slot(NodeRef::only(meta)).is_err() {
                break;
            }
        }
        for slot in self.sent(&Filter::default()) {
            let meta = self.meta(slot);
            let key = self.values.key(slot).map(AnyKey::to_shared);
            let id = key.as_ref().map_or(meta.id, |key| key.id_in(meta.id)).as_u64();
            let root = self.values.slot_mut(slot).share();
            order.push(id);
            by_id.insert(id, Atom { meta, key, root });
        }
        let keys = self.founded(&Filter::default()).into_iter();
        let founded = keys.map(|keys| self.meta(keys)).collect();
        Atoms { revision: self.revision, founded, order, by_id }
    }

    /// What differs from the atoms of another moment to this one.
    pub(crate) fn delta_from(&mut self, before: &Atoms) -> Delta {
        let after = self.atoms();
        let mut changes = Vec::new();
        let founded = after.founded.iter().filter(|&&meta| !before.has_family(meta));
        changes.extend(founded.map(|meta| Change { meta, key: None, what: What::Founded }));
        for id in before.order.iter().filter(|id| !after.by_id.contains_key(id)) {
            let Atom { meta, key, root } = before.by_id[id].clone();
            let what = if key.is_some() {
                What::Removed(Some(root))
            } else {
                // One that was not in use then had the value it begins with.
                What::Whole { before: Before::Value(root), after: initial(meta) }
            };
            changes.push(Change { meta, key, what });
        }
        for id in &after.order {
            let Atom { meta, key, root } = after.by_id[id].clone();
            let what = match before.by_id.get(id) {
                Some(old) if Arc::ptr_eq(&old.root, &root) => None,
                Some(old) => differing(meta, &old.root, &root),
                None => {
                    let nothing = key.is_some();
                    let before =
                        if nothing { Before::Nothing } else { Before::Value(initial(meta)) };
                    Some(What::Whole { before, after: root })
                }
            };
            changes.extend(what.map(|what| Change { meta, key, what }));
        }
        let (base, sequence) = (before.revision, after.revision);
        Delta { changes, full: false, stream: 0, base, sequence }
    }
}

/// The declared value of an atom that was not used.
fn initial(meta: &'static Meta) -> Root {
    let mut fresh = meta.body.slot();
    fresh.recompute(&Inputs::none(), &mut Vec::new(), None);
    fresh.share()
}

fn differing(meta: &'static Meta, old: &Root, new: &Root) -> Option<What> {
    let tools = meta.body.tools();
    let mut changed = Vec::new();
    let visited = each_leaf(tools, &**new, &mut |leaf| {
        let same = |before: Leaf<'_>| leaf.tools.same(before.value, leaf.value);
        if with_leaf(tools, &**old, leaf.mark, same) == Some(false) {
            let before = Some(Source::In(Arc::clone(old)));
            changed.push(Changed { mark: leaf.mark, before, after: Arc::clone(new) });
        }
        Ok(())
    });
    debug_assert!(visited.is_ok(), "comparing leaves cannot fail");
    (!changed.is_empty()).then_some(What::Parts(changed))
}

impl Delta {
    /// The delta that leads back: applied after this one, it leaves what was there before it.
    ///
    /// # Errors
    /// [`DeltaError::OneWay`] where it does not know what was before, because it was not made of two
    /// snapshots.
    pub fn inverse(&self) -> Result<Self, DeltaError> {
        let mut changes = Vec::with_capacity(self.changes.len());
        for change in &self.changes {
            if let Some(what) = change.inverse()? {
                changes.push(Change { meta: change.meta, key: change.key.clone(), what });
            }
        }
        let (base, sequence) = (self.sequence, self.base);
        Ok(Self { changes, full: false, stream: self.stream, base, sequence })
    }

    /// This delta and then a later one, as one.
    #[must_use]
    pub fn then(&self, later: &Self) -> Self {
        if later.full {
            return later.clone();
        }
        let mut changes: Vec<Option<Change>> = Vec::new();
        // Where each atom is; one that was removed and made again stands twice in a delta.
        let mut places: FxHashMap<u64, usize> = FxHashMap::default();
        for change in self.changes.iter().chain(&later.changes) {
            let is_atom = !matches!(change.what, What::Founded);
            let at = places.get(&change.id()).copied().filter(|_| is_atom);
            if let Some(at) = at
                && let Some(Change { what, .. }) = &mut changes[at]
            {
                match what.then(&change.what) {
                    Some(both) => *what = both,
                    None => changes[at] = None,
                }
                continue;
            }
            if is_atom {
                places.insert(change.id(), changes.len());
            }
            changes.push(Some(change.clone()));
        }
        let mut changes: Vec<Change> = changes.into_iter().flatten().collect();
        // A full state has no need to say what is gone.
        changes.retain(|change| !(self.full && matches!(change.what, What::Removed(_))));
        Self { changes, sequence: later.sequence, ..*self }
    }
}

impl Change {
    fn id(&self) -> u64 {
        let id = self.meta.id;
        self.key.as_ref().map_or(id, |key| key.id_in(id)).as_u64()
    }

    fn inverse(&self) -> Result<Option<What>, DeltaError> {
        let what = match &self.what {
            What::Founded => return Ok(None),
            What::Removed(Some(root)) => {
                What::Whole { before: Before::Nothing, after: Arc::clone(root) }
            }
            What::Whole { before: Before::Value(before), after } => {
                What::Whole { before: Before::Value(Arc::clone(after)), after: Arc::clone(before) }
            }
            What::Whole { before: Before::Nothing, after } => {
                What::Removed(Some(Arc::clone(after)))
            }
            What::Parts(changed) if changed.iter().all(Changed::knows_before) => {
                let back = changed.iter().filter_map(|place| {
                    let Changed { mark, before, after } = place.clone();
                    match before {
                        Some(Source::In(root)) => {
                            Some(Changed { mark, before: Some(Source::In(after)), after: root })
                        }
                        _ => None,
                    }
                });
                What::Parts(back.collect())
            }
            _ => return Err(DeltaError::OneWay { place: self.name() }),
        };
        Ok(Some(what))
    }
}

impl Changed {
    /// Whether all of the value before is known. A version of a list alone is there to be compared with.
    fn knows_before(&self) -> bool {
        matches!(self.before, Some(Source::In(_)))
    }
}

impl Source {
    /// Whether it leads to what came after it, and no further.
    fn ends_there(&mut self) -> bool {
        matches!(self, Self::Told(Told::Edits(_)))
    }
}

impl What {
    /// This and then that; nothing where the one undoes the other.
    fn then(&self, later: &Self) -> Option<Self> {
        let both = match (self, later) {
            (Self::Parts(first), Self::Parts(second)) => {
                let mut all = first.clone();
                for place in second {
                    match all.iter_mut().find(|known| known.mark == place.mark) {
                        // Edits that are told by themselves lead no further than they did.
                        Some(known) => _ = known.before.take_if(Source::ends_there),
                        None => all.push(place.clone()),
                    }
                }
                // The whole of the later moment has what changed before it, too.
                if let Some(later) = second.first() {
                    for place in &mut all {
                        place.after = later.after.clone();
                    }
                }
                Self::Parts(all)
            }
            (Self::Whole { before, after }, Self::Parts(places)) => {
                let later = places.first().map_or(after, |place| &place.after);
                Self::Whole { before: before.clone(), after: Arc::clone(later) }
            }
            (Self::Whole { before, .. }, Self::Whole { after, .. }) => {
                Self::Whole { before: before.clone(), after: Arc::clone(after) }
            }
            (Self::Removed(Some(before)), Self::Whole { after, .. }) => {
                Self::Whole { before: Before::Value(Arc::clone(before)), after: Arc::clone(after) }
            }
            (Self::Parts(_) | Self::Removed(None), Self::Whole { after, .. }) => {
                Self::Whole { before: Before::Unknown, after: Arc::clone(after) }
            }
            (Self::Whole { before: Before::Value(before), .. }, Self::Removed(_)) => {
                Self::Removed(Some(Arc::clone(before)))
            }
            (Self::Whole { before: Before::Nothing, .. }, Self::Removed(_)) => return None,
            (_, Self::Removed(_)) => Self::Removed(None),
            (_, later) => later.clone(),
        };
        Some(both)
    }
}
