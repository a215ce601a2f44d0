//! Deltas as a stream of tokio's: nothing is missed, nobody waits for good, and it ends with the store.
#![forbid(unsafe_code)]
#![cfg(all(feature = "tokio", feature = "serial"))]

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use atomata::{Delta, Deltas, Follower, Store, atom};
use futures_core::Stream;

#[atom]
static COUNT: u64 = 0;

#[atom(key = u8)]
static PART: u64 = 0;

async fn next(deltas: &mut Deltas) -> Option<Delta> {
    let mut deltas = pin!(deltas);
    poll_fn(|context| deltas.as_mut().poll_next(context)).await
}

fn poll(deltas: &mut Deltas, waker: &Waker) -> Poll<Option<Vec<String>>> {
    let polled = Pin::new(deltas).poll_next(&mut Context::from_waker(waker));
    polled.map(|delta| delta.map(|delta| delta.names()))
}

/// Counts how often it is woken.
#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn who_waits_is_woken_once_per_turn() {
    let store = Store::new();
    let mut deltas = store.deltas();
    let (first, second) = (Arc::new(Count::default()), Arc::new(Count::default()));
    let wakers = [Waker::from(Arc::clone(&first)), Waker::from(Arc::clone(&second))];
    let woken = || [&first, &second].map(|count| count.0.load(Ordering::Relaxed));
    assert_eq!(poll(&mut deltas, &wakers[0]), Poll::Ready(Some(Vec::new())));
    assert_eq!(poll(&mut deltas, &wakers[0]), Poll::Pending);
    assert_eq!(poll(&mut deltas, &wakers[0]), Poll::Pending);
    store.batch(|tx| {
        tx.set(COUNT, 1);
        tx.set(COUNT, 2);
        assert_eq!(woken(), [0, 0]);
    });
    assert_eq!(woken(), [1, 0]);
    // Nobody waits any more, until somebody asks again.
    store.set(COUNT, 3);
    assert_eq!(woken(), [1, 0]);
    assert_eq!(poll(&mut deltas, &wakers[0]), Poll::Ready(Some(vec!["COUNT".to_owned()])));
    // It went to another task meanwhile.
    assert_eq!(poll(&mut deltas, &wakers[1]), Poll::Pending);
    store.set(COUNT, 3);
    assert_eq!(woken(), [1, 0], "an equal write wakes nobody");
    store.set(COUNT, 4);
    assert_eq!(woken(), [1, 1]);
    assert_eq!(poll(&mut deltas, &wakers[1]), Poll::Ready(Some(vec!["COUNT".to_owned()])));
    assert_eq!(poll(&mut deltas, &wakers[1]), Poll::Pending);
    drop(store);
    assert_eq!(woken(), [1, 2]);
    assert_eq!(poll(&mut deltas, &wakers[1]), Poll::Ready(None));
}

#[tokio::test]
async fn a_task_follows_writers_on_threads() {
    let (here, there) = (Store::new(), Store::builder().register(COUNT).register(PART).build());
    let mut deltas = here.deltas();
    let first = next(&mut deltas).await.expect("a stream begins with the state");
    let mut follower = Follower::new();
    let mut apply = |delta: &Delta| {
        let bytes = delta.to_bytes().expect("it can be written");
        follower.apply(&there, &bytes).expect("nothing is left out");
    };
    apply(&first);
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let here = here.clone();
            std::thread::spawn(move || {
                for step in 1..=200 {
                    here.batch(|tx| {
                        tx.set(PART(writer), step);
                        tx.update(COUNT, |count| *count += 1);
                    });
                }
            })
        })
        .collect();
    while there.get(COUNT) < 800 {
        apply(&next(&mut deltas).await.expect("the store is there"));
        let parts: u64 = (0..4).map(|writer| there.get(PART(writer))).sum();
        assert_eq!(there.get(COUNT), parts, "a delta is whole");
    }
    writers.into_iter().for_each(|writer| writer.join().expect("it ends"));
    let waiting = tokio::spawn(async move { next(&mut deltas).await.is_none() });
    tokio::task::yield_now().await;
    drop(here);
    assert!(waiting.await.expect("it ends"));
}
