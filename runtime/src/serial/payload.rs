//! Varints and the cursor that reads a payload: every length is held against what is there.

use super::frame::WireError;

/// The longest varint: 64 bits in groups of 7.
const LONGEST_VARINT: usize = 10;

/// Writes a number in groups of 7 bits, the lowest first; all but the last have their high bit set.
pub(crate) fn put_varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// How many bytes [`put_varint`] writes.
pub(crate) const fn varint_len(number: u64) -> usize {
    // A zero has one group, too.
    (70 - (number | 1).leading_zeros() as usize) / 7
}

/// Takes a varint off the front of `bytes`.
///
/// # Errors
/// `Ended` where it goes on beyond the bytes, `Overlong` where it has more bits than a number or
/// more groups than it needs; offsets are counted from the front of `bytes`.
pub(crate) fn take_varint(bytes: &mut &[u8]) -> Result<u64, WireError> {
    let mut number = 0;
    for (at, &byte) in bytes.iter().take(LONGEST_VARINT).enumerate() {
        // The tenth group has one bit left, and a last group of zeros could have been left out.
        if (at == LONGEST_VARINT - 1 && byte > 1) || (at > 0 && byte == 0) {
            return Err(WireError::Overlong { offset: 0 });
        }
        number |= u64::from(byte & 0x7f) << (7 * at);
        if byte < 0x80 {
            *bytes = &bytes[at + 1..];
            return Ok(number);
        }
    }
    Err(WireError::Ended { offset: bytes.len(), needed: 1 })
}

/// Reads a payload from the front.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    /// How much of `bytes` was read; never more than its length.
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// How many bytes were read.
    pub(crate) const fn offset(&self) -> usize {
        self.at
    }

    /// How many bytes are left.
    pub(crate) const fn remaining(&self) -> usize {
        self.bytes.len() - self.at
    }

    /// What is left, which stays unread.
    pub(crate) fn peek(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    pub(crate) fn bytes(&mut self, len: usize) -> Result<&'a [u8], WireError> {
        let Some(taken) = self.peek().get(..len) else {
            return Err(WireError::Ended { offset: self.at, needed: len - self.remaining() });
        };
        self.at += len;
        Ok(taken)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, WireError> {
        Ok(self.bytes(1)?[0])
    }

    /// Eight bytes, the lowest first.
    pub(crate) fn u64(&mut self) -> Result<u64, WireError> {
        let mut number = [0; 8];
        number.copy_from_slice(self.bytes(8)?);
        Ok(u64::from_le_bytes(number))
    }

    pub(crate) fn u32(&mut self) -> Result<u32, WireError> {
        let mut number = [0; 4];
        number.copy_from_slice(self.bytes(4)?);
        Ok(u32::from_le_bytes(number))
    }

    pub(crate) fn varint(&mut self) -> Result<u64, WireError> {
        let mut rest = self.peek();
        let number = take_varint(&mut rest).map_err(|error| error.shifted(self.at))?;
        self.at = self.bytes.len() - rest.len();
        Ok(number)
    }

    /// A varint that says how many bytes, or things of at least one byte each, come next. More than
    /// are left is an error, so that what is set aside for them is bounded by the input.
    pub(crate) fn length(&mut self) -> Result<usize, WireError> {
        let begin = self.at;
        let length = self.varint()?;
        match usize::try_from(length) {
            Ok(length) if length <= self.remaining() => Ok(length),
            _ => {
                let left = self.remaining();
                self.at = begin;
                let needed = usize::try_from(length).unwrap_or(usize::MAX) - left;
                Err(WireError::Ended { offset: self.bytes.len(), needed })
            }
        }
    }

    /// The end of what must be read whole.
    pub(crate) fn finish(&self) -> Result<(), WireError> {
        match self.remaining() {
            0 => Ok(()),
            count => Err(WireError::TrailingBytes { count }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_varint_is_read_as_it_was_written() {
        let powers = (0..64).flat_map(|bit| [(1 << bit) - 1, 1 << bit, (1 << bit) + 1]);
        for number in powers.chain([u64::MAX]) {
            let mut out = Vec::new();
            put_varint(&mut out, number);
            assert_eq!(out.len(), varint_len(number), "{number}");
            let mut bytes = out.as_slice();
            assert_eq!(take_varint(&mut bytes), Ok(number));
            assert!(bytes.is_empty());
            for cut in 0..out.len() {
                let ended = WireError::Ended { offset: cut, needed: 1 };
                assert_eq!(take_varint(&mut &out[..cut]), Err(ended));
            }
        }
    }

    #[test]
    fn a_varint_has_one_form() {
        let overlong = Err(WireError::Overlong { offset: 0 });
        assert_eq!(take_varint(&mut [0x80, 0].as_slice()), overlong);
        assert_eq!(take_varint(&mut [0xff, 0x80, 0].as_slice()), overlong);
        assert_eq!(take_varint(&mut [0xff; 11].as_slice()), overlong);
        let mut beyond = [0xff; 10];
        beyond[9] = 2;
        assert_eq!(take_varint(&mut beyond.as_slice()), overlong);
    }

    #[test]
    fn a_reader_reads_on_and_names_the_place_where_it_cannot() {
        let mut reader = Reader::new(&[7, 1, 0, 0, 0, 0, 0, 0, 0, 0xac, 2, b'a', b'b', 9]);
        assert_eq!(reader.byte(), Ok(7));
        assert_eq!(reader.u64(), Ok(1));
        assert_eq!(reader.varint(), Ok(300));
        assert_eq!(reader.bytes(2), Ok(b"ab".as_slice()));
        assert_eq!(reader.offset(), 13);
        assert_eq!(reader.u32(), Err(WireError::Ended { offset: 13, needed: 3 }));
        assert_eq!(reader.finish(), Err(WireError::TrailingBytes { count: 1 }));
        assert_eq!(reader.bytes(1), Ok([9].as_slice()));
        assert_eq!(reader.finish(), Ok(()));
        assert_eq!(reader.byte(), Err(WireError::Ended { offset: 14, needed: 1 }));
        assert_eq!(reader.varint(), Err(WireError::Ended { offset: 14, needed: 1 }));
    }

    #[test]
    fn a_length_is_bounded_by_what_is_left() {
        let mut reader = Reader::new(&[2, b'a', b'b']);
        assert_eq!(reader.length(), Ok(2));
        assert_eq!(
            Reader::new(&[3, 0, 0]).length(),
            Err(WireError::Ended { offset: 3, needed: 1 })
        );
        let mut huge = Vec::new();
        put_varint(&mut huge, u64::MAX);
        let mut reader = Reader::new(&huge);
        assert!(matches!(reader.length(), Err(WireError::Ended { offset: 10, .. })));
        assert_eq!(reader.offset(), 0);
        assert_eq!(Reader::new(&[1, 0x80, 0]).length(), Ok(1));
        let mut shifted = Reader::new(&[1, 0x80, 0]);
        assert_eq!(shifted.byte(), Ok(1));
        assert_eq!(shifted.varint(), Err(WireError::Overlong { offset: 1 }));
    }
}
