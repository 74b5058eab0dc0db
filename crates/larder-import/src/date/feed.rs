//! Dates as feeds write them: every format seen in the wild, and nothing that is not a date.
//!
//! ```text
//! text ─→ quick   RFC 822 and RFC 3339 as they should be: bytes, no allocation
//!      └→ plain   comments off, one kind of blank, digit and dash  →  token  →  draft  →  parts  →  Timestamp
//! ```
//!
//! | Form | Example |
//! |---|---|
//! | RFC 822, 2822 and what comes near | `Tue, 03 Jun 2003 09:39:21 +0200`, `Jun 3 03 9:39 EST` |
//! | RFC 3339, ISO 8601 | `2003-12-13T18:30:02.25Z`, `20031213`, `2003-347`, `2003-W50-6`, `2003-12`, `2003` |
//! | C, JavaScript, SQL, Perforce | `Sun Jan  4 16:29:06 PST 2004`, `2004-07-08 23:56:58.0`, `2006/09/15 08:19:53 EDT` |
//! | Korean, Japanese, Chinese | `2004년 05월 28일 오후 1:31`, `2022.10.15. 15:30`, `2004年5月28日` |
//! | Names of months in other languages | `15 Οκτ 2022`, `2004-július-13`, `15 de outubro de 2022 às 15:30` |
//!
//! What the text says twice, in part, or not at all is no date: a month and a day without a year, two times, digits
//! alone that could be a day or a month (`03/06/2003`), a zone that nobody knows (`IST` is three of them). No such day
//! and no such time are no date either; the only repair is that 24:00 is the midnight that ends its day.
//!
//! Sources: RFC 822, 2822, 3339 and 5322, ISO 8601, W3CDTF, the formats of feedparser.

mod cursor;
mod draft;
mod forms;
mod names;
mod parts;
mod plain;
mod quick;
mod token;
mod zones;

use std::ops::RangeInclusive;

use chrono::{Datelike, FixedOffset};
use larder_core::Timestamp;

/// The longest text that is looked at, in bytes. No date is longer.
const LONGEST: usize = 256;

/// The years that are taken for years. What lies outside is a default or a mistake of whoever wrote it.
const YEARS: RangeInclusive<i32> = 1000..=9999;

/// 9999-12-31T23:59:59Z in Unix seconds.
const LAST_SECOND: u64 = 253_402_300_799;

/// The point in time that `text` states, with the offset it states; `default` is the offset where it states none.
///
/// `-00:00` and the military letters other than `Z` say that the zone is unknown: UTC, and the zone is assumed.
/// None when the text is no date, is longer than 256 bytes, or states a year outside 1000–9999.
pub(crate) fn parse(text: &str, default: FixedOffset) -> Option<Timestamp> {
    if text.len() > LONGEST {
        return None;
    }
    let text = text.trim();
    let parts = match quick::parts(text.as_bytes()) {
        Some(parts) => parts,
        None => draft::parts(&plain::plain(text)?)?,
    };
    parts.timestamp(default)
}

/// The point in time that many Unix seconds or milliseconds after 1970, in UTC; the zone is stated.
///
/// What would be a second up to the end of 9999, or as far before 1970, is seconds, all else milliseconds: those of
/// 1962 to 1977 are taken for seconds. None for 0 and −1, which programs write for no date at all, and for years
/// outside 1000–9999, where the zeros of other calendars lie (year 0 of SQL, year 1 of Go and .NET).
pub(crate) fn unix(number: i64) -> Option<Timestamp> {
    if matches!(number, -1 | 0) {
        return None;
    }
    let seconds = number.unsigned_abs() <= LAST_SECOND;
    let milliseconds = if seconds { number.checked_mul(1000)? } else { number };
    let utc = FixedOffset::east_opt(0)?;
    let time = Timestamp::from_millis(milliseconds, utc).ok()?;
    YEARS.contains(&time.at().year()).then_some(time)
}

#[cfg(test)]
mod tests;
