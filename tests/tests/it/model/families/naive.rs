//! Families taken by the letter: two lists of members.

use super::program::{KEYS, Op, Place, Write};
use super::{Event, Val};

/// A member, and when each part of it was marked as changed.
#[derive(Clone, Debug, PartialEq)]
struct Member<V> {
    key: u8,
    value: V,
    marks: [u64; 2],
}

#[derive(Clone)]
struct Values {
    scale: i64,
    parts: Vec<Member<i64>>,
    rows: Vec<Member<(i64, String)>>,
    /// When members came or went last.
    part_keys: u64,
    row_keys: u64,
    /// How often the part of each key was removed, and the row.
    removed: [[u32; KEYS as usize]; 2],
    /// The subscriptions that end when the transaction succeeds.
    ending: Vec<usize>,
}

struct Subscription {
    place: Place,
    write: Option<Write>,
    live: bool,
    ended: bool,
    seen: Val,
    seen_at: u64,
}

pub(super) struct Naive {
    immediate: bool,
    values: Values,
    now: u64,
    subscriptions: Vec<Subscription>,
    /// The key, how often it had been removed, and whether it was let go.
    bound: Vec<Option<(u8, u32)>>,
    watches: Vec<Option<(u8, u32, i64)>>,
    snapshot: Option<Values>,
    events: Vec<Event>,
    turns: u32,
    transactions: u32,
    flushing: bool,
    kept: [bool; KEYS as usize],
}

pub(super) fn name(drawn: u8) -> String {
    ["", "a", "b"][usize::from(drawn) % 3].to_owned()
}

impl Values {
    fn part(&self, key: u8) -> i64 {
        // The initial value follows from the key.
        self.parts.iter().find(|part| part.key == key).map_or(i64::from(key), |part| part.value)
    }

    fn row(&self, key: u8) -> (i64, String) {
        let row = self.rows.iter().find(|row| row.key == key);
        row.map_or_else(Default::default, |row| row.value.clone())
    }

    fn factor(&self) -> i64 {
        self.scale.rem_euclid(2) + 1
    }

    fn read(&self, place: Place) -> Val {
        match place {
            Place::Scale => Val::Int(self.scale),
            Place::Part(key) => Val::Int(self.part(key)),
            Place::Row(key) => {
                let (count, name) = self.row(key);
                Val::Row(count, name)
            }
            Place::Count(key) => Val::Int(self.row(key).0),
            Place::Name(key) => Val::Text(self.row(key).1),
            Place::Factor => Val::Int(self.factor()),
            Place::Scaled(key) => Val::Int(self.part(key) * self.factor()),
            Place::Kept(key) => Val::Int(self.part(key) * self.scale),
            Place::Prefix(key) => Val::Int((0..=key).map(|key| self.part(key)).sum()),
            Place::PartKeys => Val::Keys(self.parts.iter().map(|part| part.key).collect()),
            Place::RowKeys => Val::Keys(self.rows.iter().map(|row| row.key).collect()),
            Place::HowMany => Val::Int(self.parts.len() as i64),
            Place::Total => Val::Int(self.parts.iter().map(|part| part.value).sum()),
            Place::Names => {
                Val::Names(self.rows.iter().map(|row| (row.key, row.value.1.clone())).collect())
            }
            Place::Mixed => {
                let keys = self.rows.len() as i64;
                Val::Int(self.part(0) + self.row(1).0 * 100 + self.part(2) * self.factor() + keys)
            }
        }
    }

    /// When a place that tells by its marks was marked last; others are compared.
    fn marked(&self, place: Place) -> Option<u64> {
        let row = |key| self.rows.iter().find(|row| row.key == key);
        match place {
            Place::Row(key) => Some(row(key).map_or(0, |row| row.marks[0].max(row.marks[1]))),
            Place::Name(key) => Some(row(key).map_or(0, |row| row.marks[1])),
            Place::PartKeys => Some(self.part_keys),
            Place::RowKeys => Some(self.row_keys),
            _ => None,
        }
    }

    fn part_mut(&mut self, key: u8, now: u64) -> &mut i64 {
        if !self.parts.iter().any(|part| part.key == key) {
            self.parts.push(Member { key, value: i64::from(key), marks: [0; 2] });
            self.part_keys = now;
        }
        let part = self.parts.iter_mut().find(|part| part.key == key);
        &mut part.expect("it was made").value
    }

    fn row_mut(&mut self, key: u8, now: u64) -> &mut Member<(i64, String)> {
        if !self.rows.iter().any(|row| row.key == key) {
            self.rows.push(Member { key, value: Default::default(), marks: [0; 2] });
            self.row_keys = now;
        }
        self.rows.iter_mut().find(|row| row.key == key).expect("it was made")
    }

    fn write(&mut self, write: Write, now: u64) {
        let count = |row: &mut Member<(i64, String)>, count: i64| {
            if row.value.0 != count {
                row.value.0 = count;
                row.marks[0] = now;
            }
        };
        let rename = |row: &mut Member<(i64, String)>, new: u8| {
            if row.value.1 != name(new) {
                row.value.1 = name(new);
                row.marks[1] = now;
            }
        };
        match write {
            Write::Scale(scale) => self.scale = scale,
            Write::UpdatePart(key, value) if value < 0 => {
                self.part_mut(key, now);
            }
            Write::Part(key, value) | Write::UpdatePart(key, value) => {
                *self.part_mut(key, now) = value;
            }
            Write::ResetPart(key) => *self.part_mut(key, now) = i64::from(key),
            Write::Row(key, new_count, new_name) => {
                let row = self.row_mut(key, now);
                count(row, new_count);
                rename(row, new_name);
            }
            Write::Count(key, new) => count(self.row_mut(key, now), new),
            Write::Name(key, new) => rename(self.row_mut(key, now), new),
        }
    }
}

impl Naive {
    pub(super) fn new(immediate: bool) -> Self {
        Self {
            immediate,
            values: Values {
                scale: 1,
                parts: Vec::new(),
                rows: Vec::new(),
                part_keys: 0,
                row_keys: 0,
                removed: [[0; KEYS as usize]; 2],
                ending: Vec::new(),
            },
            now: 1,
            subscriptions: Vec::new(),
            bound: Vec::new(),
            watches: Vec::new(),
            snapshot: None,
            events: Vec::new(),
            turns: 0,
            transactions: 0,
            flushing: false,
            kept: [false; KEYS as usize],
        }
    }

    pub(super) fn take_events(&mut self) -> Vec<Event> {
        let mut events = std::mem::take(&mut self.events);
        super::real::sort_told(&mut events);
        events
    }

    /// What a store needs at least, once nobody observes anything: itself the atoms that are there,
    /// what is kept, and the nodes that are no members.
    pub(super) fn nodes_at_most(&self) -> usize {
        let is_there = |key: u8| self.values.parts.iter().any(|part| part.key == key);
        let parts = (0..KEYS).filter(|&key| is_there(key) || self.kept[usize::from(key)]).count();
        let kept = self.kept.iter().filter(|kept| **kept).count();
        // `Mixed` holds two parts, one row, and what is computed of them.
        parts + kept + self.values.rows.len() + super::real::PLAIN + 5
    }

    pub(super) fn run(&mut self, op: &Op) {
        self.now += 1;
        let before = self.events.len();
        match op {
            Op::Get(place) => {
                self.keep(*place);
                self.events.push(Event::Got(self.values.read(*place)));
            }
            Op::Write(write) => self.values.write(*write, self.now),
            Op::RemovePart(key) => {
                let removed = self.remove_part(*key);
                self.events.push(Event::Is(removed));
            }
            Op::RemoveRow(key) => {
                let removed = self.remove_row(*key);
                self.events.push(Event::Is(removed));
            }
            Op::Contains(key) => {
                let there = self.values.parts.iter().any(|part| part.key == *key);
                self.events.push(Event::Is(there));
            }
            Op::SetMany(pairs) => {
                for &(key, value) in pairs {
                    *self.values.part_mut(key, self.now) = value;
                }
            }
            Op::RemoveMany(keys) => {
                let removed = keys.iter().filter(|key| self.remove_part(**key)).count();
                self.events.push(Event::Many(vec![removed as i64]));
            }
            Op::GetMany(keys) => {
                let values = keys.iter().map(|&key| self.values.part(key)).collect();
                self.events.push(Event::Many(values));
            }
            Op::Batch(ops) => {
                self.turns += 1;
                for op in ops {
                    self.run(op);
                }
                self.turns -= 1;
                return self.end_turn(self.events.len());
            }
            Op::Transaction(ops, succeeds) => {
                self.transaction(ops, *succeeds);
                return self.end_turn(self.events.len());
            }
            Op::Subscribe(place) => self.subscribe(*place, None),
            Op::SubscribeWriting(place, write) => self.subscribe(*place, Some(*write)),
            Op::Unsubscribe(at) => {
                if let Some(at) = pick(*at, self.subscriptions.len()) {
                    self.subscriptions[at].live = false;
                }
            }
            Op::Bind(key) => {
                let removed = self.values.removed[0][usize::from(*key)];
                self.bound.push(Some((*key, removed)));
            }
            Op::GetBound(at) => {
                if let Some((key, alive)) = self.bound(*at) {
                    let value = alive.then(|| self.values.part(key));
                    self.events.push(Event::Bound(value));
                }
            }
            Op::SetBound(at, value) => {
                if let Some((key, alive)) = self.bound(*at) {
                    if alive {
                        *self.values.part_mut(key, self.now) = *value;
                    }
                    self.events.push(Event::Bound(alive.then_some(*value)));
                }
            }
            Op::Unbind(at) => {
                if let Some(at) = pick(*at, self.bound.len()) {
                    self.bound[at] = None;
                }
            }
            Op::Watch(key) => {
                let removed = self.values.removed[0][usize::from(*key)];
                self.watches.push(Some((*key, removed, self.values.part(*key))));
            }
            Op::Poll(at) => self.poll(*at),
            Op::Unwatch(at) => {
                if let Some(at) = pick(*at, self.watches.len()) {
                    self.watches[at] = None;
                }
            }
            Op::Snapshot => self.snapshot = Some(self.values.clone()),
            Op::ReadSnapshot(place) => {
                if let Some(values) = &self.snapshot {
                    self.events.push(Event::Got(values.read(*place)));
                }
            }
            Op::Flush | Op::Collect => {}
        }
        if matches!(op, Op::Flush) && self.turns == 0 && !self.immediate {
            self.flush();
        }
        self.end_turn(before);
    }

    /// The end of an operation, whose own events begin at `from`.
    fn end_turn(&mut self, from: usize) {
        if self.turns > 0 {
            return;
        }
        if self.immediate {
            // An operation is over, and has told what it came to, once it has told the others.
            let result = self.events.split_off(from);
            self.flush();
            self.events.extend(result);
        }
        let ended = self.subscriptions.iter().enumerate().filter(|(_, it)| it.ended && it.live);
        let ended = ended.map(|(number, _)| number).collect();
        self.events.push(Event::Ended(ended));
    }

    fn transaction(&mut self, ops: &[Op], succeeds: bool) {
        let before = self.values.clone();
        self.turns += 1;
        self.transactions += 1;
        for op in ops {
            self.run(op);
        }
        self.turns -= 1;
        self.transactions -= 1;
        if !succeeds {
            self.values = before;
        }
        if self.transactions == 0 {
            for number in std::mem::take(&mut self.values.ending) {
                self.subscriptions[number].ended = true;
            }
        }
    }

    /// The key of a bound handle, and whether its member was not removed.
    fn bound(&self, at: u8) -> Option<(u8, bool)> {
        let (key, removed) = self.bound[pick(at, self.bound.len())?]?;
        Some((key, self.values.removed[0][usize::from(key)] == removed))
    }

    fn poll(&mut self, at: u8) {
        let Some(at) = pick(at, self.watches.len()) else { return };
        let Some((key, removed, seen)) = &mut self.watches[at] else { return };
        let value = self.values.part(*key);
        let alive = self.values.removed[0][usize::from(*key)] == *removed;
        let changed = alive && value != std::mem::replace(seen, value);
        self.events.push(Event::Polled(changed.then_some(value)));
    }

    /// What is read of what is kept stays in the store.
    fn keep(&mut self, place: Place) {
        if let Place::Kept(key) = place {
            self.kept[usize::from(key)] = true;
        }
    }

    fn remove_part(&mut self, key: u8) -> bool {
        let Some(at) = self.values.parts.iter().position(|part| part.key == key) else {
            return false;
        };
        self.values.parts.remove(at);
        self.values.part_keys = self.now;
        self.values.removed[0][usize::from(key)] += 1;
        self.end(|place| place == Place::Part(key));
        true
    }

    fn remove_row(&mut self, key: u8) -> bool {
        let Some(at) = self.values.rows.iter().position(|row| row.key == key) else {
            return false;
        };
        self.values.rows.remove(at);
        self.values.row_keys = self.now;
        self.values.removed[1][usize::from(key)] += 1;
        self.end(|place| [Place::Row(key), Place::Count(key), Place::Name(key)].contains(&place));
        true
    }

    fn end(&mut self, observes: impl Fn(Place) -> bool) {
        let observing = self.subscriptions.iter_mut().enumerate();
        for (number, subscription) in observing.filter(|(_, it)| observes(it.place)) {
            if self.transactions > 0 {
                self.values.ending.push(number);
            } else {
                subscription.ended = true;
            }
        }
    }

    fn subscribe(&mut self, place: Place, write: Option<Write>) {
        self.keep(place);
        let seen = self.values.read(place);
        let seen_at = self.now;
        let subscription = Subscription { place, write, live: true, ended: false, seen, seen_at };
        self.subscriptions.push(subscription);
    }

    fn flush(&mut self) {
        if std::mem::replace(&mut self.flushing, true) {
            return;
        }
        loop {
            let mut told = Vec::new();
            for (number, subscription) in self.subscriptions.iter_mut().enumerate() {
                if !subscription.live || subscription.ended {
                    continue;
                }
                let value = self.values.read(subscription.place);
                let news = match self.values.marked(subscription.place) {
                    Some(marked) => marked > subscription.seen_at,
                    None => value != subscription.seen,
                };
                subscription.seen_at = self.now;
                subscription.seen = value.clone();
                if news {
                    told.push((number, value));
                }
            }
            if told.is_empty() {
                break;
            }
            for (number, value) in told {
                self.events.push(Event::Told(number, value));
                if let Some(write) = self.subscriptions[number].write.take() {
                    self.now += 1;
                    self.values.write(write, self.now);
                }
            }
        }
        self.flushing = false;
    }
}

pub(super) fn pick(drawn: u8, len: usize) -> Option<usize> {
    (len > 0).then(|| usize::from(drawn) % len)
}
