//! Dates, which are written as people read them, in the language of whoever exported.

use chrono::FixedOffset;
use larder_core::Timestamp;

use crate::date::{feed, korea};

/// The date that a text says, or the first day of a span (`March 3, 2024 → March 5, 2024`). None for what is no date.
///
/// The zone is assumed where none is written: that of Korea for dates in Korean, else UTC.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    let first = text.split('→').next().unwrap_or_default();
    let first = first.trim().trim_start_matches('@');
    let utc = FixedOffset::east_opt(0)?;
    let is_korean = first.chars().any(|character| matches!(character, '가'..='힣'));
    let (plain, zone) = zone(first);
    let default = zone.unwrap_or(if is_korean { korea() } else { utc });
    let date = feed::parse(plain, default)?;
    match zone {
        Some(_) => Timestamp::new(date.at(), date.precision(), larder_core::Zone::Stated).ok(),
        None => Some(date),
    }
}

/// A date without the zone behind it, and that zone: `(GMT+9)`, `(UTC-03:30)`, `(KST)`.
fn zone(text: &str) -> (&str, Option<FixedOffset>) {
    let found = text.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    let Some((plain, zone)) = found else { return (text, None) };
    match offset(zone.trim()) {
        Some(offset) => (plain.trim_end(), Some(offset)),
        None => (text, None),
    }
}

fn offset(zone: &str) -> Option<FixedOffset> {
    if zone == "KST" || zone == "JST" {
        return Some(korea());
    }
    let number = zone.strip_prefix("GMT").or_else(|| zone.strip_prefix("UTC"))?;
    if number.is_empty() {
        return FixedOffset::east_opt(0);
    }
    let (sign, number) = match number.split_at_checked(1)? {
        ("+", number) => (1, number),
        ("-" | "\u{2212}", number) => (-1, number),
        _ => return None,
    };
    let (hours, minutes) = number.split_once(':').unwrap_or((number, "0"));
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let is_zone = (0..=14).contains(&hours) && (0..60).contains(&minutes);
    is_zone.then(|| FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60))).flatten()
}

#[cfg(test)]
mod tests {
    use larder_core::{Precision, Zone};

    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, expected) in [
            ("@March 3, 2024 10:15", "2024-03-03T10:15:00Z"),
            ("March 3, 2024 10:15 AM", "2024-03-03T10:15:00Z"),
            ("March 3, 2024 11:15 PM", "2024-03-03T23:15:00Z"),
            ("@March 3, 2024 → March 5, 2024", "2024-03-03T00:00:00Z"),
            ("@2024년 3월 3일 오후 2:15", "2024-03-03T14:15:00+09:00"),
            ("2024년 3월 3일", "2024-03-03T00:00:00+09:00"),
            ("2024/03/03 10:15", "2024-03-03T10:15:00Z"),
            ("March 3, 2024 10:15 (GMT+9)", "2024-03-03T10:15:00+09:00"),
            ("2024년 3월 3일 오전 10:15 (KST)", "2024-03-03T10:15:00+09:00"),
            ("3 mars 2024", "2024-03-03T00:00:00Z"),
            ("2024-03-03", "2024-03-03T00:00:00Z"),
        ] {
            assert_eq!(
                parse(text).map(|date| date.to_rfc3339()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        let day = parse("2024년 3월 3일").unwrap();
        assert_eq!((day.precision(), day.zone()), (Precision::Day, Zone::Assumed));
        let stated = parse("March 3, 2024 10:15 (GMT+9)").unwrap();
        assert_eq!(stated.zone(), Zone::Stated);
    }

    #[test]
    fn what_says_no_day_is_no_date() {
        for text in
            ["", "@Today", "@Last Friday", "Empty", "03/04/2024", "March 32, 2024", "(GMT+99)"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
