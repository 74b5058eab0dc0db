//! Tables that say which rows of two others belong together.

use std::collections::HashMap;

/// Which rows of another table belong to each row of one, in order.
#[derive(Debug, Default)]
pub(in super::super) struct Relation {
    /// The others, each once: very many posts have the same few tags.
    names: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
    of: HashMap<Box<str>, Vec<(i64, u32)>>,
}

impl Relation {
    pub(super) fn add(&mut self, from: &str, to: &str, order: i64) {
        let number = match self.numbers.get(to) {
            Some(number) => *number,
            None => {
                let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
                self.names.push(to.into());
                self.numbers.insert(to.into(), number);
                number
            }
        };
        self.of.entry(from.into()).or_default().push((order, number));
    }

    /// The others of a row, each once. None of a row that has no name.
    pub(in super::super) fn of(&self, from: &str) -> Vec<&str> {
        if from.is_empty() {
            return Vec::new();
        }
        self.rows(from)
    }

    /// The others of a row, or of all those without a name.
    pub(in super::super) fn rows(&self, from: &str) -> Vec<&str> {
        let mut found = self.of.get(from).cloned().unwrap_or_default();
        found.sort_by_key(|(order, _)| *order);
        let mut seen = std::collections::HashSet::new();
        found.retain(|(_, number)| seen.insert(*number));
        found
            .iter()
            .filter_map(|(_, number)| self.names.get(*number as usize))
            .map(|it| &**it)
            .collect()
    }

    /// Those rows that have others, in the order of their names.
    pub(in super::super) fn all(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.of.keys().map(|key| &**key).collect();
        all.sort_unstable();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_the_stated_one() {
        let mut relation = Relation::default();
        for (to, order) in [("b", 1), ("a", 0), ("b", 2), ("c", 1)] {
            relation.add("1", to, order);
        }
        assert_eq!(relation.of("1"), ["a", "b", "c"]);
        assert!(relation.of("2").is_empty());
        assert_eq!(relation.all(), ["1"]);
    }
}
