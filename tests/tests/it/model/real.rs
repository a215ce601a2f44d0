//! A program on a store of the library.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{__private, Error, Group, Snapshot, Store, Subscription};
use atomata_tests::world::{Touch, Val, Verb};

use super::naive::GROUPS;
use super::plan::{self, Plan};
use super::program::{End, Op, Policy, Reaction};
use super::{Counts, Event};

pub(super) struct Real {
    plan: &'static Plan,
    store: Store,
    clock: TestClock,
    shared: Arc<Shared>,
    watches: Vec<Watch>,
    snapshots: Vec<Snapshot>,
}

type Watch = Box<dyn FnMut() -> Option<Val>>;

/// What callbacks use, too.
struct Shared {
    plan: &'static Plan,
    events: Mutex<Vec<Event>>,
    /// Absent once dropped, and while an effect makes its first call.
    subscriptions: Mutex<Vec<Option<Subscription>>>,
    /// How many computeds and how many subscribers panicked.
    panics: Mutex<(u64, u64)>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Real {
    pub(super) fn new(plan: &'static Plan, strategy: Policy) -> Self {
        let clock = TestClock::new();
        let shared = Arc::new(Shared {
            plan,
            events: Mutex::default(),
            subscriptions: Mutex::default(),
            panics: Mutex::default(),
        });
        let hearing = Arc::clone(&shared);
        let on_error = move |error: &Error| {
            let mut panics = lock(&hearing.panics);
            match error {
                Error::Failed(_) => panics.0 += 1,
                Error::Subscriber { .. } => panics.1 += 1,
                other => panic!("{other}"),
            }
        };
        let builder = Store::builder().scheduler(clock.clone()).on_error(on_error);
        let mut builder = match strategy {
            Policy::Manual => builder.manual(),
            Policy::Immediate => builder.immediate(),
            Policy::Smart => builder.smart(),
        };
        for (name, priority, window) in GROUPS {
            let group = Group::new().priority(priority).window(Duration::from_millis(window));
            builder = builder.group(name, group);
        }
        let store = builder.build();
        Self { plan, store, clock, shared, watches: Vec::new(), snapshots: Vec::new() }
    }

    pub(super) fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut *lock(&self.shared.events))
    }

    pub(super) fn counts(&self) -> Counts {
        let stats = self.store.stats();
        let (failed, panicked) = *lock(&self.shared.panics);
        Counts {
            writes: stats.writes,
            equal_writes: stats.equal_writes,
            recomputed: stats.recomputed,
            failed,
            panicked,
        }
    }

    pub(super) fn check_invariants(&self) {
        __private::check_invariants(&self.store);
    }

    pub(super) fn run(&mut self, op: &Op) {
        let store = self.store.clone();
        match op {
            Op::Watch(place) => {
                let place = self.plan.place(*place);
                self.watches.push(self.watch(place));
            }
            Op::Poll(number) => self.poll(*number),
            Op::Batch(ops) => store.batch(|_| ops.iter().for_each(|op| self.run(op))),
            Op::Transaction(ops, end) => self.transaction(&store, ops, *end),
            Op::Snapshot => self.snapshots.extend(store.try_snapshot()),
            Op::ReadSnapshot { snapshot, place } => {
                if !self.snapshots.is_empty() {
                    let number = usize::from(*snapshot) % self.snapshots.len();
                    let place = self.plan.place(*place);
                    let kept = self.handle(place).get_from(&self.snapshots[number]);
                    let kept = kept.map(|value| self.plan.canonical(place, value));
                    self.shared.log(Event::Kept(number, kept));
                }
            }
            Op::Flush => store.flush(),
            Op::Collect => drop(store.collect()),
            Op::Advance(millis) => self.clock.advance(Duration::from_millis(u64::from(*millis))),
            _ => self.run_observed(&store, op),
        }
    }

    /// The operations that callbacks use, too, or that make callbacks.
    fn run_observed(&self, store: &Store, op: &Op) {
        match op {
            Op::Get(place) => {
                let place = self.plan.place(*place);
                let got = self.handle(place).get(store);
                let got = got.map(|value| self.plan.canonical(place, value));
                self.shared.log(Event::Got(place, got));
            }
            Op::Write { place, verb, value, panics } => {
                let place = self.plan.writable(*place);
                let value = plan::value(&self.plan.spots[place].kind, *value);
                let verb = self.plan.verb(place, *verb);
                let panics = *panics && verb.has_closure();
                unwinding(panics, || self.shared.write(store, place, verb, &value, panics));
            }
            Op::Touch { place, touches, panics } => {
                if let Some(place) = self.plan.structure(*place) {
                    self.touch(store, place, touches, *panics);
                }
            }
            Op::Subscribe { place, reaction } => self.subscribe(store, *place, reaction),
            Op::SubscribeTwo { places: [a, b] } => {
                if let (Some(a), Some(b)) = (self.plan.number(*a), self.plan.number(*b)) {
                    self.subscribe_two(store, a, b);
                }
            }
            Op::Effect { place, reaction } => self.effect(store, *place, reaction),
            Op::Unsubscribe(number) => self.shared.unsubscribe(*number),
            other => panic!("{other:?} is run elsewhere"),
        }
    }

    fn handle(&self, place: usize) -> &'static dyn atomata_tests::world::Handled {
        &*self.plan.world.places[place].handle
    }

    fn watch(&self, place: usize) -> Watch {
        let plan = self.plan;
        let mut watch = self.handle(place).watch(&self.store);
        Box::new(move || watch().map(|value| plan.canonical(place, value)))
    }

    fn poll(&mut self, number: u8) {
        if !self.watches.is_empty() {
            let number = usize::from(number) % self.watches.len();
            let changed = self.watches[number]();
            self.shared.log(Event::Polled(number, changed));
        }
    }

    fn transaction(&mut self, store: &Store, ops: &[Op], end: End) {
        unwinding(end == End::Panic, || {
            let result = store.transaction(|_| {
                for op in ops {
                    self.run(op);
                }
                match end {
                    End::Ok => Ok(()),
                    End::Err => Err(()),
                    End::Panic => resume_unwind(Box::new("the transaction panicked")),
                }
            });
            assert_eq!(result.is_ok(), end == End::Ok);
        });
    }

    fn touch(
        &self,
        store: &Store,
        place: usize,
        touches: &[(u8, super::program::How, u8)],
        panics: bool,
    ) {
        let leaves = &self.plan.leaves[self.plan.spots[place].node];
        let touch = |&(leaf, how, value): &(u8, _, u8)| {
            let leaf = usize::from(leaf) % leaves.len();
            Touch { leaf, how, value: plan::value(&leaves[leaf].kind, value) }
        };
        let touches: Vec<Touch> = touches.iter().map(touch).collect();
        let update = self.plan.world.places[place].touch.expect("a struct atom");
        unwinding(panics, || update(store, &touches, panics));
    }

    fn subscribe(&self, store: &Store, place: u8, reaction: &Reaction) {
        let place = self.plan.place(place);
        let number = lock(&self.shared.subscriptions).len();
        let (weak, shared) = (store.downgrade(), Arc::downgrade(&self.shared));
        let (mut calls, reaction) = (0, reaction.clone());
        let call = move |value| {
            let (Some(store), Some(shared)) = (weak.upgrade(), shared.upgrade()) else { return };
            shared.told(number, vec![shared.plan.canonical(place, value)]);
            shared.react(&store, &reaction, &mut calls);
        };
        let subscription = self.handle(place).subscribe(store, Box::new(call));
        lock(&self.shared.subscriptions).push(Some(subscription));
    }

    fn subscribe_two(&self, store: &Store, a: usize, b: usize) {
        let number = lock(&self.shared.subscriptions).len();
        let handles = self.handle(a).number().zip(self.handle(b).number());
        let handles = handles.expect("both are numbers");
        let shared = Arc::downgrade(&self.shared);
        let subscription = store.subscribe(handles, move |(first, second)| {
            if let Some(shared) = shared.upgrade() {
                let first = shared.plan.canonical(a, Val::Int(*first));
                let second = shared.plan.canonical(b, Val::Int(*second));
                shared.told(number, vec![first, second]);
            }
        });
        lock(&self.shared.subscriptions).push(Some(subscription));
    }

    fn effect(&self, store: &Store, place: u8, reaction: &Reaction) {
        let place = self.plan.place(place);
        // An effect on a value that cannot be had is a panic of `effect` itself.
        if self.handle(place).get(store).is_err() {
            return;
        }
        let number = lock(&self.shared.subscriptions).len();
        lock(&self.shared.subscriptions).push(None);
        let shared = Arc::downgrade(&self.shared);
        let (mut calls, reaction) = (0, reaction.clone());
        let call = move |store: &Store, value| {
            let Some(shared) = shared.upgrade() else { return };
            shared.told(number, vec![shared.plan.canonical(place, value)]);
            shared.react(store, &reaction, &mut calls);
        };
        let subscription = self.handle(place).effect(store, Box::new(call));
        lock(&self.shared.subscriptions)[number] = Some(subscription);
    }
}

impl Shared {
    fn log(&self, event: Event) {
        lock(&self.events).push(event);
    }

    fn told(&self, number: usize, values: Vec<Val>) {
        self.log(Event::Told(number, values));
    }

    fn write(&self, store: &Store, place: usize, verb: Verb, value: &Val, panics: bool) {
        let old = self.plan.world.places[place].handle.write(store, verb, value, panics);
        if let Some(old) = old {
            self.log(Event::Old(self.plan.canonical(place, old)));
        }
    }

    fn unsubscribe(&self, number: u8) {
        let subscription = {
            let mut subscriptions = lock(&self.subscriptions);
            let len = subscriptions.len();
            if len == 0 { None } else { subscriptions[usize::from(number) % len].take() }
        };
        drop(subscription);
    }

    fn react(&self, store: &Store, reaction: &Reaction, calls: &mut u8) {
        let call = *calls;
        *calls += 1;
        match *reaction {
            Reaction::Writes { place, value, times } if call < times => {
                let place = self.plan.writable(place);
                let value = plan::value(&self.plan.spots[place].kind, value.wrapping_add(call));
                self.write(store, place, Verb::Set, &value, false);
            }
            Reaction::Panics if call % 2 == 1 => resume_unwind(Box::new("a subscriber panicked")),
            Reaction::Nothing | Reaction::Writes { .. } | Reaction::Panics => {}
            Reaction::Unsubscribes(number) => self.unsubscribe(number),
            Reaction::Flushes => store.flush(),
        }
    }
}

/// Runs something that ends in a panic exactly if it should.
fn unwinding(panics: bool, run: impl FnOnce()) {
    if panics {
        assert!(catch_unwind(AssertUnwindSafe(run)).is_err(), "a panic got lost");
    } else {
        run();
    }
}
