//! Writes the declarations of the large shapes, a module for each: what macros by example cannot make,
//! because the names are numbered, and what nobody would want to read.

#![forbid(unsafe_code)]

use std::fmt::Write as _;
use std::{env, fs, path::Path};

#[path = "src/sizes.rs"]
#[allow(dead_code, reason = "the small shapes are written by hand")]
mod sizes;

use sizes::{BROAD, DEEP, FIELDS, MANY, MUX, PAIRS};

/// What stands before each module.
const ATTRIBUTES: &str = "\
#[allow(clippy::pedantic, clippy::complexity, reason = \"it is generated\")]
#[atomata::atoms]";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/sizes.rs");
    let mut text = String::new();
    deep(&mut text);
    broad(&mut text);
    mux(&mut text);
    cellx(&mut text, 10);
    cellx(&mut text, 100);
    thousand(&mut text);
    pairs(&mut text);
    fields(&mut text);
    let out = env::var_os("OUT_DIR").expect("cargo says where to write");
    fs::write(Path::new(&out).join("graphs.rs"), text).expect("the directory can be written");
}

/// A module with these items, and what they need.
fn module(text: &mut String, name: &str, doc: &str, items: &str) {
    writeln!(
        text,
        "/// {doc}\n{ATTRIBUTES}\npub mod {name} {{\n\
         #[allow(unused_imports, reason = \"not every graph has computeds\")]\n\
         use atomata::{{atom, computed}};\n{items}}}"
    )
    .expect("a string takes everything");
}

/// `f(0), f(1), …`
fn list(count: usize, f: impl Fn(usize) -> String) -> String {
    (0..count).map(f).collect::<Vec<_>>().join(", ")
}

/// As many items.
fn items(count: usize, f: impl Fn(usize) -> String) -> String {
    (0..count).map(f).collect()
}

fn atom(name: &str, value: i64) -> String {
    format!("/// An input.\n#[atom]\npub static {name}: i64 = {value};\n")
}

/// A computed of so many numbers.
fn computed(name: &str, deps: &[String], body: &str) -> String {
    let parameters = list(deps.len(), |k| format!("x{k}: i64"));
    format!(
        "/// Computed.\n#[computed(deps = [{}])]\npub fn {name}({parameters}) -> i64 {{ {body} }}\n",
        deps.join(", ")
    )
}

/// A function that lists handles of which only the value type is known.
fn handles(function: &str, kind: &str, names: &str) -> String {
    let erased: Vec<String> = names.split(", ").map(|name| format!("{name}.erase()")).collect();
    format!(
        "/// Handles, in order.\npub fn {function}() -> Vec<atomata::{kind}<i64>> {{\n\
         vec![{}]\n}}\n",
        erased.join(", ")
    )
}

fn deep(text: &mut String) {
    let steps = items(DEEP, |k| {
        let before = if k == 0 { "HEAD".to_owned() } else { format!("STEP{}", k - 1) };
        computed(&format!("step{k}"), &[before], "x0 + 1")
    });
    let ends = handles("ends", "ReadHandle", &format!("STEP{}", DEEP - 1));
    module(text, "deep50", "A chain.", &(atom("HEAD", 0) + &steps + &ends));
}

fn broad(text: &mut String) {
    let arms = items(BROAD, |k| {
        computed(&format!("near{k}"), &["HEAD".to_owned()], &format!("x0 + {k}"))
            + &computed(&format!("far{k}"), &[format!("NEAR{k}")], "x0 + 1")
    });
    let ends = handles("ends", "ReadHandle", &list(BROAD, |k| format!("FAR{k}")));
    module(text, "broad50", "An atom with many arms.", &(atom("HEAD", 0) + &arms + &ends));
}

fn mux(text: &mut String) {
    let heads = items(MUX, |k| atom(&format!("HEAD{k}"), 0));
    let gathered = format!(
        "/// All of them.\n#[computed(deps = [{}])]\npub fn gathered({}) -> [i64; {MUX}] {{ [{}] }}\n",
        list(MUX, |k| format!("HEAD{k}")),
        list(MUX, |k| format!("x{k}: i64")),
        list(MUX, |k| format!("x{k}"))
    );
    let splits = items(MUX, |k| {
        format!(
            "/// One of them.\n#[computed(deps = [GATHERED])]\n\
             pub fn split{k}(all: &[i64; {MUX}]) -> i64 {{ all[{k}] }}\n"
        ) + &computed(&format!("plus{k}"), &[format!("SPLIT{k}")], "x0 + 1")
    });
    let heads_list = handles("heads", "Handle", &list(MUX, |k| format!("HEAD{k}")));
    let ends = handles("ends", "ReadHandle", &list(MUX, |k| format!("PLUS{k}")));
    let items = heads + &gathered + &splits + &heads_list + &ends;
    module(text, "mux100", "Many atoms in one computed, split again.", &items);
}

fn cellx(text: &mut String, layers: usize) {
    let inputs = items(4, |k| atom(&format!("{}0", ["A", "B", "C", "D"][k]), k as i64 + 1));
    let cells = items(layers, |before| {
        let layer = before + 1;
        computed(&format!("a{layer}"), &[format!("B{before}")], "x0")
            + &computed(
                &format!("b{layer}"),
                &[format!("A{before}"), format!("C{before}")],
                "x0.wrapping_sub(x1)",
            )
            + &computed(
                &format!("c{layer}"),
                &[format!("B{before}"), format!("D{before}")],
                "x0.wrapping_add(x1)",
            )
            + &computed(&format!("d{layer}"), &[format!("C{before}")], "x0")
    });
    let heads = handles("heads", "Handle", "A0, B0, C0, D0");
    let ends =
        handles("ends", "ReadHandle", &list(layers, |k| format!("A{0}, B{0}, C{0}, D{0}", k + 1)));
    module(text, &format!("cellx{layers}"), "Layers of four.", &(inputs + &cells + &heads + &ends));
}

fn thousand(text: &mut String) {
    let atoms = items(MANY, |k| atom(&format!("A{k}"), k as i64));
    let deps: Vec<String> = (0..MANY).map(|k| format!("A{k}")).collect();
    let sum =
        computed("sum", &deps, &format!("[{}].iter().sum()", list(MANY, |k| format!("x{k}"))));
    let heads = handles("heads", "Handle", &deps.join(", "));
    module(text, "gather1000", "Many atoms and their sum.", &(atoms.clone() + &sum + &heads));
    module(text, "atoms1000", "Many atoms.", &(atoms + &heads));
}

fn pairs(text: &mut String) {
    let pairs = items(PAIRS, |k| {
        atom(&format!("A{k}"), k as i64)
            + &computed(&format!("plus{k}"), &[format!("A{k}")], "x0 + 1")
    });
    let heads = handles("heads", "Handle", &list(PAIRS, |k| format!("A{k}")));
    let ends = handles("ends", "ReadHandle", &list(PAIRS, |k| format!("PLUS{k}")));
    module(text, "pairs250", "Atoms with a computed each.", &(pairs + &heads + &ends));
}

fn fields(text: &mut String) {
    let fields = items(FIELDS, |k| format!("/// A field.\npub f{k}: i64,\n"));
    let record = format!(
        "/// A record.\n#[atom]\n#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, \
         serde::Deserialize)]\npub struct Record {{\n{fields}}}\n"
    );
    let heads = handles("heads", "Handle", &list(FIELDS, |k| format!("Record.f{k}")));
    module(text, "fields20", "A record with fields.", &(record.clone() + &heads));

    let selectors =
        items(FIELDS, |k| computed(&format!("selected{k}"), &[format!("Record.f{k}")], "x0"));
    let ends = handles("ends", "ReadHandle", &list(FIELDS, |k| format!("SELECTED{k}")));
    let record = record + &selectors + &ends;
    module(text, "record20", "A record with a selector for each field.", &record);

    let arms = items(FIELDS, |k| format!("{k} => *record.f{k} = $value,\n"));
    writeln!(
        text,
        "/// Writes a field of `record20::Record` through the guard of the whole record. A macro, because\n\
         /// the type of the handle of a struct has no name for a bound to ask for.\n\
         #[macro_export]\nmacro_rules! write_record {{ ($store:expr, $field:expr, $value:expr) => {{\n\
         $store.update($crate::record20::Record, |record| match $field {{\n{arms}_ => {{}}\n}})\n}} }}"
    )
    .expect("a string takes everything");
}
