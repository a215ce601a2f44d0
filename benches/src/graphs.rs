//! The graphs as a user of atomata declares them, compiled where both tiers are measured; the same
//! handles serve both.

include!(concat!(env!("OUT_DIR"), "/graphs.rs"));

/// A chain of fifty by key.
pub mod keyed_chain {
    use atomata::{atom, computed};

    macro_rules! links {
        ($($function:ident $handle:ident = $dep:ident,)+) => {$(
            #[computed(key = u32, deps = [$dep(key)], name = $handle)]
            fn $function(key: u32, x: i64) -> i64 {
                let _ = key;
                x + 1
            }
        )+};
    }

    /// Where the chains begin.
    #[atom(key = u32)]
    pub static HEAD: i64 = 0;

    links! {
        link01 LINK01 = HEAD, link02 LINK02 = LINK01, link03 LINK03 = LINK02,
        link04 LINK04 = LINK03, link05 LINK05 = LINK04, link06 LINK06 = LINK05,
        link07 LINK07 = LINK06, link08 LINK08 = LINK07, link09 LINK09 = LINK08,
        link10 LINK10 = LINK09, link11 LINK11 = LINK10, link12 LINK12 = LINK11,
        link13 LINK13 = LINK12, link14 LINK14 = LINK13, link15 LINK15 = LINK14,
        link16 LINK16 = LINK15, link17 LINK17 = LINK16, link18 LINK18 = LINK17,
        link19 LINK19 = LINK18, link20 LINK20 = LINK19, link21 LINK21 = LINK20,
        link22 LINK22 = LINK21, link23 LINK23 = LINK22, link24 LINK24 = LINK23,
        link25 LINK25 = LINK24, link26 LINK26 = LINK25, link27 LINK27 = LINK26,
        link28 LINK28 = LINK27, link29 LINK29 = LINK28, link30 LINK30 = LINK29,
        link31 LINK31 = LINK30, link32 LINK32 = LINK31, link33 LINK33 = LINK32,
        link34 LINK34 = LINK33, link35 LINK35 = LINK34, link36 LINK36 = LINK35,
        link37 LINK37 = LINK36, link38 LINK38 = LINK37, link39 LINK39 = LINK38,
        link40 LINK40 = LINK39, link41 LINK41 = LINK40, link42 LINK42 = LINK41,
        link43 LINK43 = LINK42, link44 LINK44 = LINK43, link45 LINK45 = LINK44,
        link46 LINK46 = LINK45, link47 LINK47 = LINK46, link48 LINK48 = LINK47,
        link49 LINK49 = LINK48,
    }

    /// Where they end.
    #[computed(key = u32, deps = [LINK49(key)])]
    pub fn end(key: u32, x: i64) -> i64 {
        let _ = key;
        x + 1
    }
}

/// One atom, five computeds, one sum.
#[atomata::atoms]
pub mod diamond {
    use atomata::{atom, computed};

    /// The top.
    #[atom]
    pub static HEAD: i64 = 0;

    #[computed(deps = [HEAD])]
    fn arm1(x: i64) -> i64 {
        x + 1
    }

    #[computed(deps = [HEAD])]
    fn arm2(x: i64) -> i64 {
        x + 1
    }

    #[computed(deps = [HEAD])]
    fn arm3(x: i64) -> i64 {
        x + 1
    }

    #[computed(deps = [HEAD])]
    fn arm4(x: i64) -> i64 {
        x + 1
    }

    #[computed(deps = [HEAD])]
    fn arm5(x: i64) -> i64 {
        x + 1
    }

    /// The bottom.
    #[computed(deps = [ARM1, ARM2, ARM3, ARM4, ARM5])]
    pub fn sum(first: i64, second: i64, third: i64, fourth: i64, fifth: i64) -> i64 {
        first + second + third + fourth + fifth
    }
}

/// A chain in which the second node never changes, so that the heavy work behind it never runs.
#[atomata::atoms]
pub mod cut_off {
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
        crate::shape::heavy_work();
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

/// One atom of twenty fields.
#[atomata::atoms]
pub mod fields {
    use atomata::{Handle, atom};
    use serde::{Deserialize, Serialize};

    /// A row of a table.
    #[atom]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[allow(missing_docs)]
    pub struct Row {
        pub f00: i64,
        pub f01: i64,
        pub f02: i64,
        pub f03: i64,
        pub f04: i64,
        pub f05: i64,
        pub f06: i64,
        pub f07: i64,
        pub f08: i64,
        pub f09: i64,
        pub f10: i64,
        pub f11: i64,
        pub f12: i64,
        pub f13: i64,
        pub f14: i64,
        pub f15: i64,
        pub f16: i64,
        pub f17: i64,
        pub f18: i64,
        pub f19: i64,
    }

    /// The handles of all fields.
    pub fn all() -> Vec<Handle<i64>> {
        vec![
            Row.f00.erase(),
            Row.f01.erase(),
            Row.f02.erase(),
            Row.f03.erase(),
            Row.f04.erase(),
            Row.f05.erase(),
            Row.f06.erase(),
            Row.f07.erase(),
            Row.f08.erase(),
            Row.f09.erase(),
            Row.f10.erase(),
            Row.f11.erase(),
            Row.f12.erase(),
            Row.f13.erase(),
            Row.f14.erase(),
            Row.f15.erase(),
            Row.f16.erase(),
            Row.f17.erase(),
            Row.f18.erase(),
            Row.f19.erase(),
        ]
    }
}

/// A thousand atoms.
pub mod thousand {
    use atomata::Handle;

    macro_rules! modules {
        ($inner:ident: $($module:ident)+) => {
            $(
                mod $module {
                    $inner! {}
                }
            )+

            /// The handles of all of them.
            pub(super) fn all() -> Vec<atomata::Handle<i64>> {
                [$($module::all()),+].concat()
            }
        };
    }
    macro_rules! ten {
        () => {
            ten! { A0 A1 A2 A3 A4 A5 A6 A7 A8 A9 }
        };
        ($($name:ident)+) => {
            $(
                #[atomata::atom]
                static $name: i64 = 0;
            )+

            pub(super) fn all() -> Vec<atomata::Handle<i64>> {
                vec![$($name.erase()),+]
            }
        };
    }
    macro_rules! hundred {
        () => {
            modules! { ten: t0 t1 t2 t3 t4 t5 t6 t7 t8 t9 }
        };
    }
    mod atoms {
        modules! { hundred: h0 h1 h2 h3 h4 h5 h6 h7 h8 h9 }
    }

    /// The handles of all thousand.
    pub fn all() -> Vec<Handle<i64>> {
        atoms::all()
    }
}

/// A large value with a small one beside it.
pub mod large {
    use atomata::atom;
    use serde::{Deserialize, Serialize};

    /// How large the large one is.
    pub const SIZE: usize = 15 << 20;

    /// A document.
    #[atom]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub struct Document {
        /// Counts the changes.
        pub revision: u64,
        /// All of it.
        pub body: Vec<u8>,
    }
}
