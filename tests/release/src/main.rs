//! A small program, of which a release must be the same with and without DevTools.
#![forbid(unsafe_code)]

mod tool;

use atomata::{atom, computed};

#[atom]
pub static COUNT: i64 = 1;

#[computed(deps = [COUNT])]
pub fn total(count: i64) -> i64 {
    count * 100
}

fn main() {
    let store = tool::store();
    let _telling = store.subscribe(TOTAL, |total| println!("total {total}"));
    for count in 1..=std::env::args().count() as i64 {
        store.set(COUNT, count + 1);
        store.update(COUNT, |count| *count += 1);
    }
    store.flush();
    tool::look(&store);
    println!("{}", store.get(TOTAL));
}
