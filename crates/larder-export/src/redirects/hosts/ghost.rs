//! Ghost: `redirects.yaml` or `redirects.json`. What is redirected is a regular expression.
//!
//! An upload takes the place of all redirects before it, and one bad pattern spoils it.
//!
//! <https://ghost.org/docs/themes/routing/#redirects>

use serde_json::{Value, json};

use super::{Host, Parsed, Rule, literal};

/// The file in YAML. There is always a section `301`: without one, Ghost refuses it.
pub(super) fn yaml(rules: &[Rule]) -> String {
    if rules.is_empty() {
        return "301: {}\n".to_owned();
    }
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let line = |rule: &Rule| {
        let to = rule.to.as_deref().unwrap_or_default();
        format!("  {}: {}\n", quoted(&literal::pattern(&rule.path, rule.slash)), quoted(to))
    };
    let lines: String = rules.iter().map(line).collect();
    format!("301:\n{lines}")
}

/// The file in JSON.
pub(super) fn json(rules: &[Rule]) -> String {
    let mut out = String::from("[");
    for (at, rule) in rules.iter().enumerate() {
        let from = literal::pattern(&rule.path, rule.slash);
        out.push_str(if at == 0 { "\n  " } else { ",\n  " });
        out.push_str(&json!({ "from": from, "to": rule.to, "permanent": true }).to_string());
    }
    out.push_str("\n]\n");
    out
}

/// Reads the file in YAML: two sections of one line for each rule.
pub(super) fn parse_yaml(text: &str) -> Parsed {
    let mut parsed = Parsed::new(Host::Ghost);
    let mut status = None;
    for (at, line) in text.lines().enumerate() {
        let inner = line.trim();
        if inner.is_empty() || inner.starts_with('#') {
            continue;
        }
        if !line.starts_with([' ', '\t']) {
            let section = inner
                .trim_end_matches("{}")
                .trim_end()
                .trim_end_matches(':')
                .trim_matches(['"', '\'']);
            status = section.parse().ok().filter(|it| matches!(it, 301 | 302));
            if status.is_none() {
                parsed.not_read(at + 1, "it is no section of redirects");
            }
            continue;
        }
        match status.zip(pair(inner)) {
            Some((status, (from, to))) => push(&mut parsed, at + 1, &from, to, status),
            None => parsed.not_read(at + 1, "it is no rule for one address"),
        }
    }
    parsed
}

/// A key and a value, each plain or in quotes.
fn pair(line: &str) -> Option<(String, String)> {
    let (key, rest) = scalar(line, true)?;
    let (value, rest) = scalar(rest.trim_start().strip_prefix(':')?.trim_start(), false)?;
    let rest = rest.trim();
    (rest.is_empty() || rest.starts_with('#')).then_some((key, value))
}

fn scalar(text: &str, is_key: bool) -> Option<(String, &str)> {
    if let Some(inner) = text.strip_prefix('\'') {
        let mut out = String::new();
        let mut rest = inner;
        loop {
            let end = rest.find('\'')?;
            out.push_str(&rest[..end]);
            rest = &rest[end + 1..];
            match rest.strip_prefix('\'') {
                Some(more) => {
                    out.push('\'');
                    rest = more;
                }
                None => return Some((out, rest)),
            }
        }
    }
    if text.starts_with('"') {
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<String>();
        let value = values.next()?.ok()?;
        return Some((value, &text[values.byte_offset()..]));
    }
    let end = if is_key { text.find(": ")? } else { text.find(" #").unwrap_or(text.len()) };
    Some((text[..end].trim().to_owned(), &text[end..]))
}

/// Reads the file in JSON.
pub(super) fn parse_json(text: &str) -> Parsed {
    let mut parsed = Parsed::new(Host::GhostJson);
    let Some(redirects) = super::array(text, &[]) else {
        parsed.not_read(1, "it is no list of redirects");
        return parsed;
    };
    for (at, value) in redirects.iter().enumerate() {
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        let is_permanent = value.get("permanent").and_then(Value::as_bool) == Some(true);
        let status = if is_permanent { 301 } else { 302 };
        match (text("from"), text("to")) {
            (Some(from), Some(to)) => push(&mut parsed, at + 1, from, to.to_owned(), status),
            _ => parsed.not_read(at + 1, "it is no redirect"),
        }
    }
    parsed
}

/// A rule, if its pattern means one address. Without `^` and `$`, it would also be found within others.
fn push(parsed: &mut Parsed, line: usize, from: &str, to: String, status: u16) {
    let (pattern, ignores_case) = match from.strip_prefix('/').and_then(|it| it.strip_suffix("/i"))
    {
        Some(inner) if inner.starts_with('^') => (inner, true),
        _ => (from, false),
    };
    let anchored = match pattern.starts_with('^') {
        true => pattern.to_owned(),
        // As people write it, for one address.
        false => format!("^{}$", pattern.trim_end_matches('$')),
    };
    match literal::literal(&anchored).filter(|it| it.path.starts_with('/') && !to.contains('$')) {
        Some(literal) => {
            let mut rule = Rule::new(literal.path, Some(to), status).at(line);
            rule.slash = literal.slash;
            rule.ignores_case = ignores_case;
            parsed.rules.push(rule);
        }
        None => parsed.not_read(line, "it is a pattern, not an address"),
    }
}
