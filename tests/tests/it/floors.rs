//! Modules of the runtime import downwards only.

use std::fs;
use std::path::{Path, PathBuf};

/// The floor of every top-level module; modules of one floor may name each other.
const FLOORS: &[(&str, u32)] = &[
    ("id", 1),
    ("error", 1),
    ("clock", 1),
    ("sync", 1),
    ("serial", 1),
    ("codec", 2),
    ("collection", 2),
    ("meta", 2),
    ("value", 2),
    ("family", 2),
    ("fields", 2),
    ("handle", 2),
    ("slot", 2),
    ("tier", 2),
    ("graph", 3),
    ("batch", 3),
    ("event", 3),
    ("state", 4),
    ("core", 5),
    ("store", 6),
    ("history", 7),
    ("monitor", 7),
    ("export", 7),
    ("devtools", 8),
    ("testing", 8),
    ("docs", 8),
    ("__private", 8),
    ("lib", 8),
];

fn floor_of(module: &str) -> Option<u32> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|&(_, floor)| floor)
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the sources can be listed") {
        let path = entry.expect("the sources can be listed").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The top-level modules that a line names after `crate::`, in code.
fn named_modules(line: &str) -> impl Iterator<Item = &str> {
    let code = line.split("//").next().unwrap_or_default();
    code.split("crate::").skip(1).filter_map(|rest| {
        rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next()
    })
}

#[test]
fn modules_import_downwards_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    for file in &files {
        let inner = file.strip_prefix(&root).expect("a source lies below the root");
        let top = inner.iter().next().and_then(|top| Path::new(top).file_stem()?.to_str());
        let top = top.expect("a source has a name");
        let floor = floor_of(top).unwrap_or_else(|| panic!("`{top}` stands on no floor"));
        let text = fs::read_to_string(file).expect("a source can be read");
        for (number, line) in text.lines().enumerate() {
            for module in named_modules(line) {
                if floor_of(module).is_some_and(|named| named > floor) {
                    let place = format!("{}:{}", inner.display(), number + 1);
                    wrong.push(format!("{place}: `{top}` names `{module}`, which stands above it"));
                }
            }
        }
    }
    assert!(files.len() > 20, "only {} sources were found", files.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
