//! What was loaded of atoms that nobody had used: they begin with it, when somebody does.
//!
//! That is part of making a node, like its initial value: no one has seen the atom before, so that nobody is
//! told, and a transaction or an entry of the history that is taken back leaves it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::read::Reading;
use super::{Kept, SaveError};
use crate::error::{Error, panic_message};
use crate::handle::NodeRef;
use crate::meta::{Kind, Meta};
use crate::serial::saved::parse_entry;
use crate::state::State;
use crate::state::delta::place_in;

impl State {
    /// Makes a family whose members were loaded, so that they are there.
    pub(in crate::state) fn thaw(&mut self, node: NodeRef<'_>) {
        let is_kept =
            self.saving.as_ref().is_some_and(|saving| saving.kept.contains_key(&node.meta.id));
        if is_kept && node.meta.family.is_some() {
            // What goes wrong is told when the family is used.
            let _ = self.slot(NodeRef::only(node.meta));
        }
    }

    /// Whether something that was loaded waits for its first use.
    pub(crate) fn keeps_texts(&self) -> bool {
        self.saving.as_ref().is_some_and(|saving| !saving.kept.is_empty())
    }

    /// Reads what was loaded of atoms that somebody else knows.
    pub(crate) fn thaw_all(&mut self, known: impl IntoIterator<Item = &'static Meta>) {
        for meta in known {
            let Some(saving) = &self.saving else { return };
            if saving.kept.contains_key(&meta.id) {
                // What goes wrong is told when the atom is used.
                let _ = self.slot(NodeRef::only(meta));
            }
        }
    }

    /// A whole state comes from elsewhere: what was loaded and is not in use is no part of it.
    pub(in crate::state) fn forget_kept(&mut self) {
        if self.saving.is_some() {
            let saving = self.saving_mut();
            saving.kept.clear();
            saving.unread.clear();
        }
    }

    /// A node was made: it begins with what was loaded.
    #[inline]
    pub(in crate::state) fn restore(&mut self, slot: u32, meta: &'static Meta) {
        if self.saving.is_some() {
            self.restore_kept(slot, meta);
        }
    }

    #[cold]
    fn restore_kept(&mut self, slot: u32, meta: &'static Meta) {
        let saving = self.saving.as_ref();
        let is_kept = saving
            .and_then(|saving| saving.kept.get(&meta.id))
            .is_some_and(|kept| kept.key == meta.key);
        if !is_kept || meta.kind != Kind::Atom || meta.transient {
            return;
        }
        let Some(kept) = self.saving_mut().kept.remove(&meta.id) else { return };
        self.values.occupy(slot);
        // The user's code runs here: of migrations, of values that are read, and of initial values.
        let transactions = std::mem::take(&mut self.values.transactions);
        let records = std::mem::take(&mut self.values.records);
        let read = catch_unwind(AssertUnwindSafe(|| self.read_kept(slot, meta, &kept)));
        (self.values.transactions, self.values.records) = (transactions, records);
        let why = match read {
            Ok(Ok(())) => return,
            Ok(Err(error)) => error.to_string(),
            Err(payload) => panic_message(&*payload),
        };
        self.values.leftovers.reports.push(Error::Unread { name: meta.name.into(), why });
        // It is saved again beside what the atom begins with instead.
        self.saving_mut().unread.insert(kept.key, kept.entry);
    }

    fn read_kept(&mut self, slot: u32, meta: &'static Meta, kept: &Kept) -> Result<(), SaveError> {
        let entry = parse_entry(&kept.entry, &kept.entry)?;
        let mut values = Vec::new();
        let migrations = self.migrations();
        let reading = Reading { text: None, how: kept.how, migrations: &migrations };
        reading.entry(meta, &entry, &mut values)?;
        let mut made = Vec::with_capacity(values.len());
        for value in values {
            let slot = match value.key {
                None => slot,
                Some(key) => self.add_member(slot, meta, &*key),
            };
            self.ensure(slot)?;
            made.push((slot, value.read.parts));
        }
        // Nothing fails from here on.
        if let Some(unread) = entry.unread {
            self.saving_mut().unread.insert(meta.key.to_owned(), unread.into());
        }
        for (slot, parts) in made {
            let place = self.values.slot_mut(slot);
            place.make_unique();
            for (mark, mut part) in parts {
                let place = self.values.slot_mut(slot);
                part.swap(place_in(place, mark));
                self.values.leftovers.garbage.push(Box::new(part));
            }
            self.come(slot);
            self.revision += 1;
            self.note_change(slot, self.revision);
            self.note_loaded(slot);
        }
        Ok(())
    }
}
