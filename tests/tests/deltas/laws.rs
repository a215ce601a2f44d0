//! The laws of deltas, over atoms of many shapes and random edits.

mod following;
mod hostile;
mod patches;
mod steps;
mod threads;

use std::collections::{BTreeMap, HashMap};

use atomata::__private::check_invariants;
use atomata::{Fields, List, Map, Store, atom, computed};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[atom(id = "count")]
static COUNT: i64 = 5;

#[atom(id = "ratio", group = "data")]
static RATIO: f64 = 0.1;

#[atom(id = "flag")]
static FLAG: bool = true;

#[atom(id = "te/xt~")]
static TEXT: String = "text".to_owned();

#[atom(id = "opt", group = "data")]
static OPT: Option<(i8, char)> = None;

#[atom(id = "bytes")]
static BYTES: (u64, Vec<u8>, [i16; 2]) = (u64::MAX, vec![1, 2, 3], [-1, 1]);

/// One that holds itself.
#[atom(id = "tree")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
enum Tree {
    #[default]
    Leaf,
    Named {
        name: String,
        size: f32,
    },
    Many(Vec<Tree>),
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Row {
    id: u8,
    text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
struct Inner {
    first_one: u8,
    second_one: List<u16>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
struct Middle {
    #[atom(nested)]
    left: Inner,
    flag: Option<bool>,
    #[atom(nested)]
    right: Inner,
}

#[atom(id = "deep")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Deep {
    #[serde(rename = "~/")]
    name: String,
    #[atom(nested)]
    middle: Middle,
    #[serde(skip)]
    unsaved: u8,
    #[atom(by = id)]
    rows: Vec<Row>,
    ratios: Vec<f64>,
}

#[atom(id = "list", group = "ui")]
static LIST: List<Row> = List::new();

#[atom(id = "units")]
static UNITS: List<()> = List::new();

#[atom(id = "map", group = "ui")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Maps {
    by_text: Map<String, Row>,
    by_number: Map<i32, Vec<u8>>,
    plain: HashMap<u8, Option<String>>,
    sorted: BTreeMap<String, u64>,
}

#[atom(id = "nested", nested)]
static NESTED: Inner = Inner { first_one: 9, second_one: List::new() };

#[atom(id = "todo", key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    done: bool,
    #[atom(nested)]
    inner: Inner,
}

#[atom(id = "cell", key = (u8, String), group = "data")]
static CELL: Map<String, i64> = Map::new();

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum Side {
    Left,
    Right(i8),
}

#[atom(id = "side", key = Side, life = lru(3))]
static SIDE: String = String::new();

#[atom(id = "seen", key = u8, life = unobserved)]
static SEEN: u8 = 0;

#[atom(id = "local", transient)]
static LOCAL: u64 = 0;

#[computed(id = "sum", deps = [COUNT, Deep.middle.left.first_one, LIST, LOCAL])]
fn sum(count: i64, first: u8, list: &List<Row>, local: u64) -> i64 {
    count ^ i64::from(first) ^ list.iter().map(|row| i64::from(row.id)).sum::<i64>() ^ local as i64
}

/// A store that knows all atoms, and uses none.
fn store() -> Store {
    let builder = Store::builder().manual().register(COUNT).register(RATIO).register(FLAG);
    let builder = builder.register(TEXT).register(OPT).register(BYTES).register(Tree);
    let builder = builder.register(Deep).register(LIST).register(UNITS).register(Maps);
    let builder = builder.register(NESTED).register(Todo).register(CELL).register(SIDE);
    builder.register(SEEN).register(LOCAL).build()
}

/// Brings all atoms into use.
fn use_all(store: &Store) {
    drop(store.get((COUNT, RATIO, FLAG, TEXT, OPT, BYTES)));
    drop(store.get((Tree, Deep, LIST, UNITS, Maps, NESTED)));
}

fn document(store: &Store) -> Value {
    let full = store.full_state().expect("it can be had").to_json().expect("it can be written");
    serde_json::from_str(&full).expect("it is JSON")
}

/// The document with the atoms that are not in use yet.
fn completed(store: &Store) -> Value {
    let unused = self::store();
    use_all(&unused);
    let (Value::Object(mut all), Value::Object(used)) = (document(&unused), document(store)) else {
        panic!("a document is an object")
    };
    all.extend(used);
    Value::Object(all)
}

/// The documents are equal, or here is what differs.
#[track_caller]
fn same(found: &Value, expected: &Value) {
    if found != expected {
        let mut differing = Vec::new();
        differ("", found, expected, &mut differing);
        panic!("{}", differing.join("\n"));
    }
}

fn differ(path: &str, found: &Value, expected: &Value, out: &mut Vec<String>) {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            let names: std::collections::BTreeSet<_> =
                found.keys().chain(expected.keys()).collect();
            for name in names {
                let of = |object: &serde_json::Map<String, Value>| object.get(name).cloned();
                match (of(found), of(expected)) {
                    (Some(a), Some(b)) => differ(&format!("{path}/{name}"), &a, &b, out),
                    (a, b) => out.push(format!("{path}/{name}: {a:?}, expected {b:?}")),
                }
            }
        }
        _ if found == expected => {}
        _ => out.push(format!("{path}: {found}, expected {expected}")),
    }
}

/// A store with the state of another one.
fn twin(of: &Store) -> Store {
    let twin = store();
    twin.apply(&of.full_state().expect("it can be had")).expect("it fits");
    twin
}

/// Numbers that look random, and are the same in each run.
#[derive(Clone, Debug)]
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == 0
    }

    fn text(&mut self) -> String {
        let parts =
            ["", "a", "b/c", "~", "~1", "\"", "\\", "ü", "\u{1}", "-", "0", "7", " 7", "日本"];
        (0..self.below(3)).map(|_| parts[self.below(parts.len())]).collect()
    }

    /// Finite, for JSON has no other numbers; or none.
    fn float(&mut self) -> f64 {
        match self.below(6) {
            0 => f64::NAN,
            1 => -0.0,
            _ => Some(f64::from_bits(self.next())).filter(|float| float.is_finite()).unwrap_or(1.5),
        }
    }

    fn row(&mut self) -> Row {
        Row { id: self.below(30) as u8, text: self.text() }
    }

    fn tree(&mut self, depth: usize) -> Tree {
        match self.below(if depth == 0 { 2 } else { 3 }) {
            0 => Tree::Leaf,
            1 => Tree::Named { name: self.text(), size: self.next() as f32 / 3.0 },
            _ => Tree::Many((0..self.below(4)).map(|_| self.tree(depth - 1)).collect()),
        }
    }

    fn side(&mut self) -> Side {
        if self.one_in(4) { Side::Left } else { Side::Right(self.below(5) as i8 - 2) }
    }

    fn cell(&mut self) -> (u8, String) {
        (self.below(2) as u8, self.text())
    }
}

fn edit_list<T: Clone + PartialEq>(
    random: &mut Random,
    list: &mut List<T>,
    mut item: impl FnMut(&mut Random) -> T,
) {
    for _ in 0..=random.below(3) {
        let len = list.len();
        match random.below(7) {
            0 if len > 0 => drop(list.remove(random.below(len))),
            1 if len > 0 => list.set(random.below(len), item(random)),
            2 if len > 0 => {
                let moved = list.remove(random.below(len));
                list.insert(random.below(len), moved);
            }
            3 => list.extend((0..random.below(40)).map(|_| item(random)).collect::<Vec<_>>()),
            4 if random.one_in(4) => *list = List::new(),
            5 if random.one_in(4) => *list = (0..random.below(9)).map(|_| item(random)).collect(),
            _ => list.insert(random.below(len + 1), item(random)),
        }
    }
}

fn edit_rows(random: &mut Random, rows: &mut Vec<Row>) {
    match random.below(6) {
        0 if !rows.is_empty() => drop(rows.remove(random.below(rows.len()))),
        1 if !rows.is_empty() => {
            let at = random.below(rows.len());
            rows[at].text = random.text();
        }
        2 if !rows.is_empty() => {
            let (from, to) = (random.below(rows.len()), random.below(rows.len()));
            rows.swap(from, to);
        }
        3 if random.one_in(5) => rows.clear(),
        4 => rows.extend((0..random.below(8)).map(|_| random.row()).collect::<Vec<_>>()),
        _ => rows.insert(random.below(rows.len() + 1), random.row()),
    }
}

/// One write, or a read.
fn edit(store: &Store, random: &mut Random) {
    let r = random;
    match r.below(34) {
        0 => store.set(COUNT, r.next().cast_signed() >> r.below(64)),
        1 => store.set(RATIO, r.float()),
        2 => store.update(FLAG, |flag| **flag = !**flag),
        3 => store.set(TEXT, r.text()),
        4 => store.set(OPT, (!r.one_in(3)).then(|| (r.next() as i8, 'ß'))),
        5 => store.set(BYTES, (r.next(), vec![r.next() as u8; r.below(4)], [r.next() as i16; 2])),
        6 => store.set(Tree, r.tree(4)),
        7 => store.set(Deep.name, r.text()),
        8 => store.set(Deep.middle.left.first_one, r.next() as u8),
        9 => store.set(Deep.middle.flag, (!r.one_in(3)).then_some(true)),
        10 => store.update(Deep.middle, |middle| {
            edit_list(r, &mut middle.right.second_one, |r| r.below(9) as u16);
            *middle.left.first_one ^= 1;
        }),
        11 => store.update(Deep.rows, |rows| edit_rows(r, rows)),
        12 => store.modify(Deep, |deep| {
            deep.unsaved ^= 1;
            deep.ratios = (0..r.below(3)).map(|_| r.next() as f64 / 7.0).collect();
            edit_rows(r, &mut deep.rows);
        }),
        13 => store.set(Deep, Deep { rows: vec![r.row()], ..Deep::default() }),
        14..=16 => store.update(LIST, |list| edit_list(r, list, Random::row)),
        17 => store.update(UNITS, |units| edit_list(r, units, |_| ())),
        18 => store.update(Maps.by_text, |map| {
            for _ in 0..r.below(5) {
                drop(map.insert(r.text(), r.row()));
            }
            drop(map.remove(&r.text()));
        }),
        19 => store.update(Maps.by_number, |map| {
            drop(map.insert(r.below(40) as i32 - 20, vec![7; r.below(3)]));
            drop(map.remove(&(r.below(40) as i32 - 20)));
        }),
        20 => store.update(Maps, |maps| {
            maps.plain.insert(r.below(4) as u8, r.one_in(2).then(|| r.text()));
            maps.sorted.insert(r.text(), r.next());
        }),
        21 => store.set(NESTED.first_one, r.next() as u8),
        22 => {
            store.update(NESTED, |inner| edit_list(r, &mut inner.second_one, |r| r.next() as u16))
        }
        23 => store.set(Todo(r.below(6) as u32).done, r.one_in(2)),
        24 => store.update(Todo(r.below(6) as u32), |todo| {
            edit_list(r, &mut todo.inner.second_one, |r| r.below(9) as u16);
        }),
        25 => drop(store.remove(Todo(r.below(6) as u32))),
        26 => {
            let (first, second) = r.cell();
            store.update(CELL(first, second), |cell| drop(cell.insert(r.text(), r.next() as i64)));
        }
        27 => {
            let (first, second) = r.cell();
            store.remove(CELL(first, second));
        }
        28 => store.set(SIDE(r.side()), r.text()),
        29 => drop(store.remove(SIDE(r.side()))),
        30 => store.set(LOCAL, r.next()),
        31 => drop(store.get((SUM, Todo(r.below(6) as u32)))),
        32 => store.reset(LIST),
        _ => store.set(Todo(r.below(6) as u32), Todo::default()),
    }
}

/// Some edits, alone, in a batch, or in a transaction, which may be taken back.
fn edits(store: &Store, random: &mut Random) {
    let count = random.below(6);
    match random.below(5) {
        0 => store.batch(|tx| (0..count).for_each(|_| edit(tx, random))),
        1 => {
            let fails = random.one_in(2);
            let result = store.transaction(|tx| {
                (0..count).for_each(|_| edit(tx, random));
                if fails { Err(()) } else { Ok(()) }
            });
            assert_eq!(result.is_err(), fails);
        }
        _ => (0..count).for_each(|_| edit(store, random)),
    }
}
