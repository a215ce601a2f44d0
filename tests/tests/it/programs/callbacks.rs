//! Callbacks on one thread that hold `Rc` and `RefCell`: they poll a watch instead of subscribing.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use atomata::{Store, atom};

#[atom]
static CLICKS: u32 = 0;

#[atom]
static TITLE: String = "untitled".to_owned();

/// Stands for a toolkit of one thread, whose callbacks are not `Send`.
#[derive(Default)]
struct Toolkit {
    on_click: Vec<Box<dyn Fn()>>,
    on_frame: RefCell<Vec<Box<dyn FnMut()>>>,
}

impl Toolkit {
    fn click(&self) {
        self.on_click.iter().for_each(|callback| callback());
    }

    fn frame(&self) {
        self.on_frame.borrow_mut().iter_mut().for_each(|callback| callback());
    }
}

#[test]
fn callbacks_hold_rc_and_share_a_store() {
    let store = Store::new();
    let label = Rc::new(RefCell::new(String::new()));
    let frames = Rc::new(Cell::new(0));

    let mut toolkit = Toolkit::default();
    let clicked = store.clone();
    toolkit.on_click.push(Box::new(move || clicked.update(CLICKS, |clicks| *clicks += 1)));
    let mut watch = store.watch((CLICKS, TITLE));
    let (shown, counted) = (Rc::clone(&label), Rc::clone(&frames));
    toolkit.on_frame.get_mut().push(Box::new(move || {
        counted.set(counted.get() + 1);
        if let Some((clicks, title)) = watch.changed() {
            *shown.borrow_mut() = format!("{title}: {clicks}");
        }
    }));

    toolkit.frame();
    assert_eq!(*label.borrow(), "", "nothing has changed since the watch was made");
    toolkit.click();
    toolkit.click();
    store.set(TITLE, "report".into());
    toolkit.frame();
    assert_eq!(*label.borrow(), "report: 2");
    toolkit.frame();
    assert_eq!(frames.get(), 3);
}

#[test]
fn a_watch_outlives_its_store_in_silence() {
    let store = Store::new();
    let mut watch = store.watch(CLICKS);
    store.set(CLICKS, 1);
    drop(store);
    assert_eq!(watch.changed(), None);
}

#[test]
fn an_effect_gets_the_store_instead_of_capturing_it() {
    let store = Store::immediate();
    let weak = store.downgrade();
    store.effect(CLICKS, |store, clicks| store.set(TITLE, format!("{clicks} clicks"))).detach();
    store.set(CLICKS, 3);
    assert_eq!(store.get(TITLE), "3 clicks");
    drop(store);
    assert!(weak.upgrade().is_none(), "the effect does not keep the store");
}

#[test]
fn a_subscriber_sends_to_a_channel() {
    let store = Store::manual();
    let (sender, receiver) = std::sync::mpsc::channel();
    let _sending = store.subscribe(TITLE, move |title| {
        let _ = sender.send(title.clone());
    });
    store.set(TITLE, "a".to_owned());
    store.set(TITLE, "b".to_owned());
    store.flush();
    assert_eq!(receiver.try_iter().collect::<Vec<_>>(), ["b"]);
}

#[test]
fn subscriptions_live_in_a_struct_and_in_an_option() {
    struct Panel {
        subscriptions: Vec<atomata::Subscription>,
        title: Option<atomata::Subscription>,
    }
    let store = Store::immediate();
    let count = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    let counting = || {
        let count = std::sync::Arc::clone(&count);
        move || {
            count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }
    };
    let (first, second) = (counting(), counting());
    let mut panel = Panel { subscriptions: Vec::new(), title: None };
    panel.subscriptions.push(store.subscribe(CLICKS, move |_| first()));
    panel.title = Some(store.subscribe(TITLE, move |_| second()));
    store.set(CLICKS, 1);
    store.set(TITLE, "x".to_owned());
    panel.title = None;
    store.set(TITLE, "y".to_owned());
    panel.subscriptions.clear();
    store.set(CLICKS, 2);
    assert!(panel.title.is_none());
    assert_eq!(count.load(std::sync::atomic::Ordering::Relaxed), 2);
}
