//! A connection that counts what goes out, and never waits for long.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// So long a read or a write waits, at most.
pub(in crate::devtools) const PATIENCE: Duration = Duration::from_millis(25);

/// A socket whose reads and writes end soon, done or not.
pub(in crate::devtools) struct Pipe {
    stream: TcpStream,
    /// When a byte went out last.
    pub(in crate::devtools) moved: Instant,
}

impl Pipe {
    pub(in crate::devtools) fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Self { stream, moved: Instant::now() })
    }
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.read(buffer).map_err(late)
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.stream.write(bytes).map_err(late)?;
        self.moved = Instant::now();
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether it is to be tried again later.
pub(in crate::devtools) fn is_late(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

/// Systems differ in what they call it.
fn late(error: io::Error) -> io::Error {
    if is_late(&error) { io::ErrorKind::WouldBlock.into() } else { error }
}
