//! `cfg`, `cfg_attr`, `deprecated`, `allow` and `expect` go where they belong.
#![deny(warnings, missing_docs)]

use atomata::{Fields, atom, computed};
use serde::{Deserialize, Serialize};

/// Gone.
#[cfg(miri)]
#[atom(id = "gone")]
pub static GONE: Missing = 1;

/// Here.
#[atom(id = "here")]
#[cfg(not(miri))]
#[cfg_attr(not(miri), deprecated = "use something else")]
pub static HERE: u32 = 1;

/// Fields that depend on conditions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
pub struct Parts {
    /// Never.
    #[cfg(miri)]
    pub never: Missing,
    /// Renamed under a condition.
    #[cfg_attr(not(miri), serde(rename = "other"))]
    pub renamed: u8,
}

/// An atom with such fields.
#[atom(group = "data")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cart {
    /// Never.
    #[cfg(miri)]
    #[atom(by = nothing)]
    pub never: Missing,
    /// Always.
    #[cfg(not(miri))]
    #[atom(nested)]
    pub parts: Parts,
    /// A skipped one.
    #[atom(skip)]
    pub cache: Vec<u8>,
}

/// Old.
#[deprecated]
#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Old {
    /// A field.
    #[deprecated]
    pub field: u8,
}

/// Used by an old one.
#[allow(deprecated)]
#[computed(deps = [HERE, Old.field])]
pub fn both(here: u32, field: u8) -> u32 {
    here + u32::from(field)
}

#[expect(dead_code)]
#[atom]
static UNUSED: u32 = 1;

#[allow(dead_code)]
#[computed(deps = [lower])]
fn never_used(value: u32) -> u32 {
    value
}

#[allow(non_upper_case_globals)]
#[atom]
static lower: u32 = 1;

pub(crate) fn check() {
    assert_eq!(Cart.parts.renamed.name(), "Cart.parts.other");
    assert_eq!(lower.name(), "lower");
    assert_eq!(BOTH.name(), "both");
}
