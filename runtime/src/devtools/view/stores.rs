//! The stores that are shown, and the program they are in.

use crate::store::WeakStore;
use crate::sync::Mutex;

/// A store that is shown.
#[derive(Clone)]
pub(in crate::devtools) struct Shown {
    pub(in crate::devtools) number: u64,
    pub(in crate::devtools) name: String,
    pub(in crate::devtools) store: WeakStore,
}

/// The stores that are shown; none is kept alive.
#[derive(Default)]
pub(in crate::devtools) struct Stores {
    shown: Mutex<Vec<Shown>>,
}

impl Stores {
    /// Shows a store, under its number if it has no name.
    pub(in crate::devtools) fn add(&self, store: WeakStore, name: Option<&str>) {
        let Some(number) = store.upgrade().map(|store| store.facts().number) else { return };
        let mut stores = self.shown.lock();
        let name = name.map_or_else(|| format!("store {number}"), str::to_owned);
        stores.retain(|shown| shown.number != number && !shown.store.is_gone());
        stores.push(Shown { number, name, store });
    }

    /// The stores that are there.
    pub(in crate::devtools) fn list(&self) -> Vec<Shown> {
        let shown = self.shown.lock().clone();
        shown.into_iter().filter(|shown| !shown.store.is_gone()).collect()
    }
}

/// The name of the program.
pub(in crate::devtools) fn program() -> String {
    let path = std::env::current_exe().ok();
    let name = path.as_ref().and_then(|path| path.file_stem());
    name.map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
