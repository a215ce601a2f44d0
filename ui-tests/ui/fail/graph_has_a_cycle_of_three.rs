//! Three computeds of a graph depend on each other, across its modules.

use atomata::{Store, atoms};

#[atoms]
mod state {
    use atomata::computed;

    #[computed(deps = [ui::LABEL])]
    pub fn total(label: &str) -> usize {
        label.len()
    }

    pub mod ui {
        use atomata::computed;

        #[computed(deps = [deep::WIDTH])]
        pub fn label(width: usize) -> String {
            width.to_string()
        }

        pub mod deep {
            use atomata::computed;

            #[computed(deps = [super::super::TOTAL])]
            pub fn width(total: usize) -> usize {
                total
            }
        }
    }
}

fn main() {
    println!("{}", Store::<state::Graph>::of().get(state::TOTAL));
}
