//! Generated code names nothing of the prelude, and nothing that a user's names could shadow.
#![no_implicit_prelude]
#![allow(dead_code, unused_imports)]

use ::atomata::{Fields, atom, computed};

#[allow(non_camel_case_types)]
mod shadows {
    pub struct Vec;
    pub struct Option;
    pub struct String;
    pub struct Result;
    pub trait Clone {}
    pub trait Default {}
    pub trait Fields {}
    pub trait Copy {}
    pub mod core {}
    pub mod std {}
    pub mod atomata {}
    pub fn read() {}
    pub fn dep() {}
}
use shadows::{Clone, Copy, Default, Option, Result, String, Vec, atomata, core, dep, read, std};

#[atom]
static META: u32 = 1;

#[atom]
static AFTER: u32 = P;

const P: u32 = 7;

#[derive(
    ::std::clone::Clone,
    ::std::default::Default,
    ::std::cmp::PartialEq,
    ::serde::Serialize,
    ::serde::Deserialize,
    Fields,
)]
struct Inner {
    a: u8,
    b: ::std::option::Option<u8>,
}

#[atom]
#[derive(
    ::std::clone::Clone,
    ::std::default::Default,
    ::std::cmp::PartialEq,
    ::serde::Serialize,
    ::serde::Deserialize,
)]
struct Outer {
    #[atom(nested)]
    inner: Inner,
    #[atom(skip)]
    skipped: u8,
}

#[computed(deps = [META, Outer.inner.b, Outer.inner])]
fn sum(value_0: u32, b: ::std::option::Option<&u8>, inner: &Inner) -> u32 {
    let _ = (b, inner);
    value_0
}

#[atom(key = (u8, u8), life = lru(3))]
static CELL: u8 = |(x, _)| x;

#[atom(key = u8, life = ttl(::std::time::Duration::ZERO))]
#[derive(
    ::std::clone::Clone,
    ::std::default::Default,
    ::std::cmp::PartialEq,
    ::serde::Serialize,
    ::serde::Deserialize,
)]
struct Todo {
    #[atom(nested)]
    inner: Inner,
}

#[computed(key = u8, deps = [CELL(id, 1), SEEN(id.checked_sub(1)?), each(Todo.inner.a)])]
fn seen(id: u8, cell: u8, before: ::std::option::Option<u8>, all: ::atomata::Each<'_, u8, u8>) -> u8 {
    let _ = (before, all);
    id + cell
}

pub(crate) fn check() {
    ::std::assert_eq!(::atomata::Store::new().get(SEEN(1)), 2);
    ::std::assert_eq!(Outer.inner.b.name(), "Outer.inner.b");
    ::std::assert_eq!(SUM.name(), "sum");
    ::std::assert_eq!(META.name(), "META");
    ::std::assert_eq!(AFTER.name(), "AFTER");
}
