//! Whole states and patches as DevTools show them: what cannot be written, or is not to be shown, does not stop the
//! rest.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rustc_hash::FxHashSet;

use super::json::put_whole;
use super::{Change, Delta, DeltaError, Root, What};
use crate::error::panic_message;
use crate::handle::AnyKey;
use crate::meta::Meta;
use crate::serial::patch::{OpKind, PatchWriter};
use crate::serial::pointer::{push_string, push_token};

/// What stands in the place of a value that is not to be shown.
pub(crate) const REDACTED: &str = "\"[redacted]\"";

/// The atoms that were shown as a sentence of why they cannot be: their parts have no place in it.
pub(crate) type Unshown = FxHashSet<u64>;

impl Delta {
    /// A whole state as a JSON document.
    pub(crate) fn put_shown(&self, unshown: &mut Unshown, out: &mut Vec<u8>) {
        unshown.clear();
        let found = std::cell::RefCell::new(unshown);
        let put = |change: &Change, out: &mut Vec<u8>| {
            if let Some(root) = change.root()
                && !change.put_value(root, out)
            {
                found.borrow_mut().insert(change.number());
            }
            Ok(())
        };
        let start = out.len();
        if self.shown().put_document_by(put, out).is_err() {
            out.truncate(start);
            out.extend_from_slice(b"{}");
        }
    }

    /// What changed as a JSON Patch of a document that has that of the atoms at a place; how many operations it has.
    pub(crate) fn put_shown_patch(
        &self,
        below: &'static str,
        unshown: &mut Unshown,
        out: &mut Vec<u8>,
    ) -> usize {
        let mut patch = PatchWriter::begin_below(below, out);
        for change in &self.changes {
            change.put_shown(unshown, &mut patch);
        }
        patch.finish()
    }

    /// The same without members of which the key cannot be written.
    fn shown(&self) -> Self {
        let changes = self.changes.iter().filter(|change| change.token().is_ok());
        Self { changes: changes.cloned().collect(), ..*self }
    }
}

impl Change {
    fn number(&self) -> u64 {
        let id = self.meta.id;
        self.key.as_ref().map_or(id, |key| AnyKey::id_in(&**key, id)).as_u64()
    }

    /// All of the value, where it is known.
    fn root(&self) -> Option<&Root> {
        match &self.what {
            What::Founded | What::Removed(_) => None,
            What::Whole { after, .. } => Some(after),
            What::Parts(changed) => changed.first().map(|place| &place.after),
        }
    }

    /// Writes the value, or why there is none; false then.
    fn put_value(&self, root: &Root, out: &mut Vec<u8>) -> bool {
        put_value(self.meta, root, out)
    }

    fn put_shown(&self, unshown: &mut Unshown, patch: &mut PatchWriter<'_>) {
        let Ok(token) = self.token() else { return };
        let was_unshown = unshown.contains(&self.number());
        let is_part = matches!(self.what, What::Parts(_));
        if self.meta.redacted && is_part {
            return;
        }
        let as_whole = self.meta.redacted || (was_unshown && is_part);
        let before = patch.mark();
        let put_ops = || !as_whole && self.put_ops(patch).is_ok();
        let written = catch_unwind(AssertUnwindSafe(put_ops)).unwrap_or_else(|_| {
            patch.back_to(before);
            false
        });
        if written {
            unshown.remove(&self.number());
            return;
        }
        let put_path = |out: &mut Vec<u8>| {
            push_token(out, self.meta.key);
            if self.key.is_some() {
                push_token(out, &token);
            }
        };
        let Some(root) = self.root() else {
            // A family or the end of a member, of which the values do not matter.
            let _ = self.put_ops(patch);
            return;
        };
        let put = |out: &mut Vec<u8>| {
            if self.put_value(root, out) {
                unshown.remove(&self.number());
            } else {
                unshown.insert(self.number());
            }
            Ok::<(), DeltaError>(())
        };
        let _ = patch.op(OpKind::Add, put_path, Some(put));
    }
}

/// Writes a value as it is shown, or why there is none; false then.
pub(in crate::state) fn put_value(meta: &'static Meta, root: &Root, out: &mut Vec<u8>) -> bool {
    if meta.redacted {
        out.extend_from_slice(REDACTED.as_bytes());
        return true;
    }
    let start = out.len();
    let tools = meta.body.tools();
    let is_plain = tools.fields().is_none() && tools.codec().is_none();
    // It is the user's code that writes a value, and one that panics there does not stop the others.
    let written = catch_unwind(AssertUnwindSafe(|| {
        if is_plain && tools.show(&**root, out) {
            return Ok(());
        }
        out.truncate(start);
        put_whole(meta, root, out)
    }));
    let why = match written {
        Ok(Ok(())) => return true,
        Ok(Err(error)) => error.to_string(),
        Err(payload) => format!("writing it panicked: {}", panic_message(&*payload)),
    };
    out.truncate(start);
    push_string(out, &format!("[{why}]"));
    false
}
