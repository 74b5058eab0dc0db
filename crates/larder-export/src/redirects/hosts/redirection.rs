//! The plugin "Redirection" of WordPress: CSV, and JSON as it exports it.
//!
//! <https://redirection.me/support/import-export-redirects/>

use serde_json::{Value, json};

use super::{Host, Parsed, Rule};
use crate::redirects::{address, sheet};

fn source(rule: &Rule) -> String {
    let query = address::encoded_query(&rule.query);
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{}{mark}{query}", rule.path)
}

/// The file in CSV. The column `regex` is always there: without it, brackets would make a pattern of an address.
pub(super) fn csv(rules: &[Rule]) -> String {
    let mut out = String::from("source,target,regex,code\n");
    for rule in rules {
        let to = rule.to.as_deref().unwrap_or_default();
        let cells = [source(rule), to.to_owned(), "0".to_owned(), rule.status.to_string()];
        out.push_str(&sheet::record(&cells));
    }
    out
}

/// The file in JSON.
pub(super) fn json(rules: &[Rule]) -> String {
    let mut out = String::from(
        "{\n  \"plugin\": {\"version\": \"5.5.0\"},\n  \"groups\": [{\"id\": 1, \"name\": \"Larder\", \"module_id\": 1}],\n  \"redirects\": [",
    );
    for (at, rule) in rules.iter().enumerate() {
        let (kind, data) = match &rule.to {
            Some(to) => ("url", json!({ "url": to })),
            None => ("error", json!({})),
        };
        let value = json!({
            "url": source(rule), "action_data": data, "action_type": kind, "action_code": rule.status,
            "match_type": "url", "regex": false, "group_id": 1,
        });
        out.push_str(if at == 0 { "\n    " } else { ",\n    " });
        out.push_str(&value.to_string());
    }
    out.push_str("\n  ]\n}\n");
    out
}

/// Reads the file in CSV; `,`, `;` and `|` separate.
pub(super) fn parse_csv(text: &str) -> Parsed {
    let mut parsed = Parsed::new(Host::Redirection);
    let first = text.lines().next().unwrap_or_default();
    let separator = [b',', b';', b'|']
        .into_iter()
        .max_by_key(|it| first.bytes().filter(|byte| byte == it).count());
    for (line, cells) in sheet::records(text, separator.unwrap_or(b',')) {
        let cell = |at: usize| cells.get(at).map(|it| it.trim()).unwrap_or_default();
        if cell(0) == "source" && cell(1) == "target" {
            continue;
        }
        let is_pattern = matches!(cell(2), "1" | "true")
            || cells.len() < 3 && cell(0).contains(['(', ')', '[', ']', '$', '^', '*']);
        let status = if cell(3).is_empty() { Some(301) } else { cell(3).parse().ok() };
        push(&mut parsed, line, cell(0), Some(cell(1)), is_pattern, status);
    }
    parsed
}

/// Reads the file in JSON.
pub(super) fn parse_json(text: &str) -> Parsed {
    let mut parsed = Parsed::new(Host::RedirectionJson);
    let Some(redirects) = super::array(text, &["redirects"]) else {
        parsed.not_read(1, "it is no list of redirects");
        return parsed;
    };
    for (at, value) in redirects.iter().enumerate() {
        let from = value.get("url").and_then(Value::as_str).unwrap_or_default();
        let to = value.get("action_data").and_then(|it| it.get("url")).and_then(Value::as_str);
        let is_pattern =
            !matches!(value.get("regex"), None | Some(Value::Bool(false) | Value::Null))
                && value["regex"] != 0;
        let code =
            value.get("action_code").and_then(Value::as_u64).and_then(|it| u16::try_from(it).ok());
        push(&mut parsed, at + 1, from, to, is_pattern, code);
    }
    parsed
}

fn push(
    parsed: &mut Parsed,
    line: usize,
    from: &str,
    to: Option<&str>,
    is_pattern: bool,
    status: Option<u16>,
) {
    let to = to.filter(|to| !to.is_empty()).map(str::to_owned);
    match (status, to) {
        _ if is_pattern => parsed.not_read(line, "it is a pattern, not an address"),
        _ if !from.starts_with('/') => parsed.not_read(line, "it is no rule for one address"),
        (Some(status @ 300..400), Some(to)) => {
            parsed.rules.push(rule(from, Some(to), status).at(line))
        }
        (Some(410), None) => parsed.rules.push(rule(from, None, 410).at(line)),
        _ => parsed.not_read(line, "it is no redirect"),
    }
}

fn rule(from: &str, to: Option<String>, status: u16) -> Rule {
    let (path, query) = from.split_once('?').unwrap_or((from, ""));
    let mut rule = Rule::new(path, to, status);
    rule.query = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    rule
}
