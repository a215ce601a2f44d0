//! Frames, whole and in pieces, and what is refused.

use super::*;

fn sample(payload: &[u8]) -> Frame<'_> {
    Frame {
        kind: FrameKind::Delta,
        schema: 0x0123_4567_89ab_cdef,
        stream: 42,
        base: 300,
        sequence: 301,
        payload,
    }
}

fn encoded(frame: &Frame<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    frame.encode(&mut out);
    assert_eq!(out.len(), frame.encoded_len());
    out
}

/// The frame with a checksum that is right for what it says.
fn resummed(mut bytes: Vec<u8>) -> Vec<u8> {
    let summed = bytes.len() - CHECKSUM;
    let checksum = crc32fast::hash(&bytes[..summed]);
    bytes[summed..].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

#[test]
fn a_frame_is_laid_out_as_documented() {
    let bytes = encoded(&sample(b"xyz"));
    let head = [
        0xA7, 1, 1, 0xef, 0xcd, 0xab, 0x89, 0x67, 0x45, 0x23, 0x01, 42, 0, 0, 0, 0, 0, 0, 0, 0xac,
        2, 0xad, 2, 3, b'x', b'y', b'z',
    ];
    assert_eq!(bytes[..head.len()], head);
    assert_eq!(bytes[head.len()..], crc32fast::hash(&head).to_le_bytes());
}

#[test]
fn a_frame_is_read_as_it_was_written() {
    for payload in [b"".as_slice(), b"x", &[0xA7; 5000]] {
        for kind in [FrameKind::Full, FrameKind::Delta] {
            let frame = Frame { kind, base: u64::MAX, ..sample(payload) };
            let mut bytes = encoded(&frame);
            assert_eq!(Frame::decode_only(&bytes), Ok(frame));
            let whole = bytes.len();
            bytes.extend_from_slice(b"more");
            assert_eq!(Frame::decode(&bytes), Ok((frame, whole)));
            assert_eq!(Frame::decode_only(&bytes), Err(WireError::TrailingBytes { count: 4 }));
        }
    }
}

#[test]
fn a_frame_that_is_cut_anywhere_is_truncated() {
    let bytes = encoded(&sample(b"payload"));
    for cut in 0..bytes.len() {
        match Frame::decode(&bytes[..cut]) {
            Err(WireError::Truncated { needed }) => {
                assert!(needed > 0 && needed <= bytes.len() - cut, "{needed} at {cut}");
            }
            other => panic!("cut at {cut}: {other:?}"),
        }
    }
}

#[test]
fn a_flipped_bit_is_never_taken_for_what_was_sent() {
    let bytes = encoded(&sample(b"payload"));
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(Frame::decode(&flipped).is_err(), "bit {bit}");
    }
}

#[test]
fn what_is_no_frame_is_named() {
    let bytes = encoded(&sample(b"payload"));
    let with = |at: usize, byte: u8| {
        let mut changed = bytes.clone();
        changed[at] = byte;
        resummed(changed)
    };
    assert_eq!(Frame::decode(&with(0, b'{')), Err(WireError::NotAFrame { found: b'{' }));
    assert_eq!(Frame::decode(&with(1, 2)), Err(WireError::UnsupportedVersion { found: 2 }));
    assert_eq!(Frame::decode(&with(2, 9)), Err(WireError::UnknownKind { found: 9 }));
    assert_eq!(Frame::decode(&with(20, 0)), Err(WireError::Overlong { offset: 19 }));
    let mut damaged = bytes.clone();
    damaged[2] = 9;
    assert!(matches!(Frame::decode(&damaged), Err(WireError::Checksum { .. })));
}

#[test]
fn a_claimed_length_is_never_believed() {
    let mut bytes = encoded(&sample(b""));
    bytes.truncate(bytes.len() - 1 - CHECKSUM);
    put_varint(&mut bytes, u64::MAX);
    assert!(matches!(Frame::decode(&bytes), Err(WireError::TooLarge { length: u64::MAX, .. })));
    let mut reader = FrameReader::new();
    reader.push(&bytes);
    let error = reader.next_frame().expect_err("it is too large");
    assert_eq!(error, WireError::TooLarge { length: u64::MAX, maximum: 64 << 20 });
    assert_eq!(
        error.to_string(),
        "the frame has a payload of 18446744073709551615 bytes, and at most 67108864 bytes are \
         allowed for the whole of it"
    );
}

#[test]
fn frames_come_out_of_pieces_of_any_size() {
    let payloads: Vec<Vec<u8>> = (0..20_u8).map(|at| vec![at; usize::from(at) * 7]).collect();
    let mut bytes = Vec::new();
    for (at, payload) in payloads.iter().enumerate() {
        Frame { sequence: at as u64, ..sample(payload) }.encode(&mut bytes);
    }
    for size in [1, 2, 3, 31, 500, bytes.len()] {
        let mut reader = FrameReader::new();
        let mut seen = 0;
        for piece in bytes.chunks(size) {
            reader.push(piece);
            while let Some(frame) = reader.next_frame().expect("the bytes are right") {
                assert_eq!((frame.sequence, frame.payload), (seen as u64, &*payloads[seen]));
                seen += 1;
            }
            assert!(reader.bytes.len() <= 2 * 170 + size, "{} are kept", reader.bytes.len());
        }
        assert_eq!(seen, payloads.len());
        assert_eq!(reader.finish(), Ok(()));
    }
}

#[test]
fn an_error_of_a_reader_is_final() {
    let mut bytes = encoded(&sample(b"one"));
    bytes.push(0);
    bytes.extend_from_slice(&encoded(&sample(b"two")));
    let mut reader = FrameReader::new();
    reader.push(&bytes);
    assert_eq!(reader.next_frame(), Ok(Some(sample(b"one"))));
    let wrong = WireError::NotAFrame { found: 0 };
    assert_eq!(reader.next_frame(), Err(wrong.clone()));
    let pending = reader.pending();
    reader.push(&encoded(&sample(b"three")));
    assert_eq!(reader.next_frame(), Err(wrong.clone()));
    assert_eq!(reader.pending(), pending);
    assert_eq!(reader.finish(), Err(wrong));
}

#[test]
fn a_reader_allows_exactly_its_maximum() {
    let bytes = encoded(&sample(b"payload"));
    let mut reader = FrameReader::with_maximum(bytes.len());
    reader.push(&bytes);
    assert_eq!(reader.next_frame(), Ok(Some(sample(b"payload"))));
    let maximum = bytes.len() - 1;
    let mut reader = FrameReader::with_maximum(maximum);
    // The head alone is enough.
    reader.push(&bytes[..24]);
    assert_eq!(reader.next_frame(), Err(WireError::TooLarge { length: 7, maximum }));
}

#[test]
fn the_end_in_the_middle_of_a_frame_is_an_error() {
    let bytes = encoded(&sample(b"payload"));
    let mut reader = FrameReader::new();
    reader.push(&bytes[..bytes.len() - 3]);
    assert_eq!(reader.next_frame(), Ok(None));
    assert_eq!(reader.finish(), Err(WireError::Truncated { needed: 3 }));
    let mut reader = FrameReader::new();
    reader.push(&bytes);
    assert_eq!(reader.finish(), Err(WireError::TrailingBytes { count: bytes.len() }));
}
