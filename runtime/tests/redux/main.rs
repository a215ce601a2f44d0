//! The bridge to the Redux DevTools, against a server that plays their part.
#![cfg(debug_assertions)]

mod page;

mod files;
mod log;
mod orders;
mod wire;
