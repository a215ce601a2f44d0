//! One item of a list, or all of them.

use std::hint::black_box;
use std::sync::Arc;

use atomata::List;

use super::{ITEMS, Indices, item, list, vec};
use crate::cases::Case;
use crate::contest::Runner;

/// Lists beside vectors.
pub const LISTS: &[Case] = &[
    Case {
        name: "item write",
        ours: || {
            let mut list = list();
            writing(move |at| {
                let count = &mut list[at].count;
                *count += 1;
                *count
            })
        },
        hand: || {
            let mut vec = vec();
            writing(move |at| {
                vec[at].count += 1;
                vec[at].count
            })
        },
    },
    Case {
        name: "item write, each with a clone held",
        ours: || {
            let mut list = list();
            writing(move |at| {
                let held = list.clone();
                list[at].count += 1;
                held[at].count + 1
            })
        },
        hand: || {
            let mut vec = Arc::new(vec().into_iter().map(Arc::new).collect::<Vec<_>>());
            writing(move |at| {
                let held = Arc::clone(&vec);
                Arc::make_mut(&mut Arc::make_mut(&mut vec)[at]).count += 1;
                held[at].count + 1
            })
        },
    },
    Case {
        name: "100 item writes with a clone held",
        ours: || {
            let mut list = list();
            hundreds(move |indices| {
                let held = list.clone();
                (0..100).for_each(|_| list[indices.next()].count += 1);
                held.len()
            })
        },
        hand: || {
            let mut vec = Arc::new(vec().into_iter().map(Arc::new).collect::<Vec<_>>());
            hundreds(move |indices| {
                let held = Arc::clone(&vec);
                let own = Arc::make_mut(&mut vec);
                (0..100).for_each(|_| Arc::make_mut(&mut own[indices.next()]).count += 1);
                held.len()
            })
        },
    },
    Case {
        name: "item read",
        ours: || {
            let list = list();
            reading(move |at| list[at].id)
        },
        hand: || {
            let vec = vec();
            reading(move |at| vec[at].id)
        },
    },
    Case {
        name: "iteration over 10,000",
        ours: || {
            let list = list();
            summing(move || list.iter().map(|item| item.id).sum())
        },
        hand: || {
            let vec = vec();
            summing(move || vec.iter().map(|item| item.id).sum())
        },
    },
    Case {
        name: "10,000 pushes of a number",
        ours: || filling(List::new, List::push, List::len),
        hand: || filling(Vec::new, Vec::push, Vec::len),
    },
    Case {
        name: "clone of 10,000",
        ours: || {
            let list = list();
            cloning(move || list.clone().len())
        },
        hand: || {
            let vec = vec();
            cloning(move || black_box(vec.clone()).len())
        },
    },
    Case {
        name: "insertion in front of 10,000, and its removal",
        ours: || {
            let mut list = list();
            in_front(move || {
                list.insert(0, item(7));
                let len = list.len();
                (len, list.remove(0).id)
            })
        },
        hand: || {
            let mut vec = vec();
            in_front(move || {
                vec.insert(0, item(7));
                let len = vec.len();
                (len, vec.remove(0).id)
            })
        },
    },
];

fn writing(mut write: impl FnMut(usize) -> u64 + 'static) -> Box<dyn Runner> {
    let mut indices = Indices::new();
    let mut written = vec![0_u64; ITEMS];
    Box::new(move |times: u64| {
        let (mut sum, mut expected) = (0, 0);
        for _ in 0..times {
            let at = indices.next();
            sum += write(at);
            written[at] += 1;
            expected += written[at];
        }
        assert_eq!(sum, expected);
    })
}

fn hundreds(mut write: impl FnMut(&mut Indices) -> usize + 'static) -> Box<dyn Runner> {
    let mut indices = Indices::new();
    Box::new(move |times: u64| {
        (0..times).for_each(|_| assert_eq!(write(&mut indices), ITEMS));
    })
}

fn reading(read: impl Fn(usize) -> u64 + 'static) -> Box<dyn Runner> {
    let mut indices = Indices::new();
    Box::new(move |times: u64| {
        let (mut sum, mut expected) = (0, 0);
        for _ in 0..times {
            let at = indices.next();
            sum += read(at);
            expected += at as u64;
        }
        assert_eq!(sum, expected);
    })
}

fn summing(sum: impl Fn() -> u64 + 'static) -> Box<dyn Runner> {
    let expected = (0..ITEMS as u64).sum::<u64>();
    Box::new(move |times: u64| (0..times).for_each(|_| assert_eq!(black_box(sum()), expected)))
}

fn filling<C: 'static>(
    new: fn() -> C,
    push: impl Fn(&mut C, u64) + 'static,
    len: fn(&C) -> usize,
) -> Box<dyn Runner> {
    Box::new(move |times: u64| {
        for _ in 0..times {
            let mut filled = new();
            (0..ITEMS as u64).for_each(|number| push(&mut filled, black_box(number)));
            assert_eq!(len(&filled), ITEMS);
        }
    })
}

fn cloning(clone: impl Fn() -> usize + 'static) -> Box<dyn Runner> {
    Box::new(move |times: u64| (0..times).for_each(|_| assert_eq!(black_box(clone()), ITEMS)))
}

fn in_front(mut work: impl FnMut() -> (usize, u64) + 'static) -> Box<dyn Runner> {
    Box::new(move |times: u64| {
        (0..times).for_each(|_| assert_eq!(black_box(work()), (ITEMS + 1, 7)));
    })
}
