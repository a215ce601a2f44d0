//! Trial.
use atomata_examples::sysmon::{options, procfs, record};
fn main() {
    let o = options::parse(std::env::args_os().skip(1)).unwrap();
    let mut r = procfs::Reader::new();
    if let Some(p) = o.replay {
        let mut names = std::collections::BTreeSet::new();
        let mut n = 0;
        let mut problems = vec![];
        let mut last = 0;
        for x in record::Reader::open(&p).unwrap() {
            let x = x.unwrap();
            n += 1;
            last = x.at_ms;
            problems.extend(x.problems.clone());
            for q in x.processes {
                names.insert(q.name);
            }
        }
        println!("{n} {last} {names:?} {problems:?}");
        return;
    }
    let mut w = record::Writer::create(&o.record.unwrap(), &r.machine()).unwrap();
    let start = std::time::Instant::now();
    let mut cost = std::time::Duration::ZERO;
    let mut n = 0u32;
    while start.elapsed() < o.limit.unwrap() {
        let t = std::time::Instant::now();
        let reading = r.read();
        cost += t.elapsed();
        w.write(&reading).unwrap();
        n += 1;
        std::thread::sleep(
            (start + std::time::Duration::from_millis(100) * n)
                .saturating_duration_since(std::time::Instant::now()),
        );
    }
    w.finish().unwrap();
    println!("{n} readings, {:?} each", cost / n);
}
