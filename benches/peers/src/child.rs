//! This program again, for one small task: a hang, a crash or a stack that overflows is then a result, and
//! not the end of the run.

use std::io::Read as _;
use std::process::{ChildStderr, Command, Stdio};
use std::time::{Duration, Instant};

/// Why a task has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It took too long.
    Timeout,
    /// What happened to it.
    Crash(String),
}

/// Runs this program with these arguments; the last line that it prints.
pub fn run(arguments: &[String], limit: Duration) -> Result<String, Failure> {
    let program = std::env::current_exe().expect("a program knows where it is");
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("what runs can be run again");
    let stderr = child.stderr.take().expect("it is piped");
    // Read meanwhile, so that a library with much to say does not wait for a reader.
    let errors = std::thread::spawn(move || beginning_of(stderr));
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("a child can be asked") {
            let errors = errors.join().expect("reading does not panic");
            let mut printed = String::new();
            let mut stdout = child.stdout.take().expect("it is piped");
            stdout.read_to_string(&mut printed).expect("it prints text");
            return if status.success() {
                Ok(printed.lines().last().unwrap_or("").to_owned())
            } else {
                Err(Failure::Crash(reason(&errors).unwrap_or_else(|| status.to_string())))
            };
        }
        if start.elapsed() > limit {
            // It may have ended just now, which is too late, too.
            let _ = child.kill();
            let _ = child.wait();
            return Err(Failure::Timeout);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn beginning_of(mut stream: ChildStderr) -> String {
    let mut buffer = [0; 4096];
    let mut text = String::new();
    while let Ok(read @ 1..) = stream.read(&mut buffer) {
        if text.len() < buffer.len() {
            text.push_str(&String::from_utf8_lossy(&buffer[..read]));
        }
    }
    text
}

/// What a crash says of itself, short enough for a table.
fn reason(errors: &str) -> Option<String> {
    if errors.contains("overflowed its stack") {
        return Some("stack overflow".to_owned());
    }
    let mut lines = errors[errors.find("panicked at")?..].lines();
    let place = lines.next().unwrap_or("");
    let place = place.rsplit('/').next().unwrap_or(place).trim_end_matches(':');
    let message: String = lines.next().unwrap_or("").chars().take(90).collect();
    Some(format!("panic: {} ({place})", message.replace('|', "/")))
}
