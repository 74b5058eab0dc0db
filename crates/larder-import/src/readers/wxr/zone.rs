//! The time zone of a blog, which exports do not state: each date stands there in local time and in UTC.

use std::{collections::BTreeMap, sync::OnceLock};

use chrono::{Datelike, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, TimeZone};
use larder_core::{Precision, Timestamp, Zone};

/// Farther from UTC nobody is, in minutes.
const FARTHEST: i64 = 14 * 60;

/// Offsets are whole quarters of an hour; what differs is a slow clock.
const QUARTER: i64 = 15;

/// The offsets that dates show, counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Zones {
    /// How many dates show each offset, in minutes.
    votes: BTreeMap<i64, u64>,
    /// The same for each month of the year: zones have seasons.
    seasons: BTreeMap<(u32, i64), u64>,
    /// What [`usual`](Self::usual) found, once all dates are counted.
    usual: OnceLock<Vec<(i64, u64)>>,
}

/// `2022-10-17 09:30:00`; None for what is no date, such as `0000-00-00 00:00:00`.
pub(super) fn parse(text: &str) -> Option<NaiveDateTime> {
    let bytes = text.as_bytes();
    if bytes.len() < 10 || bytes.len() > 19 || !text.is_ascii() {
        return None;
    }
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let date = NaiveDate::from_ymd_opt(number(0, 4)?.cast_signed(), number(5, 7)?, number(8, 10)?)?;
    if bytes.len() == 10 {
        return date.and_hms_opt(0, 0, 0);
    }
    let second = if bytes.len() == 19 { number(17, 19)? } else { 0 };
    date.and_hms_opt(number(11, 13)?, number(14, 16)?, second)
}

/// Whether a text is there and is no date.
pub(super) fn is_lost(text: &str) -> bool {
    !text.is_empty() && !text.starts_with("0000-00-00") && parse(text).is_none()
}

/// Whether both are dates, but not of one moment: nobody is so far from UTC.
pub(super) fn is_far(local: &str, gmt: &str) -> bool {
    parse(local).zip(parse(gmt)).is_some_and(|(local, gmt)| offset(local, gmt).is_none())
}

/// How far local time is from UTC, in minutes; None where it cannot be.
pub(super) fn offset(local: NaiveDateTime, gmt: NaiveDateTime) -> Option<i64> {
    let minutes =
        (local - gmt).num_seconds().checked_add(QUARTER * 30)?.div_euclid(QUARTER * 60) * QUARTER;
    (minutes.abs() <= FARTHEST).then_some(minutes)
}

impl Zones {
    /// Counts what one date shows.
    pub(super) fn vote(&mut self, local: &str, gmt: &str) {
        let (Some(local), Some(gmt)) = (parse(local), parse(gmt)) else { return };
        let Some(offset) = offset(local, gmt) else { return };
        self.usual = OnceLock::new();
        *self.votes.entry(offset).or_default() += 1;
        *self.seasons.entry((local.month(), offset)).or_default() += 1;
    }

    /// Takes over what another part of the export shows.
    pub(super) fn add(&mut self, other: &Self) {
        self.usual = OnceLock::new();
        for (offset, count) in &other.votes {
            *self.votes.entry(*offset).or_default() += count;
        }
        for (season, count) in &other.seasons {
            *self.seasons.entry(*season).or_default() += count;
        }
    }

    /// How many dates show an offset.
    pub(super) fn all(&self) -> u64 {
        self.votes.values().sum()
    }

    /// The offsets of the blog: the one that most dates show, and another that is an hour away where dates of other
    /// months show it. Each in minutes, with how many dates show it; the most frequent first.
    pub(super) fn usual(&self) -> &[(i64, u64)] {
        self.usual.get_or_init(|| self.find_usual())
    }

    fn find_usual(&self) -> Vec<(i64, u64)> {
        let mut all: Vec<_> = self.votes.iter().map(|(offset, count)| (*offset, *count)).collect();
        all.sort_by_key(|(offset, count)| (std::cmp::Reverse(*count), *offset));
        let Some(&(most, _)) = all.first() else { return all };
        let is_season =
            |offset: i64, count: u64| (offset - most).abs() == 60 && count * 20 >= self.all();
        let second = all.iter().copied().skip(1).find(|&(offset, count)| is_season(offset, count));
        all.truncate(1);
        all.extend(second);
        all
    }

    /// The offset that dates of a month show, else the blog's; None where no date shows any.
    pub(super) fn likely(&self, local: NaiveDateTime) -> Option<i64> {
        let month = local.month();
        let of_month = self.seasons.range((month, i64::MIN)..=(month, i64::MAX));
        let usual = self.usual();
        let is_usual = |offset: i64| usual.iter().any(|(it, _)| *it == offset);
        let best = of_month.filter(|((_, it), _)| is_usual(*it)).max_by_key(|(_, count)| **count);
        best.map(|((_, offset), _)| *offset).or(usual.first().map(|(offset, _)| *offset))
    }

    /// The point in time of a date, and its offset in minutes where it is none that the blog usually has.
    ///
    /// Local time and the offset between both count. Where the date in UTC is missing or impossible, the zone of the
    /// blog is assumed; where no zone is known, UTC.
    pub(super) fn timestamp(&self, local: &str, gmt: &str) -> Option<(Timestamp, Option<i64>)> {
        let Some(local) = parse(local) else {
            let gmt = parse(gmt)?;
            return Some((at(gmt, 0, Zone::Stated)?, None));
        };
        let Some(stated) = parse(gmt).and_then(|gmt| offset(local, gmt)) else {
            return Some((at(local, self.likely(local).unwrap_or(0), Zone::Assumed)?, None));
        };
        let is_usual = self.usual().iter().any(|(usual, _)| *usual == stated);
        Some((at(local, stated, Zone::Stated)?, (!is_usual).then_some(stated)))
    }
}

fn at(local: NaiveDateTime, minutes: i64, zone: Zone) -> Option<Timestamp> {
    let seconds = i32::try_from(TimeDelta::minutes(minutes).num_seconds()).ok()?;
    let offset = FixedOffset::east_opt(seconds)?;
    let at = offset.from_local_datetime(&local).single()?;
    Timestamp::new(at, Precision::Second, zone).ok()
}

/// `+09:00`
pub(super) fn shown(minutes: i64) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zones(pairs: &[(&str, &str)]) -> Zones {
        let mut zones = Zones::default();
        pairs.iter().for_each(|(local, gmt)| zones.vote(local, gmt));
        zones
    }

    #[test]
    fn only_dates_are_dates() {
        assert!(parse("2022-10-17 09:30:00").is_some() && parse("2022-10-17").is_some());
        for text in [
            "",
            "0000-00-00 00:00:00",
            "2022-02-30 00:00:00",
            "2022-10-17 24:00:00",
            "글",
            "-0001-11-30 00:00:00",
            "2022-10-17 09:30:00Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn most_dates_say_what_the_zone_is() {
        let pair = ("2022-10-17 09:30:00", "2022-10-17 00:30:00");
        let zones = zones(&[
            pair,
            pair,
            ("2022-10-17 09:30:05", "2022-10-17 00:30:00"),
            ("2022-10-17 09:30:00", "2022-10-17 09:30:00"),
            ("2022-01-01 00:00:00", "2021-01-01 00:00:00"),
        ]);
        assert_eq!(zones.usual(), [(540, 3)]);
        let (time, odd) = zones.timestamp("2022-10-17 09:30:00", "0000-00-00 00:00:00").unwrap();
        assert_eq!(
            (time.to_rfc3339(), time.zone(), odd),
            ("2022-10-17T09:30:00+09:00".into(), Zone::Assumed, None)
        );
        let (time, odd) = zones.timestamp("2022-10-17 09:30:00", "2022-10-17 09:30:00").unwrap();
        assert_eq!((time.to_rfc3339(), odd), ("2022-10-17T09:30:00Z".into(), Some(0)));
        assert_eq!(zones.timestamp("0000-00-00 00:00:00", ""), None);
    }

    #[test]
    fn zones_have_seasons() {
        let mut pairs = vec![("2022-07-01 12:00:00", "2022-07-01 16:00:00"); 6];
        pairs.extend([("2022-01-01 12:00:00", "2022-01-01 17:00:00"); 4]);
        let zones = zones(&pairs);
        assert_eq!(zones.usual(), [(-240, 6), (-300, 4)]);
        let at = |text: &str| zones.timestamp(text, "").unwrap().0.to_rfc3339();
        assert_eq!(at("2023-01-15 08:00:00"), "2023-01-15T08:00:00-05:00");
        assert_eq!(at("2023-07-15 08:00:00"), "2023-07-15T08:00:00-04:00");
        // Of a month without dates, the usual one.
        assert_eq!(at("2023-04-15 08:00:00"), "2023-04-15T08:00:00-04:00");
        assert_eq!((shown(-300), shown(330)), ("-05:00".into(), "+05:30".into()));
    }
}
