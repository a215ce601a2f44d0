//! A small library crate with atoms, as one that an application depends on.

use atomata::{Store, atom, computed};
use serde::{Deserialize, Serialize};

/// The language of texts.
#[atom]
pub static LOCALE: String = "en".to_owned();

/// How often somebody tried to sign in; the library's own affair.
#[atom]
static ATTEMPTS: u32 = 0;

/// The account in use.
#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// The name shown.
    pub name: String,
    token: Option<u64>,
}

/// The colours in use.
#[atom]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    /// Dark on light.
    #[default]
    Light,
    /// Light on dark.
    Dark,
}

/// Whether somebody is signed in.
#[computed(deps = [Account.token])]
pub fn signed_in(token: Option<u64>) -> bool {
    token.is_some()
}

/// A greeting for whom is signed in.
#[computed(deps = [SIGNED_IN, Account.name])]
#[must_use]
pub fn greeting(signed_in: bool, name: &str) -> String {
    if signed_in { format!("hello {name}") } else { "who is there?".to_owned() }
}

/// Signs somebody in.
pub fn sign_in(store: &Store, name: &str) {
    store.batch(|tx| {
        tx.update(ATTEMPTS, |attempts| *attempts += 1);
        tx.set(Account.token, Some(u64::from(tx.get(ATTEMPTS))));
        tx.set(Account.name, name.to_owned());
    });
}

/// How often somebody tried.
#[must_use]
pub fn attempts(store: &Store) -> u32 {
    store.get(ATTEMPTS)
}
