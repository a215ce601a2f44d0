//! The binary wire as it lies on disks: frames that every later version reads and writes the same.

use std::fs;
use std::path::Path;

use atomata::wire::{Frame, FrameKind, FrameReader, WireError};

fn golden(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/frames").join(name);
    fs::read(&path).unwrap_or_else(|error| {
        panic!("{}: {error}; `UPDATE_GOLDEN=1` writes it", path.display());
    })
}

fn frames() -> [(&'static str, Frame<'static>); 4] {
    let frame = Frame {
        kind: FrameKind::Full,
        schema: 0x0123_4567_89ab_cdef,
        stream: 0xfeed_f00d_dead_beef,
        base: 0,
        sequence: 1,
        payload: b"a whole state",
    };
    [
        ("full.bin", frame),
        (
            "delta.bin",
            Frame { kind: FrameKind::Delta, base: 1, sequence: 2, payload: &[3, 0, 255], ..frame },
        ),
        (
            "empty.bin",
            Frame { kind: FrameKind::Delta, base: 299, sequence: 300, payload: b"", ..frame },
        ),
        (
            "largest_numbers.bin",
            Frame {
                schema: u64::MAX,
                stream: u64::MAX,
                base: u64::MAX,
                sequence: u64::MAX,
                payload: &[0xA7; 200],
                ..frame
            },
        ),
    ]
}

#[test]
fn frames_stay_as_they_are() {
    for (name, frame) in frames() {
        let mut bytes = Vec::new();
        frame.encode(&mut bytes);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/frames");
            fs::create_dir_all(&folder).expect("the folder can be made");
            fs::write(folder.join(name), &bytes).expect("the file can be written");
        }
        let kept = golden(name);
        assert_eq!(bytes, kept, "{name}");
        assert_eq!(Frame::decode_only(&kept), Ok(frame), "{name}");
    }
}

#[test]
fn a_file_of_frames_is_followed_as_it_grows() {
    let file: Vec<u8> = frames().iter().flat_map(|(name, _)| golden(name)).collect();
    let mut reader = FrameReader::new();
    let mut expected = frames().into_iter();
    for piece in file.chunks(7) {
        reader.push(piece);
        while let Some(frame) = reader.next_frame().expect("the frames are right") {
            let (name, written) = expected.next().expect("there are no more than were written");
            assert_eq!(frame, written, "{name}");
        }
    }
    assert!(expected.next().is_none());
    assert_eq!(reader.finish(), Ok(()));
}

#[test]
fn a_file_that_was_cut_says_so() {
    let mut file = golden("full.bin");
    file.extend_from_slice(&golden("delta.bin")[..10]);
    let mut reader = FrameReader::new();
    reader.push(&file);
    assert!(matches!(reader.next_frame(), Ok(Some(_))));
    assert_eq!(reader.next_frame(), Ok(None));
    let error = reader.finish().expect_err("it was cut");
    assert_eq!(error, WireError::Truncated { needed: 1 });
    assert_eq!(error.to_string(), "the frame is cut short: at least 1 more bytes belong to it");
}
