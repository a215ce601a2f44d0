//! Which nodes lie in fields, and in which order.

use proc_macro2::TokenStream;
use quote::quote;

use super::Graph;
use crate::diagnostics::Diagnostics;
use crate::parse::GraphOptions;

/// Reads a graph; the messages of its mistakes come with it.
fn read(items: TokenStream) -> (Graph, Vec<String>) {
    let module = syn::parse2(quote!(mod state { #items })).expect("a module");
    let diagnostics = Diagnostics::new();
    let graph = Graph::read(GraphOptions::default(), module, &diagnostics);
    let errors = diagnostics.finish();
    (graph, errors.iter().map(ToString::to_string).collect())
}

/// The nodes in fields, in order; a family and what depends on it are not among them.
#[track_caller]
fn assert_fixed(items: TokenStream, expected: &[&str]) {
    let (graph, errors) = read(items);
    assert_eq!(errors, [""; 0]);
    let fixed: Vec<_> = graph.fixed.iter().map(|&node| graph.nodes[node].label.as_str()).collect();
    assert_eq!(fixed, expected);
}

#[test]
fn a_node_comes_after_all_it_depends_on() {
    assert_fixed(
        quote! {
            #[computed(deps = [MIDDLE, A])] fn last(middle: u8, a: u8) -> u8 { 0 }
            #[computed(deps = [self::ui::B.field])] fn middle(b: u8) -> u8 { 0 }
            #[atom] static A: u8 = 0;
            mod ui {
                #[atom] struct B { field: u8 }
                #[computed(deps = [super::A])] fn other(a: u8) -> u8 { 0 }
            }
        },
        &["A", "B", "middle", "other", "last"],
    );
}

#[test]
fn attributes_that_no_module_imports() {
    let (graph, _) = read(quote! {
        use atomata::{computed, other as atoms};
        #[atom] static A: u8 = 0;
        #[atom] static B: u8 = 0;
        #[computed(deps = [A])] fn last(a: u8) -> u8 { 0 }
        mod named { #[atomata::atom] static C: u8 = 0; }
        mod glob { use super::*; #[atom] static D: u8 = 0; }
        mod both { #[atom] static E: u8 = 0; #[computed(deps = [E])] fn f(e: u8) -> u8 { 0 } }
    });
    let names = |module: &super::Module| format!("{} {:?}", module.name, module.unimported);
    let names: Vec<_> = graph.modules.iter().map(names).collect();
    let expected =
        ["state [Ident(atom)]", "named []", "glob []", "both [Ident(atom), Ident(computed)]"];
    assert_eq!(names, expected);
}

#[test]
fn families_are_in_the_dynamic_part_with_what_depends_on_them() {
    assert_fixed(
        quote! {
            #[atom(key = u8)] static CELL: u8 = 0;
            #[computed(key = u8, deps = [A])] fn keyed(key: u8, a: u8) -> u8 { 0 }
            #[computed(deps = [CELL])] fn keys(cells: &Keys<u8>) -> u8 { 0 }
            #[computed(deps = [CELL(1)])] fn member(cell: u8) -> u8 { 0 }
            #[computed(deps = [each(CELL)])] fn all(cells: Each<'_, u8, u8>) -> u8 { 0 }
            #[computed(deps = [ALL])] fn behind(all: u8) -> u8 { 0 }
            #[computed(deps = [other::CELL(1)])] fn foreign_member(cell: u8) -> u8 { 0 }
            #[computed(deps = [other::TAX])] fn foreign(tax: u8) -> u8 { 0 }
            #[atom] static A: u8 = 0;
        },
        &["foreign", "A"],
    );
}

#[test]
fn both_sides_of_a_cfg_come_before_what_depends_on_them() {
    assert_fixed(
        quote! {
            #[computed(deps = [X])] fn last(x: u8) -> u8 { 0 }
            #[cfg(a)] #[computed(deps = [A])] fn x(a: u8) -> u8 { 0 }
            #[cfg(not(a))] #[computed(deps = [MIDDLE])] fn x(middle: u8) -> u8 { 0 }
            #[computed(deps = [A])] fn middle(a: u8) -> u8 { 0 }
            #[atom] static A: u8 = 0;
        },
        &["A", "x", "middle", "x", "last"],
    );
}

#[test]
fn a_cycle_that_a_cfg_ends_is_none() {
    assert_fixed(
        quote! {
            #[computed(deps = [V])] fn u(v: u8) -> u8 { 0 }
            #[computed(deps = [X])] fn v(x: u8) -> u8 { 0 }
            #[cfg(a)] #[computed(deps = [A])] fn x(a: u8) -> u8 { 0 }
            #[cfg(not(a))] #[computed(deps = [U])] fn x(u: u8) -> u8 { 0 }
            #[atom] static A: u8 = 0;
        },
        // With the second `x` it is a cycle, as the compiler finds.
        &["x", "A", "x", "v", "u"],
    );
    let (_, errors) = read(quote! {
        #[cfg(a)]
        mod inner { #[computed(deps = [super::Y])] fn x(y: u8) -> u8 { 0 } }
        #[computed(deps = [inner::X])] fn y(x: u8) -> u8 { 0 }
    });
    assert_eq!(errors, [""; 0]);
}

#[test]
fn a_cycle_through_keys_is_none() {
    assert_fixed(
        quote! {
            #[computed(key = u8, deps = [TOTAL, SUM(key - 1)])] fn sum(key: u8, total: u8, sum: u8) -> u8 { 0 }
            #[computed(deps = [SUM(0)])] fn total(sum: u8) -> u8 { 0 }
            #[computed(deps = [TOTAL])] fn plain(total: u8) -> u8 { 0 }
        },
        &[],
    );
}

#[test]
fn a_cycle_through_a_path_that_may_lead_elsewhere_is_left_to_the_compiler() {
    assert_fixed(
        quote! {
            #[computed(deps = [crate::state::B])] fn a(b: u8) -> u8 { 0 }
            #[computed(deps = [A])] fn b(a: u8) -> u8 { 0 }
        },
        &["a", "b"],
    );
    // But what is surely none is put in order.
    assert_fixed(
        quote! {
            #[computed(deps = [crate::state::B])] fn a(b: u8) -> u8 { 0 }
            #[computed(deps = [C])] fn b(c: u8) -> u8 { 0 }
            #[atom] static C: u8 = 0;
        },
        &["C", "b", "a"],
    );
}

#[test]
fn each_cycle_is_reported_once() {
    let (graph, errors) = read(quote! {
        #[computed(deps = [B, C])] fn a(b: u8, c: u8) -> u8 { 0 }
        #[computed(deps = [A])] fn b(a: u8) -> u8 { 0 }
        #[computed(deps = [A])] fn c(a: u8) -> u8 { 0 }
        #[computed(deps = [D])] fn d(d: u8) -> u8 { 0 }
        #[computed(deps = [A, TAX])] fn sound(a: u8, tax: u8) -> u8 { 0 }
        #[atom] static TAX: u8 = 0;
    });
    // That through `c` goes on to the one that is reported.
    assert_eq!(errors.len(), 2);
    assert!(errors[0].contains("`a` depends on itself: a <- b <- a;"));
    assert!(errors[0].contains("`b` depends on `A` here"));
    assert!(errors[1].contains("`d` depends on itself: d <- d;"));
    let broken: Vec<_> =
        graph.nodes.iter().filter(|node| node.broken).map(|node| node.label.as_str()).collect();
    assert_eq!(broken, ["a", "b", "d"]);
}

#[test]
fn a_long_chain_needs_no_stack() {
    let names: Vec<_> = (0..4_000).map(|at| quote::format_ident!("n{at}")).collect();
    let handles = names
        .iter()
        .skip(1)
        .map(|name| quote::format_ident!("{}", name.to_string().to_uppercase()));
    let computeds = names
        .iter()
        .zip(handles)
        .map(|(name, next)| quote!(#[computed(deps = [#next])] fn #name(next: u8) -> u8 { 0 }));
    let (graph, errors) = read(quote!(#(#computeds)*));
    assert_eq!(errors, [""; 0]);
    assert_eq!(graph.nodes[graph.fixed[0]].label, "n3998");
}

#[test]
fn a_name_may_be_declared_twice_under_a_cfg_alone() {
    let twice = |first: TokenStream, second: TokenStream| {
        read(quote! {
            #first #[atom] static A: u8 = 0;
            #second #[atom(name = A)] struct B { field: u8 }
        })
        .1
        .len()
    };
    assert_eq!(twice(quote!(), quote!()), 1);
    assert_eq!(twice(quote!(), quote!(#[cfg(a)])), 0);
    assert_eq!(twice(quote!(#[cfg(not(a))]), quote!(#[cfg(a)])), 0);
}
