//! What a graph names by paths: through imports, through a path that leaves the module and comes back,
//! and where a `cfg` decides; and modules that others cannot name.
#![deny(warnings)]
#![allow(clippy::needless_pub_self)]

use atomata::{Store, atoms};

#[atoms]
mod state {
    //! What is said of a module may stand in it.
    #![allow(dead_code, reason = "some of it is there to be named")]
    #![warn(missing_docs)]

    use atomata::computed;

    /// Declared before all it depends on, so that the order cannot be that of declaration.
    #[computed(deps = [crate::paths_in_graphs::state::LAST, super::state::view::WIDTH, self::AREA])]
    pub fn first(last: u32, width: u32, area: u32) -> u32 {
        last + width + area
    }

    /// After `MIDDLE`, which is its own by another name.
    #[computed(deps = [BETWEEN, EITHER, platform::SIZE])]
    pub fn last(middle: u32, either: u32, size: u32) -> u32 {
        middle + either + size
    }

    use ui::{
        self as view,
        inner::{self},
    };
    pub use ui::{AREA, inner::MIDDLE as BETWEEN};

    #[cfg(any())]
    #[computed(deps = [])]
    pub fn either() -> u32 {
        0
    }

    #[cfg(not(any()))]
    #[computed(deps = [BETWEEN])]
    pub fn either(middle: u32) -> u32 {
        middle * 2
    }

    #[cfg(any())]
    mod platform {
        use atomata::computed;

        #[computed(deps = [])]
        pub fn size() -> u32 {
            0
        }
    }

    #[cfg(not(any()))]
    mod platform {
        use atomata::computed;

        #[computed(deps = [super::inner::MIDDLE])]
        pub fn size(middle: u32) -> u32 {
            middle + 1
        }
    }

    pub(super) mod ui {
        #![allow(unused_imports)]

        use super::*;
        use atomata::atom;
        use inner::*;

        #[atom]
        pub static WIDTH: u32 = 3;

        #[computed(deps = [MIDDLE, HIDDEN_FROM_ABOVE])]
        pub fn area(middle: u32, hidden: u32) -> u32 {
            middle * hidden
        }

        // Nobody outside of `ui` can name it, but what is in it, by another path.
        pub(super) mod inner {
            use super::*;

            #[computed(deps = [WIDTH, deep::A, deep::B, deep::C])]
            pub fn middle(width: u32, a: u32, b: u32, c: u32) -> u32 {
                width + a + b + c
            }

            mod deep {
                use atomata::atom;

                #[atom]
                pub static A: u32 = 1;
                #[atom]
                pub(in crate::paths_in_graphs) static B: u32 = 1;
                #[atom]
                pub(in super::super) static C: u32 = 1;
                #[atom]
                pub(self) static D: u32 = 1;
                #[atom(key = u32)]
                pub static E: u32 = 1;
            }

            pub(super) use deep::A as HIDDEN_FROM_ABOVE;
        }
    }
}

pub(crate) fn check() {
    fn widen<G: state::Included>(store: &Store<G>) {
        store.set(state::ui::WIDTH, 4);
    }
    let store = Store::<state::Graph>::of();
    let first = |width: u32| {
        let middle = width + 3;
        (middle + middle * 2 + middle + 1) + width + middle
    };
    assert_eq!(store.get(state::FIRST), first(3));
    widen(&store);
    assert_eq!(store.get(state::FIRST), first(4));
    assert_eq!(Store::new().get(state::FIRST), first(3));
}
