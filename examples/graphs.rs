//! Compiled graphs: a library's state, an application's that includes it, and what both look like.
//!
//! ```text
//! cargo run --example graphs              # a short day at the till
//! cargo run --example graphs -- --dot     # the graph, for Graphviz
//! cargo run --example graphs -- --mermaid # the graph, for Mermaid
//! ```
#![forbid(unsafe_code)]

use atomata::{Store, atoms};

/// What a library might bring: prices of a day.
#[atoms]
pub mod prices {
    use atomata::{atom, computed};

    /// In cents.
    #[atom(group = "data")]
    pub static COFFEE: u64 = 250;

    /// In percent.
    #[atom(group = "data")]
    pub static TAX: u64 = 19;

    /// What a cup costs, with tax.
    #[computed(deps = [COFFEE, TAX])]
    pub fn cup(coffee: u64, tax: u64) -> u64 {
        coffee + coffee * tax / 100
    }
}

/// The application: it depends on the library's graph, and holds it.
#[atoms(include = [prices::Graph])]
pub mod till {
    use atomata::{Each, atom, computed};
    use serde::{Deserialize, Serialize};

    use super::prices::CUP;

    /// An open tab, by the number of the table; tables come and go, so they live in the dynamic part.
    #[atom(key = u32)]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub struct Tab {
        /// How many were served.
        pub cups: u64,
        /// Who sits there.
        pub name: String,
    }

    /// What was paid today, in cents.
    #[atom]
    pub static CASH: u64 = 0;

    /// What is still to be paid.
    #[computed(deps = [each(Tab.cups), CUP])]
    pub fn open(cups: Each<'_, u32, u64>, cup: u64) -> u64 {
        cups.map(|(_, cups)| cups * cup).sum()
    }

    /// What the drawer counts at the end of the day, in cups.
    #[computed(deps = [CASH, CUP])]
    pub fn worth(cash: u64, cup: u64) -> u64 {
        cash / cup
    }

    /// What the screen shows.
    pub mod screen {
        use atomata::computed;

        use super::{CASH, WORTH};

        /// The line at the top.
        #[computed(deps = [CASH, WORTH])]
        pub fn headline(cash: u64, worth: u64) -> String {
            format!("{}.{:02} in the drawer, {worth} cups", cash / 100, cash % 100)
        }
    }
}

use prices::CUP;
use till::{CASH, OPEN, Tab, screen::HEADLINE};

/// Works on any store that holds the till's graph.
fn pay<G: till::Included + prices::Included>(store: &Store<G>, table: u32) {
    store.batch(|tx| {
        let due = tx.get(Tab(table).cups) * tx.get(CUP);
        tx.update(CASH, |cash| *cash += due);
        tx.remove(Tab(table));
    });
}

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("--dot") => return print!("{}", till::Graph::DOT),
        Some("--mermaid") => return print!("{}", till::Graph::MERMAID),
        _ => {}
    }
    let store = Store::<till::Graph>::builder_of().immediate().build();
    let _headline = store.subscribe(HEADLINE, |headline| println!("{headline}"));
    let _open = store.subscribe(OPEN, |open| println!("{open} cents are open"));

    store.set(Tab(7), Tab { cups: 2, name: "Ada".to_owned() });
    store.update(Tab(7).cups, |cups| *cups += 1);
    // A name is a field of its own, on which nothing depends.
    store.set(Tab(7).name, "Ada and Charles".to_owned());
    assert_eq!(store.get(OPEN), 3 * 297);

    pay(&store, 7);
    assert_eq!((store.get(OPEN), store.get(CASH)), (0, 891));
    assert_eq!(store.get(HEADLINE), "8.91 in the drawer, 3 cups");

    // The same handles work in a store that knows no graph.
    let plain = Store::new();
    plain.set(Tab(1).cups, 1);
    pay(&plain, 1);
    assert_eq!(plain.get(CASH), 297);
}
