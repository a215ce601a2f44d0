//! The cell of a tracked guard: a `&mut` that records its use.

use std::cell::Cell;
use std::cmp::Ordering;
use std::fmt;
use std::mem;
use std::ops::{
    AddAssign, BitAndAssign, BitOrAssign, BitXorAssign, Deref, DerefMut, DivAssign, MulAssign,
    RemAssign, ShlAssign, ShrAssign, SubAssign,
};

use super::{Before, Track, marks_of};
use crate::meta::Span;
use crate::value::{Part, Tools};

/// Mutable access to one value of the store, which marks it as changed when it is used.
///
/// It dereferences to the value and forwards what the hand expects: assignment operators, iteration,
/// comparison, formatting. The first mutable access marks the value; reading does not. A `Copy`
/// value that stands as it was when the guard ends counts as unchanged.
pub struct Guarded<'a, V: 'static> {
    value: &'a mut V,
    track: Track<'a>,
    span: Span,
    tools: &'static Tools<V>,
    silent: bool,
    touched: bool,
    /// The value and mark before the first mutable access, where the type is `Copy`.
    before: Option<(V, u64)>,
}

impl<'a, V: 'static> Guarded<'a, V> {
    pub(super) fn new(
        value: &'a mut V,
        track: Track<'a>,
        span: Span,
        tools: &'static Tools<V>,
    ) -> Self {
        Self { value, track, span, tools, silent: false, touched: false, before: None }
    }

    pub(super) fn silent(
        value: &'a mut V,
        track: Track<'a>,
        span: Span,
        tools: &'static Tools<V>,
    ) -> Self {
        let mut cell = Self::new(value, track, span, tools);
        cell.silent = true;
        cell
    }
}

impl<V: Send + 'static> Guarded<'_, V> {
    /// Writes a value; an equal one is no change.
    pub fn set(&mut self, value: V) {
        if !self.tools.equal(self.value, &value) {
            *self.touch() = value;
        }
    }

    /// Writes a value and returns the one before.
    pub fn replace(&mut self, value: V) -> V {
        mem::replace(self.touch(), value)
    }

    /// Takes the value and leaves the type's default.
    pub fn take(&mut self) -> V
    where
        V: Default,
    {
        mem::take(self.touch())
    }

    fn touch(&mut self) -> &mut V {
        if !self.touched {
            self.touched = true;
            self.first_access();
        }
        self.value
    }

    fn first_access(&mut self) {
        let marks = marks_of(self.track.scribe.marks, self.span);
        if let Some(copy) = self.tools.copy {
            let mark = marks.first().map_or(0, Cell::get);
            self.before = Some((copy(self.value), mark));
        }
        if let Some((log, clone)) = self.track.undo.zip(self.tools.clone)
            && !log.borrow().kept.iter().any(|kept| kept.contains(self.span))
        {
            let old = Part { value: clone(self.value), tools: self.tools };
            log.borrow_mut().before.push(Before {
                span: self.span,
                marks: marks.iter().map(Cell::get).collect(),
                silent: self.silent,
                old: Box::new(old),
            });
        }
        if !self.silent {
            self.track.scribe.mark(self.span);
        }
    }
}

impl<V: 'static> Drop for Guarded<'_, V> {
    fn drop(&mut self) {
        let Some((before, mark)) = self.before.take() else { return };
        let marks = marks_of(self.track.scribe.marks, self.span);
        if !self.silent && marks.len() <= 1 && self.tools.equal(&before, self.value) {
            self.track.scribe.changes.take_one_back();
            for cell in marks {
                cell.set(mark);
            }
        }
    }
}

impl<V: Send + 'static> Deref for Guarded<'_, V> {
    type Target = V;

    fn deref(&self) -> &V {
        self.value
    }
}

impl<V: Send + 'static> DerefMut for Guarded<'_, V> {
    fn deref_mut(&mut self) -> &mut V {
        self.touch()
    }
}

impl<V: Send + fmt::Debug> fmt::Debug for Guarded<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<V: Send + fmt::Display> fmt::Display for Guarded<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<V: Send + PartialEq> PartialEq<V> for Guarded<'_, V> {
    fn eq(&self, other: &V) -> bool {
        *self.value == *other
    }
}

/// Two cells compare as their values do.
impl<'b, V: Send + PartialEq> PartialEq<Guarded<'b, V>> for Guarded<'_, V> {
    fn eq(&self, other: &Guarded<'b, V>) -> bool {
        *self.value == *other.value
    }
}

/// What a `String` is compared with, and a list: a literal.
macro_rules! forward_equality {
    ($([$($generics:tt)*] $value:ty, $literal:ty;)*) => {$(
        impl<$($generics)*> PartialEq<$literal> for Guarded<'_, $value> {
            fn eq(&self, other: &$literal) -> bool {
                *self.value == *other
            }
        }
    )*};
}

forward_equality! {
    [] String, str;
    ['b] String, &'b str;
    [T: Send + PartialEq] Vec<T>, [T];
    ['b, T: Send + PartialEq] Vec<T>, &'b [T];
    [T: Send + PartialEq, const N: usize] Vec<T>, [T; N];
}

impl<'b, V: Send + PartialOrd> PartialOrd<Guarded<'b, V>> for Guarded<'_, V> {
    fn partial_cmp(&self, other: &Guarded<'b, V>) -> Option<Ordering> {
        (*self.value).partial_cmp(other.value)
    }
}

impl<V: Send + PartialOrd> PartialOrd<V> for Guarded<'_, V> {
    fn partial_cmp(&self, other: &V) -> Option<Ordering> {
        (*self.value).partial_cmp(other)
    }
}

#[expect(clippy::into_iter_without_iter, reason = "`iter` is the value's own, through Deref")]
impl<'b, V: Send> IntoIterator for &'b Guarded<'_, V>
where
    &'b V: IntoIterator,
{
    type Item = <&'b V as IntoIterator>::Item;
    type IntoIter = <&'b V as IntoIterator>::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        (&*self.value).into_iter()
    }
}

#[expect(clippy::into_iter_without_iter, reason = "`iter_mut` is the value's own, through Deref")]
impl<'b, V: Send> IntoIterator for &'b mut Guarded<'_, V>
where
    &'b mut V: IntoIterator,
{
    type Item = <&'b mut V as IntoIterator>::Item;
    type IntoIter = <&'b mut V as IntoIterator>::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        self.touch().into_iter()
    }
}

macro_rules! forward_assignment {
    ($($operator:ident :: $method:ident),* $(,)?) => {$(
        impl<V: Send + $operator<R>, R> $operator<R> for Guarded<'_, V> {
            fn $method(&mut self, right: R) {
                self.touch().$method(right);
            }
        }
    )*};
}

forward_assignment!(
    AddAssign::add_assign,
    SubAssign::sub_assign,
    MulAssign::mul_assign,
    DivAssign::div_assign,
    RemAssign::rem_assign,
    BitAndAssign::bitand_assign,
    BitOrAssign::bitor_assign,
    BitXorAssign::bitxor_assign,
    ShlAssign::shl_assign,
    ShrAssign::shr_assign,
);
