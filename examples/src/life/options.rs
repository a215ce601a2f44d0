//! The command line.

use std::ffi::OsString;

use crate::arguments::{Arguments, Stop};

/// What `--help` prints.
pub const HELP: &str = "\
life: Conway's game of life on a torus, an atom for each cell

usage: life [options]

  --size N          a torus of N by N cells (default 256)
  --seed N          begin with the random cells of this number (default 1)
  --density P       begin with this part of the cells alive (default 0.3)
  --generations N   turn N generations as fast as it goes, without a screen, and print what was done
  --help            print this

Without --generations it draws in the terminal: space pauses, r begins again, + and - change the
speed, q quits.
";

/// The least and the most cells of a side: in a smaller torus cells are neighbours twice.
pub const SIZES: (u16, u16) = (3, 1000);

/// What the command line asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// How many cells a side has.
    pub size: u16,
    /// Which random cells to begin with.
    pub seed: u64,
    /// Which part of them lives.
    pub density: f64,
    /// How many generations to turn without a screen.
    pub generations: Option<u64>,
}

impl Default for Options {
    fn default() -> Self {
        Self { size: 256, seed: 1, density: 0.3, generations: None }
    }
}

/// Reads the arguments that follow the program's name.
///
/// # Errors
/// If they ask for help, or are wrong.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Options, Stop> {
    let mut options = Options::default();
    let mut arguments = Arguments::new(arguments);
    while let Some(name) = arguments.next_name()? {
        match name.as_str() {
            "--size" => {
                let (least, most) = SIZES;
                let what = format!("a whole number from {least} to {most}");
                options.size = arguments.number(&what, |size| (least..=most).contains(size))?;
            }
            "--seed" => options.seed = arguments.number("a whole number", |_| true)?,
            "--density" => {
                let allowed = |density: &f64| (0.0..=1.0).contains(density);
                options.density = arguments.number("a number from 0 to 1", allowed)?;
            }
            "--generations" => {
                options.generations = Some(arguments.number("a whole number", |_| true)?);
            }
            "--help" | "-h" => return Err(Stop::Help(HELP)),
            _ => return Err(arguments.unknown()),
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Options, Stop> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn options_are_read() {
        assert_eq!(parsed(""), Ok(Options::default()));
        let options = parsed("--size 64 --seed=7 --density 0.5 --generations 50");
        let expected = Options { size: 64, seed: 7, density: 0.5, generations: Some(50) };
        assert_eq!(options, Ok(expected));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let wrong = |line, expected: &str| {
            assert_eq!(parsed(line), Err(Stop::Wrong(expected.to_owned())), "{line}");
        };
        wrong("--size 2", "--size takes a whole number from 3 to 1000, but got \"2\"");
        wrong("--density 1.5", "--density takes a number from 0 to 1, but got \"1.5\"");
        wrong("--density NaN", "--density takes a number from 0 to 1, but got \"NaN\"");
        wrong("--generations", "--generations needs a whole number");
        wrong("--sede 5", "unknown argument \"--sede\"");
        assert_eq!(parsed("--help"), Err(Stop::Help(HELP)));
    }
}
