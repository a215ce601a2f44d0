//! The server: one address, one token, a thread that accepts and one for each connection, of which there are few.

use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use super::gate;
use super::http::{Head, Refusal, Response, send};
use super::socket;
use super::token::Token;
use crate::devtools::page;
use crate::devtools::serve::ServeError;
use crate::devtools::view::pipe::Pipe;
use crate::devtools::view::stores::{Shown, Stores};
use crate::store::{Store, WeakStore};
use crate::sync::Mutex;

/// So long a connection may take until it is a socket, or answered.
const DEADLINE: Duration = Duration::from_secs(3);

/// So many connections may be on the way; the oldest goes for the next one.
const MOST_GUESTS: usize = 32;

/// So many clients may be connected.
const MOST_CLIENTS: usize = 8;

/// The server of the environment variable, which every store is shown by that is made.
static OF_ENVIRONMENT: OnceLock<Option<Arc<Server>>> = OnceLock::new();

/// A server of the inspector.
pub(in crate::devtools) struct Server {
    address: SocketAddr,
    token: Token,
    stores: Stores,
    /// The connections that are on the way, the oldest first.
    guests: Mutex<Vec<(u64, TcpStream)>>,
    clients: AtomicUsize,
    stopped: AtomicBool,
}

/// Shows a store that was made, if the environment says so.
fn greet(store: WeakStore) {
    let server = OF_ENVIRONMENT.get_or_init(|| {
        let address = std::env::var("ATOMATA_DEVTOOLS").ok()?;
        match Server::start(&address) {
            Ok(server) => {
                eprintln!("atomata: DevTools at {}", server.link());
                Some(server)
            }
            Err(error) => {
                eprintln!("atomata: no DevTools: {error}");
                None
            }
        }
    });
    if let Some(server) = server {
        server.add(store, None);
    }
}

impl Server {
    pub(in crate::devtools) fn start(address: &str) -> Result<Arc<Self>, ServeError> {
        let wrong = |error| ServeError::Address { given: address.to_owned(), error };
        let mut addresses = address.to_socket_addrs().map_err(wrong)?;
        let none = || wrong(std::io::Error::other("it names nothing"));
        let address = addresses.next().ok_or_else(none)?;
        if !address.ip().is_loopback() {
            return Err(ServeError::NotLoopback { address });
        }
        let cannot = |error| ServeError::Bind { address, error };
        let listener = TcpListener::bind(address).map_err(cannot)?;
        let server = Arc::new(Self {
            address: listener.local_addr().map_err(cannot)?,
            token: Token::new().map_err(|error| ServeError::NoToken { error })?,
            stores: Stores::default(),
            guests: Mutex::default(),
            clients: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&server);
        let thread = thread::Builder::new().name("atomata-devtools".to_owned());
        thread.spawn(move || accepting.accept(&listener)).map_err(cannot)?;
        Ok(server)
    }

    pub(in crate::devtools) fn link(&self) -> String {
        format!("http://{}/#{}", self.address, self.token.text())
    }

    /// Shows a store, under its number if it has no name.
    pub(in crate::devtools) fn add(&self, store: WeakStore, name: Option<&str>) {
        self.stores.add(store, name);
    }

    /// The stores that are there.
    pub(super) fn stores(&self) -> Vec<Shown> {
        self.stores.list()
    }

    pub(in crate::devtools) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        for (_, guest) in self.guests.lock().drain(..) {
            let _ = guest.shutdown(Shutdown::Both);
        }
        // Wakes the thread that accepts.
        drop(TcpStream::connect(self.address));
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    fn accept(self: Arc<Self>, listener: &TcpListener) {
        for number in 0.. {
            let accepted = listener.accept();
            if self.is_stopped() {
                return;
            }
            let Ok((stream, peer)) = accepted else {
                // Too many files are open, most likely: it passes.
                thread::sleep(Duration::from_millis(50));
                continue;
            };
            if !peer.ip().is_loopback() {
                continue;
            }
            self.welcome(number, &stream);
            let server = Arc::clone(&self);
            let thread = thread::Builder::new().name("atomata-devtools-client".to_owned());
            // Where no thread can be had the connection is closed.
            let _ = thread.spawn(move || server.serve(number, stream));
        }
    }

    /// Makes room for a connection: the one goes that has been on the way for longest.
    fn welcome(&self, number: u64, stream: &TcpStream) {
        let mut guests = self.guests.lock();
        if guests.len() == MOST_GUESTS {
            let (_, oldest) = guests.remove(0);
            let _ = oldest.shutdown(Shutdown::Both);
        }
        if let Ok(stream) = stream.try_clone() {
            guests.push((number, stream));
        }
    }

    fn serve(&self, number: u64, stream: TcpStream) {
        let deadline = Instant::now() + DEADLINE;
        let opened = Pipe::new(stream).ok().and_then(|pipe| self.meet(pipe, deadline));
        self.guests.lock().retain(|(guest, _)| *guest != number);
        if let Some((pipe, rest, _place)) = opened {
            socket::run(self, pipe, rest);
        }
    }

    /// Answers a request, or opens a socket, of which the bytes that came already are handed out.
    fn meet(&self, mut pipe: Pipe, deadline: Instant) -> Option<(Pipe, Vec<u8>, Place<'_>)> {
        let head = Head::read(&mut pipe, deadline)?;
        let checked = head.and_then(|head| gate::check(&head, self.address).map(|()| head));
        let answered = checked.and_then(|head| {
            if head.path == "/socket" {
                let answer = gate::open(&head, &self.token)?;
                return Ok(Err((answer, head.rest, self.take_place()?)));
            }
            page::file(&head.path).map(Ok).ok_or(Refusal(404, "there is no such file"))
        });
        let (status, kind, body) = match answered {
            Ok(Ok((kind, body))) => (200, kind, body),
            Ok(Err((answer, rest, place))) => {
                let sent = send(&mut pipe, answer.as_bytes(), deadline);
                return sent.then_some((pipe, rest, place));
            }
            Err(Refusal(status, why)) => (status, "text/plain; charset=utf-8", why),
        };
        Response { status, kind, body }.send(&mut pipe, &gate::policy(self.address), deadline);
        None
    }

    fn take_place(&self) -> Result<Place<'_>, Refusal> {
        let taken = self.clients.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |clients| {
            (clients < MOST_CLIENTS).then_some(clients + 1)
        });
        match taken {
            Ok(_) => Ok(Place(&self.clients)),
            Err(_) => Err(Refusal(503, "too many clients are connected")),
        }
    }
}

/// The place of one client among the few; it is free again however the client ends.
struct Place<'a>(&'a AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What the environment asks to be done for every store that is made.
impl<G: crate::tier::Tier> Store<G> {
    pub(crate) fn show_if_asked(&self) {
        greet(self.untyped());
    }
}
