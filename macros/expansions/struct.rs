/// A cart.
#[derive(Clone, Default)]
#[serde(rename_all = "camelCase")]
pub struct Cart {
    /// What is in it.
    pub all_items: Vec<Item>,
    address: Address,
    #[serde(skip)]
    shared: Arc<u8>,
    pub(crate) cache: Cache,
}
#[doc(hidden)]
#[allow(non_upper_case_globals)]
pub const Cart: <Cart as ::atomata::__private::Fields>::Handles<
    ::atomata::__private::Root<Cart>,
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
            name: "Cart",
            key: ::core::concat!(::core::module_path!(), "::", "Cart"),
            module: ::core::module_path!(),
            group: ::core::option::Option::None,
            file: ::core::file!(),
            line: ::core::line!(),
        },
        &::atomata::__private::Body::<
            Cart,
        >::tracked(
            <Cart as ::atomata::__private::DefaultValue>::default_value,
            <Cart as ::atomata::__private::Node>::TOOLS,
            ::atomata::__private::Probe::<Cart>::SLOT,
        ),
    );
    impl ::atomata::__private::Node for Cart {
        type Value = Cart;
        type Home = ::atomata::__private::Nowhere;
        const META: &'static ::atomata::__private::Meta = &META;
        const TOOLS: ::atomata::__private::Tools<Cart> = ::atomata::__private::Tools::<
            Cart,
        >::new()
            .cloning_by(
                <::atomata::__private::Tools<
                    Cart,
                > as ::atomata::__private::CloneTools<Cart>>::CLONE,
            )
            .tracking(
                <Cart as ::atomata::__private::Fields>::diff,
                <Cart as ::atomata::__private::Fields>::place,
                <Cart as ::atomata::__private::Fields>::WIDTH,
                <Cart as ::atomata::__private::Fields>::PARTS,
            )
            .saving()
            .copying(::atomata::__private::Probe::<Cart>::COPY);
        #[inline]
        fn meta() -> &'static ::atomata::__private::Meta {
            &META
        }
    }
    ///The field handles of `Cart`.
    #[allow(dead_code, unreachable_pub, private_interfaces, private_bounds)]
    pub struct CartFields<P: ::atomata::__private::Path<Value = Cart>> {
        /// What is in it.
        pub all_items: ::atomata::__private::Field<P, Vec<Item>, 0>,
        ///The field `address`.
        address: <Address as ::atomata::__private::Nested<
            { <Address as ::atomata::__private::Fields>::TRACKED },
        >>::Handles<::atomata::__private::Field<P, Address, 1>>,
        ///The field `shared`.
        shared: ::atomata::__private::Field<P, Arc<u8>, 2>,
        __path: P,
    }
    impl<P: ::atomata::__private::Path<Value = Cart>> ::atomata::__private::Branch<P>
    for CartFields<P> {
        const NEW: Self = CartFields {
            all_items: ::atomata::__private::Field::NEW,
            address: ::atomata::__private::Branch::NEW,
            shared: ::atomata::__private::Field::NEW,
            __path: <P as ::atomata::__private::Path>::NEW,
        };
        #[inline]
        fn at(path: &P) -> Self {
            CartFields {
                all_items: ::atomata::__private::Field::at(path),
                address: ::atomata::__private::Branch::at(
                    &::atomata::__private::Field::at(path),
                ),
                shared: ::atomata::__private::Field::at(path),
                __path: ::core::clone::Clone::clone(path),
            }
        }
    }
    ::atomata::__private::branch_handle!(
        [P : ::atomata::__private::Path < Value = Cart >,] P, __path, CartFields < P >,
        Cart
    );
    ///The tracked guard of `Cart`.
    #[allow(
        dead_code,
        missing_debug_implementations,
        private_interfaces,
        private_bounds,
        unreachable_pub
    )]
    pub struct CartMut<'guard> {
        /// What is in it.
        pub all_items: ::atomata::__private::Guarded<'guard, Vec<Item>>,
        ///The field `address`.
        address: <Address as ::atomata::__private::Nested<
            { <Address as ::atomata::__private::Fields>::TRACKED },
        >>::Guard<'guard>,
        ///The field `shared`.
        shared: ::atomata::__private::Guarded<'guard, Arc<u8>>,
        ///The field `cache`.
        pub(crate) cache: ::atomata::__private::Guarded<'guard, Cache>,
    }
    impl ::atomata::__private::Fields for Cart {
        type Guard<'guard> = CartMut<'guard>;
        type Handles<P: ::atomata::__private::Path<Value = Self>> = CartFields<P>;
        const TABLE: &'static [::atomata::__private::Entry] = &[
            ::atomata::__private::Entry::keyed("allItems", "id")
                .of(&<Self as ::atomata::__private::HasField<Vec<Item>, 0>>::TOOLS),
            ::atomata::__private::Entry::nested(
                    "address",
                    <Address as ::atomata::__private::Fields>::WIDTH,
                )
                .of(&<Self as ::atomata::__private::HasField<Address, 1>>::TOOLS),
            ::atomata::__private::Entry::leaf("shared")
                .of(&<Self as ::atomata::__private::HasField<Arc<u8>, 2>>::TOOLS)
                .unsaved(),
            ::atomata::__private::Entry::skipped("cache"),
        ];
        fn diff(old: &Self, new: &Self, scribe: ::atomata::__private::Scribe<'_>) {
            scribe
                .compare(
                    0,
                    &old.all_items,
                    &new.all_items,
                    &<Self as ::atomata::__private::HasField<Vec<Item>, 0>>::TOOLS,
                );
            scribe
                .compare(
                    1,
                    &old.address,
                    &new.address,
                    &<Self as ::atomata::__private::HasField<Address, 1>>::TOOLS,
                );
            scribe
                .compare(
                    2 + <Address as ::atomata::__private::Fields>::WIDTH,
                    &old.shared,
                    &new.shared,
                    &<Self as ::atomata::__private::HasField<Arc<u8>, 2>>::TOOLS,
                );
        }
        fn guard<'guard>(
            value: &'guard mut Self,
            track: ::atomata::__private::Track<'guard>,
        ) -> CartMut<'guard> {
            CartMut {
                all_items: track
                    .leaf(
                        0,
                        &mut value.all_items,
                        &<Self as ::atomata::__private::HasField<Vec<Item>, 0>>::TOOLS,
                    ),
                address: <Address as ::atomata::__private::Fields>::guard(
                    &mut value.address,
                    track.inside(1),
                ),
                shared: track
                    .leaf(
                        2 + <Address as ::atomata::__private::Fields>::WIDTH,
                        &mut value.shared,
                        &<Self as ::atomata::__private::HasField<Arc<u8>, 2>>::TOOLS,
                    ),
                cache: track
                    .skipped(
                        3 + <Address as ::atomata::__private::Fields>::WIDTH,
                        &mut value.cache,
                        const {
                            &::atomata::__private::Tools::<Cache>::new()
                                .sharing()
                                .cloning_by(::atomata::__private::Probe::<Cache>::CLONE)
                                .showing(
                                    ::atomata::__private::Probe::<Cache>::JSON,
                                    ::atomata::__private::Probe::<Cache>::TEXT,
                                )
                                .holding(::atomata::__private::Probe::<Cache>::HEAP)
                        },
                    ),
            }
        }
        #[inline]
        fn part(&self, ordinal: ::core::primitive::usize) -> &dyn ::core::any::Any {
            match ordinal {
                0 => &self.all_items,
                1 => &self.address,
                2 => &self.shared,
                3 => &self.cache,
                _ => self,
            }
        }
        #[inline]
        fn part_mut(
            &mut self,
            ordinal: ::core::primitive::usize,
        ) -> &mut dyn ::core::any::Any {
            match ordinal {
                0 => &mut self.all_items,
                1 => &mut self.address,
                2 => &mut self.shared,
                3 => &mut self.cache,
                _ => self,
            }
        }
        fn place(&mut self, at: ::core::primitive::u16) -> &mut dyn ::core::any::Any {
            match ::atomata::__private::locate(
                <Self as ::atomata::__private::Fields>::TABLE,
                at,
            ) {
                (1, ::core::option::Option::Some(at)) => {
                    <Address as ::atomata::__private::Fields>::place(
                        &mut self.address,
                        at,
                    )
                }
                (ordinal, _) => {
                    <Self as ::atomata::__private::Fields>::part_mut(self, ordinal)
                }
            }
        }
    }
    impl ::atomata::__private::HasField<Vec<Item>, 0> for Cart {
        const TOOLS: ::atomata::__private::Tools<Vec<Item>> = ::atomata::__private::Tools::<
            Vec<Item>,
        >::new()
            .sharing()
            .cloning_by(::atomata::__private::Probe::<Vec<Item>>::CLONE)
            .comparing()
            .showing(
                ::atomata::__private::Probe::<Vec<Item>>::JSON,
                ::atomata::__private::Probe::<Vec<Item>>::TEXT,
            )
            .copying(::atomata::__private::Probe::<Vec<Item>>::COPY)
            .holding(::atomata::__private::Probe::<Vec<Item>>::HEAP)
            .keyed(const { &::atomata::__private::Identified::by(|item| &item.id) });
    }
    impl ::atomata::__private::HasField<Address, 1> for Cart {
        const TOOLS: ::atomata::__private::Tools<Address> = ::atomata::__private::Tools::<
            Address,
        >::new()
            .cloning_by(::atomata::__private::Probe::<Address>::CLONE)
            .tracking(
                <Address as ::atomata::__private::Fields>::diff,
                <Address as ::atomata::__private::Fields>::place,
                <Address as ::atomata::__private::Fields>::WIDTH,
                <Address as ::atomata::__private::Fields>::PARTS,
            )
            .copying(::atomata::__private::Probe::<Address>::COPY);
    }
    impl ::atomata::__private::HasField<Arc<u8>, 2> for Cart {
        const TOOLS: ::atomata::__private::Tools<Arc<u8>> = ::atomata::__private::Tools::<
            Arc<u8>,
        >::new()
            .sharing()
            .cloning_by(::atomata::__private::Probe::<Arc<u8>>::CLONE)
            .comparing_by(Arc::ptr_eq)
            .showing(
                ::atomata::__private::Probe::<Arc<u8>>::JSON,
                ::atomata::__private::Probe::<Arc<u8>>::TEXT,
            )
            .copying(::atomata::__private::Probe::<Arc<u8>>::COPY)
            .holding(::atomata::__private::Probe::<Arc<u8>>::HEAP);
    }
};
