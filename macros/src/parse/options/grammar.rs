//! Which options there are, how they are written, and where they stand.

use super::Site;

/// One option: its name, how it is written, where it is allowed, and what to say elsewhere.
pub(super) struct Rule {
    pub(super) name: &'static str,
    pub(super) form: &'static str,
    pub(super) sites: &'static [Site],
    pub(super) home: &'static str,
}

const NODES: &[Site] = &[Site::Static, Site::Struct, Site::Enum, Site::Computed];

pub(super) const GRAMMAR: &[Rule] = &[
    Rule {
        name: "deps",
        form: "deps = [TAX, Cart.items]",
        sites: &[Site::Computed],
        home: "only a computed has dependencies",
    },
    Rule {
        name: "name",
        form: "name = IDENT",
        sites: NODES,
        home: "it names the handle of an atom or a computed",
    },
    Rule {
        name: "group",
        form: "group = \"…\"",
        sites: NODES,
        home: "it belongs to the atom or the computed as a whole",
    },
    Rule {
        name: "id",
        form: "id = \"…\"",
        sites: NODES,
        home: "it belongs to the atom or the computed as a whole",
    },
    Rule {
        name: "default",
        form: "default = expression",
        sites: &[Site::Struct, Site::Enum],
        home: "it belongs to a struct or an enum atom; a static has its value after `=`",
    },
    Rule {
        name: "eq",
        form: "eq = path",
        sites: &[Site::Static, Site::Struct, Site::Enum, Site::Field, Site::Computed],
        home: "it belongs to an atom, a field or a computed",
    },
    Rule {
        name: "nested",
        form: "nested",
        sites: &[Site::Static, Site::Field],
        home: "it belongs to a field or a static atom; a struct atom tracks its fields anyway",
    },
    Rule {
        name: "transient",
        form: "transient",
        sites: &[Site::Static, Site::Struct, Site::Enum],
        home: "it belongs to a whole atom",
    },
    Rule {
        name: "redact",
        form: "redact",
        sites: &[Site::Static, Site::Struct, Site::Enum],
        home: "it belongs to a whole atom",
    },
    Rule { name: "skip", form: "skip", sites: &[Site::Field], home: "it belongs to a field" },
    Rule {
        name: "by",
        form: "by = field",
        sites: &[Site::Field],
        home: "it belongs to a field that is a list",
    },
    Rule {
        name: "key",
        form: "key = Type",
        sites: NODES,
        home: "it belongs to an atom or a computed",
    },
    Rule {
        name: "life",
        form: "life = keep`, `life = unobserved`, `life = lru(n)` or `life = ttl(duration)",
        sites: NODES,
        home: "it says how long a member of a family lives",
    },
    Rule {
        name: "hasher",
        form: "hasher = path",
        sites: NODES,
        home: "it says how the keys of a family are hashed",
    },
    Rule {
        name: "crate",
        form: "crate = path",
        sites: &[Site::Static, Site::Struct, Site::Enum, Site::Computed, Site::Derive],
        home: "it belongs to the whole item",
    },
];

/// The sentence about an option that does not exist.
pub(super) fn unknown(name: &str, site: Site) -> String {
    let mut message = format!("unknown option `{name}` (known: {})", known(site));
    if let Some(near) = near(name, site) {
        message.push_str("; write `");
        message.push_str(near);
        message.push('`');
    } else {
        message.push_str("; remove it");
    }
    message
}

/// The option that was probably meant.
pub(super) fn near(name: &str, site: Site) -> Option<&'static str> {
    names(site)
        .map(|known| (distance(known, name), known))
        .min()
        .filter(|(distance, known)| *distance <= 2 && *distance < known.len())
        .map(|(_, known)| known)
}

pub(super) fn known(site: Site) -> String {
    names(site).collect::<Vec<_>>().join(", ")
}

fn names(site: Site) -> impl Iterator<Item = &'static str> {
    GRAMMAR.iter().filter(move |rule| rule.sites.contains(&site)).map(|rule| rule.name)
}

/// How many letters differ (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let substituted = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
