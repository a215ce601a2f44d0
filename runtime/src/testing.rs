//! What tests of an application need: a clock that moves only when it is told to.

pub use crate::batch::schedule::manual::TestClock;
