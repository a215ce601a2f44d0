//! A delta leads from one state to the next, on every wire; deltas turned around lead back, and those of
//! several steps are one.

use atomata::{Delta, Snapshot, Store, json_patch};
use serde_json::Value;

use super::{Random, check_invariants, completed, document, edits, same, store, twin};

/// A copy of a state that is kept up to date by deltas.
enum Copy {
    Typed(Store),
    Bytes(Store),
    Patches(Store),
    Mirror(Value),
}

impl Copy {
    fn all(of: &Store) -> [Self; 4] {
        let (bytes, patches) = (store(), store());
        let full = of.full_state().expect("it can be had");
        bytes.apply_bytes(&full.to_bytes().expect("it can be written")).expect("it fits");
        patches.apply_patch(&full.to_patch().expect("it can be written")).expect("it fits");
        let mirror = document(of);
        [Self::Typed(twin(of)), Self::Bytes(bytes), Self::Patches(patches), Self::Mirror(mirror)]
    }

    fn apply(&mut self, delta: &Delta) {
        let patch = || delta.to_patch().expect("it can be written");
        match self {
            Self::Typed(store) => store.apply(delta).expect("it fits"),
            Self::Bytes(store) => {
                store.apply_bytes(&delta.to_bytes().expect("it can be written")).expect("it fits");
            }
            Self::Patches(store) => store.apply_patch(&patch()).expect("it fits"),
            Self::Mirror(mirror) => {
                let applied = json_patch::apply(mirror, patch().as_bytes());
                applied.unwrap_or_else(|error| panic!("{error}: {} to {mirror}", patch()));
            }
        }
    }

    fn document(&self) -> Value {
        match self {
            Self::Typed(store) | Self::Bytes(store) | Self::Patches(store) => {
                check_invariants(store);
                document(store)
            }
            Self::Mirror(mirror) => mirror.clone(),
        }
    }
}

fn rounds(count: u64, round: impl Fn(&mut Random)) {
    for seed in 0..count {
        println!("seed {seed}");
        round(&mut Random(seed));
    }
}

#[test]
fn a_delta_leads_to_the_next_state() {
    rounds(60, |random| {
        let here = store();
        edits(&here, random);
        let (mut copies, mut version) = (Copy::all(&here), here.version());
        for _ in 0..12 {
            edits(&here, random);
            let after = document(&here);
            let delta = here.changes_since(&mut version).expect("it can be asked for");
            for copy in &mut copies {
                copy.apply(&delta);
                same(&copy.document(), &after);
            }
            let nothing = here.changes_since(&mut version).expect("it can be asked for");
            assert!(nothing.is_empty(), "{nothing:?}");
            assert_eq!(nothing.to_patch().expect("it can be written"), "[]");
        }
        check_invariants(&here);
    });
}

#[test]
fn several_steps_are_one() {
    rounds(60, |random| {
        let here = store();
        edits(&here, random);
        let (mut at_once, mut version) = (Copy::all(&here), here.version());
        let mut later = version.clone();
        let mut all = here.changes_since(&mut version).expect("it can be asked for");
        let mut full = here.full_state().expect("it can be had");
        let mut steps = Vec::new();
        for _ in 0..6 {
            edits(&here, random);
            let _ = document(&here);
            let step = here.changes_since(&mut version).expect("it can be asked for");
            all = all.then(&step);
            full = full.then(&step);
            steps.push(step);
        }
        let after = document(&here);
        // In whichever order they are put together.
        let from_the_end = steps.into_iter().rev().reduce(|rest, step| step.then(&rest));
        let from_the_end = from_the_end.expect("there are steps");
        let mut others = [twin_copies(&at_once), twin_copies(&at_once)];
        for copy in &mut at_once {
            copy.apply(&all);
            same(&copy.document(), &after);
        }
        for copy in &mut others[0] {
            copy.apply(&from_the_end);
            same(&copy.document(), &after);
        }
        let asked = here.changes_since(&mut later).expect("it can be asked for");
        for copy in &mut others[1] {
            copy.apply(&asked);
            same(&copy.document(), &after);
        }
        assert!(full.is_full());
        let beginning = store();
        edits(&beginning, random);
        beginning.apply(&full).expect("it fits");
        same(&completed(&beginning), &completed(&here));
    });
}

fn twin_copies(of: &[Copy; 4]) -> [Copy; 4] {
    let Copy::Typed(store) = &of[0] else { panic!("the first is typed") };
    Copy::all(store)
}

#[test]
fn a_delta_of_snapshots_leads_there_and_back() {
    rounds(60, |random| {
        let here = store();
        edits(&here, random);
        let mut moments: Vec<(Snapshot, Value)> = Vec::new();
        for _ in 0..5 {
            edits(&here, random);
            moments.push((here.snapshot(), completed(&here)));
        }
        let nothing = here.snapshot().delta_from(&moments[4].0);
        assert!(nothing.is_empty(), "{nothing:?}");
        let [first, last] = [0, 4].map(|at| &moments[at]);
        // All the way back, and there again.
        let mut copies = Copy::all(&here);
        let mut after = last.1.clone();
        for (from, to) in [(4, 3), (3, 1), (1, 0), (0, 2), (2, 4), (4, 0), (0, 4)] {
            let ((from, before), (to, then)) = (&moments[from], &moments[to]);
            assert_eq!(after, *before);
            let forth = to.delta_from(from);
            let back = from.delta_from(to).inverse().expect("both moments are known");
            for (at, copy) in copies.iter_mut().enumerate().take(3) {
                copy.apply(if at == 1 { &back } else { &forth });
                let (Copy::Typed(store) | Copy::Bytes(store) | Copy::Patches(store)) = copy else {
                    panic!("the first three are stores")
                };
                same(&completed(store), then);
            }
            after = then.clone();
        }
        let there = last.0.delta_from(&first.0);
        let back = there.inverse().expect("both moments are known");
        let twice = back.inverse().expect("both moments are known");
        let beginning = &mut copies[0];
        for (delta, then) in [(&back, &first.1), (&twice, &last.1), (&back, &first.1)] {
            beginning.apply(delta);
            let Copy::Typed(store) = &*beginning else { panic!("the first is typed") };
            same(&completed(store), then);
        }
    });
}

#[test]
fn a_mirror_follows_snapshots() {
    rounds(60, |random| {
        let here = store();
        edits(&here, random);
        let mut mirror = Copy::Mirror(document(&here));
        let mut before = here.snapshot();
        for _ in 0..8 {
            edits(&here, random);
            let after = here.snapshot();
            mirror.apply(&after.delta_from(&before));
            same(&mirror.document(), &document(&here));
            before = after;
        }
    });
}
