//! Which rules a host gets, and what it cannot say.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    Address, Host, Key, Redirect, Rule, Status, Table,
    host::{Manner, Query, Sees, Slash},
};

/// Redirects that a host cannot express: a declared loss. The CSV has them all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Unexpressed {
    /// Why.
    pub reason: Reason,
    /// How many.
    pub count: usize,
    /// The first three.
    pub examples: Vec<Address>,
}

/// Why a host cannot express a redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reason {
    /// It does not look at what is behind the `?`.
    Query,
    /// It looks at one parameter only, or not at one of this name.
    Parameters,
    /// It cannot say that something is gone.
    Gone,
    /// A character of the path means something else there.
    Character,
    /// The path has bytes that the host does not decode, or a `/` that is escaped.
    Bytes,
    /// The rule would be too long.
    Length,
    /// It takes no more rules.
    Number,
    /// It does not tell it from another address, which differs in letter case only.
    Case,
    /// A file would have the name of a folder.
    Folder,
    /// It leads to no page that could carry it.
    Page,
}

impl Reason {
    /// One sentence, without a period.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Query => "the host does not look at what is behind the `?`",
            Self::Parameters => "the host looks at one parameter with a plain name only",
            Self::Gone => "the host cannot say that something is gone",
            Self::Character => "a character of the path means something else to the host",
            Self::Bytes => "the path has bytes that the host does not compare",
            Self::Length => "the rule is longer than the host takes",
            Self::Number => "the host takes no more rules",
            Self::Case => {
                "the host does not tell it from an address that differs in letter case only"
            }
            Self::Page => "it leads to no page that could carry it",
            Self::Folder => "a file cannot have the name of a folder",
        }
    }
}

/// The rules of a host, and what it cannot express.
pub(super) fn plan(host: Host, table: &Table) -> (Vec<Rule>, Vec<Unexpressed>) {
    let mut plan = Plan::new(host, table);
    let mut lost = Vec::new();
    for redirect in by_query(table) {
        if let Err(reason) = plan.add(redirect) {
            lost.push((reason, redirect));
        }
    }
    (plan.finish(), tally(lost))
}

/// Redirects that are lost, counted by reason.
pub(super) fn tally(lost: Vec<(Reason, &Redirect)>) -> Vec<Unexpressed> {
    let mut tally: BTreeMap<Reason, Unexpressed> = BTreeMap::new();
    for (reason, redirect) in lost {
        let none = || Unexpressed { reason, count: 0, examples: Vec::new() };
        let lost = tally.entry(reason).or_insert_with(none);
        lost.count += 1;
        if lost.examples.len() < 3 {
            lost.examples.push(redirect.from.clone());
        }
    }
    tally.into_values().collect()
}

/// Redirects with more parameters first: the first rule that matches wins.
fn by_query(table: &Table) -> Vec<&Redirect> {
    let mut redirects: Vec<&Redirect> = table.iter().collect();
    redirects.sort_by_key(|it| std::cmp::Reverse(it.from.query().len()));
    redirects
}

struct Plan {
    host: Host,
    manner: Manner,
    /// Addresses that differ in letter case only from others.
    cased: BTreeSet<Key>,
    seen: BTreeSet<(String, Vec<(String, String)>)>,
    /// One for each redirect.
    rules: Vec<Rule>,
    /// The files of pages.
    names: Names,
    /// Other spellings, if there is room.
    more: Vec<Rule>,
    bytes: usize,
}

impl Plan {
    fn new(host: Host, table: &Table) -> Self {
        let manner = host.manner();
        let mut plan = Self {
            host,
            manner,
            cased: BTreeSet::new(),
            seen: BTreeSet::new(),
            rules: Vec::new(),
            names: Names::default(),
            more: Vec::new(),
            bytes: 0,
        };
        if matches!(host, Host::Nginx | Host::Html) {
            plan.cased = cased(table);
        }
        plan
    }

    fn add(&mut self, redirect: &Redirect) -> Result<(), Reason> {
        self.can_say(redirect)?;
        let mut forms = self.forms(redirect)?.into_iter();
        let Some(first) = forms.next() else { return Ok(()) };
        let size = super::hosts::size(self.host, &first);
        if size > self.manner.line {
            return Err(Reason::Length);
        }
        if self.rules.len() >= self.manner.rules || self.bytes + size > self.manner.bytes {
            return Err(Reason::Number);
        }
        if self.host == Host::Html {
            self.names.add(&super::hosts::file_of(&first.path))?;
        }
        if !self.seen.insert(identity(&first)) {
            return Err(Reason::Case);
        }
        self.bytes += size;
        self.rules.push(first);
        self.more.extend(forms);
        Ok(())
    }

    fn can_say(&self, redirect: &Redirect) -> Result<(), Reason> {
        let from = &redirect.from;
        if redirect.status == Status::Gone && !self.manner.gone {
            return Err(Reason::Gone);
        }
        let is_plain = |name: &str| name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
        match (self.manner.query, from.query()) {
            (_, []) | (Query::Some | Query::Exact, _) => {}
            (Query::None, _) => return Err(Reason::Query),
            // A value that is empty looks like none.
            (Query::One, [(name, value)]) if is_plain(name) && !value.is_empty() => {
                if value.contains(self.manner.refuses) {
                    return Err(Reason::Character);
                }
            }
            (Query::One, _) => return Err(Reason::Parameters),
        }
        if self.host == Host::Html && self.cased.contains(&from.key()) {
            return Err(Reason::Case);
        }
        Ok(())
    }

    /// The spellings of a redirect; the first must be written, the others may.
    fn forms(&self, redirect: &Redirect) -> Result<Vec<Rule>, Reason> {
        let from = &redirect.from;
        let paths = match self.manner.sees {
            Sees::Encoded => from.encoded_forms(),
            Sees::Decoded => {
                from.decoded_forms().iter().map(|it| plain(it)).collect::<Result<_, _>>()?
            }
        };
        let mut rules = Vec::new();
        let with_slashes: Vec<String> = match self.manner.slash {
            Slash::Counts => {
                paths.iter().cloned().chain(paths.iter().filter_map(|it| other_slash(it))).collect()
            }
            _ => paths,
        };
        for path in with_slashes {
            super::hosts::accepts(self.host, &path)?;
            if path.contains(self.manner.refuses) {
                return Err(Reason::Character);
            }
            rules.push(self.rule(redirect, path));
        }
        Ok(rules)
    }

    fn rule(&self, redirect: &Redirect, path: String) -> Rule {
        let to = redirect.to.as_ref().map(|to| super::hosts::target(self.host, to));
        let is_cased = self.cased.contains(&redirect.from.key());
        let ignores_case = self.manner.ignores_case && !is_cased;
        let is_optional = self.manner.slash == Slash::Optional && path.len() > 1;
        let path = match is_optional {
            true => path.trim_end_matches('/').to_owned(),
            false => path,
        };
        let mut rule = Rule::new(path, to, redirect.status.code());
        rule.query = redirect.from.query().to_vec();
        rule.slash = is_optional;
        rule.ignores_case = ignores_case;
        rule
    }

    fn finish(mut self) -> Vec<Rule> {
        let queries = self.rules.iter().filter(|rule| !rule.query.is_empty()).count();
        let mut paths = self.rules.split_off(queries);
        for rule in std::mem::take(&mut self.more) {
            let size = super::hosts::size(self.host, &rule);
            let count = self.rules.len() + paths.len();
            let fits = count < self.manner.rules && self.bytes + size <= self.manner.bytes;
            if !fits || size > self.manner.line {
                continue;
            }
            if self.seen.insert(identity(&rule)) {
                self.bytes += size;
                let place = if rule.query.is_empty() { &mut paths } else { &mut self.rules };
                place.push(rule);
            }
        }
        self.rules.sort_by_key(|rule| std::cmp::Reverse(rule.query.len()));
        self.rules.append(&mut paths);
        self.rules
    }
}

/// Names of files, and of the folders they are in, in small letters: not every system tells letter case.
#[derive(Default)]
struct Names {
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
}

impl Names {
    fn add(&mut self, name: &str) -> Result<(), Reason> {
        let name = name.to_lowercase();
        let ends = name.match_indices('/').map(|(at, _)| &name[..at]);
        if self.folders.contains(&name) || ends.clone().any(|folder| self.files.contains(folder)) {
            return Err(Reason::Folder);
        }
        self.folders.extend(ends.map(str::to_owned));
        if self.files.insert(name) { Ok(()) } else { Err(Reason::Case) }
    }
}

/// What a host tells rules apart by.
fn identity(rule: &Rule) -> (String, Vec<(String, String)>) {
    let folded = |text: &String| if rule.ignores_case { text.to_lowercase() } else { text.clone() };
    (
        folded(&rule.path),
        rule.query.iter().map(|(name, value)| (name.clone(), folded(value))).collect(),
    )
}

/// Addresses of which another one, or a target, is the same but for letter case.
fn cased(table: &Table) -> BTreeSet<Key> {
    let mut folded: BTreeMap<(String, String), BTreeSet<Key>> = BTreeMap::new();
    let targets = table.iter().filter_map(|it| it.to.as_ref()?.address());
    for address in table.iter().map(|it| it.from.clone()).chain(targets) {
        let key = address.key();
        let fold = (key.path().to_lowercase(), address.encoded_query().to_lowercase());
        folded.entry(fold).or_default().insert(key);
    }
    folded.into_values().filter(|keys| keys.len() > 1).flatten().collect()
}

/// A decoded path without escapes. Bytes that are no text, and controls, are not compared.
pub(super) fn plain(path: &str) -> Result<String, Reason> {
    let mut parts = path.split("%25");
    let mut out = parts.next().unwrap_or_default().to_owned();
    let mut is_plain = !out.contains('%');
    for part in parts {
        is_plain &= !part.contains('%');
        out.push('%');
        out.push_str(part);
    }
    if is_plain { Ok(out) } else { Err(Reason::Bytes) }
}

/// The same path with `/` at its end, or without. Files have none.
fn other_slash(path: &str) -> Option<String> {
    if path == "/" {
        return None;
    }
    if let Some(bare) = path.strip_suffix('/') {
        return Some(bare.to_owned());
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    (!last.contains('.')).then(|| format!("{path}/"))
}
