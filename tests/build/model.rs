//! The model test over a compiled graph: the worlds, what they are made of, and the model, in one crate
//! in which `Store` is a store of all the worlds.
//!
//! Every second world has computeds that depend on a member of a family, so that these, and what depends
//! on them, live in the dynamic part of the store.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::{Place, TIERED, inlined};

/// How many worlds are compiled. They share one graph, so that there are several words of nodes, and
/// nodes of a world on both sides of the end of a word.
const WORLDS: usize = 8;

pub(crate) fn crate_text() -> String {
    let sources = Path::new("src");
    println!("cargo::rerun-if-changed={}", sources.display());
    let mut out = String::new();
    let graphs: Vec<String> = (0..WORLDS).map(|at| format!("worlds::w{at:02}::Graph")).collect();
    writeln!(out, "#[::atomata::atoms(include = [{}])]\npub mod all {{}}", graphs.join(", "))
        .expect("a string can be written");
    out.push_str("use all::Graph;\n");
    for (_, alias) in TIERED {
        writeln!(out, "pub(crate) type {alias};").expect("as above");
    }
    let world = inlined(&sources.join("world.rs"), Place::Model);
    writeln!(out, "#[macro_use]\npub mod world {{\n{world}\n}}").expect("as above");
    out.push_str(&worlds(&sources.join("worlds")));
    let model = inlined(Path::new("tests/it/model.rs"), Place::Model);
    writeln!(out, "mod model {{\n{model}\n}}").expect("as above");
    // The graph is far larger than a world, and so is what is checked after each operation.
    out.replace("atomata_tests::world", "crate::world").replace("10_000", "2_000")
}

fn worlds(sources: &Path) -> String {
    let mut out = String::from("pub mod worlds {\n");
    let shapes = fs::read_to_string(sources.join("shapes.rs")).expect("there are shapes");
    writeln!(out, "mod shapes {{\n{}\n}}", without_docs(&shapes)).expect("a string can be written");
    let mut outside = Vec::new();
    for at in 0..WORLDS {
        let file = sources.join(format!("w{at:02}.rs"));
        let text = fs::read_to_string(&file).expect("there is such a world");
        let mut world = World { partly: at % 2 == 1, outside: Vec::new(), out: String::new() };
        world.rewrite(&without_docs(&text));
        writeln!(out, "#[::atomata::atoms]\npub mod w{at:02} {{\n{}\n}}", world.out)
            .expect("as above");
        outside.push(world.outside);
    }
    let outside: Vec<String> = outside.iter().map(|list| format!("&{list:?}")).collect();
    writeln!(out, "pub const OUTSIDE: &[&[usize]] = &[{}];", outside.join(", ")).expect("as above");
    let all: Vec<String> = (0..WORLDS).map(|at| format!("w{at:02}::world()")).collect();
    writeln!(out, "pub fn all() -> Vec<crate::world::World> {{\nvec![{}]\n}}\n}}", all.join(", "))
        .expect("as above");
    out
}

fn without_docs(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.starts_with("//!"));
    lines.collect::<Vec<_>>().join("\n").replace("use atomata::{Store, ", "use atomata::{")
}

struct World {
    /// Whether some of the world lives in the dynamic part of a store.
    partly: bool,
    /// The computeds that do.
    outside: Vec<usize>,
    out: String,
}

impl World {
    fn rewrite(&mut self, text: &str) {
        self.out.push_str("use crate::Store;\n");
        if self.partly {
            self.out.push_str("#[atom(key = u8)]\nstatic NIL: i64 = 0;\n");
        }
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if let Some(call) = line.strip_prefix("structure!(") {
                self.structure(call);
            } else if let Some(name) = line.strip_prefix("mode!(") {
                self.mode(name.trim_end_matches(");"));
            } else if line.starts_with("#[computed(deps = [") {
                let function = lines.next().expect("a function follows its attribute");
                self.computed(line, function);
            } else {
                let typed = line.replace("writable(", "crate::typed::writable(");
                let typed = typed.replace("readable(", "crate::typed::readable(");
                let is_place = line.trim_start().starts_with("World::place(");
                let line = if is_place { typed.replace(".erase())", ")") } else { line.to_owned() };
                self.line(&line);
            }
        }
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn computed(&mut self, attribute: &str, function: &str) {
        let (deps, rest) =
            attribute["#[computed(deps = [".len()..].split_once(']').expect("a list");
        let digits = |text: &str| {
            let digits: String = text.chars().skip(1).take_while(char::is_ascii_digit).collect();
            digits.parse::<usize>().expect("a node has a number")
        };
        let node = digits(function.strip_prefix("fn ").expect("a function"));
        let chosen = self.partly && !deps.is_empty() && node % 5 == 2;
        let follows = deps.split(", ").filter(|dep| !dep.is_empty()).map(digits);
        if follows.into_iter().any(|dep| self.outside.contains(&dep)) || chosen {
            self.outside.push(node);
        }
        if chosen {
            self.line(&format!("#[computed(deps = [{deps}, NIL(0)]{rest}"));
            self.line(&function.replace(") -> ", ", _nil: i64) -> "));
        } else {
            self.line(attribute);
            self.line(function);
        }
    }

    /// What the macro `structure` of `world` writes: a graph has no macro calls in it.
    fn structure(&mut self, call: &str) {
        let (name, rest) = call.split_once(" { ").expect("a name and fields");
        let (every, told) = rest.split_once(" } told {").expect("fields and told ones");
        let told = told.trim_end_matches("});").trim();
        let fields = |list: &str| -> Vec<String> {
            list.split(", ").filter(|it| !it.is_empty()).map(str::to_owned).collect()
        };
        let of = |list: &str, form: &dyn Fn(&str) -> String, between: &str| {
            let made: Vec<String> = fields(list).iter().map(|field| form(field)).collect();
            made.join(between)
        };
        let vals = of(every, &|field| format!("Canon::to_val(&self.{field})"), ", ");
        let made = of(every, &|field| format!("{field}: Canon::from_val(next())"), ", ");
        let digests =
            of(told, &|field| format!("digest = 3 * digest + Canon::digest(&self.{field});"), "\n");
        self.line(&format!(
            "impl Canon for {name} {{
                fn to_val(&self) -> Val {{ Val::Struct(vec![{vals}]) }}
                fn from_val(value: &Val) -> Self {{
                    let Val::Struct(fields) = value else {{ panic!(\"{{value:?}} is no struct\") }};
                    let mut fields = fields.iter();
                    let mut next = || fields.next().expect(\"a struct has a value for each field\");
                    Self {{ {made} }}
                }}
                fn digest(&self) -> i64 {{
                    let mut digest = 0;
                    {digests}
                    digest.rem_euclid(8)
                }}
            }}"
        ));
    }

    /// What the macro `mode` writes.
    fn mode(&mut self, name: &str) {
        self.line(&format!(
            "impl Canon for {name} {{
                fn to_val(&self) -> Val {{ Val::Mode(self.digest() as u8) }}
                fn from_val(value: &Val) -> Self {{
                    match value {{
                        Val::Mode(0) => Self::First,
                        Val::Mode(1) => Self::Second,
                        Val::Mode(2) => Self::Third,
                        _ => panic!(\"{{value:?}} is no mode\"),
                    }}
                }}
                fn digest(&self) -> i64 {{ self.clone() as i64 }}
            }}"
        ));
    }
}
