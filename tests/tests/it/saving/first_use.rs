//! What was loaded before anything was used: atoms begin with it, however they are used first.

use std::sync::mpsc::channel;

use atomata::{Each, History, Store, atom, computed};
use serde::{Deserialize, Serialize};

use super::saved;

#[atom(id = "tax")]
static TAX: f64 = 0.2;

#[atom(id = "cart")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    items: Vec<u32>,
    coupon: Option<String>,
}

#[atom(id = "score", key = u32)]
static SCORE: u64 = 1;

#[computed(deps = [TAX, Cart.items])]
fn total(tax: f64, items: &[u32]) -> f64 {
    f64::from(items.iter().sum::<u32>()) * (1.0 + tax)
}

#[computed(deps = [each(SCORE)])]
fn best(scores: Each<'_, u32, u64>) -> u64 {
    scores.map(|(_, score)| *score).max().unwrap_or(0)
}

#[computed(deps = [SCORE(key)], key = u32)]
fn doubled(key: u32, score: u64) -> u64 {
    let _ = key;
    score * 2
}

const TEXT: &str = r#"{"atomata":1,"atoms":{
"tax":{"version":0,"value":0.5},
"cart":{"version":0,"value":{"items":[1,2],"coupon":"TEN"}},
"score":{"version":0,"members":{"9":90,"2":20}},
"other":{"version":3,"value":{ "kept": [1, 2] }}
}}"#;

fn loaded() -> Store {
    let store = Store::manual();
    let loaded = store.load(TEXT.as_bytes()).unwrap();
    assert_eq!(loaded.kept, ["tax", "cart", "score", "other"]);
    store
}

#[test]
fn a_read_finds_it() {
    let store = loaded();
    assert_eq!(store.get(TAX), 0.5);
    assert_eq!(store.get(Cart.coupon), Some("TEN".to_owned()));
    assert_eq!(store.get(SCORE(9)), 90);
    assert_eq!(store.get(SCORE(1)), 1);
    assert_eq!(store.keys(SCORE), [9, 2]);
}

#[test]
fn a_member_is_found_first_of_all() {
    assert!(loaded().contains(SCORE(2)));
    assert!(!loaded().contains(SCORE(3)));
    assert_eq!(loaded().contains_keys(SCORE, [2, 3]), [true, false]);
    assert_eq!(loaded().get_batch(SCORE, [9, 2]), [90, 20]);
    assert_eq!(loaded().keys(SCORE), [9, 2]);
    assert_eq!(loaded().get(DOUBLED(9)), 180);
    let store = loaded();
    assert!(store.remove(SCORE(2)));
    assert_eq!((store.keys(SCORE), store.get(SCORE(2))), (vec![9], 1));
    let store = loaded();
    assert_eq!(store.remove_batch(SCORE, [2, 3]), 1);
    store.set(SCORE(3), 30);
    assert_eq!(store.keys(SCORE), [9, 3]);
    let store = loaded();
    store.set(SCORE(9), 91);
    assert_eq!((store.keys(SCORE), store.get(SCORE(2))), (vec![9, 2], 20));
}

#[test]
fn computeds_find_it() {
    assert_eq!(loaded().get(TOTAL).to_bits(), 4.5_f64.to_bits());
    assert_eq!(loaded().get(BEST), 90);
}

#[test]
fn writes_find_it() {
    let store = loaded();
    store.set(Cart.coupon, None);
    assert_eq!(store.get(Cart.items), [1, 2]);
    store.update(TAX, |tax| *tax += 0.25);
    assert_eq!(store.get(TAX), 0.75);
    assert_eq!(store.replace(Cart.items, Vec::new()), [1, 2]);
    store.reset(TAX);
    assert_eq!(store.get(TAX), 0.2, "it is reset to what was declared");
}

#[test]
fn subscribers_are_not_told_of_what_they_begin_with() {
    let store = loaded();
    let (sender, told) = channel();
    let other = sender.clone();
    store.subscribe(TAX, move |tax| sender.send(*tax).unwrap()).detach();
    store.subscribe(BEST, move |best| other.send(*best as f64).unwrap()).detach();
    store.flush();
    assert_eq!(told.try_iter().count(), 0);
    store.set(TAX, 0.5);
    store.flush();
    assert_eq!(told.try_iter().count(), 0, "it is the value that was there");
    store.set(TAX, 0.6);
    store.set(SCORE(2), 100);
    store.flush();
    assert_eq!(told.try_iter().collect::<Vec<_>>(), [0.6, 100.0]);
}

#[test]
fn a_transaction_that_is_taken_back_leaves_it() {
    let store = loaded();
    let failed: Result<(), ()> = store.transaction(|tx| {
        tx.set(TAX, 0.7);
        tx.set(SCORE(3), 30);
        tx.remove(SCORE(9));
        Err(())
    });
    assert!(failed.is_err());
    assert_eq!(store.get(TAX), 0.5);
    assert_eq!((store.keys(SCORE), store.get(SCORE(9))), (vec![9, 2], 90));
    assert_eq!(store.get(BEST), 90);
}

#[test]
fn an_undo_of_its_first_use_leaves_it() {
    let first_uses: [fn(&Store); 5] = [
        |store| store.set(SCORE(3), 30),
        |store| store.set(SCORE(9), 91),
        |store| assert!(store.remove(SCORE(2))),
        |store| assert_eq!(store.remove_batch(SCORE, [9]), 1),
        |store| store.set_batch(SCORE, [(4, 40), (9, 9)]),
    ];
    for first_use in first_uses {
        let store = Store::builder().manual().history(History::new()).build();
        store.load(TEXT.as_bytes()).unwrap();
        first_use(&store);
        let after = (store.keys(SCORE), store.get(BEST));
        assert!(store.undo());
        assert_eq!(store.get_batch(SCORE, [9, 2]), [90, 20]);
        assert_eq!((store.keys(SCORE), store.get(BEST)), (vec![9, 2], 90));
        assert!(store.redo());
        assert_eq!((store.keys(SCORE), store.get(BEST)), after);
        let failed = store.transaction(|tx| {
            tx.set(SCORE(5), 50);
            Err::<(), ()>(())
        });
        assert!(failed.is_err());
        assert_eq!((store.keys(SCORE), store.get(BEST)), after);
    }
    let store = Store::builder().manual().history(History::new()).build();
    store.load(TEXT.as_bytes()).unwrap();
    let failed = store.transaction(|tx| {
        tx.set(SCORE(3), 30);
        Err::<(), ()>(())
    });
    assert!(failed.is_err());
    assert_eq!(store.keys(SCORE), [9, 2]);
}

#[test]
fn snapshots_have_it() {
    let store = loaded();
    let before = store.snapshot();
    store.set(TAX, 0.6);
    store.set(SCORE(2), 21);
    assert_eq!((before.get(TAX), before.get(TOTAL)), (0.5, 4.5));
    assert_eq!((before.keys(SCORE), before.get(SCORE(2)), before.get(BEST)), (vec![9, 2], 20, 90));
    assert!(before.contains(SCORE(9)));
}

#[test]
fn streams_tell_it_when_it_is_used() {
    let store = loaded();
    let there = Store::builder().register(TAX).register(SCORE).build();
    let mut version = store.version();
    assert_eq!(store.get((TAX, SCORE(9))), (0.5, 90));
    let delta = store.changes_since(&mut version).unwrap();
    there.apply_bytes(&delta.to_bytes().unwrap()).unwrap();
    assert_eq!((there.get(TAX), there.keys(SCORE)), (0.5, vec![9, 2]));
}

#[test]
fn what_nobody_uses_is_saved_again() {
    let store = loaded();
    store.set(TAX, 0.6);
    store.remove(SCORE(9));
    let text = saved(&store);
    let other = r#""other":{"version":3,"value":{ "kept": [1, 2] }}"#;
    assert!(text.contains(other) && text.contains(r#""coupon":"TEN""#), "{text}");
    let later = Store::new();
    later.load(text.as_bytes()).unwrap();
    assert_eq!((later.get(TAX), later.keys(SCORE)), (0.6, vec![2]));
    assert_eq!(later.get(Cart.items), [1, 2]);
    assert_eq!(saved(&later), text);
}

#[test]
fn another_load_takes_its_place() {
    let store = loaded();
    store
        .load(&br#"{"atomata":1,"atoms":{"score":{"version":0,"members":{"4":40}}}}"#[..])
        .unwrap();
    assert_eq!((store.get(TAX), store.keys(SCORE)), (0.2, vec![4]));
    assert!(!saved(&store).contains("other"));
}

#[test]
fn what_cannot_be_read_begins_anew_and_is_not_lost() {
    let text = TEXT.replace("0.5", "\"half\"").replace("\"9\":90", "\"nine\":90");
    let (sender, errors) = channel();
    let store =
        Store::builder().on_error(move |error| sender.send(error.to_string()).unwrap()).build();
    store.load(text.as_bytes()).unwrap();
    assert_eq!(store.get(TAX), 0.2);
    assert!(store.keys(SCORE).is_empty());
    let errors: Vec<String> = errors.try_iter().collect();
    assert_eq!(
        errors,
        [
            "`TAX` begins anew, because it was loaded and cannot be read: `TAX` cannot be loaded: invalid \
             type: string \"half\", expected f64",
            "`SCORE` begins anew, because it was loaded and cannot be read: `the key \"nine\" of SCORE` \
             cannot be loaded: expected ident",
        ]
    );
    store.set(TAX, 0.3);
    let text = saved(&store);
    assert!(
        text.contains(r#""tax":{"version":0,"value":0.3,"unread":{"version":0,"value":"half"}}"#),
        "{text}"
    );
    let later = Store::new();
    later.load(text.as_bytes()).unwrap();
    assert_eq!(later.get(TAX), 0.3);
    assert!(later.keys(SCORE).is_empty());
    assert_eq!(saved(&later), text);
    let registered = Store::builder().register(TAX).register(SCORE).build();
    registered.load(text.as_bytes()).unwrap();
    assert_eq!(saved(&registered).lines().count(), text.lines().count());
}
