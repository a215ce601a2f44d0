//! Mistakes of earlier designs that must not come back, each under its name. Those of deltas and of
//! saving stand with their subjects.

mod computeds;
mod flushes;
mod measures;
mod updates;
