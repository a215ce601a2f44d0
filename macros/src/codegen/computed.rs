//! Computeds.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::node::Statics;
use super::{family, node};
use crate::model::{Computed, KeyParameter, KeyTaken, Krate, Parameter, Taken, located};
use crate::parse::{Dependency, Kind};

pub(crate) fn computed(computed: &Computed) -> TokenStream {
    let Computed { node, item, .. } = computed;
    let private = node.krate.hidden();
    let key = node::key(node);
    let docs = node::docs(node, "computed");
    let attributes = &node.attributes;
    let (cfgs, allows, deprecated) = (&attributes.cfgs, &attributes.allows, &attributes.deprecated);
    let handle = &node.handle;
    let statics = Statics::among(&source(computed));
    let meta = &statics.meta;
    let constant = match &node.family {
        None => node::constant(node, &quote!(#handle), &quote!(#handle {})),
        Some(_) => {
            let family = quote!(#private::Family<#handle>);
            node::constant(node, &family, &quote!(<#family>::NEW))
        }
    };
    let methods = match &node.family {
        None => quote!(#private::computed_handle!(#handle, #meta);),
        Some(family) => {
            let key_type = handle.to_token_stream();
            family::items(node, family, &key_type, &family::member(node, &key_type))
        }
    };
    let guard_of_id = node::guard_of_id(node);
    let description = description(computed, &statics);
    let cycles = cycles(computed, meta);
    let fixed = fixed(computed);
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
            #methods
            #fixed
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

fn description(computed: &Computed, statics: &Statics) -> TokenStream {
    let node = &computed.node;
    let private = node.krate.hidden();
    let (handle, value) = (&node.handle, &node.value);
    // One with a key is no constant; the list of all says it when a member is made.
    let edges =
        computed.deps.iter().filter(|dependency| !is_member(dependency)).map(|dependency| {
            let held = held(&node.krate, dependency);
            let span = dependency.last;
            quote_spanned!(span=> #held.__dep())
        });
    let listing = computed.deps.iter().any(is_member) || node.family.is_some();
    let listing = (listing && !computed.stub).then(|| {
        let list = list(computed);
        quote!(.listing(#list))
    });
    let keyed = node.family.as_ref().map(|family| {
        let family = family::description(node, family, &handle.to_token_stream(), false);
        quote!(.keyed(&const { #family }))
    });
    let span = value.span();
    let at_value = node.krate.private(span);
    let body = quote_spanned!(span=> #at_value::Body::<#value>);
    let body = if computed.stub {
        quote!(#body::broken())
    } else {
        let compute = compute(computed, Reader::Inputs);
        quote_spanned! {span=>
            #body::computed(#compute, <#handle as #at_value::Node>::TOOLS)
        }
    };
    node::description(node, &handle.to_token_stream(), statics, &body, |origin, body| {
        quote! {
            #private::Meta::computed(
                #origin,
                &[#(#edges),*],
                &#body,
            )
            #listing
            #keyed
        }
    })
}

fn is_member(dependency: &Dependency) -> bool {
    matches!(dependency.kind, Kind::Member { .. })
}

/// The function that lists the dependencies of the member of a key.
fn list(computed: &Computed) -> TokenStream {
    let krate = &computed.node.krate;
    let private = krate.hidden();
    let (key, edges) = (mixed("key"), mixed("edges"));
    let known = computed.node.family.as_ref().map(|family| {
        let ty = family::key(&computed.node, family, &computed.node.handle.to_token_stream());
        quote!(let #key = #private::key_of::<#ty>(#key);)
    });
    let entries = computed.deps.iter().map(|dependency| {
        let held = held(krate, dependency);
        let entry = match &dependency.kind {
            Kind::Plain => return quote!(#edges.node(&#held);),
            Kind::Each { .. } => return quote!(#edges.each_of(&#held);),
            Kind::Member { optional: false, .. } => quote!(#edges.node(&#held);),
            Kind::Member { optional: true, .. } => quote! {
                #edges.maybe((|| ::core::option::Option::Some(#held))().as_ref());
            },
        };
        let binding = binding(computed, &key);
        quote!({ #binding #entry })
    });
    quote! {
        |#key, #edges| {
            #known
            #(#entries)*
        }
    }
}

/// The key under the name that the function gives it.
fn binding(computed: &Computed, key: &Ident) -> TokenStream {
    let Some(parameter) = &computed.key else { return TokenStream::new() };
    let (pattern, ty, span) = (&parameter.pattern, &parameter.ty, parameter.first);
    let value = key_as(&computed.node.krate, parameter, key.to_token_stream());
    quote_spanned! {span=>
        #[allow(unused_variables)]
        let #pattern: #ty = #value;
    }
}

/// A reference to the key, as the parameter takes it; a mismatch is reported at its type.
fn key_as(krate: &Krate, parameter: &KeyParameter, key: TokenStream) -> TokenStream {
    let (ty, span) = (&parameter.ty, parameter.first);
    match parameter.taken {
        KeyTaken::Owned => {
            let private = krate.private(span);
            let key = closed(key, parameter.last);
            quote_spanned!(span=> #private::key_by_value::<_, #ty> #key)
        }
        KeyTaken::Reference => located(key, span),
    }
}

/// A name that no token of the user's can capture.
fn mixed(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// Where a compute function reads its dependencies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// From the slots of a store, by their places in `deps`.
    Inputs,
    /// From the fields of a compiled graph.
    Nodes,
}

/// How a computed in a field of a compiled graph is computed.
fn fixed(computed: &Computed) -> TokenStream {
    let node = &computed.node;
    let Some((module, _)) = node.field() else {
        return TokenStream::new();
    };
    let private = node.krate.hidden();
    let (handle, value) = (&node.handle, &node.value);
    // A parameter of a name that a constant has would be a pattern of that constant.
    let nodes = mixed("__nodes");
    let (statements, call) = if computed.stub {
        (TokenStream::new(), quote!(#private::absent()))
    } else {
        reads(computed, Reader::Nodes, &nodes)
    };
    quote! {
        impl #module::__Computed for #handle {
            #[inline(always)]
            #[allow(unused_variables)]
            fn compute(#nodes: &#module::__Nodes) -> #value {
                #statements
                #call
            }
        }
    }
}

/// Reads every dependency in the form its parameter takes, and calls the function.
fn compute(computed: &Computed, reader: Reader) -> TokenStream {
    let inputs = mixed("inputs");
    let unused = computed.parameters.is_empty() && computed.key.is_none();
    let parameter = if unused { quote!(_) } else { inputs.to_token_stream() };
    let (statements, call) = reads(computed, reader, &inputs);
    quote! {
        |#parameter| {
            #statements
            #call
        }
    }
}

/// The locals that hold the dependencies, and the call with them. They are hygienic and numbered: a
/// parameter may have the name of the function.
fn reads(computed: &Computed, reader: Reader, inputs: &Ident) -> (TokenStream, TokenStream) {
    let node = &computed.node;
    let local = |index: usize| Ident::new(&format!("value_{index}"), Span::mixed_site());
    let pairs = computed.parameters.iter().zip(&computed.deps).enumerate();
    let reads = pairs.map(|(index, (parameter, dependency))| {
        let local = local(index);
        let ty = &parameter.ty;
        let value = read(computed, reader, inputs, index, parameter, dependency);
        let span = parameter.first;
        match parameter.taken {
            Taken::Copied => quote_spanned!(span=> let #local = #value;),
            _ => quote_spanned!(span=> let #local: #ty = #value;),
        }
    });
    let arguments = (0..computed.parameters.len()).map(local);
    let function = &computed.function;
    let key = computed.key.as_ref().map(|parameter| {
        let family = node.family.as_ref();
        let family = family.map(|family| family::key(node, family, &node.handle.to_token_stream()));
        let (ty, span) = (&parameter.ty, parameter.first);
        let key = key_as(&node.krate, parameter, quote!(#inputs.key::<#family>()));
        let name = mixed("key");
        (quote_spanned!(span=> let #name: #ty = #key;), quote!(#name,))
    });
    let (key, first) = key.unzip();
    (quote!(#key #(#reads)*), quote!(#function(#first #(#arguments),*)))
}

/// The value of one dependency, as its parameter takes it; the whole expression stands at the
/// parameter's type, so that a mismatch is reported there.
fn read(
    computed: &Computed,
    reader: Reader,
    inputs: &Ident,
    index: usize,
    parameter: &Parameter,
    dependency: &Dependency,
) -> TokenStream {
    let krate = &computed.node.krate;
    let (first, last) = (parameter.first, parameter.last);
    let private = krate.private(first);
    let index = Literal::usize_unsuffixed(index);
    let call = |name: &str, arguments: TokenStream| {
        let name = Ident::new(name, first);
        let arguments = closed(arguments, last);
        quote_spanned!(first=> #private::#name #arguments)
    };
    let value = match &dependency.kind {
        Kind::Plain => {
            let held = held(krate, dependency);
            match reader {
                Reader::Inputs => {
                    if parameter.is_value {
                        let gives = call("gives", quote!(&#held));
                        call("read_value", quote!(#inputs, #index, #gives))
                    } else {
                        call("read", quote!(#inputs, #index, &#held))
                    }
                }
                // What the graph does not hold is told at the dependency.
                Reader::Nodes => {
                    // The compiler points at an argument only where it is as hygienic as the call.
                    let mut nodes = inputs.clone();
                    nodes.set_span(inputs.span().located_at(dependency.first));
                    let at = inputs.span().located_at(first);
                    let private = krate.private(at);
                    let arguments = closed(quote!(#nodes, &#held), last);
                    quote_spanned!(at=> #private::read_fixed #arguments)
                }
            }
        }
        Kind::Each { .. } => {
            let held = held(krate, dependency);
            call("read_each", quote!(#inputs, #index, &#held))
        }
        Kind::Member { optional, .. } => {
            let name = if *optional { "read_maybe" } else { "read_of" };
            let handle = of_key(computed, dependency, *optional);
            call(name, quote!(#inputs, #index, #handle))
        }
    };
    let by_value = |value: TokenStream, ty: TokenStream| {
        let name = Ident::new("by_value", first);
        let arguments = closed(value, last);
        quote_spanned!(first=> #private::#name::<_, #ty> #arguments)
    };
    let inner = || Ident::new("value", Span::mixed_site().located_at(first));
    let mapped = |value: TokenStream, closure: TokenStream| {
        let closure = closed(closure, last);
        quote_spanned!(first=> #value.map #closure)
    };
    match &parameter.taken {
        Taken::Reference | Taken::Each => value,
        Taken::Copied => by_value(value, parameter.ty.to_token_stream()),
        Taken::Optional(reference) => {
            let inner = inner();
            let option = call("optional", value);
            mapped(option, quote_spanned!(first=> |#inner| -> #reference { #inner }))
        }
        Taken::MaybeReference(reference) => {
            let inner = inner();
            mapped(value, quote_spanned!(first=> |#inner| -> #reference { #inner }))
        }
        Taken::MaybeCopied(ty) => {
            let arguments = closed(value, last);
            quote_spanned!(first=> #private::maybe_by_value::<_, #ty> #arguments)
        }
    }
}

/// The handle of a member as a function of the key, which is there for its type and not called.
fn of_key(computed: &Computed, dependency: &Dependency, optional: bool) -> TokenStream {
    let parameter = match &computed.key {
        None => quote!(_: ()),
        Some(parameter) => {
            let (pattern, ty) = (&parameter.pattern, &parameter.ty);
            quote!(#[allow(unused_variables)] #pattern: #ty)
        }
    };
    let held = held(&computed.node.krate, dependency);
    if optional {
        quote!(|#parameter| ::core::option::Option::Some(#held))
    } else {
        quote!(|#parameter| #held)
    }
}

/// `dep(&Cart.items)`, `member(Todo(id))` or `each(&Todo.done)`, standing where the user wrote the
/// dependency: every mistake about it is one error, however often it is generated.
fn held(krate: &Krate, dependency: &Dependency) -> TokenStream {
    let Dependency { tokens, first, last, .. } = dependency;
    let (name, first, last, argument) = match &dependency.kind {
        Kind::Plain => ("dep", *first, *last, quote_spanned!(*first=> &#tokens)),
        Kind::Member { .. } => ("member", *first, *last, tokens.clone()),
        Kind::Each { handle, first, last } => {
            ("each", *first, *last, quote_spanned!(*first=> &#handle))
        }
    };
    let private = krate.private(first);
    let name = Ident::new(name, first);
    let arguments = closed(argument, last);
    quote_spanned!(first=> #private::#name #arguments)
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
