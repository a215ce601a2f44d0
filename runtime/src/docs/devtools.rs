//! DevTools: a page that shows what a store does, and lets you change it.
//!
//! ```
//! use atomata::{History, Store, atom};
//!
//! #[atom]
//! static VOLUME: u8 = 5;
//!
//! let store = Store::builder().history(History::new()).build();
//! store.get(VOLUME);
//! let inspector = store.devtools().serve("127.0.0.1:0")?; // prints a link to stderr
//! # Ok::<(), atomata::devtools::ServeError>(())
//! ```
//!
//! Open the link in a browser. `cargo run --example sysmon -- --devtools` has a store to look at. Without a line of
//! code, `ATOMATA_DEVTOOLS=127.0.0.1:0 cargo run` does the same for every store that is made in a program.
//! The feature `devtools` has to be on.
//!
//! # In debug builds alone
//!
//! The code of the server and its page is there where this crate is compiled with debug assertions. In a release
//! build the methods can be called, do nothing, and answer with nothing: [`serve`](crate::devtools::DevTools::serve)
//! returns `Ok`, and [`link`](crate::devtools::Inspector::link) none. The dependencies of the feature are compiled
//! and not linked. Arguments are evaluated in any case.
//!
//! # What it shows, and what it costs
//!
//! The page has the state with its computeds, the flushes with the lines that wrote, the graph, the history,
//! counts, and the answers of [`why`](crate::Store::why). It shows what is: a computed that nobody asked for is not
//! computed for it, and is shown as it was last.
//!
//! Each client has a thread, which looks at the store it watches 20 times a second. A look costs the store a lock
//! for as long as it takes to count references of what changed; all of it is written without the lock. So no
//! write waits for a client, and there is no queue that could grow: a client that reads slowly is looked after
//! less often. It then loses flushes, which are counted, and gets all that changed in one patch. Nothing is
//! written where nobody watches.
//!
//! From the first client on, the store notes [what changes](crate::docs::deltas), until it is dropped. It gets a
//! [monitor](crate::docs::monitor) where a client asks for figures.
//!
//! # Changing things
//!
//! What a client sets, inserts or removes is checked by its type, and is a turn like any other: the history has it, and
//! subscribers are told. Atoms that are `transient` or redacted can only be looked at. A store that waits can be flushed.
//!
//! [`History`](crate::History) is needed for time travel. An entry of it can be skipped, and taken back in: the states
//! after it are then worked out anew. A store has no reducers, and an entry holds values and not how they were worked
//! out: an atom that a later entry wrote, too, keeps the value of that one.
//!
//! A session can be exported and imported, in the same program or another one. It can also be had as a Rust test,
//! which sets the same atoms and asserts what is there afterwards, computeds included.
//!
//! # Who may look
//!
//! The server is for this machine, and for who has the link:
//!
//! - It is bound to a loopback address, and refuses any other.
//! - The link has a token of 256 bits from the system's randomness. It stands in the fragment, which browsers do not
//!   send, and goes to the server in a header of the handshake. Without it the page can be had, which holds no data,
//!   and nothing else.
//! - `Host` has to be the address that was bound, so that a name that was made to lead here is refused; `Origin` and
//!   `Sec-Fetch-Site` have to be the page's own. There are no CORS headers, and a content security policy lets the page
//!   load its own files and nothing else.
//! - Heads, frames and messages have a largest size, requests three seconds. There are 8 clients at most, and 32
//!   connections on the way to be one, of which the oldest goes for the next.
//!
//! Who can read the memory of the program, its stderr or the browser's history has the token. Do not serve the
//! inspector where others have an account that can.
//!
//! # What is not to be shown
//!
//! `#[atom(redact)]` keeps a value from DevTools: it is shown as `[redacted]`, and so is every computed that depends on
//! it, in any number of steps. Names are shown, also the keys of a family's members. It is neither exported nor written
//! into a test, and cannot be set.
//!
//! ```
//! # use atomata::{atom, computed};
//! #[atom(redact)]
//! static TOKEN: String = String::new();
//!
//! #[computed(deps = [TOKEN])] // not shown either
//! fn signed_in(token: &str) -> bool {
//!     !token.is_empty()
//! }
//! ```
//!
//! # Redux DevTools
//!
//! Who knows the Redux DevTools can use them: with the feature `redux-devtools`, and in debug builds,
//! `store.devtools().connect(…)` shows a store there.
//!
//! ```text
//! npx @redux-devtools/cli@4.0.3 --open --port=8000
//! ```
//!
//! ```
//! # #[cfg(feature = "redux-devtools")] {
//! # use atomata::Store;
//! let store = Store::new();
//! let bridge = store.devtools().connect("ws://127.0.0.1:8000/socketcluster/").unwrap();
//! # bridge.stop();
//! # }
//! ```
//!
//! In the page choose Settings, Connection, the custom server, and connect. That server listens on every address of
//! the machine, whatever it is told, and asks nobody for a token: use it where nobody else can reach it. Its versions
//! from 4.0.4 on have no page that works as it comes. `cargo run --example sysmon -- --redux` has a store to look at.
//!
//! Each flush is an action, named by its label or by what it wrote, with the lines that wrote it. What changes where
//! nobody is told of it has no flush: then an action is what one look found, 40 times a second. While a page is there,
//! who flushes also notes what changed, by reference. It never waits for the server: up to 64 flushes are kept
//! for a page that is slow, and what comes then becomes part of the next action. The log has 50 actions at most, and
//! fewer where the state is large, since the protocol sends all of it with each.
//!
//! | in the page | in the store |
//! |---|---|
//! | Jump, the slider | goes there by the [`History`](crate::History); without one, or where it has the state no more, writes what was there |
//! | Skip | what the other actions wrote follows from each other anew, and is written. An action holds values and not how they were worked out: one after it that set the same atom keeps what it set. It is refused where another one needs what is skipped |
//! | a write after a jump | skips what came after it, as the history leaves that on another branch |
//! | Sweep | takes what is skipped out of the list |
//! | Commit | begins a new list, and forgets the history |
//! | Revert | goes to the beginning of the list |
//! | Reset | gives atoms their initial values again |
//! | Pause | what happens meanwhile becomes one action |
//! | Lock | the page can change nothing; the program can |
//! | Export, Import | the list, with its states |
//! | the dispatcher | an action for each atom that can be written and was there when the page came, checked by its type; arguments are JSON. A custom action is JSON, too: `{"type": "set", "pointer": "/atom", "value": 1}`, with `insert` and `remove` for members |
//!
//! An order of the page flushes the store first. Actions cannot change places, and stores are not kept in step with each
//! other. Computeds of states that never were are not shown.
//!
//! # The wire
//!
//! `runtime/src/devtools/PROTOCOL.md` has what goes over the socket, for who wants to write a page of their own.
