//! The places of a compiled world by handles of their own types, which a store finds without a lookup;
//! what observes is erased, as in the dynamic tier.

use atomata::{Holds, ReadHandle, Subscription, Write};

use crate::all::Graph;
use crate::world::{self, Callback, Canon, EffectCallback, Handled, Val, Verb};
use crate::{Snapshot, Store};

struct Typed<H> {
    handle: H,
    write: Option<fn(&Store, &H, Verb, &Val, bool) -> Option<Val>>,
    erased: Box<dyn Handled>,
}

impl<H: atomata::Read<Value: Canon> + 'static> Handled for Typed<H>
where
    Graph: Holds<H>,
{
    fn get(&self, store: &Store) -> Result<Val, String> {
        let value = store.try_with(self.handle.clone(), |value| value.to_val());
        value.or_else(|_| self.erased.get(store))
    }

    fn get_from(&self, snapshot: &Snapshot) -> Result<Val, String> {
        let erased = self.erased.get_from(snapshot)?;
        let typed = snapshot.with(self.handle.clone(), |value| value.to_val());
        assert_eq!(typed, erased, "a handle and the same one erased");
        Ok(typed)
    }

    fn subscribe(&self, store: &Store, call: Callback) -> Subscription {
        self.erased.subscribe(store, call)
    }

    fn effect(&self, store: &Store, call: EffectCallback) -> Subscription {
        self.erased.effect(store, call)
    }

    fn watch(&self, store: &Store) -> Box<dyn FnMut() -> Option<Val>> {
        self.erased.watch(store)
    }

    fn write(&self, store: &Store, verb: Verb, value: &Val, panics: bool) -> Option<Val> {
        match (verb, self.write) {
            (Verb::Update(_), _) | (_, None) => self.erased.write(store, verb, value, panics),
            (_, Some(write)) => write(store, &self.handle, verb, value, panics),
        }
    }

    fn number(&self) -> Option<ReadHandle<i64>> {
        self.erased.number()
    }
}

fn write<H>(store: &Store, handle: &H, verb: Verb, value: &Val, panics: bool) -> Option<Val>
where
    H: Write<Value: Canon> + 'static,
    Graph: Holds<H>,
{
    let (handle, new) = (handle.clone(), H::Value::from_val(value));
    match verb {
        Verb::Set => store.set(handle, new),
        Verb::Replace => return Some(store.replace(handle, new).to_val()),
        Verb::Take => return Some(store.take(handle).to_val()),
        Verb::Reset => store.reset(handle),
        Verb::Modify => store.modify(handle, |place| {
            *place = new;
            world::end(panics);
        }),
        Verb::Update(_) => panic!("guards differ in their types"),
    }
    None
}

/// A computed of a world.
pub(crate) fn readable<H>(handle: H) -> Box<dyn Handled>
where
    H: atomata::Read<Value: Canon> + 'static,
    Graph: Holds<H>,
{
    let erased = world::readable(handle.read_only());
    Box::new(Typed { handle, write: None, erased })
}

/// An atom of a world, or a field of one.
pub(crate) fn writable<H>(handle: H) -> Box<dyn Handled>
where
    H: Write<Value: Canon> + 'static,
    Graph: Holds<H>,
{
    let erased = world::writable(handle.erase());
    Box::new(Typed { handle, write: Some(write::<H>), erased })
}
