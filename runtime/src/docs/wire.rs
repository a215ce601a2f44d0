//! The binary wire, byte by byte.
//!
//! A stream is a row of *frames*. Each carries a payload, which is a whole state or a delta, and what its
//! receiver needs to know before it trusts one: who wrote it, which state it begins with, and that no
//! byte was changed on the way. [`wire::Frame`](crate::wire::Frame) and
//! [`wire::FrameReader`](crate::wire::FrameReader) read and write frames.
//!
//! This is version 1. A reader refuses every other version; what follows the version byte is free to
//! change with it.
//!
//! # The frame
//!
//! | bytes | what | how |
//! |---|---|---|
//! | 1 | magic | `A7` |
//! | 1 | version | `01` |
//! | 1 | kind | `00` a full state, `01` a delta |
//! | 8 | schema fingerprint | the lowest byte first |
//! | 8 | stream id | the lowest byte first |
//! | 1–10 | base: the sequence number of the state that a delta begins with | varint |
//! | 1–10 | sequence: the number of the state that comes of it | varint |
//! | 1–10 | length of the payload in bytes | varint |
//! | as said | payload | below |
//! | 4 | checksum of all bytes before it, the magic included | CRC-32, the lowest byte first |
//!
//! The CRC-32 is that of IEEE 802.3, as in zlib and PNG (polynomial `EDB88320` reflected, begun with and
//! finally inverted by `FFFFFFFF`; that of `123456789` is `CBF43926`).
//!
//! A frame costs 26 bytes besides its payload as long as its numbers are below 128.
//!
//! ```
//! use atomata::wire::{Frame, FrameKind};
//!
//! let mut bytes = Vec::new();
//! let frame = Frame {
//!     kind: FrameKind::Delta,
//!     schema: 0x0123_4567_89ab_cdef,
//!     stream: 42,
//!     base: 299,
//!     sequence: 300,
//!     payload: &[3, 0, 255],
//! };
//! frame.encode(&mut bytes);
//! assert_eq!(
//!     bytes,
//!     [
//!         0xA7, 1, 1, // magic, version, a delta
//!         0xEF, 0xCD, 0xAB, 0x89, 0x67, 0x45, 0x23, 0x01, // schema
//!         42, 0, 0, 0, 0, 0, 0, 0, // stream
//!         0xAB, 0x02, // base
//!         0xAC, 0x02, // sequence
//!         3, 3, 0, 255, // the payload and its length
//!         0x57, 0x7C, 0x25, 0xA3, // checksum
//!     ]
//! );
//! ```
//!
//! # Varints
//!
//! A number of up to 64 bits is cut into groups of 7, the lowest first, each in a byte of its own; all
//! but the last have their high bit set. 0 is `00`, 127 is `7F`, 128 is `80 01`, 300 is `AC 02`.
//!
//! A number has one form: a last group of zeros that could have been left out is an error, and so is
//! what does not fit 64 bits. So every frame has one form, too, and can be compared by its bytes.
//!
//! # Payloads
//!
//! A payload is read from the front, without marks between its parts: what a part means follows from the
//! declarations, for whose agreement the schema fingerprint stands. It is made of
//!
//! * single bytes,
//! * varints,
//! * 64-bit numbers in 8 bytes, the lowest first, where they are hashes and have no small values,
//! * runs of bytes, with their length before them as a varint, or up to the end of the payload.
//!
//! What is left over at the end is an error.
//!
//! | what | how |
//! |---|---|
//! | how many atoms there are | varint |
//! | the ids of the atoms, for a member that of its family | 8 bytes each |
//! | the atoms, in the same order | as follows |
//!
//! The schema fingerprint is that of what is written of these atoms, in this order; so a receiver holds it against
//! its own declarations before it reads any of them. Of each atom comes
//!
//! | what | how |
//! |---|---|
//! | the key, of a member | as a value |
//! | `00`, and all leaves in the order of their declaration | values |
//! | or `01`, and how many leaves changed | varint |
//! | … each with its ordinal among all leaves, those inside of nested fields counted where they stand, each nested field itself counting one; 65535 for an atom without fields | varint |
//! | … `00` and its value, or `01` and its edits | |
//! | or `02`: the member is gone | |
//!
//! A *value* is written as postcard 1 writes it. *Edits* are how many there are, as a varint, and each of them:
//!
//! | of a list | |
//! |---|---|
//! | `00`, at, length | items are removed |
//! | `01`, at, length, the items | items are put there |
//! | `02`, at, the item | the item there is another |
//! | `03`, from, to | an item moves, `to` meaning the list without it |
//!
//! | of a map | |
//! |---|---|
//! | `00`, the key | the entry is gone |
//! | `01`, the key, the value | the entry has this value |
//!
//! An index means the list as the edits before have left it. A value is read within bounds whatever the bytes say:
//! at most 128 levels deep, and at most 65,536 items that take no bytes.
//!
//! # What a receiver checks, in order
//!
//! 1. Magic and version: else it is no frame, or none for this reader.
//! 2. The length against the largest frame it allows, 64 MiB unless it says otherwise. Nothing is
//!    ever set aside for a length that was merely claimed.
//! 3. The checksum. What stands in the frame is used only after it.
//! 4. The kind, the schema, the stream, and whether the base is the state it has.
//! 5. The whole payload, before the first value of it is put anywhere.
//!
//! A frame that fails one of them changes nothing. After an error a reader of a stream does not look for
//! the next frame in the bytes that follow, because a payload may well look like one: it asks for a new
//! stream, and that begins with a full state.
//!
//! The checksum finds damage, not malice: who can write to the stream can write a right checksum.
