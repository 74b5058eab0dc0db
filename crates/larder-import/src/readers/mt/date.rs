//! Dates as these platforms write them: `12/01/2019 07:15:00 PM`, `12/01/2019 19:15:00`. No zone, ever.

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use larder_core::{Precision, Timestamp, Zone};

/// A date without a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Local {
    pub(super) at: NaiveDateTime,
    precision: Precision,
}

impl Local {
    /// The date in a zone, which is assumed. None where that is in no year that can be written.
    pub(super) fn assumed(self, offset: FixedOffset) -> Option<Timestamp> {
        let at = offset.from_local_datetime(&self.at).single()?;
        Timestamp::new(at, self.precision, Zone::Assumed).ok()
    }
}

/// The longest date that is looked at.
const LONGEST: usize = 64;

/// The date that a text is; None for what is no date.
///
/// Month, day and year stand in this order, or the year stands first. A year of two digits is one of the 1900s, as Movable
/// Type reads it. Without `AM` or `PM` the hours are those of the whole day.
pub(super) fn parse(text: &str) -> Option<Local> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let (half, text) = half_of_day(text);
    let mut words = text.split_whitespace();
    let date = day(words.next()?)?;
    let (time, precision) = match words.next() {
        None => (NaiveTime::MIN, Precision::Day),
        Some(clock) => time(clock, half)?,
    };
    let is_whole = words.next().is_none();
    is_whole.then(|| Local { at: date.and_time(time), precision })
}

/// A half of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
    Morning,
    Evening,
}

/// The half of the day that is named before or behind the time, and the text without it.
fn half_of_day(text: &str) -> (Option<Half>, String) {
    const NAMES: [(&str, Half); 6] = [
        ("AM", Half::Morning),
        ("PM", Half::Evening),
        ("午前", Half::Morning),
        ("午後", Half::Evening),
        ("오전", Half::Morning),
        ("오후", Half::Evening),
    ];
    let upper = text.to_ascii_uppercase();
    for (name, half) in NAMES {
        if let Some((before, behind)) = upper.split_once(name) {
            return (Some(half), [before, " ", behind].concat());
        }
    }
    (None, upper)
}

fn day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split(['/', '-']);
    let parts = [parts.next()?, parts.next()?, parts.next().filter(|_| parts.next().is_none())?];
    let number = |text: &str, digits: usize| {
        let is_number =
            (1..=digits).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit());
        is_number.then(|| text.parse::<u32>().ok()).flatten()
    };
    let (year, month, day) = match parts {
        [year, month, day] if year.len() == 4 => (year, month, day),
        [month, day, year] => (year, month, day),
    };
    let century = match year.len() {
        2 => 1900,
        4 => 0,
        _ => return None,
    };
    let year = number(year, 4)? + century;
    NaiveDate::from_ymd_opt(year.cast_signed(), number(month, 2)?, number(day, 2)?)
}

fn time(text: &str, half: Option<Half>) -> Option<(NaiveTime, Precision)> {
    let mut parts = text.split(':');
    let number = |text: &str| {
        let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit());
        is_number.then(|| text.parse::<u32>().ok()).flatten()
    };
    let (hour, minute) = (number(parts.next()?)?, number(parts.next()?)?);
    let second = parts.next().map(number);
    if parts.next().is_some() {
        return None;
    }
    let hour = match half {
        Some(Half::Evening) if hour < 12 => hour + 12,
        Some(Half::Morning) if hour == 12 => 0,
        _ => hour,
    };
    let precision = if second.is_some() { Precision::Second } else { Precision::Minute };
    let time = NaiveTime::from_hms_opt(hour, minute, second.unwrap_or(Some(0))?)?;
    Some((time, precision))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let local = parse(text).unwrap_or_else(|| panic!("{text}"));
        let offset = FixedOffset::east_opt(9 * 3600).unwrap();
        let date = local.assumed(offset).unwrap();
        assert_eq!(date.zone(), Zone::Assumed);
        assert_eq!(date.to_rfc3339(), expected, "{text}");
    }

    #[test]
    fn all_forms_are_read() {
        check("12/01/2019 07:15:00 PM", "2019-12-01T19:15:00+09:00");
        check(" 12/01/2019 12:15:00 AM ", "2019-12-01T00:15:00+09:00");
        check("12/01/2019 12:15:00 pm", "2019-12-01T12:15:00+09:00");
        check("12/01/2019 19:15:00", "2019-12-01T19:15:00+09:00");
        check("1/2/99 3:4:5", "1999-01-02T03:04:05+09:00");
        check("01/02/07 03:04:05 AM", "1907-01-02T03:04:05+09:00");
        check("2019/12/01 19:15", "2019-12-01T19:15:00+09:00");
        check("2019-12-01 19:15:09", "2019-12-01T19:15:09+09:00");
        check("12/01/2019 午後 07:15:00", "2019-12-01T19:15:00+09:00");
        check("12/01/2019 07:15:00PM", "2019-12-01T19:15:00+09:00");
        assert_eq!(parse("12/01/2019").unwrap().precision, Precision::Day);
        assert_eq!(parse("12/01/2019 19:15").unwrap().precision, Precision::Minute);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "yesterday",
            "13/01/2019 00:00:00",
            "02/30/2019 00:00:00",
            "12/01/2019 24:00:00",
            "12/01/2019 13:60:00",
            "12/01/2019 13:00:00:00",
            "12/01/2019 13:00:00 KST",
            "12/01/201 13:00:00",
            "1/2",
            "12/01/2019 1:2:",
            "12/01/+019 10:00:00",
            "00/00/0000 00:00:00",
            "12/01/2019 13:00:00 x y",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
