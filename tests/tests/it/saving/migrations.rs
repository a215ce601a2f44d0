//! Values of older shapes, and atoms that were called otherwise.

use atomata::{Migrations, SaveError, Store, atom};
use serde::{Deserialize, Serialize};

use super::saved;

#[atom(id = "person")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Person {
    names: Vec<String>,
    age: u32,
}

/// Version 0 was a plain name, version 1 this.
#[derive(Serialize, Deserialize)]
struct Person1 {
    name: String,
}

#[atom(id = "pet", key = u32)]
static PET: String = String::new();

#[atom(id = "visits")]
static VISITS: u32 = 0;

fn migrations() -> Migrations {
    Migrations::new()
        .step(Person, 0, |name: String| Ok(Person1 { name }))
        .step(Person, 1, |old: Person1| {
            if old.name.is_empty() {
                return Err("a person has a name".into());
            }
            Ok(Person { names: old.name.split(' ').map(str::to_owned).collect(), age: 0 })
        })
        .step(Person, 2, |mut old: serde_json::Value| {
            let age = old["age"].as_u64().ok_or("an age is a number")?;
            assert!(age < 200, "nobody is {age}");
            old["age"] = (age + 1).into();
            Ok(old)
        })
        .step(PET, 0, |old: u32| Ok(format!("pet {old}")))
        .renamed("shop::VISITS", VISITS)
        .renamed("visitors", VISITS)
}

fn migrating() -> Store {
    Store::builder().migrations(migrations()).build()
}

fn of(key: &str, version: u32, value: &str) -> String {
    format!(
        "{{\"atomata\":1,\"atoms\":{{\n\"{key}\":{{\"version\":{version},\"value\":{value}}}}}}}"
    )
}

fn ada(age: u32) -> Person {
    Person { names: vec!["Ada".to_owned(), "Lovelace".to_owned()], age }
}

#[test]
fn a_value_goes_through_every_step_after_its_version() {
    let all = [
        (0, r#""Ada Lovelace""#, ada(1)),
        (1, r#"{"name":"Ada Lovelace"}"#, ada(1)),
        (2, r#"{"names":["Ada","Lovelace"],"age":36}"#, ada(37)),
        (3, r#"{"names":["Ada","Lovelace"],"age":36}"#, ada(36)),
    ];
    for (version, value, expected) in all {
        let store = migrating();
        let loaded = store.load(of("person", version, value).as_bytes()).unwrap();
        assert_eq!(store.get(Person), expected, "from version {version}");
        assert_eq!(loaded.migrated.is_empty(), version == 3);
        let text = saved(&store);
        assert!(text.contains(r#""person":{"version":3,"#), "{text}");
        let again = migrating();
        again.load(text.as_bytes()).unwrap();
        assert_eq!(again.get(Person), expected);
    }
}

#[test]
fn members_go_through_the_steps_of_their_family() {
    let store = migrating();
    let text = r#"{"atomata":1,"atoms":{"pet":{"version":0,"members":{"2":7,"1":8}}}}"#;
    store.load(text.as_bytes()).unwrap();
    assert_eq!(store.keys(PET), [2, 1]);
    assert_eq!(store.get(PET(2)), "pet 7");
}

#[test]
fn an_atom_is_found_by_a_key_of_before() {
    for (key, kept) in [("shop::VISITS", 0), ("visitors", 0), ("visits", 0), ("visit", 1)] {
        let store = migrating();
        let loaded = store.load(of(key, 0, "7").as_bytes()).unwrap();
        assert_eq!(loaded.kept.len(), kept, "{key}");
        assert_eq!(store.get(VISITS), if kept == 0 { 7 } else { 0 });
        assert!(!saved(&store).contains("shop::"));
    }
    let both = r#"{"atomata":1,"atoms":{"visits":{"version":0,"value":1},"visitors":{"version":0,"value":2}}}"#;
    let error = migrating().load(both.as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), "`VISITS` was saved twice, as `visits` and as `visitors`");
}

#[test]
fn what_goes_wrong_names_the_atom_and_the_versions_and_changes_nothing() {
    let wrong = [
        (
            1,
            r#"{"name":""}"#,
            "`Person` cannot be migrated from version 1 to 2: a person has a name",
        ),
        (
            0,
            "7",
            "`Person` cannot be migrated from version 0 to 1: invalid type: integer `7`, expected a \
             string at line 1 column 1",
        ),
        (
            2,
            r#"{"names":[],"age":200}"#,
            "`Person` cannot be migrated from version 2 to 3: nobody is 200",
        ),
        (
            2,
            r#"{"names":7,"age":1}"#,
            "`Person.names` cannot be loaded: invalid type: integer `7`, expected a sequence",
        ),
        (
            4,
            "null",
            "`Person` was saved in version 4, but only versions up to 3 are known here; it was saved by \
             a newer program",
        ),
    ];
    let store = migrating();
    store.set(Person, ada(36));
    store.set(VISITS, 3);
    let before = saved(&store);
    for (version, value, message) in wrong {
        let visits = r#""atoms":{"visits":{"version":0,"value":4},"#;
        let text = of("person", version, value).replace(r#""atoms":{"#, visits);
        let error = store.load(text.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(saved(&store), before);
    }
    let error = store.load(of("person", 1, r#"{"name":""}"#).as_bytes()).unwrap_err();
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "a person has a name");
    let gap = Migrations::new().step(VISITS, 2, |old: u32| Ok(old));
    let store = Store::builder().migrations(gap).build();
    let error = store.load(of("visits", 1, "7").as_bytes()).unwrap_err();
    assert!(matches!(error, SaveError::NoStep { from: 1, known: 3, .. }));
    assert_eq!(
        error.to_string(),
        "`VISITS` was saved in an older version, and no step leads from version 1 towards 3; add it to the `Migrations`"
    );
    store.load(of("visits", 2, "7").as_bytes()).unwrap();
    assert_eq!(store.get(VISITS), 7);
}

#[test]
fn a_store_without_migrations_refuses_what_is_newer() {
    let store = Store::builder().register(VISITS).build();
    let error = store.load(of("visits", 1, "7").as_bytes()).unwrap_err();
    assert!(matches!(error, SaveError::Newer { found: 1, known: 0, .. }));
}

#[test]
#[should_panic(expected = "`Person.age` has no versions; name a whole atom or a whole family")]
fn a_field_has_no_version() {
    let _ = Migrations::new().step(Person.age, 0, |old: u32| Ok(old));
}

#[test]
#[should_panic(expected = "there are two steps of `VISITS` from version 0")]
fn a_version_has_one_step() {
    let once = Migrations::new().step(VISITS, 0, |old: u32| Ok(old));
    let _ = once.step(VISITS, 0, |old: u32| Ok(old));
}
