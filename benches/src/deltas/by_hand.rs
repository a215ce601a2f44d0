//! What would be written by hand for exactly this state: setters that note which places are dirty, and a
//! comparison by keys.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use postcard::ser_flavors::Flavor;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Contender;
use super::state::{Change, ENTRIES, Edit, Entry, ITEMS, Item, MIDDLE, NEW, Shop, price};

// What comes next in a message.
const SET_ITEM: u8 = 0;
const INSERT_ITEM: u8 = 1;
const REMOVE_ITEM: u8 = 2;
const PUT_ENTRY: u8 = 3;
const REMOVE_ENTRY: u8 = 4;
const VOLUME: u8 = 5;

/// Dirty bits that are set where something is written.
pub fn marked() -> Box<dyn Contender> {
    let marked = Marked {
        shop: Shop::new(),
        out: Vec::new(),
        items: vec![0; (ITEMS + 1).div_ceil(64)],
        entries: vec![0; ENTRIES.div_ceil(64)],
        volume: false,
    };
    Box::new(ByHand(Mutex::new(marked)))
}

struct ByHand(Mutex<Marked>);

struct Marked {
    shop: Shop,
    /// What has to be told before the dirty bits.
    out: Vec<u8>,
    items: Vec<u64>,
    entries: Vec<u64>,
    volume: bool,
}

impl ByHand {
    fn lock(&self) -> MutexGuard<'_, Marked> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Marked {
    fn set_price(&mut self, at: usize, price: u64) {
        let item = &mut self.shop.items[at];
        if item.price != price {
            item.price = price;
            self.items[at / 64] |= 1 << (at % 64);
        }
    }

    fn set_score(&mut self, key: u32, score: u64) {
        if let Some(entry) = self.shop.entries.get_mut(&key)
            && entry.score != score
        {
            entry.score = score;
            self.entries[key as usize / 64] |= 1 << (key % 64);
        }
    }

    fn set_volume(&mut self, volume: u64) {
        self.volume |= self.shop.prefs.volume != volume;
        self.shop.prefs.volume = volume;
    }

    /// Dirty bits are by place, so what was marked is written before places move.
    fn insert(&mut self, at: usize, item: Item) {
        self.put_items();
        put(&mut self.out, INSERT_ITEM, at as u32);
        to_bytes(&mut self.out, &item);
        self.shop.items.insert(at, item);
    }

    fn remove(&mut self, at: usize) {
        self.put_items();
        put(&mut self.out, REMOVE_ITEM, at as u32);
        self.shop.items.remove(at);
    }

    fn put_items(&mut self) {
        for (word, bits) in self.items.iter_mut().enumerate() {
            let mut left = std::mem::take(bits);
            while left != 0 {
                let at = word * 64 + left.trailing_zeros() as usize;
                left &= left - 1;
                put(&mut self.out, SET_ITEM, at as u32);
                to_bytes(&mut self.out, &self.shop.items[at]);
            }
        }
    }

    fn tell(&mut self) -> Vec<u8> {
        self.put_items();
        for (word, bits) in self.entries.iter_mut().enumerate() {
            let mut left = std::mem::take(bits);
            while left != 0 {
                let key = word as u32 * 64 + left.trailing_zeros();
                left &= left - 1;
                put(&mut self.out, PUT_ENTRY, key);
                to_bytes(&mut self.out, &self.shop.entries[&key]);
            }
        }
        if std::mem::take(&mut self.volume) {
            put(&mut self.out, VOLUME, 0);
            to_bytes(&mut self.out, &self.shop.prefs.volume);
        }
        sealed(std::mem::take(&mut self.out))
    }
}

impl Contender for ByHand {
    fn write(&mut self, edit: &Edit, step: u64) {
        let mut marked = self.lock();
        match edit.change {
            Change::Nothing => {}
            Change::Field => marked.set_volume(price(step)),
            Change::OneInARow | Change::Percent(_) => {
                edit.items.iter().for_each(|&at| marked.set_price(at, price(step)));
                edit.entries.iter().for_each(|&key| marked.set_score(key, price(step)));
            }
            Change::Front if step.is_multiple_of(2) => marked.insert(0, Item::new(NEW)),
            Change::Front => marked.remove(0),
            Change::Middle if step.is_multiple_of(2) => marked.remove(MIDDLE),
            Change::Middle => marked.insert(MIDDLE, Item::new(MIDDLE as u32)),
        }
    }

    fn tell(&mut self) -> Vec<u8> {
        self.lock().tell()
    }

    fn forget(&mut self) {
        let marked = &mut *self.lock();
        marked.out.clear();
        marked.items.fill(0);
        marked.entries.fill(0);
        marked.volume = false;
    }

    fn apply(&mut self, told: &[u8]) {
        let marked = &mut *self.lock();
        apply(&mut marked.shop, told).expect("it fits");
    }

    fn shop(&self) -> Shop {
        self.lock().shop.clone()
    }
}

/// A comparison with what was told last, items by their ids and entries by their keys.
pub fn compared() -> Box<dyn Contender> {
    Box::new(Compared { shop: Mutex::new(Shop::new()), told: Shop::new() })
}

struct Compared {
    shop: Mutex<Shop>,
    told: Shop,
}

impl Contender for Compared {
    fn write(&mut self, edit: &Edit, step: u64) {
        self.shop.lock().unwrap_or_else(PoisonError::into_inner).write(edit, step);
    }

    fn tell(&mut self) -> Vec<u8> {
        let shop = self.shop.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = Vec::new();
        compare_items(&mut self.told.items, &shop.items, &mut out);
        compare_entries(&mut self.told.entries, &shop.entries, &mut out);
        if self.told.prefs.volume != shop.prefs.volume {
            self.told.prefs.volume = shop.prefs.volume;
            put(&mut out, VOLUME, 0);
            to_bytes(&mut out, &shop.prefs.volume);
        }
        assert_eq!(self.told.text, shop.text, "nobody writes it");
        sealed(out)
    }

    fn apply(&mut self, told: &[u8]) {
        let shop = &mut *self.shop.lock().unwrap_or_else(PoisonError::into_inner);
        apply(shop, told).expect("it fits");
    }

    fn shop(&self) -> Shop {
        self.shop.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Tells what differs between two lists of items that are in one order, and makes the older one equal.
fn compare_items(old: &mut Vec<Item>, new: &[Item], out: &mut Vec<u8>) {
    let mut places: Option<HashMap<u32, usize>> = None;
    let mut at = 0;
    while at < new.len() {
        match old.get_mut(at) {
            Some(there) if there.id == new[at].id => {
                if *there != new[at] {
                    there.clone_from(&new[at]);
                    put(out, SET_ITEM, at as u32);
                    to_bytes(out, &new[at]);
                }
                at += 1;
            }
            // Either the old one has gone, or the new one has come.
            Some(there) => {
                let places = places.get_or_insert_with(|| {
                    new.iter().enumerate().map(|(at, item)| (item.id, at)).collect()
                });
                if places.contains_key(&there.id) {
                    put(out, INSERT_ITEM, at as u32);
                    to_bytes(out, &new[at]);
                    old.insert(at, new[at].clone());
                    at += 1;
                } else {
                    put(out, REMOVE_ITEM, at as u32);
                    old.remove(at);
                }
            }
            None => {
                put(out, INSERT_ITEM, at as u32);
                to_bytes(out, &new[at]);
                old.push(new[at].clone());
                at += 1;
            }
        }
    }
    while old.len() > new.len() {
        old.pop();
        put(out, REMOVE_ITEM, old.len() as u32);
    }
}

/// Tells what differs between two maps, and makes the older one equal.
fn compare_entries(old: &mut BTreeMap<u32, Entry>, new: &BTreeMap<u32, Entry>, out: &mut Vec<u8>) {
    if old.len() == new.len() && old.keys().eq(new.keys()) {
        for ((&key, there), entry) in old.iter_mut().zip(new.values()) {
            if there != entry {
                there.clone_from(entry);
                put(out, PUT_ENTRY, key);
                to_bytes(out, entry);
            }
        }
        return;
    }
    old.retain(|&key, _| {
        let stays = new.contains_key(&key);
        if !stays {
            put(out, REMOVE_ENTRY, key);
        }
        stays
    });
    for (&key, entry) in new {
        if old.get(&key) != Some(entry) {
            old.insert(key, entry.clone());
            put(out, PUT_ENTRY, key);
            to_bytes(out, entry);
        }
    }
}

enum Step {
    SetItem(usize, Item),
    InsertItem(usize, Item),
    RemoveItem(usize),
    PutEntry(u32, Entry),
    RemoveEntry(u32),
    Volume(u64),
}

/// Reads all of a message and holds it against the state before anything changes.
fn apply(shop: &mut Shop, told: &[u8]) -> Option<()> {
    let (mut told, sum) = told.split_at_checked(told.len().checked_sub(4)?)?;
    if crc32fast::hash(told).to_le_bytes() != sum {
        return None;
    }
    let (mut steps, mut len) = (Vec::new(), shop.items.len());
    while let Some((&kind, rest)) = told.split_first() {
        told = rest;
        let at: u32 = from_bytes(&mut told)?;
        let place = at as usize;
        steps.push(match kind {
            SET_ITEM if place < len => Step::SetItem(place, from_bytes(&mut told)?),
            INSERT_ITEM if place <= len => {
                len += 1;
                Step::InsertItem(place, from_bytes(&mut told)?)
            }
            REMOVE_ITEM if place < len => {
                len -= 1;
                Step::RemoveItem(place)
            }
            PUT_ENTRY => Step::PutEntry(at, from_bytes(&mut told)?),
            REMOVE_ENTRY => Step::RemoveEntry(at),
            VOLUME => Step::Volume(from_bytes(&mut told)?),
            _ => return None,
        });
    }
    for step in steps {
        match step {
            Step::SetItem(at, item) => shop.items[at] = item,
            Step::InsertItem(at, item) => shop.items.insert(at, item),
            Step::RemoveItem(at) => drop(shop.items.remove(at)),
            Step::PutEntry(key, entry) => drop(shop.entries.insert(key, entry)),
            Step::RemoveEntry(key) => drop(shop.entries.remove(&key)),
            Step::Volume(volume) => shop.prefs.volume = volume,
        }
    }
    Some(())
}

fn put(out: &mut Vec<u8>, kind: u8, at: u32) {
    out.push(kind);
    to_bytes(out, &at);
}

/// With a checksum behind it.
fn sealed(mut out: Vec<u8>) -> Vec<u8> {
    let sum = crc32fast::hash(&out);
    out.extend_from_slice(&sum.to_le_bytes());
    out
}

fn to_bytes<T: Serialize>(out: &mut Vec<u8>, value: &T) {
    postcard::serialize_with_flavor(value, Behind(out)).expect("postcard knows it");
}

fn from_bytes<T: DeserializeOwned>(from: &mut &[u8]) -> Option<T> {
    let (value, rest) = postcard::take_from_bytes(from).ok()?;
    *from = rest;
    Some(value)
}

/// Writes behind what is there already.
struct Behind<'a>(&'a mut Vec<u8>);

impl Flavor for Behind<'_> {
    type Output = ();

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}
