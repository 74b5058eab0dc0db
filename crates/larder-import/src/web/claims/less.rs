//! Dates that say less than a date: an order of day and month that nobody knows, or how long ago something was.

use chrono::{FixedOffset, NaiveDate, TimeZone};
use larder_core::{Precision, Timestamp, Zone};
use serde::{Deserialize, Serialize};

use crate::date;

/// A date of digits alone, of which the first two may be a day and a month or a month and a day: `03/06/2003`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Numeric {
    /// As it stands in the page.
    text: String,
    first: u32,
    second: u32,
    year: i32,
    /// Hours and minutes, where they stand behind it.
    clock: Option<(u32, u32)>,
}

/// Which of day and month comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

impl Numeric {
    /// Reads `3/6/2003`, `03-06-2003 14:30` and the like; the whole of a text.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (day, clock) = match text.split_once([' ', ',']) {
            Some((day, clock)) => (day, Some(clock.trim())),
            None => (text, None),
        };
        let between = day.find(['/', '-', '.'])?;
        let mut parts = day.split(day.get(between..)?.chars().next()?);
        let mut next = |longest: usize| {
            let part = parts.next().filter(|it| (1..=longest).contains(&it.len()))?;
            part.bytes().all(|it| it.is_ascii_digit()).then(|| part.parse::<u32>().ok()).flatten()
        };
        let (first, second, year) = (next(2)?, next(2)?, next(4).filter(|it| *it >= 1900)?);
        let is_possible = (1..=31).contains(&first) && (1..=31).contains(&second);
        let is_end = parts.next().is_none();
        let clock = match clock {
            Some(text) => Some(clock_of(text)?),
            None => None,
        };
        let year = i32::try_from(year).ok()?;
        (is_possible && is_end).then(|| Self { text: text.to_owned(), first, second, year, clock })
    }

    /// The order that the numbers themselves show.
    pub(crate) fn order(&self) -> Option<Order> {
        match (self.first > 12, self.second > 12) {
            (true, false) => Some(Order::DayFirst),
            (false, true) => Some(Order::MonthFirst),
            _ => None,
        }
    }

    /// The order in which it says the same day as another date.
    pub(crate) fn order_by(&self, other: Timestamp) -> Option<Order> {
        let day = other.at().date_naive();
        let is = |order: Order| self.day(order) == Some(day);
        match (is(Order::DayFirst), is(Order::MonthFirst)) {
            (true, false) => Some(Order::DayFirst),
            (false, true) => Some(Order::MonthFirst),
            _ => None,
        }
    }

    fn day(&self, order: Order) -> Option<NaiveDate> {
        let (day, month) = match order {
            Order::DayFirst => (self.first, self.second),
            Order::MonthFirst => (self.second, self.first),
        };
        NaiveDate::from_ymd_opt(self.year, month, day)
    }

    /// The point of time, once the order is known.
    pub(crate) fn time(&self, order: Order, zone: FixedOffset) -> Option<Timestamp> {
        let day = self.day(order)?;
        let (hour, minute) = self.clock.unwrap_or_default();
        let precision = if self.clock.is_some() { Precision::Minute } else { Precision::Day };
        let at = zone.from_local_datetime(&day.and_hms_opt(hour, minute, 0)?).single()?;
        Timestamp::new(at, precision, Zone::Assumed).ok()
    }
}

impl std::fmt::Display for Numeric {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// `14:30`, `2:30 pm`.
fn clock_of(text: &str) -> Option<(u32, u32)> {
    let lower = text.to_ascii_lowercase();
    let (digits, half) = match lower.strip_suffix("pm").map(|it| (it, 12)) {
        Some(found) => (found.0, Some(found.1)),
        None => match lower.strip_suffix("am") {
            Some(digits) => (digits, Some(0)),
            None => (lower.as_str(), None),
        },
    };
    let mut parts = digits.trim().split(':');
    let mut next = || parts.next().filter(|it| it.len() <= 2)?.parse::<u32>().ok();
    let (hour, minute) = (next()?, next()?);
    let is_end = parts.next().is_none_or(|it| it.len() == 2 && it.parse::<u32>().is_ok());
    let hour = match half {
        Some(half) => (1..=12).contains(&hour).then_some(hour % 12 + half)?,
        None => hour,
    };
    (is_end && hour < 24 && minute < 60).then_some((hour, minute))
}

/// How long before the page was `captured`: `3시간 전`, `2 days ago`, `昨日`. Weeks, months and years say no day.
pub(super) fn ago(text: &str, captured: Timestamp) -> Option<Timestamp> {
    if text.len() > 64 {
        return None;
    }
    date::ago(text, captured).ok().or_else(|| date::ago(&in_korean(text)?, captured).ok())
}

fn in_korean(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let unit_of = |word: &str| {
        Some(match word {
            "second" | "seconds" | "秒" => "초",
            "minute" | "minutes" | "分" => "분",
            "hour" | "hours" | "時間" => "시간",
            "day" | "days" | "日" => "일",
            _ => return None,
        })
    };
    let (count, unit) = match words[..] {
        ["yesterday" | "昨日"] => return Some("어제".to_owned()),
        ["just", "now"] | ["たった今"] => return Some("방금".to_owned()),
        ["a" | "an" | "one", unit, "ago"] => ("1", unit_of(unit)?),
        [count, unit, "ago"] => (count, unit_of(unit)?),
        [japanese] => {
            let rest = japanese.strip_suffix('前')?;
            let unit = rest.find(|it: char| !it.is_ascii_digit())?;
            let (count, unit) = rest.split_at_checked(unit)?;
            (count, unit_of(unit)?)
        }
        _ => return None,
    };
    let is_number = !count.is_empty() && count.bytes().all(|it| it.is_ascii_digit());
    is_number.then(|| [count, unit, " 전"].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_alone_are_a_day_once_the_order_is_known() {
        let zone = FixedOffset::east_opt(3600).unwrap();
        let told =
            |text, order| Numeric::read(text).unwrap().time(order, zone).unwrap().to_rfc3339();
        assert_eq!(told("03/06/2003", Order::DayFirst), "2003-06-03T00:00:00+01:00");
        assert_eq!(told("03/06/2003 2:30 pm", Order::MonthFirst), "2003-03-06T14:30:00+01:00");
        assert_eq!(told("3-6-2003", Order::DayFirst), "2003-06-03T00:00:00+01:00");
        for none in [
            "2003/06/03",
            "03/06",
            "03/06/03",
            "32/01/2003",
            "1/2/2003/4",
            "03/06/2003 25:00",
            "a/b/2003",
        ] {
            assert_eq!(Numeric::read(none), None, "{none}");
        }
        assert_eq!(Numeric::read("25/12/2003").unwrap().order(), Some(Order::DayFirst));
        assert_eq!(Numeric::read("12/25/2003").unwrap().order(), Some(Order::MonthFirst));
        assert_eq!(Numeric::read("12/11/2003").unwrap().order(), None);
    }

    #[test]
    fn how_long_ago_is_a_date_beside_the_time_of_the_capture() {
        let captured = Timestamp::from_rfc3339("2020-05-06T10:11:12+09:00").unwrap();
        for (text, time) in [
            ("3시간 전", "2020-05-06T00:00:00+09:00"),
            ("3 hours ago", "2020-05-06T00:00:00+09:00"),
            ("2日前", "2020-05-04T00:00:00+09:00"),
            ("5 minutes ago", "2020-05-06T10:06:00+09:00"),
            ("Yesterday", "2020-05-05T00:00:00+09:00"),
        ] {
            assert_eq!(ago(text, captured).unwrap().to_rfc3339(), time, "{text}");
        }
        for none in ["3 weeks ago", "1年前", "long ago", "9999999 days ago", "ago"] {
            assert_eq!(ago(none, captured), None, "{none}");
        }
    }
}
