//! What became of everything that came in, counted: the left and the right side of the equation.

use std::collections::BTreeMap;

use larder_core::{Fate, Holding, ItemKind, Ledger, Rule};
use serde::Serialize;

use super::summary::left_out_part;
use crate::messages::{Messages, Value};

/// What became of all inputs of one kind: `total` is the sum of the others.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Fates {
    total: usize,
    carried: usize,
    joined: usize,
    stored_aside: usize,
    left_out: BTreeMap<Rule, usize>,
    unexplained: usize,
}

/// The fates of a ledger's inputs, by kind.
pub(crate) fn by_kind(ledger: &Ledger) -> BTreeMap<&'static str, Fates> {
    let mut kinds = BTreeMap::<_, Fates>::new();
    for entry in &ledger.inputs {
        kinds.entry(name(entry.kind)).or_default().count(entry.fate.as_ref());
        for (kind, parts) in entry.holds() {
            kinds.entry(name(*kind)).or_default().add(parts);
        }
    }
    kinds
}

fn name(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::File => "file",
        ItemKind::Capture => "capture",
        ItemKind::Comment => "comment",
        ItemKind::Asset => "asset",
        ItemKind::ListedFeed => "listed-feed",
        ItemKind::Author => "author",
        ItemKind::Term => "term",
        ItemKind::MenuItem => "menu-item",
        ItemKind::Link => "link",
        _ => "item",
    }
}

/// One equation a line, such as `27 files = 17 carried + 5 joined + 5 left out (error-page 5)`.
pub(crate) fn equations(messages: &Messages, ledger: &Ledger) -> String {
    let equation = |(kind, fates): (&str, &Fates)| {
        let id = match kind {
            "file" => "summary-inputs-file",
            "capture" => "summary-inputs-capture",
            "comment" => "summary-inputs-comment",
            "asset" => "summary-inputs-asset",
            "listed-feed" => "summary-inputs-listed-feed",
            "author" => "summary-inputs-author",
            "term" => "summary-inputs-term",
            "menu-item" => "summary-inputs-menu-item",
            "link" => "summary-inputs-link",
            _ => "summary-inputs-item",
        };
        let parts = Value::Text(fates.parts(messages));
        format!("  {}\n", messages.text(id, &[("total", fates.total.into()), ("parts", parts)]))
    };
    // Files first: the others came out of them.
    let mut kinds: Vec<_> = by_kind(ledger).into_iter().collect();
    kinds.sort_by_key(|(kind, _)| *kind != "file");
    kinds.iter().map(|(kind, fates)| equation((kind, fates))).collect()
}

impl Fates {
    fn count(&mut self, fate: Option<&Fate>) {
        self.total += 1;
        match fate {
            Some(Fate::Carried { .. }) => self.carried += 1,
            Some(Fate::Joined { .. }) => self.joined += 1,
            Some(Fate::StoredAside { .. }) => self.stored_aside += 1,
            Some(Fate::LeftOut { rule, .. }) => *self.left_out.entry(*rule).or_default() += 1,
            _ => self.unexplained += 1,
        }
    }

    fn add(&mut self, parts: &Holding) {
        let count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        self.total += count(parts.total);
        self.carried += count(parts.carried);
        self.joined += count(parts.joined);
        self.stored_aside += count(parts.aside);
        for (rule, left_out) in &parts.left_out {
            *self.left_out.entry(*rule).or_default() += count(*left_out);
        }
        self.unexplained += count(parts.total.saturating_sub(parts.accounted()));
    }

    /// The right side. What is carried is always said, the others where there are any.
    fn parts(&self, messages: &Messages) -> String {
        let part = |id: &str, count: usize| messages.text(id, &[("count", count.into())]);
        let some = |id: &str, count: usize| (count > 0).then(|| part(id, count));
        let mut parts = vec![part("part-carried", self.carried)];
        parts.extend(some("part-joined", self.joined));
        parts.extend(some("part-aside", self.stored_aside));
        parts.extend(left_out_part(messages, &self.left_out));
        parts.extend(some("part-unexplained", self.unexplained));
        parts.join(" + ")
    }
}

#[cfg(test)]
mod tests {
    use larder_core::PostId;

    use super::*;
    use crate::messages::Language;

    #[test]
    fn the_equation_is_in_sight_and_says_what_it_does_not_explain() {
        let mut ledger = Ledger::default();
        let fates = [
            Some(Fate::Carried { post: None }),
            Some(Fate::Joined { post: PostId::new("1") }),
            Some(Fate::StoredAside { place: "extra".into() }),
            Some(Fate::LeftOut { rule: Rule::ErrorPage, found: Box::default() }),
            None,
        ];
        for fate in fates {
            let id = ledger.open(ItemKind::File, "a", None);
            if let Some(fate) = fate {
                ledger.settle(id, fate);
            }
        }
        assert_eq!(
            equations(&Messages::new(Language::English), &ledger),
            "  5 files = 1 carried + 1 joined + 1 stored aside + 1 left out (error-page 1) + 1 UNEXPLAINED\n"
        );
    }
}
