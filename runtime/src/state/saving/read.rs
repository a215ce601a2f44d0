//! Reads a saved state: everything is read and held against what is here before anything changes.

use std::any::Any;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Absent, Kept, Load, Loaded, Migrations, Missing, SaveError, Saving, Unknown};
use crate::codec::AnyPiece;
use crate::handle::AnyKey;
use crate::id::Id;
use crate::meta::{Kind, Meta};
use crate::serial::saved::{
    Content, Entry, Members, members, parse, parse_entry, position, without_place,
};
use crate::state::State;
use crate::state::delta::{Filter, Leaf, ROOT, Staged, first_in, key_of, place_of};
use crate::value::AnyTools;

/// Values that are to come to the places that have these marks.
type Parts = Vec<(u16, Box<dyn AnyPiece>)>;

/// What the outer form of a text says: entries by the keys of today.
pub(crate) struct Document<'t> {
    text: &'t str,
    entries: Members<'t>,
}

impl<'t> Document<'t> {
    /// Reads the outer form, for which no store is needed.
    pub(crate) fn parse(text: &'t str) -> Result<Self, SaveError> {
        Ok(Self { text, entries: parse(text)? })
    }
}

/// What a load found out before anything changed.
#[derive(Default)]
struct Plan {
    values: Vec<Value>,
    kept: BTreeMap<Id, Kept>,
    unread: BTreeMap<String, Arc<str>>,
    /// The keys of today that were saved.
    named: BTreeMap<String, String>,
    told: Loaded,
}

/// A value that was read, of an atom or of a member.
pub(super) struct Value {
    meta: &'static Meta,
    pub(super) key: Option<Arc<dyn AnyKey>>,
    pub(super) read: Read,
}

impl State {
    /// Makes the state that which was saved, all or nothing.
    pub(crate) fn load(&mut self, saved: &Document<'_>, how: Load) -> Result<Loaded, SaveError> {
        let mut plan = Plan::default();
        let migrations = self.migrations();
        for (key, entry) in &saved.entries {
            self.read_entry(saved.text, how, &migrations, key, entry, &mut plan)?;
        }
        let Plan { values, mut kept, mut unread, named, mut told } = plan;
        told.values = values.len();
        if how.absent != Absent::Keep {
            for slot in self.sent(&Filter::default()) {
                let meta = self.meta(slot);
                if meta.family.is_some() || named.contains_key(meta.key) {
                    continue;
                }
                if how.absent == Absent::Error {
                    return Err(SaveError::Missing { place: meta.name.to_owned() });
                }
                told.reset.push(meta.name.to_owned());
            }
        }
        let mut staged = Vec::with_capacity(values.len());
        for value in values {
            staged.push(self.stage_value(value, &mut told)?);
        }
        self.apply(staged, how.absent != Absent::Keep)?;
        // Nothing fails from here on.
        if how.absent == Absent::Keep {
            let Saving { kept: before, unread: unread_before, .. } = self.saving_mut();
            before.retain(|_, kept| !named.contains_key(&kept.key));
            unread_before.retain(|key, _| !named.contains_key(key));
            kept.append(before);
            unread.append(unread_before);
        }
        if self.saving.is_some() || !kept.is_empty() || !unread.is_empty() {
            let saving = self.saving_mut();
            (saving.kept, saving.unread) = (kept, unread);
        }
        Ok(told)
    }

    fn read_entry(
        &self,
        text: &str,
        how: Load,
        migrations: &Migrations,
        key: &str,
        part: &str,
        plan: &mut Plan,
    ) -> Result<(), SaveError> {
        let entry = parse_entry(text, part)?;
        let renamed = migrations.renamed_from(key);
        let today = renamed.map_or(key, |meta| meta.key);
        if let Some(before) = plan.named.insert(today.to_owned(), key.to_owned()) {
            let name = renamed.map_or(today, |meta| meta.name).to_owned();
            return Err(SaveError::Twice { name, keys: [before, key.to_owned()] });
        }
        let known = self.find_by_id(Id::of(today).as_u64()).map(|slot| self.meta(slot));
        let known = known.filter(|meta| meta.key == today && meta.kind == Kind::Atom);
        let Some(meta) = known.or(renamed).or_else(|| migrations.atom(today)) else {
            match how.unknown {
                Unknown::Error => {
                    let (line, _) = position(text, part, 1, 1);
                    return Err(SaveError::Unknown { place: key.to_owned(), line });
                }
                Unknown::Skip => plan.told.skipped.push(key.to_owned()),
                Unknown::KeepRaw => {
                    let kept = Kept { key: today.to_owned(), entry: part.into(), how };
                    plan.kept.insert(Id::of(today), kept);
                    plan.told.kept.push(key.to_owned());
                }
            }
            return Ok(());
        };
        if meta.transient {
            plan.told.skipped.push(key.to_owned());
            return Ok(());
        }
        if migrations.leads_from(meta, entry.version)? {
            plan.told.migrated.push(meta.name.to_owned());
        }
        if let Some(unread) = entry.unread {
            plan.unread.insert(meta.key.to_owned(), unread.into());
        }
        let reading = Reading { text: Some(text), how, migrations };
        reading.entry(meta, &entry, &mut plan.values)
    }

    /// A value is to come to its place, which is there from now on.
    fn stage_value(&mut self, value: Value, told: &mut Loaded) -> Result<Staged, SaveError> {
        let Value { meta, key, read } = value;
        let mut staged = Staged::new(meta, key);
        self.root_of(&staged)?;
        staged.parts = read.parts;
        if !read.missing.is_empty() {
            let slot = self.slot(staged.node())?;
            let mut initial = self.initial_parts(slot);
            initial.retain(|(mark, _)| read.missing.contains(mark));
            staged.parts.extend(initial);
        }
        told.missing.extend(read.missing_places);
        told.skipped.extend(read.skipped);
        Ok(staged)
    }
}

/// How the values of a text are read.
pub(super) struct Reading<'a> {
    /// The text that places are told in, if it is there still.
    pub(super) text: Option<&'a str>,
    pub(super) how: Load,
    pub(super) migrations: &'a Migrations,
}

/// What was read of a value.
#[derive(Default)]
pub(super) struct Read {
    pub(super) parts: Parts,
    /// The marks of the leaves that were not saved.
    missing: Vec<u16>,
    missing_places: Vec<String>,
    skipped: Vec<String>,
}

impl Reading<'_> {
    /// Reads the entry of an atom.
    pub(super) fn entry(
        &self,
        meta: &'static Meta,
        entry: &Entry<'_>,
        values: &mut Vec<Value>,
    ) -> Result<(), SaveError> {
        match (&entry.content, meta.family) {
            (Content::Value(value), None) => {
                let read = self.value(meta, None, entry.version, value)?;
                values.push(Value { meta, key: None, read });
                Ok(())
            }
            (Content::Members(members), Some(_)) => {
                for (token, value) in members {
                    let key = key_of(meta, token);
                    let key = key.map_err(|error| self.at_start(error.into(), value))?;
                    let read = self.value(meta, Some(&*key), entry.version, value)?;
                    values.push(Value { meta, key: Some(key), read });
                }
                Ok(())
            }
            (Content::Value(value), Some(_)) => Err(self.misfit(meta, value, "a single atom")),
            (Content::Members(members), None) => {
                let first = members.first().map(|(_, value)| *value);
                Err(self.misfit(meta, first.unwrap_or_default(), "a family"))
            }
        }
    }

    /// Reads the value of an atom or of a member.
    fn value(
        &self,
        meta: &'static Meta,
        key: Option<&dyn AnyKey>,
        version: u32,
        value: &str,
    ) -> Result<Read, SaveError> {
        let name = || key.map_or_else(|| meta.name.to_owned(), |key| meta.member_name(key));
        let is_old = self.migrations.leads_from(meta, version)?;
        let value = if is_old {
            Cow::Owned(self.migrations.migrate(meta, name, version, value)?)
        } else {
            Cow::Borrowed(value)
        };
        // Of what was migrated, no place is one in the text.
        let text = self.text.filter(|_| !is_old);
        let mut walk = Walk {
            meta,
            name: &name,
            text,
            how: self.how,
            path: Vec::new(),
            read: Read::default(),
        };
        walk.read(meta.body.tools(), ROOT, &value)?;
        Ok(walk.read)
    }

    fn misfit(&self, meta: &'static Meta, part: &str, what: &str) -> SaveError {
        let why = format!("it was saved as {what}");
        let at = self.text.map(|text| position(text, part, 1, 1));
        SaveError::Unread { place: meta.name.to_owned(), why, at }
    }

    /// The same error, at the beginning of a part of the text.
    fn at_start(&self, error: SaveError, part: &str) -> SaveError {
        match error {
            SaveError::Unread { place, why, .. } => {
                let why = without_place(&why).0.to_owned();
                let at = self.text.map(|text| position(text, part, 1, 1));
                SaveError::Unread { place, why, at }
            }
            other => other,
        }
    }
}

/// On the way through one value.
struct Walk<'a> {
    meta: &'static Meta,
    name: &'a dyn Fn() -> String,
    text: Option<&'a str>,
    how: Load,
    path: Vec<&'static str>,
    read: Read,
}

impl Walk<'_> {
    /// `mark` is that of the value; the marks of its fields follow it.
    fn read(
        &mut self,
        tools: &'static dyn AnyTools,
        mark: u16,
        part: &str,
    ) -> Result<(), SaveError> {
        let Some(fields) = tools.fields() else {
            let nothing: &dyn Any = &();
            let leaf = Leaf { mark, value: nothing, tools, path: &self.path };
            let piece = leaf.codec(self.meta)?.take_json(part.as_bytes());
            let piece = piece.map_err(|unfit| {
                let (why, place) = without_place(&unfit.0);
                self.unread(part, why, place.unwrap_or((1, 1)))
            })?;
            self.read.parts.push((mark, piece));
            return Ok(());
        };
        let saved = members(part, part)
            .map_err(|misread| self.unread(part, &misread.why, (misread.line, misread.column)))?;
        let table = fields.table();
        let mut at = first_in(mark);
        for entry in table {
            if let Some(tools) = entry.tools.filter(|_| entry.saved) {
                self.path.push(entry.name);
                match saved.iter().find(|(name, _)| name == entry.name) {
                    Some((_, part)) => self.read(tools, at, part)?,
                    None => self.miss(tools, at)?,
                }
                self.path.pop();
            }
            at += entry.width;
        }
        let is_known = |name: &str| {
            table.iter().any(|entry| entry.name == name && entry.saved && entry.tools.is_some())
        };
        for (name, part) in saved.iter().filter(|(name, _)| !is_known(name)) {
            let place = format!("{}.{name}", self.place());
            if self.how.unknown == Unknown::Error {
                let line = self.text.map_or(0, |text| position(text, part, 1, 1).0);
                return Err(SaveError::Unknown { place, line });
            }
            self.read.skipped.push(place);
        }
        Ok(())
    }

    /// A place was not saved.
    fn miss(&mut self, tools: &dyn AnyTools, mark: u16) -> Result<(), SaveError> {
        if self.how.missing == Missing::Error {
            // What an `Option` writes may be nothing at all.
            let nothing = tools.codec().and_then(|codec| codec.take_json(b"null").ok());
            let Some(nothing) = nothing.filter(|_| tools.fields().is_none()) else {
                return Err(SaveError::Missing { place: self.place() });
            };
            self.read.parts.push((mark, nothing));
            return Ok(());
        }
        let place = self.place();
        self.read.missing_places.push(place);
        self.miss_all(tools, mark);
        Ok(())
    }

    fn miss_all(&mut self, tools: &dyn AnyTools, mark: u16) {
        let Some(fields) = tools.fields() else {
            self.read.missing.push(mark);
            return;
        };
        let mut at = mark + 1;
        for entry in fields.table() {
            if let Some(tools) = entry.tools.filter(|_| entry.saved) {
                self.miss_all(tools, at);
            }
            at += entry.width;
        }
    }

    fn place(&self) -> String {
        let of_atom = place_of(self.meta, &self.path);
        // The name of a member has its key.
        format!("{}{}", (self.name)(), &of_atom[self.meta.name.len()..])
    }

    fn unread(&self, part: &str, why: &str, (line, column): (usize, usize)) -> SaveError {
        let at = self.text.map(|text| position(text, part, line, column));
        SaveError::Unread { place: self.place(), why: why.to_owned(), at }
    }
}
