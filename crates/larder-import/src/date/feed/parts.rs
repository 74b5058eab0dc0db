//! What a text says of a point in time, and the point that makes.

use chrono::{Days, FixedOffset, NaiveDate, NaiveDateTime, TimeZone};
use larder_core::{Precision, Timestamp, Zone};

use super::YEARS;

/// What a text says of a point in time. None is what it does not say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Parts {
    pub(super) year: Option<u32>,
    pub(super) month: Option<u32>,
    pub(super) day: Option<u32>,
    pub(super) clock: Option<Clock>,
    pub(super) offset: Option<Offset>,
}

/// A time of day, of 24 hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: u32,
    pub(super) minute: u32,
    /// The second and its billionths.
    pub(super) second: Option<(u32, u32)>,
}

/// Where a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offset {
    /// So many minutes east of Greenwich.
    Minutes(i32),
    /// The text says that it does not say: UTC, the local zone unknown.
    Unknown,
}

impl Offset {
    /// `minutes` east or, after `-`, west of Greenwich. `-00:00` is the unknown one (RFC 2822, 3.3; RFC 3339, 4.3).
    pub(super) fn signed(sign: char, minutes: u32) -> Option<Self> {
        let minutes = i32::try_from(minutes).ok()?;
        Some(match (sign, minutes) {
            ('-', 0) => Self::Unknown,
            ('-', _) => Self::Minutes(-minutes),
            _ => Self::Minutes(minutes),
        })
    }
}

impl Parts {
    /// The point in time; None when parts are missing in the middle, or when there is no such point.
    pub(super) fn timestamp(self, default: FixedOffset) -> Option<Timestamp> {
        let (offset, zone) = match self.offset {
            None => (default, Zone::Assumed),
            Some(Offset::Unknown) => (FixedOffset::east_opt(0)?, Zone::Assumed),
            Some(Offset::Minutes(minutes)) => {
                (FixedOffset::east_opt(minutes.checked_mul(60)?)?, Zone::Stated)
            }
        };
        let year = i32::try_from(self.year?).ok().filter(|year| YEARS.contains(year))?;
        let time = match (self.month, self.day, self.clock) {
            (None, None, None) => Timestamp::year(year, offset, zone),
            (Some(month), None, None) => Timestamp::month(year, month, offset, zone),
            (Some(month), Some(day), None) => Timestamp::day(year, month, day, offset, zone),
            (Some(month), Some(day), Some(clock)) => {
                let local = clock.on(NaiveDate::from_ymd_opt(year, month, day)?)?;
                let at = offset.from_local_datetime(&local).single()?;
                Timestamp::new(at, clock.precision(), zone)
            }
            _ => return None,
        };
        time.ok()
    }
}

impl Clock {
    /// 24:00 is the midnight that ends its day, as ISO 8601 has it. Second 60 is kept: leap seconds are facts.
    fn on(self, date: NaiveDate) -> Option<NaiveDateTime> {
        let (second, billionth) = self.second.unwrap_or_default();
        match (self.hour, self.minute, second, billionth) {
            (24, 0, 0, 0) => date.checked_add_days(Days::new(1))?.and_hms_opt(0, 0, 0),
            // `chrono` has it as a second of more than one.
            (hour, minute, 60, billionth) => {
                date.and_hms_nano_opt(hour, minute, 59, 1_000_000_000 + billionth)
            }
            (hour, minute, second, billionth) => {
                date.and_hms_nano_opt(hour, minute, second, billionth)
            }
        }
    }

    fn precision(self) -> Precision {
        if self.second.is_some() { Precision::Second } else { Precision::Minute }
    }
}
