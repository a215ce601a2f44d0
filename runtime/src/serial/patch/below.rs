//! One operation of a patch on the text of a value, which is a small part of a document.

use std::borrow::Cow;
use std::mem;
use std::ops::Range;

use serde_json::Value;
use serde_json::value::RawValue;

use super::tree::{apply_to, equal};
use super::{DEEPEST, Op, OpKind};
use crate::serial::pointer::{ArrayIndex, Pointer, Tokens};

/// An operation inside of a collection.
#[derive(Debug)]
pub struct Below<'a> {
    pub(crate) kind: OpKind,
    /// Which element or member it is about.
    pub(crate) token: Cow<'a, str>,
    /// What leads on from there.
    pub(crate) rest: Tokens<'a>,
    /// Which element is moved, where one is.
    pub(crate) from: Option<Cow<'a, str>>,
    /// Only `add`, `replace` and `test` have it.
    pub(crate) value: Option<&'a RawValue>,
}

impl Below<'_> {
    /// Whether it is about the element or member itself, and not a place in it.
    pub(crate) fn is_whole(&self) -> bool {
        self.rest.rest().is_empty()
    }

    /// The text of its value.
    fn text(&self) -> Option<&[u8]> {
        self.value.map(|value| value.get().as_bytes())
    }

    /// Whether a `test` of the element or member with this text holds.
    pub(crate) fn holds(&self, text: &[u8]) -> bool {
        let read = |text| serde_json::from_slice::<Value>(text).ok();
        let there = find(text, self.rest.clone()).and_then(|place| read(&text[place]));
        let wanted = self.text().and_then(read);
        there.zip(wanted).is_some_and(|(there, wanted)| equal(&there, &wanted))
    }

    /// The text of the element or member once it is done; nothing where it does not fit.
    pub(crate) fn patched(&self, text: &[u8]) -> Option<Vec<u8>> {
        if self.kind == OpKind::Replace {
            let Range { start, end } = find(text, self.rest.clone())?;
            return Some([&text[..start], self.text()?, &text[end..]].concat());
        }
        let mut value = serde_json::from_slice(text).ok()?;
        patch_tree(&mut value, self.kind, &self.rest, self.value)?;
        serde_json::to_vec(&value).ok()
    }
}

/// Does an operation at a place of a value, which is as it was where nothing comes back.
pub(crate) fn patch_tree(
    value: &mut Value,
    kind: OpKind,
    path: &Tokens<'_>,
    with: Option<&RawValue>,
) -> Option<()> {
    let op = Op { kind, path: Pointer::parse(path.rest()).ok()?, from: None, value: with };
    apply_to(value, &[(0, &op)]).ok()
}

/// Whether a value with this text may stand at a path: the document can be read again.
pub(crate) fn fits_at(path: &Pointer<'_>, text: &str) -> bool {
    let above = path.as_str().bytes().filter(|&byte| byte == b'/').count();
    let Some(room) = DEEPEST.checked_sub(above) else { return false };
    // Each level takes two bytes.
    text.len() / 2 <= room || depth(text.as_bytes()) <= room
}

/// How many arrays and objects lie in each other.
fn depth(text: &[u8]) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'"' => at = string_end(text, at).unwrap_or(text.len()) - 1,
            b'[' | b'{' => {
                open += 1;
                deepest = deepest.max(open);
            }
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    deepest
}

/// Where the value at a path stands in a text, which is known to be JSON.
fn find(text: &[u8], path: Tokens<'_>) -> Option<Range<usize>> {
    let mut at = skip_space(text, 0);
    for token in path {
        at = match text.get(at)? {
            b'{' => find_member(text, at, &token)?,
            b'[' => match ArrayIndex::parse(&token)? {
                ArrayIndex::At(index) => find_element(text, at, index)?,
                ArrayIndex::End => return None,
            },
            _ => return None,
        };
    }
    Some(at..value_end(text, at)?)
}

/// Of several members of one name the last one counts, as where a document is read.
fn find_member(text: &[u8], open: usize, name: &str) -> Option<usize> {
    let mut found = None;
    let mut at = skip_space(text, open + 1);
    while text.get(at)? != &b'}' {
        let end = string_end(text, at)?;
        let is_named = is_string(&text[at..end], name);
        // Behind the colon.
        at = skip_space(text, skip_space(text, end) + 1);
        if is_named {
            found = Some(at);
        }
        at = skip_comma(text, value_end(text, at)?);
    }
    found
}

fn find_element(text: &[u8], open: usize, mut index: usize) -> Option<usize> {
    let mut at = skip_space(text, open + 1);
    while text.get(at)? != &b']' {
        if index == 0 {
            return Some(at);
        }
        index -= 1;
        at = skip_comma(text, value_end(text, at)?);
    }
    None
}

fn is_string(quoted: &[u8], plain: &str) -> bool {
    if quoted.contains(&b'\\') {
        return serde_json::from_slice::<String>(quoted).is_ok_and(|string| string == plain);
    }
    quoted.get(1..quoted.len() - 1) == Some(plain.as_bytes())
}

fn skip_space(text: &[u8], from: usize) -> usize {
    let space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    from + text.get(from..).map_or(0, |rest| rest.iter().take_while(|byte| space(byte)).count())
}

/// To the next element or member, or to what closes all.
fn skip_comma(text: &[u8], from: usize) -> usize {
    let at = skip_space(text, from);
    if text.get(at) == Some(&b',') { skip_space(text, at + 1) } else { at }
}

/// Behind the string that begins there.
fn string_end(text: &[u8], from: usize) -> Option<usize> {
    let mut is_escaped = false;
    for (at, &byte) in text.iter().enumerate().skip(from + 1) {
        match byte {
            _ if mem::take(&mut is_escaped) => {}
            b'\\' => is_escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Behind the value that begins there.
fn value_end(text: &[u8], from: usize) -> Option<usize> {
    let (mut at, mut open) = (from, 0_usize);
    loop {
        match text.get(at)? {
            b'"' => at = string_end(text, at)?,
            b'[' | b'{' => {
                open += 1;
                at += 1;
                continue;
            }
            b']' | b'}' => {
                open -= 1;
                at += 1;
            }
            _ if open > 0 => {
                at += 1;
                continue;
            }
            // A number, or a word.
            _ => {
                let ends = |byte: &u8| b",]} \t\n\r".contains(byte);
                let rest = &text[at..];
                return Some(at + rest.iter().position(ends).unwrap_or(rest.len()));
            }
        }
        if open == 0 {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn found<'t>(text: &'t str, path: &str) -> Option<&'t str> {
        let path = Pointer::parse(path).expect("it is a pointer");
        Some(&text[find(text.as_bytes(), path.tokens())?])
    }

    #[test]
    fn a_place_is_found_in_the_text() {
        let text = r#" { "a" : [ 1 , {"b]":"}\"" } ], "c/d" : -1.5e3 , "\u0061": true, "e":[],"n":null } "#;
        assert_eq!(found(text, ""), Some(text.trim()));
        assert_eq!(found(text, "/a"), Some("true"), "the last one of a name counts");
        assert_eq!(found(text, "/c~1d"), Some("-1.5e3"));
        assert_eq!(found(text, "/e"), Some("[]"));
        assert_eq!(found(text, "/n"), Some("null"));
        for nothing in ["/x", "/e/0", "/e/-", "/n/0", "/c~1d/0", "/"] {
            assert_eq!(found(text, nothing), None, "{nothing}");
        }
        let text = r#"[ 1 , {"b]":"}\"" },"x"]"#;
        assert_eq!(found(text, "/0"), Some("1"));
        assert_eq!(found(text, "/1/b]"), Some(r#""}\"""#));
        assert_eq!(found(text, "/2"), Some("\"x\""));
        assert_eq!(found(text, "/3"), None);
        assert_eq!(found("7", ""), Some("7"));
    }

    #[test]
    fn how_deep_a_text_is() {
        for (text, deep) in [("1", 0), ("[]", 1), (r#"{"[[[":[{}, []]}"#, 3), (r#""\"[""#, 0)] {
            assert_eq!(depth(text.as_bytes()), deep, "{text}");
        }
        let path = |levels: usize| Pointer::parse("/0".repeat(levels)).expect("it is a pointer");
        let text = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert!(fits_at(&path(1), &text(126)) && !fits_at(&path(1), &text(127)));
        assert!(fits_at(&path(127), "1") && !fits_at(&path(128), "1"));
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-20..20).prop_map(Value::from),
            "[a\"\\\\\\]}~/]{0,2}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inside| {
            prop_oneof![
                prop::collection::vec(inside.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[ab\"0~/]", inside, 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_place_is_found_where_the_tree_has_it(
            value in any_value(),
            path in "(/(a|b|\"|~0|~1|0|1|-)){0,3}",
            pretty in any::<bool>(),
        ) {
            let text = if pretty { format!("{value:#}") } else { value.to_string() };
            let read = found(&text, &path).map(|text| serde_json::from_str(text).expect("JSON"));
            prop_assert_eq!(read.as_ref(), value.pointer(&path));
        }

        #[test]
        fn a_text_is_patched_as_the_tree_is(
            value in any_value(),
            path in "(/(a|b|\"|~0|~1|0|1|-)){1,3}",
            kind in prop::sample::select(vec![OpKind::Add, OpKind::Remove, OpKind::Replace]),
            with in any_value(),
        ) {
            let with = serde_json::value::to_raw_value(&with).expect("it is JSON");
            let pointer = Pointer::parse(path.as_str()).expect("it is a pointer");
            let (token, rest) = (Cow::Borrowed(""), pointer.tokens());
            let below = Below { kind, token, rest, from: None, value: Some(&with) };
            let patched = below.patched(value.to_string().as_bytes());
            let patched = patched.map(|text| serde_json::from_slice(&text).expect("it is JSON"));
            let mut tree = value;
            let fits = patch_tree(&mut tree, kind, &pointer.tokens(), Some(&with));
            prop_assert_eq!(patched, fits.map(|()| tree));
        }
    }

    #[test]
    fn a_test_compares_as_the_rfc_has_it() {
        let value = serde_json::value::to_raw_value(&json!(1.0)).expect("it is JSON");
        let pointer = Pointer::parse("/a").expect("it is a pointer");
        let (kind, token, rest) = (OpKind::Test, Cow::Borrowed(""), pointer.tokens());
        let below = Below { kind, token, rest, from: None, value: Some(&value) };
        assert!(below.holds(br#"{"a":1}"#));
        assert!(!below.holds(br#"{"a":2}"#) && !below.holds(br#"{"b":1}"#));
    }
}
