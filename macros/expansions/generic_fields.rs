#[allow(deprecated)]
const _: () = {
    #[allow(unused_imports)]
    use ::atomata::__private::{
        NotClone as _, NotCoded as _, NotCopy as _, NotEdited as _, NotEq as _,
        NotHeap as _, NotJson as _, NotShare as _, NotText as _,
    };
    ///The field handles of `Pair`.
    #[allow(dead_code, unreachable_pub, private_interfaces, private_bounds)]
    pub struct PairFields<
        P_: ::atomata::__private::Path<Value = Pair<P, N>>,
        P,
        const N: usize,
    >
    where
        P: ::atomata::__private::Share + ::core::clone::Clone + ::core::cmp::PartialEq,
        P: Send,
    {
        ///The field `left`.
        pub left: ::atomata::__private::Field<P_, [P; N], 0>,
        ///The field `right`.
        right: <Inner<
            P,
        > as ::atomata::__private::Nested<
            true,
        >>::Handles<::atomata::__private::Field<P_, Inner<P>, 1>>,
        __path: P_,
        __value: ::core::marker::PhantomData<fn() -> Pair<P, N>>,
    }
    impl<
        P_: ::atomata::__private::Path<Value = Pair<P, N>>,
        P,
        const N: usize,
    > ::atomata::__private::Branch<P_> for PairFields<P_, P, N>
    where
        P: ::atomata::__private::Share + ::core::clone::Clone + ::core::cmp::PartialEq,
        P: Send,
    {
        const NEW: Self = PairFields {
            left: ::atomata::__private::Field::NEW,
            right: ::atomata::__private::Branch::NEW,
            __path: <P_ as ::atomata::__private::Path>::NEW,
            __value: ::core::marker::PhantomData,
        };
        #[inline]
        fn at(path: &P_) -> Self {
            PairFields {
                left: ::atomata::__private::Field::at(path),
                right: ::atomata::__private::Branch::at(
                    &::atomata::__private::Field::at(path),
                ),
                __path: ::core::clone::Clone::clone(path),
                __value: ::core::marker::PhantomData,
            }
        }
    }
    ::atomata::__private::branch_handle!(
        [P_ : ::atomata::__private::Path < Value = Pair < P, N, > >, P :, const N :
        usize,] P_, __path, PairFields < P_, P, N, >, Pair < P, N, >, P :
        ::atomata::__private::Share + ::core::clone::Clone + ::core::cmp::PartialEq, P :
        Send,
    );
    ///The tracked guard of `Pair`.
    #[allow(
        dead_code,
        missing_debug_implementations,
        private_interfaces,
        private_bounds,
        unreachable_pub
    )]
    pub struct PairMut<'guard, P, const N: usize>
    where
        P: ::atomata::__private::Share + ::core::clone::Clone + ::core::cmp::PartialEq,
        P: Send,
    {
        ///The field `left`.
        pub left: ::atomata::__private::Guarded<'guard, [P; N]>,
        ///The field `right`.
        right: <Inner<P> as ::atomata::__private::Nested<true>>::Guard<'guard>,
    }
    impl<P, const N: usize> ::atomata::__private::Fields for Pair<P, N>
    where
        P: ::atomata::__private::Share + ::core::clone::Clone + ::core::cmp::PartialEq,
        P: Send,
    {
        type Guard<'guard> = PairMut<'guard, P, N>;
        type Handles<P_: ::atomata::__private::Path<Value = Self>> = PairFields<
            P_,
            P,
            N,
        >;
        const TABLE: &'static [::atomata::__private::Entry] = &[
            ::atomata::__private::Entry::leaf("left")
                .of(&<Self as ::atomata::__private::HasField<[P; N], 0>>::TOOLS),
            ::atomata::__private::Entry::nested(
                    "right",
                    <Inner<P> as ::atomata::__private::Fields>::WIDTH,
                )
                .of(&<Self as ::atomata::__private::HasField<Inner<P>, 1>>::TOOLS),
        ];
        fn diff(old: &Self, new: &Self, scribe: ::atomata::__private::Scribe<'_>) {
            scribe
                .compare(
                    0,
                    &old.left,
                    &new.left,
                    &<Self as ::atomata::__private::HasField<[P; N], 0>>::TOOLS,
                );
            scribe
                .compare(
                    1,
                    &old.right,
                    &new.right,
                    &<Self as ::atomata::__private::HasField<Inner<P>, 1>>::TOOLS,
                );
        }
        fn guard<'guard>(
            value: &'guard mut Self,
            track: ::atomata::__private::Track<'guard>,
        ) -> PairMut<'guard, P, N> {
            PairMut {
                left: track
                    .leaf(
                        0,
                        &mut value.left,
                        &<Self as ::atomata::__private::HasField<[P; N], 0>>::TOOLS,
                    ),
                right: <Inner<
                    P,
                > as ::atomata::__private::Fields>::guard(
                    &mut value.right,
                    track.inside(1),
                ),
            }
        }
        #[inline]
        fn part(&self, ordinal: ::core::primitive::usize) -> &dyn ::core::any::Any {
            match ordinal {
                0 => &self.left,
                1 => &self.right,
                _ => self,
            }
        }
        #[inline]
        fn part_mut(
            &mut self,
            ordinal: ::core::primitive::usize,
        ) -> &mut dyn ::core::any::Any {
            match ordinal {
                0 => &mut self.left,
                1 => &mut self.right,
                _ => self,
            }
        }
        fn place(&mut self, at: ::core::primitive::u16) -> &mut dyn ::core::any::Any {
            match ::atomata::__private::locate(
                <Self as ::atomata::__private::Fields>::TABLE,
                at,
            ) {
                (1, ::core::option::Option::Some(at)) => {
                    <Inner<
                        P,
                    > as ::atomata::__private::Fields>::place(&mut self.right, at)
                }
                (ordinal, _) => {
                    <Self as ::atomata::__private::Fields>::part_mut(self, ordinal)
                }
            }
        }
    }
    impl<P, const N: usize> ::atomata::__private::HasField<[P; N], 0> for Pair<P, N>
    where
        P: ::atomata::__private::Share + ::core::clone::Clone + ::core::cmp::PartialEq,
        P: Send,
    {
        const TOOLS: ::atomata::__private::Tools<[P; N]> = ::atomata::__private::Tools::<
            [P; N],
        >::new()
            .sharing()
            .cloning_by(
                <::atomata::__private::Tools<
                    [P; N],
                > as ::atomata::__private::CloneTools<[P; N]>>::CLONE,
            )
            .comparing()
            .coding(
                ::atomata::__private::Probe::<[P; N]>::EDITED,
                ::atomata::__private::Probe::<[P; N]>::CODEC,
            )
            .copying(::atomata::__private::Probe::<[P; N]>::COPY)
            .holding(::atomata::__private::Probe::<[P; N]>::HEAP);
    }
    impl<P, const N: usize> ::atomata::__private::HasField<Inner<P>, 1> for Pair<P, N>
    where
        P: ::atomata::__private::Share + ::core::clone::Clone + ::core::cmp::PartialEq,
        P: Send,
    {
        const TOOLS: ::atomata::__private::Tools<Inner<P>> = ::atomata::__private::Tools::<
            Inner<P>,
        >::new()
            .cloning_by(
                <::atomata::__private::Tools<
                    Inner<P>,
                > as ::atomata::__private::CloneTools<Inner<P>>>::CLONE,
            )
            .tracking(
                <Inner<P> as ::atomata::__private::Fields>::diff,
                <Inner<P> as ::atomata::__private::Fields>::place,
                <Inner<P> as ::atomata::__private::Fields>::WIDTH,
                <Inner<P> as ::atomata::__private::Fields>::PARTS,
            )
            .copying(::atomata::__private::Probe::<Inner<P>>::COPY);
    }
};
