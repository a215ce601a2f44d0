//! Logs that are exported by the page and imported again.

use atomata::Store;
use serde_json::json;

use crate::page::{COUNT, WORD, counting, counts, watching};

#[test]
fn a_log_that_was_exported_is_taken_over() {
    let store = counting(Store::immediate());
    let (mut page, _, _bridge) = watching(&store);
    store.set(COUNT, 1);
    page.action();
    store.labelled("rename", |tx| tx.set(WORD, "b".to_owned()));
    page.action();
    // The page writes its copy of the log into the file.
    let exported = page.dispatch(json!({"type": "SWEEP"})).unwrap();

    for file in [exported.to_string(), json!({"payload": exported.to_string()}).to_string()] {
        let other = counting(Store::immediate());
        let (mut page, _, _bridge) = watching(&other);
        other.set(COUNT, 9);
        page.action();
        page.order(json!({"type": "IMPORT", "state": file}));
        let lifted = page.answer().unwrap();
        assert_eq!((other.get(COUNT), &*other.get(WORD)), (1, "b"));
        assert_eq!(counts(&lifted), [0, 1, 1]);
        assert_eq!(lifted["actionsById"]["2"]["action"]["type"], "rename");
        page.dispatch(json!({"type": "JUMP_TO_ACTION", "actionId": 0})).unwrap();
        assert_eq!(other.get(COUNT), 0);
        other.set(COUNT, 3);
        assert_eq!(counts(&page.state()), [0, 0, 0, 3]);
    }
}

#[test]
fn what_is_no_log_of_a_store_is_refused() {
    let store = counting(Store::immediate());
    let (mut page, _, _bridge) = watching(&store);
    let wrong_type = json!({
        "stagedActionIds": [0], "actionsById": {}, "currentStateIndex": 0,
        "computedStates": [{"state": {"atoms": {"count": "much"}}}],
    });
    let refused = [
        ("{".to_owned(), "the file is no JSON"),
        ("[1]".to_owned(), "the file has no list `stagedActionIds`"),
        (
            json!({"stagedActionIds": [0], "computedStates": []}).to_string(),
            "other actions than states",
        ),
        (
            json!({"stagedActionIds": [0], "computedStates": [{"state": 1}]}).to_string(),
            "none of a store",
        ),
        (wrong_type.to_string(), "invalid type"),
    ];
    for (file, why) in refused {
        page.order(json!({"type": "IMPORT", "state": file}));
        let error = page.answer().unwrap_err();
        assert!(error.contains(why), "{error}");
    }
    assert_eq!(store.get(COUNT), 0);
}
