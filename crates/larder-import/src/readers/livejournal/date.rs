//! Dates: `eventtime` as the clock of the author showed it, without a zone; `logtime` as the server's, in UTC.
//!
//! Their difference is the author's zone, but for the minutes that writing took, and for entries that were dated back. Only
//! offsets that several entries show are trusted.

use std::collections::BTreeMap;

use chrono::{FixedOffset, NaiveDateTime, TimeZone};
use larder_core::{NoteKind, Precision, Timestamp, Zone};

/// A local time.
pub(super) fn local(text: &str) -> Option<(NaiveDateTime, Precision)> {
    let forms = [("%Y-%m-%d %H:%M:%S", Precision::Second), ("%Y-%m-%d %H:%M", Precision::Minute)];
    let read = |(form, precision): (&str, Precision)| {
        Some((NaiveDateTime::parse_from_str(text.trim(), form).ok()?, precision))
    };
    forms.into_iter().find_map(read).filter(|_| text.len() < 64)
}

/// The offset in minutes that an entry shows, to the nearest quarter of an hour.
pub(super) fn shown(event: &str, log: &str) -> Option<i32> {
    let difference = (local(event)?.0 - local(log)?.0).num_minutes();
    let quarters = (difference + 7).div_euclid(15) * 15;
    i32::try_from(quarters).ok().filter(|minutes| minutes.abs() <= 14 * 60)
}

/// The offsets that entries show, and how many each.
#[derive(Debug, Default)]
pub(super) struct Offsets {
    counts: BTreeMap<i32, u64>,
}

impl Offsets {
    pub(super) fn add(&mut self, minutes: i32) {
        *self.counts.entry(minutes).or_default() += 1;
    }

    fn all(&self) -> u64 {
        self.counts.values().sum()
    }

    /// The offset that most entries show, if there are several.
    fn usual(&self) -> Option<i32> {
        let (minutes, count) = self.counts.iter().max_by_key(|(_, count)| **count)?;
        (*count > 1).then_some(*minutes)
    }

    /// Whether an offset is one of the zone: several entries show it, and not few of all.
    fn is_trusted(&self, minutes: i32) -> bool {
        self.counts.get(&minutes).is_some_and(|count| *count > 1 && *count * 10 >= self.all())
    }

    /// The date of an entry. None for what is no date.
    pub(super) fn date(&self, event: &str, log: Option<&str>) -> Option<Timestamp> {
        let (local, precision) = local(event)?;
        let own = log.and_then(|log| shown(event, log)).filter(|own| self.is_trusted(*own));
        let minutes = own.or_else(|| self.usual()).unwrap_or_default();
        let at = FixedOffset::east_opt(minutes * 60)?.from_local_datetime(&local).single()?;
        Timestamp::new(at, precision, Zone::Assumed).ok()
    }

    /// What is to be said about the zone. None where nothing shows one.
    pub(super) fn note(&self) -> Option<NoteKind> {
        let usual = self.usual()?;
        let trusted = self.counts.iter().filter(|(minutes, _)| self.is_trusted(**minutes));
        let (mut names, mut agreeing): (Vec<String>, u64) = (Vec::new(), 0);
        for (minutes, count) in trusted {
            names.push(written(*minutes));
            agreeing += count;
        }
        if names.is_empty() {
            (names, agreeing) = (vec![written(usual)], self.counts[&usual]);
        }
        Some(NoteKind::ZoneInferred { offset: names.join(", "), agreeing, all: self.all() })
    }
}

/// `+09:00`
fn written(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_that_several_entries_show_are_the_zone() {
        let mut offsets = Offsets::default();
        for (event, log) in [
            ("2009-01-05 21:00:00", "2009-01-05 12:04:30"),
            ("2009-01-06 21:00:00", "2009-01-06 12:00:01"),
            ("2009-01-07 21:00:00", "2009-01-07 12:06:00"),
            ("2009-01-07 21:00", "2009-01-09 11:00:00"),
            ("2001-01-01 00:00:00", "2009-01-08 12:00:00"),
        ] {
            shown(event, log).into_iter().for_each(|minutes| offsets.add(minutes));
        }
        let date = |event: &str, log: &str| offsets.date(event, Some(log)).unwrap().to_rfc3339();
        assert_eq!(date("2009-01-05 21:00:00", "2009-01-05 12:04:30"), "2009-01-05T21:00:00+09:00");
        assert_eq!(date("2001-01-01 00:00:00", "2009-01-08 12:00:00"), "2001-01-01T00:00:00+09:00");
        let note = offsets.note().unwrap();
        assert_eq!(note, NoteKind::ZoneInferred { offset: "+09:00".into(), agreeing: 3, all: 3 });
    }

    #[test]
    fn one_entry_shows_nothing() {
        let mut offsets = Offsets::default();
        offsets.add(540);
        assert_eq!(offsets.note(), None);
        let date = offsets.date("2009-01-05 21:00:00", Some("2009-01-05 12:00:00")).unwrap();
        assert_eq!(date.to_rfc3339(), "2009-01-05T21:00:00Z");
        assert_eq!(offsets.date("2009-02-30 21:00:00", None), None);
    }
}
