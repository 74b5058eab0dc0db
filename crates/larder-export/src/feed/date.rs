//! Dates as feeds write them.

use std::fmt::Write as _;

use chrono::{DateTime, Datelike, FixedOffset, Timelike, Utc};

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// RFC 822 with four-digit years: `Tue, 03 Jun 2003 09:39:21 +0200`.
///
/// Readers know offsets of whole and half hours only, so that all others (`+05:45`, local mean time) become UTC.
/// `chrono`'s own writer leaves out the zero of the day and keeps such offsets.
pub(crate) fn rfc822(time: DateTime<FixedOffset>) -> String {
    let time = match time.offset().local_minus_utc() % (30 * 60) {
        0 => time,
        _ => time.with_timezone(&Utc).fixed_offset(),
    };
    let minutes = time.offset().local_minus_utc() / 60;
    let offset = minutes.unsigned_abs();
    let mut out = String::with_capacity("Tue, 03 Jun 2003 09:39:21 +0200".len());
    out.push_str(WEEKDAYS[time.weekday().num_days_from_monday() as usize]);
    out.push_str(", ");
    push_two(&mut out, time.day(), " ");
    out.push_str(MONTHS[time.month0() as usize]);
    out.push(' ');
    let _ = write!(out, "{:04} ", time.year());
    push_two(&mut out, time.hour(), ":");
    push_two(&mut out, time.minute(), ":");
    push_two(&mut out, time.second(), if minutes < 0 { " -" } else { " +" });
    push_two(&mut out, offset / 60, "");
    push_two(&mut out, offset % 60, "");
    out
}

/// Two digits and what follows them. Formatting macros take ten times as long, for every post of a feed.
fn push_two(out: &mut String, number: u32, after: &str) {
    for digit in [number / 10 % 10, number % 10] {
        out.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
    out.push_str(after);
}

/// RFC 3339 with seconds always, the offset kept, and a fraction only where there is one.
///
/// A leap second is written as the one before it: most readers take `:60` for no date at all.
pub(crate) fn rfc3339(time: DateTime<FixedOffset>) -> String {
    use larder_core::{Precision, Timestamp, Zone};

    let time = time.with_nanosecond(time.nanosecond() % 1_000_000_000).unwrap_or(time);
    let time = Timestamp::new(time, Precision::Second, Zone::Stated);
    time.expect("it was a timestamp before it went into a feed's model").to_rfc3339()
}

/// [`rfc3339`] without a fraction, for Atom: newsboat 2.21 takes a date with one for UTC, whatever its offset says.
pub(crate) fn whole_seconds(time: DateTime<FixedOffset>) -> String {
    rfc3339(time.with_nanosecond(0).unwrap_or(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(text: &str) -> (String, String) {
        let time = DateTime::parse_from_rfc3339(text).unwrap();
        (rfc822(time), rfc3339(time))
    }

    #[test]
    fn days_have_two_digits_and_offsets_are_kept() {
        let (rss, atom) = both("2003-06-03T09:39:21+02:00");
        assert_eq!(rss, "Tue, 03 Jun 2003 09:39:21 +0200");
        assert_eq!(atom, "2003-06-03T09:39:21+02:00");
        assert_eq!(both("2003-06-03T09:39:21-03:30").0, "Tue, 03 Jun 2003 09:39:21 -0330");
    }

    #[test]
    fn odd_offsets_become_utc_in_rss_only() {
        let (rss, atom) = both("2022-10-17T00:10:00+05:45");
        assert_eq!(rss, "Sun, 16 Oct 2022 18:25:00 +0000");
        assert_eq!(atom, "2022-10-17T00:10:00+05:45");
        assert_eq!(both("1930-01-01T00:00:00+00:19").0, "Tue, 31 Dec 1929 23:41:00 +0000");
        assert_eq!(both("2022-10-17T00:10:00-00:00").1, "2022-10-17T00:10:00Z");
    }

    #[test]
    fn local_mean_time_with_seconds_becomes_utc() {
        let seoul = FixedOffset::east_opt(8 * 3600 + 27 * 60 + 52).unwrap();
        let time = DateTime::parse_from_rfc3339("1900-01-01T00:00:00Z").unwrap();
        let time = time.with_timezone(&seoul);
        assert_eq!(rfc822(time), "Mon, 01 Jan 1900 00:00:00 +0000");
        assert_eq!(rfc3339(time), "1900-01-01T00:00:00Z");
    }

    #[test]
    fn a_leap_second_is_the_one_before_it() {
        let (rss, atom) = both("2016-12-31T15:59:60-08:00");
        assert_eq!(rss, "Sat, 31 Dec 2016 15:59:59 -0800");
        assert_eq!(atom, "2016-12-31T15:59:59-08:00");
    }

    #[test]
    fn a_fraction_is_kept_where_rss_has_no_place_for_it() {
        let (rss, json) = both("2021-03-04T12:30:02.120+09:00");
        assert_eq!(rss, "Thu, 04 Mar 2021 12:30:02 +0900");
        assert_eq!(json, "2021-03-04T12:30:02.120+09:00");
    }

    #[test]
    fn atom_has_whole_seconds_and_the_offset() {
        let written = |text| whole_seconds(DateTime::parse_from_rfc3339(text).unwrap());
        assert_eq!(written("2021-03-04T12:30:02.999+09:00"), "2021-03-04T12:30:02+09:00");
        assert_eq!(written("2016-12-31T15:59:60.5-08:00"), "2016-12-31T15:59:59-08:00");
    }
}
