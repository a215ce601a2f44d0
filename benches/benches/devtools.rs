//! What DevTools cost while a client is attached: bytes of each flush beside those of the whole state, and the
//! time of single writes with and without a client.
//!
//! `cargo bench -p atomata_benches --features devtools --bench devtools --profile watched`, which optimizes and keeps debug assertions:
//! without them there are no DevTools to be measured.
#![forbid(unsafe_code)]

use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use atomata::{List, Store, atom};
use serde_json::{Value, json};
use tungstenite::handshake::client::Request;
use tungstenite::{Message, WebSocket};

#[atom(id = "rows", key = u32)]
static ROW: List<u64> = (0..100).collect();

#[atom(id = "plain")]
static PLAIN: u64 = 0;

const ROWS: u32 = 100;
const FLUSHES: u64 = 60;
const WRITES: usize = 200_000;

type Socket = WebSocket<TcpStream>;

fn main() {
    if !cfg!(debug_assertions) {
        println!("no debug assertions, no DevTools; use `--profile watched`");
        return;
    }
    bytes();
    times();
}

/// A client that watches the first store.
fn watch(link: &str) -> Socket {
    let (address, token) = link.trim_start_matches("http://").split_once("/#").expect("a link");
    let stream = TcpStream::connect(address).expect("the server is there");
    let request = Request::builder()
        .uri(format!("ws://{address}/socket"))
        .header("Host", address)
        .header("Origin", format!("http://{address}"))
        .header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
        .header("Sec-WebSocket-Protocol", format!("atomata.v1, token.{token}"))
        .body(())
        .expect("a request");
    let (mut socket, _) = tungstenite::client(request, stream).expect("the token is right");
    let hello = next(&mut socket);
    let watch = json!({"type": "watch", "id": 1, "store": hello["stores"][0]["store"]});
    socket.send(Message::text(watch.to_string())).expect("the server is there");
    socket
}

fn next(socket: &mut Socket) -> Value {
    loop {
        if let Message::Text(text) = socket.read().expect("the server is there") {
            return serde_json::from_str(&text).expect("messages are JSON");
        }
    }
}

/// One of a hundred rows changes in one place with each flush.
fn bytes() {
    let store = Store::immediate();
    (0..ROWS).for_each(|row| store.update(ROW(row), |_| ()));
    let inspector = store.devtools().serve("127.0.0.1:0").expect("a port is free");
    let mut socket = watch(&inspector.link().expect("a debug build"));
    let (mut full, mut sent) = (0, 0);
    let mut flush = 0;
    while flush < FLUSHES {
        let message = next(&mut socket);
        match message["type"].as_str() {
            Some("state") => full = message["state"].to_string().len(),
            Some("patch") => sent += message["bytes"].as_u64().expect("a number"),
            _ => continue,
        }
        flush += 1;
        store.update(ROW(flush as u32 % ROWS), |row| (**row).set(7, flush));
    }
    let whole = full as u64 * (FLUSHES - 1);
    let less = 100.0 * (1.0 - sent as f64 / whole as f64);
    println!("bytes: {sent} in {} flushes, {whole} as whole states: {less:.1} % less", FLUSHES - 1);
    assert!(less >= 70.0, "only {less:.1} % less");
    inspector.stop();
}

/// Single writes to an atom with a subscriber.
fn times() {
    let store = Store::immediate();
    let told = Arc::new(AtomicU64::new(0));
    let heard = Arc::clone(&told);
    store.subscribe(PLAIN, move |value| heard.store(*value, Ordering::Relaxed)).detach();
    let mut value = 0;
    let mut measure = |what: &str| {
        let mut times: Vec<Duration> = Vec::with_capacity(WRITES);
        for _ in 0..WRITES {
            value += 1;
            let began = Instant::now();
            store.set(PLAIN, value);
            times.push(began.elapsed());
        }
        assert_eq!(told.load(Ordering::Relaxed), value);
        times.sort_unstable();
        let at = |part: usize| times[WRITES * part / 1000];
        let (p50, p99, p999) = (at(500), at(990), at(999));
        let max = times[WRITES - 1];
        println!("set, {what}: p50 {p50:?}, p99 {p99:?}, p99.9 {p999:?}, max {max:?}");
        p99
    };
    measure("warming up");
    let mut alone: Vec<Duration> = (0..3).map(|_| measure("alone")).collect();
    let inspector = store.devtools().serve("127.0.0.1:0").expect("a port is free");
    let mut socket = watch(&inspector.link().expect("a debug build"));
    let done = Arc::new(AtomicBool::new(false));
    let reads = Arc::clone(&done);
    let client = std::thread::spawn(move || {
        let mut messages = 0;
        while !reads.load(Ordering::Relaxed) && socket.read().is_ok() {
            messages += 1;
        }
        messages
    });
    let mut attached: Vec<_> = (0..6).map(|_| measure("with a client")).collect();
    done.store(true, Ordering::Relaxed);
    inspector.stop();
    let messages: u64 = client.join().expect("the client ends");
    assert!(messages > 10, "only {messages} messages came");
    alone.extend((0..3).map(|_| measure("alone again")));
    let median = |times: &mut [Duration]| {
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64()
    };
    println!("p99 with a client / alone: {:.2}", median(&mut attached) / median(&mut alone));
}
