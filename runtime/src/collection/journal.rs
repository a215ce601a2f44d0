//! What was done to a collection lately, in order. From it follows what differs from an earlier moment,
//! without a version of that moment: a version that is held makes every write copy what it holds.
//!
//! A journal begins when somebody asks for a moment, and forgets its oldest steps; who comes from before
//! those is told so, and never told something else.

mod list;
mod map;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

pub(super) use list::{Step, edits_of_list};
pub(super) use map::{Touched, edits_of_map};

/// So many steps are remembered at least, if they were made in a row.
const FEW: usize = if cfg!(test) { 16 } else { 64 };

/// How many copies, each of the one before, a journal knows itself to come from.
const NAMES: usize = 64;

/// A moment of a collection, from which its journal can tell what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    journal: u64,
    /// How many steps there had been.
    step: u64,
}

/// The steps of one collection.
pub(super) struct Journal<S> {
    /// The names under which it was kept, the last of which is its own.
    ///
    /// Invariant: not empty; a journal that others may go on from as well has another name from then on,
    /// so that a name and a number of steps mean one moment.
    names: Vec<Name>,
    /// How many steps there were before those that are remembered.
    forgotten: u64,
    steps: Vec<S>,
}

struct Name {
    number: u64,
    /// How many steps there had been when it was given.
    from: u64,
}

impl Name {
    fn new(from: u64) -> Self {
        static NUMBERS: AtomicU64 = AtomicU64::new(1);
        Self { number: NUMBERS.fetch_add(1, Ordering::Relaxed), from }
    }
}

impl<S> Journal<S> {
    fn new() -> Self {
        Self { names: vec![Name::new(0)], forgotten: 0, steps: Vec::new() }
    }

    fn count(&self) -> u64 {
        self.forgotten + self.steps.len() as u64
    }

    fn now(&self) -> Moment {
        Moment { journal: self.names.last().map_or(0, |name| name.number), step: self.count() }
    }

    /// What was done since a moment, if that is known.
    fn since(&self, moment: Moment) -> Option<&[S]> {
        let at = self.names.iter().rposition(|name| name.number == moment.journal)?;
        // What was done under this name after the next one was given was done to another collection.
        let until = self.names.get(at + 1).map_or_else(|| self.count(), |next| next.from);
        if moment.step > until {
            return None;
        }
        let from = moment.step.checked_sub(self.forgotten)?;
        self.steps.get(usize::try_from(from).ok()?..)
    }

    /// Notes a step of a collection of this length.
    #[inline]
    fn push(&mut self, step: S, len: usize) {
        // More than a third of the items is no less to tell than all of them.
        if self.steps.len() >= 2 * FEW.max(len / 3) {
            self.forget(self.steps.len() / 2);
        }
        self.steps.push(step);
    }

    #[cold]
    fn forget(&mut self, count: usize) {
        self.steps.drain(..count);
        self.forgotten += count as u64;
    }

    /// The journal of a copy that goes its own way, with so many of the last steps.
    fn fork(&self, most: usize) -> Self
    where
        S: Clone,
    {
        let skipped = self.steps.len().saturating_sub(most);
        let names = &self.names[self.names.len().saturating_sub(NAMES - 1)..];
        let known = names.iter().map(|&Name { number, from }| Name { number, from });
        Self {
            names: known.chain([Name::new(self.count())]).collect(),
            forgotten: self.forgotten + skipped as u64,
            steps: self.steps[skipped..].to_vec(),
        }
    }
}

/// The journal that a collection has once somebody asked for a moment.
pub(super) struct Noting<S>(OnceLock<Box<Journal<S>>>);

impl<S> Noting<S> {
    pub(super) const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// The present moment, from which on steps are noted.
    pub(super) fn now(&self) -> Moment {
        self.0.get_or_init(|| Box::new(Journal::new())).now()
    }

    /// What was done since a moment, if that is known.
    pub(super) fn since(&self, moment: Moment) -> Option<&[S]> {
        self.0.get()?.since(moment)
    }

    /// An estimate of the memory of what is noted.
    pub(super) fn bytes(&self) -> usize {
        self.0.get().map_or(0, |journal| {
            let names = journal.names.capacity() * size_of::<Name>();
            size_of::<Journal<S>>() + names + journal.steps.capacity() * size_of::<S>()
        })
    }

    /// Whether steps are to be noted.
    #[inline]
    pub(super) fn is_on(&self) -> bool {
        self.0.get().is_some()
    }

    /// Notes a step of a collection of this length, if steps are to be noted.
    #[inline]
    pub(super) fn note(&mut self, len: usize, step: impl FnOnce() -> S) {
        if let Some(journal) = self.0.get_mut() {
            journal.push(step(), len);
        }
    }

    /// Of a copy that goes its own way, with so many of the last steps.
    pub(super) fn fork(&self, most: usize) -> Self
    where
        S: Clone,
    {
        let forked = Self::new();
        if let Some(journal) = self.0.get() {
            // It is new, so that nobody else has put anything there.
            _ = forked.0.set(Box::new(journal.fork(most)));
        }
        forked
    }
}
