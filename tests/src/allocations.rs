//! An allocator that counts, for tests that forbid or bound allocations.
