//! Per-field change tracking: the field table of a type, the scribe that records marks, and the
//! cells of a tracked guard.
//!
//! Every atom that tracks fields owns one mark per field: the revision of the field's last change.
//! Marks are recorded where the write happens, so asking what changed costs what changed.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::marker::PhantomData;

use crate::handle::{Branch, Ops, Path};
use crate::meta::Span;
use crate::value::{AnyPart, AnyTools, Tools};

mod guarded;
mod look;

pub use guarded::Guarded;
pub(crate) use look::{Changes, Leaf, Looking};

/// A type whose fields are tracked one by one; derived by `#[atom]` on a struct and by
/// `#[derive(atomata::Fields)]`.
///
/// The derive is the only way to implement it; its items are not part of the public interface.
#[diagnostic::on_unimplemented(
    message = "the fields of `{Self}` are not tracked",
    label = "not a tracked type",
    note = "add `#[derive(atomata::Fields)]` to `{Self}`, or track it whole: remove `nested`"
)]
pub trait Fields: Sized + 'static {
    /// What [`Nested`] asks for.
    #[doc(hidden)]
    const TRACKED: bool = true;
    #[doc(hidden)]
    type Guard<'a>;
    /// The handles of the fields, where a value stands at the path `P`.
    #[doc(hidden)]
    type Handles<P: Path<Value = Self>>: Branch<P>;
    #[doc(hidden)]
    const TABLE: &'static [Entry];
    /// How many marks a value needs: one per field, and those inside of nested ones.
    #[doc(hidden)]
    const WIDTH: u16 = width(Self::TABLE);
    #[doc(hidden)]
    const PARTS: &'static dyn AnyFields = &Tracked::<Self>(PhantomData);
    #[doc(hidden)]
    fn diff(old: &Self, new: &Self, scribe: Scribe<'_>);
    #[doc(hidden)]
    fn guard<'a>(value: &'a mut Self, track: Track<'a>) -> Self::Guard<'a>;
    /// The field with this ordinal; the value itself where there is none.
    #[doc(hidden)]
    fn part(&self, ordinal: usize) -> &dyn Any;
    #[doc(hidden)]
    fn part_mut(&mut self, ordinal: usize) -> &mut dyn Any;
    /// The field that owns the mark `at`, counted from the start of this value.
    #[doc(hidden)]
    fn place(&mut self, at: u16) -> &mut dyn Any {
        let (ordinal, _) = locate(Self::TABLE, at);
        self.part_mut(ordinal)
    }
}

/// The fields of a type that is not known.
pub trait AnyFields: Send + Sync {
    #[doc(hidden)]
    fn table(&self) -> &'static [Entry];
    /// The field with this ordinal; the value itself where it is of another type.
    #[doc(hidden)]
    fn part<'a>(&self, value: &'a dyn Any, ordinal: usize) -> &'a dyn Any;
}

impl fmt::Debug for dyn AnyFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.table().iter().map(|entry| entry.name)).finish()
    }
}

struct Tracked<V>(PhantomData<fn() -> V>);

impl<V: Fields> AnyFields for Tracked<V> {
    fn table(&self) -> &'static [Entry] {
        V::TABLE
    }

    fn part<'a>(&self, value: &'a dyn Any, ordinal: usize) -> &'a dyn Any {
        match value.downcast_ref::<V>() {
            Some(known) => known.part(ordinal),
            None => value,
        }
    }
}

/// How generated code names the types of a nested field: `<V as Nested<{ V::TRACKED }>>`. Where `V`
/// is not tracked the argument is an error, the whole type with it, and the compiler is silent about
/// what follows.
#[doc(hidden)]
pub trait Nested<const TRACKED: bool>: Sized + 'static {
    type Guard<'a>;
    type Handles<P: Path<Value = Self>>: Branch<P>;
}

#[diagnostic::do_not_recommend]
impl<V: Fields> Nested<true> for V {
    type Guard<'a> = <V as Fields>::Guard<'a>;
    type Handles<P: Path<Value = V>> = <V as Fields>::Handles<P>;
}

/// The tracked guard of a type: what `store.update(Cart, |cart| …)` hands out.
pub type Mut<'a, T> = <T as Fields>::Guard<'a>;

/// One field of a tracked type, reached by its ordinal.
///
/// The two functions go through [`Fields::part`], of which a type has one for all of its fields, and
/// come down to a plain access where the ordinal is known.
#[doc(hidden)]
pub trait HasField<V: 'static, const I: usize>: Fields {
    const TOOLS: Tools<V>;

    #[inline]
    fn field(&self) -> &V {
        match self.part(I).downcast_ref() {
            Some(field) => field,
            None => misplaced(),
        }
    }

    #[inline]
    fn field_mut(&mut self) -> &mut V {
        match self.part_mut(I).downcast_mut() {
            Some(field) => field,
            None => misplaced(),
        }
    }
}

/// A bug of the macros: the ordinal names a field of another type.
#[cold]
fn misplaced() -> ! {
    panic!("a field is not of the type that its handle has")
}

/// One row of the const field table of a type.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub(crate) name: &'static str,
    pub(crate) width: u16,
    /// The field of the items by which a list tells them apart (`by`).
    #[expect(dead_code, reason = "the table is the whole declaration, whoever reads it")]
    pub(crate) by: Option<&'static str>,
    /// False if serde leaves the field out.
    #[cfg_attr(not(feature = "serial"), expect(dead_code, reason = "it is not sent either"))]
    pub(crate) saved: bool,
    /// How its values are handled; absent where its changes are not told.
    #[cfg_attr(not(feature = "serial"), expect(dead_code, reason = "only what is sent asks"))]
    pub(crate) tools: Option<&'static dyn AnyTools>,
}

impl Entry {
    /// A field that is tracked as one value.
    pub const fn leaf(name: &'static str) -> Self {
        Self { name, width: 1, by: None, saved: true, tools: None }
    }

    /// A field that is tracked inside (`nested`).
    pub const fn nested(name: &'static str, width: u16) -> Self {
        Self { width: 1 + width, ..Self::leaf(name) }
    }

    /// A list whose items have identity, by one of their fields (`by`).
    pub const fn keyed(name: &'static str, by: &'static str) -> Self {
        Self { by: Some(by), ..Self::leaf(name) }
    }

    /// A field whose changes are not told (`skip`).
    pub const fn skipped(name: &'static str) -> Self {
        Self::leaf(name)
    }

    /// The same field, with what handles its values.
    #[must_use]
    pub const fn of(self, tools: &'static dyn AnyTools) -> Self {
        Self { tools: Some(tools), ..self }
    }

    /// The same field, which serde leaves out.
    #[must_use]
    pub const fn unsaved(self) -> Self {
        Self { saved: false, ..self }
    }
}

const fn width(table: &[Entry]) -> u16 {
    offset(table, table.len())
}

/// The first mark of the field with this ordinal.
pub(crate) const fn offset(table: &[Entry], ordinal: usize) -> u16 {
    let mut sum = 0;
    let mut at = 0;
    while at < ordinal {
        sum += table[at].width;
        at += 1;
    }
    sum
}

/// Which field owns a mark, and the mark inside of it (`None`: the field itself).
pub fn locate(table: &[Entry], at: u16) -> (usize, Option<u16>) {
    let mut start = 0;
    for (ordinal, entry) in table.iter().enumerate() {
        if at < start + entry.width {
            return (ordinal, (at - start).checked_sub(1));
        }
        start += entry.width;
    }
    panic!("mark {at} is past the marks of the type")
}

/// Records which marks a write changed.
///
/// A mark is the revision of the last change; the scribe of a write holds the revision it stamps.
///
/// One that only looks at values (see `Looking`) marks nothing.
#[derive(Clone, Copy)]
pub struct Scribe<'a> {
    marks: &'a [Cell<u64>],
    /// The revision to be stamped; `LOOKS` of one that only looks.
    revision: u64,
    /// Where the marks of the value at hand begin.
    base: u16,
    changes: &'a Changes<'a>,
}

/// No write has this revision.
const LOOKS: u64 = u64::MAX;

impl<'a> Scribe<'a> {
    pub(crate) fn new(marks: &'a [Cell<u64>], revision: u64, changes: &'a Changes<'a>) -> Self {
        Self { marks, revision, base: 0, changes }
    }

    /// Looks at values, as `changes` says.
    pub(crate) fn looking(changes: &'a Changes<'a>) -> Self {
        Self { marks: &[], revision: LOOKS, base: 0, changes }
    }

    /// The same scribe for the value whose marks begin at `base`.
    pub(crate) fn at(self, base: u16) -> Self {
        Self { base, ..self }
    }

    /// Compares one field of two values and marks what differs in it; `from` is its first mark.
    /// Generic over the value alone, so that a crate compiles it once for each type of field.
    pub fn compare<V>(self, from: u16, old: &V, new: &V, tools: &'static Tools<V>) {
        self.at(self.base + from).value(old, new, tools);
    }

    /// Compares two values that own the mark at `base` and, if nested, those that follow it.
    pub(crate) fn value<V>(self, old: &V, new: &V, tools: &'static Tools<V>) {
        if let Some(diff) = tools.diff {
            diff(old, new, self.at(self.base + 1));
        } else if self.revision == LOOKS {
            self.changes.look(Span { from: self.base, len: 1 }, old, new, tools);
        } else if !tools.equal(old, new) {
            self.mark(Span { from: self.base, len: 1 });
        }
    }

    /// Compares the values that stand at a span of a node.
    pub(crate) fn place<V>(self, span: Span, old: &V, new: &V, tools: &'static Tools<V>) {
        if let Some(diff) = tools.diff {
            diff(old, new, self.at(span.inner()));
        } else if self.revision == LOOKS {
            self.changes.look(span, old, new, tools);
        } else if !tools.equal(old, new) {
            self.mark(span);
        }
    }

    #[inline]
    pub(crate) fn mark(self, span: Span) {
        self.changes.add();
        for mark in marks_of(self.marks, span) {
            mark.set(self.revision);
        }
    }
}

/// The marks of a span; all of them for a whole node.
#[inline]
pub(crate) fn marks_of(marks: &[Cell<u64>], span: Span) -> &[Cell<u64>] {
    if span.is_whole() {
        marks
    } else {
        &marks[usize::from(span.from)..usize::from(span.from + span.len)]
    }
}

impl fmt::Debug for Scribe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scribe").field("base", &self.base).finish_non_exhaustive()
    }
}

/// What a field was before its first mutable access, where it may be taken back.
pub(crate) struct Before {
    pub(crate) span: Span,
    pub(crate) marks: Box<[u64]>,
    /// Changes of the field are not told.
    pub(crate) silent: bool,
    pub(crate) old: Box<dyn AnyPart>,
}

/// What a guard keeps of what may be taken back.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) before: Vec<Before>,
    /// What the same turn has kept before.
    pub(crate) kept: Vec<Span>,
}

/// What the cells of a guard need to record their changes.
#[derive(Clone, Copy)]
pub struct Track<'a> {
    scribe: Scribe<'a>,
    /// Where old values go; present where they may be put back.
    undo: Option<&'a RefCell<Log>>,
}

impl<'a> Track<'a> {
    pub(crate) fn new(scribe: Scribe<'a>, undo: Option<&'a RefCell<Log>>) -> Self {
        Self { scribe, undo }
    }

    /// The cell of a leaf field, `from` being its mark.
    pub fn leaf<V>(self, from: u16, value: &'a mut V, tools: &'static Tools<V>) -> Guarded<'a, V> {
        Guarded::new(value, self, Span { from: self.scribe.base + from, len: 1 }, tools)
    }

    /// The cell of a skipped field, `from` being its mark.
    pub fn skipped<V>(
        self,
        from: u16,
        value: &'a mut V,
        tools: &'static Tools<V>,
    ) -> Guarded<'a, V> {
        Guarded::silent(value, self, Span { from: self.scribe.base + from, len: 1 }, tools)
    }

    /// What the guard of a nested field records with, `from` being the field's own mark.
    #[must_use]
    pub fn inside(self, from: u16) -> Self {
        Self { scribe: self.scribe.at(self.scribe.base + from + 1), ..self }
    }

    /// The cell of a value that is tracked as one.
    pub(crate) fn whole<V>(
        self,
        value: &'a mut V,
        span: Span,
        tools: &'static Tools<V>,
    ) -> Guarded<'a, V> {
        Guarded::new(value, self, span, tools)
    }

    /// The guard of a tracked value that stands at `span` of its node.
    #[doc(hidden)]
    pub fn branch<V: Fields>(self, value: &'a mut V, ops: &'static Ops<V>) -> V::Guard<'a> {
        let span = ops.span;
        let base = if span.is_whole() { 0 } else { span.from + 1 };
        V::guard(value, Self { scribe: self.scribe.at(base), ..self })
    }
}

impl fmt::Debug for Track<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Track")
    }
}
