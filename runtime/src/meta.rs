//! What is known of a node before the program runs: its name, id, group and dependencies.
//!
//! Every declared node has one immutable static [`Meta`]. The statics point at each other, so the
//! graph can be walked in const evaluation, where cycles become compile errors.

use crate::family::FamilyMeta;
use crate::handle::AnyKey;
use crate::id::Id;
use crate::slot::{AnyBody, Edges};

mod plan;

pub(crate) use plan::{Plan, Reached, Scope, bit_of, bits, collision};

/// The static description of one declared node.
///
/// Invariant: two `Meta` of one address are the same node; two of one id are a collision.
#[derive(Debug)]
pub struct Meta {
    pub(crate) name: &'static str,
    pub(crate) key: &'static str,
    pub(crate) id: Id,
    pub(crate) group: &'static str,
    pub(crate) kind: Kind,
    pub(crate) transient: bool,
    /// DevTools show no value.
    #[cfg_attr(not(all(debug_assertions, feature = "devtools")), allow(dead_code))]
    pub(crate) redacted: bool,
    /// `module_path!()` of the declaration.
    #[cfg(debug_assertions)]
    #[cfg_attr(
        not(all(debug_assertions, feature = "devtools")),
        expect(dead_code, reason = "the inspector alone shows it")
    )]
    pub(crate) module: &'static str,
    pub(crate) file: &'static str,
    pub(crate) line: u32,
    /// Those without a key.
    pub(crate) deps: &'static [Dep],
    /// All dependencies in order, where some of them have a key.
    pub(crate) edges: Option<ListEdges>,
    pub(crate) body: &'static dyn AnyBody,
    /// Present if this declares a family.
    pub(crate) family: Option<&'static FamilyMeta>,
    /// The compiled graph that holds the node, and its place there.
    pub(crate) place: Option<(&'static GraphMeta, u32)>,
}

/// Lists what the member of a key depends on.
pub type ListEdges = fn(&dyn AnyKey, &mut Edges<'_>);

/// Where and as what a node was declared; the macros fill this in.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    /// The name as the user reads it: the const of an atom, the function of a computed.
    pub name: &'static str,
    /// The stable key: `module::Name`, or the `id` option.
    pub key: &'static str,
    /// `module_path!()` of the declaration.
    pub module: &'static str,
    /// The `group` option.
    pub group: Option<&'static str>,
    /// `file!()` of the declaration.
    pub file: &'static str,
    /// `line!()` of the declaration.
    pub line: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Atom,
    Computed,
}

/// The static description of a compiled graph: which it is.
///
/// Invariant: two `GraphMeta` of one address are the same graph.
#[derive(Debug)]
pub struct GraphMeta {
    pub(crate) name: &'static str,
    /// The graphs whose nodes it holds besides its own, which come first and in this order.
    pub(crate) includes: &'static [&'static GraphMeta],
}

impl GraphMeta {
    /// Describes the graph of a module.
    pub const fn new(name: &'static str, includes: &'static [&'static Self]) -> Self {
        Self { name, includes }
    }
}

/// One declared dependency: a node, and which of its marks count (`len == 0`: any change).
#[derive(Clone, Copy, Debug)]
pub struct Dep {
    pub(crate) meta: &'static Meta,
    pub(crate) span: Span,
    /// On that place of every member of a family, and not on its keys.
    pub(crate) each: bool,
}

impl Dep {
    pub(crate) const fn of(meta: &'static Meta, span: Span) -> Self {
        Self { meta, span, each: false }
    }

    pub(crate) const fn each(meta: &'static Meta, span: Span) -> Self {
        Self { meta, span, each: true }
    }
}

/// A run of change marks of a node; the whole node if `len` is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub(crate) from: u16,
    pub(crate) len: u16,
}

impl Span {
    /// Any change of the node counts.
    pub const WHOLE: Self = Self { from: 0, len: 0 };

    pub(crate) const fn is_whole(self) -> bool {
        self.len == 0
    }

    /// Whether all of the other place lies in this one.
    pub(crate) const fn contains(self, other: Self) -> bool {
        let (end, other_end) = (self.from + self.len, other.from + other.len);
        self.is_whole() || (!other.is_whole() && self.from <= other.from && other_end <= end)
    }

    /// Whether a change of the one is a change of the other.
    #[inline]
    pub(crate) const fn overlaps(self, other: Self) -> bool {
        let (end, other_end) = (self.from + self.len, other.from + other.len);
        self.is_whole() || other.is_whole() || (self.from < other_end && other.from < end)
    }

    /// Where the marks of the fields of a value at this span begin.
    pub(crate) const fn inner(self) -> u16 {
        if self.is_whole() { 0 } else { self.from + 1 }
    }
}

impl Meta {
    /// Describes an atom.
    pub const fn atom(origin: Origin, body: &'static dyn AnyBody) -> Self {
        Self::new(origin, Kind::Atom, &[], body)
    }

    /// Describes a computed.
    pub const fn computed(
        origin: Origin,
        deps: &'static [Dep],
        body: &'static dyn AnyBody,
    ) -> Self {
        Self::new(origin, Kind::Computed, deps, body)
    }

    /// The same atom, neither saved, sent nor undone.
    #[must_use]
    pub const fn transient(mut self) -> Self {
        self.transient = true;
        self
    }

    /// The same atom, the value of which DevTools do not show.
    #[must_use]
    pub const fn redacted(mut self) -> Self {
        self.redacted = true;
        self
    }

    /// The same node for each key of a family.
    #[must_use]
    pub const fn keyed(mut self, family: &'static FamilyMeta) -> Self {
        self.family = Some(family);
        self
    }

    /// The same computed, some of whose dependencies have a key.
    #[must_use]
    pub const fn listing(mut self, edges: ListEdges) -> Self {
        self.edges = Some(edges);
        self
    }

    /// The same node, at this place of a compiled graph.
    #[must_use]
    pub const fn at(mut self, graph: &'static GraphMeta, place: u32) -> Self {
        self.place = Some((graph, place));
        self
    }

    /// `Todo(7)`, or `CELL(3, 4)`.
    pub(crate) fn member_name(&self, key: &dyn AnyKey) -> String {
        match self.family {
            Some(family) => family.name(self.name, key),
            None => self.name.to_owned(),
        }
    }

    /// A dependency on the whole node.
    pub const fn dep(&'static self) -> Dep {
        Dep::of(self, Span::WHOLE)
    }

    const fn new(
        origin: Origin,
        kind: Kind,
        deps: &'static [Dep],
        body: &'static dyn AnyBody,
    ) -> Self {
        let group = match origin.group {
            Some(group) => group,
            None => derived_group(origin.module),
        };
        Self {
            name: origin.name,
            key: origin.key,
            id: Id::of(origin.key),
            group,
            kind,
            transient: false,
            redacted: false,
            #[cfg(debug_assertions)]
            module: origin.module,
            file: origin.file,
            line: origin.line,
            deps,
            edges: None,
            body,
            family: None,
            place: None,
        }
    }
}

/// The group of a node that names none: by the last telling segment of its module path.
const fn derived_group(module: &str) -> &'static str {
    let bytes = module.as_bytes();
    let mut group = "default";
    let mut start = 0;
    let mut at = 0;
    while at <= bytes.len() {
        if at == bytes.len() || bytes[at] == b':' {
            if is(bytes, start, at, b"ui") || is(bytes, start, at, b"view") {
                group = "ui";
            } else if is(bytes, start, at, b"data") || is(bytes, start, at, b"api") {
                group = "data";
            }
            start = at + 1;
        }
        at += 1;
    }
    group
}

const fn is(bytes: &[u8], start: usize, end: usize, word: &[u8]) -> bool {
    if end - start != word.len() {
        return false;
    }
    let mut at = 0;
    while at < word.len() {
        if bytes[start + at] != word[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// How many nodes the const walk of one computed visits at most; longer cycles are found when a
/// store registers the node.
const WALK: usize = 64;

/// At most half of the places of the table of visited nodes are taken, for searching it is most of
/// what the walk costs.
const TABLE: usize = 2 * WALK;

/// Fails the build if a computed depends on itself, with the path of names.
///
/// A cycle is reported once, by its node of the smallest id: the walk from a node only enters nodes
/// of larger ids, and ends when it meets its start.
///
/// # Panics
/// In const evaluation, which makes it a compile error.
pub const fn check_cycles(start: &'static Meta) {
    // Most computeds are done with here, before the walk's tables are made.
    let mut at = 0;
    while at < start.deps.len() && !leads_on(start, start.deps[at].meta) {
        at += 1;
    }
    if at == start.deps.len() {
        return;
    }
    let mut visited = [0; TABLE];
    let mut known = 0;
    // The path from `start`: a node and the next of its dependencies to follow.
    let mut path = [start; WALK];
    let mut next = [0; WALK];
    let mut depth = 1;
    while depth > 0 {
        let node = path[depth - 1];
        if next[depth - 1] == node.deps.len() {
            depth -= 1;
            continue;
        }
        let dep = node.deps[next[depth - 1]].meta;
        next[depth - 1] += 1;
        let id = dep.id.as_u64();
        if id == start.id.as_u64() {
            let sentence = Sentence::of_cycle(&path, depth);
            panic!("{}", sentence.text());
        }
        if !leads_on(start, dep) || visited[place(&visited, id)] == id {
            continue;
        }
        if known == WALK || depth == WALK {
            return;
        }
        visited[place(&visited, id)] = id;
        known += 1;
        path[depth] = dep;
        next[depth] = 0;
        depth += 1;
    }
}

/// True for what can be on a cycle whose smallest id is that of `start`.
const fn leads_on(start: &Meta, dep: &Meta) -> bool {
    !dep.deps.is_empty() && dep.id.as_u64() >= start.id.as_u64()
}

/// Where a table of ids, which are hashes already, holds an id or has room for it.
const fn place(ids: &[u64; TABLE], id: u64) -> usize {
    let mut at = id as usize % TABLE;
    while ids[at] != 0 && ids[at] != id {
        at = (at + 1) % TABLE;
    }
    at
}

/// A sentence built in const evaluation, cut at its capacity.
struct Sentence {
    bytes: [u8; 4096],
    len: usize,
}

impl Sentence {
    const fn of_cycle(path: &[&'static Meta; WALK], depth: usize) -> Self {
        let mut sentence = Self { bytes: [b' '; 4096], len: 0 };
        sentence.push("`");
        sentence.push(path[0].name);
        sentence.push("` depends on itself: ");
        let mut at = 0;
        while at < depth {
            sentence.push(path[at].name);
            sentence.push(" <- ");
            at += 1;
        }
        sentence.push(path[0].name);
        sentence.push("; remove one of these dependencies");
        sentence
    }

    const fn push(&mut self, text: &str) {
        let bytes = text.as_bytes();
        if self.len + bytes.len() > self.bytes.len() {
            return;
        }
        let mut at = 0;
        while at < bytes.len() {
            self.bytes[self.len] = bytes[at];
            self.len += 1;
            at += 1;
        }
    }

    const fn text(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "a computed depends on itself",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::derived_group;

    #[test]
    fn a_group_follows_the_last_telling_module() {
        assert_eq!(derived_group("shop"), "default");
        assert_eq!(derived_group("shop::ui::cart"), "ui");
        assert_eq!(derived_group("shop::view"), "ui");
        assert_eq!(derived_group("shop::ui::data"), "data");
        assert_eq!(derived_group("shop::api::v1"), "data");
        assert_eq!(derived_group("shop::building"), "default");
    }
}
