//! The nodes of a graph: what their attributes and items say.

use proc_macro2::{Ident, TokenStream, TokenTree};
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
    /// Whether it, or a module around it, may be taken away by a `cfg`.
    is_conditional: bool,
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
    pub(crate) tokens: TokenStream,
    /// The path in front of keys and fields.
    pub(crate) path: Vec<String>,
    /// What stands behind the path, such as `.items` or `(id).done`.
    pub(crate) place: String,
    /// Whether it names the node itself or a field of it, and no member of a family.
    pub(crate) is_plain: bool,
    /// The nodes of this graph it names: several where a `cfg` decides, none if another declares it.
    pub(crate) nodes: Vec<usize>,
    /// False if it may name another node, see [`Named`](super::scope::Named).
    pub(super) is_certain: bool,
}

impl GraphNode {
    /// Reads an item that is a node.
    pub(super) fn read(item: &Item, module: usize, is_conditional: bool) -> Option<Self> {
        let (attributes, visibility) = head(item)?;
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
        let given = options(&attributes[at]);
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
            is_conditional: is_conditional || has_condition(attributes),
            cfgs: conditions(attributes),
            edges: deps.iter().map(Edge::of).collect(),
            index: None,
            broken: false,
            item: item.clone(),
            at,
        })
    }

    /// Its attribute, if it is named without a path.
    pub(super) fn attribute(&self) -> Option<Ident> {
        head(&self.item)?.0[self.at].path().get_ident().cloned()
    }

    pub(crate) fn is_conditional(&self) -> bool {
        self.is_conditional
    }

    /// The options and the item, as the attribute of the node sees them; nothing where a condition
    /// may take them away.
    pub(crate) fn declared(&self) -> Option<(TokenStream, Item)> {
        if self.is_conditional {
            return None;
        }
        let mut item = self.item.clone();
        let ours = attributes_of(&mut item)?.remove(self.at);
        Some((options(&ours), item))
    }

    /// The item, with what the attribute has to know of the graph.
    pub(crate) fn item(&self, home: &TokenStream) -> TokenStream {
        let mut item = self.item.clone();
        let Some(attributes) = attributes_of(&mut item) else { return item.into_token_stream() };
        let ours = &mut attributes[self.at];
        let path = ours.path().clone();
        let given = options(ours);
        ours.meta = syn::parse_quote!(#path(#home, #given));
        item.into_token_stream()
    }
}

pub(super) fn conditions(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes.iter().filter(|it| it.path().is_ident("cfg")).cloned().collect()
}

pub(super) fn has_condition(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|it| it.path().is_ident("cfg") || it.path().is_ident("cfg_attr"))
}

/// Whether what a module of this depth declares can be named in the outermost one.
pub(crate) fn reaches_up(visibility: &Visibility, depth: usize) -> bool {
    match visibility {
        Visibility::Public(_) => true,
        Visibility::Inherited => depth == 0,
        Visibility::Restricted(restricted) => {
            let mut steps = restricted.path.segments.iter().map(|segment| &segment.ident);
            match steps.next() {
                Some(first) if first == "super" => 1 + steps.count() >= depth,
                // Where a longer path leads is not known.
                Some(first) if first == "crate" => steps.next().is_none(),
                _ => depth == 0,
            }
        }
    }
}

/// What stands in front of an item that can be a node.
fn head(item: &Item) -> Option<(&[Attribute], &Visibility)> {
    match item {
        Item::Static(item) => Some((&item.attrs, &item.vis)),
        Item::Struct(item) => Some((&item.attrs, &item.vis)),
        Item::Enum(item) => Some((&item.attrs, &item.vis)),
        Item::Fn(item) => Some((&item.attrs, &item.vis)),
        _ => None,
    }
}

fn attributes_of(item: &mut Item) -> Option<&mut Vec<Attribute>> {
    match item {
        Item::Static(item) => Some(&mut item.attrs),
        Item::Struct(item) => Some(&mut item.attrs),
        Item::Enum(item) => Some(&mut item.attrs),
        Item::Fn(item) => Some(&mut item.attrs),
        _ => None,
    }
}

/// What stands in the parentheses of an attribute.
fn options(attribute: &Attribute) -> TokenStream {
    match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        _ => TokenStream::new(),
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
        let rest = names::text(&rest.collect::<TokenStream>());
        let place = match &dependency.kind {
            Kind::Plain | Kind::Member { .. } => rest,
            Kind::Each { .. } => format!("each{rest}"),
        };
        Self {
            text: dependency.text.clone(),
            tokens: dependency.tokens.clone(),
            path,
            place,
            is_plain: matches!(dependency.kind, Kind::Plain),
            nodes: Vec::new(),
            is_certain: true,
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
