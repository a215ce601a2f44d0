//! The thread that connects, tells the page of its stores, and does what the page asks.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use super::address::Address;
use super::instance::{Instance, error_of};
use super::orders;
use super::packet::{self, PONG, Packet};
use super::socket;
use crate::devtools::connect::ConnectError;
use crate::devtools::view::frames::Frames;
use crate::devtools::view::stores::{Stores, program};
use crate::error::panic_message;
use crate::store::WeakStore;

/// The pause before the next attempt to connect; it doubles up to the longest one.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// The time between two looks at the stores.
const TICK: Duration = Duration::from_millis(25);

/// A server that was silent for so long is gone, unless it names another time.
const SILENT: Duration = Duration::from_secs(30);

/// The numbers of the calls on the way in.
const HANDSHAKE: u64 = 1;
const LOGIN: u64 = 2;
const SUBSCRIBE_ALL: u64 = 3;
const SUBSCRIBE_OWN: u64 = 4;

/// A bridge to the Redux DevTools.
pub(in crate::devtools) struct Bridge {
    address: Address,
    stores: Stores,
    connected: AtomicBool,
    stopped: AtomicBool,
    thread: OnceLock<Thread>,
}

impl Bridge {
    pub(in crate::devtools) fn start(
        address: Address,
        store: WeakStore,
    ) -> Result<Arc<Self>, ConnectError> {
        let bridge = Arc::new(Self {
            address,
            stores: Stores::default(),
            connected: AtomicBool::new(false),
            stopped: AtomicBool::new(false),
            thread: OnceLock::new(),
        });
        bridge.add(store, None);
        let running = Arc::clone(&bridge);
        let thread = thread::Builder::new().name("atomata-redux".to_owned());
        let thread = thread.spawn(move || running.run());
        let thread = thread.map_err(|error| ConnectError::Thread { error })?;
        let _ = bridge.thread.set(thread.thread().clone());
        Ok(bridge)
    }

    pub(in crate::devtools) fn add(&self, store: WeakStore, name: Option<&str>) {
        self.stores.add(store, name);
    }

    pub(in crate::devtools) fn is_connected(&self) -> bool {
        self.connected.load(Ordering::Relaxed)
    }

    pub(in crate::devtools) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.get() {
            thread.unpark();
        }
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    fn run(&self) {
        let mut pause = FIRST_PAUSE;
        while !self.is_stopped() {
            if let Some(socket) = socket::open(&self.address, || self.is_stopped()) {
                let was_in = Session::new(self, socket).run();
                self.connected.store(false, Ordering::Relaxed);
                if was_in {
                    pause = FIRST_PAUSE;
                }
            }
            let until = Instant::now() + pause;
            while !self.is_stopped() && Instant::now() < until {
                thread::park_timeout(until.saturating_duration_since(Instant::now()));
            }
            pause = LONGEST_PAUSE.min(2 * pause);
        }
    }
}

/// One connection.
struct Session<'a> {
    bridge: &'a Bridge,
    socket: Frames,
    /// Its number at the server; empty until it is known.
    id: String,
    silent: Duration,
    /// A page is there.
    is_watched: bool,
    instances: Vec<Instance>,
}

impl<'a> Session<'a> {
    fn new(bridge: &'a Bridge, socket: Frames) -> Self {
        Self {
            bridge,
            socket,
            id: String::new(),
            silent: SILENT,
            is_watched: false,
            instances: Vec::new(),
        }
    }

    /// Stays until the server or the bridge goes; says whether the server let it in.
    fn run(mut self) -> bool {
        let mut next = Instant::now();
        self.socket.send(packet::call("#handshake", &json!({"authToken": null}), HANDSHAKE));
        while !self.socket.gone && !self.bridge.is_stopped() {
            // Nothing is gathered while something waits to go out, so that there is no queue to grow.
            if self.socket.is_full() {
                thread::sleep(Duration::from_millis(5));
                continue;
            }
            let now = Instant::now();
            if now >= next {
                next = now + TICK;
                self.tick();
            } else if let Some(frame) = self.socket.receive() {
                for packet in packet::read(&frame) {
                    self.take(packet);
                }
            }
            self.socket.gone |= self.socket.heard.elapsed() > self.silent;
        }
        let was_in = self.bridge.is_connected();
        self.socket.close();
        was_in
    }

    fn take(&mut self, packet: Packet) {
        match packet {
            Packet::Ping => self.socket.send(PONG.to_owned()),
            Packet::Answer(call, Some(answer)) => self.answered(call, &answer),
            Packet::Answer(_, None) => self.socket.gone = true,
            Packet::Published(order) => self.ordered(&order),
        }
    }

    /// The way in, one call after the other.
    fn answered(&mut self, call: u64, answer: &Value) {
        let subscribe = |channel: &str, number| {
            packet::call("#subscribe", &json!({"channel": channel}), number)
        };
        match call {
            HANDSHAKE => {
                let Some(id) = answer.get("id").and_then(Value::as_str) else {
                    self.socket.gone = true;
                    return;
                };
                id.clone_into(&mut self.id);
                if let Some(timeout) = answer.get("pingTimeout").and_then(Value::as_u64) {
                    self.silent = Duration::from_millis(timeout);
                }
                self.socket.send(packet::call("login", &json!("master"), LOGIN));
            }
            LOGIN => {
                let channel = answer.as_str().unwrap_or("respond");
                self.socket.send(subscribe(channel, SUBSCRIBE_ALL));
                // What is meant for this client alone comes by a channel of its own.
                let own = format!("sc-{}", self.id);
                self.socket.send(subscribe(&own, SUBSCRIBE_OWN));
            }
            SUBSCRIBE_OWN => {
                self.bridge.connected.store(true, Ordering::Relaxed);
                let start = json!({"type": "START", "id": self.id, "name": program()});
                self.socket.send(packet::message(&start));
            }
            _ => {}
        }
    }

    fn ordered(&mut self, order: &Value) {
        match order.get("type").and_then(Value::as_str).unwrap_or_default() {
            // Another page came, or the only one again: both have to know everything.
            "START" => {
                self.is_watched = true;
                self.show_new();
                for at in 0..self.instances.len() {
                    self.tell(at, self.instances[at].all());
                }
            }
            "STOP" | "DISCONNECTED" => {
                self.is_watched = false;
                self.instances.clear();
            }
            _ => {
                let id = order.get("instanceId").and_then(Value::as_str);
                let Some(at) = self.instances.iter().position(|known| Some(&*known.id()) == id)
                else {
                    return;
                };
                self.obey(at, order);
            }
        }
    }

    fn obey(&mut self, at: usize, order: &Value) {
        let instance = &mut self.instances[at];
        let Some(store) = instance.shown.store.upgrade() else { return };
        // What a store does for it may run code of the program's.
        let done = catch_unwind(AssertUnwindSafe(|| {
            // What happened before belongs before it.
            store.flush();
            instance.tick_of(&store);
            orders::obey(instance, &store, order)
        }));
        let done = done.unwrap_or_else(|payload| Err(panic_message(&*payload)));
        // The page has changed its own copy already, and is told how it is.
        let all = instance.all();
        if let Err(error) = done {
            self.tell(at, error_of(error));
        }
        self.tell(at, all);
    }

    fn tick(&mut self) {
        if !self.is_watched {
            return;
        }
        for at in self.show_new() {
            self.tell(at, self.instances[at].all());
        }
        for at in 0..self.instances.len() {
            // Reading a value may run code of the program's.
            let told = catch_unwind(AssertUnwindSafe(|| self.instances[at].tick()));
            for message in told.unwrap_or_default() {
                self.tell(at, message);
            }
        }
    }

    /// Begins with the stores that are not shown yet; says which they are.
    fn show_new(&mut self) -> std::ops::Range<usize> {
        self.instances.retain(|instance| !instance.shown.store.is_gone());
        let first = self.instances.len();
        for shown in self.bridge.stores.list() {
            let is_known = |known: &Instance| known.shown.number == shown.number;
            if !self.instances.iter().any(is_known) {
                self.instances.extend(Instance::new(shown));
            }
        }
        first..self.instances.len()
    }

    fn tell(&mut self, at: usize, mut message: Map<String, Value>) {
        let instance = &self.instances[at];
        message.extend(packet::parts([
            ("id", self.id.as_str().into()),
            ("instanceId", instance.id().into()),
            ("name", instance.shown.name.as_str().into()),
        ]));
        self.socket.send(packet::message(&Value::Object(message)));
    }
}
