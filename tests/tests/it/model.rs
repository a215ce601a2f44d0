//! Random programs on a store and on a naive one that recomputes by the book: the same values, the
//! same notifications, as many of them and in the same order, whatever the program does.
//!
//! A program is a world (see `atomata_tests::worlds`) and a list of operations; both shrink. The
//! naive store (`model/naive.rs`) implements the laws with versions and recursion, and keeps what a
//! transaction must restore by copying all of it.

mod naive;
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
        }
    }
    compare(program, program.ops.len(), &Op::Flush, &mut naive, &mut real)
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
    prop_assert_eq!(real.counts(), naive.counts(), "counts of store and model after {}", line());
    real.check_invariants();
    Ok(())
}

/// How many programs a run tries; `PROPTEST_CASES` says otherwise.
const PROGRAMS: u32 = 10_000;

#[test]
fn random_programs_do_what_the_model_does() {
    let mut config =
        ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(PROGRAMS) };
    if let Ok(cases) = std::env::var("PROPTEST_CASES") {
        config.cases = cases.parse().expect("PROPTEST_CASES is a number");
    }
    config.max_shrink_iters = 20_000;
    let mut runner = TestRunner::new(config);
    match runner.run(&program::programs(), |program| check(&program)) {
        Ok(()) => {}
        Err(TestError::Fail(reason, program)) => panic!("{program:?}\n{reason}"),
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}
