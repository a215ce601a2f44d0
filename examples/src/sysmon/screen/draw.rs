//! The layout: what is shown where, and what is left out where there is no room.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style, Stylize};
use ratatui::text::{Line, Span};
use ratatui::widgets::Block;

use super::keys::KEYS;
use super::{panels, table};
use crate::sysmon::units::{count, percent, rate};
use crate::sysmon::view::View;

/// Draws everything there is room for, and returns how many processes there was room for.
pub fn draw(frame: &mut Frame<'_>, view: &View) -> usize {
    let area = frame.area();
    let panels = area.width >= 60 && area.height >= 18;
    let details = panels && area.height >= 32;
    let footer = area.height >= 5;
    let [title, top, middle, alerts, processes, meter, keys] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(if panels { 8 } else { 0 }),
        Constraint::Length(if details { details_height(view) } else { 0 }),
        Constraint::Length(u16::from(area.height >= 3)),
        Constraint::Fill(1),
        Constraint::Length(u16::from(footer)),
        Constraint::Length(u16::from(footer)),
    ])
    .areas(area);
    if panels {
        draw_title(frame, title, view);
        draw_top(frame, top, view);
    } else {
        draw_summary(frame, title, view);
    }
    if details {
        let [disks, network] =
            Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]).areas(middle);
        panels::flows(frame, disks, "disks", ("read", "written"), &view.disks);
        panels::flows(frame, network, "network", ("received", "sent"), &view.interfaces);
    }
    draw_alerts(frame, alerts, view);
    draw_meter(frame, meter, view);
    draw_keys(frame, keys);
    table::draw(frame, processes, view)
}

/// A panel with a border and a title, and what is inside.
pub(super) fn panel(frame: &mut Frame<'_>, area: Rect, title: String) -> Rect {
    let block = Block::bordered()
        .border_style(Style::new().fg(Color::DarkGray))
        .title(Span::styled(title, Style::new().add_modifier(Modifier::BOLD)));
    let inner = block.inner(area);
    frame.render_widget(block, area);
    inner
}

/// One line for each device, and the borders; a machine with many does not lose its process table.
fn details_height(view: &View) -> u16 {
    let most = view.disks.len().max(view.interfaces.len()).clamp(1, 6);
    2 + most as u16
}

fn draw_top(frame: &mut Frame<'_>, area: Rect, view: &View) {
    // The limits are the first to go: their keys still work, and the alerts still say what happened.
    let limits = if area.width >= 76 { 26 } else { 0 };
    let [cpu, machine, limits] =
        Layout::horizontal([Constraint::Fill(2), Constraint::Fill(3), Constraint::Length(limits)])
            .areas(area);
    panels::cpu(frame, cpu, view);
    panels::machine(frame, machine, view);
    if limits.width > 0 {
        panels::limits(frame, limits, view);
    }
}

fn draw_title(frame: &mut Frame<'_>, area: Rect, view: &View) {
    let seconds = view.at_ms / 1000;
    let left = Line::from(vec![
        " sysmon ".bold().reversed(),
        format!(" {}, every {} ms", view.source, view.interval_ms).into(),
    ]);
    let right =
        format!("{:02}:{:02}:{:02} ", seconds / 3600, seconds / 60 % 60, seconds % 60).dark_gray();
    frame.render_widget(left, area);
    let width = right.width() as u16;
    if area.width > width + 40 {
        let at = Rect { x: area.right() - width, width, ..area };
        frame.render_widget(right, at);
    }
}

/// What stands for all panels where there is no room for one.
fn draw_summary(frame: &mut Frame<'_>, area: Rect, view: &View) {
    let line = format!(
        "cpu {} mem {} load {:.2} disk {} net {}",
        percent(view.cpu),
        percent(view.memory.fraction()),
        view.load[0],
        rate(view.disk.inward + view.disk.outward),
        rate(view.network.inward + view.network.outward),
    );
    frame.render_widget(Line::from(line.bold()), area);
}

fn draw_alerts(frame: &mut Frame<'_>, area: Rect, view: &View) {
    let mut spans = Vec::new();
    if view.alerts.is_empty() {
        spans.push(" no alerts ".green());
    } else {
        spans.push(format!(" {} ", view.alerts.join("; ")).white().on_red());
    }
    if let Some(problem) = &view.problem {
        spans.push(format!(" {}, last: {problem}", count(view.problems, "problem")).yellow());
    }
    frame.render_widget(Line::from(spans), area);
}

fn draw_meter(frame: &mut Frame<'_>, area: Rect, view: &View) {
    let meter = &view.meter;
    let mut spans = vec![" store ".dark_gray()];
    for (per_second, what) in [
        (meter.writes, "writes"),
        (meter.coalesced, "coalesced"),
        (meter.notified, "notified"),
        (meter.recomputed, "recomputed"),
    ] {
        spans.push(format!(" {per_second:.0}").bold());
        spans.push(format!(" {what}/s").dark_gray());
    }
    frame.render_widget(Line::from(spans), area);
}

fn draw_keys(frame: &mut Frame<'_>, area: Rect) {
    let mut spans = Vec::new();
    for (keys, what) in KEYS {
        spans.push(format!(" {keys} ").bold());
        spans.push((*what).dark_gray());
    }
    frame.render_widget(Line::from(spans), area);
}
