//! What versions keep of collections, to tell later what became of them.

use std::mem;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::codec::AnyPiece;
use crate::slot::Garbage;
use crate::state::memory::{Bytes, Known};
use crate::sync::Mutex;

/// The bases of one version, by the generation of the atom and the mark of the field.
///
/// The store can take them away: what would have been told by one is sent as a whole then.
pub(in crate::state) struct Bases {
    shelf: Arc<Mutex<Shelf>>,
    shelves: Arc<Shelves>,
}

/// The bases of all versions of a store.
pub(in crate::state) type Shelves = Known<Mutex<Shelf>>;

type At = (u64, u16);

/// Where the store finds the bases of a version.
pub(in crate::state) struct Shelf {
    kept: FxHashMap<At, Base>,
    bytes: Bytes,
}

#[derive(Clone)]
struct Base {
    piece: Arc<dyn AnyPiece>,
    bytes: usize,
}

/// What an entry of the table takes.
const ENTRY: usize = size_of::<(At, Base)>() + 1;

impl Bases {
    pub(super) fn new(shelves: &Arc<Shelves>) -> Self {
        let shelf = shelves.add(|bytes| Mutex::new(Shelf { kept: FxHashMap::default(), bytes }));
        Self { shelf, shelves: Arc::clone(shelves) }
    }

    pub(super) fn put(&self, at: At, piece: Arc<dyn AnyPiece>, bytes: usize) {
        self.put_base(at, Base { piece, bytes: ENTRY + bytes });
    }

    fn put_base(&self, at: At, base: Base) {
        let Shelf { kept, bytes } = &mut *self.shelf.lock();
        bytes.add(base.bytes);
        if let Some(old) = kept.insert(at, base) {
            bytes.take(old.bytes);
        }
    }

    pub(super) fn take(&self, at: At) -> Option<Arc<dyn AnyPiece>> {
        let Shelf { kept, bytes } = &mut *self.shelf.lock();
        let base = kept.remove(&at)?;
        bytes.take(base.bytes);
        Some(base.piece)
    }

    /// Forgets those of atoms that are gone.
    pub(super) fn forget(&self, gone: &[u64]) {
        let Shelf { kept, bytes } = &mut *self.shelf.lock();
        for (_, base) in kept.extract_if(|(atom, _), _| gone.contains(atom)) {
            bytes.take(base.bytes);
        }
    }
}

/// A copy goes its own way.
impl Clone for Bases {
    fn clone(&self) -> Self {
        let copy = Self::new(&self.shelves);
        let kept = self.shelf.lock().kept.clone();
        for (at, base) in kept {
            copy.put_base(at, base);
        }
        copy
    }
}

/// Takes bases away, those of the oldest versions first, until so much is free; says how much is.
pub(in crate::state) fn take_away(
    shelves: &Shelves,
    enough: usize,
    garbage: &mut Garbage,
) -> usize {
    let mut freed = 0;
    for shelf in shelves.all() {
        if freed >= enough {
            break;
        }
        let mut held = shelf.lock();
        let bytes = held.bytes.get();
        held.bytes.take(bytes);
        freed += bytes;
        // What is a copy of the user's values is dropped after the lock.
        garbage.push(Box::new(mem::take(&mut held.kept)));
        drop(held);
        garbage.push(Box::new(shelf));
    }
    freed
}
