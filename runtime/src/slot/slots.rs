//! All slots of one store: those that lie in the fields of a compiled graph, and the others.

use std::any::Any;
use std::sync::atomic::AtomicUsize;

use super::{AnySlot, Garbage, Saved, Wave};
use crate::meta::Meta;

/// The nodes of a compiled graph, of which the type is not known: their slots, and how computeds
/// among them are computed.
pub(crate) trait AnyNodes: Any + Send {
    fn slot(&self, at: u32) -> &dyn AnySlot;
    fn slot_mut(&mut self, at: u32) -> &mut dyn AnySlot;
    fn recompute(&mut self, at: u32, computing: &mut Computing<'_>) -> bool;
    /// Runs a wave to its end.
    fn run(&mut self, wave: &mut Wave<'_>, garbage: &mut Garbage, busy: &AtomicUsize);
}

/// What computing a node of a compiled graph leaves behind.
#[allow(missing_debug_implementations, reason = "nobody outside can name it")]
pub struct Computing<'a> {
    pub(crate) garbage: &'a mut Garbage,
    /// Where the value before goes, if a transaction may take it back.
    pub(crate) saved: Option<&'a mut Saved>,
}

/// The slots of one store; one is absent while it is computed or checked out.
#[derive(Default)]
pub(crate) struct Slots {
    /// Those of a compiled graph, which come first.
    fixed: Option<Box<dyn AnyNodes>>,
    count: u32,
    /// Of a node of the compiled graph, the vessel in which its value leaves the graph.
    list: Vec<Option<Box<dyn AnySlot>>>,
}

impl Slots {
    pub(crate) const fn new() -> Self {
        Self { fixed: None, count: 0, list: Vec::new() }
    }

    /// Begins with the nodes of a compiled graph.
    pub(crate) fn begin_with(&mut self, nodes: Box<dyn AnyNodes>, count: u32) {
        debug_assert!(self.list.is_empty(), "a compiled graph comes first");
        self.fixed = Some(nodes);
        self.count = count;
        self.list.resize_with(count as usize, || None);
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// How many slots are those of the compiled graph.
    #[inline]
    pub(crate) fn count(&self) -> u32 {
        self.count
    }

    #[inline]
    pub(crate) fn get(&self, slot: u32) -> &dyn AnySlot {
        match &self.fixed {
            Some(fixed) if slot < self.count => fixed.slot(slot),
            _ => self.list[slot as usize].as_deref().unwrap_or_else(|| absent()),
        }
    }

    /// The slot, unless it is checked out.
    pub(crate) fn find(&self, slot: u32) -> Option<&dyn AnySlot> {
        match &self.fixed {
            Some(fixed) if slot < self.count => Some(fixed.slot(slot)),
            _ => self.list.get(slot as usize)?.as_deref(),
        }
    }

    /// The memory of the list alone.
    pub(crate) fn bytes(&self) -> usize {
        self.list.capacity() * size_of::<Option<Box<dyn AnySlot>>>()
    }

    /// Gives the room back that the list does not use.
    pub(crate) fn shrink(&mut self) {
        self.list.shrink_to_fit();
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, slot: u32) -> &mut dyn AnySlot {
        match &mut self.fixed {
            Some(fixed) if slot < self.count => fixed.slot_mut(slot),
            _ => self.list[slot as usize].as_deref_mut().unwrap_or_else(|| absent()),
        }
    }

    /// The nodes of the compiled graph, if the slot is one of theirs.
    #[inline]
    pub(crate) fn fixed_at(&mut self, slot: u32) -> Option<&mut dyn AnyNodes> {
        match &mut self.fixed {
            Some(fixed) if slot < self.count => Some(&mut **fixed),
            _ => None,
        }
    }

    /// The nodes of the compiled graph, if there is one.
    #[inline]
    pub(crate) fn fixed(&mut self) -> Option<&mut dyn AnyNodes> {
        self.fixed.as_deref_mut()
    }

    /// The nodes of the compiled graph, whose type is known.
    #[inline]
    pub(crate) fn nodes<N: 'static>(&mut self) -> Option<&mut N> {
        let fixed: &mut dyn Any = &mut **self.fixed.as_mut()?;
        fixed.downcast_mut()
    }

    /// Whether the slot is in place.
    #[cfg(debug_assertions)]
    pub(crate) fn is_there(&self, slot: u32) -> bool {
        slot < self.count || self.list[slot as usize].is_some()
    }

    /// Takes a slot out. One of a compiled graph leaves its field empty.
    #[inline]
    pub(crate) fn take(&mut self, slot: u32, meta: &'static Meta) -> Option<Box<dyn AnySlot>> {
        let taken = self.list[slot as usize].take();
        match &mut self.fixed {
            Some(fixed) if slot < self.count => {
                let mut vessel = taken.unwrap_or_else(|| meta.body.slot());
                fixed.slot_mut(slot).swap(&mut *vessel);
                Some(vessel)
            }
            _ => taken,
        }
    }

    /// Puts a slot into its place and gives out what stood there.
    #[inline]
    pub(crate) fn put(
        &mut self,
        slot: u32,
        put: Option<Box<dyn AnySlot>>,
    ) -> Option<Box<dyn AnySlot>> {
        let old = std::mem::replace(&mut self.list[slot as usize], put);
        if let (Some(fixed), true) = (&mut self.fixed, slot < self.count)
            && let Some(vessel) = &mut self.list[slot as usize]
        {
            fixed.slot_mut(slot).swap(&mut **vessel);
        }
        old
    }

    /// Takes out a slot that is none of a compiled graph.
    #[inline]
    pub(crate) fn take_own(&mut self, slot: u32) -> Option<Box<dyn AnySlot>> {
        self.list[slot as usize].take()
    }

    /// Puts back what `take_own` took.
    #[inline]
    pub(crate) fn put_own(&mut self, slot: u32, own: Box<dyn AnySlot>) {
        self.list[slot as usize] = Some(own);
    }

    /// Puts the slot of a new node into its place.
    pub(crate) fn add(&mut self, slot: u32, made: Box<dyn AnySlot>) {
        match self.list.get_mut(slot as usize) {
            Some(free) => *free = Some(made),
            None => self.list.push(Some(made)),
        }
    }

    /// Drops the slots from `bound` on, which are free; what is left is handed out to be shrunk.
    pub(crate) fn truncate(&mut self, bound: usize) -> &mut Vec<Option<Box<dyn AnySlot>>> {
        self.list.truncate(bound);
        &mut self.list
    }
}

#[cold]
fn absent() -> ! {
    panic!("a slot is in place between operations")
}
