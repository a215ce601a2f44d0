//! From what a turn kept to the entry it leaves.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rustc_hash::FxHashMap;

use super::change::{Change, Kept, Named, Together, What};
use super::{Label, Rules, Timeline, Turn};
use crate::error::{Error, panic_message};
use crate::fields::{Before, Changes, Scribe};
use crate::handle::AnyKey;
use crate::state::State;
use crate::state::undo::{Undo, place_at};

impl State {
    /// Keeps a history from now on.
    pub(crate) fn keep_history(&mut self, rules: Rules) {
        self.history = Some(Box::new(Timeline::new(rules)));
        self.values.records = true;
        self.values.logs = true;
    }

    /// Gives the turn at hand a label, unless it has one.
    pub(crate) fn label_turn(&mut self, label: Label) {
        self.values.leftovers.tap.label(label.name());
        if self.history.is_some() {
            self.values.undo.push(Undo::Labelled(label));
        }
    }

    pub(crate) fn begin_group(&mut self) {
        if let Some(history) = &mut self.history {
            history.begin_group();
        }
    }

    pub(crate) fn end_group(&mut self) {
        if let Some(history) = &mut self.history {
            history.end_group();
        }
    }

    /// Whether the turn has kept something of which an entry is to be made.
    #[inline]
    pub(crate) fn has_kept(&self) -> bool {
        !self.values.undo.is_empty()
    }

    /// Makes an entry of what the turn changed, at its end.
    #[cold]
    pub(crate) fn record(&mut self) {
        // Values are compared, and keys cloned: what panics there is known to nobody who could catch it.
        let result = catch_unwind(AssertUnwindSafe(|| self.record_turn()));
        if let Err(payload) = result {
            let message = panic_message(&*payload);
            self.values.leftovers.reports.push(Error::HistoryLost { message });
            self.values.leftovers.garbage.push(payload);
            self.clear_history();
        }
    }

    /// Forgets all that was recorded.
    pub(crate) fn clear_history(&mut self) {
        if let Some(history) = &mut self.history {
            history.clear(&mut self.values.leftovers.garbage);
        }
    }

    fn record_turn(&mut self) {
        let steps = std::mem::take(&mut self.values.undo);
        let (label, mut changes) = self.gather(steps);
        self.drop_equal(&mut changes);
        let at = self.now();
        let garbage = &mut self.values.leftovers.garbage;
        if let Some(history) = &mut self.history
            && !changes.is_empty()
        {
            history.add(Turn { changes, label, at }, garbage);
        }
    }

    /// What the places that a turn changed were before it.
    fn gather(&mut self, steps: Vec<Undo>) -> (Option<Label>, Vec<Change>) {
        let mut label = None;
        let mut names = FxHashMap::default();
        let mut together = Together::default();
        for step in steps {
            let mut add = |slot: u32, what: What| {
                if !self.values.is_recorded(slot) {
                    self.values.leftovers.garbage.push(what.into_garbage());
                    return;
                }
                let node: &Named = names.entry(slot).or_insert_with(|| self.named(slot));
                let change = Change::new(node.clone(), what);
                together.add(change, &mut self.values.leftovers.garbage);
            };
            match step {
                Undo::Replaced { slot, span, old, .. } => {
                    add(slot, What::Value { span, silent: false, part: old });
                }
                Undo::Fields { slot, before, .. } => {
                    for Before { span, silent, old, .. } in before {
                        add(slot, What::Value { span, silent, part: old });
                    }
                }
                Undo::Came { slot, .. } => add(slot, What::Member(None)),
                Undo::Left { slot, old, order, .. } => {
                    add(slot, What::Member(old.map(|slot| Kept { slot, order })));
                }
                Undo::Labelled(new) => label = label.or(Some(new)),
                #[cfg(feature = "serial")]
                Undo::Noted { .. } => {}
                Undo::Computed { .. } | Undo::Failure { .. } | Undo::Queued { .. } => {}
            }
        }
        (label, together.finish())
    }

    pub(super) fn named(&self, slot: u32) -> Named {
        let keys = self.values.key_at(slot).keys;
        match self.values.key(slot) {
            None => Named::Plain(slot),
            Some(key) => {
                let id = key.id_in(self.meta(slot).id).as_u64();
                Named::Member { keys, key: AnyKey::to_shared(key), id }
            }
        }
    }

    /// Drops what turned out to be as it was before.
    fn drop_equal(&mut self, changes: &mut Vec<Change>) {
        let equal: Vec<bool> = changes.iter_mut().map(|change| self.is_as_before(change)).collect();
        let mut equal = equal.into_iter();
        let garbage = &mut self.values.leftovers.garbage;
        let dropped = changes.extract_if(.., |_| equal.next() == Some(true));
        garbage.extend(dropped.map(|change| change.what.into_garbage()));
    }

    /// Whether a place is as it was; if not, the change is measured beside it.
    fn is_as_before(&mut self, change: &mut Change) -> bool {
        let slot = self.slot_of(&change.node);
        let (span, part) = match &change.what {
            What::Value { span, part, .. } => (span, part),
            // It came and went.
            What::Member(None) => return slot.is_none(),
            What::Member(Some(_)) => return false,
        };
        let Some(slot) = slot else { return false };
        self.values.occupy(slot);
        let changes = Changes::new();
        let place = place_at(self.values.slot_mut(slot), *span);
        part.compare(place.value, *span, Scribe::looking(&changes));
        change.measure(Some(place.value));
        changes.count() == 0
    }

    /// The slot of a node that is there.
    pub(super) fn slot_of(&self, node: &Named) -> Option<u32> {
        match node {
            Named::Plain(slot) => Some(*slot),
            Named::Member { keys, key, .. } => {
                let slot = self.values.keys(*keys).find(&**key)?;
                self.values.is_there(slot).then_some(slot)
            }
        }
    }
}
