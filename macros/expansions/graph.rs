#[doc(hidden)]
#[allow(non_camel_case_types, dead_code)]
type __state_0 = shop::ui::Graph;
#[doc(hidden)]
#[allow(non_camel_case_types, dead_code)]
type __state_1 = shop::Graph;
/// My state.
pub mod state {
    use atomata::{atom, computed};
    #[atom(__graph(self, 0))]
    pub static TAX: f64 = 0.2;
    #[cfg(feature = "coupons")]
    #[atom(__graph(self, 1))]
    static COUPON: u8 = 1;
    #[atom(__graph(self), key = TodoId)]
    static SEEN: bool = false;
    pub mod inner {
        #[allow(unused_imports)]
        use ::atomata::computed;
        #[computed(__graph(super, 2), deps = [super::TAX, shop::ui::Cart.items])]
        pub fn total(tax: f64, items: &[Item]) -> f64 {
            tax
        }
        #[doc(hidden)]
        #[allow(
            dead_code,
            non_snake_case,
            unreachable_pub,
            private_interfaces,
            private_bounds
        )]
        #[allow(missing_debug_implementations, deprecated, unused_variables)]
        pub struct __Nodes {
            n2: ::atomata::__private::Slot<<TOTAL as ::atomata::__private::Node>::Value>,
        }
        #[doc(hidden)]
        #[allow(
            dead_code,
            non_snake_case,
            unreachable_pub,
            private_interfaces,
            private_bounds
        )]
        #[allow(missing_debug_implementations, deprecated, unused_variables)]
        impl __Nodes {
            pub fn __fresh() -> Self {
                Self {
                    n2: ::atomata::__private::Slot::fresh(
                        <TOTAL as ::atomata::__private::Bodied>::body(),
                    ),
                }
            }
            pub fn __meta(
                __at: ::core::primitive::u32,
            ) -> ::core::option::Option<&'static ::atomata::__private::Meta> {
                match __at {
                    2 => {
                        ::core::option::Option::Some(
                            <TOTAL as ::atomata::__private::Node>::meta(),
                        )
                    }
                    _ => ::core::option::Option::None,
                }
            }
            pub fn __slot(
                &self,
                __at: ::core::primitive::u32,
            ) -> &dyn ::atomata::__private::AnySlot {
                match __at {
                    2 => &self.n2,
                    _ => ::atomata::__private::absent(),
                }
            }
            pub fn __slot_mut(
                &mut self,
                __at: ::core::primitive::u32,
            ) -> &mut dyn ::atomata::__private::AnySlot {
                match __at {
                    2 => &mut self.n2,
                    _ => ::atomata::__private::absent(),
                }
            }
        }
        #[doc(hidden)]
        #[allow(
            dead_code,
            non_snake_case,
            unreachable_pub,
            private_interfaces,
            private_bounds
        )]
        #[allow(missing_debug_implementations, deprecated, unused_variables)]
        #[inline(always)]
        pub fn __recompute(
            __nodes: &mut super::__Nodes,
            __at: ::core::primitive::u32,
            __computing: &mut ::atomata::__private::Computing<'_>,
        ) -> ::core::primitive::bool {
            match __at {
                2 => {
                    ::atomata::__private::recompute::<
                        TOTAL,
                        super::__Nodes,
                    >(__nodes, __computing)
                }
                _ => ::atomata::__private::absent(),
            }
        }
        #[allow(deprecated)]
        impl super::__InAField for TOTAL {
            #[inline(always)]
            fn get(
                __nodes: &super::__Nodes,
            ) -> &::atomata::__private::Slot<Self::Value> {
                &__nodes.m_inner.n2
            }
            #[inline(always)]
            fn get_mut(
                __nodes: &mut super::__Nodes,
            ) -> &mut ::atomata::__private::Slot<Self::Value> {
                &mut __nodes.m_inner.n2
            }
        }
        #[allow(deprecated)]
        impl super::__Declared for TOTAL {
            const AT: ::core::primitive::u32 = super::__Nodes::__BASE + 2;
            #[inline]
            fn find(
                __nodes: &mut super::__Nodes,
            ) -> ::core::option::Option<&mut dyn ::atomata::__private::AnySlot> {
                ::core::option::Option::Some(&mut __nodes.m_inner.n2)
            }
        }
    }
    #[doc(hidden)]
    #[allow(
        dead_code,
        non_snake_case,
        unreachable_pub,
        private_interfaces,
        private_bounds
    )]
    #[allow(missing_debug_implementations, deprecated, unused_variables)]
    pub struct __Nodes {
        n0: ::atomata::__private::Slot<<TAX as ::atomata::__private::Node>::Value>,
        #[cfg(feature = "coupons")]
        n1: ::atomata::__private::Slot<<COUPON as ::atomata::__private::Node>::Value>,
        m_inner: inner::__Nodes,
        i0: <super::__state_0 as ::atomata::__private::Tier>::Nodes,
    }
    #[doc(hidden)]
    #[allow(
        dead_code,
        non_snake_case,
        unreachable_pub,
        private_interfaces,
        private_bounds
    )]
    #[allow(missing_debug_implementations, deprecated, unused_variables)]
    impl __Nodes {
        pub fn __fresh() -> Self {
            Self {
                n0: ::atomata::__private::Slot::fresh(
                    <TAX as ::atomata::__private::Bodied>::body(),
                ),
                #[cfg(feature = "coupons")]
                n1: ::atomata::__private::Slot::fresh(
                    <COUPON as ::atomata::__private::Bodied>::body(),
                ),
                m_inner: inner::__Nodes::__fresh(),
                i0: <<super::__state_0 as ::atomata::__private::Tier>::Nodes as ::atomata::__private::Nodes>::fresh(),
            }
        }
        pub fn __meta(
            __at: ::core::primitive::u32,
        ) -> ::core::option::Option<&'static ::atomata::__private::Meta> {
            match __at {
                0 => {
                    ::core::option::Option::Some(
                        <TAX as ::atomata::__private::Node>::meta(),
                    )
                }
                #[cfg(feature = "coupons")]
                1 => {
                    ::core::option::Option::Some(
                        <COUPON as ::atomata::__private::Node>::meta(),
                    )
                }
                2 => inner::__Nodes::__meta(__at),
                _ => ::core::option::Option::None,
            }
        }
        pub fn __slot(
            &self,
            __at: ::core::primitive::u32,
        ) -> &dyn ::atomata::__private::AnySlot {
            match __at {
                0 => &self.n0,
                #[cfg(feature = "coupons")]
                1 => &self.n1,
                2 => self.m_inner.__slot(__at),
                _ => ::atomata::__private::absent(),
            }
        }
        pub fn __slot_mut(
            &mut self,
            __at: ::core::primitive::u32,
        ) -> &mut dyn ::atomata::__private::AnySlot {
            match __at {
                0 => &mut self.n0,
                #[cfg(feature = "coupons")]
                1 => &mut self.n1,
                2 => self.m_inner.__slot_mut(__at),
                _ => ::atomata::__private::absent(),
            }
        }
    }
    #[doc(hidden)]
    #[allow(
        dead_code,
        non_snake_case,
        unreachable_pub,
        private_interfaces,
        private_bounds
    )]
    #[allow(missing_debug_implementations, deprecated, unused_variables)]
    #[inline(always)]
    pub fn __recompute(
        __nodes: &mut self::__Nodes,
        __at: ::core::primitive::u32,
        __computing: &mut ::atomata::__private::Computing<'_>,
    ) -> ::core::primitive::bool {
        match __at {
            2 => inner::__recompute(__nodes, __at, __computing),
            _ => ::atomata::__private::absent(),
        }
    }
    #[allow(deprecated)]
    impl self::__InAField for TAX {
        #[inline(always)]
        fn get(__nodes: &self::__Nodes) -> &::atomata::__private::Slot<Self::Value> {
            &__nodes.n0
        }
        #[inline(always)]
        fn get_mut(
            __nodes: &mut self::__Nodes,
        ) -> &mut ::atomata::__private::Slot<Self::Value> {
            &mut __nodes.n0
        }
    }
    #[allow(deprecated)]
    impl self::__Declared for TAX {
        const AT: ::core::primitive::u32 = self::__Nodes::__BASE + 0;
        #[inline]
        fn find(
            __nodes: &mut self::__Nodes,
        ) -> ::core::option::Option<&mut dyn ::atomata::__private::AnySlot> {
            ::core::option::Option::Some(&mut __nodes.n0)
        }
    }
    #[cfg(feature = "coupons")]
    #[allow(deprecated)]
    impl self::__InAField for COUPON {
        #[inline(always)]
        fn get(__nodes: &self::__Nodes) -> &::atomata::__private::Slot<Self::Value> {
            &__nodes.n1
        }
        #[inline(always)]
        fn get_mut(
            __nodes: &mut self::__Nodes,
        ) -> &mut ::atomata::__private::Slot<Self::Value> {
            &mut __nodes.n1
        }
    }
    #[cfg(feature = "coupons")]
    #[allow(deprecated)]
    impl self::__Declared for COUPON {
        const AT: ::core::primitive::u32 = self::__Nodes::__BASE + 1;
        #[inline]
        fn find(
            __nodes: &mut self::__Nodes,
        ) -> ::core::option::Option<&mut dyn ::atomata::__private::AnySlot> {
            ::core::option::Option::Some(&mut __nodes.n1)
        }
    }
    #[allow(deprecated)]
    impl self::__Declared for SEEN {}
    ///The graph of the module `state`: `Store<state::Graph>` is a store of it.
    #[allow(missing_debug_implementations, clippy::empty_enums)]
    pub enum Graph {}
    impl Graph {
        /// The graph as text for Graphviz.
        pub const DOT: &'static ::core::primitive::str = "digraph {\n  rankdir=LR;\n  node [fontname=\"sans-serif\", shape=box];\n  n0 [label=\"TAX\"];\n  n1 [label=\"COUPON\"];\n  n2 [label=\"SEEN(…)\", peripheries=2];\n  subgraph cluster_1 { label=\"inner\";\n    n3 [label=\"total\", style=rounded];\n  }\n  f0 [label=\"shop::ui::Cart\", style=dashed];\n  n0 -> n3;\n  f0 -> n3 [label=\".items\"];\n}\n";
        /// The graph as text for Mermaid.
        pub const MERMAID: &'static ::core::primitive::str = "flowchart LR\n  n0[\"TAX\"]\n  n1[\"COUPON\"]\n  n2[[\"SEEN(…)\"]]\n  subgraph m1 [\"inner\"]\n    n3(\"total\")\n  end\n  f0[\"shop::ui::Cart\"]\n  style f0 stroke-dasharray: 4\n  n0 --> n3\n  f0 -->|\".items\"| n3\n";
    }
    impl ::atomata::__private::Tier for Graph {
        type Nodes = __Nodes;
    }
    #[doc(hidden)]
    #[allow(
        dead_code,
        non_snake_case,
        unreachable_pub,
        private_interfaces,
        private_bounds
    )]
    #[allow(missing_debug_implementations, deprecated, unused_variables)]
    static __GRAPH: ::atomata::__private::GraphMeta = ::atomata::__private::GraphMeta::new(
        ::core::module_path!(),
        &[<super::__state_0 as ::atomata::__private::Compiled>::GRAPH],
    );
    #[doc(hidden)]
    #[allow(
        dead_code,
        non_snake_case,
        unreachable_pub,
        private_interfaces,
        private_bounds
    )]
    #[allow(missing_debug_implementations, deprecated, unused_variables)]
    impl __Nodes {
        pub const __BASE: ::core::primitive::u32 = 0
            + <<super::__state_0 as ::atomata::__private::Tier>::Nodes as ::atomata::__private::Nodes>::LEN;
    }
    impl ::atomata::__private::Nodes for __Nodes {
        const GRAPH: &'static ::atomata::__private::GraphMeta = &__GRAPH;
        const LEN: ::core::primitive::u32 = Self::__BASE + 3;
        fn fresh() -> Self {
            Self::__fresh()
        }
        fn metas(
            __out: &mut ::std::vec::Vec<
                ::core::option::Option<&'static ::atomata::__private::Meta>,
            >,
        ) {
            <<super::__state_0 as ::atomata::__private::Tier>::Nodes as ::atomata::__private::Nodes>::metas(
                __out,
            );
            ::core::iter::Extend::extend(
                __out,
                ::core::iter::Iterator::map(0..3, Self::__meta),
            );
        }
        fn base(
            __home: &'static ::atomata::__private::GraphMeta,
        ) -> ::core::option::Option<::core::primitive::u32> {
            if ::core::ptr::eq(__home, &__GRAPH) {
                return ::core::option::Option::Some(Self::__BASE);
            }
            let __base = 0;
            if let ::core::option::Option::Some(__at) = <<super::__state_0 as ::atomata::__private::Tier>::Nodes as ::atomata::__private::Nodes>::base(
                __home,
            ) {
                return ::core::option::Option::Some(__base + __at);
            }
            let __base = __base
                + <<super::__state_0 as ::atomata::__private::Tier>::Nodes as ::atomata::__private::Nodes>::LEN;
            let _ = __base;
            ::core::option::Option::None
        }
        #[inline]
        fn slot(
            &self,
            __at: ::core::primitive::u32,
        ) -> &dyn ::atomata::__private::AnySlot {
            if __at
                < <<super::__state_0 as ::atomata::__private::Tier>::Nodes as ::atomata::__private::Nodes>::LEN
            {
                return ::atomata::__private::Nodes::slot(&self.i0, __at);
            }
            let __at = __at
                - <<super::__state_0 as ::atomata::__private::Tier>::Nodes as ::atomata::__private::Nodes>::LEN;
            self.__slot(__at)
        }
        #[inline]
        fn slot_mut(
            &mut self,
            __at: ::core::primitive::u32,
        ) -> &mut dyn ::atomata::__private::AnySlot {
            if __at
                < <<super::__state_0 as ::atomata::__private::Tier>::Nodes as ::atomata::__private::Nodes>::LEN
            {
                return ::atomata::__private::Nodes::slot_mut(&mut self.i0, __at);
            }
            let __at = __at
                - <<super::__state_0 as ::atomata::__private::Tier>::Nodes as ::atomata::__private::Nodes>::LEN;
            self.__slot_mut(__at)
        }
        #[inline(always)]
        fn recompute(
            &mut self,
            __at: ::core::primitive::u32,
            __computing: &mut ::atomata::__private::Computing<'_>,
        ) -> ::core::primitive::bool {
            if __at
                < <<super::__state_0 as ::atomata::__private::Tier>::Nodes as ::atomata::__private::Nodes>::LEN
            {
                return ::atomata::__private::Nodes::recompute(
                    &mut self.i0,
                    __at,
                    __computing,
                );
            }
            let __at = __at
                - <<super::__state_0 as ::atomata::__private::Tier>::Nodes as ::atomata::__private::Nodes>::LEN;
            __recompute(self, __at, __computing)
        }
    }
    const _: () = ::atomata::__private::check_included(&__GRAPH);
    impl<
        __K: ::atomata::__private::Node<Home = super::__state_0>,
    > ::atomata::__private::HasIn<__K, super::__state_0> for __Nodes
    where
        <super::__state_0 as ::atomata::__private::Tier>::Nodes: ::atomata::__private::HasIn<
            __K,
            super::__state_0,
        >,
    {
        #[inline]
        fn get(&self) -> &::atomata::__private::Slot<__K::Value> {
            ::atomata::__private::HasIn::<__K, super::__state_0>::get(&self.i0)
        }
        #[inline]
        fn get_mut(&mut self) -> &mut ::atomata::__private::Slot<__K::Value> {
            ::atomata::__private::HasIn::<__K, super::__state_0>::get_mut(&mut self.i0)
        }
    }
    impl<
        __K: ::atomata::__private::Node<Home = super::__state_0>,
    > ::atomata::__private::HoldsIn<__K, super::__state_0> for Graph
    where
        super::__state_0: ::atomata::__private::HoldsIn<__K, super::__state_0>,
    {
        const AT: ::core::primitive::u32 = ::atomata::__private::within(
            0,
            <super::__state_0 as ::atomata::__private::HoldsIn<
                __K,
                super::__state_0,
            >>::AT,
        );
        #[inline]
        fn find(
            __nodes: &mut __Nodes,
        ) -> ::core::option::Option<&mut dyn ::atomata::__private::AnySlot> {
            <super::__state_0 as ::atomata::__private::HoldsIn<
                __K,
                super::__state_0,
            >>::find(&mut __nodes.i0)
        }
    }
    impl<
        __K: ::atomata::__private::Node<Home = super::__state_1>,
    > ::atomata::__private::HasIn<__K, super::__state_1> for __Nodes
    where
        <super::__state_0 as ::atomata::__private::Tier>::Nodes: ::atomata::__private::HasIn<
            __K,
            super::__state_1,
        >,
    {
        #[inline]
        fn get(&self) -> &::atomata::__private::Slot<__K::Value> {
            ::atomata::__private::HasIn::<__K, super::__state_1>::get(&self.i0)
        }
        #[inline]
        fn get_mut(&mut self) -> &mut ::atomata::__private::Slot<__K::Value> {
            ::atomata::__private::HasIn::<__K, super::__state_1>::get_mut(&mut self.i0)
        }
    }
    impl<
        __K: ::atomata::__private::Node<Home = super::__state_1>,
    > ::atomata::__private::HoldsIn<__K, super::__state_1> for Graph
    where
        super::__state_0: ::atomata::__private::HoldsIn<__K, super::__state_1>,
    {
        const AT: ::core::primitive::u32 = ::atomata::__private::within(
            0,
            <super::__state_0 as ::atomata::__private::HoldsIn<
                __K,
                super::__state_1,
            >>::AT,
        );
        #[inline]
        fn find(
            __nodes: &mut __Nodes,
        ) -> ::core::option::Option<&mut dyn ::atomata::__private::AnySlot> {
            <super::__state_0 as ::atomata::__private::HoldsIn<
                __K,
                super::__state_1,
            >>::find(&mut __nodes.i0)
        }
    }
    #[doc(hidden)]
    #[allow(
        dead_code,
        non_snake_case,
        unreachable_pub,
        private_interfaces,
        private_bounds
    )]
    #[allow(missing_debug_implementations, deprecated, unused_variables)]
    pub trait __Declared: ::core::marker::Sized + ::atomata::__private::Node {
        const AT: ::core::primitive::u32 = <::atomata::Dynamic as ::atomata::__private::HoldsIn<
            Self,
            Graph,
        >>::AT;
        #[inline]
        fn find(
            _: &mut __Nodes,
        ) -> ::core::option::Option<&mut dyn ::atomata::__private::AnySlot> {
            ::core::option::Option::None
        }
    }
    #[doc(hidden)]
    #[allow(
        dead_code,
        non_snake_case,
        unreachable_pub,
        private_interfaces,
        private_bounds
    )]
    #[allow(missing_debug_implementations, deprecated, unused_variables)]
    pub trait __InAField: ::atomata::__private::Node {
        fn get(__nodes: &__Nodes) -> &::atomata::__private::Slot<Self::Value>;
        fn get_mut(
            __nodes: &mut __Nodes,
        ) -> &mut ::atomata::__private::Slot<Self::Value>;
    }
    #[doc(hidden)]
    #[allow(
        dead_code,
        non_snake_case,
        unreachable_pub,
        private_interfaces,
        private_bounds
    )]
    #[allow(missing_debug_implementations, deprecated, unused_variables)]
    pub trait __Computed: ::atomata::__private::Node {
        fn compute(__nodes: &__Nodes) -> Self::Value;
    }
    impl<__K: __Declared> ::atomata::__private::HoldsIn<__K, Graph> for Graph {
        const AT: ::core::primitive::u32 = __K::AT;
        #[inline]
        fn find(
            __nodes: &mut __Nodes,
        ) -> ::core::option::Option<&mut dyn ::atomata::__private::AnySlot> {
            __K::find(__nodes)
        }
    }
    impl<__K: __InAField> ::atomata::__private::HasIn<__K, Graph> for __Nodes {
        #[inline(always)]
        fn get(&self) -> &::atomata::__private::Slot<__K::Value> {
            __K::get(self)
        }
        #[inline(always)]
        fn get_mut(&mut self) -> &mut ::atomata::__private::Slot<__K::Value> {
            __K::get_mut(self)
        }
    }
    impl<__K: __Computed> ::atomata::__private::Computes<__K> for __Nodes {
        #[inline(always)]
        fn compute(__nodes: &Self) -> __K::Value {
            __K::compute(__nodes)
        }
    }
    impl<__K: ::atomata::__private::Node<Home = ()>> ::atomata::__private::HasIn<__K, ()>
    for __Nodes {
        fn get(&self) -> &::atomata::__private::Slot<__K::Value> {
            ::atomata::__private::absent()
        }
        fn get_mut(&mut self) -> &mut ::atomata::__private::Slot<__K::Value> {
            ::atomata::__private::absent()
        }
    }
    ///A tier whose stores hold the graph of `state`, for helpers: `fn f<G: state::Included>(store: &Store<G>)`.
    #[allow(private_bounds)]
    pub trait Included: ::atomata::__private::Tier + ::atomata::__private::HoldsIn<
            TAX,
            Graph,
        > + ::atomata::__private::HoldsIn<
            SEEN,
            Graph,
        > + ::atomata::__private::HoldsIn<inner::TOTAL, Graph> {}
    impl Included for Graph {}
    impl Included for ::atomata::Dynamic {}
}
impl shop::ui::Included for state::Graph {}
impl shop::Included for state::Graph {}
