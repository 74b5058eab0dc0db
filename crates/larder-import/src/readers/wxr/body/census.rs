//! What was met in a body.

use std::collections::{BTreeMap, BTreeSet};

/// How many of each thing were met, and what could not be rendered.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Census {
    /// Blocks by their full name, `core/paragraph`.
    pub(in super::super) blocks: BTreeMap<String, u32>,
    /// Shortcodes that were rendered.
    pub(in super::super) shortcodes: BTreeMap<String, u32>,
    /// Shortcodes that stay as they were written: nobody here knows them, or what
    /// they show is not there. `((` are notes of a plugin whose marks may as well
    /// be text.
    pub(in super::super) unknown: BTreeMap<String, u32>,
    /// Blocks that are filled in when a page is shown, of which nothing is in the
    /// body: `core/latest-posts`.
    pub(in super::super) dynamic: BTreeMap<String, u32>,
    /// Hosts of things that were shown inside the post by their address alone.
    pub(in super::super) embeds: BTreeMap<String, u32>,
    /// Row ids of attachments that are not in the export; each once, in order.
    pub(in super::super) missing_attachments: Vec<u64>,
    /// Row ids of reusable blocks that are not in the export; each once, in order.
    pub(in super::super) missing_blocks: Vec<u64>,
    /// Row ids of reusable blocks that were there and not followed, because they
    /// contain themselves, stand too deep or would add too much.
    pub(in super::super) refused_blocks: Vec<u64>,
    /// How many parts `<!--nextpage-->` makes. 0 if it is nowhere.
    pub(in super::super) pages: u32,
    /// Whether `<!--more-->` ends a summary.
    pub(in super::super) has_more: bool,
    /// Whether `<!--noteaser-->` says not to repeat the summary.
    pub(in super::super) has_no_teaser: bool,
    /// Languages of qTranslate's marks; their texts all stay in the body.
    pub(in super::super) languages: BTreeSet<String>,
}

impl Census {
    /// Puts the lists in order.
    pub(super) fn finish(&mut self) {
        for rows in
            [&mut self.missing_attachments, &mut self.missing_blocks, &mut self.refused_blocks]
        {
            rows.sort_unstable();
            rows.dedup();
        }
    }

    /// One more page begins.
    pub(super) fn count_page(&mut self) {
        self.pages = self.pages.max(1).saturating_add(1);
    }

    /// One more language was marked.
    pub(super) fn count_language(&mut self, language: &str) {
        if !language.is_empty() && !self.languages.contains(language) {
            self.languages.insert(language.to_owned());
        }
    }
}

/// Counts one more of a name.
pub(super) fn count(counts: &mut BTreeMap<String, u32>, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count = count.saturating_add(1),
        None => {
            counts.insert(name.to_owned(), 1);
        }
    }
}
