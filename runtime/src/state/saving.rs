//! Saving and loading: what is saved of a state, how a text of it is read back, and what is kept of it until
//! it is used.
//!
//! It knows no file; `store` opens and replaces those.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Amount, State};
use crate::id::Id;

mod error;
mod kept;
mod migrate;
mod policy;
mod read;
mod write;

pub use error::SaveError;
pub use migrate::{Migrations, StepError};
pub use policy::{Absent, Load, Loaded, Missing, Unknown};
pub(crate) use read::Document;
pub(crate) use write::Saved;

/// What a state knows of what was loaded, and how older shapes are read.
#[derive(Clone, Default)]
pub(super) struct Saving {
    migrations: Arc<Migrations>,
    /// What was loaded of atoms that are not in use.
    kept: BTreeMap<Id, Kept>,
    /// What was loaded of atoms that are in use, and could not be read; by their keys.
    unread: BTreeMap<String, Arc<str>>,
}

/// An entry of a saved state, as it stands there.
#[derive(Clone)]
pub(super) struct Kept {
    key: String,
    entry: Arc<str>,
    how: Load,
}

impl Saving {
    /// How many entries of what was loaded wait, and what they take.
    pub(super) fn amount(&self) -> Amount {
        let kept = self.kept.values().map(|kept| kept.key.len() + kept.entry.len());
        let unread = self.unread.iter().map(|(key, entry)| key.len() + entry.len());
        let count = self.kept.len() + self.unread.len();
        let entries = count * size_of::<(Id, Kept)>();
        Amount { count, bytes: entries + kept.chain(unread).sum::<usize>() }
    }
}

impl State {
    /// How older shapes are read, and which versions are written.
    pub(crate) fn migrate_by(&mut self, migrations: Migrations) {
        self.saving_mut().migrations = Arc::new(migrations);
    }

    fn saving_mut(&mut self) -> &mut Saving {
        Arc::make_mut(self.saving.get_or_insert_default())
    }

    fn migrations(&self) -> Arc<Migrations> {
        self.saving.as_ref().map(|saving| Arc::clone(&saving.migrations)).unwrap_or_default()
    }
}
