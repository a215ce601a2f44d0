//! A client of the inspector, over a socket of its own.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use atomata::devtools::Inspector;
use serde_json::{Value, json};
use tungstenite::handshake::client::Request;
use tungstenite::{Message, WebSocket};

/// Longer than anything here takes; a test that waits for so long has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// The address and the token of a link.
pub(crate) fn parts(inspector: &Inspector) -> (String, String) {
    let link = inspector.link().expect("this is a debug build");
    let (address, token) = link.strip_prefix("http://").unwrap().split_once("/#").unwrap();
    (address.to_owned(), token.to_owned())
}

/// A connection that was not used yet.
pub(crate) fn connect(address: &str) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Sends bytes, and reads until the other side closes.
pub(crate) fn exchange(address: &str, bytes: &[u8]) -> String {
    let mut stream = connect(address);
    // The other side may close before it has read everything.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

/// A client that is connected.
pub(crate) struct Client {
    socket: WebSocket<TcpStream>,
    ids: u64,
    /// Messages that came while an answer was waited for.
    kept: Vec<Value>,
}

/// A request for the socket, with the headers that a browser sends.
pub(crate) fn request(address: &str, token: &str) -> Request {
    Request::builder()
        .uri(format!("ws://{address}/socket"))
        .header("Host", address)
        .header("Origin", format!("http://{address}"))
        .header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
        .header("Sec-WebSocket-Protocol", format!("atomata.v1, token.{token}"))
        .body(())
        .unwrap()
}

impl Client {
    /// Connects, and takes the first message.
    pub(crate) fn new(inspector: &Inspector) -> (Self, Value) {
        let (address, token) = parts(inspector);
        let (socket, answer) =
            tungstenite::client(request(&address, &token), connect(&address)).unwrap();
        assert_eq!(answer.headers()["Sec-WebSocket-Protocol"], "atomata.v1");
        let mut client = Self { socket, ids: 0, kept: Vec::new() };
        let hello = client.next();
        assert_eq!((&hello["type"], &hello["version"]), (&json!("hello"), &json!(1)));
        (client, hello)
    }

    /// Connects, and watches the first store.
    pub(crate) fn watching(inspector: &Inspector) -> (Self, u64) {
        let (mut client, hello) = Self::new(inspector);
        let store = hello["stores"][0]["store"].as_u64().unwrap();
        client.ask(json!({"type": "watch", "store": store})).unwrap();
        (client, store)
    }

    /// The next message.
    fn next(&mut self) -> Value {
        loop {
            match self.socket.read().expect("the server is there") {
                Message::Text(text) => return serde_json::from_str(&text).unwrap(),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("{other:?} came"),
            }
        }
    }

    /// The next message of a type that has what is looked for.
    #[track_caller]
    pub(crate) fn until(&mut self, kind: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        let mut is_it = |message: &Value| message["type"] == kind && is_it(message);
        if let Some(at) = self.kept.iter().position(&mut is_it) {
            return self.kept.drain(..=at).next_back().unwrap();
        }
        self.kept.clear();
        loop {
            let message = self.next();
            if is_it(&message) {
                return message;
            }
        }
    }

    /// The next message of a type.
    #[track_caller]
    pub(crate) fn of(&mut self, kind: &str) -> Value {
        self.until(kind, |_| true)
    }

    /// What is answered to a request.
    pub(crate) fn ask(&mut self, mut request: Value) -> Result<Value, String> {
        self.ids += 1;
        request["id"] = json!(self.ids);
        self.socket.send(Message::text(request.to_string())).unwrap();
        loop {
            let message = self.next();
            if message["type"] != "answer" {
                self.kept.push(message);
                continue;
            }
            assert_eq!(message["id"], json!(self.ids));
            return match message.get("error") {
                None => Ok(message["ok"].clone()),
                Some(error) => Err(error.as_str().unwrap().to_owned()),
            };
        }
    }

    pub(crate) fn stream(&mut self) -> &mut TcpStream {
        self.socket.get_mut()
    }
}
