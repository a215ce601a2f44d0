//! Numbers as people read them.

/// Bytes with a unit that leaves at most four digits: `999 B`, `1.5 MiB`.
#[allow(clippy::cast_precision_loss)]
pub fn bytes(count: u64) -> String {
    if count < 1024 { format!("{count} B") } else { scaled(count as f64) }
}

/// Bytes per second with a unit, as [`bytes`].
pub fn rate(per_second: f64) -> String {
    if per_second < 1024.0 {
        format!("{per_second:.0} B/s")
    } else {
        format!("{}/s", scaled(per_second))
    }
}

/// A fraction in percent, without decimals.
pub fn percent(fraction: f64) -> String {
    format!("{:.0}%", fraction * 100.0)
}

/// A count of things: `no problems`, `1 problem`, `7 problems`.
pub fn count(count: u64, thing: &str) -> String {
    match count {
        0 => format!("no {thing}s"),
        1 => format!("1 {thing}"),
        _ => format!("{count} {thing}s"),
    }
}

fn scaled(mut value: f64) -> String {
    const UNITS: [&str; 5] = ["KiB", "MiB", "GiB", "TiB", "PiB"];
    value /= 1024.0;
    let mut unit = 0;
    // What would be rounded to 1024 belongs to the next unit.
    while value >= 1023.5 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    let decimals = usize::from(value < 99.95);
    format!("{value:.decimals$} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(bytes(0), "0 B");
        assert_eq!(bytes(1023), "1023 B");
        assert_eq!(bytes(1024), "1.0 KiB");
        assert_eq!(bytes(1024 * 1024 - 1), "1.0 MiB");
        assert_eq!(bytes(25_277_000_000), "23.5 GiB");
        assert_eq!(bytes(150 * 1024), "150 KiB");
        assert_eq!(rate(0.4), "0 B/s");
        assert_eq!(rate(2048.0), "2.0 KiB/s");
        assert_eq!(percent(0.934), "93%");
        assert_eq!([0, 1, 2].map(|n| count(n, "core")), ["no cores", "1 core", "2 cores"]);
    }
}
