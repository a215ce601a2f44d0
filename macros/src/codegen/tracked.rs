//! What a tracked struct is made of: its table, comparison, access to its fields, and the items of
//! `handles` and `guard`.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Lifetime, Path};

use super::generics::Header;
use super::{guard, handles, node};
use crate::model::{Field, FieldKind, Style, Tools, Tracked};
use crate::names;

/// The expansion of `#[derive(Fields)]`.
pub(crate) fn fields(tracked: &Tracked) -> TokenStream {
    let items = items(tracked);
    let allows = &tracked.attributes.allows;
    let probes = node::probes(&tracked.krate);
    quote! {
        #allows
        #[allow(deprecated)]
        const _: () = {
            #probes
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
    pub(super) fn fields(&self) -> impl Iterator<Item = (usize, &'a Field)> + use<'a> {
        self.tracked.fields.iter().enumerate()
    }

    pub(super) fn is_generic(&self) -> bool {
        !self.header.arguments.is_empty()
    }

    pub(super) fn is_tuple(&self) -> bool {
        self.tracked.style == Style::Tuple
    }

    /// The first mark of every field: its ordinal, and the marks inside of the nested ones before it.
    pub(super) fn offset(&self, ordinal: usize) -> TokenStream {
        let start = Literal::usize_unsuffixed(ordinal);
        let before = self.tracked.fields.iter().take(ordinal);
        let widths = before.filter(|field| field.kind == FieldKind::Nested).map(|field| {
            let (ty, span) = (&field.ty, field.span());
            let private = self.tracked.krate.private(span);
            quote_spanned!(span=> + <#ty as #private::Fields>::WIDTH)
        });
        quote!(#start #(#widths)*)
    }

    fn tracking(&self) -> TokenStream {
        let private = self.private();
        let Self { header, lifetime, guard, path, .. } = self;
        let handles = header.applied(&self.handles, &quote!(#path));
        let (declared, clause, ty) = (header.declared(None), header.clause(), &header.ty);
        let guard_type = header.applied(guard, &quote!(#lifetime));
        let table = self.fields().map(|(ordinal, field)| self.entry(ordinal, field));
        let compared = self.fields().filter(|(_, field)| field.kind != FieldKind::Skipped).map(
            |(ordinal, field)| {
                let ty = &field.ty;
                let span = field.span();
                let member = &field.member;
                let private = self.tracked.krate.private(span);
                let offset = self.offset(ordinal);
                let ordinal = Literal::usize_unsuffixed(ordinal);
                quote_spanned! {span=>
                    scribe.compare(
                        #offset,
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
        let construction = guard::construction(self);
        let parts = self.parts();
        let place = self.place();
        quote! {
            impl #declared #private::Fields for #ty #clause {
                type Guard<#lifetime> = #guard_type;
                type Handles<#path: #private::Path<Value = Self>> = #handles;
                const TABLE: &'static [#private::Entry] = &[#(#table),*];
                fn diff(#old: &Self, #new: &Self, #scribe: #private::Scribe<'_>) {
                    #compared
                }
                #construction
                #parts
                #place
            }
        }
    }

    /// The fields by their ordinals.
    fn parts(&self) -> TokenStream {
        let arms = |reference: TokenStream| -> TokenStream {
            self.fields()
                .map(|(ordinal, field)| {
                    let (ordinal, member) = (Literal::usize_unsuffixed(ordinal), &field.member);
                    quote!(#ordinal => #reference self.#member,)
                })
                .collect()
        };
        let (shared, exclusive) = (arms(quote!(&)), arms(quote!(&mut)));
        let ordinal = local("ordinal");
        quote! {
            #[inline]
            fn part(&self, #ordinal: ::core::primitive::usize) -> &dyn ::core::any::Any {
                match #ordinal {
                    #shared
                    _ => self,
                }
            }
            #[inline]
            fn part_mut(&mut self, #ordinal: ::core::primitive::usize) -> &mut dyn ::core::any::Any {
                match #ordinal {
                    #exclusive
                    _ => self,
                }
            }
        }
    }

    /// Which field owns a mark, where some are inside of nested fields.
    fn place(&self) -> TokenStream {
        let nested = self.fields().filter(|(_, field)| field.kind == FieldKind::Nested);
        let (at, ordinal) = (local("at"), local("ordinal"));
        let arms: TokenStream = nested
            .map(|(nested, field)| {
                let (member, ty, span) = (&field.member, &field.ty, field.span());
                let private = self.tracked.krate.private(span);
                let nested = Literal::usize_unsuffixed(nested);
                quote_spanned! {span=>
                    (#nested, ::core::option::Option::Some(#at)) => {
                        <#ty as #private::Fields>::place(&mut self.#member, #at)
                    }
                }
            })
            .collect();
        if arms.is_empty() {
            return arms;
        }
        let private = self.private();
        quote! {
            fn place(&mut self, #at: ::core::primitive::u16) -> &mut dyn ::core::any::Any {
                match #private::locate(<Self as #private::Fields>::TABLE, #at) {
                    #arms
                    (#ordinal, _) => <Self as #private::Fields>::part_mut(self, #ordinal),
                }
            }
        }
    }

    /// One row of the table.
    fn entry(&self, ordinal: usize, field: &Field) -> TokenStream {
        let (name, ty) = (&field.name, &field.ty);
        let private = self.tracked.krate.private(field.span());
        let span = field.span();
        let tools = {
            let ordinal = Literal::usize_unsuffixed(ordinal);
            quote_spanned!(span=> .of(&<Self as #private::HasField<#ty, #ordinal>>::TOOLS))
        };
        let entry = match (&field.kind, &field.by) {
            (FieldKind::Nested, _) => quote_spanned! {span=>
                #private::Entry::nested(#name, <#ty as #private::Fields>::WIDTH) #tools
            },
            (FieldKind::Skipped, _) => quote_spanned!(span=> #private::Entry::skipped(#name)),
            (FieldKind::Leaf, None) => quote_spanned!(span=> #private::Entry::leaf(#name) #tools),
            (FieldKind::Leaf, Some(by)) => {
                let by = names::plain(by);
                quote_spanned!(span=> #private::Entry::keyed(#name, #by) #tools)
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
                let ordinal = Literal::usize_unsuffixed(ordinal);
                let ty = &field.ty;
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
                    code: !nested && field.saved && field.by.is_none(),
                    copy: true,
                };
                let mut tools = node::tools(&tools, ty, &tracked.krate);
                if let (Some(by), true) = (&field.by, field.saved) {
                    let (span, by_span) = (field.span(), by.span());
                    let private = tracked.krate.private(span);
                    let item = local("item");
                    let read = quote_spanned!(by_span=> |#item| &#item.#by);
                    tools.extend(quote_spanned! {span=>
                        .keyed(const { &#private::Identified::by(#read) })
                    });
                }
                // The bounds that serde finds out for a generic type are not known here.
                let functions = field.reshaped.as_ref().filter(|_| !self.is_generic());
                let reshaped = functions.map(|(write, read)| {
                    let span = field.span();
                    tools.extend(quote_spanned! {span=>
                        .coding(
                            ::core::option::Option::None,
                            #private::Reshape::<Self, #ordinal>::CODEC,
                        )
                    });
                    self.reshaped(field, &ordinal, write, read)
                });
                quote! {
                    impl #declared #private::HasField<#ty, #ordinal> for #this #clause {
                        const TOOLS: #private::Tools<#ty> = #tools;
                    }
                    #reshaped
                }
            })
            .collect()
    }

    /// How a field is written and read, where serde is told how.
    fn reshaped(&self, field: &Field, ordinal: &Literal, write: &Path, read: &Path) -> TokenStream {
        let (private, this, ty) = (self.private(), &self.header.ty, &field.ty);
        let (value, to, from) = (local("value"), local("to"), local("from"));
        let (serializer, deserializer) = (local("S"), local("D"));
        let result = quote!(::core::result::Result);
        quote! {
            impl #private::Reshaped<#ordinal> for #this {
                type Value = #ty;
                fn write<#serializer: #private::serde::Serializer>(
                    #value: &#ty,
                    #to: #serializer,
                ) -> #result<#serializer::Ok, #serializer::Error> {
                    #write(#value, #to)
                }
                fn read<'de, #deserializer: #private::serde::Deserializer<'de>>(
                    #from: #deserializer,
                ) -> #result<#ty, #deserializer::Error> {
                    #read(#from)
                }
            }
        }
    }
}

/// A binding that no item of the user's can capture.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
