//! Observers: the values that were seen last, and the functions that are called with the next ones.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::source::{Seen, SeenOne, Source};
use crate::error::{Error, panic_message};
use crate::slot::Garbage;
use crate::state::{AnyObserver, Cut, End, Member, MemberId, State};
use crate::value::Share;

/// Registers an observer without its function.
pub(super) fn watch<S: Seen>(state: &mut State, seen: &S, end: &Arc<End>) -> MemberId {
    let mut places = Vec::with_capacity(S::PLACES);
    seen.places(&mut places);
    state.watch(places.into(), Arc::clone(end))
}

/// Looks at what is seen; true if it is news.
#[inline]
fn refresh<S: Seen>(
    seen: &mut S,
    state: &mut State,
    look: impl FnOnce(&mut S, &mut State) -> Result<bool, Error>,
) -> bool {
    match catch_unwind(AssertUnwindSafe(|| look(seen, state))) {
        // What failed is reported where it failed; its observers hear nothing until it recovers.
        Ok(refreshed) => refreshed.unwrap_or(false),
        Err(payload) => {
            state.comparing_failed(name_of(seen), payload);
            false
        }
    }
}

/// Lets go of what was seen; a value that panics when it is dropped must not take the others with it.
fn release(seen: &mut impl Seen) {
    let _ = catch_unwind(AssertUnwindSafe(|| seen.release()));
}

fn failed(seen: &impl Seen, payload: &(dyn Any + Send)) -> Error {
    Error::Subscriber { name: name_of(seen), message: panic_message(payload) }
}

fn name_of(seen: &impl Seen) -> String {
    let mut name = String::new();
    seen.name(&mut name);
    name
}

/// One subscriber to several values.
pub(super) struct Observer<S: Source, F> {
    pub(super) end: Arc<End>,
    pub(super) seen: S::Seen,
    pub(super) call: F,
}

impl<S, F> AnyObserver for Observer<S, F>
where
    S: Source + 'static,
    F: FnMut(S::Ref<'_>) + Send + 'static,
{
    fn refresh(&mut self, state: &mut State) -> bool {
        refresh(&mut self.seen, state, S::Seen::refresh)
    }

    fn look(&mut self, _: &mut Cut<'_>) -> Option<bool> {
        // The other places may wait for a later window.
        None
    }

    fn name(&self) -> String {
        name_of(&self.seen)
    }

    fn call(&mut self, fail: &mut dyn FnMut(Error)) -> u32 {
        if self.end.is_ended() {
            release(&mut self.seen);
            return 1;
        }
        let Self { seen, call, .. } = self;
        let called = catch_unwind(AssertUnwindSafe(|| call(S::refs(seen))));
        if let Err(payload) = called {
            fail(failed(seen, &*payload));
        }
        release(seen);
        0
    }

    fn settle(&mut self) {
        self.seen.settle();
    }

    #[cfg(debug_assertions)]
    fn len(&self) -> usize {
        1
    }

    fn keep(&mut self, _: &[Member], _: &mut Garbage) {}
}

/// The subscribers to one value who saw the same one last: it is looked at once for all of them.
pub(super) struct Audience<V: 'static> {
    seen: SeenOne<V>,
    /// Most often the only one, for which there is no list to look into.
    first: Listener<V>,
    /// Invariant: by their sequence numbers, which are higher than that of the first.
    others: Vec<Listener<V>>,
}

struct Listener<V> {
    sequence: u64,
    end: Arc<End>,
    call: Call<V>,
}

pub(super) type Call<V> = Box<dyn FnMut(&V) + Send>;

impl<V: Share> Audience<V> {
    /// An audience of one.
    pub(super) fn new(seen: SeenOne<V>, id: MemberId, end: Arc<End>, call: Call<V>) -> Self {
        let first = Listener { sequence: id.sequence(), end, call };
        Self { seen, first, others: Vec::new() }
    }

    /// Adds a subscriber to the audience that is open, or begins another one.
    pub(super) fn join(
        seen: SeenOne<V>,
        end: &Arc<End>,
        call: Call<V>,
        state: &mut State,
    ) -> MemberId {
        let mut call = Some(call);
        let joined = state.watch_with(seen.place(), end, |observer, state, sequence| {
            let observer: &mut dyn Any = observer;
            let Some(audience) = observer.downcast_mut::<Self>() else { return false };
            if !audience.seen.is_as_new_as(&seen, state) {
                return false;
            }
            let Some(call) = call.take() else { return false };
            audience.others.push(Listener { sequence, end: Arc::clone(end), call });
            true
        });
        if let (None, Some(call)) = (joined, call) {
            let id = watch(state, &seen, end);
            let audience = Self::new(seen, id, Arc::clone(end), call);
            state.check_in_observer(id.observer(), Box::new(audience));
            return id;
        }
        joined.expect("who did not join still has the function")
    }
}

impl<V: Share> AnyObserver for Audience<V> {
    fn refresh(&mut self, state: &mut State) -> bool {
        refresh(&mut self.seen, state, SeenOne::refresh)
    }

    fn look(&mut self, cut: &mut Cut<'_>) -> Option<bool> {
        Some(self.seen.look(cut))
    }

    fn name(&self) -> String {
        name_of(&self.seen)
    }

    fn call(&mut self, fail: &mut dyn FnMut(Error)) -> u32 {
        let Self { seen, first, others } = self;
        let value = seen.value();
        let mut uncalled = 0;
        let mut tell = |Listener { end, call, .. }: &mut Listener<V>| {
            if end.is_ended() {
                uncalled += 1;
            } else {
                call(value);
            }
        };
        let mut first = Some(first);
        let mut others = others.iter_mut();
        // Guarded once for all, and once more after each panic.
        while let Err(payload) = catch_unwind(AssertUnwindSafe(|| {
            first.take().into_iter().for_each(&mut tell);
            others.by_ref().for_each(&mut tell);
        })) {
            fail(failed(seen, &*payload));
        }
        if seen.holds() {
            release(seen);
        }
        uncalled
    }

    fn settle(&mut self) {
        self.seen.settle();
    }

    #[cfg(debug_assertions)]
    fn len(&self) -> usize {
        1 + self.others.len()
    }

    fn keep(&mut self, members: &[Member], garbage: &mut Garbage) {
        let mut members = members.iter().map(|member| member.sequence).peekable();
        let mut leaves = |listener: &Listener<V>| members.next_if_eq(&listener.sequence).is_none();
        let first_leaves = leaves(&self.first);
        for listener in self.others.extract_if(.., |listener| leaves(listener)) {
            garbage.push(Box::new(listener.call));
        }
        // Who has no member any more is not kept, so that there is another one.
        if first_leaves && !self.others.is_empty() {
            let first = std::mem::replace(&mut self.first, self.others.remove(0));
            garbage.push(Box::new(first.call));
        }
    }
}
