//! Who follows a stream has what the sender had, at each number, whatever becomes of the frames between.

use std::collections::HashMap;

use atomata::{Applied, Delta, DeltaError, Deltas, Follower, Store};
use serde_json::Value;

use super::{Random, completed, edits, same, store};

/// A reader of a stream, the frames that are on their way, and who follows.
struct Line {
    deltas: Deltas,
    /// The document at each number.
    sent: HashMap<u64, Value>,
    under_way: Vec<Vec<u8>>,
    there: Store,
    follower: Follower,
}

impl Line {
    fn new(here: &Store, random: &mut Random) -> Self {
        let there = store();
        // What is there before does not matter.
        edits(&there, random);
        let deltas = here.deltas().threshold(random.below(10) as f64 / 10.0);
        let follower = Follower::new();
        Self { deltas, sent: HashMap::new(), under_way: Vec::new(), there, follower }
    }

    fn send(&mut self, here: &Store) {
        let after = completed(here);
        if let Some(delta) = self.deltas.next_now().expect("it can be asked for") {
            self.sent.insert(delta.sequence(), after);
            self.under_way.push(delta.to_bytes().expect("it can be written"));
        }
    }

    /// One frame comes: the next, or another one; it may get lost, be damaged or come again.
    fn receive(&mut self, random: &mut Random) {
        if self.under_way.is_empty() {
            return;
        }
        let at = if random.one_in(4) { random.below(self.under_way.len()) } else { 0 };
        let mut frame = match random.below(8) {
            0 => self.under_way[at].clone(),
            1 => return drop(self.under_way.remove(at)),
            _ => self.under_way.remove(at),
        };
        if random.one_in(12) {
            let at = random.below(frame.len());
            frame[at] ^= 1 << random.below(8);
        }
        let (before, number) = (completed(&self.there), self.follower.sequence());
        match self.follower.apply(&self.there, &frame) {
            Ok(Applied::New) => self.check(),
            Ok(Applied::Seen) => same(&completed(&self.there), &before),
            Err(error) => {
                let expected = matches!(error, DeltaError::Gap { .. } | DeltaError::Wire(_));
                assert!(expected, "{error}");
                same(&completed(&self.there), &before);
                assert_eq!(self.follower.sequence(), number);
                if random.one_in(2) {
                    self.deltas.resend();
                }
            }
        }
    }

    fn check(&self) {
        let number = self.follower.sequence().expect("something was applied");
        println!("at {number}");
        same(&completed(&self.there), &self.sent[&number]);
    }
}

#[test]
fn a_follower_equals_the_sender_at_every_number() {
    for seed in 0..60 {
        println!("seed {seed}");
        let random = &mut Random(seed);
        let here = store();
        edits(&here, random);
        let mut lines = [Line::new(&here, random), Line::new(&here, random)];
        for _ in 0..40 {
            edits(&here, random);
            for (at, line) in lines.iter_mut().enumerate() {
                // The second reads slowly.
                if at == 0 || random.one_in(4) {
                    line.send(&here);
                }
                line.receive(random);
            }
        }
        for line in &mut lines {
            line.under_way.clear();
            line.deltas.resend();
            line.send(&here);
            let full = line.under_way.pop().expect("a full state is always sent");
            let applied = line.follower.apply(&line.there, &full).expect("a full state fits");
            assert_eq!(applied, Applied::New);
            line.check();
        }
    }
}

#[test]
fn a_slow_reader_gets_one_delta() {
    for seed in 0..20 {
        let random = &mut Random(seed);
        let here = store();
        let (mut quick, mut slow) = (here.deltas().threshold(1.0), here.deltas().threshold(1.0));
        let next = |deltas: &mut Deltas| deltas.next_now().expect("it can be asked for");
        let mut parts: Option<Delta> = None;
        drop((next(&mut quick), next(&mut slow)));
        let there = [super::twin(&here), super::twin(&here)];
        for _ in 0..10 {
            edits(&here, random);
            if let Some(delta) = next(&mut quick) {
                parts = Some(parts.map_or(delta.clone(), |parts| parts.then(&delta)));
            }
        }
        let slow = next(&mut slow);
        for (store, delta) in there.iter().zip([slow, parts]) {
            delta.iter().for_each(|delta| store.apply(delta).expect("it fits"));
            assert_eq!(completed(store), completed(&here), "seed {seed}");
        }
    }
}
