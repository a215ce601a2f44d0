//! When two values are equal for `test` (RFC 6902, section 4.6).

use serde_json::{Number, Value};

/// Members in any order, numbers by value.
pub(in crate::serial::patch) fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => equal_numbers(left, right),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(name, left)| right.get(name).is_some_and(|right| equal(left, right)))
        }
        _ => left == right,
    }
}

/// `1`, `1.0` and `10e-1` are equal; `9007199254740993` and `9007199254740992.0` are not, though the
/// first one has no other `f64`.
fn equal_numbers(left: &Number, right: &Number) -> bool {
    match (integer(left), integer(right)) {
        (Some(left), Some(right)) => left == right,
        (None, None) => left == right || left.as_f64() == right.as_f64(),
        _ => false,
    }
}

/// The number, if it is a whole one that 64 bits hold, signed or not.
fn integer(number: &Number) -> Option<i128> {
    if let Some(number) = number.as_i64() {
        return Some(number.into());
    }
    if let Some(number) = number.as_u64() {
        return Some(number.into());
    }
    let number = number.as_f64()?;
    let held = -9_223_372_036_854_775_808.0..18_446_744_073_709_551_616.0;
    (number.fract() == 0.0 && held.contains(&number)).then_some(number as i128)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn equal_texts(left: &str, right: &str) -> bool {
        let value = |text| serde_json::from_str::<Value>(text).expect("it is JSON");
        let equal_so = equal(&value(left), &value(right));
        assert_eq!(equal_so, equal(&value(right), &value(left)), "{left} and {right}");
        equal_so
    }

    #[test]
    fn numbers_are_compared_by_value() {
        for (left, right) in [
            ("1", "1.0"),
            ("10", "1e1"),
            ("0", "-0.0"),
            ("-5", "-5.0"),
            ("18446744073709551615", "18446744073709551615"),
            ("-9223372036854775808", "-9223372036854775808.0"),
            ("0.5", "5e-1"),
            ("1e300", "1e300"),
            ("[{\"a\":1}]", "[{\"a\":1.0}]"),
        ] {
            assert!(equal_texts(left, right), "{left} and {right}");
        }
        for (left, right) in [
            ("1", "1.5"),
            ("1", "2"),
            ("-1", "18446744073709551615"),
            ("9007199254740993", "9007199254740992.0"),
            ("18446744073709551615", "18446744073709551616.0"),
            ("1", "\"1\""),
            ("0", "false"),
            ("0", "null"),
        ] {
            assert!(!equal_texts(left, right), "{left} and {right}");
        }
    }

    #[test]
    fn members_are_compared_by_name_and_elements_by_place() {
        assert!(equal_texts(r#"{"a":1,"b":[2]}"#, r#"{"b":[2],"a":1}"#));
        assert!(!equal_texts(r#"{"a":1}"#, r#"{"a":1,"b":null}"#));
        assert!(!equal_texts(r#"{"a":1,"b":null}"#, r#"{"a":1,"c":null}"#));
        assert!(!equal_texts("[1,2]", "[2,1]"));
        assert!(!equal_texts("[1]", "[1,1]"));
    }
}
