//! Where the nodes of a store are, by their descriptions.

use std::sync::Arc;

use crate::meta::{GraphMeta, Meta, Plan};

/// Finds the slot of a node by its id, which is a hash already: no hashing, one probe as a rule.
#[derive(Default)]
pub(super) struct Table {
    /// Invariant: a power of two, at most half full.
    entries: Vec<Option<(&'static Meta, u32)>>,
    len: usize,
    /// The compiled graph whose nodes come first, and where those of a graph begin in it.
    fixed: Option<(Arc<Plan>, Base)>,
}

type Base = fn(&'static GraphMeta) -> Option<u32>;

impl Table {
    pub(super) fn begin_with(&mut self, plan: Arc<Plan>, base: Base) {
        self.fixed = Some((plan, base));
    }

    /// The slot of a node that is found at the first look.
    #[inline]
    pub(super) fn known(&self, meta: &'static Meta) -> Option<u32> {
        if let Some((_, base)) = &self.fixed
            && let Some((home, at)) = meta.place
        {
            return base(home).map(|base| base + at);
        }
        let at = meta.id.as_u64() as usize & self.entries.len().wrapping_sub(1);
        match self.entries.get(at) {
            Some(&Some((known, slot))) if std::ptr::eq(known, meta) => Some(slot),
            _ => None,
        }
    }

    /// The memory it takes.
    pub(super) fn bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Option<(&Meta, u32)>>()
    }

    #[inline]
    pub(super) fn find(&self, meta: &'static Meta) -> Option<(&'static Meta, u32)> {
        if let Some((plan, base)) = &self.fixed {
            if let Some((home, at)) = meta.place
                && let Some(base) = base(home)
            {
                return Some((meta, base + at));
            }
            if let Some(at) = plan.find(meta.id.as_u64()) {
                return plan.metas()[at as usize].map(|known| (known, at));
            }
        }
        if self.entries.is_empty() {
            return None;
        }
        let mask = self.entries.len() - 1;
        let mut at = meta.id.as_u64() as usize & mask;
        loop {
            match self.entries[at] {
                Some((known, slot)) if std::ptr::eq(known, meta) || known.id == meta.id => {
                    return Some((known, slot));
                }
                Some(_) => at = (at + 1) & mask,
                None => return None,
            }
        }
    }

    #[cfg(feature = "serial")]
    pub(super) fn find_id(&self, id: u64) -> Option<u32> {
        if let Some(at) = self.fixed.as_ref().and_then(|(plan, _)| plan.find(id)) {
            return Some(at);
        }
        let mask = self.entries.len().checked_sub(1)?;
        let mut at = id as usize & mask;
        loop {
            let (known, slot) = self.entries[at]?;
            if known.id.as_u64() == id {
                return Some(slot);
            }
            at = (at + 1) & mask;
        }
    }

    pub(super) fn insert(&mut self, meta: &'static Meta, slot: u32) {
        if (self.len + 1) * 2 > self.entries.len() {
            let larger = vec![None; (self.entries.len() * 2).max(16)];
            for (meta, slot) in std::mem::replace(&mut self.entries, larger).into_iter().flatten() {
                self.place(meta, slot);
            }
        }
        self.place(meta, slot);
        self.len += 1;
    }

    fn place(&mut self, meta: &'static Meta, slot: u32) {
        let mask = self.entries.len() - 1;
        let mut at = meta.id.as_u64() as usize & mask;
        while self.entries[at].is_some() {
            at = (at + 1) & mask;
        }
        self.entries[at] = Some((meta, slot));
    }
}
