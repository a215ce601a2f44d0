//! A struct whose fields are tracked one by one.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Attribute, Fields, Generics, Index, ItemStruct, Member, Path, Type};

use super::attributes::{derives, derives_trait};
use super::{Attributes, Compare, Krate, Want};
use crate::diagnostics::Diagnostics;
use crate::names;
use crate::parse::{Options, SerdeAttributes, Site};

/// The facts of a tracked struct.
pub(crate) struct Tracked {
    pub(crate) ident: Ident,
    pub(crate) visibility: TokenStream,
    pub(crate) generics: Generics,
    pub(crate) style: Style,
    pub(crate) fields: Vec<Field>,
    pub(crate) krate: Krate,
    pub(crate) attributes: Attributes,
    /// All the user's tokens, which generated names have to avoid.
    pub(crate) source: TokenStream,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Named,
    Tuple,
}

/// The facts of one field.
pub(crate) struct Field {
    pub(crate) member: Member,
    pub(crate) visibility: TokenStream,
    pub(crate) ty: Type,
    /// The name in the table: serde's.
    pub(crate) name: String,
    pub(crate) kind: FieldKind,
    pub(crate) clone: Want,
    pub(crate) compare: Compare,
    /// The field by which the items of a list are told apart.
    pub(crate) by: Option<Ident>,
    /// False if serde leaves it out.
    pub(crate) saved: bool,
    /// The functions that serde writes and reads it with.
    pub(crate) reshaped: Option<(Path, Path)>,
    pub(crate) attributes: Attributes,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldKind {
    Leaf,
    Nested,
    Skipped,
}

impl Field {
    /// The name as written, for docs.
    pub(crate) fn label(&self) -> String {
        match &self.member {
            Member::Named(ident) => names::plain(ident),
            Member::Unnamed(index) => index.index.to_string(),
        }
    }

    pub(crate) fn span(&self) -> Span {
        self.ty.span()
    }
}

impl Tracked {
    /// Reads a struct and takes our attributes off its fields.
    pub(crate) fn read(item: &mut ItemStruct, krate: Krate, diagnostics: &Diagnostics) -> Self {
        let source = item.to_token_stream();
        let derives = derives(&item.attrs);
        // The derive already asks the field for the trait; a second error would say nothing new.
        let wanted = |name| {
            if derives_trait(&derives, name) { Want::Probed } else { Want::Required }
        };
        let asked = Asked { clone: wanted("Clone"), eq: wanted("PartialEq") };
        let rule = SerdeAttributes::parse(&item.attrs).rename_all;
        let style = match item.fields {
            Fields::Unnamed(_) => Style::Tuple,
            Fields::Named(_) | Fields::Unit => Style::Named,
        };
        let fields = item
            .fields
            .iter_mut()
            .enumerate()
            .map(|(index, field)| read_field(index, field, rule.as_deref(), &asked, diagnostics))
            .collect();
        Self {
            ident: item.ident.clone(),
            visibility: item.vis.to_token_stream(),
            generics: item.generics.clone(),
            style,
            fields,
            krate,
            attributes: Attributes::of(&item.attrs),
            source,
        }
    }
}

/// What every leaf is asked for.
struct Asked {
    clone: Want,
    eq: Want,
}

fn read_field(
    index: usize,
    field: &mut syn::Field,
    rule: Option<&str>,
    asked: &Asked,
    diagnostics: &Diagnostics,
) -> Field {
    let mut options = Options::default();
    for attribute in field.attrs.iter().filter(|attribute| is_ours(attribute)) {
        match options_of(attribute) {
            Ok(tokens) => options.extend(tokens, Site::Field, diagnostics),
            Err(error) => diagnostics.push(error),
        }
    }
    field.attrs.retain(|attribute| !is_ours(attribute));

    let serde = SerdeAttributes::parse(&field.attrs);
    let kind = kind(&options, &serde, diagnostics);
    let reshaped = serde.functions().filter(|_| kind == FieldKind::Leaf && !serde.skip);
    let (member, plain) = if let Some(ident) = &field.ident {
        (Member::Named(ident.clone()), names::plain(ident))
    } else {
        let number = u32::try_from(index).unwrap_or(u32::MAX);
        let member = Member::Unnamed(Index { index: number, span: field.ty.span() });
        (member, number.to_string())
    };
    let name = serde.rename.unwrap_or_else(|| names::renamed(rule.unwrap_or_default(), &plain));
    Field {
        member,
        visibility: field.vis.to_token_stream(),
        ty: field.ty.clone(),
        name,
        kind,
        clone: asked.clone,
        compare: Compare::of(options.eq, Compare::Equal(asked.eq)),
        by: options.by.map(|given| given.value),
        saved: !serde.skip,
        reshaped,
        attributes: Attributes::of(&field.attrs),
    }
}

/// What becomes of a field; options that contradict each other are reported.
fn kind(options: &Options, serde: &SerdeAttributes, diagnostics: &Diagnostics) -> FieldKind {
    if options.skip.is_some() {
        let others = [
            ("nested", options.nested.as_ref().map(|given| given.key)),
            ("by", options.by.as_ref().map(|given| given.key)),
            ("eq", options.eq.as_ref().map(|given| given.key)),
        ];
        for (name, key) in others {
            if let Some(key) = key {
                diagnostics.error(
                    key,
                    format!("`{name}` is not allowed here; the field is `skip`, so its changes are not told, remove one of the two"),
                );
            }
        }
        return FieldKind::Skipped;
    }
    if let (Some(by), true) = (&options.by, serde.skip) {
        diagnostics.error(
            by.key,
            "`by` is not allowed here; serde skips the field, so its changes are not sent, remove \
             one of the two",
        );
    }
    if let (Some(by), Some((reshaped, _))) = (&options.by, &serde.reshaped) {
        diagnostics.error(by.key, reshaped_with("by", reshaped, "items"));
    }
    let Some(nested) = &options.nested else { return FieldKind::Leaf };
    for (name, key) in [
        ("by", options.by.as_ref().map(|given| given.key)),
        ("eq", options.eq.as_ref().map(|given| given.key)),
    ] {
        if let Some(key) = key {
            diagnostics.error(
                key,
                format!("`{name}` is not allowed here; the field is `nested`, so its own fields are compared, remove one of the two"),
            );
        }
    }
    if let Some((reshaped, _)) = &serde.reshaped {
        diagnostics.error(nested.key, reshaped_with("nested", reshaped, "fields"));
    }
    FieldKind::Nested
}

fn reshaped_with(option: &str, reshaped: &str, parts: &str) -> String {
    format!(
        "`{option}` is not allowed here; `#[serde({reshaped})]` saves the field in another form \
         than its {parts}, remove one of the two"
    )
}

fn is_ours(attribute: &Attribute) -> bool {
    let path = attribute.path();
    path.is_ident("atom")
        || path.segments.len() == 2
            && path.segments[0].ident == "atomata"
            && path.segments[1].ident == "atom"
}

/// The tokens in the parentheses of `#[atom(…)]`.
fn options_of(attribute: &Attribute) -> syn::Result<TokenStream> {
    match &attribute.meta {
        syn::Meta::List(list) => Ok(list.tokens.clone()),
        _ => Err(syn::Error::new_spanned(
            attribute.path(),
            "`#[atom]` is not allowed here without options; write `#[atom(nested)]` or another \
             option of a field, or remove it",
        )),
    }
}

/// The options of the struct of a `#[derive(Fields)]`.
pub(crate) fn derive_options(item: &ItemStruct, diagnostics: &Diagnostics) -> Options {
    let mut options = Options::default();
    for attribute in item.attrs.iter().filter(|attribute| is_ours(attribute)) {
        match &attribute.meta {
            syn::Meta::List(list) => options.extend(list.tokens.clone(), Site::Derive, diagnostics),
            _ => diagnostics.error_at(
                attribute.path(),
                "`#[atom]` is not allowed here; write it above the derive, and remove `Fields` \
                 from the derive, because an atom tracks its fields anyway",
            ),
        }
    }
    options
}
