//! A softer limit: what code generated from a known graph could look like while it stays a library.
//!
//! Values and dirty flags in two arrays; computeds as inlined code in topological order, each guarded by the
//! flags of its dependencies, with cut-off. Effects come at run time, boxed, and are found through lists
//! of watchers, told apart, and run once at the end of a batch. On one thread, and with nothing that keeps
//! an effect from entering the graph again.

use std::hint::black_box;
use std::sync::Arc;

use crate::api::{Graph, Peer, Role, Sink};
use crate::shape::{
    BROAD, DEEP, FIELDS, MANY, MUX, REPEAT, Shape, UNSTABLE, busy, cellx_inputs, field_of,
};

/// A graph that is known, with effects that are not.
pub struct HandStatic;

type Effect = Box<dyn Fn(&[i64])>;

struct Core {
    values: Box<[i64]>,
    dirty: Box<[bool]>,
    changed: Vec<u32>,
    watchers: Box<[Vec<u32>]>,
    effects: Vec<Effect>,
    pending: Vec<bool>,
    queue: Vec<u32>,
}

impl Core {
    fn new(nodes: usize) -> Self {
        Self {
            values: vec![0; nodes].into(),
            dirty: vec![false; nodes].into(),
            changed: vec![],
            watchers: (0..nodes).map(|_| vec![]).collect(),
            effects: vec![],
            pending: vec![],
            queue: vec![],
        }
    }

    #[inline]
    fn set(&mut self, node: usize, value: i64) {
        if self.values[node] != value {
            self.values[node] = value;
            if !self.dirty[node] {
                self.dirty[node] = true;
                self.changed.push(node as u32);
            }
        }
    }

    #[inline]
    fn compute<const N: usize>(
        &mut self,
        node: usize,
        dependencies: [usize; N],
        compute: impl FnOnce([i64; N]) -> i64,
    ) {
        if dependencies.iter().any(|dependency| self.dirty[*dependency]) {
            let value = compute(dependencies.map(|dependency| self.values[dependency]));
            self.set(node, value);
        }
    }

    fn effect(&mut self, dependencies: impl IntoIterator<Item = usize>, effect: Effect) {
        for dependency in dependencies {
            self.watchers[dependency].push(self.effects.len() as u32);
        }
        effect(&self.values);
        self.effects.push(effect);
        self.pending.push(false);
    }

    #[inline]
    fn flush(&mut self) {
        for node in self.changed.drain(..) {
            self.dirty[node as usize] = false;
            for &effect in &self.watchers[node as usize] {
                if !self.pending[effect as usize] {
                    self.pending[effect as usize] = true;
                    self.queue.push(effect);
                }
            }
        }
        for effect in self.queue.drain(..) {
            self.pending[effect as usize] = false;
            (self.effects[effect as usize])(&self.values);
        }
    }

    /// Computes all, whatever changed.
    fn begin(&mut self, recompute: impl Fn(&mut Self)) {
        self.dirty.fill(true);
        recompute(self);
        self.changed.clear();
        self.dirty.fill(false);
    }
}

struct Built<W: Fn(&mut Core, u64), R: Fn(&mut Core)> {
    core: Core,
    write: W,
    recompute: R,
    sink: Arc<Sink>,
}

impl<W: Fn(&mut Core, u64), R: Fn(&mut Core)> Graph for Built<W, R> {
    fn run(&mut self, from: u64, n: u64) {
        for i in from..from + n {
            (self.write)(&mut self.core, black_box(i));
            (self.recompute)(&mut self.core);
            self.core.flush();
        }
    }

    fn sink(&self) -> &Sink {
        &self.sink
    }

    fn peek(&self) -> i64 {
        self.core.values[0]
    }
}

/// A graph with these values first, an effect for each watched node, and these bodies.
fn graph(
    first: &[i64],
    watched: impl IntoIterator<Item = usize>,
    write: impl Fn(&mut Core, u64) + 'static,
    recompute: impl Fn(&mut Core) + 'static,
) -> Box<dyn Graph> {
    let watched: Vec<usize> = watched.into_iter().collect();
    let sink = Sink::new(watched.len());
    let mut core = Core::new(first.len());
    core.values.copy_from_slice(first);
    core.begin(&recompute);
    for (slot, node) in watched.into_iter().enumerate() {
        let sink = Arc::clone(&sink);
        core.effect([node], Box::new(move |values| sink.hit(slot, values[node])));
    }
    Box::new(Built { core, write, recompute, sink })
}

/// A graph of which the first node is written.
fn with_head(
    nodes: usize,
    watched: impl IntoIterator<Item = usize>,
    recompute: impl Fn(&mut Core) + 'static,
) -> Box<dyn Graph> {
    graph(&vec![0; nodes], watched, |core, i| core.set(0, i as i64), recompute)
}

fn nothing(_: &mut Core) {}

fn numbers() -> Vec<i64> {
    (0..MANY as i64).collect()
}

fn set_all(core: &mut Core, i: u64) {
    for k in 0..MANY {
        core.set(k, i as i64 + k as i64);
    }
}

/// Many nodes with one effect that reads all.
fn gathered(write: impl Fn(&mut Core, u64) + 'static) -> Box<dyn Graph> {
    let sink = Sink::new(1);
    let mut core = Core::new(MANY);
    core.values.copy_from_slice(&numbers());
    let seen = Arc::clone(&sink);
    core.effect(0..MANY, Box::new(move |values| seen.hit(0, values.iter().sum())));
    Box::new(Built { core, write, recompute: nothing, sink })
}

/// Nodes: the heads, then all of them gathered (whose flag is that of the first), then two for each.
fn mux() -> Box<dyn Graph> {
    let write = |core: &mut Core, i: u64| core.set(i as usize % MUX, i as i64);
    graph(&vec![0; 4 * MUX], 3 * MUX..4 * MUX, write, |core| {
        if core.dirty[..MUX].contains(&true) {
            let (heads, rest) = core.values.split_at_mut(MUX);
            if *heads != rest[..MUX] {
                rest[..MUX].copy_from_slice(heads);
                core.dirty[MUX] = true;
            }
        }
        if core.dirty[MUX] {
            for k in 0..MUX {
                let value = core.values[MUX + k];
                core.set(2 * MUX + k, value);
            }
            core.dirty[MUX] = false;
            for k in 0..MUX {
                core.compute(3 * MUX + k, [2 * MUX + k], |[split]| split + 1);
            }
        }
    })
}

fn avoidable() -> Box<dyn Graph> {
    let sink = Sink::new(1);
    let recompute = |core: &mut Core| {
        core.compute(1, [0], |[head]| head);
        core.compute(2, [1], |[first]| first.min(0));
        core.compute(3, [2], |[constant]| {
            busy();
            constant + 1
        });
        core.compute(4, [3], |[heavy]| heavy + 2);
        core.compute(5, [4], |[next]| next + 3);
    };
    let mut core = Core::new(6);
    core.begin(recompute);
    let seen = Arc::clone(&sink);
    let effect = move |values: &[i64]| {
        busy();
        seen.hit(0, values[5]);
    };
    core.effect([5], Box::new(effect));
    let write = |core: &mut Core, i: u64| core.set(0, i as i64);
    Box::new(Built { core, write, recompute, sink })
}

fn cellx(layers: usize, effects: usize) -> Box<dyn Graph> {
    let nodes = 4 + 4 * layers;
    let mut first = vec![0; nodes];
    first[..4].copy_from_slice(&cellx_inputs(0));
    let write = |core: &mut Core, i: u64| {
        for (k, value) in cellx_inputs(i).into_iter().enumerate() {
            core.set(k, value);
        }
    };
    graph(&first, nodes - effects..nodes, write, move |core| {
        for layer in 0..layers {
            let at = 4 * layer;
            core.compute(at + 4, [at + 1], |[b]| b);
            core.compute(at + 5, [at, at + 2], |[a, c]| a.wrapping_sub(c));
            core.compute(at + 6, [at + 1, at + 3], |[b, d]| b.wrapping_add(d));
            core.compute(at + 7, [at + 2], |[c]| c);
        }
    })
}

/// Nodes: the record (whose flag is that of the first), then a selector for each field.
fn record() -> Box<dyn Graph> {
    let write = |core: &mut Core, i: u64| {
        core.values[field_of(i, FIELDS)] = i as i64;
        core.dirty[0] = true;
    };
    graph(&vec![0; 2 * FIELDS], FIELDS..2 * FIELDS, write, |core| {
        if core.dirty[0] {
            core.dirty[0] = false;
            for k in 0..FIELDS {
                let value = core.values[k];
                core.set(FIELDS + k, value);
            }
        }
    })
}

impl Peer for HandStatic {
    fn name(&self) -> String {
        "HAND static graph + dyn effects".into()
    }

    fn role(&self) -> Role {
        Role::HandStatic
    }

    fn build(&self, shape: Shape) -> Option<Box<dyn Graph>> {
        Some(match shape {
            Shape::Unobserved => with_head(1, [], nothing),
            Shape::One => with_head(1, [0], nothing),
            Shape::Fan => with_head(1, [0; MANY], nothing),
            Shape::Gather => gathered(|core, i| core.set(0, i as i64)),
            Shape::BatchAll => gathered(set_all),
            Shape::BatchEach => graph(&numbers(), 0..MANY, set_all, nothing),
            Shape::Deep => with_head(1 + DEEP, [DEEP], |core| {
                for k in 1..=DEEP {
                    core.compute(k, [k - 1], |[before]| before + 1);
                }
            }),
            Shape::Broad => with_head(1 + 2 * BROAD, (0..BROAD).map(|k| 2 + 2 * k), |core| {
                for k in 0..BROAD {
                    core.compute(1 + 2 * k, [0], |[head]| head + k as i64);
                    core.compute(2 + 2 * k, [1 + 2 * k], |[near]| near + 1);
                }
            }),
            Shape::Diamond => with_head(7, [6], |core| {
                for k in 1..=5 {
                    core.compute(k, [0], |[head]| head + 1);
                }
                core.compute(6, [1, 2, 3, 4, 5], |arms| arms.iter().sum());
            }),
            Shape::Triangle => with_head(11, [10], |core| {
                for k in 1..10 {
                    core.compute(k, [k - 1], |[before]| before + 1);
                }
                core.compute(10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], |levels| levels.iter().sum());
            }),
            Shape::Mux => mux(),
            Shape::Repeated => with_head(2, [1], |core| {
                core.compute(1, [0], |[head]| (0..REPEAT).map(|_| *black_box(&head)).sum());
            }),
            Shape::Unstable => with_head(4, [3], |core| {
                core.compute(1, [0], |[head]| head * 2);
                core.compute(2, [0], |[head]| -head);
                core.compute(3, [0, 1, 2], |[head, double, inverse]| {
                    let needed = || if *black_box(&head) % 2 == 0 { inverse } else { double };
                    (0..UNSTABLE).map(|_| needed()).sum()
                });
            }),
            Shape::Avoidable => avoidable(),
            Shape::Cellx(layers) | Shape::Layers(layers) => cellx(layers, shape.effects()),
            Shape::Fields(fields) => {
                let write = move |core: &mut Core, i| core.set(field_of(i, fields), i as i64);
                graph(&vec![0; fields], 0..fields, write, nothing)
            }
            Shape::Record => record(),
        })
    }
}
