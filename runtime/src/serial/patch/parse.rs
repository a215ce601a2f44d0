//! Reads the operations of a patch. Paths and values stay in the text they came in.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use super::{Op, OpKind, PatchError};
use crate::serial::pointer::Pointer;

/// How much of an unknown `op` is kept for the message.
const KEPT_OF_A_KIND: usize = 32;

/// Reads a patch. Every operation has the members that its kind needs; members of others are dropped.
pub(crate) fn parse(text: &[u8]) -> Result<Vec<Op<'_>>, PatchError> {
    // A text that is known to be one is read faster.
    match std::str::from_utf8(text) {
        Ok(text) => read(serde_json::Deserializer::from_str(text)),
        Err(_) => read(serde_json::Deserializer::from_slice(text)),
    }
}

fn read<'a, R: serde_json::de::Read<'a>>(
    mut json: serde_json::Deserializer<R>,
) -> Result<Vec<Op<'a>>, PatchError> {
    let mut progress = Progress { op: None, error: None };
    let ops = (&mut json).deserialize_seq(Ops { progress: &mut progress });
    match ops.and_then(|ops| json.end().map(|()| ops)) {
        Ok(ops) => Ok(ops),
        Err(error) => Err(progress.error.unwrap_or(PatchError::Syntax { op: progress.op, error })),
    }
}

/// How far the text was read.
struct Progress {
    /// The operation being read.
    op: Option<usize>,
    /// What was wrong with it, where the JSON was right.
    error: Option<PatchError>,
}

struct Ops<'p> {
    progress: &'p mut Progress,
}

impl<'a> Visitor<'a> for Ops<'_> {
    type Value = Vec<Op<'a>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut ops = Vec::new();
        loop {
            self.progress.op = Some(ops.len());
            let Some(parts) = seq.next_element_seed(Parts::default())? else {
                self.progress.op = None;
                return Ok(ops);
            };
            match parts.into_op(ops.len()) {
                Ok(op) => ops.push(op),
                Err(error) => {
                    self.progress.error = Some(error);
                    return Err(A::Error::custom("not an operation"));
                }
            }
        }
    }
}

/// The members of an operation, as they come.
#[derive(Default)]
struct Parts<'a> {
    kind: Option<Cow<'a, str>>,
    path: Option<Cow<'a, str>>,
    /// Of any type, since kinds that know no `from` ignore it.
    from: Option<&'a RawValue>,
    value: Option<&'a RawValue>,
    duplicate: Option<&'static str>,
}

impl<'a> Parts<'a> {
    fn into_op(self, op: usize) -> Result<Op<'a>, PatchError> {
        if let Some(member) = self.duplicate {
            return Err(PatchError::Duplicate { op, member });
        }
        let missing = |member| PatchError::Missing { op, member };
        let name = self.kind.ok_or(missing("op"))?;
        let kind = OpKind::of(&name).ok_or_else(|| PatchError::UnknownKind {
            op,
            kind: name.chars().take(KEPT_OF_A_KIND).collect(),
        })?;
        let pointer = |member, text| {
            Pointer::parse(text).map_err(|error| PatchError::Pointer { op, member, error })
        };
        let path = pointer("path", self.path.ok_or(missing("path"))?)?;
        let from = if kind.has_from() {
            let text = self.from.ok_or(missing("from"))?;
            let text = Text
                .deserialize(&mut serde_json::Deserializer::from_str(text.get()))
                .map_err(|error| PatchError::Syntax { op: Some(op), error })?;
            Some(pointer("from", text)?)
        } else {
            None
        };
        let value = if kind.has_value() { Some(self.value.ok_or(missing("value"))?) } else { None };
        Ok(Op { kind, path, from, value })
    }
}

/// Puts a member into its place, and notes if there was one before.
fn put<T>(
    place: &mut Option<T>,
    value: T,
    member: &'static str,
    duplicate: &mut Option<&'static str>,
) {
    if place.replace(value).is_some() {
        *duplicate = Some(member);
    }
}

impl<'a> DeserializeSeed<'a> for Parts<'a> {
    type Value = Self;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for Parts<'a> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(mut self, mut map: A) -> Result<Self, A::Error> {
        let twice = &mut self.duplicate;
        while let Some(member) = map.next_key_seed(Text)? {
            match &*member {
                "op" => put(&mut self.kind, map.next_value_seed(Text)?, "op", twice),
                "path" => put(&mut self.path, map.next_value_seed(Text)?, "path", twice),
                "from" => put(&mut self.from, map.next_value()?, "from", twice),
                "value" => put(&mut self.value, map.next_value()?, "value", twice),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(self)
    }
}

/// A string that stays in the input unless it has escapes.
struct Text;

impl<'a> DeserializeSeed<'a> for Text {
    type Value = Cow<'a, str>;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a> Visitor<'a> for Text {
    type Value = Cow<'a, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'a str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        parse(text.as_bytes()).expect_err("it is no patch").to_string()
    }

    #[test]
    fn members_come_in_any_order_and_others_are_ignored() {
        let text = br#" [ {"value": [1, {"a": 2}], "xyz": {"op": 1}, "path": "/a~1b", "op": "add"},
            {"from": "/x\"", "path": "", "op": "move"},
            {"op": "remove", "path": "/p", "value": null, "from": 7.5} ] "#;
        let ops = parse(text).expect("it is a patch");
        assert_eq!(ops.len(), 3);
        assert_eq!((ops[0].kind, ops[0].path.as_str()), (OpKind::Add, "/a~1b"));
        assert_eq!(ops[0].value.map(RawValue::get), Some(r#"[1, {"a": 2}]"#));
        assert_eq!(ops[1].from.as_ref().map(Pointer::as_str), Some("/x\""));
        assert!(ops[2].value.is_none() && ops[2].from.is_none());
    }

    #[test]
    fn what_is_wrong_is_named_with_its_operation() {
        let good = r#"{"op":"remove","path":"/a"}"#;
        let second = |op: &str| error(&format!("[{good},{op}]"));
        assert_eq!(second("{}"), "operation 1: `op` is missing");
        assert_eq!(second(r#"{"op":"add","value":1}"#), "operation 1: `path` is missing");
        assert_eq!(second(r#"{"op":"test","path":""}"#), "operation 1: `value` is missing");
        assert_eq!(second(r#"{"op":"copy","path":""}"#), "operation 1: `from` is missing");
        assert_eq!(
            second(r#"{"op":"spam","path":""}"#),
            "operation 1: unknown `op` \"spam\" (known: `add`, `remove`, `replace`, `move`, `copy`, \
             `test`)"
        );
        assert_eq!(
            second(r#"{"op":"remove","path":"a"}"#),
            "operation 1: `path`: a pointer is empty or begins with `/`"
        );
        assert!(
            second(r#"{"op":"move","path":"","from":{}}"#)
                .starts_with("operation 1: invalid type: map, expected a string")
        );
        assert_eq!(
            second(r#"{"op":"move","path":"","from":"/~"}"#),
            "operation 1: `from`: `~` at byte 1 is followed neither by `0` nor by `1`"
        );
        assert_eq!(
            second(r#"{"op":"remove","path":"/a","op":"remove"}"#),
            "operation 1: duplicate `op`"
        );
        assert_eq!(
            second(r#"{"op":"add","path":"/a","value":null,"value":null}"#),
            "operation 1: duplicate `value`"
        );
        assert_eq!(
            second(r#"{"op":"add","path":null,"value":1}"#),
            "operation 1: invalid type: null, expected a string at line 1 column 52"
        );
        assert_eq!(
            second("7"),
            "operation 1: invalid type: integer `7`, expected an object at line 1 column 30"
        );
    }

    #[test]
    fn what_is_no_patch_at_all_names_no_operation() {
        assert_eq!(
            error("{}"),
            "the patch is no JSON array of operations: invalid type: map, expected an array at line \
             1 column 0"
        );
        assert!(error("").starts_with("the patch is no JSON array of operations: EOF"));
        assert!(error("[] []").starts_with("the patch is no JSON array of operations: trailing"));
        assert!(error("[").starts_with("operation 0: EOF"));
    }

    #[test]
    fn what_is_kept_of_an_unknown_kind_is_bounded() {
        let long = "ä".repeat(10_000);
        let text = format!(r#"[{{"op":"{long}","path":""}}]"#);
        let Err(PatchError::UnknownKind { kind, .. }) = parse(text.as_bytes()) else {
            panic!("it is unknown");
        };
        assert_eq!(kind, "ä".repeat(KEPT_OF_A_KIND));
    }
}
