//! What can go wrong, and how it reads.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

/// The name of a node as it was declared, with its key if it is a member of a family: `Todo(7)`.
pub type Name = Cow<'static, str>;

/// Why a store could not do what it was asked.
///
/// The plain verbs panic with these sentences; the `try_` twins return them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Error {
    /// A compute function or an initial value panicked, here or upstream.
    Failed(Failure),
    /// A computed depends on itself; the names along the way, the first one again at the end.
    Cycle(Vec<Name>),
    /// A member of a family depends on ever more keys; the names along the way, as far as it was
    /// followed.
    Endless {
        /// How many nodes were on the way.
        depth: usize,
        /// The names at the beginning of the way.
        names: Vec<Name>,
    },
    /// The member that a bound handle or a watch stood for was removed.
    Removed {
        /// Its name.
        name: Name,
    },
    /// What was loaded for an atom that nobody had used before cannot be its value; it begins anew.
    Unread {
        /// The name of the atom or the family.
        name: Name,
        /// What is wrong with it.
        why: String,
    },
    /// Two nodes have one id.
    Collision {
        /// The node that was registered first, with its place.
        first: String,
        /// The node that came later, with its place.
        second: String,
    },
    /// A subscriber, an effect or a flush hook panicked.
    Subscriber {
        /// What it was told about.
        name: String,
        /// The message of the panic.
        message: String,
    },
    /// Subscribers kept writing what they react to.
    Runaway {
        /// How many passes the flush ran.
        passes: u32,
        /// What was still waiting to be told.
        names: Vec<Name>,
    },
    /// The atom is being updated further up on this thread, or what was asked for depends on it.
    BeingUpdated {
        /// What was asked for.
        wanted: Name,
        /// The atom whose guard is in use.
        updated: Name,
    },
    /// The verb cannot be used inside of an open turn (`batch`, `transaction`, `update`, `modify`,
    /// `read`), a subscriber or a hook.
    InsideTurn {
        /// The verb.
        verb: &'static str,
    },
    /// An optimistic update removed a member of a family, which could not be taken back from between
    /// others.
    RemovedOptimistically {
        /// Its name.
        name: Name,
    },
    /// The store keeps no history.
    NoHistory {
        /// What was asked of it.
        verb: &'static str,
    },
    /// A value panicked while the entry of a turn was made, by which the history lost its thread: it was
    /// cleared. Values are as they were written.
    HistoryLost {
        /// The message of the panic.
        message: String,
    },
    /// The history has no such point any more, or it is the point of another store.
    NoSuchPoint {
        /// The number of the point.
        point: u64,
    },
}

/// A computed without a value: its function, or something it depends on, panicked.
#[derive(Clone)]
pub struct Failure {
    /// What was asked for.
    pub(crate) name: Name,
    pub(crate) origin: Arc<Origin>,
}

/// The panic a failure began with.
#[derive(Debug)]
pub(crate) struct Origin {
    pub(crate) name: Name,
    pub(crate) message: String,
}

impl Failure {
    /// The name of what was asked for.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of the node whose function panicked.
    pub fn cause(&self) -> &str {
        &self.origin.name
    }

    /// The message of that panic.
    pub fn message(&self) -> &str {
        &self.origin.message
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure")
            .field("name", &self.name)
            .field("cause", &self.cause())
            .field("message", &self.message())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.name == self.cause() {
            write!(f, "`{}` failed: {}", self.name, self.message())
        } else {
            write!(f, "`{}` failed, because `{}` did: {}", self.name, self.cause(), self.message())
        }
    }
}

impl StdError for Failure {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(failure) => failure.fmt(f),
            Self::Cycle(path) => write!(
                f,
                "`{}` depends on itself: {}; remove one of these dependencies",
                path.first().map_or("", |name| name),
                path.join(" <- ")
            ),
            Self::Endless { depth, names } => write!(
                f,
                "`{}` depends on ever more keys, {depth} so far: {} <- …; end the chain, with a key \
                 whose dependency is absent (`checked_sub(1)?`)",
                names.first().map_or("", |name| name),
                names.join(" <- ")
            ),
            Self::Removed { name } => write!(
                f,
                "`{name}` was removed, and this handle with it; bind it again for the one that came \
                 after"
            ),
            Self::BeingUpdated { wanted, updated } if wanted == updated => {
                write!(f, "`{updated}` is being updated, so it cannot be used here; use the guard")
            }
            Self::BeingUpdated { wanted, updated } => write!(
                f,
                "`{wanted}` depends on `{updated}`, which is being updated; read it before or after"
            ),
            Self::Unread { name, why } => {
                write!(f, "`{name}` begins anew, because it was loaded and cannot be read: {why}")
            }
            Self::Collision { first, second } => write!(
                f,
                "{first} and {second} have the same id; give one of them another with `id = \"…\"`"
            ),
            Self::Subscriber { name, message } => {
                write!(f, "a subscriber of {name} panicked: {message}")
            }
            Self::Runaway { passes, names } => write!(
                f,
                "after {passes} passes subscribers still write what they are told about: {}; \
                 their values stay, the notifications are dropped",
                names.join(", ")
            ),
            Self::RemovedOptimistically { name } => write!(
                f,
                "an optimistic update cannot remove `{name}`; remove it once the update is confirmed, or \
                 write to the member that it is to go"
            ),
            Self::InsideTurn { verb } => write!(
                f,
                "`{verb}` cannot be used inside of a turn, a subscriber or a hook, \
                 because it would wait for itself; use it when that has ended, and read with `get` until then"
            ),
            Self::NoHistory { verb } => write!(
                f,
                "`{verb}` needs a history, and the store keeps none; \
                 make it with `Store::builder().history(History::new())`"
            ),
            Self::HistoryLost { message } => {
                write!(
                    f,
                    "the history was cleared, because its last turn could not be recorded: {message}"
                )
            }
            Self::NoSuchPoint { point } => write!(
                f,
                "the history has no point {point}: it was pruned, cut off by a later write, or is one \
                 of another store; pin a point to keep it"
            ),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Failed(failure) => Some(failure),
            _ => None,
        }
    }
}

/// The message of a caught panic.
pub(crate) fn panic_message(payload: &(dyn std::any::Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        (*text).to_owned()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        "a panic without a message".to_owned()
    }
}
