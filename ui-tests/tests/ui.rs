//! Every mistake has a case in `ui/fail`, named after it, with the one error it leaves; the valid forms
//! are in `tests/valid`. `TRYBUILD=overwrite` writes the messages anew; read them.
//!
//! Nothing but `compile_fail` stands here: one case that passes, and all of them would be built and
//! not only checked.
#![forbid(unsafe_code)]

#[test]
fn mistakes_are_errors_that_say_what_to_do() {
    trybuild::TestCases::new().compile_fail("ui/fail/*.rs");
}
