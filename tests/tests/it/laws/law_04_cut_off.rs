//! Writing an equal value does nothing; a recomputed equal value stops there.

use atomata::{Fields, Store, atom, computed};
use atomata_tests::recorder::Recorder;
use expect_test::expect;
use serde::{Deserialize, Serialize};

#[atom]
static COUNT: i64 = 1;

#[atom]
static NAME: String = "Ada".to_owned();

#[atom]
static RATIO: f64 = 0.5;

#[atom]
static SINGLE: f32 = 0.5;

#[atom(transient)]
static PAIR: (f64, f64) = (0.0, 0.0);

#[expect(clippy::ptr_arg, reason = "a comparison takes the type of the atom")]
fn same_length(old: &String, new: &String) -> bool {
    old.len() == new.len()
}

#[atom(eq = same_length)]
static LENGTH: String = String::new();

#[computed(deps = [COUNT])]
fn parity(count: i64) -> i64 {
    count % 2
}

#[computed(deps = [PARITY])]
fn after_parity(parity: i64) -> i64 {
    parity
}

#[computed(deps = [COUNT], eq = none)]
fn always(count: i64) -> i64 {
    count % 2
}

#[computed(deps = [RATIO])]
fn root(ratio: f64) -> f64 {
    ratio.sqrt()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "a comparison takes references")]
fn same_hundreds(old: &i64, new: &i64) -> bool {
    old / 100 == new / 100
}

#[computed(deps = [COUNT], eq = same_hundreds)]
fn rough(count: i64) -> i64 {
    count
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
struct Size {
    width: u32,
    height: u32,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Panel {
    title: String,
    zoom: f64,
    #[atom(nested)]
    size: Size,
    #[atom(skip)]
    cache: Vec<u8>,
}

#[test]
fn an_equal_set_does_nothing() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _count = store.subscribe(COUNT, log.telling("count"));
    let _name = store.subscribe(NAME, log.telling("name"));
    store.set(COUNT, 1);
    store.set(NAME, "Ada".to_owned());
    store.modify(NAME, |_| ());
    store.reset(NAME);
    log.check(expect![""]);
    let stats = store.stats();
    assert_eq!((stats.writes, stats.equal_writes, stats.flushes), (0, 4, 0));
}

#[test]
fn an_equal_struct_does_nothing() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _whole = store.subscribe(Panel, log.showing("panel"));
    let _title = store.subscribe(Panel.title, log.telling("title"));
    store.set(Panel, Panel::default());
    store.modify(Panel, |panel: &mut Panel| panel.title.clear());
    store.set(Panel.size, Size::default());
    log.check(expect![""]);
    store.set(Panel.size.width, 3);
    log.check(expect![[
        r#"panel Panel { title: "", zoom: 0.0, size: Size { width: 3, height: 0 }, cache: [] }"#
    ]]);
}

#[test]
fn a_skipped_field_is_kept_and_not_told() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _whole = store.subscribe(Panel, log.showing("panel"));
    store.set(Panel, Panel { cache: vec![1], ..Panel::default() });
    store.update(Panel, |panel| panel.cache.push(2));
    log.check(expect![""]);
    assert_eq!(store.get(Panel).cache, [1, 2]);
}

#[test]
fn a_recomputed_equal_value_stops_there() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _parity = store.subscribe(PARITY, log.telling("parity"));
    let _after = store.subscribe(AFTER_PARITY, log.telling("after"));
    let before = store.stats();
    store.set(COUNT, 3);
    log.check(expect![""]);
    let after = store.stats();
    assert_eq!(after.recomputed - before.recomputed, 1, "the dependent did not run");
    assert_eq!(after.unchanged - before.unchanged, 1);
    store.set(COUNT, 4);
    log.check(expect!["parity 0; after 0"]);
}

#[test]
fn nan_equals_itself_where_the_node_is_a_float() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _ratio = store.subscribe(RATIO, log.telling("ratio"));
    let _single = store.subscribe(SINGLE, log.telling("single"));
    let _root = store.subscribe(ROOT, log.telling("root"));
    let _zoom = store.subscribe(Panel.zoom, log.telling("zoom"));
    store.set(RATIO, -1.0);
    log.check(expect!["ratio -1; root NaN"]);
    store.set(RATIO, -2.0);
    log.check(expect!["ratio -2"]);
    store.set(RATIO, f64::NAN);
    store.set(SINGLE, f32::NAN);
    store.set(Panel.zoom, f64::NAN);
    log.check(expect!["ratio NaN; single NaN; zoom NaN"]);
    store.set(RATIO, f64::NAN);
    store.set(SINGLE, f32::NAN);
    store.set(Panel.zoom, f64::NAN);
    store.modify(Panel, |panel: &mut Panel| panel.zoom = f64::NAN);
    store.update(Panel, |panel| *panel.zoom = f64::NAN);
    store.update(RATIO, |ratio| **ratio = f64::NAN);
    log.check(expect![""]);
}

#[test]
fn nan_inside_of_another_type_differs_as_its_own_comparison_says() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _pair = store.subscribe(PAIR, log.showing("pair"));
    store.set(PAIR, (f64::NAN, 0.0));
    store.set(PAIR, (f64::NAN, 0.0));
    log.check(expect!["pair (NaN, 0.0); pair (NaN, 0.0)"]);
}

#[test]
fn a_comparison_of_the_users_own_decides() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _length = store.subscribe(LENGTH, log.telling("length"));
    let _rough = store.subscribe(ROUGH, log.telling("rough"));
    store.set(LENGTH, "one".to_owned());
    store.set(LENGTH, "two".to_owned());
    log.check(expect!["length one"]);
    assert_eq!(store.get(LENGTH), "one", "an equal value is not written");
    store.set(COUNT, 99);
    store.set(COUNT, 150);
    store.set(COUNT, 199);
    log.check(expect!["rough 150"]);
    assert_eq!(store.get(ROUGH), 150, "a reader sees what was told");
}

#[test]
fn without_a_comparison_every_recompute_counts() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _always = store.subscribe(ALWAYS, log.telling("always"));
    store.set(COUNT, 3);
    store.set(COUNT, 5);
    store.set(COUNT, 5);
    log.check(expect!["always 1; always 1"]);
}

#[test]
fn a_copy_cell_written_back_to_its_old_value_is_no_change() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _count = store.subscribe(COUNT, log.telling("count"));
    let _width = store.subscribe(Panel.size.width, log.telling("width"));
    let _size = store.subscribe(Panel.size, log.showing("size"));
    let _panel = store.subscribe(Panel, log.showing("panel"));
    store.update(COUNT, |count| {
        *count += 1;
        *count -= 1;
    });
    store.update(Panel, |panel| {
        *panel.size.width = 5;
        *panel.size.width = 0;
    });
    store.update(Panel.size, |size| size.width += 0);
    store.update(Panel.size.width, |width| *width *= 1);
    log.check(expect![""]);
    assert_eq!(store.stats().writes, 0);
}

#[test]
fn reading_through_a_guard_is_no_change() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _name = store.subscribe(NAME, log.telling("name"));
    let _panel = store.subscribe(Panel, log.showing("panel"));
    store.update(NAME, |name| assert_eq!(name.len(), 3));
    store.update(Panel, |panel| {
        assert!(panel.title.is_empty());
        assert!(panel.size.width == 0);
        panel.title.set(String::new());
    });
    log.check(expect![""]);
    assert_eq!(store.stats().writes, 0);
}
