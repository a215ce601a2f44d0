//! A library crate declares atoms, and an application computes from them beside its own.

use atomata::{Store, atom, computed};
use atomata_tests::library::{self, Account, LOCALE, Theme};

#[atom]
static UNREAD: u32 = 0;

#[computed(deps = [Account.name, library::SIGNED_IN, LOCALE, UNREAD, Theme])]
fn header(name: &str, signed_in: bool, locale: &str, unread: u32, theme: &Theme) -> String {
    let name = if signed_in { name } else { "guest" };
    format!("[{locale} {theme:?}] {name}: {unread}")
}

#[test]
fn an_application_uses_the_atoms_of_a_library() {
    let store = Store::new();
    assert_eq!(store.get(HEADER), "[en Light] guest: 0");
    library::sign_in(&store, "ada");
    store.set(UNREAD, 2);
    store.set(Theme, Theme::Dark);
    assert_eq!(store.get(HEADER), "[en Dark] ada: 2");
    store.update(Account, |account| account.name.push('!'));
    assert_eq!(store.get(library::GREETING), "hello ada!");
    assert_eq!(library::LOCALE.group(), "default");
    assert_eq!(LOCALE.id(), atomata::Id::of("atomata_tests::library::LOCALE"));
}

#[test]
fn what_the_library_keeps_to_itself_works_inside_of_it() {
    let store = Store::new();
    library::sign_in(&store, "ada");
    library::sign_in(&store, "bob");
    assert_eq!(library::attempts(&store), 2);
}

mod reexported {
    //! A facade of the application's that re-exports what a library declares.

    pub(super) use atomata_tests::library::{Account, LOCALE as LANGUAGE};
}

#[computed(deps = [reexported::LANGUAGE, reexported::Account])]
fn summary(language: &str, account: &Account) -> String {
    format!("{language}/{}", account.name)
}

#[test]
fn a_facade_names_the_same_nodes() {
    let store = Store::new();
    store.set(LOCALE, "de".to_owned());
    assert_eq!(store.get(SUMMARY), "de/");
}
