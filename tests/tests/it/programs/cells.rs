//! The cells of a guard: operators, iteration, comparison and formatting without a detour.

use std::collections::BTreeMap;

use atomata::{Fields, Mut, Store, atom};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
struct Address {
    street: String,
    number: u32,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Everything {
    count: i64,
    mask: u8,
    ratio: f64,
    done: bool,
    title: String,
    tags: Vec<String>,
    scores: BTreeMap<String, u32>,
    coupon: Option<String>,
    low: f64,
    high: f64,
    #[atom(nested)]
    address: Address,
}

#[atom]
static COUNT: i64 = 1;

#[atom]
static WORDS: Vec<String> = Vec::new();

#[test]
fn assignment_operators_write_through() {
    let store = Store::new();
    store.update(Everything, |all| {
        all.count += 7;
        all.count -= 1;
        all.count *= 5;
        all.count /= 2;
        all.count %= 10;
        all.mask |= 0b1100;
        all.mask &= 0b0111;
        all.mask ^= 0b0001;
        all.mask <<= 1;
        all.mask >>= 2;
        all.ratio += 0.5;
        all.done |= true;
        all.title += "title";
        *all.low = 1.5;
        all.high.set(2.5);
        all.address.number += 3;
    });
    let all = store.get(Everything);
    assert_eq!((all.count, all.mask, all.ratio, all.done), (5, 2, 0.5, true));
    assert_eq!((all.title.as_str(), all.low, all.high), ("title", 1.5, 2.5));
    assert_eq!(all.address.number, 3);
    store.update(COUNT, |count| *count += 1);
    store.update(Everything.count, |count| *count -= 5);
    store.update(Everything.address.number, |number| *number *= 2);
    assert_eq!(store.get((COUNT, Everything.count, Everything.address.number)), (2, 0, 6));
}

#[test]
fn methods_of_the_value_are_at_hand() {
    let store = Store::new();
    store.update(Everything, |all| {
        all.tags.push("a".to_owned());
        all.tags.extend(["b".to_owned(), "c".to_owned()]);
        all.tags[0].push('!');
        all.tags.retain(|tag| tag != "b");
        all.scores.insert("x".to_owned(), 1);
        *all.scores.entry("x".to_owned()).or_default() += 1;
        all.coupon.get_or_insert_with(|| "TEN".to_owned()).push('%');
        all.title.push_str("long title");
        all.address.street.push_str("Main");
        assert_eq!(all.coupon.as_deref(), Some("TEN%"));
        assert_eq!(all.tags.len(), 2);
    });
    store.update(WORDS, |words| words.push("w".to_owned()));
    let all = store.get(Everything);
    assert_eq!(all.tags, ["a!", "c"]);
    assert_eq!((all.scores["x"], all.coupon), (2, Some("TEN%".to_owned())));
    assert_eq!(store.get(WORDS), ["w"]);
}

#[test]
fn cells_are_iterated_by_reference() {
    let store = Store::new();
    let seen = store.update(Everything, |all| {
        *all.tags = vec!["a".to_owned(), "b".to_owned()];
        for tag in &mut all.tags {
            tag.push('1');
        }
        all.scores.set(BTreeMap::from([("x".to_owned(), 1), ("y".to_owned(), 2)]));
        for (_, score) in &mut all.scores {
            *score *= 10;
        }
        let mut seen = Vec::new();
        for tag in &all.tags {
            seen.push(tag.clone());
        }
        for (name, score) in &all.scores {
            seen.push(format!("{name}{score}"));
        }
        seen
    });
    assert_eq!(seen, ["a1", "b1", "x10", "y20"]);
}

#[test]
fn cells_compare_with_values_literals_and_each_other() {
    let store = Store::new();
    store.update(Everything, |all| {
        all.title.set("title".to_owned());
        all.low.set(1.0);
        all.high.set(2.0);
        all.count.set(3);
        assert!(all.title == "title" && all.title != *"other" && all.title == "title".to_owned());
        assert!(all.count == 3 && all.count > 2 && all.count <= 3);
        assert!(all.low < all.high && all.low != all.high);
        assert!(all.coupon == None && all.done == false);
        *all.tags = vec!["a".to_owned()];
        assert!(all.tags == ["a".to_owned()] && all.tags == vec!["a".to_owned()]);
        if all.low < all.high {
            let middle = (*all.low + *all.high) / 2.0;
            all.low.set(middle);
        }
    });
    assert_eq!(store.get(Everything.low), 1.5);
}

#[test]
fn cells_print_as_their_values() {
    let store = Store::new();
    let text = store.update(Everything, |all| {
        all.title.set("t".to_owned());
        all.ratio.set(0.25);
        format!("{} {:?} {:.1} {:>3} {:?}", all.title, all.title, all.ratio, all.count, all.coupon)
    });
    assert_eq!(text, "t \"t\" 0.2   0 None");
}

#[test]
fn cells_are_replaced_and_taken() {
    let store = Store::new();
    let (old, taken) = store.update(Everything, |all| {
        all.coupon.set(Some("A".to_owned()));
        let old = all.coupon.replace(Some("B".to_owned()));
        all.tags.push("x".to_owned());
        (old, all.tags.take())
    });
    assert_eq!((old.as_deref(), taken), (Some("A"), vec!["x".to_owned()]));
    let coupon = store.update(Everything.coupon, |coupon| std::mem::take(&mut **coupon));
    assert_eq!(coupon.as_deref(), Some("B"));
}

/// Helpers of the user's over the guard, over a nested one and over a plain reference.
fn rename(all: &mut Mut<'_, Everything>, title: &str) {
    title.clone_into(&mut all.title);
    move_house(&mut all.address);
    shout(&mut all.tags);
}

fn move_house(address: &mut Mut<'_, Address>) {
    address.number += 1;
}

fn shout(tags: &mut [String]) {
    tags.iter_mut().for_each(|tag| tag.make_ascii_uppercase());
}

#[test]
fn helpers_take_guards_and_plain_references() {
    let store = Store::new();
    store.update(Everything.tags, |tags| tags.push("a".to_owned()));
    store.update(Everything, |all| rename(all, "new"));
    store.update(Everything.tags, |tags| shout(tags));
    let all = store.get(Everything);
    assert_eq!(
        (all.title.as_str(), all.address.number, all.tags),
        ("new", 1, vec!["A".to_owned()])
    );
}

#[test]
fn only_what_was_used_is_told() {
    let store = Store::immediate();
    let recorder = atomata_tests::recorder::Recorder::new();
    let _title = store.subscribe(Everything.title, recorder.telling("title"));
    let _count = store.subscribe(Everything.count, recorder.telling("count"));
    store.update(Everything, |all| {
        assert!(all.title.is_empty() && all.title == "");
        all.count += 1;
        all.count -= 1;
    });
    assert_eq!(recorder.take(), "", "a `Copy` value written back is no change");
    store.update(Everything, |all| all.count += 1);
    store.update(Everything, |all| all.title.push('t'));
    assert_eq!(recorder.take(), "count 1; title t");
}
