//! Where the server of the Redux DevTools is.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};

use crate::devtools::connect::ConnectError;

/// An address of this machine, and the URL that led to it.
pub(in crate::devtools) struct Address {
    pub(super) url: String,
    pub(super) sockets: Vec<SocketAddr>,
}

impl Address {
    pub(in crate::devtools) fn parse(given: &str) -> Result<Self, ConnectError> {
        let wrong = |error| ConnectError::Address { given: given.to_owned(), error };
        let invalid = |why: &str| wrong(io::Error::new(io::ErrorKind::InvalidInput, why));
        let rest = given.strip_prefix("ws://").ok_or_else(|| invalid("it begins otherwise"))?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, "socketcluster/"));
        let sockets: Vec<SocketAddr> = host.to_socket_addrs().map_err(wrong)?.collect();
        if sockets.is_empty() {
            return Err(invalid("it names nothing"));
        }
        if let Some(&address) = sockets.iter().find(|address| !address.ip().is_loopback()) {
            return Err(ConnectError::NotLoopback { address });
        }
        Ok(Self { url: format!("ws://{host}/{path}"), sockets })
    }
}
