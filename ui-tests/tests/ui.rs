//! Every mistake has a case in `ui/fail`, named after it, with the one error it leaves; every valid
//! form has a case in `ui/pass`. `TRYBUILD=overwrite` writes the messages anew; read them.
#![forbid(unsafe_code)]

#[test]
fn mistakes_are_errors_that_say_what_to_do() {
    trybuild::TestCases::new().compile_fail("ui/fail/*.rs");
}

#[test]
fn valid_forms_compile() {
    trybuild::TestCases::new().pass("ui/pass/*.rs");
}
