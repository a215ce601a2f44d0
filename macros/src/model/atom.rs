//! What `#[atom]` means on a static, a struct and an enum.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Expr, ExprClosure, Fields, ItemEnum, ItemStatic, ItemStruct, StaticMutability, Type};

use super::attributes::{conditional, derives, derives_trait};
use super::types::{reference, with_static_lifetimes};
use super::{Attributes, Compare, Family, Krate, Node, Tools, Tracked, Want};
use crate::diagnostics::Diagnostics;
use crate::parse::{Life, Options, Site};

/// The facts of one atom.
pub(crate) struct Atom {
    pub(crate) node: Node,
    pub(crate) shape: Shape,
    pub(crate) item: AtomItem,
    pub(crate) initial: Initial,
    pub(crate) transient: bool,
    pub(crate) redact: bool,
}

/// What an atom looks like to its users.
pub(crate) enum Shape {
    /// One value.
    Whole,
    /// The fields of a type that is tracked elsewhere.
    Nested,
    /// The fields of the struct itself; absent if a derive resolves the conditions on them first.
    Fields(Option<Box<Tracked>>),
}

/// The item an atom was declared as.
pub(crate) enum AtomItem {
    /// A static: its identifier becomes the key type.
    Static,
    /// A type, which stays as it is but for our attributes.
    Type(TokenStream),
}

/// The initial value.
pub(crate) enum Initial {
    Given(Expr),
    /// A closure of the key.
    ByKey(ExprClosure),
    Default,
    /// None: the item is broken.
    Absent,
}

impl Atom {
    /// True if the handle has the name of the type, which is then what docs show.
    pub(crate) fn is_named_as_its_type(&self) -> bool {
        matches!(&self.node.value, Type::Path(path) if path.path.is_ident(&self.node.handle))
    }
}

/// A `static` atom. It is never absent: a static always has a name and a type.
pub(crate) fn of_static(
    options: TokenStream,
    item: &ItemStatic,
    diagnostics: &Diagnostics,
) -> Atom {
    let mut options = Options::parse(options, Site::Static, diagnostics);
    if let StaticMutability::Mut(keyword) = &item.mutability {
        diagnostics.error(
            keyword.span,
            "`mut` is not allowed here; a store keeps the value and changes it, remove `mut`",
        );
    }
    let mut value = (*item.ty).clone();
    if options.transient.is_none()
        && let Some(found) = reference(&item.ty)
    {
        diagnostics.error_at(
            found,
            "a reference cannot be read back from what was saved; own the value (`String` for \
             `&str`), or keep the atom out of what is saved and sent: `#[atom(transient)]`",
        );
    }
    with_static_lifetimes(&mut value);
    let (handle, label) = Node::named(&item.ident, &mut options);
    let mut node =
        Node::new(handle, label, value, &item.vis, Attributes::of(&item.attrs), &mut options);
    let transient = options.transient.is_some();
    let redact = options.redact.is_some();
    let nested = options.nested.is_some();
    node.family = Family::of(&mut options, Life::Keep, diagnostics);
    let initial = given(&item.expr, &node, diagnostics);
    node.tools = tools(&mut options, nested);
    Atom {
        node,
        shape: if nested { Shape::Nested } else { Shape::Whole },
        item: AtomItem::Static,
        initial,
        transient,
        redact,
    }
}

/// A struct atom; only where the crate is if it cannot have a handle of any type.
pub(crate) fn of_struct(
    options: TokenStream,
    item: &mut ItemStruct,
    diagnostics: &Diagnostics,
) -> Result<Atom, Krate> {
    let mut options = Options::parse(options, Site::Struct, diagnostics);
    let derives = derives(&item.attrs);
    let duplicate = derives.iter().find(|path| derives_trait(&[(*path).clone()], "Fields"));
    if let Some(path) = duplicate {
        diagnostics.error_at(
            path,
            "duplicate `Fields`; `#[atom]` tracks the fields anyway, remove it from the derive",
        );
    }
    let named = options.name.as_ref().is_some_and(|name| name.value != item.ident);
    let (handle, label) = Node::named(&item.ident, &mut options);
    let value = type_of(&item.ident);
    let attributes = Attributes::of(&item.attrs);
    let mut node = Node::new(handle, label, value, &item.vis, attributes, &mut options);
    let transient = options.transient.is_some();
    let redact = options.redact.is_some();
    node.family = Family::of(&mut options, Life::Keep, diagnostics);
    let initial = initial(&mut options, &node, diagnostics);

    let conditional = item.fields.iter().any(|field| conditional(&field.attrs));
    let shape = if matches!(item.fields, Fields::Unit) {
        Shape::Whole
    } else if conditional {
        Shape::Fields(None)
    } else {
        Shape::Fields(Some(Box::new(Tracked::read(item, node.krate.clone(), diagnostics))))
    };
    node.tools = tools(&mut options, matches!(shape, Shape::Fields(_)));

    let mut possible = reject_generics(&item.generics, diagnostics) && duplicate.is_none();
    if !named && !matches!(item.fields, Fields::Named(_)) {
        let kind = if matches!(item.fields, Fields::Unit) { "unit" } else { "tuple" };
        diagnostics.error(
            item.ident.span(),
            format!(
                "a {kind} struct already has a value of its name; name the handle: \
                 `#[atom(name = {})]`",
                crate::names::screaming(&item.ident)
            ),
        );
        possible = false;
    }
    let derive = match &shape {
        Shape::Fields(None) => {
            let root = node.krate.root(item.ident.span());
            let helper = node.krate.for_derive();
            quote!(#[derive(#root::Fields)] #helper)
        }
        _ => TokenStream::new(),
    };
    let item = AtomItem::Type(quote!(#derive #item));
    if possible {
        Ok(Atom { node, shape, item, initial, transient, redact })
    } else {
        Err(node.krate)
    }
}

/// An enum atom; only where the crate is if it cannot have a handle of any type.
pub(crate) fn of_enum(
    options: TokenStream,
    item: &ItemEnum,
    diagnostics: &Diagnostics,
) -> Result<Atom, Krate> {
    let mut options = Options::parse(options, Site::Enum, diagnostics);
    let (handle, label) = Node::named(&item.ident, &mut options);
    let value = type_of(&item.ident);
    let attributes = Attributes::of(&item.attrs);
    let mut node = Node::new(handle, label, value, &item.vis, attributes, &mut options);
    let transient = options.transient.is_some();
    let redact = options.redact.is_some();
    node.family = Family::of(&mut options, Life::Keep, diagnostics);
    let initial = initial(&mut options, &node, diagnostics);
    node.tools = tools(&mut options, false);
    let possible = reject_generics(&item.generics, diagnostics);
    if !possible {
        return Err(node.krate);
    }
    let item = AtomItem::Type(item.to_token_stream());
    Ok(Atom { node, shape: Shape::Whole, item, initial, transient, redact })
}

fn tools(options: &mut Options, track: bool) -> Tools {
    let default = if track { Compare::Not } else { Compare::Equal(Want::Required) };
    Tools {
        share: false,
        clone: Want::Required,
        compare: Compare::of(options.eq.take(), default),
        track,
        save: options.transient.is_none(),
        code: options.transient.is_none() && !track,
        copy: true,
    }
}

fn initial(options: &mut Options, node: &Node, diagnostics: &Diagnostics) -> Initial {
    let default = options.default.take();
    default.map_or(Initial::Default, |default| given(&default.value, node, diagnostics))
}

/// The initial value that was written.
fn given(expression: &Expr, node: &Node, diagnostics: &Diagnostics) -> Initial {
    let mut inner = expression;
    let closure = loop {
        inner = match inner {
            Expr::Group(group) => &group.expr,
            Expr::Paren(paren) => &paren.expr,
            Expr::Closure(closure) if node.keyed => break closure,
            _ => return Initial::Given(expression.clone()),
        };
    };
    if closure.inputs.len() != 1 {
        let (begin, inputs, end) = (&closure.inputs_begin, &closure.inputs, &closure.inputs_end);
        diagnostics.error_at(
            quote!(#begin #inputs #end),
            "the initial value of a family is a closure of its key; write `|key| …`, or \
             `|(x, y)| …` for a tuple",
        );
    }
    Initial::ByKey(closure.clone())
}

fn type_of(ident: &proc_macro2::Ident) -> Type {
    Type::Path(syn::TypePath { attrs: Vec::new(), qself: None, path: ident.clone().into() })
}

fn reject_generics(generics: &syn::Generics, diagnostics: &Diagnostics) -> bool {
    if generics.params.is_empty() {
        return true;
    }
    let message = if generics.lifetimes().next().is_some() {
        "lifetimes are not allowed here; a store owns its values: `String` or `Arc<str>` for `&str`"
    } else {
        "generics are not allowed here; a handle names one value of one type, use a concrete type \
         and `#[derive(atomata::Fields)]` for generic parts of it"
    };
    diagnostics.error_at(&generics.params, message);
    false
}
