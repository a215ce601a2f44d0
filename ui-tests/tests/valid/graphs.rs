//! Modules with `#[atoms]` in every valid form.
#![deny(warnings)]

use atomata::{Store, atoms};

/// The attributes need no import, in no module.
#[atoms]
mod unimported {
    #[atom]
    pub static WIDTH: u32 = 3;

    #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
    #[atom]
    pub struct Cart {
        pub count: u32,
        #[atom(skip)]
        pub cache: u32,
    }

    pub mod inner {
        #[computed(deps = [super::WIDTH, super::Cart.count])]
        pub fn area(width: u32, count: u32) -> u32 {
            width * count
        }
    }

    pub mod through {
        use super::*;

        #[atom]
        pub static HEIGHT: u32 = WIDTH_AT_FIRST;

        pub const WIDTH_AT_FIRST: u32 = 3;
    }

    pub mod named {
        use atomata::computed;

        #[atomata::atom]
        pub static DEPTH: u32 = 1;

        #[computed(deps = [DEPTH])]
        pub fn double(depth: u32) -> u32 {
            depth * 2
        }
    }
}

/// Modules inside of modules, with what is private to each.
#[atoms]
mod nested {
    use atomata::{atom, computed};
    use serde::{Deserialize, Serialize};

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Hidden(u32);

    #[atom]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Draft {
        hidden: Hidden,
        count: u32,
    }

    #[atom]
    static SECRET: Hidden = Hidden(2);

    pub mod outer {
        use super::*;

        #[atom]
        static WIDTH: u32 = 3;

        #[computed(deps = [WIDTH, SECRET, Draft.count])]
        fn area(width: u32, secret: &Hidden, count: u32) -> u32 {
            width * secret.0 + count
        }

        pub mod inner {
            use super::*;

            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            enum Side {
                Left,
                Right,
            }

            #[atom]
            static SIDE: Side = Side::Left;

            pub(crate) mod deep {
                use super::*;

                #[allow(private_interfaces)]
                #[computed(deps = [SIDE, AREA, super::super::WIDTH, crate::graphs::nested::Draft.hidden])]
                pub fn label(side: &Side, area: u32, width: u32, hidden: &Hidden) -> String {
                    format!("{side:?} {area} {width} {}", hidden.0)
                }

                pub fn turn(store: &atomata::Store<crate::graphs::nested::Graph>) {
                    store.set(SIDE, Side::Right);
                }
            }
        }
    }

    pub fn grow(store: &atomata::Store<Graph>) {
        store.update(Draft, |draft| {
            draft.count += 1;
            draft.hidden.0 = 9;
        });
        store.update(SECRET, |secret| secret.0 += 1);
    }
}

fn nested_modules() {
    use nested::outer::inner::deep;

    let store = Store::<nested::Graph>::of();
    assert_eq!(store.get(deep::LABEL), "Left 6 3 0");
    nested::grow(&store);
    deep::turn(&store);
    assert_eq!(store.get(deep::LABEL), "Right 10 3 9");
    let store = Store::new();
    assert_eq!(store.get(deep::LABEL), "Left 6 3 0");
}

/// What a condition may take away.
#[atoms]
mod conditions {
    use atomata::{atom, computed};

    #[atom]
    pub static TAX: u32 = 2;

    #[cfg(any())]
    #[atom(no = such, option)]
    pub static GONE: Missing = 1;

    #[cfg(not(any()))]
    #[atom]
    pub static THERE: u32 = 5;

    #[cfg(any())]
    #[computed(deps = [GONE])]
    pub fn gone_with_it(gone: Missing) -> u32 {
        gone
    }

    #[cfg(any())]
    #[atom]
    pub static EITHER: u32 = 7;

    #[cfg(not(any()))]
    #[atom]
    pub static EITHER: u32 = 8;

    #[cfg(any())]
    pub mod absent {
        #[atom]
        pub static WIDTH: Missing = 1;

        pub mod inner {
            #[atom]
            pub static DEEP: Missing = 1;
        }
    }

    #[cfg(not(any()))]
    pub mod present {
        use atomata::atom;

        #[atom]
        pub static WIDTH: u32 = 11;
    }

    #[cfg(test)]
    mod tests {
        fn _helper() {}
    }

    #[computed(deps = [TAX, THERE, EITHER, present::WIDTH])]
    pub fn total(tax: u32, there: u32, either: u32, width: u32) -> u32 {
        tax + there + either + width
    }
}

fn conditional_nodes() {
    let store = Store::<conditions::Graph>::of();
    assert_eq!(store.get(conditions::TOTAL), 26);
    store.set(conditions::present::WIDTH, 1);
    assert_eq!(store.get(conditions::TOTAL), 16);
}

/// Items of every shape, beside families.
#[atoms]
mod shapes {
    use atomata::{Each, Fields, atom, computed};
    use serde::{Deserialize, Serialize};

    #[atom(name = ORIGIN)]
    #[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub struct Point(pub f64, f64);

    #[atom(name = NOTHING)]
    #[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub struct Unit;

    #[atom]
    #[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub enum Filter {
        #[default]
        All,
        Done,
    }

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
    pub struct Street {
        pub name: String,
        pub number: u32,
    }

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
    pub struct Address {
        #[atom(nested)]
        pub street: Street,
    }

    #[atom]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub struct Cart {
        #[atom(nested)]
        pub address: Address,
        #[atom(skip)]
        cache: u8,
    }

    #[atom(nested, transient)]
    pub static HOME: Address = Address::default();

    #[computed(deps = [Cart.address.street.number, HOME.street.name, ORIGIN.0, NOTHING, Filter], id = "where", eq = none)]
    pub fn place(number: u32, name: &str, x: f64, _: Unit, filter: Filter) -> String {
        format!("{name} {number} {x} {filter:?}")
    }

    #[atom(key = u32)]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub struct Todo {
        pub done: bool,
    }

    #[atom(key = (u32, u32), life = lru(4))]
    pub static CELL: u32 = |(x, y)| x * y;

    #[computed(deps = [each(Todo.done), Filter])]
    pub fn left(done: Each<'_, u32, bool>, filter: Filter) -> usize {
        if filter == Filter::Done { 0 } else { done.filter(|(_, done)| !**done).count() }
    }

    #[computed(deps = [LEFT, PLACE])]
    pub fn above(left: usize, place: &str) -> String {
        format!("{left} {place}")
    }

    #[computed(key = u32, deps = [Todo(id).done, CELL(id, 2), PLACE, LINE(id.checked_sub(1)?)])]
    pub fn line(id: u32, done: bool, cell: u32, place: &str, before: Option<&String>) -> String {
        format!("{done} {cell} {} {}", place.len(), before.is_some())
    }
}

fn shapes_of_items() {
    let store = Store::<shapes::Graph>::of();
    store.set(shapes::Cart.address.street.number, 4);
    store.set(shapes::HOME.street.name, "Elm".to_owned());
    store.set(shapes::ORIGIN.0, 1.5);
    store.set(shapes::Todo(1).done, false);
    assert_eq!(store.get(shapes::ABOVE), "1 Elm 4 1.5 All");
    store.set(shapes::Filter, shapes::Filter::Done);
    assert_eq!(store.get(shapes::ABOVE), "0 Elm 4 1.5 Done");
    assert_eq!(store.get(shapes::LINE(1)), "false 2 14 true");
}

#[atoms]
mod base {
    use atomata::atom;

    #[atom]
    pub static RATE: u32 = 2;
}

#[atoms(include = [base::Graph])]
mod middle {
    use atomata::{atom, computed};

    use super::base;

    #[atom]
    pub static WIDTH: u32 = 3;

    #[computed(deps = [WIDTH, base::RATE])]
    pub fn area(width: u32, rate: u32) -> u32 {
        width * rate
    }
}

#[atoms]
mod apart {
    use atomata::atom;

    #[atom]
    pub static LIMIT: u32 = 5;
}

#[atoms(include = [middle::Graph(base::Graph), self::apart::Graph])]
mod top {
    use atomata::computed;

    use super::apart::LIMIT;
    use super::base::RATE;
    use super::middle::AREA;

    #[computed(deps = [AREA, RATE, LIMIT])]
    pub fn total(area: u32, rate: u32, limit: u32) -> u32 {
        area + rate + limit
    }

    /// In no field, so that it may depend on what no graph holds.
    #[computed(key = u32, deps = [super::ALONE, TOTAL])]
    pub fn line(id: u32, alone: u32, total: u32) -> u32 {
        id + alone + total
    }
}

#[atomata::atom]
static ALONE: u32 = 100;

fn included_graphs() {
    fn set<G: base::Included + middle::Included>(store: &Store<G>) {
        store.set(base::RATE, 10);
        store.set(middle::WIDTH, 1);
    }
    let store = Store::<top::Graph>::of();
    assert_eq!(store.get(top::TOTAL), 13);
    set(&store);
    assert_eq!(store.get(top::TOTAL), 25);
    assert_eq!(store.get(top::LINE(1)), 126);
    let store = Store::<middle::Graph>::of();
    set(&store);
    assert_eq!(store.get(middle::AREA), 10);
    set(&Store::new());
}

/// The names of what is generated are free for users.
#[atoms]
mod names {
    use atomata::{atom, computed};
    use serde::{Deserialize, Serialize};

    #[atom]
    pub static G: u32 = 1;
    #[atom]
    pub static K: u32 = 2;
    #[atom]
    pub static BODY: u32 = 3;
    #[atom]
    pub static META: u32 = 4;
    #[allow(non_upper_case_globals)]
    #[atom]
    pub static nodes: u32 = 5;
    #[allow(non_upper_case_globals)]
    #[atom]
    pub static at: u32 = 6;

    #[atom]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub struct Slot {
        pub slot: u32,
    }

    #[atom]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub struct Nodes {
        pub value: u32,
    }

    #[allow(dead_code)]
    pub struct Tier;
    #[allow(dead_code)]
    pub struct Option;
    #[allow(dead_code)]
    pub struct Vec;

    pub mod n0 {
        use atomata::atom;

        #[atom]
        pub static BODY: u32 = 7;
    }

    pub mod m_n0 {
        use atomata::atom;

        #[atom]
        pub static H: u32 = 8;
    }

    pub mod std {
        #[atomata::atom]
        pub static T: u32 = 9;
    }

    pub mod r#type {
        #[atomata::atom]
        pub static r#TRY: u32 = 10;

        #[atomata::atom(name = r#MATCH)]
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct r#Match {
            pub r#in: u32,
        }
    }

    #[computed(deps = [G, K, BODY, META, nodes, at, Slot.slot, Nodes.value])]
    pub fn slot(g: u32, k: u32, body: u32, meta: u32, n: u32, a: u32, slot: u32, value: u32) -> u32 {
        g + k + body + meta + n + a + slot + value
    }

    #[computed(deps = [SLOT, n0::BODY, m_n0::H, self::std::T, r#type::TRY, r#type::r#MATCH.r#in])]
    pub fn r#loop(slot: u32, body: u32, h: u32, t: u32, r#try: u32, r#in: u32) -> u32 {
        slot + body + h + t + r#try + r#in
    }
}

fn names_of_users() {
    let store = Store::<names::Graph>::of();
    assert_eq!(store.get(names::LOOP), 55);
    store.set(names::r#type::r#MATCH.r#in, 1);
    assert_eq!(store.get(names::LOOP), 56);
}

/// Nothing of the prelude is named.
mod bare {
    #![no_implicit_prelude]

    #[::atomata::atoms]
    pub mod state {
        use ::atomata::{atom, computed};

        pub mod core {}
        pub mod atomata {}

        #[atom]
        pub static META: u32 = 1;

        pub mod inner {
            #[::atomata::computed(deps = [super::META])]
            pub fn twice(meta: u32) -> u32 {
                meta * 2
            }
        }

        #[computed(deps = [inner::TWICE])]
        pub fn most(twice: u32) -> u32 {
            twice
        }
    }
}

mod vendor {
    pub use atomata as state;
}

/// The crate may stand elsewhere.
#[vendor::state::atoms(crate = crate::graphs::vendor::state)]
mod elsewhere {
    use super::vendor::state::{atom, computed};

    #[atom(crate = crate::graphs::vendor::state)]
    pub static TAX: u32 = 1;

    #[computed(deps = [TAX], crate = "crate::graphs::vendor::state")]
    pub fn total(tax: u32) -> u32 {
        tax + 1
    }
}

#[atoms]
mod empty {}

fn others() {
    assert_eq!(Store::<bare::state::Graph>::of().get(bare::state::MOST), 2);
    assert_eq!(Store::<elsewhere::Graph>::of().get(elsewhere::TOTAL), 2);
    drop(Store::<empty::Graph>::of());
}

fn attributes_without_imports() {
    let store = Store::<unimported::Graph>::of();
    store.set(unimported::Cart.count, 2);
    assert_eq!(store.get(unimported::inner::AREA), 6);
    assert_eq!(store.get((unimported::through::HEIGHT, unimported::named::DOUBLE)), (3, 2));
}

pub(crate) fn check() {
    attributes_without_imports();
    nested_modules();
    conditional_nodes();
    shapes_of_items();
    included_graphs();
    names_of_users();
    others();
}
