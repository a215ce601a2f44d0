mod state {
    #[allow(unused_imports)]
    use ::atomata::computed;
    #[computed(__graph(self, broken), deps = [SECOND])]
    fn first(second: u8) -> u8 {
        second
    }
    #[computed(__graph(self, broken), deps = [FIRST])]
    fn second(first: u8) -> u8 {
        first
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
    pub struct __Nodes {}
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
            Self {}
        }
        pub fn __meta(
            __at: ::core::primitive::u32,
        ) -> ::core::option::Option<&'static ::atomata::__private::Meta> {
            match __at {
                _ => ::core::option::Option::None,
            }
        }
        pub fn __slot(
            &self,
            __at: ::core::primitive::u32,
        ) -> &dyn ::atomata::__private::AnySlot {
            match __at {
                _ => ::atomata::__private::absent(),
            }
        }
        pub fn __slot_mut(
            &mut self,
            __at: ::core::primitive::u32,
        ) -> &mut dyn ::atomata::__private::AnySlot {
            match __at {
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
            _ => ::atomata::__private::absent(),
        }
    }
    ///The graph of the module `state`: `Store<state::Graph>` is a store of it.
    #[allow(missing_debug_implementations, clippy::empty_enums)]
    pub enum Graph {}
    impl Graph {
        /// The graph as text for Graphviz.
        pub const DOT: &'static ::core::primitive::str = "digraph {\n  rankdir=LR;\n  node [fontname=\"sans-serif\", shape=box];\n  n0 [label=\"first\", style=rounded];\n  n1 [label=\"second\", style=rounded];\n  n1 -> n0;\n  n0 -> n1;\n}\n";
        /// The graph as text for Mermaid.
        pub const MERMAID: &'static ::core::primitive::str = "flowchart LR\n  n0(\"first\")\n  n1(\"second\")\n  n1 --> n0\n  n0 --> n1\n";
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
        &[],
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
        pub const __BASE: ::core::primitive::u32 = 0;
    }
    impl ::atomata::__private::Nodes for __Nodes {
        const GRAPH: &'static ::atomata::__private::GraphMeta = &__GRAPH;
        const LEN: ::core::primitive::u32 = Self::__BASE + 0;
        fn fresh() -> Self {
            Self::__fresh()
        }
        fn metas(
            __out: &mut ::std::vec::Vec<
                ::core::option::Option<&'static ::atomata::__private::Meta>,
            >,
        ) {
            ::core::iter::Extend::extend(
                __out,
                ::core::iter::Iterator::map(0..0, Self::__meta),
            );
        }
        fn base(
            __home: &'static ::atomata::__private::GraphMeta,
        ) -> ::core::option::Option<::core::primitive::u32> {
            if ::core::ptr::eq(__home, &__GRAPH) {
                return ::core::option::Option::Some(Self::__BASE);
            }
            ::core::option::Option::None
        }
        #[inline]
        fn slot(
            &self,
            __at: ::core::primitive::u32,
        ) -> &dyn ::atomata::__private::AnySlot {
            self.__slot(__at)
        }
        #[inline]
        fn slot_mut(
            &mut self,
            __at: ::core::primitive::u32,
        ) -> &mut dyn ::atomata::__private::AnySlot {
            self.__slot_mut(__at)
        }
        #[inline(always)]
        fn recompute(
            &mut self,
            __at: ::core::primitive::u32,
            __computing: &mut ::atomata::__private::Computing<'_>,
        ) -> ::core::primitive::bool {
            __recompute(self, __at, __computing)
        }
    }
    impl<__K> ::atomata::__private::HoldsIn<__K, Graph> for Graph {}
    impl<
        __K: ::atomata::__private::Node<Home = Graph>,
    > ::atomata::__private::HasIn<__K, Graph> for __Nodes {
        fn get(&self) -> &::atomata::__private::Slot<__K::Value> {
            ::atomata::__private::absent()
        }
        fn get_mut(&mut self) -> &mut ::atomata::__private::Slot<__K::Value> {
            ::atomata::__private::absent()
        }
    }
    ///A tier whose stores hold the graph of `state`, for helpers: `fn f<G: state::Included>(store: &Store<G>)`.
    #[allow(private_bounds)]
    pub trait Included: ::atomata::__private::Tier {}
    impl Included for Graph {}
    impl Included for ::atomata::Dynamic {}
}
::core::compile_error! {
    "`first` depends on itself: first <- second <- first; remove one of these dependencies"
}
::core::compile_error! {
    "`second` depends on `FIRST` here"
}
