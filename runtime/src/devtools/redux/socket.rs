//! One connection to the server: frames in, frames out, and nobody waits for a server that does not read.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use tungstenite::client::IntoClientRequest;
use tungstenite::handshake::HandshakeError;
use tungstenite::protocol::WebSocketConfig;
use tungstenite::{Error, Message, WebSocket};

use super::address::Address;
use crate::devtools::view::pipe::{Pipe, is_late};

/// So long it may take to connect.
const DEADLINE: Duration = Duration::from_secs(3);

/// The largest message that is taken: a log to be imported.
const MOST_MESSAGE: usize = 16 << 20;

/// A server that has taken nothing of what waits for it in so long has gone.
const STALLED: Duration = Duration::from_secs(20);

/// A connection that is open.
pub(super) struct Socket {
    frames: WebSocket<Pipe>,
    /// Since when something waits to go out.
    waits: Option<Instant>,
    pub(super) gone: bool,
    /// When something came last.
    pub(super) heard: Instant,
}

impl Socket {
    /// Connects, if somebody listens who answers soon.
    pub(super) fn open(address: &Address, is_stopped: impl Fn() -> bool) -> Option<Self> {
        let deadline = Instant::now() + DEADLINE;
        let connect = |to| TcpStream::connect_timeout(to, DEADLINE).ok();
        let stream = address.sockets.iter().find_map(connect)?;
        let request = address.url.as_str().into_client_request().ok()?;
        let config = WebSocketConfig::default()
            .max_message_size(Some(MOST_MESSAGE))
            .max_frame_size(Some(MOST_MESSAGE))
            .write_buffer_size(0);
        let pipe = Pipe::new(stream).ok()?;
        let mut shaken = tungstenite::client::client_with_config(request, pipe, Some(config));
        loop {
            match shaken {
                Ok((frames, _)) => {
                    let heard = Instant::now();
                    return Some(Self { frames, waits: None, gone: false, heard });
                }
                Err(HandshakeError::Interrupted(open))
                    if Instant::now() < deadline && !is_stopped() =>
                {
                    shaken = open.handshake();
                }
                Err(_) => return None,
            }
        }
    }

    /// Whether what was sent last has not gone yet; then nothing is to be added.
    pub(super) fn is_full(&mut self) -> bool {
        if self.waits.is_some() {
            self.flush();
        }
        self.waits.is_some()
    }

    pub(super) fn send(&mut self, text: String) {
        let written = self.frames.write(Message::text(text));
        self.went(written);
        if self.waits.is_none() {
            self.flush();
        }
    }

    /// The next frame, if one comes soon.
    pub(super) fn receive(&mut self) -> Option<String> {
        match self.frames.read() {
            Ok(Message::Text(text)) => {
                self.heard = Instant::now();
                return Some(text.to_string());
            }
            Ok(Message::Ping(_) | Message::Pong(_)) => self.heard = Instant::now(),
            Err(Error::Io(error)) if is_late(&error) => {}
            // Closed, malformed, too large, or not of this protocol.
            Ok(_) | Err(_) => self.gone = true,
        }
        None
    }

    pub(super) fn close(mut self) {
        let _ = self.frames.close(None);
        let _ = self.frames.flush();
    }

    fn flush(&mut self) {
        let flushed = self.frames.flush();
        self.went(flushed);
    }

    /// What could not be sent yet is kept by the socket.
    fn went(&mut self, result: Result<(), Error>) {
        match result {
            Ok(()) => self.waits = None,
            Err(Error::Io(error)) if is_late(&error) => {
                let since = *self.waits.get_or_insert_with(Instant::now);
                self.gone |= since.max(self.frames.get_ref().moved).elapsed() > STALLED;
            }
            Err(_) => self.gone = true,
        }
    }
}
