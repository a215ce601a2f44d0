//! JSON Pointers (RFC 6901): where in a document, read from text and written into a JSON buffer.
//!
//! What a token means in a document, a member or an index, is for whoever walks it.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

/// Why a text is no JSON Pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PointerError {
    /// It is not empty and does not begin with `/`.
    NoSlash,
    /// A `~` that is followed neither by `0` nor by `1`.
    Escape {
        /// Where the `~` is, in bytes.
        offset: usize,
    },
}

impl fmt::Display for PointerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSlash => write!(f, "a pointer is empty or begins with `/`"),
            Self::Escape { offset } => {
                write!(f, "`~` at byte {offset} is followed neither by `0` nor by `1`")
            }
        }
    }
}

impl StdError for PointerError {}

/// A place in a document; its text is known to be well-formed.
///
/// Every token has one escaped form, so that equal places have equal texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pointer<'a> {
    text: Cow<'a, str>,
}

impl<'a> Pointer<'a> {
    pub(crate) fn parse(text: impl Into<Cow<'a, str>>) -> Result<Self, PointerError> {
        let text = text.into();
        if !text.is_empty() && !text.starts_with('/') {
            return Err(PointerError::NoSlash);
        }
        let bytes = text.as_bytes();
        for (offset, _) in bytes.iter().enumerate().filter(|&(_, &byte)| byte == b'~') {
            if !matches!(bytes.get(offset + 1), Some(b'0' | b'1')) {
                return Err(PointerError::Escape { offset });
            }
        }
        Ok(Self { text })
    }

    /// The text, escaped as RFC 6901 has it.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// What it names from the root down, without escapes.
    pub(crate) fn tokens(&self) -> Tokens<'_> {
        Tokens { rest: &self.text }
    }

    /// The tokens of the parent and the last token; the whole document has none.
    pub(crate) fn split_last(&self) -> Option<(Tokens<'_>, Cow<'_, str>)> {
        let slash = self.text.rfind('/')?;
        Some((Tokens { rest: &self.text[..slash] }, unescaped(&self.text[slash + 1..])))
    }

    /// Whether it names a place inside of `outer`, and not `outer` itself.
    pub(crate) fn is_inside(&self, outer: &Pointer<'_>) -> bool {
        self.text.strip_prefix(outer.as_str()).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// The tokens of a pointer, without escapes; a copy goes on from the same place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tokens<'p> {
    rest: &'p str,
}

impl<'p> Tokens<'p> {
    /// The text of what was not yet taken.
    pub(crate) fn rest(&self) -> &'p str {
        self.rest
    }
}

impl<'p> Iterator for Tokens<'p> {
    type Item = Cow<'p, str>;

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.rest.strip_prefix('/')?;
        let end = text.find('/').unwrap_or(text.len());
        let (token, rest) = text.split_at(end);
        self.rest = rest;
        Some(unescaped(token))
    }
}

fn unescaped(token: &str) -> Cow<'_, str> {
    let Some(first) = token.find('~') else {
        return Cow::Borrowed(token);
    };
    let mut plain = String::with_capacity(token.len());
    let (mut before, mut rest) = token.split_at(first);
    loop {
        plain.push_str(before);
        if rest.is_empty() {
            return Cow::Owned(plain);
        }
        plain.push(if rest.as_bytes().get(1) == Some(&b'0') { '~' } else { '/' });
        // `parse` has seen an ASCII digit behind every `~`.
        let after = &rest[2..];
        (before, rest) = after.split_at(after.find('~').unwrap_or(after.len()));
    }
}

/// What a token means in an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArrayIndex {
    /// An element.
    At(usize),
    /// `-`: behind the last element.
    End,
}

impl ArrayIndex {
    /// `None` where the token names no element of any array: signs, leading zeros, other letters.
    pub(crate) fn parse(token: &str) -> Option<Self> {
        match token.as_bytes() {
            b"-" => Some(Self::End),
            b"0" => Some(Self::At(0)),
            [b'1'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit) => {
                token.parse().ok().map(Self::At)
            }
            _ => None,
        }
    }
}

/// Writes `/token` into a JSON string that is open in `out`: escaped for the pointer, then for JSON.
pub(crate) fn push_token(out: &mut Vec<u8>, token: &str) {
    out.push(b'/');
    push_escaped(out, token, |byte| match byte {
        b'~' => Some(b"~0"),
        b'/' => Some(b"~1"),
        _ => None,
    });
}

/// Writes `/index` into a JSON string that is open in `out`.
pub(crate) fn push_index(out: &mut Vec<u8>, index: usize) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = index;
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.push(b'/');
    out.extend_from_slice(&digits[at..]);
}

/// Writes a JSON string.
pub(crate) fn push_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    push_escaped(out, text, |_| None);
    out.push(b'"');
}

/// Copies runs of bytes that stand for themselves; `special` is asked before JSON is.
fn push_escaped(out: &mut Vec<u8>, text: &str, special: impl Fn(u8) -> Option<&'static [u8]>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let bytes = text.as_bytes();
    let mut copied = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let mut control = *b"\\u0000";
        let instead = match (special(byte), byte) {
            (Some(instead), _) => instead,
            (None, b'"') => b"\\\"",
            (None, b'\\') => b"\\\\",
            (None, b'\n') => b"\\n",
            (None, b'\r') => b"\\r",
            (None, b'\t') => b"\\t",
            (None, 0..0x20) => {
                control[4] = HEX[usize::from(byte >> 4)];
                control[5] = HEX[usize::from(byte & 15)];
                &control
            }
            (None, _) => continue,
        };
        out.extend_from_slice(&bytes[copied..at]);
        out.extend_from_slice(instead);
        copied = at + 1;
    }
    out.extend_from_slice(&bytes[copied..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        Pointer::parse(text).expect("well-formed").tokens().map(Cow::into_owned).collect()
    }

    fn written(token: &str) -> String {
        let mut out = Vec::new();
        push_token(&mut out, token);
        String::from_utf8(out).expect("what is written is text")
    }

    #[test]
    fn the_examples_of_the_rfc_are_read() {
        assert_eq!(tokens(""), Vec::<String>::new());
        assert_eq!(tokens("/"), [""]);
        assert_eq!(tokens("/foo/0"), ["foo", "0"]);
        assert_eq!(tokens("/a~1b"), ["a/b"]);
        assert_eq!(tokens("/m~0n"), ["m~n"]);
        assert_eq!(tokens("/~01/~10"), ["~1", "/0"]);
        assert_eq!(tokens("/foo//"), ["foo", "", ""]);
        assert_eq!(tokens("/ä~0~1ö~0"), ["ä~/ö~"]);
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        assert_eq!(Pointer::parse("foo"), Err(PointerError::NoSlash));
        assert_eq!(Pointer::parse("/a/~2"), Err(PointerError::Escape { offset: 3 }));
        assert_eq!(Pointer::parse("/a/b~"), Err(PointerError::Escape { offset: 4 }));
        assert_eq!(
            PointerError::Escape { offset: 3 }.to_string(),
            "`~` at byte 3 is followed neither by `0` nor by `1`"
        );
    }

    #[test]
    fn the_last_token_comes_off() {
        let pointer = Pointer::parse("/a/b~1c").expect("well-formed");
        let (parent, last) = pointer.split_last().expect("it has a last token");
        assert_eq!(parent.collect::<Vec<_>>(), ["a"]);
        assert_eq!(last, "b/c");
        assert!(Pointer::parse("").expect("well-formed").split_last().is_none());
    }

    #[test]
    fn a_place_inside_is_told_from_one_beside() {
        let inside = |inner: &'static str, outer: &'static str| {
            let outer = Pointer::parse(outer).expect("well-formed");
            Pointer::parse(inner).expect("well-formed").is_inside(&outer)
        };
        assert!(inside("/a/b", "/a"));
        assert!(inside("/a", ""));
        assert!(!inside("/ab", "/a"));
        assert!(!inside("/a", "/a"));
        assert!(!inside("", ""));
    }

    #[test]
    fn an_index_is_digits_without_leading_zeros() {
        assert_eq!(ArrayIndex::parse("0"), Some(ArrayIndex::At(0)));
        assert_eq!(ArrayIndex::parse("10"), Some(ArrayIndex::At(10)));
        assert_eq!(ArrayIndex::parse("-"), Some(ArrayIndex::End));
        for wrong in ["", "00", "01", "-1", "+1", "1e0", "1.0", " 1", "1 ", "٣"] {
            assert_eq!(ArrayIndex::parse(wrong), None, "{wrong:?}");
        }
        assert_eq!(ArrayIndex::parse("99999999999999999999999"), None);
    }

    #[test]
    fn an_index_is_written_as_it_is_read() {
        for index in [0, 1, 9, 10, 1_234_567, usize::MAX] {
            let mut out = Vec::new();
            push_index(&mut out, index);
            assert_eq!(out, format!("/{index}").into_bytes());
        }
    }

    #[test]
    fn a_token_is_escaped_for_both_languages() {
        assert_eq!(written("items"), "/items");
        assert_eq!(written("a/b~c"), "/a~1b~0c");
        assert_eq!(written("q\"b\\n\n\u{1}\u{1f}"), r#"/q\"b\\n\n\u0001\u001f"#);
        assert_eq!(written("größe"), "/größe");
    }

    #[test]
    fn what_is_written_is_read_back() {
        for token in ["", "a", "~", "/", "~1", "\"", "\\", "\u{7f}", "\t/\r~\n", "~0~1", "日本"] {
            let mut out = b"\"".to_vec();
            push_token(&mut out, token);
            out.push(b'"');
            let text: String = serde_json::from_slice(&out).expect("it is a JSON string");
            assert_eq!(tokens(&text), [token]);
            let mut again = Vec::new();
            push_string(&mut again, &text);
            assert_eq!(again, out);
        }
    }
}
