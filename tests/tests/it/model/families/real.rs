//! The same programs on a store.
#![allow(clippy::ptr_arg, clippy::trivially_copy_pass_by_ref, reason = "callbacks get references")]

use std::sync::{Arc, Mutex, PoisonError};

use atomata::__private::check_invariants;
use atomata::{
    Bound, Each, Error, Get, Holds, Keys, Member, Snapshot, Source, Store, Subscription, Watch,
};
use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

use super::naive::{name, pick};
use super::program::{Op, Place, Write};
use super::{Event, Val};

#[atom]
static SCALE: i64 = 1;

#[atom(key = u8)]
static PART: i64 = |key| i64::from(key);

#[atom(key = u8)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Row {
    count: i64,
    name: String,
}

/// Cuts off: most scales have the same factor as others.
#[computed(deps = [SCALE])]
fn factor(scale: i64) -> i64 {
    scale.rem_euclid(2) + 1
}

#[computed(key = u8, deps = [PART(key), FACTOR])]
fn scaled(key: u8, part: i64, factor: i64) -> i64 {
    part * factor
}

#[computed(key = u8, deps = [PART(key), SCALE], life = keep)]
fn kept(key: u8, part: i64, scale: i64) -> i64 {
    part * scale
}

#[computed(key = u8, deps = [PART(key), PREFIX(key.checked_sub(1)?)])]
fn prefix(key: u8, part: i64, below: Option<i64>) -> i64 {
    part + below.unwrap_or(0)
}

#[computed(deps = [PART])]
fn how_many(keys: &Keys<u8>) -> i64 {
    keys.len() as i64
}

#[computed(deps = [each(PART)])]
fn total(parts: Each<'_, u8, i64>) -> i64 {
    parts.map(|(_, part)| part).sum()
}

#[computed(deps = [each(Row.name)])]
fn names(names: Each<'_, u8, String>) -> Vec<(u8, String)> {
    names.map(|(key, name)| (*key, name.clone())).collect()
}

#[computed(deps = [PART(0), Row(1).count, SCALED(2), Row])]
fn mixed(part: i64, count: i64, scaled: i64, rows: &Keys<u8>) -> i64 {
    part + count * 100 + scaled + rows.len() as i64
}

/// The nodes that are no members: the scale, five computeds, the keys of five families, two nodes for
/// all members, and the one in the place of a dependency that is absent.
pub(super) const PLAIN: usize = 14;

type Log = Arc<Mutex<Vec<Event>>>;

pub(super) struct Real {
    store: Store,
    log: Log,
    subscriptions: Vec<Option<Subscription>>,
    bound: Vec<Option<Bound<Member<PART>>>>,
    watches: Vec<Option<Watch<Member<PART>>>>,
    snapshot: Option<Snapshot>,
    turns: u32,
}

/// Those of one pass come in an order that follows from slots.
pub(super) fn sort_told(events: &mut [Event]) {
    for told in events.split_mut(|event| !matches!(event, Event::Told(..))) {
        told.sort_by_key(|event| if let Event::Told(number, _) = event { *number } else { 0 });
    }
}

fn log(log: &Log, event: Event) {
    log.lock().unwrap_or_else(PoisonError::into_inner).push(event);
}

fn int(value: &i64) -> Val {
    Val::Int(*value)
}

fn text(value: &String) -> Val {
    Val::Text(value.clone())
}

fn row(value: &Row) -> Val {
    Val::Row(value.count, value.name.clone())
}

fn keys(value: &Keys<u8>) -> Val {
    Val::Keys(value.to_vec())
}

fn named(value: &Vec<(u8, String)>) -> Val {
    Val::Names(value.clone())
}

/// Calls a function with the handle of a place and what wraps its values, whatever their type.
macro_rules! at_place {
    ($place:expr, $call:ident($first:expr $(, $more:expr)?)) => {
        match $place {
            Place::Scale => $call($first, SCALE, int $(, $more)?),
            Place::Factor => $call($first, FACTOR, int $(, $more)?),
            Place::Part(key) => $call($first, PART(key), int $(, $more)?),
            Place::Row(key) => $call($first, Row(key), row $(, $more)?),
            Place::Count(key) => $call($first, Row(key).count, int $(, $more)?),
            Place::Name(key) => $call($first, Row(key).name, text $(, $more)?),
            Place::Scaled(key) => $call($first, SCALED(key), int $(, $more)?),
            Place::Kept(key) => $call($first, KEPT(key), int $(, $more)?),
            Place::Prefix(key) => $call($first, PREFIX(key), int $(, $more)?),
            Place::PartKeys => $call($first, PART, keys $(, $more)?),
            Place::RowKeys => $call($first, Row, keys $(, $more)?),
            Place::HowMany => $call($first, HOW_MANY, int $(, $more)?),
            Place::Total => $call($first, TOTAL, int $(, $more)?),
            Place::Names => $call($first, NAMES, named $(, $more)?),
            Place::Mixed => $call($first, MIXED, int $(, $more)?),
        }
    };
}

fn got<G, S>(store: &atomata::Store<G>, source: S, wrap: impl Fn(&S::Output) -> Val) -> Val
where
    G: Holds<S>,
    S: Get,
{
    wrap(&store.get(source))
}

fn kept_value<G, S>(
    snapshot: &atomata::Snapshot<G>,
    source: S,
    wrap: impl Fn(&S::Output) -> Val,
) -> Val
where
    G: Holds<S>,
    S: Get,
{
    wrap(&snapshot.get(source))
}

fn told<G, S, V>(
    store: &atomata::Store<G>,
    source: S,
    wrap: impl Fn(&V) -> Val + Send + 'static,
    mut tell: impl FnMut(Val) + Send + 'static,
) -> Subscription
where
    G: Holds<S>,
    S: for<'a> Source<Ref<'a> = &'a V> + 'static,
    V: 'static,
{
    store.subscribe(source, move |value| tell(wrap(value)))
}

impl Real {
    pub(super) fn new(immediate: bool) -> Self {
        let store = if immediate { Store::immediate() } else { Store::manual() };
        Self {
            store,
            log: Log::default(),
            subscriptions: Vec::new(),
            bound: Vec::new(),
            watches: Vec::new(),
            snapshot: None,
            turns: 0,
        }
    }

    pub(super) fn take_events(&mut self) -> Vec<Event> {
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        let mut events = std::mem::take(&mut *log);
        sort_told(&mut events);
        events
    }

    pub(super) fn check_invariants(&self) {
        check_invariants(&self.store);
    }

    /// How many nodes there are once nobody observes anything.
    pub(super) fn nodes_at_the_end(&mut self) -> usize {
        self.subscriptions.clear();
        self.bound.clear();
        self.watches.clear();
        self.store.flush();
        self.check_invariants();
        self.store.stats().nodes
    }

    pub(super) fn run(&mut self, op: &Op) {
        let store = self.store.clone();
        match op {
            Op::Get(place) => {
                let value = at_place!(*place, got(&store));
                log(&self.log, Event::Got(value));
            }
            Op::Write(write) => write_to(&store, *write),
            Op::RemovePart(key) => log(&self.log, Event::Is(store.remove(PART(*key)))),
            Op::RemoveRow(key) => log(&self.log, Event::Is(store.remove(Row(*key)))),
            Op::Contains(key) => log(&self.log, Event::Is(store.contains(PART(*key)))),
            Op::SetMany(pairs) => store.set_batch(PART, pairs.iter().copied()),
            Op::RemoveMany(keys) => {
                let removed = store.remove_batch(PART, keys.iter().copied());
                log(&self.log, Event::Many(vec![removed as i64]));
            }
            Op::GetMany(keys) => {
                let values = store.get_batch(PART, keys.iter().copied());
                log(&self.log, Event::Many(values));
            }
            Op::Batch(ops) => {
                self.turn(|this| {
                    store.batch(|_| {
                        for op in ops {
                            this.run(op);
                        }
                    });
                });
            }
            Op::Transaction(ops, succeeds) => self.turn(|this| {
                let result = store.transaction(|_| {
                    for op in ops {
                        this.run(op);
                    }
                    if *succeeds { Ok(()) } else { Err(()) }
                });
                assert_eq!(result.is_ok(), *succeeds);
            }),
            Op::Subscribe(place) => self.subscribe(*place, None),
            Op::SubscribeWriting(place, write) => self.subscribe(*place, Some(*write)),
            Op::Unsubscribe(at) => {
                if let Some(at) = pick(*at, self.subscriptions.len()) {
                    self.subscriptions[at] = None;
                }
            }
            Op::Bind(key) => self.bound.push(Some(store.bind(PART(*key)))),
            Op::GetBound(at) => self.use_bound(*at, |bound| store.try_get(bound)),
            Op::SetBound(at, value) => {
                self.use_bound(*at, |bound| store.try_set(bound, *value).map(|()| *value));
            }
            Op::Unbind(at) => {
                if let Some(at) = pick(*at, self.bound.len()) {
                    self.bound[at] = None;
                }
            }
            Op::Watch(key) => self.watches.push(Some(store.watch(PART(*key)))),
            Op::Poll(at) => {
                if let Some(at) = pick(*at, self.watches.len())
                    && let Some(watch) = &mut self.watches[at]
                {
                    let changed = watch.changed();
                    log(&self.log, Event::Polled(changed));
                }
            }
            Op::Unwatch(at) => {
                if let Some(at) = pick(*at, self.watches.len()) {
                    self.watches[at] = None;
                }
            }
            Op::Snapshot => self.snapshot = Some(store.snapshot()),
            Op::ReadSnapshot(place) => {
                if let Some(snapshot) = &self.snapshot {
                    let read = at_place!(*place, kept_value(snapshot));
                    log(&self.log, Event::Got(read));
                }
            }
            Op::Flush => store.flush(),
            Op::Collect => drop(store.collect()),
        }
        if self.turns == 0 {
            let ended = self.subscriptions.iter().enumerate();
            let ended = ended.filter(|(_, it)| it.as_ref().is_some_and(Subscription::is_ended));
            let ended = ended.map(|(number, _)| number).collect();
            log(&self.log, Event::Ended(ended));
        }
    }

    fn turn(&mut self, run: impl FnOnce(&mut Self)) {
        self.turns += 1;
        run(self);
        self.turns -= 1;
    }

    fn use_bound(&self, at: u8, run: impl FnOnce(&Bound<Member<PART>>) -> Result<i64, Error>) {
        if let Some(at) = pick(at, self.bound.len())
            && let Some(bound) = &self.bound[at]
        {
            let value = match run(bound) {
                Ok(value) => Some(value),
                Err(Error::Removed { .. }) => None,
                Err(error) => panic!("{error}"),
            };
            log(&self.log, Event::Bound(value));
        }
    }

    fn subscribe(&mut self, place: Place, mut write: Option<Write>) {
        let number = self.subscriptions.len();
        let (events, weak) = (Arc::clone(&self.log), self.store.downgrade());
        let tell = move |value| {
            log(&events, Event::Told(number, value));
            if let (Some(write), Some(store)) = (write.take(), weak.upgrade()) {
                write_to(&store, write);
            }
        };
        let subscription = at_place!(place, told(&self.store, tell));
        self.subscriptions.push(Some(subscription));
    }
}

fn write_to(store: &Store, write: Write) {
    match write {
        Write::Scale(scale) => store.set(SCALE, scale),
        Write::Part(key, value) => store.set(PART(key), value),
        Write::UpdatePart(key, value) => store.update(PART(key), |part| {
            if value >= 0 {
                part.set(value);
            }
        }),
        Write::Row(key, count, new) => store.set(Row(key), Row { count, name: name(new) }),
        Write::Count(key, count) => store.set(Row(key).count, count),
        Write::Name(key, new) => store.set(Row(key).name, name(new)),
        Write::ResetPart(key) => store.reset(PART(key)),
    }
}
