//! What the generated worlds of the model test are made of: one form for all values, and one
//! interface for all places, so that a program can pick by number what it reads and writes.

use std::fmt;

use atomata::{Read, Share};

mod handled;

pub use handled::{
    Callback, EffectCallback, Handled, How, Touch, TouchFn, Verb, readable, writable,
};

/// A value of any type that occurs in a world.
#[derive(Clone)]
pub enum Val {
    /// An `i64`.
    Int(i64),
    /// A `bool`.
    Bool(bool),
    /// An `f64`; NaN equals itself here, as it does in a store.
    Float(f64),
    /// A `String`.
    Text(String),
    /// An `Option<i64>`.
    Opt(Option<i64>),
    /// The variant of an enum, by its number.
    Mode(u8),
    /// The fields of a struct.
    Struct(Vec<Val>),
}

impl PartialEq for Val {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => a == b || (a.is_nan() && b.is_nan()),
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Opt(a), Self::Opt(b)) => a == b,
            (Self::Mode(a), Self::Mode(b)) => a == b,
            (Self::Struct(a), Self::Struct(b)) => a == b,
            _ => false,
        }
    }
}

impl fmt::Debug for Val {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(value) => value.fmt(f),
            Self::Bool(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
            Self::Text(value) => value.fmt(f),
            Self::Opt(value) => value.fmt(f),
            Self::Mode(value) => write!(f, "Mode{value}"),
            Self::Struct(fields) => f.debug_set().entries(fields).finish(),
        }
    }
}

/// The type of a value.
#[derive(Clone, Debug)]
pub enum Kind {
    /// `i64`.
    Int,
    /// `bool`.
    Bool,
    /// `f64`.
    Float,
    /// `String`.
    Text,
    /// `Option<i64>`.
    Opt,
    /// An enum; whether it is `Copy`.
    Mode(bool),
    /// A struct that tracks its fields.
    Struct(Vec<Member>),
}

/// A field of a struct.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its type.
    pub kind: Kind,
    /// Whether its changes are not told.
    pub skip: bool,
}

/// How many variants an enum of a world has.
pub const MODES: u8 = 3;

/// When two values of a node count as the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eq {
    /// `==`.
    Exact,
    /// Numbers by threes, with a function of the user's.
    Bucket,
    /// Never.
    None,
}

/// How a computed mixes the digests of its dependencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mix {
    /// Their sum, modulo 8.
    Sum,
    /// The largest.
    Max,
    /// Whether the sum is odd.
    Parity,
    /// Always 0.
    Zero,
    /// The first one, whatever the others are.
    First,
    /// The first one if it is even, else the last one.
    Either,
}

/// The comparison of [`Eq::Bucket`].
pub fn same_bucket(a: &i64, b: &i64) -> bool {
    bucket(*a) == bucket(*b)
}

/// The class of a number under [`same_bucket`].
pub fn bucket(value: i64) -> i64 {
    value.div_euclid(3)
}

/// What the computeds of a world do.
///
/// # Panics
/// If the computed is `unlucky` and the result is 5, without a message on stderr.
pub fn mix(mix: Mix, unlucky: bool, digests: &[i64]) -> i64 {
    let sum: i64 = digests.iter().sum();
    let first = digests.first().copied().unwrap_or(0);
    let last = digests.last().copied().unwrap_or(0);
    let result = match mix {
        Mix::Sum => sum.rem_euclid(8),
        Mix::Max => digests.iter().copied().max().unwrap_or(0),
        Mix::Parity => sum.rem_euclid(2),
        Mix::Zero => 0,
        Mix::First => first,
        Mix::Either if first % 2 == 0 => first,
        Mix::Either => last,
    };
    if unlucky && result == 5 {
        std::panic::resume_unwind(Box::new("unlucky"));
    }
    result
}

/// A type that occurs in a world.
pub trait Canon: Share + Clone + Default + PartialEq {
    /// In the common form.
    fn to_val(&self) -> Val;
    /// From the common form.
    fn from_val(value: &Val) -> Self;
    /// What a computed sees of it.
    fn digest(&self) -> i64;
    /// What a computed makes of its result.
    fn made(result: i64) -> Self {
        let _ = result;
        Self::default()
    }
}

macro_rules! canon {
    ($($type:ty, $variant:ident, $value:ident => $digest:expr, $result:ident => $made:expr;)*) => {$(
        impl Canon for $type {
            fn to_val(&self) -> Val {
                Val::$variant(self.clone())
            }

            fn from_val(value: &Val) -> Self {
                match value {
                    Val::$variant(value) => value.clone(),
                    _ => panic!("{value:?} is of another type"),
                }
            }

            fn digest(&self) -> i64 {
                let $value = self;
                $digest
            }

            fn made($result: i64) -> Self {
                $made
            }
        }
    )*};
}

canon! {
    i64, Int, value => *value, result => result;
    bool, Bool, value => i64::from(*value), result => result % 2 == 0;
    f64, Float, value => if value.is_nan() { 7 } else { (value * 2.0) as i64 },
        result => if result == 4 { f64::NAN } else { f64::from(result as i32) / 2.0 };
    String, Text, value => i64::try_from(value.len()).expect("a text is short"), result => "x".repeat(result.rem_euclid(4) as usize);
    Option<i64>, Opt, value => value.unwrap_or(-1), result => (result % 3 != 0).then_some(result);
}

macro_rules! structure {
    ($type:ident { $($every:ident),* } told { $($told:ident),* }) => {
        impl $crate::world::Canon for $type {
            fn to_val(&self) -> $crate::world::Val {
                $crate::world::Val::Struct(vec![$($crate::world::Canon::to_val(&self.$every)),*])
            }

            fn from_val(value: &$crate::world::Val) -> Self {
                let $crate::world::Val::Struct(fields) = value else {
                    panic!("{value:?} is no struct")
                };
                let mut fields = fields.iter();
                let mut next = || fields.next().expect("a struct has a value for each field");
                Self { $($every: $crate::world::Canon::from_val(next())),* }
            }

            fn digest(&self) -> i64 {
                let mut digest = 0;
                $(digest = 3 * digest + $crate::world::Canon::digest(&self.$told);)*
                digest.rem_euclid(8)
            }
        }
    };
}
pub(crate) use structure;

macro_rules! mode {
    ($type:ident) => {
        impl $crate::world::Canon for $type {
            fn to_val(&self) -> $crate::world::Val {
                $crate::world::Val::Mode(self.digest() as u8)
            }

            fn from_val(value: &$crate::world::Val) -> Self {
                match value {
                    $crate::world::Val::Mode(0) => Self::First,
                    $crate::world::Val::Mode(1) => Self::Second,
                    $crate::world::Val::Mode(2) => Self::Third,
                    _ => panic!("{value:?} is no mode"),
                }
            }

            fn digest(&self) -> i64 {
                match self {
                    Self::First => 0,
                    Self::Second => 1,
                    Self::Third => 2,
                }
            }
        }
    };
}
pub(crate) use mode;

/// Ends the closure of an update, by a panic if the program says so.
pub(crate) fn end(panics: bool) {
    if panics {
        std::panic::resume_unwind(Box::new("the update panicked"));
    }
}

/// What can be read, watched, depended on and, unless it is a computed, written.
pub struct Place {
    /// As a program names it: `A3.inner.count`.
    pub name: String,
    /// Its node.
    pub node: usize,
    /// The ordinals of the fields that lead to it.
    pub path: &'static [usize],
    /// As a store knows it.
    pub handle: Box<dyn Handled>,
    /// Writes fields through the guard of the whole, where the place is a struct atom.
    pub touch: Option<TouchFn>,
}

/// A node as it was declared, for a model that knows nothing of the store.
#[derive(Debug)]
pub struct Node {
    /// The type of the value.
    pub kind: Kind,
    /// Its comparison.
    pub eq: Eq,
    /// Its group.
    pub group: &'static str,
    /// Where the value comes from.
    pub origin: Origin,
}

/// Where the value of a node comes from.
#[derive(Debug)]
pub enum Origin {
    /// An atom, with its initial value.
    Atom(Val),
    /// A computed, with the places it depends on, in order.
    Computed {
        /// The dependencies, by the numbers of their places.
        deps: &'static [usize],
        /// What it does.
        mix: Mix,
        /// Whether it panics where the result is 5.
        unlucky: bool,
    },
}

/// Declared atoms and computeds, and their description.
pub struct World {
    /// The nodes, in the order of declaration: dependencies first.
    pub nodes: Vec<Node>,
    /// All places: those of node 0 first, the whole before its fields.
    pub places: Vec<Place>,
}

impl World {
    /// Describes one place; its name is the one its handle tells.
    pub(crate) fn place<H: Read>(
        name: &H,
        node: usize,
        path: &'static [usize],
        handle: Box<dyn Handled>,
        touch: Option<TouchFn>,
    ) -> Place {
        Place { name: name.name().into_owned(), node, path, handle, touch }
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.places.iter().map(|place| &place.name)).finish()
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
