//! What is wrong with the rules of a host, alone and together with the site they are for.

use std::collections::{BTreeMap, BTreeSet};

use super::{Address, Finding, Key, Parsed, Status, Table};

/// The pages and files of a site.
#[derive(Clone, Debug, Default)]
pub struct Pages(BTreeSet<Key>);

impl Pages {
    /// Adds a file by its path from the root of the site, such as `posts/snow/index.html`; folders end with `/`.
    pub fn add_file(&mut self, path: &str) {
        let path = format!("/{}", path.trim_start_matches('/').replace('%', "%25"));
        self.add(&super::address::encoded(&path));
    }

    /// Adds a page by its address. What is none is no page.
    pub fn add(&mut self, address: &str) {
        if let Ok(address) = Address::parse(address) {
            self.0.insert(address.key().without_query());
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether an address leads to one. Many hosts show `about.html` for `/about`.
    pub fn has(&self, address: &Address) -> bool {
        let key = address.key().without_query();
        let as_file = Key { path: format!("{}.html", key.path), query: Vec::new() };
        self.0.contains(&key) || self.0.contains(&as_file)
    }

    fn has_exactly(&self, key: &Key) -> bool {
        self.0.contains(key)
    }
}

/// Checks the rules of a file. With `pages`, also that they lead to pages of the site, and stand in front of none.
///
/// Returns the table that the rules amount to, and everything that was found, in the order of the addresses.
pub fn check(parsed: &Parsed, pages: Option<&Pages>) -> (Table, Vec<Finding>) {
    let (table, mut findings) = parsed.table();
    findings.extend(of_case(&table));
    for redirect in &table {
        let from = redirect.from.clone();
        if redirect.status == Status::Gone {
            findings.push(Finding::Gone { from: from.clone() });
        }
        let Some(pages) = pages else { continue };
        if pages.has_exactly(&redirect.from.key()) {
            findings.push(Finding::Shadowed { from: from.clone(), rule: redirect.rule });
        }
        if let Some(to) =
            redirect.to.as_ref().filter(|to| to.address().is_some_and(|it| !pages.has(&it)))
        {
            findings.push(Finding::Missing { from, to: to.clone() });
        }
    }
    (table, findings)
}

/// Addresses that differ in letter case only and lead to different pages.
fn of_case(table: &Table) -> Vec<Finding> {
    let mut folded: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    let redirects: Vec<_> = table.iter().collect();
    for (at, redirect) in redirects.iter().enumerate() {
        let key = redirect.from.key().path().to_lowercase();
        folded.entry((key, redirect.from.encoded_query())).or_default().push(at);
    }
    let mut findings = Vec::new();
    for places in folded.values() {
        for pair in places.windows(2) {
            let (one, other) = (redirects[pair[0]], redirects[pair[1]]);
            if one.to != other.to {
                findings.push(Finding::Case { from: one.from.clone(), other: other.from.clone() });
            }
        }
    }
    findings
}
