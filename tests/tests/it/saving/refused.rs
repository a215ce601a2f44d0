//! What cannot be saved or loaded: the error says what and where, and nothing changes.

use std::collections::HashMap;
use std::io::{self, ErrorKind, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, process};

use atomata::testing::Recorder;
use atomata::{SaveError, Store, atom};
use serde::{Deserialize, Serialize};

use super::saved;

#[atom(id = "tax")]
static TAX: f64 = 0.2;

#[atom(id = "cart")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    items: Vec<String>,
    counts: Vec<u32>,
}

#[atom(id = "todo", key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    done: bool,
}

#[atom(id = "pairs")]
static PAIRS: HashMap<(u32, u32), u32> = HashMap::new();

fn known() -> Store {
    Store::builder().immediate().register(TAX).register(Cart).register(Todo).build()
}

fn filled() -> Store {
    let store = known();
    store.set(TAX, 0.25);
    store.update(Cart, |cart| {
        cart.items.push("té\u{1F375}".to_owned());
        cart.counts.push(3);
    });
    store.set(Todo(3).title, "write".to_owned());
    store.set(Todo(4).done, true);
    store
}

#[test]
fn a_text_that_was_cut_anywhere_says_so() {
    let text = saved(&filled());
    let store = known();
    store.set(TAX, 0.7);
    store.set(Todo(9).done, true);
    let before = saved(&store);
    let told = Recorder::new();
    store.subscribe(TAX, told.telling("tax")).detach();
    let plain = Store::new();
    for cut in 0..text.len() {
        let error = store.load(&text.as_bytes()[..cut]).unwrap_err();
        let message = error.to_string();
        assert!(matches!(error, SaveError::Cut { .. }), "{cut}: {message}");
        assert!(message.starts_with("the saved state is cut short: it ends at line "), "{message}");
        assert_eq!(saved(&store), before);
        assert!(plain.load(&text.as_bytes()[..cut]).is_err());
    }
    assert_eq!(told.take(), "");
    store.load(text.as_bytes()).unwrap();
    assert_eq!(told.take(), "tax 0.25");
}

#[test]
fn what_is_no_saved_state_says_so() {
    let foreign = [
        ("[1, 2]", "invalid type: sequence, expected an object, at line 1 column 0"),
        ("{}", "it has no member `atomata`, its version, at line 1 column 1"),
        (
            r#"{"name": "left-pad", "version": 1}"#,
            "it has no member `atomata`, its version, at line 1 column 1",
        ),
        (r#"{"atomata":"1","atoms":{}}"#, "the version of the form is \"1\", at line 1 column 12"),
        (r#"{"atomata":1}"#, "it has no member `atoms`, at line 1 column 1"),
        (
            "{\"atomata\":1,\n \"atoms\":[]}",
            "invalid type: sequence, expected an object, at line 2 column 9",
        ),
        (r#"{"atomata":1,"atoms":{},"more":1}"#, "it has a member `more`, at line 1 column 32"),
        (
            r#"{"atomata":1,"atoms":{"tax":{"value":1}}}"#,
            "an atom has no `version`, at line 1 column 29",
        ),
        (
            r#"{"atomata":1,"atoms":{"tax":{"version":0}}}"#,
            "an atom has no `value` and no `members`, at line 1 column 29",
        ),
        (
            "{\"atomata\":1,\"atoms\":{\n\"tax\":{\"version\":0,\"value\":1},\n\"tax\":{\"version\":0,\"value\":2}}}",
            "`tax` stands twice, at line 3 column 30",
        ),
        (r#"{"atomata":1,"atoms":{}} x"#, "trailing characters, at line 1 column 26"),
        ("\u{0}\u{0}\u{0}", "expected value, at line 1 column 1"),
    ];
    let store = filled();
    let before = saved(&store);
    for (text, why) in foreign {
        let error = store.load(text.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), format!("this is no saved state: {why}"), "{text}");
        assert_eq!(saved(&store), before);
    }
    let error = store.load(&b"{\"atomata\":1,\n\"\xff\":1}"[..]).unwrap_err();
    assert_eq!(error.to_string(), "this is no saved state: it is not UTF-8, at line 2 column 2");
    let error = store.load(&br#"{"atomata":2,"atoms":[]}"#[..]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the saved state has form 2, but only form 1 is known here; it was saved by a newer program"
    );
}

#[test]
fn what_does_not_fit_its_place_says_where() {
    let store = filled();
    let before = saved(&store);
    let wrong = [
        (
            r#""cart":{"version":0,"value":{"items":[],
  "counts":[1,
  -2]}}"#,
            "`Cart.counts` cannot be loaded: invalid value: integer `-2`, expected u32, at line 4 column 4; if it was another type when it was saved, migrate it (`Migrations::step`)",
        ),
        (
            r#""cart":{"version":0,"value":[]}"#,
            "`Cart` cannot be loaded: invalid type: sequence, expected an object, at line 2 column 28; if it was another type when it was saved, migrate it (`Migrations::step`)",
        ),
        (
            r#""todo":{"version":0,"members":{"4":{"title":"t","done":false},
"5":{"title":"t","done":1}}}"#,
            "`Todo(5).done` cannot be loaded: invalid type: integer `1`, expected a boolean, at line 3 column 25; if it was another type when it was saved, migrate it (`Migrations::step`)",
        ),
        (
            r#""todo":{"version":0,"members":{"four":{"title":"t","done":false}}}"#,
            "`the key \"four\" of Todo` cannot be loaded: expected ident, at line 2 column 39; if it was another type when it was saved, migrate it (`Migrations::step`)",
        ),
        (
            r#""todo":{"version":0,"value":1}"#,
            "`Todo` cannot be loaded: it was saved as a single atom, at line 2 column 29; if it was another type when it was saved, migrate it (`Migrations::step`)",
        ),
        (
            r#""tax":{"version":0,"members":{"1":2}}"#,
            "`TAX` cannot be loaded: it was saved as a family, at line 2 column 35; if it was another type when it was saved, migrate it (`Migrations::step`)",
        ),
    ];
    for (atoms, message) in wrong {
        let text = format!("{{\"atomata\":1,\"atoms\":{{\n{atoms}}}}}");
        let error = store.load(text.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(saved(&store), before);
    }
}

#[test]
fn inside_of_a_turn_values_may_be_half_way() {
    let store = filled();
    let before = saved(&store);
    store.batch(|tx| {
        let error = tx.save(io::sink()).unwrap_err();
        assert!(error.to_string().starts_with("`save` cannot be used inside of a turn"), "{error}");
        assert!(tx.load(before.as_bytes()).is_err());
    });
}

/// Takes so many bytes and no more.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        if taken == 0 { Err(ErrorKind::StorageFull.into()) } else { Ok(taken) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_writer_that_fails_is_told() {
    let store = filled();
    let length = saved(&store).len();
    for room in 0..length {
        let error = store.save(Full(room)).unwrap_err();
        assert!(matches!(error, SaveError::Io { .. }));
        assert!(error.to_string().starts_with("cannot write the state: "), "{error}");
        assert!(std::error::Error::source(&error).is_some());
    }
    store.save(Full(length)).unwrap();
}

#[test]
fn what_has_no_json_is_named_and_leaves_the_file() {
    let folder = env::temp_dir().join(format!("atomata-refused-{}", process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("state.json");
    let store = filled();
    store.save_to(&path).unwrap();
    let before = fs::read_to_string(&path).unwrap();
    assert_eq!(before, saved(&store));
    store.set(PAIRS, HashMap::from([((1, 2), 3)]));
    let error = store.save_to(&path).unwrap_err();
    assert_eq!(error.to_string(), "`PAIRS` cannot be saved: key must be a string");
    assert_eq!(fs::read_to_string(&path).unwrap(), before);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside it");
    store.set(PAIRS, HashMap::new());
    store.save_to(&path).unwrap();
    assert!(fs::read_to_string(&path).unwrap().contains("pairs"));

    let missing = Store::new().load_from(folder.join("nothing.json")).unwrap_err();
    assert!(missing.is_not_found());
    assert!(missing.to_string().contains("nothing.json"), "{missing}");
    let nowhere = store.save_to(folder.join("nowhere").join("state.json")).unwrap_err();
    assert!(matches!(&nowhere, SaveError::Io { path: Some(_), .. }), "{nowhere}");
    fs::remove_dir_all(&folder).unwrap();
}

/// Counts how often it is written.
#[derive(Clone, Debug, Default)]
struct Counted(Arc<AtomicUsize>);

impl PartialEq for Counted {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

impl Serialize for Counted {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.fetch_add(1, Ordering::Relaxed);
        serializer.serialize_u32(7)
    }
}

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u32::deserialize(deserializer).map(|_| Self::default())
    }
}

#[atom(id = "counted")]
static COUNTED: Counted = Counted::default();

/// Uses the store from a writer: nothing is held while it writes.
struct Reenters<'a>(&'a Store);

impl Write for Reenters<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(TAX, |tax| *tax += 1.0);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_writer_may_use_the_store_and_each_value_is_written_once() {
    let store = filled();
    let counted = Counted::default();
    store.set(COUNTED, counted.clone());
    store.save(Reenters(&store)).unwrap();
    assert_eq!(store.get(TAX), 1.25);
    assert_eq!(counted.0.load(Ordering::Relaxed), 1);
}
