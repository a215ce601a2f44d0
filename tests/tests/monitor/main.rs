//! What a store tells of itself: events, the monitor, and what debug builds remember.
#![forbid(unsafe_code)]
#![allow(
    clippy::items_after_statements,
    reason = "a probe reads best beside the test it is made for"
)]

mod budgets;
mod events;
mod exports;
mod health;
mod reports;
#[cfg(debug_assertions)]
mod warnings;
#[cfg(debug_assertions)]
mod why;
