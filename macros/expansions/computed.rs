/// The total.
pub fn total(items: &[Item], tax: f64, street: &str, coupon: Option<&str>) -> f64 {
    0.0
}
///The key of `total`.
#[doc(hidden)]
#[allow(non_camel_case_types, dead_code, missing_debug_implementations)]
#[allow(clippy::upper_case_acronyms)]
pub struct TOTAL {}
/// The total.
pub const TOTAL: TOTAL = TOTAL {};
#[allow(deprecated)]
const _: () = {
    #[allow(unused_imports)]
    use ::atomata::__private::{
        NotClone as _, NotCoded as _, NotCopy as _, NotEdited as _, NotEq as _,
        NotHeap as _, NotJson as _, NotShare as _, NotText as _,
    };
    static META: ::atomata::__private::Meta = ::atomata::__private::Meta::computed(
        ::atomata::__private::Origin {
            name: "total",
            key: ::core::concat!(::core::module_path!(), "::", "total"),
            module: ::core::module_path!(),
            group: ::core::option::Option::None,
            file: ::core::file!(),
            line: ::core::line!(),
        },
        &[
            ::atomata::__private::dep(&Cart.items).__dep(),
            ::atomata::__private::dep(&TAX).__dep(),
            ::atomata::__private::dep(&shop::Cart.address.street).__dep(),
            ::atomata::__private::dep(&COUPON).__dep(),
        ],
        &::atomata::__private::Body::<
            f64,
        >::computed(
            |inputs| {
                let value_0: &[Item] = ::atomata::__private::read(
                    inputs,
                    0,
                    &::atomata::__private::dep(&Cart.items),
                );
                let value_1 = ::atomata::__private::by_value::<
                    _,
                    f64,
                >(
                    ::atomata::__private::read(
                        inputs,
                        1,
                        &::atomata::__private::dep(&TAX),
                    ),
                );
                let value_2: &str = ::atomata::__private::read(
                    inputs,
                    2,
                    &::atomata::__private::dep(&shop::Cart.address.street),
                );
                let value_3: Option<&str> = ::atomata::__private::optional(
                        ::atomata::__private::read(
                            inputs,
                            3,
                            &::atomata::__private::dep(&COUPON),
                        ),
                    )
                    .map(|value| -> &str { value });
                total(value_0, value_1, value_2, value_3)
            },
            <TOTAL as ::atomata::__private::Node>::TOOLS,
        ),
    );
    impl ::atomata::__private::Node for TOTAL {
        type Value = f64;
        type Home = ::atomata::__private::Nowhere;
        const META: &'static ::atomata::__private::Meta = &META;
        const TOOLS: ::atomata::__private::Tools<f64> = ::atomata::__private::Tools::<
            f64,
        >::new()
            .comparing()
            .showing(
                ::atomata::__private::Probe::<f64>::JSON,
                ::atomata::__private::Probe::<f64>::TEXT,
            )
            .copying(::atomata::__private::Probe::<f64>::COPY)
            .holding(::atomata::__private::Probe::<f64>::HEAP);
        #[inline]
        fn meta() -> &'static ::atomata::__private::Meta {
            &META
        }
    }
    ::atomata::__private::computed_handle!(TOTAL, META);
    const _: () = ::atomata::__private::check_cycles(&META);
};
