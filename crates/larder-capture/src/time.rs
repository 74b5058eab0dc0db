//! Dates as containers state them.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};

use crate::capture::{CaptureTime, Damage, shown};

/// The longest text that is taken for a date.
const LONGEST: usize = 256;

/// `Sat, 15 Oct 2022 06:19:00 -0000` or `… GMT`: mails and HTTP.
///
/// The day of the week says nothing that the date does not, and Chrome of 2020 wrote the wrong one.
pub(crate) fn mail(stated: &str) -> Option<CaptureTime> {
    parsed(stated, |text| {
        let (_, date) = text.split_once(',').unwrap_or(("", text));
        DateTime::parse_from_rfc2822(date.trim_start()).ok()
    })
}

/// `2022-10-15T15:19:00.123+09:00`.
pub(crate) fn iso(stated: &str) -> Option<CaptureTime> {
    parsed(stated, |text| {
        DateTime::parse_from_rfc3339(text)
            .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
            .ok()
    })
}

/// `Sat Oct 15 2022 15:19:00 GMT+0900 (Korean Standard Time)`: JavaScript's `Date`. The name of the zone is ignored.
pub(crate) fn javascript(stated: &str) -> Option<CaptureTime> {
    parsed(stated, |text| {
        let date = text.split('(').next().unwrap_or(text).trim();
        DateTime::parse_from_str(date, "%a %b %d %Y %H:%M:%S GMT%z").ok()
    })
}

/// Digits from the year to the second, in UTC: the Wayback Machine. Where it has fewer than fourteen, the rest is not
/// known, and it is no instant.
pub(crate) fn digits(stated: &str) -> Option<CaptureTime> {
    parsed(stated, |text| {
        if text.len() != 14 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
        let year = i32::try_from(number(0, 4)?).ok()?;
        let day = NaiveDate::from_ymd_opt(year, number(4, 6)?, number(6, 8)?)?;
        let time = day.and_hms_opt(number(8, 10)?, number(10, 12)?, number(12, 14)?)?;
        Some(Utc.from_utc_datetime(&time).fixed_offset())
    })
}

/// The time, or what is amiss with it.
pub(crate) fn or_damage(
    stated: &str,
    parse: fn(&str) -> Option<CaptureTime>,
) -> Result<CaptureTime, Damage> {
    parse(stated).ok_or_else(|| Damage::BadTime { stated: shown(stated.as_bytes()) })
}

fn parsed(
    stated: &str,
    parse: impl Fn(&str) -> Option<DateTime<chrono::FixedOffset>>,
) -> Option<CaptureTime> {
    let text = stated.trim();
    if text.len() > LONGEST {
        return None;
    }
    Some(CaptureTime { at: parse(text)?, stated: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: Option<CaptureTime>) -> String {
        time.map(|time| time.at.to_rfc3339()).unwrap_or_default()
    }

    #[test]
    fn every_form_keeps_its_zone() {
        assert_eq!(at(mail("Sat, 15 Oct 2022 06:19:00 -0000")), "2022-10-15T06:19:00+00:00");
        assert_eq!(at(mail("Sat, 15 Oct 2022 06:19:00 GMT")), "2022-10-15T06:19:00+00:00");
        assert_eq!(at(mail("Sun, 15 Oct 2022 06:19:00 -0000")), "2022-10-15T06:19:00+00:00");
        assert_eq!(at(mail("15 Oct 2022 15:19:00 +0900")), "2022-10-15T15:19:00+09:00");
        assert_eq!(at(iso("2022-10-15T15:19:00.000+0900")), "2022-10-15T15:19:00+09:00");
        assert_eq!(at(iso("2022-10-15T06:19:00Z")), "2022-10-15T06:19:00+00:00");
        let page = "Sat Oct 15 2022 15:19:00 GMT+0900 (대한민국 표준시)";
        assert_eq!(at(javascript(page)), "2022-10-15T15:19:00+09:00");
        assert_eq!(at(digits("20221015061900")), "2022-10-15T06:19:00+00:00");
    }

    #[test]
    fn what_is_no_instant_is_none() {
        for text in ["", "yesterday", "Sat, 31 Feb 2022 06:19:00 GMT", "2022-10-15T06:19:00"] {
            assert_eq!((mail(text), iso(text), javascript(text)), (None, None, None), "{text}");
        }
        assert_eq!(digits("20221315061900"), None);
        assert_eq!(digits("2022"), None);
        assert_eq!(mail(&format!("{}1", "(".repeat(100_000))), None);
    }
}
