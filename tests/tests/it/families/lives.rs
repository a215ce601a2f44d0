//! How long members live.

use std::any::Any;
use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{Each, Store, Subscription, atom, computed};
use atomata_tests::recorder::Recorder;
use proptest::prelude::*;

use super::checked;

#[atom(key = u32)]
static INPUT: i64 = 0;

#[atom(key = u32, life = unobserved)]
static DRAFT: i64 = 0;

#[atom(key = u32, life = lru(3))]
static CACHED: i64 = 0;

#[atom(key = u32, life = ttl(Duration::from_secs(60)))]
static SESSION: i64 = 0;

#[computed(key = u32, deps = [INPUT(key)])]
fn fleeting(key: u32, input: i64) -> i64 {
    input + i64::from(key)
}

#[computed(key = u32, deps = [INPUT(key)], life = keep)]
fn kept(key: u32, input: i64) -> i64 {
    input + i64::from(key)
}

#[computed(key = u32, deps = [INPUT(key)], life = lru(2))]
fn few(key: u32, input: i64) -> i64 {
    input + i64::from(key)
}

#[computed(key = u32, deps = [INPUT(key)], life = ttl(Duration::from_secs(60)))]
fn aging(key: u32, input: i64) -> i64 {
    input + i64::from(key)
}

#[computed(deps = [each(CACHED)])]
fn total(cached: Each<'_, u32, i64>) -> i64 {
    cached.map(|(_, value)| value).sum()
}

fn recomputed(store: &Store, read: impl FnOnce()) -> u64 {
    let before = store.stats();
    read();
    checked(store).stats().since(&before).recomputed
}

#[test]
fn a_computed_nobody_observes_goes_and_is_computed_again() {
    let store = Store::immediate();
    store.set(INPUT(1), 10);
    let nodes = store.stats().nodes;
    assert_eq!(recomputed(&store, || assert_eq!(store.get(FLEETING(1)), 11)), 1);
    assert_eq!(store.stats().nodes, nodes + 1, "the keys of the family");
    assert_eq!(recomputed(&store, || assert_eq!(store.get(FLEETING(1)), 11)), 1);
    // Within one turn it is computed once.
    let twice = || {
        store.batch(|tx| assert_eq!(tx.get(FLEETING(1)), tx.get(FLEETING(1))));
    };
    assert_eq!(recomputed(&store, twice), 1);
    let observed = store.subscribe(FLEETING(1), |_| ());
    assert_eq!(
        recomputed(&store, || {
            store.get(FLEETING(1));
        }),
        0
    );
    drop(observed);
    assert_eq!(store.stats().nodes, nodes + 1);
}

#[test]
fn a_computed_that_is_kept_stays() {
    let store = Store::immediate();
    assert_eq!(
        recomputed(&store, || {
            store.get(KEPT(1));
        }),
        1
    );
    assert_eq!(
        recomputed(&store, || {
            store.get(KEPT(1));
        }),
        0
    );
    store.set(INPUT(1), 5);
    assert_eq!(recomputed(&store, || assert_eq!(store.get(KEPT(1)), 6)), 1);
}

#[test]
fn an_atom_can_live_as_long_as_somebody_observes_it() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    let _keys = store.subscribe(DRAFT, recorder.showing("keys"));
    store.set(DRAFT(1), 5);
    let first = store.subscribe(DRAFT(1), |_| ());
    let second = store.subscribe(DRAFT(1), |_| ());
    drop(first);
    store.set(DRAFT(2), 6);
    assert_eq!(store.keys(DRAFT), [1, 2]);
    drop(second);
    assert_eq!(store.keys(DRAFT), [2]);
    assert_eq!(store.get(DRAFT(1)), 0);
    let bound = store.bind(DRAFT(2));
    drop(bound);
    assert!(store.keys(DRAFT).is_empty());
    assert_eq!(recorder.take(), "keys [1]; keys [1, 2]; keys [2]; keys []");
    checked(&store);
}

#[test]
fn of_many_the_one_used_longest_ago_goes() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    let _total = store.subscribe(TOTAL, recorder.showing("total"));
    for key in 0..3 {
        store.set(CACHED(key), 1 << key);
    }
    assert_eq!(store.get(CACHED(0)), 1);
    store.set(CACHED(3), 8);
    assert_eq!(store.keys(CACHED), [0, 2, 3]);
    // An observed one stays, whenever it was used.
    let _observed = store.subscribe(CACHED(2), |_| ());
    store.set(CACHED(4), 16);
    store.set(CACHED(5), 32);
    assert_eq!(store.keys(CACHED), [2, 4, 5]);
    assert!(recorder.take().ends_with("; total 52"));
    checked(&store);
}

#[test]
fn computeds_are_kept_up_to_a_number() {
    let store = Store::immediate();
    for key in [1, 2, 1] {
        store.get(FEW(key));
    }
    assert_eq!(
        recomputed(&store, || {
            store.get((FEW(1), FEW(2)));
        }),
        0
    );
    store.get(FEW(1));
    assert_eq!(
        recomputed(&store, || {
            store.get(FEW(3));
        }),
        1
    );
    assert_eq!(
        recomputed(&store, || {
            store.get((FEW(1), FEW(3)));
        }),
        0
    );
    assert_eq!(
        recomputed(&store, || {
            store.get(FEW(2));
        }),
        1
    );
}

#[test]
fn members_live_for_a_time_after_their_last_use() {
    let clock = TestClock::new();
    let store = Store::builder().immediate().scheduler(clock.clone()).build();
    store.set(SESSION(1), 1);
    store.set(SESSION(2), 2);
    let observed = store.subscribe(SESSION(2), |_| ());
    clock.advance(Duration::from_secs(40));
    store.get(AGING(1));
    store.set(SESSION(3), 3);
    assert_eq!(store.get(SESSION(1)), 1);
    clock.advance(Duration::from_secs(40));
    assert_eq!(store.keys(SESSION), [1, 2, 3]);
    assert_eq!(
        recomputed(&store, || {
            store.get(AGING(1));
        }),
        0
    );
    clock.advance(Duration::from_secs(40));
    assert!(!store.contains(SESSION(1)));
    assert_eq!(store.keys(SESSION), [2], "the observed one stays");
    drop(observed);
    clock.advance(Duration::from_secs(61));
    assert_eq!(store.get(SESSION(2)), 0);
    assert_eq!(
        recomputed(&store, || {
            store.get(AGING(1));
        }),
        1
    );
    checked(&store);
}

/// One step of a program in which lives end on their own.
#[derive(Clone, Debug)]
enum Step {
    Set(u8, u32, i64),
    Get(u8, u32),
    Remove(u8, u32),
    Subscribe(u8, u32),
    Bind(u8, u32),
    Unsubscribe(u8),
    Unbind(u8),
    Advance(u8),
    Transaction(Vec<Step>, bool),
}

fn plain() -> BoxedStrategy<Step> {
    let (family, key) = (|| 0..3_u8, || 0..6_u32);
    prop_oneof![
        6 => (family(), key(), 0..4_i64).prop_map(|(of, key, value)| Step::Set(of, key, value)),
        4 => (0..6_u8, key()).prop_map(|(of, key)| Step::Get(of, key)),
        2 => (family(), key()).prop_map(|(of, key)| Step::Remove(of, key)),
        2 => any::<u8>().prop_map(Step::Unsubscribe),
        1 => any::<u8>().prop_map(Step::Unbind),
        1 => (10..70_u8).prop_map(Step::Advance),
    ]
    .boxed()
}

fn steps() -> BoxedStrategy<Vec<Step>> {
    let inner = prop::collection::vec(plain(), 0..5);
    let step = prop_oneof![
        8 => plain(),
        2 => (0..6_u8, 0..6_u32).prop_map(|(of, key)| Step::Subscribe(of, key)),
        1 => (0..6_u8, 0..6_u32).prop_map(|(of, key)| Step::Bind(of, key)),
        2 => (inner, any::<bool>()).prop_map(|(steps, ok)| Step::Transaction(steps, ok)),
    ];
    prop::collection::vec(step, 1..40).boxed()
}

struct World {
    store: Store,
    clock: TestClock,
    subscriptions: Vec<Option<Subscription>>,
    bound: Vec<Option<Box<dyn Any>>>,
}

/// Does something with a member of one of six families.
macro_rules! with_member {
    ($of:expr, $key:expr, |$member:ident| $do:expr) => {
        match $of {
            0 => {
                let $member = DRAFT($key);
                $do
            }
            1 => {
                let $member = CACHED($key);
                $do
            }
            2 => {
                let $member = SESSION($key);
                $do
            }
            3 => {
                let $member = FLEETING($key);
                $do
            }
            4 => {
                let $member = FEW($key);
                $do
            }
            _ => {
                let $member = AGING($key);
                $do
            }
        }
    };
}

impl World {
    fn run(&mut self, step: &Step) {
        let store = self.store.clone();
        match *step {
            Step::Set(0, key, value) => store.set(DRAFT(key), value),
            Step::Set(1, key, value) => store.set(CACHED(key), value),
            Step::Set(_, key, value) => store.set(SESSION(key), value),
            Step::Get(of, key) => {
                with_member!(of, key, |member| store.get(member));
            }
            Step::Remove(0, key) => {
                store.remove(DRAFT(key));
            }
            Step::Remove(1, key) => {
                store.remove(CACHED(key));
            }
            Step::Remove(_, key) => {
                store.remove(SESSION(key));
            }
            Step::Subscribe(of, key) => {
                let subscription = with_member!(of, key, |member| store.subscribe(member, |_| ()));
                self.subscriptions.push(Some(subscription));
            }
            Step::Bind(of, key) => {
                let bound: Box<dyn Any> =
                    with_member!(of, key, |member| Box::new(store.bind(member)));
                self.bound.push(Some(bound));
            }
            Step::Unsubscribe(at) => {
                let len = self.subscriptions.len().max(1);
                if let Some(subscription) = self.subscriptions.get_mut(usize::from(at) % len) {
                    *subscription = None;
                }
            }
            Step::Unbind(at) => {
                let len = self.bound.len().max(1);
                if let Some(bound) = self.bound.get_mut(usize::from(at) % len) {
                    *bound = None;
                }
            }
            Step::Advance(seconds) => self.clock.advance(Duration::from_secs(seconds.into())),
            Step::Transaction(ref steps, succeeds) => {
                let result = store.transaction(|_| {
                    for step in steps {
                        self.run(step);
                    }
                    if succeeds { Ok(()) } else { Err(()) }
                });
                assert_eq!(result.is_ok(), succeeds);
            }
        }
    }

    fn check(&self) {
        let store = checked(&self.store);
        let cached = store.keys(CACHED);
        let sum: i64 = store.get_batch(CACHED, cached.iter().copied()).iter().sum();
        assert_eq!(store.get(TOTAL), sum);
        let there: Vec<u32> = (0..6).filter(|key| store.contains(CACHED(*key))).collect();
        assert_eq!(there.len(), cached.len());
    }
}

/// Lives end on their own, and nothing of what the store promises with them.
#[test]
fn lives_end_in_any_order() {
    let config =
        ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(steps in steps())| {
        let clock = TestClock::new();
        let store = Store::builder().immediate().scheduler(clock.clone()).build();
        let mut world = World { store, clock, subscriptions: Vec::new(), bound: Vec::new() };
        for step in &steps {
            world.run(step);
            world.check();
        }
        world.subscriptions.clear();
        world.bound.clear();
        world.clock.advance(Duration::from_secs(61));
        world.check();
        prop_assert!(world.store.keys(CACHED).len() <= 3);
        prop_assert!(world.store.keys(SESSION).is_empty());
        let drafts = world.store.keys(DRAFT).len();
        let kept = drafts + world.store.keys(CACHED).len();
        // Seven tables of keys, the total, the node for all that are cached, and up to two that are
        // kept with their inputs.
        let nodes = checked(&world.store).stats().nodes;
        prop_assert!(nodes <= kept + 9 + 4, "{} nodes are left for {} members", nodes, kept);
    });
}
