//! A point in time as an archive states it: with its offset, its precision, and whether the zone was only assumed.

use std::{
    borrow::Cow,
    fmt,
    hash::{Hash, Hasher},
};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, SecondsFormat, TimeZone, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// An instant with the offset it was stated in.
///
/// Two timestamps are equal when instant, offset, precision and zone are; they are ordered by instant, then by offset.
/// As JSON: `{"at":"2022-10-17T00:00:00+09:00","precision":"day","zone":"assumed"}`. Precision `second` and zone
/// `stated` are the defaults and left out.
#[derive(Clone, Copy)]
pub struct Timestamp {
    at: DateTime<FixedOffset>,
    precision: Precision,
    zone: Zone,
}

/// The smallest unit that was stated, the coarsest first. Smaller units are the first of their kind, and nobody said so.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Precision {
    /// A year alone; the day is 1 January, the time 00:00, in its zone.
    Year,
    /// A month of a year; the day is its first, the time 00:00, in its zone.
    Month,
    /// A day without a time; the time is 00:00 in its zone.
    Day,
    /// Hours and minutes.
    Minute,
    /// Seconds, and a fraction where the source had one.
    #[default]
    Second,
}

/// Where the offset comes from.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Zone {
    /// The text stated it.
    #[default]
    Stated,
    /// The platform's or the blog's zone was put in, because the text has none.
    Assumed,
}

/// Why a date cannot be a [`Timestamp`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimestampError {
    /// No such day, hour or minute, such as 31 February.
    Impossible,
    /// A year outside 1–9999, which no feed format can write.
    OutOfRange,
    /// Not RFC 3339.
    NotRfc3339(String),
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Impossible => f.write_str("there is no such date or time"),
            Self::OutOfRange => f.write_str("the year is not between 1 and 9999"),
            Self::NotRfc3339(text) => {
                write!(f, "expected an RFC 3339 date and time, found `{text}`")
            }
        }
    }
}

impl std::error::Error for TimestampError {}

impl Timestamp {
    /// A timestamp of `at`. Fails when the year, in its own offset or in UTC, is outside 1–9999.
    ///
    /// RFC 3339 has no offsets with seconds (local mean time, such as +08:27:52): a day, month or year keeps its date
    /// and loses the seconds of its offset, anything finer keeps its instant and is shown in UTC.
    pub fn new(
        at: DateTime<FixedOffset>,
        precision: Precision,
        zone: Zone,
    ) -> Result<Self, TimestampError> {
        let at = without_odd_leap(in_whole_minutes(at, precision)?);
        let writable = 1..=9999;
        if !writable.contains(&at.year()) || !writable.contains(&at.naive_utc().year()) {
            return Err(TimestampError::OutOfRange);
        }
        Ok(Self { at, precision, zone })
    }

    /// A day in a zone, for dates without a time.
    pub fn day(
        year: i32,
        month: u32,
        day: u32,
        offset: FixedOffset,
        zone: Zone,
    ) -> Result<Self, TimestampError> {
        Self::new(midnight(year, month, day, offset)?, Precision::Day, zone)
    }

    /// A month of a year in a zone, for dates without a day; it stands at its first day.
    pub fn month(
        year: i32,
        month: u32,
        offset: FixedOffset,
        zone: Zone,
    ) -> Result<Self, TimestampError> {
        Self::new(midnight(year, month, 1, offset)?, Precision::Month, zone)
    }

    /// A year in a zone, for dates without a month; it stands at 1 January.
    pub fn year(year: i32, offset: FixedOffset, zone: Zone) -> Result<Self, TimestampError> {
        Self::new(midnight(year, 1, 1, offset)?, Precision::Year, zone)
    }

    /// The instant `milliseconds` after 1970-01-01T00:00:00Z, shown in `offset`.
    pub fn from_millis(milliseconds: i64, offset: FixedOffset) -> Result<Self, TimestampError> {
        let at = DateTime::<Utc>::from_timestamp_millis(milliseconds)
            .ok_or(TimestampError::OutOfRange)?;
        // The instant is stated; only its presentation is chosen.
        Self::new(at.with_timezone(&offset), Precision::Second, Zone::Stated)
    }

    /// Parses RFC 3339. Precision is `second`, the zone is stated.
    pub fn from_rfc3339(text: &str) -> Result<Self, TimestampError> {
        let at = DateTime::parse_from_rfc3339(text);
        let at = at.map_err(|_| TimestampError::NotRfc3339(text.chars().take(64).collect()))?;
        Self::new(at, Precision::Second, Zone::Stated)
    }

    /// The instant with its offset.
    pub fn at(&self) -> DateTime<FixedOffset> {
        self.at
    }

    /// The smallest unit that was stated.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Whether the offset was stated or assumed.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// RFC 3339 with upper-case `T`, seconds always, the offset kept, a fraction only where there is one.
    pub fn to_rfc3339(&self) -> String {
        let written = self.at.to_rfc3339_opts(SecondsFormat::AutoSi, false);
        written.strip_suffix("+00:00").map(|local| format!("{local}Z")).unwrap_or(written)
    }
}

/// The beginning of a day.
fn midnight(
    year: i32,
    month: u32,
    day: u32,
    offset: FixedOffset,
) -> Result<DateTime<FixedOffset>, TimestampError> {
    let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(TimestampError::Impossible)?;
    let at = offset.from_local_datetime(&date.and_time(NaiveTime::MIN)).single();
    at.ok_or(TimestampError::Impossible)
}

/// `at` with an offset that RFC 3339 can say.
fn in_whole_minutes(
    at: DateTime<FixedOffset>,
    precision: Precision,
) -> Result<DateTime<FixedOffset>, TimestampError> {
    let seconds = at.offset().local_minus_utc();
    if seconds % 60 == 0 {
        return Ok(at);
    }
    if precision > Precision::Day {
        return Ok(at.to_utc().fixed_offset());
    }
    let offset =
        FixedOffset::east_opt(seconds - seconds % 60).expect("nearer to zero than one that exists");
    offset.from_local_datetime(&at.naive_local()).single().ok_or(TimestampError::OutOfRange)
}

/// A leap second stands at the end of a minute. With an offset that had seconds it may stand elsewhere now, where it is the
/// second behind it, as RFC 3339 writes it.
fn without_odd_leap(at: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    const SECOND: u32 = 1_000_000_000;
    let (seconds, nanos) = (at.timestamp(), at.timestamp_subsec_nanos());
    if nanos < SECOND || seconds.rem_euclid(60) == 59 {
        return at;
    }
    let next = DateTime::from_timestamp(seconds + 1, nanos - SECOND);
    next.map_or(at, |next| next.with_timezone(at.offset()))
}

// `DateTime` compares instants alone, hence by hand.
impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Timestamp {}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.at, self.at.offset().local_minus_utc(), self.precision, self.zone).hash(state);
    }
}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key =
            |time: &Self| (time.at, time.at.offset().local_minus_utc(), time.precision, time.zone);
        key(self).cmp(&key(other))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:?}, {:?})", self.to_rfc3339(), self.precision, self.zone)
    }
}

/// A point in time with the offset it was stated in.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Timestamp")]
struct Form {
    /// RFC 3339, with the offset as stated.
    #[schemars(extend("format" = "date-time"))]
    at: String,
    /// The smallest unit that was stated. By default, the second.
    #[serde(default, skip_serializing_if = "is_default")]
    precision: Precision,
    /// Whether the offset was stated. By default, it was.
    #[serde(default, skip_serializing_if = "is_default")]
    zone: Zone,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The same for whatever people do not read: seconds since 1970 in UTC, nanoseconds, seconds of the offset.
type Compact = (i64, u32, i32, Precision, Zone);

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { at, precision, zone } = *self;
        if serializer.is_human_readable() {
            return Form { at: self.to_rfc3339(), precision, zone }.serialize(serializer);
        }
        let (seconds, offset) = (at.timestamp(), at.offset().local_minus_utc());
        let compact: Compact = (seconds, at.timestamp_subsec_nanos(), offset, precision, zone);
        compact.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let form = Form::deserialize(deserializer)?;
            let read = Self::from_rfc3339(&form.at).map_err(D::Error::custom)?;
            return Self::new(read.at, form.precision, form.zone).map_err(D::Error::custom);
        }
        let (seconds, nanos, offset, precision, zone) = Compact::deserialize(deserializer)?;
        let utc = DateTime::from_timestamp(seconds, nanos);
        let at = utc.zip(FixedOffset::east_opt(offset)).map(|(utc, it)| utc.with_timezone(&it));
        let at = at.ok_or(TimestampError::Impossible).map_err(D::Error::custom)?;
        Self::new(at, precision, zone).map_err(D::Error::custom)
    }
}

impl JsonSchema for Timestamp {
    fn schema_name() -> Cow<'static, str> {
        Form::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Form::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn korea() -> FixedOffset {
        FixedOffset::east_opt(9 * 3600).unwrap()
    }

    #[test]
    fn what_is_put_away_comes_back_as_it_was() {
        for text in [
            "2022-10-17T00:00:00+09:00",
            "0001-01-01T00:00:00Z",
            "9999-12-31T12:29:59.123456789-11:30",
            "2016-12-31T23:59:60Z",
            "2017-01-01T08:59:60.5+09:00",
        ] {
            let mut time = Timestamp::from_rfc3339(text).unwrap();
            (time.precision, time.zone) = (Precision::Minute, Zone::Assumed);
            let bytes = rmp_serde::to_vec_named(&time).unwrap();
            let read: Timestamp = rmp_serde::from_slice(&bytes).unwrap();
            assert_eq!((read, read.to_rfc3339()), (time, time.to_rfc3339()), "{text}");
        }
        // Africa/Monrovia until 1972.
        let offset = FixedOffset::east_opt(-(44 * 60 + 30)).unwrap();
        let leap = NaiveDate::from_ymd_opt(1930, 1, 1).unwrap();
        let leap = leap.and_hms_milli_opt(10, 0, 59, 1_250).unwrap();
        for precision in [Precision::Day, Precision::Second] {
            let at = offset.from_local_datetime(&leap).unwrap();
            let time = Timestamp::new(at, precision, Zone::Assumed).unwrap();
            let bytes = rmp_serde::to_vec_named(&time).unwrap();
            assert_eq!(rmp_serde::from_slice::<Timestamp>(&bytes).unwrap(), time);
            assert_eq!(Timestamp::from_rfc3339(&time.to_rfc3339()).unwrap().at(), time.at());
        }
        let far = (i64::MAX, 0_u32, 0_i32, Precision::Day, Zone::Stated);
        let bytes = rmp_serde::to_vec_named(&far).unwrap();
        assert!(rmp_serde::from_slice::<Timestamp>(&bytes).is_err());
    }

    #[test]
    fn a_day_is_midnight_in_its_own_zone_and_says_so() {
        let day = Timestamp::day(2022, 10, 17, korea(), Zone::Assumed).unwrap();
        assert_eq!(day.to_rfc3339(), "2022-10-17T00:00:00+09:00");
        let json = serde_json::to_string(&day).unwrap();
        assert_eq!(
            json,
            r#"{"at":"2022-10-17T00:00:00+09:00","precision":"day","zone":"assumed"}"#
        );
        assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), day);
    }

    #[test]
    fn a_month_and_a_year_stand_at_their_first_day_and_say_so() {
        let month = Timestamp::month(2022, 10, korea(), Zone::Assumed).unwrap();
        assert_eq!(
            serde_json::to_string(&month).unwrap(),
            r#"{"at":"2022-10-01T00:00:00+09:00","precision":"month","zone":"assumed"}"#
        );
        let year = Timestamp::year(2022, korea(), Zone::Stated).unwrap();
        let json = serde_json::to_string(&year).unwrap();
        assert_eq!(json, r#"{"at":"2022-01-01T00:00:00+09:00","precision":"year"}"#);
        assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), year);
        assert_eq!(
            Timestamp::month(2022, 13, korea(), Zone::Stated),
            Err(TimestampError::Impossible)
        );
    }

    #[test]
    fn the_finer_precision_is_the_greater() {
        use Precision::*;
        assert!([Year, Month, Day, Minute, Second].is_sorted());
    }

    #[test]
    fn impossible_and_unwritable_dates_are_errors() {
        let day = |year, month, day| Timestamp::day(year, month, day, korea(), Zone::Assumed);
        assert_eq!(day(2021, 2, 31), Err(TimestampError::Impossible));
        assert_eq!(day(10_000, 1, 1), Err(TimestampError::OutOfRange));
        assert_eq!(day(1, 1, 1), Err(TimestampError::OutOfRange)); // year 0 in UTC
        assert!(Timestamp::from_millis(i64::MAX, korea()).is_err());
        assert!(Timestamp::from_rfc3339("yesterday").is_err());
    }

    #[test]
    fn the_same_instant_in_two_zones_is_two_timestamps() {
        let seoul = Timestamp::from_rfc3339("2022-10-17T09:00:00+09:00").unwrap();
        let london = Timestamp::from_rfc3339("2022-10-17T00:00:00Z").unwrap();
        assert_eq!(seoul.at(), london.at());
        assert_ne!(seoul, london);
    }

    #[test]
    fn local_mean_time_keeps_its_day_or_its_instant() {
        let seoul = FixedOffset::east_opt(8 * 3600 + 27 * 60 + 52).unwrap();
        let day = Timestamp::day(1905, 3, 1, seoul, Zone::Assumed).unwrap();
        assert_eq!(day.to_rfc3339(), "1905-03-01T00:00:00+08:27");
        let year = Timestamp::year(1905, seoul, Zone::Assumed).unwrap();
        assert_eq!(year.to_rfc3339(), "1905-01-01T00:00:00+08:27");
        let second = Timestamp::from_millis(-2_000_000_000_000, seoul).unwrap();
        assert_eq!(second.to_rfc3339(), "1906-08-16T20:26:40Z");
    }

    #[test]
    fn a_fraction_is_written_only_where_there_is_one() {
        let whole = Timestamp::from_millis(1_614_828_602_000, korea()).unwrap();
        let fraction = Timestamp::from_millis(1_614_828_602_120, korea()).unwrap();
        assert_eq!(whole.to_rfc3339(), "2021-03-04T12:30:02+09:00");
        assert_eq!(fraction.to_rfc3339(), "2021-03-04T12:30:02.120+09:00");
    }
}
