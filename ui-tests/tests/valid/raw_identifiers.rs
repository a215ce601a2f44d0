//! Raw identifiers are named without their prefix.
#![allow(non_camel_case_types, non_upper_case_globals)]

use atomata::{Fields, atom, computed};
use serde::{Deserialize, Serialize};

#[atom]
static r#static: u32 = 1;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
struct r#struct {
    r#type: u8,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct r#mod {
    r#type: String,
    #[atom(nested)]
    r#match: r#struct,
    #[atom(by = r#type)]
    r#in: Vec<r#struct>,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
enum r#enum {
    #[default]
    One,
}

#[computed(deps = [r#mod.r#type, r#static, r#mod.r#match.r#type, r#enum])]
fn r#fn(r#type: &str, r#while: u32, r#match: u8, r#for: &r#enum) -> String {
    let _ = (r#while, r#match, r#for);
    r#type.to_owned()
}

pub(crate) fn check() {
    assert_eq!(r#static.name(), "static");
    assert_eq!(r#mod.name(), "mod");
    assert_eq!(r#mod.r#type.name(), "mod.type");
    assert_eq!(r#mod.r#match.r#type.name(), "mod.match.type");
    assert_eq!(r#mod.r#in.id(), atomata::Id::of(concat!(module_path!(), "::mod")).part("in"));
    assert_eq!(FN.name(), "fn");
    assert_eq!(r#enum.name(), "enum");
}
