//! The bridge to the Redux DevTools, against a server that plays their part.
#![forbid(unsafe_code)]
#![cfg(debug_assertions)]

mod page;

mod files;
mod log;
mod orders;
mod wire;
