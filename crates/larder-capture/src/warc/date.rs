//! When something was captured: W3C dates in WARC, up to 14 digits and more in ARC. All are UTC unless they say so.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone, Utc};

/// A date as far as it is stated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Date {
    /// What stands there.
    pub stated: String,
    /// The instant it means, or when what it means begins (a year that it only names).
    pub instant: DateTime<Utc>,
    /// How much of it is stated.
    pub precision: Precision,
    /// Whether it is written as the format asks. If not, the parts that are missing were assumed.
    pub is_regular: bool,
}

/// How much of a date is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Precision {
    /// The year only.
    Year,
    /// Year and month.
    Month,
    /// The day.
    Day,
    /// Hour and minute.
    Minute,
    /// The second.
    Second,
    /// A fraction of a second.
    Fraction,
}

/// The longest text that is looked at as a date.
const LONGEST: usize = 256;

impl Date {
    /// Reads `WARC-Date`: `2016-01-11T23:24:25.412030Z` and every shorter form that WARC 1.1 allows.
    pub fn parse(stated: &str) -> Option<Self> {
        let text = stated.trim();
        if text.len() > LONGEST || !text.is_ascii() {
            return None;
        }
        let mut rest = text;
        let year = number(&mut rest, 4)?;
        let (mut month, mut day, mut clock) = (1, 1, NO_CLOCK);
        let mut precision = Precision::Year;
        if let Some(found) = part(&mut rest, '-') {
            (month, precision) = (found?, Precision::Month);
            if let Some(found) = part(&mut rest, '-') {
                (day, precision) = (found?, Precision::Day);
            }
        }
        let mut zone = Some(0);
        if precision == Precision::Day && rest.starts_with(['T', 't', ' ']) {
            rest = &rest[1..];
            clock = Clock::parse(&mut rest)?;
            precision = clock.precision;
            zone = offset(&mut rest);
        }
        if !rest.is_empty() {
            return None;
        }
        let is_regular = zone == Some(0) && text == stated && !text.contains(' ');
        let day = NaiveDate::from_ymd_opt(year.cast_signed(), month, day)?;
        let local = day.and_hms_nano_opt(clock.hour, clock.minute, clock.second, clock.nano)?;
        let instant =
            FixedOffset::east_opt(zone.unwrap_or(0))?.from_local_datetime(&local).single()?;
        let stated = stated.to_owned();
        Some(Self { stated, instant: instant.to_utc(), precision, is_regular })
    }

    /// Reads the date of an ARC record: 14 digits, or what stands where they should. Shorter ones are filled up with the
    /// least that is a date, of longer ones the first 14 digits count.
    pub fn parse_arc(stated: &str) -> Option<Self> {
        if !(4..=28).contains(&stated.len()) || !stated.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let mut digits = stated[..stated.len().min(14)].to_owned();
        let precision = match digits.len() {
            ..=5 => Precision::Year,
            6..=7 => Precision::Month,
            8..=11 => Precision::Day,
            12..=13 => Precision::Minute,
            _ => Precision::Second,
        };
        digits.push_str(&"00000101000000"[digits.len()..]);
        let part = |range: std::ops::Range<usize>| digits[range].parse::<u32>().ok();
        // `2014` and a zero are no month: what is not there is not zero.
        let (month, day) = (part(4..6)?.max(1), part(6..8)?.max(1));
        let instant = NaiveDate::from_ymd_opt(part(0..4)?.cast_signed(), month, day)?
            .and_hms_opt(part(8..10)?, part(10..12)?, part(12..14)?.min(59))?
            .and_utc();
        let is_regular = stated.len() == 14 && instant.format("%Y%m%d%H%M%S").to_string() == stated;
        Some(Self { stated: stated.to_owned(), instant, precision, is_regular })
    }
}

struct Clock {
    hour: u32,
    minute: u32,
    second: u32,
    nano: u32,
    precision: Precision,
}

/// What a date without a time has for one.
const NO_CLOCK: Clock = Clock { hour: 0, minute: 0, second: 0, nano: 0, precision: Precision::Day };

impl Clock {
    fn parse(rest: &mut &str) -> Option<Self> {
        let mut clock = Self { hour: number(rest, 2)?, ..NO_CLOCK };
        clock.minute = part(rest, ':')??;
        clock.precision = Precision::Minute;
        let Some(second) = part(rest, ':') else { return Some(clock) };
        // A leap second is the last one of its minute here.
        clock.second = second.map(|it| if it == 60 { 59 } else { it })?;
        clock.precision = Precision::Second;
        if rest.starts_with(['.', ',']) {
            let digits = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
            let shown = &rest[1..=digits.min(9)];
            clock.nano = format!("{shown:0<9}").parse().ok().filter(|_| digits > 0)?;
            clock.precision = Precision::Fraction;
            *rest = &rest[1 + digits..];
        }
        Some(clock)
    }
}

/// The seconds east of UTC, `None` if nothing is said.
fn offset(rest: &mut &str) -> Option<i32> {
    if rest.starts_with(['Z', 'z']) {
        *rest = &rest[1..];
        return Some(0);
    }
    let sign = match rest.bytes().next()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let mut after = &rest[1..];
    let hours = number(&mut after, 2)?;
    after = after.strip_prefix(':').unwrap_or(after);
    let minutes = number(&mut after, 2)?;
    if hours > 23 || minutes > 59 {
        return None;
    }
    *rest = after;
    Some(sign * (hours * 3600 + minutes * 60).cast_signed())
}

/// The two digits behind a separator: `None` if it is not there, `Some(None)` if they are not.
fn part(rest: &mut &str, separator: char) -> Option<Option<u32>> {
    let mut after = rest.strip_prefix(separator)?;
    let found = number(&mut after, 2);
    *rest = after;
    Some(found)
}

fn number(rest: &mut &str, digits: usize) -> Option<u32> {
    let text = rest.get(..digits).filter(|text| text.bytes().all(|it| it.is_ascii_digit()))?;
    *rest = &rest[digits..];
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(date: Option<Date>) -> Option<(String, Precision, bool)> {
        date.map(|it| {
            (
                it.instant.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
                it.precision,
                it.is_regular,
            )
        })
    }

    #[test]
    fn dates_of_warc_are_read_as_far_as_they_go() {
        for (stated, instant, precision, is_regular) in [
            ("2014-02-16T05:02:21Z", "2014-02-16T05:02:21Z", Precision::Second, true),
            (
                "2016-01-11T23:24:25.412030Z",
                "2016-01-11T23:24:25.412030Z",
                Precision::Fraction,
                true,
            ),
            (
                "2016-01-11T23:24:25.1234567891Z",
                "2016-01-11T23:24:25.123456789Z",
                Precision::Fraction,
                true,
            ),
            ("2016-01-11T23:24:25", "2016-01-11T23:24:25Z", Precision::Second, false),
            ("2016-01-11T23:24Z", "2016-01-11T23:24:00Z", Precision::Minute, true),
            ("2016-01-11T23:24:25+09:00", "2016-01-11T14:24:25Z", Precision::Second, false),
            ("2016-01-11", "2016-01-11T00:00:00Z", Precision::Day, true),
            ("2016-01", "2016-01-01T00:00:00Z", Precision::Month, true),
            ("2016", "2016-01-01T00:00:00Z", Precision::Year, true),
            (" 2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", Precision::Second, false),
        ] {
            let expected = Some((instant.to_owned(), precision, is_regular));
            assert_eq!(shown(Date::parse(stated)), expected, "{stated}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for stated in [
            "",
            "x",
            "201",
            "2016-13-01",
            "2016-02-30T00:00:00Z",
            "2016-1-1",
            "2016-01-11T25:00:00Z",
            "2016-01-11Tx",
            "2016-01-11T23:24:25Zx",
            "2016-01-11T23:24:25+99:99",
            "2016-01-11T23:24:25.",
            "日本語日本",
        ] {
            assert_eq!(Date::parse(stated), None, "{stated}");
        }
    }

    #[test]
    fn dates_of_arc_are_filled_up_or_cut() {
        for (stated, instant, is_regular) in [
            ("20140216050221", "2014-02-16T05:02:21Z", true),
            ("201402160502", "2014-02-16T05:02:00Z", false),
            ("20140216", "2014-02-16T00:00:00Z", false),
            ("2014021605022112345", "2014-02-16T05:02:21Z", false),
            ("20140000000000", "2014-01-01T00:00:00Z", false),
        ] {
            let found = shown(Date::parse_arc(stated));
            assert_eq!(
                found.map(|it| (it.0, it.2)),
                Some((instant.to_owned(), is_regular)),
                "{stated}"
            );
        }
        for stated in ["", "99999999999999", "2014021605022x", "20141301000000", "２０１４"] {
            assert_eq!(Date::parse_arc(stated), None, "{stated}");
        }
    }
}
