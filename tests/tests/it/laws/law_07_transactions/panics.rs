//! What a panic leaves of an update, alone and inside of a transaction.

use atomata_tests::panics::panic_of;
use expect_test::expect;

use super::{NAME, Panel, observed};

#[test]
fn a_panic_in_a_lone_update_keeps_what_it_wrote() {
    let (store, log) = observed();
    let message = panic_of(|| {
        store.update(Panel, |panel| {
            *panel.size.width = 4;
            panel.title.push('x');
            panic!("half-way");
        })
    });
    assert_eq!(message, "half-way");
    log.check(expect![[r#"panel Panel { title: "x", size: Size { width: 4, words: [] }, cache: [] }; title x; width 4"#]]);
    assert_eq!(store.get(Panel.size.width), 4);
    store.update(Panel, |panel| *panel.size.width = 5);
    log.check(expect![[
        r#"panel Panel { title: "x", size: Size { width: 5, words: [] }, cache: [] }; width 5"#
    ]]);
}

#[test]
fn a_panic_in_modify_writes_nothing() {
    let (store, log) = observed();
    panic_of(|| {
        store.modify(NAME, |name: &mut String| {
            name.push('x');
            panic!("half-way");
        })
    });
    assert_eq!(store.get(NAME), "a");
    log.check(expect![""]);
}

#[test]
fn a_panic_in_an_update_inside_of_a_transaction_takes_it_back() {
    let (store, log) = observed();
    panic_of(|| {
        let _: Result<(), ()> = store.transaction(|tx| {
            tx.update(Panel, |panel| {
                panel.size.words.push(1);
                panic!("half-way");
            })
        });
    });
    assert!(store.get(Panel.size.words).is_empty());
    log.check(expect![""]);
}
