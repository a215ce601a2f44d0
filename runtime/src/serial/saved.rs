//! The text of a saved state: its outer form, written and read; see `docs::saving`.
//!
//! It knows no store. What the values mean is for the walkers above; here they are pieces of the text.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::pointer::push_string;

/// The version of the form; the first member of the text.
pub const SAVED_VERSION: u32 = 1;

/// So much is gathered before it goes to the writer.
const BLOCK: usize = 1 << 16;

/// Writes a saved state, an atom at a time.
pub(crate) struct SavedWriter<W> {
    to: W,
    /// What did not go to the writer yet.
    block: Vec<u8>,
    is_first: bool,
}

impl<W: Write> SavedWriter<W> {
    pub(crate) fn begin(to: W) -> Self {
        let block = format!("{{\"atomata\":{SAVED_VERSION},\"atoms\":{{").into_bytes();
        Self { to, block, is_first: true }
    }

    /// Begins an atom whose entry stands there already.
    pub(crate) fn raw(&mut self, key: &str, entry: &str) -> io::Result<()> {
        self.name(key);
        self.block.extend_from_slice(entry.as_bytes());
        self.end_piece()
    }

    /// Begins the entry of an atom, and says what follows: `value` or `members`.
    pub(crate) fn entry(&mut self, key: &str, version: u32, content: &str) {
        self.name(key);
        let begin = format!("{{\"version\":{version},\"{content}\":");
        self.block.extend_from_slice(begin.as_bytes());
    }

    /// Where the content of the entry is written.
    pub(crate) fn content(&mut self) -> &mut Vec<u8> {
        &mut self.block
    }

    /// A piece of the content is there.
    pub(crate) fn end_piece(&mut self) -> io::Result<()> {
        if self.block.len() >= BLOCK {
            self.to.write_all(&self.block)?;
            self.block.clear();
        }
        Ok(())
    }

    /// Ends an entry, with what could not be read of the one that was loaded.
    pub(crate) fn end_entry(&mut self, unread: Option<&str>) -> io::Result<()> {
        if let Some(unread) = unread {
            self.block.extend_from_slice(b",\"unread\":");
            self.block.extend_from_slice(unread.as_bytes());
        }
        self.block.push(b'}');
        self.end_piece()
    }

    /// No line ends the text: whatever is cut off, it is not whole.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.block.extend_from_slice(b"\n}}");
        self.to.write_all(&self.block)?;
        self.to.flush()
    }

    fn name(&mut self, key: &str) {
        if !std::mem::take(&mut self.is_first) {
            self.block.push(b',');
        }
        self.block.push(b'\n');
        push_string(&mut self.block, key);
        self.block.push(b':');
    }
}

/// What an atom is in the text.
pub(crate) struct Entry<'t> {
    pub(crate) version: u32,
    pub(crate) content: Content<'t>,
    pub(crate) unread: Option<&'t str>,
}

pub(crate) enum Content<'t> {
    Value(&'t str),
    Members(Members<'t>),
}

/// The members of an object, in their order.
pub(crate) type Members<'t> = Vec<(Cow<'t, str>, &'t str)>;

/// Why a text, or a part of it, is not what it has to be.
#[derive(Debug)]
pub(crate) struct Misread {
    pub(crate) why: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) kind: MisreadKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MisreadKind {
    /// The text ends too early.
    Cut,
    /// It is no JSON.
    Syntax,
    /// It is JSON, and something else.
    Foreign,
    /// The form has this version, which is not known.
    Version(u32),
}

/// Reads the outer form: the entries of the atoms, in their order.
pub(crate) fn parse(text: &str) -> Result<Members<'_>, Misread> {
    let outer = members(text, text)?;
    let find = |name: &str| outer.iter().find(|(member, _)| member == name).map(|&(_, part)| part);
    let version = find("atomata")
        .ok_or_else(|| Misread::foreign(text, text, "it has no member `atomata`, its version"))?;
    let version = number(text, version, "the version of the form")?;
    if version != SAVED_VERSION {
        let why = format!("its form has version {version}");
        return Err(Misread {
            kind: MisreadKind::Version(version),
            ..Misread::foreign(text, text, why)
        });
    }
    if let Some((unknown, part)) =
        outer.iter().find(|(name, _)| name != "atomata" && name != "atoms")
    {
        return Err(Misread::foreign(text, part, format!("it has a member `{unknown}`")));
    }
    let atoms =
        find("atoms").ok_or_else(|| Misread::foreign(text, text, "it has no member `atoms`"))?;
    members(text, atoms)
}

/// Reads the entry of an atom.
pub(crate) fn parse_entry<'t>(text: &'t str, entry: &'t str) -> Result<Entry<'t>, Misread> {
    let (mut version, mut content, mut unread) = (None, None, None);
    for (name, part) in members(text, entry)? {
        match (&*name, &content) {
            ("version", _) => version = Some(number(text, part, "the version of an atom")?),
            ("value", None) => content = Some(Content::Value(part)),
            ("members", None) => content = Some(Content::Members(members(text, part)?)),
            ("unread", _) => unread = Some(part),
            _ => {
                return Err(Misread::foreign(text, part, format!("an atom has a member `{name}`")));
            }
        }
    }
    let missing = |name| Misread::foreign(text, entry, format!("an atom has no {name}"));
    let version = version.ok_or_else(|| missing("`version`"))?;
    let content = content.ok_or_else(|| missing("`value` and no `members`"))?;
    Ok(Entry { version, content, unread })
}

/// The members of an object that is a part of a text.
pub(crate) fn members<'t>(text: &str, part: &'t str) -> Result<Members<'t>, Misread> {
    let mut reader = serde_json::Deserializer::from_str(part);
    let read = AllMembers::deserialize(&mut reader);
    let read = read.and_then(|members| reader.end().map(|()| members));
    read.map(|members| members.0).map_err(|error| Misread::new(text, part, &error))
}

fn number(text: &str, part: &str, what: &str) -> Result<u32, Misread> {
    part.parse().map_err(|_| Misread::foreign(text, part, format!("{what} is {part}")))
}

impl Misread {
    fn new(text: &str, part: &str, error: &serde_json::Error) -> Self {
        let (line, column) = position(text, part, error.line(), error.column());
        let message = error.to_string();
        let (why, _) = without_place(&message);
        // A number that was cut is a number that is wrong.
        let is_cut = why == "invalid number" && offset_of(part, error) >= part.len();
        let kind = match error.classify() {
            _ if is_cut => MisreadKind::Cut,
            serde_json::error::Category::Eof => MisreadKind::Cut,
            serde_json::error::Category::Syntax => MisreadKind::Syntax,
            _ => MisreadKind::Foreign,
        };
        Self { why: why.to_owned(), line, column, kind }
    }

    pub(crate) fn foreign(text: &str, part: &str, why: impl Into<String>) -> Self {
        let (line, column) = position(text, part, 1, 1);
        Self { why: why.into(), line, column, kind: MisreadKind::Foreign }
    }
}

/// The place in a text of a place in a part of it. Both count from 1, and columns are bytes.
pub(crate) fn position(text: &str, part: &str, line: usize, column: usize) -> (usize, usize) {
    let (from, at) = (text.as_ptr().addr(), part.as_ptr().addr());
    // What was migrated is no part of the text any more.
    let before = at.checked_sub(from).and_then(|at| text.get(..at)).unwrap_or_default();
    let lines = before.bytes().filter(|&byte| byte == b'\n').count();
    let last = before.rfind('\n').map_or(before.len(), |end| before.len() - end - 1);
    (lines + line.max(1), if line <= 1 { last + column } else { column })
}

/// How much of a part was read until an error was found.
fn offset_of(part: &str, error: &serde_json::Error) -> usize {
    let lines = part.split_inclusive('\n').take(error.line().saturating_sub(1));
    lines.map(str::len).sum::<usize>() + error.column()
}

/// Takes the place from the end of a message of `serde_json`.
pub(crate) fn without_place(message: &str) -> (&str, Option<(usize, usize)>) {
    let split = message.rsplit_once(" at line ").and_then(|(why, place)| {
        let (line, column) = place.split_once(" column ")?;
        Some((why, Some((line.parse().ok()?, column.parse().ok()?))))
    });
    split.unwrap_or((message, None))
}

/// All members of an object; a name that stands twice is an error.
struct AllMembers<'t>(Members<'t>);

impl<'de> Deserialize<'de> for AllMembers<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Collect(PhantomData)).map(AllMembers)
    }
}

struct Collect<'t>(PhantomData<&'t str>);

impl<'de> Visitor<'de> for Collect<'de> {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members: Members<'de> = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            let value: &RawValue = map.next_value()?;
            members.push((name, value.get()));
        }
        let mut names: Vec<&str> = members.iter().map(|(name, _)| &**name).collect();
        names.sort_unstable();
        if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            let twice = twice[0];
            return Err(serde::de::Error::custom(format_args!("`{twice}` stands twice")));
        }
        Ok(members)
    }
}

/// A name, borrowed where nothing in it is escaped.
struct Name<'t>(Cow<'t, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor).map(Name)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}
