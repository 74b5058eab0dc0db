//! Dates: their form, and whether they can be.

use crate::{
    moment::{self, Moment, Rfc822},
    report::Findings,
    rule::Rule,
    spot::Spot,
};

/// How many minutes ahead of [`Options::as_of`](crate::Options::as_of) a date of RSS may be.
const RSS_AHEAD: i64 = 10;

/// The same for the other formats: a day, for clocks that are set to another zone.
const AHEAD: i64 = 24 * 60;

/// Checks a date of RSS.
pub(crate) fn rfc822(findings: &mut Findings<'_>, spot: Spot<'_>, value: &str) -> Option<Moment> {
    let Some(date) = Rfc822::read(value) else {
        findings.value(Rule::InvalidRFC2822Date, spot, value);
        return None;
    };
    if date.problematical {
        findings.value(Rule::ProblematicalRFC822Date, spot, value);
    }
    if date.wrong_weekday {
        findings.value(Rule::IncorrectDOW, spot, value);
    }
    if !date.complete {
        findings.value(Rule::DateStyle, spot, value);
    }
    plausible(findings, spot, value, date.moment, RSS_AHEAD);
    Some(date.moment)
}

/// Checks a date of Atom and JSON Feed.
pub(crate) fn rfc3339(findings: &mut Findings<'_>, spot: Spot<'_>, value: &str) -> Option<Moment> {
    let Some(moment) = Moment::of_rfc3339(value) else {
        findings.value(Rule::InvalidRFC3339Date, spot, value);
        return None;
    };
    plausible(findings, spot, value, moment, AHEAD);
    Some(moment)
}

/// Checks a date of Dublin Core.
pub(crate) fn w3cdtf(findings: &mut Findings<'_>, spot: Spot<'_>, value: &str) {
    if !moment::is_w3cdtf(value) {
        findings.value(Rule::InvalidW3CDTFDate, spot, value);
    } else if let Some(moment) = Moment::of_rfc3339(value) {
        plausible(findings, spot, value, moment, AHEAD);
    }
}

/// That a date is old may be true, and stays; that it is in the future is a mistake.
fn plausible(findings: &mut Findings<'_>, spot: Spot<'_>, value: &str, moment: Moment, ahead: i64) {
    let latest = findings.options.as_of.and_then(|as_of| as_of.plus_minutes(ahead));
    if moment.year() < 1990 {
        findings.accept(Rule::ImplausibleDate, spot, value);
    } else if latest.is_some_and(|latest| moment > latest) {
        findings.value(Rule::ImplausibleDate, spot, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Options;

    #[test]
    fn the_future_begins_when_it_is_told_and_the_past_is_accepted() {
        let as_of = Moment::of_rfc3339("2020-01-01T00:00:00Z");
        let options = Options { as_of, ..Options::default() };
        for (value, expected) in [
            ("2020-01-01T23:59:00Z", &[][..]),
            ("2020-01-02T00:01:00Z", &[false]),
            ("1989-12-31T23:59:59Z", &[true]),
        ] {
            let mut findings = Findings::new(&options);
            rfc3339(&mut findings, Spot::At(0), value);
            let report = findings.report(None, "");
            let found: Vec<_> = report.findings.iter().map(|it| it.accepted).collect();
            assert_eq!(found, expected, "{value}");
        }
    }
}
