//! Writes JSON: whole states, and JSON Patches.

use super::leaves::{Leaf, place_of, with_leaf};
use super::{Change, Changed, Delta, DeltaError, Root, What};
use crate::codec::{JsonEdit, Token, Unfit};
use crate::meta::Meta;
use crate::serial::patch::{OpKind, PatchWriter};
use crate::serial::pointer::{push_index, push_token};
use crate::value::AnyTools;

impl Delta {
    /// The delta as a JSON Patch (RFC 6902) of a document that has each atom under its key
    /// (`module::Name`, or what `id` says) and the members of a family under theirs; see
    /// [`to_json`](Self::to_json). A full state is one operation, which puts the whole document.
    ///
    /// Costs what changed. Nothing is built besides the text.
    ///
    /// # Errors
    /// [`DeltaError::Unsent`] where serde refuses a value.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom(id = "tax")]
    /// static TAX: f64 = 0.2;
    ///
    /// let store = Store::new();
    /// store.set(TAX, 0.25);
    /// let mut version = store.version();
    /// store.set(TAX, 0.3);
    /// let delta = store.changes_since(&mut version)?;
    /// assert_eq!(delta.to_patch()?, r#"[{"op":"replace","path":"/tax","value":0.3}]"#);
    /// # Ok::<(), atomata::DeltaError>(())
    /// ```
    pub fn to_patch(&self) -> Result<String, DeltaError> {
        let mut out = Vec::new();
        self.put_patch(&mut out)?;
        String::from_utf8(out).map_err(|_| not_text())
    }

    /// A whole state as a JSON document: an object with a member for each atom, by its key; that of a family
    /// is an object with one for each of its members. Of a delta that is not full, the atoms that are new.
    ///
    /// # Errors
    /// [`DeltaError::Unsent`] where serde refuses a value.
    pub fn to_json(&self) -> Result<String, DeltaError> {
        let mut out = Vec::new();
        self.put_document(&mut out)?;
        String::from_utf8(out).map_err(|_| not_text())
    }

    pub(crate) fn put_patch(&self, out: &mut Vec<u8>) -> Result<(), DeltaError> {
        self.put_patch_within(out, usize::MAX).map(|_| ())
    }

    /// Writes the patch, unless it takes more than that; false then.
    pub(crate) fn put_patch_within(
        &self,
        out: &mut Vec<u8>,
        most: usize,
    ) -> Result<bool, DeltaError> {
        let mut patch = PatchWriter::begin(out);
        let written = if self.full {
            let put =
                patch.op(OpKind::Add, |_| {}, Some(|out: &mut Vec<u8>| self.put_document(out)));
            put.map(|()| true)
        } else {
            self.put_changes(&mut patch, most)
        };
        match written {
            Ok(true) => {
                patch.finish();
            }
            Ok(false) | Err(_) => patch.abandon(),
        }
        written
    }

    fn put_changes(&self, patch: &mut PatchWriter<'_>, most: usize) -> Result<bool, DeltaError> {
        for change in &self.changes {
            change.put_ops(patch)?;
            if patch.written() > most {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(crate) fn put_document(&self, out: &mut Vec<u8>) -> Result<(), DeltaError> {
        self.put_document_by(Change::put_root, out)
    }

    /// As `put_document`, with values that another function writes.
    pub(super) fn put_document_by(
        &self,
        put: impl Fn(&Change, &mut Vec<u8>) -> Result<(), DeltaError>,
        out: &mut Vec<u8>,
    ) -> Result<(), DeltaError> {
        out.push(b'{');
        let mut first = true;
        let mut members: Vec<&Change> = Vec::new();
        for change in &self.changes {
            match (&change.key, &change.what) {
                (_, What::Removed(_) | What::Founded | What::Parts(_)) => {}
                (Some(_), _) => members.push(change),
                (None, What::Whole { .. }) => {
                    put_name(change.meta.key, &mut first, out);
                    put(change, out)?;
                }
            }
        }
        // The members of a family stand together.
        members.sort_by_key(|change| change.meta.id);
        for family in members.chunk_by(|a, b| a.meta.id == b.meta.id) {
            put_name(family[0].meta.key, &mut first, out);
            out.push(b'{');
            let mut first = true;
            for change in family {
                put_name(&change.token()?, &mut first, out);
                put(change, out)?;
            }
            out.push(b'}');
        }
        // One that has no members is there all the same.
        let founded = self.changes.iter().filter(|change| matches!(change.what, What::Founded));
        for change in founded {
            if !members.iter().any(|member| member.meta.id == change.meta.id) {
                put_name(change.meta.key, &mut first, out);
                out.extend_from_slice(b"{}");
            }
        }
        out.push(b'}');
        Ok(())
    }
}

fn not_text() -> DeltaError {
    DeltaError::Unsent { place: "a value".to_owned(), why: "its JSON is not UTF-8".to_owned() }
}

fn put_name(name: &str, first: &mut bool, out: &mut Vec<u8>) {
    if !std::mem::take(first) {
        out.push(b',');
    }
    crate::serial::pointer::push_string(out, name);
    out.push(b':');
}

pub(in crate::state) fn put_whole(
    meta: &'static Meta,
    root: &Root,
    out: &mut Vec<u8>,
) -> Result<(), DeltaError> {
    put_value(meta.body.tools(), &**root, meta, &mut Vec::new(), out)
}

fn put_value(
    tools: &'static dyn AnyTools,
    value: &dyn std::any::Any,
    meta: &'static Meta,
    path: &mut Vec<&'static str>,
    out: &mut Vec<u8>,
) -> Result<(), DeltaError> {
    let Some(fields) = tools.fields() else {
        let leaf = Leaf { mark: 0, value, tools, path };
        let codec = leaf.codec(meta)?;
        return codec.put_json(value, out).map_err(|unfit| leaf.unsent(meta, unfit));
    };
    out.push(b'{');
    let mut first = true;
    for (ordinal, entry) in fields.table().iter().enumerate() {
        if let Some(tools) = entry.tools.filter(|_| entry.saved) {
            put_name(entry.name, &mut first, out);
            path.push(entry.name);
            put_value(tools, fields.part(value, ordinal), meta, path, out)?;
            path.pop();
        }
    }
    out.push(b'}');
    Ok(())
}

impl Leaf<'_> {
    pub(super) fn unsent(&self, meta: &'static Meta, unfit: Unfit) -> DeltaError {
        DeltaError::Unsent { place: place_of(meta, self.path), why: unfit.0 }
    }
}

impl Change {
    /// The key of a member, as the token of a pointer.
    pub(super) fn token(&self) -> Result<String, DeltaError> {
        let Some(key) = &self.key else { return Ok(String::new()) };
        let codec = self.meta.family.and_then(|family| family.codec);
        let token = codec.ok_or("its type is not `Serialize` and `Deserialize`".to_owned());
        let token = token.and_then(|codec| (codec.to_token)(&**key).map_err(|unfit| unfit.0));
        let place = || format!("the key of {}", self.name());
        token.map_err(|why| DeltaError::Unsent { place: place(), why })
    }

    /// The value of the atom.
    pub(super) fn put_root(&self, out: &mut Vec<u8>) -> Result<(), DeltaError> {
        match &self.what {
            What::Whole { after, .. } => put_whole(self.meta, after, out),
            _ => Ok(()),
        }
    }

    pub(super) fn put_ops(&self, patch: &mut PatchWriter<'_>) -> Result<(), DeltaError> {
        let token = self.token()?;
        let put_path = |out: &mut Vec<u8>| {
            push_token(out, self.meta.key);
            if self.key.is_some() {
                push_token(out, &token);
            }
        };
        let tools = self.meta.body.tools();
        match &self.what {
            What::Founded => patch.op(
                OpKind::Add,
                put_path,
                Some(|out: &mut Vec<u8>| {
                    out.extend_from_slice(b"{}");
                    Ok(())
                }),
            ),
            What::Removed(_) => {
                patch.remove(put_path);
                Ok(())
            }
            What::Whole { after, .. } => {
                let put = |out: &mut Vec<u8>| put_whole(self.meta, after, out);
                patch.op(OpKind::Add, put_path, Some(put))
            }
            What::Parts(changed) => changed.iter().try_for_each(|place| {
                let written = with_leaf(tools, &*place.after, place.mark, |leaf| {
                    put_changed(&leaf, place, self.meta, &put_path, patch)
                });
                written.unwrap_or_else(|| Err(super::binary::unknown(self.meta, place.mark)))
            }),
        }
    }
}

fn put_changed(
    leaf: &Leaf<'_>,
    changed: &Changed,
    meta: &'static Meta,
    put_path: &dyn Fn(&mut Vec<u8>),
    patch: &mut PatchWriter<'_>,
) -> Result<(), DeltaError> {
    let codec = leaf.codec(meta)?;
    let put_path = |out: &mut Vec<u8>| {
        put_path(out);
        leaf.path.iter().for_each(|name| push_token(out, name));
    };
    if let (Some(before), Some(edited)) = (&changed.before, codec.edited()) {
        let mut put = |edit: JsonEdit<'_>| put_edit(edit, &put_path, patch);
        let told = before.with_leaf(meta.body.tools(), changed.mark, |before| {
            edited.json_edits(before.value, leaf.value, &mut put)
        });
        if told.unwrap_or(Ok(false)).map_err(|unfit| leaf.unsent(meta, unfit))? {
            return Ok(());
        }
    }
    let put = |out: &mut Vec<u8>| {
        codec.put_json(leaf.value, out).map_err(|unfit| leaf.unsent(meta, unfit))
    };
    patch.op(OpKind::Replace, put_path, Some(put))
}

fn put_edit(
    edit: JsonEdit<'_>,
    put_path: &dyn Fn(&mut Vec<u8>),
    patch: &mut PatchWriter<'_>,
) -> Result<(), Unfit> {
    let put = |out: &mut Vec<u8>, token: Token<'_>| {
        put_path(out);
        match token {
            Token::Index(index) => push_index(out, index),
            Token::Key(key) => push_token(out, key),
        }
    };
    match edit {
        JsonEdit::Add { at, value } => patch.op(OpKind::Add, |out| put(out, at), Some(value)),
        JsonEdit::Replace { at, value } => {
            patch.op(OpKind::Replace, |out| put(out, at), Some(value))
        }
        JsonEdit::Remove { at } => {
            patch.remove(|out| put(out, at));
            Ok(())
        }
        JsonEdit::Move { from, to } => {
            let (from, to) = (Token::Index(from), Token::Index(to));
            patch.op_from(OpKind::Move, |out| put(out, from), |out| put(out, to));
            Ok(())
        }
    }
}
