//! What the keys mean.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::sysmon::view::SortBy;

/// The line that names the keys.
pub const KEYS: &[(&str, &str)] = &[
    ("q", "quit"),
    ("c m p n", "sort"),
    ("r", "reverse"),
    ("[ ]", "limit"),
    ("- +", "change"),
    ("s f", "rate"),
    ("↑ ↓", "scroll"),
    ("z y", "back, on"),
];

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// End.
    Quit,
    /// Sort the processes so.
    Sort(SortBy),
    /// Sort the other way round.
    Reverse,
    /// Select the limit before (`false`) or after (`true`) this one.
    Select(bool),
    /// Lower (`false`) or raise (`true`) the selected limit.
    Change(bool),
    /// Read less (`false`) or more (`true`) often.
    Faster(bool),
    /// Go to the reading before (`true`), or to the next one again.
    Step(bool),
    /// Scroll the processes by so many rows.
    Scroll(isize),
    /// Scroll the processes by so many screens.
    Page(isize),
}

/// What `key` asks for, if anything.
pub fn action(key: KeyEvent) -> Option<Action> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return (key.code == KeyCode::Char('c')).then_some(Action::Quit);
    }
    Some(match key.code {
        KeyCode::Char('q') | KeyCode::Esc => Action::Quit,
        KeyCode::Char('c') => Action::Sort(SortBy::Cpu),
        KeyCode::Char('m') => Action::Sort(SortBy::Memory),
        KeyCode::Char('p') => Action::Sort(SortBy::Pid),
        KeyCode::Char('n') => Action::Sort(SortBy::Name),
        KeyCode::Char('r') => Action::Reverse,
        KeyCode::Char('[') => Action::Select(false),
        KeyCode::Char(']') => Action::Select(true),
        KeyCode::Char('-') => Action::Change(false),
        // Where the plus needs a shift, people do without.
        KeyCode::Char('+' | '=') => Action::Change(true),
        KeyCode::Char('s') => Action::Faster(false),
        KeyCode::Char('f') => Action::Faster(true),
        KeyCode::Char('z') => Action::Step(true),
        KeyCode::Char('y') => Action::Step(false),
        KeyCode::Up => Action::Scroll(-1),
        KeyCode::Down => Action::Scroll(1),
        KeyCode::PageUp => Action::Page(-1),
        KeyCode::PageDown => Action::Page(1),
        KeyCode::Home => Action::Scroll(isize::MIN),
        KeyCode::End => Action::Scroll(isize::MAX),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_c_ends_and_c_sorts() {
        let press = |modifiers| action(KeyEvent::new(KeyCode::Char('c'), modifiers));
        assert_eq!(press(KeyModifiers::CONTROL), Some(Action::Quit));
        assert_eq!(press(KeyModifiers::NONE), Some(Action::Sort(SortBy::Cpu)));
    }

    #[test]
    fn a_released_key_asks_for_nothing() {
        let mut key = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::NONE);
        key.kind = KeyEventKind::Release;
        assert_eq!(action(key), None);
    }
}
