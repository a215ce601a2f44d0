//! The inspector that the environment asks for.

use std::process::Command;

use atomata::Store;

/// What a program prints that makes two stores, with an address in its environment.
fn printed(address: &str) -> String {
    let mut program = Command::new(std::env::current_exe().unwrap());
    let program =
        program.args(["--exact", "environment::makes_two_stores", "--ignored", "--nocapture"]);
    let output = program.env("ATOMATA_DEVTOOLS", address).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
#[ignore = "it is the program that the other test runs"]
fn makes_two_stores() {
    drop((Store::new(), Store::manual()));
}

#[test]
fn the_environment_serves_all_stores_by_one_link() {
    let text = printed("127.0.0.1:0");
    assert_eq!(text.matches("atomata: DevTools at http://127.0.0.1:").count(), 1, "{text}");
    let text = printed("0.0.0.0:0");
    assert!(!text.contains("http://"), "{text}");
    assert!(
        text.contains("atomata: no DevTools: DevTools are served to this machine alone"),
        "{text}"
    );
}
