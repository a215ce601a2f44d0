//! What an undo puts back, and who is told.

use atomata::{History, Store};
use atomata_tests::panics::panic_of;
use atomata_tests::recorder::Recorder;
use expect_test::expect;

use super::{Address, CURSOR, Cart, NAME, TOTAL, ZOOM, checked, manual};

#[test]
fn each_outermost_turn_is_one_entry() {
    let store = manual(History::new());
    store.set(ZOOM, 110);
    store.update(Cart, |cart| cart.items.push(1));
    store.modify(Cart, |cart: &mut Cart| cart.coupon = Some("TEN".to_owned()));
    store.batch(|tx| {
        tx.set(ZOOM, 120);
        tx.set(NAME, "Ada".to_owned());
        tx.update(Cart.items, |items| items.push(2));
    });
    let _: Result<(), ()> = store.transaction(|tx| {
        tx.set(ZOOM, 130);
        tx.transaction(|tx| {
            tx.set(NAME, "Eve".to_owned());
            Ok(())
        })
    });
    assert_eq!(store.history().entries().len(), 5);
    assert_eq!(store.get((ZOOM, NAME, TOTAL)), (130, "Eve".to_owned(), 390));

    store.undo();
    assert_eq!(store.get((ZOOM, NAME, TOTAL)), (120, "Ada".to_owned(), 360));
    store.undo();
    assert_eq!(store.get((ZOOM, NAME, TOTAL)), (110, String::new(), 110));
    store.undo();
    assert_eq!(store.get(Cart.coupon), None);
    store.undo();
    assert_eq!(store.get((TOTAL, Cart.items)), (0, vec![]));
    assert!(store.undo());
    assert!(!store.undo());
    assert_eq!(store.get(ZOOM), 100);
    checked(&store);

    while store.redo() {}
    assert_eq!(store.get((ZOOM, NAME, TOTAL)), (130, "Eve".to_owned(), 390));
    assert_eq!(store.get(Cart.coupon), Some("TEN".to_owned()));
    checked(&store);
}

#[test]
fn subscribers_are_told_of_what_differs() {
    let store = manual(History::new());
    let recorder = Recorder::new();
    let _all = [
        store.subscribe(ZOOM, recorder.showing("zoom")),
        store.subscribe(NAME, recorder.showing("name")),
        store.subscribe(Cart.items, recorder.showing("items")),
        store.subscribe(Cart.coupon, recorder.showing("coupon")),
        store.subscribe(Cart.address.city, recorder.showing("city")),
        store.subscribe(TOTAL, recorder.showing("total")),
    ];
    store.batch(|tx| {
        tx.set(Cart.coupon, Some("TEN".to_owned()));
        tx.update(Cart, |cart| cart.items.push(7));
        // Not another value in the end.
        tx.set(NAME, "Ada".to_owned());
        tx.set(NAME, String::new());
    });
    store.flush();
    drop(recorder.take());
    store.undo();
    store.flush();
    recorder.check(expect!["items []; coupon None; total 0"]);
    store.redo();
    store.flush();
    recorder.check(expect![[r#"items [7]; coupon Some("TEN"); total 700"#]]);

    let address = Address { city: "Rome".to_owned(), number: 3 };
    store.set(Cart, Cart { items: vec![7], coupon: None, address, looks: 1 });
    store.flush();
    drop(recorder.take());
    store.undo();
    store.flush();
    recorder.check(expect![[r#"coupon Some("TEN"); city """#]]);
    checked(&store);
}

#[test]
fn an_undo_is_told_at_once_where_writes_are() {
    let store = Store::builder().immediate().history(History::new()).build();
    let recorder = Recorder::new();
    let _telling = store.subscribe(TOTAL, recorder.telling("total"));
    store.update(Cart.items, |items| items.push(1));
    store.undo();
    store.redo();
    recorder.check(expect!["total 100; total 0; total 100"]);
}

#[test]
fn what_changed_nothing_leaves_no_entry() {
    let store = manual(History::new());
    store.set(ZOOM, 100);
    store.update(ZOOM, |zoom| *zoom += 0);
    store.update(Cart, |cart| {
        cart.items.push(1);
        cart.items.pop();
    });
    store.batch(|tx| {
        tx.set(ZOOM, 1);
        tx.set(ZOOM, 100);
    });
    let refused = store.transaction(|tx| {
        tx.set(ZOOM, 1);
        Err::<(), ()>(())
    });
    assert!(refused.is_err());
    store.labelled("nothing", |_| ());
    assert!(!store.can_undo());
    store.set(ZOOM, 5);
    assert_eq!(store.history().entries()[0].label, None);
}

#[test]
fn what_a_failed_transaction_took_back_is_in_no_entry() {
    let store = manual(History::new());
    store.batch(|tx| {
        tx.set(ZOOM, 110);
        let refused: Result<(), ()> = tx.transaction(|tx| {
            tx.set(ZOOM, 120);
            tx.set(NAME, "Eve".to_owned());
            tx.update(Cart, |cart| cart.items.push(1));
            Err(())
        });
        assert!(refused.is_err());
    });
    assert_eq!(store.get((ZOOM, NAME)), (110, String::new()));
    store.set(NAME, "Ada".to_owned());
    store.undo();
    store.undo();
    assert_eq!(store.get((ZOOM, NAME, TOTAL)), (100, String::new(), 0));
    store.redo();
    assert_eq!(store.get((ZOOM, NAME)), (110, String::new()));
    checked(&store);
}

#[test]
fn a_panic_in_a_batch_leaves_what_it_wrote() {
    let store = manual(History::new());
    let message = panic_of(|| {
        store.batch(|tx| {
            tx.set(ZOOM, 110);
            panic!("no");
        })
    });
    assert_eq!((message.as_str(), store.get(ZOOM)), ("no", 110));
    store.undo();
    assert_eq!(store.get(ZOOM), 100);
}

#[test]
fn transient_atoms_are_left_alone() {
    let store = manual(History::new());
    store.set(CURSOR, 1);
    assert!(!store.can_undo());
    store.batch(|tx| {
        tx.set(CURSOR, 2);
        tx.set(ZOOM, 110);
    });
    store.undo();
    assert_eq!(store.get((CURSOR, ZOOM)), (2, 100));
}

#[test]
fn a_field_and_its_whole_in_one_turn_are_put_back_together() {
    let store = manual(History::new());
    let address = Address { city: "Oslo".to_owned(), number: 1 };
    store.batch(|tx| {
        tx.update(Cart, |cart| cart.items.push(1));
        tx.set(Cart.address.number, 9);
        tx.set(Cart.address, address.clone());
        tx.set(
            Cart,
            Cart {
                items: vec![5],
                coupon: Some("x".into()),
                address: Address::default(),
                looks: 2,
            },
        );
        tx.set(Cart.coupon, Some("y".into()));
    });
    let after = store.get(Cart);
    // A value that something else holds is copied before a field is put into it.
    let held = store.share(Cart);
    store.undo();
    assert_eq!(store.get(Cart), Cart::default());
    store.redo();
    assert_eq!(store.get(Cart), after);
    assert_eq!(*held, after);
    checked(&store);
}

#[test]
fn a_value_that_is_held_elsewhere_is_put_back_all_the_same() {
    let store = manual(History::new());
    store.set(NAME, "Ada".to_owned());
    let before = store.snapshot();
    let held = store.share(NAME);
    store.update(NAME, |name| name.push('!'));
    let again = store.share(NAME);
    store.undo();
    assert_eq!(store.get(NAME), "Ada");
    store.redo();
    assert_eq!(store.get(NAME), "Ada!");
    assert_eq!((&**held, before.get(NAME), &**again), ("Ada", "Ada".to_owned(), "Ada!"));
}

#[test]
fn replace_take_and_reset_are_turns_like_others() {
    let store = manual(History::new());
    store.set(NAME, "Ada".to_owned());
    assert_eq!(store.replace(NAME, "Eve".to_owned()), "Ada");
    assert_eq!(store.take(NAME), "Eve");
    store.set(NAME, "Bob".to_owned());
    store.reset(NAME);
    for before in ["Bob", "", "Eve", "Ada", ""] {
        store.undo();
        assert_eq!(store.get(NAME), before);
    }
    assert!(!store.can_undo());
}

#[test]
fn a_field_is_copied_once_in_a_turn() {
    let store = manual(History::new());
    store.batch(|tx| {
        for item in 0..1000 {
            tx.update(Cart, |cart| cart.items.push(item));
            tx.set(ZOOM, item);
        }
    });
    let entries = store.history().entries();
    assert_eq!(entries.len(), 1);
    assert!(entries[0].bytes < 1000, "{}", entries[0].bytes);
    store.undo();
    assert_eq!(store.get(TOTAL), 0);
    assert!(store.history().entries()[0].bytes > 4000);
}
