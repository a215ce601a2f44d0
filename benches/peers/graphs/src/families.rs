//! The same shapes by key, for sizes that are known at run time.

use atomata::{Each, atom, computed};

/// An atom.
#[atom]
pub static HEAD: i64 = 0;

/// Many atoms.
#[atom(key = u32)]
pub static CELL: i64 = |key| i64::from(key);

/// One more than each.
#[computed(key = u32, deps = [CELL(key)], life = keep)]
pub fn plus(key: u32, cell: i64) -> i64 {
    let _ = key;
    cell + 1
}

/// The sum of all that are there.
#[computed(deps = [each(CELL)])]
pub fn sum(cells: Each<'_, u32, i64>) -> i64 {
    cells.map(|(_, cell)| *cell).sum()
}

/// The steps of a chain; the first follows the head, each other one the one before.
#[computed(key = u32, deps = [HEADS(first(step)?), STEP(step.checked_sub(1)?)])]
pub fn step(step: u32, head: Option<i64>, before: Option<i64>) -> i64 {
    let _ = step;
    either(head, before) + 1
}

/// The first arm of a broad graph.
#[computed(key = u32, deps = [HEAD])]
pub fn near(key: u32, head: i64) -> i64 {
    head + i64::from(key)
}

/// What follows it.
#[computed(key = u32, deps = [NEAR(key)])]
pub fn far(key: u32, near: i64) -> i64 {
    let _ = key;
    near + 1
}

/// The inputs of a chain and of layers.
#[atom(key = u32)]
pub static HEADS: i64 = 0;

/// All inputs in one.
#[computed(deps = [each(HEADS)])]
pub fn gathered(heads: Each<'_, u32, i64>) -> Vec<i64> {
    heads.map(|(_, head)| *head).collect()
}

/// One of them.
#[computed(key = u32, deps = [GATHERED])]
pub fn split(key: u32, all: &[i64]) -> i64 {
    all[key as usize]
}

/// One more than that.
#[computed(key = u32, deps = [SPLIT(key)])]
pub fn split_plus(key: u32, split: i64) -> i64 {
    let _ = key;
    split + 1
}

/// The first of four cells of a layer. Before the first layer are the heads.
#[computed(key = u32, deps = [HEADS(input(layer, 1)?), B(layer.checked_sub(1)?)])]
pub fn a(layer: u32, head: Option<i64>, b: Option<i64>) -> i64 {
    let _ = layer;
    either(head, b)
}

/// The second of a layer.
#[computed(key = u32, deps = [
    HEADS(input(layer, 0)?), A(layer.checked_sub(1)?),
    HEADS(input(layer, 2)?), C(layer.checked_sub(1)?),
])]
pub fn b(
    layer: u32,
    head0: Option<i64>,
    a: Option<i64>,
    head2: Option<i64>,
    c: Option<i64>,
) -> i64 {
    let _ = layer;
    either(head0, a).wrapping_sub(either(head2, c))
}

/// The third of a layer.
#[computed(key = u32, deps = [
    HEADS(input(layer, 1)?), B(layer.checked_sub(1)?),
    HEADS(input(layer, 3)?), D(layer.checked_sub(1)?),
])]
pub fn c(
    layer: u32,
    head1: Option<i64>,
    b: Option<i64>,
    head3: Option<i64>,
    d: Option<i64>,
) -> i64 {
    let _ = layer;
    either(head1, b).wrapping_add(either(head3, d))
}

/// The fourth of a layer.
#[computed(key = u32, deps = [HEADS(input(layer, 2)?), C(layer.checked_sub(1)?)])]
pub fn d(layer: u32, head: Option<i64>, c: Option<i64>) -> i64 {
    let _ = layer;
    either(head, c)
}

/// The key of the input of the first step.
fn first(step: u32) -> Option<u32> {
    (step == 0).then_some(0)
}

/// The key of an input of the first layer.
fn input(layer: u32, key: u32) -> Option<u32> {
    (layer == 0).then_some(key)
}

/// The input, or what came before.
fn either(input: Option<i64>, before: Option<i64>) -> i64 {
    input.or(before).unwrap_or_default()
}
