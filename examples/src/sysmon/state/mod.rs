//! The state of the monitor: what was read, what is set, and all that follows from them.
//!
//! The modules give the groups their names: what is in [`data`] belongs to the group `data`, what is
//! in [`ui`] to `ui`. [`builder`] gives each its window.

pub mod data;
pub mod feed;
pub mod ui;

use std::time::Duration;

use atomata::event::WarningKind;
use atomata::{Builder, Group, Store};

use super::reading::Machine;

/// How long the readings of a moment are gathered before those who watch are told: as long as it
/// takes to the next one by default, so that reading faster costs no drawing.
pub const DATA_WINDOW: Duration = Duration::from_millis(100);

/// How long keys are gathered: one frame of a usual screen.
pub const UI_WINDOW: Duration = Duration::from_millis(16);

/// A store for readings of `machine`.
pub fn builder(machine: &Machine) -> Builder {
    Store::builder()
        .smart()
        .group("data", Group::new().window(DATA_WINDOW))
        .group("ui", Group::new().window(UI_WINDOW).priority(1))
        .initial(data::TICKS_PER_SECOND, machine.ticks_per_second)
        // Each reading is written whole; what it has in common with the last one is for the store to find.
        .allow(&[WarningKind::EqualWrites])
        // What is followed names these before anybody has used them.
        .register(data::Clock)
        .register(data::Cpu)
        .register(super::reading::Memory)
        .register(super::reading::Load)
        .register(data::Disks)
        .register(data::Network)
        .register(data::Tracked)
        .register(data::Problems)
}
