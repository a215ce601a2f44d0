//! Who may come in: the checks of a request before anything is done for it.

use std::net::SocketAddr;

use tungstenite::handshake::derive_accept_key;

use super::http::{Head, Refusal};
use super::token::Token;

/// The subprotocol that is spoken.
pub(super) const PROTOCOL: &str = "atomata.v1";

/// How the token stands among the subprotocols.
const TOKEN: &str = "token.";

/// Holds what is asked of every request: that it was meant for this server, and not made by another site's page.
///
/// A name that leads here by a rebound DNS entry is another host; a page from elsewhere has another origin.
pub(super) fn check(head: &Head, address: SocketAddr) -> Result<(), Refusal> {
    let host = address.to_string();
    if head.one("host")? != Some(&*host) {
        return Err(Refusal(421, "the request was meant for another host"));
    }
    if let Some(origin) = head.one("origin")?
        && origin.strip_prefix("http://") != Some(&*host)
    {
        return Err(Refusal(403, "the request comes from another origin"));
    }
    if let Some(site) = head.one("sec-fetch-site")?
        && !matches!(site, "same-origin" | "none")
    {
        return Err(Refusal(403, "the request comes from another site"));
    }
    if head.method != "GET" {
        return Err(Refusal(405, "nothing but GET is answered"));
    }
    let has_body = |name| head.all(name).next().is_some();
    if has_body("transfer-encoding")
        || head.one("content-length")?.is_some_and(|length| length != "0")
    {
        return Err(Refusal(400, "a GET has no body"));
    }
    Ok(())
}

/// Holds what is asked of who wants the socket besides, and makes the answer that opens it.
pub(super) fn open(head: &Head, token: &Token) -> Result<String, Refusal> {
    if head.one("origin")?.is_none() {
        return Err(Refusal(403, "the request does not say where it comes from"));
    }
    if head.one("sec-fetch-site")?.is_some_and(|site| site != "same-origin") {
        return Err(Refusal(403, "the request comes from another site"));
    }
    // The token first: without it nobody learns anything.
    let protocols = || head.all("sec-websocket-protocol").flat_map(|list| list.split(','));
    let protocols = || protocols().map(str::trim);
    let mut tokens = protocols().filter_map(|protocol| protocol.strip_prefix(TOKEN));
    let has_token = tokens.next().is_some_and(|given| token.is(given)) && tokens.next().is_none();
    if !has_token {
        return Err(Refusal(401, "the token is missing or wrong; use the link that was printed"));
    }
    if !protocols().any(|protocol| protocol == PROTOCOL) {
        return Err(Refusal(400, "the subprotocol is unknown"));
    }
    let names = |name, word: &str| {
        let mut words = head.all(name).flat_map(|list| list.split(','));
        words.any(|known| known.trim().eq_ignore_ascii_case(word))
    };
    if !names("upgrade", "websocket") || !names("connection", "upgrade") {
        return Err(Refusal(426, "this is a WebSocket"));
    }
    if head.one("sec-websocket-version")? != Some("13") {
        return Err(Refusal(426, "only version 13 of WebSocket is spoken here"));
    }
    let key = head.one("sec-websocket-key")?.filter(|key| key.len() == 24);
    let key = key.ok_or(Refusal(400, "the key of the WebSocket is malformed"))?;
    let accept = derive_accept_key(key.as_bytes());
    Ok(format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: {PROTOCOL}\r\n\r\n"
    ))
}

/// What a page of this server may load.
pub(super) fn policy(address: SocketAddr) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         connect-src ws://{address}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}
