//! Times in logarithmic buckets, four to each doubling: at most a quarter too long, in constant size.

use std::time::Duration;

use super::Spread;

/// Buckets for all times up to half an hour; what is longer counts as that.
const BUCKETS: usize = 160;

/// How many times of which length there were.
#[derive(Clone, Debug)]
pub(super) struct Histogram {
    buckets: [u32; BUCKETS],
    count: u64,
    total: Duration,
    max: Duration,
}

impl Histogram {
    pub(super) const fn new() -> Self {
        Self { buckets: [0; BUCKETS], count: 0, total: Duration::ZERO, max: Duration::ZERO }
    }

    pub(super) fn add(&mut self, time: Duration) {
        let nanos = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        let bucket = &mut self.buckets[bucket_of(nanos)];
        *bucket = bucket.saturating_add(1);
        self.count += 1;
        self.total = self.total.saturating_add(time);
        self.max = self.max.max(time);
    }

    pub(super) fn total(&self) -> Duration {
        self.total
    }

    pub(super) fn spread(&self) -> Spread {
        Spread {
            measured: self.count,
            p50: self.quantile(50),
            p95: self.quantile(95),
            p99: self.quantile(99),
            max: self.max,
        }
    }

    /// The time that so many of a hundred do not pass: the end of its bucket, or the longest time.
    fn quantile(&self, percent: u64) -> Duration {
        let wanted = (self.count * percent).div_ceil(100);
        let mut seen = 0;
        for (bucket, &count) in self.buckets.iter().enumerate() {
            seen += u64::from(count);
            if seen >= wanted && count > 0 {
                return Duration::from_nanos(end_of(bucket)).min(self.max);
            }
        }
        self.max
    }
}

fn bucket_of(nanos: u64) -> usize {
    if nanos < 4 {
        return nanos as usize;
    }
    let octave = nanos.ilog2() as usize;
    let quarter = (nanos >> (octave - 2)) as usize & 3;
    ((octave - 1) * 4 + quarter).min(BUCKETS - 1)
}

/// The last time that falls into a bucket.
fn end_of(bucket: usize) -> u64 {
    if bucket < 4 {
        return bucket as u64;
    }
    let (octave, quarter) = (bucket / 4 + 1, bucket as u64 % 4);
    ((4 + quarter + 1) << (octave - 2)) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_falls_into_a_bucket_that_ends_after_it() {
        for nanos in (0..4096).chain((12..40).flat_map(|octave| {
            let octave = 1_u64 << octave;
            [octave - 1, octave, octave + octave / 3]
        })) {
            let bucket = bucket_of(nanos);
            assert!(nanos <= end_of(bucket), "{nanos}");
            assert!(bucket == 0 || nanos > end_of(bucket - 1), "{nanos}");
            assert!(end_of(bucket) - nanos <= nanos / 4, "{nanos}");
        }
        assert_eq!(bucket_of(u64::MAX), BUCKETS - 1);
    }

    #[test]
    fn quantiles_are_those_of_the_times_to_a_quarter() {
        let mut histogram = Histogram::new();
        assert_eq!(histogram.spread(), Spread::default());
        for micros in 1..=1000 {
            histogram.add(Duration::from_micros(micros));
        }
        let Spread { measured, p50, p95, p99, max } = histogram.spread();
        assert_eq!((measured, max), (1000, Duration::from_millis(1)));
        for (found, exact) in [(p50, 500), (p95, 950), (p99, 990)] {
            let found = found.as_micros();
            assert!((exact..=exact * 5 / 4).contains(&found), "{found} for {exact}");
        }
    }
}
