//! Firebase Hosting: `hosting.redirects` of `firebase.json`.
//!
//! A source is a glob. Where a path has what means something there, a regular expression of RE2 is written.
//!
//! <https://firebase.google.com/docs/hosting/full-config#redirects>

use serde_json::{Value, json};

use super::{Host, Parsed, Rule, literal};

const MEANING: &[char] = &['*', '?', '(', ')', '[', ']', '{', '}', '!', '+', '@', '\\', '|', ':'];

/// The file.
pub(super) fn print(rules: &[Rule]) -> String {
    let mut out = String::from("{\n  \"hosting\": {\n    \"redirects\": [");
    for (at, rule) in rules.iter().enumerate() {
        let value = match rule.path.contains(MEANING) {
            true => {
                json!({ "regex": literal::pattern(&rule.path, rule.slash), "destination": rule.to, "type": rule.status })
            }
            false => {
                let slash = if rule.slash { "{,/}" } else { "" };
                json!({ "source": format!("{}{slash}", rule.path), "destination": rule.to, "type": rule.status })
            }
        };
        out.push_str(if at == 0 { "\n      " } else { ",\n      " });
        out.push_str(&value.to_string());
    }
    out.push_str("\n    ]\n  }\n}\n");
    out
}

/// Reads the redirects of the file.
pub(super) fn parse(text: &str) -> Parsed {
    let mut parsed = Parsed::new(Host::Firebase);
    let Some(redirects) = super::array(text, &["hosting", "redirects"]) else {
        parsed.not_read(1, "it is no list of redirects");
        return parsed;
    };
    for (at, value) in redirects.iter().enumerate() {
        match rule(value) {
            Ok(rule) => parsed.rules.push(rule.at(at + 1)),
            Err(reason) => parsed.not_read(at + 1, reason),
        }
    }
    parsed
}

fn rule(value: &Value) -> Result<Rule, &'static str> {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let to = text("destination").ok_or("it is no redirect")?;
    let status = value.get("type").and_then(Value::as_u64).unwrap_or(301);
    let status = u16::try_from(status).map_err(|_| "it is no redirect")?;
    let (path, slash) = match (text("source"), text("regex")) {
        (Some(source), None) => match source.strip_suffix("{,/}") {
            Some(path) => (path.to_owned(), true),
            None => (source.to_owned(), false),
        },
        (None, Some(regex)) => {
            let literal = literal::literal(regex).ok_or("it is a pattern, not an address")?;
            (literal.path, literal.slash)
        }
        _ => return Err("it is no redirect"),
    };
    if text("source").is_some() && path.contains(MEANING) || !path.starts_with('/') {
        return Err("it is a pattern, not an address");
    }
    let mut rule = Rule::new(path, Some(to.to_owned()), status);
    rule.slash = slash;
    Ok(rule)
}
