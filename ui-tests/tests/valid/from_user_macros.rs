//! Declarations that a user's own `macro_rules` emits, with fragments in invisible groups.

use atomata::{Each, Store, atom, computed};

macro_rules! setting {
    ($vis:vis $name:ident: $ty:ty = $value:expr, $group:literal) => {
        #[atom(group = $group)]
        $vis static $name: $ty = $value;
    };
}

macro_rules! model {
    ($name:ident { $($field:ident: $ty:ty),* }) => {
        #[atom]
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $name { $(pub $field: $ty),* }
    };
}

macro_rules! derived {
    ($name:ident, $dep:expr, $param:ty, $out:ty, $eq:path) => {
        #[computed(deps = [$dep], eq = $eq)]
        fn $name(value: $param) -> $out {
            value.len()
        }
    };
}

macro_rules! of_item {
    ($item:item) => {
        #[atom]
        $item
    };
}

macro_rules! whole {
    ($name:ident, $handle:ident) => {
        #[computed(deps = [$handle])]
        fn $name(value: Option<&$crate::from_user_macros::Inner>) -> bool {
            value.is_some()
        }
    };
}

macro_rules! family {
    ($name:ident[$key:ty]: $value:ty = $initial:expr, $life:expr, $($hasher:tt)*) => {
        #[atom(key = $key, life = lru($life), hasher = $($hasher)*)]
        static $name: $value = $initial;
    };
}

macro_rules! by_key {
    ($name:ident, $key:ident: $ty:ty, $dep:expr, $value:ty, $body:expr) => {
        #[computed(key = $ty, deps = [$dep, SPEEDS($key)])]
        fn $name($key: $ty, value: $value, speed: u32) -> u32 {
            $body(value) + speed
        }
    };
}

macro_rules! over {
    ($name:ident, $family:expr) => {
        #[computed(deps = [each($family)])]
        fn $name(values: Each<'_, u8, u32>) -> u32 {
            values.map(|(_, value)| *value).sum()
        }
    };
}

family!(SPEEDS[u8]: u32 = |key| u32::from(key), 3 + 4, std::hash::RandomState);
family!(PLACES[(u8, u8)]: u32 = 7, 9, std::hash::RandomState);
by_key!(place, at: u8, PLACES(at, at), u32, std::convert::identity);
over!(all_speeds, SPEEDS);

setting!(pub SPEED: Option<Vec<u8>> = None, "data");
setting!(DEPTH: u32 = 1 + 2, "ui");
model!(Cart { items: Vec<String>, count: u32 });
derived!(amount, Cart.items, &[String], usize, usize::eq);
of_item!(
    static LABEL: String = String::new();
);

type Inner = u8;
setting!(CHOICE: Option<Inner> = None, "ui");
whole!(chosen, CHOICE);

pub(crate) fn check() {
    let store = Store::new();
    store.set(SPEEDS(2), 3);
    assert_eq!((store.get(PLACE(2)), store.get(ALL_SPEEDS)), (10, 3));
    assert_eq!(SPEED.group(), "data");
    assert_eq!(DEPTH.group(), "ui");
    assert_eq!(Cart.items.name(), "Cart.items");
    assert_eq!(AMOUNT.name(), "amount");
    assert_eq!(LABEL.name(), "LABEL");
    assert_eq!(CHOSEN.name(), "chosen");
}
