//! Families of every shape.
#![deny(warnings)]

use std::collections::BTreeMap;
use std::time::Duration;

use atomata::{Each, Fields, Keys, Store, atom, computed};
use serde::{Deserialize, Serialize};

/// A key of one field, behind an alias and a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Id(u32);

mod ids {
    pub(super) type TodoId = super::Id;
}

const MOST: usize = 2;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
struct Pair<T> {
    left: T,
    right: T,
}

#[atom(key = ids::TodoId)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    done: bool,
    #[atom(nested)]
    pair: Pair<u8>,
    #[atom(skip)]
    cache: Vec<u8>,
}

#[atom(key = u8)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
enum Filter {
    #[default]
    All,
    Done,
}

#[atom(key = (u8, u8, String))]
static CELL: i64 = |(x, y, name)| i64::from(x) + i64::from(y) + name.len() as i64;

#[atom(key = String, nested)]
static PANEL: Pair<String> = Pair::default();

#[atom(key = (u32,), name = ORIGIN)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Point(f64, f64);

#[atom(key = u8, name = MARK, default = Unit)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Unit;

#[atom(key = u32, life = lru(MOST))]
static RECENT: u32 = 0;

#[atom(key = u32, life = ttl(Duration::from_secs(1)), transient)]
static BRIEF: u32 = 0;

#[atom(key = u32, life = unobserved, hasher = std::hash::RandomState)]
static SEEN: u32 = |key| key;

#[atom(key = u32, life = keep, id = "score", group = "game", eq = u64::eq)]
static SCORE: u64 = 0;

/// A key that is neither saved nor written in messages.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Secret(&'static str);

#[atom(key = Secret, transient)]
static LOGIN: Option<Secret> = None;

#[atom(key = Vec<Option<(u8, char)>>)]
static DEEP: BTreeMap<u8, u8> = BTreeMap::new();

#[atom]
static FACTOR: u64 = 2;

/// Without a dependency by its key.
#[computed(key = u32, deps = [FACTOR])]
fn multiple(id: u32, factor: u64) -> u64 {
    u64::from(id) * factor
}

#[computed(key = u32, deps = [])]
fn alone(id: &u32) -> u32 {
    *id
}

#[computed(key = String, deps = [PANEL(name.to_owned()).left, PANEL(name.into())], life = keep)]
fn label(name: &str, left: &str, whole: &Pair<String>) -> String {
    format!("{name} {left} {}", whole.right)
}

#[computed(key = (u8, u8), name = CORNER, deps = [CELL(x, y, String::new()), Filter(x), Filter(y)])]
fn corner((x, y): (u8, u8), cell: i64, first: Filter, second: &Filter) -> bool {
    cell == i64::from(x) + i64::from(y) && first == *second
}

#[computed(key = u32, deps = [MULTIPLE(id), BELOW(id.checked_sub(1)?)], eq = none)]
fn below(id: u32, multiple: u64, below: Option<&u64>) -> u64 {
    let _ = id;
    below.map_or(multiple, |below| below + multiple)
}

#[computed(key = Secret, deps = [LOGIN(secret.clone())])]
fn known(secret: Secret, login: Option<&Secret>) -> bool {
    login == Some(&secret)
}

#[computed(deps = [each(Todo.pair.left), each(Todo.done), each(ORIGIN.0), Todo, each(PANEL), ALONE(7)])]
fn summary(
    left: Each<'_, Id, u8>,
    done: Each<'_, ids::TodoId, bool>,
    points: Each<'_, (u32,), f64>,
    keys: &Keys<Id>,
    panels: Each<'_, String, Pair<String>>,
    alone: u32,
) -> (usize, u32) {
    let sum = left.map(|(_, left)| usize::from(*left)).sum::<usize>();
    (sum + done.len() + points.len() + keys.len() + panels.len(), alone)
}

pub(crate) fn check() {
    let store = Store::new();
    store.set(Todo(Id(1)).pair.left, 5);
    store.update(Todo(Id(1)), |todo| *todo.done = true);
    store.set(Todo(Id(1)).title, "tea".to_owned());
    store.set(ORIGIN(3).0, 1.0);
    assert_eq!(store.get(SUMMARY), (8, 7));
    assert_eq!(store.keys(Todo), [Id(1)]);
    assert_eq!(store.keys(ORIGIN), [(3,)]);
    assert_eq!(store.get(CELL(1, 2, "abc".to_owned())), 6);
    store.set(PANEL("a".to_owned()).left, "b".to_owned());
    assert_eq!(store.get(LABEL("a".to_owned())), "a b ");
    store.set(Filter(1), Filter::Done);
    assert_eq!((store.get(CORNER(1, 2)), store.get(CORNER(2, 3))), (false, true));
    store.set_batch(RECENT, [(1, 1), (2, 2)]);
    store.set(BRIEF(1), 1);
    assert_eq!(store.get((SEEN(4), MULTIPLE(4), BELOW(2))), (4, 8, 6));
    assert_eq!(SCORE(1).group(), "game");
    assert_eq!(SCORE.name(), "SCORE");
    assert_eq!(Todo(Id(1)).pair.left.name(), "Todo(Id(1)).pair.left");
    let login = store.bind(LOGIN(Secret("me")));
    store.set(&login, Some(Secret("me")));
    assert!(store.get(KNOWN(Secret("me"))) && Secret("me").0 == "me");
    assert_eq!(store.get(MARK(1)), Unit);
    store.update(DEEP(vec![None]), |deep| {
        deep.insert(1, 1);
    });
    assert_eq!(store.get(DEEP(vec![None])).len(), 1);
    assert!(store.get(Todo(Id(2))).cache.is_empty());
}
