//! Random graphs under random operations, held against a naive graph that asks everything anew.

use proptest::prelude::*;

use super::{Graph, Outcome, Place, Watcher};
use crate::meta::{Plan, Span};

/// How many fields a source has.
const FIELDS: u16 = 3;

/// A dependency: on a node as drawn, and on one field of it if it is a source.
type Drawn = (u8, Option<u16>);

#[derive(Clone, Debug)]
enum Step {
    Write {
        source: u8,
        field: u16,
        value: u8,
    },
    Pull {
        node: u8,
    },
    Watch {
        places: Vec<Drawn>,
    },
    Unwatch {
        observer: u8,
    },
    /// A node goes, and another one is made in its place.
    Replace {
        node: u8,
        deps: Vec<Drawn>,
        modulus: u8,
    },
    Flush,
    Savepoint,
    End {
        commits: bool,
    },
}

#[derive(Clone, Debug)]
struct Program {
    /// The drawn dependencies of each node; none makes it a source.
    shape: Vec<(Vec<Drawn>, u8)>,
    /// How many of them, from the first on, are of a compiled graph.
    fixed: usize,
    /// The stamp of the last walk: after the largest one, stamps begin anew.
    stamp: u32,
    steps: Vec<Step>,
}

/// What a graph is about but does not know: values, and when each changed.
#[derive(Clone)]
struct Values {
    /// Three fields of a source; the first one alone of a computed.
    value: Vec<[u8; FIELDS as usize]>,
    changed: Vec<[u64; FIELDS as usize]>,
    /// When a computed was last computed; 0 before.
    computed: Vec<u64>,
    written: Vec<usize>,
    /// When what was written was told last.
    flushed: u64,
    now: u64,
}

fn places_of(places: &[(u32, Span)]) -> Vec<Place> {
    places.iter().map(|&(node, span)| Place { node, span, at: 0 }).collect()
}

struct Bench {
    graph: Graph,
    fixed: usize,
    deps: Vec<Vec<(usize, Span)>>,
    modulus: Vec<u8>,
    values: Values,
    savepoints: Vec<(usize, Values)>,
    observers: Vec<Option<Vec<(u32, Span)>>>,
    /// Where the graph keeps each observer.
    kept: Vec<Vec<Place>>,
}

fn touches(changed: &[u64], span: Span, since: u64) -> bool {
    let fields = if span.is_whole() { changed } else { &changed[usize::from(span.from)..][..1] };
    fields.iter().any(|&changed| changed > since)
}

impl Bench {
    fn new(shape: &[(Vec<Drawn>, u8)], fixed: usize) -> Self {
        let mut bench = Self {
            graph: Graph::default(),
            fixed: fixed.min(shape.len()),
            deps: Vec::new(),
            modulus: Vec::new(),
            values: Values {
                value: vec![[0; 3]; shape.len()],
                changed: vec![[0; 3]; shape.len()],
                computed: vec![0; shape.len()],
                written: Vec::new(),
                flushed: 0,
                now: 1,
            },
            savepoints: Vec::new(),
            observers: Vec::new(),
            kept: Vec::new(),
        };
        for (drawn, modulus) in shape {
            let mut deps: Vec<(usize, Span)> = Vec::new();
            for &dep in drawn.iter().filter(|_| !bench.deps.is_empty()) {
                let place = bench.place(dep);
                if !deps.contains(&place) {
                    deps.push(place);
                }
            }
            bench.deps.push(deps);
            bench.modulus.push(*modulus);
        }
        let given = |deps: &Vec<(usize, Span)>| -> Vec<_> {
            deps.iter().map(|&(dep, span)| (dep as u32, span)).collect()
        };
        let all: Vec<_> = bench.deps.iter().map(given).collect();
        if bench.fixed > 0 {
            bench.graph = Graph::compiled(Plan::of_deps(&all[..bench.fixed]));
        }
        for deps in &all[bench.fixed..] {
            bench.graph.insert(deps);
        }
        for source in 0..shape.len() {
            if bench.is_source(source) {
                bench.begin(source);
            }
        }
        bench
    }

    /// Gives a source its first value; what nodes depend on in the compiled graph may be due with it.
    fn begin(&mut self, source: usize) {
        let mut computed = Vec::new();
        let revision = self.values.now;
        let mut values = self.values.clone();
        let mut graph = std::mem::take(&mut self.graph);
        graph.pull(source as u32, revision, &mut |node, _: &[u32]| {
            let node = node as usize;
            self.verify(&mut values, node, &mut computed);
            let changed = self.is_source(node) || values.changed[node][0] == revision;
            if changed { Outcome::Changed } else { Outcome::Same }
        });
        (self.graph, self.values) = (graph, values);
    }

    fn is_source(&self, node: usize) -> bool {
        self.deps[node].is_empty()
    }

    fn node(&self, drawn: u8) -> usize {
        usize::from(drawn) % self.deps.len()
    }

    fn place(&self, (node, field): Drawn) -> (usize, Span) {
        let node = self.node(node);
        let field = field.filter(|_| self.is_source(node));
        (node, field.map_or(Span::WHOLE, |from| Span { from, len: 1 }))
    }

    fn compute(&self, value: &[[u8; 3]], node: usize) -> u8 {
        let read = |&(dep, span): &(usize, Span)| {
            let fields: &[u8] = &value[dep];
            let fields =
                if span.is_whole() { fields } else { &fields[usize::from(span.from)..][..1] };
            fields.iter().fold(0u8, |sum, &field| sum.wrapping_add(field))
        };
        let sum = self.deps[node].iter().map(read).fold(1u8, u8::wrapping_add);
        sum % self.modulus[node]
    }

    /// Brings the naive values of a node and all it depends on up to date; lists what it computes.
    fn verify(&self, values: &mut Values, node: usize, computes: &mut Vec<usize>) {
        if self.is_source(node) {
            return;
        }
        for &(dep, _) in &self.deps[node] {
            self.verify(values, dep, computes);
        }
        let since = values.computed[node];
        let stale =
            self.deps[node].iter().any(|&(dep, span)| touches(&values.changed[dep], span, since));
        if since > 0 && !stale {
            return;
        }
        computes.push(node);
        let new = self.compute(&values.value, node);
        if since == 0 || values.value[node][0] != new {
            values.value[node][0] = new;
            values.changed[node] = [values.now; 3];
        }
        values.computed[node] = values.now;
    }

    fn pull(&mut self, node: usize) {
        self.values.now += 1;
        let mut expected = Vec::new();
        let mut values = self.values.clone();
        // What the others depend on in the compiled graph is brought up to date as a whole.
        for outer in (0..self.fixed).filter(|_| node >= self.fixed) {
            if self.deps[self.fixed..].iter().flatten().any(|&(dep, _)| dep == outer) {
                self.verify(&mut values, outer, &mut expected);
            }
        }
        self.verify(&mut values, node, &mut expected);
        let revision = values.now;
        let mut computed = Vec::new();
        let deps = &self.deps;
        self.graph.pull(node as u32, revision, &mut |node, of: &[u32]| {
            let node = node as usize;
            assert!(of.iter().zip(&deps[node]).all(|(&given, &(dep, _))| given == dep as u32));
            for &(dep, _) in &deps[node] {
                let due = expected.contains(&dep) && !computed.contains(&dep);
                assert!(!due, "{node} was computed before {dep}");
            }
            computed.push(node);
            let changed = values.changed[node][0] == revision;
            if changed { Outcome::Changed } else { Outcome::Same }
        });
        computed.sort_unstable();
        expected.sort_unstable();
        assert_eq!(computed, expected, "what a pull of {node} computes");
        self.values = values;
        if !self.is_source(node) {
            assert_eq!(self.graph.changed(node as u32), self.values.changed[node][0]);
        }
    }

    fn write(&mut self, source: usize, field: u16, value: u8) {
        let fields = &mut self.values.value[source];
        if fields[usize::from(field)] == value {
            return;
        }
        fields[usize::from(field)] = value;
        self.values.now += 1;
        let now = self.values.now;
        self.values.changed[source][usize::from(field)] = now;
        let touches = |span: Span| span.is_whole() || span.from == field;
        self.graph.mark(source as u32, now, touches);
        let reach = self.graph.reach(source as u32);
        let reached = self.graph.reach_of(source as u32, touches);
        assert!(reached <= reach);
        assert_eq!(self.graph.changed(source as u32), now);
        if reach > 0 && !self.values.written.contains(&source) {
            self.values.written.push(source);
        }
        let span = Span { from: field, len: 1 };
        let told = self.observers.iter().flatten().filter(|places| {
            places.iter().any(|&(node, of)| self.is_below(node as usize, of, source, span))
        });
        assert!(reached as usize >= told.count(), "a write reaches all who depend on the field");
    }

    /// Whether a place shows a change of a field, as far as the declared dependencies tell.
    fn is_below(&self, node: usize, of: Span, source: usize, field: Span) -> bool {
        (node == source && (of.is_whole() || of == field))
            || self.deps[node].iter().any(|&(dep, span)| self.is_below(dep, span, source, field))
    }

    fn is_upstream(&self, node: usize, of: usize) -> bool {
        node == of || self.deps[of].iter().any(|&(dep, _)| self.is_upstream(node, dep))
    }

    /// Walks downstream from what was written, as a pass of a flush does.
    fn flush(&mut self) {
        let written = std::mem::take(&mut self.values.written);
        let mut frontier: Vec<u32> = written.iter().map(|&node| node as u32).collect();
        let since = std::mem::replace(&mut self.values.flushed, self.values.now);
        self.values.now += 1;
        let revision = self.values.now;
        let mut values = self.values.clone();
        let mut graph = std::mem::take(&mut self.graph);
        graph.walk(&mut frontier, since, true, revision, &mut |node, _: &[u32]| {
            let mut computes = Vec::new();
            self.verify(&mut values, node as usize, &mut computes);
            assert!(self.is_source(node as usize) || computes == [node as usize], "order");
            let changed = values.changed[node as usize][0] == revision;
            if changed { Outcome::Changed } else { Outcome::Same }
        });
        self.graph = graph;
        self.values = values.clone();
        let mut visited = frontier.clone();
        visited.sort_unstable();
        visited.dedup();
        assert_eq!(visited.len(), frontier.len(), "a walk visits a node once");
        for &(observed, _) in self.observers.iter().flatten().flatten() {
            let node = observed as usize;
            if written.iter().any(|&source| self.is_upstream(source, node)) {
                let mut missed = Vec::new();
                self.verify(&mut values, node, &mut missed);
                assert!(missed.is_empty(), "{missed:?} was not brought up to date for {node}");
                let changed = self.graph.changed(observed) == revision;
                assert!(!changed || frontier.contains(&observed), "{node} was missed");
                let news = self.graph.changed(observed) > since || written.contains(&node);
                assert!(news || !frontier.contains(&observed), "{node} has no news");
            }
        }
        for &node in &frontier {
            assert!(self.graph.is_used(node) || self.is_source(node as usize), "unobserved");
        }
    }

    fn step(&mut self, step: &Step) {
        match *step {
            Step::Write { source, field, value } => {
                let sources: Vec<_> =
                    (0..self.deps.len()).filter(|&node| self.is_source(node)).collect();
                self.write(sources[usize::from(source) % sources.len()], field, value);
            }
            Step::Pull { node } => self.pull(self.node(node)),
            // What an observer started from in a transaction may be taken back with it.
            Step::Watch { .. } if !self.savepoints.is_empty() => {}
            Step::Watch { ref places } => {
                let places: Vec<_> = places
                    .iter()
                    .map(|&drawn| self.place(drawn))
                    .map(|(node, span)| (node as u32, span))
                    .collect();
                // An observer starts from the values of the moment.
                for &(node, _) in &places {
                    self.pull(node as usize);
                }
                let mut kept = places_of(&places);
                self.graph.watch(self.observers.len() as u32, &mut kept);
                self.observers.push(Some(places));
                self.kept.push(kept);
            }
            Step::Unwatch { observer } => {
                let index = usize::from(observer) % self.observers.len().max(1);
                if self.observers.get_mut(index).and_then(Option::take).is_some() {
                    let mut places = std::mem::take(&mut self.kept[index]);
                    let Self { graph, kept, .. } = self;
                    let moved = |watcher: Watcher, at| {
                        kept[watcher.observer as usize][watcher.place as usize].at = at;
                    };
                    let mut left = Vec::new();
                    graph.unwatch(index as u32, 1, &mut places, moved, |node| left.push(node));
                    for node in left {
                        assert!(!graph.is_used(node), "nobody observes {node} any more");
                    }
                }
            }
            Step::Replace { node, ref deps, modulus } => {
                self.replace(self.node(node), deps, modulus);
            }
            // A flush waits for the end of the turn.
            Step::Flush if self.savepoints.is_empty() => self.flush(),
            Step::Flush => {}
            Step::Savepoint => {
                self.savepoints.push((self.graph.savepoint(), self.values.clone()));
            }
            Step::End { commits } => {
                let Some((savepoint, values)) = self.savepoints.pop() else { return };
                if !commits {
                    self.graph.roll_back(savepoint);
                    let now = self.values.now;
                    self.values = Values { now, ..values };
                }
                if self.savepoints.is_empty() {
                    self.graph.commit();
                }
            }
        }
    }

    fn replace(&mut self, node: usize, drawn: &[Drawn], modulus: u8) {
        let sources = (0..self.deps.len()).filter(|&node| self.is_source(node)).count();
        let last_source = self.is_source(node) && sources == 1;
        if !self.graph.is_loose(node as u32) || last_source || !self.savepoints.is_empty() {
            return;
        }
        let mut left = Vec::new();
        self.graph.remove(node as u32, |dep| left.push(dep as usize));
        for &dep in &left {
            assert!(
                self.graph.is_loose(dep as u32) && self.deps[node].iter().any(|of| of.0 == dep)
            );
        }
        self.graph.check_invariants();
        let mut deps: Vec<(usize, Span)> = Vec::new();
        for &dep in drawn {
            let place = self.place(dep);
            if place.0 != node && !deps.iter().any(|&(dep, _)| dep == place.0) {
                deps.push(place);
            }
        }
        let given: Vec<_> = deps.iter().map(|&(dep, span)| (dep as u32, span)).collect();
        assert_eq!(self.graph.insert(&given) as usize, node, "the index is used again");
        let is_source = deps.is_empty();
        self.deps[node] = deps;
        self.modulus[node] = modulus;
        self.values.value[node] = [0; 3];
        self.values.changed[node] = [0; 3];
        self.values.computed[node] = 0;
        self.values.written.retain(|&written| written != node);
        if is_source {
            self.begin(node);
        }
    }

    fn check(&self) {
        self.graph.check_invariants();
        for node in 0..self.deps.len() {
            let reach = self.observers.iter().flatten().filter(|places| {
                places.iter().any(|&(place, _)| self.is_upstream(node, place as usize))
            });
            let reach = reach.count();
            assert_eq!(self.graph.is_used(node as u32), reach > 0, "whether {node} is observed");
            let counted = self.graph.counted_reach(node as u32).map(|counted| counted as usize);
            assert!(counted.is_none_or(|counted| counted == reach), "reach of {node}");
            let mut computes = Vec::new();
            self.verify(&mut self.values.clone(), node, &mut computes);
            let clean = self.graph.is_clean(node as u32);
            assert!(!clean || computes.is_empty(), "{node} is clean, but {computes:?} are not");
        }
    }
}

fn places(at_most: usize) -> impl Strategy<Value = Vec<Drawn>> {
    prop::collection::vec((any::<u8>(), prop::option::of(0..FIELDS)), 0..at_most)
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (any::<u8>(), 0..FIELDS, 0..4u8)
            .prop_map(|(source, field, value)| Step::Write { source, field, value }),
        4 => any::<u8>().prop_map(|node| Step::Pull { node }),
        2 => places(4).prop_map(|places| Step::Watch { places }),
        1 => any::<u8>().prop_map(|observer| Step::Unwatch { observer }),
        2 => (any::<u8>(), places(4), 1..5u8)
            .prop_map(|(node, deps, modulus)| Step::Replace { node, deps, modulus }),
        2 => Just(Step::Flush),
        1 => Just(Step::Savepoint),
        1 => any::<bool>().prop_map(|commits| Step::End { commits }),
    ];
    prop::collection::vec(step, 1..40)
}

fn programs() -> impl Strategy<Value = Program> {
    let shape = prop::collection::vec((places(5), 1..5u8), 1..16);
    let fixed = prop_oneof![Just(0), 0..16usize, Just(16)];
    let stamp = prop_oneof![Just(0), u32::MAX - 8..=u32::MAX];
    let program = |(shape, fixed, stamp, steps)| Program { shape, fixed, stamp, steps };
    (shape, fixed, stamp, steps()).prop_map(program)
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_random_graph_computes_what_a_naive_one_would(program in programs()) {
        let mut bench = Bench::new(&program.shape, program.fixed);
        bench.graph.stamp = program.stamp;
        for step in &program.steps {
            bench.step(step);
            bench.check();
        }
    }
}

/// A chain of which every node is pulled, marked and watched through its end.
#[test]
fn depth_costs_no_stack() {
    const DEPTH: u32 = 100_000;
    let work = || {
        let mut graph = Graph::default();
        let mut last = graph.insert(&[]);
        for _ in 0..DEPTH {
            last = graph.insert(&[(last, Span::WHOLE)]);
        }
        assert_eq!(graph.level(last), DEPTH);
        let mut places = places_of(&[(last, Span::WHOLE)]);
        graph.watch(0, &mut places);
        assert_eq!(graph.reach(0), 1);
        let mut computed = 0;
        let mut pull = |graph: &mut Graph, revision| {
            graph.pull(last, revision, &mut |_, _: &[u32]| {
                computed += 1;
                Outcome::Changed
            });
            std::mem::take(&mut computed)
        };
        assert_eq!(pull(&mut graph, 1), DEPTH + 1);
        graph.mark(0, 2, |_| true);
        assert_eq!(pull(&mut graph, 2), DEPTH);
        assert_eq!(pull(&mut graph, 3), 0);
        assert_eq!(graph.upstream(last, |node| node == 0), Some(0));
        graph.check_invariants();
        let mut left = 0;
        graph.unwatch(0, 1, &mut places, |_, _| panic!("nobody else watches"), |_| left += 1);
        assert_eq!(left, DEPTH + 1);
        assert!(!graph.is_used(0));
    };
    // A stack that a recursion of this depth would overflow many times over.
    std::thread::Builder::new().stack_size(128 << 10).spawn(work).unwrap().join().unwrap();
}
