//! Moments, and the dates of RFC 3339 and RFC 822 that tell them.

use chrono::{DateTime, Datelike as _, Duration, FixedOffset, NaiveDate, NaiveTime, TimeZone as _};

/// A moment in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(DateTime<FixedOffset>);

impl Moment {
    /// The moment that a date of RFC 3339 tells; a fraction of a second counts for nothing.
    ///
    /// None unless it has a `T`, seconds and an offset, all in upper case, and is a day that there is.
    ///
    /// ```
    /// use larder_check::Moment;
    ///
    /// assert!(Moment::of_rfc3339("2003-06-03T09:39:21+05:45") < Moment::of_rfc3339("2003-06-03T09:39:21Z"));
    /// assert_eq!(Moment::of_rfc3339("2003-06-31T09:39:21Z"), None);
    /// assert_eq!(Moment::of_rfc3339("2003-06-03 09:39:21Z"), None);
    /// ```
    pub fn of_rfc3339(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(10)?;
        let (time, rest) = rest.strip_prefix('T')?.split_at_checked(8)?;
        let rest = match rest.strip_prefix('.') {
            Some(fraction) => {
                let digits = fraction.trim_start_matches(|it: char| it.is_ascii_digit());
                (digits.len() < fraction.len()).then_some(digits)?
            }
            None => rest,
        };
        Self::new(read_date(date)?, read_time(time)?, zone(rest, ":")?)
    }

    /// The year, where the moment was told.
    pub(crate) fn year(self) -> i32 {
        self.0.year()
    }

    /// The moment some minutes later.
    pub(crate) fn plus_minutes(self, minutes: i64) -> Option<Self> {
        self.0.checked_add_signed(Duration::minutes(minutes)).map(Self)
    }

    fn new(date: NaiveDate, time: NaiveTime, zone: FixedOffset) -> Option<Self> {
        zone.from_local_datetime(&date.and_time(time)).single().map(Self)
    }
}

/// `2003-06-03`
pub(crate) fn read_date(text: &str) -> Option<NaiveDate> {
    let [year, month, day] = numbers(text, "-", [4, 2, 2])?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// `09:39:21`; a leap second counts as the second before it.
fn read_time(text: &str) -> Option<NaiveTime> {
    let [hour, minute, second] = numbers(text, ":", [2, 2, 2])?;
    let second = if second == 60 { 59 } else { second };
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// `Z`, `+09:00`; with an empty separator `+0900`.
fn zone(text: &str, separator: &str) -> Option<FixedOffset> {
    if text == "Z" {
        return FixedOffset::east_opt(0);
    }
    let (sign, rest) = text.split_at_checked(1)?;
    let (hours, rest) = rest.split_at_checked(2)?;
    let minutes = rest.strip_prefix(separator)?;
    let [hours, minutes] = [digits(hours, 2)?, digits(minutes, 2)?];
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok().filter(|_| minutes < 60)?;
    match sign {
        "+" => FixedOffset::east_opt(seconds),
        "-" => FixedOffset::west_opt(seconds),
        _ => None,
    }
}

fn numbers<const N: usize>(text: &str, separator: &str, lengths: [usize; N]) -> Option<[u32; N]> {
    let mut found = [0; N];
    let mut parts = text.split(separator);
    for (number, length) in found.iter_mut().zip(lengths) {
        *number = digits(parts.next()?, length)?;
    }
    parts.next().is_none().then_some(found)
}

fn digits(text: &str, length: usize) -> Option<u32> {
    let is_number = text.len() == length && text.bytes().all(|it| it.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// A date of RFC 822 or 2822, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rfc822 {
    /// The moment.
    pub(crate) moment: Moment,
    /// Whether the weekday is another one than that of the date.
    pub(crate) wrong_weekday: bool,
    /// Whether it is written so that some readers do not understand it.
    pub(crate) problematical: bool,
    /// Whether it has a weekday, two digits for the day, and seconds.
    pub(crate) complete: bool,
}

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The zones of RFC 822 that have a name, and their hours.
const ZONES: [(&str, i32); 12] = [
    ("GMT", 0),
    ("UT", 0),
    ("Z", 0),
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
    ("", 0),
];

impl Rfc822 {
    /// Reads `Tue, 03 Jun 2003 09:39:21 +0200` and what is like it.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (weekday, rest) = match text.trim().split_once(',') {
            Some((weekday, rest)) => (Some(weekday.trim_end()), rest),
            None => (None, text.trim()),
        };
        let mut words = rest.split_ascii_whitespace();
        let (day, month, year) = (words.next()?, words.next()?, words.next()?);
        let (time, zone) = (words.next()?, words.next().unwrap_or(""));
        if words.next().is_some() {
            return None;
        }
        let date = date_of_words(day, month, year)?;
        let named =
            weekday.map(|it| position(&WEEKDAYS, it)).map_or(Some(None), |it| it.map(Some))?;
        let with_seconds = if time.len() == 5 { format!("{time}:00") } else { time.to_owned() };
        let moment = Moment::new(date, read_time(&with_seconds)?, zone_of_word(zone)?)?;
        let expected = date.weekday().num_days_from_monday() as usize;
        Some(Self {
            moment,
            wrong_weekday: named.is_some_and(|it| it != expected),
            problematical: !is_usual(text, weekday, [day, month, year, time, zone]),
            complete: weekday.is_some() && day.len() == 2 && time.len() == 8,
        })
    }
}

fn date_of_words(day: &str, month: &str, year: &str) -> Option<NaiveDate> {
    let day = digits(day, 1).or_else(|| digits(day, 2))?;
    let month = u32::try_from(position(&MONTHS, month)? + 1).ok()?;
    let year = match digits(year, 2) {
        // As RFC 2822 reads the years of RFC 822.
        Some(short) => short + if short < 50 { 2000 } else { 1900 },
        None => digits(year, 4)?,
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// Which of the names it is, in whatever case.
fn position(names: &[&str], word: &str) -> Option<usize> {
    names.iter().position(|name| name.eq_ignore_ascii_case(word))
}

fn zone_of_word(word: &str) -> Option<FixedOffset> {
    let named = ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
    match named {
        Some((_, hours)) => FixedOffset::east_opt(hours * 3600),
        // One letter is a military zone, which nobody agrees on.
        None if word.len() == 1 && word.as_bytes()[0].is_ascii_alphabetic() => {
            FixedOffset::east_opt(0)
        }
        None => zone(word, ""),
    }
}

/// Whether every program reads it: single spaces, usual case, four digits for the year, full or half hours.
fn is_usual(text: &str, weekday: Option<&str>, words: [&str; 5]) -> bool {
    let [_, month, year, _, zone] = words;
    let plain = match weekday {
        Some(weekday) => format!("{weekday}, {}", words.join(" ")),
        None => words.join(" "),
    };
    let is_offset = zone.starts_with(['+', '-']) && (zone.ends_with("00") || zone.ends_with("30"));
    text == plain
        && weekday.is_none_or(|it| WEEKDAYS.contains(&it))
        && MONTHS.contains(&month)
        && year.len() == 4
        && (is_offset || (!zone.is_empty() && ZONES.iter().any(|(name, _)| *name == zone)))
}

/// Whether a text is a date of W3CDTF: a year, a month, a day, or a moment with an offset.
pub(crate) fn is_w3cdtf(text: &str) -> bool {
    let is_month = |text: &str| read_date(&format!("{text}-01")).is_some();
    let without_seconds = || {
        let (date_and_time, zone) = text.split_at_checked(16)?;
        Moment::of_rfc3339(&format!("{date_and_time}:00{zone}"))
    };
    digits(text, 4).is_some()
        || (text.len() == 7 && is_month(text))
        || read_date(text).is_some()
        || Moment::of_rfc3339(text).is_some()
        || without_seconds().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_rfc3339_have_everything_in_its_place() {
        for good in
            ["2019-05-19T07:05:09.25+05:45", "1931-01-01T00:00:00-00:19", "2016-12-31T23:59:60Z"]
        {
            assert!(Moment::of_rfc3339(good).is_some(), "{good}");
        }
        for bad in [
            "2019-05-19",
            "2019-05-19T07:05+02:00",
            "2019-05-19t07:05:09z",
            "2019-05-19 07:05:09Z",
            "2019-05-19T07:05:09",
            "2019-05-19T07:05:09.Z",
            "2019-02-29T00:00:00Z",
            "2019-05-19T24:00:00Z",
            "2019-05-19T07:05:09+0200",
            "2019-05-19T07:05:09+02:60",
            "+019-05-19T07:05:09Z",
            "２019-05-19T07:05:09Z",
        ] {
            assert_eq!(Moment::of_rfc3339(bad), None, "{bad}");
        }
    }

    #[test]
    fn dates_of_rfc822_are_read_in_every_form_and_judged() {
        let judged =
            |text| Rfc822::read(text).map(|it| (it.wrong_weekday, it.problematical, it.complete));
        for (text, expected) in [
            ("Tue, 03 Jun 2003 09:39:21 +0200", Some((false, false, true))),
            ("Tue, 03 Jun 2003 09:39:21 GMT", Some((false, false, true))),
            ("Mon, 03 Jun 2003 09:39:21 GMT", Some((true, false, true))),
            ("Tue, 3 Jun 2003 09:39 GMT", Some((false, false, false))),
            ("03 Jun 2003 09:39:21 EST", Some((false, false, false))),
            ("Tue, 03 Jun 03 09:39:21 GMT", Some((false, true, true))),
            ("tue, 03 jun 2003 09:39:21 gmt", Some((false, true, true))),
            ("Tue,  03 Jun 2003 09:39:21 GMT", Some((false, true, true))),
            ("Tue, 03 Jun 2003 09:39:21 +0545", Some((false, true, true))),
            ("Tue, 03 Jun 2003 09:39:21", Some((false, true, true))),
            ("Tue, 03 Jun 2003 09:39:21 KST", None),
            ("Tue, 31 Jun 2003 09:39:21 GMT", None),
            ("Die, 03 Jun 2003 09:39:21 GMT", None),
            ("2003-06-03T09:39:21Z", None),
            ("", None),
        ] {
            assert_eq!(judged(text), expected, "{text}");
        }
    }

    #[test]
    fn dates_of_w3cdtf_may_be_short() {
        for good in
            ["2003", "2003-06", "2003-06-03", "2003-06-03T09:39Z", "2003-06-03T09:39:21+09:00"]
        {
            assert!(is_w3cdtf(good), "{good}");
        }
        for bad in ["", "03", "2003-13", "2003-06-31", "2003-06-03T09:39", "June 2003"] {
            assert!(!is_w3cdtf(bad), "{bad}");
        }
    }
}
