#[derive(crate::state::Fields)]
#[atom(crate = crate::state)]
struct Cart {
    #[cfg(feature = "coupons")]
    #[atom(skip)]
    coupon: String,
}
#[doc(hidden)]
#[allow(non_upper_case_globals)]
const Cart: <Cart as crate::state::__private::Fields>::Handles<
    crate::state::__private::Root<Cart>,
> = crate::state::__private::Branch::NEW;
#[allow(deprecated)]
const _: () = {
    #[allow(unused_imports)]
    use crate::state::__private::{
        NotClone as _, NotCoded as _, NotCopy as _, NotEdited as _, NotEq as _,
        NotHeap as _, NotJson as _, NotShare as _, NotText as _,
    };
    static META: crate::state::__private::Meta = crate::state::__private::Meta::atom(
        crate::state::__private::Origin {
            name: "Cart",
            key: ::core::concat!(::core::module_path!(), "::", "Cart"),
            module: ::core::module_path!(),
            group: ::core::option::Option::None,
            file: ::core::file!(),
            line: ::core::line!(),
        },
        &crate::state::__private::Body::<
            Cart,
        >::tracked(
            <Cart as crate::state::__private::DefaultValue>::default_value,
            <Cart as crate::state::__private::Node>::TOOLS,
            crate::state::__private::Probe::<Cart>::SLOT,
        ),
    );
    impl crate::state::__private::Node for Cart {
        type Value = Cart;
        type Home = crate::state::__private::Nowhere;
        const META: &'static crate::state::__private::Meta = &META;
        const TOOLS: crate::state::__private::Tools<Cart> = crate::state::__private::Tools::<
            Cart,
        >::new()
            .cloning_by(
                <crate::state::__private::Tools<
                    Cart,
                > as crate::state::__private::CloneTools<Cart>>::CLONE,
            )
            .tracking(
                <Cart as crate::state::__private::Fields>::diff,
                <Cart as crate::state::__private::Fields>::place,
                <Cart as crate::state::__private::Fields>::WIDTH,
                <Cart as crate::state::__private::Fields>::PARTS,
            )
            .saving()
            .copying(crate::state::__private::Probe::<Cart>::COPY);
        #[inline]
        fn meta() -> &'static crate::state::__private::Meta {
            &META
        }
    }
};
