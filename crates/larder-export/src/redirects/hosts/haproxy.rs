//! HAProxy: a map from addresses, as they are sent, to targets. The rules that use it are in its head.
//!
//! <https://docs.haproxy.org/3.0/configuration.html#map>

use super::{Host, Parsed, Rule};
use crate::redirects::address;

const HEAD: &str = "\
# http-request redirect location %[pathq,map_str(redirects.map)] code 301 if { pathq,map_str(redirects.map) -m found }
# http-request redirect location %[path,map_str(redirects.map)] code 301 if { path,map_str(redirects.map) -m found }
";

/// The file.
pub(super) fn print(rules: &[Rule]) -> String {
    let mut out = String::from(HEAD);
    for rule in rules {
        let query = address::encoded_query(&rule.query);
        let mark = if query.is_empty() { "" } else { "?" };
        let to = rule.to.as_deref().unwrap_or_default();
        out.push_str(&format!("{}{mark}{query} {to}\n", rule.path));
    }
    out
}

/// Reads the map.
pub(super) fn parse(text: &str) -> Parsed {
    let mut parsed = Parsed::new(Host::Haproxy);
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match line.split_once(char::is_whitespace) {
            Some((key, to)) if key.starts_with('/') => {
                let (path, query) = key.split_once('?').unwrap_or((key, ""));
                let mut rule = Rule::new(path, Some(to.trim().to_owned()), 301).at(at + 1);
                rule.query = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
                parsed.rules.push(rule);
            }
            _ => parsed.not_read(at + 1, "it is no rule for one address"),
        }
    }
    parsed
}
