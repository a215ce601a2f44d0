//! What a path in a module of the graph stands for.

use std::collections::HashMap;

use super::{ELSEWHERE, Scopes};

/// What a path names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// Nodes of this graph; several where a `cfg` decides which is there.
    pub(crate) nodes: Vec<usize>,
    /// False if the path leaves the graph, and may come back into it: `crate::state::TAX` names a node of
    /// the module `state`, but there may be other modules of that name.
    pub(crate) is_certain: bool,
}

/// Where a path has led so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Inside(Inside),
    /// In the module around that of the graph.
    Around,
    /// Anywhere else.
    Outside,
}

/// A module of the graph.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Inside {
    module: usize,
    is_certain: bool,
}

/// The answers so far, by module and name. One that is being looked for is empty: imports may name each
/// other in a circle.
#[derive(Default)]
struct Known {
    modules: HashMap<(usize, String), Vec<At>>,
    nodes: HashMap<(usize, String), Vec<(usize, bool)>>,
}

impl Scopes {
    /// The nodes that a path in a module names.
    pub(crate) fn resolve(&self, module: usize, path: &[String]) -> Named {
        let mut found = self.nodes(module, path, &mut Known::default());
        found.sort_unstable();
        found.dedup_by_key(|(node, _)| *node);
        Named {
            is_certain: found.iter().all(|(_, is_certain)| *is_certain),
            nodes: found.into_iter().map(|(node, _)| node).collect(),
        }
    }

    fn nodes(&self, module: usize, path: &[String], known: &mut Known) -> Vec<(usize, bool)> {
        let Some((name, way)) = path.split_last() else { return Vec::new() };
        let mut found = Vec::new();
        for at in self.walk(module, way, known) {
            if let At::Inside(inside) = at {
                let nodes = self.nodes_in(inside.module, name, known);
                found.extend(nodes.into_iter().map(|(node, it)| (node, it && inside.is_certain)));
            }
        }
        found
    }

    fn nodes_in(&self, module: usize, name: &str, known: &mut Known) -> Vec<(usize, bool)> {
        let asked = (module, name.to_owned());
        if let Some(found) = known.nodes.get(&asked) {
            return found.clone();
        }
        known.nodes.insert(asked.clone(), Vec::new());
        let declared = self.list[module].nodes.get(name);
        let mut found: Vec<_> = declared.into_iter().flatten().map(|&node| (node, true)).collect();
        for path in self.imported(module, name, declared.is_some()) {
            found.extend(self.nodes(module, &path, known));
        }
        known.nodes.insert(asked, found.clone());
        found
    }

    fn modules_in(&self, module: usize, name: &str, known: &mut Known) -> Vec<At> {
        let asked = (module, name.to_owned());
        if let Some(found) = known.modules.get(&asked) {
            return found.clone();
        }
        known.modules.insert(asked.clone(), Vec::new());
        let declared = self.list[module].modules.get(name);
        let inside = |&module: &usize| At::Inside(Inside { module, is_certain: true });
        let mut found: Vec<_> = declared.into_iter().flatten().map(inside).collect();
        for way in self.imported(module, name, declared.is_some()) {
            found.extend(self.walk(module, &way, known));
        }
        known.modules.insert(asked, found.clone());
        found
    }

    /// The paths under which a module imports a name; what is declared or named hides the globs.
    fn imported(&self, module: usize, name: &str, is_declared: bool) -> Vec<Vec<String>> {
        let scope = &self.list[module];
        let behind = |glob: &Vec<String>| glob.iter().cloned().chain([name.to_owned()]).collect();
        match scope.imports.get(name) {
            Some(imports) => imports.clone(),
            None if is_declared => Vec::new(),
            None => scope.globs.iter().map(behind).collect(),
        }
    }

    /// Where a path of modules leads.
    fn walk(&self, module: usize, way: &[String], known: &mut Known) -> Vec<At> {
        let mut all = vec![At::Inside(Inside { module, is_certain: true })];
        for step in way {
            let mut next = Vec::new();
            for at in all {
                for found in self.step(at, step, known) {
                    if !next.contains(&found) {
                        next.push(found);
                    }
                }
            }
            all = next;
        }
        all
    }

    fn step(&self, at: At, step: &str, known: &mut Known) -> Vec<At> {
        let root = |is_certain| At::Inside(Inside { module: 0, is_certain });
        match (at, step) {
            (_, ELSEWHERE) => Vec::new(),
            (_, "crate") | (At::Around, "super") => vec![At::Outside],
            (at, "self") => vec![at],
            (At::Inside(inside), "super") => match self.list[inside.module].parent {
                Some(module) => vec![At::Inside(Inside { module, ..inside })],
                None if inside.is_certain => vec![At::Around],
                None => vec![At::Outside],
            },
            (At::Inside(inside), name) => {
                let found = self.modules_in(inside.module, name, known);
                let doubted = |at| match at {
                    At::Inside(it) => {
                        At::Inside(Inside { is_certain: it.is_certain && inside.is_certain, ..it })
                    }
                    At::Around | At::Outside => at,
                };
                found.into_iter().map(doubted).collect()
            }
            (At::Around, name) if name == self.root => vec![root(true)],
            // A module beside that of the graph.
            (At::Around, _) => Vec::new(),
            (At::Outside, name) if name == self.root => vec![root(false), At::Outside],
            (At::Outside, _) => vec![At::Outside],
        }
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::{format_ident, quote};
    use syn::Item;

    use super::super::Scopes;
    use super::Named;

    /// Reads modules; each `static` is a node, numbered in the order in which they stand.
    fn scopes(module: TokenStream) -> Scopes {
        fn read(scopes: &mut Scopes, nodes: &mut usize, count: &mut usize, items: Vec<Item>) {
            let module = *count - 1;
            for item in items {
                match item {
                    Item::Static(item) => {
                        scopes.declare(module, &item.ident, *nodes);
                        *nodes += 1;
                    }
                    Item::Use(import) => scopes.import(module, &import),
                    Item::Mod(inner) => {
                        scopes.begin(&inner.ident, Some(module));
                        *count += 1;
                        read(scopes, nodes, count, inner.content.expect("in place").1);
                    }
                    _ => panic!("no such item"),
                }
            }
        }
        let file: syn::File = syn::parse2(module).expect("items");
        let mut scopes = Scopes::default();
        scopes.begin(&format_ident!("state"), None);
        read(&mut scopes, &mut 0, &mut 1, file.items);
        scopes
    }

    #[track_caller]
    fn assert_named(scopes: &Scopes, module: usize, path: &str, nodes: &[usize], is_certain: bool) {
        let path: Vec<_> = path.split("::").map(str::to_owned).collect();
        let expected = Named { nodes: nodes.to_vec(), is_certain };
        assert_eq!(scopes.resolve(module, &path), expected);
    }

    #[test]
    fn paths_follow_modules() {
        let scopes = scopes(quote! {
            static A: u8 = 0;
            mod ui {
                static B: u8 = 0;
                mod inner { static C: u8 = 0; }
            }
        });
        assert_named(&scopes, 0, "A", &[0], true);
        assert_named(&scopes, 0, "self::ui::B", &[1], true);
        assert_named(&scopes, 2, "super::super::A", &[0], true);
        assert_named(&scopes, 2, "super::B", &[1], true);
        assert_named(&scopes, 1, "self::inner::C", &[2], true);
        assert_named(&scopes, 1, "A", &[], true);
        assert_named(&scopes, 0, "nowhere::A", &[], true);
    }

    #[test]
    fn imports_are_followed() {
        let scopes = scopes(quote! {
            static A: u8 = 0;
            use ui::{self as view, B as D, inner::{self, C}};
            use ::other::A as E;
            mod ui {
                use super::*;
                static B: u8 = 0;
                pub mod inner { static C: u8 = 0; use super::super::A; }
            }
        });
        assert_named(&scopes, 0, "D", &[1], true);
        assert_named(&scopes, 0, "view::B", &[1], true);
        assert_named(&scopes, 0, "inner::C", &[2], true);
        assert_named(&scopes, 0, "C", &[2], true);
        assert_named(&scopes, 0, "E", &[], true);
        assert_named(&scopes, 1, "A", &[0], true);
        assert_named(&scopes, 1, "D", &[1], true);
        assert_named(&scopes, 1, "view::inner::A", &[0], true);
    }

    #[test]
    fn a_path_that_comes_back_is_followed_with_doubt() {
        let scopes = scopes(quote! {
            static A: u8 = 0;
            use crate::state::ui::B as C;
            mod ui { static B: u8 = 0; use crate::state as me; }
        });
        assert_named(&scopes, 0, "crate::state::A", &[0], false);
        assert_named(&scopes, 0, "crate::deep::state::ui::B", &[1], false);
        assert_named(&scopes, 0, "C", &[1], false);
        assert_named(&scopes, 1, "me::A", &[0], false);
        // There is one module of a name in the module around.
        assert_named(&scopes, 0, "super::state::A", &[0], true);
        assert_named(&scopes, 1, "super::super::state::A", &[0], true);
        assert_named(&scopes, 0, "super::super::other::state::A", &[0], false);
        assert_named(&scopes, 0, "super::other::state::A", &[], true);
        assert_named(&scopes, 0, "super::A", &[], true);
        assert_named(&scopes, 0, "crate::other::A", &[], true);
    }

    #[test]
    fn a_name_may_stand_for_several() {
        let scopes = scopes(quote! {
            static A: u8 = 0;
            static A: u8 = 0;
            mod platform { static B: u8 = 0; }
            mod platform { static B: u8 = 0; }
            use platform::B as C;
        });
        assert_named(&scopes, 0, "A", &[0, 1], true);
        assert_named(&scopes, 0, "C", &[2, 3], true);
    }

    #[test]
    fn circles_of_imports_end() {
        let scopes = scopes(quote! {
            use a::*; use b::*; use c::*; use D as E; use E as D;
            mod a { use super::*; use super::b::*; use super::c::*; static A: u8 = 0; }
            mod b { use super::*; use super::a::*; use super::c::*; }
            mod c { use super::*; use super::a::*; use super::b::*; use super::c as d; use super::d as c; }
        });
        assert_named(&scopes, 0, "A", &[0], true);
        assert_named(&scopes, 2, "A", &[0], true);
        assert_named(&scopes, 3, "A", &[0], true);
        assert_named(&scopes, 3, "d::c::A", &[0], true);
        assert_named(&scopes, 0, "D", &[], true);
        assert_named(&scopes, 0, "b::NOTHING", &[], true);
    }
}
