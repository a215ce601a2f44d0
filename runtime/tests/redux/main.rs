//! The bridge to the Redux DevTools, against a server that plays their part.
#![forbid(unsafe_code)]
#![cfg(debug_assertions)]

// One of the other side of the inspector.
#[allow(dead_code, reason = "it can more than is needed here")]
#[path = "../devtools/client.rs"]
mod client;
mod page;

mod files;
mod log;
mod orders;
mod wire;
