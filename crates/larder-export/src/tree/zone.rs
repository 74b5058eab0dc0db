//! The zone of a site: the one that is asked for, else the offset that most of its dates have.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use larder_core::{Blog, Precision, Timestamp};

use crate::ZoneName;

/// The zone of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SiteZone {
    /// An offset, which dates have or have not; none is changed.
    Offset(FixedOffset),
    /// A zone that was asked for: all times are stated in it.
    Named(ZoneName),
}

impl SiteZone {
    /// Where no offset is.
    pub(crate) const UTC: Self =
        Self::Offset(FixedOffset::east_opt(0).expect("nothing is less than a day"));

    /// The offset that most posts were published in; of two that are as many, the one further east. UTC where no post
    /// has a date.
    ///
    /// If a zone is asked for, it is that.
    pub(crate) fn of(blog: &Blog, posts: &[usize], asked: Option<ZoneName>) -> Self {
        if let Some(zone) = asked {
            return Self::Named(zone);
        }
        let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
        for time in posts.iter().filter_map(|&place| blog.posts.head(place).dated()) {
            *counts.entry(time.at().offset().local_minus_utc()).or_default() += 1;
        }
        let most = counts.into_iter().max_by_key(|&(offset, count)| (count, offset));
        let offset = most.map_or(0, |(offset, _)| offset);
        Self::Offset(FixedOffset::east_opt(offset).expect("it is the offset of a date"))
    }

    /// The name that the database of zones has for it, which generators ask for.
    ///
    /// An offset says no country. Where the language says which one it is, its name is taken; else the one of the fixed
    /// offset (`Etc/GMT-9` is nine hours *ahead* of UTC), and for those that are no whole hours the best known place
    /// that keeps it all the year. None for an offset that no zone has today.
    pub(crate) fn name(self, language: Option<&str>) -> Option<String> {
        let offset = match self {
            Self::Offset(offset) => offset,
            Self::Named(zone) => return Some(zone.name().to_owned()),
        };
        let minutes = offset.local_minus_utc() / 60;
        let language = language.unwrap_or_default().split(['-', '_']).next().unwrap_or_default();
        let place = match (minutes, language) {
            (0, _) => "UTC",
            (540, "ko") => "Asia/Seoul",
            (540, "ja") => "Asia/Tokyo",
            (330, _) => "Asia/Kolkata",
            (345, _) => "Asia/Kathmandu",
            (390, _) => "Asia/Yangon",
            (210, _) => "Asia/Tehran",
            (270, _) => "Asia/Kabul",
            (570, _) => "Australia/Darwin",
            (525, _) => "Australia/Eucla",
            (-570, _) => "Pacific/Marquesas",
            _ => "",
        };
        let hours = minutes / 60;
        match place {
            "" if minutes % 60 == 0 && (-12..=14).contains(&hours) => {
                Some(format!("Etc/GMT{:+}", -hours))
            }
            "" => None,
            place => Some(place.to_owned()),
        }
    }

    /// A time as front matter states it: RFC 3339 with the offset it had.
    ///
    /// A date without a time is a day of the site's zone, for generators read it there. In another zone it is written
    /// with its midnight.
    pub(crate) fn date(self, time: Timestamp) -> String {
        let there = self.there(time);
        match time.precision() <= Precision::Day && there.offset() == time.at().offset() {
            true => time.at().format("%Y-%m-%d").to_string(),
            // At the ends of time, the other offset may be in a year that no date has.
            false if matches!(self, Self::Named(_)) => {
                Timestamp::new(there, time.precision(), time.zone()).unwrap_or(time).to_rfc3339()
            }
            false => time.to_rfc3339(),
        }
    }

    /// The zone of this name that settings name, if there is one.
    pub(crate) fn named(self, language: Option<&str>) -> Option<ZoneName> {
        ZoneName::named(&self.name(language)?)
    }

    /// A time in the zone of the site.
    fn there(self, time: Timestamp) -> DateTime<FixedOffset> {
        match self {
            Self::Offset(offset) => time.at().with_timezone(&offset),
            Self::Named(zone) => zone.at(time.at()),
        }
    }

    /// The day of a time in the zone of the site, as names of files have it.
    pub(crate) fn day(self, time: Timestamp) -> String {
        let local = match time.precision() <= Precision::Day {
            true => time.at(),
            false => self.there(time),
        };
        local.format("%Y-%m-%d").to_string()
    }
}

#[cfg(test)]
mod tests {
    use larder_core::{Post, PostId, Site, Zone};

    use super::*;

    fn blog(dates: &[&str]) -> Blog {
        let mut blog = Blog::new(Site::new("b"));
        let post = |date: &&str| {
            let mut post = Post::new(PostId::new(*date));
            post.published = Some(Timestamp::from_rfc3339(date).unwrap());
            post
        };
        blog.posts = dates.iter().map(post).collect::<Vec<_>>().into();
        blog
    }

    fn zone(dates: &[&str]) -> SiteZone {
        SiteZone::of(&blog(dates), &(0..dates.len()).collect::<Vec<_>>(), None)
    }

    #[test]
    fn the_zone_is_that_of_most_dates() {
        let korean = zone(&[
            "2019-03-04T10:20:30+09:00",
            "2019-03-05T10:20:30+09:00",
            "2019-03-06T00:00:00Z",
        ]);
        assert_eq!(korean.name(Some("ko-KR")).as_deref(), Some("Asia/Seoul"));
        assert_eq!(korean.name(None).as_deref(), Some("Etc/GMT-9"));
        assert_eq!(zone(&[]).name(Some("ko")).as_deref(), Some("UTC"));
        let tied = zone(&["2019-03-06T00:00:00-05:00", "2019-03-06T00:00:00+01:00"]);
        assert_eq!(tied.name(None).as_deref(), Some("Etc/GMT-1"));
        assert_eq!(zone(&["2019-03-06T00:00:00-05:00"]).name(None).as_deref(), Some("Etc/GMT+5"));
        assert_eq!(
            zone(&["2019-03-06T00:00:00+05:30"]).name(None).as_deref(),
            Some("Asia/Kolkata")
        );
        assert_eq!(zone(&["2019-03-06T00:00:00+00:13"]).name(None), None);
    }

    #[test]
    fn a_day_is_one_of_the_site_or_has_its_midnight() {
        let seoul = zone(&["2019-03-04T10:20:30+09:00"]);
        let offset = |hours: i32| FixedOffset::east_opt(hours * 3600).unwrap();
        let day = |hours| Timestamp::day(2019, 3, 4, offset(hours), Zone::Stated).unwrap();
        assert_eq!(seoul.date(day(9)), "2019-03-04");
        assert_eq!(seoul.date(day(0)), "2019-03-04T00:00:00Z");
        let time = Timestamp::from_rfc3339("2019-03-01T23:30:00Z").unwrap();
        assert_eq!(seoul.date(time), "2019-03-01T23:30:00Z");
        assert_eq!(
            (seoul.day(time), seoul.day(day(0))),
            ("2019-03-02".into(), "2019-03-04".into())
        );
    }
}
