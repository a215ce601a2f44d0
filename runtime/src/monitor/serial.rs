//! Reports as serde sees them: durations are nanoseconds.

use std::time::Duration;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::{
    FailedNode, GroupReport, Health, LastFlush, Limit, MonitorReport, NodeReport, OverBudgets,
    Serialization, Spread,
};
use crate::event::OverBudget;
use crate::state::Stats;

/// A duration as a number of nanoseconds.
struct Nanos(Duration);

impl Serialize for Nanos {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(u64::try_from(self.0.as_nanos()).unwrap_or(u64::MAX))
    }
}

/// `Serialize` of a struct by the names of its fields; with a function, of what that makes of the field.
macro_rules! serialize {
    ($type:ident { $($field:ident $(: $made:expr)?),* $(,)? }) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let count = [$(stringify!($field)),*].len();
                let mut out = serializer.serialize_struct(stringify!($type), count)?;
                $(out.serialize_field(stringify!($field), serialize!(&self.$field $(, $made)?))?;)*
                out.end()
            }
        }
    };
    (&$value:expr) => { &$value };
    (&$value:expr, $made:expr) => { &$made(&$value) };
}

fn nanos(time: &Duration) -> Nanos {
    Nanos(*time)
}

#[expect(clippy::ref_option, reason = "a field is lent")]
fn nanos_if(time: &Option<Duration>) -> Option<Nanos> {
    time.map(Nanos)
}

serialize!(Spread { measured, p50: nanos, p95: nanos, p99: nanos, max: nanos });
serialize!(Serialization { times, bytes, saved, took });
serialize!(GroupReport { name, writes, equal_writes, ran, unchanged, told });
serialize!(NodeReport {
    name,
    group,
    is_computed,
    writes,
    equal_writes,
    ran,
    unchanged,
    skipped,
    failed,
    told,
    runs,
    calls,
});
serialize!(MonitorReport {
    monitored: nanos,
    stats,
    flushes,
    updates,
    calls,
    serialized,
    memory,
    groups,
    nodes,
    limits,
    over,
    lost,
});
serialize!(Limit { what: text, allowed: text });
serialize!(OverBudgets { count, first: sentences });
serialize!(Stats {
    writes,
    equal_writes,
    recomputed,
    unchanged,
    skipped,
    coalesced,
    notified,
    saved,
    flushes,
    passes,
    nodes,
    subscriptions,
});
serialize!(Health { is_well, last_flush, lag: nanos_if, failed, waiting });
serialize!(LastFlush { ago: nanos, took: nanos });
serialize!(FailedNode { name, cause, message });

fn text(value: &impl ToString) -> String {
    value.to_string()
}

fn sentences(over: &[OverBudget]) -> Vec<String> {
    over.iter().map(ToString::to_string).collect()
}
