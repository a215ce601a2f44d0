//! The mistakes of dependencies on members, each with its sentence.

use proc_macro2::TokenStream;
use quote::quote;

use super::mistakes::assert_computed;

/// The sentence about one broken dependency.
#[track_caller]
fn assert_dependency(dependency: TokenStream, expected: &str) {
    assert_computed(
        quote!(deps = [#dependency]),
        quote!(
            fn f(value: u8) -> u8 {
                value
            }
        ),
        &[expected],
    );
}

#[test]
fn what_may_be_absent_is_taken_as_an_option() {
    let absent = "`below` may be absent, because its key has a `?`; take it as `Option<…>`";
    for ty in [quote!(i64), quote!(&i64), quote!(Vec<i64>)] {
        assert_computed(
            quote!(deps = [CELL(x?)]),
            quote!(fn f(below: #ty) -> i64 { 0 }),
            &[absent],
        );
    }
    assert_computed(
        quote!(deps = [CELL(x?)]),
        quote!(
            fn f(below: &mut i64) -> i64 {
                0
            }
        ),
        &["`&mut` is not allowed here; a computed only reads its dependencies, take `&T`"],
    );
    assert_computed(
        quote!(key = u8, deps = [CELL(id.find(|it| it?.x))]),
        quote!(
            fn f(id: u8, cell: i64) -> i64 {
                0
            }
        ),
        &[],
    );
}

#[test]
fn a_member_twice_is_a_duplicate() {
    assert_computed(
        quote!(key = (u8, u8), deps = [CELL(x, y), CELL(y, x), CELL(x, y,)]),
        quote!(
            fn f((x, y): (u8, u8), a: i64, b: i64, c: i64) -> i64 {
                0
            }
        ),
        &["duplicate dependency `CELL(x, y)`; name it once, with one parameter"],
    );
    assert_computed(
        quote!(deps = [each(Todo.done), Todo.done, each(Todo.done,)]),
        quote!(
            fn f(a: Each<'_, u8, bool>, b: bool, c: Each<'_, u8, bool>) -> i64 {
                0
            }
        ),
        &["duplicate dependency `each(Todo.done)`; name it once, with one parameter"],
    );
}

#[test]
fn a_member_does_not_depend_on_itself() {
    let itself =
        "`visible` depends on itself: visible <- visible; remove one of these dependencies";
    for dependency in [quote!(VISIBLE(id)), quote!(VISIBLE), quote!(each(VISIBLE))] {
        assert_computed(
            quote!(key = u8, deps = [#dependency]),
            quote!(
                fn visible(id: u8, other: bool) -> bool {
                    other
                }
            ),
            &[itself],
        );
    }
    for dependency in [quote!(VISIBLE(x, y)), quote!(VISIBLE((x, y)))] {
        assert_computed(
            quote!(key = (u8, u8), deps = [#dependency]),
            quote!(
                fn visible((x, y): (u8, u8), other: bool) -> bool {
                    other
                }
            ),
            &[itself],
        );
    }
    assert_computed(
        quote!(deps = [VISIBLE(1)]),
        quote!(
            fn visible(other: bool) -> bool {
                other
            }
        ),
        &[itself],
    );
    for dependency in [quote!(VISIBLE(id - 1)), quote!(other::VISIBLE(id))] {
        assert_computed(
            quote!(key = u8, deps = [#dependency]),
            quote!(
                fn visible(id: u8, other: bool) -> bool {
                    other
                }
            ),
            &[],
        );
    }
}

#[test]
fn the_key_stands_right_behind_the_name() {
    assert_dependency(
        quote!(Todo.done(id)),
        "a dependency is a handle, not a call of a method; the key comes right behind the name: \
         `Todo(id).done`",
    );
    assert_dependency(
        quote!(Todo.0(id)),
        "a field has no key; the key comes right behind the name: `Todo(id).0`",
    );
    assert_dependency(
        quote!(CELL(x).get()),
        "a dependency is a handle, not a call of a method; remove `.get()`",
    );
    assert_dependency(
        quote!(CELL(x)(y)),
        "a member has one key; write all of it in one pair of parentheses: `CELL(x, y)`",
    );
    assert_dependency(
        quote!(rate()),
        "a dependency is a handle, not a call; write the name of the atom or computed alone",
    );
    assert_dependency(
        quote!(CELL(x)?),
        "a dependency is a handle, and no `?` stands behind it; write it into the key",
    );
    assert_dependency(
        quote!(CELL::<u8>(x)),
        "a dependency has no type arguments; write the name of the handle alone",
    );
}

#[test]
fn each_takes_a_handle_of_all_members() {
    assert_dependency(
        quote!(each(Todo(id).done)),
        "`each` takes a field of all members, `each(Todo.done)`; for one member write `Todo(id).done`",
    );
    for dependency in [quote!(each()), quote!(each(Todo, CELL))] {
        assert_dependency(
            dependency,
            "`each` takes one handle; write `each(Family)` or `each(Family.field)`",
        );
    }
    for dependency in [quote!(each(Todo).done), quote!(each(each(Todo))), quote!(each(Todo)(3))] {
        assert_dependency(
            dependency,
            "`each` stands around a whole dependency; write `each(Family.field)`",
        );
    }
    assert_dependency(
        quote!(each(5)),
        "a dependency is a handle, not a literal; declare the value with `#[atom]` and name it here",
    );
}
