//! Making a store to measure.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::inner::{Inner, OnError, Policies, Strategy};
use super::memory::{Keeper, MemoryBudget};
use super::{Store, expect};
use crate::batch::schedule::Scheduler;
use crate::batch::schedule::thread::ThreadScheduler;
use crate::batch::windows::Policy;
use crate::error::Error;
use crate::event::{Outbox, Probe, Warning, WarningKind};
use crate::handle::{Read, Write};
use crate::state::{Groups, Rules, State};
use crate::tier::{Begin, Dynamic, Holds, Tier};

const DEFAULT_WINDOW: Duration = Duration::from_millis(16);

/// How the writes of one group are batched.
///
/// ```
/// use std::time::Duration;
/// use atomata::{Group, Store};
///
/// let store = Store::builder()
///     .group("ui", Group::new().window(Duration::from_millis(8)).priority(10))
///     .group("data", Group::new().window(Duration::from_millis(100)))
///     .build();
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Group {
    window: Option<Duration>,
    priority: i32,
}

impl Group {
    /// The default window and priority.
    pub const fn new() -> Self {
        Self { window: None, priority: 0 }
    }

    /// How long after its first pending write the group is flushed; 16 ms by default.
    #[must_use]
    pub const fn window(mut self, window: Duration) -> Self {
        self.window = Some(window);
        self
    }

    /// Of what is due at one instant, the higher priority is told first; 0 by default.
    #[must_use]
    pub const fn priority(mut self, priority: i32) -> Self {
        self.priority = priority;
        self
    }
}

/// Makes a probe of what a store and its probes share.
pub(crate) type MakeProbe = Box<dyn FnOnce(&Arc<Outbox>) -> Arc<dyn Probe>>;

type Seed = Box<dyn FnOnce(&mut State) -> Result<(), Error>>;

/// Says how a store batches, what it starts from and who hears of its errors.
pub struct Builder<G: Tier = Dynamic> {
    strategy: Strategy,
    window: Duration,
    /// Whether groups have windows of their own.
    grouped: bool,
    groups: Vec<(String, Group)>,
    scheduler: Option<Arc<dyn Scheduler>>,
    on_error: Option<OnError>,
    #[cfg(debug_assertions)]
    on_warning: Option<super::inner::OnWarning>,
    #[cfg(debug_assertions)]
    allowed: Vec<WarningKind>,
    seeds: Vec<Seed>,
    history: Option<Rules>,
    memory: Option<MemoryBudget>,
    probes: Vec<MakeProbe>,
    tier: std::marker::PhantomData<fn() -> G>,
}

impl<G: Tier> Builder<G> {
    pub(super) fn new() -> Self {
        Self {
            strategy: Strategy::Windows,
            window: DEFAULT_WINDOW,
            grouped: true,
            groups: Vec::new(),
            scheduler: None,
            on_error: None,
            #[cfg(debug_assertions)]
            on_warning: None,
            #[cfg(debug_assertions)]
            allowed: Vec::new(),
            seeds: Vec::new(),
            history: None,
            memory: None,
            probes: Vec::new(),
            tier: std::marker::PhantomData,
        }
    }

    /// Each group is flushed at the end of its own window; the default.
    #[must_use]
    pub fn smart(mut self) -> Self {
        self.strategy = Strategy::Windows;
        self.grouped = true;
        self
    }

    /// Everything is flushed at the end of one window.
    #[must_use]
    pub fn time(mut self, window: Duration) -> Self {
        self.strategy = Strategy::Windows;
        self.grouped = false;
        self.window = window;
        self
    }

    /// Everything is flushed at the end of each outermost write, on the writing thread.
    #[must_use]
    pub fn immediate(mut self) -> Self {
        self.strategy = Strategy::Immediate;
        self
    }

    /// Everything is flushed when [`Store::flush`] is called.
    #[must_use]
    pub fn manual(mut self) -> Self {
        self.strategy = Strategy::Manual;
        self
    }

    /// The window of every group that has none of its own; 16 ms by default.
    #[must_use]
    pub fn window(mut self, window: Duration) -> Self {
        self.window = window;
        self
    }

    /// The window and the priority of one group.
    #[must_use]
    pub fn group(mut self, name: &str, group: Group) -> Self {
        self.groups.retain(|(known, _)| known != name);
        self.groups.push((name.to_owned(), group));
        self
    }

    /// Where time and timers come from; a background thread of the store's own by default. One
    /// scheduler can serve any number of stores.
    #[must_use]
    pub fn scheduler(mut self, scheduler: impl Scheduler) -> Self {
        self.scheduler = Some(Arc::new(scheduler));
        self
    }

    /// Who hears of panics in compute functions, subscribers and hooks; stderr by default. It is
    /// called with nothing held.
    #[must_use]
    pub fn on_error(mut self, on_error: impl Fn(&Error) + Send + Sync + 'static) -> Self {
        self.on_error = Some(Box::new(on_error));
        self
    }

    /// Who hears of habits that cost more than they have to, which a debug build finds; stderr by default,
    /// once for each. It is called with nothing held. A release build finds none and drops the function.
    #[must_use]
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn on_warning(mut self, call: impl Fn(&Warning) + Send + Sync + 'static) -> Self {
        #[cfg(debug_assertions)]
        self.on_warning.replace(Box::new(call));
        #[cfg(not(debug_assertions))]
        let _ = (&mut self, call);
        self
    }

    /// Warns of none of these habits.
    ///
    /// ```
    /// use atomata::{Store, event::WarningKind};
    ///
    /// let store = Store::builder().allow(&[WarningKind::HotAtom]).build();
    /// ```
    #[must_use]
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn allow(mut self, kinds: &[WarningKind]) -> Self {
        #[cfg(debug_assertions)]
        self.allowed.extend_from_slice(kinds);
        let _ = (&mut self, kinds);
        self
    }

    /// The value an atom starts from in this store, instead of the declared one.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static TAX: f64 = 0.2;
    ///
    /// let store = Store::builder().initial(TAX, 0.3).build();
    /// assert_eq!(store.get(TAX), 0.3);
    /// ```
    #[must_use]
    pub fn initial<H: Write + 'static>(mut self, handle: H, value: H::Value) -> Self
    where
        G: Holds<H>,
    {
        self.seeds.push(Box::new(move |state| state.begin_with(handle.place(), value)));
        self
    }

    /// Registers a node now instead of at its first use: between nodes that threads race to touch
    /// first, it fixes the order of notifications.
    #[must_use]
    pub fn register<H: Read + 'static>(mut self, handle: H) -> Self
    where
        G: Holds<H>,
    {
        self.seeds.push(Box::new(move |state| state.slot(handle.place().node).map(drop)));
        self
    }

    /// How much memory the store may take, and when it warns.
    ///
    /// ```
    /// use atomata::{MemoryBudget, Store};
    ///
    /// let store = Store::builder().memory_budget(MemoryBudget::new(64 << 20).warn_at(0.5)).build();
    /// let _warning = store.on_memory_warning(|warning| eprintln!("{warning}"));
    /// ```
    #[must_use]
    pub fn memory_budget(mut self, budget: MemoryBudget) -> Self {
        self.memory = Some(budget);
        self
    }

    /// Who is told what the store does, from its beginning to its end; see [`Store::probe`].
    #[must_use]
    pub fn probe(self, probe: impl Probe) -> Self {
        self.probing(Box::new(|_| Arc::new(probe)))
    }

    pub(crate) fn probing(mut self, make: MakeProbe) -> Self {
        self.probes.push(make);
        self
    }

    /// The store keeps a history by these rules.
    pub(crate) fn recording(mut self, rules: Rules) -> Self {
        self.history = Some(rules);
        self
    }

    /// How values that were saved in older shapes are read, and in which versions values are saved.
    #[cfg(feature = "serial")]
    #[must_use]
    pub fn migrations(mut self, migrations: crate::state::Migrations) -> Self {
        self.seeds.push(Box::new(move |state| {
            state.migrate_by(migrations);
            Ok(())
        }));
        self
    }

    /// Makes the store.
    ///
    /// # Panics
    /// If a node named by [`initial`](Self::initial) or [`register`](Self::register) cannot be
    /// registered; [`try_build`](Self::try_build) returns the error.
    #[track_caller]
    pub fn build(self) -> Store<G> {
        expect(self.try_build())
    }

    /// As [`build`](Self::build), with the error instead of a panic.
    ///
    /// # Errors
    /// [`Error::Cycle`], [`Error::Collision`], or [`Error::Failed`] if the declared initial value of
    /// an atom panicked of which only a field was given.
    pub fn try_build(self) -> Result<Store<G>, Error> {
        let priorities = self.groups.iter().map(|(name, group)| (name.clone(), group.priority));
        let groups = Groups::configured(priorities.collect());
        let mut state = match <G::Nodes as Begin>::begin() {
            None => State::new(groups),
            Some(beginning) => State::compiled(groups, beginning)?,
        };
        for seed in self.seeds {
            seed(&mut state)?;
        }
        state.values.stats = crate::state::Stats::default();
        if let Some(rules) = self.history {
            state.keep_history(rules);
        }
        let policy = |group: &Group| Policy {
            window: group.window.filter(|_| self.grouped).unwrap_or(self.window),
            priority: group.priority,
        };
        let policies = Policies {
            grouped: self.grouped,
            default: policy(&Group::new()),
            named: self.groups.iter().map(|(name, group)| (name.clone(), policy(group))).collect(),
        };
        let scheduler = self.scheduler.unwrap_or_else(|| Arc::new(ThreadScheduler::new()));
        let memory = Keeper::new(self.memory);
        let inner = Inner::new(
            state,
            self.strategy,
            scheduler,
            policies,
            self.on_error,
            memory,
            #[cfg(debug_assertions)]
            self.on_warning,
        );
        #[cfg(debug_assertions)]
        inner.core_work(|state| state.values.leftovers.tap.allow(&self.allowed));
        for make in self.probes {
            inner.attach(make(&inner.outbox), Arc::new(|| false));
        }
        let store = Store::from_inner(inner);
        // The only call from here to a higher floor: the environment may ask for an inspector.
        #[cfg(all(debug_assertions, feature = "devtools"))]
        store.show_if_asked();
        Ok(store)
    }
}

impl<G: Tier> fmt::Debug for Builder<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("strategy", &self.strategy)
            .field("window", &self.window)
            .field("groups", &self.groups)
            .finish_non_exhaustive()
    }
}
