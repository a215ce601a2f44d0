//! What snapshots hold, counted by the allocator.

use super::ours::{store, write_shared};
use super::state::{Change, Edit, Shop};

/// The bytes that so many snapshots hold, each after a change, and those that so many clones of the plain
/// state would.
///
/// # Panics
/// If a snapshot does not have the state of its moment.
pub fn snapshots(count: u64, change: Change) -> (i64, i64) {
    let store = store(true);
    let edit = Edit::from(change);
    // Fills what grows once.
    write_shared(&store, &edit, 0);
    drop(store.snapshot());
    let mut kept = Vec::with_capacity(count as usize);
    let snapshots = allocation_counter::measure(|| {
        for step in 1..=count {
            write_shared(&store, &edit, step);
            kept.push(store.snapshot());
        }
    });
    for (step, snapshot) in (1..).zip(&kept) {
        let items = snapshot.get(super::ours::Shared.items);
        assert_eq!(items.to_vec(), Shop::after(&edit, step + 1).items);
    }
    let shop = Shop::new();
    let mut clones = Vec::with_capacity(count as usize);
    let clones = allocation_counter::measure(|| (0..count).for_each(|_| clones.push(shop.clone())));
    (snapshots.bytes_current, clones.bytes_current)
}
