//! The shapes of the comparison as a user of atomata declares them, a module and so a graph for each.
//!
//! What is small is written here, what is large by the build script; [`families`] are for sizes that are
//! known at run time only. Every module is a compiled graph besides.

#![forbid(unsafe_code)]

use std::hint::black_box;

pub mod families;
pub mod sizes;

include!(concat!(env!("OUT_DIR"), "/graphs.rs"));

/// Heavy work, which a cut-off saves.
#[inline(never)]
pub fn busy() {
    for k in 0..100_u32 {
        black_box(k);
    }
}

/// One atom.
#[atomata::atoms]
pub mod alone {
    use atomata::atom;

    /// It.
    #[atom]
    pub static HEAD: i64 = 0;
}

/// An atom, five computeds, their sum.
#[atomata::atoms]
pub mod diamond5 {
    use atomata::{atom, computed};

    /// The top.
    #[atom]
    pub static HEAD: i64 = 0;

    #[computed(deps = [HEAD])]
    fn arm0(head: i64) -> i64 {
        head + 1
    }

    #[computed(deps = [HEAD])]
    fn arm1(head: i64) -> i64 {
        head + 1
    }

    #[computed(deps = [HEAD])]
    fn arm2(head: i64) -> i64 {
        head + 1
    }

    #[computed(deps = [HEAD])]
    fn arm3(head: i64) -> i64 {
        head + 1
    }

    #[computed(deps = [HEAD])]
    fn arm4(head: i64) -> i64 {
        head + 1
    }

    /// The bottom.
    #[computed(deps = [ARM0, ARM1, ARM2, ARM3, ARM4])]
    pub fn sum(a: i64, b: i64, c: i64, d: i64, e: i64) -> i64 {
        a + b + c + d + e
    }
}

/// A chain, and the sum of all its levels.
#[atomata::atoms]
pub mod triangle10 {
    use atomata::{atom, computed};

    /// Where the chain begins.
    #[atom]
    pub static HEAD: i64 = 0;

    #[computed(deps = [HEAD])]
    fn level1(before: i64) -> i64 {
        before + 1
    }

    #[computed(deps = [LEVEL1])]
    fn level2(before: i64) -> i64 {
        before + 1
    }

    #[computed(deps = [LEVEL2])]
    fn level3(before: i64) -> i64 {
        before + 1
    }

    #[computed(deps = [LEVEL3])]
    fn level4(before: i64) -> i64 {
        before + 1
    }

    #[computed(deps = [LEVEL4])]
    fn level5(before: i64) -> i64 {
        before + 1
    }

    #[computed(deps = [LEVEL5])]
    fn level6(before: i64) -> i64 {
        before + 1
    }

    #[computed(deps = [LEVEL6])]
    fn level7(before: i64) -> i64 {
        before + 1
    }

    #[computed(deps = [LEVEL7])]
    fn level8(before: i64) -> i64 {
        before + 1
    }

    #[computed(deps = [LEVEL8])]
    fn level9(before: i64) -> i64 {
        before + 1
    }

    /// The sum of all.
    #[computed(deps = [
        HEAD, LEVEL1, LEVEL2, LEVEL3, LEVEL4, LEVEL5, LEVEL6, LEVEL7, LEVEL8, LEVEL9
    ])]
    #[allow(clippy::too_many_arguments, reason = "that is the shape")]
    pub fn sum(
        a: i64,
        b: i64,
        c: i64,
        d: i64,
        e: i64,
        f: i64,
        g: i64,
        h: i64,
        i: i64,
        j: i64,
    ) -> i64 {
        a + b + c + d + e + f + g + h + i + j
    }
}

/// An atom that one computed reads many times.
#[atomata::atoms]
pub mod repeated30 {
    use std::hint::black_box;

    use atomata::{atom, computed};

    use crate::sizes::REPEAT;

    /// What is read.
    #[atom]
    pub static HEAD: i64 = 0;

    /// Reads it. A dependency is named once, however often it is read.
    #[computed(deps = [HEAD])]
    pub fn sum(head: i64) -> i64 {
        (0..REPEAT).map(|_| *black_box(&head)).sum()
    }
}

/// A computed that needs another of two computeds after every update.
#[atomata::atoms]
pub mod unstable {
    use std::hint::black_box;

    use atomata::{atom, computed};

    use crate::sizes::UNSTABLE;

    /// What decides.
    #[atom]
    pub static HEAD: i64 = 0;

    #[computed(deps = [HEAD])]
    fn double(head: i64) -> i64 {
        head * 2
    }

    #[computed(deps = [HEAD])]
    fn inverse(head: i64) -> i64 {
        -head
    }

    /// Depends on both, for dependencies are declared.
    #[computed(deps = [HEAD, DOUBLE, INVERSE])]
    pub fn sum(head: i64, double: i64, inverse: i64) -> i64 {
        (0..UNSTABLE).map(|_| if *black_box(&head) % 2 != 0 { double } else { inverse }).sum()
    }
}

/// A chain in which the second node never changes, so that the heavy work behind it need not run.
#[atomata::atoms]
pub mod avoidable {
    use atomata::{atom, computed};

    /// Where the chain begins.
    #[atom]
    pub static HEAD: i64 = 0;

    #[computed(deps = [HEAD])]
    fn first(x: i64) -> i64 {
        x
    }

    #[computed(deps = [FIRST])]
    fn constant(x: i64) -> i64 {
        x.min(0)
    }

    #[computed(deps = [CONSTANT])]
    fn heavy(x: i64) -> i64 {
        crate::busy();
        x + 1
    }

    #[computed(deps = [HEAVY])]
    fn next(x: i64) -> i64 {
        x + 2
    }

    /// Where the chain ends.
    #[computed(deps = [NEXT])]
    pub fn last(x: i64) -> i64 {
        x + 3
    }
}

/// What is read.
#[atomata::atoms]
pub mod reading {
    use atomata::{atom, computed};

    /// An atom.
    #[atom]
    pub static SEVEN: i64 = 7;

    /// A computed.
    #[computed(deps = [SEVEN])]
    pub fn same(seven: i64) -> i64 {
        seven
    }
}

/// What the behaviour is probed with.
#[atomata::atoms]
pub mod probing {
    use std::sync::atomic::{AtomicU32, Ordering};

    use atomata::{atom, computed};

    /// How often [`COUNTED`] was computed.
    pub static COMPUTED: AtomicU32 = AtomicU32::new(0);

    /// An atom.
    #[atom]
    pub static A: i64 = 1;

    /// Another one.
    #[atom]
    pub static B: i64 = 1;

    /// One arm of a diamond.
    #[computed(deps = [A])]
    pub fn left(a: i64) -> i64 {
        a + 1
    }

    /// The other one.
    #[computed(deps = [A])]
    pub fn right(a: i64) -> i64 {
        a + 1
    }

    /// Reads the one if the other says so.
    #[computed(deps = [A, B])]
    pub fn either(a: i64, b: i64) -> i64 {
        COMPUTED.fetch_add(1, Ordering::Relaxed);
        if b == 1 { a } else { 0 }
    }

    /// Counts how often it is computed.
    #[computed(deps = [A])]
    pub fn counted(a: i64) -> i64 {
        COMPUTED.fetch_add(1, Ordering::Relaxed);
        a
    }
}
