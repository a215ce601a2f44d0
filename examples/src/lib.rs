//! What the examples are made of, where a test wants it, too.
#![forbid(unsafe_code)]

pub mod arguments;
pub mod life;
pub mod sysmon;
