//! The packets of `SocketCluster`'s second protocol, as far as they are used here.

use serde_json::{Map, Value, json};

/// What the server says.
pub(super) enum Packet {
    /// It asks whether we are there.
    Ping,
    /// What it answers to the call of a number; nothing, if it refuses.
    Answer(u64, Option<Value>),
    /// What the page sent by a channel.
    Published(Value),
}

/// What is sent to say that we are there.
pub(super) const PONG: &str = "";

/// The packets of a frame. What is none, or of no use here, is passed over.
pub(super) fn read(text: &str) -> Vec<Packet> {
    if text.is_empty() {
        return vec![Packet::Ping];
    }
    match serde_json::from_str(text) {
        Ok(Value::Array(packets)) => packets.into_iter().filter_map(packet).collect(),
        Ok(one) => packet(one).into_iter().collect(),
        Err(_) => Vec::new(),
    }
}

fn packet(mut packet: Value) -> Option<Packet> {
    if let Some(call) = packet.get("rid").and_then(Value::as_u64) {
        let is_refused = packet.get("error").is_some();
        let answer = packet.get_mut("data").map(Value::take).unwrap_or_default();
        return Some(Packet::Answer(call, (!is_refused).then_some(answer)));
    }
    if packet.get("event").and_then(Value::as_str) != Some("#publish") {
        return None;
    }
    packet.pointer_mut("/data/data").map(|data| Packet::Published(data.take()))
}

/// A call that is answered under a number.
pub(super) fn call(event: &str, data: &Value, number: u64) -> String {
    json!({"event": event, "data": data, "cid": number}).to_string()
}

/// Parts of a message.
pub(super) fn parts<const COUNT: usize>(parts: [(&str, Value); COUNT]) -> Map<String, Value> {
    parts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A message to the page.
pub(super) fn message(data: &Value) -> String {
    json!({"event": "log", "data": data}).to_string()
}
