//! Dates of exports: RFC 3339, in classic backups with the offset of the blog, in Takeout in UTC.

use chrono::{FixedOffset, LocalResult, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use larder_core::{Timestamp, Zone};

use crate::date::feed;

/// A date with the offset that it states. None where it states none.
pub(super) fn stated(text: &str) -> Option<Timestamp> {
    feed::parse(text, utc()).filter(|time| time.zone() == Zone::Stated)
}

/// A date, and where it states no offset, that of the blog's zone, which is assumed; without a zone, UTC. Also whether
/// that is the only one: in the hour that clocks are put back there are two, and in the one that they skip, none.
pub(super) fn read(text: &str, zone: Option<Tz>) -> Option<Timestamp> {
    let time = feed::parse(text, utc())?;
    let Some(zone) = zone.filter(|_| time.zone() == Zone::Assumed) else { return Some(time) };
    let local = time.at().naive_local();
    let offset = match zone.offset_from_local_datetime(&local) {
        LocalResult::Single(offset) | LocalResult::Ambiguous(offset, _) => offset.fix(),
        LocalResult::None => return Some(time),
    };
    let at = offset.from_local_datetime(&local).single()?;
    Timestamp::new(at, time.precision(), Zone::Assumed).ok()
}

fn utc() -> FixedOffset {
    Utc.fix()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_stays_and_only_a_missing_one_is_that_of_the_blog() {
        let read = |text: &str| {
            read(text, Some(Tz::Asia__Seoul)).map(|time| (time.to_rfc3339(), time.zone()))
        };
        let found = |text: &str, zone| Some((text.to_owned(), zone));
        assert_eq!(read("2019-04-01T03:00:00Z"), found("2019-04-01T03:00:00Z", Zone::Stated));
        assert_eq!(
            read("2019-04-01T12:00:00.000-07:00"),
            found("2019-04-01T12:00:00-07:00", Zone::Stated)
        );
        assert_eq!(read("2019-04-01T12:00:00"), found("2019-04-01T12:00:00+09:00", Zone::Assumed));
        assert_eq!(read("soon"), None);
        assert_eq!(stated("2019-04-01T12:00:00"), None);
    }
}
