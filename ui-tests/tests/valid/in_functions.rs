//! Declarations inside of functions and blocks.
#![deny(warnings)]

use atomata::{Fields, atom, computed};
use serde::{Deserialize, Serialize};

fn one() -> &'static str {
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
    struct Inner {
        open: bool,
    }

    #[atom]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Local {
        #[atom(nested)]
        inner: Inner,
    }

    #[atom(id = "local.tax")]
    static TAX: f64 = 0.1;

    #[computed(deps = [TAX, Local.inner.open])]
    fn label(tax: f64, open: bool) -> String {
        format!("{tax} {open}")
    }

    assert_eq!(label(0.1, true), "0.1 true");
    assert_eq!(TAX.name(), "TAX");
    assert_eq!(Local.inner.open.name(), "Local.inner.open");
    LABEL.group()
}

pub(crate) fn check() {
    assert_eq!(one(), "default");
    {
        #[atom]
        static TAX: u8 = 1;
        assert_eq!(TAX.name(), "TAX");
    }
}
