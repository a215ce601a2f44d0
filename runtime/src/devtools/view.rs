//! A store as who is connected to it sees and changes it: what the inspector's server and the Redux bridge share.
//!
//! Nothing here knows who asks, or what goes over which wire.

pub(super) mod change;
pub(super) mod diff;
pub(super) mod flushes;
pub(super) mod frames;
pub(super) mod nodes;
pub(super) mod past;
pub(super) mod pipe;
pub(super) mod stores;
pub(super) mod values;
