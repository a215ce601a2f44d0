//! Sixty atoms over eight modules, and computeds across them, as an application grows.

use std::collections::BTreeSet;

use atomata::{Handle, Store, computed};

/// Declares the settings of one module and their sum.
macro_rules! module {
    ($module:ident: $($name:ident $parameter:ident),* $(,)?) => {
        mod $module {
            use atomata::{Handle, atom, computed};

            $(
                #[atom]
                pub(super) static $name: i64 = 1;
            )*

            #[computed(deps = [$($name),*])]
            #[allow(clippy::too_many_arguments)]
            pub(super) fn sum($($parameter: i64),*) -> i64 {
                [$($parameter),*].iter().sum()
            }

            pub(super) fn all() -> Vec<Handle<i64>> {
                vec![$($name.erase()),*]
            }
        }
    };
}

module!(audio: A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7, A8 a8);
module!(video: A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7, A8 a8);
module!(network: A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7, A8 a8);
module!(input: A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7, A8 a8);
module!(ui: A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7);
module!(data: A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7);
module!(editor: A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7);
module!(account: A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7);

#[computed(deps = [
    audio::SUM, video::SUM, network::SUM, input::SUM, ui::SUM, data::SUM, editor::SUM, account::SUM,
])]
#[allow(clippy::too_many_arguments, clippy::many_single_char_names)]
fn everything(a: i64, b: i64, c: i64, d: i64, e: i64, f: i64, g: i64, h: i64) -> i64 {
    a + b + c + d + e + f + g + h
}

fn all() -> Vec<Handle<i64>> {
    [
        audio::all(),
        video::all(),
        network::all(),
        input::all(),
        ui::all(),
        data::all(),
        editor::all(),
        account::all(),
    ]
    .concat()
}

#[test]
fn sixty_atoms_of_equal_names_stay_apart() {
    let store = Store::manual();
    let atoms = all();
    assert_eq!(atoms.len(), 60);
    assert_eq!(store.get(EVERYTHING), 60);
    for (value, atom) in atoms.iter().enumerate() {
        store.set(atom, value as i64);
    }
    for (value, atom) in atoms.iter().enumerate() {
        assert_eq!(store.get(atom), value as i64, "{atom:?}");
    }
    assert_eq!(store.get(EVERYTHING), (0..60).sum::<i64>());
    let ids: BTreeSet<u64> = atoms.iter().map(|atom| atom.id().as_u64()).collect();
    assert_eq!(ids.len(), 60);
    assert_eq!((ui::A1.group(), data::A1.group(), audio::A1.group()), ("ui", "data", "default"));
}

#[test]
fn one_module_changes_alone() {
    let store = Store::new();
    assert_eq!(store.get(EVERYTHING), 60);
    let before = store.stats().recomputed;
    store.set(ui::A7, 5);
    assert_eq!(store.get(EVERYTHING), 64);
    assert_eq!(store.stats().recomputed - before, 2, "the sum of `ui` and the sum of all");
}
