//! Helpers that are generic over handles and over stores.

use atomata::{Get, Handle, Holds, Read, ReadHandle, Source, Store, Tier, Write, atom, computed};

#[atom]
static VOLUME: f64 = 0.5;

#[atom]
static BALANCE: f64 = 0.0;

#[computed(deps = [VOLUME])]
fn loudness(volume: f64) -> f64 {
    volume * 100.0
}

fn slider<H: Write<Value = f64>>(store: &Store, handle: H, to: f64) -> String {
    store.modify(&handle, |value| *value = to);
    format!("{}={}", handle.name(), store.get(&handle))
}

fn show(store: &Store, handle: impl Read<Value: std::fmt::Display>) -> String {
    store.with(&handle, |value| format!("{}={value}", handle.name()))
}

fn clear<V: Default + Clone + PartialEq + Send + Sync>(
    store: &Store,
    handle: impl Write<Value = V>,
) {
    store.set(handle, V::default());
}

fn count_changes<S>(store: &Store, source: S) -> std::sync::mpsc::Receiver<()>
where
    S: Source + 'static,
{
    let (sender, receiver) = std::sync::mpsc::channel();
    store
        .subscribe(source, move |_| {
            let _ = sender.send(());
        })
        .detach();
    receiver
}

fn read_twice<S: Get + Copy>(store: &Store, source: S) -> (S::Output, S::Output) {
    (store.get(source), store.get(source))
}

#[test]
fn helpers_take_any_handle() {
    let store = Store::immediate();
    let changes = count_changes(&store, (VOLUME, BALANCE));
    assert_eq!(slider(&store, VOLUME, 0.75), "VOLUME=0.75");
    assert_eq!(slider(&store, &BALANCE, -1.0), "BALANCE=-1");
    assert_eq!(slider(&store, VOLUME.erase(), 0.25), "VOLUME=0.25");
    assert_eq!(show(&store, LOUDNESS), "loudness=25");
    assert_eq!(show(&store, LOUDNESS.erase()), "loudness=25");
    clear(&store, VOLUME);
    assert_eq!(read_twice(&store, VOLUME), (0.0, 0.0));
    assert_eq!(changes.try_iter().count(), 4);
}

fn mute<G: Tier + Holds<VOLUME>>(store: &Store<G>) -> f64 {
    store.replace(VOLUME, 0.0)
}

fn center<G>(store: &Store<G>)
where
    G: Tier + Holds<VOLUME> + Holds<BALANCE> + Holds<LOUDNESS>,
{
    store.batch(|tx| {
        tx.set(BALANCE, 0.0);
        tx.set(VOLUME, 0.5);
        assert_eq!(tx.get(LOUDNESS), 50.0);
    });
}

fn set_any<G: Tier + Holds<H>, H: Write>(store: &Store<G>, handle: H, value: H::Value) {
    store.set(handle, value);
}

#[test]
fn helpers_take_any_store() {
    let store = Store::new();
    assert_eq!(mute(&store), 0.5);
    center(&store);
    set_any(&store, BALANCE, 0.1);
    store.batch(|tx| set_any(tx, VOLUME, 1.0));
    assert_eq!(store.get((VOLUME, BALANCE)), (1.0, 0.1));
}

/// What a generic helper keeps: it erases without knowing the type of the handle.
struct Knob {
    handle: Handle<f64>,
    shown: ReadHandle<f64>,
}

impl Knob {
    fn new(handle: impl Write<Value = f64>, shown: impl Read<Value = f64>) -> Self {
        Self { handle: handle.erase(), shown: shown.read_only() }
    }
}

#[test]
fn a_generic_helper_erases_what_it_keeps() {
    let store = Store::new();
    let knobs = [Knob::new(VOLUME, LOUDNESS), Knob::new(BALANCE, BALANCE)];
    for knob in &knobs {
        store.update(&knob.handle, |value| *value += 1.0);
    }
    let shown: Vec<f64> = knobs.iter().map(|knob| store.get(&knob.shown)).collect();
    assert_eq!(shown, [150.0, 1.0]);
}
