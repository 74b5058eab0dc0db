//! nginx: `map`s from paths to targets, and what uses them.
//!
//! `map` compares strings without regard to letter case, so addresses that differ in nothing else are regular
//! expressions. `$uri` is decoded, without `//`. Keys begin with `/`: words such as `default` are none of them.
//!
//! <https://nginx.org/en/docs/http/ngx_http_map_module.html>

use std::collections::BTreeMap;

use super::{
    Host, Parsed, Rule, literal,
    words::{in_quotes, words},
};
use crate::redirects::address;

/// The maps, for the `http` block.
pub(super) fn map(rules: &[Rule]) -> String {
    let longest = rules.iter().map(|it| key(it).len() + 16).max().unwrap_or(0);
    let bucket = longest.next_power_of_two().max(64);
    let most = (rules.len() * 2).next_power_of_two().max(2048);
    let mut out = format!(
        "# Include this in the http block, and redirects.server.conf in the server block.\nmap_hash_bucket_size {bucket};\nmap_hash_max_size {most};\n"
    );
    for (variable, source, rules) in maps(rules) {
        out.push_str(&format!("map {source} {variable} {{\n"));
        for rule in rules {
            let to = rule.to.as_deref().unwrap_or("1");
            out.push_str(&format!("    {} {};\n", in_quotes(&key(rule)), in_quotes(to)));
        }
        out.push_str("}\n");
    }
    out
}

/// What uses the maps, for the `server` block.
pub(super) fn server(rules: &[Rule]) -> String {
    let mut out = String::from(
        "# Include this in the server block, and redirects.map.conf in the http block.\n",
    );
    for (variable, _, rules) in maps(rules) {
        let answer = match rules.first().and_then(|rule| rule.to.as_ref()) {
            Some(_) => format!("301 {variable}"),
            None => "410".to_owned(),
        };
        out.push_str(&format!("if ({variable}) {{ return {answer}; }}\n"));
    }
    out
}

/// The maps, in the order in which they are asked: those of parameters first.
fn maps(rules: &[Rule]) -> Vec<(String, String, Vec<&Rule>)> {
    let mut groups: BTreeMap<(bool, Option<&str>, bool), Vec<&Rule>> = BTreeMap::new();
    for rule in rules {
        let name = rule.query.first().map(|(name, _)| &**name);
        groups.entry((name.is_none(), name, rule.to.is_none())).or_default().push(rule);
    }
    let mut maps = Vec::new();
    for (at, ((_, name, gone), rules)) in groups.into_iter().enumerate() {
        let variable = format!("$larder_{}{at}", if gone { "gone_" } else { "" });
        let source = name.map_or("$uri".to_owned(), |name| format!("\"$uri?$arg_{name}\""));
        maps.push((variable, source, rules));
    }
    maps
}

fn key(rule: &Rule) -> String {
    let text = match rule.query.first() {
        // The value is compared as it is sent.
        Some((_, value)) => {
            format!("{}?{}", rule.path, address::encoded_query(&[(value.clone(), String::new())]))
        }
        None => rule.path.clone(),
    };
    if rule.ignores_case { text } else { format!("~{}", literal::pattern(&text, false)) }
}

/// Reads maps of `$uri`, and `location = /old { return 301 /new; }`.
pub(super) fn parse(text: &str) -> Parsed {
    let mut parsed = Parsed::new(Host::Nginx);
    let mut map: Option<Map> = None;
    for (at, line) in text.lines().enumerate() {
        let words = words(line.trim().trim_end_matches(';'));
        match (words.first().map(String::as_str), &map) {
            (None, _) => {}
            (Some(first), _) if first.starts_with('#') => {}
            (Some("}"), _) => map = None,
            (Some("map"), None) => match Map::of(&words) {
                Some(known) => map = Some(known),
                None => {
                    parsed.not_read(at + 1, "it is a map of something else");
                    map = Some(Map::default());
                }
            },
            (Some(_), Some(map)) => map.entry(&words, at + 1, &mut parsed),
            (Some("location"), None) => location(&words, at + 1, &mut parsed),
            (Some("map_hash_bucket_size" | "map_hash_max_size"), None) => {}
            (Some(_), None) => parsed.not_read(at + 1, "it is no rule for one address"),
        }
    }
    parsed
}

/// The map that is being read.
#[derive(Default)]
struct Map {
    /// Of nothing that is known, if it is false.
    known: bool,
    /// The parameter whose value is behind the `?`.
    parameter: Option<String>,
    gone: bool,
}

impl Map {
    fn of(words: &[String]) -> Option<Self> {
        let [_, source, variable, open] = words else { return None };
        let parameter = source.strip_prefix("$uri?$arg_").map(str::to_owned);
        let is_known = open == "{" && (parameter.is_some() || matches!(&**source, "$uri"));
        let gone = variable.starts_with("$larder_gone");
        is_known.then_some(Self { known: true, parameter, gone })
    }

    fn entry(&self, words: &[String], line: usize, parsed: &mut Parsed) {
        if !self.known {
            return;
        }
        let [key, to] = words else {
            return parsed.not_read(line, "it is no rule for one address");
        };
        if matches!(&**key, "default" | "hostnames" | "volatile" | "include") {
            return;
        }
        let (text, ignores_case) = match key.strip_prefix('~') {
            None => (Some(key.clone()), true),
            Some(pattern) => {
                (literal::literal(pattern).filter(|it| !it.slash).map(|it| it.path), false)
            }
        };
        let Some(text) = text.filter(|it| it.starts_with('/')) else {
            return parsed.not_read(line, "it is a pattern, not an address");
        };
        let mut query = Vec::new();
        let mut path = text;
        if let Some(name) = &self.parameter {
            let Some((before, value)) = path.rsplit_once('?') else {
                return parsed.not_read(line, "it is no rule for one address");
            };
            let value = url::form_urlencoded::parse(value.as_bytes()).next().unwrap_or_default().0;
            query.push((name.clone(), value.into_owned()));
            path = before.to_owned();
        }
        let (to, status) = if self.gone { (None, 410) } else { (Some(to.clone()), 301) };
        let mut rule = Rule::new(path, to, status).at(line);
        rule.query = query;
        rule.ignores_case = ignores_case;
        parsed.rules.push(rule);
    }
}

/// `location = /old { return 301 /new; }`
fn location(words: &[String], line: usize, parsed: &mut Parsed) {
    let words: Vec<&str> = words
        .iter()
        .map(|it| it.trim_end_matches(';'))
        .filter(|it| *it != "}" && !it.is_empty())
        .collect();
    let ["location", "=", path, "{", "return", status, to] = words[..] else {
        return parsed.not_read(line, "it is no rule for one address");
    };
    match status.parse::<u16>() {
        Ok(status) if (300..400).contains(&status) && !to.contains('$') => {
            parsed.rules.push(Rule::new(path, Some(to.to_owned()), status).at(line));
        }
        _ => parsed.not_read(line, "it is no redirect"),
    }
}
