//! The mistakes of families, each with its sentence.

use quote::quote;

use super::mistakes::{assert_atom, assert_computed};
use super::{atom, computed};

#[test]
fn families_are_accepted() {
    let row = || {
        quote!(
            struct Row {
                done: bool,
            }
        )
    };
    assert_atom(
        quote!(key = TodoId),
        quote!(
            struct Todo {
                title: String,
                done: bool,
            }
        ),
        &[],
    );
    assert_atom(
        quote!(key = u32, life = keep),
        quote!(
            static CELL: i64 = 0;
        ),
        &[],
    );
    assert_atom(
        quote!(key = u8, life = unobserved, hasher = a::B<C>),
        quote!(
            enum E {
                A,
            }
        ),
        &[],
    );
    assert_atom(quote!(key = String, life = lru(SIZE * 2)), row(), &[]);
    assert_atom(quote!(life = ttl(Duration::from_secs(1),), key = &'static str), row(), &[]);
    assert_atom(quote!(key = u32, default = |id| Row::new(id)), row(), &[]);
    assert_atom(
        quote!(key = (u32, u32)),
        quote!(
            static CELL: i64 = |(x, y)| i64::from(x + y);
        ),
        &[],
    );
    assert_atom(
        quote!(key = u32),
        quote!(
            static CELL: i64 = (move |id: u32| 0);
        ),
        &[],
    );
}

#[test]
fn computeds_by_key_are_accepted() {
    assert_computed(
        quote!(key = TodoId, deps = [Todo(id).done, Filter]),
        quote!(
            fn visible(id: TodoId, done: bool, filter: &Filter) -> bool {
                done
            }
        ),
        &[],
    );
    assert_computed(
        quote!(key = (u32, u32), deps = [CELL(x, y), SUM(layer.checked_sub(1)?, x)]),
        quote!(
            fn sum((layer, x): (u32, u32), cell: i64, below: Option<i64>) -> i64 {
                cell
            }
        ),
        &[],
    );
    assert_computed(
        quote!(deps = [each(Todo.done), each(Todo), Todo, CELL(0, 0), Todo(a?).title]),
        quote! {
            fn open(
                done: Each<'_, TodoId, bool>,
                todos: Each<'_, TodoId, Todo>,
                keys: &Keys<TodoId>,
                corner: i64,
                title: Option<&str>,
            ) -> usize { 0 }
        },
        &[],
    );
    assert_computed(
        quote!(key = String, deps = [A, B]),
        quote!(
            fn f(name: &str, a: u8, b: u8) -> u8 {
                a
            }
        ),
        &[],
    );
}

#[test]
fn a_closure_is_a_value_where_there_is_no_key() {
    assert_atom(
        quote!(),
        quote!(
            static F: fn() -> u8 = || 0;
        ),
        &[],
    );
}

#[test]
fn a_life_has_four_forms() {
    let forms = "`life` cannot be this; write `life = keep`, `life = unobserved`, `life = lru(n)` \
                 or `life = ttl(duration)`";
    for life in [
        quote!(forever),
        quote!(lru),
        quote!(lru()),
        quote!(lru(1, 2)),
        quote!(lru(1 2)),
        quote!(keep(1)),
        quote!("keep"),
        quote!(unobserved + 1),
        quote!(ttl[x]),
        quote!(),
    ] {
        assert_atom(
            quote!(key = u8, life = #life, group = "g"),
            quote!(
                static A: u8 = 0;
            ),
            &[forms],
        );
    }
    assert_atom(
        quote!(key = u8, life),
        quote!(
            static A: u8 = 0;
        ),
        &["`life` needs a value; write `life = keep`, `life = unobserved`, `life = lru(n)` or \
           `life = ttl(duration)`"],
    );
}

#[test]
fn the_options_of_a_family_need_its_key() {
    assert_atom(
        quote!(life = keep, hasher = Fast),
        quote!(
            struct Todo {
                done: bool,
            }
        ),
        &[
            "`life` is not allowed here; it says how long a member of a family lives, add `key = …`",
            "`hasher` is not allowed here; it says how the keys of a family are hashed, add `key = …`",
        ],
    );
    let broken = "`key` cannot be this; write `key = Type`";
    assert_atom(
        quote!(life = keep, key = 5),
        quote!(
            static A: u8 = |id| 0;
        ),
        &[broken],
    );
    assert_computed(
        quote!(deps = [A(id)], key = 5),
        quote!(
            fn f(id: u8, a: u8) -> u8 {
                a
            }
        ),
        &[broken],
    );
    assert_computed(
        quote!(deps = [A(id)], kye = u8, life = keep),
        quote!(
            fn f(id: u8, a: u8) -> u8 {
                a
            }
        ),
        &["unknown option `kye` (known: deps, name, group, id, eq, key, life, hasher, crate); \
           write `key`"],
    );
    assert_atom(
        quote!(),
        quote!(
            struct Todo {
                #[atom(life = keep)]
                done: bool,
            }
        ),
        &["`life` is not allowed here; it says how long a member of a family lives"],
    );
}

#[test]
fn a_key_is_owned() {
    let owned = "a key is owned, because the store keeps it; use `String` for `&str`, `Vec<T>` for \
                 `&[T]`, or a reference that is `'static`";
    assert_atom(
        quote!(key = &str),
        quote!(
            static A: u8 = |id| 0;
        ),
        &[owned],
    );
    assert_atom(
        quote!(key = (u8, Cow<'a, str>)),
        quote!(
            enum E {
                A,
            }
        ),
        &[owned],
    );
    assert_computed(
        quote!(key = &str, deps = []),
        quote!(
            fn f(id: &str) -> u8 {
                0
            }
        ),
        &[owned],
    );
    assert_atom(
        quote!(key = impl Hash),
        quote!(
            static A: u8 = 0;
        ),
        &["`impl Hash` is not allowed here; name the type of the key"],
    );
}

#[test]
fn an_initial_value_by_key_is_a_closure_of_the_key() {
    let one = "the initial value of a family is a closure of its key; write `|key| …`, or \
               `|(x, y)| …` for a tuple";
    assert_atom(
        quote!(key = (u8, u8)),
        quote!(
            static A: u8 = |x, y| x + y;
        ),
        &[one],
    );
    assert_atom(
        quote!(key = u8),
        quote!(
            static A: u8 = || 0;
        ),
        &[one],
    );
    assert_atom(
        quote!(key = u8, default = (|| E::A)),
        quote!(
            enum E {
                A,
            }
        ),
        &[one],
    );
}

#[test]
fn the_key_is_the_first_parameter() {
    assert_computed(
        quote!(key = TodoId, deps = [Todo(id).done]),
        quote!(
            fn visible() -> bool {
                true
            }
        ),
        &[
            "a computed with a key takes it as its first parameter; write `fn visible(id: TodoId, …)`",
        ],
    );
    assert_computed(
        quote!(key = (u32, u32), deps = []),
        quote!(
            fn sum() -> bool {
                true
            }
        ),
        &[
            "a computed with a key takes it as its first parameter; write `fn sum(key: (u32, u32), …)`",
        ],
    );
    assert_computed(
        quote!(key = TodoId, deps = [Todo(id).done, Filter]),
        quote!(
            fn visible(done: bool, filter: &Filter) -> bool {
                done
            }
        ),
        &["the first parameter of `visible` is not its key; put `id: TodoId` before the others"],
    );
    assert_computed(
        quote!(key = (u32, u32), deps = [CELL(x, y)]),
        quote!(
            fn sum(cell: &i64) -> i64 {
                *cell
            }
        ),
        &[
            "the first parameter of `sum` is not its key; put `(x, y): (u32, u32)` before the others",
        ],
    );
    // What is missing is another parameter, or may be.
    assert_computed(
        quote!(key = String, deps = [A]),
        quote!(
            fn f(name: &str) -> u8 {
                0
            }
        ),
        &["the dependency `A` has no parameter; add one to `f`, or remove it"],
    );
    assert_computed(
        quote!(key = Vec<u8>, deps = [A]),
        quote!(
            fn f(a: &[u8]) -> u8 {
                0
            }
        ),
        &["the dependency `A` has no parameter; add one to `f`, or remove it"],
    );
    assert_computed(
        quote!(key = u8, deps = []),
        quote!(
            fn f(id: &mut u8) -> u8 {
                0
            }
        ),
        &["`&mut` is not allowed here; a computed only reads its key, take it by value or by `&`"],
    );
}

#[test]
fn the_key_is_no_dependency() {
    assert_computed(
        quote!(key = u8, deps = []),
        quote!(
            fn f(id: u8, a: u8) -> u8 {
                a
            }
        ),
        &["the parameter `a` of `f` has no dependency; add one to `deps`, or remove it"],
    );
}

#[test]
fn a_broken_family_is_silent_about_its_uses() {
    let expansions = [
        atom(
            quote!(key = &str, name = ROWS),
            quote!(
                pub struct Row {
                    done: bool,
                }
            ),
        ),
        atom(
            quote!(key = 5, name = ROWS),
            quote!(
                pub static ROW: u8 = 0;
            ),
        ),
        computed(
            quote!(key = u8, deps = [], grup = "x", name = ROWS),
            quote!(
                pub fn f(id: u8) -> u8 {
                    id
                }
            ),
        ),
    ];
    for expansion in expansions {
        let text = expansion.to_string();
        assert!(text.contains("pub const ROWS : :: atomata :: __private :: Broken < {"), "{text}");
    }
}
