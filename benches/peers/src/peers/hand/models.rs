//! The state of each shape, and its update.

use std::hint::black_box;

use super::notes::{Everybody, Many, One, OneOfMany, Tell};
use super::{Hold, Model};
use crate::api::{Graph, Sink};
use crate::oracle::Oracle;
use crate::shape::{
    BROAD, DEEP, DIAMOND, FIELDS, MANY, MUX, REPEAT, Shape, TRIANGLE, UNSTABLE, busy, cellx_inputs,
    field_of,
};

/// The model of a shape, held in one of the ways.
pub(super) fn build<H: Hold>(shape: Shape) -> Box<dyn Graph> {
    let effects = shape.effects();
    let sink = Sink::new(effects);
    for (slot, value) in Oracle::new(shape).state().into_iter().enumerate() {
        // The first run of the effects.
        sink.hit(slot, value);
    }
    match shape {
        Shape::Unobserved => H::hold(Unobserved { head: 0 }, sink, effects),
        Shape::One => H::hold(Alone { head: 0 }, sink, effects),
        Shape::Fan => H::hold(Fan { head: 0 }, sink, effects),
        Shape::Gather => H::hold(Gather { atoms: numbers() }, sink, effects),
        Shape::BatchAll => H::hold(BatchAll { atoms: numbers() }, sink, effects),
        Shape::BatchEach => H::hold(BatchEach { atoms: numbers() }, sink, effects),
        Shape::Deep => {
            let steps = std::array::from_fn(|k| k as i64 + 1);
            H::hold(Deep { head: 0, steps }, sink, effects)
        }
        Shape::Broad => {
            let near = std::array::from_fn(|k| k as i64);
            H::hold(Broad { head: 0, near, far: near.map(|near| near + 1) }, sink, effects)
        }
        Shape::Diamond => {
            let sum = DIAMOND as i64;
            H::hold(Diamond { head: 0, arms: [1; DIAMOND], sum }, sink, effects)
        }
        Shape::Triangle => {
            let levels = std::array::from_fn(|k| k as i64);
            H::hold(Triangle { levels, sum: levels.iter().sum() }, sink, effects)
        }
        Shape::Mux => {
            let (heads, gathered, split, plus) = ([0; MUX], [0; MUX], [0; MUX], [1; MUX]);
            H::hold(Mux { heads, gathered, split, plus }, sink, effects)
        }
        Shape::Repeated => H::hold(Repeated { head: 0, sum: 0 }, sink, effects),
        Shape::Unstable => {
            H::hold(Unstable { head: 0, double: 0, inverse: 0, sum: 0 }, sink, effects)
        }
        Shape::Avoidable => H::hold(Avoidable { head: 0, steps: [0, 0, 1, 3, 6] }, sink, effects),
        Shape::Cellx(layers) | Shape::Layers(layers) => {
            let mut cellx =
                Cellx { layers: vec![Layer([0; 4]); layers], told_from: 4 * layers - effects };
            cellx.compute(cellx_inputs(0), |_, _| ());
            H::hold(cellx, sink, effects)
        }
        Shape::Fields(fields) => H::hold(Fields { fields: vec![0; fields].into() }, sink, effects),
        Shape::Record => H::hold(Fields { fields: [0; FIELDS].into() }, sink, effects),
    }
}

fn numbers() -> [i64; MANY] {
    std::array::from_fn(|k| k as i64)
}

struct Unobserved {
    head: i64,
}

impl Model for Unobserved {
    type Notes = One;

    #[inline]
    fn update(&mut self, i: u64, _: &mut impl Tell) {
        self.head = i as i64;
        // The compiler could see that nobody needs it to be stored.
        black_box(&mut self.head);
    }

    fn head(&self) -> i64 {
        self.head
    }
}

struct Alone {
    head: i64,
}

impl Model for Alone {
    type Notes = One;

    #[inline]
    fn update(&mut self, i: u64, tell: &mut impl Tell) {
        self.head = i as i64;
        tell.tell(0, self.head);
    }
}

struct Fan {
    head: i64,
}

impl Model for Fan {
    type Notes = Everybody;

    #[inline]
    fn update(&mut self, i: u64, tell: &mut impl Tell) {
        self.head = i as i64;
        tell.tell_all(self.head);
    }
}

struct Gather {
    atoms: [i64; MANY],
}

impl Model for Gather {
    type Notes = One;

    fn update(&mut self, i: u64, tell: &mut impl Tell) {
        self.atoms[0] = i as i64;
        tell.tell(0, self.atoms.iter().sum());
    }
}

struct BatchAll {
    atoms: [i64; MANY],
}

impl Model for BatchAll {
    type Notes = One;

    fn update(&mut self, i: u64, tell: &mut impl Tell) {
        for (k, atom) in self.atoms.iter_mut().enumerate() {
            *atom = i as i64 + k as i64;
        }
        tell.tell(0, self.atoms.iter().sum());
    }
}

struct BatchEach {
    atoms: [i64; MANY],
}

impl Model for BatchEach {
    type Notes = Many;

    fn update(&mut self, i: u64, tell: &mut impl Tell) {
        for (k, atom) in self.atoms.iter_mut().enumerate() {
            *atom = i as i64 + k as i64;
        }
        for (k, atom) in self.atoms.iter().enumerate() {
            tell.tell(k, *atom);
        }
    }
}

struct Deep {
    head: i64,
    steps: [i64; DEEP],
}

impl Model for Deep {
    type Notes = One;

    #[inline]
    fn update(&mut self, i: u64, tell: &mut impl Tell) {
        self.head = i as i64;
        let old = self.steps[DEEP - 1];
        let mut before = self.head;
        for step in &mut self.steps {
            before += 1;
            *step = before;
        }
        black_box(&mut self.steps);
        if self.steps[DEEP - 1] != old {
            tell.tell(0, self.steps[DEEP - 1]);
        }
    }
}

struct Broad {
    head: i64,
    near: [i64; BROAD],
    far: [i64; BROAD],
}

impl Model for Broad {
    type Notes = Many;

    #[inline]
    fn update(&mut self, i: u64, tell: &mut impl Tell) {
        self.head = i as i64;
        for k in 0..BROAD {
            self.near[k] = self.head + k as i64;
            let old = self.far[k];
            self.far[k] = self.near[k] + 1;
            if self.far[k] != old {
                tell.tell(k, self.far[k]);
            }
        }
        black_box(&mut self.near);
    }
}

struct Diamond {
    head: i64,
    arms: [i64; DIAMOND],
    sum: i64,
}

impl Model for Diamond {
    type Notes = One;

    #[inline]
    fn update(&mut self, i: u64, tell: &mut impl Tell) {
        self.head = i as i64;
        for arm in &mut self.arms {
            *arm = self.head + 1;
        }
        black_box(&mut self.arms);
        let old = self.sum;
        self.sum = self.arms.iter().sum();
        if self.sum != old {
            tell.tell(0, self.sum);
        }
    }
}

struct Triangle {
    levels: [i64; TRIANGLE],
    sum: i64,
}

impl Model for Triangle {
    type Notes = One;

    #[inline]
    fn update(&mut self, i: u64, tell: &mut impl Tell) {
        self.levels[0] = i as i64;
        for k in 1..TRIANGLE {
            self.levels[k] = self.levels[k - 1] + 1;
        }
        black_box(&mut self.levels);
        let old = self.sum;
        self.sum = self.levels.iter().sum();
        if self.sum != old {
            tell.tell(0, self.sum);
        }
    }
}

struct Mux {
    heads: [i64; MUX],
    gathered: [i64; MUX],
    split: [i64; MUX],
    plus: [i64; MUX],
}

impl Model for Mux {
    type Notes = OneOfMany;

    #[inline]
    fn update(&mut self, i: u64, tell: &mut impl Tell) {
        let k = i as usize % MUX;
        self.heads[k] = i as i64;
        self.gathered[k] = self.heads[k];
        self.split[k] = self.gathered[k];
        let old = self.plus[k];
        self.plus[k] = self.split[k] + 1;
        black_box(&mut self.heads);
        if self.plus[k] != old {
            tell.tell(k, self.plus[k]);
        }
    }
}

struct Repeated {
    head: i64,
    sum: i64,
}

impl Model for Repeated {
    type Notes = One;

    #[inline]
    fn update(&mut self, i: u64, tell: &mut impl Tell) {
        self.head = i as i64;
        let old = self.sum;
        self.sum = (0..REPEAT).map(|_| *black_box(&self.head)).sum();
        if self.sum != old {
            tell.tell(0, self.sum);
        }
    }
}

struct Unstable {
    head: i64,
    double: i64,
    inverse: i64,
    sum: i64,
}

impl Model for Unstable {
    type Notes = One;

    #[inline]
    fn update(&mut self, i: u64, tell: &mut impl Tell) {
        self.head = i as i64;
        self.double = self.head * 2;
        self.inverse = -self.head;
        let old = self.sum;
        let needed = || if *black_box(&self.head) % 2 == 0 { self.inverse } else { self.double };
        self.sum = (0..UNSTABLE).map(|_| needed()).sum();
        if self.sum != old {
            tell.tell(0, self.sum);
        }
    }
}

struct Avoidable {
    head: i64,
    steps: [i64; 5],
}

impl Avoidable {
    fn heavy(&mut self, tell: &mut impl Tell) {
        busy();
        self.steps[2] = self.steps[1] + 1;
        self.steps[3] = self.steps[2] + 2;
        self.steps[4] = self.steps[3] + 3;
        tell.tell(0, self.steps[4]);
    }
}

impl Model for Avoidable {
    type Notes = One;

    #[inline]
    fn update(&mut self, i: u64, tell: &mut impl Tell) {
        self.head = i as i64;
        self.steps[0] = self.head;
        let old = self.steps[1];
        self.steps[1] = black_box(self.steps[0]).min(0);
        black_box(&mut self.steps);
        if self.steps[1] != old {
            self.heavy(tell);
        }
    }

    fn effect(sink: &Sink, slot: usize, value: i64) {
        busy();
        sink.hit(slot, value);
    }
}

/// So aligned that none lies on two cache lines, as for [`Aligned`](super::Aligned).
#[derive(Clone)]
#[repr(align(32))]
struct Layer([i64; 4]);

struct Cellx {
    layers: Vec<Layer>,
    /// The first cell that has an effect, as all after it have.
    told_from: usize,
}

impl Cellx {
    fn compute(&mut self, inputs: [i64; 4], mut changed: impl FnMut(usize, i64)) {
        let [mut a, mut b, mut c, mut d] = inputs;
        for (layer, Layer(cells)) in self.layers.iter_mut().enumerate() {
            (a, b, c, d) = (b, a.wrapping_sub(c), b.wrapping_add(d), c);
            for (k, (cell, now)) in cells.iter_mut().zip([a, b, c, d]).enumerate() {
                if *cell != now {
                    *cell = now;
                    let at = 4 * layer + k;
                    if at >= self.told_from {
                        changed(at - self.told_from, now);
                    }
                }
            }
        }
    }
}

impl Model for Cellx {
    type Notes = Many;

    fn update(&mut self, i: u64, tell: &mut impl Tell) {
        self.compute(cellx_inputs(i), |slot, value| tell.tell(slot, value));
    }
}

struct Fields {
    fields: Box<[i64]>,
}

impl Model for Fields {
    type Notes = OneOfMany;

    #[inline]
    fn update(&mut self, i: u64, tell: &mut impl Tell) {
        let k = field_of(i, self.fields.len());
        if self.fields[k] != i as i64 {
            self.fields[k] = i as i64;
            tell.tell(k, self.fields[k]);
        }
    }
}
