//! A unit struct without `name`.

use atomata::atom;
use serde::{Deserialize, Serialize};

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Marker;

fn main() {
    let _ = Marker;
}
