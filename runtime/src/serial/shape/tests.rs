//! What changes a fingerprint, and what does not.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::IpAddr;
use std::num::{NonZeroI8, NonZeroU32};
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

use super::*;

/// Declares a type in a module of its own and gives its fingerprint.
macro_rules! shape {
    ($($item:item)*) => {{
        #[allow(dead_code)]
        mod declared {
            use super::*;
            $(#[derive(Deserialize)] $item)*
            pub(super) fn shape() -> u64 {
                shape_of::<Cart>()
            }
        }
        declared::shape()
    }};
}

/// Whether they all differ.
#[track_caller]
fn differ(shapes: &[u64]) {
    let distinct: HashSet<u64> = shapes.iter().copied().collect();
    assert_eq!(distinct.len(), shapes.len(), "{shapes:x?}");
}

#[test]
fn equal_declarations_have_one_fingerprint() {
    let one = shape! {
        struct Cart { items: Vec<Item>, state: State }
        struct Item { name: String, count: u32 }
        enum State { Open, Paid { at: u64 }, Sent(String, u8) }
    };
    let other = shape! {
        enum State { Open, Paid { at: u64 }, Sent(String, u8) }
        struct Item { name: String, count: u32 }
        struct Cart { items: Vec<Item>, state: State }
    };
    assert_eq!(one, other);
}

#[test]
fn a_fingerprint_never_changes_between_builds() {
    let shape = shape! { struct Cart { items: Vec<(String, u32)>, coupon: Option<Coupon> }
    enum Coupon { Ten, Other(String) } };
    assert_eq!(shape, 0xb0a6_c749_5ad2_20cf, "{shape:#x}");
}

#[test]
fn every_change_of_a_struct_shows() {
    differ(&[
        shape! { struct Cart { a: u32, b: u32 } },
        shape! { struct Cart { a: u32, c: u32 } },
        shape! { struct Cart { b: u32, a: u32 } },
        shape! { struct Cart { a: u32, b: u32, c: u32 } },
        shape! { struct Cart { a: u32 } },
        shape! { struct Cart { ab: u32 } },
        shape! { struct Cart { a: u32, b: u64 } },
        shape! { struct Cart { a: u64, b: u32 } },
        shape! { struct Cart { a: u32, b: i32 } },
        shape! { struct Cart { a: u32, b: String } },
        shape! { struct Cart { a: u32, b: Option<u32> } },
        shape! { struct Cart { a: u32, b: Vec<u32> } },
        shape! { struct Cart { a: u32, b: [u32; 1] } },
        shape! { struct Cart { a: u32, b: [u32; 2] } },
        shape! { struct Cart { a: u32, b: (u32, u32, u32) } },
        shape! { struct Cart { a: u32, b: BTreeMap<u32, u32> } },
        shape! { struct Cart { a: u32, b: BTreeMap<u32, u64> } },
        shape! { struct Cart { a: u32, b: BTreeMap<u64, u32> } },
        shape! { struct Cart { a: u32, b: () } },
        shape! { struct Cart(u32, u32); },
        shape! { struct Cart(u32); },
        shape! { struct Cart(u64); },
        shape! { struct Cart; },
        shape! { #[serde(rename = "Basket")] struct Cart { a: u32, b: u32 } },
    ]);
}

#[test]
fn every_change_of_an_enum_shows() {
    differ(&[
        shape! { enum Cart { A, B } },
        shape! { enum Cart { A, C } },
        shape! { enum Cart { B, A } },
        shape! { enum Cart { A, B, C } },
        shape! { enum Cart { A, B() } },
        shape! { enum Cart { A, B(u32) } },
        shape! { enum Cart { A, B(u64) } },
        shape! { enum Cart { A(u64), B } },
        shape! { enum Cart { A, B(u32, u32) } },
        shape! { enum Cart { A, B(u32, u64) } },
        shape! { enum Cart { A, B { x: u32 } } },
        shape! { enum Cart { A, B { y: u32 } } },
        shape! { enum Cart { A, B { x: u64 } } },
    ]);
}

#[test]
fn a_change_deep_inside_shows() {
    /// `enum E` is in the third field, behind a list, an option and a tuple.
    macro_rules! with {
        ($inner:ty, $last:ty) => {
            shape! {
                struct Cart { before: u8, list: Vec<Option<(A, B)>>, after: Vec<$last> }
                struct A { a: HashMap<String, E> }
                struct B { b: (u8, [$inner; 2]) }
                enum E { One, Two(F), Three { f: F, g: $inner } }
                enum F { One, Two(Vec<$inner>), Three { last: Option<$last> } }
            }
        };
    }
    differ(&[with!(u32, u32), with!(u64, u32), with!(u32, u64), with!(String, u32)]);
}

#[test]
fn generic_types_of_one_name_are_told_apart() {
    differ(&[
        shape_of::<(Result<u8, u8>, Result<u8, u8>)>(),
        shape_of::<(Result<u8, u8>, Result<u8, u16>)>(),
        shape_of::<(Result<u8, u8>, Result<u16, u8>)>(),
        shape_of::<Result<Result<u8, u8>, u8>>(),
        shape_of::<Result<Result<u8, u16>, u8>>(),
    ]);
}

#[test]
fn what_comes_after_a_recursion_shows() {
    macro_rules! with {
        ($leaf:ty, $after:ty) => {
            shape! {
                struct Cart { tree: Tree, list: List, expression: Expression, after: After }
                struct Tree { children: Vec<Tree>, parent: Option<Box<Tree>>, name: $leaf }
                enum List { Cons(u8, Box<List>), Nil }
                enum Expression {
                    Sum(Box<Expression>, Box<Expression>),
                    Product(Box<Expression>, Box<Expression>),
                    Not { of: Box<Expression> },
                    Call(Vec<Expression>),
                    Number($leaf),
                }
                enum After { A, B, C, D, E, F, G(Option<$after>) }
            }
        };
    }
    differ(&[with!(u32, u32), with!(u64, u32), with!(u32, u64)]);
}

/// Reads a number, and refuses the first answers.
#[derive(Deserialize)]
#[serde(try_from = "u8")]
struct Even;

impl TryFrom<u8> for Even {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        if number >= 2 && number.is_multiple_of(2) {
            Ok(Self)
        } else {
            Err(format!("{number} is odd"))
        }
    }
}

/// Reads a pair, and refuses all answers.
#[derive(Deserialize)]
#[serde(try_from = "Pair")]
struct Never;

#[derive(Deserialize)]
#[allow(dead_code)]
struct Pair {
    a: u8,
    b: bool,
}

impl TryFrom<Pair> for Never {
    type Error = String;

    fn try_from(_pair: Pair) -> Result<Self, String> {
        Err("never".to_owned())
    }
}

#[test]
fn types_that_refuse_an_answer_hide_nothing() {
    macro_rules! with {
        ($after:ty) => {
            shape! {
                struct Cart {
                    zero: NonZeroU32,
                    negative: Option<NonZeroI8>,
                    even: Even,
                    never: Option<Never>,
                    nevers: Vec<Never>,
                    needed: Never,
                    after: After,
                }
                enum After { A, B, C($after) }
            }
        };
    }
    differ(&[with!(u32), with!(u64)]);
}

#[test]
fn aliases_are_one_field() {
    macro_rules! with {
        ($after:ty) => {
            shape! { struct Cart { #[serde(alias = "y", alias = "a")] x: Vec<$after>, z: $after } }
        };
    }
    differ(&[with!(u32), with!(u64)]);
}

#[test]
fn types_of_the_standard_library_are_read() {
    differ(&[
        shape_of::<Duration>(),
        shape_of::<IpAddr>(),
        shape_of::<PathBuf>(),
        shape_of::<HashMap<String, Duration>>(),
        shape_of::<Box<[u8]>>(),
        shape_of::<std::ops::Range<u8>>(),
        shape_of::<serde_json::Value>(),
    ]);
    assert_eq!(shape_of::<String>(), shape_of::<Box<str>>());
    assert_eq!(shape_of::<Vec<u8>>(), shape_of::<std::collections::VecDeque<u8>>());
}

#[test]
fn the_work_is_bounded() {
    #[derive(Deserialize)]
    #[allow(dead_code)]
    enum Wide {
        A(Box<[Wide; 16]>),
        B(Box<(Wide, Narrow, Wide)>),
        C(Vec<Wide>, Box<Wide>, Option<Box<Narrow>>),
        D(u8),
    }
    #[derive(Deserialize)]
    #[allow(dead_code)]
    enum Narrow {
        A(Box<[Wide; 32]>),
        B(Box<Narrow>),
        C,
    }
    #[derive(Deserialize)]
    #[serde(transparent)]
    #[allow(dead_code)]
    struct Nameless(Vec<Nameless>);

    assert_eq!(shape_of::<Wide>(), shape_of::<Wide>());
    assert_eq!(shape_of::<Nameless>(), shape_of::<Nameless>());
}
