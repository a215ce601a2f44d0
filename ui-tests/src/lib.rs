//! What the macros say to a user who made a mistake, and what they accept; see `tests/ui.rs`.
#![forbid(unsafe_code)]
