use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use serde::{Deserialize, Serialize};

use super::*;

/// What postcard writes is read back, and no cut of it is taken for a value.
#[track_caller]
fn holds<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) {
    let bytes = postcard::to_allocvec(&value).expect("it can be written");
    let mut from = &*bytes;
    assert_eq!(from_binary::<T>(&mut from).expect("it can be read"), value);
    assert!(from.is_empty(), "{value:?}: {} bytes are left", from.len());
    for end in 0..bytes.len() {
        assert!(from_binary::<T>(&mut &bytes[..end]).is_err(), "{value:?} cut at {end}");
    }
}

#[track_caller]
fn refuses<T: DeserializeOwned + Debug>(bytes: &[u8], why: &str) {
    let refused = from_binary::<T>(&mut &*bytes).expect_err("it cannot be read");
    assert_eq!(refused.to_string(), why);
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Unit,
    Newtype(u16),
    Tuple(i8, f32),
    Struct { name: String, inner: Option<Box<Shape>> },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Unit;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Newtype(u8);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Deep(Vec<Deep>);

#[test]
fn what_postcard_writes_is_read_back() {
    holds((u8::MAX, u16::MAX, u32::MAX, u64::MAX, u128::MAX, 0_u64, 127_u64, 128_u64));
    holds((i8::MIN, i16::MIN, i32::MIN, i64::MIN, i128::MIN, i128::MAX, i64::MAX, -1_i32));
    holds((true, false, 'ß', "tea".to_owned(), f32::MIN_POSITIVE, f64::NEG_INFINITY));
    holds((Unit, Newtype(7), Some(Some(3_u8)), None::<u8>));
    holds([Shape::Unit, Shape::Newtype(300), Shape::Tuple(-1, 0.5)]);
    let inner = Some(Box::new(Shape::Struct { name: "in".to_owned(), inner: None }));
    holds(Shape::Struct { name: "out".to_owned(), inner });
    holds(vec![vec!["a".to_owned()], Vec::new()]);
    holds(BTreeMap::from([(1_u8, vec![1_u16]), (2, Vec::new())]));
    holds(Deep(vec![Deep(Vec::new()), Deep(vec![Deep(Vec::new())])]));
}

#[test]
fn what_nobody_writes_is_refused() {
    refuses::<bool>(&[2], "2 stands where 0 or 1 must");
    refuses::<Option<u8>>(&[7, 1], "7 stands where 0 or 1 must");
    refuses::<u16>(&[0x80, 0x80, 0x04], "a number is too large");
    refuses::<i16>(&[0x80, 0x80, 0x04], "a number is too large");
    refuses::<u64>(&[0xff; 11], "a number is too large");
    refuses::<u128>(&[0xff; 20], "a number is too large");
    refuses::<char>(b"\x02ab", "a text stands where one character must");
    refuses::<char>(b"\x00", "a text stands where one character must");
    refuses::<String>(b"\x02\xff\xff", "a text is not UTF-8");
    refuses::<String>(&[0xff, 0xff, 0xff, 0xff, 0x0f], "it ends too early");
    refuses::<Shape>(&[4], "invalid value: integer `4`, expected variant index 0 <= i < 4");
}

#[test]
fn there_is_an_end_to_depth() {
    let nested = |levels: usize| {
        let mut bytes = vec![1; levels];
        bytes.push(0);
        bytes
    };
    // A level is a struct and a list in it.
    assert!(from_binary::<Deep>(&mut &*nested(DEEPEST / 2 - 1)).is_ok());
    refuses::<Deep>(&nested(1_000_000), "it is more than 128 levels deep");
    let mut bytes = [3, 0, 1].repeat(1_000_000);
    bytes.extend([3, 0, 0]);
    refuses::<Shape>(&bytes, "it is more than 128 levels deep");
}

#[test]
fn there_is_an_end_to_items_without_bytes() {
    let claimed = postcard::to_allocvec(&(1_u64 << 60)).expect("a number can be written");
    refuses::<Vec<()>>(&claimed, "it has too many items without bytes");
    refuses::<Vec<Unit>>(&claimed, "it has too many items without bytes");
    refuses::<std::collections::LinkedList<[(); 3]>>(
        &claimed,
        "it has too many items without bytes",
    );
    refuses::<BTreeSet<()>>(&claimed, "it has too many items without bytes");
    refuses::<Vec<u8>>(&claimed, "it ends too early");
    holds(vec![(); 1_000]);
    // All in one value count together.
    let mut bytes = vec![3];
    (0..3).for_each(|_| bytes.extend([0xff, 0xff, 0x01]));
    refuses::<Vec<Vec<()>>>(&bytes, "it has too many items without bytes");
}
