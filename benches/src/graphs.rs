//! The graphs as a user of atomata declares them.

/// A chain of fifty.
pub mod chain {
    use atomata::{ReadHandle, atom, computed};

    macro_rules! steps {
        ($($function:ident $handle:ident = $dep:ident,)+) => {$(
            #[computed(deps = [$dep], name = $handle)]
            fn $function(x: i64) -> i64 {
                x + 1
            }
        )+};
    }

    /// Where the chain begins.
    #[atom]
    pub static HEAD: i64 = 0;

    steps! {
        step01 STEP01 = HEAD, step02 STEP02 = STEP01, step03 STEP03 = STEP02,
        step04 STEP04 = STEP03, step05 STEP05 = STEP04, step06 STEP06 = STEP05,
        step07 STEP07 = STEP06, step08 STEP08 = STEP07, step09 STEP09 = STEP08,
        step10 STEP10 = STEP09, step11 STEP11 = STEP10, step12 STEP12 = STEP11,
        step13 STEP13 = STEP12, step14 STEP14 = STEP13, step15 STEP15 = STEP14,
        step16 STEP16 = STEP15, step17 STEP17 = STEP16, step18 STEP18 = STEP17,
        step19 STEP19 = STEP18, step20 STEP20 = STEP19, step21 STEP21 = STEP20,
        step22 STEP22 = STEP21, step23 STEP23 = STEP22, step24 STEP24 = STEP23,
        step25 STEP25 = STEP24, step26 STEP26 = STEP25, step27 STEP27 = STEP26,
        step28 STEP28 = STEP27, step29 STEP29 = STEP28, step30 STEP30 = STEP29,
        step31 STEP31 = STEP30, step32 STEP32 = STEP31, step33 STEP33 = STEP32,
        step34 STEP34 = STEP33, step35 STEP35 = STEP34, step36 STEP36 = STEP35,
        step37 STEP37 = STEP36, step38 STEP38 = STEP37, step39 STEP39 = STEP38,
        step40 STEP40 = STEP39, step41 STEP41 = STEP40, step42 STEP42 = STEP41,
        step43 STEP43 = STEP42, step44 STEP44 = STEP43, step45 STEP45 = STEP44,
        step46 STEP46 = STEP45, step47 STEP47 = STEP46, step48 STEP48 = STEP47,
        step49 STEP49 = STEP48, step50 STEP50 = STEP49,
    }

    /// Where the chain ends.
    pub fn end() -> ReadHandle<i64> {
        STEP50.erase()
    }
}

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
pub mod diamond {
    use atomata::{atom, computed};

    macro_rules! arms {
        ($($function:ident $handle:ident,)+) => {$(
            #[computed(deps = [HEAD], name = $handle)]
            fn $function(x: i64) -> i64 {
                x + 1
            }
        )+};
    }

    /// The top.
    #[atom]
    pub static HEAD: i64 = 0;

    arms! { arm1 ARM1, arm2 ARM2, arm3 ARM3, arm4 ARM4, arm5 ARM5, }

    /// The bottom.
    #[computed(deps = [ARM1, ARM2, ARM3, ARM4, ARM5], name = SUM)]
    pub fn sum(first: i64, second: i64, third: i64, fourth: i64, fifth: i64) -> i64 {
        first + second + third + fourth + fifth
    }
}

/// One atom, and fifty times two computeds in a row.
pub mod broad {
    use atomata::{ReadHandle, atom, computed};

    macro_rules! arms {
        ($($near:ident $near_handle:ident $far:ident $far_handle:ident = $k:literal,)+) => {
            $(
                #[computed(deps = [HEAD], name = $near_handle)]
                fn $near(x: i64) -> i64 {
                    x + $k
                }

                #[computed(deps = [$near_handle], name = $far_handle)]
                fn $far(x: i64) -> i64 {
                    x + 1
                }
            )+

            /// The ends of all arms.
            pub fn ends() -> Vec<ReadHandle<i64>> {
                vec![$($far_handle.erase()),+]
            }
        };
    }

    /// The root.
    #[atom]
    pub static HEAD: i64 = 0;

    arms! {
        near00 NEAR00 far00 FAR00 = 0, near01 NEAR01 far01 FAR01 = 1,
        near02 NEAR02 far02 FAR02 = 2, near03 NEAR03 far03 FAR03 = 3,
        near04 NEAR04 far04 FAR04 = 4, near05 NEAR05 far05 FAR05 = 5,
        near06 NEAR06 far06 FAR06 = 6, near07 NEAR07 far07 FAR07 = 7,
        near08 NEAR08 far08 FAR08 = 8, near09 NEAR09 far09 FAR09 = 9,
        near10 NEAR10 far10 FAR10 = 10, near11 NEAR11 far11 FAR11 = 11,
        near12 NEAR12 far12 FAR12 = 12, near13 NEAR13 far13 FAR13 = 13,
        near14 NEAR14 far14 FAR14 = 14, near15 NEAR15 far15 FAR15 = 15,
        near16 NEAR16 far16 FAR16 = 16, near17 NEAR17 far17 FAR17 = 17,
        near18 NEAR18 far18 FAR18 = 18, near19 NEAR19 far19 FAR19 = 19,
        near20 NEAR20 far20 FAR20 = 20, near21 NEAR21 far21 FAR21 = 21,
        near22 NEAR22 far22 FAR22 = 22, near23 NEAR23 far23 FAR23 = 23,
        near24 NEAR24 far24 FAR24 = 24, near25 NEAR25 far25 FAR25 = 25,
        near26 NEAR26 far26 FAR26 = 26, near27 NEAR27 far27 FAR27 = 27,
        near28 NEAR28 far28 FAR28 = 28, near29 NEAR29 far29 FAR29 = 29,
        near30 NEAR30 far30 FAR30 = 30, near31 NEAR31 far31 FAR31 = 31,
        near32 NEAR32 far32 FAR32 = 32, near33 NEAR33 far33 FAR33 = 33,
        near34 NEAR34 far34 FAR34 = 34, near35 NEAR35 far35 FAR35 = 35,
        near36 NEAR36 far36 FAR36 = 36, near37 NEAR37 far37 FAR37 = 37,
        near38 NEAR38 far38 FAR38 = 38, near39 NEAR39 far39 FAR39 = 39,
        near40 NEAR40 far40 FAR40 = 40, near41 NEAR41 far41 FAR41 = 41,
        near42 NEAR42 far42 FAR42 = 42, near43 NEAR43 far43 FAR43 = 43,
        near44 NEAR44 far44 FAR44 = 44, near45 NEAR45 far45 FAR45 = 45,
        near46 NEAR46 far46 FAR46 = 46, near47 NEAR47 far47 FAR47 = 47,
        near48 NEAR48 far48 FAR48 = 48, near49 NEAR49 far49 FAR49 = 49,
    }
}

/// A chain in which the second node never changes, so that the heavy work behind it never runs.
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
