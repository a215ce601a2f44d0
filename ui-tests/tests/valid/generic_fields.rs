//! Generic types may be tracked inside of an atom.
#![deny(warnings)]

use std::fmt::Debug;

use atomata::{Fields, atom, computed};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
pub struct Pair<P, T: Debug = u8>
where
    T: Send,
{
    pub left: P,
    pub right: Vec<T>,
    #[atom(nested)]
    both: Both<T>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
pub struct Both<T>(T, Option<T>);

#[derive(Clone, Debug, PartialEq, Fields)]
pub struct Grid<T, const N: usize> {
    cells: [T; N],
    #[atom(skip)]
    marker: std::marker::PhantomData<T>,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Desk {
    #[atom(nested)]
    pub pair: Pair<String>,
}

#[atom(nested, transient)]
static GRID: Grid<u8, 3> = Grid { cells: [1, 2, 3], marker: std::marker::PhantomData };

#[computed(deps = [Desk.pair.left, Desk.pair.both.1, GRID.cells])]
fn first(left: &str, both: Option<&u8>, cells: &[u8]) -> usize {
    left.len() + both.map_or(0, |value| usize::from(*value)) + cells.len()
}

pub(crate) fn check() {
    assert_eq!(Desk.pair.both.1.name(), "Desk.pair.both.1");
    assert_eq!(GRID.cells.name(), "GRID.cells");
    assert_eq!(FIRST.name(), "first");
}
