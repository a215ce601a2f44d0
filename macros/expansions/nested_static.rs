///The key of `LEFT`.
#[doc(hidden)]
#[allow(non_camel_case_types, dead_code, missing_debug_implementations)]
#[allow(clippy::upper_case_acronyms)]
struct LEFT {}
///The atom `LEFT`.
const LEFT: <Panel as ::atomata::__private::Nested<
    { <Panel as ::atomata::__private::Fields>::TRACKED },
>>::Handles<::atomata::__private::Root<LEFT>> = ::atomata::__private::Branch::NEW;
#[allow(deprecated)]
const _: () = {
    #[allow(unused_imports)]
    use ::atomata::__private::{
        NotClone as _, NotCoded as _, NotCopy as _, NotEdited as _, NotEq as _,
        NotHeap as _, NotJson as _, NotShare as _, NotText as _,
    };
    static META: ::atomata::__private::Meta = ::atomata::__private::Meta::atom(
            ::atomata::__private::Origin {
                name: "LEFT",
                key: ::core::concat!(::core::module_path!(), "::", "LEFT"),
                module: ::core::module_path!(),
                group: ::core::option::Option::None,
                file: ::core::file!(),
                line: ::core::line!(),
            },
            &::atomata::__private::Body::<
                Panel,
            >::tracked(
                || Panel::default(),
                <LEFT as ::atomata::__private::Node>::TOOLS,
                ::atomata::__private::Probe::<Panel>::SLOT,
            ),
        )
        .transient();
    impl ::atomata::__private::Node for LEFT {
        type Value = Panel;
        type Home = ::atomata::__private::Nowhere;
        const META: &'static ::atomata::__private::Meta = &META;
        const TOOLS: ::atomata::__private::Tools<Panel> = ::atomata::__private::Tools::<
            Panel,
        >::new()
            .cloning_by(
                <::atomata::__private::Tools<
                    Panel,
                > as ::atomata::__private::CloneTools<Panel>>::CLONE,
            )
            .tracking(
                <Panel as ::atomata::__private::Fields>::diff,
                <Panel as ::atomata::__private::Fields>::place,
                <Panel as ::atomata::__private::Fields>::WIDTH,
                <Panel as ::atomata::__private::Fields>::PARTS,
            )
            .copying(::atomata::__private::Probe::<Panel>::COPY);
        #[inline]
        fn meta() -> &'static ::atomata::__private::Meta {
            &META
        }
    }
};
