#!/usr/bin/env python3
"""Writes the worlds of the model test: modules of declared nodes of random shape, each with a
description for a model that knows nothing of the store.

    python3 tests/worlds/generate.py            # writes tests/src/worlds.rs and tests/src/worlds/
    python3 tests/worlds/generate.py --print    # to stdout, for the test that compares
"""

import pathlib
import random
import sys

WORLDS = 32
NODES = 24
SEED = 20_250_101
# Nested structs are shared by all worlds: a type costs the compiler far more than a node does.
FLAT_SHAPES = 24
DEEP_SHAPES = 16

RUST = {"Int": "i64", "Bool": "bool", "Float": "f64", "Text": "String", "Opt": "Option<i64>"}
GROUPS = [None, None, "ui", "data", "slow"]
MIXES = ["Sum", "Sum", "Sum", "Max", "Parity", "Zero", "First", "Either"]


class Struct:
    """A struct type: its name and its members, each (name, kind, skip)."""

    def __init__(self, name, members):
        self.name = name
        self.members = members

    def nested(self):
        """The structs that are members of it, in order."""
        return [kind for _, kind, _ in self.members if isinstance(kind, Struct)]

    def leaves(self, prefix=""):
        for name, kind, _ in self.members:
            if isinstance(kind, Struct):
                yield from kind.leaves(f"{prefix}{name}.")
            else:
                yield prefix + name


class Place:
    def __init__(self, node, path, expression, kind):
        self.node = node
        self.path = path
        self.expression = expression
        self.kind = kind


def rust_type(kind):
    if isinstance(kind, Struct):
        return kind.name
    return kind[1] if isinstance(kind, tuple) else RUST[kind]


def is_copy(kind):
    if isinstance(kind, tuple):
        return kind[2]
    return kind in ("Int", "Bool", "Float", "Opt")


def described(kind):
    if isinstance(kind, Struct):
        members = ", ".join(
            f"Member {{ kind: {described(kind)}, skip: {str(skip).lower()} }}"
            for _, kind, skip in kind.members
        )
        return f"Kind::Struct(vec![{members}])"
    if isinstance(kind, tuple):
        return f"Kind::Mode({str(kind[2]).lower()})"
    return f"Kind::{kind}"


def default(kind):
    if isinstance(kind, Struct):
        return f"Val::Struct(vec![{', '.join(default(kind) for _, kind, _ in kind.members)}])"
    if isinstance(kind, tuple):
        return "Val::Mode(0)"
    return {
        "Int": "Val::Int(0)",
        "Bool": "Val::Bool(false)",
        "Float": "Val::Float(0.0)",
        "Text": "Val::Text(String::new())",
        "Opt": "Val::Opt(None)",
    }[kind]


def random_leaf(source):
    return source.choice(["Int", "Int", "Bool", "Float", "Text", "Text", "Opt"])


def random_struct(source, name, inner):
    """A struct of random members, some of them structs out of `inner`."""
    members = []
    for at in range(source.randint(2, 4)):
        if inner and source.random() < 0.35:
            members.append((f"inner{at}", source.choice(inner), False))
        else:
            members.append((f"field{at}", random_leaf(source), at > 0 and source.random() < 0.15))
    return Struct(name, members)


def declared(struct, attribute, visibility=""):
    """The item of a struct, and what the model test needs of it."""
    lines = []
    for name, kind, skip in struct.members:
        attributes = "#[atom(nested)]" if isinstance(kind, Struct) else "#[atom(skip)]" if skip else ""
        if attributes:
            lines.append(f"    {attributes}")
        lines.append(f"    {visibility}{name}: {rust_type(kind)},")
    fields = ", Fields" if attribute is None else ""
    attribute = "" if attribute is None else f"{attribute}\n"
    told = ", ".join(name for name, _, skip in struct.members if not skip)
    every = ", ".join(name for name, _, _ in struct.members)
    body = "\n".join(lines)
    return (
        f"{attribute}#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize{fields})]\n"
        f"{visibility}struct {struct.name} {{\n{body}\n}}\n\n"
        f"structure!({struct.name} {{ {every} }} told {{ {told} }});"
    )


def random_shapes():
    """The structs that are nested in others: flat ones, and ones that nest flat ones."""
    source = random.Random(SEED)
    flat = [random_struct(source, f"Flat{at}", []) for at in range(FLAT_SHAPES)]
    deep = [random_struct(source, f"Deep{at}", flat) for at in range(DEEP_SHAPES)]
    return flat, deep


FLAT, DEEP = random_shapes()


class World:
    def __init__(self, number):
        self.random = random.Random(SEED + number)
        self.number = number
        self.items = []
        self.nodes = []
        self.places = []
        self.registrations = []
        self.shapes = set()
        # Some worlds are wide and flat, some are long chains, most are in between.
        self.reach = self.random.choice([3, 6, 24, 24])
        sources = self.random.randint(5, 11)
        for node in range(NODES):
            if node < sources or self.random.random() < 0.08:
                self.atom(node)
            else:
                self.computed(node)

    def chance(self, probability):
        return self.random.random() < probability

    def use(self, kind):
        """Imports a type that this world names."""
        if kind in FLAT or kind in DEEP:
            self.shapes.add(kind.name)

    def options(self, options):
        return f"({', '.join(options)})" if options else ""

    def place(self, node, path, expression, kind, handle, touch="None"):
        index = len(self.places)
        self.places.append(Place(node, path, expression, kind))
        path = ", ".join(str(step) for step in path)
        self.registrations.append(
            f"World::place(&{expression}, {node}, &[{path}], "
            f"{handle}({expression}.erase()), {touch}),"
        )
        return index

    def fields(self, node, path, expression, struct):
        for ordinal, (name, kind, skip) in enumerate(struct.members):
            if skip:
                continue
            inner = f"{expression}.{name}"
            self.place(node, path + [ordinal], inner, kind, "writable")
            if isinstance(kind, Struct):
                self.fields(node, path + [ordinal], inner, kind)

    def guard(self, node, expression, struct):
        arms = "\n".join(
            f"            {at} => touch.how.apply(&touch.value, &mut guard.{leaf}),"
            for at, leaf in enumerate(struct.leaves())
        )
        self.items.append(
            f"fn touch{node}(store: &Store, touches: &[Touch], panics: bool) {{\n"
            f"    store.update({expression}, |guard| {{\n"
            f"        for touch in touches {{\n            match touch.leaf {{\n{arms}\n"
            f"            leaf => panic!(\"no leaf {{leaf}}\"),\n            }}\n        }}\n"
            f"        end(panics);\n    }});\n}}"
        )
        return f"Some(touch{node})"

    def describe(self, kind, eq, group, origin):
        self.nodes.append(
            f"Node {{ kind: {described(kind)}, eq: Eq::{eq}, "
            f"group: \"{group or 'default'}\", origin: {origin} }},"
        )

    def atom(self, node):
        name = f"A{node}"
        group = self.random.choice(GROUPS)
        options = [] if group is None else [f'group = "{group}"']
        shape = self.random.random()
        if shape < 0.4:
            self.struct_atom(node, name, group, options)
        elif shape < 0.5:
            copies = self.chance(0.5)
            copy = "Copy, " if copies else ""
            kind = ("Mode", name, copies)
            self.items.append(
                f"#[atom{self.options(options)}]\n"
                f"#[derive(Clone, {copy}Debug, Default, PartialEq, Serialize, Deserialize)]\n"
                f"enum {name} {{\n    #[default]\n    First,\n    Second,\n    Third,\n}}\n\n"
                f"mode!({name});"
            )
            self.place(node, [], name, kind, "writable")
            self.describe(kind, "Exact", group, "Origin::Atom(Val::Mode(0))")
        else:
            kind = random_leaf(self.random)
            eq = "Exact"
            if kind == "Int" and self.chance(0.3):
                eq = "Bucket"
                options.append("eq = same_bucket")
            number = self.random.randint(0, 4)
            rust, model = {
                "Int": (f"{number}", f"Int({number})"),
                "Bool": (str(number % 2 == 0).lower(), f"Bool({str(number % 2 == 0).lower()})"),
                "Float": (f"{number}.5", f"Float({number}.5)"),
                "Text": ('"ab".to_owned()', 'Text("ab".to_owned())'),
                "Opt": (f"Some({number})", f"Opt(Some({number}))"),
            }[kind]
            self.items.append(
                f"#[atom{self.options(options)}]\nstatic {name}: {RUST[kind]} = {rust};"
            )
            self.place(node, [], name, kind, "writable")
            self.describe(kind, eq, group, f"Origin::Atom(Val::{model})")

    def struct_atom(self, node, name, group, options):
        if self.chance(0.25):
            struct = self.random.choice(DEEP)
            self.use(struct)
            options.append("nested")
            self.items.append(
                f"#[atom{self.options(options)}]\n"
                f"static {name}: {struct.name} = {struct.name}::default();"
            )
        else:
            struct = random_struct(self.random, name, DEEP)
            for kind in struct.nested():
                self.use(kind)
            self.items.append(declared(struct, f"#[atom{self.options(options)}]"))
        touch = self.guard(node, name, struct)
        self.place(node, [], name, struct, "writable", touch)
        self.fields(node, [], name, struct)
        self.describe(struct, "Exact", group, f"Origin::Atom({default(struct)})")

    def parameter(self, at, place):
        """The parameter of a dependency, by value or by reference, and what the body reads."""
        kind, name = place.kind, f"v{at}"
        rust = rust_type(kind)
        self.use(kind)
        digest = f"{name}.digest()"
        if isinstance(self.bucketed.get(place.node), bool) and not place.path:
            return f"{name}: i64", f"bucket({name})"
        if kind == "Opt" and self.chance(0.3):
            return f"{name}: Option<&i64>", f"{name}.copied().digest()"
        if kind == "Text" and self.chance(0.6):
            return f"{name}: &str", f"{name}.len() as i64"
        if is_copy(kind) and self.chance(0.6):
            return f"{name}: {rust}", digest
        return f"{name}: &{rust}", digest

    @property
    def bucketed(self):
        return {
            at: True for at, node in enumerate(self.nodes) if "eq: Eq::Bucket" in node
        }

    def computed(self, node):
        name = f"c{node}"
        kind = self.random.choice(["Int", "Int", "Int", "Bool", "Text", "Opt", "Float"])
        near = [at for at, place in enumerate(self.places) if place.node >= node - self.reach]
        wanted = self.random.choice([0, 1, 1, 2, 2, 2, 3, 3, 4, 7]) if self.chance(0.9) else 1
        deps = self.random.sample(near, min(wanted, len(near)))
        parameters = [self.parameter(at, self.places[dep]) for at, dep in enumerate(deps)]
        mix = self.random.choice(MIXES)
        unlucky = self.chance(0.15) and bool(deps)
        group = self.random.choice(GROUPS)
        eq, options = "Exact", []
        if self.chance(0.1):
            eq = "None"
            options.append("eq = none")
        elif kind == "Int" and self.chance(0.12):
            eq = "Bucket"
            options.append("eq = same_bucket")
        if group is not None:
            options.append(f'group = "{group}"')
        expressions = ", ".join(self.places[dep].expression for dep in deps)
        options.insert(0, f"deps = [{expressions}]")
        self.items.append(
            f"#[computed{self.options(options)}]\n"
            f"fn {name}({', '.join(parameter for parameter, _ in parameters)}) -> {RUST[kind]} {{\n"
            f"    let digests = [{', '.join(digest for _, digest in parameters)}];\n"
            f"    Canon::made(mix(Mix::{mix}, {str(unlucky).lower()}, &digests))\n}}"
        )
        self.place(node, [], name.upper(), kind, "readable")
        origin = (
            f"Origin::Computed {{ deps: &[{', '.join(str(dep) for dep in deps)}], "
            f"mix: Mix::{mix}, unlucky: {str(unlucky).lower()} }}"
        )
        self.describe(kind, eq, group, origin)

    def text(self):
        items = "\n\n".join(self.items)
        nodes = "\n            ".join(self.nodes)
        places = "\n            ".join(self.registrations)
        shapes = ", ".join(sorted(self.shapes))
        shapes = f"use super::shapes::{{{shapes}}};\n" if shapes else ""
        return f"""// @generated by tests/worlds/generate.py
//! World {self.number} of the model test.

#[allow(unused_imports, reason = "no world has everything")]
use crate::world::{{
    Canon, Eq, Kind, Member, Mix, Node, Origin, Touch, Val, World, bucket, end, mix, mode, readable,
    same_bucket, structure, writable,
}};
{shapes}#[allow(unused_imports, reason = "no world has everything")]
use atomata::{{Store, atom, computed}};
#[allow(unused_imports, reason = "no world has everything")]
use serde::{{Deserialize, Serialize}};

{items}

pub(super) fn world() -> World {{
    World {{
        nodes: vec![
            {nodes}
        ],
        places: vec![
            {places}
        ],
    }}
}}
"""


def shapes():
    items = "\n\n".join(declared(struct, None, "pub(super) ") for struct in FLAT + DEEP)
    return f"""// @generated by tests/worlds/generate.py
//! The structs that the atoms of the worlds nest.

use crate::world::structure;
use atomata::Fields;
use serde::{{Deserialize, Serialize}};

{items}
"""


def modules():
    names = [f"w{number:02}" for number in range(WORLDS)]
    declared = "\n".join(f"#[rustfmt::skip]\nmod {name};" for name in names)
    listed = "\n".join(f"        {name}::world()," for name in names)
    return f"""// @generated by tests/worlds/generate.py
//! The worlds of the model test: declared nodes of random shape, with fields, in {WORLDS} modules.
#![allow(
    clippy::pedantic,
    dead_code,
    reason = "what is generated is not read for its style, and no world uses all it declares"
)]

use crate::world::World;

#[rustfmt::skip]
mod shapes;
{declared}

/// All worlds.
pub fn all() -> Vec<World> {{
    vec![
{listed}
    ]
}}
"""


def files():
    yield "worlds.rs", modules()
    yield "worlds/shapes.rs", shapes()
    for number in range(WORLDS):
        yield f"worlds/w{number:02}.rs", World(number).text()


def main():
    source = pathlib.Path(__file__).resolve().parent.parent / "src"
    for name, text in files():
        if "--print" in sys.argv:
            sys.stdout.write(f"==> {name}\n{text}")
        else:
            path = source / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)


main()
