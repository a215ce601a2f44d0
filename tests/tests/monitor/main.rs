//! What a store tells of itself: events, the monitor, DevTools.
#![forbid(unsafe_code)]

mod budgets;
mod events;
mod health;
mod reports;
