//! Command lines of `--name value` and `--name=value`.

use std::ffi::OsString;
use std::fmt;
use std::str::FromStr;

/// What to do instead of running with options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Print this.
    Help(&'static str),
    /// Say what is wrong with the command line.
    Wrong(String),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Help(help) => f.write_str(help),
            Self::Wrong(what) => write!(f, "{what}; --help tells what there is"),
        }
    }
}

/// The arguments that follow the program's name, taken one after the other.
#[derive(Debug)]
pub struct Arguments<I> {
    rest: I,
    argument: String,
    name: String,
    /// What follows `=`, until it is asked for.
    joined: Option<OsString>,
}

impl<I: Iterator<Item = OsString>> Arguments<I> {
    /// All of them.
    pub fn new(arguments: impl IntoIterator<IntoIter = I>) -> Self {
        Self {
            rest: arguments.into_iter(),
            argument: String::new(),
            name: String::new(),
            joined: None,
        }
    }

    /// The next option, or `None` after the last.
    ///
    /// # Errors
    /// If the one before has a value that nobody asked for.
    pub fn next_name(&mut self) -> Result<Option<String>, Stop> {
        if let Some(extra) = self.joined.take() {
            let Self { name, .. } = self;
            let extra = extra.display();
            return Err(Stop::Wrong(format!("{name} takes no value, but got \"{extra}\"")));
        }
        let Some(argument) = self.rest.next() else { return Ok(None) };
        self.argument = argument.to_string_lossy().into_owned();
        self.name.clone_from(&self.argument);
        if let Some((name, value)) = self.argument.split_once('=') {
            self.joined = Some(OsString::from(value));
            self.name = name.to_owned();
        }
        Ok(Some(self.name.clone()))
    }

    /// The value of the option, which is described by `what`.
    ///
    /// # Errors
    /// If there is none.
    pub fn value(&mut self, what: &str) -> Result<OsString, Stop> {
        self.joined
            .take()
            .or_else(|| self.rest.next())
            .ok_or_else(|| Stop::Wrong(format!("{} needs {what}", self.name)))
    }

    /// The value that follows `=`, if there is one.
    pub fn given(&mut self) -> Option<OsString> {
        self.joined.take()
    }

    /// The value of the option as a number.
    ///
    /// # Errors
    /// If there is none, it is no number or is not allowed.
    pub fn number<T: FromStr>(
        &mut self,
        what: &str,
        allowed: impl Fn(&T) -> bool,
    ) -> Result<T, Stop> {
        let value = self.value(what)?;
        let number = value.to_str().and_then(|text| text.parse().ok()).filter(allowed);
        number.ok_or_else(|| {
            Stop::Wrong(format!("{} takes {what}, but got \"{}\"", self.name, value.display()))
        })
    }

    /// That there is no such option.
    pub fn unknown(&self) -> Stop {
        Stop::Wrong(format!("unknown argument {:?}", self.argument))
    }
}
