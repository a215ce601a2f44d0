//! Connecting to the Redux DevTools: what is public of it, and what is left of that in a release build.

use std::fmt;
use std::io;
use std::net::SocketAddr;

use super::DevTools;
#[cfg(debug_assertions)]
use super::redux::{Address, Bridge};
use crate::store::Store;
use crate::tier::Tier;

impl<G: Tier> DevTools<'_, G> {
    /// Shows the store in the Redux DevTools, by their server at an address as
    /// `ws://127.0.0.1:8000/socketcluster/`. Needs the feature `redux-devtools`.
    ///
    /// It has to be an address of this machine. A thread of its own connects, as often as it takes, until
    /// [`ReduxBridge::stop`] or the end of the program; it does not keep the store alive, and no write waits for it.
    /// What the page can do is in [`docs::devtools`](crate::docs::devtools#redux-devtools).
    ///
    /// In a release build this does nothing.
    ///
    /// # Errors
    /// [`ConnectError`], if the address is none or not of this machine, or no thread can be had. That nobody listens
    /// there is no error.
    ///
    /// ```
    /// use atomata::Store;
    ///
    /// let store = Store::new();
    /// let bridge = store.devtools().connect("ws://127.0.0.1:8000/socketcluster/")?;
    /// bridge.stop();
    /// # Ok::<(), atomata::devtools::ConnectError>(())
    /// ```
    #[inline]
    pub fn connect(&self, address: &str) -> Result<ReduxBridge, ConnectError> {
        #[cfg(debug_assertions)]
        {
            let bridge = Bridge::start(Address::parse(address)?, self.store.untyped())?;
            Ok(ReduxBridge { bridge })
        }
        #[cfg(not(debug_assertions))]
        {
            let _ = address;
            Ok(ReduxBridge {})
        }
    }
}

/// The connection to the Redux DevTools that [`DevTools::connect`] makes.
///
/// *Identity*: one socket; clones are one bridge. *Life*: until [`stop`](Self::stop) or the end of the program,
/// whether a handle is kept or not. In a release build it is empty.
#[derive(Clone)]
pub struct ReduxBridge {
    #[cfg(debug_assertions)]
    bridge: std::sync::Arc<Bridge>,
}

impl ReduxBridge {
    /// Shows another store, too, under a name: the page has a list to choose from. A page that shows others already
    /// gets it at once.
    ///
    /// ```
    /// use atomata::Store;
    ///
    /// let (shop, log) = (Store::new(), Store::new());
    /// let bridge = shop.devtools().connect("ws://127.0.0.1:8000/socketcluster/")?;
    /// bridge.add(&log, "log");
    /// # bridge.stop();
    /// # Ok::<(), atomata::devtools::ConnectError>(())
    /// ```
    #[inline]
    pub fn add<G: Tier>(&self, store: &Store<G>, name: &str) {
        #[cfg(debug_assertions)]
        self.bridge.add(store.untyped(), Some(name));
        #[cfg(not(debug_assertions))]
        let _ = (store, name);
    }

    /// Whether there is a connection now; never in a release build.
    ///
    /// ```
    /// use atomata::Store;
    ///
    /// let store = Store::new();
    /// let bridge = store.devtools().connect("ws://127.0.0.1:9/socketcluster/")?;
    /// assert!(!bridge.is_connected()); // nobody listens there
    /// # bridge.stop();
    /// # Ok::<(), atomata::devtools::ConnectError>(())
    /// ```
    #[inline]
    pub fn is_connected(&self) -> bool {
        #[cfg(debug_assertions)]
        return self.bridge.is_connected();
        #[cfg(not(debug_assertions))]
        false
    }

    /// Closes the connection, and makes no other one.
    ///
    /// There is an example at [`DevTools::connect`].
    #[inline]
    pub fn stop(&self) {
        #[cfg(debug_assertions)]
        self.bridge.stop();
    }
}

impl fmt::Debug for ReduxBridge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReduxBridge")
    }
}

/// Why no connection to the Redux DevTools can be made.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConnectError {
    /// The address is none of the form `ws://host:port/path`.
    Address {
        /// What was given.
        given: String,
        /// What is wrong with it.
        error: io::Error,
    },
    /// The address is not of this machine alone.
    NotLoopback {
        /// The address.
        address: SocketAddr,
    },
    /// There is no thread to be had.
    Thread {
        /// Why.
        error: io::Error,
    },
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address { given, error } => {
                write!(f, "`{given}` is no address of the form `ws://host:port/path`: {error}")
            }
            Self::NotLoopback { address } => write!(
                f,
                "a store is shown to this machine alone, and {address} is another one; use \
                 `ws://127.0.0.1:8000/socketcluster/`"
            ),
            Self::Thread { error } => {
                write!(f, "there is no thread for the Redux DevTools: {error}")
            }
        }
    }
}

impl std::error::Error for ConnectError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotLoopback { .. } => None,
            Self::Address { error, .. } | Self::Thread { error } => Some(error),
        }
    }
}
