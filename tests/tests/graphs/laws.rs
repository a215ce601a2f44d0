//! Graphs of one word, of several and of many, against a plain computation: after each write the values
//! are right, and exactly those were computed anew of whose inputs one changed.

use std::cell::RefCell;
use std::sync::{Arc, Mutex};

use atomata::__private::check_invariants;
use atomata::{ReadHandle, Store, Tier};

use crate::shapes;

type Get<G> = fn(&Store<G>) -> i64;

/// A graph as it was generated.
pub(crate) struct Shape<G: Tier> {
    pub(crate) deps: &'static [&'static [usize]],
    pub(crate) handles: Vec<ReadHandle<i64>>,
    /// Writes the atoms by their own handles.
    pub(crate) sets: &'static [fn(&Store<G>, i64)],
    /// Reads some nodes by their own handles.
    pub(crate) gets: &'static [(usize, Get<G>)],
}

thread_local! {
    /// Which computeds ran.
    static RAN: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// What every computed does; many come out the same when an input changes.
pub(crate) fn node(node: usize, inputs: &[i64]) -> i64 {
    RAN.with_borrow_mut(|ran| ran.push(node));
    value(node, inputs)
}

fn value(node: usize, inputs: &[i64]) -> i64 {
    let sum: i64 = inputs.iter().sum();
    match node % 4 {
        0 => sum.rem_euclid(3),
        1 => *inputs.iter().max().expect("a computed has inputs"),
        _ => (sum + 1).rem_euclid(7),
    }
}

fn take_ran() -> Vec<usize> {
    let mut ran = RAN.take();
    ran.sort_unstable();
    ran
}

/// A plain computation, which knows of each node when it changed and when it was computed.
struct Naive {
    deps: &'static [&'static [usize]],
    values: Vec<i64>,
    changed: Vec<u64>,
    computed: Vec<u64>,
    now: u64,
}

impl Naive {
    fn new(deps: &'static [&'static [usize]]) -> Self {
        let values = (0..deps.len()).map(|node| (node % 3) as i64).collect();
        Self { deps, values, changed: vec![0; deps.len()], computed: vec![0; deps.len()], now: 1 }
    }

    fn set(&mut self, atom: usize, value: i64) {
        self.now += 1;
        if self.values[atom] != value {
            self.values[atom] = value;
            self.changed[atom] = self.now;
        }
    }

    /// Everything upstream of a node, and the node itself.
    fn upstream(&self, nodes: &[usize]) -> Vec<bool> {
        let mut is = vec![false; self.deps.len()];
        for &node in nodes {
            is[node] = true;
        }
        for node in (0..self.deps.len()).rev().filter(|&node| !self.deps[node].is_empty()) {
            if is[node] {
                for &dep in self.deps[node] {
                    is[dep] = true;
                }
            }
        }
        is
    }

    /// Brings nodes up to date; returns which had to be computed.
    fn pull(&mut self, nodes: &[usize]) -> Vec<usize> {
        let wanted = self.upstream(nodes);
        self.now += 1;
        let mut ran = Vec::new();
        for node in (0..self.deps.len()).filter(|&node| wanted[node]) {
            let deps = self.deps[node];
            let first = self.computed[node] == 0;
            let stale = first || deps.iter().any(|&dep| self.changed[dep] > self.computed[node]);
            if deps.is_empty() || !stale {
                continue;
            }
            let inputs: Vec<i64> = deps.iter().map(|&dep| self.values[dep]).collect();
            let new = value(node, &inputs);
            if first || new != self.values[node] {
                self.values[node] = new;
                self.changed[node] = self.now;
            }
            self.computed[node] = self.now;
            ran.push(node);
        }
        ran
    }
}

/// Numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

type Told = Arc<Mutex<Vec<(usize, i64)>>>;

struct Both<G: Tier> {
    shape: Shape<G>,
    store: Store<G>,
    naive: Naive,
    told: Told,
    /// What observers know of each node.
    known: Vec<i64>,
}

impl<G: Tier> Both<G> {
    fn new(shape: Shape<G>) -> Self {
        take_ran();
        let naive = Naive::new(shape.deps);
        let known = naive.values.clone();
        let store = Store::builder_of().manual().build();
        Self { shape, store, naive, told: Told::default(), known }
    }

    fn write(&mut self, numbers: &mut Numbers) {
        let atom = numbers.below(self.shape.sets.len());
        let new = numbers.below(5) as i64;
        self.shape.sets[atom](&self.store, new);
        self.naive.set(atom, new);
    }

    /// Takes back what it writes.
    fn write_in_vain(&mut self, numbers: &mut Numbers)
    where
        G: atomata::Holds<ReadHandle<i64>>,
    {
        let atom = numbers.below(self.shape.sets.len());
        let read = self.shape.handles[numbers.below(self.shape.handles.len())].clone();
        let result: Result<(), ()> = self.store.transaction(|tx| {
            self.shape.sets[atom](tx, 77);
            tx.get(read);
            Err(())
        });
        assert!(result.is_err());
        take_ran();
    }

    #[track_caller]
    fn read(&mut self, node: usize)
    where
        G: atomata::Holds<ReadHandle<i64>>,
    {
        let expected = self.naive.pull(&[node]);
        let typed = self.shape.gets.iter().find(|(at, _)| *at == node);
        let found = match typed {
            Some((_, get)) => get(&self.store),
            None => self.store.get(self.shape.handles[node].clone()),
        };
        assert_eq!(found, self.naive.values[node], "the value of {node}");
        assert_eq!(take_ran(), expected, "what a read of {node} computed");
        check_invariants(&self.store);
    }

    #[track_caller]
    fn flush(&mut self, observed: &[usize]) {
        let expected = self.naive.pull(observed);
        self.store.flush();
        assert_eq!(take_ran(), expected, "what a flush computed");
        let mut told = std::mem::take(&mut *self.told.lock().unwrap());
        told.sort_unstable();
        let values = observed.iter().map(|&node| (node, self.naive.values[node]));
        let news: Vec<_> = values.filter(|&(node, value)| self.known[node] != value).collect();
        assert_eq!(told, news, "what a flush told");
        self.known.clone_from(&self.naive.values);
        check_invariants(&self.store);
    }
}

fn reads<G: Tier + atomata::Holds<ReadHandle<i64>>>(shape: Shape<G>, rounds: usize) {
    let mut both = Both::new(shape);
    let mut numbers = Numbers(11);
    for _ in 0..rounds {
        for _ in 0..=numbers.below(3) {
            both.write(&mut numbers);
        }
        for _ in 0..numbers.below(4) {
            let node = numbers.below(both.shape.deps.len());
            both.read(node);
        }
    }
    for node in 0..both.shape.deps.len() {
        both.read(node);
    }
}

fn flushes<G: Tier + atomata::Holds<ReadHandle<i64>>>(shape: Shape<G>, rounds: usize, each: usize) {
    let mut both = Both::new(shape);
    let mut numbers = Numbers(12);
    let observed: Vec<usize> =
        (0..both.shape.deps.len()).filter(|node| node % each == each - 1).collect();
    let mut subscriptions = Vec::new();
    for &node in &observed {
        let told = Arc::clone(&both.told);
        let handle = both.shape.handles[node].clone();
        subscriptions.push(both.store.subscribe(handle, move |value: &i64| {
            told.lock().unwrap().push((node, *value));
        }));
    }
    assert_eq!(take_ran(), both.naive.pull(&observed), "what observers need at first");
    both.known.clone_from(&both.naive.values);
    for _ in 0..rounds {
        for _ in 0..=numbers.below(3) {
            both.write(&mut numbers);
        }
        both.flush(&observed);
    }
    // Nobody observes any more, and nothing is computed.
    subscriptions.clear();
    both.write(&mut numbers);
    both.flush(&[]);
}

/// A transaction that is taken back leaves the values as they were, whatever was read in it.
fn rollbacks<G: Tier + atomata::Holds<ReadHandle<i64>>>(shape: Shape<G>, rounds: usize) {
    let mut both = Both::new(shape);
    let mut numbers = Numbers(13);
    for _ in 0..rounds {
        both.write(&mut numbers);
        both.write_in_vain(&mut numbers);
        let node = numbers.below(both.shape.deps.len());
        both.read(node);
    }
}

macro_rules! laws {
    ($($shape:ident, $rounds:expr;)*) => {$(
        mod $shape {
            use super::*;

            #[test]
            fn reads_compute_what_changed() {
                reads(shapes::$shape::shape(), $rounds);
            }

            #[test]
            fn flushes_compute_what_changed_and_is_observed() {
                for each in [1, 3, 17] {
                    flushes(shapes::$shape::shape(), $rounds, each);
                }
            }

            #[test]
            fn rollbacks_leave_nothing_behind() {
                rollbacks(shapes::$shape::shape(), $rounds);
            }
        }
    )*};
}

laws! {
    chain, 60;
    layers, 100;
    words, 200;
    sparse, 200;
    large, 60;
}
