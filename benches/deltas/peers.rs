//! What other crates make of the same state.
//!
//! Those that compare need the state that was told last; it is brought up to date by the same writes.

use atomata_benches::deltas::{Contender, Edit, Shop};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The whole state, each time.
struct Whole {
    shop: Shop,
    json: bool,
}

pub(crate) fn full_json() -> Box<dyn Contender> {
    Box::new(Whole { shop: Shop::new(), json: true })
}

pub(crate) fn full_postcard() -> Box<dyn Contender> {
    Box::new(Whole { shop: Shop::new(), json: false })
}

impl Contender for Whole {
    fn write(&mut self, edit: &Edit, step: u64) {
        self.shop.write(edit, step);
    }

    fn tell(&mut self) -> Vec<u8> {
        if self.json {
            serde_json::to_vec(&self.shop).expect("serde knows all of it")
        } else {
            to_bytes(&self.shop)
        }
    }

    fn apply(&mut self, told: &[u8]) {
        self.shop = if self.json {
            serde_json::from_slice(told).expect("it is a state")
        } else {
            from_bytes(told)
        };
    }

    fn shop(&self) -> Shop {
        self.shop.clone()
    }
}

/// serde's tree of the state, and the difference of two as a JSON Patch.
struct JsonPatch {
    shop: Shop,
    told: Value,
}

pub(crate) fn json_patch() -> Box<dyn Contender> {
    let shop = Shop::new();
    let told = serde_json::to_value(&shop).expect("serde knows all of it");
    Box::new(JsonPatch { shop, told })
}

impl Contender for JsonPatch {
    fn write(&mut self, edit: &Edit, step: u64) {
        self.shop.write(edit, step);
    }

    fn tell(&mut self) -> Vec<u8> {
        let now = serde_json::to_value(&self.shop).expect("serde knows all of it");
        let patch = json_patch::diff(&self.told, &now);
        self.told = now;
        serde_json::to_vec(&patch).expect("a patch can be written")
    }

    fn apply(&mut self, told: &[u8]) {
        let patch: json_patch::Patch = serde_json::from_slice(told).expect("it is a patch");
        json_patch::patch(&mut self.told, &patch).expect("it fits");
        self.shop = Shop::deserialize(&self.told).expect("it is a state");
    }

    fn shop(&self) -> Shop {
        self.shop.clone()
    }
}

fn to_bytes<T: Serialize>(value: &T) -> Vec<u8> {
    postcard::to_allocvec(value).expect("postcard knows it")
}

fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> T {
    postcard::from_bytes(bytes).expect("it was written so")
}

/// What a derive of differences works on.
trait Mirror: Clone + Sized {
    fn of(shop: &Shop) -> Self;
    fn shop(&self) -> Shop;
    fn write(&mut self, edit: &Edit, step: u64);
    /// The difference as bytes; `self` becomes equal to the newer one.
    fn tell(&mut self, now: &Self) -> Vec<u8>;
    fn apply(&mut self, told: &[u8]);
}

struct Derived<M> {
    now: M,
    told: M,
    /// What `told` has to catch up with.
    written: Vec<(Edit, u64)>,
}

impl<M: Mirror> Derived<M> {
    fn boxed() -> Box<dyn Contender>
    where
        M: 'static,
    {
        let now = M::of(&Shop::new());
        Box::new(Self { told: now.clone(), now, written: Vec::new() })
    }
}

impl<M: Mirror> Contender for Derived<M> {
    fn write(&mut self, edit: &Edit, step: u64) {
        self.now.write(edit, step);
        self.written.push((edit.clone(), step));
    }

    fn tell(&mut self) -> Vec<u8> {
        let bytes = self.told.tell(&self.now);
        for (edit, step) in self.written.drain(..) {
            self.told.write(&edit, step);
        }
        bytes
    }

    fn apply(&mut self, told: &[u8]) {
        self.now.apply(told);
    }

    fn shop(&self) -> Shop {
        self.now.shop()
    }
}

/// The state as the derive of `structdiff` wants it.
///
/// Its ordered lists take the square of the length, which for ten thousand items comes to seconds. What a
/// user of it would have instead is a map by ids, which keeps no order; the item in front is put there
/// by its id.
#[allow(unreachable_pub, reason = "the derive knows no other visibility")]
mod struct_diff {
    use std::collections::BTreeMap;

    use atomata_benches::deltas::{Change, Edit, Entry, Item, Shop};
    use serde::{Deserialize, Serialize};
    use structdiff::{Difference, StructDiff};

    use super::{Mirror, from_bytes, to_bytes};

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Difference)]
    #[allow(unreachable_pub, reason = "the derive knows no other visibility")]
    pub struct Mirrored {
        #[difference(collection_strategy = "unordered_map_like", map_equality = "key_and_value")]
        items: BTreeMap<u32, Item>,
        #[difference(collection_strategy = "unordered_map_like", map_equality = "key_and_value")]
        entries: BTreeMap<u32, Entry>,
        #[difference(recurse)]
        prefs: Prefs,
        text: String,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Difference)]
    struct Prefs {
        volume: u64,
        language: String,
        #[difference(recurse)]
        theme: Theme,
        recent: Vec<String>,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Difference)]
    struct Theme {
        name: String,
        size: u32,
        dark: bool,
    }

    impl Mirror for Mirrored {
        fn of(shop: &Shop) -> Self {
            let Shop { items, entries, prefs, text } = shop.clone();
            let theme = prefs.theme;
            Self {
                items: items.into_iter().map(|item| (item.id, item)).collect(),
                entries,
                prefs: Prefs {
                    volume: prefs.volume,
                    language: prefs.language,
                    theme: Theme { name: theme.name, size: theme.size, dark: theme.dark },
                    recent: prefs.recent,
                },
                text,
            }
        }

        fn shop(&self) -> Shop {
            let mut shop = Shop::new();
            let Self { items, entries, prefs, text } = self.clone();
            let count = u32::try_from(shop.items.len()).expect("there are few");
            shop.items = items
                .range(count..)
                .chain(items.range(..count))
                .map(|(_, item)| item.clone())
                .collect();
            (shop.entries, shop.text, shop.prefs.volume) = (entries, text, prefs.volume);
            shop
        }

        fn write(&mut self, edit: &Edit, step: u64) {
            match edit.change {
                Change::Nothing => {}
                Change::Field => self.prefs.volume = edit.price(step),
                Change::OneInARow | Change::Percent(_) => {
                    for &at in &edit.items {
                        if let Some(item) = self.items.get_mut(&(at as u32)) {
                            item.price = edit.price(step);
                        }
                    }
                    for key in &edit.entries {
                        if let Some(entry) = self.entries.get_mut(key) {
                            entry.score = edit.price(step);
                        }
                    }
                }
                Change::Front | Change::Middle => {
                    let (comes, item) = edit.coming(step);
                    if comes {
                        self.items.insert(item.id, item);
                    } else {
                        self.items.remove(&item.id);
                    }
                }
            }
        }

        fn tell(&mut self, now: &Self) -> Vec<u8> {
            to_bytes(&self.diff_ref(now))
        }

        fn apply(&mut self, told: &[u8]) {
            let diffs: Vec<<Self as StructDiff>::Diff> = from_bytes(told);
            self.apply_mut(diffs);
        }
    }
}

/// The state as the derive of `delta-struct` wants it. It takes both states by value, so that each time
/// costs two clones.
mod delta_struct_ {
    use std::collections::BTreeMap;

    use atomata_benches::deltas::{Edit, Entry, Item, Shop};
    use delta_struct::Delta;

    use super::{Mirror, from_bytes, to_bytes};

    #[derive(Clone, Debug, PartialEq, Delta)]
    #[delta_struct(delta_leader = "#[derive(serde::Serialize, serde::Deserialize)]")]
    pub(super) struct Mirrored {
        #[delta_struct(field_type = "ordered")]
        items: Vec<Item>,
        #[delta_struct(field_type = "unordered")]
        entries: BTreeMap<u32, Entry>,
        #[delta_struct(field_type = "delta")]
        prefs: Prefs,
        text: String,
    }

    #[derive(Clone, Debug, PartialEq, Delta)]
    #[delta_struct(delta_leader = "#[derive(serde::Serialize, serde::Deserialize)]")]
    pub(super) struct Prefs {
        volume: u64,
        language: String,
        #[delta_struct(field_type = "delta")]
        theme: Theme,
        recent: Vec<String>,
    }

    #[derive(Clone, Debug, PartialEq, Delta)]
    #[delta_struct(delta_leader = "#[derive(serde::Serialize, serde::Deserialize)]")]
    pub(super) struct Theme {
        name: String,
        size: u32,
        dark: bool,
    }

    impl Mirror for Mirrored {
        fn of(shop: &Shop) -> Self {
            let Shop { items, entries, prefs, text } = shop.clone();
            let theme = prefs.theme;
            let theme = Theme { name: theme.name, size: theme.size, dark: theme.dark };
            let (volume, language, recent) = (prefs.volume, prefs.language, prefs.recent);
            Self { items, entries, prefs: Prefs { volume, language, theme, recent }, text }
        }

        fn shop(&self) -> Shop {
            let mut shop = Shop::new();
            let Self { items, entries, prefs, text } = self.clone();
            (shop.items, shop.entries, shop.text) = (items, entries, text);
            shop.prefs.volume = prefs.volume;
            shop
        }

        fn write(&mut self, edit: &Edit, step: u64) {
            edit.write(&mut self.items, &mut self.entries, &mut self.prefs.volume, step);
        }

        fn tell(&mut self, now: &Self) -> Vec<u8> {
            to_bytes(&Delta::delta(self.clone(), now.clone()))
        }

        fn apply(&mut self, told: &[u8]) {
            let delta: Option<MirroredDelta> = from_bytes(told);
            if let Some(delta) = delta {
                self.apply_delta(delta).expect("it fits");
            }
        }
    }
}

pub(crate) fn structdiff() -> Box<dyn Contender> {
    Derived::<struct_diff::Mirrored>::boxed()
}

pub(crate) fn delta_struct() -> Box<dyn Contender> {
    Derived::<delta_struct_::Mirrored>::boxed()
}
