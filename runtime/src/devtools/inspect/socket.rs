//! The socket of one client: requests in, messages out, and nobody waits for a client that does not read.

use std::time::{Duration, Instant};

use tungstenite::protocol::{Role, WebSocketConfig};
use tungstenite::{Bytes, Error, Message, WebSocket};

use super::server::Server;
use super::session::Session;
use crate::devtools::view::pipe::{Pipe, is_late};

/// The largest message that is taken: a session to be imported.
const MOST_MESSAGE: usize = 16 << 20;

/// The time between two looks at a store.
const TICK: Duration = Duration::from_millis(50);

/// A client that has taken nothing of what waits for it in so long has gone.
const STALLED: Duration = Duration::from_secs(20);

/// A client that has been silent for so long is asked whether it is there; for three times as long it is not.
const SILENT: Duration = Duration::from_secs(20);

/// Serves a client until it goes.
pub(super) fn run(server: &Server, pipe: Pipe, rest: Vec<u8>) {
    let config = WebSocketConfig::default()
        .max_message_size(Some(MOST_MESSAGE))
        .max_frame_size(Some(MOST_MESSAGE))
        .write_buffer_size(0);
    let socket = WebSocket::from_partially_read(pipe, rest, Role::Server, Some(config));
    let now = Instant::now();
    let mut client = Client { socket, waits: None, gone: false, heard: now, asked: now };
    let mut session = Session::new(server);
    let mut next = now;
    client.send(session.hello());
    while !client.gone && !server.is_stopped() {
        // While something waits to go out nothing is added to it: what there is to tell is looked up when it
        // can be told, so that there is no queue to grow.
        if client.waits.is_some() {
            client.flush();
            continue;
        }
        let now = Instant::now();
        if now >= next {
            next = now + TICK;
            session.tick(now).into_iter().for_each(|message| client.send(message));
            client.ask(now);
        } else if let Some(request) = client.receive() {
            client.send(session.answer(&request));
        }
    }
    // Whoever is there still is told; nobody waits for an answer.
    let _ = client.socket.close(None);
    let _ = client.socket.flush();
}

struct Client {
    socket: WebSocket<Pipe>,
    /// Since when something waits to go out.
    waits: Option<Instant>,
    gone: bool,
    heard: Instant,
    asked: Instant,
}

impl Client {
    fn send(&mut self, message: String) {
        let written = self.socket.write(Message::text(message));
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

    /// The next request, if one comes soon.
    fn receive(&mut self) -> Option<String> {
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

    /// Asks a client that is silent whether it is there.
    fn ask(&mut self, now: Instant) {
        let silent = now.saturating_duration_since(self.heard);
        self.gone |= silent > 3 * SILENT;
        if silent > SILENT && now.saturating_duration_since(self.asked) > SILENT {
            self.asked = now;
            let asked = self.socket.write(Message::Ping(Bytes::new()));
            self.went(asked);
        }
    }
}
