//! How the values of an atom came to have the shape they have: steps from one version to the next.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::SaveError;
use crate::error::panic_message;
use crate::handle::Read;
use crate::id::Id;
use crate::meta::{Kind, Meta};

/// Why a step of a migration failed.
pub type StepError = Box<dyn std::error::Error + Send + Sync>;

/// A step from one version of a value to the next, as texts.
type Step = Box<dyn Fn(&str) -> Result<String, StepError> + Send + Sync>;

/// How saved values of older shapes become values of today's, and what atoms were called before.
///
/// Each atom has a version, which is saved with it: 0 until there is a step from 0 to 1. A step is a function from
/// the older shape to the newer one; a value is taken through as many as lie between the version that was saved
/// and that of today. Old shapes are types that are kept for it, or
/// [`serde_json::Value`](https://docs.rs/serde_json/latest/serde_json/enum.Value.html) for an edit by
/// hand. Of a family, a step is for the value of each member.
///
/// A store is [made](crate::Builder::migrations) with them, because what it saves has the versions that they
/// lead to.
///
/// ```
/// use atomata::{Migrations, Store, atom};
/// use serde::{Deserialize, Serialize};
///
/// #[atom(id = "person")]
/// #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
/// struct Person {
///     first: String,
///     last: String,
/// }
///
/// /// What it was before.
/// #[derive(Deserialize)]
/// struct Person0 {
///     name: String,
/// }
///
/// fn migrations() -> Migrations {
///     Migrations::new().renamed("user", Person).step(Person, 0, |old: Person0| {
///         let (first, last) = old.name.split_once(' ').ok_or("a name has two parts")?;
///         Ok(Person { first: first.to_owned(), last: last.to_owned() })
///     })
/// }
///
/// let store = Store::builder().migrations(migrations()).build();
/// let old = r#"{"atomata":1,"atoms":{"user":{"version":0,"value":{"name":"Ada Lovelace"}}}}"#;
/// store.load(old.as_bytes())?;
/// assert_eq!(store.get(Person.last), "Lovelace");
/// let mut saved = Vec::new();
/// store.save(&mut saved)?;
/// assert!(String::from_utf8_lossy(&saved).contains(r#""person":{"version":1,"#));
/// # Ok::<(), atomata::SaveError>(())
/// ```
#[derive(Default)]
pub struct Migrations {
    atoms: BTreeMap<Id, Atom>,
    /// Keys of before, and the atoms they are those of.
    renamed: BTreeMap<String, &'static Meta>,
}

struct Atom {
    meta: &'static Meta,
    steps: BTreeMap<u32, Step>,
}

impl Migrations {
    /// None: every atom has version 0.
    #[must_use]
    pub const fn new() -> Self {
        Self { atoms: BTreeMap::new(), renamed: BTreeMap::new() }
    }

    /// A step of an atom from a version to the next one. What it panics with is an error like others.
    ///
    /// # Panics
    /// If this is no whole atom, or there is a step from that version already.
    #[must_use]
    #[track_caller]
    pub fn step<H: Read, Old: DeserializeOwned, New: Serialize>(
        mut self,
        atom: H,
        from: u32,
        step: impl Fn(Old) -> Result<New, StepError> + Send + Sync + 'static,
    ) -> Self {
        let meta = whole_atom(&atom);
        let steps =
            &mut self.atoms.entry(meta.id).or_insert(Atom { meta, steps: BTreeMap::new() }).steps;
        let step: Step = Box::new(move |text| {
            let old = serde_json::from_str(text)?;
            let new = catch_unwind(AssertUnwindSafe(|| step(old)));
            let new = new.map_err(|payload| panic_message(&*payload))??;
            Ok(serde_json::to_string(&new)?)
        });
        let before = steps.insert(from, step);
        assert!(before.is_none(), "there are two steps of `{}` from version {from}", meta.name);
        self
    }

    /// The key that an atom had before: `module::Name`, or what `id` said. An atom may have had several.
    ///
    /// # Panics
    /// If this is no whole atom.
    #[must_use]
    #[track_caller]
    pub fn renamed<H: Read>(mut self, before: impl Into<String>, atom: H) -> Self {
        self.renamed.insert(before.into(), whole_atom(&atom));
        self
    }

    /// The atom that had a key before.
    pub(super) fn renamed_from(&self, key: &str) -> Option<&'static Meta> {
        self.renamed.get(key).copied()
    }

    /// The atom of a key, if it has steps or had another key before.
    pub(super) fn atom(&self, key: &str) -> Option<&'static Meta> {
        let atom = self.atoms.get(&Id::of(key)).map(|atom| atom.meta);
        let atom = atom.or_else(|| self.renamed.values().copied().find(|meta| meta.key == key));
        atom.filter(|meta| meta.key == key)
    }

    /// The version of an atom as it is now.
    pub(super) fn version(&self, meta: &'static Meta) -> u32 {
        let last = self.atoms.get(&meta.id).and_then(|atom| atom.steps.keys().next_back());
        last.map_or(0, |from| from + 1)
    }

    /// Whether values of a version can be taken to that of today; true if they have to be.
    pub(super) fn leads_from(&self, meta: &'static Meta, version: u32) -> Result<bool, SaveError> {
        let known = self.version(meta);
        let name = || meta.name.to_owned();
        if version > known {
            return Err(SaveError::Newer { name: name(), found: version, known });
        }
        let steps = self.atoms.get(&meta.id).map(|atom| &atom.steps);
        let has = |from: &u32| steps.is_some_and(|steps| steps.contains_key(from));
        match (version..known).find(|from| !has(from)) {
            Some(from) => Err(SaveError::NoStep { name: name(), from, known }),
            None => Ok(version < known),
        }
    }

    /// Takes a value from a version to that of today.
    pub(super) fn migrate(
        &self,
        meta: &'static Meta,
        name: impl Fn() -> String,
        version: u32,
        text: &str,
    ) -> Result<String, SaveError> {
        let mut text = text.to_owned();
        let steps = self.atoms.get(&meta.id).map(|atom| &atom.steps);
        for (&from, step) in steps.into_iter().flat_map(|steps| steps.range(version..)) {
            text = step(&text).map_err(|error| SaveError::Step { name: name(), from, error })?;
        }
        Ok(text)
    }
}

/// The atom or the family that a handle names.
#[track_caller]
fn whole_atom<H: Read>(handle: &H) -> &'static Meta {
    let at = handle.place();
    let meta = at.node.meta;
    let is_whole = at.node.key().is_none() && at.id() == meta.id;
    assert!(
        is_whole && meta.kind == Kind::Atom,
        "`{}` has no versions; name a whole atom or a whole family",
        at.name()
    );
    meta
}

impl fmt::Debug for Migrations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let versions = self.atoms.values().map(|atom| (atom.meta.name, self.version(atom.meta)));
        f.debug_map().entries(versions).finish()
    }
}
