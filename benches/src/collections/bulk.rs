//! Many items at once, and what one after the other costs.

use std::hint::black_box;

use atomata::List;

use super::{ITEMS, item, list, vec};
use crate::cases::Case;
use crate::contest::{Contest, Runner};

const HALF: usize = ITEMS / 2;

/// Batches beside those of a vector.
pub const BULK: &[Case] = &[
    Case {
        name: "100 inserted into 10,000 in one batch, and removed",
        ours: || {
            let mut list = list();
            both(move || {
                list.insert_batch(HALF, (0..100).map(item)).expect("the index is there");
                let seen = (list.len(), list[HALF + 99].id);
                list.remove_batch(HALF..HALF + 100).expect("the items are there");
                (seen, list.len())
            })
        },
        hand: || {
            let mut vec = vec();
            both(move || {
                vec.splice(HALF..HALF, (0..100).map(item));
                let seen = (vec.len(), vec[HALF + 99].id);
                vec.drain(HALF..HALF + 100);
                (seen, vec.len())
            })
        },
    },
    Case {
        name: "update_batch of 100",
        ours: || {
            let mut list = list();
            counting(move |round| {
                let indices = (0..100).map(|at| at * 97);
                list.update_batch(indices, |_, item| item.count += 1).expect("they are there");
                assert_eq!((list[0].count, list[99 * 97].count), (round, round));
            })
        },
        hand: || {
            let mut vec = vec();
            counting(move |round| {
                (0..100).for_each(|at| vec[at * 97].count += 1);
                assert_eq!((vec[0].count, vec[99 * 97].count), (round, round));
            })
        },
    },
];

type Seen = ((usize, u64), usize);

fn both(mut work: impl FnMut() -> Seen + 'static) -> Box<dyn Runner> {
    Box::new(move |times: u64| {
        (0..times).for_each(|_| assert_eq!(work(), ((ITEMS + 100, 99), ITEMS)));
    })
}

fn counting(mut work: impl FnMut(u64) + 'static) -> Box<dyn Runner> {
    let mut round = 0;
    Box::new(move |times: u64| {
        for _ in 0..times {
            round += 1;
            work(black_box(round));
        }
    })
}

/// How many numbers are inserted into the middle of 10,000.
pub const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];

/// What so many insertions cost, in nanoseconds for each.
#[derive(Clone, Copy, Debug)]
pub struct Growth {
    /// One after the other, into a list.
    pub singly: f64,
    /// In one batch, into a list.
    pub batch: f64,
    /// One after the other, into a vector.
    pub vector: f64,
}

/// Measures insertions in the middle of a list of 10,000 numbers, of which a clone is held.
pub fn growth(count: usize) -> Growth {
    let list: List<u64> = (0..ITEMS as u64).collect();
    let vec: Vec<u64> = (0..ITEMS as u64).collect();
    let held = list.clone();
    let mut runners: [Box<dyn Runner>; 3] = [
        Box::new(move |times: u64| {
            for _ in 0..times {
                let mut list = list.clone();
                (0..count as u64).for_each(|number| list.insert(HALF, black_box(number)));
                assert_eq!((list.len(), list[HALF]), (ITEMS + count, count as u64 - 1));
            }
        }),
        Box::new(move |times: u64| {
            for _ in 0..times {
                let mut list = held.clone();
                list.insert_batch(HALF, (0..count as u64).map(black_box)).expect("it is there");
                assert_eq!((list.len(), list[HALF]), (ITEMS + count, 0));
            }
        }),
        Box::new(move |times: u64| {
            for _ in 0..times {
                let mut vec = vec.clone();
                (0..count as u64).for_each(|number| vec.insert(HALF, black_box(number)));
                assert_eq!((vec.len(), vec[HALF]), (ITEMS + count, count as u64 - 1));
            }
        }),
    ];
    let contest = Contest { rounds: 5, ..Contest::default() };
    // Allocations are counted over a hundred times, which takes too long here.
    let each = contest.time(&mut runners).into_iter().map(|all| all / count as f64);
    let [singly, batch, vector] = each.collect::<Vec<_>>()[..] else { unreachable!("three ran") };
    Growth { singly, batch, vector }
}
