//! Who has no token, or was sent by another site, reads and writes nothing.

use atomata::Store;
use atomata::devtools::{Inspector, ServeError};
use serde_json::json;

use crate::client::{Client, exchange, parts, request};
use crate::shop::PRICE;

const KEY: &str = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

fn served() -> (Store, Inspector) {
    let store = Store::immediate();
    store.set(PRICE, 7.25);
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    (store, inspector)
}

/// Sends the lines of a head, with `HOST`, `ORIGIN` and `TOKEN` put in.
fn send(inspector: &Inspector, lines: &[&str]) -> String {
    let (address, token) = parts(inspector);
    let head = lines.join("\r\n") + "\r\n\r\n";
    let head = head.replace("ORIGIN", &format!("http://{address}"));
    exchange(&address, head.replace("HOST", &address).replace("TOKEN", &token).as_bytes())
}

#[track_caller]
fn refused(inspector: &Inspector, status: u16, lines: &[&str]) {
    let answer = send(inspector, lines);
    assert!(
        answer.starts_with(&format!("HTTP/1.1 {status} ")),
        "{lines:?} was answered {answer:?}"
    );
    assert!(!answer.contains("7.25") && !answer.contains("price"), "{answer}");
    assert!(!answer.to_ascii_lowercase().contains("access-control"), "{answer}");
}

/// The head of a request for the socket, without what is named, and with other lines instead.
fn socket<'a>(without: &str, with: &[&'a str]) -> Vec<&'a str> {
    let all = [
        "Host: HOST",
        "Origin: ORIGIN",
        "Sec-Fetch-Site: same-origin",
        "Connection: keep-alive, Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        KEY,
        "Sec-WebSocket-Protocol: atomata.v1, token.TOKEN",
    ];
    let kept = all.into_iter().filter(|line| !line.starts_with(&format!("{without}:")));
    std::iter::once("GET /socket HTTP/1.1").chain(kept).chain(with.iter().copied()).collect()
}

#[test]
fn nothing_is_served_to_other_machines() {
    let store = Store::new();
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:80"] {
        let error = store.devtools().serve(address).unwrap_err();
        assert!(matches!(error, ServeError::NotLoopback { .. }), "{error}");
        assert!(error.to_string().contains("to this machine alone"), "{error}");
    }
    assert!(matches!(store.devtools().serve("nowhere").unwrap_err(), ServeError::Address { .. }));
}

#[test]
fn an_address_that_is_taken_is_an_error() {
    let (store, inspector) = served();
    let (address, _) = parts(&inspector);
    let error = store.devtools().serve(&address).unwrap_err();
    assert!(matches!(error, ServeError::Bind { .. }), "{error}");
}

#[test]
fn the_page_is_guarded_and_holds_no_data() {
    let (_store, inspector) = served();
    let answer = send(&inspector, &["GET / HTTP/1.1", "Host: HOST"]);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    let (address, token) = parts(&inspector);
    for header in [
        "X-Content-Type-Options: nosniff",
        "X-Frame-Options: DENY",
        "Referrer-Policy: no-referrer",
        "Cross-Origin-Resource-Policy: same-origin",
        "Cross-Origin-Opener-Policy: same-origin",
        "Cache-Control: no-store",
        &format!(
            "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src \
             'self' data:; connect-src ws://{address}; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'"
        ),
    ] {
        assert!(head.contains(&format!("\r\n{header}\r\n")) || head.ends_with(header), "{head}");
    }
    assert!(!head.to_ascii_lowercase().contains("access-control"), "{head}");
    assert!(!body.contains(&token) && !body.contains("7.25"), "{body}");
    for path in ["/app.js", "/style.css"] {
        let answer = send(&inspector, &[&format!("GET {path} HTTP/1.1"), "Host: HOST"]);
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{path}: {answer}");
    }
    for path in ["/../Cargo.toml", "/m/../../lib.rs", "/index.htm", "//", "/?x", "/%2e%2e/"] {
        refused(&inspector, 404, &[&format!("GET {path} HTTP/1.1"), "Host: HOST"]);
    }
}

#[test]
fn another_host_is_refused() {
    let (_store, inspector) = served();
    let (address, _) = parts(&inspector);
    let port = address.rsplit_once(':').unwrap().1;
    let rebound = format!("Host: attacker.example:{port}");
    let other_name = format!("Host: localhost:{port}");
    let upper = format!("Host: {address}.");
    for host in [&*rebound, &other_name, &upper, "Host: 127.0.0.1", "Host:", "X-Host: HOST"] {
        refused(&inspector, 421, &["GET / HTTP/1.1", host]);
        refused(&inspector, 421, &socket("Host", &[host]));
    }
    refused(&inspector, 400, &["GET / HTTP/1.1", "Host: HOST", "Host: attacker.example"]);
}

#[test]
fn another_origin_or_site_is_refused() {
    let (_store, inspector) = served();
    for origin in [
        "Origin: http://attacker.example",
        "Origin: https://HOST",
        "Origin: null",
        "Origin: ORIGIN.attacker.example",
        "Origin: http://127.0.0.1:1",
    ] {
        refused(&inspector, 403, &["GET / HTTP/1.1", "Host: HOST", origin]);
        refused(&inspector, 403, &socket("Origin", &[origin]));
    }
    refused(&inspector, 403, &socket("Origin", &[]));
    for site in ["cross-site", "same-site", "something"] {
        let site = format!("Sec-Fetch-Site: {site}");
        refused(&inspector, 403, &["GET /app.js HTTP/1.1", "Host: HOST", &site]);
        refused(&inspector, 403, &socket("Sec-Fetch-Site", &[&site]));
    }
    // Typed into the address bar: fine for the page, and nothing that opens a socket.
    refused(&inspector, 403, &socket("Sec-Fetch-Site", &["Sec-Fetch-Site: none"]));
}

#[test]
fn without_the_token_there_is_no_socket() {
    let (store, inspector) = served();
    let (_, token) = parts(&inspector);
    let mut almost = token.clone().into_bytes();
    almost[63] ^= 1;
    let almost = String::from_utf8(almost).unwrap();
    for protocols in [
        "atomata.v1".to_owned(),
        "atomata.v1, token.".to_owned(),
        format!("atomata.v1, token.{almost}"),
        format!("atomata.v1, token.{}", &token[..63]),
        format!("atomata.v1, token.{token}0"),
        format!("atomata.v1, {token}"),
        format!("atomata.v1, token.{almost}, token.{token}"),
        format!("atomata.v1, token.{}", token.to_uppercase()),
    ] {
        let protocols = format!("Sec-WebSocket-Protocol: {protocols}");
        refused(&inspector, 401, &socket("Sec-WebSocket-Protocol", &[&protocols]));
    }
    refused(&inspector, 401, &socket("Sec-WebSocket-Protocol", &[]));
    // Not in the request line either.
    let line = format!("GET /socket?token={token} HTTP/1.1");
    let mut lines = socket("Sec-WebSocket-Protocol", &[]);
    lines[0] = &line;
    refused(&inspector, 404, &lines);
    // Frames that follow a refused request are read by nobody.
    let mut lines = socket("Sec-WebSocket-Protocol", &[]);
    let frame = r#"{"type":"set","store":1,"pointer":"/price","value":1.0}"#;
    lines.extend(["", frame]);
    refused(&inspector, 401, &lines);
    assert_eq!(store.get(PRICE), 7.25);
    // With it there is one, and two servers have two.
    let (_client, _) = Client::new(&inspector);
    let (_other_store, other) = served();
    let (address, _) = parts(&other);
    let stream = crate::client::connect(&address);
    let refused = tungstenite::client(request(&address, &token), stream);
    assert!(refused.unwrap_err().to_string().contains("401"));
}

#[test]
fn what_is_no_request_is_refused() {
    let (_store, inspector) = served();
    refused(&inspector, 405, &["POST / HTTP/1.1", "Host: HOST", "Content-Length: 2"]);
    refused(&inspector, 405, &["OPTIONS /socket HTTP/1.1", "Host: HOST"]);
    refused(&inspector, 400, &["GET / HTTP/1.1", "Host: HOST", "Content-Length: 2"]);
    refused(&inspector, 400, &["GET / HTTP/1.1", "Host: HOST", "Transfer-Encoding: chunked"]);
    refused(&inspector, 400, &["GET / HTTP/1.1", "Host HOST"]);
    refused(&inspector, 400, &["GET / HTTP/1.1", "Host: HOST", "A\0B: C"]);
    refused(&inspector, 400, &["GET / HTTP/1.1", "Host: HOST", "A: \u{7f}"]);
    refused(&inspector, 505, &["GET / HTTP/1.0", "Host: HOST"]);
    refused(&inspector, 400, &["GET / HTTP/9.9", "Host: HOST"]);
    refused(&inspector, 426, &socket("Upgrade", &[]));
    refused(&inspector, 426, &socket("Connection", &["Connection: close"]));
    refused(&inspector, 426, &socket("Sec-WebSocket-Version", &["Sec-WebSocket-Version: 8"]));
    refused(&inspector, 400, &socket("Sec-WebSocket-Key", &["Sec-WebSocket-Key: short"]));
    let long = format!("A: {}", "x".repeat(9 << 10));
    refused(&inspector, 431, &["GET / HTTP/1.1", "Host: HOST", &long]);
    let many: Vec<String> = (0..100).map(|at| format!("A{at}: x")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    refused(&inspector, 431, &[&["GET / HTTP/1.1", "Host: HOST"], &*many].concat());
    let (address, _) = parts(&inspector);
    let noise: Vec<u8> = (0..=255).cycle().take(4096).collect();
    assert!(exchange(&address, &noise).starts_with("HTTP/1.1 400 "));
    assert_eq!(exchange(&address, &[0x16, 3, 1]).get(..12), Some("HTTP/1.1 400"));
}

#[test]
fn malformed_frames_end_the_connection_and_change_nothing() {
    use std::io::{Read, Write};
    let (store, inspector) = served();
    let unmasked: &[u8] = &[0x81, 0x02, b'{', b'}'];
    let reserved: &[u8] = &[0xf1, 0x80, 0, 0, 0, 0];
    let unknown: &[u8] = &[0x83, 0x80, 0, 0, 0, 0];
    let huge: &[u8] = &[0x81, 0xff, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0];
    let not_text: &[u8] = &[0x81, 0x81, 0, 0, 0, 0, 0xff];
    let binary: &[u8] = &[0x82, 0x81, 0, 0, 0, 0, 1];
    for frame in [unmasked, reserved, unknown, huge, not_text, binary] {
        let (mut client, _) = Client::new(&inspector);
        client.stream().write_all(frame).unwrap();
        let mut rest = Vec::new();
        // It ends, by a close or by a reset.
        let _ = client.stream().read_to_end(&mut rest);
    }
    assert_eq!(store.get(PRICE), 7.25);
    let (mut client, number) = Client::watching(&inspector);
    for (request, error) in [
        (json!([]), "the request has no `type`"),
        (json!({"type": "dance", "store": number}), "the type \"dance\" is unknown"),
        (json!({"type": "set", "store": number}), "`pointer` is missing, or is no text"),
        (json!({"type": "flush"}), "`store` is missing, or is no whole number"),
        (json!({"type": "flush", "store": -1}), "`store` is missing, or is no whole number"),
        (json!({"type": "flush", "store": u32::MAX}), "there is no store 4294967295, or it went"),
        (json!({"type": "pause", "on": 1}), "`on` is missing, or is neither true nor false"),
    ] {
        if request.is_object() {
            assert_eq!(client.ask(request).unwrap_err(), error);
        }
    }
}
