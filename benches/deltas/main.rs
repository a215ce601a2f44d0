//! Deltas of a state of about 1.3 MB, beside what else one can do; measured in turns in one run.
//!
//! `cargo bench -p atomata_benches --bench deltas [-- PART-OF-A-NAME]`
//!
//! Every contender's result is taken over by a second one and compared with what it must be, before
//! anything is measured and after. Writing is part of every time; what it costs by itself stands beside.
//! A contender that needs more than a fifth of a second for one time is measured once.
//!
//! `structdiff` keeps its items in a map, because its lists in order take seconds for so many; and the
//! two derives validate nothing but that the bytes are of their types.
#![forbid(unsafe_code)]

mod peers;

use std::time::Duration;

use atomata_benches::clock::timed;
use atomata_benches::contest::{Table, digits, wanted};
use atomata_benches::deltas::{
    Change, Make, Shop, TRACKING, Work, compared, consumers, followed, full, marked, ours, working,
};
use atomata_benches::{Contest, Runner};

/// Who there is; the first is what the others are held against.
fn contenders() -> Vec<(&'static str, Make)> {
    vec![
        ("full JSON", peers::full_json),
        ("full postcard", peers::full_postcard),
        ("to_value + json-patch", peers::json_patch),
        ("structdiff", peers::structdiff),
        ("delta-struct", peers::delta_struct),
        ("by hand, compared by keys", compared),
        ("by hand, dirty bits", marked),
        ("atomata, plain, binary", ours(false, false)),
        ("atomata, plain, JSON Patch", ours(false, true)),
        ("atomata, binary", ours(true, false)),
        ("atomata, JSON Patch", ours(true, true)),
    ]
}

const CONTEST: Contest = Contest { rounds: 11, sample: Duration::from_millis(4), counted: 2 };

fn main() {
    let wanted = wanted();
    for change in Change::ALL.into_iter().filter(|change| wanted(&change.name())) {
        deltas(change);
    }
    if wanted("whole") {
        whole();
    }
    if wanted("tracking") {
        tracking();
    }
    if wanted("consumers") {
        let counts = [1, 2, 4, 8];
        let mut runners: Vec<Box<dyn Runner>> = counts.into_iter().map(consumers).collect();
        let measured = CONTEST.measure(&mut runners);
        let mut table = Table::new(&["consumers", "µs", "each further one, µs"]);
        for (count, one) in counts.into_iter().zip(&measured) {
            let further = (one.nanoseconds - measured[0].nanoseconds) / (count as f64 - 1.0);
            let further = if count == 1 { String::new() } else { digits(further / 1e3) };
            table.row(&[count.to_string(), digits(one.nanoseconds / 1e3), further]);
        }
        table.print("Several consumers, each told after 1 % changed here and there");
    }
}

fn deltas(change: Change) {
    let all = contenders();
    let bytes: Vec<usize> = all.iter().map(|&(_, make)| followed(make, change)).collect();
    let [write, tell, apply] = [Work::Write, Work::Tell, Work::Apply].map(|work| {
        // What a contender that keeps no notes does besides writing is no part of it.
        let notes = |name: &str| {
            work != Work::Write || name.starts_with("atomata") || name.ends_with("bits")
        };
        let makes = all.iter().map(|&(name, make)| notes(name).then_some(make));
        times(makes.collect(), change, work)
    });
    let mut table = Table::new(&[
        "",
        "write, µs",
        "write and tell, µs",
        "faster than JSON",
        "× dirty bits",
        "bytes",
        "% of JSON",
        "apply, µs",
        "× dirty bits",
    ]);
    let hand = all.iter().position(|(name, _)| name.ends_with("bits")).unwrap_or(0);
    for (at, (name, _)) in all.iter().enumerate() {
        let number = |time: Option<f64>| time.map_or(String::new(), |time| digits(time / 1e3));
        let ratio = |one: Option<f64>, other: Option<f64>| {
            one.zip(other).map_or(String::new(), |(one, other)| digits(one / other))
        };
        table.row(&[
            (*name).to_owned(),
            number(write[at]),
            number(tell[at]),
            ratio(tell[0], tell[at]),
            ratio(tell[at], tell[hand]),
            bytes[at].to_string(),
            format!("{:.3}", bytes[at] as f64 / bytes[0] as f64 * 100.0),
            number(apply[at]),
            ratio(apply[at], apply[hand]),
        ]);
    }
    table.print(&format!("Changed: {}", change.name()));
}

/// Nanoseconds of each, in turns; of a slow one, of one time.
fn times(makes: Vec<Option<Make>>, change: Change, work: Work) -> Vec<Option<f64>> {
    const SLOW: Duration = Duration::from_millis(200);
    let mut times = vec![None; makes.len()];
    let (mut places, mut runners) = (Vec::new(), Vec::new());
    for (at, make) in makes.into_iter().enumerate() {
        let Some(make) = make else { continue };
        let mut runner = working(make, change, work);
        let (took, ()) = timed(|| runner.run(1));
        runner.check();
        if took > SLOW {
            times[at] = Some(took.as_secs_f64() * 1e9);
        } else {
            places.push(at);
            runners.push(runner);
        }
    }
    for (at, measured) in places.into_iter().zip(CONTEST.measure(&mut runners)) {
        times[at] = Some(measured.nanoseconds);
    }
    times
}

fn whole() {
    let shop = Shop::new();
    let other = shop.clone();
    let mut runners: Vec<Box<dyn Runner>> = vec![
        Box::new(move |times: u64| {
            for _ in 0..times {
                assert!(serde_json::to_string(&shop).is_ok_and(|text| text.len() > 1_000_000));
            }
        }),
        full(true, true),
        full(false, true),
        Box::new(move |times: u64| {
            for _ in 0..times {
                assert!(postcard::to_allocvec(&other).is_ok_and(|bytes| bytes.len() > 500_000));
            }
        }),
        full(true, false),
        full(false, false),
    ];
    let measured = CONTEST.measure(&mut runners);
    let mut table = Table::new(&["", "µs", "× the same wire by serde"]);
    let names = [
        "serde_json of plain values",
        "atomata, JSON",
        "atomata, plain, JSON",
        "postcard of plain values",
        "atomata, binary",
        "atomata, plain, binary",
    ];
    for (at, (name, one)) in names.into_iter().zip(&measured).enumerate() {
        let base = measured[at / 3 * 3].nanoseconds;
        table.row(&[
            name.to_owned(),
            digits(one.nanoseconds / 1e3),
            digits(one.nanoseconds / base),
        ]);
    }
    table.print("The whole state");
}

fn tracking() {
    let mut table = Table::new(&["a write", "tracked, ns", "not tracked, ns", "ns more", "% more"]);
    for case in TRACKING {
        let measured = Contest::default().measure(&mut [(case.ours)(), (case.hand)()]);
        let [tracked, plain] = measured[..] else { continue };
        let more = tracked.nanoseconds - plain.nanoseconds;
        table.row(&[
            case.name.to_owned(),
            digits(tracked.nanoseconds),
            digits(plain.nanoseconds),
            format!("{more:.2}"),
            format!("{:.1}", more / plain.nanoseconds * 100.0),
        ]);
    }
    table.print("Tracking, when nobody asks what changed");
}
