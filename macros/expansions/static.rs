///The key of `TAX`.
#[doc(hidden)]
#[allow(non_camel_case_types, dead_code, missing_debug_implementations)]
pub struct TAX {}
#[allow(deprecated)]
/// Sales tax.
#[deprecated]
pub const TAX: TAX = TAX {};
#[allow(deprecated)]
const _: () = {
    static META: ::atomata::__private::Meta = ::atomata::__private::Meta::atom(
        ::atomata::__private::Origin {
            name: "TAX",
            key: ::core::concat!(::core::module_path!(), "::", "TAX"),
            module: ::core::module_path!(),
            group: ::core::option::Option::Some("data"),
            file: ::core::file!(),
            line: ::core::line!(),
        },
        &::atomata::__private::Body::<
            Option<&'static str>,
        >::atom(::atomata::__private::absent, <TAX as ::atomata::__private::Node>::TOOLS),
    );
    impl ::atomata::__private::Node for TAX {
        type Value = Option<&'static str>;
        const META: &'static ::atomata::__private::Meta = &META;
        const TOOLS: ::atomata::__private::Tools<Option<&'static str>> = ::atomata::__private::Tools::<
            Option<&'static str>,
        >::new();
    }
    ::atomata::__private::atom_handle!(TAX, META);
};
::core::compile_error! {
    "a reference cannot be read back from what was saved; own the value (`String` for `&str`), or keep the atom out of what is saved and sent: `#[atom(transient)]`"
}
