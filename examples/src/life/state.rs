//! The state: one atom for each cell, and one computed for each neighbourhood.

use atomata::{Each, atom, computed};

/// A column and a row.
pub type Place = (u16, u16);

/// Whether a cell lives.
#[atom(key = (u16, u16))]
pub static CELL: bool = false;

/// How many generations there have been.
#[atom]
pub static GENERATION: u64 = 0;

/// Whether no generations are turned.
#[atom]
pub static PAUSED: bool = false;

/// How many generations per second there should be.
#[atom]
pub static SPEED: u32 = 16;

/// Whether a cell lives in the next generation.
///
/// The key is its column and its row, and the size of the torus, for only with that are neighbours
/// known.
// A neighbourhood has nine cells.
#[allow(clippy::too_many_arguments, clippy::fn_params_excessive_bools)]
#[computed(key = (u16, u16, u16), deps = [
    CELL(x, y),
    CELL(before(x, size), before(y, size)),
    CELL(x, before(y, size)),
    CELL(after(x, size), before(y, size)),
    CELL(before(x, size), y),
    CELL(after(x, size), y),
    CELL(before(x, size), after(y, size)),
    CELL(x, after(y, size)),
    CELL(after(x, size), after(y, size)),
])]
pub fn next(
    (x, y, size): (u16, u16, u16),
    lives: bool,
    north_west: bool,
    north: bool,
    north_east: bool,
    west: bool,
    east: bool,
    south_west: bool,
    south: bool,
    south_east: bool,
) -> bool {
    let around = [north_west, north, north_east, west, east, south_west, south, south_east];
    match around.into_iter().filter(|&lives| lives).count() {
        2 => lives,
        3 => true,
        _ => false,
    }
}

/// How many cells live.
#[computed(deps = [each(CELL)])]
pub fn population(cells: Each<'_, Place, bool>) -> usize {
    cells.filter(|(_, lives)| **lives).count()
}

fn before(at: u16, size: u16) -> u16 {
    if at == 0 { size - 1 } else { at - 1 }
}

fn after(at: u16, size: u16) -> u16 {
    if at + 1 == size { 0 } else { at + 1 }
}
