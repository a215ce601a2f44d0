//! The shapes in terms of [`Tracking`].

use std::rc::Rc;
use std::sync::Arc;

use super::Tracking;
use crate::api::{Graph, Sink};
use crate::shape::{
    BROAD, DEEP, DIAMOND, FIELDS, MANY, MUX, REPEAT, Shape, TRIANGLE, UNSTABLE, busy, cellx_inputs,
    effect_of, field_of,
};

struct Built<P: Tracking, F: FnMut(&mut P::Scope, u64)> {
    write: F,
    sink: Arc<Sink>,
    head: P::Signal,
    scope: P::Scope,
}

impl<P: Tracking, F: FnMut(&mut P::Scope, u64)> Graph for Built<P, F> {
    fn run(&mut self, from: u64, n: u64) {
        for i in from..from + n {
            (self.write)(&mut self.scope, std::hint::black_box(i));
        }
    }

    fn sink(&self) -> &Sink {
        &self.sink
    }

    fn peek(&self) -> i64 {
        P::peek(&self.head)
    }
}

/// Builds a graph and its way to be written.
fn with<P: Tracking, F: FnMut(&mut P::Scope, u64) + 'static>(
    shape: Shape,
    build: impl FnOnce(&Arc<Sink>, &P::Signal) -> F,
) -> Box<dyn Graph> {
    let sink = Sink::new(shape.effects());
    let (mut scope, (head, write)) = P::open(|| {
        let head = P::signal(0);
        let write = build(&sink, &head);
        (head, write)
    });
    P::settle(&mut scope);
    Box::new(Built::<P, F> { write, sink, head, scope })
}

/// Builds a graph of which the head is written.
fn with_head<P: Tracking>(
    shape: Shape,
    build: impl FnOnce(&Arc<Sink>, &P::Signal),
) -> Box<dyn Graph> {
    with::<P, _>(shape, |sink, head| {
        build(sink, head);
        let head = head.clone();
        move |scope: &mut P::Scope, i| P::write(scope, &head, i as i64)
    })
}

enum Node<P: Tracking> {
    Signal(P::Signal),
    Memo(P::Memo),
}

impl<P: Tracking> Clone for Node<P> {
    fn clone(&self) -> Self {
        match self {
            Self::Signal(signal) => Self::Signal(signal.clone()),
            Self::Memo(memo) => Self::Memo(memo.clone()),
        }
    }
}

impl<P: Tracking> Node<P> {
    #[inline]
    fn get(&self) -> i64 {
        match self {
            Self::Signal(signal) => P::get(signal),
            Self::Memo(memo) => P::memo_get(memo),
        }
    }
}

fn watch<P: Tracking>(sink: &Arc<Sink>, slot: usize, memo: P::Memo) {
    let sink = Arc::clone(sink);
    P::effect(move || sink.hit(slot, P::memo_get(&memo)));
}

fn watch_signal<P: Tracking>(sink: &Arc<Sink>, slot: usize, signal: &P::Signal) {
    let (sink, signal) = (Arc::clone(sink), signal.clone());
    P::effect(move || sink.hit(slot, P::get(&signal)));
}

fn numbers<P: Tracking>() -> Rc<[P::Signal]> {
    (0..MANY as i64).map(P::signal).collect()
}

fn set_all<P: Tracking>(signals: &[P::Signal], i: u64) {
    for (k, signal) in signals.iter().enumerate() {
        P::set(signal, i as i64 + k as i64);
    }
}

/// An effect that reads all.
fn watch_sum<P: Tracking>(sink: &Arc<Sink>, signals: &Rc<[P::Signal]>) {
    let (sink, signals) = (Arc::clone(sink), Rc::clone(signals));
    P::effect(move || sink.hit(0, signals.iter().map(P::get).sum()));
}

/// The shape in this library.
pub(super) fn build<P: Tracking>(shape: Shape) -> Box<dyn Graph> {
    match shape {
        Shape::Unobserved => with_head::<P>(shape, |_, _| ()),
        Shape::One => with_head::<P>(shape, |sink, head| watch_signal::<P>(sink, 0, head)),
        Shape::Fan => with_head::<P>(shape, |sink, head| {
            (0..MANY).for_each(|slot| watch_signal::<P>(sink, slot, head));
        }),
        Shape::Gather => with::<P, _>(shape, |sink, _| {
            let signals = numbers::<P>();
            watch_sum::<P>(sink, &signals);
            move |scope: &mut P::Scope, i| P::write(scope, &signals[0], i as i64)
        }),
        Shape::BatchAll => with::<P, _>(shape, |sink, _| {
            let signals = numbers::<P>();
            watch_sum::<P>(sink, &signals);
            move |scope: &mut P::Scope, i| P::batch(scope, || set_all::<P>(&signals, i))
        }),
        Shape::BatchEach => with::<P, _>(shape, |sink, _| {
            let signals = numbers::<P>();
            for (slot, signal) in signals.iter().enumerate() {
                watch_signal::<P>(sink, slot, signal);
            }
            move |scope: &mut P::Scope, i| P::batch(scope, || set_all::<P>(&signals, i))
        }),
        Shape::Deep => with_head::<P>(shape, |sink, head| {
            let mut last = Node::<P>::Signal(head.clone());
            for _ in 0..DEEP {
                let before = last;
                last = Node::Memo(P::memo(move || before.get() + 1));
            }
            let sink = Arc::clone(sink);
            P::effect(move || sink.hit(0, last.get()));
        }),
        Shape::Broad => with_head::<P>(shape, |sink, head| {
            for k in 0..BROAD {
                let head = head.clone();
                let near = P::memo(move || P::get(&head) + k as i64);
                watch::<P>(sink, k, P::memo(move || P::memo_get(&near) + 1));
            }
        }),
        Shape::Diamond => with_head::<P>(shape, |sink, head| {
            let arm = |_| {
                let head = head.clone();
                P::memo(move || P::get(&head) + 1)
            };
            let arms: Vec<P::Memo> = (0..DIAMOND).map(arm).collect();
            watch::<P>(sink, 0, P::memo(move || arms.iter().map(P::memo_get).sum()));
        }),
        Shape::Triangle => with_head::<P>(shape, |sink, head| {
            let mut last = Node::<P>::Signal(head.clone());
            let mut levels = vec![];
            for _ in 0..TRIANGLE {
                levels.push(last.clone());
                let before = last;
                last = Node::Memo(P::memo(move || before.get() + 1));
            }
            watch::<P>(sink, 0, P::memo(move || levels.iter().map(Node::get).sum()));
        }),
        Shape::Mux => with::<P, _>(shape, |sink, _| {
            let heads: Rc<[P::Signal]> = (0..MUX).map(|_| P::signal(0)).collect();
            let read = Rc::clone(&heads);
            let gathered = P::vec_memo(move || read.iter().map(P::get).collect());
            for k in 0..MUX {
                let gathered = gathered.clone();
                let split = P::memo(move || P::vec_get(&gathered, k));
                watch::<P>(sink, k, P::memo(move || P::memo_get(&split) + 1));
            }
            move |scope: &mut P::Scope, i| P::write(scope, &heads[i as usize % MUX], i as i64)
        }),
        Shape::Repeated => with_head::<P>(shape, |sink, head| {
            let head = head.clone();
            watch::<P>(sink, 0, P::memo(move || (0..REPEAT).map(|_| P::get(&head)).sum()));
        }),
        Shape::Unstable => with_head::<P>(shape, unstable::<P>),
        Shape::Avoidable => with_head::<P>(shape, avoidable::<P>),
        Shape::Cellx(layers) | Shape::Layers(layers) => cellx::<P>(shape, layers),
        Shape::Fields(fields) => with::<P, _>(shape, |sink, _| {
            let signals: Vec<P::Signal> = (0..fields).map(|_| P::signal(0)).collect();
            for (slot, signal) in signals.iter().enumerate() {
                watch_signal::<P>(sink, slot, signal);
            }
            move |scope: &mut P::Scope, i| P::write(scope, &signals[field_of(i, fields)], i as i64)
        }),
        Shape::Record => with::<P, _>(shape, |sink, _| {
            let record = P::record([0; FIELDS]);
            for k in 0..FIELDS {
                let record = record.clone();
                watch::<P>(sink, k, P::memo(move || P::record_get(&record, k)));
            }
            move |scope: &mut P::Scope, i| {
                P::batch(scope, || P::record_set(&record, field_of(i, FIELDS), i as i64));
            }
        }),
    }
}

fn unstable<P: Tracking>(sink: &Arc<Sink>, head: &P::Signal) {
    let (doubled, inverted, read) = (head.clone(), head.clone(), head.clone());
    let double = P::memo(move || P::get(&doubled) * 2);
    let inverse = P::memo(move || -P::get(&inverted));
    let sum = move || {
        let needed = || match P::get(&read) % 2 {
            0 => P::memo_get(&inverse),
            _ => P::memo_get(&double),
        };
        (0..UNSTABLE).map(|_| needed()).sum()
    };
    watch::<P>(sink, 0, P::memo(sum));
}

fn avoidable<P: Tracking>(sink: &Arc<Sink>, head: &P::Signal) {
    let head = head.clone();
    let first = P::memo(move || P::get(&head));
    let constant = P::memo(move || P::memo_get(&first).min(0));
    let heavy = P::memo(move || {
        busy();
        P::memo_get(&constant) + 1
    });
    let next = P::memo(move || P::memo_get(&heavy) + 2);
    let last = P::memo(move || P::memo_get(&next) + 3);
    let sink = Arc::clone(sink);
    P::effect(move || {
        let value = P::memo_get(&last);
        busy();
        sink.hit(0, value);
    });
}

fn cellx<P: Tracking>(shape: Shape, layers: usize) -> Box<dyn Graph> {
    with::<P, _>(shape, |sink, _| {
        let inputs = cellx_inputs(0).map(P::signal);
        let mut cells = inputs.clone().map(Node::<P>::Signal);
        for layer in 0..layers {
            let [a, b, c, d] = cells;
            let (only_b, b_of_c, c_of_b) = (b.clone(), b.clone(), c.clone());
            let next = [
                P::memo(move || only_b.get()),
                P::memo(move || a.get().wrapping_sub(c_of_b.get())),
                P::memo(move || b_of_c.get().wrapping_add(d.get())),
                P::memo(move || c.get()),
            ];
            for (k, memo) in next.iter().enumerate() {
                if let Some(slot) = effect_of(shape, layers, layer, k) {
                    watch::<P>(sink, slot, memo.clone());
                }
            }
            cells = next.map(Node::Memo);
        }
        move |scope: &mut P::Scope, i| {
            P::batch(scope, || {
                for (input, value) in inputs.iter().zip(cellx_inputs(i)) {
                    P::set(input, value);
                }
            });
        }
    })
}
