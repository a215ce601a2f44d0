//! The shapes as inputs and queries.

use std::hint::black_box;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use ::salsa::Database;

use crate::shape::{DIAMOND, FIELDS, REPEAT, TRIANGLE, UNSTABLE, busy};

#[salsa::input]
pub struct Atom {
    #[returns(copy)]
    pub value: i64,
}

#[salsa::input]
pub struct Group {
    #[returns(ref)]
    pub atoms: Vec<Atom>,
}

#[salsa::input]
pub struct Record {
    #[returns(ref)]
    pub fields: [i64; FIELDS],
}

#[salsa::tracked(returns(copy))]
pub fn plus_one(db: &dyn Database, atom: Atom) -> i64 {
    atom.value(db) + 1
}

#[salsa::tracked(returns(copy))]
pub fn deep(db: &dyn Database, atom: Atom, level: usize) -> i64 {
    if level == 0 { atom.value(db) + 1 } else { deep(db, atom, level - 1) + 1 }
}

#[salsa::tracked(returns(copy))]
fn near(db: &dyn Database, atom: Atom, k: usize) -> i64 {
    atom.value(db) + k as i64
}

#[salsa::tracked(returns(copy))]
pub fn far(db: &dyn Database, atom: Atom, k: usize) -> i64 {
    near(db, atom, k) + 1
}

#[salsa::tracked(returns(copy))]
fn arm(db: &dyn Database, atom: Atom, k: usize) -> i64 {
    let _ = k;
    atom.value(db) + 1
}

#[salsa::tracked(returns(copy))]
pub fn diamond(db: &dyn Database, atom: Atom) -> i64 {
    (0..DIAMOND).map(|k| arm(db, atom, k)).sum()
}

#[salsa::tracked(returns(copy))]
pub fn triangle(db: &dyn Database, atom: Atom) -> i64 {
    atom.value(db) + (0..TRIANGLE - 1).map(|level| deep(db, atom, level)).sum::<i64>()
}

#[salsa::tracked(returns(ref))]
fn gathered(db: &dyn Database, group: Group) -> Vec<i64> {
    group.atoms(db).iter().map(|atom| atom.value(db)).collect()
}

#[salsa::tracked(returns(copy))]
fn split(db: &dyn Database, group: Group, k: usize) -> i64 {
    gathered(db, group)[k]
}

#[salsa::tracked(returns(copy))]
pub fn split_plus(db: &dyn Database, group: Group, k: usize) -> i64 {
    split(db, group, k) + 1
}

#[salsa::tracked(returns(copy))]
pub fn repeated(db: &dyn Database, atom: Atom) -> i64 {
    (0..REPEAT).map(|_| black_box(atom).value(db)).sum()
}

#[salsa::tracked(returns(copy))]
fn double(db: &dyn Database, atom: Atom) -> i64 {
    atom.value(db) * 2
}

#[salsa::tracked(returns(copy))]
fn inverse(db: &dyn Database, atom: Atom) -> i64 {
    -atom.value(db)
}

#[salsa::tracked(returns(copy))]
pub fn unstable(db: &dyn Database, atom: Atom) -> i64 {
    let needed = || if atom.value(db) % 2 == 0 { inverse(db, atom) } else { double(db, atom) };
    (0..UNSTABLE).map(|_| needed()).sum()
}

#[salsa::tracked(returns(copy))]
pub fn same(db: &dyn Database, atom: Atom) -> i64 {
    atom.value(db)
}

#[salsa::tracked(returns(copy))]
fn constant(db: &dyn Database, atom: Atom) -> i64 {
    same(db, atom).min(0)
}

#[salsa::tracked(returns(copy))]
fn heavy(db: &dyn Database, atom: Atom) -> i64 {
    busy();
    constant(db, atom) + 1
}

#[salsa::tracked(returns(copy))]
fn next(db: &dyn Database, atom: Atom) -> i64 {
    heavy(db, atom) + 2
}

#[salsa::tracked(returns(copy))]
pub fn avoidable(db: &dyn Database, atom: Atom) -> i64 {
    next(db, atom) + 3
}

#[salsa::tracked(returns(copy))]
pub fn cell(db: &dyn Database, group: Group, layer: usize, k: usize) -> i64 {
    let before = |k: usize| match layer {
        0 => group.atoms(db)[k].value(db),
        _ => cell(db, group, layer - 1, k),
    };
    match k {
        0 => before(1),
        1 => before(0).wrapping_sub(before(2)),
        2 => before(1).wrapping_add(before(3)),
        _ => before(2),
    }
}

#[salsa::tracked(returns(copy))]
pub fn sum(db: &dyn Database, group: Group) -> i64 {
    group.atoms(db).iter().map(|atom| atom.value(db)).sum()
}

#[salsa::tracked(returns(copy))]
pub fn field(db: &dyn Database, record: Record, k: usize) -> i64 {
    record.fields(db)[k]
}

/// How often [`counted`] ran.
pub static RUNS: AtomicU32 = AtomicU32::new(0);

#[salsa::tracked(returns(copy))]
pub fn counted(db: &dyn Database, atom: Atom) -> i64 {
    RUNS.fetch_add(1, Relaxed);
    atom.value(db)
}

#[salsa::tracked(returns(copy))]
pub fn ring(db: &dyn Database, atom: Atom) -> i64 {
    atom.value(db) + ring_back(db, atom)
}

#[salsa::tracked(returns(copy))]
fn ring_back(db: &dyn Database, atom: Atom) -> i64 {
    ring(db, atom) + 1
}
