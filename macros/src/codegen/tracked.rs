//! What a tracked struct is made of: its table, comparison, access to its fields, and the items of
//! `handles` and `guard`.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Lifetime, Type};

use super::generics::Header;
use super::{guard, handles, node};
use crate::model::{Field, FieldKind, Krate, Style, Tools, Tracked};
use crate::names;

/// The expansion of `#[derive(Fields)]`.
pub(crate) fn fields(tracked: &Tracked) -> TokenStream {
    let items = items(tracked);
    let allows = &tracked.attributes.allows;
    quote! {
        #allows
        #[allow(deprecated)]
        const _: () = {
            #items
        };
    }
}

/// The items for one struct, for the inside of a `const _`.
pub(crate) fn items(tracked: &Tracked) -> TokenStream {
    let context = Context::of(tracked);
    let (handles, guard) = (handles::items(&context), guard::definition(&context));
    let (tracking, accessors) = (context.tracking(), context.accessors());
    quote!(#handles #guard #tracking #accessors)
}

/// The names and headers that all items of one struct share.
pub(super) struct Context<'a> {
    pub(super) tracked: &'a Tracked,
    pub(super) header: Header,
    /// The type parameter for the path at which the struct stands.
    pub(super) path: Ident,
    pub(super) handles: Ident,
    pub(super) guard: Ident,
    /// The lifetime of the guard.
    pub(super) lifetime: Lifetime,
}

impl<'a> Context<'a> {
    fn of(tracked: &'a Tracked) -> Self {
        let plain = names::plain(&tracked.ident);
        let fresh = |name: &str| names::fresh(name, &tracked.source, Span::call_site());
        let lifetime = fresh("guard");
        Self {
            tracked,
            header: Header::of(tracked, &tracked.krate.hidden()),
            path: fresh("P"),
            handles: fresh(&format!("{plain}Fields")),
            guard: fresh(&format!("{plain}Mut")),
            lifetime: Lifetime::new(&format!("'{lifetime}"), Span::call_site()),
        }
    }

    pub(super) fn private(&self) -> TokenStream {
        self.tracked.krate.hidden()
    }

    /// The fields with their ordinals.
    pub(super) fn fields(&self) -> impl Iterator<Item = (Literal, &'a Field)> + use<'a> {
        self.tracked
            .fields
            .iter()
            .enumerate()
            .map(|(ordinal, field)| (Literal::usize_unsuffixed(ordinal), field))
    }

    pub(super) fn is_generic(&self) -> bool {
        !self.header.arguments.is_empty()
    }

    pub(super) fn is_tuple(&self) -> bool {
        self.tracked.style == Style::Tuple
    }

    /// `let offsets = …;`, the first mark of every field; nothing for a struct without fields.
    pub(super) fn offsets(&self) -> TokenStream {
        let count = self.tracked.fields.len();
        if count == 0 {
            return TokenStream::new();
        }
        let (private, count) = (self.private(), Literal::usize_unsuffixed(count));
        quote! {
            let offsets = const {
                #private::offsets::<#count>(<Self as #private::Fields>::TABLE)
            };
        }
    }

    fn tracking(&self) -> TokenStream {
        let private = self.private();
        let Self { header, lifetime, guard, path, .. } = self;
        let handles = header.applied(&self.handles, &quote!(#path));
        let (declared, clause, ty) = (header.declared(None), header.clause(), &header.ty);
        let guard_type = header.applied(guard, &quote!(#lifetime));
        let table = self.fields().map(|(_, field)| self.entry(field));
        let compared = self.fields().filter(|(_, field)| field.kind != FieldKind::Skipped).map(
            |(ordinal, field)| {
                let ty = &field.ty;
                let span = field.span();
                let member = &field.member;
                let private = self.tracked.krate.private(span);
                quote_spanned! {span=>
                    scribe.compare(
                        offsets[#ordinal],
                        &old.#member,
                        &new.#member,
                        &<Self as #private::HasField<#ty, #ordinal>>::TOOLS,
                    );
                }
            },
        );
        let compared: TokenStream = compared.collect();
        let (old, new, scribe) = if compared.is_empty() {
            (quote!(_), quote!(_), quote!(_))
        } else {
            (quote!(old), quote!(new), quote!(scribe))
        };
        let offsets = if compared.is_empty() { TokenStream::new() } else { self.offsets() };
        let lists = self.fields().filter_map(|(_, field)| list_check(field));
        let construction = guard::construction(self);
        let places =
            self.fields().map(|(ordinal, field)| place(&self.tracked.krate, &ordinal, field));
        quote! {
            impl #declared #private::Fields for #ty #clause {
                type Guard<#lifetime> = #guard_type;
                type Handles<#path: #private::Path<Value = Self>> = #handles;
                const TABLE: &'static [#private::Entry] = &[#(#table),*];
                fn diff(#old: &Self, #new: &Self, #scribe: #private::Scribe<'_>) {
                    #(#lists)*
                    #offsets
                    #compared
                }
                #construction
                fn place(&mut self, at: ::core::primitive::u16) -> &mut dyn ::core::any::Any {
                    match #private::locate::<Self>(at) {
                        #(#places)*
                        _ => self,
                    }
                }
            }
        }
    }

    /// One row of the table.
    fn entry(&self, field: &Field) -> TokenStream {
        let (name, ty) = (&field.name, &field.ty);
        let private = self.tracked.krate.private(field.span());
        let span = field.span();
        let entry = match (&field.kind, &field.by) {
            (FieldKind::Nested, _) => quote_spanned! {span=>
                #private::Entry::nested(#name, <#ty as #private::Fields>::WIDTH)
            },
            (FieldKind::Skipped, _) => quote_spanned!(span=> #private::Entry::skipped(#name)),
            (FieldKind::Leaf, None) => quote_spanned!(span=> #private::Entry::leaf(#name)),
            (FieldKind::Leaf, Some(by)) => {
                let by = names::plain(by);
                quote_spanned!(span=> #private::Entry::keyed(#name, #by))
            }
        };
        if field.saved { entry } else { quote!(#entry.unsaved()) }
    }

    /// `HasField` for every field that is tracked.
    fn accessors(&self) -> TokenStream {
        let Self { header, tracked, .. } = self;
        let private = self.private();
        let (declared, clause, this) = (header.declared(None), header.clause(), &header.ty);
        self.fields()
            .filter(|(_, field)| field.kind != FieldKind::Skipped)
            .map(|(ordinal, field)| {
                let (ty, member) = (&field.ty, &field.member);
                let nested = field.kind == FieldKind::Nested;
                let tools = Tools {
                    share: !nested,
                    clone: field.clone,
                    compare: if nested {
                        crate::model::Compare::Not
                    } else {
                        field.compare.clone()
                    },
                    track: nested,
                    save: false,
                    copy: true,
                };
                let tools = node::tools(&tools, ty, &tracked.krate);
                quote! {
                    impl #declared #private::HasField<#ty, #ordinal> for #this #clause {
                        const TOOLS: #private::Tools<#ty> = #tools;
                        #[inline]
                        fn field(&self) -> &#ty {
                            &self.#member
                        }
                        #[inline]
                        fn field_mut(&mut self) -> &mut #ty {
                            &mut self.#member
                        }
                    }
                }
            })
            .collect()
    }
}

/// Which field owns a mark.
fn place(krate: &Krate, ordinal: &Literal, field: &Field) -> TokenStream {
    let (member, ty, span) = (&field.member, &field.ty, field.span());
    if field.kind == FieldKind::Nested {
        let private = krate.private(span);
        quote_spanned! {span=>
            (#ordinal, ::core::option::Option::None) => &mut self.#member,
            (#ordinal, ::core::option::Option::Some(at)) => {
                <#ty as #private::Fields>::place(&mut self.#member, at)
            }
        }
    } else {
        quote!((#ordinal, _) => &mut self.#member,)
    }
}

/// Holds `by = id` to name a field of the items; never called.
fn list_check(field: &Field) -> Option<TokenStream> {
    let by = field.by.as_ref()?;
    let ty: &Type = &field.ty;
    Some(quote_spanned! {by.span()=>
        let _ = |list: &#ty| {
            for item in list {
                let _ = &item.#by;
            }
        };
    })
}
