//! What is exported can be read by those it is for.

use std::time::Duration;

use atomata::export::ChromeTrace;
use atomata::testing::TestClock;
use atomata::{Store, atom, computed};
use serde_json::Value;

#[atom]
static COUNT: i64 = 1;

#[computed(deps = [COUNT])]
fn doubled(count: i64) -> i64 {
    count * 2
}

#[test]
fn a_trace_is_what_chrome_and_perfetto_read() {
    let (clock, trace) = (TestClock::new(), ChromeTrace::new());
    let store = Store::builder().manual().scheduler(clock.clone()).probe(trace.clone()).build();
    let slow = clock.clone();
    let _doubled = store.subscribe(DOUBLED, move |_| slow.advance(Duration::from_millis(3)));
    for count in 2..=3 {
        store.labelled("say \"hi\"", |tx| tx.set(COUNT, count));
        store.flush();
    }
    let file: Value = serde_json::from_str(&trace.json()).expect("it is JSON");
    let entries = file["traceEvents"].as_array().expect("a list of entries");
    let named =
        |name: &str| entries.iter().filter(|entry| entry["name"] == name).collect::<Vec<_>>();
    for entry in entries {
        assert!(entry["ts"].is_number() && entry["pid"].is_number() && entry["tid"].is_number());
        let is_whole = entry["ph"] == "X" && entry["dur"].is_number();
        assert!(is_whole || entry["ph"] == "i", "{entry}");
    }
    assert_eq!(named("say \"hi\"").len(), 2);
    let flushes = named("flush");
    assert_eq!(flushes.len(), 2);
    assert_eq!((&flushes[1]["ts"], &flushes[1]["dur"]), (&3000.0.into(), &3000.0.into()));
    // What happens in a flush stands within it.
    let called = entries.iter().filter(|entry| entry["cat"] == "subscribers");
    for (flush, call) in flushes.iter().zip(called) {
        let end = |entry: &Value| entry["ts"].as_f64().unwrap() + entry["dur"].as_f64().unwrap();
        assert!(call["ts"].as_f64() >= flush["ts"].as_f64() && end(call) <= end(flush));
    }
}

#[cfg(feature = "exports")]
mod facades {
    use std::fmt::Debug;
    use std::sync::{Arc, Mutex};

    use atomata::export::{Metrics, Tracing};
    use atomata_tests::recorder::Recorder;
    use metrics::{
        Counter, CounterFn, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, SharedString,
        Unit,
    };
    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};

    use super::*;

    /// A subscriber that logs spans and the messages in them.
    struct Spans(Recorder, Mutex<bool>);

    struct Line(Vec<String>);

    impl Visit for Line {
        fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
            if ["message", "atom", "about", "writes", "notified"].contains(&field.name()) {
                self.0.push(format!("{value:?}"));
            }
        }
    }

    impl tracing::Subscriber for Spans {
        fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
            metadata.target() == "atomata"
        }
        fn new_span(&self, attributes: &Attributes<'_>) -> Id {
            self.0.log(format_args!("new {}", attributes.metadata().name()));
            Id::from_u64(1)
        }
        fn record(&self, _: &Id, values: &Record<'_>) {
            let mut line = Line(Vec::new());
            values.record(&mut line);
            if !line.0.is_empty() {
                self.0.log(line.0.join(" "));
            }
        }
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn event(&self, event: &tracing::Event<'_>) {
            let mut line = Line(Vec::new());
            event.record(&mut line);
            let inside = if *self.1.lock().unwrap() { "in flush: " } else { "" };
            self.0.log(format_args!("{inside}{}", line.0.join(" ")));
        }
        fn enter(&self, _: &Id) {
            *self.1.lock().unwrap() = true;
        }
        fn exit(&self, _: &Id) {
            *self.1.lock().unwrap() = false;
        }
    }

    #[test]
    fn tracing_gets_a_span_for_each_flush_and_events_in_it() {
        let log = Recorder::new();
        tracing::subscriber::with_default(Spans(log.clone(), Mutex::new(false)), || {
            let store = Store::builder().manual().probe(Tracing::new()).build();
            let _count = store.subscribe(COUNT, |_| ());
            store.set(COUNT, 2);
            store.flush();
        });
        assert_eq!(
            log.take(),
            "wrote \"COUNT\"; new flush; in flush: told \"COUNT\"; 1; 1",
            "the order of fields is that of their declaration"
        );
    }

    /// A recorder that logs what is counted.
    #[derive(Debug, Clone)]
    struct Counted(Recorder, String);

    impl CounterFn for Counted {
        fn increment(&self, value: u64) {
            self.0.log(format_args!("{} {value}", self.1));
        }
        fn absolute(&self, _: u64) {}
    }

    impl HistogramFn for Counted {
        fn record(&self, _: f64) {
            self.0.log(&self.1);
        }
    }

    struct Registry(Recorder);

    impl metrics::Recorder for Registry {
        fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
        fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
        fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
        fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
            let labels: Vec<&str> = key.labels().map(metrics::Label::value).collect();
            let name = format!("{} of {}", key.name(), labels.join("/"));
            Counter::from_arc(Arc::new(Counted(self.0.clone(), name)))
        }
        fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
            Gauge::noop()
        }
        fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
            Histogram::from_arc(Arc::new(Counted(self.0.clone(), key.name().to_owned())))
        }
    }

    #[test]
    fn metrics_get_counters_by_store_and_group() {
        let log = Recorder::new();
        metrics::with_local_recorder(&Registry(log.clone()), || {
            let store = Store::builder().manual().probe(Metrics::new("main")).build();
            let _count = store.subscribe(COUNT, |_| ());
            for count in 0..256 {
                store.set(COUNT, count + 2);
            }
        });
        let told = log.take();
        let lines: Vec<&str> = told.split("; ").collect();
        assert_eq!((lines.len(), lines[0]), (256, "atomata_writes_total of main/default 1"));
    }
}
