//! A bridge to the Redux DevTools: a client of their remote protocol, which is `SocketCluster`'s second one over
//! text frames of a WebSocket.
//!
//! Our store owns the log of actions, and the page is shown it: after each order it gets the whole log again. What
//! is looked at, and how a store is changed, is in `devtools/view`.

mod address;
mod bridge;
mod creators;
mod import;
mod instance;
mod log;
mod orders;
mod packet;
mod socket;
mod tap;

pub(super) use address::Address;
pub(super) use bridge::Bridge;
