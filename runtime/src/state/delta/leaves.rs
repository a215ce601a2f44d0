//! The leaves of a value: the places that are written and read as one.

use std::any::Any;
use std::ptr;
use std::sync::LazyLock;

use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use super::{DeltaError, ROOT, Source};
use crate::codec::Codec;
use crate::fields::{Entry, locate, offset};
use crate::id::Id;
use crate::meta::Meta;
use crate::state::Amount;
use crate::value::AnyTools;

/// One leaf.
pub(in crate::state) struct Leaf<'a> {
    pub(in crate::state) mark: u16,
    pub(in crate::state) value: &'a dyn Any,
    pub(in crate::state) tools: &'static dyn AnyTools,
    /// The names that lead there from the whole.
    pub(in crate::state) path: &'a [&'static str],
}

impl Leaf<'_> {
    /// Its codec.
    pub(in crate::state) fn codec(
        &self,
        meta: &'static Meta,
    ) -> Result<&'static dyn Codec, DeltaError> {
        self.tools.codec().ok_or_else(|| DeltaError::Unsent {
            place: place_of(meta, self.path),
            why: "its type is not `Serialize` and `Deserialize`".to_owned(),
        })
    }
}

/// `Cart.address.street`.
pub(in crate::state) fn place_of(meta: &'static Meta, path: &[&'static str]) -> String {
    std::iter::once(meta.name).chain(path.iter().copied()).collect::<Vec<_>>().join(".")
}

/// Calls with each leaf of a value that is sent, in the order of their marks.
pub(super) fn each_leaf(
    tools: &'static dyn AnyTools,
    value: &dyn Any,
    visit: &mut dyn FnMut(Leaf<'_>) -> Result<(), DeltaError>,
) -> Result<(), DeltaError> {
    let Some(fields) = tools.fields() else {
        return visit(Leaf { mark: ROOT, value, tools, path: &[] });
    };
    let mut path = Vec::new();
    each_of(fields.table(), 0, &mut path, visit, &|ordinal| fields.part(value, ordinal))
}

fn each_of<'v>(
    table: &'static [Entry],
    base: u16,
    path: &mut Vec<&'static str>,
    visit: &mut dyn FnMut(Leaf<'_>) -> Result<(), DeltaError>,
    part: &dyn Fn(usize) -> &'v dyn Any,
) -> Result<(), DeltaError> {
    let mut mark = base;
    for (ordinal, entry) in table.iter().enumerate() {
        if let Some(tools) = entry.tools.filter(|_| entry.saved) {
            let value = part(ordinal);
            path.push(entry.name);
            match tools.fields() {
                None => visit(Leaf { mark, value, tools, path })?,
                Some(fields) => {
                    let inner = |ordinal| fields.part(value, ordinal);
                    each_of(fields.table(), mark + 1, path, visit, &inner)?;
                }
            }
            path.pop();
        }
        mark += entry.width;
    }
    Ok(())
}

/// The collections of a value that note what is done to them, and what the notes take.
pub(in crate::state) fn noted_in(meta: &'static Meta, value: &dyn Any) -> Amount {
    let mut sum = Amount::default();
    let visited = each_leaf(meta.body.tools(), value, &mut |leaf| {
        let edited = leaf.tools.codec().and_then(|codec| codec.edited());
        let bytes = edited.map_or(0, |edited| edited.noted(leaf.value));
        sum += Amount { count: usize::from(bytes > 0), bytes };
        Ok(())
    });
    debug_assert!(visited.is_ok(), "looking at a leaf cannot fail");
    sum
}

impl Source {
    /// Calls with the value of the place that owns a mark, or with what is known of it; nothing where the
    /// mark is no leaf's that is sent.
    pub(super) fn with_leaf<R>(
        &self,
        tools: &'static dyn AnyTools,
        mark: u16,
        visit: impl FnOnce(Leaf<'_>) -> R,
    ) -> Option<R> {
        match self {
            Self::In(root) => with_leaf(tools, &**root, mark, visit),
            Self::Told(told) => {
                let as_told = |leaf: Leaf<'_>| visit(Leaf { value: told.value(), ..leaf });
                with_leaf(tools, &(), mark, as_told)
            }
        }
    }
}

/// Calls with the leaf that owns a mark; nothing where the mark is no leaf's that is sent.
pub(super) fn with_leaf<R>(
    tools: &'static dyn AnyTools,
    value: &dyn Any,
    mark: u16,
    visit: impl FnOnce(Leaf<'_>) -> R,
) -> Option<R> {
    if mark == ROOT {
        let leaf = Leaf { mark, value, tools, path: &[] };
        return tools.fields().is_none().then(|| visit(leaf));
    }
    let mut path = Vec::new();
    let (mut fields, mut value, mut at) = (tools.fields()?, value, mark);
    loop {
        let table = fields.table();
        let width = offset(table, table.len());
        if at >= width {
            return None;
        }
        let (ordinal, inner) = locate(table, at);
        let entry = &table[ordinal];
        let tools = entry.tools.filter(|_| entry.saved)?;
        path.push(entry.name);
        value = fields.part(value, ordinal);
        match (tools.fields(), inner) {
            (None, None) => return Some(visit(Leaf { mark, value, tools, path: &path })),
            (Some(nested), Some(inner)) => (fields, at) = (nested, inner),
            _ => return None,
        }
    }
}

/// A number that differs where the values of an atom are made up of other things. The first call for an
/// atom costs what its types are made of.
pub(super) fn shape_of(meta: &'static Meta) -> u64 {
    static KNOWN: LazyLock<Mutex<FxHashMap<usize, u64>>> = LazyLock::new(Mutex::default);
    let address = ptr::from_ref(meta).addr();
    if let Some(&known) = KNOWN.lock().get(&address) {
        return known;
    }
    // Without the lock: it runs the user's code.
    let mut shape = meta.id;
    if let Some(codec) = meta.family.and_then(|family| family.codec) {
        shape = shape.folded(&(codec.shape)().to_le_bytes());
    }
    let shape = fold_shape(meta.body.tools(), shape).as_u64();
    KNOWN.lock().insert(address, shape);
    shape
}

fn fold_shape(tools: &'static dyn AnyTools, mut shape: Id) -> Id {
    match tools.fields() {
        None => shape.folded(&tools.codec().map_or(0, Codec::shape).to_le_bytes()),
        Some(fields) => {
            for entry in fields.table() {
                shape = shape.part(entry.name);
                if let Some(tools) = entry.tools.filter(|_| entry.saved) {
                    shape = fold_shape(tools, shape);
                }
            }
            shape.folded(b"}")
        }
    }
}
