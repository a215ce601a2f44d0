//! The spine of a list: its chunks, and where each of them ends.

use std::sync::Arc;

use crate::collection::CHUNK;
use crate::collection::journal::{Noting, Step};

pub(crate) type Chunk<T> = Vec<Arc<T>>;

/// The chunks of a list.
pub(crate) struct Spine<T> {
    /// Invariant: none is empty or longer than [`CHUNK`], and any two neighbours together are longer than
    /// half of it.
    chunks: Vec<Arc<Chunk<T>>>,
    /// Invariant: how many items there are up to the end of each chunk.
    ends: Vec<usize>,
    /// Everything that changes a spine notes it here.
    pub(super) journal: Noting<Step>,
}

/// A copy goes its own way, and knows where it comes from.
impl<T> Clone for Spine<T> {
    fn clone(&self) -> Self {
        // Who asks often needs few; many would make snapshots larger.
        let journal = self.journal.fork((self.len() / 16).max(CHUNK));
        Self { chunks: self.chunks.clone(), ends: self.ends.clone(), journal }
    }
}

impl<T> Default for Spine<T> {
    fn default() -> Self {
        Self { chunks: Vec::new(), ends: Vec::new(), journal: Noting::new() }
    }
}

impl<T> Spine<T> {
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    #[inline]
    pub(super) fn chunks(&self) -> &[Arc<Chunk<T>>] {
        &self.chunks
    }

    /// The chunk that holds an item, and the item's place in it.
    ///
    /// The index is that of an item.
    #[inline]
    pub(super) fn locate(&self, index: usize) -> (usize, usize) {
        // It is here where all chunks before are full, and else further on.
        let mut at = index / CHUNK;
        if index >= self.ends[at] {
            at += 1;
            if index >= self.ends[at] {
                at += 1 + self.ends[at + 1..].partition_point(|&end| end <= index);
            }
        }
        (at, index - self.start(at))
    }

    #[inline]
    fn start(&self, chunk: usize) -> usize {
        if chunk == 0 { 0 } else { self.ends[chunk - 1] }
    }

    #[inline]
    pub(super) fn get(&self, index: usize) -> &Arc<T> {
        let (chunk, at) = self.locate(index);
        &self.chunks[chunk][at]
    }

    #[inline]
    pub(super) fn get_mut(&mut self, index: usize) -> &mut Arc<T> {
        self.note(|| Step::set(index));
        let (chunk, at) = self.locate(index);
        &mut Arc::make_mut(&mut self.chunks[chunk])[at]
    }

    #[inline]
    fn note(&mut self, step: impl FnOnce() -> Step) {
        let len = self.ends.last().copied().unwrap_or(0);
        self.journal.note(len, step);
    }

    #[inline]
    pub(super) fn push(&mut self, item: Arc<T>) {
        let at = self.len();
        self.note(|| Step::insert(at, 1));
        match (self.chunks.last_mut(), self.ends.last_mut()) {
            (Some(chunk), Some(end)) if chunk.len() < CHUNK => {
                Arc::make_mut(chunk).push(item);
                *end += 1;
            }
            _ => self.push_chunk(item),
        }
    }

    #[cold]
    fn push_chunk(&mut self, item: Arc<T>) {
        // A list of a few items stays small; one of several chunks goes on to grow.
        let room = if self.chunks.is_empty() { 1 } else { CHUNK };
        let mut chunk = Vec::with_capacity(room);
        chunk.push(item);
        self.ends.push(self.len() + 1);
        self.chunks.push(Arc::new(chunk));
    }

    pub(super) fn insert(&mut self, index: usize, item: Arc<T>) {
        if index == self.len() {
            return self.push(item);
        }
        self.note(|| Step::insert(index, 1));
        let (chunk, at) = self.locate(index);
        if self.chunks[chunk].len() < CHUNK {
            self.insert_into(chunk, at, item);
        } else if at > 0 {
            let tail = Arc::make_mut(&mut self.chunks[chunk]).split_off(CHUNK / 2);
            self.chunks.insert(chunk + 1, Arc::new(tail));
            self.ends.insert(chunk, self.start(chunk) + CHUNK / 2);
            let (chunk, at) =
                if at > CHUNK / 2 { (chunk + 1, at - CHUNK / 2) } else { (chunk, at) };
            self.insert_into(chunk, at, item);
        } else if chunk > 0 && self.chunks[chunk - 1].len() < CHUNK {
            self.insert_into(chunk - 1, self.chunks[chunk - 1].len(), item);
        } else {
            // Between full chunks, so that items that come in front one after the other fill it.
            let mut single = Vec::with_capacity(CHUNK);
            single.push(item);
            self.chunks.insert(chunk, Arc::new(single));
            self.ends.insert(chunk, self.start(chunk));
            self.ends[chunk..].iter_mut().for_each(|end| *end += 1);
        }
    }

    fn insert_into(&mut self, chunk: usize, at: usize, item: Arc<T>) {
        Arc::make_mut(&mut self.chunks[chunk]).insert(at, item);
        self.ends[chunk..].iter_mut().for_each(|end| *end += 1);
    }

    pub(super) fn remove(&mut self, index: usize) -> Arc<T> {
        self.note(|| Step::remove(index, 1));
        let (chunk, at) = self.locate(index);
        let item = Arc::make_mut(&mut self.chunks[chunk]).remove(at);
        self.ends[chunk..].iter_mut().for_each(|end| *end -= 1);
        self.settle(chunk);
        item
    }

    /// Makes good a chunk that has become shorter.
    fn settle(&mut self, chunk: usize) {
        if self.chunks[chunk].is_empty() {
            self.chunks.remove(chunk);
            self.ends.remove(chunk);
            // Either neighbour was longer than half a chunk.
            return;
        }
        if self.chunks[chunk].len() > CHUNK / 2 {
            return;
        }
        self.unite(chunk);
        if chunk > 0 {
            self.unite(chunk - 1);
        }
    }

    /// Makes one of a chunk and the next if they are short.
    fn unite(&mut self, chunk: usize) {
        let Some(next) = self.chunks.get(chunk + 1) else { return };
        if self.chunks[chunk].len() + next.len() <= CHUNK / 2 {
            let next = self.chunks.remove(chunk + 1);
            self.ends.remove(chunk);
            Arc::make_mut(&mut self.chunks[chunk]).extend(Arc::unwrap_or_clone(next));
        }
    }

    /// Puts items where others are. The range is one of the list.
    pub(super) fn splice(&mut self, at: usize, removed: usize, items: Vec<Arc<T>>) {
        if removed == 0 && items.is_empty() {
            return;
        }
        if at == self.len() {
            for item in items {
                self.push(item);
            }
            return;
        }
        if removed > 0 {
            self.note(|| Step::remove(at, removed));
        }
        if !items.is_empty() {
            self.note(|| Step::insert(at, items.len()));
        }
        let (first, from) = self.locate(at);
        let (last, to) = match removed {
            0 => (first, from),
            _ => {
                let (last, at) = self.locate(at + removed - 1);
                (last, at + 1)
            }
        };
        if first == last {
            let left = self.chunks[first].len() - removed + items.len();
            if left > 0 && left <= CHUNK {
                let count = items.len();
                drop(Arc::make_mut(&mut self.chunks[first]).splice(from..to, items));
                self.ends[first..].iter_mut().for_each(|end| *end = *end - removed + count);
                self.settle(first);
                return;
            }
        }
        let (head, tail) = if first == last {
            let mut head = Arc::unwrap_or_clone(self.chunks.remove(first));
            let tail = head.split_off(to);
            head.truncate(from);
            (head, tail)
        } else {
            let mut taken = self.chunks.drain(first..=last);
            let mut head = taken.next().map(Arc::unwrap_or_clone).unwrap_or_default();
            let mut tail = taken.next_back().map(Arc::unwrap_or_clone).unwrap_or_default();
            head.truncate(from);
            tail.drain(..to);
            (head, tail)
        };
        let mut run = head;
        run.reserve(items.len() + tail.len());
        run.extend(items);
        run.extend(tail);
        let fresh = cut(run);
        let count = fresh.len();
        self.chunks.splice(first..first, fresh);
        self.count_from(first);
        // Only the ends of the run can be short beside their neighbours.
        let last = first + count;
        if last > 0 {
            self.unite(last - 1);
        }
        if first > 0 {
            self.unite(first - 1);
        }
    }

    /// Removes the items at these indices, which are ascending and those of items.
    pub(super) fn remove_all(&mut self, indices: &[usize]) {
        if self.journal.is_on() {
            // From the last on, so that the others keep their indices.
            for run in indices.chunk_by(|one, next| one + 1 == *next).rev() {
                self.note(|| Step::remove(run[0], run.len()));
            }
        }
        let mut rest = indices;
        let mut at = 0;
        let mut first = None;
        for (place, (chunk, &end)) in self.chunks.iter_mut().zip(&self.ends).enumerate() {
            let count = rest.partition_point(|&index| index < end);
            if count > 0 {
                first = first.or(Some(place));
                let (here, later) = rest.split_at(count);
                let mut gone = here.iter().peekable();
                Arc::make_mut(chunk).retain(|_| {
                    let stays = gone.next_if(|&&index| index == at).is_none();
                    at += 1;
                    stays
                });
                rest = later;
            }
            at = end;
        }
        if let Some(first) = first {
            self.tidy(first.saturating_sub(1));
        }
    }

    /// Makes good any number of chunks that have become shorter, from this one on.
    fn tidy(&mut self, first: usize) {
        let rest = self.chunks.split_off(first);
        for chunk in rest {
            match self.chunks.last_mut() {
                _ if chunk.is_empty() => {}
                Some(last) if last.len() + chunk.len() <= CHUNK / 2 => {
                    Arc::make_mut(last).extend(Arc::unwrap_or_clone(chunk));
                }
                _ => self.chunks.push(chunk),
            }
        }
        self.count_from(first.saturating_sub(1));
    }

    fn count_from(&mut self, first: usize) {
        self.ends.truncate(first);
        let mut end = self.len();
        self.ends.extend(self.chunks[first..].iter().map(|chunk| {
            end += chunk.len();
            end
        }));
    }

    #[cfg(test)]
    pub(in crate::collection) fn check_invariants(&self) {
        assert_eq!(self.chunks.len(), self.ends.len());
        let mut end = 0;
        for (chunk, &said) in self.chunks.iter().zip(&self.ends) {
            assert!(!chunk.is_empty() && chunk.len() <= CHUNK, "a chunk of {}", chunk.len());
            end += chunk.len();
            assert_eq!(end, said);
        }
        for pair in self.chunks.windows(2) {
            let together = pair[0].len() + pair[1].len();
            assert!(together > CHUNK / 2, "two neighbours with {together} items");
        }
    }
}

/// Cuts a run of items into chunks of one length, about.
fn cut<T>(run: Vec<Arc<T>>) -> Vec<Arc<Chunk<T>>> {
    if run.is_empty() {
        return Vec::new();
    }
    let count = run.len().div_ceil(CHUNK);
    if count == 1 {
        return vec![Arc::new(run)];
    }
    let size = run.len().div_ceil(count);
    let mut run = run.into_iter();
    (0..count).map(|_| Arc::new(run.by_ref().take(size).collect())).collect()
}
