fn nothing() -> u8 {
    0
}
///The key of `nothing`.
#[doc(hidden)]
#[allow(non_camel_case_types, dead_code, missing_debug_implementations)]
#[allow(clippy::upper_case_acronyms)]
struct NOTHING {}
///The computed `nothing`.
const NOTHING: NOTHING = NOTHING {};
#[allow(deprecated)]
const _: () = {
    #[allow(unused_imports)]
    use ::atomata::__private::{
        NotClone as _, NotCoded as _, NotCopy as _, NotEdited as _, NotEq as _,
        NotHeap as _, NotJson as _, NotShare as _, NotText as _,
    };
    static META: ::atomata::__private::Meta = ::atomata::__private::Meta::computed(
        ::atomata::__private::Origin {
            name: "nothing",
            key: ::core::concat!(::core::module_path!(), "::", "nothing"),
            module: ::core::module_path!(),
            group: ::core::option::Option::None,
            file: ::core::file!(),
            line: ::core::line!(),
        },
        &[],
        &::atomata::__private::Body::<
            u8,
        >::computed(|_| { nothing() }, <NOTHING as ::atomata::__private::Node>::TOOLS),
    );
    impl ::atomata::__private::Node for NOTHING {
        type Value = u8;
        type Home = ::atomata::__private::Nowhere;
        const META: &'static ::atomata::__private::Meta = &META;
        const TOOLS: ::atomata::__private::Tools<u8> = ::atomata::__private::Tools::<
            u8,
        >::new()
            .showing(
                ::atomata::__private::Probe::<u8>::JSON,
                ::atomata::__private::Probe::<u8>::TEXT,
            )
            .copying(::atomata::__private::Probe::<u8>::COPY)
            .holding(::atomata::__private::Probe::<u8>::HEAP);
        #[inline]
        fn meta() -> &'static ::atomata::__private::Meta {
            &META
        }
    }
    ::atomata::__private::computed_handle!(NOTHING, META);
};
