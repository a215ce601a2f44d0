//! What a scribe counts, and scribes that only look: the walk that compares field by field serves
//! whoever asks something of each field.

use std::cell::{Cell, RefCell};

use crate::meta::Span;
use crate::value::{AnyPart, Tools};

/// What a scribe found.
pub(crate) struct Changes<'a> {
    count: Cell<u32>,
    /// What a scribe looks for that marks nothing; whether the values differ, if nothing is said.
    looking: Option<&'a Looking<'a>>,
}

/// What a scribe that marks nothing looks for.
pub(crate) enum Looking<'w> {
    /// How much memory the first value holds outside of itself; besides the second one, where that is
    /// another version.
    Bytes { beside: bool, sum: Cell<usize> },
    /// Copies of the leaves of the first value that are asked for, by their marks.
    Leaves(&'w dyn Fn(u16) -> bool, RefCell<Vec<Leaf>>),
}

/// A field without fields of its own, and what it was.
pub(crate) type Leaf = (Span, Box<dyn AnyPart>);

impl<'a> Changes<'a> {
    #[inline]
    pub(crate) const fn new() -> Self {
        Self { count: Cell::new(0), looking: None }
    }

    pub(crate) fn looking(looking: &'a Looking<'a>) -> Self {
        Self { count: Cell::new(0), looking: Some(looking) }
    }

    #[inline]
    pub(crate) fn count(&self) -> u32 {
        self.count.get()
    }

    #[inline]
    pub(super) fn add(&self) {
        self.count.set(self.count.get() + 1);
    }

    /// A value stands as it was before.
    pub(super) fn take_one_back(&self) {
        self.count.set(self.count.get() - 1);
    }

    #[cold]
    pub(super) fn look<V>(&self, span: Span, old: &V, new: &V, tools: &'static Tools<V>) {
        match self.looking {
            Some(Looking::Bytes { beside, sum }) => {
                let beside = beside.then_some(new);
                sum.set(sum.get() + tools.held(old, beside));
            }
            Some(Looking::Leaves(is_wanted, leaves)) => {
                if is_wanted(span.from)
                    && let Some(part) = tools.part.and_then(|part| part(old, tools))
                {
                    leaves.borrow_mut().push((span, part));
                }
            }
            None if tools.equal(old, new) => {}
            None => self.add(),
        }
    }
}
