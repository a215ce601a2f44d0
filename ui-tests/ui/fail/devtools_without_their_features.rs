//! Methods of features that are off.

use atomata::Store;

fn main() {
    let store = Store::new();
    let inspector = store.devtools().serve("127.0.0.1:0").expect("a port is free");
    println!("{}", inspector.link());
    let bridge = store.devtools().connect("ws://127.0.0.1:8000/socketcluster/").expect("it is local");
    bridge.stop();
}
