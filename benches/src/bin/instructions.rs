//! Does one thing so many times, for a tool that counts instructions.
//!
//! `instructions <shape or operation on a family> <contender> <times>`; without arguments it lists
//! what there is.
#![forbid(unsafe_code)]

use atomata_benches::cases::Case;
use atomata_benches::families::{COMPUTED, SINGLE};
use atomata_benches::{Contender, Runner, Shape};

/// Operations that are small enough to be done some thousand times under such a tool.
fn operations() -> impl Iterator<Item = &'static Case> {
    SINGLE.iter().chain(&COMPUTED[..3])
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, contender, times] = &arguments[..] else {
        let shapes = Shape::ALL.into_iter().map(Shape::name);
        for name in shapes.chain(operations().map(|case| case.name)) {
            println!("{name}");
        }
        return;
    };
    let mut runner = make(name, contender).expect("a known shape or operation");
    let times = times.parse().expect("a number of times");
    runner.prepare(times);
    runner.run(times);
    runner.check();
}

fn make(name: &str, contender: &str) -> Option<Box<dyn Runner>> {
    if let Some(case) = operations().find(|case| case.name == name) {
        return Some(if contender == "atomata" { (case.ours)() } else { (case.hand)() });
    }
    let shape = Shape::ALL.into_iter().find(|known| known.name() == name)?;
    Some(shape.build(match contender {
        "hand" => Contender::Plain,
        "compiled" => Contender::Compiled,
        "outside" => Contender::Outside,
        _ => Contender::Ours,
    }))
}
