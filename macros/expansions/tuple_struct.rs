struct Point(f64, u8, pub f64);
///The handle of [`Point`].
const ORIGIN: <Point as ::atomata::__private::Fields>::Handles<
    ::atomata::__private::Root<Point>,
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
            name: "ORIGIN",
            key: ::core::concat!(::core::module_path!(), "::", "ORIGIN"),
            module: ::core::module_path!(),
            group: ::core::option::Option::None,
            file: ::core::file!(),
            line: ::core::line!(),
        },
        &::atomata::__private::Body::<
            Point,
        >::tracked(
            || Point(0.0, 1, 2.0),
            <Point as ::atomata::__private::Node>::TOOLS,
            ::atomata::__private::Probe::<Point>::SLOT,
        ),
    );
    impl ::atomata::__private::Node for Point {
        type Value = Point;
        type Home = ::atomata::__private::Nowhere;
        const META: &'static ::atomata::__private::Meta = &META;
        const TOOLS: ::atomata::__private::Tools<Point> = ::atomata::__private::Tools::<
            Point,
        >::new()
            .cloning_by(
                <::atomata::__private::Tools<
                    Point,
                > as ::atomata::__private::CloneTools<Point>>::CLONE,
            )
            .tracking(
                <Point as ::atomata::__private::Fields>::diff,
                <Point as ::atomata::__private::Fields>::place,
                <Point as ::atomata::__private::Fields>::WIDTH,
                <Point as ::atomata::__private::Fields>::PARTS,
            )
            .saving()
            .copying(::atomata::__private::Probe::<Point>::COPY);
        #[inline]
        fn meta() -> &'static ::atomata::__private::Meta {
            &META
        }
    }
    ///The field handles of `Point`.
    #[allow(dead_code, unreachable_pub, private_interfaces, private_bounds)]
    struct PointFields<P: ::atomata::__private::Path<Value = Point>>(
        ///The field `0`.
        ::atomata::__private::Field<P, f64, 0>,
        ///The field `1`.
        (),
        ///The field `2`.
        pub ::atomata::__private::Field<P, f64, 2>,
        P,
    );
    impl<P: ::atomata::__private::Path<Value = Point>> ::atomata::__private::Branch<P>
    for PointFields<P> {
        const NEW: Self = PointFields(
            ::atomata::__private::Field::NEW,
            (),
            ::atomata::__private::Field::NEW,
            <P as ::atomata::__private::Path>::NEW,
        );
        #[inline]
        fn at(path: &P) -> Self {
            PointFields(
                ::atomata::__private::Field::at(path),
                (),
                ::atomata::__private::Field::at(path),
                ::core::clone::Clone::clone(path),
            )
        }
    }
    ::atomata::__private::branch_handle!(
        [P : ::atomata::__private::Path < Value = Point >,] P, 3, PointFields < P >,
        Point
    );
    ///The tracked guard of `Point`.
    #[allow(
        dead_code,
        missing_debug_implementations,
        private_interfaces,
        private_bounds,
        unreachable_pub
    )]
    struct PointMut<'guard>(
        ///The field `0`.
        ::atomata::__private::Guarded<'guard, f64>,
        ///The field `1`.
        ::atomata::__private::Guarded<'guard, u8>,
        ///The field `2`.
        pub ::atomata::__private::Guarded<'guard, f64>,
    );
    impl ::atomata::__private::Fields for Point {
        type Guard<'guard> = PointMut<'guard>;
        type Handles<P: ::atomata::__private::Path<Value = Self>> = PointFields<P>;
        const TABLE: &'static [::atomata::__private::Entry] = &[
            ::atomata::__private::Entry::leaf("0")
                .of(&<Self as ::atomata::__private::HasField<f64, 0>>::TOOLS),
            ::atomata::__private::Entry::skipped("1"),
            ::atomata::__private::Entry::leaf("2")
                .of(&<Self as ::atomata::__private::HasField<f64, 2>>::TOOLS),
        ];
        fn diff(old: &Self, new: &Self, scribe: ::atomata::__private::Scribe<'_>) {
            scribe
                .compare(
                    0,
                    &old.0,
                    &new.0,
                    &<Self as ::atomata::__private::HasField<f64, 0>>::TOOLS,
                );
            scribe
                .compare(
                    2,
                    &old.2,
                    &new.2,
                    &<Self as ::atomata::__private::HasField<f64, 2>>::TOOLS,
                );
        }
        fn guard<'guard>(
            value: &'guard mut Self,
            track: ::atomata::__private::Track<'guard>,
        ) -> PointMut<'guard> {
            PointMut(
                track
                    .leaf(
                        0,
                        &mut value.0,
                        &<Self as ::atomata::__private::HasField<f64, 0>>::TOOLS,
                    ),
                track
                    .skipped(
                        1,
                        &mut value.1,
                        const {
                            &::atomata::__private::Tools::<u8>::new()
                                .sharing()
                                .cloning_by(
                                    <::atomata::__private::Tools<
                                        u8,
                                    > as ::atomata::__private::CloneTools<u8>>::CLONE,
                                )
                                .showing(
                                    ::atomata::__private::Probe::<u8>::JSON,
                                    ::atomata::__private::Probe::<u8>::TEXT,
                                )
                                .holding(::atomata::__private::Probe::<u8>::HEAP)
                        },
                    ),
                track
                    .leaf(
                        2,
                        &mut value.2,
                        &<Self as ::atomata::__private::HasField<f64, 2>>::TOOLS,
                    ),
            )
        }
        #[inline]
        fn part(&self, ordinal: ::core::primitive::usize) -> &dyn ::core::any::Any {
            match ordinal {
                0 => &self.0,
                1 => &self.1,
                2 => &self.2,
                _ => self,
            }
        }
        #[inline]
        fn part_mut(
            &mut self,
            ordinal: ::core::primitive::usize,
        ) -> &mut dyn ::core::any::Any {
            match ordinal {
                0 => &mut self.0,
                1 => &mut self.1,
                2 => &mut self.2,
                _ => self,
            }
        }
    }
    impl ::atomata::__private::HasField<f64, 0> for Point {
        const TOOLS: ::atomata::__private::Tools<f64> = ::atomata::__private::Tools::<
            f64,
        >::new()
            .sharing()
            .cloning_by(
                <::atomata::__private::Tools<
                    f64,
                > as ::atomata::__private::CloneTools<f64>>::CLONE,
            )
            .comparing()
            .coding(
                ::atomata::__private::Probe::<f64>::EDITED,
                ::atomata::__private::Probe::<f64>::CODEC,
            )
            .copying(::atomata::__private::Probe::<f64>::COPY)
            .holding(::atomata::__private::Probe::<f64>::HEAP);
    }
    impl ::atomata::__private::HasField<f64, 2> for Point {
        const TOOLS: ::atomata::__private::Tools<f64> = ::atomata::__private::Tools::<
            f64,
        >::new()
            .sharing()
            .cloning_by(
                <::atomata::__private::Tools<
                    f64,
                > as ::atomata::__private::CloneTools<f64>>::CLONE,
            )
            .comparing()
            .coding(
                ::atomata::__private::Probe::<f64>::EDITED,
                ::atomata::__private::Probe::<f64>::CODEC,
            )
            .copying(::atomata::__private::Probe::<f64>::COPY)
            .holding(::atomata::__private::Probe::<f64>::HEAP);
    }
};
