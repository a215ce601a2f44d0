//! What DevTools look at: nodes and values of types that nobody knows.

use rustc_hash::{FxHashMap, FxHashSet};

use super::delta::{REDACTED, Root, put_value, token_of};
use super::families::Role;
use super::{Filter, State};
use crate::error::Name;
use crate::fields::AnyFields;
use crate::meta::{Kind, Meta};
use crate::slot::AnySlot;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Atom,
    Computed,
    Family,
}

/// What is known of one node.
pub(crate) struct Look {
    /// What no other node of the store ever has.
    pub(crate) number: u64,
    pub(crate) sort: Sort,
    pub(crate) meta: &'static Meta,
    pub(crate) name: Name,
    /// Of a member: its family, and its key as it stands in documents.
    pub(crate) family: Option<u64>,
    pub(crate) key: Option<String>,
    pub(crate) deps: Vec<u64>,
    pub(crate) fields: Vec<&'static str>,
    pub(crate) type_name: &'static str,
    pub(crate) writable: bool,
    /// It, or something it depends on, is not to be shown.
    pub(crate) redacted: bool,
    /// It can be asked for as JSON.
    pub(crate) is_json: bool,
}

impl Look {
    /// Whether it is a family of which members can be written.
    pub(crate) fn is_family_of_atoms(&self) -> bool {
        self.sort == Sort::Family
            && self.meta.kind == Kind::Atom
            && !self.meta.transient
            && !self.redacted
    }

    /// Whether it is an atom or a family of atoms that can be written.
    pub(crate) fn is_written(&self) -> bool {
        self.family.is_none() && (self.writable || self.is_family_of_atoms())
    }
}

/// What of a node changes all the time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) version: u64,
    pub(crate) bytes: usize,
    pub(crate) subscribers: usize,
}

/// A computed and what it came to.
pub(crate) struct Came {
    pub(crate) number: u64,
    meta: &'static Meta,
    /// Nothing, if it is not to be shown.
    root: Option<Root>,
}

impl Came {
    /// Writes the value as JSON.
    pub(crate) fn put(&self, out: &mut Vec<u8>) {
        match &self.root {
            Some(root) => drop(put_value(self.meta, root, out)),
            None => out.extend_from_slice(REDACTED.as_bytes()),
        }
    }
}

impl State {
    /// A number that is another one when nodes came or went.
    pub(crate) fn generations(&self) -> u64 {
        self.values.generations
    }

    /// The numbers of the nodes there are.
    pub(crate) fn node_numbers(&self) -> FxHashSet<u64> {
        self.node_slots().map(|slot| self.values.generation(slot)).collect()
    }

    /// The node of a number, if it is still there.
    pub(crate) fn slot_of_number(&self, number: u64) -> Option<u32> {
        self.node_slots().find(|&slot| self.values.generation(slot) == number)
    }

    /// What is known of the nodes that are not known yet. Those that are not to be shown are added to `redacted`.
    pub(crate) fn look(&self, is_known: impl Fn(u64) -> bool) -> Vec<Look> {
        let is_new = |&slot: &u32| !is_known(self.values.generation(slot));
        let new = self.node_slots().filter(is_new);
        new.map(|slot| self.look_up(slot)).collect()
    }

    pub(crate) fn look_up(&self, slot: u32) -> Look {
        let home = &self.values.homes[slot as usize];
        let meta = home.meta;
        let sort = match home.role {
            Role::Keys => Sort::Family,
            _ if meta.kind == Kind::Computed => Sort::Computed,
            _ => Sort::Atom,
        };
        let key = (home.role == Role::Member).then(|| self.values.key(slot)).flatten();
        let tools = meta.body.tools();
        let fields = tools.fields().map_or(&[][..], AnyFields::table).iter();
        let fields = fields.filter(|entry| entry.saved && entry.tools.is_some());
        let is_sent = tools.fields().is_some() || tools.codec().is_some();
        let redacted = self.is_redacted(slot);
        Look {
            number: home.generation,
            sort,
            meta,
            name: if sort == Sort::Family { meta.name.into() } else { self.values.name(slot) },
            family: key.map(|_| self.values.generation(home.keys)),
            key: key.map(|key| {
                let written = token_of(meta, &key.to_shared());
                written.unwrap_or_else(|_| meta.member_name(key))
            }),
            deps: self.deps_of(slot).map(|dep| self.values.generation(dep)).collect(),
            fields: fields.map(|entry| entry.name).collect(),
            type_name: tools.type_name(),
            writable: sort == Sort::Atom && is_sent && !meta.transient && !redacted,
            redacted,
            is_json: tools.is_json(),
        }
    }

    /// Whether a node, or anything it depends on, is not to be shown.
    pub(crate) fn is_redacted(&self, slot: u32) -> bool {
        let mut line = vec![slot];
        let mut seen = FxHashSet::default();
        while let Some(slot) = line.pop() {
            if self.meta(slot).redacted {
                return true;
            }
            line.extend(self.deps_of(slot).filter(|&dep| seen.insert(dep)));
        }
        false
    }

    /// The computeds that came to something since a revision. Nothing is computed for it.
    pub(crate) fn computeds_since(&mut self, revision: u64) -> Vec<Came> {
        let has_come = |&slot: &u32| {
            self.values.is_computed(slot)
                && self.graph.changed(slot) > revision
                && self.values.slot_ref(slot).has_value()
        };
        let slots: Vec<u32> = self.node_slots().filter(has_come).collect();
        let mut found = Vec::with_capacity(slots.len());
        for slot in slots {
            let is_shown = !self.is_redacted(slot);
            found.push(Came {
                number: self.values.generation(slot),
                meta: self.meta(slot),
                root: is_shown.then(|| self.values.slot_mut(slot).share()),
            });
        }
        found
    }

    /// The counts of each node; what a value takes that is the same as before is known from then.
    pub(crate) fn count_nodes(&self, before: &FxHashMap<u64, Counts>) -> FxHashMap<u64, Counts> {
        let count = |slot: u32| {
            let (number, version) = (self.values.generation(slot), self.graph.changed(slot));
            let value = self.values.slot_ref(slot);
            // To estimate a value may take writing some of it, and it is asked for again and again.
            let is_same = |known: &&Counts| known.version == version && value.has_value();
            let known = before.get(&number).filter(is_same);
            let counts = Counts {
                version,
                bytes: known.map_or_else(|| AnySlot::bytes(value), |known| known.bytes),
                subscribers: self.graph.watchers(slot).len(),
            };
            (number, counts)
        };
        self.node_slots().map(count).collect()
    }

    /// Gives an atom the value that it began with.
    pub(crate) fn begin_anew(&mut self, slot: u32) {
        let initial = self.initial_parts(slot);
        self.put_parts(slot, initial);
    }

    /// Everything that DevTools show of atoms.
    pub(crate) fn all_shown() -> Filter {
        Filter { transient: true, ..Filter::default() }
    }

    fn deps_of(&self, slot: u32) -> impl Iterator<Item = u32> + '_ {
        // What stands for all members of a family is that family to the user.
        self.graph.deps(slot).iter().map(|&dep| {
            let home = &self.values.homes[dep as usize];
            if home.role == Role::Each { self.families.list[home.entry as usize].keys } else { dep }
        })
    }

    fn node_slots(&self) -> impl Iterator<Item = u32> + '_ {
        let is_node = |home: &super::families::Home| match home.role {
            Role::Free | Role::Removed | Role::Each => false,
            Role::Member => home.present || home.meta.kind == Kind::Computed,
            Role::Plain | Role::Keys => true,
        };
        let homes = (0..).zip(&self.values.homes);
        homes.filter(move |(_, home)| is_node(home)).map(|(slot, _)| slot)
    }
}
