//! What families come to.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Computed, Initial, KeyTaken, ReadComputed, Taken, atom_of_static, computed_of_function,
};
use crate::diagnostics::Diagnostics;
use crate::names;
use crate::parse::{Kind, Life};

fn computed(options: TokenStream, item: TokenStream) -> Computed {
    let diagnostics = Diagnostics::new();
    let item = syn::parse2(item).expect("a function");
    let read = computed_of_function(options, &item, &diagnostics);
    let errors = diagnostics.finish();
    assert!(errors.is_empty(), "{}", errors[0]);
    match read {
        ReadComputed::Whole(computed) => *computed,
        ReadComputed::Alone | ReadComputed::Untyped { .. } => panic!("the facts are complete"),
    }
}

#[test]
fn defaults_of_a_family() {
    let diagnostics = Diagnostics::new();
    let item = syn::parse_quote!(
        static CELL: i64 = (|(x, y)| x + y);
    );
    let atom = atom_of_static(quote!(key = (u32, Row)), &item, &diagnostics);
    assert!(diagnostics.finish().is_empty());
    assert!(matches!(atom.initial, Initial::ByKey(_)));
    let family = atom.node.family.expect("it has a key");
    assert_eq!(names::text(&family.key), "(u32, Row)");
    let parts: Vec<_> = family.parts.iter().flatten().map(names::text).collect();
    assert_eq!(parts, ["u32", "Row"]);
    assert!(matches!(family.life, Life::Keep));
    assert!(family.hasher.is_none());

    let computed = computed(
        quote!(key = u32, hasher = fast::Hash, deps = []),
        quote!(
            fn f(id: &u32) -> u8 {
                0
            }
        ),
    );
    let family = computed.node.family.expect("it has a key");
    assert!(family.parts.is_none());
    assert!(matches!(family.life, Life::Unobserved));
    assert_eq!(family.hasher.map(|path| names::text(&path)).as_deref(), Some("fast::Hash"));
    assert_eq!(computed.key.map(|key| key.taken), Some(KeyTaken::Reference));
}

#[test]
fn a_life_keeps_its_bound() {
    let life = |life: TokenStream| {
        let item = quote!(
            fn f(id: u32) -> u8 {
                0
            }
        );
        let computed = computed(quote!(key = u32, life = #life, deps = []), item);
        match computed.node.family.map(|family| family.life) {
            Some(Life::Lru(bound) | Life::Ttl(bound)) => names::text(&bound),
            _ => String::new(),
        }
    };
    assert_eq!(life(quote!(lru(2 * N))), "2*N");
    assert_eq!(life(quote!(ttl(Duration::from_secs(1)))), "Duration::from_secs(1)");
    assert_eq!(life(quote!(keep)), "");
}

#[test]
fn the_key_is_taken_off_the_parameters() {
    let computed = computed(
        quote!(
            key = (u32, u32),
            deps = [A, CELL(x, y + 1).a.0, s::SUM(layer?), s::SUM(x?), each(s::Todo.done), Todo, B]
        ),
        quote! {
            fn f(
                (layer, x): (u32, u32),
                a: u8,
                b: &str,
                c: Option<i64>,
                d: Option<&[u8]>,
                e: Each<'_, u32, bool>,
                f: &Keys<u32>,
                g: Option<&str>,
            ) -> u8 { 0 }
        },
    );
    assert!(computed.complete);
    let key = computed.key.expect("it has a key");
    assert_eq!(key.pattern.to_string(), "(layer , x)");
    assert_eq!(names::text(&key.ty), "(u32, u32)");
    assert_eq!(key.taken, KeyTaken::Owned);

    let taken: Vec<_> = computed
        .parameters
        .iter()
        .map(|parameter| match &parameter.taken {
            Taken::Reference => "reference".to_owned(),
            Taken::Optional(reference) => format!("optional {}", names::text(reference)),
            Taken::Copied => "copied".to_owned(),
            Taken::Each => "each".to_owned(),
            Taken::MaybeReference(reference) => format!("maybe {}", names::text(reference)),
            Taken::MaybeCopied(ty) => format!("maybe {}", names::text(ty)),
        })
        .collect();
    assert_eq!(
        taken,
        ["copied", "reference", "maybe i64", "maybe &[u8]", "each", "reference", "optional &str"]
    );

    let kinds: Vec<_> = computed
        .deps
        .iter()
        .map(|dependency| {
            let text = &dependency.text;
            match &dependency.kind {
                Kind::Plain => format!("{text} plain"),
                Kind::Member { arguments, optional } => {
                    format!("{text} member, {} arguments, {optional}", arguments.len())
                }
                Kind::Each { handle, .. } => format!("{text} each of {}", names::text(handle)),
            }
        })
        .collect();
    assert_eq!(
        kinds,
        [
            "A plain",
            "CELL(x, y+1).a.0 member, 2 arguments, false",
            "s::SUM(layer?) member, 1 arguments, true",
            "s::SUM(x?) member, 1 arguments, true",
            "each(s::Todo.done) each of s::Todo.done",
            "Todo plain",
            "B plain",
        ]
    );
}
