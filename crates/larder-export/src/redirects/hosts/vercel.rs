//! Vercel: `redirects` of `vercel.json`.
//!
//! A source is a pattern of path-to-regexp: what means something there is escaped. The value of a parameter is a regular
//! expression.
//!
//! <https://vercel.com/docs/project-configuration#redirects>

use serde_json::{Value, json};

use super::{Host, Parsed, Rule, literal};

const MEANING: &[char] = &[':', '(', ')', '*', '+', '?', '{', '}', '\\'];

/// The file.
pub(super) fn print(rules: &[Rule]) -> String {
    let mut out = String::from("{\n  \"redirects\": [");
    for (at, rule) in rules.iter().enumerate() {
        let mut value = json!({ "source": source(&rule.path), "destination": rule.to, "statusCode": rule.status });
        if !rule.query.is_empty() {
            let has = |(name, text): &(String, String)| {
                let pattern = literal::pattern(text, false);
                json!({ "type": "query", "key": name, "value": &pattern[1..pattern.len() - 1] })
            };
            value["has"] = rule.query.iter().map(has).collect();
        }
        out.push_str(if at == 0 { "\n    " } else { ",\n    " });
        out.push_str(&value.to_string());
    }
    out.push_str("\n  ]\n}\n");
    out
}

fn source(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for character in path.chars() {
        if MEANING.contains(&character) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// The path of a source that is no pattern.
fn path(source: &str) -> Option<String> {
    let mut out = String::with_capacity(source.len());
    let mut characters = source.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => out.push(characters.next()?),
            it if MEANING.contains(&it) => return None,
            it => out.push(it),
        }
    }
    out.starts_with('/').then_some(out)
}

/// Reads the redirects of the file.
pub(super) fn parse(text: &str) -> Parsed {
    let mut parsed = Parsed::new(Host::Vercel);
    let Some(redirects) = super::array(text, &["redirects"]) else {
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
    let text = |name: &str| value.get(name).and_then(Value::as_str).ok_or("it is no redirect");
    let path = path(text("source")?).ok_or("it is a pattern, not an address")?;
    let status = match value.get("statusCode").and_then(Value::as_u64) {
        Some(status) => u16::try_from(status).map_err(|_| "it is no redirect")?,
        None if value.get("permanent").and_then(Value::as_bool) == Some(true) => 308,
        None => 307,
    };
    if value.get("missing").is_some() {
        return Err("it has a condition");
    }
    let mut rule = Rule::new(path, Some(text("destination")?.to_owned()), status);
    for has in value.get("has").and_then(Value::as_array).into_iter().flatten() {
        let get = |name: &str| has.get(name).and_then(Value::as_str).ok_or("it has a condition");
        if get("type")? != "query" {
            return Err("it has a condition");
        }
        let value =
            literal::literal(&format!("^{}$", get("value")?)).ok_or("it has a condition")?;
        rule.query.push((get("key")?.to_owned(), value.path));
    }
    Ok(rule)
}
