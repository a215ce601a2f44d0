fn total(tax: f64) {}
#[doc(hidden)]
#[allow(non_upper_case_globals)]
const TOTAL: ::atomata::__private::Broken<
    {
        ::core::compile_error! {
            "a computed has a value; give the function a return type"
        }
    },
> = ::atomata::__private::Broken;
