///The key of `CELL`.
#[doc(hidden)]
#[allow(non_camel_case_types, dead_code, missing_debug_implementations)]
#[allow(clippy::upper_case_acronyms)]
pub struct CELL {}
///The atom `CELL`.
pub const CELL: ::atomata::__private::Family<CELL> = <::atomata::__private::Family<
    CELL,
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
                name: "CELL",
                key: ::core::concat!(::core::module_path!(), "::", "CELL"),
                module: ::core::module_path!(),
                group: ::core::option::Option::None,
                file: ::core::file!(),
                line: ::core::line!(),
            },
            &::atomata::__private::Body::<
                i64,
            >::atom(
                    || ::atomata::__private::unreachable(),
                    <CELL as ::atomata::__private::Node>::TOOLS,
                )
                .by_key(|key| {
                    let initial: fn(
                        <CELL as ::atomata::__private::FamilyNode>::Key,
                    ) -> i64 = |(x, y)| x * y;
                    initial(
                        ::core::clone::Clone::clone(
                            ::atomata::__private::key_of::<
                                <CELL as ::atomata::__private::FamilyNode>::Key,
                            >(key),
                        ),
                    )
                }),
        )
        .keyed(
            &const {
                ::atomata::__private::FamilyMeta::of::<
                    <CELL as ::atomata::__private::FamilyNode>::Key,
                    Hash,
                >(
                        ::atomata::__private::Lifespan::Lru({
                            let value: ::core::primitive::usize = 100;
                            value
                        }),
                    )
                    .written(
                        {
                            #[allow(unused_imports)]
                            use ::atomata::__private::NotWritten as _;
                            ::atomata::__private::Probe::<
                                <CELL as ::atomata::__private::FamilyNode>::Key,
                            >::WRITE
                        },
                        true,
                    )
                    .saving::<<CELL as ::atomata::__private::FamilyNode>::Key>()
            },
        );
    impl ::atomata::__private::Node for CELL {
        type Value = i64;
        type Home = ::atomata::__private::Nowhere;
        const META: &'static ::atomata::__private::Meta = &META;
        const TOOLS: ::atomata::__private::Tools<i64> = ::atomata::__private::Tools::<
            i64,
        >::new()
            .cloning_by(
                <::atomata::__private::Tools<
                    i64,
                > as ::atomata::__private::CloneTools<i64>>::CLONE,
            )
            .comparing()
            .saving()
            .coding(
                ::atomata::__private::Probe::<i64>::EDITED,
                ::atomata::__private::Probe::<i64>::CODEC,
            )
            .copying(::atomata::__private::Probe::<i64>::COPY)
            .holding(::atomata::__private::Probe::<i64>::HEAP);
        #[inline]
        fn meta() -> &'static ::atomata::__private::Meta {
            &META
        }
    }
    impl ::atomata::__private::FamilyNode for CELL {
        type Key = <(
            u32,
            u32,
        ) as ::atomata::__private::KeyType<
            {
                <::core::marker::PhantomData<
                    (u32, u32),
                > as ::atomata::__private::IsKey>::IS_KEY
            },
        >>::Key;
        type Handle = ::atomata::__private::Member<CELL>;
        type Make = fn(u32, u32) -> <Self as ::atomata::__private::FamilyNode>::Handle;
        const MAKE: &'static Self::Make = &((|part_0, part_1| <Self as ::atomata::__private::FamilyNode>::handle((
            part_0,
            part_1,
        ))) as fn(u32, u32) -> <Self as ::atomata::__private::FamilyNode>::Handle);
        #[inline]
        fn handle(key: Self::Key) -> Self::Handle {
            ::atomata::__private::Branch::at(&::atomata::__private::Member::new(key))
        }
    }
    impl ::atomata::__private::AtomFamily for CELL {
        type Sound<T> = T;
    }
};
