//! Bringing values up to date, and what happens when a compute function panics.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::undo::Undo;
use super::{State, Values};
use crate::error::{Error, Failure, Origin, panic_message};
use crate::fields::{Changes, Scribe, marks_of};
use crate::graph::{Computer, Outcome};
use crate::handle::{At, Ops};
use crate::meta::{Kind, Span};
use crate::slot::{AnySlot, Computed, Computing, Inputs, Saved, Wave, new_marks};
use crate::value::{Share, Shared, Tools};

impl State {
    /// Brings a slot up to date.
    #[inline]
    pub(crate) fn ensure(&mut self, slot: u32) -> Result<(), Error> {
        if !self.checked_out.is_empty() {
            self.refuse_checked_out(slot)?;
        }
        if !self.values.failures.is_empty() {
            self.retry_initial(slot);
        }
        if !self.graph.is_clean(slot) {
            self.pull(slot);
        }
        if self.values.failures.is_empty() { Ok(()) } else { self.value_or_failure(slot) }
    }

    /// Whether every value that is up to date can be had.
    #[inline]
    pub(crate) fn is_sound(&self) -> bool {
        self.values.failures.is_empty() && self.checked_out.is_empty()
    }

    /// Whether a slot has a value that is up to date and can be had.
    #[inline]
    pub(crate) fn is_ready(&self, slot: u32) -> bool {
        self.is_sound() && self.graph.is_clean(slot)
    }

    /// The slot of a node in a field of the compiled graph, if it is ready to be looked at.
    #[inline]
    pub(crate) fn look_at<N: 'static>(
        &mut self,
        at: u32,
        find: impl FnOnce(&mut N) -> Option<&mut dyn AnySlot>,
    ) -> Option<&mut dyn AnySlot> {
        if !self.is_sound() || !self.graph.is_clean_fixed(at) {
            return None;
        }
        self.values.occupy(at);
        find(self.values.slots.nodes()?)
    }

    #[cold]
    fn value_or_failure(&self, slot: u32) -> Result<(), Error> {
        match self.values.failures.get(&slot) {
            Some(failure) => Err(Error::Failed(failure.clone())),
            None => Ok(()),
        }
    }

    /// The current value at a place.
    #[inline]
    pub(crate) fn value<V: Share>(&mut self, at: At<'_, V>) -> Result<&V, Error> {
        let slot = self.slot(at.node)?;
        self.ensure(slot)?;
        self.values.occupy(slot);
        self.note_read(slot);
        Ok((at.ops.read)(self.values.slot_ref(slot)))
    }

    /// The current value at a place, to be used after the lock is gone.
    pub(crate) fn shared<V: Share>(&mut self, at: At<'_, V>) -> Result<Shared<V>, Error> {
        let slot = self.slot(at.node)?;
        self.ensure(slot)?;
        self.note_read(slot);
        Ok(self.share_ready(slot, at.ops))
    }

    /// As `shared`, for a slot that is up to date.
    #[inline]
    pub(crate) fn share_ready<V: Share>(&mut self, slot: u32, ops: &'static Ops<V>) -> Shared<V> {
        self.values.share(slot, ops)
    }

    /// The revision of the last change of a place.
    #[inline]
    pub(crate) fn changed(&self, slot: u32, span: Span) -> u64 {
        if span.is_whole() { self.graph.changed(slot) } else { self.values.marked(slot, span) }
    }

    /// A slot that is checked out, or computed from one that is, has no value to give.
    #[cold]
    fn refuse_checked_out(&mut self, slot: u32) -> Result<(), Error> {
        // Who reads every member of a family cannot do without the one that is out.
        let wholes: Vec<(u32, u32)> =
            self.checked_out.iter().filter_map(|&out| Some((self.each_of(out)?, out))).collect();
        let Self { graph, checked_out, values, .. } = self;
        let is_out = |node: u32| {
            let whole = wholes.iter().find(|(each, _)| *each == node).map(|&(_, out)| out);
            whole.or_else(|| checked_out.contains(&node).then_some(node))
        };
        match graph.upstream(slot, |node| is_out(node).is_some()).and_then(is_out) {
            None => Ok(()),
            Some(out) => {
                Err(Error::BeingUpdated { wanted: values.name(slot), updated: values.name(out) })
            }
        }
    }

    fn pull(&mut self, slot: u32) {
        self.revision += 1;
        let Self { graph, values, revision, .. } = self;
        graph.pull(slot, *revision, values);
    }

    /// An atom whose initial value panicked is tried again at its next use, by a computed, too.
    #[cold]
    fn retry_initial(&mut self, slot: u32) {
        let Self { graph, values, .. } = self;
        let failed = |node: u32| values.failures.contains_key(&node);
        let is_atom = |node: u32| !values.is_computed(node);
        if failed(slot)
            && let Some(atom) = graph.upstream(slot, |node| is_atom(node) && failed(node))
        {
            // Whoever depends on a field of it waits for that to come back.
            for mark in values.slots.get(atom).marks() {
                mark.set(self.revision + 1);
            }
            graph.invalidate(atom);
        }
    }
}

impl Computer for Values {
    #[inline]
    fn compute(&mut self, node: u32, deps: &[u32]) -> Outcome {
        if self.leftovers.tap.is_on() {
            return self.recompute_noted(node, deps);
        }
        self.recompute(node, deps)
    }

    fn skip(&mut self, node: u32) {
        if self.leftovers.tap.is_on() {
            self.note_skipped(node);
        }
    }

    /// What stands for all members of a family has no marks; who depends on a field of these is looked at.
    fn is_marked(&self, node: u32, span: Span, since: u64) -> bool {
        let marks = self.slots.get(node).marks();
        marks.is_empty() || marks_of(marks, span).iter().any(|mark| mark.get() > since)
    }

    fn run(&mut self, wave: &mut Wave<'_>) -> bool {
        if self.transactions > 0
            || !self.failures.is_empty()
            || self.leftovers.tap.wants_each_computed()
        {
            return false;
        }
        let Self { slots, leftovers, busy, .. } = self;
        let Some(fixed) = slots.fixed() else { return false };
        let garbage = &mut leftovers.garbage;
        let result = catch_unwind(AssertUnwindSafe(|| fixed.run(wave, garbage, &busy.meta)));
        self.stats.recomputed += wave.recomputed;
        self.stats.unchanged += wave.unchanged;
        if self.leftovers.tap.is_on() {
            self.note_wave(wave);
        }
        let Err(payload) = result else { return true };
        self.panicked = Some(payload);
        self.note_failed(wave.current);
        if self.fail_by_panic(wave.current) == Outcome::Changed {
            wave.spread(wave.current);
        }
        false
    }
}

impl Values {
    /// The value at a place of a slot that is up to date, to be used after the lock is gone.
    #[inline]
    pub(crate) fn share<V: Share>(&mut self, slot: u32, ops: &'static Ops<V>) -> Shared<V> {
        if let Some(copy) = ops.tools.copy {
            return Shared::own(copy((ops.read)(self.slot_ref(slot))));
        }
        let root = self.slot_mut(slot).share();
        if ops.span.is_whole() {
            match root.downcast::<V>() {
                Ok(value) => Shared::whole(value),
                Err(root) => Shared::part(root, ops.part),
            }
        } else {
            Shared::part(root, ops.part)
        }
    }

    /// Compares two values of a slot, under its name; field by field where the type tracks them.
    #[inline]
    pub(crate) fn compare<V>(&self, slot: u32, tools: &Tools<V>, a: &V, b: &V) -> bool {
        self.occupy(slot);
        let Some(diff) = tools.diff else { return tools.equal(a, b) };
        let marks = new_marks(tools.width);
        let differing = Changes::new();
        diff(a, b, Scribe::new(&marks, 1, &differing));
        differing.count() == 0
    }

    /// The revision of the last change of a part of a value.
    pub(super) fn marked(&self, slot: u32, span: Span) -> u64 {
        let marks = marks_of(self.slot_ref(slot).marks(), span);
        marks.iter().map(Cell::get).max().unwrap_or(0)
    }

    /// Computes a node whose dependencies are up to date, or evaluates the initial value of an atom.
    #[inline]
    pub(super) fn recompute(&mut self, node: u32, deps: &[u32]) -> Outcome {
        if self.transactions > 0 || !self.failures.is_empty() {
            return self.recompute_with_log(node, deps);
        }
        match self.run(node, deps, None) {
            Some(Computed::Initial) => Outcome::Changed,
            Some(Computed::Kept) => Outcome::Same,
            Some(Computed::Changed) => {
                self.stats.recomputed += 1;
                Outcome::Changed
            }
            Some(Computed::Same) => {
                self.stats.recomputed += 1;
                self.stats.unchanged += 1;
                Outcome::Same
            }
            None => self.fail_by_panic(node),
        }
    }

    /// As `recompute`, where a transaction may take it back or something has failed.
    #[cold]
    fn recompute_with_log(&mut self, node: u32, deps: &[u32]) -> Outcome {
        if !self.failures.is_empty()
            && let Some(failure) = deps.iter().find_map(|&dep| self.failures.get(&dep))
        {
            let name = self.name(node);
            let failure = Failure { name, origin: Arc::clone(&failure.origin) };
            return self.fail(node, failure);
        }
        let logs = self.transactions > 0;
        let mut saved = None;
        let Some(computed) = self.run(node, deps, logs.then_some(&mut saved)) else {
            return self.fail_by_panic(node);
        };
        let failure = self.failures.get(&node).cloned();
        match saved {
            Some(old) => self.undo.push(Undo::Computed { slot: node, old, failure }),
            None if logs => self.undo.push(Undo::Failure { slot: node, failure }),
            None => {}
        }
        // What a failed computed comes back to is news to its dependents in any case.
        let recovered = !self.failures.is_empty() && self.set_failure(node, None);
        let is_computed = matches!(computed, Computed::Same | Computed::Changed);
        let is_same = matches!(computed, Computed::Same | Computed::Kept) && !recovered;
        self.stats.recomputed += u64::from(is_computed);
        self.stats.unchanged += u64::from(is_computed && is_same);
        if is_same { Outcome::Same } else { Outcome::Changed }
    }

    /// Runs the user's function; `None` if it panics. The value before goes into `saved`, if there is
    /// such a place.
    #[inline]
    fn run(&mut self, node: u32, deps: &[u32], saved: Option<&mut Saved>) -> Option<Computed> {
        self.occupy(node);
        if node < self.slots.count() {
            return self.run_fixed(node, saved);
        }
        let mut slot = self.slots.take_own(node).expect("a slot is computed once at a time");
        let key = self.key_at(node);
        let Self { slots, leftovers, .. } = &mut *self;
        let inputs = Inputs { slots, deps, key };
        let garbage = &mut leftovers.garbage;
        let result = catch_unwind(AssertUnwindSafe(|| slot.recompute(&inputs, garbage, saved)));
        self.slots.put_own(node, slot);
        match result {
            Ok(computed) => Some(computed),
            Err(payload) => {
                self.panicked = Some(payload);
                None
            }
        }
    }

    /// As `run`, for a node of the compiled graph.
    fn run_fixed(&mut self, node: u32, saved: Option<&mut Saved>) -> Option<Computed> {
        let is_computed = self.homes[node as usize].meta.kind == Kind::Computed;
        let Self { slots, leftovers, .. } = &mut *self;
        let garbage = &mut leftovers.garbage;
        let fixed = slots.fixed_at(node).expect("the node is of the compiled graph");
        let result = catch_unwind(AssertUnwindSafe(|| {
            if !is_computed {
                return fixed.slot_mut(node).recompute(&Inputs::none(), garbage, saved);
            }
            let changed = fixed.recompute(node, &mut Computing { garbage, saved });
            if changed { Computed::Changed } else { Computed::Same }
        }));
        match result {
            Ok(computed) => Some(computed),
            Err(payload) => {
                self.panicked = Some(payload);
                None
            }
        }
    }

    #[cold]
    fn fail_by_panic(&mut self, node: u32) -> Outcome {
        let name = self.name(node);
        let payload = self.panicked.take().expect("a panic has a payload");
        self.stats.recomputed += u64::from(self.is_computed(node));
        let message = panic_message(&*payload);
        let origin = Arc::new(Origin { name: name.clone(), message });
        let failure = Failure { name, origin };
        self.leftovers.reports.push(Error::Failed(failure.clone()));
        self.leftovers.garbage.push(payload);
        self.fail(node, failure)
    }

    fn fail(&mut self, node: u32, failure: Failure) -> Outcome {
        if self.transactions > 0 {
            let failure = self.failures.get(&node).cloned();
            self.undo.push(Undo::Failure { slot: node, failure });
        }
        self.set_failure(node, Some(failure));
        Outcome::Changed
    }

    /// Notes or clears a failure; true if there was one.
    pub(super) fn set_failure(&mut self, node: u32, failure: Option<Failure>) -> bool {
        let had = match failure {
            Some(failure) => self.failures.insert(node, failure),
            None => self.failures.remove(&node),
        };
        had.is_some()
    }
}
