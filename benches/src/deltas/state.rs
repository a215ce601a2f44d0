//! The state, and what changes in it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How many items there are.
pub(crate) const ITEMS: usize = 10_000;
/// How many entries there are.
pub(crate) const ENTRIES: usize = 2_000;
/// The place of the item that goes.
pub(crate) const MIDDLE: usize = ITEMS / 2;
/// The price of an item to which nothing has happened.
const PRICE: u64 = 1_999;

/// One of many in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Item {
    /// What it is told apart by.
    pub id: u32,
    /// Some words.
    pub title: String,
    /// A word.
    pub owner: String,
    /// In cents, so that it can be hashed.
    pub price: u64,
    /// How many there are.
    pub count: u32,
    /// Whether it is over.
    pub done: bool,
}

/// One of many under keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Entry {
    /// Some words.
    pub label: String,
    /// What changes.
    pub score: u64,
    /// When it was seen.
    pub seen: u64,
}

/// Preferences that lie in others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, atomata::Fields)]
pub struct Theme {
    /// A name.
    pub name: String,
    /// The size of letters.
    pub size: u32,
    /// Whether it is dark.
    pub dark: bool,
}

/// Preferences.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prefs {
    /// The one that changes.
    pub volume: u64,
    /// A word.
    pub language: String,
    /// Some in them.
    pub theme: Theme,
    /// Some words.
    pub recent: Vec<String>,
}

/// All of it as plain values: the oracle, and what other crates work on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shop {
    /// Ten thousand of them.
    pub items: Vec<Item>,
    /// Two thousand of them.
    pub entries: BTreeMap<u32, Entry>,
    /// The preferences.
    pub prefs: Prefs,
    /// Fifty thousand letters.
    pub text: String,
}

impl Item {
    /// The item that this id begins with.
    pub fn new(id: u32) -> Self {
        Self {
            id,
            title: format!("item number {id:05} of many"),
            owner: format!("owner {}", id % 97),
            price: PRICE,
            count: id % 50,
            done: id.is_multiple_of(3),
        }
    }
}

/// What changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    Nothing,
    /// One field of the preferences.
    Field,
    /// A field of one item of each hundred, neighbours, and of one entry of each hundred.
    OneInARow,
    /// A field of so many items of each hundred, here and there, and of so many entries.
    Percent(usize),
    /// An item comes in front, and goes again.
    Front,
    /// An item in the middle goes, and comes again.
    Middle,
}

impl Change {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Nothing,
        Self::Field,
        Self::OneInARow,
        Self::Percent(1),
        Self::Percent(10),
        Self::Percent(50),
        Self::Front,
        Self::Middle,
    ];

    /// The words for it.
    pub fn name(self) -> String {
        match self {
            Self::Nothing => "nothing".to_owned(),
            Self::Field => "one field".to_owned(),
            Self::OneInARow => "1 % in a row".to_owned(),
            Self::Percent(percent) => format!("{percent} % here and there"),
            Self::Front => "insert in front".to_owned(),
            Self::Middle => "remove in the middle".to_owned(),
        }
    }

    fn spread(self) -> (usize, bool) {
        match self {
            Self::OneInARow => (1, false),
            Self::Percent(percent) => (percent, true),
            _ => (0, false),
        }
    }
}

/// A change with the places where it happens.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What changes.
    pub change: Change,
    /// The items of which a field changes.
    pub items: Vec<usize>,
    /// The keys of the entries of which a field changes.
    pub entries: Vec<u32>,
}

impl From<Change> for Edit {
    fn from(change: Change) -> Self {
        let (percent, scattered) = change.spread();
        let places = |all: usize| {
            let place = move |at| if scattered { scatter(at, all) } else { all / 3 + at };
            (0..all * percent / 100).map(place)
        };
        let entries = places(ENTRIES).map(|key| key as u32).collect();
        Self { change, items: places(ITEMS).collect(), entries }
    }
}

/// The place with this number in an irregular order of all places, in which each stands once.
fn scatter(at: usize, all: usize) -> usize {
    // A permutation of a power of two, walked until it is a place.
    let size = all.next_power_of_two();
    let mut place = at;
    loop {
        place ^= place >> 5;
        place = place.wrapping_mul(0x2545) % size;
        place ^= place >> 7;
        place = place.wrapping_mul(0x9e35) % size;
        place ^= place >> 6;
        if place < all {
            return place;
        }
    }
}

/// What is written at a step: never what was there.
pub(crate) fn price(step: u64) -> u64 {
    PRICE + 1 + step % 2
}

/// The item that comes in front.
pub(crate) const NEW: u32 = 1_000_000;

impl Edit {
    /// What is written at a step: never what was there.
    pub fn price(&self, step: u64) -> u64 {
        price(step)
    }

    /// Whether the item comes at this step, or goes; and which it is.
    pub fn coming(&self, step: u64) -> (bool, Item) {
        let away = step.is_multiple_of(2);
        match self.change {
            Change::Front => (away, Item::new(NEW)),
            _ => (!away, Item::new(MIDDLE as u32)),
        }
    }

    /// Writes to plain collections.
    pub fn write(
        &self,
        items: &mut Vec<Item>,
        entries: &mut BTreeMap<u32, Entry>,
        volume: &mut u64,
        step: u64,
    ) {
        match self.change {
            Change::Nothing => {}
            Change::Field => *volume = price(step),
            Change::OneInARow | Change::Percent(_) => {
                self.items.iter().for_each(|&at| items[at].price = price(step));
                for key in &self.entries {
                    if let Some(entry) = entries.get_mut(key) {
                        entry.score = price(step);
                    }
                }
            }
            Change::Front | Change::Middle => {
                let at = if self.change == Change::Front { 0 } else { MIDDLE };
                match self.coming(step) {
                    (true, item) => items.insert(at, item),
                    (false, _) => drop(items.remove(at)),
                }
            }
        }
    }
}

impl Shop {
    /// What all begin with.
    pub fn new() -> Self {
        let words = ["state", "of", "a", "program", "as", "people", "write", "it"];
        let text: Vec<&str> = words.into_iter().cycle().take(10_000).collect();
        Self {
            items: (0..ITEMS as u32).map(Item::new).collect(),
            entries: (0..ENTRIES as u32)
                .map(|key| {
                    let label = format!("entry number {key}");
                    (key, Entry { label, score: PRICE, seen: 1_700_000_000 + u64::from(key) })
                })
                .collect(),
            prefs: Prefs {
                volume: PRICE,
                language: "en".to_owned(),
                theme: Theme { name: "plain".to_owned(), size: 12, dark: false },
                recent: (0..10).map(|file| format!("/home/user/file-{file}")).collect(),
            },
            text: text.join(" "),
        }
    }

    /// Changes it. The first, third and so on step leads away from what was there, the others back.
    pub fn write(&mut self, edit: &Edit, step: u64) {
        edit.write(&mut self.items, &mut self.entries, &mut self.prefs.volume, step);
    }

    /// What comes of so many steps.
    pub fn after(edit: &Edit, steps: u64) -> Self {
        let mut shop = Self::new();
        let is_back =
            matches!(edit.change, Change::Front | Change::Middle) && steps.is_multiple_of(2);
        if steps > 0 && !is_back {
            shop.write(edit, steps - 1);
        }
        shop
    }
}
