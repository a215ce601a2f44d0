//! Families in nested modules: their visibility, conditions, docs, and what they depend on by a path.
#![deny(warnings, missing_docs)]

use atomata::{Keys, Store, atom, computed};

/// Nobody outside can name this key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
struct Seat(u8);

#[atom(key = Seat)]
static GUEST: String = String::new();

/// A grid.
pub mod grid {
    use atomata::{Each, atom, computed};
    use serde::{Deserialize, Serialize};

    /// A cell.
    #[atom(key = (u32, u32))]
    pub static CELL: i64 = 0;

    /// Private to the grid.
    #[atom(key = u32)]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Row {
        name: String,
        pub(super) hidden: bool,
    }

    /// Old.
    #[deprecated = "use CELL"]
    #[atom(key = u32)]
    pub static OLD: i64 = 0;

    /// Gone.
    #[cfg(miri)]
    #[atom(key = Missing)]
    pub static GONE: Missing = 0;

    /// Gone, too.
    #[cfg(miri)]
    #[computed(key = Missing, deps = [GONE(key)])]
    pub fn gone(key: Missing, gone: Missing) -> Missing {
        gone
    }

    #[computed(key = u32, deps = [Row(row).name, super::GUEST(super::Seat(0)), CELL(row, 0)])]
    pub(super) fn head(row: u32, name: &str, guest: &str, cell: i64) -> String {
        format!("{name}{guest}{cell}{row}")
    }

    #[allow(deprecated)]
    #[computed(deps = [OLD(1), each(Row.hidden), self::inner::SUM(2)])]
    pub(in crate::families_in_modules) fn odd(old: i64, hidden: Each<'_, u32, bool>, sum: i64) -> i64 {
        old + hidden.filter(|(_, hidden)| **hidden).count() as i64 + sum
    }

    /// Shows a row to the module above.
    pub(super) fn show(store: &atomata::Store, row: u32) {
        store.set(Row(row).hidden, false);
    }

    mod inner {
        use atomata::computed;

        #[computed(
            key = u32,
            deps = [super::CELL(at, 1), crate::families_in_modules::grid::CELL(at, 2), crate::families_in_modules::STEP],
        )]
        pub(super) fn sum(at: u32, one: i64, two: &i64, step: i64) -> i64 {
            let _ = at;
            one + two + step
        }
    }
}

#[atom]
static STEP: i64 = 10;

#[computed(deps = [GUEST, grid::CELL])]
fn counts(guests: &Keys<Seat>, cells: &Keys<(u32, u32)>) -> (usize, usize) {
    (guests.len(), cells.len())
}

pub(crate) fn check() {
    let store = Store::new();
    store.set(grid::CELL(2, 1), 5);
    store.set(GUEST(Seat(0)), "Ann".to_owned());
    grid::show(&store, 4);
    assert_eq!(store.get(grid::ODD), 15);
    assert_eq!(store.get(grid::HEAD(4)), "Ann04");
    assert_eq!(store.get(COUNTS), (1, 1));
    assert_eq!(Seat(1).0, 1);
}
