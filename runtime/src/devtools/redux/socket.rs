//! Connecting to the server.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use tungstenite::client::IntoClientRequest;
use tungstenite::handshake::HandshakeError;

use super::address::Address;
use crate::devtools::view::frames::Frames;
use crate::devtools::view::pipe::Pipe;

/// So long it may take to connect.
const DEADLINE: Duration = Duration::from_secs(3);

/// Connects, if somebody listens who answers soon.
pub(super) fn open(address: &Address, is_stopped: impl Fn() -> bool) -> Option<Frames> {
    let deadline = Instant::now() + DEADLINE;
    let connect = |to| TcpStream::connect_timeout(to, DEADLINE).ok();
    let stream = address.sockets.iter().find_map(connect)?;
    let request = address.url.as_str().into_client_request().ok()?;
    let pipe = Pipe::new(stream).ok()?;
    let config = Some(Frames::config());
    let mut shaken = tungstenite::client::client_with_config(request, pipe, config);
    loop {
        match shaken {
            Ok((socket, _)) => return Some(Frames::new(socket)),
            Err(HandshakeError::Interrupted(open))
                if Instant::now() < deadline && !is_stopped() =>
            {
                shaken = open.handshake();
            }
            Err(_) => return None,
        }
    }
}
