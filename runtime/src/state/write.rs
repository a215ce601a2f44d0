//! Writing values: compare, mark, replace, and put in line what is to be told.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::mem;

use super::State;
use super::undo::{Stamp, Undo};
use crate::error::Error;
use crate::fields::{Changes, Log, Scribe, Track, marks_of};
use crate::handle::{At, NodeRef, Ops, Write};
use crate::meta::Span;
use crate::slot::{AnySlot, Inputs, Slot, Stored};
use crate::tier::ELSEWHERE;
use crate::value::{AnyPart, Part, Share, Tools, Whole};

/// What became of a written value: the one that must be dropped after the lock.
pub(crate) struct Written<V> {
    pub(crate) leftover: Option<Stored<V>>,
    /// The new value is in its place, and what is left over is the one before.
    pub(super) put: bool,
}

impl<V> Written<V> {
    /// An equal value, which is not kept.
    #[inline]
    pub(super) fn equal(new: V) -> Self {
        Self { leftover: Some(Stored::Own(new)), put: false }
    }
}

impl State {
    /// Writes a value; an equal one is no change. The value that is not kept is handed back.
    pub(crate) fn set<V: Share>(&mut self, at: At<'_, V>, new: V) -> Result<Written<V>, Error> {
        self.set_fixed(at, ELSEWHERE, new)
    }

    /// As `set`, for an atom whose slot is given if it is fixed.
    #[inline]
    pub(crate) fn set_fixed<V: Share>(
        &mut self,
        at: At<'_, V>,
        fixed: u32,
        new: V,
    ) -> Result<Written<V>, Error> {
        if let Some(slot) = self.known_at(at.node, fixed)
            && self.is_ready(slot)
            && at.ops.span.is_whole()
            && at.ops.tools.diff.is_none()
            && !self.values.logs
        {
            self.values.occupy(slot);
            return Ok(self.set_whole(slot, &at.ops.tools, new));
        }
        let slot = self.writable(at)?;
        Ok(self.set_in(slot, at.ops, new))
    }

    /// As `set`, for an atom that is ready to be written.
    #[inline]
    pub(crate) fn set_in<V: Share>(
        &mut self,
        slot: u32,
        ops: &'static Ops<V>,
        new: V,
    ) -> Written<V> {
        self.values.occupy(slot);
        let tools = &ops.tools;
        let span = ops.span;
        let revision = self.revision + 1;
        if span.is_whole() && tools.diff.is_none() && !self.values.logs {
            return self.set_whole(slot, tools, new);
        }
        let counted = Changes::new();
        let undo = self.values.is_to_be_kept(slot, span).then(|| self.stamp(slot, span));
        {
            let place = self.values.slot_ref(slot);
            let old = (ops.read)(place);
            let marking = Scribe::new(place.marks(), revision, &counted);
            marking.place(span, old, &new, tools);
        }
        let changed = counted.count() > 0;
        if !changed {
            self.values.stats.equal_writes += 1;
            self.note_write(slot, true);
            // A type with tracked fields may differ where changes are not told.
            if tools.diff.is_none() {
                return Written::equal(new);
            }
        }
        let old = self.put(slot, ops, new);
        let leftover = match undo {
            None => Some(old),
            Some(stamp) => {
                let old = part(ops, old);
                self.values.undo.push(Undo::Replaced { slot, span, stamp, old });
                None
            }
        };
        if changed && tools.diff.is_none() && !span.is_whole() {
            self.wrote_part(slot, span, revision);
        } else if changed {
            self.wrote(slot, revision);
        }
        Written { leftover, put: true }
    }

    /// As `set`, for the plain case: a value without tracked fields, outside of a transaction.
    #[inline]
    fn set_whole<V: Share>(&mut self, slot: u32, tools: &Tools<V>, new: V) -> Written<V> {
        let written = exchange(whole::<V>(self.values.slot_mut(slot)), tools, new);
        self.wrote_whole(slot, written.put);
        written
    }

    #[inline]
    fn wrote_whole(&mut self, slot: u32, changed: bool) {
        self.note_write(slot, !changed);
        if !changed {
            self.values.stats.equal_writes += 1;
            return;
        }
        self.revision += 1;
        self.values.stats.writes += 1;
        self.note_change(slot, self.revision);
        self.mark_whole(slot, self.revision, true);
        if self.values.is_member(slot) {
            self.wrote_member(slot, self.revision);
        }
    }

    /// As `set`, for a value that a closure may have left as it was.
    pub(crate) fn set_modified<V: Share>(
        &mut self,
        at: At<'_, V>,
        new: V,
    ) -> Result<Written<V>, Error> {
        let slot = self.slot(at.node)?;
        self.note_closure(slot);
        self.set(at, new)
    }

    /// As `set`, but hands out the value before, and what must be dropped after the lock. It is
    /// copied where it stays in the store: in the log of a transaction, or in its place if the new
    /// value is an equal one.
    pub(crate) fn replace<V: Share>(
        &mut self,
        at: At<'_, V>,
        new: V,
    ) -> Result<(Stored<V>, Option<Stored<V>>), Error> {
        let slot = self.writable(at)?;
        let clone = at.ops.tools.clone.expect("an atom's value is Clone");
        let copy = |state: &Self| Stored::Own(clone((at.ops.read)(state.values.slot_ref(slot))));
        let is_kept = self.values.is_to_be_kept(slot, at.ops.span);
        let logged = is_kept.then(|| copy(self));
        let Written { leftover, put } = self.set(at, new)?;
        match (logged, leftover) {
            (Some(old), leftover) => Ok((old, leftover)),
            (None, Some(old)) if put => Ok((old, None)),
            (None, leftover) => Ok((copy(self), leftover)),
        }
    }

    /// Writes the value the atom began with: the builder's, or the declared one, evaluated again.
    pub(crate) fn reset<V: Share>(&mut self, at: At<'_, V>) -> Result<Written<V>, Error> {
        let clone = at.ops.tools.clone.expect("an atom's value is Clone");
        let slot = self.slot(at.node)?;
        self.values.occupy(slot);
        let generation = self.values.generation(slot);
        let given = |(given, _): &&(u64, Box<dyn AnySlot>)| *given == generation;
        if let Some((_, initial)) = self.initials.iter().find(given) {
            let value = clone((at.ops.read)(&**initial));
            return self.set(at, value);
        }
        let mut fresh = at.node.meta.body.slot();
        let mut garbage = Vec::new();
        let key = self.values.key_at(slot);
        let inputs = Inputs { slots: &self.values.slots, deps: &[], key };
        fresh.recompute(&inputs, &mut garbage, None);
        self.values.leftovers.garbage.append(&mut garbage);
        let value = clone((at.ops.read)(&*fresh));
        self.values.leftovers.garbage.push(Box::new(fresh));
        self.set(at, value)
    }

    /// Sets the value an atom begins with in this store, before anybody could have subscribed.
    pub(crate) fn begin_with<V: Share>(&mut self, at: At<'_, V>, value: V) -> Result<(), Error> {
        let slot = self.slot(at.node)?;
        if at.ops.span.is_whole() {
            // The declared value is not evaluated.
            let place: &mut dyn Any = self.values.slot_mut(slot);
            let place: &mut Slot<V> =
                place.downcast_mut().expect("a slot has the type of its node");
            place.value = Some(Stored::Own(value));
        } else {
            drop(self.set(at, value)?);
        }
        let twin = self.values.slot_mut(slot).twin();
        let generation = self.values.generation(slot);
        self.initials.retain(|(given, _)| *given != generation);
        self.initials.push((generation, twin));
        self.come(slot);
        Ok(())
    }

    /// The slot of an atom with a value in it, not checked out.
    fn writable<V: Share>(&mut self, at: At<'_, V>) -> Result<u32, Error> {
        let slot = self.slot(at.node)?;
        self.ensure(slot)?;
        self.come(slot);
        Ok(slot)
    }

    /// What a place bears before it is written.
    pub(super) fn stamp(&self, slot: u32, span: Span) -> Stamp {
        let marks = marks_of(self.values.slot_ref(slot).marks(), span);
        Stamp { changed: self.graph.changed(slot), marks: marks.iter().map(Cell::get).collect() }
    }

    /// Puts a value into its place and takes out the one before.
    fn put<V: Share>(&mut self, slot: u32, ops: &Ops<V>, new: V) -> Stored<V> {
        let place = self.values.slot_mut(slot);
        put(place, ops, new)
    }

    /// An atom changed: marks what depends on it, and puts it in line if somebody listens.
    #[inline]
    pub(super) fn wrote(&mut self, slot: u32, revision: u64) {
        self.revision = self.revision.max(revision);
        self.values.stats.writes += 1;
        self.note_write(slot, false);
        self.note_change(slot, revision);
        self.mark(slot, slot, revision, true);
        if self.values.is_member(slot) {
            self.wrote_member(slot, revision);
        }
    }

    /// As `wrote`, where one field changed, which has no fields of its own.
    pub(super) fn wrote_part(&mut self, slot: u32, part: Span, revision: u64) {
        self.revision = self.revision.max(revision);
        self.values.stats.writes += 1;
        self.note_write(slot, false);
        self.note_change(slot, revision);
        let news = self.news_of(slot, part);
        self.graph.mark(slot, revision, |span| span.overlaps(part));
        if self.graph.is_used(slot) {
            let reached = self.graph.reach_of_part(slot, part);
            self.put_in_line(slot, news, revision, reached, true);
        }
        if self.values.is_member(slot) {
            self.wrote_member(slot, revision);
        }
    }

    /// What there is to tell where this part is about to change. What changed before and was not told yet, as
    /// where an initial value came back, may be more.
    #[inline]
    pub(super) fn news_of(&self, slot: u32, part: Span) -> Span {
        let is_all = self.graph.changed(slot) <= self.groups.told_before(slot);
        if is_all { part } else { Span::WHOLE }
    }

    /// Who reads every member of a family has to hear of it, too.
    #[inline(never)]
    fn wrote_member(&mut self, slot: u32, revision: u64) {
        if let Some(each) = self.each_of(slot) {
            self.mark(each, slot, revision, false);
        }
    }

    /// Marks what depends on a source, where the marks of `slot` say that it changed, and puts it in line
    /// if somebody listens.
    #[expect(clippy::inline_always, reason = "every write comes here")]
    #[inline(always)]
    fn mark(&mut self, source: u32, slot: u32, revision: u64, counts: bool) {
        let Self { graph, values, .. } = &mut *self;
        let marks = values.slots.get(slot).marks();
        if marks.is_empty() {
            return self.mark_whole(source, revision, counts);
        }
        let touches = |span: Span| {
            span.is_whole() || marks_of(marks, span).iter().any(|mark| mark.get() == revision)
        };
        graph.mark(source, revision, touches);
        if graph.is_used(source) {
            let reached = graph.reach_of(source, touches);
            self.put_in_line(source, Span::WHOLE, revision, reached, counts);
        }
    }

    /// As `mark`, where everything that depends on the source reacts to any change of it.
    #[expect(clippy::inline_always, reason = "most writes come here")]
    #[inline(always)]
    pub(super) fn mark_whole(&mut self, source: u32, revision: u64, counts: bool) {
        self.graph.mark_whole(source, revision);
        if self.graph.is_used(source) {
            let reached = self.graph.reach(source);
            self.put_in_line(source, Span::WHOLE, revision, reached, counts);
        }
    }

    /// Puts a source that changed in line to be told to those who listen to that part of it; `counts` if it
    /// is what the user wrote.
    #[expect(clippy::inline_always, reason = "every write comes here")]
    #[inline(always)]
    pub(super) fn put_in_line(
        &mut self,
        source: u32,
        news: Span,
        revision: u64,
        reached: u32,
        counts: bool,
    ) {
        let Self { values, groups, in_flight, .. } = self;
        let first = groups.queue(source, news, revision, reached, *in_flight, counts);
        values.stats.coalesced += u64::from(counts && !first);
        if values.transactions > 0 {
            values.undo.push(Undo::Queued { slot: source, first, reached, counts });
        }
    }

    /// Takes a slot out of the store, so that a guard can lend its value while the store is in use.
    pub(crate) fn check_out(&mut self, node: NodeRef<'_>) -> Result<Checkout, Error> {
        let slot = self.slot(node)?;
        self.ensure(slot)?;
        self.come(slot);
        self.values.occupy(slot);
        self.values.slot_mut(slot).make_unique();
        self.checked_out.push(slot);
        self.revision += 1;
        let meta = self.meta(slot);
        Ok(Checkout {
            slot,
            taken: self.values.slots.take(slot, meta),
            revision: self.revision,
            changes: Changes::new(),
            changed: self.graph.changed(slot),
            log: self
                .values
                .keeps(slot)
                .then(|| RefCell::new(Log { before: Vec::new(), kept: self.values.kept(slot) })),
        })
    }

    /// Puts a slot back, with what its guard recorded.
    pub(crate) fn check_in(&mut self, checkout: &mut Checkout) {
        let slot = checkout.slot;
        self.values.slots.put(slot, checkout.taken.take());
        self.checked_out.retain(|&out| out != slot);
        if let Some(Log { before, .. }) = checkout.log.take().map(RefCell::into_inner)
            && !before.is_empty()
        {
            let changed = checkout.changed;
            self.values.undo.push(Undo::Fields { slot, changed, before });
        }
        if checkout.changes.count() > 0 {
            self.wrote(slot, checkout.revision);
        } else {
            self.note_closure(slot);
            self.note_write(slot, true);
        }
    }
}

/// A slot that is out of the store while its value is being updated.
pub(crate) struct Checkout {
    slot: u32,
    taken: Option<Box<dyn AnySlot>>,
    revision: u64,
    changes: Changes<'static>,
    /// The revision of the last change before.
    changed: u64,
    log: Option<RefCell<Log>>,
}

impl Checkout {
    /// Runs the user's closure with the guard of the value.
    pub(crate) fn run<H, R>(
        &mut self,
        at: At<'_, H::Value>,
        update: impl FnOnce(&mut H::Guard<'_>) -> R,
    ) -> R
    where
        H: Write,
    {
        let taken = self.taken.as_deref_mut().expect("a slot stays checked out until checked in");
        let lent = (at.ops.lend)(taken);
        let scribe = Scribe::new(lent.marks, self.revision, &self.changes);
        let mut guard = H::lend(lent.value, at.ops, Track::new(scribe, self.log.as_ref()));
        update(&mut guard)
    }
}

/// Puts a new value into the place of another one, unless they are equal.
#[expect(clippy::inline_always, reason = "most writes come here")]
#[inline(always)]
pub(super) fn exchange<V>(stored: &mut Stored<V>, tools: &Tools<V>, new: V) -> Written<V> {
    if tools.equal(stored.get(), &new) {
        return Written::equal(new);
    }
    Written { leftover: Some(stored.replace(new)), put: true }
}

/// The value of a whole slot.
#[expect(clippy::inline_always, reason = "most writes come here")]
#[inline(always)]
pub(super) fn whole<V: Share>(place: &mut dyn AnySlot) -> &mut Stored<V> {
    let place: &mut dyn Any = place;
    match place.downcast_mut() {
        Some(Slot { value: Some(stored), .. }) => stored,
        _ => {
            unreachable!("a value of the type of its node is written after the first one was made")
        }
    }
}

pub(super) fn put<V: Share>(place: &mut dyn AnySlot, ops: &Ops<V>, new: V) -> Stored<V> {
    if ops.span.is_whole() {
        whole(place).replace(new)
    } else {
        place.make_unique();
        Stored::Own(mem::replace((ops.lend)(place).value, new))
    }
}

/// What was taken out of its place, to be put back.
fn part<V: Share>(ops: &'static Ops<V>, old: Stored<V>) -> Box<dyn AnyPart> {
    let tools = &ops.tools;
    match old {
        Stored::Own(value) if !ops.span.is_whole() => Box::new(Part { value, tools }),
        value => Box::new(Whole { value, tools }),
    }
}
