//! The inspector, as a client sees it and as an attacker does.
#![cfg(debug_assertions)]

mod client;
mod shop;

mod attacks;
mod environment;
mod floods;
mod history;
mod reading;
mod redaction;
mod sessions;
mod writing;
