//! What DevTools ask of a store besides its state.

use super::inner::Strategy;
use super::{Store, WeakStore};
use crate::batch::windows::Policy;
use crate::tier::{Dynamic, Tier};

/// What a store was made as.
pub(crate) struct Facts {
    pub(crate) number: u64,
    pub(crate) strategy: &'static str,
    pub(crate) compiled: bool,
    /// The groups with their policies; more may come.
    pub(crate) groups: Vec<(&'static str, Policy)>,
}

impl<G: Tier> Store<G> {
    /// A handle by which nothing is known of what the store holds.
    pub(crate) fn untyped(&self) -> WeakStore {
        WeakStore { inner: std::sync::Arc::downgrade(&self.inner), tier: std::marker::PhantomData }
    }
}

impl Store<Dynamic> {
    pub(crate) fn facts(&self) -> Facts {
        let policies = &self.inner.policies;
        let strategy = match self.inner.strategy {
            Strategy::Windows if policies.grouped => "smart",
            Strategy::Windows => "time",
            Strategy::Immediate => "immediate",
            Strategy::Manual => "manual",
        };
        self.state(|state| Facts {
            number: state.number(),
            strategy,
            compiled: state.graph.is_compiled(),
            groups: (0..state.groups.len())
                .map(|group| state.groups.name(group))
                .map(|name| (name, policies.of(name)))
                .collect(),
        })
    }
}

impl WeakStore<Dynamic> {
    /// Whether the last handle was dropped; unlike `upgrade` it never makes this thread the one that drops it.
    pub(crate) fn is_gone(&self) -> bool {
        self.inner.strong_count() == 0
    }
}
