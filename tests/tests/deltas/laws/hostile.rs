//! Whatever comes over either wire: no panic, no endless loop, and an error changes nothing.
//!
//! `ATOMATA_FUZZ=1000000` tries a million inputs per test.

use atomata::wire::{Frame, FrameKind};
use atomata::{Applied, DeltaError, Follower, Store};
use atomata_tests::hostile::{Hostile, rounds};
use serde_json::Value;

use super::{Random, check_invariants, completed, document, edits, store, twin, use_all};

/// Frames and patches as they come from a store, to be spoiled.
struct Sent {
    frames: Vec<Vec<u8>>,
    patches: Vec<String>,
}

fn sent(random: &mut Random) -> Sent {
    let here = store();
    use_all(&here);
    let mut sent = Sent { frames: Vec::new(), patches: Vec::new() };
    let mut version = here.version();
    for _ in 0..30 {
        let delta = here.changes_since(&mut version).expect("it can be asked for");
        let full = here.full_state().expect("it can be had");
        for delta in [&delta, &full] {
            sent.frames.push(delta.to_bytes().expect("it can be written"));
            sent.patches.push(delta.to_patch().expect("it can be written"));
        }
        edits(&here, random);
    }
    sent
}

/// A store that is offered what is hostile, and put back to where it was when some of it fits.
struct Target {
    store: Store,
    full: atomata::Delta,
    before: Value,
    refused: usize,
    taken: usize,
}

impl Target {
    fn new(random: &mut Random) -> Self {
        let store = store();
        use_all(&store);
        (0..5).for_each(|_| edits(&store, random));
        let full = store.full_state().expect("it can be had");
        let before = document(&store);
        Self { store, full, before, refused: 0, taken: 0 }
    }

    fn offer(&mut self, apply: impl FnOnce(&Store) -> Result<(), DeltaError>) {
        match apply(&self.store) {
            Err(error) => {
                let said = error.to_string();
                assert!(!said.is_empty() && !said.contains("another type"), "{said}");
                // To look at all of it each time would cost more than all else.
                if self.refused.is_multiple_of(16) {
                    assert_eq!(document(&self.store), self.before, "after {said}");
                }
                self.refused += 1;
            }
            Ok(()) => {
                check_invariants(&self.store);
                self.store.apply(&self.full).expect("it fits");
                if self.taken.is_multiple_of(64) {
                    assert_eq!(document(&self.store), self.before, "what was there fits again");
                }
                self.taken += 1;
            }
        }
    }

    fn end(&self, at_least: usize) {
        assert_eq!(document(&self.store), self.before);
        println!("{} refused, {} taken", self.refused, self.taken);
        assert!(self.refused >= at_least && self.taken >= at_least / 20, "both were tried");
    }
}

/// A frame with a payload or a head that is spoiled, and a checksum that fits.
fn spoiled_frame(random: &mut Random, frames: &[Vec<u8>]) -> Vec<u8> {
    let [one, other] = [0, 1].map(|_| &frames[random.below(frames.len())]);
    let mut frame = Frame::decode_only(one).expect("it was sent so");
    let mut payload = frame.payload.to_vec();
    let of_other = Frame::decode_only(other).expect("it was sent so").payload;
    match random.below(12) {
        0 => frame.schema ^= 1 << random.below(64),
        1 => {
            frame.kind =
                if frame.kind == FrameKind::Full { FrameKind::Delta } else { FrameKind::Full }
        }
        2 => frame.sequence = random.next() >> random.below(64),
        3 => frame.base = random.next() >> random.below(64),
        4 => frame.stream ^= 1,
        5 => payload = (0..random.below(60)).map(|_| random.next() as u8).collect(),
        _ => payload = Hostile::seeded(random.next()).input(&[frame.payload, of_other]),
    }
    let mut bytes = Vec::new();
    Frame { payload: &payload, ..frame }.encode(&mut bytes);
    if random.one_in(20) {
        // One that the checksum finds out.
        bytes = Hostile::seeded(random.next()).input(&[&bytes, other]);
    }
    bytes
}

fn offer_frames(count: usize) {
    let random = &mut Random(1);
    let sent = sent(random);
    let mut target = Target::new(random);
    for _ in 0..count {
        let bytes = spoiled_frame(random, &sent.frames);
        target.offer(|store| store.apply_bytes(&bytes));
    }
    target.end(count / 4);
}

fn offer_patches(count: usize) {
    let random = &mut Random(2);
    let sent = sent(random);
    let mut target = Target::new(random);
    for _ in 0..count {
        let [one, other] =
            [0, 1].map(|_| sent.patches[random.below(sent.patches.len())].as_bytes());
        let mut bytes = one.to_vec();
        match random.below(5) {
            0 => swap_tokens(random, &mut bytes),
            1 | 2 => {
                swap_tokens(random, &mut bytes);
                bytes = Hostile::seeded(random.next()).input(&[&bytes, other]);
            }
            _ => bytes = Hostile::seeded(random.next()).input(&[one, other]),
        }
        target.offer(|store| store.apply_patch(&String::from_utf8_lossy(&bytes)));
    }
    target.end(count / 4);
}

/// Puts words of patches into the places of others, so that more is a patch and fits less.
fn swap_tokens(random: &mut Random, bytes: &mut Vec<u8>) {
    let words: [&[u8]; 18] = [
        b"\"add\"",
        b"\"remove\"",
        b"\"replace\"",
        b"\"test\"",
        b"/count",
        b"/list/0",
        b"/list/-",
        b"/todo/1",
        b"/todo",
        b"/deep/middle",
        b"/map",
        b"null",
        b"{}",
        b"[]",
        b"-1",
        b"1e400",
        b"\"\"",
        b"/cell/[1,\\\"a\\\"]",
    ];
    for _ in 0..=random.below(3) {
        let word = words[random.below(words.len())];
        let with = words[random.below(words.len())];
        let places: Vec<usize> = bytes
            .windows(word.len())
            .enumerate()
            .filter(|(_, at)| *at == word)
            .map(|(at, _)| at)
            .collect();
        if !places.is_empty() {
            let at = places[random.below(places.len())];
            bytes.splice(at..at + word.len(), with.iter().copied());
        }
    }
}

fn offer_to_a_follower(count: usize) {
    let random = &mut Random(3);
    let here = store();
    let mut deltas = here.deltas().threshold(0.5);
    let mut next = |random: &mut Random| {
        edits(&here, random);
        let delta = deltas.next_now().expect("it can be asked for");
        let bytes = delta.map(|delta| delta.to_bytes().expect("it can be written"));
        (bytes, document(&here))
    };
    let mut frames = Vec::new();
    while frames.len() < 40 {
        let (bytes, document) = next(random);
        frames.extend(bytes.map(|bytes| (bytes, document)));
    }
    let bytes: Vec<Vec<u8>> = frames.iter().map(|(bytes, _)| bytes.clone()).collect();
    let (mut there, mut follower, mut at) = (store(), Follower::new(), 0);
    for round in 0..count {
        let hostile = match random.below(3) {
            // A gap, a repetition, or what is next, but spoiled.
            0 => bytes[random.below(bytes.len())].clone(),
            1 => spoiled_frame(random, &bytes[at.min(39)..=at.min(39)]),
            _ => spoiled_frame(random, &bytes),
        };
        // What is refused may bring atoms into use, with the values they begin with.
        let (before, number) = (completed(&there), follower.sequence());
        let applied = follower.apply(&there, &hostile);
        let is_next = Frame::decode_only(&hostile).ok();
        match applied {
            Ok(Applied::Seen) => assert_eq!(completed(&there), before),
            Err(_) => assert_eq!((completed(&there), follower.sequence()), (before, number)),
            Ok(Applied::New) if is_next.is_some_and(|_| bytes.contains(&hostile)) => {
                let number = follower.sequence().expect("one was applied") as usize;
                (at, there) = (number, there);
            }
            // It passed for one that was sent: begin anew.
            Ok(Applied::New) => (there, follower, at) = (store(), Follower::new(), 0),
        }
        // The stream goes on.
        if round % 3 == 0 && at < 40 {
            let applied = follower.apply(&there, &bytes[at]).expect("it is the next");
            assert_eq!(applied, Applied::New);
            assert_eq!(completed(&there), completed(&twin_of(&frames[at].1)));
            at += 1;
        } else if at == 40 {
            (there, follower, at) = (store(), Follower::new(), 0);
        }
    }
}

fn twin_of(document: &Value) -> Store {
    let store = store();
    let patch = serde_json::json!([{ "op": "add", "path": "", "value": document }]);
    store.apply_patch(&patch.to_string()).expect("it fits");
    twin(&store)
}

#[test]
fn hostile_frames() {
    offer_frames(rounds(4_000));
}

#[test]
fn hostile_patches() {
    offer_patches(rounds(4_000));
}

#[test]
fn a_hostile_stream() {
    offer_to_a_follower(rounds(50_000) / 50);
}

#[test]
fn what_stands_twice_is_refused() {
    let here = store();
    let mut version = here.version();
    here.set(super::Todo(1).done, true);
    here.set(super::Todo(2).done, true);
    here.set(super::Todo(1).done, false);
    let delta = here.changes_since(&mut version).expect("it can be asked for");
    let bytes = delta.to_bytes().expect("it can be written");
    let frame = Frame::decode_only(&bytes).expect("it was sent so");
    let there = store();
    let spoiled = |key: u8| {
        let mut payload = frame.payload.to_vec();
        // Two ids, then the key of the first member.
        assert_eq!((payload[0], payload[17]), (2, 1));
        payload[17] = key;
        let mut bytes = Vec::new();
        Frame { payload: &payload, ..frame }.encode(&mut bytes);
        there.apply_bytes(&bytes).map_err(|error| error.to_string())
    };
    let twice = "`Todo` cannot be read: it stands twice in the delta".to_owned();
    assert_eq!(spoiled(2), Err(twice));
    assert!(there.keys(super::Todo).is_empty());
    assert_eq!(spoiled(3), Ok(()));
    assert_eq!(there.keys(super::Todo), [3, 2]);
}

#[test]
fn what_is_too_deep_is_refused() {
    let (here, there) = (store(), store());
    let mut deep = super::Tree::Leaf;
    for _ in 0..20 {
        deep = super::Tree::Many(vec![deep]);
    }
    here.set(super::Tree, deep);
    let bytes = here.full_state().expect("it can be had").to_bytes().expect("it can be written");
    there.apply_bytes(&bytes).expect("it is not too deep");
    let frame = Frame::decode_only(&bytes).expect("it was sent so");
    let at = frame.payload.windows(4).position(|part| part == [2, 1, 2, 1]).expect("it is there");
    let mut payload = frame.payload[..at].to_vec();
    payload.extend([2, 1].repeat(1_000_000));
    payload.push(0);
    let mut bytes = Vec::new();
    Frame { payload: &payload, ..frame }.encode(&mut bytes);
    let refused = there.apply_bytes(&bytes).expect_err("it is too deep").to_string();
    assert_eq!(refused, "`Tree` cannot be read: it is more than 128 levels deep");
    let text = format!("{}{}", "{\"Many\":[".repeat(100_000), "]}".repeat(100_000));
    let patch = format!(r#"[{{"op":"replace","path":"/tree","value":{text}}}]"#);
    assert!(there.apply_patch(&patch).is_err());
}
