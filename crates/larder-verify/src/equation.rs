//! Numbers that must add up.

use std::collections::BTreeMap;

use serde::Serialize;

/// How many of the things that an equation lists are named.
const LISTED: usize = 100;

/// `total = parts + archived only + excluded + unexplained`, for things of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Equation {
    /// How many there were.
    pub total: u64,
    /// What became of those that are in the output, such as `written`; a name for each way.
    pub parts: BTreeMap<&'static str, u64>,
    /// How many are in no output, but in the archive that was read; by rule.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub archived_only: BTreeMap<String, u64>,
    /// How many a rule or the format left out; by rule.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub excluded: BTreeMap<String, u64>,
    /// How many nothing explains.
    pub unexplained: u64,
    /// How many the output has that were not there before.
    #[serde(skip_serializing_if = "is_zero")]
    pub added: u64,
    /// What is listed one by one, such as links that lead nowhere; the first hundred.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub listed: Vec<String>,
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl Equation {
    /// One more that is in the output, in this way.
    pub(crate) fn part(&mut self, name: &'static str) {
        self.total += 1;
        *self.parts.entry(name).or_default() += 1;
    }

    /// One more that a rule left out, and that an archive keeps or not.
    pub(crate) fn exclude(&mut self, rule: &str, is_archived: bool) {
        self.total += 1;
        let place = if is_archived { &mut self.archived_only } else { &mut self.excluded };
        *place.entry(rule.to_owned()).or_default() += 1;
    }

    /// One more that nothing explains.
    pub(crate) fn miss(&mut self) {
        self.total += 1;
        self.unexplained += 1;
    }

    /// Names one of them.
    pub(crate) fn list(&mut self, name: impl Into<String>) {
        if self.listed.len() < LISTED {
            self.listed.push(name.into());
        }
    }

    /// Adds another account, whose things come after these.
    pub(crate) fn add(&mut self, other: Self) {
        self.total += other.total;
        other
            .parts
            .into_iter()
            .for_each(|(name, count)| *self.parts.entry(name).or_default() += count);
        let rules =
            [(&mut self.archived_only, other.archived_only), (&mut self.excluded, other.excluded)];
        for (mine, others) in rules {
            others.into_iter().for_each(|(rule, count)| *mine.entry(rule).or_default() += count);
        }
        self.unexplained += other.unexplained;
        self.added += other.added;
        other.listed.into_iter().for_each(|name| self.list(name));
    }

    /// Whether the sum is right.
    pub fn balances(&self) -> bool {
        let sums = [&self.archived_only, &self.excluded].map(|rules| rules.values().sum::<u64>());
        self.parts.values().sum::<u64>() + sums.iter().sum::<u64>() + self.unexplained == self.total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_thing_is_counted_once_on_each_side() {
        let mut equation = Equation::default();
        equation.part("written");
        equation.exclude("undated", false);
        equation.exclude("not-public", true);
        equation.miss();
        let mut twice = equation.clone();
        twice.add(equation.clone());
        assert!(equation.balances() && twice.balances());
        assert_eq!((twice.total, twice.unexplained, twice.excluded["undated"]), (8, 2, 2));
        twice.total += 1;
        assert!(!twice.balances());
    }
}
