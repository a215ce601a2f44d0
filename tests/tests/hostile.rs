//! What both wires make of bytes that nobody should have sent: an error, in bounded memory, with
//! nothing changed.
//!
//! `ATOMATA_FUZZ=1000000` tries a million inputs per test. A binary of its own, because it counts the
//! bytes of the whole process.
#![forbid(unsafe_code)]

use atomata::json_patch;
use atomata::wire::{Frame, FrameKind, FrameReader, WireError};
use atomata_tests::allocations::{COUNTING, Counting, alone};
use atomata_tests::hostile::{Hostile, rounds, with_checksum};
use serde_json::{Value, json};
use stats_alloc::Region;

#[global_allocator]
static ALLOCATOR: &Counting = &COUNTING;

/// How many inputs are tried unless somebody asks for more.
const ROUNDS: usize = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };
/// What an input may cost besides what is in proportion to it: messages, and what the test harness
/// allocates meanwhile.
const SLACK: usize = 16 * 1024;

/// The bytes that a function takes from the allocator, whether it gives them back or not.
fn taken<T>(run: impl FnOnce() -> T) -> (T, usize) {
    let region = Region::new(&COUNTING);
    let result = run();
    (result, region.change().bytes_allocated)
}

fn sample_frames() -> Vec<Vec<u8>> {
    let long = [0x5A; 300];
    let payloads: [&[u8]; 4] = [b"", b"x", b"\x02\x00\x05hello", &long];
    let mut frames = Vec::new();
    for (at, payload) in payloads.into_iter().enumerate() {
        let sequence = 1 << (16 * at);
        for kind in [FrameKind::Full, FrameKind::Delta] {
            let frame =
                Frame { kind, schema: !7, stream: 1, base: sequence / 3, sequence, payload };
            let mut bytes = Vec::new();
            frame.encode(&mut bytes);
            frames.push(bytes);
        }
    }
    let all = frames.concat();
    frames.push(all);
    frames
}

/// Reads a frame, which must cost nothing, and be written the same again.
fn judge_frame(input: &[u8]) -> Result<usize, WireError> {
    let (decoded, bytes) = taken(|| Frame::decode(input));
    assert!(bytes <= SLACK, "{bytes} bytes were allocated");
    let (frame, used) = decoded?;
    let mut again = Vec::new();
    frame.encode(&mut again);
    assert_eq!(again, input[..used], "there are two ways to write {frame:?}");
    Ok(used)
}

#[test]
fn hostile_frames_are_refused() {
    let _alone = alone();
    let samples = sample_frames();
    let samples: Vec<&[u8]> = samples.iter().map(Vec::as_slice).collect();
    let (mut read, mut refused) = (0_usize, 0_usize);
    Hostile::seeded(1).each(rounds(ROUNDS), &samples, |input| {
        for input in [input.to_vec(), with_checksum(input.to_vec())] {
            match judge_frame(&input) {
                Ok(_) => read += 1,
                Err(_) => refused += 1,
            }
        }
    });
    // Neither way is without inputs, or the test would show nothing.
    assert!(read > 1000 && refused > 1000, "{read} were read, {refused} refused");
}

#[test]
fn pieces_of_hostile_bytes_are_read_like_the_whole() {
    let _alone = alone();
    let samples = sample_frames();
    let samples: Vec<&[u8]> = samples.iter().map(Vec::as_slice).collect();
    let mut sizes = Hostile::seeded(2);
    Hostile::seeded(3).each(rounds(ROUNDS) / 4, &samples, |input| {
        let mut whole = Vec::new();
        let mut rest = input;
        let end = loop {
            match Frame::decode(rest) {
                Ok((frame, used)) => {
                    whole.push((frame.sequence, frame.payload.to_vec()));
                    rest = &rest[used..];
                }
                Err(WireError::Truncated { .. }) => break None,
                Err(error) => break Some(error),
            }
        };
        let mut reader = FrameReader::new();
        let mut pieced = Vec::new();
        let mut failed = None;
        let mut rest = input;
        while !rest.is_empty() {
            let (piece, later) = rest.split_at((1 + sizes.below(60)).min(rest.len()));
            rest = later;
            reader.push(piece);
            loop {
                match reader.next_frame() {
                    Ok(Some(frame)) => pieced.push((frame.sequence, frame.payload.to_vec())),
                    Ok(None) => break,
                    Err(error) => {
                        assert!(failed.is_none_or(|failed| failed == error));
                        failed = Some(error);
                        break;
                    }
                }
            }
        }
        assert_eq!(pieced, whole);
        match (end, failed) {
            // What is too large for a frame in memory is too large for a reader, too.
            (Some(WireError::TooLarge { .. }) | None, Some(WireError::TooLarge { .. })) => {}
            (end, failed) => assert_eq!(failed, end),
        }
    });
}

fn document() -> Value {
    json!({
        "cart": { "items": [{ "name": "tea", "count": 1 }, { "name": "cake", "count": 2 }], "": null },
        "a/b": [1.5, [true, "x"]],
        "m~n": "text"
    })
}

const PATCHES: [&str; 6] = [
    r#"[{"op":"add","path":"/cart/items/-","value":{"name":"milk","count":3}}]"#,
    r#"[{"op":"replace","path":"/a~1b/1/0","value":[null]},{"op":"remove","path":"/m~0n"}]"#,
    r#"[{"op":"move","from":"/cart/items/0","path":"/cart/items/1"},{"op":"test","path":"/cart/","value":null}]"#,
    r#"[{"op":"copy","from":"/cart","path":"/a~1b/0"},{"op":"copy","from":"/a~1b","path":"/cart/items/-"}]"#,
    r#"[{"op":"replace","path":"","value":[0]},{"op":"add","path":"/0","value":"\u00e4\n"}]"#,
    r#"[ { "path" : "/cart/items/1/count" , "value" : 2.0 , "op" : "test" , "x" : [{}] } ]"#,
];

#[test]
fn hostile_patches_change_nothing_where_they_are_refused() {
    let _alone = alone();
    let samples: Vec<&[u8]> = PATCHES.iter().map(|patch| patch.as_bytes()).collect();
    let before = document();
    let size = before.to_string().len();
    let mut current = before.clone();
    let (mut applied, mut refused) = (0_usize, 0_usize);
    Hostile::seeded(4).each(rounds(ROUNDS), &samples, |input| {
        let (result, bytes) = taken(|| json_patch::apply(&mut current, input));
        assert!(bytes <= 100 * (input.len() + size) + SLACK, "{bytes} bytes were allocated");
        match result {
            Ok(()) => {
                applied += 1;
                let text = current.to_string();
                assert!(serde_json::from_str::<Value>(&text).is_ok(), "became {text}");
                current = before.clone();
            }
            Err(error) => {
                refused += 1;
                assert_eq!(current, before, "{error}");
            }
        }
    });
    assert!(applied > 1000 && refused > 1000, "{applied} were applied, {refused} refused");
}

#[test]
fn hostile_nesting_and_lengths_are_bounded() {
    let _alone = alone();
    let mut current = document();
    let deep = 100_000;
    for value in ["[".repeat(deep), "[".repeat(deep) + &"]".repeat(deep), "{\"a\":".repeat(deep)] {
        for patch in [
            value.clone(),
            format!(r#"[{{"op":"add","path":"/x","value":{value}}}]"#),
            format!(r#"[{{"op":"test","path":"","value":{value}}}]"#),
            format!(r#"[{{"op":"remove","path":"/m~0n","ignored":{value}}}]"#),
            format!(r#"[{{"op":{value},"path":""}}]"#),
        ] {
            let (_, bytes) = taken(|| json_patch::apply(&mut current, patch.as_bytes()));
            assert!(bytes <= 10 * patch.len() + SLACK, "{bytes} bytes of {}", patch.len());
        }
    }
    let far = "/a".repeat(deep);
    let patch = format!(r#"[{{"op":"add","path":"{far}","value":1}}]"#);
    assert!(json_patch::apply(&mut current, patch.as_bytes()).is_err());
    // Deeper with every operation.
    let mut ops = vec![r#"{"op":"add","path":"","value":[]}"#.to_owned()];
    for depth in 0..2000 {
        ops.push(format!(r#"{{"op":"add","path":"{}","value":[]}}"#, "/0".repeat(depth + 1)));
    }
    let patch = format!("[{}]", ops.join(","));
    let error = json_patch::apply(&mut current, patch.as_bytes()).expect_err("it is too deep");
    assert_eq!(error.op(), Some(127));
}
