//! Tables, and numbers with as many digits as they deserve.

use std::fmt::Write as _;

/// Rows of words as Markdown, printed as soon as they are known and kept for a file.
#[derive(Debug, Default)]
pub struct Report {
    text: String,
}

impl Report {
    /// A paragraph.
    pub fn paragraph(&mut self, text: &str) {
        self.emit(&format!("{text}\n\n"));
    }

    /// A heading, after which something follows.
    pub fn heading(&mut self, text: &str) {
        self.emit(&format!("\n### {text}\n\n"));
    }

    /// The head of a table, whose first column is words and the others numbers.
    pub fn columns<S: AsRef<str>>(&mut self, names: &[S]) {
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        let rule = "--:|".repeat(names.len() - 1);
        self.emit(&format!("| {} |\n|---|{rule}\n", names.join(" | ")));
    }

    /// A row.
    pub fn row(&mut self, cells: &[String]) {
        self.emit(&format!("| {} |\n", cells.join(" | ")));
    }

    /// All of it.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn emit(&mut self, text: &str) {
        print!("{text}");
        let _ = self.text.write_str(text);
    }
}

/// Three digits or so, and thousands apart.
pub fn digits(number: f64) -> String {
    match number {
        0.0 => "0".to_owned(),
        n if n < 10.0 => format!("{n:.2}"),
        n if n < 100.0 => format!("{n:.1}"),
        n => {
            let digits = format!("{n:.0}");
            let mut out = String::new();
            for (i, digit) in digits.chars().enumerate() {
                if i > 0 && (digits.len() - i).is_multiple_of(3) {
                    out.push(' ');
                }
                out.push(digit);
            }
            out
        }
    }
}

/// The same, or a dash.
pub fn digits_or_dash(number: Option<f64>) -> String {
    number.map_or_else(|| "-".to_owned(), digits)
}

/// Their geometric mean, if there are any.
pub fn geometric_mean(numbers: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (sum, count) =
        numbers.into_iter().fold((0.0, 0), |(sum, count), n: f64| (sum + n.ln(), count + 1));
    (count > 0).then(|| (sum / f64::from(count)).exp())
}
