//! Where an output says that old addresses lead.

use std::collections::HashMap;

use crate::card;

/// The table of redirects of an output: its old addresses, and where each leads.
#[derive(Clone, Debug, Default)]
pub struct Redirects {
    /// New addresses by the old one, as two are compared: hosts are no part of what a server is asked for.
    leads: HashMap<u64, Vec<u64>>,
}

impl Redirects {
    /// Adds that `from`, an address or a path, leads to `to`. What leads to the front page of a site leads to no post.
    pub fn add(&mut self, from: &str, to: &str) {
        if let Some((from, to)) = card::path(from).zip(card::path(to)) {
            self.leads.entry(from).or_default().push(to);
        }
    }

    /// Whether an old address leads to what `is_there` knows by the path of its address.
    pub(crate) fn lead(&self, from: &str, is_there: impl Fn(u64) -> bool) -> bool {
        let to = card::path(from).and_then(|from| self.leads.get(&from));
        to.is_some_and(|to| to.iter().any(|to| is_there(*to)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_address_leads_only_where_the_table_says() {
        let mut redirects = Redirects::default();
        redirects.add("/?p=12", "https://new.example.org/blog/posts/snow/");
        redirects.add("/old", "https://new.example.org/");
        let is = |path: &str| {
            let path = card::path(path);
            move |to: u64| Some(to) == path
        };
        assert!(redirects.lead("https://old.example.org/?p=12", is("/blog/posts/snow")));
        assert!(!redirects.lead("https://old.example.org/?p=12", is("/posts/snow")));
        assert!(!redirects.lead("https://old.example.org/?p=13", is("/blog/posts/snow")));
        assert!(!redirects.lead("https://old.example.org/old", |_| true));
    }
}
