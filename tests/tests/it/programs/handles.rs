//! Handles everywhere a value can be: in vectors, structs, statics, threads, closures and maps.

use std::collections::BTreeMap;
use std::thread;

use atomata::{Handle, ReadHandle, Store, atom, computed};
use serde::{Deserialize, Serialize};

#[atom(group = "data")]
static LOW: f64 = 0.1;

#[atom(id = "limits/high")]
static HIGH: f64 = 0.9;

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Window {
    width: f64,
    height: f64,
    name: String,
}

#[atom]
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
enum Theme {
    #[default]
    Light,
    Dark,
}

#[computed(deps = [LOW, HIGH])]
fn range(low: f64, high: f64) -> f64 {
    high - low
}

#[test]
fn every_handle_tells_its_name_id_and_group_without_an_import() {
    assert_eq!((LOW.name().as_ref(), LOW.group()), ("LOW", "data"));
    assert_eq!((HIGH.name().as_ref(), HIGH.id()), ("HIGH", atomata::Id::of("limits/high")));
    assert_eq!((Window.name().as_ref(), Window.group()), ("Window", "default"));
    assert_eq!(Window.name.name(), "Window.name", "a field called `name` is a handle, too");
    assert_eq!(Window.width.id(), Window.id().part("width"));
    assert_eq!((Theme.name().as_ref(), RANGE.name().as_ref()), ("Theme", "range"));
    assert_eq!(RANGE.group(), "default");
    let erased: Handle<f64> = Window.width.erase();
    assert_eq!((erased.name(), erased.id()), (Window.width.name(), Window.width.id()));
    assert_eq!(erased.read_only().group(), "default");
    let read: ReadHandle<f64> = RANGE.erase();
    assert_eq!((read.name().as_ref(), read.id()), ("range", RANGE.id()));
}

#[test]
fn handles_print_as_their_names() {
    let text = format!("{LOW:?} {Window:?} {:?} {Theme:?} {RANGE:?}", Window.name);
    assert_eq!(text, "LOW Window Window.name Theme range");
    assert_eq!(format!("{:?}", vec![LOW.erase(), Window.width.erase()]), "[LOW, Window.width]");
}

#[test]
fn a_vector_of_erased_handles_is_a_table() {
    let store = Store::new();
    let rows: Vec<(&str, Handle<f64>)> = vec![
        ("low", LOW.erase()),
        ("high", HIGH.erase()),
        ("width", Window.width.erase()),
        ("height", Window.height.erase()),
    ];
    for (step, (_, handle)) in rows.iter().enumerate() {
        store.set(handle, step as f64);
    }
    let values: Vec<f64> = rows.iter().map(|(_, handle)| store.get(handle)).collect();
    assert_eq!(values, [0.0, 1.0, 2.0, 3.0]);
    assert_eq!(store.get(RANGE), 1.0);
    assert!(rows[0].1 == LOW.erase() && rows[0].1 != rows[1].1);
}

/// A menu entry: plain data with a handle in it.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    label: &'static str,
    target: Handle<Theme>,
    value: Theme,
}

#[test]
fn handles_stand_in_structs_and_maps() {
    let menu = [
        Entry { label: "light", target: Theme.erase(), value: Theme::Light },
        Entry { label: "dark", target: Theme.erase(), value: Theme::Dark },
    ];
    let by_label: BTreeMap<_, _> = menu.iter().map(|entry| (entry.label, entry.clone())).collect();
    let store = Store::new();
    let chosen = &by_label["dark"];
    store.set(&chosen.target, chosen.value);
    assert_eq!(store.get(Theme), Theme::Dark);
}

static LIMITS: [LOW; 2] = [LOW, LOW];

struct Axis<H> {
    handle: H,
    step: f64,
}

static AXIS: Axis<LOW> = Axis { handle: LOW, step: 0.25 };

#[test]
fn handles_are_copied_into_statics_threads_and_closures() {
    let store = Store::new();
    let low = LOW;
    let (field, whole) = (Window.width, Window);
    let bump = move |store: &Store| store.update(low, |low| *low += AXIS.step);
    thread::scope(|scope| {
        scope.spawn(|| bump(&store));
        scope.spawn(|| store.set(field, 3.0));
    });
    let moved = store.clone();
    thread::spawn(move || moved.update(whole, |window| window.height.set(4.0))).join().unwrap();
    assert_eq!(store.get((LIMITS[0], AXIS.handle)), (0.35, 0.35));
    assert_eq!(store.get((field, Window.height)), (3.0, 4.0));
}

#[test]
fn handles_go_by_reference() {
    let store = Store::immediate();
    let (sender, receiver) = std::sync::mpsc::channel();
    let _sending = store.subscribe((&LOW, &Window.name), move |(low, name)| {
        let _ = sender.send(format!("{name} {low}"));
    });
    store.set(&LOW, 1.0);
    store.update(&Window, |window| window.name.push('w'));
    store.modify(&Window.width, |width| *width *= 2.0);
    assert_eq!(store.get((&LOW, &HIGH)), (1.0, 0.9));
    assert_eq!(store.take(&Window.name), "w");
    assert_eq!(receiver.try_iter().collect::<Vec<_>>(), [" 1", "w 1", " 1"]);
}
