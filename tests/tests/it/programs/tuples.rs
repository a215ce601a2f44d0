//! Tuples of up to eight handles, in every verb that takes more than one.

use atomata::{Store, atom, computed};
use atomata_tests::recorder::Recorder;

#[atom]
static A: u8 = 1;
#[atom]
static B: u16 = 2;
#[atom]
static C: u32 = 3;
#[atom]
static D: u64 = 4;
#[atom]
static E: i8 = 5;
#[atom]
static F: f32 = 6.0;
#[atom]
static G: String = "seven".to_owned();

#[computed(deps = [A, B])]
fn h(a: u8, b: u16) -> u16 {
    u16::from(a) + b
}

#[test]
fn get_takes_one_to_eight() {
    let store = Store::new();
    assert_eq!(store.get((A,)), (1,));
    assert_eq!(store.get((A, B)), (1, 2));
    assert_eq!(store.get((A, B, C)), (1, 2, 3));
    assert_eq!(store.get((A, B, C, D)), (1, 2, 3, 4));
    assert_eq!(store.get((A, B, C, D, E)), (1, 2, 3, 4, 5));
    assert_eq!(store.get((A, B, C, D, E, F)), (1, 2, 3, 4, 5, 6.0));
    let (a, .., g) = store.get((A, B, C, D, E, F, G));
    assert_eq!((a, g.as_str()), (1, "seven"));
    let (.., g, h) = store.get((A, B, C, D, E, F, G, H));
    assert_eq!((g.as_str(), h), ("seven", 3));
}

#[test]
fn subscribe_effect_and_watch_take_eight() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    let log = recorder.clone();
    let _eight = store.subscribe((A, B, C, D, E, F, G, H), move |(a, _, _, _, _, f, g, h)| {
        log.log(format_args!("{a} {f} {g} {h}"));
    });
    let log = recorder.clone();
    let _effect = store.effect((A, H), move |store, (a, h)| {
        log.log(format_args!("effect {a} {h} {}", store.get(G)));
    });
    let mut watch = store.watch((A, G, H));
    assert_eq!(recorder.take(), "effect 1 3 seven");
    store.batch(|tx| {
        tx.set(A, 10);
        tx.set(G, "new".to_owned());
    });
    // The order is that of the graph: both stand at the level of `h`.
    assert_eq!(recorder.take(), "10 6 new 12; effect 10 12 new");
    assert_eq!(watch.changed(), Some((10, "new".to_owned(), 12)));
    assert_eq!(watch.changed(), None);
    store.set(C, 30);
    assert_eq!(recorder.take(), "10 6 new 12");
}
