//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use crate::arguments::{Arguments, Stop};

/// What `--help` prints.
pub const HELP: &str = "\
sysmon: a monitor of the machine it runs on

usage: sysmon [options]

  --seconds N       end after N seconds
  --interval MS     read the machine every MS milliseconds (default 100)
  --record FILE     write the raw readings to FILE
  --replay FILE     show the readings of FILE instead of this machine's
  --record-deltas FILE
                    write what changes to FILE, as deltas
  --follow FILE     show what another sysmon writes to FILE with --record-deltas, as it grows
  --report          at the end, print what the store's monitor found
  --devtools        serve a page that shows the store, and print its link (in debug builds)
  --redux[=URL]     show the store in the Redux DevTools (in debug builds), of which the server is at URL
                    (default ws://127.0.0.1:8000/socketcluster/)
  --trace FILE      write a trace of the store to FILE, for https://ui.perfetto.dev
  --speed X         replay X times as fast as it was recorded (default 1)
  --help            print this

In a terminal it draws a screen, whose last line names the keys; else it prints a line per second.
At the end it prints what the store did.
";

/// Where the server of the Redux DevTools is, unless it is told.
const REDUX: &str = "ws://127.0.0.1:8000/socketcluster/";

/// The shortest and the longest time between two readings, in milliseconds.
pub const INTERVALS: (u64, u64) = (20, 10_000);

/// What the command line asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// End after this long.
    pub limit: Option<Duration>,
    /// Milliseconds between two readings.
    pub interval_ms: u64,
    /// Write the readings here.
    pub record: Option<PathBuf>,
    /// Take the readings from here.
    pub replay: Option<PathBuf>,
    /// Write what changes here, as deltas.
    pub record_deltas: Option<PathBuf>,
    /// Take what changes from here.
    pub follow: Option<PathBuf>,
    /// Print what the store's monitor found.
    pub report: bool,
    /// Serve DevTools.
    pub devtools: bool,
    /// Show the store in the Redux DevTools, by their server here.
    pub redux: Option<String>,
    /// Write a trace of the store here.
    pub trace: Option<PathBuf>,
    /// How many times as fast as it was recorded a replay runs.
    ///
    /// `None` is once as fast.
    pub speed: Option<f64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            limit: None,
            interval_ms: 100,
            record: None,
            replay: None,
            record_deltas: None,
            follow: None,
            report: false,
            devtools: false,
            redux: None,
            trace: None,
            speed: None,
        }
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
            "--seconds" => {
                let allowed = |seconds: &f64| *seconds > 0.0;
                let seconds = arguments.number("a number of seconds above 0", allowed)?;
                // More seconds than a duration can hold are no limit.
                options.limit = Duration::try_from_secs_f64(seconds).ok();
            }
            "--interval" => {
                let (least, most) = INTERVALS;
                let what = format!("a whole number of milliseconds from {least} to {most}");
                options.interval_ms = arguments.number(&what, |ms| (least..=most).contains(ms))?;
            }
            "--speed" => {
                let allowed = |speed: &f64| speed.is_normal() && *speed > 0.0;
                options.speed = Some(arguments.number("a number above 0", allowed)?);
            }
            "--record" => options.record = Some(arguments.value("a file")?.into()),
            "--record-deltas" => options.record_deltas = Some(arguments.value("a file")?.into()),
            "--follow" => options.follow = Some(arguments.value("a file")?.into()),
            "--report" => options.report = true,
            "--devtools" => options.devtools = true,
            "--redux" => {
                let url = arguments.given().map(|url| url.to_string_lossy().into_owned());
                options.redux = Some(url.unwrap_or_else(|| REDUX.to_owned()));
            }
            "--trace" => options.trace = Some(arguments.value("a file")?.into()),
            "--replay" => options.replay = Some(arguments.value("a file")?.into()),
            "--help" | "-h" => return Err(Stop::Help(HELP)),
            _ => return Err(arguments.unknown()),
        }
    }
    if options.record.is_some() && options.replay.is_some() {
        return Err(Stop::Wrong("--record and --replay do not go together".to_owned()));
    }
    let others = [
        ("--record", options.record.is_some()),
        ("--record-deltas", options.record_deltas.is_some()),
        ("--replay", options.replay.is_some()),
    ];
    if options.follow.is_some()
        && let Some((other, _)) = others.into_iter().find(|(_, given)| *given)
    {
        return Err(Stop::Wrong(format!("{other} and --follow do not go together")));
    }
    if options.speed.is_some() && options.replay.is_none() {
        return Err(Stop::Wrong("--speed is for --replay".to_owned()));
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Options, String> {
        parse(line.split_whitespace().map(OsString::from)).map_err(|stop| match stop {
            Stop::Help(_) => "help".to_owned(),
            Stop::Wrong(what) => what,
        })
    }

    #[track_caller]
    fn wrong(line: &str, expected: &str) {
        assert_eq!(parsed(line).unwrap_err(), expected);
    }

    #[test]
    fn options_are_read() {
        assert_eq!(parsed(""), Ok(Options::default()));
        let options = parsed("--seconds 2.5 --interval=50 --record out.rec").unwrap();
        assert_eq!(options.limit, Some(Duration::from_millis(2500)));
        assert_eq!(options.interval_ms, 50);
        assert_eq!(options.record, Some("out.rec".into()));
        assert!(parsed("--devtools").unwrap().devtools);
        assert_eq!(parsed("--redux").unwrap().redux.as_deref(), Some(REDUX));
        let options = parsed("--redux=ws://[::1]:9/").unwrap();
        assert_eq!(options.redux, Some("ws://[::1]:9/".to_owned()));
        let options = parsed("--report --trace out.json").unwrap();
        assert_eq!((options.report, options.trace), (true, Some("out.json".into())));
        let options = parsed("--replay in.rec --speed 10").unwrap();
        assert_eq!((options.replay, options.speed), (Some("in.rec".into()), Some(10.0)));
    }

    #[test]
    fn what_is_wrong_is_named() {
        wrong("--help", "help");
        wrong("--seconds", "--seconds needs a number of seconds above 0");
        wrong("--seconds five", "--seconds takes a number of seconds above 0, but got \"five\"");
        wrong("--seconds -1", "--seconds takes a number of seconds above 0, but got \"-1\"");
        wrong("--seconds NaN", "--seconds takes a number of seconds above 0, but got \"NaN\"");
        wrong(
            "--interval 5",
            "--interval takes a whole number of milliseconds from 20 to 10000, but got \"5\"",
        );
        wrong("--sconds 5", "unknown argument \"--sconds\"");
        wrong("5", "unknown argument \"5\"");
        wrong("--record", "--record needs a file");
        wrong("--record a --replay b", "--record and --replay do not go together");
        wrong("--follow a --replay b", "--replay and --follow do not go together");
        wrong("--record-deltas a --follow b", "--record-deltas and --follow do not go together");
        wrong("--speed 2", "--speed is for --replay");
        wrong("--replay a --speed inf", "--speed takes a number above 0, but got \"inf\"");
    }
}
