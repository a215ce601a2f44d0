//! The nodes of a store, as a client knows them.

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Value, json};

use crate::error::Name;
use crate::state::{Look, Sort, State};

/// What is known of a node when something is told of it.
pub(in crate::devtools) struct Known {
    /// Where it stands in documents: the name of the atom or the family, and of a member that of its own.
    pub(in crate::devtools) key: &'static str,
    pub(in crate::devtools) member: Option<String>,
    pub(in crate::devtools) name: Name,
    pub(in crate::devtools) sort: Sort,
}

/// The nodes that a client was told of.
#[derive(Default)]
pub(in crate::devtools) struct Nodes {
    generations: Option<u64>,
    pub(in crate::devtools) known: FxHashMap<u64, Known>,
    /// The computeds that went since values were told last.
    pub(in crate::devtools) gone: Vec<Known>,
}

/// Nodes that came and went.
pub(in crate::devtools) struct News {
    all: bool,
    came: Vec<Look>,
    gone: Vec<u64>,
}

impl Nodes {
    /// What came and went since the last look; under the lock.
    pub(in crate::devtools) fn look(&mut self, state: &State) -> Option<News> {
        let generations = state.generations();
        if self.generations == Some(generations) {
            return None;
        }
        let all = self.generations.replace(generations).is_none();
        let there: FxHashSet<u64> = state.node_numbers();
        let gone: Vec<u64> =
            self.known.keys().copied().filter(|number| !there.contains(number)).collect();
        let came = state.look(|number| self.known.contains_key(&number));
        (all || !came.is_empty() || !gone.is_empty()).then_some(News { all, came, gone })
    }

    /// Tells of it.
    pub(in crate::devtools) fn tell(&mut self, store: u64, news: News) -> String {
        let News { all, came, gone } = news;
        let nodes: Vec<Value> = came.iter().map(describe).collect();
        for number in &gone {
            let known = self.known.remove(number);
            self.gone.extend(known.filter(|known| known.sort == Sort::Computed));
        }
        for Look { number, meta, name, key, sort, .. } in came {
            let known = Known { key: meta.key, member: key, name, sort };
            self.known.insert(number, known);
        }
        json!({"type": "nodes", "store": store, "all": all, "nodes": nodes, "gone": gone})
            .to_string()
    }

    /// The first node of a name.
    pub(in crate::devtools) fn number(&self, name: &str) -> Option<u64> {
        let named = self.known.iter().filter(|(_, known)| known.name == name);
        named.map(|(&number, _)| number).min()
    }
}

fn describe(look: &Look) -> Value {
    let kind = match look.sort {
        Sort::Atom => "atom",
        Sort::Computed => "computed",
        Sort::Family => "family",
    };
    json!({
        "node": look.number,
        "name": look.meta.key,
        "short": look.name,
        "kind": kind,
        "family": look.family,
        "key": look.key,
        "group": look.meta.group,
        "file": look.meta.file,
        "line": look.meta.line,
        "type": look.type_name,
        "deps": look.deps,
        "writable": look.writable || look.is_family_of_atoms(),
        "redacted": look.redacted,
        "fields": look.fields,
    })
}
