//! `_redirects`: a line for each rule, as Netlify began it, and Cloudflare and GitLab took it over.
//!
//! ```text
//! /old  p=12  /new  301!
//! ```
//!
//! <https://docs.netlify.com/manage/routing/redirects/overview/>,
//! <https://developers.cloudflare.com/pages/configuration/redirects/>, <https://docs.gitlab.com/user/project/pages/redirects/>

use super::{Host, Parsed, Rule};
use crate::redirects::address;

/// All rules.
pub(super) fn print(host: Host, rules: &[Rule]) -> String {
    rules.iter().map(|rule| line(host, rule)).collect()
}

/// One rule, with the end of its line.
pub(super) fn line(host: Host, rule: &Rule) -> String {
    let mut line = rule.path.clone();
    for pair in &rule.query {
        line.push(' ');
        line.push_str(&pair_text(pair));
    }
    let to = rule.to.as_deref().unwrap_or_default();
    // Where a parameter is asked for, the path is often a page of the new site, which would win without `!`.
    let force = if host == Host::Netlify && !rule.query.is_empty() { "!" } else { "" };
    line.push_str(&format!(" {to} {}{force}\n", rule.status));
    line
}

fn pair_text(pair: &(String, String)) -> String {
    let (name, value) = (address::encoded_query(&[(pair.0.clone(), String::new())]), &pair.1);
    format!("{name}={}", address::encoded_query(&[(value.clone(), String::new())]))
}

/// Reads the rules of a file.
pub(super) fn parse(host: Host, text: &str) -> Parsed {
    let mut parsed = Parsed::new(host);
    for (at, line) in text.lines().enumerate() {
        let words: Vec<&str> =
            line.split_whitespace().take_while(|it| !it.starts_with('#')).collect();
        if words.is_empty() {
            continue;
        }
        match rule(host, &words) {
            Ok(rule) => parsed.rules.push(rule.at(at + 1)),
            Err(reason) => parsed.not_read(at + 1, reason),
        }
    }
    parsed
}

fn rule(host: Host, words: &[&str]) -> Result<Rule, &'static str> {
    let from = words[0];
    if !from.starts_with('/') {
        return Err("it is for another host");
    }
    if from.contains('*') || from.contains("/:") {
        return Err("it is a pattern, not an address");
    }
    let is_target = |word: &&str| {
        word.starts_with('/') || word.starts_with("http://") || word.starts_with("https://")
    };
    let at = words.iter().skip(1).position(is_target).ok_or("it has no target")? + 1;
    let status = match words.get(at + 1) {
        None => host.manner().status,
        Some(word) => word.trim_end_matches('!').parse().map_err(|_| "it has a condition")?,
    };
    if words.len() > at + 2 {
        return Err("it has a condition");
    }
    if !(300..400).contains(&status) {
        return Err("it is no redirect");
    }
    let mut rule = Rule::new(from, Some(words[at].to_owned()), status);
    rule.query = query(&words[1..at])?;
    Ok(rule)
}

fn query(words: &[&str]) -> Result<Vec<(String, String)>, &'static str> {
    let mut query = Vec::new();
    for word in words {
        let (_, value) = word.split_once('=').ok_or("it has a condition")?;
        if value.starts_with(':') {
            return Err("it is a pattern, not an address");
        }
        query.extend(url::form_urlencoded::parse(word.as_bytes()).into_owned());
    }
    Ok(query)
}
