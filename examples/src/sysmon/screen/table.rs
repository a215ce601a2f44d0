//! The process table.

use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};
use ratatui::style::{Style, Stylize};
use ratatui::text::Line;
use ratatui::widgets::{Row as TableRow, Table};

use super::draw::panel;
use crate::sysmon::units::{bytes, percent};
use crate::sysmon::view::{Row, SortBy, View};

/// Draws the processes and returns how many rows there is room for.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, view: &View) -> usize {
    // Without room for a few rows the border and the header give way to them.
    let framed = area.height >= 6;
    let inner =
        if framed { panel(frame, area, format!(" processes {} ", view.table.len())) } else { area };
    let room = usize::from(inner.height.saturating_sub(u16::from(framed)));
    let columns = if inner.width < 50 { Column::FEW } else { Column::ALL };

    // A screen that grew, or processes that ended, leave no empty rows at the bottom.
    let scroll = view.scroll.min(view.table.len().saturating_sub(room));
    let rows = view.table.iter().skip(scroll).take(room).map(|row| {
        let style = match row.cpu {
            cpu if cpu >= 0.5 => Style::new().red(),
            cpu if cpu >= 0.05 => Style::new().yellow(),
            _ => Style::new(),
        };
        let cells =
            columns.iter().map(|column| Line::from(column.text(row)).alignment(column.alignment()));
        TableRow::new(cells).style(style)
    });
    let others: u16 = columns.iter().map(|column| column.width() + 1).sum();
    let table = Table::new(
        rows,
        columns.iter().map(|column| match column {
            // Most names have 15 characters at most, but those of the kernel's workers.
            Column::Name => inner.width.saturating_sub(others).clamp(8, 32),
            column => column.width(),
        }),
    );
    let table = if framed { table.header(header(columns, view)) } else { table };
    frame.render_widget(table, inner);
    room
}

fn header(columns: &[Column], view: &View) -> TableRow<'static> {
    // Processor time and memory begin with the most, ids and names with the least.
    let falling = matches!(view.sort, SortBy::Cpu | SortBy::Memory) != view.reversed;
    TableRow::new(columns.iter().map(|column| {
        let title = if column.sorted_by(view.sort) {
            format!("{}{}", column.title(), if falling { "▼" } else { "▲" }).bold()
        } else {
            column.title().dark_gray()
        };
        Line::from(title).alignment(column.alignment())
    }))
}

#[derive(Clone, Copy)]
enum Column {
    Pid,
    Name,
    State,
    Cpu,
    Memory,
    Threads,
}

impl Column {
    const ALL: &[Self] =
        &[Self::Pid, Self::Name, Self::State, Self::Cpu, Self::Memory, Self::Threads];

    /// Those that matter most, where there is no room for all.
    const FEW: &[Self] = &[Self::Pid, Self::Name, Self::Cpu, Self::Memory];

    fn title(self) -> &'static str {
        match self {
            Self::Pid => "pid",
            Self::Name => "name",
            Self::State => "s",
            Self::Cpu => "cpu",
            Self::Memory => "memory",
            Self::Threads => "threads",
        }
    }

    /// The width in cells; a name takes what is left.
    fn width(self) -> u16 {
        match self {
            Self::Name => 0,
            Self::State => 1,
            Self::Cpu => 5,
            Self::Pid => 7,
            Self::Threads => 8,
            Self::Memory => 9,
        }
    }

    fn alignment(self) -> Alignment {
        match self {
            Self::Name | Self::State => Alignment::Left,
            _ => Alignment::Right,
        }
    }

    fn sorted_by(self, sort: SortBy) -> bool {
        matches!(
            (self, sort),
            (Self::Pid, SortBy::Pid)
                | (Self::Name, SortBy::Name)
                | (Self::Cpu, SortBy::Cpu)
                | (Self::Memory, SortBy::Memory)
        )
    }

    fn text(self, row: &Row) -> String {
        match self {
            Self::Pid => row.pid.to_string(),
            Self::Name => row.name.clone(),
            Self::State => row.state.to_string(),
            Self::Cpu => percent(row.cpu),
            Self::Memory => bytes(row.resident),
            Self::Threads => row.threads.to_string(),
        }
    }
}
