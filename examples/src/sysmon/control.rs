//! What keys do to the state.

use atomata::Store;

use super::options::INTERVALS;
use super::screen::Action;
use super::state::ui::limits::Limit;
use super::state::ui::{INTERVAL_MS, REVERSED, SCROLL, SELECTED, TABLE};
use super::view::SortBy;

/// Does what a key asked for, on a screen with room for so many `rows` of the table; false if that is
/// to end.
pub fn apply(store: &Store, action: Action, rows: usize) -> bool {
    match action {
        Action::Quit => return false,
        Action::Sort(by) => store.batch(|tx| {
            tx.set(SortBy, by);
            tx.set(SCROLL, 0);
        }),
        Action::Reverse => store.update(REVERSED, |reversed| *reversed ^= true),
        Action::Select(next) => store.update(SELECTED, |selected| {
            let step = if next { 1 } else { Limit::ALL.len() - 1 };
            **selected = (**selected + step) % Limit::ALL.len();
        }),
        Action::Change(up) => {
            let limit = Limit::ALL[store.get(SELECTED)];
            store.update(limit.handle(), |value| **value = limit.next(**value, up));
        }
        Action::Faster(faster) => store.update(INTERVAL_MS, |ms| {
            let next = if faster { **ms / 2 } else { **ms * 2 };
            **ms = next.clamp(INTERVALS.0, INTERVALS.1);
        }),
        Action::Step(true) => {
            store.undo();
        }
        Action::Step(false) => {
            store.redo();
        }
        Action::Scroll(by) => scroll(store, by, rows),
        Action::Page(by) => scroll(store, by.saturating_mul(rows.cast_signed()), rows),
    }
    true
}

/// The last row stays at the bottom.
fn scroll(store: &Store, by: isize, rows: usize) {
    store.batch(|tx| {
        let last = tx.with(TABLE, Vec::len).saturating_sub(rows);
        let from = tx.get(SCROLL).min(last);
        tx.set(SCROLL, from.saturating_add_signed(by).min(last));
    });
}
