//! The inputs of the snapshots, and what the macros make of them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::expand::{atom, atoms, computed, fields};

/// The inputs of the snapshots, each with its name.
#[expect(clippy::too_many_lines, reason = "it is a list")]
pub(super) fn expansions() -> Vec<(&'static str, TokenStream)> {
    vec![
        (
            "static",
            atom(
                quote!(group = "data", id = "tax.v1", transient, redact),
                quote! {
                    /// Sales tax.
                    #[deprecated]
                    pub static TAX: Option<&str> = None;
                },
            ),
        ),
        (
            "nested_static",
            atom(
                quote!(nested, transient),
                quote!(
                    static LEFT: Panel = Panel::default();
                ),
            ),
        ),
        (
            "struct",
            atom(
                quote!(),
                quote! {
                    /// A cart.
                    #[derive(Clone, Default)]
                    #[serde(rename_all = "camelCase")]
                    pub struct Cart {
                        /// What is in it.
                        #[atom(by = id)]
                        pub all_items: Vec<Item>,
                        #[atom(nested)]
                        address: Address,
                        #[atom(eq = Arc::ptr_eq)]
                        #[serde(skip)]
                        shared: Arc<u8>,
                        #[atom(skip)]
                        pub(crate) cache: Cache,
                    }
                },
            ),
        ),
        (
            "tuple_struct",
            atom(
                quote!(name = ORIGIN, default = Point(0.0, 1, 2.0)),
                quote!(
                    struct Point(f64, #[atom(skip)] u8, pub f64);
                ),
            ),
        ),
        (
            "struct_with_conditions",
            atom(
                quote!(crate = crate::state),
                quote! {
                    struct Cart {
                        #[cfg(feature = "coupons")]
                        #[atom(skip)]
                        coupon: String,
                    }
                },
            ),
        ),
        (
            "enum",
            atom(
                quote!(),
                quote!(
                    pub(crate) enum Filter {
                        All,
                        Done,
                    }
                ),
            ),
        ),
        (
            "computed",
            computed(
                quote!(deps = [Cart.items, TAX, shop::Cart.address.street, COUPON]),
                quote! {
                    /// The total.
                    pub fn total(items: &[Item], tax: f64, street: &str, coupon: Option<&str>) -> f64 {
                        0.0
                    }
                },
            ),
        ),
        (
            "constant",
            computed(
                quote!(deps = [], eq = none),
                quote!(
                    fn nothing() -> u8 {
                        0
                    }
                ),
            ),
        ),
        (
            "family",
            atom(
                quote!(key = (u32, u32), life = lru(100), hasher = Hash),
                quote!(
                    pub static CELL: i64 = |(x, y)| x * y;
                ),
            ),
        ),
        (
            "family_of_structs",
            atom(
                quote!(key = TodoId, transient),
                quote!(
                    struct Todo {
                        done: bool,
                    }
                ),
            ),
        ),
        (
            "computed_family",
            computed(
                quote!(key = TodoId, deps = [Todo(id).done, SEEN(id.before()?), each(Todo), TAX]),
                quote!(
                    fn seen(
                        id: TodoId,
                        done: bool,
                        before: Option<&bool>,
                        all: Each<'_, TodoId, Todo>,
                        tax: f64,
                    ) -> bool {
                        done
                    }
                ),
            ),
        ),
        (
            "generic_fields",
            fields(quote! {
                pub struct Pair<P, const N: usize = 2>
                where
                    P: Send,
                {
                    pub left: [P; N],
                    #[atom(nested)]
                    right: Inner<P>,
                }
            }),
        ),
        (
            "graph",
            atoms(
                quote!(include = [shop::ui::Graph(shop::Graph)]),
                quote! {
                    /// My state.
                    pub mod state {
                        use atomata::{atom, computed};

                        #[atom]
                        pub static TAX: f64 = 0.2;

                        #[cfg(feature = "coupons")]
                        #[atom]
                        static COUPON: u8 = 1;

                        #[atom(key = TodoId)]
                        static SEEN: bool = false;

                        pub mod inner {
                            #[computed(deps = [super::TAX, shop::ui::Cart.items])]
                            pub fn total(tax: f64, items: &[Item]) -> f64 {
                                tax
                            }
                        }
                    }
                },
            ),
        ),
        (
            "broken_graph",
            atoms(
                quote!(),
                quote! {
                    mod state {
                        #[computed(deps = [SECOND])]
                        fn first(second: u8) -> u8 {
                            second
                        }

                        #[computed(deps = [FIRST])]
                        fn second(first: u8) -> u8 {
                            first
                        }
                    }
                },
            ),
        ),
        (
            "broken_computed",
            computed(
                quote!(deps = [TAX], grup = "x"),
                quote!(
                    fn total(tax: f64) -> f64 {
                        tax
                    }
                ),
            ),
        ),
        (
            "untyped_computed",
            computed(
                quote!(deps = [TAX]),
                quote!(
                    fn total(tax: f64) {}
                ),
            ),
        ),
    ]
}
