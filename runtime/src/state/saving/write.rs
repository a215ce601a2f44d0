//! Gathers what is saved, and writes it.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

use super::SaveError;
use crate::handle::AnyKey;
use crate::meta::{Kind, Meta};
use crate::serial::pointer::push_string;
use crate::serial::saved::SavedWriter;
use crate::state::State;
use crate::state::delta::{Root, put_whole, token_of};

/// What is saved of a state: values that are shared with it until they are written.
pub(crate) struct Saved {
    /// By their keys, so that the same state is the same text.
    entries: BTreeMap<String, Entry>,
}

enum Entry {
    /// One that is not in use, as it was loaded.
    Raw(Arc<str>),
    Atom {
        meta: &'static Meta,
        version: u32,
        content: Content,
        unread: Option<Arc<str>>,
    },
}

enum Content {
    Value(Root),
    /// In the order in which they came.
    Members(Vec<(Arc<dyn AnyKey>, Root)>),
}

impl State {
    /// All that is saved, as it is now. Costs a reference count for each value.
    pub(crate) fn saved(&mut self) -> Saved {
        let mut entries = BTreeMap::new();
        for slot in 0..self.values.slots.len() as u32 {
            let meta = self.meta(slot);
            if self.values.is_plain_atom(slot)
                && !meta.transient
                && self.values.slot_ref(slot).has_value()
            {
                let value = self.values.slot_mut(slot).share();
                self.enter(&mut entries, meta, Content::Value(value));
            }
        }
        for family in 0..self.families.list.len() {
            let keys = self.families.list[family].keys;
            let meta = self.meta(keys);
            if meta.kind == Kind::Atom && !meta.transient {
                let members = self.members(keys);
                self.enter(&mut entries, meta, Content::Members(members));
            }
        }
        if let Some(saving) = &self.saving {
            let kept = saving.kept.values().map(|kept| (&kept.key, &kept.entry));
            for (key, entry) in kept.chain(&saving.unread) {
                let raw = || Entry::Raw(Arc::clone(entry));
                entries.entry(key.clone()).or_insert_with(raw);
            }
        }
        Saved { entries }
    }

    fn enter(&self, entries: &mut BTreeMap<String, Entry>, meta: &'static Meta, content: Content) {
        let saving = self.saving.as_deref();
        let version = saving.map_or(0, |saving| saving.migrations.version(meta));
        let unread = saving.and_then(|saving| saving.unread.get(meta.key)).map(Arc::clone);
        entries.insert(meta.key.to_owned(), Entry::Atom { meta, version, content, unread });
    }

    /// The members of a family that are there.
    fn members(&mut self, keys: u32) -> Vec<(Arc<dyn AnyKey>, Root)> {
        let mut members = Vec::new();
        for (entry, slot) in self.values.keys(keys).members() {
            // One that was removed and came again may have its initial value yet to come.
            if self.values.slot_ref(slot).has_value() {
                let key = self.values.keys(keys).key(entry).to_shared();
                members.push((key, self.values.slot_mut(slot).share()));
            }
        }
        members
    }
}

impl Saved {
    /// Writes the text. Nothing is built besides what was not given to the writer yet.
    pub(crate) fn write(&self, to: &mut dyn Write) -> Result<(), SaveError> {
        let write = || SaveError::io("write");
        let mut out = SavedWriter::begin(to);
        for (key, entry) in &self.entries {
            match entry {
                Entry::Raw(entry) => out.raw(key, entry).map_err(write())?,
                Entry::Atom { meta, version, content: Content::Value(root), unread } => {
                    out.entry(key, *version, "value");
                    put_whole(meta, root, out.content())?;
                    out.end_entry(unread.as_deref()).map_err(write())?;
                }
                Entry::Atom { meta, version, content: Content::Members(members), unread } => {
                    out.entry(key, *version, "members");
                    out.content().push(b'{');
                    let mut first = true;
                    for (key, root) in members {
                        let text = out.content();
                        text.extend_from_slice(if first { b"\n" } else { b",\n" });
                        first = false;
                        push_string(text, &token_of(meta, key)?);
                        text.push(b':');
                        put_whole(meta, root, text)?;
                        out.end_piece().map_err(write())?;
                    }
                    out.content().push(b'}');
                    out.end_entry(unread.as_deref()).map_err(write())?;
                }
            }
        }
        out.finish().map_err(write())
    }
}
