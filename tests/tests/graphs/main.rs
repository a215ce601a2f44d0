//! What is particular to compiled graphs: their size, what they include, what lives beside them in a
//! store, and that the other laws hold there, too.
#![forbid(unsafe_code)]
#![allow(unreachable_pub, reason = "a graph is used outside of its module")]

mod beside;
mod includes;
mod laws;
mod verbs;

#[allow(warnings, clippy::all, clippy::pedantic, reason = "the build script writes it")]
mod shapes {
    include!(concat!(env!("OUT_DIR"), "/graphs.rs"));
}
