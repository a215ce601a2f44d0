//! Statistics of every way to read. Ratios and allocations are in `ratios`.
#![forbid(unsafe_code)]

use std::time::{Duration, Instant};

use atomata_benches::cases::READS;
use criterion::{Criterion, criterion_group, criterion_main};

fn read(criterion: &mut Criterion) {
    for case in READS {
        let mut group = criterion.benchmark_group(format!("read/{}", case.name));
        for (contender, make) in [("atomata", case.ours), ("by hand", case.hand)] {
            let mut runner = make();
            group.bench_function(contender, |bencher| {
                bencher.iter_custom(|times| {
                    let started = Instant::now();
                    runner.run(times);
                    started.elapsed()
                });
            });
        }
    }
}

fn short() -> Criterion {
    Criterion::default()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600))
        .sample_size(20)
}

criterion_group! { name = benches; config = short(); targets = read }
criterion_main!(benches);
