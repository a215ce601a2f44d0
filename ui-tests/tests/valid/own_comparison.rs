//! `eq` lifts the demand for `PartialEq`, `transient` that for serde.
#![deny(warnings)]

use std::sync::Arc;

use atomata::{atom, computed};

#[derive(Clone, Default)]
struct Opaque;

#[atom(eq = Arc::ptr_eq, transient)]
static SHARED: Arc<Opaque> = Arc::new(Opaque);

#[atom(transient)]
#[derive(Clone, Default)]
struct Cache {
    #[atom(eq = Arc::ptr_eq)]
    shared: Arc<Opaque>,
    #[atom(eq = same)]
    opaque: Opaque,
    #[atom(skip)]
    other: Opaque,
}

fn same(_: &Opaque, _: &Opaque) -> bool {
    true
}

#[atom(transient, eq = Mode::same)]
#[derive(Clone, Default)]
enum Mode {
    #[default]
    One,
}

impl Mode {
    fn same(&self, _: &Self) -> bool {
        true
    }
}

#[computed(deps = [SHARED, Cache.opaque, Mode], eq = Arc::ptr_eq)]
fn shared_one(value: &Arc<Opaque>, opaque: &Opaque, mode: &Mode) -> Arc<Opaque> {
    let _ = (opaque, mode);
    Arc::clone(value)
}

#[computed(deps = [SHARED], eq = none)]
fn opaque(_: &Arc<Opaque>) -> Opaque {
    Opaque
}

pub(crate) fn check() {
    assert_eq!(Cache.shared.name(), "Cache.shared");
    assert_eq!(SHARED_ONE.name(), "shared_one");
    assert_eq!(OPAQUE.name(), "opaque");
    let _ = Cache { other: Opaque, ..Cache::default() }.other;
}
