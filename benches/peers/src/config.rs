//! What is measured, and how long.

use std::time::Duration;

/// What the command line says.
#[derive(Clone, Debug)]
pub struct Config {
    /// How often each contender has its turn.
    pub rounds: usize,
    /// How long one turn takes, about.
    pub sample: Duration,
    /// How long one shape is checked in one library.
    pub patience: Duration,
    /// How long such a check, or another task of its own, may take before it counts as never.
    pub limit: Duration,
    /// The largest numbers of things that are made.
    pub most: usize,
    /// A part of the names of the shapes that are updated.
    pub shape: Option<String>,
    /// Parts of the names of contenders, in small letters.
    pub only: Vec<String>,
    /// The sections.
    pub sections: Vec<String>,
    /// Where the tables are written besides.
    pub file: Option<String>,
}

const USAGE: &str = "\
usage: peers [options]
  --quick            a fifth of everything, for a first look
  --rounds N         turns of each contender (31)
  --sample-ms N      about the time of a turn (3)
  --scn PART         only the shapes with this in their names
  --only A,B         only contenders with one of these in their names, and the code by hand
  --sections A,B     of update, read, create, growth, probe
  --md FILE          write the tables into a file, too";

impl Config {
    /// From the command line, or why not.
    pub fn from(arguments: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut config = Self {
            rounds: 31,
            sample: Duration::from_millis(3),
            patience: Duration::from_millis(200),
            limit: Duration::from_secs(3),
            most: 100_000,
            shape: None,
            only: vec![],
            sections: vec![],
            file: None,
        };
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            if argument == "--quick" {
                config.rounds = 5;
                config.sample = Duration::from_millis(1);
                config.patience = Duration::from_millis(20);
                config.limit = Duration::from_millis(500);
                config.most = 10_000;
                continue;
            }
            let value = arguments.next().ok_or(USAGE)?;
            let number = || value.parse::<u32>().map_err(|_| USAGE);
            let words = || value.split(',').map(str::to_lowercase).collect();
            match argument.as_str() {
                "--rounds" => config.rounds = number()?.max(1) as usize,
                "--sample-ms" => config.sample = Duration::from_millis(number()?.into()),
                "--scn" => config.shape = Some(value),
                "--only" => config.only = words(),
                "--sections" => config.sections = words(),
                "--md" => config.file = Some(value),
                _ => return Err(USAGE.into()),
            }
        }
        Ok(config)
    }

    /// Whether a section is wanted.
    pub fn wants(&self, section: &str) -> bool {
        self.sections.is_empty() || self.sections.iter().any(|wanted| wanted == section)
    }
}
