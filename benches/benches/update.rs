//! Statistics of one update of each shape, for each contender. Ratios are in `ratios`.
#![forbid(unsafe_code)]

use std::time::{Duration, Instant};

use atomata_benches::{Contender, Shape};
use criterion::{Criterion, criterion_group, criterion_main};

fn update(criterion: &mut Criterion) {
    for shape in Shape::ALL {
        let mut group = criterion.benchmark_group(format!("update/{}", shape.name()));
        for contender in Contender::ALL {
            let mut runner = shape.build(contender);
            group.bench_function(contender.name(), |bencher| {
                bencher.iter_custom(|updates| {
                    let started = Instant::now();
                    runner.run(updates);
                    let took = started.elapsed();
                    runner.check();
                    took
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

criterion_group! { name = benches; config = short(); targets = update }
criterion_main!(benches);
