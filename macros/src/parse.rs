//! Syntax: what the user wrote in one attribute, each part with its span. No defaults, no rules
//! across attributes.

mod dependency;
mod options;
mod serde;

pub(crate) use dependency::{Dependencies, Dependency, Kind, dense};
pub(crate) use options::{Comparison, Given, Life, Options, Site, unknown_key};
pub(crate) use serde::SerdeAttributes;
