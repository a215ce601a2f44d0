//! Frames out of bytes that come in pieces.

use super::{DEFAULT_MAXIMUM, Frame, WireError};

/// Collects bytes as they come and hands out the frames they make up.
///
/// It keeps what belongs to the frame that is not whole yet, so no more than a frame of the maximum
/// size and the last piece, if the frames are taken after each [`push`](Self::push). A frame that
/// claims to be larger is refused when its head is read; nothing is ever set aside for a length that
/// was merely claimed.
///
/// An error is final. What follows damaged bytes cannot be told from payload, so the reader does not
/// look for another frame in it: open a new stream, which begins with a full state.
#[derive(Clone, Debug)]
pub struct FrameReader {
    pub(super) bytes: Vec<u8>,
    /// How many of the bytes were handed out, and are not needed any more.
    taken: usize,
    maximum: usize,
    failed: Option<WireError>,
}

impl Default for FrameReader {
    fn default() -> Self {
        Self::new()
    }
}

impl FrameReader {
    /// A reader of frames of at most 64 MiB.
    pub const fn new() -> Self {
        Self::with_maximum(DEFAULT_MAXIMUM)
    }

    /// A reader of frames of at most `maximum` bytes, head and checksum included.
    pub const fn with_maximum(maximum: usize) -> Self {
        Self { bytes: Vec::new(), taken: 0, maximum, failed: None }
    }

    /// Takes the next piece, of any length. After an error it is ignored.
    pub fn push(&mut self, piece: &[u8]) {
        if self.failed.is_some() {
            return;
        }
        // Moves what is left to the front, which is less than was taken.
        if self.taken > self.bytes.len() / 2 {
            self.bytes.drain(..self.taken);
            self.taken = 0;
        }
        self.bytes.extend_from_slice(piece);
    }

    /// The next frame, or `None` until more bytes have come.
    ///
    /// # Errors
    /// What is wrong with the bytes, other than that some are missing; the same error from then on.
    pub fn next_frame(&mut self) -> Result<Option<Frame<'_>>, WireError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let Self { bytes, taken, maximum, failed } = self;
        if *taken == bytes.len() {
            return Ok(None);
        }
        match Frame::decode_within(&bytes[*taken..], *maximum) {
            Ok((frame, used)) => {
                *taken += used;
                Ok(Some(frame))
            }
            Err(WireError::Truncated { .. }) => Ok(None),
            Err(error) => {
                *failed = Some(error.clone());
                Err(error)
            }
        }
    }

    /// How many bytes wait for the rest of their frame, or to be taken.
    pub fn pending(&self) -> usize {
        self.bytes.len() - self.taken
    }

    /// Says that no more bytes come.
    ///
    /// # Errors
    /// The error that was met before, or that of what is pending: [`WireError::Truncated`] in the
    /// middle of a frame, [`WireError::TrailingBytes`] where whole frames were not taken.
    pub fn finish(self) -> Result<(), WireError> {
        match self.failed {
            Some(error) => Err(error),
            None if self.bytes.len() == self.taken => Ok(()),
            None => Frame::decode_within(&self.bytes[self.taken..], self.maximum)
                .and(Err(WireError::TrailingBytes { count: self.bytes.len() - self.taken })),
        }
    }
}
