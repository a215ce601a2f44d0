//! The places of a world as a store knows them, whatever the type of their values.

use std::any::Any;

use atomata::{Error, Guarded, Handle, ReadHandle, Snapshot, Store, Subscription};

use super::{Canon, Val, end};

/// One write into a struct through its guard.
#[derive(Clone, Debug)]
pub struct Touch {
    /// The field, counting the leaves of the struct in order.
    pub leaf: usize,
    /// What is done with it.
    pub how: How,
    /// The value it is done with.
    pub value: Val,
}

/// What is done with the cell of a guard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// `cell.set(value)`.
    Set,
    /// `*cell = value`.
    Assign,
    /// `*cell = value`, and then what stood there.
    WriteBack,
    /// A look, which writes nothing.
    Look,
}

impl How {
    /// Does it.
    pub fn apply<V: Canon>(self, value: &Val, cell: &mut Guarded<'_, V>) {
        let new = V::from_val(value);
        match self {
            Self::Set => cell.set(new),
            Self::Assign => **cell = new,
            Self::WriteBack => {
                let old = cell.replace(new);
                **cell = old;
            }
            Self::Look => assert!(cell.to_val() == cell.to_val()),
        }
    }
}

/// How a place is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// `set`.
    Set,
    /// `replace`.
    Replace,
    /// `take`.
    Take,
    /// `reset`.
    Reset,
    /// `modify`.
    Modify,
    /// `update`, with a guard of the whole place.
    Update(How),
}

impl Verb {
    /// Whether the verb takes a closure, which can panic.
    pub fn has_closure(self) -> bool {
        matches!(self, Self::Modify | Self::Update(_))
    }
}

/// A callback of a subscription.
pub type Callback = Box<dyn FnMut(Val) + Send>;

/// A callback of an effect.
pub type EffectCallback = Box<dyn FnMut(&Store, Val) + Send>;

/// A place of a world as a store knows it, whatever the type of its value.
pub trait Handled: Send + Sync {
    /// `try_get`, or the name of the node that failed.
    ///
    /// # Errors
    /// If the node, or one it depends on, panicked.
    fn get(&self, store: &Store) -> Result<Val, String>;
    /// As `get`, from a snapshot.
    ///
    /// # Errors
    /// As `get`.
    fn get_from(&self, snapshot: &Snapshot) -> Result<Val, String>;
    /// `subscribe`.
    fn subscribe(&self, store: &Store, call: Callback) -> Subscription;
    /// `effect`.
    fn effect(&self, store: &Store, call: EffectCallback) -> Subscription;
    /// `watch`, as the function that polls it.
    fn watch(&self, store: &Store) -> Box<dyn FnMut() -> Option<Val>>;
    /// Writes, and returns the value before if the verb hands it out. With `panics` the closure of
    /// the verb ends in a panic.
    fn write(&self, store: &Store, verb: Verb, value: &Val, panics: bool) -> Option<Val>;
    /// The handle, if the value is a number.
    fn number(&self) -> Option<ReadHandle<i64>>;
}

fn cause<T>(result: Result<T, Error>) -> Result<T, String> {
    result.map_err(|error| match error {
        Error::Failed(failure) => failure.cause().to_owned(),
        other => panic!("{other}"),
    })
}

struct Readable<V: 'static>(ReadHandle<V>);

impl<V: Canon> Handled for Readable<V> {
    fn get(&self, store: &Store) -> Result<Val, String> {
        cause(store.try_get(&self.0)).map(|value| value.to_val())
    }

    fn get_from(&self, snapshot: &Snapshot) -> Result<Val, String> {
        cause(snapshot.try_get(&self.0)).map(|value| value.to_val())
    }

    fn subscribe(&self, store: &Store, mut call: Callback) -> Subscription {
        store.subscribe(self.0.clone(), move |value: &V| call(value.to_val()))
    }

    fn effect(&self, store: &Store, mut call: EffectCallback) -> Subscription {
        store.effect(self.0.clone(), move |store, value: &V| call(store, value.to_val()))
    }

    fn watch(&self, store: &Store) -> Box<dyn FnMut() -> Option<Val>> {
        let mut watch = store.watch(self.0.clone());
        Box::new(move || watch.changed().map(|value| value.to_val()))
    }

    fn write(&self, _: &Store, _: Verb, _: &Val, _: bool) -> Option<Val> {
        panic!("a computed cannot be written")
    }

    fn number(&self) -> Option<ReadHandle<i64>> {
        let handle: &dyn Any = &self.0;
        handle.downcast_ref().cloned()
    }
}

struct Writable<V: 'static> {
    handle: Handle<V>,
    read: Readable<V>,
}

impl<V: Canon> Handled for Writable<V> {
    fn get(&self, store: &Store) -> Result<Val, String> {
        self.read.get(store)
    }

    fn get_from(&self, snapshot: &Snapshot) -> Result<Val, String> {
        self.read.get_from(snapshot)
    }

    fn subscribe(&self, store: &Store, call: Callback) -> Subscription {
        self.read.subscribe(store, call)
    }

    fn effect(&self, store: &Store, call: EffectCallback) -> Subscription {
        self.read.effect(store, call)
    }

    fn watch(&self, store: &Store) -> Box<dyn FnMut() -> Option<Val>> {
        self.read.watch(store)
    }

    fn write(&self, store: &Store, verb: Verb, value: &Val, panics: bool) -> Option<Val> {
        let handle = &self.handle;
        match verb {
            Verb::Set => store.set(handle, V::from_val(value)),
            Verb::Replace => return Some(store.replace(handle, V::from_val(value)).to_val()),
            Verb::Take => return Some(store.take(handle).to_val()),
            Verb::Reset => store.reset(handle),
            Verb::Modify => store.modify(handle, |place: &mut V| {
                *place = V::from_val(value);
                end(panics);
            }),
            Verb::Update(how) => store.update(handle, |cell| {
                how.apply(value, cell);
                end(panics);
            }),
        }
        None
    }

    fn number(&self) -> Option<ReadHandle<i64>> {
        self.read.number()
    }
}

/// A computed of a world.
pub fn readable<V: Canon>(handle: ReadHandle<V>) -> Box<dyn Handled> {
    Box::new(Readable(handle))
}

/// An atom of a world, or a field of one.
pub fn writable<V: Canon>(handle: Handle<V>) -> Box<dyn Handled> {
    let read = Readable(handle.read_only());
    Box::new(Writable { handle, read })
}

/// Writes fields of a struct atom through one guard.
pub type TouchFn = fn(&Store, &[Touch], panics: bool);
