//! One function per macro: reads, checks, and generates or falls back.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Item, ItemStruct};

use crate::diagnostics::Diagnostics;
use crate::model::{Graph, Krate, Tracked};
use crate::parse::GraphOptions;
use crate::{check, codegen, fallback, model, names};

pub(crate) fn atom(options: TokenStream, item: TokenStream) -> TokenStream {
    let diagnostics = Diagnostics::new();
    let (name, atom, item) = match read(item, &diagnostics) {
        Item::Static(item) => {
            let atom = model::atom_of_static(options, &item, &diagnostics);
            (names::plain(&item.ident), Ok(atom), fallback::Item::nameless())
        }
        Item::Struct(mut item) => {
            let atom = model::atom_of_struct(options, &mut item, &diagnostics);
            (names::plain(&item.ident), atom, fallback::Item::of_struct(&item))
        }
        Item::Enum(item) => {
            let atom = model::atom_of_enum(options, &item, &diagnostics);
            (names::plain(&item.ident), atom, fallback::Item::of_enum(&item))
        }
        other => {
            wrong_item("atom", "a static, a struct or an enum", &other, &diagnostics);
            (String::new(), Err(Krate::default()), fallback::Item::of_other(&other))
        }
    };
    if let Ok(atom) = &atom {
        check::atom(atom, &diagnostics);
    }
    let output = match atom {
        Ok(atom) if !diagnostics.any() => {
            let _ = diagnostics.finish();
            codegen::atom(&atom)
        }
        Ok(atom) => fallback::atom(atom, diagnostics),
        Err(krate) => item.with(&krate, diagnostics),
    };
    dumped(&name, output)
}

pub(crate) fn computed(options: TokenStream, item: TokenStream) -> TokenStream {
    let diagnostics = Diagnostics::new();
    let item = match read(item, &diagnostics) {
        Item::Fn(item) => item,
        other => {
            wrong_item("computed", "a function", &other, &diagnostics);
            return fallback::Item::of_other(&other).with(&Krate::default(), diagnostics);
        }
    };
    let name = names::plain(&item.sig.ident);
    let output = match model::computed_of_function(options, &item, &diagnostics) {
        model::ReadComputed::Whole(computed) => {
            check::computed(&computed, &diagnostics);
            if diagnostics.any() || computed.node.home.as_ref().is_some_and(|home| home.broken) {
                fallback::computed(*computed, diagnostics)
            } else {
                let _ = diagnostics.finish();
                codegen::computed(&computed)
            }
        }
        model::ReadComputed::Alone => {
            fallback::Item::of_other(&Item::Fn(item)).with(&Krate::default(), diagnostics)
        }
        model::ReadComputed::Untyped { handle, visibility, krate } => {
            fallback::Item::of_function(&item, handle, visibility).with(&krate, diagnostics)
        }
    };
    dumped(&name, output)
}

pub(crate) fn atoms(options: TokenStream, item: TokenStream) -> TokenStream {
    let diagnostics = Diagnostics::new();
    let options = GraphOptions::parse(options, &diagnostics);
    let module = match read(item, &diagnostics) {
        Item::Mod(module) if module.content.is_some() => module,
        Item::Mod(module) => {
            diagnostics.error(
                module.ident.span(),
                "`#[atoms]` needs the module in place, with what it declares in braces; it cannot see \
                 into another file",
            );
            let errors = diagnostics.finish();
            return quote!(#module #(#errors)*);
        }
        other => {
            wrong_item("atoms", "a module", &other, &diagnostics);
            let errors = diagnostics.finish();
            return quote!(#other #(#errors)*);
        }
    };
    let name = names::plain(&module.ident);
    let mut graph = Graph::read(options, module, &diagnostics);
    let sound = !diagnostics.any() && check::is_sound(&graph);
    if !sound {
        graph.abandon();
    }
    let output = codegen::graph(&graph, sound);
    let errors = diagnostics.finish();
    dumped(&name, quote!(#output #(#errors)*))
}

pub(crate) fn fields(item: TokenStream) -> TokenStream {
    let diagnostics = Diagnostics::new();
    let mut item: ItemStruct = match read(item, &diagnostics) {
        Item::Struct(item) => item,
        other => {
            wrong_item("derive(Fields)", "a struct", &other, &diagnostics);
            return diagnostics.finish().into_iter().collect();
        }
    };
    let mut options = model::derive_options(&item, &diagnostics);
    let tracked = Tracked::read(&mut item, Krate::of(&mut options), &diagnostics);
    check::tracked(&tracked, &diagnostics);
    let output = if diagnostics.any() {
        fallback::fields(tracked, diagnostics)
    } else {
        let _ = diagnostics.finish();
        codegen::fields(&tracked)
    };
    dumped(&names::plain(&item.ident), output)
}

/// Reads an item. What the parser cannot read is left out: the compiler would only say the same.
fn read(item: TokenStream, diagnostics: &Diagnostics) -> Item {
    let unreadable = || Item::Verbatim(TokenStream::new());
    match syn::parse2(item) {
        Ok(Item::Verbatim(item)) => {
            diagnostics.error_at(
                item,
                "the item is not complete; give an atom its value (`= …`), and a computed its body",
            );
            unreadable()
        }
        Ok(item) => item,
        Err(error) => {
            diagnostics.push(error);
            unreadable()
        }
    }
}

fn wrong_item(attribute: &str, wanted: &str, item: &Item, diagnostics: &Diagnostics) {
    if diagnostics.any() {
        return;
    }
    let (what, span) = describe(item);
    diagnostics.error(
        span,
        format!(
            "`#[{attribute}]` is not allowed here; it belongs on {wanted}, this is {what}; {}",
            instead(attribute, item)
        ),
    );
}

fn instead(attribute: &str, item: &Item) -> &'static str {
    match (attribute, item) {
        ("atom", Item::Const(_)) => "write `static`",
        ("atom", Item::Fn(_)) => {
            "write `#[computed(deps = […])]` for what follows from other values"
        }
        ("atom", Item::Union(_)) => "its fields cannot be told apart, write an enum",
        ("atoms", Item::Static(_) | Item::Struct(_) | Item::Enum(_)) => {
            "write `#[atom]`, and put the whole into a module with `#[atoms]`"
        }
        ("computed", Item::Static(_) | Item::Struct(_) | Item::Enum(_)) => {
            "write `#[atom]` for what is written, and a function for what follows from it"
        }
        ("derive(Fields)", Item::Enum(_)) => "remove it, an enum is tracked as a whole",
        _ => "remove it",
    }
}

fn describe(item: &Item) -> (&'static str, Span) {
    match item {
        Item::Const(item) => ("a const", item.const_token.span),
        Item::Enum(item) => ("an enum", item.enum_token.span),
        Item::Fn(item) => ("a function", item.sig.fn_token.span),
        Item::Impl(item) => ("an impl block", item.impl_token.span),
        Item::Mod(item) => ("a module", item.mod_token.span),
        Item::Static(item) => ("a static", item.static_token.span),
        Item::Struct(item) => ("a struct", item.struct_token.span),
        Item::Trait(item) => ("a trait", item.trait_token.span),
        Item::Type(item) => ("a type alias", item.type_token.span),
        Item::Union(item) => ("a union", item.union_token.span),
        Item::Use(item) => ("a use declaration", item.use_token.span),
        other => {
            let first = other.to_token_stream().into_iter().next();
            ("another item", first.map_or_else(Span::call_site, |token| token.span()))
        }
    }
}

/// Prints the expansion if `ATOMATA_DUMP` asks for it.
fn dumped(name: &str, output: TokenStream) -> TokenStream {
    if std::env::var("ATOMATA_DUMP").is_ok_and(|wanted| wanted == "*" || wanted == name) {
        eprintln!("{output}");
    }
    output
}

#[cfg(test)]
mod tests;
