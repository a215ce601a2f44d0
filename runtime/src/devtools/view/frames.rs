//! Messages over a WebSocket, and nobody waits for another side that does not read.

use std::time::{Duration, Instant};

use tungstenite::protocol::WebSocketConfig;
use tungstenite::{Bytes, Error, Message, WebSocket};

use super::pipe::{Pipe, is_late};

/// The largest message that is taken: a session or a log to be imported.
const MOST_MESSAGE: usize = 16 << 20;

/// Another side that has taken nothing of what waits for it in so long has gone.
const STALLED: Duration = Duration::from_secs(20);

/// A WebSocket that is open.
pub(in crate::devtools) struct Frames {
    socket: WebSocket<Pipe>,
    /// Since when something waits to go out.
    waits: Option<Instant>,
    /// The other side is there no more, or is not to be listened to.
    pub(in crate::devtools) gone: bool,
    /// When something came last.
    pub(in crate::devtools) heard: Instant,
}

impl Frames {
    pub(in crate::devtools) fn config() -> WebSocketConfig {
        WebSocketConfig::default()
            .max_message_size(Some(MOST_MESSAGE))
            .max_frame_size(Some(MOST_MESSAGE))
            .write_buffer_size(0)
    }

    pub(in crate::devtools) fn new(socket: WebSocket<Pipe>) -> Self {
        Self { socket, waits: None, gone: false, heard: Instant::now() }
    }

    /// Whether what was sent last has not gone yet; then nothing is to be added.
    pub(in crate::devtools) fn is_full(&mut self) -> bool {
        if self.waits.is_some() {
            self.flush();
        }
        self.waits.is_some()
    }

    pub(in crate::devtools) fn send(&mut self, text: String) {
        self.write(Message::text(text));
    }

    /// Asks the other side whether it is there.
    pub(in crate::devtools) fn ping(&mut self) {
        self.write(Message::Ping(Bytes::new()));
    }

    /// The next text, if one comes soon.
    pub(in crate::devtools) fn receive(&mut self) -> Option<String> {
        match self.socket.read() {
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

    /// Says that it is over; nobody waits for an answer.
    pub(in crate::devtools) fn close(mut self) {
        let _ = self.socket.close(None);
        let _ = self.socket.flush();
    }

    fn write(&mut self, message: Message) {
        let written = self.socket.write(message);
        self.went(written);
        if self.waits.is_none() {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let flushed = self.socket.flush();
        self.went(flushed);
    }

    /// What could not be sent yet is kept by the socket.
    fn went(&mut self, result: Result<(), Error>) {
        match result {
            Ok(()) => self.waits = None,
            Err(Error::Io(error)) if is_late(&error) => {
                let since = *self.waits.get_or_insert_with(Instant::now);
                self.gone |= since.max(self.socket.get_ref().moved).elapsed() > STALLED;
            }
            Err(_) => self.gone = true,
        }
    }
}
