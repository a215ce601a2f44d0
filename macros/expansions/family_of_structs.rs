struct Todo {
    done: bool,
}
#[doc(hidden)]
#[allow(non_upper_case_globals)]
const Todo: <Todo as ::atomata::__private::Fields>::Handles<
    ::atomata::__private::Family<Todo>,
> = ::atomata::__private::Branch::NEW;
#[allow(deprecated)]
const _: () = {
    #[allow(unused_imports)]
    use ::atomata::__private::{
        NotClone as _, NotCoded as _, NotCopy as _, NotEdited as _, NotEq as _,
        NotHeap as _, NotJson as _, NotShare as _, NotText as _,
    };
    static META: ::atomata::__private::Meta = ::atomata::__private::Meta::atom(
            ::atomata::__private::Origin {
                name: "Todo",
                key: ::core::concat!(::core::module_path!(), "::", "Todo"),
                module: ::core::module_path!(),
                group: ::core::option::Option::None,
                file: ::core::file!(),
                line: ::core::line!(),
            },
            &::atomata::__private::Body::<
                Todo,
            >::tracked(
                <Todo as ::atomata::__private::DefaultValue>::default_value,
                <Todo as ::atomata::__private::Node>::TOOLS,
                ::atomata::__private::Probe::<Todo>::SLOT,
            ),
        )
        .transient()
        .keyed(
            &const {
                ::atomata::__private::FamilyMeta::of::<
                    <Todo as ::atomata::__private::FamilyNode>::Key,
                    ::atomata::__private::FastHasher,
                >(::atomata::__private::Lifespan::Keep)
                    .written(
                        {
                            #[allow(unused_imports)]
                            use ::atomata::__private::NotWritten as _;
                            ::atomata::__private::Probe::<
                                <Todo as ::atomata::__private::FamilyNode>::Key,
                            >::WRITE
                        },
                        false,
                    )
            },
        );
    impl ::atomata::__private::Node for Todo {
        type Value = Todo;
        type Home = ::atomata::__private::Nowhere;
        const META: &'static ::atomata::__private::Meta = &META;
        const TOOLS: ::atomata::__private::Tools<Todo> = ::atomata::__private::Tools::<
            Todo,
        >::new()
            .cloning_by(
                <::atomata::__private::Tools<
                    Todo,
                > as ::atomata::__private::CloneTools<Todo>>::CLONE,
            )
            .tracking(
                <Todo as ::atomata::__private::Fields>::diff,
                <Todo as ::atomata::__private::Fields>::place,
                <Todo as ::atomata::__private::Fields>::WIDTH,
                <Todo as ::atomata::__private::Fields>::PARTS,
            )
            .copying(::atomata::__private::Probe::<Todo>::COPY);
        #[inline]
        fn meta() -> &'static ::atomata::__private::Meta {
            &META
        }
    }
    impl ::atomata::__private::FamilyNode for Todo {
        type Key = <TodoId as ::atomata::__private::KeyType<
            {
                <::core::marker::PhantomData<
                    TodoId,
                > as ::atomata::__private::IsKey>::IS_KEY
            },
        >>::Key;
        type Handle = <Todo as ::atomata::__private::Fields>::Handles<
            ::atomata::__private::Member<Todo>,
        >;
        type Make = fn(TodoId) -> <Self as ::atomata::__private::FamilyNode>::Handle;
        const MAKE: &'static Self::Make = &((|part_0| <Self as ::atomata::__private::FamilyNode>::handle(
            part_0,
        )) as fn(TodoId) -> <Self as ::atomata::__private::FamilyNode>::Handle);
        #[inline]
        fn handle(key: Self::Key) -> Self::Handle {
            ::atomata::__private::Branch::at(&::atomata::__private::Member::new(key))
        }
    }
    impl ::atomata::__private::AtomFamily for Todo {
        type Sound<T> = T;
    }
    ///The field handles of `Todo`.
    #[allow(dead_code, unreachable_pub, private_interfaces, private_bounds)]
    struct TodoFields<P: ::atomata::__private::Path<Value = Todo>> {
        ///The field `done`.
        done: ::atomata::__private::Field<P, bool, 0>,
        __path: P,
    }
    impl<P: ::atomata::__private::Path<Value = Todo>> ::atomata::__private::Branch<P>
    for TodoFields<P> {
        const NEW: Self = TodoFields {
            done: ::atomata::__private::Field::NEW,
            __path: <P as ::atomata::__private::Path>::NEW,
        };
        #[inline]
        fn at(path: &P) -> Self {
            TodoFields {
                done: ::atomata::__private::Field::at(path),
                __path: ::core::clone::Clone::clone(path),
            }
        }
    }
    ::atomata::__private::branch_handle!(
        [P : ::atomata::__private::Path < Value = Todo >,] P, __path, TodoFields < P >,
        Todo
    );
    ///The tracked guard of `Todo`.
    #[allow(
        dead_code,
        missing_debug_implementations,
        private_interfaces,
        private_bounds,
        unreachable_pub
    )]
    struct TodoMut<'guard> {
        ///The field `done`.
        done: ::atomata::__private::Guarded<'guard, bool>,
    }
    impl ::atomata::__private::Fields for Todo {
        type Guard<'guard> = TodoMut<'guard>;
        type Handles<P: ::atomata::__private::Path<Value = Self>> = TodoFields<P>;
        const TABLE: &'static [::atomata::__private::Entry] = &[
            ::atomata::__private::Entry::leaf("done")
                .of(&<Self as ::atomata::__private::HasField<bool, 0>>::TOOLS),
        ];
        fn diff(old: &Self, new: &Self, scribe: ::atomata::__private::Scribe<'_>) {
            scribe
                .compare(
                    0,
                    &old.done,
                    &new.done,
                    &<Self as ::atomata::__private::HasField<bool, 0>>::TOOLS,
                );
        }
        fn guard<'guard>(
            value: &'guard mut Self,
            track: ::atomata::__private::Track<'guard>,
        ) -> TodoMut<'guard> {
            TodoMut {
                done: track
                    .leaf(
                        0,
                        &mut value.done,
                        &<Self as ::atomata::__private::HasField<bool, 0>>::TOOLS,
                    ),
            }
        }
        #[inline]
        fn part(&self, ordinal: ::core::primitive::usize) -> &dyn ::core::any::Any {
            match ordinal {
                0 => &self.done,
                _ => self,
            }
        }
        #[inline]
        fn part_mut(
            &mut self,
            ordinal: ::core::primitive::usize,
        ) -> &mut dyn ::core::any::Any {
            match ordinal {
                0 => &mut self.done,
                _ => self,
            }
        }
    }
    impl ::atomata::__private::HasField<bool, 0> for Todo {
        const TOOLS: ::atomata::__private::Tools<bool> = ::atomata::__private::Tools::<
            bool,
        >::new()
            .sharing()
            .cloning_by(
                <::atomata::__private::Tools<
                    bool,
                > as ::atomata::__private::CloneTools<bool>>::CLONE,
            )
            .comparing()
            .coding(
                ::atomata::__private::Probe::<bool>::EDITED,
                ::atomata::__private::Probe::<bool>::CODEC,
            )
            .copying(::atomata::__private::Probe::<bool>::COPY)
            .holding(::atomata::__private::Probe::<bool>::HEAP);
    }
};
