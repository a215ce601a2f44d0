//! Every valid form compiles, and does what it says. One module for each, in a single program: it is
//! built once, where a case of its own would be built and linked alone.
#![forbid(unsafe_code)]
// The cases are programs of users, who name the lints they want.
#![allow(missing_docs, missing_debug_implementations, unreachable_pub)]
#![allow(clippy::too_many_arguments)]
#![allow(clippy::pedantic)]

macro_rules! cases {
    ($($case:ident),* $(,)?) => {$(
        pub mod $case;

        #[test]
        fn $case() {
            $case::check();
        }
    )*};
}

cases! {
    colliding_names,
    conditions_and_lints,
    crate_by_another_path,
    every_kind,
    families,
    families_in_modules,
    from_user_macros,
    generic_fields,
    graphs,
    in_functions,
    no_implicit_prelude,
    own_comparison,
    paths_in_graphs,
    private_and_restricted,
    raw_identifiers,
    tuple_and_unit_structs,
}
