//! The shapes: a graph, and what update number `i` (1, 2, 3, …) writes to it.

pub use peers_graphs::busy;
pub use peers_graphs::sizes::{
    BROAD, DEEP, DIAMOND, FIELDS, MANY, MUX, PAIRS, REPEAT, TRIANGLE, UNSTABLE,
};

/// A graph and a way to change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// 1 atom, nobody listens.
    Unobserved,
    /// 1 atom, 1 effect.
    One,
    /// 1 atom, 1000 effects.
    Fan,
    /// 1000 atoms, 1 effect that reads all; 1 atom changes.
    Gather,
    /// 1 atom, 50 computeds in a row, 1 effect.
    Deep,
    /// 1 atom, 50 times computed, computed, effect.
    Broad,
    /// 1 atom, 5 computeds, 1 sum, 1 effect.
    Diamond,
    /// 1 atom, a chain of 9, a sum over all 10 levels, 1 effect.
    Triangle,
    /// 100 atoms, 1 computed that holds all, 100 that take one each, 100 that add one, 100 effects; 1 atom
    /// changes.
    Mux,
    /// 1 atom that one computed reads 30 times, 1 effect.
    Repeated,
    /// A computed that needs another of two computeds after every update, 1 effect.
    Unstable,
    /// A chain with a constant computed in the middle and a heavy one behind it: nothing must run.
    Avoidable,
    /// 4 atoms, so many layers of 4 computeds, an effect for each; all 4 atoms change in one batch.
    Cellx(usize),
    /// The same with effects for the last layer alone.
    Layers(usize),
    /// 1000 atoms, 1 effect that reads all; all change in one batch.
    BatchAll,
    /// 1000 atoms, an effect for each; all change in one batch.
    BatchEach,
    /// So many atoms, or fields of what the library has for that, an effect for each; 1 changes.
    Fields(usize),
    /// 20 fields in one atom, 20 computeds that select one each, 20 effects; 1 field changes.
    Record,
}

impl Shape {
    /// Those of the update tables, in their order.
    pub const ALL: &[Self] = &[
        Self::Unobserved,
        Self::One,
        Self::Fan,
        Self::Gather,
        Self::Deep,
        Self::Broad,
        Self::Diamond,
        Self::Triangle,
        Self::Mux,
        Self::Repeated,
        Self::Unstable,
        Self::Avoidable,
        Self::Cellx(10),
        Self::Cellx(100),
        Self::Cellx(1000),
        Self::BatchAll,
        Self::BatchEach,
        Self::Fields(FIELDS),
        Self::Record,
    ];

    /// The name in the tables; that of js-reactivity-benchmark where the shape is from there.
    pub fn name(self) -> String {
        let name = match self {
            Self::Unobserved => "write_unobserved",
            Self::One => "update1to1",
            Self::Fan => "update1to1000",
            Self::Gather => "update1000to1",
            Self::Deep => "deep50",
            Self::Broad => "broad50",
            Self::Diamond => "diamond5",
            Self::Triangle => "triangle10",
            Self::Mux => "mux100",
            Self::Repeated => "repeated30",
            Self::Unstable => "unstable",
            Self::Avoidable => "avoidable",
            Self::Cellx(layers) => return format!("cellx{layers}"),
            Self::Layers(layers) => return format!("layers{layers}"),
            Self::BatchAll => "batch1000_all",
            Self::BatchEach => "batch1000_each",
            Self::Fields(fields) => return format!("fields{fields}_split"),
            Self::Record => "fields20_selector",
        };
        name.to_owned()
    }

    /// How many effects there are.
    pub fn effects(self) -> usize {
        match self {
            Self::Unobserved => 0,
            Self::Broad => BROAD,
            Self::Mux => MUX,
            Self::Cellx(layers) => 4 * layers,
            Self::Layers(_) => 4,
            Self::Fan | Self::BatchEach => MANY,
            Self::Fields(fields) => fields,
            Self::Record => FIELDS,
            _ => 1,
        }
    }
}

/// Which effect a cell of so many layers has, if it has one: each has its own, or those of the last layer.
#[inline]
pub fn effect_of(shape: Shape, layers: usize, layer: usize, cell: usize) -> Option<usize> {
    match shape {
        Shape::Layers(_) => (layer + 1 == layers).then_some(cell),
        _ => Some(4 * layer + cell),
    }
}

/// The four inputs of the layers in update `i`.
#[inline]
pub fn cellx_inputs(i: u64) -> [i64; 4] {
    if i % 2 == 1 { [4, 3, 2, 1] } else { [1, 2, 3, 4] }
}

/// The field that update `i` changes.
#[inline]
pub fn field_of(i: u64, fields: usize) -> usize {
    // Dividing by a constant is much faster, and what code for that shape would do.
    if fields == FIELDS { i as usize % FIELDS } else { i as usize % fields }
}
