//! The socket of one client: requests in, messages out, and nobody waits for a client that does not read.

use std::time::{Duration, Instant};

use tungstenite::WebSocket;
use tungstenite::protocol::Role;

use super::server::Server;
use super::session::Session;
use crate::devtools::view::frames::Frames;
use crate::devtools::view::pipe::Pipe;

/// The time between two looks at a store.
const TICK: Duration = Duration::from_millis(50);

/// A client that has been silent for so long is asked whether it is there; for three times as long it is not.
const SILENT: Duration = Duration::from_secs(20);

/// Serves a client until it goes.
pub(super) fn run(server: &Server, pipe: Pipe, rest: Vec<u8>) {
    let config = Some(Frames::config());
    let socket = WebSocket::from_partially_read(pipe, rest, Role::Server, config);
    let mut client = Frames::new(socket);
    let mut session = Session::new(server);
    let (mut next, mut asked) = (Instant::now(), Instant::now());
    client.send(session.hello());
    while !client.gone && !server.is_stopped() {
        // While something waits to go out nothing is added to it: what there is to tell is looked up when it
        // can be told, so that there is no queue to grow.
        if client.is_full() {
            continue;
        }
        let now = Instant::now();
        if now >= next {
            next = now + TICK;
            session.tick(now).into_iter().for_each(|message| client.send(message));
            let silent = now.saturating_duration_since(client.heard);
            client.gone |= silent > 3 * SILENT;
            if silent > SILENT && now.saturating_duration_since(asked) > SILENT {
                asked = now;
                client.ping();
            }
        } else if let Some(request) = client.receive() {
            client.send(session.answer(&request));
        }
    }
    client.close();
}
