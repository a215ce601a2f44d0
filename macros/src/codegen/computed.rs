//! Computeds.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::node;
use crate::model::{Computed, Krate, Parameter, Taken};
use crate::parse::Dependency;

pub(crate) fn computed(computed: &Computed) -> TokenStream {
    let Computed { node, item, .. } = computed;
    let private = node.krate.hidden();
    let key = node::key(node);
    let docs = node::docs(node, "computed");
    let attributes = &node.attributes;
    let (cfgs, allows, deprecated) = (&attributes.cfgs, &attributes.allows, &attributes.deprecated);
    let handle = &node.handle;
    let constant = node::constant(node, &quote!(#handle), &quote!(#handle {}));
    let guard_of_id = node::guard_of_id(node);
    let meta = node::meta(&source(computed));
    let description = description(computed, &meta);
    let cycles = cycles(computed, &meta);
    let probes = node::probes(&node.krate);
    quote! {
        #item
        #key
        #cfgs
        #allows
        #docs
        #deprecated
        #constant
        #guard_of_id
        #cfgs
        #allows
        #[allow(deprecated)]
        const _: () = {
            #probes
            #description
            #private::computed_handle!(#handle, #meta);
            #cycles
        };
    }
}

/// The user's tokens that stand beside generated names.
fn source(computed: &Computed) -> TokenStream {
    let deps = computed.deps.iter().map(|dependency| &dependency.tokens);
    let types = computed.parameters.iter().map(|parameter| &parameter.ty);
    let (value, function) = (&computed.node.value, &computed.function);
    quote!(#value #function #(#deps)* #(#types)*)
}

fn description(computed: &Computed, meta: &Ident) -> TokenStream {
    let node = &computed.node;
    let private = node.krate.hidden();
    let (handle, value) = (&node.handle, &node.value);
    let edges = computed.deps.iter().map(|dependency| {
        let held = held(&node.krate, dependency);
        let span = dependency.last;
        quote_spanned!(span=> #held.__dep())
    });
    let span = value.span();
    let at_value = node.krate.private(span);
    let body = quote_spanned!(span=> #at_value::Body::<#value>);
    let body = if computed.stub {
        quote!(#body::broken())
    } else {
        let compute = compute(computed);
        quote_spanned! {span=>
            #body::computed(#compute, <#handle as #at_value::Node>::TOOLS)
        }
    };
    node::description(node, &handle.to_token_stream(), meta, |origin| {
        quote! {
            #private::Meta::computed(
                #origin,
                &[#(#edges),*],
                &#body,
            )
        }
    })
}

/// Reads every dependency in the form its parameter takes, and calls the function.
///
/// The locals are hygienic and numbered: a parameter may have the name of the function.
fn compute(computed: &Computed) -> TokenStream {
    let node = &computed.node;
    let inputs = Ident::new("inputs", Span::mixed_site());
    let local = |index: usize| Ident::new(&format!("value_{index}"), Span::mixed_site());
    let pairs = computed.parameters.iter().zip(&computed.deps).enumerate();
    let reads = pairs.map(|(index, (parameter, dependency))| {
        let local = local(index);
        let ty = &parameter.ty;
        let value = read(&node.krate, &inputs, index, parameter, dependency);
        let span = parameter.first;
        match parameter.taken {
            Taken::Copied => quote_spanned!(span=> let #local = #value;),
            _ => quote_spanned!(span=> let #local: #ty = #value;),
        }
    });
    let arguments = (0..computed.parameters.len()).map(local);
    let function = &computed.function;
    let used = computed.parameters.is_empty();
    let parameter = if used { quote!(_) } else { inputs.to_token_stream() };
    quote! {
        |#parameter| {
            #(#reads)*
            #function(#(#arguments),*)
        }
    }
}

/// The value of one dependency, as its parameter takes it; the whole expression stands at the
/// parameter's type, so that a mismatch is reported there.
fn read(
    krate: &Krate,
    inputs: &Ident,
    index: usize,
    parameter: &Parameter,
    dependency: &Dependency,
) -> TokenStream {
    let (first, last) = (parameter.first, parameter.last);
    let private = krate.private(first);
    let index = Literal::usize_unsuffixed(index);
    let held = held(krate, dependency);
    let call = |name: &str, arguments: TokenStream| {
        let name = Ident::new(name, first);
        let arguments = closed(arguments, last);
        quote_spanned!(first=> #private::#name #arguments)
    };
    let value = call("read", quote!(#inputs, #index, #held));
    match &parameter.taken {
        // All but references: not generated yet.
        Taken::Reference | Taken::Each | Taken::MaybeReference(_) | Taken::MaybeCopied(_) => value,
        Taken::Copied => {
            let ty = &parameter.ty;
            let name = Ident::new("by_value", first);
            let arguments = closed(value, last);
            quote_spanned!(first=> #private::#name::<_, #ty> #arguments)
        }
        Taken::Optional(reference) => {
            let option = call("optional", value);
            let inner = Ident::new("value", Span::mixed_site().located_at(first));
            let coercion = closed(quote_spanned!(first=> |#inner| -> #reference { #inner }), last);
            quote_spanned!(first=> #option.map #coercion)
        }
    }
}

/// `dep(&Cart.items)`, standing where the user wrote the dependency: every mistake about it is one
/// error, however often it is generated.
fn held(krate: &Krate, dependency: &Dependency) -> TokenStream {
    let (first, last) = (dependency.first, dependency.last);
    let private = krate.private(first);
    let tokens = &dependency.tokens;
    let argument = quote_spanned!(first=> &#tokens);
    let arguments = closed(argument, last);
    quote_spanned!(first=> #private::dep #arguments)
}

/// Parentheses at a place of their own.
fn closed(tokens: TokenStream, span: Span) -> TokenTree {
    let mut group = Group::new(Delimiter::Parenthesis, tokens);
    group.set_span(span);
    TokenTree::Group(group)
}

/// The check stands at the name of the function.
fn cycles(computed: &Computed, meta: &Ident) -> TokenStream {
    if computed.deps.is_empty() {
        return TokenStream::new();
    }
    let span = computed.function.span();
    let private = computed.node.krate.private(span);
    let meta = Ident::new(&meta.to_string(), meta.span());
    let argument = closed(quote_spanned!(span=> &#meta), span);
    quote_spanned!(span=> const _: () = #private::check_cycles #argument;)
}
