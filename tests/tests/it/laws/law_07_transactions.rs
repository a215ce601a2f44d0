//! All or nothing: after an error or a panic nothing has changed and nobody hears of it.

mod copies;
mod panics;
mod savepoints;

use std::sync::Arc;

use atomata::{Error, Fields, Store, atom, computed};
use atomata_tests::panics::panic_of;
use atomata_tests::recorder::Recorder;
use expect_test::expect;
use serde::{Deserialize, Serialize};

#[atom]
static COUNT: i64 = 1;

#[atom]
static NAME: String = "a".to_owned();

#[computed(deps = [COUNT])]
fn double(count: i64) -> i64 {
    assert!(count != 13, "thirteen");
    count * 2
}

#[computed(deps = [DOUBLE])]
fn quadruple(double: i64) -> i64 {
    double * 2
}

#[computed(deps = [COUNT], eq = none)]
fn always(count: i64) -> Arc<i64> {
    Arc::new(count)
}

#[computed(deps = [ALWAYS, NAME])]
fn label(always: &Arc<i64>, name: &str) -> String {
    format!("{name}{always}")
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
struct Size {
    width: u32,
    words: Vec<u32>,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Panel {
    title: String,
    #[atom(nested)]
    size: Size,
    #[atom(skip)]
    cache: Vec<u8>,
}

#[computed(deps = [Panel.size])]
fn area(size: &Size) -> usize {
    size.width as usize * size.words.len()
}

fn failing(store: &Store, run: impl FnOnce(&Store)) {
    let result: Result<(), &str> = store.transaction(|tx| {
        run(tx);
        Err("no")
    });
    assert_eq!(result, Err("no"));
}

fn panicking(store: &Store, run: impl FnOnce(&Store)) {
    let message = panic_of(|| {
        let _: Result<(), ()> = store.transaction(|tx| {
            run(tx);
            panic!("no");
        });
    });
    assert_eq!(message, "no");
}

/// Everything that can be read, as text.
fn all(store: &Store) -> String {
    let read = |result: Result<String, Error>| result.unwrap_or_else(|error| error.to_string());
    [
        format!("{:?}", store.get((COUNT, NAME, Panel))),
        read(store.try_get(DOUBLE).map(|it| it.to_string())),
        read(store.try_get(QUADRUPLE).map(|it| it.to_string())),
        store.get(ALWAYS).to_string(),
        store.get(LABEL),
        store.get(AREA).to_string(),
    ]
    .join(" | ")
}

/// A store with everything observed, and what they were told.
fn observed() -> (Store, Recorder) {
    let (store, log) = (Store::builder().immediate().on_error(|_| ()).build(), Recorder::new());
    store.subscribe(COUNT, log.telling("count")).detach();
    store.subscribe(NAME, log.telling("name")).detach();
    store.subscribe(DOUBLE, log.telling("double")).detach();
    store.subscribe(QUADRUPLE, log.telling("quadruple")).detach();
    store.subscribe(ALWAYS, log.telling("always")).detach();
    store.subscribe(LABEL, log.telling("label")).detach();
    store.subscribe(Panel, log.showing("panel")).detach();
    store.subscribe(Panel.title, log.telling("title")).detach();
    store.subscribe(Panel.size.width, log.telling("width")).detach();
    store.subscribe(AREA, log.telling("area")).detach();
    (store, log)
}

fn write_everything(store: &Store) {
    store.set(COUNT, 2);
    store.set(NAME, "b".to_owned());
    store.update(NAME, |name| name.push('c'));
    store.update(COUNT, |count| *count += 1);
    store.modify(Panel, |panel: &mut Panel| {
        panel.title.push('t');
        panel.cache = vec![1];
    });
    store.update(Panel, |panel| {
        *panel.size.width = 3;
        panel.size.words.push(1);
        panel.cache.push(2);
    });
    store.set(Panel.size.width, 4);
    store.update(Panel.size.words, |words| words.push(2));
    store.set(Panel.size, Size { width: 9, words: vec![1, 2, 3] });
    store.update(Panel.erase(), |panel| panel.title.push('u'));
    store.replace(NAME, "d".to_owned());
    store.take(NAME);
}

#[test]
fn what_failed_left_nothing_and_told_nobody() {
    for undo in [failing, panicking] as [fn(&Store, fn(&Store)); 2] {
        let (store, log) = observed();
        store.set(Panel.size.words, vec![7]);
        log.check(expect![[
            r#"panel Panel { title: "", size: Size { width: 0, words: [7] }, cache: [] }"#
        ]]);
        let (before, stats) = (all(&store), store.stats());
        undo(&store, write_everything);
        assert_eq!(all(&store), before);
        log.check(expect![""]);
        assert_eq!(store.stats(), stats);
        // With the computeds read at every step.
        undo(&store, |tx| {
            write_everything(tx);
            assert!(all(tx).starts_with("(3, "), "{}", all(tx));
            tx.set(COUNT, 4);
            assert_eq!(tx.get((DOUBLE, QUADRUPLE, LABEL)), (8, 16, "4".to_owned()));
            tx.set(COUNT, 5);
            assert_eq!(tx.get((QUADRUPLE, LABEL)), (20, "5".to_owned()));
        });
        assert_eq!(all(&store), before);
        log.check(expect![""]);
        let after = store.stats();
        assert_eq!(
            (after.writes, after.equal_writes, after.coalesced, after.notified, after.passes),
            (stats.writes, stats.equal_writes, stats.coalesced, stats.notified, stats.passes)
        );
        // And it goes on as if nothing had been.
        store.set(COUNT, 2);
        log.check(expect!["count 2; double 4; always 2; quadruple 8; label a2"]);
        store.update(Panel, |panel| *panel.size.width = 3);
        log.check(expect![[r#"panel Panel { title: "", size: Size { width: 3, words: [7] }, cache: [] }; width 3; area 3"#]]);
    }
}

#[test]
fn what_succeeded_is_told_once() {
    let (store, log) = observed();
    let result: Result<i64, ()> = store.transaction(|tx| {
        write_everything(tx);
        assert_eq!(tx.get(AREA), 27);
        Ok(tx.get(DOUBLE))
    });
    assert_eq!(result, Ok(6));
    log.check(expect![[r#"count 3; name ; panel Panel { title: "tu", size: Size { width: 9, words: [1, 2, 3] }, cache: [1, 2] }; title tu; width 9; double 6; always 3; area 27; quadruple 12; label 3"#]]);
}

#[test]
fn pending_writes_from_before_are_still_told() {
    let (store, log) = (Store::manual(), Recorder::new());
    let _count = store.subscribe(COUNT, log.telling("count"));
    let _name = store.subscribe(NAME, log.telling("name"));
    store.set(COUNT, 5);
    failing(&store, |tx| {
        tx.set(COUNT, 6);
        tx.set(NAME, "z".to_owned());
    });
    store.flush();
    log.check(expect!["count 5"]);
    failing(&store, |tx| tx.set(NAME, "z".to_owned()));
    store.flush();
    log.check(expect![""]);
    store.set(NAME, "y".to_owned());
    store.flush();
    log.check(expect!["name y"]);
}

#[test]
fn computeds_that_failed_inside_are_as_before() {
    let (store, log) = observed();
    assert_eq!(store.get(QUADRUPLE), 4);
    failing(&store, |tx| {
        tx.set(COUNT, 13);
        assert!(tx.try_get(QUADRUPLE).is_err());
    });
    assert_eq!(store.get((DOUBLE, QUADRUPLE)), (2, 4));
    // And one that had failed before and recovered inside has failed again.
    store.set(COUNT, 13);
    assert!(store.try_get(QUADRUPLE).is_err());
    log.check(expect!["count 13; always 13; label a13"]);
    failing(&store, |tx| {
        tx.set(COUNT, 2);
        assert_eq!(tx.get(QUADRUPLE), 8);
        tx.set(COUNT, 13);
        assert!(tx.try_get(DOUBLE).is_err());
        tx.set(COUNT, 3);
        assert_eq!(tx.get(QUADRUPLE), 12);
    });
    assert!(store.try_get(QUADRUPLE).is_err());
    store.set(COUNT, 4);
    assert_eq!(store.get(QUADRUPLE), 16);
    log.check(expect!["count 4; double 8; always 4; quadruple 16; label a4"]);
}

#[test]
fn a_watch_does_not_see_what_was_taken_back() {
    let store = Store::immediate();
    let (mut count, mut name, mut area) =
        (store.watch(COUNT), store.watch(NAME), store.watch(AREA));
    for undo in [failing, panicking] as [fn(&Store, fn(&Store)); 2] {
        undo(&store, |tx| {
            write_everything(tx);
            all(tx);
        });
        assert_eq!((count.changed(), name.changed(), area.changed()), (None, None, None));
    }
    store.set(NAME, "b".to_owned());
    assert_eq!((count.changed(), name.changed()), (None, Some("b".to_owned())));
}

#[test]
fn a_watch_asked_inside_tells_what_it_came_back_to() {
    let store = Store::immediate();
    let (mut count, mut name, mut area) =
        (store.watch(COUNT), store.watch(NAME), store.watch(AREA));
    let asked = store.transaction(|tx| -> Result<(), _> {
        write_everything(tx);
        Err((count.changed(), name.changed(), area.changed()))
    });
    assert!(matches!(asked, Err((Some(_), Some(_), Some(_)))), "{asked:?}");
    assert_eq!((count.changed(), name.changed()), (Some(1), Some("a".to_owned())));
    assert_eq!(area.changed(), Some(0));
    assert_eq!((count.changed(), name.changed(), area.changed()), (None, None, None));
}

#[test]
fn who_began_inside_is_told_what_it_came_back_to() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let mut polled = None;
    let mut kept = Vec::new();
    store
        .transaction(|tx| -> Result<(), ()> {
            write_everything(tx);
            kept.push(tx.subscribe(COUNT, log.telling("count")));
            kept.push(tx.subscribe(NAME, log.telling("name")));
            kept.push(tx.subscribe(Panel, log.showing("panel")));
            let lines = log.clone();
            kept.push(tx.effect(DOUBLE, move |_, double| lines.log(format_args!("{double}!"))));
            polled = Some((tx.watch(COUNT), tx.watch(NAME), tx.watch(AREA)));
            log.check(expect!["6!"]);
            Err(())
        })
        .unwrap_err();
    log.check(expect![[r#"count 1; name a; panel Panel { title: "", size: Size { width: 0, words: [] }, cache: [] }; 2!"#]]);
    let (mut count, mut name, mut area) = polled.unwrap();
    assert_eq!((count.changed(), name.changed()), (Some(1), Some("a".to_owned())));
    assert_eq!(area.changed(), Some(0));
    assert_eq!((count.changed(), name.changed(), area.changed()), (None, None, None));
    store.flush();
    log.check(expect![""]);
}

#[test]
fn who_began_inside_of_what_stays_is_told_of_what_comes_later() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _name = store.subscribe(NAME, log.telling("name"));
    let always = store.transaction(|tx| -> Result<_, ()> {
        tx.set(COUNT, 2);
        Ok(tx.subscribe(ALWAYS, log.telling("always")))
    });
    store.set(NAME, "b".to_owned());
    log.check(expect!["name b"]);
    store.set(COUNT, 3);
    log.check(expect!["always 3"]);
    drop(always);
}

#[test]
fn nodes_first_used_inside_are_there_afterwards() {
    let store = Store::immediate();
    failing(&store, |tx| {
        tx.set(COUNT, 5);
        assert_eq!(tx.get((QUADRUPLE, LABEL)), (20, "a5".to_owned()));
    });
    assert_eq!(store.get((COUNT, QUADRUPLE, LABEL)), (1, 4, "a1".to_owned()));
    store.set(COUNT, 2);
    assert_eq!(store.get((QUADRUPLE, LABEL)), (8, "a2".to_owned()));
}

#[test]
fn a_computed_brought_up_to_date_inside_is_stale_again() {
    let (store, log) = (Store::manual(), Recorder::new());
    let _quadruple = store.subscribe(QUADRUPLE, log.telling("quadruple"));
    store.set(COUNT, 3); // pending, and nothing recomputed yet
    failing(&store, |tx| assert_eq!(tx.get(QUADRUPLE), 12));
    assert_eq!(store.get(QUADRUPLE), 12);
    store.flush();
    log.check(expect!["quadruple 12"]);
}

#[test]
fn shared_values_and_snapshots_survive_a_rollback() {
    let store = Store::immediate();
    store.set(Panel.size.words, vec![1]);
    let (name, words, snapshot) =
        (store.share(NAME), store.share(Panel.size.words), store.snapshot());
    failing(&store, |tx| {
        write_everything(tx);
        let inside = tx.share(Panel);
        assert_eq!(inside.size.words, [1, 2, 3]);
    });
    assert_eq!((&**name, &**words), ("a", &[1][..]));
    assert_eq!(store.get((NAME, Panel.size.words)), ("a".to_owned(), vec![1]));
    assert_eq!(snapshot.get((NAME, Panel.size.words)), ("a".to_owned(), vec![1]));
}
