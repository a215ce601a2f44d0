//! Stable 64-bit identities, computed in const from a node's key.
//!
//! An id is the same in every build, on every machine: it depends on the key's text alone. The hash
//! is FNV-1a (Fowler, Noll, Vo) followed by the finalizer of `MurmurHash3` (Appleby), so that its
//! low bits can index a table without hashing again.

use std::fmt;

/// The identity of an atom, a field or a computed: a hash of its stable key.
///
/// The key is `module::Name`, or what `id = "…"` says. Two nodes of one id in one store are an error
/// when the second one is registered; the error names both.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u64);

impl Id {
    /// The id of a key.
    ///
    /// ```
    /// use atomata::Id;
    /// assert_eq!(Id::of("shop::TAX"), Id::of("shop::TAX"));
    /// assert_ne!(Id::of("shop::TAX"), Id::of("shop::Cart"));
    /// ```
    pub const fn of(key: &str) -> Self {
        Self(finish(fold(0xcbf2_9ce4_8422_2325, key.as_bytes())))
    }

    /// The id of a part of this node, such as a field.
    #[must_use]
    pub const fn part(self, name: &str) -> Self {
        self.folded(name.as_bytes())
    }

    pub(crate) const fn folded(self, bytes: &[u8]) -> Self {
        Self(finish(fold(self.0, bytes)))
    }

    /// The id as a number.
    pub const fn as_u64(self) -> u64 {
        self.0
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

const fn fold(mut hash: u64, bytes: &[u8]) -> u64 {
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    hash
}

const fn finish(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::Id;

    #[test]
    fn an_id_never_changes_between_builds() {
        assert_eq!(Id::of("shop::TAX").as_u64(), 5_637_754_348_319_524_927);
    }

    #[test]
    fn the_part_of_a_node_is_not_the_node() {
        let cart = Id::of("shop::Cart");
        assert_ne!(cart, cart.part("items"));
        assert_ne!(cart.part("items"), cart.part("coupon"));
    }
}
