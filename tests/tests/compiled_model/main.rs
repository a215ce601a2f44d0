//! The model test of `it` over a compiled graph; the build script writes it.
#![forbid(unsafe_code)]
#![allow(warnings, clippy::all, clippy::pedantic, reason = "it is linted where it was written")]

mod typed;

include!(concat!(env!("OUT_DIR"), "/compiled_model.rs"));
