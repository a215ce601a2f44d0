//! Runs one shape so many times, for a tool that counts instructions.
//!
//! `instructions <shape> <contender> <updates>`; without arguments it lists what there is.
#![forbid(unsafe_code)]

use atomata_benches::{Contender, Shape};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [shape, contender, updates] = &arguments[..] else {
        for shape in Shape::ALL {
            println!("{}", shape.name());
        }
        return;
    };
    let known = Shape::ALL.into_iter().find(|known| known.name() == shape);
    let contender = match contender.as_str() {
        "hand" => Contender::Plain,
        "outside" => Contender::Outside,
        _ => Contender::Ours,
    };
    let mut runner = known.expect("a known shape").build(contender);
    runner.run(updates.parse().expect("a number of updates"));
    runner.check();
}
