//! What the posts of a blog say together about their dates: in which zone its clock is, and whether days or months come
//! first. And what no date can be: later than its capture.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, TimeZone};
use larder_core::{NoteKind, Timestamp, Zone};

use super::pages::Read;
use crate::web::{Claims, Numeric, Order, Told};

/// How much later than its capture a page may say that it was written: clocks and zones differ.
const SLACK_SECONDS: i64 = 36 * 3600;

/// What the dates of one page show of the clock of its blog.
#[derive(Debug)]
pub(super) struct Hints {
    /// The offsets that they state, by the time of which they state them.
    offsets: Box<[(i64, FixedOffset)]>,
    /// The orders of days and months that its numbers show: days first, months first.
    orders: (bool, bool),
}

impl Hints {
    pub(super) fn of(claims: &Claims) -> Self {
        let all = claims.published.iter().chain(&claims.updated).map(|told| told.value);
        // What is in UTC is so for machines, and says nothing of the clock of the one who wrote.
        let stated =
            all.filter(|it| it.zone() == Zone::Stated && it.at().offset().local_minus_utc() != 0);
        let mut offsets: Vec<_> =
            stated.map(|it| (it.at().timestamp(), *it.at().offset())).collect();
        // Most were never changed: both dates are the same.
        offsets.dedup();
        let known = claims.published.first().map(|told| told.value);
        let shown = claims
            .numeric
            .iter()
            .filter_map(|told| told.value.order().or_else(|| told.value.order_by(known?)));
        let orders = shown.fold((false, false), |(days, months), order| match order {
            Order::DayFirst => (true, months),
            Order::MonthFirst => (days, true),
        });
        Self { offsets: offsets.into(), orders }
    }
}

/// What a blog knows of its dates.
#[derive(Debug, Default)]
pub(super) struct Clock {
    /// The offsets that its dates state, by the time of which they state them.
    offsets: BTreeMap<i64, FixedOffset>,
    order: Option<Order>,
}

impl Clock {
    /// What the pages of a blog say.
    pub(super) fn of(posts: &[Box<Read>]) -> Self {
        let hints = || posts.iter().map(|read| &read.page.dates);
        let offsets = hints().flat_map(|it| it.offsets.iter().copied()).collect();
        let orders = hints().map(|it| it.orders);
        // Only where all show the same one.
        let order = match orders.fold((false, false), |all, of| (all.0 | of.0, all.1 | of.1)) {
            (true, false) => Some(Order::DayFirst),
            (false, true) => Some(Order::MonthFirst),
            _ => None,
        };
        Self { offsets, order }
    }

    /// The offset at a time: the one that all dates state, or that those before and after it do.
    fn at(&self, time: i64) -> Option<FixedOffset> {
        let mut all = self.offsets.values();
        let first = all.next()?;
        if all.all(|other| other == first) {
            return Some(*first);
        }
        let before = self.offsets.range(..=time).next_back()?.1;
        let after = self.offsets.range(time..).next()?.1;
        (before == after).then_some(*before)
    }

    /// That nobody knows the date of a page, because the blog does not show whether days or months come first. Where it does,
    /// a page without a date says several, or a day that is none.
    pub(super) fn ambiguous(&self, claims: &Claims) -> Option<NoteKind> {
        let is_open = |told: &&Told<Numeric>| told.value.order().is_none();
        let told = claims.numeric.first().filter(|_| self.order.is_none()).filter(is_open)?;
        Some(NoteKind::DateAmbiguous { text: told.value.to_string() })
    }

    /// A date whose zone nobody stated in the zone of the blog. None where that changes nothing.
    pub(super) fn shown(&self, time: Timestamp) -> Option<Timestamp> {
        if time.zone() == Zone::Stated {
            return None;
        }
        let offset = self.at(time.at().timestamp()).filter(|it| it != time.at().offset())?;
        let at = offset.from_local_datetime(&time.at().naive_local()).single()?;
        Timestamp::new(at, time.precision(), Zone::Assumed).ok()
    }

    /// Completes what a page says: the order of its digits, the zone of its clock. Returns whether the
    /// zone of the date that counts is the blog's.
    pub(super) fn settle(&self, claims: &mut Claims) -> bool {
        if let (true, Some(zone)) = (claims.published.is_empty(), claims.zone) {
            // Where a place says several, as lists of posts do, none of them is the post's.
            let is_only = |told: &&Told<Numeric>| {
                let same = claims.numeric.iter().filter(|it| it.signal == told.signal);
                same.map(|it| &it.value).all(|it| *it == told.value)
            };
            let times = claims.numeric.iter().filter(is_only).filter_map(|told| {
                // What has no other reading needs no blog that shows it.
                let order = self.order.or_else(|| told.value.order())?;
                let how = match (order, self.order) {
                    (Order::DayFirst, Some(_)) => "day before month, as in the blog",
                    (Order::MonthFirst, Some(_)) => "month before day, as in the blog",
                    (Order::DayFirst, None) => "day before month, as there is no such month",
                    (Order::MonthFirst, None) => "month before day, as there is no such month",
                };
                let time = told.value.time(order, zone)?;
                Some(Told::new(time, format!("{} ({how})", told.signal)))
            });
            let times: Vec<_> = times.collect();
            claims.published.extend(times);
        }
        let mut is_first_shown = false;
        let all = claims.published.iter_mut().map(Some).chain([None]);
        let all = all.chain(claims.updated.iter_mut().map(Some)).enumerate();
        for (at, told) in all.filter_map(|(at, told)| Some((at, told?))) {
            if let Some(time) = self.shown(told.value).filter(|_| !told.is_relative()) {
                told.value = time;
                is_first_shown |= at == 0;
            }
        }
        is_first_shown
    }
}

/// Takes away the dates that are later than the capture, and says so. What is left counts.
pub(super) fn without_later(
    told: &mut Vec<Told<Timestamp>>,
    captured: Option<DateTime<FixedOffset>>,
) -> Option<NoteKind> {
    let latest = captured?.timestamp() + SLACK_SECONDS;
    let is_later = |told: &Told<Timestamp>| told.value.at().timestamp() > latest;
    let first = told.iter().find(|told| is_later(told))?.value.to_rfc3339();
    let was_first = told.first().is_some_and(is_later);
    told.retain(|told| !is_later(told));
    match told.first() {
        None => Some(NoteKind::DateImpossible { text: first }),
        Some(taken) if was_first => Some(NoteKind::SourcesDisagree {
            field: "published".into(),
            taken: taken.value.to_rfc3339(),
            other: first,
        }),
        Some(_) => None,
    }
}
