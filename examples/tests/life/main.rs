//! Compares the game in a store with a plain one in an array.
#![forbid(unsafe_code)]

use std::collections::BTreeSet;

use atomata_examples::life::state::{CELL, GENERATION, POPULATION, Place};
use atomata_examples::life::world::{World, places, random};

/// The game by the plainest means: every cell is looked at in every generation.
#[derive(Clone, PartialEq, Debug)]
struct Plain {
    size: u16,
    cells: Vec<bool>,
}

impl Plain {
    fn new(size: u16, lives: impl FnMut(Place) -> bool) -> Self {
        Self { size, cells: places(size).map(lives).collect() }
    }

    fn of(world: &World) -> Self {
        let cells = world.store().get_batch(CELL, places(world.size()));
        Self { size: world.size(), cells }
    }

    /// The cell so many columns and rows from a place.
    fn at(&self, (x, y): Place, dx: i32, dy: i32) -> bool {
        let size = i32::from(self.size);
        let x = (i32::from(x) + dx).rem_euclid(size);
        let y = (i32::from(y) + dy).rem_euclid(size);
        self.cells[(y * size + x) as usize]
    }

    fn step(&self) -> Self {
        Self::new(self.size, |place| {
            let around = AROUND.iter().filter(|&&(dx, dy)| self.at(place, dx, dy)).count();
            around == 3 || around == 2 && self.at(place, 0, 0)
        })
    }

    /// How many cells differ, and in how many neighbourhoods one does.
    fn changes(&self, other: &Self) -> (u64, u64) {
        let differs = |place, dx, dy| self.at(place, dx, dy) != other.at(place, dx, dy);
        let cells = places(self.size).filter(|&place| differs(place, 0, 0)).count();
        let touched = |place: &Place| {
            differs(*place, 0, 0) || AROUND.iter().any(|&(dx, dy)| differs(*place, dx, dy))
        };
        (cells as u64, places(self.size).filter(touched).count() as u64)
    }

    fn population(&self) -> usize {
        self.cells.iter().filter(|&&lives| lives).count()
    }
}

const AROUND: [(i32, i32); 8] =
    [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)];

/// A shape of live cells, at the corner of a torus.
fn shape(rows: &[&str]) -> BTreeSet<Place> {
    let live = |(y, row): (usize, &&str)| {
        let columns: Vec<Place> =
            row.match_indices('#').map(|(x, _)| (x as u16, y as u16)).collect();
        columns
    };
    rows.iter().enumerate().flat_map(live).collect()
}

const GLIDER: &[&str] = &[".#.", "..#", "###"];

#[test]
fn fifty_generations_are_those_of_a_plain_game() {
    let world = World::new(64, random(1, 0.3));
    let store = world.store();
    let mut plain = Plain::new(64, random(1, 0.3));
    assert_eq!(Plain::of(&world), plain);
    for generation in 1..=50 {
        let before = store.stats();
        world.step();
        let done = store.stats().since(&before);
        let next = plain.step();
        assert_eq!(Plain::of(&world), next, "generation {generation}");
        let (cells, neighbourhoods) = plain.changes(&next);
        // The number of the generation is a write, too.
        assert_eq!(done.writes - 1, cells);
        assert_eq!(done.equal_writes, 0, "only cells that change are written");
        assert_eq!(done.recomputed, neighbourhoods, "only where a cell changed");
        plain = next;
    }
    assert_eq!(store.get(GENERATION), 50);
    assert_eq!(store.get(POPULATION), plain.population());
}

#[test]
fn a_glider_is_back_after_it_went_around() {
    const SIZE: u16 = 9;
    let glider = shape(GLIDER);
    let start = Plain::new(SIZE, |place| glider.contains(&place));
    let world = World::new(SIZE, |place| glider.contains(&place));
    for generation in 1..=4 * SIZE {
        world.step();
        let is_back = Plain::of(&world) == start;
        assert_eq!(is_back, generation == 4 * SIZE, "generation {generation}");
        assert_eq!(world.store().get(POPULATION), 5);
    }
}

#[test]
fn the_smallest_torus_is_right() {
    for seed in 0..20 {
        let mut plain = Plain::new(3, random(seed, 0.3));
        let world = World::new(3, random(seed, 0.3));
        for _ in 0..4 {
            world.step();
            plain = plain.step();
            assert_eq!(Plain::of(&world), plain, "seed {seed}");
        }
    }
}

#[test]
fn a_world_can_begin_again_at_any_time() {
    let world = World::new(32, random(1, 0.3));
    for seed in 2..5 {
        for _ in 0..seed {
            world.step();
        }
        world.seed(random(seed, 0.4));
        let mut plain = Plain::new(32, random(seed, 0.4));
        assert_eq!(Plain::of(&world), plain);
        assert_eq!(world.store().get(GENERATION), 0);
        for _ in 0..10 {
            world.step();
            plain = plain.step();
            assert_eq!(Plain::of(&world), plain, "seed {seed}");
        }
    }
}

#[test]
fn what_rests_costs_nothing() {
    let block = shape(&["....", ".##.", ".##."]);
    let world = World::new(16, |place| block.contains(&place));
    let store = world.store();
    let before = store.stats();
    for _ in 0..10 {
        world.step();
    }
    let done = store.stats().since(&before);
    assert_eq!((done.recomputed, done.notified), (0, 0));
    assert_eq!(done.writes, 10, "the number of the generation alone");
}
