//! Deltas: a realistic state, what changes in it, and who tells it to somebody else.
//!
//! The state is about 1.3 MB of JSON: ten thousand items, two thousand entries under keys, preferences
//! with some inside of each other, and a text. What other crates make of it is beside the bench itself,
//! because they are dependencies of that alone.

mod by_hand;
mod ours;
mod snapshots;
mod state;
mod tracking;

pub use by_hand::{compared, marked};
pub use ours::{consumers, full, ours, store_by, write_shared};
pub use snapshots::snapshots;
pub use state::{Change, Edit, Entry, Item, Prefs, Shop, Theme};
pub use tracking::TRACKING;

use crate::contest::Runner;

/// Somebody who changes a state and tells what changed, or is told.
pub trait Contender {
    /// Changes the state. The first, third and so on step of a change leads away from the state that was
    /// there, the others back to one of the same length.
    fn write(&mut self, edit: &Edit, step: u64);

    /// What changed since the last time.
    fn tell(&mut self) -> Vec<u8>;

    /// Forgets what changed, as if it had been told.
    fn forget(&mut self) {
        drop(self.tell());
    }

    /// Takes over what another one of the same kind told.
    fn apply(&mut self, told: &[u8]);

    /// The state as a plain value.
    fn shop(&self) -> Shop;
}

/// Makes a contender with the state that all begin with.
pub type Make = fn() -> Box<dyn Contender>;

/// What a contender does each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Changes the state, which is forgotten where it is noted.
    Write,
    /// Changes the state and tells what changed.
    Tell,
    /// Takes over what was told, which leads away and back in turns.
    Apply,
}

/// A contender at work.
pub fn working(make: Make, change: Change, work: Work) -> Box<dyn Runner> {
    let edit = Edit::from(change);
    match work {
        Work::Write | Work::Tell => {
            Box::new(Telling { at: make(), edit, step: 0, tells: work == Work::Tell })
        }
        Work::Apply => {
            let mut teller = make();
            let told = [0, 1].map(|step| {
                teller.write(&edit, step);
                teller.tell()
            });
            Box::new(Applying { at: make(), edit, told, step: 0 })
        }
    }
}

struct Telling {
    at: Box<dyn Contender>,
    edit: Edit,
    step: u64,
    tells: bool,
}

impl Runner for Telling {
    fn run(&mut self, times: u64) {
        for _ in 0..times {
            self.at.write(&self.edit, self.step);
            self.step += 1;
            if self.tells {
                std::hint::black_box(self.at.tell());
            } else {
                self.at.forget();
            }
        }
    }

    fn check(&self) {
        assert_eq!(self.at.shop(), Shop::after(&self.edit, self.step), "what was written");
    }
}

struct Applying {
    at: Box<dyn Contender>,
    edit: Edit,
    told: [Vec<u8>; 2],
    step: u64,
}

impl Runner for Applying {
    fn run(&mut self, times: u64) {
        for _ in 0..times {
            self.at.apply(&self.told[(self.step % 2) as usize]);
            self.step += 1;
        }
    }

    fn check(&self) {
        let steps = if self.step == 0 { 0 } else { 2 - self.step % 2 };
        assert_eq!(self.at.shop(), Shop::after(&self.edit, steps), "what was taken over");
    }
}

/// Follows one contender with another through some steps of a change, and holds both to what must come of
/// it. Gives the bytes of the first step.
///
/// # Panics
/// If what comes of it is something else.
pub fn followed(make: Make, change: Change) -> usize {
    let (mut here, mut there) = (make(), make());
    let edit = Edit::from(change);
    let mut bytes = None;
    for step in 0..5 {
        here.write(&edit, step);
        let told = here.tell();
        bytes.get_or_insert(told.len());
        there.apply(&told);
        assert_eq!(here.shop(), Shop::after(&edit, step + 1), "{change:?}, step {step}: here");
        assert_eq!(there.shop(), Shop::after(&edit, step + 1), "{change:?}, step {step}: there");
    }
    bytes.unwrap_or_default()
}
