//! The entries of the ledger.

use std::{collections::BTreeMap, num::NonZeroU64};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EntryName, Fate, Holding, ItemKind, LineAccount};

/// One thing that came in.
///
/// A blog has hundreds of thousands of them, and of most there is nothing more to say than what became of them: the rest has
/// its place elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "Told", into = "Told")]
#[schemars(with = "Told")]
#[non_exhaustive]
pub struct Entry {
    /// File, capture, item …
    pub kind: ItemKind,
    /// Its name within the input.
    pub name: EntryName,
    /// What became of it. None: nobody knows, which is an unexplained loss.
    pub fate: Option<Fate>,
    /// One more than its size, so that to have none takes no room of its own. (The largest number there is, which no file has, is
    /// taken for the one before it.)
    past: Option<NonZeroU64>,
    more: Option<Box<More>>,
}

/// What there is to say of few entries.
#[derive(Clone, Debug, Default, PartialEq)]
struct More {
    lines: Option<LineAccount>,
    holds: BTreeMap<ItemKind, Holding>,
}

impl Entry {
    /// One of which nobody knows yet what becomes of it.
    pub(super) fn new(kind: ItemKind, name: EntryName, bytes: Option<u64>) -> Self {
        Self { kind, name, fate: None, past: past(bytes), more: None }
    }

    /// Its size, where it has one.
    pub fn bytes(&self) -> Option<u64> {
        Some(self.past?.get() - 1)
    }

    /// For text captures: what became of each line.
    pub fn lines(&self) -> Option<LineAccount> {
        self.more.as_ref()?.lines
    }

    /// What became of the parts of it that have no entry of their own, because they are many: comments, terms.
    pub fn holds(&self) -> &BTreeMap<ItemKind, Holding> {
        static NOTHING: BTreeMap<ItemKind, Holding> = BTreeMap::new();
        self.more.as_ref().map_or(&NOTHING, |more| &more.holds)
    }

    /// Writes down what became of the lines of a text capture.
    pub(super) fn account_lines(&mut self, lines: LineAccount) {
        self.more.get_or_insert_default().lines = Some(lines);
    }

    /// Adds to what became of its parts of one kind.
    pub(super) fn account_parts(&mut self, kind: ItemKind, parts: &Holding) {
        self.more.get_or_insert_default().holds.entry(kind).or_default().add(parts);
    }
}

fn past(bytes: Option<u64>) -> Option<NonZeroU64> {
    bytes.and_then(|bytes| NonZeroU64::new(bytes.saturating_add(1)))
}

/// An [`Entry`] as it is serialized.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Entry", description = "One thing that came in.")]
struct Told {
    /// File, capture, item …
    kind: ItemKind,
    /// Its name within the input.
    #[schemars(with = "String")]
    name: EntryName,
    /// Its size, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    /// What became of it. Absent: nobody knows, which is an unexplained loss.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fate: Option<Fate>,
    /// For text captures: what became of each line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lines: Option<LineAccount>,
    /// What became of the parts of it that have no entry of their own, because they are many: comments, terms.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    holds: BTreeMap<ItemKind, Holding>,
}

impl From<Entry> for Told {
    fn from(entry: Entry) -> Self {
        let bytes = entry.bytes();
        let Entry { kind, name, fate, more, .. } = entry;
        let More { lines, holds } = more.map_or_else(More::default, |more| *more);
        Self { kind, name, bytes, fate, lines, holds }
    }
}

impl From<Told> for Entry {
    fn from(told: Told) -> Self {
        let Told { kind, name, bytes, fate, lines, holds } = told;
        let more = More { lines, holds };
        let more = (more != More::default()).then(|| Box::new(more));
        Self { kind, name, fate, past: past(bytes), more }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::Ledger, *};

    #[test]
    fn an_entry_is_small_and_serialized_as_one() {
        assert!(size_of::<Entry>() <= 72);
        let mut ledger = Ledger::default();
        let file = ledger.open(ItemKind::File, "a.txt", Some(0));
        ledger.open(ItemKind::Item, "b", None);
        ledger.account_lines(file, LineAccount::new(1, 1, 0, 0));
        ledger.account_parts(file, ItemKind::Term, &Holding { total: 2, ..Holding::default() });
        let json = serde_json::to_value(&ledger).unwrap();
        let lines = json!({"total": 1, "kept": 1, "furniture": 0, "unknown": 0});
        let holds = json!({"term": {"total": 2, "carried": 0}});
        let inputs = json!([
            {"kind": "file", "name": "a.txt", "bytes": 0, "lines": lines, "holds": holds},
            {"kind": "item", "name": "b"},
        ]);
        assert_eq!(json, json!({"inputs": inputs, "outputs": []}));
        assert_eq!(serde_json::from_value::<Ledger>(json).unwrap(), ledger);
    }
}
