//! The inspector: a server for one page, and the socket by which it looks at stores.
//!
//! `PROTOCOL.md` beside this folder has what goes over the wire. Nothing here is called by a writer: each client has
//! a thread that looks at the store it watches, so that a slow client costs nobody else anything.

mod drawing;
mod gate;
mod http;
mod record;
mod requests;
mod server;
mod session;
mod socket;
mod test;
mod token;
mod watch;

pub(super) use server::Server;
