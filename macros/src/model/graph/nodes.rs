//! The nodes of a graph: what their attributes and items say.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Item, Meta, Visibility};

use crate::diagnostics::Diagnostics;
use crate::names;
use crate::parse::{Dependency, Kind, Options, Site};

/// One node, as far as the graph is concerned.
pub(crate) struct GraphNode {
    pub(crate) module: usize,
    pub(crate) handle: Ident,
    /// The name as the user reads it.
    pub(crate) label: String,
    /// The type that stands for the node.
    pub(crate) key: Ident,
    pub(crate) form: Form,
    pub(crate) is_family: bool,
    pub(crate) visibility: Visibility,
    pub(crate) cfgs: Vec<Attribute>,
    pub(crate) edges: Vec<Edge>,
    /// Its place among those that lie in fields.
    pub(crate) index: Option<u32>,
    /// Part of a mistake that was reported.
    pub(crate) broken: bool,
    item: Item,
    /// Which of the item's attributes is ours.
    at: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Atom,
    Computed,
}

/// A dependency.
pub(crate) struct Edge {
    /// As written.
    pub(crate) text: String,
    pub(crate) first: Span,
    /// The path in front of keys and fields.
    pub(super) path: Vec<String>,
    /// What stands behind the path, such as `.items`.
    pub(crate) place: String,
    /// Whether it names the node itself or a field of it, and no member of a family.
    pub(crate) is_plain: bool,
    /// The node of this graph it names.
    pub(crate) node: Option<usize>,
}

impl GraphNode {
    /// Reads an item that is a node.
    pub(super) fn read(item: &Item, module: usize) -> Option<Self> {
        let (attributes, visibility) = match item {
            Item::Static(item) => (&item.attrs, &item.vis),
            Item::Struct(item) => (&item.attrs, &item.vis),
            Item::Enum(item) => (&item.attrs, &item.vis),
            Item::Fn(item) => (&item.attrs, &item.vis),
            _ => return None,
        };
        let named = |attribute: &Attribute, name: &str| {
            attribute.path().segments.last().is_some_and(|last| last.ident == name)
        };
        let ours = |attribute: &Attribute| named(attribute, "atom") || named(attribute, "computed");
        let at = attributes.iter().position(ours)?;
        let form = if named(&attributes[at], "atom") { Form::Atom } else { Form::Computed };
        let site = match item {
            Item::Static(_) => Site::Static,
            Item::Struct(_) => Site::Struct,
            Item::Enum(_) => Site::Enum,
            _ => Site::Computed,
        };
        if (form == Form::Computed) != (site == Site::Computed) {
            return None;
        }
        let given = match &attributes[at].meta {
            Meta::List(list) => list.tokens.clone(),
            _ => TokenStream::new(),
        };
        // The attribute reports its own mistakes.
        let unread = Diagnostics::new();
        let mut options = Options::parse(given, site, &unread);
        drop(unread.finish());
        let ident = match item {
            Item::Static(item) => &item.ident,
            Item::Struct(item) => &item.ident,
            Item::Enum(item) => &item.ident,
            Item::Fn(item) => &item.sig.ident,
            _ => return None,
        };
        let name = options.name.take().map(|given| given.value);
        let handle = match (name, form) {
            (Some(name), _) => name,
            (None, Form::Computed) => names::screaming(ident),
            (None, Form::Atom) => ident.clone(),
        };
        let (key, label) = match site {
            Site::Struct | Site::Enum => (ident.clone(), names::plain(&handle)),
            Site::Static => (handle.clone(), names::plain(&handle)),
            _ => (handle.clone(), names::plain(ident)),
        };
        let deps = options.deps.take().map(|given| given.value.list).unwrap_or_default();
        Some(Self {
            module,
            handle,
            label,
            key,
            form,
            is_family: options.keyed,
            visibility: visibility.clone(),
            cfgs: attributes.iter().filter(|it| it.path().is_ident("cfg")).cloned().collect(),
            edges: deps.iter().map(Edge::of).collect(),
            index: None,
            broken: false,
            item: item.clone(),
            at,
        })
    }

    /// The item, with what the attribute has to know of the graph.
    pub(crate) fn item(&self, home: &TokenStream) -> TokenStream {
        let mut item = self.item.clone();
        let attributes = match &mut item {
            Item::Static(item) => &mut item.attrs,
            Item::Struct(item) => &mut item.attrs,
            Item::Enum(item) => &mut item.attrs,
            Item::Fn(item) => &mut item.attrs,
            _ => return item.into_token_stream(),
        };
        let ours = &mut attributes[self.at];
        let path = ours.path().clone();
        let given = match &ours.meta {
            Meta::List(list) => list.tokens.clone(),
            _ => TokenStream::new(),
        };
        ours.meta = syn::parse_quote!(#path(#home, #given));
        item.into_token_stream()
    }
}

impl Edge {
    fn of(dependency: &Dependency) -> Self {
        let tokens = match &dependency.kind {
            Kind::Each { handle, .. } => handle.clone(),
            _ => dependency.tokens.clone(),
        };
        let mut path = Vec::new();
        let mut rest = tokens.into_iter().peekable();
        while let Some(token) = rest.next_if(|token| is_path(token, &path)) {
            if let TokenTree::Ident(ident) = token {
                path.push(names::plain(&ident));
            }
        }
        let place = match &dependency.kind {
            // The key comes before the field.
            Kind::Member { .. } => String::new(),
            Kind::Plain | Kind::Each { .. } => names::text(&rest.collect::<TokenStream>()),
        };
        Self {
            text: dependency.text.clone(),
            first: dependency.first,
            path,
            place,
            is_plain: matches!(dependency.kind, Kind::Plain),
            node: None,
        }
    }
}

/// Whether a token goes on with a path of which these are the names so far.
fn is_path(token: &TokenTree, path: &[String]) -> bool {
    match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == ':' && !path.is_empty(),
        _ => false,
    }
}
