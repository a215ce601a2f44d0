//! The suites of `it` over compiled graphs; the build script writes them.
#![forbid(unsafe_code)]
#![allow(warnings, clippy::all, clippy::pedantic, reason = "it is linted where it was written")]

include!(concat!(env!("OUT_DIR"), "/compiled.rs"));
