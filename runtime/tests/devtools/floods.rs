//! Slow clients, silent ones and many of them cost nobody else anything.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use atomata::Store;
use serde_json::json;

use crate::client::{Client, PATIENCE, connect, exchange, parts};
use crate::shop::{Cart, PRICE};

#[test]
fn who_dawdles_over_a_request_is_shown_out() {
    let store = Store::new();
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (address, _) = parts(&inspector);
    let began = Instant::now();
    let mut slow = connect(&address);
    slow.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\n").unwrap();
    let mut answer = Vec::new();
    let mut block = [0; 256];
    loop {
        // One letter at a time never ends a head, and never lets a single read wait for long.
        let _ = slow.write_all(b"A");
        match slow.read(&mut block) {
            Ok(0) => break,
            Ok(read) => answer.extend_from_slice(&block[..read]),
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => break,
            Err(_) => assert!(began.elapsed() < PATIENCE, "it is waited for without an end"),
        }
    }
    assert!(String::from_utf8_lossy(&answer).starts_with("HTTP/1.1 408 "));
    assert!(began.elapsed() >= Duration::from_secs(2), "others need time, too");
}

#[test]
fn a_flood_of_connections_keeps_nobody_out() {
    let store = Store::new();
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (address, _) = parts(&inspector);
    let before = threads();
    let mut flood: Vec<TcpStream> = (0..300).map(|_| connect(&address)).collect();
    for stream in &mut flood {
        let _ = stream.write_all(b"GET / HT");
    }
    // The ones that wait longest go for those who come, so that the page is answered at once.
    let began = Instant::now();
    let page = exchange(&address, format!("GET / HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes());
    assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
    assert!(began.elapsed() < Duration::from_secs(2), "it took {:?}", began.elapsed());
    let (_client, _) = Client::new(&inspector);
    if let (Some(before), Some(now)) = (before, threads()) {
        assert!(now < before + 120, "there were {before} threads, and are {now}");
    }
}

/// How many threads this process has, where the system tells.
fn threads() -> Option<usize> {
    std::fs::read_dir("/proc/self/task").ok().map(Iterator::count)
}

#[test]
fn there_are_few_clients() {
    let store = Store::new();
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let mut clients: Vec<Client> = (0..8).map(|_| Client::new(&inspector).0).collect();
    let (address, token) = parts(&inspector);
    let refused = tungstenite::client(crate::client::request(&address, &token), connect(&address));
    assert!(refused.unwrap_err().to_string().contains("503"));
    // One that goes makes room.
    drop(clients.pop());
    let began = Instant::now();
    loop {
        let again = crate::client::request(&address, &token);
        if tungstenite::client(again, connect(&address)).is_ok() {
            break;
        }
        assert!(began.elapsed() < PATIENCE, "there is no room");
        std::thread::yield_now();
    }
}

#[test]
fn a_client_that_does_not_read_never_makes_a_writer_wait() {
    let store = Store::immediate();
    store.subscribe(PRICE, |_| ()).detach();
    // What one look sends is more than the socket holds.
    store.update(Cart, |cart| cart.items.extend((0..20_000).map(|at| format!("item {at}"))));
    let write = |turns: u32| {
        let mut times = Vec::with_capacity(turns as usize);
        for turn in 0..turns {
            let began = Instant::now();
            store.set(PRICE, f64::from(turn));
            times.push(began.elapsed());
            if turn % 1_000 == 0 {
                store.update(Cart, |cart| cart.items[0].push('x'));
            }
        }
        times.sort_unstable();
        times
    };
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, number) = Client::watching(&inspector);
    client.of("state");
    // Nobody reads from here on, while it is written 100,000 times.
    let times = write(100_000);
    let worst = times[times.len() - 1];
    assert!(worst < Duration::from_secs(2), "a write took {worst:?}");
    // The client reads again: it lost flushes, which are counted, and ends with the state of now.
    store.set(PRICE, -1.0);
    let flushes = client.until("flushes", |flushes| flushes["dropped"].as_u64() > Some(0));
    assert_eq!(flushes["store"], json!(number));
    client.ask(json!({"type": "watch", "store": number})).unwrap();
    let state = client.until("state", |state| state["state"]["atoms"]["price"] == json!(-1.0));
    assert_eq!(state["state"]["atoms"]["cart"]["items"].as_array().unwrap().len(), 20_000);
}

#[test]
fn a_client_that_goes_in_the_middle_leaves_nothing() {
    let store = Store::immediate();
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    for _ in 0..40 {
        let (client, _) = Client::watching(&inspector);
        store.set(PRICE, 1.0);
        drop(client);
    }
    let began = Instant::now();
    while threads().is_some_and(|threads| threads > 60) {
        assert!(began.elapsed() < PATIENCE, "threads stay");
        std::thread::yield_now();
    }
}

#[test]
fn a_server_that_is_stopped_closes_what_is_connected() {
    let store = Store::new();
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (address, _) = parts(&inspector);
    let (mut client, _) = Client::new(&inspector);
    let mut waiting = connect(&address);
    waiting.write_all(b"GET /").unwrap();
    inspector.stop();
    let mut rest = Vec::new();
    let _ = client.stream().read_to_end(&mut rest);
    let _ = waiting.read_to_end(&mut rest);
    let began = Instant::now();
    while TcpStream::connect(&address).is_ok() {
        assert!(began.elapsed() < PATIENCE, "the address is still served");
        std::thread::yield_now();
    }
}
