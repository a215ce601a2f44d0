//! A session as a Rust test: it sets the same atoms, and asserts what is there afterwards.

use std::fmt::Write;

use serde_json::{Map, Value};

use super::watch::Watch;
use crate::devtools::view::change::{self, escaped};
use crate::state::{Look, Sort};
use crate::store::Store;

/// Writes the test.
pub(super) fn write(store: &Store, watch: &Watch, from: u64, to: u64) -> String {
    let looks = store.state(|state| state.look(|_| false));
    let (before, steps, after) = watch.record.part(from, to);
    let atoms: Vec<&Look> = looks.iter().filter(|look| look.is_written()).collect();
    let is_known = |name: &str| atoms.iter().any(|look| look.meta.key == name);
    let mut out = String::from(
        "//! A session that was recorded by DevTools, as a test. Inside of the crate, replace its name in the paths\n\
         //! of the handles by `crate`.\n\n",
    );
    out += "#[test]\nfn a_recorded_session_comes_to_the_same_state() {\n";
    out += "    let store = atomata::Store::builder().manual()";
    for look in atoms.iter().filter(|look| look.sort == Sort::Atom) {
        let _ = write!(out, "\n        .register({})", path(look));
    }
    out += "\n        .build();\n";
    for look in atoms.iter().filter(|look| look.sort == Sort::Family) {
        let _ = writeln!(out, "    let _ = store.keys({});", path(look));
    }
    let begin = members(&before, "atoms").filter(|(name, _)| is_known(name));
    let begin: Vec<Value> = begin
        .map(|(name, value)| {
            let path = format!("/{}", escaped(name));
            serde_json::json!({"op": "add", "path": path, "value": value})
        })
        .collect();
    if !begin.is_empty() {
        out += "    // What was there before.\n";
        apply(&mut out, &Value::Array(begin));
    }
    for step in steps {
        let operations = step.patch.as_array().into_iter().flatten();
        let of_atoms: Vec<Value> = operations
            .filter_map(|operation| change::of_atoms(operation, &mut |name| is_known(name)))
            .collect();
        if of_atoms.is_empty() {
            continue;
        }
        let (first, last) = (step.flushes.first(), step.flushes.last());
        let _ = match (first, last) {
            (Some(first), Some(last)) if first != last => {
                writeln!(out, "    // Flushes {first} to {last}.")
            }
            (Some(first), _) => writeln!(out, "    // Flush {first}."),
            _ => writeln!(out, "    // Before a flush."),
        };
        for label in &step.labels {
            let _ = writeln!(out, "    // {}", label.replace(['\n', '\r'], " "));
        }
        apply(&mut out, &Value::Array(of_atoms));
        out += "    store.flush();\n";
    }
    let expected: Map<String, Value> = members(&after, "atoms")
        .filter(|(name, _)| is_known(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    out += "    atomata::testing::assert_state(\n        &store,\n        ";
    literal(&mut out, &Value::Object(expected).to_string());
    out += ",\n    );\n";
    for look in &looks {
        let shown = look.sort == Sort::Computed && look.family.is_none() && !look.redacted;
        let value = after.get("computed").and_then(|computed| computed.get(look.meta.key));
        if let (true, true, Some(value)) = (shown, look.is_json, value) {
            let _ = write!(out, "    atomata::testing::assert_json(&store.get({}), ", path(look));
            literal(&mut out, &value.to_string());
            out += ");\n";
        }
    }
    out + "}\n"
}

fn members<'a>(state: &'a Value, part: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    state.get(part).and_then(Value::as_object).into_iter().flatten()
}

/// The path of the handle: a computed is named after its function, and its handle is written in capitals.
fn path(look: &Look) -> String {
    let name = look.meta.name;
    let is_function = look.sort == Sort::Computed && name == name.to_lowercase();
    let handle = if is_function { name.to_uppercase() } else { name.to_owned() };
    format!("{}::{handle}", look.meta.module)
}

fn apply(out: &mut String, operations: &Value) {
    *out += "    store.apply_patch(";
    literal(out, &operations.to_string());
    *out += ").unwrap();\n";
}

/// A raw string, with as many marks as it takes.
fn literal(out: &mut String, text: &str) {
    let mut marks = 1;
    while text.contains(&format!("\"{}", "#".repeat(marks))) {
        marks += 1;
    }
    let marks = "#".repeat(marks);
    let _ = write!(out, "r{marks}\"{text}\"{marks}");
}
