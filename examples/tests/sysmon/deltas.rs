//! What a minute comes to as deltas, and that another process has the same in the end.

use std::fs;

use atomata::Store;
use atomata_examples::sysmon::deltas::{Followed, Recorder};
use atomata_examples::sysmon::state::data::rates::{CORE_USAGE, MEMORY_USED};
use atomata_examples::sysmon::state::data::{Clock, Cpu, Tracked};
use atomata_examples::sysmon::state::{self, feed::Feed};

use super::minute;

#[test]
fn another_process_follows_by_what_changes() {
    let path = std::env::temp_dir().join(format!("sysmon-{}.deltas", std::process::id()));
    let (machine, readings) = minute();
    let here = state::builder(&machine).manual().build();
    let recorder = Recorder::start(&here, &path).expect("there can be a file");
    let mut feed = Feed::default();
    for reading in readings {
        feed.write(&here, reading);
    }
    let written = recorder.end().expect("the file could be written");
    assert_eq!(fs::metadata(&path).expect("there is a file").len(), written.bytes);

    let there = state::builder(&machine).manual().build();
    let mut followed = Followed::open(&path).expect("there is a file");
    while followed.apply(&there).expect("it is whole") {}
    fs::remove_file(&path).expect("nobody else has it");
    let derived = |store: &Store| store.get((Clock, Cpu, CORE_USAGE, MEMORY_USED));
    assert_eq!(derived(&there), derived(&here));
    let mut keys = [&here, &there].map(|store| store.keys(Tracked));
    for keys in &mut keys {
        keys.sort_unstable();
    }
    assert_eq!(keys[0], keys[1]);
    for pid in &keys[0] {
        assert_eq!(there.get(Tracked(*pid)), here.get(Tracked(*pid)));
    }
}

#[test]
fn what_changes_is_less_than_all_there_is() {
    let (machine, readings) = minute();
    let store = state::builder(&machine).manual().build();
    let [mut deltas, mut states] = [store.deltas(), store.deltas()].map(|all| all.groups(["data"]));
    let [mut changed, mut whole] = [0, 0];
    let mut feed = Feed::default();
    for reading in readings {
        feed.write(&store, reading);
        states.resend();
        let [delta, state] = [&mut deltas, &mut states].map(|next| {
            let delta = next.next_now().expect("nothing was lost");
            delta.map_or(0, |delta| delta.to_bytes().expect("all can be written").len())
        });
        changed += delta;
        whole += state;
    }
    assert!(2 * changed < whole, "{changed} bytes of changes, {whole} of states");
}
