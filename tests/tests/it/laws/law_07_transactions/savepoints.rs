//! A transaction or a batch inside of another one.

use expect_test::expect;

use super::{
    COUNT, LABEL, NAME, Panel, QUADRUPLE, Size, all, failing, observed, panicking, write_everything,
};

#[test]
fn a_nested_transaction_is_a_savepoint() {
    let (store, log) = observed();
    let result: Result<(), ()> = store.transaction(|tx| {
        tx.set(COUNT, 2);
        tx.update(Panel, |panel| panel.size.words.push(1));
        assert_eq!(tx.get(QUADRUPLE), 8);
        failing(tx, |tx| {
            tx.set(COUNT, 3);
            assert_eq!(tx.get(QUADRUPLE), 12);
            tx.update(Panel, |panel| {
                panel.size.words.clear();
                *panel.size.width = 10;
            });
            let inner: Result<(), ()> = tx.transaction(|tx| {
                tx.set(COUNT, 4);
                tx.set(NAME, "inner".to_owned());
                Ok(())
            });
            assert_eq!(inner, Ok(()));
            assert_eq!(tx.get(LABEL), "inner4");
        });
        assert_eq!(tx.get((COUNT, QUADRUPLE, LABEL)), (2, 8, "a2".to_owned()));
        assert_eq!(tx.get(Panel.size), Size { width: 0, words: vec![1] });
        panicking(tx, |tx| tx.set(COUNT, 9));
        assert_eq!(tx.get(QUADRUPLE), 8);
        Ok(())
    });
    assert_eq!(result, Ok(()));
    log.check(expect![[r#"count 2; panel Panel { title: "", size: Size { width: 0, words: [1] }, cache: [] }; double 4; always 2; quadruple 8; label a2"#]]);
}

#[test]
fn the_outer_one_takes_the_inner_one_with_it() {
    let (store, log) = observed();
    let before = all(&store);
    failing(&store, |tx| {
        let inner: Result<(), ()> = tx.transaction(|tx| {
            write_everything(tx);
            all(tx);
            Ok(())
        });
        assert_eq!(inner, Ok(()));
        tx.batch(|tx| tx.set(COUNT, 77));
    });
    assert_eq!(all(&store), before);
    log.check(expect![""]);
}

#[test]
fn a_batch_inside_belongs_to_the_transaction() {
    let (store, log) = observed();
    failing(&store, |tx| tx.batch(|tx| tx.batch(|tx| tx.set(COUNT, 3))));
    assert_eq!(store.get(QUADRUPLE), 4);
    // The other way round, the batch lasts.
    store.batch(|tx| {
        tx.set(NAME, "b".to_owned());
        failing(tx, |tx| tx.set(COUNT, 3));
    });
    log.check(expect!["name b; label b1"]);
}
