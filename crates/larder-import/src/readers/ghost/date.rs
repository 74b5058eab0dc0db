//! Dates, which are always UTC: ISO 8601, `YYYY-MM-DD HH:MM:SS` as databases write it, and milliseconds in version 0.

use chrono::{FixedOffset, NaiveDateTime, TimeZone};
use larder_core::{Precision, Timestamp, Zone};
use serde_json::Value;

/// The date that a value is. None for one that cannot be.
pub(super) fn parse(value: &Value) -> Option<Timestamp> {
    if let Some(number) = value.as_i64() {
        return of_millis(number);
    }
    let text = value.as_str()?.trim();
    if let Ok(date) = Timestamp::from_rfc3339(text) {
        return Some(date).filter(|date| date.at().timestamp() != 0);
    }
    if let Ok(number) = text.parse() {
        return of_millis(number);
    }
    let forms = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f UTC"];
    let local = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
    let at = utc().from_local_datetime(&local).single()?;
    Timestamp::new(at, Precision::Second, Zone::Stated).ok()
}

/// Whether a value says that there is no date.
pub(super) fn is_none(value: &Value) -> bool {
    let is_null = |text: &str| text.trim().is_empty() || text.starts_with("0000-00-00");
    value.is_null() || value.as_str().is_some_and(is_null) || value.as_i64() == Some(0)
}

fn of_millis(number: i64) -> Option<Timestamp> {
    Timestamp::from_millis(number, utc()).ok().filter(|_| number != 0)
}

fn utc() -> FixedOffset {
    FixedOffset::east_opt(0).expect("UTC is an offset")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_form_is_utc() {
        for value in [
            json!("2024-03-01T09:30:00.000Z"),
            json!("2024-03-01 09:30:00"),
            json!("2024-03-01T09:30:00"),
            json!(1_709_285_400_000_u64),
            json!("1709285400000"),
            json!("2024-03-01T18:30:00+09:00"),
        ] {
            let date = parse(&value).unwrap();
            assert_eq!(date.at().timestamp(), 1_709_285_400, "{value}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for value in [
            json!("soon"),
            json!(true),
            json!("2024-02-30 00:00:00"),
            json!(0),
            json!("99999999999999999999"),
            json!("1970-01-01T00:00:00.000Z"),
            json!(i64::MAX),
        ] {
            assert_eq!(parse(&value), None, "{value}");
        }
        assert!(is_none(&json!("0000-00-00 00:00:00")) && is_none(&json!(null)));
    }
}
