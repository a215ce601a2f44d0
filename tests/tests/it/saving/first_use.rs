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
fn a_first_use_is_no_change_from_one_snapshot_to_the_next() {
    let store = loaded();
    let before = store.snapshot();
    assert_eq!((store.get(TAX), store.keys(SCORE)), (0.5, vec![9, 2]));
    assert_eq!(store.get(Cart.items), [1, 2]);
    let after = store.snapshot();
    let delta = after.delta_from(&before);
    assert!(delta.is_empty(), "{delta:?}");
    assert_eq!(delta.to_patch().unwrap(), "[]", "no family came into being");
    store.apply(&delta.inverse().unwrap()).unwrap();
    assert_eq!((store.get(TAX), store.get(BEST), store.keys(SCORE)), (0.5, 90, vec![9, 2]));
    // The other way round, too: the one that is asked has not used it, but for the earlier.
    let delta = before.delta_from(&after);
    assert!(delta.is_empty(), "{delta:?}");
    let untouched = loaded();
    let (earlier, later) = (untouched.snapshot(), untouched.snapshot());
    assert_eq!((earlier.get(TAX), earlier.get(SCORE(9))), (0.5, 90));
    let delta = later.delta_from(&earlier);
    assert!(delta.is_empty(), "{delta:?}");
}

#[test]
fn what_is_written_after_a_first_use_is_told_from_what_was_loaded() {
    let store = loaded();
    let before = store.snapshot();
    store.set(TAX, 0.6);
    store.set(Cart.coupon, None);
    store.set(SCORE(2), 21);
    store.set(SCORE(3), 30);
    store.remove(SCORE(9));
    let delta = store.snapshot().delta_from(&before);
    let ops = [
        r#"[{"op":"remove","path":"/score/9"}"#,
        r#"{"op":"replace","path":"/score/2","value":21}"#,
        r#"{"op":"add","path":"/score/3","value":30}"#,
        r#"{"op":"replace","path":"/cart/coupon","value":null}"#,
        r#"{"op":"replace","path":"/tax","value":0.6}]"#,
    ];
    assert_eq!(delta.to_patch().unwrap(), ops.join(","));
    store.apply(&delta.inverse().unwrap()).unwrap();
    assert_eq!((store.get(TAX), store.get(Cart.coupon)), (0.5, Some("TEN".to_owned())));
    assert_eq!(store.get_batch(SCORE, [9, 2, 3]), [90, 20, 1]);
    assert!(!store.contains(SCORE(3)));
}

#[test]
fn no_delta_takes_members_away_that_were_loaded() {
    let store = loaded();
    let mut version = store.version();
    assert_eq!(store.keys(SCORE), [9, 2]);
    let delta = store.changes_since(&mut version).unwrap();
    assert_eq!(delta.names(), ["SCORE(9)", "SCORE(2)"], "who follows has not heard of them");
    assert!(delta.inverse().is_err(), "they did not come into being");
    store.set(SCORE(3), 30);
    let delta = store.changes_since(&mut version).unwrap();
    store.apply(&delta.inverse().unwrap()).unwrap();
    assert_eq!(store.keys(SCORE), [9, 2]);
    // One that was removed and made again is another one.
    store.remove(SCORE(9));
    let _ = store.changes_since(&mut version).unwrap();
    store.set(SCORE(9), 91);
    let delta = store.changes_since(&mut version).unwrap();
    store.apply(&delta.inverse().unwrap()).unwrap();
    assert_eq!(store.keys(SCORE), [2]);
}

#[test]
fn what_is_registered_is_part_of_the_state_at_once() {
    let store = Store::builder().manual().register(TAX).register(SCORE).build();
    let loaded = store.load(TEXT.as_bytes()).unwrap();
    assert_eq!(loaded.kept, ["cart", "other"]);
    let there = Store::builder().register(TAX).register(SCORE).build();
    there.apply_bytes(&store.full_state().unwrap().to_bytes().unwrap()).unwrap();
    assert_eq!((there.get(TAX), there.get_batch(SCORE, [9, 2])), (0.5, vec![90, 20]));
    let first = store.deltas().next_now().unwrap().unwrap();
    assert_eq!(first.names(), ["TAX", "SCORE(9)", "SCORE(2)"]);
}

#[test]
fn a_full_state_takes_the_place_of_what_nobody_used() {
    let (store, empty) = (loaded(), Store::builder().register(TAX).build());
    empty.set(TAX, 0.3);
    store.apply(&empty.full_state().unwrap()).unwrap();
    assert_eq!((store.get(TAX), store.get(Cart.items), store.keys(SCORE)), (0.3, vec![], vec![]));
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
