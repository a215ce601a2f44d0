//! A torus, and the turn from one generation to the next.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use atomata::{Store, Subscription};

use super::state::{CELL, GENERATION, NEXT, Place};

/// A torus of cells.
#[derive(Debug)]
pub struct World {
    store: Store,
    size: u16,
    due: Arc<Due>,
    _subscriptions: Vec<Subscription>,
}

/// The cells that are another way in the next generation, and which way.
///
/// Invariant: between generations it has each of them once. A neighbourhood tells what becomes of its
/// cell when that changes; and as the cell is then what the neighbourhood told before, each time it
/// tells, the cell changes.
type Due = Mutex<Vec<(Place, bool)>>;

impl World {
    /// A torus of `size` by `size` cells, of which those live that `lives` names.
    ///
    /// It has a store of its own, in which nobody is told of anything but at the end of a generation.
    pub fn new(size: u16, lives: impl FnMut(Place) -> bool) -> Self {
        let store = Store::manual();
        let due = Arc::new(Due::default());
        write_all(&store, size, lives);
        let subscriptions = places(size).map(|(x, y)| {
            let due = Arc::clone(&due);
            store.subscribe(NEXT(x, y, size), move |&next| locked(&due).push(((x, y), next)))
        });
        let subscriptions = subscriptions.collect();
        let world = Self { store, size, due, _subscriptions: subscriptions };
        world.look_everywhere();
        world
    }

    /// Begins again with other cells.
    pub fn seed(&self, lives: impl FnMut(Place) -> bool) {
        write_all(&self.store, self.size, lives);
        self.store.flush();
        self.look_everywhere();
    }

    /// Turns one generation: writes the cells that change, as one change. Who watches is told, and
    /// with that the cells that change next are known.
    pub fn step(&self) {
        let due = mem::take(&mut *locked(&self.due));
        self.store.batch(|tx| {
            tx.set_batch(CELL, due);
            tx.update(GENERATION, |generation| *generation += 1);
        });
        self.store.flush();
    }

    /// How many cells a side has.
    pub fn size(&self) -> u16 {
        self.size
    }

    /// The store it is in.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// After a beginning the cells are not what neighbourhoods told before.
    fn look_everywhere(&self) {
        let size = self.size;
        let due = self.store.read(|view| {
            let changes = places(size).filter_map(|(x, y)| {
                let (lives, next) = view.get((CELL(x, y), NEXT(x, y, size)));
                (lives != next).then_some(((x, y), next))
            });
            changes.collect()
        });
        *locked(&self.due) = due;
    }
}

fn write_all(store: &Store, size: u16, mut lives: impl FnMut(Place) -> bool) {
    store.batch(|tx| {
        tx.set_batch(CELL, places(size).map(|place| (place, lives(place))));
        tx.set(GENERATION, 0);
    });
}

/// All places, row by row.
pub fn places(size: u16) -> impl Iterator<Item = Place> {
    (0..size).flat_map(move |y| (0..size).map(move |x| (x, y)))
}

/// Cells of which about `density` of all live, the same ones for the same seed.
pub fn random(seed: u64, density: f64) -> impl FnMut(Place) -> bool {
    // SplitMix64, by Sebastiano Vigna.
    let mut state = seed;
    move |_| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        ((bits >> 11) as f64) < density * (1_u64 << 53) as f64
    }
}

fn locked(due: &Due) -> MutexGuard<'_, Vec<(Place, bool)>> {
    due.lock().unwrap_or_else(PoisonError::into_inner)
}
