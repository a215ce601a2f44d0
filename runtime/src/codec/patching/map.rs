//! Operations on a map.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::super::AnyPiece;
use super::super::entries::Entered;
use super::super::made::Edits;
use super::super::map::Mapped;
use super::super::plain::to_json;
use super::super::wires::Unfit;
use super::{Allowance, Patching, read, read_text};
use crate::serial::patch::{Below, OpKind};

pub(in crate::codec) struct MapPatch<M: Mapped> {
    /// What becomes of each key that was named.
    entries: BTreeMap<M::Key, Option<M::Value>>,
    /// How long the map is that they fit.
    fit: usize,
    allowance: Allowance,
}

impl<M: Mapped> MapPatch<M> {
    pub(in crate::codec) fn of(len: usize) -> Self {
        Self { entries: BTreeMap::new(), fit: len, allowance: Allowance::new() }
    }

    fn find<'a>(&'a self, map: &'a M, key: &M::Key) -> Option<&'a M::Value> {
        match self.entries.get(key) {
            Some(entry) => entry.as_ref(),
            None => map.find(key),
        }
    }

    /// The text of the value of a key.
    fn written(&mut self, map: &M, key: &M::Key) -> Option<Vec<u8>> {
        let mut text = Vec::new();
        to_json(self.find(map, key)?, &mut text).ok()?;
        self.allowance.take(text.len())?;
        Some(text)
    }
}

impl<M: Mapped> Patching for MapPatch<M> {
    fn patch(&mut self, value: &dyn Any, below: &Below<'_>, why: &mut Option<Unfit>) -> Option<()> {
        let map: &M = value.downcast_ref()?;
        let key: M::Key = key_of(&below.token)?;
        let entry = match (below.kind, below.is_whole()) {
            (OpKind::Add, true) => Some(read(below, why)?),
            (OpKind::Remove, true) => {
                self.find(map, &key)?;
                None
            }
            (OpKind::Replace, true) => {
                self.find(map, &key)?;
                Some(read(below, why)?)
            }
            (OpKind::Test, _) => {
                let text = self.written(map, &key)?;
                return below.holds(&text).then_some(());
            }
            (OpKind::Add | OpKind::Remove | OpKind::Replace, false) => {
                let text = below.patched(&self.written(map, &key)?)?;
                Some(read_text(&text, why)?)
            }
            (OpKind::Copy | OpKind::Move, _) => return None,
        };
        self.entries.insert(key, entry);
        Some(())
    }

    fn finish(self: Box<Self>) -> Box<dyn AnyPiece> {
        let edits = self.entries.into_iter().map(|(key, entry)| match entry {
            Some(value) => Entered::Put(key, value),
            None => Entered::Remove(key),
        });
        Box::new(Edits::<M> { all: edits.collect(), fit: self.fit })
    }
}

/// The key that a JSON object has under a name, if it is written so: else one entry would have two names.
fn key_of<K: Serialize + DeserializeOwned>(name: &str) -> Option<K> {
    let text = object_of(name)?;
    let mut reader = serde_json::Deserializer::from_slice(&text);
    let key = reader.deserialize_map(OneKey(PhantomData)).ok()?;
    (object_of(&key)? == text).then_some(key)
}

/// An object with this one key.
fn object_of<K: Serialize + ?Sized>(key: &K) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    let mut serializer = serde_json::Serializer::new(&mut text);
    let mut object = serializer.serialize_map(Some(1)).ok()?;
    object.serialize_entry(key, &0).ok()?;
    object.end().ok()?;
    Some(text)
}

/// Reads the key of an object with one.
struct OneKey<K>(PhantomData<K>);

impl<'de, K: DeserializeOwned> Visitor<'de> for OneKey<K> {
    type Value = K;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<K, A::Error> {
        let entry = map.next_entry::<K, IgnoredAny>()?;
        entry.map(|(key, _)| key).ok_or_else(|| serde::de::Error::custom("it has no key"))
    }
}
