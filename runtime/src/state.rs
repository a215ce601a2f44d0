//! Everything one store keeps under its lock: slots, graph, observers, what is to be told.
//!
//! It knows no lock and no thread; `core` holds it behind the turn, `store` gives it its verbs.

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use rustc_hash::FxHashMap;

use crate::error::{Error, Failure};
use crate::event::Tap;
use crate::graph::Graph;
use crate::meta::{Meta, Plan};
use crate::slot::{AnySlot, Garbage, NOTHING, Slots};
use crate::sync::Mutex;
use crate::tier::Beginning;

use families::Role;

mod calm;
#[cfg(feature = "serial")]
mod changes;
mod collect;
mod compute;
#[cfg(feature = "serial")]
mod delta;
mod end;
mod families;
mod group;
mod history;
mod lives;
#[cfg(all(debug_assertions, feature = "devtools"))]
mod look;
mod memory;
mod note;
mod observe;
mod observers;
mod register;
mod report;
#[cfg(feature = "serial")]
mod saving;
mod table;
mod undo;
mod write;

pub(crate) use calm::{Heard, Stirred};
pub(crate) use collect::{Pass, Ticket};
#[cfg(all(debug_assertions, feature = "devtools"))]
pub(crate) use delta::Unshown;
#[cfg(feature = "serial")]
pub(crate) use delta::{Census, Filter, Staged, Written, finish_document, finish_payload};
#[cfg(feature = "serial")]
pub use delta::{Delta, DeltaError, Version};
pub(crate) use end::End;
pub(crate) use group::Groups;
pub use history::Label;
pub(crate) use history::{BranchAt, EntryAt, Rules};
#[cfg(all(debug_assertions, feature = "devtools"))]
pub(crate) use look::{Came, Counts, Look, Sort};
pub use memory::{Amount, Freed, Memory, Usage};
#[cfg(feature = "serial")]
pub(crate) use memory::{Bytes, Known};
pub(crate) use observe::{AnyObserver, Cut};
pub(crate) use observers::{Member, MemberId, ObserverId};
pub(crate) use report::Tally;
pub use report::{Report, Stats};
#[cfg(feature = "serial")]
pub use saving::{Absent, Load, Loaded, Migrations, Missing, SaveError, StepError, Unknown};
#[cfg(feature = "serial")]
pub(crate) use saving::{Document, Saved};
pub(crate) use undo::Savepoint;
pub(crate) use write::Checkout;

/// The state of one store.
#[allow(missing_debug_implementations, reason = "nobody outside can name it")]
pub struct State {
    table: table::Table,
    pub(crate) graph: Graph,
    pub(crate) values: Values,
    /// The revision of the latest write or recompute.
    revision: u64,
    /// The same, for readers that hold no lock; told at the end of each operation.
    published: Arc<AtomicU64>,
    /// The slots checked out by `update`.
    checked_out: Vec<u32>,
    pub(crate) groups: Groups,
    observers: observers::Observers,
    /// What atoms began with where the builder said so, by their generation.
    initials: Vec<(u64, Box<dyn AnySlot>)>,
    /// The values that atoms of a frozen state begin with.
    seeds: Vec<(&'static Meta, Box<dyn AnySlot>)>,
    /// What the walk of a pass has found and not yet looked at.
    frontier: Vec<u32>,
    calm: calm::Calm,
    /// A pass was taken and is being told.
    pub(crate) in_flight: bool,
    /// The pass is that of a write which is told at its end, without the gate.
    pub(crate) in_lone_flush: bool,
    /// Some of the open transaction was taken back.
    taken_back: bool,
    /// The list of the last pass, kept for its memory.
    scratch: Vec<Ticket>,
    /// Lists for the nodes that are being made, kept for their memory.
    making: register::Scratch,
    /// What the values took when they were looked at last, where there is a budget.
    sizes: memory::Sizes,
    /// A number that no other state has.
    number: u64,
    pub(crate) families: families::Families,
    /// Present where a history is kept.
    pub(crate) history: Option<Box<history::Timeline>>,
    /// The optimistic updates that may be reverted, in the order in which they were made.
    pending: Vec<history::Pending>,
    pending_ids: u64,
    /// What changed, once somebody asks.
    #[cfg(feature = "serial")]
    changes: Option<Box<changes::Changes>>,
    /// What versions keep of collections.
    #[cfg(feature = "serial")]
    shelves: Arc<delta::Shelves>,
    /// What was loaded and nobody has used yet, and how older shapes are read.
    #[cfg(feature = "serial")]
    saving: Option<Arc<saving::Saving>>,
}

/// The values of a store and how their computing goes: what a pull through the graph works on.
pub(crate) struct Values {
    /// Invariant: `homes`, `slots` and the graph's nodes have the same indices.
    homes: Vec<families::Home>,
    slots: Slots,
    /// Those of the slots that have no value.
    failures: FxHashMap<u32, Failure>,
    /// The last generation that was given to anything.
    generations: u64,
    undo: Vec<undo::Undo>,
    /// How many transactions are open, one inside the other.
    transactions: u32,
    /// Turns are recorded.
    records: bool,
    /// Invariant: a transaction is open, or turns are recorded.
    logs: bool,
    pub(crate) stats: Stats,
    /// What is being computed, compared or cloned, for the message of a re-entry.
    busy: Arc<Busy>,
    pub(crate) leftovers: Leftovers,
    /// What a compute function panicked with, on its way to becoming a failure.
    panicked: Option<Box<dyn Any + Send>>,
}

/// What is done once the lock is gone: values to drop, errors to report, ends to tell.
#[derive(Default)]
pub(crate) struct Leftovers {
    pub(crate) garbage: Garbage,
    pub(crate) reports: Vec<Error>,
    /// The observers that ended because a member was removed.
    pub(crate) ended: Vec<Arc<End>>,
    /// What the store does, for those who want to know.
    pub(crate) tap: Tap,
    /// Of what is handed out: there are events to be told.
    pub(crate) has_events: bool,
}

impl Leftovers {
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.garbage.is_empty()
            && self.reports.is_empty()
            && self.ended.is_empty()
            && !self.tap.is_ripe()
    }
}

/// Names what runs under the lock, to a thread that finds the state borrowed by itself.
#[derive(Default)]
pub(crate) struct Busy {
    /// What is known of the nodes of a compiled graph.
    plan: Option<Arc<Plan>>,
    /// Where the description of the node is; of a member, that of its family. Or the place of a node of
    /// the compiled graph, which no description has for an address.
    meta: AtomicUsize,
    metas: Mutex<Vec<&'static Meta>>,
}

impl Busy {
    pub(crate) fn name(&self) -> &'static str {
        let meta = self.meta.load(Ordering::Relaxed);
        let place = |plan: &Arc<Plan>| plan.metas().get(meta).copied().flatten();
        if let Some(meta) = self.plan.as_ref().and_then(place) {
            return meta.name;
        }
        let fixed = self.plan.iter().flat_map(|plan| plan.metas()).flatten();
        let known = self.metas.lock();
        let mut all = fixed.chain(known.iter());
        let found = all.find(|known| std::ptr::from_ref::<Meta>(known).addr() == meta);
        found.map_or("a value", |meta| meta.name)
    }
}

impl State {
    /// The state of a store that begins with a compiled graph.
    pub(crate) fn compiled(groups: Groups, beginning: Beginning) -> Result<Self, Error> {
        let Beginning { graph, metas, base, nodes } = beginning;
        let plan = Plan::of(graph, metas, base)?;
        let mut state = Self::new(groups);
        state.values.busy = Arc::new(Busy { plan: Some(Arc::clone(&plan)), ..Busy::default() });
        state.values.slots.begin_with(nodes, plan.len());
        for (node, meta) in (0..).zip(plan.metas()) {
            let role = meta.map_or(Role::Removed, |_| Role::Plain);
            let meta = meta.unwrap_or(&NOTHING);
            let group = state.groups.index(meta.group);
            let above = plan.deps(node).iter().map(|&dep| state.groups.priority(dep)).max();
            state.groups.add_node(node, group, above);
            state.values.settle(node, meta, role);
        }
        state.graph = Graph::compiled(Arc::clone(&plan));
        state.table.begin_with(plan, base);
        Ok(state)
    }

    pub(crate) fn new(groups: Groups) -> Self {
        static NUMBERS: AtomicU64 = AtomicU64::new(1);
        Self {
            table: table::Table::default(),
            graph: Graph::default(),
            values: Values {
                homes: Vec::new(),
                slots: Slots::new(),
                failures: FxHashMap::default(),
                generations: 0,
                undo: Vec::new(),
                transactions: 0,
                records: false,
                logs: false,
                stats: Stats::default(),
                busy: Arc::default(),
                leftovers: Leftovers::default(),
                panicked: None,
            },
            revision: 1,
            published: Arc::new(AtomicU64::new(1)),
            checked_out: Vec::new(),
            groups,
            observers: observers::Observers::default(),
            initials: Vec::new(),
            seeds: Vec::new(),
            frontier: Vec::new(),
            calm: calm::Calm::default(),
            in_flight: false,
            in_lone_flush: false,
            taken_back: false,
            scratch: Vec::new(),
            making: register::Scratch::default(),
            sizes: memory::Sizes::default(),
            number: NUMBERS.fetch_add(1, Ordering::Relaxed),
            families: families::Families::default(),
            history: None,
            pending: Vec::new(),
            pending_ids: 0,
            #[cfg(feature = "serial")]
            changes: None,
            #[cfg(feature = "serial")]
            shelves: Arc::default(),
            #[cfg(feature = "serial")]
            saving: None,
        }
    }

    pub(crate) fn busy(&self) -> Arc<Busy> {
        Arc::clone(&self.values.busy)
    }

    pub(crate) fn stats(&self) -> Stats {
        Stats {
            skipped: self.graph.skipped(),
            nodes: self.graph.len(),
            subscriptions: self.observer_count(),
            ..self.values.stats
        }
    }

    /// What was written before this revision is told. Never more than was written by now: who waits
    /// for a write that comes before the answer is used must not be taken for one who is done.
    pub(crate) fn settled_before(&self) -> u64 {
        self.groups.settled_before().min(self.revision + 1)
    }

    /// Whether what is there now may be taken back.
    pub(crate) fn is_in_transaction(&self) -> bool {
        self.values.transactions > 0
    }

    /// Whether an operation left nothing to drop, to report or to look after.
    #[expect(clippy::inline_always, reason = "every update that is told asks")]
    #[inline(always)]
    pub(crate) fn is_tidy(&self) -> bool {
        self.values.leftovers.is_empty() && !self.has_doubts()
    }

    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    pub(crate) fn published(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.published)
    }

    /// Tells readers that hold no lock that there is something new.
    #[inline]
    pub(crate) fn publish(&self) {
        // The line is shared by all threads that read, so it is written for a reason alone.
        if self.published.load(Ordering::Relaxed) != self.revision {
            self.published.store(self.revision, Ordering::Release);
        }
    }

    /// Whether what changed is noted.
    fn is_asked_for_changes(&self) -> bool {
        #[cfg(feature = "serial")]
        return self.changes.is_some();
        #[cfg(not(feature = "serial"))]
        false
    }

    /// Nothing asks what changed.
    #[cfg(not(feature = "serial"))]
    #[inline]
    fn note_change(&mut self, _: u32, _: u64) {}

    #[cfg(not(feature = "serial"))]
    #[inline]
    pub(crate) fn rings(&mut self) -> bool {
        false
    }

    #[cfg(not(feature = "serial"))]
    fn note_removal(&mut self, _: u32, _: u64, _: u64) -> u64 {
        0
    }

    #[cfg(not(feature = "serial"))]
    fn unnote_removal(&mut self, _: u32, _: u64, _: u64) {}

    #[cfg(not(feature = "serial"))]
    fn forget_changes(&mut self, _: u32) {}

    /// Nothing is kept to compare anything with.
    #[cfg(not(feature = "serial"))]
    pub(crate) fn base_bytes(&self) -> usize {
        0
    }

    #[cfg(not(feature = "serial"))]
    pub(crate) fn free_bases(&mut self, _: usize) -> usize {
        0
    }

    /// Nothing is loaded.
    #[cfg(not(feature = "serial"))]
    fn restore(&mut self, _: u32, _: &'static Meta) {}

    #[cfg(not(feature = "serial"))]
    fn thaw(&mut self, _: crate::handle::NodeRef<'_>) {}

    pub(crate) fn meta(&self, slot: u32) -> &'static Meta {
        self.values.homes[slot as usize].meta
    }

    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// A state of its own that holds the values of all atoms as they are now. Costs the atoms.
    pub(crate) fn freeze(&mut self) -> Self {
        let mut frozen = Self::new(Groups::default());
        frozen.families.is_frozen = true;
        for slot in 0..self.values.slots.len() as u32 {
            if self.values.is_plain_atom(slot) && self.values.slot_ref(slot).has_value() {
                let twin = self.values.slot_mut(slot).twin();
                frozen.seeds.push((self.meta(slot), twin));
            }
        }
        self.freeze_families(&mut frozen);
        #[cfg(feature = "serial")]
        frozen.saving.clone_from(&self.saving);
        frozen
    }

    /// Holds what the fields promise between two operations; costs the whole store.
    #[cfg(debug_assertions)]
    pub(crate) fn check_invariants(&self) {
        let values = &self.values;
        assert_eq!(values.homes.len(), values.slots.len());
        assert_eq!(values.homes.len(), self.graph.bound());
        assert_eq!(values.logs, values.transactions > 0 || values.records);
        assert!(values.logs || values.undo.is_empty(), "an undo log outlives its turn");
        self.check_families();
        #[cfg(feature = "serial")]
        self.changes.iter().for_each(|changes| changes.check_invariants());
        self.graph.check_invariants();
        self.groups.check_invariants(self.graph.bound());
        self.observers.check_invariants(&self.graph);
    }
}

impl Values {
    #[inline]
    pub(crate) fn occupy(&self, slot: u32) {
        let meta = std::ptr::from_ref(self.homes[slot as usize].meta).addr();
        self.busy.meta.store(meta, Ordering::Relaxed);
    }

    #[inline]
    pub(crate) fn slot_ref(&self, slot: u32) -> &dyn AnySlot {
        self.slots.get(slot)
    }

    #[inline]
    fn slot_mut(&mut self, slot: u32) -> &mut dyn AnySlot {
        self.slots.get_mut(slot)
    }
}
