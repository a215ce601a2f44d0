//! Statistics of transactions, committed and rolled back. Ratios and allocations are in `ratios`.
#![forbid(unsafe_code)]

use std::time::{Duration, Instant};

use atomata_benches::cases::TRANSACTIONS;
use criterion::{Criterion, criterion_group, criterion_main};

fn transaction(criterion: &mut Criterion) {
    for case in TRANSACTIONS {
        let mut group = criterion.benchmark_group(format!("transaction/{}", case.name));
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

criterion_group! { name = benches; config = short(); targets = transaction }
criterion_main!(benches);
