//! The screen: what is drawn, and what keys mean. It knows no store.

use ratatui::Frame;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::{Constraint, Layout, Rect, Size};
use ratatui::style::{Color, Style, Stylize};
use ratatui::text::Line;

use crate::sysmon::units::percent;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// End.
    Quit,
    /// Stop turning generations, or go on.
    Pause,
    /// Begin again with other cells.
    Seed,
    /// Turn half (`false`) or twice (`true`) as many generations per second.
    Faster(bool),
}

/// What `key` asks for, if anything.
pub fn action(key: KeyEvent) -> Option<Action> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return (key.code == KeyCode::Char('c')).then_some(Action::Quit);
    }
    match key.code {
        KeyCode::Char('q') | KeyCode::Esc => Some(Action::Quit),
        KeyCode::Char(' ') => Some(Action::Pause),
        KeyCode::Char('r') => Some(Action::Seed),
        KeyCode::Char('-') => Some(Action::Faster(false)),
        // Where the plus needs a shift, people do without.
        KeyCode::Char('+' | '=') => Some(Action::Faster(true)),
        _ => None,
    }
}

/// Everything the screen shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// The cells that there is [`room`] for, row by row.
    pub cells: Vec<bool>,
    /// How many cells a row has.
    pub columns: u16,
    /// How many generations there have been.
    pub generation: u64,
    /// How many cells live, in all of the torus.
    pub population: usize,
    /// Whether no generations are turned.
    pub is_paused: bool,
    /// How many generations per second there should be.
    pub speed: u32,
    /// How many there are, in the last second.
    pub per_second: f64,
    /// How many neighbourhoods were computed per second.
    pub recomputed: f64,
    /// How many of them came to the same value, and stopped there.
    pub unchanged: f64,
}

/// How many columns and rows of cells are drawn on a screen, of a torus of this size.
pub fn room(screen: Size, size: u16) -> (u16, u16) {
    let rows = screen.height.saturating_sub(FOOTER).saturating_mul(2);
    (screen.width.min(size), rows.min(size))
}

/// The status line, and the line that names the keys.
const FOOTER: u16 = 2;

/// Draws two cells in each character, and the footer.
pub fn draw(frame: &mut Frame<'_>, view: &View) {
    let [cells, status, keys] =
        Layout::vertical([Constraint::Fill(1), Constraint::Length(1), Constraint::Length(1)])
            .areas(frame.area());
    draw_cells(frame, cells, view);
    draw_status(frame, status, view);
    let named = " space pause  r begin again  - + speed  q quit";
    frame.render_widget(Line::from(named.dark_gray()), keys);
}

fn draw_cells(frame: &mut Frame<'_>, area: Rect, view: &View) {
    if view.columns == 0 {
        return;
    }
    let columns = usize::from(view.columns);
    let lives = |x: usize, y: usize| view.cells.get(y * columns + x).copied().unwrap_or(false);
    let buffer = frame.buffer_mut();
    for y in 0..area.height {
        for x in 0..area.width.min(view.columns) {
            let (column, row) = (usize::from(x), usize::from(y) * 2);
            let symbol = match (lives(column, row), lives(column, row + 1)) {
                (false, false) => continue,
                (true, false) => "▀",
                (false, true) => "▄",
                (true, true) => "█",
            };
            buffer[(area.x + x, area.y + y)]
                .set_symbol(symbol)
                .set_style(Style::new().fg(Color::Green));
        }
    }
}

fn draw_status(frame: &mut Frame<'_>, area: Rect, view: &View) {
    let cut_off = if view.recomputed > 0.0 { view.unchanged / view.recomputed } else { 0.0 };
    let speed = if view.is_paused {
        "paused".to_owned()
    } else {
        format!("{:.0}/s of {}", view.per_second, view.speed)
    };
    let line = Line::from(vec![
        " generation ".dark_gray(),
        view.generation.to_string().bold(),
        "  live ".dark_gray(),
        view.population.to_string().bold(),
        "  ".into(),
        speed.bold(),
        format!("  {:.0}", view.recomputed).bold(),
        " recomputed/s".dark_gray(),
        format!("  {:.0}", view.unchanged).bold(),
        format!(" cut off/s ({})", percent(cut_off)).dark_gray(),
    ]);
    frame.render_widget(line, area);
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;

    fn drawn(view: &View, width: u16, height: u16) -> Vec<String> {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| draw(frame, view)).unwrap();
        let buffer = terminal.backend().buffer();
        let row = |y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        (0..height).map(row).collect()
    }

    #[test]
    fn a_character_shows_two_cells() {
        let rows = ["#.#.", "##..", "...#"];
        let cells = rows.concat().chars().map(|cell| cell == '#').collect();
        let view = View { cells, columns: 4, generation: 12, ..View::default() };
        let screen = drawn(&view, 80, 4);
        assert_eq!(screen[0].trim_end(), "█▄▀");
        assert_eq!(screen[1].trim_end(), "   ▀");
        assert!(screen[2].contains("generation 12"), "{screen:?}");
        assert!(screen[3].contains("q quit"), "{screen:?}");
    }

    #[test]
    fn any_size_can_be_drawn() {
        for (width, height) in [(1, 1), (1, 2), (2, 3), (10, 5), (300, 200)] {
            let (columns, rows) = room(Size { width, height }, 64);
            let cells = vec![true; usize::from(columns) * usize::from(rows)];
            drawn(&View { cells, columns, ..View::default() }, width, height);
        }
        assert_eq!(room(Size { width: 80, height: 24 }, 256), (80, 44));
        assert_eq!(room(Size { width: 80, height: 24 }, 32), (32, 32));
    }
}
