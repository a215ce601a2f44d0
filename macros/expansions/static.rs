///The key of `TAX`.
#[doc(hidden)]
#[allow(non_camel_case_types, dead_code, missing_debug_implementations)]
#[allow(clippy::upper_case_acronyms)]
pub struct TAX {}
#[allow(deprecated)]
/// Sales tax.
#[deprecated]
pub const TAX: TAX = TAX {};
#[doc(hidden)]
#[allow(non_camel_case_types, dead_code)]
struct __two_nodes_have_the_id_tax_dot_v1 {}
#[allow(deprecated)]
const _: () = {
    #[allow(unused_imports)]
    use ::atomata::__private::{
        NotClone as _, NotCoded as _, NotCopy as _, NotEdited as _, NotEq as _,
        NotHeap as _, NotJson as _, NotShare as _, NotText as _,
    };
    static META: ::atomata::__private::Meta = ::atomata::__private::Meta::atom(
            ::atomata::__private::Origin {
                name: "TAX",
                key: "tax.v1",
                module: ::core::module_path!(),
                group: ::core::option::Option::Some("data"),
                file: ::core::file!(),
                line: ::core::line!(),
            },
            &::atomata::__private::Body::<
                Option<&'static str>,
            >::atom(|| None, <TAX as ::atomata::__private::Node>::TOOLS),
        )
        .transient()
        .redacted();
    impl ::atomata::__private::Node for TAX {
        type Value = Option<&'static str>;
        type Home = ::atomata::__private::Nowhere;
        const META: &'static ::atomata::__private::Meta = &META;
        const TOOLS: ::atomata::__private::Tools<Option<&'static str>> = ::atomata::__private::Tools::<
            Option<&'static str>,
        >::new()
            .cloning_by(
                <::atomata::__private::Tools<
                    Option<&'static str>,
                > as ::atomata::__private::CloneTools<Option<&'static str>>>::CLONE,
            )
            .comparing()
            .showing(
                ::atomata::__private::Probe::<Option<&'static str>>::JSON,
                ::atomata::__private::Probe::<Option<&'static str>>::TEXT,
            )
            .copying(::atomata::__private::Probe::<Option<&'static str>>::COPY)
            .holding(::atomata::__private::Probe::<Option<&'static str>>::HEAP);
        #[inline]
        fn meta() -> &'static ::atomata::__private::Meta {
            &META
        }
    }
    ::atomata::__private::atom_handle!(TAX, META);
};
