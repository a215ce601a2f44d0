//! What serde is told about names, read leniently: serde itself reports what is wrong with it.

use proc_macro2::{Ident, Span};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Lit, Meta, MetaNameValue, Path, Token};

/// The parts of `#[serde(…)]` that decide under which name a field is saved.
#[derive(Default)]
pub(crate) struct SerdeAttributes {
    pub(crate) rename: Option<String>,
    pub(crate) rename_all: Option<String>,
    pub(crate) skip: bool,
    /// `flatten`, `with` and the like: the saved form is not that of the field's type.
    pub(crate) reshaped: Option<(String, Span)>,
    serialize: Option<Path>,
    deserialize: Option<Path>,
}

impl SerdeAttributes {
    pub(crate) fn parse(attributes: &[Attribute]) -> Self {
        let mut found = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            let metas = attribute
                .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
                .unwrap_or_default();
            for meta in &metas {
                found.read(meta);
            }
        }
        found
    }

    fn read(&mut self, meta: &Meta) {
        let Some(ident) = meta.path().get_ident() else { return };
        match ident.to_string().as_str() {
            "rename" => self.rename = name(meta).or(self.rename.take()),
            "rename_all" => self.rename_all = name(meta).or(self.rename_all.take()),
            "skip" | "skip_serializing" => self.skip = true,
            key @ ("flatten" | "with" | "serialize_with" | "deserialize_with") => {
                self.reshaped = Some((key.to_owned(), ident.span()));
                self.read_function(key, meta);
            }
            _ => {}
        }
    }

    fn read_function(&mut self, key: &str, meta: &Meta) {
        let Meta::NameValue(MetaNameValue { value: Expr::Lit(literal), .. }) = meta else { return };
        let Lit::Str(text) = &literal.lit else { return };
        let Ok(path) = text.parse::<Path>() else { return };
        let inside = |name: &str| {
            let mut path = path.clone();
            path.segments.push(Ident::new(name, text.span()).into());
            path
        };
        match key {
            "with" => {
                self.serialize = Some(inside("serialize"));
                self.deserialize = Some(inside("deserialize"));
            }
            "serialize_with" => self.serialize = Some(path),
            "deserialize_with" => self.deserialize = Some(path),
            _ => {}
        }
    }

    /// The functions that write and read the field, where both are given.
    pub(crate) fn functions(&self) -> Option<(Path, Path)> {
        self.serialize.clone().zip(self.deserialize.clone())
    }
}

/// `rename = "x"`, or the serialized half of `rename(serialize = "x", deserialize = "y")`.
fn name(meta: &Meta) -> Option<String> {
    match meta {
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        },
        Meta::List(list) => list
            .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
            .ok()?
            .iter()
            .find(|meta| meta.path().is_ident("serialize"))
            .and_then(name),
        Meta::Path(_) => None,
    }
}
