//! A rule as a host has it, and what is made of a file of them.

use std::collections::{BTreeMap, BTreeSet};

use larder_core::PostId;

use super::{Address, AddressError, Class, Finding, Host, Redirect, Table, address, host::Sees};

/// One rule of a host.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// The path, in the form in which the host compares it: decoded or as it is sent.
    pub path: String,
    /// Whether the path may also end with `/`.
    pub slash: bool,
    /// Whether letter case does not count.
    pub ignores_case: bool,
    /// The parameters that a request must have, decoded.
    pub query: Vec<(String, String)>,
    /// Where it leads. None if it says that the address is gone.
    pub to: Option<String>,
    /// The status of the answer.
    pub status: u16,
    /// How it was found, where the file says it: tables of Larder do.
    pub class: Class,
    /// The post that is meant, where the file says it.
    pub post: Option<PostId>,
    /// The line it stands in, from 1. Records count as lines in files that have none.
    pub line: usize,
}

impl Rule {
    /// A rule for a path, in the host's form.
    pub(super) fn new(path: impl Into<String>, to: Option<String>, status: u16) -> Self {
        Self {
            path: path.into(),
            slash: false,
            ignores_case: false,
            query: Vec::new(),
            to,
            status,
            class: Class::Given,
            post: None,
            line: 0,
        }
    }

    pub(super) fn at(mut self, line: usize) -> Self {
        self.line = line;
        self
    }

    /// The old address that the rule is for.
    ///
    /// # Errors
    ///
    /// If the path is none, or too long.
    pub(super) fn address(&self, sees: Sees) -> Result<Address, AddressError> {
        let path = match sees {
            Sees::Encoded => self.path.clone(),
            Sees::Decoded => address::encoded(&self.path.replace('%', "%25")),
        };
        match self.query.is_empty() {
            true => Address::parse(&path),
            false => Address::parse(&format!("{path}?{}", address::encoded_query(&self.query))),
        }
    }
}

/// What a file of rules says.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Parsed {
    /// Whose rules they are.
    pub host: Host,
    /// The rules, in their order.
    pub rules: Vec<Rule>,
    /// What was not read: patterns, conditions, what is no rule.
    pub findings: Vec<Finding>,
}

impl Parsed {
    pub(super) fn new(host: Host) -> Self {
        Self { host, rules: Vec::new(), findings: Vec::new() }
    }

    pub(super) fn not_read(&mut self, line: usize, reason: &str) {
        self.findings.push(Finding::NotRead { line, reason: reason.to_owned() });
    }

    /// The table that the rules amount to, with all that is to be said: rules that are never reached, temporary ones.
    pub fn table(&self) -> (Table, Vec<Finding>) {
        let mut findings = self.findings.clone();
        let mut redirects: Vec<Redirect> = Vec::new();
        let mut seen = BTreeMap::new();
        // In a table of Larder no line comes before another: two that disagree are a collision.
        let is_ordered = !matches!(self.host, Host::Csv | Host::Json);
        for rule in &self.rules {
            let Some(redirect) = self.redirect(rule, &mut findings) else { continue };
            let key = redirect.from.key();
            match seen.get(&key).filter(|_| is_ordered) {
                Some(to) if *to == redirect.to => {}
                Some(_) => {
                    findings.push(Finding::Unreached { from: redirect.from, line: rule.line });
                }
                None => {
                    seen.insert(key, redirect.to.clone());
                    redirects.push(redirect);
                }
            }
        }
        let (table, told) = Table::settle(redirects, &BTreeSet::new());
        findings.extend(told);
        (table, findings)
    }

    fn redirect(&self, rule: &Rule, findings: &mut Vec<Finding>) -> Option<Redirect> {
        let from = rule.address(self.host.manner().sees);
        let from = from.map_err(|error| unreadable(&rule.path, &error, findings)).ok()?;
        let post = rule.post.clone();
        let Some(to) = &rule.to else { return Some(Redirect { post, ..Redirect::gone(from) }) };
        let to = super::Target::parse(to, None);
        let to = to
            .map_err(|error| unreadable(rule.to.as_deref().unwrap_or_default(), &error, findings))
            .ok()?;
        if !matches!(rule.status, 301 | 308) {
            findings.push(Finding::Temporary { from: from.clone(), status: rule.status });
        }
        Some(Redirect { post, ..Redirect::new(from, to, rule.class) })
    }
}

fn unreadable(address: &str, reason: &dyn std::fmt::Display, findings: &mut Vec<Finding>) {
    let (address, reason) = (address.to_owned(), reason.to_string());
    findings.push(Finding::Unreadable { address, reason });
}
