//! The inspector, as a client sees it and as an attacker does.
#![forbid(unsafe_code)]
#![cfg(debug_assertions)]
#![allow(clippy::float_cmp, reason = "prices are read as they were written")]

mod client;
mod shop;

mod attacks;
mod environment;
mod floods;
mod history;
mod reading;
mod redaction;
mod sessions;
mod skipping;
mod writing;
