//! Reads a JSON Patch. What can be is done in place; the atoms of the other operations are written as a
//! document, these are applied to that, and what differs then is read back, leaf by leaf.
//!
//! So all operations mean what RFC 6902 says of them, wherever they lead.

mod in_place;

use std::any::Any;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Map, Value};

use self::in_place::InPlace;
use super::apply::{Staged, first_in};
use super::collect::Filter;
use super::leaves::{Leaf, place_of};
use super::{Change, DeltaError, ROOT, What};
use crate::codec::{AnyPiece, Unfit};
use crate::handle::{AnyKey, NodeRef, Which};
use crate::id::Id;
use crate::meta::{Kind, Meta};
use crate::serial::patch::{Op, PatchError, apply_to, parse};
use crate::serial::pointer::Pointer;
use crate::state::State;
use crate::value::AnyTools;

/// The names in a document that a patch is about: of an atom, and of a member where one is named.
#[derive(Default)]
struct Named {
    everything: bool,
    atoms: BTreeSet<(String, Option<String>)>,
}

impl Named {
    fn of(ops: &[(usize, &Op<'_>)]) -> Self {
        let mut named = Self::default();
        for (_, op) in ops {
            named.add(&op.path);
            op.from.iter().for_each(|from| named.add(from));
        }
        named
    }

    fn add(&mut self, path: &Pointer<'_>) {
        let mut tokens = path.tokens();
        match tokens.next() {
            None => self.everything = true,
            Some(atom) => {
                let member = tokens.next().map(std::borrow::Cow::into_owned);
                self.atoms.insert((atom.into_owned(), member));
            }
        }
    }
}

/// The key of a member, with its name in the document.
type Member = (String, Arc<dyn AnyKey>);

/// An atom of the document.
struct Part {
    meta: &'static Meta,
    member: Option<Member>,
}

impl State {
    /// Reads what a patch would change, and whether what it does not have is to begin anew.
    pub(crate) fn read_patch(&mut self, text: &[u8]) -> Result<(Vec<Staged>, bool), DeltaError> {
        let ops = parse(text)?;
        let InPlace { mut staged, left, unfit } = self.patch_in_place(&ops);
        if left.is_empty() {
            return Ok((staged, false));
        }
        let (others, full) =
            self.read_document(&left).map_err(|error| blamed(error, unfit, &ops))?;
        staged.extend(others);
        Ok((staged, full))
    }

    /// Reads what these operations would change, by way of the document.
    fn read_document(
        &mut self,
        ops: &[(usize, &Op<'_>)],
    ) -> Result<(Vec<Staged>, bool), DeltaError> {
        let named = Named::of(ops);
        let before = if named.everything { self.whole_document()? } else { self.document(&named)? };
        let mut document = Value::Object(before.clone());
        apply_to(&mut document, ops)?;
        let Value::Object(after) = document else {
            return Err(unread("the state", "it is no object"));
        };
        let mut staged = Vec::new();
        for (name, value) in &after {
            let old = before.get(name);
            if old == Some(value) && !named.everything {
                continue;
            }
            let meta = self.atom_of_name(name)?;
            if meta.family.is_none() {
                staged.push(self.read_atom(meta, None, old, value)?);
                continue;
            }
            let members = value.as_object().ok_or_else(|| unread(name, "it is no object"))?;
            let old = old.and_then(Value::as_object);
            for (token, value) in members {
                let old = old.and_then(|old| old.get(token));
                if old != Some(value) || named.everything {
                    let key = key_of(meta, token)?;
                    staged.push(self.read_atom(meta, Some(key), old, value)?);
                }
            }
            for token in old.iter().flat_map(|old| old.keys()) {
                if !members.contains_key(token) {
                    staged.push(removal(meta, token)?);
                }
            }
        }
        for (name, old) in before.iter().filter(|(name, _)| !after.contains_key(*name)) {
            let meta = self.atom_of_name(name)?;
            match old.as_object().filter(|_| meta.family.is_some()) {
                Some(members) => {
                    for token in members.keys() {
                        staged.push(removal(meta, token)?);
                    }
                }
                None if named.everything => {}
                None => return Err(unread(name, "an atom cannot be removed")),
            }
        }
        Ok((staged, named.everything))
    }

    /// The atom of a key, if it is here and can be sent.
    fn atom_of_name(&self, name: &str) -> Result<&'static Meta, DeltaError> {
        let known = self.find_by_id(Id::of(name).as_u64()).map(|slot| self.meta(slot));
        known
            .filter(|meta| meta.kind == Kind::Atom && !meta.transient && meta.key == name)
            .ok_or_else(|| DeltaError::UnknownAtom { name: name.to_owned() })
    }

    /// The document of all that is there.
    fn whole_document(&mut self) -> Result<Map<String, Value>, DeltaError> {
        let mut text = Vec::new();
        self.whole(&Filter::default()).put_document(&mut text)?;
        serde_json::from_slice(&text).map_err(|error| unread("the state", error))
    }

    /// The document of the atoms that are named.
    fn document(&mut self, named: &Named) -> Result<Map<String, Value>, DeltaError> {
        let mut document = Map::new();
        for (name, member) in &named.atoms {
            let meta = self.atom_of_name(name)?;
            if meta.family.is_none() {
                // Once, however many of its places are named.
                if document.contains_key(name) {
                    continue;
                }
                let value = self.tree_of(&Part { meta, member: None })?;
                document.extend(value.map(|value| (name.clone(), value)));
                continue;
            }
            let members = match member {
                Some(token) => vec![(token.clone(), key_of(meta, token)?)],
                None => self.members_of(meta)?,
            };
            let object = document.entry(name).or_insert_with(|| Value::Object(Map::new()));
            let mut found = Vec::new();
            for (token, key) in members {
                let part = Part { meta, member: Some((token.clone(), key)) };
                found.extend(self.tree_of(&part)?.map(|value| (token, value)));
            }
            if let Value::Object(object) = object {
                object.extend(found);
            }
        }
        Ok(document)
    }

    fn members_of(&mut self, meta: &'static Meta) -> Result<Vec<Member>, DeltaError> {
        let slots = self.sent(&Filter { atoms: Some(vec![meta.id]), ..Filter::default() });
        let keys =
            slots.into_iter().filter_map(|slot| self.values.key(slot).map(AnyKey::to_shared));
        keys.map(|key| Ok((token_of(meta, &key)?, key))).collect()
    }

    /// The value of an atom as JSON, unless it is a member that is not there.
    fn tree_of(&mut self, part: &Part) -> Result<Option<Value>, DeltaError> {
        let which = match &part.member {
            None => Which::Only,
            Some((_, key)) => Which::Member(&**key),
        };
        let node = NodeRef { meta: part.meta, which };
        if part.member.is_some() && !self.contains(node)? {
            return Ok(None);
        }
        let slot = self.slot(node)?;
        self.ensure(slot)?;
        let root = self.values.slot_mut(slot).share();
        let change = Change {
            meta: part.meta,
            key: None,
            what: What::Whole { before: super::Before::Unknown, after: root },
        };
        let mut text = Vec::new();
        change.put_root(&mut text)?;
        let value = serde_json::from_slice(&text);
        value.map(Some).map_err(|error| unread(part.meta.name, error))
    }

    fn read_atom(
        &mut self,
        meta: &'static Meta,
        key: Option<Arc<dyn AnyKey>>,
        before: Option<&Value>,
        after: &Value,
    ) -> Result<Staged, DeltaError> {
        let mut staged = Staged::new(meta, key);
        let root = self.root_of(&staged)?;
        let mut reading = Reading { meta, path: Vec::new(), parts: Vec::new() };
        reading.read(meta.body.tools(), root, ROOT, before, after)?;
        staged.parts = reading.parts;
        Ok(staged)
    }
}

/// The leaves of one atom that differ.
struct Reading {
    meta: &'static Meta,
    path: Vec<&'static str>,
    parts: Vec<(u16, Box<dyn AnyPiece>)>,
}

impl Reading {
    /// `mark` is that of the value; the marks of its fields follow it.
    fn read(
        &mut self,
        tools: &'static dyn AnyTools,
        value: &dyn Any,
        mark: u16,
        before: Option<&Value>,
        after: &Value,
    ) -> Result<(), DeltaError> {
        if before == Some(after) {
            return Ok(());
        }
        let Some(fields) = tools.fields() else {
            let leaf = Leaf { mark, value, tools, path: &self.path };
            let text = serde_json::to_vec(after).map_err(|why| leaf.unread(self.meta, why))?;
            let piece = leaf.codec(self.meta)?.take_json(&text);
            let piece = piece.map_err(|why| leaf.unread(self.meta, why))?;
            self.parts.push((mark, piece));
            return Ok(());
        };
        let place = || place_of(self.meta, &self.path);
        let object = after.as_object().ok_or_else(|| unread(&place(), "it is no object"))?;
        let table = fields.table();
        let known = |name: &String| {
            table.iter().any(|entry| entry.name == name && entry.saved && entry.tools.is_some())
        };
        if let Some(unknown) = object.keys().find(|name| !known(name)) {
            return Err(DeltaError::UnknownPlace { place: format!("{}.{unknown}", place()) });
        }
        let mut at = first_in(mark);
        for (ordinal, entry) in table.iter().enumerate() {
            if let Some(tools) = entry.tools.filter(|_| entry.saved) {
                let before = before.and_then(|before| before.get(entry.name));
                // What is missing is what an `Option` writes as nothing, or an error of the leaf's own.
                let after = object.get(entry.name).unwrap_or(&Value::Null);
                self.path.push(entry.name);
                self.read(tools, fields.part(value, ordinal), at, before, after)?;
                self.path.pop();
            }
            at += entry.width;
        }
        Ok(())
    }
}

/// Names the operation, where it is known which one brought the value that cannot be read.
fn blamed(
    error: DeltaError,
    unfit: Vec<(usize, &'static Meta, Unfit)>,
    ops: &[Op<'_>],
) -> DeltaError {
    let DeltaError::Unread { place, .. } = &error else { return error };
    let is_in = |meta: &Meta| place.split('.').next() == Some(meta.name);
    match unfit.into_iter().find(|&(_, meta, _)| is_in(meta)) {
        Some((op, _, why)) => {
            let error = serde::de::Error::custom(why);
            PatchError::Value { op, path: ops[op].path.as_str().to_owned(), error }.into()
        }
        None => error,
    }
}

fn unread(place: &str, why: impl ToString) -> DeltaError {
    DeltaError::Unread { place: place.to_owned(), why: why.to_string() }
}

fn removal(meta: &'static Meta, token: &str) -> Result<Staged, DeltaError> {
    let mut staged = Staged::new(meta, Some(key_of(meta, token)?));
    staged.removed = true;
    Ok(staged)
}

pub(in crate::state) fn key_of(
    meta: &'static Meta,
    token: &str,
) -> Result<Arc<dyn AnyKey>, DeltaError> {
    let place = || format!("the key {token:?} of {}", meta.name);
    let codec = meta.family.and_then(|family| family.codec);
    let codec = codec.ok_or_else(|| unread(&place(), "its type is not `Deserialize`"))?;
    (codec.from_token)(token).map_err(|why| unread(&place(), why))
}

pub(in crate::state) fn token_of(
    meta: &'static Meta,
    key: &Arc<dyn AnyKey>,
) -> Result<String, DeltaError> {
    let change = Change { meta, key: Some(Arc::clone(key)), what: What::Founded };
    change.token()
}
