//! Syntax: what the user wrote in one attribute, each part with its span. No defaults, no rules
//! across attributes.

mod dependency;
mod includes;
mod options;
mod serde;

pub(crate) use dependency::{Dependency, Kind, key_text};
pub(crate) use includes::{GraphOptions, Include};
pub(crate) use options::{Comparison, Given, Home, Life, Options, Site};
pub(crate) use serde::SerdeAttributes;
