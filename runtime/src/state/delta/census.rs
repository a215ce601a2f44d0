//! All that is there, atom by atom, for who keeps what was written of each.

use super::collect::Filter;
use super::leaves::shape_of;
use super::{Change, DeltaError, Root, What};
use crate::id::Id;
use crate::serial::payload::put_varint;
use crate::serial::pointer::push_string;
use crate::state::State;

/// All that is there.
pub(crate) struct Census {
    pub(crate) atoms: Vec<Counted>,
    /// The families, which are there without members, too.
    families: Vec<Change>,
}

/// One atom.
pub(crate) struct Counted {
    pub(crate) generation: u64,
    /// That of its last change.
    pub(crate) revision: u64,
    /// With its value, unless what was written of it still holds.
    change: Change,
}

/// An atom, and what was written of it.
pub(crate) struct Written<'a> {
    pub(crate) atom: &'a Counted,
    pub(crate) bytes: &'a [u8],
}

impl State {
    /// All that is there; without the values of atoms that have not changed since the revision that is
    /// known of their generation.
    pub(crate) fn census(&mut self, filter: &Filter, known: &dyn Fn(u64) -> Option<u64>) -> Census {
        self.track_changes();
        let mut atoms = Vec::new();
        for slot in self.sent(filter) {
            let generation = self.values.generation(slot);
            let revision = self.changed_at(slot);
            let what = if known(generation) == Some(revision) {
                What::Founded
            } else {
                let after: Root = self.values.slot_mut(slot).share();
                What::Whole { before: super::Before::Unknown, after }
            };
            atoms.push(Counted { generation, revision, change: self.change(slot, what) });
        }
        let families = self.founded(filter).into_iter();
        let families = families.map(|keys| self.change(keys, What::Founded)).collect();
        Census { atoms, families }
    }
}

impl Counted {
    /// Whether what was written of it still holds.
    pub(crate) fn is_known(&self) -> bool {
        matches!(self.change.what, What::Founded)
    }

    /// Its value.
    pub(crate) fn put_json(&self, out: &mut Vec<u8>) -> Result<(), DeltaError> {
        self.change.put_root(out)
    }

    /// What stands in a payload after the ids.
    pub(crate) fn put_binary(&self, out: &mut Vec<u8>) -> Result<(), DeltaError> {
        self.change.put(out)
    }
}

/// Puts what was written of each atom into one document.
pub(crate) fn finish_document(
    census: &Census,
    written: &[Written<'_>],
    out: &mut Vec<u8>,
) -> Result<(), DeltaError> {
    let mut members: Vec<&Written<'_>> = Vec::new();
    let mut open = b'{';
    let mut put_name = |name: &str, out: &mut Vec<u8>| {
        out.push(std::mem::replace(&mut open, b','));
        push_string(out, name);
        out.push(b':');
    };
    for one in written {
        match one.atom.change.key {
            Some(_) => members.push(one),
            None => {
                put_name(one.atom.change.meta.key, out);
                out.extend_from_slice(one.bytes);
            }
        }
    }
    members.sort_by_key(|one| one.atom.change.meta.id);
    for family in members.chunk_by(|a, b| a.atom.change.meta.id == b.atom.change.meta.id) {
        put_name(family[0].atom.change.meta.key, out);
        let mut open = b'{';
        for one in family {
            out.push(std::mem::replace(&mut open, b','));
            push_string(out, &one.atom.change.token()?);
            out.push(b':');
            out.extend_from_slice(one.bytes);
        }
        out.push(b'}');
    }
    for family in &census.families {
        let has_members = |one: &&Written<'_>| one.atom.change.meta.id == family.meta.id;
        if !members.iter().any(has_members) {
            put_name(family.meta.key, out);
            out.extend_from_slice(b"{}");
        }
    }
    if open == b'{' {
        out.push(b'{');
    }
    out.push(b'}');
    Ok(())
}

/// Puts what was written of each atom into one payload, and tells the fingerprint of what it is written by.
pub(crate) fn finish_payload(written: &[Written<'_>], out: &mut Vec<u8>) -> u64 {
    put_varint(out, written.len() as u64);
    let mut schema = Id::of("atomata");
    for one in written {
        let meta = one.atom.change.meta;
        out.extend_from_slice(&meta.id.as_u64().to_le_bytes());
        schema = schema.folded(&shape_of(meta).to_le_bytes());
    }
    for one in written {
        out.extend_from_slice(one.bytes);
    }
    schema.as_u64()
}
