pub(crate) enum Filter {
    All,
    Done,
}
#[doc(hidden)]
#[allow(non_upper_case_globals)]
pub(crate) const Filter: ::atomata::__private::Root<Filter> = <::atomata::__private::Root<
    Filter,
>>::NEW;
#[allow(deprecated)]
const _: () = {
    #[allow(unused_imports)]
    use ::atomata::__private::{
        NotClone as _, NotCoded as _, NotCopy as _, NotEdited as _, NotEq as _,
        NotHeap as _, NotJson as _, NotShare as _, NotText as _,
    };
    static META: ::atomata::__private::Meta = ::atomata::__private::Meta::atom(
        ::atomata::__private::Origin {
            name: "Filter",
            key: ::core::concat!(::core::module_path!(), "::", "Filter"),
            module: ::core::module_path!(),
            group: ::core::option::Option::None,
            file: ::core::file!(),
            line: ::core::line!(),
        },
        &::atomata::__private::Body::<
            Filter,
        >::atom(
            <Filter as ::atomata::__private::DefaultValue>::default_value,
            <Filter as ::atomata::__private::Node>::TOOLS,
        ),
    );
    impl ::atomata::__private::Node for Filter {
        type Value = Filter;
        type Home = ::atomata::__private::Nowhere;
        const META: &'static ::atomata::__private::Meta = &META;
        const TOOLS: ::atomata::__private::Tools<Filter> = ::atomata::__private::Tools::<
            Filter,
        >::new()
            .cloning_by(
                <::atomata::__private::Tools<
                    Filter,
                > as ::atomata::__private::CloneTools<Filter>>::CLONE,
            )
            .comparing()
            .saving()
            .coding(
                ::atomata::__private::Probe::<Filter>::EDITED,
                ::atomata::__private::Probe::<Filter>::CODEC,
            )
            .copying(::atomata::__private::Probe::<Filter>::COPY)
            .holding(::atomata::__private::Probe::<Filter>::HEAP);
        #[inline]
        fn meta() -> &'static ::atomata::__private::Meta {
            &META
        }
    }
};
