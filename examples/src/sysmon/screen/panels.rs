//! The panels, each drawn into the area it is given.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Style, Stylize};
use ratatui::text::{Line, Span};

use super::draw::panel;
use crate::sysmon::units::{bytes, count, percent, rate};
use crate::sysmon::view::{Flow, Used, View};

/// One bar for each core, in as many columns as it takes.
pub(super) fn cpu(frame: &mut Frame<'_>, area: Rect, view: &View) {
    let title =
        format!(" cpu {} of {} ", percent(view.cpu), count(view.cores.len() as u64, "core"));
    let inner = panel(frame, area, title);
    if inner.is_empty() || view.cores.is_empty() {
        return;
    }
    let columns = view.cores.len().div_ceil(usize::from(inner.height));
    // A column narrower than a bar of a few cells says less than the cores it would have room for.
    let columns = columns.min(usize::from(inner.width / 12).max(1));
    let label = (view.cores.len() - 1).to_string().len();
    let areas = Layout::horizontal(vec![Constraint::Fill(1); columns]).spacing(1).split(inner);
    for (cores, (column, area)) in
        view.cores.chunks(usize::from(inner.height)).zip(areas.iter().enumerate())
    {
        for (row, &busy) in cores.iter().enumerate() {
            let core = column * usize::from(inner.height) + row;
            let line = bar(
                &format!("{core:>label$}"),
                &percent(busy),
                5,
                area.width,
                busy,
                view.cpu_limit,
            );
            frame.render_widget(line, Rect { y: area.y + row as u16, height: 1, ..*area });
        }
    }
}

/// Memory, swap, load and what goes through disks and network.
pub(super) fn machine(frame: &mut Frame<'_>, area: Rect, view: &View) {
    let title = format!(" machine with {} ", bytes(view.memory.total));
    let inner = panel(frame, area, title);
    let [one, five, fifteen] = view.load;
    let (running, tasks) = view.tasks;
    let lines = vec![
        used("mem ", view.memory, view.memory_limit, inner.width),
        used("swap", view.swap, view.memory_limit, inner.width),
        Line::from(vec![
            "load ".dark_gray(),
            format!("{one:.2}").bold(),
            format!(" {five:.2} {fifteen:.2}").into(),
        ]),
        Line::from(vec!["task ".dark_gray(), format!("{running} running of {tasks}").into()]),
        flow("disk", ("r", "w"), &view.disk),
        flow("net ", ("↓", "↑"), &view.network),
    ];
    for (line, at) in lines.into_iter().zip(0..inner.height) {
        frame.render_widget(line, Rect { y: inner.y + at, height: 1, ..inner });
    }
}

/// The limits, the selected one marked, those exceeded in red.
pub(super) fn limits(frame: &mut Frame<'_>, area: Rect, view: &View) {
    let inner = panel(frame, area, " limits ".to_owned());
    for (at, limit) in view.limits.iter().enumerate().take(usize::from(inner.height)) {
        let selected = at == view.selected;
        let style = if limit.exceeded { Style::new().fg(Color::Red).bold() } else { Style::new() };
        let mark = if selected { "› " } else { "  " };
        let space = usize::from(inner.width).saturating_sub(2 + limit.name.len());
        let line = Line::from(vec![
            mark.bold(),
            Span::styled(limit.name, style),
            Span::styled(format!("{:>space$}", limit.limit), style),
        ]);
        let line = if selected { line.reversed() } else { line };
        frame.render_widget(line, Rect { y: inner.y + at as u16, height: 1, ..inner });
    }
}

/// One line for each device.
pub(super) fn flows(
    frame: &mut Frame<'_>,
    area: Rect,
    title: &str,
    (inward, outward): (&str, &str),
    flows: &[Flow],
) {
    let inner = panel(frame, area, format!(" {title} "));
    for (flow, at) in flows.iter().zip(0..inner.height) {
        let line = Line::from(vec![
            format!("{:<9.9}", flow.name).into(),
            format!("{:>13} ", rate(flow.inward)).bold(),
            inward.to_owned().dark_gray(),
            format!("{:>13} ", rate(flow.outward)).bold(),
            outward.to_owned().dark_gray(),
        ]);
        frame.render_widget(line, Rect { y: inner.y + at, height: 1, ..inner });
    }
}

fn used(label: &str, of: Used, limit: f64, width: u16) -> Line<'static> {
    if of.total == 0 {
        return Line::from(vec![format!("{label} ").dark_gray(), "none".into()]);
    }
    let value = format!("{} {:>4}", bytes(of.used), percent(of.fraction()));
    bar(label, &value, 13, width, of.fraction(), limit)
}

fn flow(label: &str, (inward, outward): (&str, &str), flow: &Flow) -> Line<'static> {
    Line::from(vec![
        format!("{label} ").dark_gray(),
        format!("{inward} ").dark_gray(),
        rate(flow.inward).into(),
        format!("  {outward} ").dark_gray(),
        rate(flow.outward).into(),
    ])
}

/// A label, a bar and a value of at least `room` cells, `width` cells together.
fn bar(
    label: &str,
    value: &str,
    room: usize,
    width: u16,
    fraction: f64,
    limit: f64,
) -> Line<'static> {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let room = room.max(value.len());
    let cells = usize::from(width).saturating_sub(label.len() + 1 + 1 + room);
    let color = match fraction {
        fraction if fraction >= limit => Color::Red,
        fraction if fraction >= limit * 0.75 => Color::Yellow,
        _ => Color::Green,
    };
    #[allow(clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let filled = (fraction.clamp(0.0, 1.0) * (cells * 8) as f64).round() as usize;
    let full = "█".repeat(filled / 8);
    let part = EIGHTHS[filled % 8];
    let rest = "·".repeat(cells.saturating_sub(filled.div_ceil(8)));
    Line::from(vec![
        format!("{label} ").dark_gray(),
        Span::styled(full + part, Style::new().fg(color)),
        rest.dark_gray(),
        format!(" {value:>room$}").into(),
    ])
}
