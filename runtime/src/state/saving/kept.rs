//! What was loaded of atoms that nobody had used: they begin with it, when somebody does.
//!
//! That is part of making a node, like its initial value: no one has seen the atom before, so that nobody is
//! told, and a transaction that is taken back leaves it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::read::{Parts, Reading};
use super::{Load, SaveError};
use crate::error::{Error, panic_message};
use crate::handle::{AnyKey, NodeRef};
use crate::meta::{Kind, Meta};
use crate::serial::saved::{Content, parse_entry};
use crate::state::State;
use crate::state::delta::{ROOT, key_of};

/// The values of an atom, or of the members of a family.
type Values = Vec<(Option<Arc<dyn AnyKey>>, Parts)>;

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
        let read = catch_unwind(AssertUnwindSafe(|| self.read_kept(slot, meta, &kept.entry)));
        self.values.transactions = transactions;
        let why = match read {
            Ok(Ok(())) => return,
            Ok(Err(error)) => error.to_string(),
            Err(payload) => panic_message(&*payload),
        };
        self.values.leftovers.reports.push(Error::Unread { name: meta.name.into(), why });
        // It is saved again beside what the atom begins with instead.
        self.saving_mut().unread.insert(kept.key, kept.entry);
    }

    fn read_kept(&mut self, slot: u32, meta: &'static Meta, text: &str) -> Result<(), SaveError> {
        let migrations = self.migrations();
        let reading = Reading { text, how: Load::new(), migrations: &migrations };
        let entry = parse_entry(text, text)?;
        let mut values = Values::new();
        match (&entry.content, meta.family) {
            (Content::Value(value), None) => {
                values.push((None, reading.value(meta, None, entry.version, value)?.parts));
            }
            (Content::Members(members), Some(_)) => {
                for (token, value) in members {
                    let key = key_of(meta, token)?;
                    let read = reading.value(meta, Some(&*key), entry.version, value)?;
                    values.push((Some(key), read.parts));
                }
            }
            _ => {
                let (place, why) = (meta.name.to_owned(), "it is a family, or it was one");
                return Err(SaveError::Unread { place, why: why.to_owned(), at: Some((1, 1)) });
            }
        }
        let mut made = Vec::with_capacity(values.len());
        for (key, parts) in values {
            let slot = match key {
                None => slot,
                Some(key) => self.add_member(slot, meta, &*key),
            };
            self.ensure(slot)?;
            made.push((slot, parts));
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
                part.swap(place.place((mark != ROOT).then_some(mark)));
                self.values.leftovers.garbage.push(Box::new(part));
            }
            self.come(slot);
            self.revision += 1;
            self.note_change(slot, self.revision);
        }
        Ok(())
    }
}
