//! Lists beside vectors.

use proptest::prelude::*;

use super::super::{BatchError, List, ListEdit};
use super::{replay, replay_in_list};

/// A step of a program. Indices are taken modulo what is there.
#[derive(Clone, Debug)]
enum Step {
    Push(u8),
    Pop,
    Insert(usize, u8),
    Remove(usize),
    Set(usize, u8),
    Change(usize),
    Truncate(usize),
    Clear,
    Retain(u8),
    Extend(usize),
    InsertBatch(usize, usize),
    RemoveBatch(Vec<usize>),
    UpdateBatch(Vec<usize>),
    Splice(usize, usize, usize),
    Move(usize, usize),
    /// Other items of the same values.
    Rebuild,
    /// Keeps a clone aside.
    Keep,
    /// Goes on from a clone.
    Return(usize),
}

fn step() -> impl Strategy<Value = Step> {
    use Step::{
        Change, Clear, Extend, Insert, InsertBatch, Keep, Move, Pop, Push, Rebuild, Remove,
        RemoveBatch, Retain, Return, Set, Splice, Truncate, UpdateBatch,
    };
    let at = || 0..1_000_usize;
    let some = || proptest::collection::vec(at(), 0..12);
    prop_oneof![
        4 => (0..4_u8).prop_map(Push),
        1 => Just(Pop),
        4 => (at(), 0..4_u8).prop_map(|(at, item)| Insert(at, item)),
        4 => at().prop_map(Remove),
        3 => (at(), 0..4_u8).prop_map(|(at, item)| Set(at, item)),
        3 => at().prop_map(Change),
        1 => at().prop_map(Truncate),
        1 => Just(Clear),
        1 => (2..5_u8).prop_map(Retain),
        2 => (0..30_usize).prop_map(Extend),
        3 => (at(), 0..30_usize).prop_map(|(at, len)| InsertBatch(at, len)),
        2 => some().prop_map(RemoveBatch),
        2 => some().prop_map(UpdateBatch),
        3 => (at(), 0..20_usize, 0..20_usize).prop_map(|(at, gone, len)| Splice(at, gone, len)),
        3 => (at(), at()).prop_map(|(from, to)| Move(from, to)),
        1 => Just(Rebuild),
        4 => Just(Keep),
        1 => at().prop_map(Return),
    ]
}

/// Items that come in batches: some alike, so that equal values meet.
fn batch(len: usize) -> impl Iterator<Item = u8> {
    (0..len).map(|at| (at % 7) as u8)
}

type Version = (List<u8>, Vec<u8>);

fn take(step: Step, (list, model): &mut Version, kept: &mut Vec<Version>) {
    let len = model.len();
    let any = |at: usize| (len > 0).then(|| at % len);
    match step {
        Step::Push(item) => {
            list.push(item);
            model.push(item);
        }
        Step::Pop => assert_eq!(list.pop(), model.pop()),
        Step::Insert(at, item) => {
            list.insert(at % (len + 1), item);
            model.insert(at % (len + 1), item);
        }
        Step::Remove(at) => {
            if let Some(at) = any(at) {
                assert_eq!(list.remove(at), model.remove(at));
            }
        }
        Step::Set(at, item) => {
            if let Some(at) = any(at) {
                list.set(at, item);
                model[at] = item;
            }
        }
        Step::Change(at) => {
            assert_eq!(list.get_mut(at).is_some(), at < len);
            if let Some(at) = any(at) {
                list[at] ^= 1;
                model[at] ^= 1;
            }
        }
        Step::Truncate(at) => {
            list.truncate(at);
            model.truncate(at);
        }
        Step::Clear => {
            list.clear();
            model.clear();
        }
        Step::Retain(by) => {
            list.retain(|item| item % by != 0);
            model.retain(|item| item % by != 0);
        }
        Step::Extend(count) => {
            list.extend(batch(count));
            model.extend(batch(count));
        }
        Step::InsertBatch(at, count) => {
            let at = at % (len + 1);
            list.insert_batch(at, batch(count)).expect("the index is there");
            model.splice(at..at, batch(count));
        }
        Step::RemoveBatch(at) => {
            let mut at: Vec<usize> = at.into_iter().filter_map(any).collect();
            let mut sorted = at.clone();
            sorted.sort_unstable();
            let twice = sorted.windows(2).any(|pair| pair[0] == pair[1]);
            assert_eq!(list.remove_batch(at.clone()).is_err(), twice);
            if !twice {
                at.sort_unstable();
                at.into_iter().rev().for_each(|at| _ = model.remove(at));
            }
        }
        Step::UpdateBatch(at) => {
            let at: Vec<usize> = at.into_iter().filter_map(any).collect();
            list.update_batch(at.clone(), |_, item| *item = item.wrapping_add(3))
                .expect("the indices are there");
            for at in at {
                model[at] = model[at].wrapping_add(3);
            }
        }
        Step::Splice(at, gone, count) => {
            let at = at % (len + 1);
            let gone = gone.min(len - at);
            list.splice(at, gone, batch(count));
            model.splice(at..at + gone, batch(count));
        }
        Step::Move(from, to) => {
            if let (Some(from), Some(to)) = (any(from), any(to)) {
                list.move_item(from, to);
                let item = model.remove(from);
                model.insert(to, item);
            }
        }
        Step::Rebuild => *list = List::from(list.to_vec()),
        Step::Keep => kept.push((list.clone(), model.clone())),
        Step::Return(at) => {
            if !kept.is_empty() {
                let version = &kept[at % kept.len()];
                (*list, *model) = version.clone();
            }
        }
    }
}

fn agree((list, model): &Version) {
    list.check_invariants();
    assert_eq!(list.len(), model.len());
    assert!(list.iter().eq(model));
}

fn read((list, model): &Version, from: usize, to: usize) {
    assert!(list.iter().rev().eq(model.iter().rev()));
    assert_eq!(list.to_vec(), *model);
    assert_eq!((list.first(), list.last()), (model.first(), model.last()));
    assert_eq!(list.get(from), model.get(from));
    let (from, to) = (from % (model.len() + 1), to % (model.len() + 1));
    let (from, to) = (from.min(to), from.max(to));
    assert!(list.iter_range(from..to).eq(&model[from..to]));
    assert!(list.iter_range(from..to).rev().eq(model[from..to].iter().rev()));
    let mut items = list.iter();
    let mut expected = model.iter();
    assert_eq!(items.nth(from), expected.nth(from));
    assert_eq!(items.next_back(), expected.next_back());
    assert_eq!(items.nth(to - from), expected.nth(to - from));
    assert_eq!(items.len(), expected.len());
    assert!(items.clone().eq(expected.clone()));
    assert_eq!(items.copied().fold(0_u32, fold), expected.copied().fold(0_u32, fold));
    assert_eq!(*list, List::from(model.clone()));
    assert_eq!(format!("{list:?}"), format!("{model:?}"));
}

fn fold(all: u32, item: u8) -> u32 {
    all.wrapping_mul(31).wrapping_add(u32::from(item))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_list_does_what_a_vector_does(
        steps in proptest::collection::vec(step(), 1..60),
        from in 0..500_usize,
        to in 0..500_usize,
    ) {
        let mut now = Version::default();
        let mut kept = vec![now.clone()];
        for step in steps {
            take(step, &mut now, &mut kept);
            agree(&now);
            now.0.moment();
        }
        kept.push(now);
        kept.iter().for_each(agree);
        for version in &kept {
            read(version, from, to);
        }
        for (base, before) in &kept {
            for (list, after) in &kept {
                assert_eq!(base == list, before == after);
                assert_eq!(base.cmp(list), before.cmp(after));
                let edits = list.edits_since(base);
                let mut replayed = before.clone();
                replay(&mut replayed, &edits);
                assert_eq!(&replayed, after, "{edits:?}");
                let mut replayed = base.clone();
                replay_in_list(&mut replayed, &edits);
                assert_eq!(&replayed, list);
                replayed.check_invariants();
                if let Some(edits) = base.moment().and_then(|moment| list.edits_after(moment)) {
                    let mut replayed = before.clone();
                    replay(&mut replayed, &edits);
                    assert_eq!(&replayed, after, "{edits:?}");
                }
            }
        }
    }
}

#[test]
fn a_list_knows_what_was_done_to_it_and_copies_nothing_for_it() {
    let mut list: List<u32> = (0..100).collect();
    let moment = list.moment().expect("it has items");
    list[7] = 0;
    list.insert(0, 1);
    list[60] = 2;
    list.insert(1, 3);
    _ = list.remove(50);
    list[0] = 4;
    let edits = list.edits_after(moment).expect("it is not long ago");
    let set = |at, item| ListEdit::Set { at, item };
    let inserted = ListEdit::Insert { at: 0, items: vec![&4, &3] };
    let removed = ListEdit::Remove { at: 48, len: 1 };
    assert_eq!(edits, [removed, inserted, set(9, &0), set(60, &2)]);
    assert_eq!(list.edits_after(list.moment().expect("it has items")), Some(vec![]));

    // A copy goes on from there, and so does the list, but neither from the other.
    let mut copy = list.clone();
    let before = copy.moment().expect("it has items");
    copy[1] += 1;
    list[2] += 1;
    assert_eq!(copy.edits_after(before), Some(vec![set(1, &4)]));
    assert_eq!(list.edits_after(before), Some(vec![set(2, &1)]));
    let (after, other) = (copy.moment().expect("items"), list.moment().expect("items"));
    assert!(list.edits_after(after).is_none() && copy.edits_after(other).is_none());
    assert!(List::from(list.to_vec()).edits_after(moment).is_none());
}

#[test]
fn a_list_forgets_what_was_done_long_ago() {
    let mut list: List<usize> = (0..60).collect();
    let first = list.moment().expect("it has items");
    (0..20).for_each(|at| list[at] += 1);
    assert_eq!(list.edits_after(first).map(|edits| edits.len()), Some(20));
    let second = list.moment().expect("it has items");
    (0..30).for_each(|at| list[at] += 1);
    assert!(list.edits_after(first).is_none());
    assert_eq!(list.edits_after(second).map(|edits| edits.len()), Some(30));
    (0..1_000).for_each(|at| list[at % 60] += 1);
    assert!(list.edits_after(second).is_none());
}

#[test]
fn a_batch_that_cannot_be_done_changes_nothing() {
    let mut list: List<u32> = (0..20).collect();
    let before = list.clone();
    let out = |indices: &[usize]| BatchError::OutOfBounds { indices: indices.to_vec(), len: 20 };
    assert_eq!(list.insert_batch(21, [1]), Err(out(&[21])));
    let mut called = false;
    assert_eq!(list.update_batch([3, 20, 30], |_, _| called = true), Err(out(&[20, 30])));
    assert!(!called);
    assert_eq!(list.remove_batch([3, 25]), Err(out(&[25])));
    assert_eq!(list.get_batch([25]), Err(out(&[25])));
    let twice = list.remove_batch([3, 4, 7, 4, 3, 3]).expect_err("an index is given twice");
    assert_eq!(twice.to_string(), "given twice: 3, 4");
    assert!(list.is_same(&before), "nothing was even copied");
}

#[test]
fn a_write_copies_one_item_and_only_if_it_is_shared() {
    #[derive(Debug)]
    struct Counted(u32);
    std::thread_local! {
        static COPIES: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
    }
    impl Clone for Counted {
        fn clone(&self) -> Self {
            COPIES.set(COPIES.get() + 1);
            Self(self.0)
        }
    }
    let mut list: List<Counted> = (0..100).map(Counted).collect();
    list[50].0 += 1;
    list.insert(3, Counted(7));
    _ = (list.remove(3), list.pop());
    assert_eq!(COPIES.get(), 0);
    let held = list.clone();
    list[50].0 += 1;
    list[50].0 += 1;
    list.set(51, Counted(0));
    list.insert(0, Counted(0));
    list.truncate(60);
    assert_eq!(COPIES.get(), 1);
    assert_eq!((held[50].0, list[51].0), (51, 53));
    assert!(list.same_item(1, &held, 0) && !list.same_item(51, &held, 50));
}

#[test]
fn items_in_front_fill_chunks() {
    let mut list = List::new();
    (0..800).for_each(|item| list.insert(0, item));
    assert_eq!(list.chunks().len(), 100);
    (0..400).for_each(|_| list.push(0));
    assert_eq!(list.chunks().len(), 150);
}

#[test]
fn a_large_list_is_dropped_without_recursion() {
    let list: List<u64> = (0..1_000_000).collect();
    let thread = std::thread::Builder::new().stack_size(32 * 1024);
    thread.spawn(|| drop(list)).expect("a thread starts").join().expect("the list is dropped");
}

#[test]
fn panics_name_the_index() {
    let message = |work: fn(&mut List<u32>)| {
        let mut list = List::from([1, 2, 3]);
        let payload = std::panic::catch_unwind(move || work(&mut list)).expect_err("it panics");
        crate::error::panic_message(&*payload)
    };
    let out = "index 3 is out of bounds of a list of 3 items";
    assert_eq!(message(|list| _ = list[3]), out);
    assert_eq!(message(|list| list[3] = 1), out);
    assert_eq!(message(|list| list.set(3, 1)), out);
    assert_eq!(message(|list| _ = list.remove(3)), out);
    assert_eq!(message(|list| list.move_item(0, 3)), out);
    assert_eq!(
        message(|list| list.insert(4, 1)),
        "index 4 to insert at is beyond the end of 3 items"
    );
    assert_eq!(
        message(|list| list.splice(2, 2, [])),
        "2 items at 2 are more than a list of 3 items has"
    );
    assert_eq!(
        message(|list| _ = list.iter_range(2..=3)),
        "the range ends at 4, beyond a list of 3 items"
    );
    let reversed = std::ops::Range { start: 2, end: 1 };
    let payload = std::panic::catch_unwind(|| List::from([1, 2, 3]).iter_range(reversed).len());
    let payload = payload.expect_err("it panics");
    assert_eq!(
        crate::error::panic_message(&*payload),
        "the range begins at 2 and ends before it, at 1"
    );
}

#[test]
fn lists_go_where_their_items_go() {
    fn travels<T: Send + Sync + Clone>() {}
    travels::<List<String>>();
}
