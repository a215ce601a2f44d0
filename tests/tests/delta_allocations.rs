//! What deltas cost, counted: tracking that nobody asks costs nothing, asking costs what changed, and what
//! is hostile costs no more than it is long.
//!
//! A binary of its own, because it counts the allocations of the whole process.
#![forbid(unsafe_code)]

use atomata::wire::Frame;
use atomata::{List, Map, Store, atom};
use atomata_tests::allocations::{COUNTING, Counting, allocations, allocations_per_round, alone};
use atomata_tests::hostile::Hostile;
use serde::{Deserialize, Serialize};
use stats_alloc::Region;

#[global_allocator]
static ALLOCATOR: &Counting = &COUNTING;

const ROUNDS: usize = 200;

#[atom]
static COUNT: u64 = 0;

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Settings {
    volume: u64,
    name: String,
    tags: Vec<String>,
}

#[atom(key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cell {
    value: u64,
    label: u64,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
enum Tree {
    #[default]
    Leaf,
    Many(Vec<Tree>),
}

#[atom(id = "sheet")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Sheet {
    rows: List<(u32, String)>,
    cells: Map<String, Vec<u64>>,
    units: Vec<()>,
    nested: Vec<Vec<Vec<u64>>>,
}

fn filled(members: u32) -> Store {
    let store = Store::builder().manual().register(Sheet).register(Tree).build();
    store.set(COUNT, 1);
    store.set(Settings.volume, 1);
    (0..members).for_each(|key| store.set(Cell(key).value, 1));
    store
}

#[test]
fn writes_that_are_tracked_and_nobody_asks_for() {
    let _alone = alone();
    let store = filled(100);
    // Somebody asked once: from then on changes are noted.
    let version = store.version();
    let mut step = 1;
    let per_round = allocations_per_round(ROUNDS, || {
        step += 1;
        store.set(COUNT, step);
        store.set(Settings.volume, step);
        store.update(Settings, |settings| *settings.volume += 1);
        store.set(Cell(7).value, step);
        store.batch(|tx| {
            tx.set(Cell(8).label, step);
            tx.update(COUNT, |count| *count += 1);
        });
    });
    assert!(per_round == 0.0, "{per_round} allocations per round");
    drop(version);
}

#[test]
fn asking_costs_what_changed() {
    let _alone = alone();
    let cost = |members: u32| {
        let store = filled(members);
        let mut version = store.version();
        let mut step = 1;
        let mut ask = || {
            step += 1;
            store.set(Cell(3).value, step);
            let delta = store.changes_since(&mut version).expect("it can be asked for");
            assert_eq!(delta.names(), ["Cell(3)"]);
            delta.to_bytes().expect("it can be written").len()
        };
        for _ in 0..5 {
            ask();
        }
        let fewest = (0..5).map(|_| {
            let region = Region::new(&COUNTING);
            let bytes = ask();
            let change = region.change();
            // The numbers of a frame are longer in a store that was written more.
            (change.allocations + change.reallocations, change.bytes_allocated - bytes)
        });
        fewest.min().expect("it was asked")
    };
    let (few, many) = (cost(10), cost(10_000));
    assert_eq!(few, many, "at 10 members and at 10,000");
    assert!(few.0 < 40, "{few:?}");
}

#[test]
fn a_patch_costs_what_it_is_about() {
    let _alone = alone();
    let store = filled(0);
    store.set(Sheet.rows, (0..10_000).map(|at| (at, format!("row {at}"))).collect());
    store.set(Sheet.cells, (0..10_000).map(|at| (format!("c{at}"), vec![at])).collect());
    let mut step = 0;
    let most = (0..5).map(|_| {
        step += 1;
        let patch = format!(
            r#"[{{"op":"test","path":"/sheet/rows/7/0","value":7}},
            {{"op":"replace","path":"/sheet/rows/7/1","value":"step {step}"}},
            {{"op":"add","path":"/sheet/rows/0","value":[1,"first"]}},
            {{"op":"move","from":"/sheet/rows/0","path":"/sheet/rows/-"}},
            {{"op":"remove","path":"/sheet/rows/10000"}},
            {{"op":"add","path":"/sheet/cells/c9/0","value":{step}}}]"#
        );
        let region = Region::new(&COUNTING);
        store.apply_patch(&patch).expect("it fits");
        assert_eq!(store.get(Sheet.rows)[7], (7, format!("step {step}")));
        region.change().bytes_allocated
    });
    let most = most.max().expect("it was applied");
    assert!(most < 20_000, "{most} bytes");
}

#[test]
fn nothing_new_costs_nothing() {
    let _alone = alone();
    let store = filled(1_000);
    let mut version = store.version();
    let mut deltas = store.deltas();
    drop(deltas.next_now());
    let per_round = allocations_per_round(ROUNDS, || {
        assert!(store.changes_since(&mut version).is_ok_and(|delta| delta.is_empty()));
        assert!(deltas.next_now().is_ok_and(|delta| delta.is_none()));
    });
    assert!(per_round == 0.0, "{per_round} allocations per round");
}

/// All that an input may cost besides what is in proportion to it.
const SLACK: usize = 1 << 20;
/// The memory of a value may be so many times its bytes: an empty list of lists is a byte.
const TIMES: usize = 400;

#[track_caller]
fn bounded(store: &Store, bytes: &[u8]) -> bool {
    let region = Region::new(&COUNTING);
    let fits = store.apply_bytes(bytes).is_ok();
    let taken = region.change().bytes_allocated;
    assert!(taken <= SLACK + TIMES * bytes.len(), "{taken} bytes for {}", bytes.len());
    fits
}

#[test]
fn what_is_hostile_costs_no_more_than_it_is_long() {
    let _alone = alone();
    let store = filled(3);
    store.set(Tree, Tree::Many(vec![Tree::Many(vec![Tree::Leaf; 3]); 3]));
    store.update(Sheet, |sheet| {
        sheet.rows.extend((0..9).map(|row| (row, row.to_string())));
        drop(sheet.cells.insert("a".to_owned(), vec![1, 2, 3]));
        sheet.units.extend([(); 5]);
        sheet.nested.push(vec![vec![1], Vec::new()]);
    });
    let full = store.full_state().expect("it can be had");
    let bytes = full.to_bytes().expect("it can be written");
    let frame = Frame::decode_only(&bytes).expect("it was sent so");
    let mut hostile = Hostile::seeded(7);
    let mut fits = 0;
    for _ in 0..20_000 {
        let payload = hostile.input(&[frame.payload]);
        let mut bytes = Vec::new();
        Frame { payload: &payload, ..frame }.encode(&mut bytes);
        if bounded(&store, &bytes) {
            fits += 1;
            store.apply(&full).expect("it fits");
        }
    }
    assert!(fits > 100, "{fits} got through");
    // A length of 2^60 at each place of the payload.
    let huge = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10];
    for at in 0..frame.payload.len() {
        let payload = [&frame.payload[..at], &huge, &frame.payload[at + 1..]].concat();
        let mut bytes = Vec::new();
        Frame { payload: &payload, ..frame }.encode(&mut bytes);
        bounded(&store, &bytes);
    }
    assert!(allocations(|| drop(store.apply_bytes(&bytes))) > 0, "what is counted is");
}
