//! Dates of front matter and of file names, in the zone of the site where they have none of their own.

use chrono::{FixedOffset, NaiveDateTime, Offset, TimeZone};
use chrono_tz::Tz;
use larder_core::{Precision, Timestamp, Zone};

use crate::date::feed;

/// The zone of a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SiteZone {
    /// What its settings name.
    Named(Tz),
    /// What its settings say, or the reader's user.
    Offset(FixedOffset),
    /// Its settings say none, so that the generator takes UTC, or the zone of whatever computer it runs on.
    #[default]
    Unknown,
}

impl SiteZone {
    /// The zone that settings name: `Asia/Seoul`, `+09:00`, `UTC`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(zone) = text.parse::<Tz>() {
            return Some(Self::Named(zone));
        }
        let time = feed::parse(&format!("2000-01-01T00:00:00{text}"), utc())?;
        (time.zone() == Zone::Stated).then(|| Self::Offset(*time.at().offset()))
    }

    /// The offset of a local time. Where clocks are put forward, and there is no such time, that of the time before.
    fn offset(self, local: NaiveDateTime) -> FixedOffset {
        match self {
            Self::Named(zone) => match zone.from_local_datetime(&local).earliest() {
                Some(time) => time.offset().fix(),
                None => zone.offset_from_utc_datetime(&local).fix(),
            },
            Self::Offset(offset) => offset,
            Self::Unknown => utc(),
        }
    }
}

fn utc() -> FixedOffset {
    FixedOffset::east_opt(0).expect("nothing is less than a day")
}

/// A date as front matter states it, in the zone of the site where it states none. None for what is no date.
pub(crate) fn parse(text: &str, zone: SiteZone) -> Option<Timestamp> {
    let text = text.trim().trim_matches(['"', '\'']);
    // Digits alone are a number: a day of a year, or seconds, or neither.
    if text.len() < 8 || text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() != 8 {
        return None;
    }
    let time = feed::parse(text, utc())?;
    if time.zone() == Zone::Stated && time.precision() > Precision::Day {
        return Some(time);
    }
    in_zone(time, zone)
}

/// The same local time in the zone of the site.
fn in_zone(time: Timestamp, zone: SiteZone) -> Option<Timestamp> {
    let local = time.at().naive_local();
    let at = zone.offset(local).from_local_datetime(&local).single()?;
    Timestamp::new(at, time.precision(), Zone::Assumed).ok()
}

/// A time in the offset that it has at the site: days in addresses are those of the site.
pub(crate) fn at_site(time: Timestamp, zone: SiteZone) -> NaiveDateTime {
    match zone {
        _ if time.precision() <= Precision::Day => time.at().naive_local(),
        SiteZone::Named(zone) => time.at().with_timezone(&zone).naive_local(),
        SiteZone::Offset(offset) => time.at().with_timezone(&offset).naive_local(),
        SiteZone::Unknown => time.at().naive_local(),
    }
}

/// The date that a name begins with, and what follows: `2019-03-04-a-walk`.
pub(crate) fn in_name(name: &str) -> Option<(&str, &str)> {
    let digits = |from: usize, least: usize, most: usize| {
        let found = name.as_bytes().get(from..)?;
        let count = found.iter().take(most + 1).take_while(|byte| byte.is_ascii_digit()).count();
        (least..=most).contains(&count).then_some(from + count)
    };
    let dash = |at: usize| (name.as_bytes().get(at) == Some(&b'-')).then_some(at + 1);
    let month = digits(0, 4, 4).and_then(dash)?;
    let day = digits(month, 1, 2).and_then(dash)?;
    let end = digits(day, 1, 2)?;
    let (date, rest) = (&name[..end], &name[end..]);
    let rest = rest.strip_prefix(['-', '_', ' ']).or_else(|| rest.is_empty().then_some(""))?;
    Some((date, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_without_a_zone_is_in_that_of_the_site() {
        let seoul = SiteZone::parse("Asia/Seoul").unwrap();
        let said = |text: &str, zone| {
            let time = parse(text, zone).unwrap();
            (time.to_rfc3339(), time.precision(), time.zone())
        };
        for (text, expected, precision, zone) in [
            ("2019-03-04 10:20:30", "2019-03-04T10:20:30+09:00", Precision::Second, Zone::Assumed),
            (
                "2019-03-04 10:20:30 -0500",
                "2019-03-04T10:20:30-05:00",
                Precision::Second,
                Zone::Stated,
            ),
            ("2019-03-04T10:20:30Z", "2019-03-04T10:20:30Z", Precision::Second, Zone::Stated),
            ("2019-03-04", "2019-03-04T00:00:00+09:00", Precision::Day, Zone::Assumed),
            ("2019/03/04 10:20", "2019-03-04T10:20:00+09:00", Precision::Minute, Zone::Assumed),
            ("Jul 08 2022", "2022-07-08T00:00:00+09:00", Precision::Day, Zone::Assumed),
        ] {
            assert_eq!(said(text, seoul), (expected.into(), precision, zone), "{text}");
        }
        assert_eq!(said("2019-03-04", SiteZone::Unknown).0, "2019-03-04T00:00:00Z");
        // Clocks are put forward: there is no 2:30.
        let berlin = SiteZone::parse("Europe/Berlin").unwrap();
        assert_eq!(said("2021-03-28 02:30:00", berlin).0, "2021-03-28T02:30:00+02:00");
        for text in ["", "2019", "1551690000", "soon", "2019-02-30", "0000-00-00 00:00:00"] {
            assert_eq!(parse(text, seoul), None, "{text}");
        }
    }

    #[test]
    fn zones_are_names_and_offsets() {
        assert!(matches!(SiteZone::parse("+09:00"), Some(SiteZone::Offset(_))));
        assert!(matches!(SiteZone::parse("UTC"), Some(SiteZone::Named(_))));
        assert_eq!(SiteZone::parse("Nowhere/City"), None);
        assert_eq!(SiteZone::parse(""), None);
    }

    #[test]
    fn the_day_of_an_address_is_that_of_the_site() {
        let seoul = SiteZone::parse("Asia/Seoul").unwrap();
        let late = parse("2019-03-01T23:30:00Z", seoul).unwrap();
        assert_eq!(at_site(late, seoul).to_string(), "2019-03-02 08:30:00");
    }

    #[test]
    fn a_name_may_begin_with_a_date() {
        assert_eq!(in_name("2019-03-04-걷기"), Some(("2019-03-04", "걷기")));
        assert_eq!(in_name("2019-03-04"), Some(("2019-03-04", "")));
        assert_eq!(in_name("2019-03-04_x"), Some(("2019-03-04", "x")));
        assert_eq!(in_name("2019-3-4-x"), Some(("2019-3-4", "x")));
        for name in ["2019-3-x", "2019-03-041", "x", "걷기걷기걷기걷기"] {
            assert_eq!(in_name(name), None, "{name}");
        }
    }
}
