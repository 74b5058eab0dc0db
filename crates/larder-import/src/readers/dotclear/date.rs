//! Dates: `2019-04-12 09:00:00`, in a zone that another column names.

use chrono::{FixedOffset, MappedLocalTime, NaiveDateTime, Offset as _, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use larder_core::{Precision, Timestamp, Zone};

/// A date, and whether its zone was assumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stated {
    /// Nothing is written, or a row of zeros.
    None,
    Date(Timestamp),
    Impossible,
}

/// The date that a text is in the first of the zones that is one. Without any, UTC is assumed.
pub(super) fn read(text: Option<&str>, zones: &[Option<&str>]) -> Stated {
    let Some(text) = text.map(str::trim).filter(|text| !text.starts_with("0000-00-00")) else {
        return Stated::None;
    };
    if text.is_empty() {
        return Stated::None;
    }
    let forms = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"];
    let local = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let Some(local) = local.filter(|_| text.len() < 64) else { return Stated::Impossible };
    let zone = zones.iter().flatten().find_map(|zone| zone.trim().parse::<Tz>().ok());
    let offset = zone.map_or(Utc.fix(), |zone| offset(zone, local));
    let kind = if zone.is_some() { Zone::Stated } else { Zone::Assumed };
    let at = offset.from_local_datetime(&local).single();
    let date = at.and_then(|at| Timestamp::new(at, Precision::Second, kind).ok());
    date.map_or(Stated::Impossible, Stated::Date)
}

/// The offset of a zone at a local time: of two, the first; where clocks were put forward, that before.
fn offset(zone: Tz, local: NaiveDateTime) -> FixedOffset {
    match zone.offset_from_local_datetime(&local) {
        MappedLocalTime::Single(offset) | MappedLocalTime::Ambiguous(offset, _) => offset.fix(),
        MappedLocalTime::None => {
            let before = local - TimeDelta::hours(3);
            zone.offset_from_local_datetime(&before).earliest().map_or(Utc.fix(), |it| it.fix())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, zones: &[Option<&str>]) -> (String, Zone) {
        match read(Some(text), zones) {
            Stated::Date(date) => (date.to_rfc3339(), date.zone()),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn the_zone_is_that_of_the_post_else_of_the_blog() {
        let (paris, seoul) = (Some("Europe/Paris"), Some("Asia/Seoul"));
        let stated = |text: &str| (text.to_owned(), Zone::Stated);
        assert_eq!(of("2019-07-12 09:00:00", &[paris, seoul]), stated("2019-07-12T09:00:00+02:00"));
        assert_eq!(
            of("2019-01-12 09:00:00", &[Some("nowhere"), seoul]),
            stated("2019-01-12T09:00:00+09:00")
        );
        assert_eq!(of("2019-01-12 09:00", &[None]), ("2019-01-12T09:00:00Z".into(), Zone::Assumed));
        // In the hour that is there twice, and in the one that is not there.
        assert_eq!(of("2019-10-27 02:30:00", &[paris]), stated("2019-10-27T02:30:00+02:00"));
        assert_eq!(of("2019-03-31 02:30:00", &[paris]), stated("2019-03-31T02:30:00+01:00"));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", " ", "0000-00-00 00:00:00"] {
            assert_eq!(read(Some(text), &[]), Stated::None);
        }
        assert_eq!(read(None, &[]), Stated::None);
        assert_eq!(read(Some("2019-02-30 00:00:00"), &[]), Stated::Impossible);
        assert_eq!(read(Some("yesterday"), &[]), Stated::Impossible);
    }
}
