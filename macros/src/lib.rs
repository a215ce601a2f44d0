//! The macros of `atomata`; use them through the `atomata` crate, where they are documented with
//! the store they belong to.
//!
//! Entry points only. An expansion goes through four stages: `parse` (the syntax of one attribute),
//! `model` (resolved facts), `check` (rules across facts) and `codegen` (tokens). `ATOMATA_DUMP=Name`
//! (or `*`) in the environment prints an expansion to stderr.

#![forbid(unsafe_code)]

use proc_macro::TokenStream;

mod expand;

mod parse;

mod model;

mod check;

mod codegen;

mod diagnostics;
mod fallback;
mod names;

/// Declares an atom: a piece of state.
///
/// On a `static`, the identifier becomes a handle and the initializer the initial value, which may be
/// any expression and is evaluated once per store. On a struct, each field becomes a handle of its
/// own (`Cart.items`). On an enum, the whole is one value.
///
/// # Options
///
/// | option | on | meaning |
/// |---|---|---|
/// | `name = IDENT` | any | the name of the handle; tuple and unit structs need it |
/// | `group = "…"` | any | the batching group; else it follows from the module path |
/// | `id = "…"` | any | the stable key for what is saved or sent; else `module::Name` |
/// | `default = expr` | struct, enum | the initial value; else `Default` |
/// | `eq = path` | any, field | the comparison; else `==`, and NaN equals itself |
/// | `nested` | static, field | the fields of the value are tracked one by one |
/// | `transient` | any | neither saved, sent nor undone |
/// | `redact` | any | DevTools never show the value, nor that of a computed that depends on it |
/// | `skip` | field | changes of the field are not told |
/// | `by = ident` | field | a list whose items have identity, by that field |
/// | `key = Type` | any | a family: a value per key, `Todo(id)`; the initial value may be a closure of it |
/// | `life = …` | any with `key` | how long a member lives: `keep` (default), `unobserved`, `lru(n)`, `ttl(duration)` |
/// | `hasher = path` | any with `key` | how keys are hashed |
/// | `crate = path` | any | where the `atomata` crate is |
#[proc_macro_attribute]
pub fn atom(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::atom(options.into(), item.into()).into()
}

/// Declares a computed: a value that follows from others.
///
/// The dependencies are the parameters, in order. The function stays an ordinary function; its handle
/// is its name in `SCREAMING_SNAKE_CASE`. A parameter is `&T` or what `&T` coerces to, `Option<&T>`
/// for an `Option`, or `T` by value where it is `Copy`. Behind a `?` in a key it is an `Option` of these,
/// absent where the `?` returns `None`.
///
/// # Options
///
/// | option | meaning |
/// |---|---|
/// | `deps = [TAX, Cart.items]` | the dependencies: atoms, fields of atoms, computeds, members (`Todo(id).done`), all members (`each(Todo.done)`) |
/// | `name = IDENT` | the name of the handle |
/// | `group = "…"` | the batching group; else it follows from the module path |
/// | `id = "…"` | the stable key; else `module::name` |
/// | `eq = path` or `none` | the comparison of results; `none`: every run counts as a change |
/// | `key = Type` | a family: a value per key, which is the first parameter |
/// | `life = …` | how long a member lives: `unobserved` (default), `keep`, `lru(n)`, `ttl(duration)` |
/// | `hasher = path` | how keys are hashed |
/// | `crate = path` | where the `atomata` crate is |
#[proc_macro_attribute]
pub fn computed(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::computed(options.into(), item.into()).into()
}

/// Makes a compiled graph of a module: `Store<state::Graph>` is a store of it, as fast as code written
/// for it by hand.
///
/// The atoms and computeds in the module, and in modules inside of it, are declared as ever, and work in
/// every other store, too; `#[atom]` and `#[computed]` need no import there. The attribute sees all of them at
/// once: it puts their values into fields of one struct, and reports a cycle with the place of each of its edges.
///
/// It generates, in the module, `Graph`, the graph, with its picture in `Graph::DOT` and `Graph::MERMAID`; and
/// the trait `Included`, which is the tier of any store that holds the graph.
///
/// # Options
///
/// | option | meaning |
/// |---|---|
/// | `include = [ui::Graph, billing::Graph]` | other compiled graphs, whose nodes are held, too; `ui::Graph(base::Graph)` says that `base::Graph` is held through `ui::Graph` |
/// | `crate = path` | where the `atomata` crate is |
#[proc_macro_attribute]
pub fn atoms(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::atoms(options.into(), item.into()).into()
}

/// Tracks the fields of a struct one by one, where it stands as a `nested` field or `static`.
///
/// A field takes the options of a field of an atom (`skip`, `nested`, `by`, `eq`), and the struct
/// takes `#[atom(crate = path)]`.
#[proc_macro_derive(Fields, attributes(atom))]
pub fn fields(item: TokenStream) -> TokenStream {
    expand::fields(item.into()).into()
}
