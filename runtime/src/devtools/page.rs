//! The files of the page, as they stand in the program. They hold no data.

/// A file: its path, its type, its text.
type File = (&'static str, &'static str, &'static str);

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// All files, of which the modules are named alone.
macro_rules! files {
    ($($module:literal)*) => {
        &[
            ("/", "text/html; charset=utf-8", include_str!("page/index.html")),
            ("/style.css", "text/css; charset=utf-8", include_str!("page/style.css")),
            ("/app.js", SCRIPT, include_str!("page/app.js")),
            $((
                concat!("/m/", $module, ".js"),
                SCRIPT,
                include_str!(concat!("page/m/", $module, ".js")),
            ),)*
        ]
    };
}

const FILES: &[File] = files![
    "charts" "detail" "dom" "draw-canvas" "draw-svg" "editor" "filter" "flush" "format" "frame"
    "graph" "insert" "keys" "layout" "layout-worker" "list" "model" "performance" "pointer" "scene"
    "session" "state" "theme" "timeline" "travel" "tree" "viewport" "why" "wire"
];

/// The type and the text of a file.
pub(super) fn file(path: &str) -> Option<(&'static str, &'static str)> {
    let found = FILES.iter().find(|(known, _, _)| *known == path);
    found.map(|&(_, kind, text)| (kind, text))
}

#[cfg(test)]
mod tests {
    use std::fs::read_dir;
    use std::path::Path;

    use super::file;

    #[test]
    fn every_file_of_the_page_is_served() {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/devtools/page");
        for (folder, path) in [(page.clone(), "/"), (page.join("m"), "/m/")] {
            for entry in read_dir(folder).unwrap().map(Result::unwrap) {
                let name = entry.file_name().into_string().unwrap();
                let is_page = entry.path().is_dir() || name == "index.html";
                assert!(is_page || file(&format!("{path}{name}")).is_some(), "{path}{name}");
            }
        }
        assert!(file("/").is_some());
    }
}
