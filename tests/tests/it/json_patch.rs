//! The public conformance cases of RFC 6902 and 6901, which lie outside of the repository.

use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use atomata::json_patch;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// A case as it stands in the file; those without a document are comments.
#[derive(Deserialize)]
struct Case {
    comment: Option<String>,
    doc: Option<Box<RawValue>>,
    /// As text: some cases are about members that stand twice.
    patch: Option<Box<RawValue>>,
    expected: Option<Box<RawValue>>,
    error: Option<String>,
    #[serde(default)]
    disabled: bool,
}

fn value(text: &RawValue) -> Value {
    serde_json::from_str(text.get()).expect("it is JSON")
}

impl Case {
    /// What is wrong, if anything is.
    fn run(&self, document: &RawValue, patch: &RawValue) -> Result<(), String> {
        let before = value(document);
        let mut after = before.clone();
        match (json_patch::apply(&mut after, patch.get().as_bytes()), &self.error) {
            (Ok(()), None) => match self.expected.as_deref().map(value) {
                Some(expected) if expected != after => Err(format!("became {after}")),
                _ => Ok(()),
            },
            (Ok(()), Some(error)) => Err(format!("{error}, and no error was found")),
            (Err(error), None) => Err(format!("refused: {error}")),
            (Err(_), Some(_)) if after != before => Err(format!("half applied: {after}")),
            (Err(_), Some(_)) => Ok(()),
        }
    }
}

/// Where data lies that does not belong to the repository.
fn data() -> PathBuf {
    env::var_os("ATOMATA_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"),
        PathBuf::from,
    )
}

/// Runs the enabled cases of a file. Without it nothing is shown, which only CI takes as a failure.
fn run_all(name: &str) {
    let file = data().join("json-patch").join(name);
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if env::var_os("CI").is_none_or(|ci| ci.is_empty()) => {
            // Past the harness, which keeps what a test that passes prints to itself.
            let said = writeln!(
                io::stderr(),
                "SKIPPED: {}: {error}; `ATOMATA_DATA` says where it is",
                file.display()
            );
            said.expect("it can be said");
            return;
        }
        Err(error) => panic!("{}: {error}; `ATOMATA_DATA` says where it is", file.display()),
    };
    let cases: Vec<Case> = serde_json::from_str(&text).expect("the file has cases");
    let mut run = 0;
    let mut wrong = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let (Some(document), Some(patch), false) = (&case.doc, &case.patch, case.disabled) else {
            continue;
        };
        run += 1;
        if let Err(what) = case.run(document, patch) {
            let comment = case.comment.as_deref().unwrap_or("no comment");
            wrong.push(format!("{name}, case {number} ({comment}): {what}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(run > 0, "{name} has no cases");
    eprintln!("{name}: {run} of {} cases were run", cases.len());
}

#[test]
fn the_cases_of_the_community_hold() {
    run_all("tests.json");
}

#[test]
fn the_cases_of_the_specification_hold() {
    run_all("spec_tests.json");
}

/// Cases that the files disable, and what this implementation makes of them.
#[test]
fn members_that_stand_twice_are_refused() {
    for text in [
        r#"[{"op":"add","path":"/baz","value":"qux","op":"move","from":"/foo"}]"#,
        r#"[{"op":"add","path":"/baz","value":"qux","op":"remove"}]"#,
    ] {
        let mut document = serde_json::json!({ "foo": "bar" });
        let error = json_patch::apply(&mut document, text.as_bytes()).expect_err("it is refused");
        assert_eq!(error.to_string(), "operation 0: duplicate `op`");
    }
}
