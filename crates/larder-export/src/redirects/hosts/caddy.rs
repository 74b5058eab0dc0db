//! Caddy: `map`s from paths to targets in a Caddyfile, and what uses them.
//!
//! `{path}` and `{query.p}` are decoded. Braces in keys would be placeholders: such addresses are left out.
//!
//! <https://caddyserver.com/docs/caddyfile/directives/map>

use std::collections::BTreeMap;

use super::{
    Host, Parsed, Rule,
    words::{in_quotes, words},
};

/// A part of a Caddyfile, for the block of a site.
pub(super) fn print(rules: &[Rule]) -> String {
    let mut groups: BTreeMap<(bool, Option<&str>, bool), Vec<&Rule>> = BTreeMap::new();
    for rule in rules {
        let name = rule.query.first().map(|(name, _)| &**name);
        groups.entry((name.is_none(), name, rule.to.is_none())).or_default().push(rule);
    }
    let mut out = String::from("# Import this in the block of the site.\nroute {\n");
    for (at, ((_, name, gone), rules)) in groups.into_iter().enumerate() {
        let kind = if gone { "gone" } else { "to" };
        let source =
            name.map_or("{path}".to_owned(), |name| format!("\"{{path}}?{{query.{name}}}\""));
        out.push_str(&format!("\tmap {source} {{larder_{kind}_{at}}} {{\n"));
        for rule in rules {
            let to = rule.to.as_deref().unwrap_or("1");
            out.push_str(&format!("\t\t{} {}\n", in_quotes(&key(rule)), in_quotes(to)));
        }
        out.push_str(&format!(
            "\t\tdefault \"\"\n\t}}\n\t@larder_{at} expression `{{larder_{kind}_{at}}} != \"\"`\n"
        ));
        out.push_str(&match gone {
            true => format!("\trespond @larder_{at} 410\n"),
            false => format!("\tredir @larder_{at} {{larder_{kind}_{at}}} permanent\n"),
        });
    }
    out.push_str("}\n");
    out
}

fn key(rule: &Rule) -> String {
    match rule.query.first() {
        Some((_, value)) => format!("{}?{value}", rule.path),
        None => rule.path.clone(),
    }
}

/// Reads maps of `{path}`, and `redir /old /new permanent`.
pub(super) fn parse(text: &str) -> Parsed {
    let mut parsed = Parsed::new(Host::Caddy);
    // The map that is being read: its parameter, and whether it says what is gone.
    let mut map: Option<(Option<String>, bool)> = None;
    for (at, line) in text.lines().enumerate() {
        let words = words(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match (&words[..], &map) {
            ([], _) => {}
            ([first, ..], _) if first.starts_with(['#', '@']) => {}
            (["}"], _) => map = None,
            (["route", "{"], None) => {}
            (["map", "{path}", to, "{"], None) => {
                map = Some((None, to.starts_with("{larder_gone")))
            }
            (["map", source, to, "{"], None) if source.starts_with("{path}?{query.") => {
                let name = source.trim_start_matches("{path}?{query.").trim_end_matches('}');
                map = Some((Some(name.to_owned()), to.starts_with("{larder_gone")));
            }
            (["default", _], Some(_)) => {}
            ([key, to], Some((name, gone))) if key.starts_with('/') => {
                parsed.rules.push(entry(key, to, name.as_deref(), *gone).at(at + 1));
            }
            (["redir" | "respond", first, ..], None) if first.starts_with("@larder_") => {}
            (["redir", from, to, status @ ..], None) if is_plain(from, to) => match code(status) {
                Some(code) => {
                    parsed.rules.push(Rule::new(*from, Some((*to).to_owned()), code).at(at + 1))
                }
                None => parsed.not_read(at + 1, "it is no redirect"),
            },
            _ => parsed.not_read(at + 1, "it is no rule for one address"),
        }
    }
    parsed
}

fn entry(key: &str, to: &str, name: Option<&str>, gone: bool) -> Rule {
    let (to, status) = if gone { (None, 410) } else { (Some(to.to_owned()), 301) };
    let Some((name, (path, value))) = name.zip(key.rsplit_once('?')) else {
        return Rule::new(key, to, status);
    };
    let mut rule = Rule::new(path, to, status);
    rule.query.push((name.to_owned(), value.to_owned()));
    rule
}

fn is_plain(from: &str, to: &str) -> bool {
    from.starts_with('/') && !from.contains(['*', '{']) && !to.contains('{')
}

fn code(status: &[&str]) -> Option<u16> {
    match status {
        [] | ["temporary"] => Some(302),
        ["permanent"] => Some(301),
        ["html"] => None,
        [code] => code.parse().ok().filter(|it| (300..400).contains(it)),
        _ => None,
    }
}
