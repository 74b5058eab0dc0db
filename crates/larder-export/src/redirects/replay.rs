//! What a host answers to a request, by the rules it was given.

use std::collections::HashMap;

use url::Url;

use super::{
    Host, Parsed, Rule, Status, Table, address,
    address::Address,
    host::{Manner, Query, Sees, Slash},
    plan::plain,
};

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Where it leads. None if the address is gone.
    pub location: Option<String>,
}

/// A host with its rules, asked request by request.
#[derive(Debug)]
pub struct Replay {
    host: Host,
    manner: Manner,
    rules: Vec<Rule>,
    /// Rules by path, folded so far that none that may match is missed.
    paths: HashMap<String, Vec<usize>>,
    /// The table, where the file is one.
    table: Option<Table>,
}

impl Replay {
    /// A host with the rules of a file.
    pub fn new(parsed: &Parsed) -> Self {
        let host = parsed.host;
        let table = matches!(host, Host::Csv | Host::Json).then(|| parsed.table().0);
        let mut paths: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, rule) in parsed.rules.iter().enumerate() {
            paths.entry(folded(&rule.path)).or_default().push(at);
        }
        // nginx and Caddy ask the maps of parameters first, and strings before patterns.
        for places in paths.values_mut() {
            places.sort_by_key(|at| order(host, &parsed.rules[*at]));
        }
        Self { host, manner: host.manner(), rules: parsed.rules.clone(), paths, table }
    }

    /// What the host answers to a request. None if no rule matches. `url` is absolute, or begins with `/`.
    ///
    /// Browsers resolve `..` and escape what must be; so does this.
    pub fn ask(&self, url: &str) -> Option<Answer> {
        let url = address::absolute(url).ok()?;
        if let Some(table) = &self.table {
            let found = table.find(&Address::of(&url).ok()?)?;
            let location = found.to.as_ref().map(ToString::to_string);
            return Some(Answer { status: found.status.code(), location });
        }
        let path = self.path(&url)?;
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let places = self.paths.get(&folded(&path))?;
        let rule =
            places.iter().map(|at| &self.rules[*at]).find(|it| self.matches(it, &path, &pairs))?;
        if rule.status == Status::Gone.code() {
            return Some(Answer { status: rule.status, location: None });
        }
        let mut location = rule.to.clone()?;
        let discards =
            self.host == Host::Apache && (!rule.query.is_empty() || location.contains('#'));
        let keeps = self.manner.passes_query && !discards;
        if let (true, Some(query), false) = (keeps, url.query(), location.contains('?')) {
            let at = location.find('#').unwrap_or(location.len());
            location.insert_str(at, &format!("?{query}"));
        }
        Some(Answer { status: rule.status, location: Some(location) })
    }

    /// The path as the host compares it. None if it has what cannot be decoded: no rule has that.
    fn path(&self, url: &Url) -> Option<String> {
        let path = match self.manner.merges {
            true => address::collapsed(url.path()),
            false => url.path().to_owned(),
        };
        match self.manner.sees {
            Sees::Encoded => Some(path),
            Sees::Decoded => plain(&address::decoded(&path)).ok(),
        }
    }

    fn matches(&self, rule: &Rule, path: &str, pairs: &[(String, String)]) -> bool {
        let fold =
            |text: &str| if rule.ignores_case { text.to_lowercase() } else { text.to_owned() };
        let (own, asked) = (fold(&rule.path), fold(path));
        let is_path = own == asked
            || (rule.slash && asked.strip_suffix('/') == Some(&*own))
            || (self.manner.slash == Slash::Ignored && bare(&own) == bare(&asked));
        let has = |pair: &(String, String)| {
            pairs.iter().any(|it| it.0 == pair.0 && fold(&it.1) == fold(&pair.1))
        };
        let is_query = match self.manner.query {
            Query::Exact if !rule.query.is_empty() => pairs.len() == rule.query.len(),
            _ => true,
        };
        is_path && is_query && rule.query.iter().all(has)
    }
}

/// A path without the `/` at its end.
fn bare(path: &str) -> &str {
    path.strip_suffix('/').unwrap_or(path)
}

fn folded(path: &str) -> String {
    path.trim_end_matches('/').to_lowercase()
}

/// Which of several rules a host asks first.
fn order(host: Host, rule: &Rule) -> (bool, bool) {
    let is_map = matches!(host, Host::Nginx | Host::Caddy | Host::Iis | Host::Haproxy);
    (is_map && rule.query.is_empty(), is_map && !rule.ignores_case)
}
