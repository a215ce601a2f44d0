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
            ::atomata::__private::slot_of!(Cart),
        ),
    );
    impl ::atomata::__private::Node for Cart {
        type Value = Cart;
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
            )
            .saving()
            .copying(::atomata::__private::copy_of!(Cart));
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
        __path: ::core::marker::PhantomData<fn() -> P>,
    }
    impl<P: ::atomata::__private::Path<Value = Cart>> ::atomata::__private::Branch
    for CartFields<P> {
        const NEW: Self = CartFields {
            all_items: ::atomata::__private::Field::NEW,
            address: ::atomata::__private::Branch::NEW,
            shared: ::atomata::__private::Field::NEW,
            __path: ::core::marker::PhantomData,
        };
    }
    ::atomata::__private::branch_handle!(
        [P : ::atomata::__private::Path < Value = Cart >,] P, CartFields < P >, Cart
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
            ::atomata::__private::Entry::keyed("allItems", "id"),
            ::atomata::__private::Entry::nested(
                "address",
                <Address as ::atomata::__private::Fields>::WIDTH,
            ),
            ::atomata::__private::Entry::leaf("shared").unsaved(),
            ::atomata::__private::Entry::skipped("cache"),
        ];
        fn diff(old: &Self, new: &Self, scribe: ::atomata::__private::Scribe<'_>) {
            let _ = |list: &Vec<Item>| {
                for item in list {
                    let _ = &item.id;
                }
            };
            let offsets = const {
                ::atomata::__private::offsets::<
                    4,
                >(<Self as ::atomata::__private::Fields>::TABLE)
            };
            scribe
                .compare(
                    offsets[0],
                    &old.all_items,
                    &new.all_items,
                    &<Self as ::atomata::__private::HasField<Vec<Item>, 0>>::TOOLS,
                );
            scribe
                .compare(
                    offsets[1],
                    &old.address,
                    &new.address,
                    &<Self as ::atomata::__private::HasField<Address, 1>>::TOOLS,
                );
            scribe
                .compare(
                    offsets[2],
                    &old.shared,
                    &new.shared,
                    &<Self as ::atomata::__private::HasField<Arc<u8>, 2>>::TOOLS,
                );
        }
        fn guard<'guard>(
            value: &'guard mut Self,
            track: ::atomata::__private::Track<'guard>,
        ) -> CartMut<'guard> {
            let offsets = const {
                ::atomata::__private::offsets::<
                    4,
                >(<Self as ::atomata::__private::Fields>::TABLE)
            };
            CartMut {
                all_items: track
                    .leaf(
                        offsets[0],
                        &mut value.all_items,
                        &<Self as ::atomata::__private::HasField<Vec<Item>, 0>>::TOOLS,
                    ),
                address: <Address as ::atomata::__private::Fields>::guard(
                    &mut value.address,
                    track.inside(offsets[1]),
                ),
                shared: track
                    .leaf(
                        offsets[2],
                        &mut value.shared,
                        &<Self as ::atomata::__private::HasField<Arc<u8>, 2>>::TOOLS,
                    ),
                cache: track
                    .skipped(
                        offsets[3],
                        &mut value.cache,
                        const {
                            &::atomata::__private::Tools::<Cache>::new()
                                .sharing()
                                .cloning_by(::atomata::__private::clone_of!(Cache))
                        },
                    ),
            }
        }
        fn place(&mut self, at: ::core::primitive::u16) -> &mut dyn ::core::any::Any {
            match ::atomata::__private::locate::<Self>(at) {
                (0, _) => &mut self.all_items,
                (1, ::core::option::Option::None) => &mut self.address,
                (1, ::core::option::Option::Some(at)) => {
                    <Address as ::atomata::__private::Fields>::place(
                        &mut self.address,
                        at,
                    )
                }
                (2, _) => &mut self.shared,
                (3, _) => &mut self.cache,
                _ => self,
            }
        }
    }
    impl ::atomata::__private::HasField<Vec<Item>, 0> for Cart {
        const TOOLS: ::atomata::__private::Tools<Vec<Item>> = ::atomata::__private::Tools::<
            Vec<Item>,
        >::new()
            .sharing()
            .cloning_by(::atomata::__private::clone_of!(Vec < Item >))
            .comparing()
            .copying(::atomata::__private::copy_of!(Vec < Item >));
        #[inline]
        fn field(&self) -> &Vec<Item> {
            &self.all_items
        }
        #[inline]
        fn field_mut(&mut self) -> &mut Vec<Item> {
            &mut self.all_items
        }
    }
    impl ::atomata::__private::HasField<Address, 1> for Cart {
        const TOOLS: ::atomata::__private::Tools<Address> = ::atomata::__private::Tools::<
            Address,
        >::new()
            .cloning_by(::atomata::__private::clone_of!(Address))
            .tracking(
                <Address as ::atomata::__private::Fields>::diff,
                <Address as ::atomata::__private::Fields>::place,
                <Address as ::atomata::__private::Fields>::WIDTH,
            )
            .copying(::atomata::__private::copy_of!(Address));
        #[inline]
        fn field(&self) -> &Address {
            &self.address
        }
        #[inline]
        fn field_mut(&mut self) -> &mut Address {
            &mut self.address
        }
    }
    impl ::atomata::__private::HasField<Arc<u8>, 2> for Cart {
        const TOOLS: ::atomata::__private::Tools<Arc<u8>> = ::atomata::__private::Tools::<
            Arc<u8>,
        >::new()
            .sharing()
            .cloning_by(::atomata::__private::clone_of!(Arc < u8 >))
            .comparing_by(Arc::ptr_eq)
            .copying(::atomata::__private::copy_of!(Arc < u8 >));
        #[inline]
        fn field(&self) -> &Arc<u8> {
            &self.shared
        }
        #[inline]
        fn field_mut(&mut self) -> &mut Arc<u8> {
            &mut self.shared
        }
    }
};
