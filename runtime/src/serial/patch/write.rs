//! Writes a JSON Patch straight into a buffer: no value and no path is ever held.

use super::OpKind;

/// An open patch at the end of a buffer.
///
/// What it writes is a whole patch once [`finish`](Self::finish) has run. [`abandon`](Self::abandon)
/// leaves the buffer as it was before.
#[derive(Debug)]
pub(crate) struct PatchWriter<'b> {
    out: &'b mut Vec<u8>,
    /// Where the patch begins in the buffer.
    start: usize,
    count: usize,
    /// Where the document stands in a larger one: a pointer, escaped.
    below: &'static str,
}

impl<'b> PatchWriter<'b> {
    /// Opens a patch behind what the buffer holds.
    pub(crate) fn begin(out: &'b mut Vec<u8>) -> Self {
        Self::begin_below("", out)
    }

    /// As `begin`, for a document that stands at a place of a larger one.
    pub(crate) fn begin_below(below: &'static str, out: &'b mut Vec<u8>) -> Self {
        let start = out.len();
        out.push(b'[');
        Self { out, start, count: 0, below }
    }

    /// Writes one operation. `write_path` writes a pointer into an open JSON string (`push_token`,
    /// `push_index`), `write_value` one JSON value.
    ///
    /// # Errors
    /// Those of `write_value`; the operation is then not part of the patch.
    pub(crate) fn op<E>(
        &mut self,
        kind: OpKind,
        write_path: impl FnOnce(&mut Vec<u8>),
        write_value: Option<impl FnOnce(&mut Vec<u8>) -> Result<(), E>>,
    ) -> Result<(), E> {
        let before = self.out.len();
        self.open(kind);
        self.path(br#","path":""#, write_path);
        self.out.push(b'"');
        if let Some(write_value) = write_value {
            self.out.extend_from_slice(br#","value":"#);
            if let Err(error) = write_value(self.out) {
                self.out.truncate(before);
                return Err(error);
            }
        }
        self.close();
        Ok(())
    }

    /// Writes an operation without a value of its own: `remove`.
    pub(crate) fn remove(&mut self, write_path: impl FnOnce(&mut Vec<u8>)) {
        self.open(OpKind::Remove);
        self.path(br#","path":""#, write_path);
        self.out.push(b'"');
        self.close();
    }

    /// Writes an operation that takes its value from elsewhere in the document: `move` or `copy`.
    pub(crate) fn op_from(
        &mut self,
        kind: OpKind,
        write_from: impl FnOnce(&mut Vec<u8>),
        write_path: impl FnOnce(&mut Vec<u8>),
    ) {
        debug_assert!(matches!(kind, OpKind::Move | OpKind::Copy), "{kind:?} has no `from`");
        self.open(kind);
        self.path(br#","from":""#, write_from);
        self.path(br#"","path":""#, write_path);
        self.out.push(b'"');
        self.close();
    }

    /// What there is so far.
    #[cfg(all(debug_assertions, feature = "devtools"))]
    pub(crate) fn mark(&self) -> (usize, usize) {
        (self.out.len(), self.count)
    }

    /// Takes back what came after a mark, an operation that was begun, too.
    #[cfg(all(debug_assertions, feature = "devtools"))]
    pub(crate) fn back_to(&mut self, (length, count): (usize, usize)) {
        self.out.truncate(length);
        self.count = count;
    }

    /// How many bytes the patch has so far.
    pub(crate) fn written(&self) -> usize {
        self.out.len() - self.start
    }

    /// Closes the patch and tells how many operations it has.
    pub(crate) fn finish(self) -> usize {
        self.out.push(b']');
        self.count
    }

    /// Takes back all that was written.
    pub(crate) fn abandon(self) {
        self.out.truncate(self.start);
    }

    fn open(&mut self, kind: OpKind) {
        self.out.extend_from_slice(if self.count == 0 { br#"{"op":""# } else { br#",{"op":""# });
        self.out.extend_from_slice(kind.as_str().as_bytes());
        self.out.push(b'"');
    }

    fn path(&mut self, name: &[u8], write: impl FnOnce(&mut Vec<u8>)) {
        self.out.extend_from_slice(name);
        self.out.extend_from_slice(self.below.as_bytes());
        write(self.out);
    }

    fn close(&mut self) {
        self.out.push(b'}');
        self.count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serial::pointer::{push_index, push_token};

    type Value = fn(&mut Vec<u8>) -> Result<(), &'static str>;

    fn text(out: Vec<u8>) -> String {
        String::from_utf8(out).expect("what is written is text")
    }

    #[test]
    fn a_patch_is_written_behind_what_the_buffer_holds() {
        let mut out = b"data: ".to_vec();
        let mut patch = PatchWriter::begin(&mut out);
        let value = |out: &mut Vec<u8>| serde_json::to_writer(out, &["a\"b"]);
        let place = |out: &mut Vec<u8>| {
            push_token(out, "a/b");
            push_index(out, 12);
        };
        patch.op(OpKind::Replace, place, Some(value)).expect("it can be written");
        patch.remove(|out| push_token(out, "x"));
        patch.op_from(OpKind::Move, |out| push_index(out, 0), |out| push_index(out, 3));
        assert_eq!(patch.finish(), 3);
        assert_eq!(
            text(out),
            "data: [{\"op\":\"replace\",\"path\":\"/a~1b/12\",\"value\":[\"a\\\"b\"]},\
             {\"op\":\"remove\",\"path\":\"/x\"},\
             {\"op\":\"move\",\"from\":\"/0\",\"path\":\"/3\"}]"
        );
    }

    #[test]
    fn a_patch_without_operations_is_an_empty_array() {
        let mut out = Vec::new();
        assert_eq!(PatchWriter::begin(&mut out).finish(), 0);
        assert_eq!(text(out), "[]");
    }

    #[test]
    fn a_value_that_cannot_be_written_leaves_no_trace() {
        let mut out = Vec::new();
        let mut patch = PatchWriter::begin(&mut out);
        let bad: Value = |out| {
            out.extend_from_slice(b"[1,");
            Err("no")
        };
        let good: Value = |out| {
            out.push(b'1');
            Ok(())
        };
        assert_eq!(patch.op(OpKind::Add, |out| push_token(out, "a"), Some(bad)), Err("no"));
        assert_eq!(patch.op(OpKind::Add, |out| push_token(out, "b"), Some(good)), Ok(()));
        assert_eq!(patch.op(OpKind::Test, |out| push_token(out, "c"), Some(bad)), Err("no"));
        assert_eq!(patch.finish(), 1);
        assert_eq!(text(out), r#"[{"op":"add","path":"/b","value":1}]"#);
    }

    #[test]
    fn an_abandoned_patch_leaves_the_buffer_as_it_was() {
        let mut out = b"before".to_vec();
        let mut patch = PatchWriter::begin(&mut out);
        patch.remove(|out| push_token(out, "x"));
        assert_eq!(patch.written(), r#"[{"op":"remove","path":"/x"}"#.len());
        patch.abandon();
        assert_eq!(text(out), "before");
    }
}
