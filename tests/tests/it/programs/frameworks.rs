//! The patterns of the frameworks that people use, without the frameworks: a task executor, a worker
//! that awaits, an elm-like loop, a signal-like component.

use std::future::Future;
use std::pin::pin;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use atomata::{Read, Store, Subscription, atom, computed};

#[atom]
static JOBS: u32 = 0;

#[atom]
static STATUS: String = "idle".to_owned();

#[computed(deps = [JOBS, STATUS])]
fn line(jobs: u32, status: &str) -> String {
    format!("{status} ({jobs})")
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// The smallest executor there is.
fn block_on<F: Future>(future: F) -> F::Output {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

async fn job(store: Store) -> String {
    store.update(JOBS, |jobs| *jobs += 1);
    store.set(STATUS, "working".to_owned());
    store.settled().await;
    store.get(LINE)
}

fn spawn<F: Future<Output: Send> + Send + 'static>(future: F) -> thread::JoinHandle<F::Output> {
    thread::spawn(move || block_on(future))
}

#[test]
fn tasks_hold_clones_and_await_the_flush() {
    let store = Store::new();
    let (sender, receiver) = channel();
    let _telling = store.subscribe(LINE, move |line| drop(sender.send(line.clone())));
    let tasks: Vec<_> = (0..3).map(|_| spawn(job(store.clone()))).collect();
    for task in tasks {
        assert!(task.join().unwrap().starts_with("working"));
    }
    block_on(store.settled());
    assert_eq!(receiver.try_iter().last().as_deref(), Some("working (3)"));
}

/// A stream of values for code that awaits or loops: a channel fed by a subscription.
fn stream<H>(store: &Store, handle: H) -> (Subscription, Receiver<H::Value>)
where
    H: Read<Value: Clone> + 'static,
{
    let (sender, receiver) = channel();
    let feeding = store.subscribe(handle, move |value| drop(sender.send(value.clone())));
    (feeding, receiver)
}

#[test]
fn a_subscription_feeds_a_stream() {
    let store = Store::immediate();
    let (feeding, lines) = stream(&store, LINE);
    store.set(JOBS, 1);
    drop(feeding);
    store.set(JOBS, 2);
    assert_eq!(lines.iter().collect::<Vec<_>>(), ["idle (1)"]);
}

enum Message {
    Started,
    Finished(Result<(), String>),
}

/// The update function of an elm-like program; the view is a computed.
fn update(store: &Store, message: Message) {
    match message {
        Message::Started => store.batch(|tx| {
            tx.update(JOBS, |jobs| *jobs += 1);
            tx.set(STATUS, "working".into());
        }),
        Message::Finished(result) => store.batch(|tx| {
            tx.update(JOBS, |jobs| *jobs -= 1);
            tx.set(STATUS, result.map_or_else(|error| error, |()| "idle".into()));
        }),
    }
}

#[test]
fn an_elm_like_program_updates_and_views() {
    let store = Store::manual();
    let (_feeding, views) = stream(&store, LINE);
    for message in [
        Message::Started,
        Message::Started,
        Message::Finished(Ok(())),
        Message::Finished(Err("failed".to_owned())),
    ] {
        update(&store, message);
        store.flush();
    }
    let views: Vec<String> = views.try_iter().collect();
    assert_eq!(views, ["working (1)", "working (2)", "idle (1)", "failed (0)"]);
}

/// A component that redraws itself and asks its host for a frame, as signals do.
#[derive(Clone)]
struct Component {
    store: Store,
    wanted: Arc<std::sync::atomic::AtomicBool>,
}

impl Component {
    fn mount(store: &Store) -> (Self, Subscription) {
        let this = Self { store: store.clone(), wanted: Arc::default() };
        let wanted = Arc::clone(&this.wanted);
        let asking = store.subscribe((JOBS, STATUS), move |_| {
            wanted.store(true, std::sync::atomic::Ordering::Relaxed);
        });
        (this, asking)
    }

    fn frame(&self) -> Option<String> {
        let wanted = self.wanted.swap(false, std::sync::atomic::Ordering::Relaxed);
        wanted.then(|| self.store.get(LINE))
    }
}

#[test]
fn a_component_asks_for_frames() {
    let store = Store::immediate();
    let (component, asking) = Component::mount(&store);
    assert_eq!(component.frame(), None);
    store.set(STATUS, "busy".to_owned());
    assert_eq!(component.frame().as_deref(), Some("busy (0)"));
    drop(asking);
    store.set(STATUS, "late".to_owned());
    assert_eq!(component.frame(), None);
}

/// The one store of an application, where it wants one.
fn application() -> &'static Store {
    static STORE: OnceLock<Store> = OnceLock::new();
    STORE.get_or_init(Store::new)
}

#[test]
fn a_store_may_be_a_static_of_the_application() {
    application().set(JOBS, 5);
    assert_eq!(thread::spawn(|| application().get(JOBS)).join().unwrap(), 5);
    assert!(application() == &application().clone());
}
