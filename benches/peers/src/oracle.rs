//! An independent model of every shape: what goes in, and what each effect must have seen then.
//! Deliberately naive; it is what every contender is checked against.

use crate::shape::{
    BROAD, DEEP, DIAMOND, FIELDS, MANY, MUX, REPEAT, Shape, TRIANGLE, UNSTABLE, cellx_inputs,
};

/// The inputs of a shape, and what its effects saw last.
#[derive(Debug)]
pub struct Oracle {
    shape: Shape,
    inputs: Vec<i64>,
    seen: Vec<i64>,
}

/// What effects do after an update in a library that does no more than needed.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// How many run: those whose value changed.
    pub runs: u64,
    /// The sum of what they see.
    pub sum: i64,
}

impl Oracle {
    /// Before the first update.
    pub fn new(shape: Shape) -> Self {
        let inputs = match shape {
            Shape::Mux => vec![0; MUX],
            Shape::Cellx(_) | Shape::Layers(_) => cellx_inputs(0).to_vec(),
            Shape::Gather | Shape::BatchAll | Shape::BatchEach => (0..MANY as i64).collect(),
            Shape::Fields(fields) => vec![0; fields],
            Shape::Record => vec![0; FIELDS],
            _ => vec![0],
        };
        let seen = observe(shape, &inputs);
        Self { shape, inputs, seen }
    }

    /// Changes the inputs as update `i` does, without an effect.
    pub fn apply(&mut self, i: u64) {
        let value = i as i64;
        match self.shape {
            Shape::Cellx(_) | Shape::Layers(_) => self.inputs = cellx_inputs(i).to_vec(),
            Shape::BatchAll | Shape::BatchEach => {
                for (k, input) in self.inputs.iter_mut().enumerate() {
                    *input = value + k as i64;
                }
            }
            Shape::Mux | Shape::Fields(_) | Shape::Record => {
                let at = i as usize % self.inputs.len();
                self.inputs[at] = value;
            }
            _ => self.inputs[0] = value,
        }
    }

    /// Applies update `i` and says what effects do.
    pub fn step(&mut self, i: u64) -> Step {
        self.apply(i);
        let now = observe(self.shape, &self.inputs);
        let changed = self.seen.iter().zip(&now).filter(|(seen, now)| seen != now);
        let step = changed.fold(Step { runs: 0, sum: 0 }, |step, (_, now)| Step {
            runs: step.runs + 1,
            sum: step.sum.wrapping_add(*now),
        });
        self.seen = now;
        step
    }

    /// What each effect must have seen last.
    pub fn state(&self) -> Vec<i64> {
        observe(self.shape, &self.inputs)
    }

    /// The first input.
    pub fn first_input(&self) -> i64 {
        self.inputs[0]
    }
}

fn observe(shape: Shape, x: &[i64]) -> Vec<i64> {
    match shape {
        Shape::Deep => vec![x[0] + DEEP as i64],
        Shape::Broad => (0..BROAD as i64).map(|k| x[0] + k + 1).collect(),
        Shape::Diamond => vec![(x[0] + 1) * DIAMOND as i64],
        Shape::Triangle => vec![(0..TRIANGLE as i64).map(|k| x[0] + k).sum()],
        Shape::Mux => x.iter().map(|value| value + 1).collect(),
        Shape::Repeated => vec![x[0] * REPEAT as i64],
        Shape::Unstable => {
            let needed = if x[0] % 2 == 0 { -x[0] } else { 2 * x[0] };
            vec![needed * UNSTABLE as i64]
        }
        Shape::Avoidable => vec![6],
        Shape::Cellx(layers) | Shape::Layers(layers) => {
            let mut out = Vec::with_capacity(4 * layers);
            let (mut a, mut b, mut c, mut d) = (x[0], x[1], x[2], x[3]);
            for _ in 0..layers {
                (a, b, c, d) = (b, a.wrapping_sub(c), b.wrapping_add(d), c);
                out.extend([a, b, c, d]);
            }
            out.drain(..out.len() - shape.effects());
            out
        }
        Shape::One => vec![x[0]],
        Shape::Fan => vec![x[0]; MANY],
        Shape::Gather | Shape::BatchAll => vec![x.iter().sum()],
        Shape::BatchEach | Shape::Fields(_) | Shape::Record => x.to_vec(),
        Shape::Unobserved => vec![],
    }
}
