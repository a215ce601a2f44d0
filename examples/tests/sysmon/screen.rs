//! The screen, drawn from a recording into memory.

use atomata_examples::sysmon::panels::Panels;
use atomata_examples::sysmon::screen;
use atomata_examples::sysmon::view::{Row, View};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::{Monitor, minute};

fn view() -> View {
    let (machine, readings) = minute();
    let mut monitor = Monitor::new(&machine);
    let panels = Panels::new(&monitor.store, || ());
    for reading in &readings[..130] {
        monitor.take(reading);
    }
    monitor.rest();
    View { source: "a recording".to_owned(), ..panels.view() }
}

/// The rows of a screen of this size, and how many rows the table had room for.
fn drawn(view: &View, width: u16, height: u16) -> (Vec<String>, usize) {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let mut room = 0;
    terminal.draw(|frame| room = screen::draw(frame, view)).unwrap();
    let buffer = terminal.backend().buffer();
    let rows = (0..height)
        .map(|y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>())
        .collect();
    (rows, room)
}

#[test]
fn everything_is_there_where_there_is_room() {
    let (rows, room) = drawn(&view(), 120, 40);
    let screen = rows.join("\n");
    for part in
        ["cpu ", "machine with ", "limits", "disks", "network", "processes ", "writes/s", " quit"]
    {
        assert!(screen.contains(part), "{part}:\n{screen}");
    }
    assert!(screen.contains("rustc"), "{screen}");
    assert!(room >= 10);
}

#[test]
fn the_usual_terminal_has_room_for_the_panels_and_some_processes() {
    let (rows, room) = drawn(&view(), 80, 24);
    let screen = rows.join("\n");
    assert!(screen.contains("limits") && screen.contains("scroll"), "{screen}");
    assert!(room >= 8, "{room}");
}

#[test]
fn any_size_can_be_drawn() {
    let mut view = view();
    for cores in [0, 1, 3, 64] {
        view.cores = vec![0.5; cores];
        for scroll in [0, usize::MAX] {
            view.scroll = scroll;
            for width in [1, 2, 7, 29, 30, 49, 50, 60, 75, 76, 80, 200] {
                for height in [1, 2, 3, 4, 5, 6, 9, 17, 18, 24, 31, 32, 60] {
                    let (_, room) = drawn(&view, width, height);
                    assert!(room <= usize::from(height));
                }
            }
        }
    }
}

#[test]
fn the_last_row_stays_at_the_bottom() {
    let mut view = view();
    view.table = (1..=99).map(|pid| Row { pid, ..Row::default() }).collect();
    view.scroll = usize::MAX;
    let (rows, _) = drawn(&view, 80, 24);
    let bottom = rows.iter().rposition(|row| row.starts_with('└')).unwrap();
    assert!(rows[bottom - 1].contains(" 99 "), "{rows:#?}");
}
