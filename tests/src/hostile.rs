//! Bytes that nobody should have sent: valid ones that were damaged, and noise.
//!
//! The same seed makes the same inputs. What a decoder makes of them is for the tests to judge.
//!
//! ```
//! use atomata_tests::hostile::Hostile;
//!
//! Hostile::seeded(1).each(1000, &[b"valid", b"valid too"], |input| {
//!     let _ = std::str::from_utf8(input);
//! });
//! ```

use std::env;
use std::fmt::Write as _;
use std::thread;

/// How many inputs a test tries: what `ATOMATA_FUZZ` says, or `default`.
///
/// # Panics
/// Where it says something other than a number.
pub fn rounds(default: usize) -> usize {
    env::var("ATOMATA_FUZZ")
        .map_or(default, |count| count.parse().expect("`ATOMATA_FUZZ` is a number of inputs"))
}

/// Makes hostile inputs.
#[derive(Clone, Debug)]
pub struct Hostile {
    state: u64,
}

impl Hostile {
    /// The inputs of a seed.
    pub const fn seeded(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Runs `judge` on so many inputs made of the samples, the first ones being the samples themselves.
    /// Where it panics the input is printed.
    pub fn each(&mut self, rounds: usize, samples: &[&[u8]], mut judge: impl FnMut(&[u8])) {
        for round in 0..rounds {
            let input = match samples.get(round) {
                Some(sample) => sample.to_vec(),
                None => self.input(samples),
            };
            let shown = Shown { round, input: &input };
            judge(&input);
            drop(shown);
        }
    }

    /// One input: noise, or a sample that was damaged once or a few times.
    pub fn input(&mut self, samples: &[&[u8]]) -> Vec<u8> {
        if samples.is_empty() || self.below(16) == 0 {
            let length = self.below(200);
            return (0..length).map(|_| self.byte()).collect();
        }
        let mut input = samples[self.below(samples.len())].to_vec();
        for _ in 0..=self.below(4) {
            let other = samples[self.below(samples.len())];
            self.damage(&mut input, other);
        }
        input
    }

    fn damage(&mut self, input: &mut Vec<u8>, other: &[u8]) {
        let at = self.below(input.len() + 1);
        let end = at + self.below((input.len() - at).min(40) + 1);
        match self.below(10) {
            // Cut, at either end.
            0 => input.truncate(at),
            1 => drop(input.drain(..at)),
            // A flipped bit.
            2 | 3 => {
                let bit = self.below(8);
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << bit;
                }
            }
            // A byte that means something to somebody.
            4 => {
                let byte = [0, 1, 0x7f, 0x80, 0xff, 0xa7, b'"', b'/', b'~', b'[', b'{', b'-', b'0'];
                let byte = byte[self.below(byte.len())];
                if let Some(place) = input.get_mut(at) {
                    *place = byte;
                }
            }
            // A part lost, said twice, or taken from elsewhere.
            5 => drop(input.drain(at..end)),
            6 => {
                let part = input[at..end].to_vec();
                input.splice(at..at, part);
            }
            7 => {
                let from = self.below(other.len() + 1);
                let to = from + self.below((other.len() - from).min(40) + 1);
                input.splice(at..end, other[from..to].iter().copied());
            }
            // A huge number, as a varint or in its full width.
            8 => {
                let number = u64::MAX >> self.below(64);
                let mut bytes = Vec::new();
                let mut rest = number;
                while rest >= 0x80 {
                    bytes.push(rest as u8 | 0x80);
                    rest >>= 7;
                }
                bytes.push(rest as u8);
                let end = if self.below(2) == 0 { at } else { (at + 1).min(input.len()) };
                input.splice(at..end, bytes);
            }
            _ => {
                let number = (u64::MAX >> self.below(64)).to_le_bytes();
                let end = (at + 8).min(input.len());
                input.splice(at..end, number);
            }
        }
    }

    /// A number below `limit`, or 0.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % (limit.max(1) as u64)) as usize
    }

    fn byte(&mut self) -> u8 {
        self.next() as u8
    }

    /// `SplitMix64` (Steele, Lea, Flood).
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// Puts a right checksum (CRC-32, IEEE) in the place of the last four bytes, so that a damaged frame
/// gets as far as what comes behind the checksum.
pub fn with_checksum(mut frame: Vec<u8>) -> Vec<u8> {
    let Some(summed) = frame.len().checked_sub(4) else {
        return frame;
    };
    let checksum = !frame[..summed].iter().fold(u32::MAX, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 * (sum & 1)))
    });
    frame[summed..].copy_from_slice(&checksum.to_le_bytes());
    frame
}

/// Prints an input if it goes while a panic does.
struct Shown<'a> {
    round: usize,
    input: &'a [u8],
}

impl Drop for Shown<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            let bytes = self.input.iter().fold(String::new(), |mut bytes, byte| {
                // A string takes all that is written.
                let _ = write!(bytes, "{byte:02x}");
                bytes
            });
            let text = String::from_utf8_lossy(self.input);
            eprintln!("input {} was {bytes}\nas text: {text:?}", self.round);
        }
    }
}
