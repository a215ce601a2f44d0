//! Names: globs and renames, raw identifiers, private types, the user's own macros, local atoms.

use atomata::Store;

mod state {
    //! Everything an application has, used through a glob elsewhere.

    use atomata::{atom, computed};
    use serde::{Deserialize, Serialize};

    #[atom]
    pub(crate) static WIDTH: u32 = 80;

    #[atom]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub(crate) struct Todo {
        pub(crate) title: String,
        pub(crate) r#type: String,
        pub(crate) done: bool,
    }

    #[computed(deps = [Todo.r#type, Todo.done])]
    pub(crate) fn r#match(r#type: &str, done: bool) -> String {
        format!("{}{}", r#type, if done { "!" } else { "" })
    }

    #[computed(deps = [WIDTH])]
    pub(crate) fn half(width: u32) -> u32 {
        width / 2
    }
}

mod globbed {
    use super::state::*;
    use atomata::{Store, computed};

    #[computed(deps = [HALF, Todo.title])]
    pub(super) fn summary(half: u32, title: &str) -> String {
        format!("{title}@{half}")
    }

    #[test]
    fn a_glob_brings_type_handle_and_computed() {
        let store = Store::new();
        let todo = Todo { title: "write".to_owned(), ..Todo::default() };
        store.set(Todo, todo.clone());
        store.set(WIDTH, 10);
        assert_eq!(store.get(SUMMARY), "write@5");
        assert_eq!(store.get(Todo), todo);
    }
}

mod renamed {
    use super::state::{Todo as Task, WIDTH as COLUMNS, half as halve};
    use super::{globbed, state};
    use atomata::{Store, computed};

    #[computed(deps = [COLUMNS, Task.title, state::HALF, self::super::globbed::SUMMARY])]
    fn line(columns: u32, title: &str, half: u32, summary: &str) -> String {
        format!("{title} {columns} {half} {summary}")
    }

    #[test]
    fn renames_and_paths_name_the_same_nodes() {
        let store = Store::new();
        store.update(Task, |task| task.title.push('x'));
        store.set(COLUMNS, 8);
        assert_eq!(store.get(LINE), "x 8 4 x@4");
        assert_eq!(store.get(globbed::SUMMARY), "x@4");
        assert_eq!(COLUMNS.name(), "WIDTH", "a rename is not another node");
        assert_eq!(halve(9), 4, "the function is an ordinary one");
        assert_eq!(Task.title.name(), "Todo.title");
    }
}

#[test]
fn raw_identifiers_lose_their_prefix() {
    let store = Store::new();
    store.set(state::Todo.r#type, "chore".to_owned());
    store.update(state::Todo, |todo| {
        *todo.done = true;
        todo.r#type.make_ascii_uppercase();
    });
    assert_eq!(store.get(state::MATCH), "CHORE!");
    assert_eq!(state::Todo.r#type.name(), "Todo.type");
    assert_eq!(state::MATCH.name(), "match");
    assert_eq!(state::r#match("a", false), "a");
}

mod private {
    //! Types that nothing outside may name, in atoms that can be used here alone.

    use atomata::{Store, atom, computed};
    use serde::{Deserialize, Serialize};

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Secret(u32);

    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    enum Mode {
        #[default]
        Idle,
        Busy,
    }

    #[atom]
    static SECRET: Secret = Secret(1);

    #[atom]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Vault {
        mode: Mode,
        secret: Secret,
    }

    #[computed(deps = [SECRET, Vault.secret, Vault.mode])]
    fn revealed(one: &Secret, two: &Secret, mode: Mode) -> Option<Secret> {
        (mode == Mode::Busy).then(|| Secret(one.0 + two.0))
    }

    pub(super) fn reveal(store: &Store) -> Option<u32> {
        store.set(Vault.mode, Mode::Busy);
        store.set(Vault.secret, Secret(41));
        store.get(REVEALED).map(|secret| secret.0)
    }
}

#[test]
fn private_types_need_no_export() {
    assert_eq!(private::reveal(&Store::new()), Some(42));
}

/// A macro of the user's that declares settings in one line each.
macro_rules! settings {
    ($($(#[$doc:meta])* $name:ident : $ty:ty = $value:expr;)*) => {$(
        $(#[$doc])*
        #[atomata::atom(group = "settings")]
        static $name: $ty = $value;
    )*};
}

settings! {
    /// How large the text is.
    FONT_SIZE: u32 = 12;
    LANGUAGE: String = "en".to_owned();
    LINES: Option<usize> = None;
}

macro_rules! doubled {
    ($function:ident, $of:ident : $ty:ty) => {
        #[atomata::computed(deps = [$of])]
        fn $function(value: $ty) -> $ty {
            value * 2
        }
    };
}

doubled!(double_font, FONT_SIZE: u32);

macro_rules! record {
    ($name:ident { $($field:ident : $ty:ty),* $(,)? }) => {
        #[atomata::atom]
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        struct $name { $($field: $ty),* }
    };
}

record!(Position { x: i32, y: i32, note: Option<String> });

#[test]
fn the_users_macros_declare_atoms() {
    let store = Store::new();
    store.set(FONT_SIZE, 20);
    store.set(LINES, Some(3));
    store.update(Position, |position| *position.x += 1);
    assert_eq!(store.get((DOUBLE_FONT, LINES, LANGUAGE)), (40, Some(3), "en".to_owned()));
    assert_eq!(store.get(Position), Position { x: 1, y: 0, note: None });
    assert_eq!(FONT_SIZE.group(), "settings");
}

#[test]
fn atoms_stand_inside_functions() {
    use atomata::{atom, computed};

    #[atom]
    static COUNT: u32 = 2;

    #[computed(deps = [COUNT])]
    fn square(count: u32) -> u32 {
        count * count
    }

    let store = Store::new();
    store.set(COUNT, 3);
    assert_eq!(store.get(SQUARE), 9);
}

#[test]
fn local_atoms_of_one_name_meet_only_in_one_store() {
    use atomata::{Error, Handle, atom};

    fn first() -> Handle<u32> {
        #[atom]
        static LOCAL: u32 = 1;
        LOCAL.erase()
    }

    fn second() -> Handle<u32> {
        #[atom(id = "names/second")]
        static LOCAL: u32 = 2;
        LOCAL.erase()
    }

    fn third() -> Handle<u32> {
        #[atom]
        static LOCAL: u32 = 3;
        LOCAL.erase()
    }

    let store = Store::new();
    assert_eq!(store.get((first(), second())), (1, 2));
    let error = store.try_get(third()).unwrap_err();
    assert!(matches!(error, Error::Collision { .. }), "{error}");
    assert_eq!(Store::new().get(third()), 3);
}

#[test]
fn a_handle_is_shadowed_by_no_local() {
    let store = Store::new();
    let half = store.get(state::HALF);
    let width = store.get(state::WIDTH);
    assert_eq!((width, half), (80, 40));
}
