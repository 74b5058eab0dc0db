//! Patterns of addresses: `/:year/:month/:title/`.

use chrono::{Datelike, NaiveDateTime, Timelike};

/// A pattern with names that begin with a colon.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pattern<'a>(pub(crate) &'a str);

impl Pattern<'_> {
    /// The address, with what the names stand for. None where one of them is not known.
    pub(crate) fn fill(&self, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        let mut address = String::with_capacity(self.0.len() + 32);
        let mut rest = self.0;
        while let Some(at) = rest.find(':') {
            address.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let is_name = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
            let mut end = rest.bytes().position(|byte| !is_name(byte)).unwrap_or(rest.len());
            // `:sections[1:]`
            if rest[end..].starts_with('[') {
                end += rest[end..].find(']')? + 1;
            }
            let name = &rest[..end];
            address.push_str(&value(name)?);
            rest = &rest[end..];
        }
        address.push_str(rest);
        Some(address)
    }
}

/// An address with one `/` in front and none doubled.
pub(crate) fn clean(address: &str) -> String {
    let mut clean = String::with_capacity(address.len() + 1);
    clean.push('/');
    for character in address.chars() {
        if character != '/' || !clean.ends_with('/') {
            clean.push(character);
        }
    }
    clean
}

/// The part of a date that a name stands for.
pub(crate) fn of_date(name: &str, time: NaiveDateTime) -> Option<String> {
    let week = time.iso_week();
    Some(match name {
        "year" => format!("{:04}", time.year()),
        "short_year" => format!("{:02}", time.year().rem_euclid(100)),
        "month" => format!("{:02}", time.month()),
        "i_month" => time.month().to_string(),
        "monthname" | "long_month" => MONTHS[time.month0() as usize].to_owned(),
        "short_month" => MONTHS[time.month0() as usize][..3].to_owned(),
        "day" => format!("{:02}", time.day()),
        "i_day" => time.day().to_string(),
        "yearday" => time.ordinal().to_string(),
        "y_day" => format!("{:03}", time.ordinal()),
        "weekday" => time.weekday().num_days_from_sunday().to_string(),
        "weekdayname" | "long_day" => {
            DAYS[time.weekday().num_days_from_monday() as usize].to_owned()
        }
        "short_day" => DAYS[time.weekday().num_days_from_monday() as usize][..3].to_owned(),
        "week" => format!("{:02}", week.week()),
        "w_year" => format!("{:04}", week.year()),
        "w_day" => time.weekday().number_from_monday().to_string(),
        "hour" => format!("{:02}", time.hour()),
        "minute" => format!("{:02}", time.minute()),
        "second" => format!("{:02}", time.second()),
        _ => return None,
    })
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filled_in_and_unknown_ones_make_no_address() {
        let time =
            chrono::NaiveDate::from_ymd_opt(2019, 3, 4).unwrap().and_hms_opt(5, 6, 7).unwrap();
        let fill = |pattern: &str| Pattern(pattern).fill(|name| of_date(name, time));
        assert_eq!(
            fill("/:year/:month/:i_day/:short_year:y_day/x.html").as_deref(),
            Some("/2019/03/4/19063/x.html")
        );
        assert_eq!(fill(":long_day-:short_month").as_deref(), Some("Monday-Mar"));
        assert_eq!(fill("/:year/:nothing/"), None);
        assert_eq!(fill("/:sections[1:"), None);
        assert_eq!(clean("a//b/"), "/a/b/");
    }
}
