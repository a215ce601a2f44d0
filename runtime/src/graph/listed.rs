//! A list whose indices begin after those of the nodes of a compiled graph.

use std::ops::{Index, IndexMut};

#[derive(Debug)]
pub(super) struct Listed<T> {
    pub(super) list: Vec<T>,
    base: u32,
}

impl<T> Listed<T> {
    /// An empty list of which this will be the first index.
    pub(super) fn from(base: u32) -> Self {
        Self { list: Vec::new(), base }
    }

    /// Whether the index is one before this list.
    #[inline]
    pub(super) fn is_before(&self, index: u32) -> bool {
        index < self.base
    }

    /// The first index.
    #[inline]
    pub(super) fn base(&self) -> u32 {
        self.base
    }

    /// The index after the last one.
    #[inline]
    pub(super) fn bound(&self) -> u32 {
        self.base + self.list.len() as u32
    }

    pub(super) fn get_mut(&mut self, index: u32) -> Option<&mut T> {
        self.list.get_mut((index - self.base) as usize)
    }

    #[cfg(any(test, debug_assertions))]
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        (self.base..).zip(&self.list)
    }
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self::from(0)
    }
}

impl<T> Index<u32> for Listed<T> {
    type Output = T;

    #[inline]
    fn index(&self, index: u32) -> &T {
        &self.list[(index - self.base) as usize]
    }
}

impl<T> IndexMut<u32> for Listed<T> {
    #[inline]
    fn index_mut(&mut self, index: u32) -> &mut T {
        &mut self.list[(index - self.base) as usize]
    }
}
