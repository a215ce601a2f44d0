//! Fields that serde writes and reads by functions of the user's.

use std::time::Duration;

use atomata::{Fields, Store, atom};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Of another crate, which knows no serde.
#[derive(Clone, Debug, Default, PartialEq)]
struct Foreign(u32);

mod foreign {
    use super::Foreign;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(value: &Foreign, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("#{}", value.0))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Foreign, D::Error> {
        let text = String::deserialize(from)?;
        let number = text.strip_prefix('#').and_then(|number| number.parse().ok());
        number.map(Foreign).ok_or_else(|| serde::de::Error::custom("no number of a foreigner"))
    }
}

fn write_seconds<S: serde::Serializer>(value: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u64(value.as_secs())
}

fn read_seconds<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
    u64::deserialize(from).map(Duration::from_secs)
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
struct Inner {
    #[serde(with = "foreign")]
    id: Foreign,
}

#[atom(id = "reshaped")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Reshaped {
    #[serde(rename = "ttl", serialize_with = "write_seconds", deserialize_with = "read_seconds")]
    life: Duration,
    #[atom(nested)]
    inner: Inner,
    plain: u8,
}

fn store() -> Store {
    let store = Store::builder().register(Reshaped).build();
    drop(store.get(Reshaped));
    store
}

#[test]
fn a_field_is_written_as_serde_is_told_to() {
    let (here, there) = (store(), store());
    let mut version = here.version();
    here.set(Reshaped.life, Duration::from_secs(90));
    here.set(Reshaped.inner.id, Foreign(7));
    let full = here.full_state().expect("it can be had");
    let document: Value =
        serde_json::from_str(&full.to_json().expect("it can be written")).expect("it is JSON");
    let by_serde = serde_json::to_value(here.get(Reshaped)).expect("it can be written");
    assert_eq!(document, json!({ "reshaped": by_serde }));
    assert_eq!(by_serde, json!({ "ttl": 90, "inner": { "id": "#7" }, "plain": 0 }));
    let delta = here.changes_since(&mut version).expect("it can be asked for");
    there.apply_bytes(&delta.to_bytes().expect("it can be written")).expect("it fits");
    assert_eq!(there.get(Reshaped), here.get(Reshaped));
    let patch = delta.to_patch().expect("it can be written");
    assert!(patch.contains(r##""value":"#7""##), "{patch}");
    let there = store();
    there.apply_patch(&patch).expect("it fits");
    assert_eq!(there.get(Reshaped), here.get(Reshaped));
    let mut saved = Vec::new();
    here.save(&mut saved).expect("it can be saved");
    let there = store();
    there.load(&saved[..]).expect("it can be loaded");
    assert_eq!(there.get(Reshaped), here.get(Reshaped));
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Number(u32),
    Text(String),
}

#[atom(id = "untagged")]
static UNTAGGED: Untagged = Untagged::Number(1);

#[test]
#[cfg(debug_assertions)]
fn a_leaf_that_cannot_be_read_back_is_named_where_it_is_written() {
    let store = Store::new();
    let mut version = store.version();
    store.set(UNTAGGED, Untagged::Text("x".to_owned()));
    let delta = store.changes_since(&mut version).expect("it can be asked for");
    let error = delta.to_bytes().expect_err("it cannot be read back");
    assert_eq!(
        error.to_string(),
        "`UNTAGGED` cannot be written: on the binary wire it would not be read back, as serde's \
         `untagged`, `tag`, `flatten` and `skip_serializing_if` are not: the binary wire does not tell of \
         what type a value is"
    );
    assert!(delta.to_patch().is_ok(), "JSON tells it");
}

#[test]
fn what_the_function_refuses_is_named() {
    let store = store();
    let error = store
        .apply_patch(r#"[{"op":"replace","path":"/reshaped/inner/id","value":"7"}]"#)
        .expect_err("it is no such text");
    assert_eq!(
        error.to_string(),
        r#"operation 0: the value for "/reshaped/inner/id": no number of a foreigner"#
    );
    assert_eq!(store.get(Reshaped.inner.id), Foreign(0));
}
