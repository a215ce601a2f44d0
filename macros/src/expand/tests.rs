//! Expansions as text, and the rule that they name nothing that a user could shadow.

use expect_test::expect_file;
use proc_macro2::TokenStream;
use quote::quote;
use syn::visit::Visit;

use super::{atom, atoms, computed, fields};

mod families;
mod inputs;
mod members;
mod mistakes;

use inputs::expansions;

fn pretty(tokens: &TokenStream) -> String {
    match syn::parse2::<syn::File>(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(error) => format!("{error}\n{tokens}"),
    }
}

#[test]
fn expansions_are_data_plus_calls() {
    for (name, tokens) in expansions() {
        let path = format!("{}/expansions/{name}.rs", env!("CARGO_MANIFEST_DIR"));
        expect_file![path].assert_eq(&pretty(&tokens));
    }
}

/// `examples/counter_expanded.rs` is `examples/counter.rs` with this in it.
#[test]
fn the_expanded_example_is_what_the_macros_write() {
    let example = |name: &str| {
        let path = format!("{}/../examples/{name}.rs", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("the example is in the repository");
        syn::parse_file(&text).expect("the example is a program")
    };
    let is_ours = |attribute: &syn::Attribute| {
        attribute.path().is_ident("atom") || attribute.path().is_ident("computed")
    };
    let options = |attributes: &mut Vec<syn::Attribute>| {
        let at = attributes.iter().position(is_ours)?;
        match attributes.remove(at).meta {
            syn::Meta::List(list) => Some(list.tokens),
            _ => Some(TokenStream::new()),
        }
    };
    let mut items = Vec::new();
    for mut item in example("counter").items {
        let expanded = match &mut item {
            syn::Item::Static(declared) => {
                options(&mut declared.attrs).map(|options| atom(options, quote!(#declared)))
            }
            syn::Item::Fn(declared) => {
                options(&mut declared.attrs).map(|options| computed(options, quote!(#declared)))
            }
            _ => None,
        };
        match expanded {
            Some(tokens) => {
                let file: syn::File = syn::parse2(tokens).expect("an expansion is items");
                items.extend(file.items);
            }
            None => items.push(item),
        }
    }
    // The imports and `main` may say what they like.
    let text = |items: Vec<syn::Item>| -> Vec<String> {
        let items = items.into_iter().filter(|item| match item {
            syn::Item::Use(_) => false,
            syn::Item::Fn(function) => function.sig.ident != "main",
            _ => true,
        });
        items.map(|item| pretty(&quote!(#item)).replace("/// ", "///")).collect()
    };
    assert_eq!(text(example("counter_expanded").items), text(items));
}

/// Collects the first segments of all paths that are not absolute.
#[derive(Default)]
struct Relative {
    found: Vec<String>,
}

impl<'ast> Visit<'ast> for Relative {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none()
            && let Some(first) = path.segments.first()
        {
            self.found.push(first.ident.to_string());
        }
        syn::visit::visit_path(self, path);
    }

    // Attributes name lints and the user's derives.
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    // Visibilities are the user's.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}
}

#[test]
fn expansions_name_nothing_that_a_user_could_shadow() {
    // What the inputs name, and the locals, parameters and items of the expansions.
    const USER: &[&str] = &[
        "Address", "Arc", "COUPON", "Cache", "Cart", "Default", "Filter", "Inner", "Item", "LEFT",
        "CELL", "Each", "done", "Hash", "SEEN", "Todo", "TodoId", "bool", "i64", "id", "seen",
        "u32", "x", "y", "N", "NOTHING", "None", "ORIGIN", "Option", "P", "Pair", "Panel",
        "String", "Point", "Send", "TAX", "TOTAL", "Vec", "f64", "nothing", "shop", "str", "tax",
        "total", "u8", "usize", "crate", "first", "inner", "second", "state",
    ];
    const OWN: &[&str] = &[
        "CartFields",
        "CartMut",
        "BODY",
        "Graph",
        "Included",
        "META",
        "TodoFields",
        "TodoMut",
        "P_",
        "PairFields",
        "PairMut",
        "PointFields",
        "PointMut",
        "Self",
        "T",
        "at",
        "edges",
        "initial",
        "inputs",
        "item",
        "key",
        "list",
        "new",
        "old",
        "ordinal",
        "part_0",
        "part_1",
        "path",
        "scribe",
        "self",
        "super",
        "track",
        "value",
        "value_0",
        "value_1",
        "value_2",
        "value_3",
    ];
    for (name, tokens) in expansions() {
        let file: syn::File = syn::parse2(tokens).expect("an expansion is a list of items");
        let mut relative = Relative::default();
        relative.visit_file(&file);
        for segment in relative.found {
            assert!(
                USER.contains(&segment.as_str())
                    || OWN.contains(&segment.as_str())
                    || segment.starts_with("__"),
                "the expansion `{name}` names `{segment}` by a relative path"
            );
        }
    }
}

#[test]
fn no_input_panics() {
    let items = [
        quote!(),
        quote!(;),
        quote!(struct),
        quote!(fn),
        quote!(static X: u8),
        quote!(
            const X: u8 = 1;
        ),
        quote!(
            struct X;
        ),
        quote!(
            struct X {}
        ),
        quote!(
            struct X<'a, T, const N: usize>(&'a [T; N]);
        ),
        quote!(
            enum X {}
        ),
        quote!(union X { a: u8 }),
        quote!(
            mod x {}
        ),
        quote!(impl X {}),
        quote!(
            fn _x() -> ! {
                loop {}
            }
        ),
        quote!(
            fn x(&self, (a, b): (u8, u8), ...) -> &u8 {}
        ),
        quote!(
            static X: fn(&u8) -> &u8 = f;
        ),
        quote!(
            struct r#type {
                r#fn: u8,
            }
        ),
    ];
    let options = [
        quote!(),
        quote!(,),
        quote!(,,),
        quote!(=),
        quote!(deps),
        quote!(deps =),
        quote!(deps = []),
        quote!(deps = [,]),
        quote!(deps = [A B, C.0.1, <A as B>::C, "x"]),
        quote!(name = r#fn),
        quote!(id = "\u{1f980} -"),
        quote!(crate = "not a path"),
        quote!(eq = 5, eq = none),
        quote!(key = Vec<u8, u8>, group = "a"),
        quote!(key, life, hasher),
        quote!(key = (&u8, _), life = lru(), hasher = 5),
        quote!(key = (), life = ttl(1 + 1), hasher = a::b<C>, deps = [X()(1), each, each(), X(|| y?)]),
        quote!(crate = x::<u8>),
        quote!(nested(a, b), skip = 1),
    ];
    let graphs = [
        quote!(include),
        quote!(include = ),
        quote!(include = []),
        quote!(include = [,]),
        quote!(include = [a]),
        quote!(include = [a::Graph()]),
        quote!(include = [a::Graph(a::Graph), a::Graph, Graph, r#in::Graph, <A as B>::C, 5]),
        quote!(include = a::Graph(b, c)),
        quote!(include = [], include = [a::Graph]),
        quote!(included = 5, crate, crate = ),
        quote!(crate = 5),
        quote!(crate = "not a path", crate = a),
        quote!(5),
    ];
    for item in &items {
        for options in &options {
            atom(options.clone(), item.clone());
            computed(options.clone(), item.clone());
            atoms(options.clone(), item.clone());
            let inside = quote!(mod x { #[atom(#options)] #item #[computed(#options)] #item });
            atoms(quote!(), inside);
        }
        fields(item.clone());
        for graph in &graphs {
            atoms(graph.clone(), quote!(mod x { #[atom] #item mod y { #item #[atom] #item } }));
            atoms(graph.clone(), item.clone());
        }
    }
}
