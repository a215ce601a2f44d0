//! Functions around each flush.

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Store;
use super::flush::Marked;
use super::inner::Inner;
use super::memory::MemoryWarning;
use super::subscribe::Subscription;
use crate::clock::Time;
use crate::core::Held;
use crate::error::{Error, panic_message};
use crate::state::{End, Report};
use crate::sync::Mutex;
use crate::tier::Tier;

type Hook<T> = (Arc<End>, Arc<Mutex<T>>);

/// Functions around each flush.
#[derive(Default)]
pub(super) struct Hooks {
    count: AtomicUsize,
    before: Mutex<Vec<Hook<BeforeFlush>>>,
    after: Mutex<Vec<Hook<AfterFlush>>>,
    warnings: Mutex<Vec<Hook<OnWarning>>>,
    /// The list of the last report, for its memory.
    groups: Mutex<Vec<&'static str>>,
}

type BeforeFlush = Box<dyn FnMut() + Send>;
type AfterFlush = Box<dyn FnMut(&Report) + Send>;
type OnWarning = Box<dyn FnMut(&MemoryWarning) + Send>;

impl Hooks {
    pub(super) fn are_there(&self) -> bool {
        self.count.load(Ordering::Relaxed) > 0
    }

    /// Something is to be done after each flush, whoever else listens.
    pub(super) fn are_always_there(&self) {
        self.count.fetch_add(1, Ordering::Relaxed);
    }

    fn add<T>(&self, list: &Mutex<Vec<Hook<T>>>, hook: T) -> Arc<End> {
        let life = Arc::new(End::new());
        list.lock().push((Arc::clone(&life), Arc::new(Mutex::new(hook))));
        self.count.fetch_add(1, Ordering::Relaxed);
        life
    }

    /// Calls the hooks of one list with nothing held but the hook itself.
    fn call<T>(&self, inner: &Inner, list: &Mutex<Vec<Hook<T>>>, mut call: impl FnMut(&mut T)) {
        let hooks: Vec<Hook<T>> = {
            let mut list = list.lock();
            list.retain(|(life, _)| {
                let ended = life.is_ended();
                self.count.fetch_sub(usize::from(ended), Ordering::Relaxed);
                !ended
            });
            list.clone()
        };
        for (life, hook) in hooks {
            if life.is_ended() {
                continue;
            }
            // One flush runs at a time, so nobody else wants the hook.
            let result = catch_unwind(AssertUnwindSafe(|| call(&mut hook.lock())));
            if let Err(payload) = result {
                let message = panic_message(&*payload);
                inner.report(&Error::Subscriber { name: "a flush".to_owned(), message });
            }
        }
    }
}

impl<G: Tier> Store<G> {
    /// Calls a function before each flush, until the subscription is dropped.
    pub fn before_flush(&self, hook: impl FnMut() + Send + 'static) -> Subscription {
        let hooks = &self.inner.hooks;
        Subscription::of_hook(hooks.add(&hooks.before, Box::new(hook)))
    }

    /// Calls a function after each flush, with what the flush did, until the subscription is dropped.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static VOLUME: u8 = 5;
    ///
    /// let store = Store::manual();
    /// let _reporting = store.after_flush(|report| println!("{} of {}", report.notified, report.writes));
    /// let _telling = store.subscribe(VOLUME, |_| ());
    /// store.set(VOLUME, 6);
    /// store.flush();
    /// ```
    pub fn after_flush(&self, hook: impl FnMut(&Report) + Send + 'static) -> Subscription {
        let hooks = &self.inner.hooks;
        Subscription::of_hook(hooks.add(&hooks.after, Box::new(hook)))
    }

    /// Calls a function when the store comes to hold more than the threshold of its
    /// [`MemoryBudget`](crate::MemoryBudget), until the subscription is dropped. It is called once, and
    /// again only after the store held less in between. It is called as a hook after a flush is.
    ///
    /// ```
    /// use atomata::{MemoryBudget, Store, atom};
    ///
    /// #[atom]
    /// static TEXT: String = String::new();
    ///
    /// let store = Store::builder().immediate().memory_budget(MemoryBudget::new(10_000)).build();
    /// let _warning = store.on_memory_warning(|warning| assert!(warning.values > 8_000));
    /// let _telling = store.subscribe(TEXT, |_| ());
    /// store.set(TEXT, "x".repeat(9_000));
    /// ```
    pub fn on_memory_warning(
        &self,
        hook: impl FnMut(&MemoryWarning) + Send + 'static,
    ) -> Subscription {
        let hooks = &self.inner.hooks;
        Subscription::of_hook(hooks.add(&hooks.warnings, Box::new(hook)))
    }
}

impl Inner {
    /// Calls the hooks before a flush that has something to tell.
    #[cold]
    pub(super) fn begin_report(&self, held: &mut Option<Held<'_>>) -> (Time, Report) {
        let started = self.scheduler.now();
        let groups = mem::take(&mut *self.hooks.groups.lock());
        let report = Report { groups, ..Report::default() };
        let _flusher = Marked::with_this_thread(&self.flusher);
        if self.core_work(|state| state.groups.has_due() && !state.in_lone_flush) {
            *held = None;
            self.hooks.call(self, &self.hooks.before, |hook| hook());
        }
        (started, report)
    }

    /// Calls the hooks after a flush that told something.
    #[cold]
    pub(super) fn end_report(&self, started: Time, mut report: Report) {
        report.duration = self.scheduler.now().since(started);
        let _hooking = Marked::with_this_thread(&self.hooking);
        self.hooks.call(self, &self.hooks.after, |hook| hook(&report));
        if let Some(warning) = self.keep_to_budget() {
            self.hooks.call(self, &self.hooks.warnings, |hook| hook(&warning));
        }
        report.groups.clear();
        *self.hooks.groups.lock() = report.groups;
    }
}
