//! How few edits are found between two lists.

use super::super::{CHUNK, List, ListEdit};
use super::replay;

fn hundred() -> List<u32> {
    (0..100).collect()
}

#[track_caller]
fn check(base: &List<u32>, list: &List<u32>, expected: &[ListEdit<'_, u32>]) {
    let edits = list.edits_since(base);
    assert_eq!(edits, expected);
    let mut replayed = base.to_vec();
    replay(&mut replayed, &edits);
    assert_eq!(replayed, list.to_vec());
}

#[test]
fn nothing_is_no_edit() {
    let base = hundred();
    let mut list = base.clone();
    check(&base, &list, &[]);
    list[5] += 1;
    list[5] -= 1;
    check(&base, &list, &[]);
    check(&base, &hundred(), &[]);
}

#[test]
fn an_item_in_front_is_one_edit() {
    let base = hundred();
    let mut list = base.clone();
    list.insert(0, 7);
    check(&base, &list, &[ListEdit::Insert { at: 0, items: vec![&7] }]);
    let before = list.clone();
    list.insert(1, 8);
    list.insert(1, 9);
    check(&before, &list, &[ListEdit::Insert { at: 1, items: vec![&9, &8] }]);
    check(&list, &before, &[ListEdit::Remove { at: 1, len: 2 }]);
    check(&base, &list, &[ListEdit::Insert { at: 0, items: vec![&7, &9, &8] }]);
}

#[test]
fn items_in_place_are_one_edit_each() {
    let base = hundred();
    let mut list = base.clone();
    for at in [0, 1, 8, 50, 99] {
        list[at] += 1_000;
    }
    let set = |at, item| ListEdit::Set { at, item };
    check(
        &base,
        &list,
        &[set(0, &1_000), set(1, &1_001), set(8, &1_008), set(50, &1_050), set(99, &1_099)],
    );
    list.update_batch(0..CHUNK * 3, |_, item| *item += 10_000).expect("they are there");
    let edits = list.edits_since(&base);
    assert_eq!(edits.len(), CHUNK * 3 + 2);
    assert!(edits.iter().all(|edit| matches!(edit, ListEdit::Set { .. })));
}

#[test]
fn chunks_that_come_or_go_are_edits_of_their_own() {
    let base = hundred();
    let mut list = base.clone();
    list.splice(20, 0, 500..520);
    list.splice(80, 15, []);
    list[110 - 15] = 7;
    let fresh: Vec<u32> = (500..520).collect();
    check(
        &base,
        &list,
        &[
            ListEdit::Remove { at: 60, len: 15 },
            ListEdit::Insert { at: 20, items: fresh.iter().collect() },
            ListEdit::Set { at: 95, item: &7 },
        ],
    );
}

#[test]
fn a_move_is_one_edit_within_a_chunk_and_across() {
    let base = hundred();
    for (from, to) in [(1, 6), (6, 1), (3, 90), (90, 3), (0, 99), (99, 0), (40, 41)] {
        let mut list = base.clone();
        list.move_item(from, to);
        let edits = list.edits_since(&base);
        assert_eq!(edits.len(), 1, "{from} to {to}: {edits:?}");
        assert!(matches!(edits[0], ListEdit::Move { .. }), "{from} to {to}: {edits:?}");
        let mut replayed = base.to_vec();
        replay(&mut replayed, &edits);
        assert_eq!(replayed, list.to_vec());
    }
}

#[test]
fn items_that_change_places_are_moved_and_not_sent_again() {
    let base = hundred();
    for (one, other) in [(9, 14), (10, 12)] {
        let mut list = base.clone();
        list.move_item(other, one);
        list.move_item(one + 1, other);
        assert_eq!((list[one], list[other]), (other as u32, one as u32));
        let edits = list.edits_since(&base);
        let moves = edits.iter().filter(|edit| matches!(edit, ListEdit::Move { .. })).count();
        assert_eq!((moves, edits.len()), (2, 2), "{edits:?}");
        let mut replayed = base.to_vec();
        replay(&mut replayed, &edits);
        assert_eq!(replayed, list.to_vec());
    }
}

#[test]
fn several_moves_are_no_more_edits() {
    let base = hundred();
    let mut list = base.clone();
    list.move_item(3, 90);
    list.move_item(50, 10);
    list.move_item(70, 0);
    list[30] = 7;
    let edits = list.edits_since(&base);
    let moves = edits.iter().filter(|edit| matches!(edit, ListEdit::Move { .. })).count();
    assert_eq!((moves, edits.len()), (3, 4), "{edits:?}");
    let mut replayed = base.to_vec();
    replay(&mut replayed, &edits);
    assert_eq!(replayed, list.to_vec());
}

#[test]
fn lists_that_share_nothing_are_compared_in_place() {
    let base = hundred();
    let mut other: Vec<u32> = (0..100).collect();
    other[40] = 7;
    other.insert(60, 8);
    let list = List::from(other);
    let edits = list.edits_since(&base);
    // From the first that differs to the last: where the items belong is not known.
    assert!(matches!(edits[0], ListEdit::Insert { at: 60, .. }), "{edits:?}");
    assert!(edits.len() <= 22);
    let mut replayed = base.to_vec();
    replay(&mut replayed, &edits);
    assert_eq!(replayed, list.to_vec());
    check(&base, &List::new(), &[ListEdit::Remove { at: 0, len: 100 }]);
    assert_eq!(base.edits_since(&List::new()).len(), 1);
}
