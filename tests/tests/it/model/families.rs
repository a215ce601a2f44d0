//! Random programs on families of a store and on naive ones: members are made, removed and made again
//! while they are read, observed, bound and depended on by key and as a whole.
//!
//! The naive families are two lists of members from which everything is computed anew. The order of
//! notifications within a pass is left out, for it follows from slots, which are used again.

mod naive;
mod program;
mod real;

use proptest::prelude::*;

use naive::Naive;
use program::{Op, Program};
use real::Real;

/// What a place holds.
#[derive(Clone, Debug, PartialEq)]
enum Val {
    Int(i64),
    Text(String),
    Row(i64, String),
    Keys(Vec<u8>),
    Names(Vec<(u8, String)>),
}

/// What an operation came to, or a callback heard.
#[derive(Clone, Debug, PartialEq)]
enum Event {
    Got(Val),
    Is(bool),
    Many(Vec<i64>),
    /// A bound handle was used; nothing if its member was removed.
    Bound(Option<i64>),
    Polled(Option<i64>),
    Told(usize, Val),
    /// Which subscriptions have ended.
    Ended(Vec<usize>),
}

fn check(program: &Program) -> Result<(), TestCaseError> {
    let mut naive = Naive::new(program.immediate);
    let mut real = Real::new(program.immediate);
    for (at, op) in program.ops.iter().chain([&Op::Flush]).enumerate() {
        naive.run(op);
        real.run(op);
        let (expected, found) = (naive.take_events(), real.take_events());
        prop_assert_eq!(
            found,
            expected,
            "store (left) and model (right) differ at {}: {:?}",
            at,
            op
        );
        real.check_invariants();
    }
    let expected = naive.nodes_at_most();
    let nodes = real.nodes_at_the_end();
    prop_assert!(nodes <= expected, "{} nodes are left, of which {} are needed", nodes, expected);
    Ok(())
}

#[test]
fn random_programs_on_families_do_what_the_model_does() {
    let result = super::try_programs(super::programs_or(3_000), program::programs(), check);
    if let Err(failure) = result {
        panic!("{failure}");
    }
}
