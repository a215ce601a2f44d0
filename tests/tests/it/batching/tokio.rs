//! The tokio scheduler.

use std::sync::mpsc::channel;
use std::time::Duration;

use atomata::{Group, Store, TokioScheduler, atom};
use atomata_tests::recorder::Recorder;
use expect_test::expect;
use tokio::time::sleep;

#[atom]
static COUNT: u32 = 0;

#[atom(group = "slow")]
static SLOW: u32 = 0;

fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

#[tokio::test(start_paused = true)]
async fn windows_are_kept_on_the_runtimes_clock() {
    let log = Recorder::new();
    let store = Store::builder()
        .scheduler(TokioScheduler::current())
        .group("slow", Group::new().window(millis(50)))
        .build();
    let _told =
        [store.subscribe(COUNT, log.telling("count")), store.subscribe(SLOW, log.telling("slow"))];
    store.set(COUNT, 1);
    store.set(SLOW, 1);
    sleep(millis(15)).await;
    log.check(expect![""]);
    sleep(millis(3)).await;
    log.check(expect!["count 1"]);
    sleep(millis(30)).await;
    log.check(expect![""]);
    sleep(millis(5)).await;
    log.check(expect!["slow 1"]);
}

#[tokio::test(start_paused = true)]
async fn settled_is_awaited() {
    let log = Recorder::new();
    let store = Store::builder().scheduler(TokioScheduler::current()).build();
    let _told = store.subscribe(COUNT, log.telling("count"));
    store.set(COUNT, 1);
    store.settled().await;
    log.check(expect!["count 1"]);
    let waiting = {
        let store = store.clone();
        tokio::spawn(async move {
            store.set(COUNT, 2);
            store.settled().await;
        })
    };
    waiting.await.unwrap();
    log.check(expect!["count 2"]);
}

#[tokio::test(start_paused = true)]
async fn one_scheduler_serves_many_stores_and_panics_stop_none() {
    let scheduler = TokioScheduler::current();
    let (sender, receiver) = channel();
    let stores: Vec<_> = (0..10)
        .map(|index| {
            let store = Store::builder().scheduler(scheduler.clone()).on_error(|_| ()).build();
            let sender = sender.clone();
            store
                .subscribe(COUNT, move |count| {
                    assert!(index != 3, "broken");
                    sender.send((index, *count)).unwrap();
                })
                .detach();
            store
        })
        .collect();
    for store in &stores {
        store.set(COUNT, 1);
    }
    sleep(millis(20)).await;
    let mut told: Vec<_> = receiver.try_iter().collect();
    told.sort_unstable();
    assert_eq!(
        told.iter().map(|(index, _)| *index).collect::<Vec<_>>(),
        [0, 1, 2, 4, 5, 6, 7, 8, 9]
    );
}

#[tokio::test(start_paused = true)]
async fn a_dropped_store_tells_nobody() {
    let log = Recorder::new();
    let store = Store::builder().scheduler(TokioScheduler::current()).build();
    store.subscribe(COUNT, log.telling("count")).detach();
    store.set(COUNT, 1);
    let settled = store.settled();
    drop(store);
    settled.await;
    sleep(millis(100)).await;
    log.check(expect![""]);
}
