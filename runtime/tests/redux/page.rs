//! The server of the Redux DevTools and the page behind it, in one, and the atoms of these tests.

use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use atomata::devtools::ReduxBridge;
use atomata::{Store, atom, computed};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

/// Longer than anything here takes; a test that waits for so long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

#[atom(id = "count")]
pub(crate) static COUNT: i64 = 0;

#[atom(id = "word")]
pub(crate) static WORD: String = "a".to_owned();

#[computed(deps = [COUNT], id = "double")]
pub(crate) fn double(count: i64) -> i64 {
    count * 2
}

#[atom(id = "score", key = u32)]
pub(crate) static SCORE: u64 = 0;

#[atom(id = "password", redact)]
pub(crate) static PASSWORD: String = "swordfish".to_owned();

/// Where pages wait for the bridge.
pub(crate) struct Server {
    listener: TcpListener,
    pub(crate) url: String,
}

impl Server {
    pub(crate) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("ws://{}/socketcluster/", listener.local_addr().unwrap());
        Self { listener, url }
    }

    /// A connection, on which nothing was said yet.
    pub(crate) fn accept(&self) -> Page {
        let (stream, _) = self.listener.accept().unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let socket = tungstenite::accept(stream).unwrap();
        Page { socket, instance: Value::Null }
    }

    /// A connection with the handshake behind it; the bridge has said that it is there.
    pub(crate) fn greet(&self) -> Page {
        let mut page = self.accept();
        page.greet(30_000);
        page
    }

    /// A page that watches, and the log that it was told first.
    pub(crate) fn watch(&self) -> (Page, Value) {
        let mut page = self.greet();
        page.publish(json!({"type": "START"}));
        let lifted = page.state();
        (page, lifted)
    }
}

/// A page that watches one store with a counter, by a bridge of its own.
pub(crate) fn watching(store: &Store) -> (Page, Value, ReduxBridge) {
    let server = Server::new();
    let bridge = store.devtools().connect(&server.url).unwrap();
    let (page, lifted) = server.watch();
    (page, lifted, bridge)
}

/// A store in which the counter and what follows from it are watched, so that each write is a flush.
pub(crate) fn counting(store: Store) -> Store {
    store.subscribe(DOUBLE, |_| ()).detach();
    store.subscribe(WORD, |_| ()).detach();
    store
}

pub(crate) struct Page {
    socket: WebSocket<TcpStream>,
    /// The store that orders are for: the last one that was told of.
    pub(crate) instance: Value,
}

impl Page {
    pub(crate) fn send(&mut self, text: &str) {
        self.socket.send(Message::text(text)).unwrap();
    }

    /// The next frame; nothing once the bridge has closed.
    pub(crate) fn frame(&mut self) -> Option<String> {
        loop {
            match self.socket.read() {
                Ok(Message::Text(text)) => return Some(text.to_string()),
                Ok(Message::Ping(_) | Message::Pong(_)) => {}
                Err(tungstenite::Error::Io(error))
                    if error.kind() == std::io::ErrorKind::WouldBlock =>
                {
                    panic!("nothing came")
                }
                Ok(_) | Err(_) => return None,
            }
        }
    }

    pub(crate) fn next(&mut self) -> Value {
        serde_json::from_str(&self.frame().expect("the bridge is there")).unwrap()
    }

    /// The server's side of the way in.
    pub(crate) fn greet(&mut self, timeout: u64) {
        let call = self.next();
        assert_eq!(call, json!({"event": "#handshake", "data": {"authToken": null}, "cid": 1}));
        let data = json!({"id": "abc", "pingTimeout": timeout, "isAuthenticated": false});
        self.send(&json!({"rid": 1, "data": data}).to_string());
        assert_eq!(self.next(), json!({"event": "login", "data": "master", "cid": 2}));
        self.send(r#"{"rid":2,"data":"respond"}"#);
        for (cid, channel) in [(3, "respond"), (4, "sc-abc")] {
            let call = json!({"event": "#subscribe", "data": {"channel": channel}, "cid": cid});
            assert_eq!(self.next(), call);
            self.send(&json!({"rid": cid}).to_string());
        }
        let start = self.next();
        assert_eq!((&start["event"], &start["data"]["type"]), (&json!("log"), &json!("START")));
        assert_eq!(start["data"]["id"], "abc");
    }

    /// Sends what the page of the tools would, by the channel of this client.
    pub(crate) fn publish(&mut self, data: Value) {
        let published = json!({"event": "#publish", "data": {"channel": "sc-abc", "data": data}});
        self.send(&published.to_string());
    }

    /// An order for the store.
    pub(crate) fn order(&mut self, mut order: Value) {
        order["instanceId"] = self.instance.clone();
        self.publish(order);
    }

    /// Dispatches to the log, which then comes again; fails with what the page is told.
    pub(crate) fn dispatch(&mut self, action: Value) -> Result<Value, String> {
        self.order(json!({"type": "DISPATCH", "action": action}));
        self.answer()
    }

    /// What the bridge says to an order: the log, after a complaint or not.
    pub(crate) fn answer(&mut self) -> Result<Value, String> {
        let mut error = None;
        loop {
            let message = self.message();
            match message["type"].as_str().unwrap() {
                "ERROR" => error = Some(message["payload"].as_str().unwrap().to_owned()),
                "STATE" => {
                    let lifted = payload(&message);
                    return error.map_or(Ok(lifted), Err);
                }
                _ => {}
            }
        }
    }

    /// The next message of the log.
    pub(crate) fn message(&mut self) -> Value {
        let mut packet = self.next();
        assert_eq!(packet["event"], "log");
        let message = packet["data"].take();
        assert_eq!(message["id"], "abc");
        self.instance = message["instanceId"].clone();
        message
    }

    /// The next message, which has to be the whole log.
    #[track_caller]
    pub(crate) fn state(&mut self) -> Value {
        let message = self.message();
        assert_eq!(message["type"], "STATE", "{message}");
        payload(&message)
    }

    /// The next message, which has to be an action: its name, and the state after it.
    #[track_caller]
    pub(crate) fn action(&mut self) -> (String, Value) {
        let message = self.message();
        assert_eq!(message["type"], "ACTION", "{message}");
        let action: Value = serde_json::from_str(message["action"].as_str().unwrap()).unwrap();
        assert_eq!(action["type"], "PERFORM_ACTION");
        (action["action"]["type"].as_str().unwrap().to_owned(), payload(&message))
    }
}

fn payload(message: &Value) -> Value {
    serde_json::from_str(message["payload"].as_str().unwrap()).unwrap()
}

/// The counter in each state of a log.
pub(crate) fn counts(lifted: &Value) -> Vec<i64> {
    let states = lifted["computedStates"].as_array().unwrap();
    states.iter().map(|entry| entry["state"]["atoms"]["count"].as_i64().unwrap()).collect()
}

/// The computed in each state of a log, as far as it is known.
pub(crate) fn doubles(lifted: &Value) -> Vec<Option<i64>> {
    let states = lifted["computedStates"].as_array().unwrap();
    states.iter().map(|entry| entry["state"]["computed"]["double"].as_i64()).collect()
}
