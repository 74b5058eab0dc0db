//! The table itself: as CSV for spreadsheets, as JSON for programs. Both hold all of it.
//!
//! ```text
//! from,to,status,rule
//! /2019/05/눈/,/posts/snow/,301,permalink
//! /?p=12,/posts/snow/,301,id
//! ```

use std::io::{self, Write};

use larder_core::PostId;
use serde::Serialize;
use serde_json::Value;

use super::{Host, Parsed, Rule};
use crate::redirects::{
    Address, Class, Redirect, Status, Table, Target, address,
    sheet::{record, records},
};

/// Writes the table as CSV. Fails when `out` does.
pub(super) fn csv(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"from,to,status,rule\n")?;
    for redirect in table {
        let to = redirect.to.as_ref().map_or("", Target::as_str);
        let status = redirect.status.code().to_string();
        let cells = [&*redirect.from.to_string(), to, &status, redirect.rule.name()];
        out.write_all(record(&cells).as_bytes())?;
    }
    Ok(())
}

/// Writes the table as JSON, a redirect a line. Fails when `out` does.
pub(super) fn json(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\n  \"larder_redirects\": 1,\n  \"redirects\": [")?;
    for (at, redirect) in table.iter().enumerate() {
        out.write_all(if at == 0 { b"\n    " } else { b",\n    " })?;
        serde_json::to_writer(&mut *out, &Row::of(redirect))?;
    }
    out.write_all(b"\n  ]\n}\n")
}

/// A redirect in JSON.
#[derive(Serialize)]
struct Row<'t> {
    from: From<'t>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post: Option<&'t PostId>,
    rule: Class,
    status: Status,
    to: Option<&'t Target>,
}

#[derive(Serialize)]
struct From<'t> {
    path: &'t str,
    #[serde(skip_serializing_if = "String::is_empty")]
    query: String,
    raw: &'t str,
}

impl<'t> Row<'t> {
    fn of(redirect: &'t Redirect) -> Self {
        let Redirect { from, to, status, rule, post } = redirect;
        let from = From { path: from.path(), query: from.encoded_query(), raw: from.raw() };
        Self { from, post: post.as_ref(), rule: *rule, status: *status, to: to.as_ref() }
    }
}

/// Reads the table from CSV.
pub(super) fn parse_csv(text: &str) -> Parsed {
    let mut parsed = Parsed::new(Host::Csv);
    for (line, cells) in records(text, b',') {
        let cell = |at: usize| cells.get(at).map(|it| it.trim()).unwrap_or_default();
        if line == 1 && cell(0) == "from" {
            continue;
        }
        let status = if cell(2).is_empty() { Some(301) } else { cell(2).parse().ok() };
        if let Some(rule) = push(&mut parsed, line, cell(0), cell(1), status) {
            rule.class = Class::named(cell(3)).unwrap_or(Class::Given);
        }
    }
    parsed
}

/// Reads the table from JSON.
pub(super) fn parse_json(text: &str) -> Parsed {
    let mut parsed = Parsed::new(Host::Json);
    let Some(redirects) = super::array(text, &["redirects"]) else {
        parsed.not_read(1, "it is no list of redirects");
        return parsed;
    };
    for (at, value) in redirects.iter().enumerate() {
        let text = |name: &str| value["from"].get(name).and_then(Value::as_str).unwrap_or_default();
        let raw = if text("raw").is_empty() {
            address::encoded(text("path"))
        } else {
            text("raw").to_owned()
        };
        let from = if text("query").is_empty() { raw } else { format!("{raw}?{}", text("query")) };
        let status = value["status"].as_u64().and_then(|it| u16::try_from(it).ok());
        let to = value["to"].as_str().unwrap_or_default();
        if let Some(rule) = push(&mut parsed, at + 1, &from, to, status) {
            rule.class = value["rule"].as_str().and_then(Class::named).unwrap_or(Class::Given);
            rule.post = value["post"].as_str().map(PostId::new);
        }
    }
    parsed
}

/// Adds a rule, and gives it to whoever knows more of it.
fn push<'a>(
    parsed: &'a mut Parsed,
    line: usize,
    from: &str,
    to: &str,
    status: Option<u16>,
) -> Option<&'a mut Rule> {
    let Ok(address) = Address::parse(from) else {
        parsed.not_read(line, "it is no rule for one address");
        return None;
    };
    let to = Some(to).filter(|to| !to.is_empty()).map(str::to_owned);
    let status = match (status, &to) {
        (Some(status @ 300..400), Some(_)) => status,
        (Some(410), None) => 410,
        _ => {
            parsed.not_read(line, "it is no redirect");
            return None;
        }
    };
    let mut rule = Rule::new(address.raw(), to, status).at(line);
    rule.query = address.query().to_vec();
    parsed.rules.push(rule);
    parsed.rules.last_mut()
}
