//! With DevTools.
use atomata::Store;
use atomata::event::WarningKind;

pub fn store() -> Store {
    Store::builder()
        .manual()
        .on_warning(|warning| eprintln!("odd: {warning}"))
        .allow(&[WarningKind::UnreadAtom])
        .build()
}

pub fn look(store: &Store) {
    if let Some(why) = store.why(crate::TOTAL) {
        eprintln!("{why}");
    }
    if let Some(why) = store.why_not(crate::COUNT) {
        eprintln!("{why}");
    }
    for flush in store.devtools().flushes(0) {
        eprintln!("{flush}");
    }
    if store.devtools().dropped() > 0 {
        eprintln!("some events are not remembered");
    }
}
