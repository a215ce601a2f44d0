//! Random programs on a store and on a naive one that recomputes by the book: the same values, the
//! same notifications, as many of them and in the same order, whatever the program does.
//!
//! A program is a world (see `atomata_tests::worlds`) and a list of operations; both shrink. The
//! naive store (`model/naive.rs`) implements the laws with versions and recursion, and keeps what a
//! transaction must restore by copying all of it.
//!
//! What the test compares is wide enough that it finds, among others: a cut-off or a comparison with
//! what was seen last that is left out, a field dependency that reacts to the whole, a rollback that
//! forgets marks or what was in line to be told, and notifications in order of subscription.

mod families;
mod naive;
mod order;
mod plan;
mod program;
mod real;

use proptest::prelude::*;
use proptest::test_runner::{TestError, TestRunner};

use naive::Naive;
use program::{Op, Program};
use real::Real;

/// What an operation came to, or a callback heard.
#[derive(Clone, Debug, PartialEq)]
enum Event {
    /// What a place held, or the name of the node that failed.
    Got(usize, Result<atomata_tests::world::Val, String>),
    /// What a write handed out.
    Old(atomata_tests::world::Val),
    /// A subscription was told.
    Told(usize, Vec<atomata_tests::world::Val>),
    /// A watch was polled.
    Polled(usize, Option<atomata_tests::world::Val>),
    /// A snapshot was read.
    Kept(usize, Result<atomata_tests::world::Val, String>),
}

/// What was counted so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Counts {
    writes: u64,
    equal_writes: u64,
    recomputed: u64,
    /// Computeds that panicked.
    failed: u64,
    /// Subscribers that panicked.
    panicked: u64,
}

fn check(program: &Program) -> Result<(), TestCaseError> {
    let plan = plan::of(program.world);
    let mut naive = Naive::new(plan, program.strategy);
    let mut real = Real::new(plan, program.strategy);
    for (at, op) in program.ops.iter().enumerate() {
        compare(program, at, op, &mut naive, &mut real)?;
        if program.inspects {
            for place in 0..plan.world.places.len() {
                compare(program, at, &Op::Get(place as u8), &mut naive, &mut real)?;
            }
            naive.check();
        }
    }
    compare(program, program.ops.len(), &Op::Flush, &mut naive, &mut real)?;
    naive.check();
    Ok(())
}

fn compare(
    program: &Program,
    at: usize,
    op: &Op,
    naive: &mut Naive,
    real: &mut Real,
) -> Result<(), TestCaseError> {
    naive.run(op);
    real.run(op);
    let (expected, found) = (naive.take_events(), real.take_events());
    let line = || program.line(at, op);
    prop_assert_eq!(found, expected, "store (left) and model (right) differ at {}", line());
    let plan = plan::of(program.world);
    // What was collected is computed anew, as often as it is read.
    let mut begun = program.ops.iter().take(at + 1);
    let recounts = begun.any(|op| matches!(op, Op::Collect));
    let [found, expected] = [real.counts(), naive.counts()].map(|counts| {
        let counts = order::comparable(plan, counts);
        if recounts { Counts { recomputed: 0, ..counts } } else { counts }
    });
    prop_assert_eq!(found, expected, "counts of store and model after {}", line());
    real.check_invariants();
    Ok(())
}

/// How many programs a run tries; `PROPTEST_CASES` says otherwise.
fn programs_or(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES")
        .map_or(usual, |cases| cases.parse().expect("PROPTEST_CASES is a number"))
}

#[test]
fn random_programs_do_what_the_model_does() {
    let programs = programs_or(10_000);
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get() as u32);
    let share = programs.div_ceil(threads);
    let run = || try_programs(share, program::programs(), check);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        let failure = threads.into_iter().find_map(|thread| thread.join().unwrap().err());
        if let Some(failure) = failure {
            panic!("{failure}");
        }
    });
}

/// The failing program, shrunk, as text.
fn try_programs<S: Strategy>(
    cases: u32,
    programs: S,
    check: impl Fn(&S::Value) -> Result<(), TestCaseError>,
) -> Result<(), String> {
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..ProptestConfig::default()
    };
    let mut runner = TestRunner::new(config);
    runner.run(&programs, |program| check(&program)).map_err(|error| match error {
        TestError::Fail(reason, program) => format!("{program:?}\n{reason}"),
        TestError::Abort(reason) => reason.to_string(),
    })
}

/// A window opens at the first write that waits, and a write that was taken back does not.
#[test]
fn a_write_that_was_taken_back_opens_no_window() {
    let write = |value| Op::Write { place: 0, verb: program::Verb::Set, value, panics: false };
    // The first place that can be written is the first place of all in every world.
    let ops = vec![
        Op::Subscribe { place: 0, reaction: program::Reaction::Nothing },
        Op::Transaction(vec![write(1), write(2)], program::End::Err),
        Op::Advance(7),
        write(1),
        write(2),
        Op::Advance(7),
        Op::Advance(100),
    ];
    for world in 0..32 {
        let program =
            Program { world, strategy: program::Policy::Smart, inspects: false, ops: ops.clone() };
        if let Err(error) = check(&program) {
            panic!("{program:?}\n{error}");
        }
    }
}

/// The worlds in the repository are the ones the script writes.
#[test]
fn the_worlds_are_generated() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = root.join("worlds/generate.py");
    let mut python = std::process::Command::new("python3");
    let Ok(output) = python.arg(script).arg("--print").output() else {
        eprintln!("skipped: the worlds are not compared, because there is no python3");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).expect("the script prints text");
    let files = printed.split("==> ").skip(1).map(|file| file.split_once('\n').expect("a name"));
    for (name, expected) in files {
        let found = std::fs::read_to_string(root.join("src").join(name)).expect("a world");
        assert!(found == expected, "{name} differs; run `python3 tests/worlds/generate.py`");
    }
}
