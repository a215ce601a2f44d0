//! Visibility is that of the user's items, and nothing more is public.
#![deny(warnings)]

mod shop {
    use atomata::{Fields, atom, computed};
    use serde::{Deserialize, Serialize};

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Secret {
        code: u32,
    }

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
    struct Third {
        secret: Secret,
        pub(super) open: bool,
    }

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
    pub(super) struct Second {
        #[atom(nested)]
        third: Third,
        pub(crate) seen: bool,
    }

    #[atom]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub struct First {
        #[atom(nested)]
        pub(super) second: Second,
        secret: Secret,
        pub(in crate::private_and_restricted::shop) here: u8,
    }

    #[atom]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Hidden {
        #[atom(nested)]
        second: Second,
    }

    #[atom(nested)]
    static LEFT: Third = Third::default();

    #[atom]
    pub(super) static PLAIN: u8 = 0;

    #[computed(deps = [First.second.third.secret, First.secret, Hidden.second.third.open, LEFT.secret])]
    fn code(a: &Secret, b: &Secret, open: bool, left: &Secret) -> u32 {
        if open { a.code + b.code } else { left.code }
    }

    pub(super) fn names() -> String {
        format!(
            "{:?} {:?} {:?} {:?} {CODE:?}",
            First.second.third.secret, First.here, Hidden.second.third.open, LEFT.secret
        )
    }
}

pub(crate) fn check() {
    assert_eq!(
        shop::names(),
        "First.second.third.secret First.here Hidden.second.third.open LEFT.secret code"
    );
    assert_eq!(format!("{:?}", shop::First.second.seen), "First.second.seen");
    assert_eq!(format!("{:?}", shop::PLAIN), "PLAIN");
}
