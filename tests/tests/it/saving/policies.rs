//! What becomes of what does not fit: by policy.

use atomata::{Absent, Load, Missing, SaveError, Store, Unknown, atom};
use serde::{Deserialize, Serialize};

use super::saved;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, atomata::Fields)]
struct Size {
    width: u32,
    height: u32,
}

#[atom(id = "window", default = Window { title: "untitled".into(), size: Size { width: 80, height: 25 }, icon: Some(1) })]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Window {
    title: String,
    #[atom(nested)]
    size: Size,
    icon: Option<u32>,
}

#[atom(id = "tax")]
static TAX: f64 = 0.2;

#[atom(id = "pane", key = u32, default = |key: u32| Pane { at: key, open: true })]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Pane {
    at: u32,
    open: bool,
}

fn store() -> Store {
    let store = Store::builder().register(Window).register(TAX).register(Pane).build();
    store.set(Window.title, "mine".to_owned());
    store.set(Window.size, Size { width: 1, height: 2 });
    store.set(Window.icon, None);
    store.set(Pane(3), Pane { at: 0, open: false });
    store
}

fn load(store: &Store, atoms: &str, how: Load) -> Result<atomata::Loaded, SaveError> {
    store.load_with(format!("{{\"atomata\":1,\"atoms\":{{\n{atoms}}}}}").as_bytes(), how)
}

#[test]
fn a_field_that_was_not_saved_begins_anew() {
    let store = store();
    let atoms = r#""window":{"version":0,"value":{"size":{"height":9}}},
        "pane":{"version":0,"members":{"3":{"open":false},"4":{}}}"#;
    let loaded = load(&store, atoms, Load::new()).unwrap();
    let size = Size { width: 80, height: 9 };
    assert_eq!(store.get(Window), Window { title: "untitled".into(), size, icon: Some(1) });
    assert_eq!(store.get(Pane(3)), Pane { at: 3, open: false });
    assert_eq!(store.get(Pane(4)), Pane { at: 4, open: true });
    assert_eq!(
        loaded.missing,
        [
            "Window.title",
            "Window.size.width",
            "Window.icon",
            "Pane(3).at",
            "Pane(4).at",
            "Pane(4).open"
        ]
    );
}

#[test]
fn a_field_that_was_not_saved_is_an_error() {
    let store = store();
    let before = saved(&store);
    let strict = Load::new().missing(Missing::Error);
    let atoms = r#""tax":{"version":0,"value":1},"window":{"version":0,"value":{"title":"t","size":{"height":9}}}"#;
    let error = load(&store, atoms, strict).unwrap_err();
    assert_eq!(error.to_string(), "`Window.size.width` was not saved");
    assert_eq!(saved(&store), before);
    let atoms = r#""window":{"version":0,"value":{"title":"t","size":{"height":9,"width":1}}}"#;
    store.set(Window.icon, Some(7));
    load(&store, atoms, strict).unwrap();
    assert_eq!(store.get(Window.icon), None, "an option may be written as nothing");
}

#[test]
fn what_is_not_known_is_an_error_or_left_out_or_kept() {
    let store = store();
    let before = saved(&store);
    let atoms = r#""tax":{"version":0,"value":0.5},
        "window":{"version":0,"value":{"title":"t","size":{"height":9,"width":1,"depth":3},"icon":null}},
        "sound":{"version":0,"value":[1]}"#;
    let error = load(&store, atoms, Load::new().unknown(Unknown::Error)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`Window.size.depth` was saved, but is not known here, at line 3"
    );
    assert_eq!(saved(&store), before);
    let loaded = load(&store, atoms, Load::new().unknown(Unknown::Skip)).unwrap();
    assert_eq!(loaded.skipped, ["sound", "Window.size.depth"]);
    assert!(!saved(&store).contains("sound"));
    let loaded = load(&store, atoms, Load::new()).unwrap();
    assert_eq!((loaded.skipped.len(), loaded.kept), (1, vec!["sound".to_owned()]));
    assert!(saved(&store).contains(r#""sound":{"version":0,"value":[1]}"#));
}

#[test]
fn atoms_that_were_not_saved_begin_anew_or_stay_or_are_an_error() {
    let store = store();
    store.set(TAX, 0.5);
    let before = saved(&store);
    let atoms =
        r#""window":{"version":0,"value":{"title":"t","size":{"height":9,"width":1},"icon":null}}"#;
    let error = load(&store, atoms, Load::new().absent(Absent::Error)).unwrap_err();
    assert_eq!(error.to_string(), "`TAX` was not saved");
    assert_eq!(saved(&store), before);
    let kept = r#""sound":{"version":0,"value":1},"window":{"version":0,"value":{}}"#;
    load(&store, kept, Load::new().absent(Absent::Keep)).unwrap();
    let loaded = load(&store, atoms, Load::new().absent(Absent::Keep)).unwrap();
    assert!(loaded.reset.is_empty());
    assert_eq!((store.get(TAX), store.keys(Pane)), (0.5, vec![3]));
    assert!(saved(&store).contains("sound"));
    let loaded = load(&store, atoms, Load::new()).unwrap();
    assert_eq!(loaded.reset, ["TAX"]);
    assert_eq!((store.get(TAX), store.keys(Pane)), (0.2, vec![]));
    assert!(!saved(&store).contains("sound"));
}
