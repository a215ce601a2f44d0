//! No unsafe code, and every crate says so.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if path.file_name().is_none_or(|name| name != "target") {
                sources(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn all_sources() -> Vec<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = Vec::new();
    for member in ["macros", "runtime", "tests", "ui-tests", "benches", "examples"] {
        sources(&workspace.join(member), &mut found);
    }
    assert!(found.len() > 50, "the sources were found");
    found
}

/// The code of a file, without comments and without what stands in quotes.
fn code_of(text: &str) -> String {
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    let mut code = String::new();
    for line in lines {
        code.extend(line.split('"').step_by(2));
        code.push('\n');
    }
    code
}

/// Whether the file is the root of a crate: a library, a program, a test, a bench, an example.
fn is_root(path: &Path) -> bool {
    let name = path.file_name().unwrap().to_str().unwrap();
    let folder = path.parent().unwrap();
    let folder_name = folder.file_name().unwrap().to_str().unwrap();
    let beside_manifest = folder.parent().unwrap().join("Cargo.toml").exists();
    match folder_name {
        "src" => matches!(name, "lib.rs" | "main.rs"),
        "bin" => true,
        "tests" | "benches" | "examples" => beside_manifest,
        _ => name == "main.rs",
    }
}

#[test]
fn every_crate_root_forbids_unsafe_code() {
    let roots: Vec<_> = all_sources().into_iter().filter(|path| is_root(path)).collect();
    assert!(roots.len() >= 7, "{roots:?}");
    for root in roots {
        let text = fs::read_to_string(&root).unwrap();
        assert!(
            text.lines().any(|line| line == "#![forbid(unsafe_code)]"),
            "{} does not say `#![forbid(unsafe_code)]`",
            root.display()
        );
    }
}

#[test]
fn no_source_uses_unsafe_code() {
    // Spelled in two parts, so that this file does not contain the word it looks for. The mistakes of
    // users in `ui` may contain it: there the macros say that it cannot be used.
    let keyword = concat!("un", "safe");
    for path in all_sources() {
        if path.components().any(|part| part.as_os_str() == "ui") {
            continue;
        }
        let code = code_of(&fs::read_to_string(&path).unwrap());
        for word in code.split(|letter: char| !letter.is_alphanumeric() && letter != '_') {
            assert_ne!(word, keyword, "in {}", path.display());
        }
    }
}
