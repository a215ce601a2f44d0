fn total(tax: f64) -> f64 {
    tax
}
///The key of `total`.
#[doc(hidden)]
#[allow(non_camel_case_types, dead_code, missing_debug_implementations)]
#[allow(clippy::upper_case_acronyms)]
struct TOTAL {}
///The computed `total`.
const TOTAL: TOTAL = TOTAL {};
#[allow(deprecated)]
const _: () = {
    #[allow(unused_imports)]
    use ::atomata::__private::{
        NotClone as _, NotCoded as _, NotCopy as _, NotEdited as _, NotEq as _,
        NotHeap as _, NotJson as _, NotShare as _, NotText as _,
    };
    static META: ::atomata::__private::Meta = ::atomata::__private::Meta::computed(
        ::atomata::__private::Origin {
            name: "total",
            key: ::core::concat!(::core::module_path!(), "::", "total"),
            module: ::core::module_path!(),
            group: ::core::option::Option::None,
            file: ::core::file!(),
            line: ::core::line!(),
        },
        &[],
        &::atomata::__private::Body::<f64>::broken(),
    );
    impl ::atomata::__private::Node for TOTAL {
        type Value = f64;
        type Home = ::atomata::__private::Nowhere;
        const META: &'static ::atomata::__private::Meta = &META;
        const TOOLS: ::atomata::__private::Tools<f64> = ::atomata::__private::Tools::<
            f64,
        >::new()
            .showing(
                ::atomata::__private::Probe::<f64>::JSON,
                ::atomata::__private::Probe::<f64>::TEXT,
            )
            .holding(::atomata::__private::Probe::<f64>::HEAP);
        #[inline]
        fn meta() -> &'static ::atomata::__private::Meta {
            &META
        }
    }
    ::atomata::__private::computed_handle!(TOTAL, META);
};
::core::compile_error! {
    "unknown option `grup` (known: deps, name, group, id, eq, key, life, hasher, crate); write `group`"
}
