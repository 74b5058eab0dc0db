//! Dates: `2012-03-01T10:00:00`, with a zone or, mostly, without one.

use chrono::{FixedOffset, NaiveDateTime, TimeZone};
use larder_core::{Precision, Timestamp, Zone};

/// What a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stated {
    /// There is none: nothing is written, or the first day of all.
    None,
    /// It is one.
    Date(Timestamp),
    /// It cannot be.
    Impossible,
}

/// Reads a date.
pub(super) fn read(text: Option<&str>) -> Stated {
    let text = text.unwrap_or_default().trim();
    if text.is_empty() || text.starts_with("0001-01-01") {
        return Stated::None;
    }
    let date = Timestamp::from_rfc3339(text).ok().or_else(|| assumed(text));
    date.map_or(Stated::Impossible, Stated::Date)
}

/// A date without a zone.
fn assumed(text: &str) -> Option<Timestamp> {
    const FORMS: [(&str, Precision); 4] = [
        ("%Y-%m-%dT%H:%M:%S%.f", Precision::Second),
        ("%Y-%m-%d %H:%M:%S%.f", Precision::Second),
        ("%Y-%m-%dT%H:%M", Precision::Minute),
        ("%Y-%m-%d %H:%M", Precision::Minute),
    ];
    let utc = FixedOffset::east_opt(0).expect("UTC is an offset");
    let read = |(form, precision): &(&str, Precision)| {
        let local = NaiveDateTime::parse_from_str(text, form).ok()?;
        Timestamp::new(utc.from_local_datetime(&local).single()?, *precision, Zone::Assumed).ok()
    };
    FORMS.iter().find_map(read).filter(|_| text.len() < 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_the_zone_that_they_state() {
        let of = |text: &str| match read(Some(text)) {
            Stated::Date(date) => (date.to_rfc3339(), date.zone()),
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(of("2012-03-01T10:00:00"), ("2012-03-01T10:00:00Z".into(), Zone::Assumed));
        assert_eq!(of("2012-03-01 10:00"), ("2012-03-01T10:00:00Z".into(), Zone::Assumed));
        assert_eq!(
            of("2012-03-01T10:00:00.5+09:00"),
            ("2012-03-01T10:00:00.500+09:00".into(), Zone::Stated)
        );
    }

    #[test]
    fn the_first_day_of_all_is_none() {
        assert_eq!(read(Some("0001-01-01T00:00:00")), Stated::None);
        assert_eq!(read(None), Stated::None);
        assert_eq!(read(Some("3/1/2012 10:00:00 AM")), Stated::Impossible);
        assert_eq!(read(Some("2012-02-30T10:00:00")), Stated::Impossible);
    }
}
