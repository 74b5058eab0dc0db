//! Dates as Korean platforms write them. Korea is a fixed +09:00 (no daylight saving since 1988).
//!
//! Each function reads one form, and the whole of its text; white space around it does not matter. A zone that the text
//! does not state is assumed to be Korea's, and the [`Timestamp`] says so. Nothing is corrected: 31 February is
//! [impossible](DateError::Impossible), not 3 March.
//!
//! Feeds come from everywhere and say no form: `feed` reads theirs.

pub(crate) mod feed;
mod scan;

use std::fmt;

use chrono::{Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use larder_core::{Precision, Timestamp, TimestampError, Zone};

use self::scan::Scan;

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateError {
    /// It does not have the form.
    NoDate,
    /// It has the form, but there is no such day or time.
    Impossible,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoDate => "not a date of the expected form",
            Self::Impossible => "there is no such date or time",
        })
    }
}

impl std::error::Error for DateError {}

impl From<TimestampError> for DateError {
    fn from(_: TimestampError) -> Self {
        Self::Impossible
    }
}

/// The offset of Korea.
pub fn korea() -> FixedOffset {
    FixedOffset::east_opt(9 * 3600).expect("nine hours are less than a day")
}

/// A day in Korea; the zone is assumed.
pub fn korean_day(year: i32, month: u32, day: u32) -> Result<Timestamp, TimestampError> {
    Timestamp::day(year, month, day, korea(), Zone::Assumed)
}

/// `Oct 17. 2022`: brunch.
pub fn english_day(text: &str) -> Result<Timestamp, DateError> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let parse = |scan: &mut Scan<'_>| {
        let month = MONTHS.iter().position(|month| scan.eat(month))?;
        let day = scan.blanks().digits(2, 2)?;
        let year = scan.then(".")?.blanks().digits(4, 4)?;
        Some((year, u32::try_from(month).ok()? + 1, day))
    };
    let (year, month, day) = Scan::whole(text, parse)?;
    Ok(day_of(year, month, day)?)
}

/// `2022. 10. 17.` or `2022.10.17`: everywhere.
pub fn dotted_day(text: &str) -> Result<Timestamp, DateError> {
    let (year, month, day) = Scan::whole(text, dotted)?;
    Ok(day_of(year, month, day)?)
}

/// `2022. 10. 17. 14:30`, seconds where stated: Tistory's skins, Naver.
pub fn dotted_time(text: &str) -> Result<Timestamp, DateError> {
    let parse = |scan: &mut Scan<'_>| Some((dotted(scan)?, scan.blanks().clock()?));
    let (day, clock) = Scan::whole(text, parse)?;
    assumed(day, clock)
}

/// `2022년 10월 17일`, with `오후 2:30` or `14시 30분` where stated.
pub fn hangul(text: &str) -> Result<Timestamp, DateError> {
    let parse = |scan: &mut Scan<'_>| {
        let year = scan.digits(4, 4)?;
        let month = scan.then("년")?.blanks().digits(1, 2)?;
        let day = scan.then("월")?.blanks().digits(1, 2)?;
        let time = scan.then("일")?.blanks();
        let time = if time.is_done() { None } else { Some(hangul_clock(time)?) };
        Some(((year, month, day), time))
    };
    match Scan::whole(text, parse)? {
        (day, Some(clock)) => assumed(day, clock),
        ((year, month, day), None) => Ok(day_of(year, month, day)?),
    }
}

/// `2010/12/30 23:41`: Egloos.
pub fn slashed(text: &str) -> Result<Timestamp, DateError> {
    let parse = |scan: &mut Scan<'_>| {
        let year = scan.digits(4, 4)?;
        let month = scan.then("/")?.digits(2, 2)?;
        let day = scan.then("/")?.digits(2, 2)?;
        Some(((year, month, day), scan.blanks().clock()?))
    };
    let (day, clock) = Scan::whole(text, parse)?;
    assumed(day, clock)
}

/// `2019-07-08T22:22:02+09:00` and what comes near: no seconds, `+0900`, `Z`, a fraction, a blank for the `T`, no zone
/// (assumed to be Korea's), no time (a day).
pub fn iso(text: &str) -> Result<Timestamp, DateError> {
    let parse = |scan: &mut Scan<'_>| {
        let year = scan.digits(4, 4)?;
        let month = scan.then("-")?.digits(1, 2)?;
        let day = scan.then("-")?.digits(1, 2)?;
        if scan.is_done() {
            return Some(((year, month, day), None));
        }
        if !scan.eat("T") && !scan.eat("t") {
            scan.then(" ")?;
        }
        let clock = scan.clock()?;
        Some(((year, month, day), Some((clock, scan.zone()?))))
    };
    match Scan::whole(text, parse)? {
        ((year, month, day), None) => Ok(day_of(year, month, day)?),
        (day, Some((clock, None))) => assumed(day, clock),
        (day, Some((clock, Some(seconds)))) => {
            let offset = i32::try_from(seconds).ok().and_then(FixedOffset::east_opt);
            at(day, clock, offset.ok_or(DateError::Impossible)?, Zone::Stated)
        }
    }
}

/// What [`iso`] reads, but where no zone is stated, UTC is assumed.
pub fn iso_or_utc(text: &str) -> Result<Timestamp, DateError> {
    let time = iso(text)?;
    if time.zone() == Zone::Stated {
        return Ok(time);
    }
    let at = time.at().naive_local().and_utc().fixed_offset();
    Ok(Timestamp::new(at, time.precision(), Zone::Assumed)?)
}

/// The time of day in `오후 3.05.09`, as screenshots are named.
pub fn screenshot_time(text: &str) -> Result<NaiveTime, DateError> {
    let parse = |scan: &mut Scan<'_>| {
        let half = half_of_day(scan)?;
        let hour = scan.then(" ")?.digits(1, 2)?;
        let minute = scan.then(".")?.digits(2, 2)?;
        let second = scan.then(".")?.digits(2, 2)?;
        Some((half, hour, minute, second))
    };
    let (half, hour, minute, second) = Scan::whole(text, parse)?;
    let hour = half.hour(hour).ok_or(DateError::Impossible)?;
    NaiveTime::from_hms_opt(hour, minute, second).ok_or(DateError::Impossible)
}

/// `3시간 전`, `7분전`, `어제`, `방금`: how long before the page was saved. The precision is that of the unit.
///
/// Weeks, months and years say no day, and are no date.
pub fn ago(text: &str, saved: Timestamp) -> Result<Timestamp, DateError> {
    let parse = |scan: &mut Scan<'_>| {
        if scan.eat("방금") {
            scan.blanks().eat("전");
            return Some((TimeDelta::zero(), Precision::Minute));
        }
        if scan.eat("어제") {
            return Some((TimeDelta::days(1), Precision::Day));
        }
        let count = i64::from(scan.digits(1, 6)?);
        let unit = [
            ("초", TimeDelta::seconds(count), Precision::Second),
            ("분", TimeDelta::minutes(count), Precision::Minute),
            ("시간", TimeDelta::hours(count), Precision::Day),
            ("일", TimeDelta::days(count), Precision::Day),
        ];
        let (_, before, precision) = unit.into_iter().find(|(unit, ..)| scan.blanks().eat(unit))?;
        scan.blanks().then("전")?;
        Some((before, precision))
    };
    let (before, precision) = Scan::whole(text, parse)?;
    let at = saved.at().checked_sub_signed(before).ok_or(DateError::Impossible)?;
    // What is smaller than the unit was not said.
    let local = at.naive_local();
    let second = local.and_utc().timestamp();
    let unit = match precision {
        Precision::Day => 86_400,
        Precision::Minute => 60,
        _ => 1,
    };
    let whole = TimeDelta::seconds(second.rem_euclid(unit));
    let nanoseconds = TimeDelta::nanoseconds(i64::from(local.and_utc().timestamp_subsec_nanos()));
    let at = at.checked_sub_signed(whole + nanoseconds).ok_or(DateError::Impossible)?;
    Ok(Timestamp::new(at, precision, saved.zone())?)
}

/// The instant this many milliseconds after 1970, shown in Korea's offset. The instant is stated, not assumed.
pub fn epoch_millis(milliseconds: i64) -> Result<Timestamp, DateError> {
    Ok(Timestamp::from_millis(milliseconds, korea())?)
}

/// The instant this many seconds after 1970, shown in Korea's offset. The instant is stated, not assumed.
pub fn epoch_seconds(seconds: i64) -> Result<Timestamp, DateError> {
    epoch_millis(seconds.checked_mul(1000).ok_or(DateError::Impossible)?)
}

type Day = (u32, u32, u32);

/// Hour, minute, and second with nanoseconds where stated.
type Clock = (u32, u32, Option<(u32, u32)>);

fn dotted(scan: &mut Scan<'_>) -> Option<Day> {
    let year = scan.digits(4, 4)?;
    let month = scan.then(".")?.blanks().digits(1, 2)?;
    let day = scan.then(".")?.blanks().digits(1, 2)?;
    scan.eat(".");
    Some((year, month, day))
}

#[derive(Clone, Copy)]
enum HalfOfDay {
    Morning,
    Afternoon,
}

impl HalfOfDay {
    /// 오전 12시 is 00:00, 오후 12시 is 12:00.
    fn hour(self, hour: u32) -> Option<u32> {
        let hour = (1..=12).contains(&hour).then_some(hour % 12)?;
        Some(match self {
            Self::Morning => hour,
            Self::Afternoon => hour + 12,
        })
    }
}

fn half_of_day(scan: &mut Scan<'_>) -> Option<HalfOfDay> {
    if scan.eat("오전") {
        return Some(HalfOfDay::Morning);
    }
    scan.eat("오후").then_some(HalfOfDay::Afternoon)
}

/// `오후 2:30`, `14:30`, `오후 2시 30분`, `14시`. An hour that its half does not have becomes one that no day has.
fn hangul_clock(scan: &mut Scan<'_>) -> Option<Clock> {
    let half = half_of_day(scan);
    let hour = scan.blanks().digits(1, 2)?;
    let hour = half.map_or(Some(hour), |half| half.hour(hour)).unwrap_or(u32::MAX);
    if scan.eat(":") {
        return Some((hour, scan.digits(2, 2)?, None));
    }
    scan.then("시")?.blanks();
    if scan.is_done() {
        return Some((hour, 0, None));
    }
    let minute = scan.digits(1, 2)?;
    scan.eat("분");
    Some((hour, minute, None))
}

fn day_of(year: u32, month: u32, day: u32) -> Result<Timestamp, TimestampError> {
    korean_day(i32::try_from(year).map_err(|_| TimestampError::OutOfRange)?, month, day)
}

fn assumed(day: Day, clock: Clock) -> Result<Timestamp, DateError> {
    at(day, clock, korea(), Zone::Assumed)
}

fn at(day: Day, clock: Clock, offset: FixedOffset, zone: Zone) -> Result<Timestamp, DateError> {
    let local = local(day, clock).ok_or(DateError::Impossible)?;
    let at = offset.from_local_datetime(&local).single().ok_or(DateError::Impossible)?;
    let precision = if clock.2.is_some() { Precision::Second } else { Precision::Minute };
    Ok(Timestamp::new(at, precision, zone)?)
}

/// 24:00 is the midnight that ends its day, as ISO 8601 has it.
fn local((year, month, day): Day, (hour, minute, second): Clock) -> Option<NaiveDateTime> {
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    let (second, nanosecond) = second.unwrap_or_default();
    if (hour, minute, second, nanosecond) == (24, 0, 0, 0) {
        return date.checked_add_days(Days::new(1))?.and_hms_opt(0, 0, 0);
    }
    // A leap second has no number of its own in the model.
    date.and_hms_nano_opt(hour, minute, second, nanosecond)
}

#[cfg(test)]
mod tests;
