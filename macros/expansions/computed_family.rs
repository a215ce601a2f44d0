fn seen(
    #[allow(unused_variables)]
    id: TodoId,
    done: bool,
    before: Option<&bool>,
    all: Each<'_, TodoId, Todo>,
    tax: f64,
) -> bool {
    done
}
///The key of `seen`.
#[doc(hidden)]
#[allow(non_camel_case_types, dead_code, missing_debug_implementations)]
#[allow(clippy::upper_case_acronyms)]
struct SEEN {}
///The computed `seen`.
const SEEN: ::atomata::__private::Family<SEEN> = <::atomata::__private::Family<
    SEEN,
>>::NEW;
#[allow(deprecated)]
const _: () = {
    #[allow(unused_imports)]
    use ::atomata::__private::{
        NotClone as _, NotCoded as _, NotCopy as _, NotEdited as _, NotEq as _,
        NotHeap as _, NotJson as _, NotShare as _, NotText as _,
    };
    static META: ::atomata::__private::Meta = ::atomata::__private::Meta::computed(
            ::atomata::__private::Origin {
                name: "seen",
                key: ::core::concat!(::core::module_path!(), "::", "seen"),
                module: ::core::module_path!(),
                group: ::core::option::Option::None,
                file: ::core::file!(),
                line: ::core::line!(),
            },
            &[
                ::atomata::__private::each(&Todo).__dep(),
                ::atomata::__private::dep(&TAX).__dep(),
            ],
            &::atomata::__private::Body::<
                bool,
            >::computed(
                |inputs| {
                    let key: TodoId = ::atomata::__private::key_by_value::<
                        _,
                        TodoId,
                    >(inputs.key::<<SEEN as ::atomata::__private::FamilyNode>::Key>());
                    let value_0 = ::atomata::__private::by_value::<
                        _,
                        bool,
                    >(
                        ::atomata::__private::read_of(
                            inputs,
                            0,
                            |#[allow(unused_variables)] id: TodoId| ::atomata::__private::member(
                                Todo(id).done,
                            ),
                        ),
                    );
                    let value_1: Option<&bool> = ::atomata::__private::read_maybe(
                            inputs,
                            1,
                            |#[allow(unused_variables)] id: TodoId| ::core::option::Option::Some(
                                ::atomata::__private::member(SEEN(id.before()?)),
                            ),
                        )
                        .map(|value| -> &bool { value });
                    let value_2: Each<'_, TodoId, Todo> = ::atomata::__private::read_each(
                        inputs,
                        2,
                        &::atomata::__private::each(&Todo),
                    );
                    let value_3 = ::atomata::__private::by_value::<
                        _,
                        f64,
                    >(
                        ::atomata::__private::read(
                            inputs,
                            3,
                            &::atomata::__private::dep(&TAX),
                        ),
                    );
                    seen(key, value_0, value_1, value_2, value_3)
                },
                <SEEN as ::atomata::__private::Node>::TOOLS,
            ),
        )
        .listing(|key, edges| {
            let key = ::atomata::__private::key_of::<
                <SEEN as ::atomata::__private::FamilyNode>::Key,
            >(key);
            {
                #[allow(unused_variables)]
                let id: TodoId = ::atomata::__private::key_by_value::<_, TodoId>(key);
                edges.node(&::atomata::__private::member(Todo(id).done));
            }
            {
                #[allow(unused_variables)]
                let id: TodoId = ::atomata::__private::key_by_value::<_, TodoId>(key);
                edges
                    .maybe(
                        (|| ::core::option::Option::Some(
                            ::atomata::__private::member(SEEN(id.before()?)),
                        ))()
                            .as_ref(),
                    );
            }
            edges.each_of(&::atomata::__private::each(&Todo));
            edges.node(&::atomata::__private::dep(&TAX));
        })
        .keyed(
            &const {
                ::atomata::__private::FamilyMeta::of::<
                    <SEEN as ::atomata::__private::FamilyNode>::Key,
                    ::atomata::__private::FastHasher,
                >(::atomata::__private::Lifespan::Unobserved)
                    .written(
                        {
                            #[allow(unused_imports)]
                            use ::atomata::__private::NotWritten as _;
                            ::atomata::__private::Probe::<
                                <SEEN as ::atomata::__private::FamilyNode>::Key,
                            >::WRITE
                        },
                        false,
                    )
            },
        );
    impl ::atomata::__private::Node for SEEN {
        type Value = bool;
        type Home = ::atomata::__private::Nowhere;
        const META: &'static ::atomata::__private::Meta = &META;
        const TOOLS: ::atomata::__private::Tools<bool> = ::atomata::__private::Tools::<
            bool,
        >::new()
            .comparing()
            .showing(
                ::atomata::__private::Probe::<bool>::JSON,
                ::atomata::__private::Probe::<bool>::TEXT,
            )
            .copying(::atomata::__private::Probe::<bool>::COPY)
            .holding(::atomata::__private::Probe::<bool>::HEAP);
        #[inline]
        fn meta() -> &'static ::atomata::__private::Meta {
            &META
        }
    }
    impl ::atomata::__private::FamilyNode for SEEN {
        type Key = <TodoId as ::atomata::__private::KeyType<
            {
                <::core::marker::PhantomData<
                    TodoId,
                > as ::atomata::__private::IsKey>::IS_KEY
            },
        >>::Key;
        type Handle = ::atomata::__private::Member<SEEN>;
        type Make = fn(TodoId) -> <Self as ::atomata::__private::FamilyNode>::Handle;
        const MAKE: &'static Self::Make = &((|part_0| <Self as ::atomata::__private::FamilyNode>::handle(
            part_0,
        )) as fn(TodoId) -> <Self as ::atomata::__private::FamilyNode>::Handle);
        #[inline]
        fn handle(key: Self::Key) -> Self::Handle {
            ::atomata::__private::Branch::at(&::atomata::__private::Member::new(key))
        }
    }
    const _: () = ::atomata::__private::check_cycles(&META);
};
