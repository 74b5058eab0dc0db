//! Apache: rules of `mod_rewrite` in `.htaccess`.
//!
//! Paths are decoded and have no `/` in front there. In a target, `$` and `%` begin what was matched: `%` is escaped,
//! `$` is not in it. `NE` keeps Apache from escaping it again.
//!
//! <https://httpd.apache.org/docs/current/mod/mod_rewrite.html>

use super::{Host, Parsed, Rule, literal, words::words};
use crate::redirects::address;

const BEFORE: &str = "(?:^|&)";
const AFTER: &str = "(?:&|$)";

/// The file.
pub(super) fn print(rules: &[Rule]) -> String {
    let mut out = String::from("RewriteEngine On\n");
    for rule in rules {
        for pair in &rule.query {
            let pair = address::encoded_query(std::slice::from_ref(pair));
            let pattern = literal::pattern(&pair, false);
            let inner = &pattern[1..pattern.len() - 1];
            out.push_str(&format!("RewriteCond %{{QUERY_STRING}} {BEFORE}{inner}{AFTER}\n"));
        }
        let path = rule.path.strip_prefix('/').unwrap_or(&rule.path);
        let pattern = literal::pattern(path, rule.slash);
        // Apache would put the query of the request behind a fragment, where it is no query.
        let discards =
            !rule.query.is_empty() || rule.to.as_ref().is_some_and(|to| to.contains('#'));
        let discard = if discards { ",QSD" } else { "" };
        let line = match &rule.to {
            Some(to) => format!("{} [R=301,L,NE{discard}]", to.replace('%', "\\%")),
            None => "- [G,L]".to_owned(),
        };
        out.push_str(&format!("RewriteRule {pattern} {line}\n"));
    }
    out
}

/// Reads rules for one address each; those of `mod_alias` match beginnings, and are told.
pub(super) fn parse(text: &str) -> Parsed {
    let mut parsed = Parsed::new(Host::Apache);
    let mut conditions: Vec<String> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let words = words(line);
        let first = words.first().map(|it| it.to_ascii_lowercase()).unwrap_or_default();
        match &*first {
            "" | "rewriteengine" | "<ifmodule" | "</ifmodule>" | "rewritebase" => {}
            it if it.starts_with('#') => {}
            "rewritecond" => conditions.push(words[1..].join(" ")),
            "rewriterule" => {
                let conditions = std::mem::take(&mut conditions);
                match rewrite(&words, &conditions) {
                    Ok(rule) => parsed.rules.push(rule.at(at + 1)),
                    Err(reason) => parsed.not_read(at + 1, reason),
                }
            }
            "redirect" | "redirectpermanent" | "redirecttemp" => {
                parsed.not_read(at + 1, "it matches all addresses that begin so");
            }
            "redirectmatch" => match matched(&words) {
                Ok(rule) => parsed.rules.push(rule.at(at + 1)),
                Err(reason) => parsed.not_read(at + 1, reason),
            },
            _ => parsed.not_read(at + 1, "it is no rule for one address"),
        }
    }
    parsed
}

fn rewrite(words: &[String], conditions: &[String]) -> Result<Rule, &'static str> {
    let [_, pattern, to, flags] = words else { return Err("it is no redirect") };
    let flags = flags.trim_start_matches('[').trim_end_matches(']');
    let flags: Vec<String> = flags.split(',').map(|it| it.trim().to_ascii_uppercase()).collect();
    let literal = literal::literal(pattern).ok_or("it is a pattern, not an address")?;
    let status = status(&flags)?;
    let to = match status {
        410 => None,
        _ if to.replace("\\%", "").contains(['$', '%']) => {
            return Err("it is a pattern, not an address");
        }
        _ => Some(to.replace("\\%", "%")),
    };
    let mut rule = Rule::new(format!("/{}", literal.path.trim_start_matches('/')), to, status);
    rule.slash = literal.slash;
    rule.ignores_case = flags.iter().any(|it| matches!(&**it, "NC" | "NOCASE"));
    for condition in conditions {
        rule.query.extend(pair(condition).ok_or("it has a condition")?);
    }
    Ok(rule)
}

fn status(flags: &[String]) -> Result<u16, &'static str> {
    for flag in flags {
        match flag.split_once('=') {
            None if matches!(&**flag, "G" | "GONE") => return Ok(410),
            None if matches!(&**flag, "R" | "REDIRECT") => return Ok(302),
            Some(("R" | "REDIRECT", "PERMANENT")) => return Ok(301),
            Some(("R" | "REDIRECT", "GONE")) => return Ok(410),
            Some(("R" | "REDIRECT", status)) => {
                let status = status.parse().map_err(|_| "it is no redirect")?;
                return if (300..400).contains(&status) {
                    Ok(status)
                } else {
                    Err("it is no redirect")
                };
            }
            _ => {}
        }
    }
    Err("it is no redirect")
}

/// `%{QUERY_STRING} (?:^|&)p=12(?:&|$)`, and `^p=12$`, which means nearly the same.
fn pair(condition: &str) -> Option<Vec<(String, String)>> {
    let pattern = condition.strip_prefix("%{QUERY_STRING} ")?;
    let inner = match pattern.strip_prefix(BEFORE).and_then(|it| it.strip_suffix(AFTER)) {
        Some(inner) => inner,
        None => pattern.strip_prefix('^')?.strip_suffix('$')?,
    };
    let literal = literal::literal(&format!("^{inner}$"))?;
    Some(url::form_urlencoded::parse(literal.path.as_bytes()).into_owned().collect())
}

/// `RedirectMatch 301 ^/old$ /new`
fn matched(words: &[String]) -> Result<Rule, &'static str> {
    let (status, pattern, to) = match words {
        [_, pattern, to] => (302, pattern, to),
        [_, status, pattern, to] => {
            let status = match &*status.to_ascii_lowercase() {
                "permanent" => 301,
                "temp" => 302,
                status => status.parse().map_err(|_| "it is no redirect")?,
            };
            (status, pattern, to)
        }
        _ => return Err("it is no redirect"),
    };
    if !(300..400).contains(&status) {
        return Err("it is no redirect");
    }
    let literal = literal::literal(pattern).ok_or("it is a pattern, not an address")?;
    if to.contains('$') {
        return Err("it is a pattern, not an address");
    }
    let mut rule = Rule::new(literal.path, Some(to.clone()), status);
    rule.slash = literal.slash;
    Ok(rule)
}
