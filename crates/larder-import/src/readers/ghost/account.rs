//! What became of everything in an export that is no post.

use std::{collections::BTreeMap, sync::Arc};

use larder_core::{EntryId, Fate, Holding, ItemKind, Rule};

use super::{blog::Settled, draft::Draft, index::Index, table::Table};
use crate::Intake;

/// How many rows there are of tables that become something, counted before it is made.
pub(super) struct Rows {
    tags: u64,
    users: u64,
    aside: BTreeMap<String, (u64, u64)>,
}

impl Rows {
    pub(super) fn of(index: &Index) -> Self {
        let aside = index.aside.iter();
        let counts = aside.map(|(name, it)| (name.clone(), (it.rows.len() as u64, it.over)));
        Self {
            tags: index.tags.len() as u64,
            users: index.users.len() as u64,
            aside: counts.collect(),
        }
    }

    /// Puts down what became of everything that is no post.
    pub(super) fn account(
        &self,
        settled: &Settled<'_>,
        draft: &Draft,
        (comments, revisions): (Holding, Holding),
        (name, entry): (&Arc<str>, EntryId),
        intake: &mut Intake,
    ) {
        let index = settled.index;
        let lost = |table: &str| index.lost.get(table).copied().unwrap_or(0);
        let mut terms = Holding::default();
        terms.total = self.tags + lost("tags");
        terms.carried = draft.blog.terms.len() as u64;
        terms.aside = settled.tags.internal.len() as u64;
        terms.leave_out(Rule::Damaged, lost("tags"));
        let mut authors = Holding::default();
        authors.total = self.users + lost("users");
        authors.carried = draft.blog.authors.len() as u64;
        authors.leave_out(Rule::Damaged, lost("users"));
        let mut revisions = revisions;
        for table in ["mobiledoc_revisions", "post_revisions"] {
            revisions.leave_out(Rule::Damaged, lost(table));
        }
        let parts = [
            (ItemKind::Term, terms),
            (ItemKind::Author, authors),
            (ItemKind::Comment, comments),
            (ItemKind::Capture, revisions),
            (ItemKind::Link, draft.links.clone()),
        ];
        for (kind, holding) in parts.into_iter().filter(|(_, holding)| holding.total > 0) {
            intake.ledger().account_parts(entry, kind, &holding);
        }
        let mut table = |table: &str, fate: Result<Fate, (Rule, String)>| {
            let item = intake.ledger().open(ItemKind::Item, format!("{name}: {table}"), None);
            match fate {
                Ok(fate) => intake.ledger().settle(item, fate),
                Err((rule, found)) => intake.leave_out(item, rule, found),
            }
        };
        for (aside, (_, over)) in &self.aside {
            table(aside, Ok(Fate::StoredAside { place: format!("site `{aside}`").into() }));
            if *over > 0 {
                let found = format!("{over} rows beyond the size that is kept of such tables");
                table(aside, Err((Rule::TooLarge, found)));
            }
        }
        for (left, count) in &index.not_kept {
            let rule = match Table::of(left) {
                Table::Subscribers => Rule::SubscriberList,
                _ => Rule::Secret,
            };
            table(left, Err((rule, format!("{count} rows"))));
        }
        for (field, count) in [("users.password", draft.passwords), ("settings", draft.keys)] {
            if count > 0 {
                table(field, Err((Rule::Secret, format!("{count} values"))));
            }
        }
        let held = ["tags", "users", "comments", "mobiledoc_revisions", "post_revisions"];
        for (lost, count) in index.lost.iter().filter(|(name, _)| !held.contains(&&***name)) {
            table(lost, Err((Rule::Damaged, format!("{count} rows that cannot be read"))));
        }
        if let Some(broken) = &index.broken {
            let found = "the file ends in the middle of a row".to_owned();
            table(broken, Err((Rule::Damaged, found)));
        }
    }
}
