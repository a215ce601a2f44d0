//! What stands for the methods of [`DevTools`] whose features are off: a call is an error that names the feature,
//! where the compiler would say that there is no such method.

use super::DevTools;
use crate::tier::Tier;

#[cfg(not(feature = "devtools"))]
impl<G: Tier> DevTools<'_, G> {
    #[doc(hidden)]
    pub fn serve<A: Served>(&self, _: A) -> A::Inspector {
        unreachable!("nothing is served")
    }
}

#[cfg(not(feature = "redux-devtools"))]
impl<G: Tier> DevTools<'_, G> {
    #[doc(hidden)]
    pub fn connect<A: Connected>(&self, _: A) -> A::Bridge {
        unreachable!("nothing is connected")
    }
}

/// An address to serve at, which nothing is. The type makes the compiler silent about what follows.
#[cfg(not(feature = "devtools"))]
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`serve` needs the feature `devtools` of `atomata`",
    label = "the inspector is not compiled",
    note = "add it to the dependency in `Cargo.toml`: `features = [\"devtools\"]`"
)]
pub trait Served {
    type Inspector;
}

/// An address to connect to, which nothing is. The type makes the compiler silent about what follows.
#[cfg(not(feature = "redux-devtools"))]
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`connect` needs the feature `redux-devtools` of `atomata`",
    label = "the bridge is not compiled",
    note = "add it to the dependency in `Cargo.toml`: `features = [\"redux-devtools\"]`"
)]
pub trait Connected {
    type Bridge;
}
