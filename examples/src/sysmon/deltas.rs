//! The readings as deltas: one process writes what changes to a file, another shows it as the file grows.

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use atomata::wire::FrameReader;
use atomata::{Deltas, Follower, Store};

/// How long the recorder waits for a change before it looks whether it is to end.
const PATIENCE: Duration = Duration::from_millis(50);

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How many deltas, the state that they begin with among them.
    pub deltas: u64,
    /// How many bytes they have.
    pub bytes: u64,
    /// How many bytes it would have been to write the whole state each time.
    pub full_bytes: u64,
}

/// A thread that writes what was read to a file, as it changes.
#[derive(Debug)]
pub struct Recorder {
    thread: JoinHandle<Result<Written, String>>,
    ends: Arc<AtomicBool>,
}

impl Recorder {
    /// Begins a file.
    ///
    /// # Errors
    /// If there can be no such file.
    pub fn start(store: &Store, path: &Path) -> Result<Self, String> {
        let name = path.display().to_string();
        let file = File::create(path)
            .map_err(|error| format!("cannot write deltas to {name}: {error}"))?;
        let mut out = BufWriter::new(file);
        // Where the other process sorts by, and which limits it sets, is its own.
        let [mut deltas, mut states] =
            [store.deltas(), store.deltas()].map(|all| all.groups(["data"]));
        let ends = Arc::new(AtomicBool::new(false));
        let thread = std::thread::spawn({
            let ends = Arc::clone(&ends);
            move || {
                let mut written = Written::default();
                loop {
                    let last = ends.load(Ordering::Relaxed);
                    while write_next(&mut deltas, &mut states, &mut out, &mut written)
                        .map_err(|error| format!("{name}: {error}"))?
                    {}
                    if last {
                        return Ok(written);
                    }
                }
            }
        });
        Ok(Self { thread, ends })
    }

    /// Writes what is left, and says how much it was.
    ///
    /// # Errors
    /// If the file could not be written.
    pub fn end(self) -> Result<Written, String> {
        self.ends.store(true, Ordering::Relaxed);
        self.thread.join().unwrap_or_else(|_| Err("the recording thread panicked".to_owned()))
    }
}

/// Writes what changed next, if it comes soon.
fn write_next(
    deltas: &mut Deltas,
    states: &mut Deltas,
    out: &mut impl Write,
    written: &mut Written,
) -> Result<bool, String> {
    let next = deltas.next_within(Some(PATIENCE)).map_err(|error| error.to_string())?;
    let Some(delta) = next else { return Ok(false) };
    let bytes = delta.to_bytes().map_err(|error| error.to_string())?;
    out.write_all(&bytes).and_then(|()| out.flush()).map_err(|error| error.to_string())?;
    states.resend();
    if let Some(state) = states.next_now().map_err(|error| error.to_string())? {
        let whole = state.to_bytes().map_err(|error| error.to_string())?;
        written.full_bytes += whole.len() as u64;
    }
    written.deltas += 1;
    written.bytes += bytes.len() as u64;
    Ok(true)
}

/// A file of deltas that may still grow.
#[derive(Debug)]
pub struct Followed {
    file: File,
    frames: FrameReader,
    follower: Follower,
}

impl Followed {
    /// Opens a file that another process writes.
    ///
    /// # Errors
    /// If there is no such file.
    pub fn open(path: &Path) -> Result<Self, String> {
        let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self { file, frames: FrameReader::new(), follower: Follower::new() })
    }

    /// Applies what has come since the last time; false if there was nothing.
    ///
    /// # Errors
    /// If the file cannot be read, or holds something else.
    pub fn apply(&mut self, store: &Store) -> Result<bool, String> {
        let mut bytes = [0; 1 << 14];
        let read = self.file.read(&mut bytes).map_err(|error| error.to_string())?;
        self.frames.push(&bytes[..read]);
        while let Some(frame) = self.frames.next_frame().map_err(|error| error.to_string())? {
            self.follower.apply_frame(store, &frame).map_err(|error| error.to_string())?;
        }
        Ok(read > 0)
    }
}
