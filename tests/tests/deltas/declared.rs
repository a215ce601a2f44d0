//! Two programs that declare the same atoms differently. A compiled graph cannot hold both.

use atomata::{Store, atom};
use expect_test::{Expect, expect};

#[atom(id = "tax")]
static TAX: f64 = 0.2;

#[atom(id = "other")]
static OTHER: Option<u32> = None;

/// The atoms of the other program.
mod otherwise {
    use atomata::atom;

    #[atom(id = "tax")]
    pub(super) static TAX: Option<String> = None;

    #[atom(id = "other")]
    pub(super) static OTHER: Option<u32> = None;
}

#[test]
fn atoms_that_are_declared_otherwise() {
    let store = Store::new();
    let mut version = store.version();
    let mut refused = |expected: Expect| {
        let delta = store.changes_since(&mut version).expect("it can be asked for");
        let there = Store::builder().register(otherwise::TAX).register(otherwise::OTHER).build();
        let error = there.apply_bytes(&delta.to_bytes().expect("it can be written"));
        expected.assert_eq(&error.expect_err("it is refused").to_string());
    };
    store.set(TAX, 0.3);
    refused(expect![
        "`TAX` is declared otherwise where the delta comes from, by its type or its fields; build both sides from the same declarations, or send JSON Patch, which goes by names"
    ]);
    store.set(TAX, 0.4);
    store.set(OTHER, Some(1));
    refused(expect![
        "at least one of `TAX`, `OTHER` is declared otherwise where the delta comes from, by its type or its fields; build both sides from the same declarations, or send JSON Patch, which goes by names"
    ]);
    let delta = store.full_state().expect("it can be had").to_bytes().expect("it can be written");
    let error = Store::new().apply_bytes(&delta).expect_err("nobody has used it").to_string();
    let begin =
        format!("the store knows no atom `id {:?}`; if the program has it, use it once", TAX.id());
    assert!(error.starts_with(&begin), "{error}");
}
