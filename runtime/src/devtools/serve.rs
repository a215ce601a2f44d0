//! Serving the inspector: what is public of it, and what is left of that in a release build.

use std::fmt;
use std::io;
use std::net::SocketAddr;

use super::DevTools;
#[cfg(debug_assertions)]
use super::inspect::Server;
use crate::store::Store;
use crate::tier::Tier;

impl<G: Tier> DevTools<'_, G> {
    /// Serves the inspector, a page to look at the store with, and prints its link to stderr. Needs the feature
    /// `devtools`.
    ///
    /// The address has to be one of this machine's own, `127.0.0.1:0` for any free port. Threads of their own serve
    /// it until [`Inspector::stop`] or the end of the program; they do not keep the store alive, and no write waits
    /// for them. The link has a token without which nothing is read or written; see
    /// [`docs::devtools`](crate::docs::devtools).
    ///
    /// In a release build this does nothing.
    ///
    /// # Errors
    /// [`ServeError`], if the address is not of this machine alone, cannot be read, or cannot be had.
    ///
    /// ```
    /// use atomata::Store;
    ///
    /// let store = Store::new();
    /// let inspector = store.devtools().serve("127.0.0.1:0")?;
    /// if let Some(link) = inspector.link() {
    ///     assert!(link.starts_with("http://127.0.0.1:"));
    /// }
    /// # Ok::<(), atomata::devtools::ServeError>(())
    /// ```
    #[inline]
    pub fn serve(&self, address: &str) -> Result<Inspector, ServeError> {
        #[cfg(debug_assertions)]
        {
            let server = Server::start(address)?;
            server.add(self.store.untyped(), None);
            eprintln!("atomata: DevTools at {}", server.link());
            Ok(Inspector { server })
        }
        #[cfg(not(debug_assertions))]
        {
            let _ = address;
            Ok(Inspector {})
        }
    }
}

/// The inspector that [`DevTools::serve`] serves.
///
/// *Identity*: one address and one token; clones are one inspector. *Life*: until [`stop`](Self::stop) or the end of
/// the program, whether a handle is kept or not. In a release build it is empty.
#[derive(Clone)]
pub struct Inspector {
    #[cfg(debug_assertions)]
    pub(super) server: std::sync::Arc<Server>,
}

impl Inspector {
    /// Shows another store, too, under a name.
    ///
    /// ```
    /// use atomata::Store;
    ///
    /// let (shop, log) = (Store::new(), Store::new());
    /// let inspector = shop.devtools().serve("127.0.0.1:0")?;
    /// inspector.add(&log, "log");
    /// # Ok::<(), atomata::devtools::ServeError>(())
    /// ```
    #[inline]
    pub fn add<G: Tier>(&self, store: &Store<G>, name: &str) {
        #[cfg(debug_assertions)]
        self.server.add(store.untyped(), Some(name));
        #[cfg(not(debug_assertions))]
        let _ = (store, name);
    }

    /// The link that was printed, with the token; none in a release build.
    ///
    /// There is an example at [`DevTools::serve`].
    #[inline]
    pub fn link(&self) -> Option<String> {
        #[cfg(debug_assertions)]
        return Some(self.server.link());
        #[cfg(not(debug_assertions))]
        None
    }

    /// Ends the server, and closes what is connected.
    ///
    /// ```
    /// use atomata::Store;
    ///
    /// let store = Store::new();
    /// let inspector = store.devtools().serve("127.0.0.1:0")?;
    /// inspector.stop();
    /// # Ok::<(), atomata::devtools::ServeError>(())
    /// ```
    #[inline]
    pub fn stop(&self) {
        #[cfg(debug_assertions)]
        self.server.stop();
    }
}

impl fmt::Debug for Inspector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The token is a secret.
        f.write_str("Inspector")
    }
}

/// Why the inspector cannot be served.
#[derive(Debug)]
#[non_exhaustive]
pub enum ServeError {
    /// The address is none.
    Address {
        /// What was given.
        given: String,
        /// What is wrong with it.
        error: io::Error,
    },
    /// Others than this machine could reach the address.
    NotLoopback {
        /// The address.
        address: SocketAddr,
    },
    /// The address cannot be had.
    Bind {
        /// The address.
        address: SocketAddr,
        /// Why.
        error: io::Error,
    },
    /// The system gives no random numbers, of which a token could be made.
    NoToken {
        /// Why.
        error: io::Error,
    },
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address { given, error } => write!(f, "`{given}` is no address: {error}"),
            Self::NotLoopback { address } => write!(
                f,
                "DevTools are served to this machine alone, and {address} can be reached from others; use \
                 `127.0.0.1:0`"
            ),
            Self::Bind { address, error } => write!(f, "{address} cannot be had: {error}"),
            Self::NoToken { error } => write!(f, "the system gives no random token: {error}"),
        }
    }
}

impl std::error::Error for ServeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotLoopback { .. } => None,
            Self::Address { error, .. } | Self::Bind { error, .. } | Self::NoToken { error } => {
                Some(error)
            }
        }
    }
}
