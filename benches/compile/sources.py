"""The programs whose compilation is measured; what differs between them is the macros alone."""

STRUCTS = 100
NODES = 1_000
DERIVES = "Clone, Debug, Default, PartialEq"

# Ten fields of the types that application state is made of, and how a computed takes each.
FIELDS = [
    ("id", "u64", "u64"),
    ("name", "String", "&str"),
    ("price", "f64", "f64"),
    ("open", "bool", "bool"),
    ("tags", "Vec<String>", "&[String]"),
    ("count", "u32", "u32"),
    ("note", "Option<String>", "Option<&str>"),
    ("parts", "Vec<u32>", "&[u32]"),
    ("ratio", "f32", "f32"),
    ("depth", "usize", "usize"),
]


def structs(serde, atoms, computeds):
    """A hundred structs of ten fields and a hundred functions of two of them."""
    lines = ["//! Generated.", "#![allow(dead_code, unused_variables, non_upper_case_globals)]"]
    if serde:
        lines.append("use serde::{Deserialize, Serialize};")
    derives = DERIVES + (", Serialize, Deserialize" if serde else "")
    for at in range(STRUCTS):
        if atoms:
            lines.append("#[atomata::atom]")
        lines.append(f"#[derive({derives})]")
        lines.append(f"pub struct State{at} {{")
        lines += [f"    pub {name}: {ty}," for name, ty, _ in FIELDS]
        lines.append("}")
    for at in range(STRUCTS):
        first, second = FIELDS[at % 10], FIELDS[(at + 3) % 10]
        other = (at + 1) % STRUCTS
        if computeds:
            deps = f"State{at}.{first[0]}, State{other}.{second[0]}"
            lines.append(f"#[atomata::computed(deps = [{deps}])]")
        lines.append(f"pub fn view{at}(first: {first[2]}, second: {second[2]}) -> usize {{ {at} }}")
    return "\n".join(lines) + "\n"


def nodes(computeds):
    """Ten atoms and a thousand functions over them and over each other."""
    lines = ["//! Generated.", "#![allow(dead_code, unused_variables)]"]
    for at in range(10):
        if computeds:
            lines.append("#[atomata::atom]")
        lines.append(f"pub static SOURCE{at}: i64 = {at};")
    kinds = [
        ("i64", "i64", "a + b"),
        ("f64", "f64", "a + b"),
        ("String", "&str", 'format!("{a}{b}")'),
        ("Vec<i64>", "&[i64]", "[a, b].concat()"),
    ]
    for at in range(NODES):
        # Each of the four types has its chain; the first of a chain follows an atom.
        ty, taken, body = kinds[at % 4]
        if at < 8:
            deps, taken = [f"SOURCE{at}", f"SOURCE{at + 1}"], "i64"
            body = {"i64": "a + b", "f64": "(a + b) as f64", "String": "a.to_string()"}.get(
                ty, "vec![a, b]"
            )
        else:
            deps = [f"NODE{at - 4}", f"NODE{at - 8}"]
        if computeds:
            lines.append(f"#[atomata::computed(deps = [{', '.join(deps)}])]")
        lines.append(f"pub fn node{at}(a: {taken}, b: {taken}) -> {ty} {{ {body} }}")
    return "\n".join(lines) + "\n"


VARIANTS = {
    "plain": lambda: structs(serde=False, atoms=False, computeds=False),
    "serde": lambda: structs(serde=True, atoms=False, computeds=False),
    "atoms": lambda: structs(serde=True, atoms=True, computeds=False),
    "computeds": lambda: structs(serde=True, atoms=True, computeds=True),
    "functions": lambda: nodes(computeds=False),
    "nodes": lambda: nodes(computeds=True),
}
