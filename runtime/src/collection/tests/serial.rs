//! Collections read and written by serde.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::{List, Map};

proptest! {
    #[test]
    fn a_list_is_written_like_a_vector(items in proptest::collection::vec(".{0,3}", 0..40)) {
        let list: List<String> = items.iter().cloned().collect();
        let json = serde_json::to_string(&list).expect("it can be written");
        prop_assert_eq!(&json, &serde_json::to_string(&items).expect("it can be written"));
        prop_assert_eq!(&serde_json::from_str::<List<String>>(&json).expect("it can be read"), &list);
        let bytes = postcard::to_allocvec(&list).expect("it can be written");
        prop_assert_eq!(&bytes, &postcard::to_allocvec(&items).expect("it can be written"));
        let read: List<String> = postcard::from_bytes(&bytes).expect("it can be read");
        read.check_invariants();
        prop_assert_eq!(read, list);
    }

    #[test]
    fn a_map_is_written_like_a_tree(
        entries in proptest::collection::btree_map(".{0,3}", 0..9_u32, 0..40),
    ) {
        let map: Map<String, u32> = entries.clone().into_iter().collect();
        let json = serde_json::to_string(&map).expect("it can be written");
        prop_assert_eq!(&json, &serde_json::to_string(&entries).expect("it can be written"));
        prop_assert_eq!(
            &serde_json::from_str::<Map<String, u32>>(&json).expect("it can be read"),
            &map
        );
        let bytes = postcard::to_allocvec(&map).expect("it can be written");
        prop_assert_eq!(&bytes, &postcard::to_allocvec(&entries).expect("it can be written"));
        let read: Map<String, u32> = postcard::from_bytes(&bytes).expect("it can be read");
        read.check_invariants();
        prop_assert_eq!(read, map);
    }
}

#[test]
fn the_last_of_equal_keys_counts_as_in_a_tree() {
    let json = r#"{"b":1,"a":2,"b":3}"#;
    let map: Map<String, u32> = serde_json::from_str(json).expect("it can be read");
    let tree: BTreeMap<String, u32> = serde_json::from_str(json).expect("it can be read");
    assert!(map.iter().eq(&tree));
}

#[test]
fn a_claimed_length_reserves_nothing() {
    // A length of 2^63 and no items: a vector of that capacity could not be had.
    let mut claim = vec![0x80; 9];
    claim.push(0x01);
    assert!(postcard::from_bytes::<List<u64>>(&claim).is_err());
    assert!(postcard::from_bytes::<Map<u64, u64>>(&claim).is_err());
    assert!(serde_json::from_str::<List<u64>>("[1, 2").is_err());
}
