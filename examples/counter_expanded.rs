//! `counter.rs` with what its two attributes write, laid out by hand.
//!
//! There is little of it, and it is data: what is known of a node before the program runs, and how to
//! make its value. Everything that happens at run time is in the library, generic over values. It was
//! printed by `ATOMATA_DUMP='*' cargo build --example counter`, formatted and commented; a test of the
//! macros holds it to what they write.
//!
//! `atomata::__private` is no interface; it changes with every version.
//!
//! ```text
//! cargo run --example counter_expanded
//! ```
#![forbid(unsafe_code)]

use std::sync::mpsc::channel;

use atomata::Store;

// #[atom]
// pub static COUNT: u32 = 0;

// One name is both a type and its only value, the handle.
/// The key of `COUNT`.
#[doc(hidden)]
#[allow(non_camel_case_types, dead_code, missing_debug_implementations)]
#[allow(clippy::upper_case_acronyms)]
pub struct COUNT {}

/// How often the button was pressed.
pub const COUNT: COUNT = COUNT {};

// Whatever needs no name that a user could write is in here.
#[allow(deprecated)]
const _: () = {
    // Lets a type be asked what it can do, and the answer be no.
    #[allow(unused_imports)]
    use ::atomata::__private::{
        NotClone as _, NotCoded as _, NotCopy as _, NotEdited as _, NotEq as _, NotHeap as _,
        NotJson as _, NotShare as _, NotText as _,
    };

    static META: ::atomata::__private::Meta = ::atomata::__private::Meta::atom(
        ::atomata::__private::Origin {
            name: "COUNT",
            // The id is a hash of this, the same in every build.
            key: ::core::concat!(::core::module_path!(), "::", "COUNT"),
            // The batching group follows from this, as the attribute names none.
            module: ::core::module_path!(),
            group: ::core::option::Option::None,
            file: ::core::file!(),
            line: ::core::line!(),
        },
        &::atomata::__private::Body::<u32>::atom(
            // Any expression, evaluated once for each store. Where threads cannot share the type, the
            // error is here.
            || 0,
            <COUNT as ::atomata::__private::Node>::TOOLS,
        ),
    );

    impl ::atomata::__private::Node for COUNT {
        type Value = u32;
        type Home = ::atomata::__private::Nowhere;
        const META: &'static ::atomata::__private::Meta = &META;
        // What can be done with the value. Where the type cannot do it, the error is here, and says
        // which trait is missing.
        const TOOLS: ::atomata::__private::Tools<u32> = ::atomata::__private::Tools::<u32>::new()
            .cloning_by(
                <::atomata::__private::Tools<u32> as ::atomata::__private::CloneTools<u32>>::CLONE,
            )
            .comparing()
            .saving()
            // How it is written on the wires and read back.
            .coding(
                ::atomata::__private::Probe::<u32>::EDITED,
                ::atomata::__private::Probe::<u32>::CODEC,
            )
            .copying(::atomata::__private::Probe::<u32>::COPY)
            .holding(::atomata::__private::Probe::<u32>::HEAP);

        #[inline]
        fn meta() -> &'static ::atomata::__private::Meta {
            &META
        }
    }

    // `COUNT` can be read and written.
    ::atomata::__private::atom_handle!(COUNT, META);
};

// #[computed(deps = [COUNT])]
// pub fn label(count: u32) -> String

/// What stands on the button. The parameter is the dependency; the function stays an ordinary one.
pub fn label(count: u32) -> String {
    match count {
        0 => "press me".to_owned(),
        1 => "pressed once".to_owned(),
        count => format!("pressed {count} times"),
    }
}

/// The key of `label`.
#[doc(hidden)]
#[allow(non_camel_case_types, dead_code, missing_debug_implementations)]
#[allow(clippy::upper_case_acronyms)]
pub struct LABEL {}

/// What stands on the button. The parameter is the dependency; the function stays an ordinary one.
pub const LABEL: LABEL = LABEL {};

#[allow(deprecated)]
const _: () = {
    // Lets a type be asked what it can do, and the answer be no.
    #[allow(unused_imports)]
    use ::atomata::__private::{
        NotClone as _, NotCoded as _, NotCopy as _, NotEdited as _, NotEq as _, NotHeap as _,
        NotJson as _, NotShare as _, NotText as _,
    };

    static META: ::atomata::__private::Meta =
        ::atomata::__private::Meta::computed(
            ::atomata::__private::Origin {
                name: "label",
                key: ::core::concat!(::core::module_path!(), "::", "label"),
                module: ::core::module_path!(),
                group: ::core::option::Option::None,
                file: ::core::file!(),
                line: ::core::line!(),
            },
            // The graph: statics that point at each other.
            &[::atomata::__private::dep(&COUNT).__dep()],
            &::atomata::__private::Body::<String>::computed(
                |inputs| {
                    let value_0 = ::atomata::__private::by_value::<_, u32>(
                        ::atomata::__private::read(inputs, 0, &::atomata::__private::dep(&COUNT)),
                    );
                    label(value_0)
                },
                <LABEL as ::atomata::__private::Node>::TOOLS,
            ),
        );

    impl ::atomata::__private::Node for LABEL {
        type Value = String;
        type Home = ::atomata::__private::Nowhere;
        const META: &'static ::atomata::__private::Meta = &META;
        const TOOLS: ::atomata::__private::Tools<String> =
            ::atomata::__private::Tools::<String>::new()
                .comparing()
                .showing(
                    ::atomata::__private::Probe::<String>::JSON,
                    ::atomata::__private::Probe::<String>::TEXT,
                )
                .copying(::atomata::__private::Probe::<String>::COPY)
                .holding(::atomata::__private::Probe::<String>::HEAP);

        #[inline]
        fn meta() -> &'static ::atomata::__private::Meta {
            &META
        }
    }

    // `LABEL` can be read. It cannot be written, because it lacks the trait.
    ::atomata::__private::computed_handle!(LABEL, META);

    // Follows the statics, and fails the build if they lead back here.
    const _: () = ::atomata::__private::check_cycles(&META);
};

fn main() {
    let store = Store::manual();
    let (draw, drawn) = channel();
    let _drawing = store.subscribe(LABEL, move |label| {
        println!("the button says: {label}");
        draw.send(label.clone()).expect("the receiver lives as long as the store");
    });

    assert_eq!(store.get(LABEL), "press me");
    store.set(COUNT, 1);
    assert_eq!(store.get(LABEL), "pressed once");

    for _ in 0..3 {
        store.update(COUNT, |count| *count += 1);
    }
    store.flush();

    store.set(COUNT, 4);
    store.flush();

    assert_eq!(drawn.try_iter().collect::<Vec<_>>(), ["pressed 4 times"]);
    assert_eq!(label(0), "press me");
    println!("{} writes, {} notification", store.stats().writes, store.stats().notified);
}
