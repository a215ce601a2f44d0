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
    match store.devtools().serve("127.0.0.1:0") {
        Ok(inspector) => {
            inspector.add(store, "shown twice");
            if let Some(link) = inspector.link() {
                eprintln!("the page is at {link}");
            }
            inspector.stop();
        }
        Err(error) => eprintln!("no page: {error}"),
    }
    match store.devtools().connect("ws://127.0.0.1:8000/socketcluster/") {
        Ok(bridge) => {
            bridge.add(store, "shown twice");
            if bridge.is_connected() {
                eprintln!("the bridge {bridge:?} is there");
            }
            bridge.stop();
        }
        Err(error) => eprintln!("no bridge: {error}"),
    }
}
