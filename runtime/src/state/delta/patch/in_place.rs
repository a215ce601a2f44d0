//! Does operations where they lead: a pointer is followed into the value of an atom, and what stands there
//! is read by itself.
//!
//! Nothing is refused here. What does not fit, or needs the atom as a whole, is left to the way of the
//! document, which does the operations of that atom from the beginning and says what is wrong.

use std::any::Any;
use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde_json::Value;
use serde_json::value::RawValue;

use super::super::apply::{Staged, first_in};
use super::super::leaves::with_leaf;
use super::super::{ROOT, Root};
use super::key_of;
use crate::codec::{AnyPiece, Codec, Patching, Unfit};
use crate::meta::Meta;
use crate::serial::patch::{Below, Op, OpKind, fits_at, patch_tree};
use crate::serial::pointer::{Pointer, Tokens};
use crate::state::State;
use crate::value::AnyTools;

/// What came of a patch.
pub(super) struct InPlace<'o> {
    pub(super) staged: Vec<Staged>,
    /// The operations that are left, with their indices.
    pub(super) left: Vec<(usize, &'o Op<'o>)>,
    /// A value that does not fit its place, by the index of its operation: the place of which atom, and why.
    pub(super) unfit: Vec<(usize, &'static Meta, Unfit)>,
}

/// The name of an atom in a document, and of the member where it is a family's.
type Name<'o> = (Cow<'o, str>, Option<Cow<'o, str>>);

/// An atom that a patch is about.
struct Home<'o> {
    name: Name<'o>,
    way: Way,
}

enum Way {
    /// Nothing was done yet.
    Open,
    InPlace(Atom),
    Document,
}

/// An atom, with what is done to its value.
struct Atom {
    staged: Staged,
    root: Root,
    places: BTreeMap<u16, Place>,
}

/// What becomes of one leaf.
enum Place {
    New(Box<dyn AnyPiece>),
    Tree { codec: &'static dyn Codec, tree: Value, is_changed: bool },
    Edits(Box<dyn Patching>),
}

impl State {
    /// Does what can be done in place, if the patch is not about the document as a whole.
    pub(super) fn patch_in_place<'o>(&mut self, ops: &'o [Op<'o>]) -> InPlace<'o> {
        let mut homes = Vec::new();
        let mut known = FxHashMap::default();
        // Operations on one atom mostly follow each other.
        let mut last: Option<(&str, usize)> = None;
        let mut home_of = |state: &Self, path: &'o Pointer<'o>| -> Option<usize> {
            if let Some((start, home)) = last
                && path.as_str().strip_prefix(start).is_some_and(|rest| rest.starts_with('/'))
            {
                return Some(home);
            }
            let (name, rest) = state.name_in(path)?;
            let home = *known.entry(name).or_insert_with_key(|name| {
                homes.push(Home { name: name.clone(), way: Way::Open });
                homes.len() - 1
            });
            let start = &path.as_str()[..path.as_str().len() - rest.len()];
            // The path of a family is the start of those of its members, too.
            last = (!rest.is_empty()).then_some((start, home));
            Some(home)
        };
        let mut in_homes = Vec::with_capacity(ops.len());
        let mut together = Vec::new();
        for op in ops {
            let Some(home) = home_of(self, &op.path) else { return InPlace::none(ops) };
            if let Some(from) = &op.from {
                let Some(other) = home_of(self, from) else { return InPlace::none(ops) };
                if op.kind != OpKind::Move || other != home {
                    together.extend([home, other]);
                }
            }
            in_homes.push(home);
        }
        for home in together {
            homes[home].way = Way::Document;
        }
        self.leave_families(&mut homes);
        let mut unfit = Vec::new();
        for (index, (op, &home)) in ops.iter().zip(&in_homes).enumerate() {
            let Home { name, way } = &mut homes[home];
            if let Way::Open = way {
                *way = self.atom_in_place(name).map_or(Way::Document, Way::InPlace);
            }
            if let Way::InPlace(atom) = way {
                let mut why = None;
                if atom.run(op, &mut why).is_none() {
                    unfit.extend(why.map(|why| (index, atom.staged.meta, why)));
                    *way = Way::Document;
                }
            }
        }
        let mut staged = Vec::new();
        for Home { way, .. } in &mut homes {
            if let Way::InPlace(_) = way
                && let Way::InPlace(atom) = std::mem::replace(way, Way::Document)
                && let Some(done) = atom.finish()
            {
                staged.push(done);
                *way = Way::Open;
            }
        }
        let is_left =
            |&(index, _): &(usize, &Op<'_>)| matches!(homes[in_homes[index]].way, Way::Document);
        InPlace { staged, left: ops.iter().enumerate().filter(is_left).collect(), unfit }
    }

    /// What a path is about, and what leads on from there; nothing for the whole document.
    fn name_in<'o>(&self, path: &'o Pointer<'o>) -> Option<(Name<'o>, &'o str)> {
        let mut tokens = path.tokens();
        let name = tokens.next()?;
        let is_family = self.atom_of_name(&name).is_ok_and(|meta| meta.family.is_some());
        let member = if is_family { tokens.next() } else { None };
        Some(((name, member), tokens.rest()))
    }

    /// Who names a family as a whole has to do with all of its members.
    fn leave_families(&self, homes: &mut [Home<'_>]) {
        let is_family =
            |name: &str| self.atom_of_name(name).is_ok_and(|meta| meta.family.is_some());
        let whole = |home: &&Home<'_>| home.name.1.is_none() && is_family(&home.name.0);
        let families: Vec<_> = homes.iter().filter(whole).map(|home| home.name.0.clone()).collect();
        for home in homes.iter_mut().filter(|home| families.contains(&home.name.0)) {
            home.way = Way::Document;
        }
    }

    /// The atom of a name, if it is there.
    fn atom_in_place(&mut self, (name, member): &Name<'_>) -> Option<Atom> {
        let meta = self.atom_of_name(name).ok()?;
        let key = match member {
            Some(token) => Some(key_of(meta, token).ok()?),
            None => None,
        };
        let staged = Staged::new(meta, key);
        if staged.key.is_some() && !self.contains(staged.node()).ok()? {
            return None;
        }
        let slot = self.slot(staged.node()).ok()?;
        self.ensure(slot).ok()?;
        let root = self.values.slot_mut(slot).share();
        Some(Atom { staged, root, places: BTreeMap::new() })
    }
}

impl<'o> InPlace<'o> {
    fn none(ops: &'o [Op<'o>]) -> Self {
        let left = ops.iter().enumerate().collect();
        Self { staged: Vec::new(), left, unfit: Vec::new() }
    }
}

/// A place of a value, as far as its fields lead.
struct Reached<'p> {
    mark: u16,
    tools: &'static dyn AnyTools,
    rest: Tokens<'p>,
}

impl Atom {
    /// Does one operation; nothing where it cannot be done in place, with the reason where a value does not
    /// fit.
    fn run(&mut self, op: &Op<'_>, why: &mut Option<Unfit>) -> Option<()> {
        if let Some(value) = op.value
            && matches!(op.kind, OpKind::Add | OpKind::Replace)
            && !fits_at(&op.path, value.get())
        {
            return None;
        }
        let Reached { mark, tools, mut rest } = self.reached(&op.path)?;
        let from = match &op.from {
            None => None,
            Some(from) => {
                let mut reached = self.reached(from)?;
                let token = reached.rest.next()?;
                let is_beside = reached.mark == mark && reached.rest.rest().is_empty();
                Some(is_beside.then_some(token)?)
            }
        };
        let whole = rest.clone();
        let Some(token) = rest.next() else {
            return match op.kind {
                OpKind::Add | OpKind::Replace => self.read(tools, mark, op.value?, why),
                OpKind::Test => self.test(tools, mark, op.value?),
                _ => None,
            };
        };
        let codec = tools.codec()?;
        let below = Below { kind: op.kind, token, rest, from, value: op.value };
        if !self.places.contains_key(&mark) {
            let place = self.with_leaf(mark, |value| match codec.edited() {
                Some(edited) => Some(Place::Edits(edited.patching(value).ok()?)),
                None => {
                    Some(Place::Tree { codec, tree: tree_of(codec, value)?, is_changed: false })
                }
            })?;
            self.places.insert(mark, place);
        }
        match self.places.get_mut(&mark)? {
            Place::New(_) => None,
            Place::Tree { tree, is_changed, .. } => {
                *is_changed |= op.kind != OpKind::Test;
                tree_patched(tree, &below, &whole)
            }
            Place::Edits(edits) => {
                let meta = self.staged.meta;
                with_leaf(meta.body.tools(), &*self.root, mark, |leaf| {
                    edits.patch(leaf.value, &below, why)
                })?
            }
        }
    }

    fn with_leaf<R>(&self, mark: u16, visit: impl FnOnce(&dyn Any) -> Option<R>) -> Option<R> {
        let tools = self.staged.meta.body.tools();
        with_leaf(tools, &*self.root, mark, |leaf| visit(leaf.value))?
    }

    /// Follows a path, without the name of the atom, through the fields.
    fn reached<'p>(&self, path: &'p Pointer<'_>) -> Option<Reached<'p>> {
        let mut rest = path.tokens();
        rest.next()?;
        if self.staged.key.is_some() {
            rest.next()?;
        }
        let (mut tools, mut mark) = (self.staged.meta.body.tools(), ROOT);
        while let Some(fields) = tools.fields() {
            let Some(token) = rest.next() else { break };
            mark = first_in(mark);
            let mut found = None;
            for entry in fields.table() {
                if entry.name == token {
                    found = entry.tools.filter(|_| entry.saved);
                    break;
                }
                mark += entry.width;
            }
            tools = found?;
        }
        Some(Reached { mark, tools, rest })
    }

    /// Reads a value that takes the place of another one, field by field.
    fn read(
        &mut self,
        tools: &'static dyn AnyTools,
        mark: u16,
        text: &RawValue,
        why: &mut Option<Unfit>,
    ) -> Option<()> {
        let Some(fields) = tools.fields() else {
            let piece = tools.codec()?.take_json(text.get().as_bytes());
            let piece = piece.map_err(|unfit| *why = Some(unfit)).ok()?;
            self.places.insert(mark, Place::New(piece));
            return Some(());
        };
        let mut members: BTreeMap<String, &RawValue> = serde_json::from_str(text.get()).ok()?;
        let mut at = first_in(mark);
        for entry in fields.table() {
            if let Some(tools) = entry.tools.filter(|_| entry.saved) {
                // What is missing may be an `Option`, which the way of the document knows.
                self.read(tools, at, members.remove(entry.name)?, why)?;
            }
            at += entry.width;
        }
        members.is_empty().then_some(())
    }

    /// Compares a leaf that nothing was done to.
    fn test(&self, tools: &'static dyn AnyTools, mark: u16, text: &RawValue) -> Option<()> {
        if tools.fields().is_some() || self.places.contains_key(&mark) {
            return None;
        }
        let mut there = Vec::new();
        self.with_leaf(mark, |value| tools.codec()?.put_json(value, &mut there).ok())?;
        let (token, rest) = (Cow::Borrowed(""), Tokens::default());
        let whole = Below { kind: OpKind::Test, token, rest, from: None, value: Some(text) };
        whole.holds(&there).then_some(())
    }

    fn finish(self) -> Option<Staged> {
        let mut staged = self.staged;
        for (mark, place) in self.places {
            let piece = match place {
                Place::New(piece) => piece,
                Place::Edits(edits) => edits.finish(),
                Place::Tree { is_changed: false, .. } => continue,
                Place::Tree { codec, tree, .. } => {
                    codec.take_json(&serde_json::to_vec(&tree).ok()?).ok()?
                }
            };
            staged.parts.push((mark, piece));
        }
        Some(staged)
    }
}

fn tree_of(codec: &dyn Codec, value: &dyn Any) -> Option<Value> {
    let mut text = Vec::new();
    codec.put_json(value, &mut text).ok()?;
    serde_json::from_slice(&text).ok()
}

fn tree_patched(tree: &mut Value, below: &Below<'_>, path: &Tokens<'_>) -> Option<()> {
    // A move between two places of a value is rare enough for the way of the document.
    if below.from.is_some() {
        return None;
    }
    patch_tree(tree, below.kind, path, below.value)
}
