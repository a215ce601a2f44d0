//! The members of a family by their last use.

use rustc_hash::FxHashMap;

use crate::clock::Time;

/// A list from the member used last to the one used longest ago.
#[derive(Default)]
pub(in crate::state) struct Recent {
    links: FxHashMap<u32, Link>,
    newest: Option<u32>,
    oldest: Option<u32>,
}

struct Link {
    newer: Option<u32>,
    older: Option<u32>,
    at: Time,
}

impl Recent {
    /// A member is used now; it is added if it is not in the list.
    pub(in crate::state) fn touch(&mut self, slot: u32, at: Time) {
        if self.newest == Some(slot) {
            if let Some(link) = self.links.get_mut(&slot) {
                link.at = at;
            }
            return;
        }
        self.forget(slot);
        if let Some(newest) = self.newest {
            self.link(newest).newer = Some(slot);
        }
        self.links.insert(slot, Link { newer: None, older: self.newest, at });
        self.newest = Some(slot);
        self.oldest.get_or_insert(slot);
    }

    /// Takes a member out, if it is in the list.
    pub(in crate::state) fn forget(&mut self, slot: u32) {
        let Some(Link { newer, older, .. }) = self.links.remove(&slot) else { return };
        match newer {
            Some(newer) => self.link(newer).older = older,
            None => self.newest = older,
        }
        match older {
            Some(older) => self.link(older).newer = newer,
            None => self.oldest = newer,
        }
        if self.links.capacity() > 32 && self.links.len() * 4 < self.links.capacity() {
            self.links.shrink_to(self.links.len() * 2);
        }
    }

    fn link(&mut self, slot: u32) -> &mut Link {
        self.links.get_mut(&slot).expect("a neighbour is in the list")
    }

    pub(in crate::state) fn contains(&self, slot: u32) -> bool {
        self.links.contains_key(&slot)
    }

    pub(in crate::state) fn len(&self) -> usize {
        self.links.len()
    }

    /// The member used longest ago, and when that was.
    pub(in crate::state) fn oldest(&self) -> Option<(u32, Time)> {
        let oldest = self.oldest?;
        Some((oldest, self.links[&oldest].at))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Recent, Time};

    proptest! {
        #[test]
        fn the_oldest_is_the_one_used_longest_ago(
            steps in prop::collection::vec((0..8_u32, prop::bool::weighted(0.7)), 0..60),
        ) {
            let (mut recent, mut naive) = (Recent::default(), Vec::new());
            for (slot, used) in steps {
                naive.retain(|known| *known != slot);
                if used {
                    recent.touch(slot, Time::ORIGIN);
                    naive.push(slot);
                } else {
                    recent.forget(slot);
                }
                prop_assert_eq!(recent.oldest().map(|(slot, _)| slot), naive.first().copied());
                prop_assert_eq!(recent.len(), naive.len());
                prop_assert!(naive.iter().all(|slot| recent.contains(*slot)));
            }
        }
    }
}
