//! The fingerprint of what a type reads: two declarations that would read each other's bytes
//! differently have different ones.
//!
//! A type tells what it reads only by reading. So its `Deserialize` is run on a reader that has no
//! data: it notes what is asked for (kinds, names, fields, variants) and answers with something small.
//! A run goes one way through every enum, so there are several, until every variant was looked into.
//!
//! It says nothing about meaning: two types of one declaration have one fingerprint.
//!
//! What it cannot see: what a type reads through `deserialize_any` (`untagged`, `flatten`), and what
//! comes in a tuple behind an element that refuses every answer.

mod access;
mod probe;
#[cfg(test)]
mod tests;

use std::fmt;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::de::{self, DeserializeOwned};

use crate::id::Id;
use probe::Probe;

/// How many values may lie in each other before lists stay empty and options absent.
const DEEP: u16 = 32;
/// How many values may lie in each other at all, which bounds the stack.
const DEEPEST: u16 = 96;
/// How many types of one name may lie in each other before a recursion is seen.
const SAME: usize = 2;
/// How many answers a type may refuse.
const TRIES: usize = 12;
/// How many values are asked for at most, over all runs.
const STEPS: usize = 50_000;

/// The fingerprint of `T`: the same in every build and on every platform.
///
/// Costs a run of `T`'s `Deserialize` per variant of its largest enum, about; ask once per type.
pub(crate) fn shape_of<T: DeserializeOwned>() -> u64 {
    let mut survey = Survey::default();
    loop {
        survey.unfinished = 0;
        // The value is of no interest, and neither is an error that nothing is left to be done about.
        let _ =
            survey.descend(Place::ROOT, |survey| T::deserialize(Probe { survey, at: Place::ROOT }));
        if survey.unfinished == 0 || survey.steps >= STEPS {
            return survey.fingerprint();
        }
    }
}

/// Where a value stands in the type: an id of all steps from the root.
#[derive(Clone, Copy)]
struct Place {
    id: Id,
    depth: u16,
    /// Inside of a recursion: nothing is noted any more, and the shortest way out is taken.
    again: bool,
    /// How many answers were refused here and above.
    refused: usize,
}

impl Place {
    const ROOT: Self = Self { id: Id::of("root"), depth: 0, again: false, refused: 0 };

    fn part(self, index: usize) -> Self {
        let id = self.id.folded(&(index as u64).to_le_bytes());
        Self { id, depth: self.depth + 1, ..self }
    }

    /// Whether what can be left out is left out.
    const fn is_short(self) -> bool {
        self.again || self.depth > DEEP
    }
}

/// What was found out about a type.
#[derive(Default)]
struct Survey {
    /// What was noted, each with its place.
    notes: FxHashSet<u64>,
    /// The sum of the notes, so that the order of runs has no part in it.
    sum: u64,
    steps: usize,
    /// What the run has left for another one.
    unfinished: usize,
    /// Places that are known as a whole.
    complete: FxHashSet<Id>,
    /// Places whose type refused all answers.
    hopeless: FxHashSet<Id>,
    refused: FxHashMap<Id, usize>,
    /// The named types around the place being read, outermost first.
    around: Vec<Id>,
    /// For an enum by name, a variant that leads out of a recursion, and how many were tried.
    ways_out: FxHashMap<Id, (Option<usize>, usize)>,
    /// The field that was named last.
    last_field: Option<Id>,
}

impl Survey {
    fn fingerprint(&self) -> u64 {
        let count = self.notes.len() as u64;
        Id::of("shape").folded(&self.sum.to_le_bytes()).folded(&count.to_le_bytes()).as_u64()
    }

    /// Notes what is asked for at a place; gives the id of the note without the place.
    fn note(&mut self, at: Place, kind: &str, name: &str, len: usize, parts: &[&str]) -> Id {
        let begin = Id::of(kind).folded(&(len as u64).to_le_bytes()).folded(name.as_bytes());
        let note = parts.iter().fold(begin, |note, part| note.folded(part.as_bytes()));
        if !at.again {
            let placed = at.id.folded(&note.as_u64().to_le_bytes()).as_u64();
            if self.notes.insert(placed) {
                self.sum = self.sum.wrapping_add(placed);
            }
        }
        note
    }

    /// Runs what reads the parts of a named type, whose place is marked if it lies in itself too often.
    fn inside<T>(
        &mut self,
        name: Id,
        at: Place,
        read: impl FnOnce(&mut Self, Place) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        let same = self.around.iter().filter(|around| **around == name).count();
        let at = Place { again: at.again || same >= SAME, ..at };
        self.around.push(name);
        let result = read(self, at);
        self.around.pop();
        result
    }

    /// Reads the value at a place, and draws the conclusions where that fails.
    fn descend<T>(
        &mut self,
        at: Place,
        read: impl FnOnce(&mut Self) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        self.steps += 1;
        if at.depth > DEEPEST || self.steps > STEPS || self.hopeless.contains(&at.id) {
            return Err(Refused::Hopeless);
        }
        let before = self.unfinished;
        match read(self) {
            Ok(value) => {
                if self.unfinished == before {
                    self.complete.insert(at.id);
                }
                Ok(value)
            }
            // As long as something inside can be looked at, the type is not to blame.
            Err(_) if self.unfinished > before => Err(Refused::Later),
            Err(refused) => {
                let tries = self.refused.entry(at.id).or_default();
                *tries += 1;
                if *tries >= TRIES || !matches!(refused, Refused::ByType) {
                    self.hopeless.insert(at.id);
                }
                self.unfinished += 1;
                Err(Refused::Later)
            }
        }
    }

    /// The place with what was refused at it.
    fn informed(&self, at: Place) -> Place {
        let here = self.refused.get(&at.id).copied().unwrap_or_default();
        Place { refused: at.refused + here, ..at }
    }

    /// Whether there is nothing to be learned at a place.
    fn is_known(&self, at: Place) -> bool {
        self.complete.contains(&at.id) || self.hopeless.contains(&at.id)
    }

    /// The variant to go into.
    fn choose(&mut self, enumeration: Id, at: Place, count: usize) -> usize {
        if at.is_short() {
            let (way_out, tried) = self.ways_out.entry(enumeration).or_default();
            *tried += 1;
            return way_out.unwrap_or((*tried - 1) % count.max(1));
        }
        let mut variants = 0..count;
        let unknown = variants.clone().find(|&variant| !self.is_known(at.part(variant)));
        let good = || variants.find(|&variant| !self.hopeless.contains(&at.part(variant).id));
        unknown.or_else(good).unwrap_or(0)
    }

    /// Notes that a variant was read to its end.
    fn chosen_well(&mut self, enumeration: Id, at: Place, variant: usize, count: usize) {
        self.ways_out.entry(enumeration).or_default().0.get_or_insert(variant);
        self.look_for_more(at, count);
    }

    /// Asks for another run if there are variants nobody looked into.
    fn look_for_more(&mut self, at: Place, count: usize) {
        if !at.is_short() && (0..count).any(|variant| !self.is_known(at.part(variant))) {
            self.unfinished += 1;
        }
    }
}

/// Why reading ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    /// The type does not like the answer.
    ByType,
    /// A field is there twice, under another name of it.
    Duplicate,
    /// There is no answer that the type likes, or no room to go on.
    Hopeless,
    /// Another run will know better.
    Later,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no data to read")
    }
}

impl std::error::Error for Refused {}

impl de::Error for Refused {
    fn custom<T: fmt::Display>(_message: T) -> Self {
        Self::ByType
    }

    fn missing_field(_field: &'static str) -> Self {
        // Fields are left out where they are hopeless.
        Self::Hopeless
    }

    fn duplicate_field(_field: &'static str) -> Self {
        Self::Duplicate
    }
}
