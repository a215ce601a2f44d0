//! What is told of memory: what there is, and what was freed.

use std::fmt;
use std::ops::AddAssign;

/// So many of something, and what they take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// How many there are.
    pub count: usize,
    /// What they take, in bytes.
    pub bytes: usize,
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        self.count += other.count;
        self.bytes += other.bytes;
    }
}

/// What the atoms and computeds of one group or of one name take.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Usage {
    /// The name of the group; of an atom, a computed or a family its name.
    pub name: String,
    /// How many values there are: members, of a family.
    pub count: usize,
    /// What they take, in bytes.
    pub bytes: usize,
}

impl Usage {
    pub(super) fn of((name, amount): (&str, Amount)) -> Self {
        Self { name: name.to_owned(), count: amount.count, bytes: amount.bytes }
    }
}

/// What a store takes in memory, by [`Store::memory`](crate::Store::memory).
///
/// Bytes are estimates: a value counts with its slot and with what it owns directly (the text of a `String`,
/// the buffer of a `Vec`, the chunks and items of a [`List`](crate::List)), not with what lies behind that
/// (the texts of a `Vec<String>`). As a table it is what [`Display`](fmt::Display) writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Memory {
    /// Atoms that have a value, without members of families.
    pub atoms: Amount,
    /// Computeds that have a value, without members of families.
    pub computeds: Amount,
    /// Members of families, of atoms and of computeds.
    pub members: Amount,
    /// Families, and their tables of keys.
    pub families: Amount,
    /// Of all values, the notes that a `List` or a `Map` keeps of its last steps; how many there are that
    /// keep some.
    pub journals: Amount,
    /// Dependencies, and all that is known of nodes besides their values.
    pub graph: Amount,
    /// Subscriptions and effects. What their functions own is not known.
    pub subscriptions: Amount,
    /// Entries of the history.
    pub history: Amount,
    /// Of these, the ones that lead to a pinned point.
    pub pinned: Amount,
    /// Optimistic updates that are neither confirmed nor reverted.
    pub optimistic: Amount,
    /// [`Version`](crate::Version)s, streams and serializers, and what they keep of plain collections to
    /// compare them.
    pub bases: Amount,
    /// [`Serializer`](crate::Serializer)s, and what they keep of what they wrote.
    pub caches: Amount,
    /// What was loaded and is not used yet.
    pub unread: Amount,
    /// Atoms and computeds by group, in the order of names.
    pub groups: Vec<Usage>,
    /// The ten names that take most, the largest first.
    pub largest: Vec<Usage>,
}

impl Memory {
    /// All of it, in bytes.
    pub fn total(&self) -> usize {
        self.kinds().iter().map(|(_, amount)| amount.bytes).sum()
    }

    /// What the present values take, in bytes.
    pub fn values(&self) -> usize {
        self.atoms.bytes + self.computeds.bytes + self.members.bytes + self.families.bytes
    }

    /// The kinds that make up the total.
    fn kinds(&self) -> [(&'static str, Amount); 11] {
        [
            ("atoms", self.atoms),
            ("computeds", self.computeds),
            ("members", self.members),
            ("families", self.families),
            ("graph", self.graph),
            ("subscriptions", self.subscriptions),
            ("history", self.history),
            ("optimistic", self.optimistic),
            ("bases", self.bases),
            ("caches", self.caches),
            ("unread", self.unread),
        ]
    }
}

/// A table: a row for each kind that is there, each group and each of the largest, in bytes.
impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut row = |name: &str, count: usize, bytes: usize| {
            writeln!(f, "{name:<32} {count:>10} {bytes:>14}")
        };
        for (name, amount) in self.kinds() {
            if amount != Amount::default() {
                row(name, amount.count, amount.bytes)?;
            }
            let within = match name {
                "members" => ("  of these, journals", self.journals),
                "history" => ("  of these, pinned", self.pinned),
                _ => continue,
            };
            if within.1 != Amount::default() {
                row(within.0, within.1.count, within.1.bytes)?;
            }
        }
        for Usage { name, count, bytes } in &self.groups {
            row(&format!("group {name}"), *count, *bytes)?;
        }
        for Usage { name, count, bytes } in &self.largest {
            row(name, *count, *bytes)?;
        }
        write!(f, "{:<32} {:>10} {:>14}", "total", "", self.total())
    }
}

/// What was freed, in bytes by kind, by [`Store::collect`](crate::Store::collect) or to keep a
/// [`MemoryBudget`](crate::MemoryBudget).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Freed {
    /// What [`Serializer`](crate::Serializer)s kept of what they wrote.
    pub caches: usize,
    /// What was kept of plain collections to compare them.
    pub bases: usize,
    /// Entries of the history; none by [`Store::collect`](crate::Store::collect).
    pub history: usize,
    /// Values of computeds that nobody observes.
    pub computeds: usize,
    /// Room that was not in use.
    pub room: usize,
}

impl Freed {
    /// All of it, in bytes.
    ///
    /// ```
    /// assert_eq!(atomata::Freed::default().total(), 0);
    /// ```
    pub fn total(&self) -> usize {
        self.caches + self.bases + self.history + self.computeds + self.room
    }
}
