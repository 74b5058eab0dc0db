//! Dates in local time, as platforms keep them whose blogs have one time zone.

use std::{cmp::Reverse, collections::BTreeMap};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime};
use larder_core::{Precision, Timestamp};

/// The time zone of a blog, which is known by the offsets of its dates.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clock {
    /// The offset that most dates have, in seconds, and the one of the other half of the year.
    usual: Vec<i32>,
    /// Whether dates of other offsets are kept too, because the platform that wrote them showed them so.
    keeps_all: bool,
}

impl Clock {
    /// The zone that dates show. One offset counts, and one that is an hour away where one date in twenty has it: zones
    /// have seasons.
    pub(crate) fn of(dates: impl Iterator<Item = Timestamp>, keeps_all: bool) -> Self {
        let mut votes: BTreeMap<i32, usize> = BTreeMap::new();
        dates.for_each(|date| *votes.entry(seconds(&date.at())).or_default() += 1);
        let all: usize = votes.values().sum();
        let most = votes.iter().max_by_key(|(offset, count)| (**count, Reverse(**offset)));
        let Some((&most, _)) = most else { return Self { usual: Vec::new(), keeps_all } };
        let other = votes
            .iter()
            .find(|(offset, count)| (**offset - most).abs() == 3600 && **count * 20 >= all);
        let usual = [most].into_iter().chain(other.map(|(offset, _)| *offset)).collect();
        Self { usual, keeps_all }
    }

    /// The date in local time and in UTC. A day, month or year keeps its date, whatever its offset.
    pub(crate) fn local(&self, date: &Timestamp) -> (NaiveDateTime, NaiveDateTime) {
        let at = date.at();
        let own = (at.naive_local(), at.naive_utc());
        let offset = seconds(&at);
        if self.keeps_all || self.usual.contains(&offset) {
            return own;
        }
        let Some(zone) = self.usual.first().and_then(|offset| FixedOffset::east_opt(*offset))
        else {
            return own;
        };
        let moved = match date.precision() {
            Precision::Year | Precision::Month | Precision::Day => {
                let utc = at.naive_local().checked_sub_offset(zone);
                utc.map(|utc| (at.naive_local(), utc))
            }
            _ => at.naive_utc().checked_add_offset(zone).map(|local| (local, at.naive_utc())),
        };
        moved.filter(|(local, utc)| [local, utc].iter().all(|it| is_writable(it))).unwrap_or(own)
    }

    /// Whether the date is written with another offset than its own.
    pub(crate) fn moves(&self, date: &Timestamp) -> bool {
        self.local(date).0 != date.at().naive_local()
    }
}

fn seconds(at: &DateTime<FixedOffset>) -> i32 {
    at.offset().local_minus_utc()
}

fn is_writable(date: &NaiveDateTime) -> bool {
    (1..=9999).contains(&date.year())
}

#[cfg(test)]
mod tests {
    use larder_core::Zone;

    use super::*;

    fn date(text: &str) -> Timestamp {
        Timestamp::from_rfc3339(text).unwrap()
    }

    fn shown(clock: &Clock, date: &Timestamp) -> (String, String) {
        let (local, utc) = clock.local(date);
        (local.to_string(), utc.to_string())
    }

    #[test]
    fn most_dates_say_what_the_zone_is_and_the_others_follow() {
        let seoul = date("2021-03-04T12:30:02+09:00");
        let odd = date("2021-03-04T20:00:00Z");
        let clock = Clock::of([seoul, seoul, odd].into_iter(), false);
        assert_eq!(shown(&clock, &seoul).0, "2021-03-04 12:30:02");
        assert_eq!(
            shown(&clock, &odd),
            ("2021-03-05 05:00:00".into(), "2021-03-04 20:00:00".into())
        );
        assert!(clock.moves(&odd) && !clock.moves(&seoul));
        let kept = Clock::of([seoul, seoul, odd].into_iter(), true);
        assert_eq!(shown(&kept, &odd).0, "2021-03-04 20:00:00");
    }

    #[test]
    fn a_day_is_the_same_day_in_every_zone() {
        let utc = date("2021-03-04T20:00:00Z");
        let korea = FixedOffset::east_opt(9 * 3600).unwrap();
        let day = Timestamp::day(2021, 3, 1, korea, Zone::Assumed).unwrap();
        let clock = Clock::of([utc, utc, day].into_iter(), false);
        assert_eq!(
            shown(&clock, &day),
            ("2021-03-01 00:00:00".into(), "2021-03-01 00:00:00".into())
        );
    }

    #[test]
    fn zones_have_seasons() {
        let (winter, summer) =
            (date("2022-01-01T12:00:00-05:00"), date("2022-07-01T12:00:00-04:00"));
        let clock = Clock::of([winter, summer, summer].into_iter(), false);
        assert_eq!(shown(&clock, &winter).0, "2022-01-01 12:00:00");
        assert_eq!(shown(&clock, &summer).0, "2022-07-01 12:00:00");
    }

    #[test]
    fn a_date_at_the_end_of_all_years_stays_in_its_own_zone() {
        let (usual, last) = (date("2022-01-01T12:00:00+09:00"), date("9999-12-31T23:00:00Z"));
        let clock = Clock::of([usual, usual].into_iter(), false);
        assert_eq!(shown(&clock, &last).0, "9999-12-31 23:00:00");
    }
}
