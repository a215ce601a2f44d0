//! The files of the page, as they stand in the program. They hold no data.

/// A file: its path, its type, its text.
type File = (&'static str, &'static str, &'static str);

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// All of them.
const FILES: &[File] = &[
    ("/", "text/html; charset=utf-8", include_str!("page/index.html")),
    ("/style.css", "text/css; charset=utf-8", include_str!("page/style.css")),
    ("/app.js", SCRIPT, include_str!("page/app.js")),
];

/// The type and the text of a file.
pub(super) fn file(path: &str) -> Option<(&'static str, &'static str)> {
    let found = FILES.iter().find(|(known, _, _)| *known == path);
    found.map(|&(_, kind, text)| (kind, text))
}
