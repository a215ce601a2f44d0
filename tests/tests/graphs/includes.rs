//! Graphs that include others, helpers over any store, and what a `cfg` removed.

use atomata::__private::check_invariants;
use atomata::{Store, atoms};
use expect_test::expect;

#[atoms]
pub mod base {
    use atomata::{atom, computed};

    #[atom]
    pub static RATE: i64 = 2;

    #[computed(deps = [RATE])]
    pub fn rounded(rate: i64) -> i64 {
        rate / 2 * 2
    }

    #[cfg(any())]
    #[atom]
    pub static ABSENT: i64 = 1;
}

#[atoms(include = [base::Graph])]
pub mod billing {
    use super::base::ROUNDED;
    use atomata::{atom, computed};

    #[atom]
    pub static HOURS: i64 = 8;

    #[computed(deps = [HOURS, ROUNDED])]
    pub fn due(hours: i64, rounded: i64) -> i64 {
        hours * rounded
    }
}

#[atoms]
pub mod names {
    use atomata::atom;

    #[atom]
    pub static CUSTOMER: String = "Ada".to_owned();
}

#[atoms(include = [names::Graph, billing::Graph(base::Graph)])]
pub mod app {
    use super::base::{RATE, ROUNDED};
    use super::billing::DUE;
    use super::names::CUSTOMER;
    use atomata::{atom, computed};

    /// Below the diamond of a rate, what follows from it in its own graph, and what does in another.
    #[computed(deps = [RATE, ROUNDED, DUE])]
    pub fn checked(rate: i64, rounded: i64, due: i64) -> i64 {
        crate::includes::note();
        due + rate - rounded
    }

    #[computed(deps = [CUSTOMER, CHECKED])]
    pub fn summary(customer: &str, checked: i64) -> String {
        format!("{customer} owes {checked}")
    }

    #[atom(key = u8)]
    pub static EXTRA: i64 = 0;

    #[computed(key = u8, deps = [EXTRA(key), DUE])]
    pub fn with_extra(key: u8, extra: i64, due: i64) -> i64 {
        due + extra + i64::from(key)
    }
}

use app::{CHECKED, EXTRA, SUMMARY, WITH_EXTRA};
use base::{RATE, ROUNDED};
use billing::{DUE, HOURS};
use names::CUSTOMER;

thread_local! {
    static COMPUTED: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

pub(crate) fn note() {
    COMPUTED.set(COMPUTED.get() + 1);
}

fn raise<G: billing::Included + base::Included>(store: &Store<G>) -> i64 {
    store.update(RATE, |rate| *rate += 2);
    store.get(DUE)
}

fn say<G: app::Included + names::Included>(store: &Store<G>) -> String {
    store.set(CUSTOMER, "Bob".to_owned());
    store.get(SUMMARY)
}

#[test]
fn a_store_holds_what_its_graph_includes() {
    let store = Store::<app::Graph>::of();
    assert_eq!((store.get(RATE), store.get(DUE), store.get(CHECKED)), (2, 16, 16));
    store.set(HOURS, 10);
    store.set(CUSTOMER, "Eve".to_owned());
    assert_eq!(store.get(SUMMARY), "Eve owes 20");
    assert_eq!(store.get(WITH_EXTRA(1)), 21);
    check_invariants(&store);
}

#[test]
fn a_diamond_over_two_graphs_is_computed_once() {
    let store = Store::<app::Graph>::builder_of().immediate().build();
    let told = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let telling = std::sync::Arc::clone(&told);
    let _subscription = store.subscribe(CHECKED, move |value| telling.lock().unwrap().push(*value));
    COMPUTED.set(0);
    store.set(RATE, 5);
    assert_eq!((COMPUTED.get(), std::mem::take(&mut *told.lock().unwrap())), (1, vec![33]));
    // The rounded rate and what is due stay as they are.
    store.set(RATE, 4);
    assert_eq!((COMPUTED.get(), std::mem::take(&mut *told.lock().unwrap())), (2, vec![32]));
    store.set(HOURS, 8);
    assert_eq!((COMPUTED.get(), told.lock().unwrap().len()), (2, 0), "the same value is no write");
}

#[test]
fn helpers_take_every_store_that_holds_a_graph() {
    assert_eq!(raise(&Store::<billing::Graph>::of()), 32);
    assert_eq!(raise(&Store::<app::Graph>::of()), 32);
    assert_eq!(raise(&Store::new()), 32);
    assert_eq!(say(&Store::<app::Graph>::of()), "Bob owes 16");
    assert_eq!(say(&Store::new()), "Bob owes 16");
}

#[test]
fn declarations_mean_the_same_in_both_tiers_side_by_side() {
    let (dynamic, compiled) = (Store::new(), Store::<app::Graph>::of());
    for step in 0..20 {
        dynamic.set(RATE, step);
        if step % 3 == 0 {
            compiled.set(RATE, step);
            dynamic.set(EXTRA(3), step);
            compiled.set(EXTRA(3), step);
            assert_eq!(dynamic.get((SUMMARY, ROUNDED)), compiled.get((SUMMARY, ROUNDED)));
            assert_eq!(dynamic.get(WITH_EXTRA(3)), compiled.get(WITH_EXTRA(3)));
        }
    }
    assert_eq!((dynamic.get(RATE), compiled.get(RATE)), (19, 18));
}

#[test]
fn stores_of_one_graph_share_nothing() {
    let (one, other) = (Store::<app::Graph>::of(), Store::<app::Graph>::of());
    one.set(RATE, 10);
    one.set(EXTRA(1), 5);
    let within = one.transaction(|tx| {
        tx.set(HOURS, 1);
        Ok::<_, ()>((tx.get(DUE), other.get(DUE)))
    });
    assert_eq!(within, Ok((10, 16)));
    assert_eq!((other.get(RATE), other.get(SUMMARY)), (2, "Ada owes 16".to_owned()));
    assert!(!other.contains(EXTRA(1)));
    let weak = one.downgrade();
    drop(one);
    assert!(weak.upgrade().is_none());
    assert_eq!(other.get(CHECKED), 16);
}

#[test]
fn drawings_show_the_graph_and_where_others_begin() {
    expect![[r#"
        digraph {
          rankdir=LR;
          node [fontname="sans-serif", shape=box];
          n0 [label="RATE"];
          n1 [label="rounded", style=rounded];
          n2 [label="ABSENT"];
          n0 -> n1;
        }
    "#]]
    .assert_eq(base::Graph::DOT);
    expect![[r#"
        digraph {
          rankdir=LR;
          node [fontname="sans-serif", shape=box];
          n0 [label="checked", style=rounded];
          n1 [label="summary", style=rounded];
          n2 [label="EXTRA(…)", peripheries=2];
          n3 [label="with_extra(…)", style=rounded, peripheries=2];
          f0 [label="RATE", style=dashed];
          f1 [label="ROUNDED", style=dashed];
          f2 [label="DUE", style=dashed];
          f3 [label="CUSTOMER", style=dashed];
          f0 -> n0;
          f1 -> n0;
          f2 -> n0;
          f3 -> n1;
          n0 -> n1;
          n2 -> n3 [label="(key)"];
          f2 -> n3;
        }
    "#]]
    .assert_eq(app::Graph::DOT);
    expect![[r#"
        flowchart LR
          n0("checked")
          n1("summary")
          n2[["EXTRA(…)"]]
          n3(["with_extra(…)"])
          f0["RATE"]
          style f0 stroke-dasharray: 4
          f1["ROUNDED"]
          style f1 stroke-dasharray: 4
          f2["DUE"]
          style f2 stroke-dasharray: 4
          f3["CUSTOMER"]
          style f3 stroke-dasharray: 4
          f0 --> n0
          f1 --> n0
          f2 --> n0
          f3 --> n1
          n0 --> n1
          n2 -->|"(key)"| n3
          f2 --> n3
    "#]]
    .assert_eq(app::Graph::MERMAID);
}
