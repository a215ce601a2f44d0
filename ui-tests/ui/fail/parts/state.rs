//! A module that is in a file of its own.

use atomata::atom;

#[atom]
pub static WIDTH: u32 = 1;
