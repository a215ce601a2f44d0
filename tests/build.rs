//! Writes the test suites anew for the compiled tier.
//!
//! Each suite is put into a module with `#[atoms]`, with its submodules in place, so that what it declares
//! is a compiled graph, and `Store` in it is `Store<Graph>`. What it says is left as it is: both tiers are
//! held to the same words.

#![forbid(unsafe_code)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "build/graphs.rs"]
mod graphs;
#[path = "build/model.rs"]
mod model;

/// The suites below `tests/it`, by their files. Left out is what has no atoms of its own, what is about
/// the dynamic tier or about helpers over any handle, and what declares atoms inside of macros, where
/// `#[atoms]` cannot see them.
const SUITES: &[&str] = &[
    "batching/errors.rs",
    "batching/groups.rs",
    "batching/hooks.rs",
    "batching/numbers.rs",
    "batching/settled.rs",
    "batching/strategies.rs",
    "batching/threads.rs",
    "batching/windows.rs",
    "families.rs",
    "history.rs",
    "laws/law_01_reads_see_writes.rs",
    "laws/law_02_glitch_free_and_whole.rs",
    "laws/law_03_one_write_turn.rs",
    "laws/law_03_user_code_under_the_lock.rs",
    "laws/law_04_cut_off.rs",
    "laws/law_05_notifications.rs",
    "laws/law_06_flush.rs",
    "laws/law_07_transactions.rs",
    "laws/law_08_only_what_is_needed.rs",
    "laws/law_09_errors_stay_local.rs",
    "laws/law_10_stores_are_values.rs",
    "laws/law_11_deterministic.rs",
    "memory.rs",
    "mistakes/computeds.rs",
    "mistakes/flushes.rs",
    "mistakes/measures.rs",
    "mistakes/updates.rs",
    "programs/callbacks.rs",
    "programs/cells.rs",
    "programs/handles.rs",
    "programs/parameters.rs",
    "programs/rendering.rs",
    "programs/requests.rs",
    "programs/shop.rs",
    "programs/snapshots.rs",
    "programs/tuples.rs",
    "readers.rs",
    "threads.rs",
];

/// The suites below `tests/deltas`.
const DELTAS: &[&str] =
    &["applying.rs", "asking.rs", "families.rs", "fields.rs", "laws.rs", "lists.rs"];

/// The suites below `tests/monitor`.
const MONITOR: &[&str] = &["budgets.rs", "events.rs", "health.rs", "reports.rs", "why.rs"];

/// The tests of these suites that say something else of the dynamic tier, and why.
const OTHERWISE: &[(&str, &str)] = &[
    ("derived_groups_have_the_default_window_and_priority", "the copy lies in another module"),
    ("without_on_error_an_error_goes_once_to_stderr", "it runs itself by its name"),
    ("a_thousand_updates_are_one_notification", DECLARED),
    ("a_hundred_thousand_updates_are_one_notification", DECLARED),
    ("pending_writes_are_not_told_to_who_comes_later", DECLARED),
    ("priority_then_level_then_slot_then_subscription", DECLARED),
    ("register_fixes_the_order", DECLARED),
    ("the_worlds_are_generated", "once is enough"),
];

/// What stands in for the `order` of the model.
const ORDER: &str = "tests/compiled_model/order.rs";

const DECLARED: &str = "slots are in the order of declaration, not of first use";

/// The types that have the tier for a parameter.
const TIERED: [(&str, &str); 6] = [
    ("Store", "Store = ::atomata::Store<Graph>"),
    ("Deltas", "Deltas = ::atomata::Deltas<Graph>"),
    ("Builder", "Builder = ::atomata::Builder<Graph>"),
    ("Snapshot", "Snapshot = ::atomata::Snapshot<Graph>"),
    ("WeakStore", "WeakStore = ::atomata::WeakStore<Graph>"),
    ("Tx", "Tx<'a> = ::atomata::Tx<'a, Graph>"),
];

fn main() {
    println!("cargo::rerun-if-changed={ORDER}");
    let mut out = String::new();
    for (root, prefix, suites) in [
        ("tests/it", "", SUITES),
        ("tests/deltas", "deltas_", DELTAS),
        ("tests/monitor", "monitor_", MONITOR),
    ] {
        println!("cargo::rerun-if-changed={root}");
        for suite in suites {
            let file = Path::new(root).join(suite);
            let name = format!("{prefix}{}", suite.trim_end_matches(".rs").replace('/', "_"));
            out.push_str(&graph(&name, &inlined(&file, Place::Suite)));
        }
    }
    let target = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where"));
    fs::write(target.join("compiled.rs"), out).expect("the suites can be written");
    fs::write(target.join("graphs.rs"), graphs::text()).expect("the graphs can be written");
    fs::write(target.join("compiled_model.rs"), model::crate_text())
        .expect("the model can be written");
}

/// A module that is a graph, in which the types that have the tier for a parameter are those of the graph.
fn graph(name: &str, text: &str) -> String {
    let aliases = TIERED.map(|(_, alias)| format!("#[allow(dead_code)]\npub(crate) type {alias};"));
    format!("#[::atomata::atoms]\npub mod {name} {{\n{}\n{text}\n}}\n\n", aliases.join("\n"))
}

/// Where the text of a file is put.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// A suite, which is a graph.
    Suite,
    /// A module of a suite.
    Inside,
    /// A module of the model, which may be a graph of its own.
    Model,
}

/// The text of a file with its submodules in place.
fn inlined(file: &Path, place: Place) -> String {
    let text =
        fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut out = String::from("#[allow(unused_imports)]\nuse ::atomata_tests::tier::Make as _;\n");
    if place != Place::Suite {
        out.push_str(
            "#[allow(unused_imports)]\nuse super::{Builder, Deltas, Graph, Snapshot, Store, Tx, WeakStore};\n",
        );
    }
    let mut lines = text.lines().filter(|line| !line.starts_with("//!"));
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) {
            let mut child = file.with_extension("").join(name).with_extension("rs");
            if place == Place::Model && name == "order" {
                child = PathBuf::from(ORDER);
            }
            if place == Place::Model && declares(&child) {
                out.push_str(&graph(name, &inlined(&child, Place::Suite)));
                continue;
            }
            let inside = if place == Place::Model { place } else { Place::Inside };
            let text = inlined(&child, inside);
            writeln!(out, "mod {name} {{\n{text}\n}}").expect("a string can be written");
        } else if line.starts_with("use atomata::") {
            let mut import = line.to_owned();
            while !import.ends_with(';') {
                import.push_str(lines.next().expect("an import ends"));
            }
            out.push_str(&untiered(&import));
            out.push('\n');
        } else if line.starts_with("#![allow") {
            // An attribute of the file; the copy is not linted.
            let mut rest = line;
            while !rest.ends_with(")]") {
                rest = lines.next().expect("an attribute ends");
            }
        } else {
            let named = |(name, _): &&(&str, &str)| line.contains(&format!("fn {name}("));
            if let Some((_, reason)) = OTHERWISE.iter().find(named) {
                writeln!(out, "#[ignore = \"{reason}\"]").expect("a string can be written");
            }
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

fn declares(file: &Path) -> bool {
    fs::read_to_string(file).is_ok_and(|text| text.contains("\n#[atom"))
}

/// The import without the types that have other names here.
fn untiered(import: &str) -> String {
    let Some((path, list)) = import.split_once('{') else {
        let last = import.trim_end_matches(';').rsplit("::").next().unwrap_or_default();
        let tiered = TIERED.iter().any(|(name, _)| *name == last);
        return if tiered { String::new() } else { import.to_owned() };
    };
    let names = list.trim_end_matches("};").split(',').map(str::trim);
    let kept: Vec<&str> = names
        .filter(|name| !name.is_empty() && TIERED.iter().all(|(tiered, _)| tiered != name))
        .collect();
    format!("{path}{{{}}};", kept.join(", "))
}
