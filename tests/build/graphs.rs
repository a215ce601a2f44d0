//! Graphs of chosen shapes, with declarations that are too many to be written by hand.

use std::fmt::Write as _;

/// A graph by the dependencies of its nodes; those that have none are atoms.
struct Shape {
    name: &'static str,
    deps: Vec<Vec<usize>>,
}

pub(crate) fn text() -> String {
    let shapes = [
        Shape {
            name: "chain",
            deps: (0..140).map(|at| (at > 0).then(|| at - 1).into_iter().collect()).collect(),
        },
        Shape { name: "layers", deps: layers(12, 12) },
        Shape { name: "words", deps: random(70, 12, 1) },
        Shape { name: "sparse", deps: random(200, 60, 2) },
        Shape { name: "large", deps: random(1_050, 90, 3) },
    ];
    shapes.iter().map(module).collect()
}

/// Layers of as many nodes each; every node depends on three of the layer before.
fn layers(count: usize, width: usize) -> Vec<Vec<usize>> {
    let node = |at: usize| match at.checked_sub(width) {
        None => Vec::new(),
        Some(above) => {
            let layer = above / width * width;
            (0..3).map(|step| layer + (above + step) % width).collect()
        }
    };
    (0..count * width).map(node).collect()
}

/// Nodes that depend on up to four of those before.
fn random(count: usize, atoms: usize, seed: u64) -> Vec<Vec<usize>> {
    let mut state = seed;
    let mut next = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut deps = vec![Vec::new(); atoms];
    for node in atoms..count {
        let mut own: Vec<usize> = (0..=next(4)).map(|_| next(node)).collect();
        own.sort_unstable();
        own.dedup();
        deps.push(own);
    }
    deps
}

fn module(shape: &Shape) -> String {
    let mut out = String::new();
    let name = shape.name;
    writeln!(out, "pub mod {name} {{\n#[::atomata::atoms]\npub mod state {{\nuse ::atomata::{{atom, computed}};")
        .expect("a string can be written");
    for (node, deps) in shape.deps.iter().enumerate() {
        if deps.is_empty() {
            writeln!(out, "#[atom]\npub static N{node}: i64 = {};", node % 3).expect("as above");
            continue;
        }
        let list = |form: &dyn Fn(usize) -> String| {
            deps.iter().map(|&dep| form(dep)).collect::<Vec<_>>().join(", ")
        };
        writeln!(
            out,
            "#[computed(deps = [{}])]\npub fn n{node}({}) -> i64 {{ crate::laws::node({node}, &[{}]) }}",
            list(&|dep| format!("N{dep}")),
            list(&|dep| format!("v{dep}: i64")),
            list(&|dep| format!("v{dep}")),
        )
        .expect("as above");
    }
    let count = shape.deps.len();
    let deps: Vec<String> = shape.deps.iter().map(|deps| format!("&{deps:?}")).collect();
    let atoms = shape.deps.iter().take_while(|deps| deps.is_empty()).count();
    let sets: Vec<String> =
        (0..atoms).map(|node| format!("|store, value| store.set(state::N{node}, value)")).collect();
    let handles: Vec<String> =
        (0..count).map(|node| format!("state::N{node}.read_only()")).collect();
    // A method for each of a thousand types costs the compiler more than the graph does.
    let gets: Vec<String> = (0..count)
        .filter(|node| node % 8 == 0 || count < 100)
        .map(|node| format!("({node}, |store| store.get(state::N{node}))"))
        .collect();
    writeln!(
        out,
        "}}\nuse ::atomata::Read as _;\ntype Store = ::atomata::Store<state::Graph>;
        pub fn shape() -> crate::laws::Shape<state::Graph> {{
            crate::laws::Shape {{
                deps: &[{}],
                handles: vec![{}],
                sets: &[{}],
                gets: &[{}],
            }}
        }}\n}}",
        deps.join(", "),
        handles.join(", "),
        sets.join(", "),
        gets.join(", "),
    )
    .expect("as above");
    out
}
