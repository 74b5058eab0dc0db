//! Amazon S3: an object without bytes for each old address, whose metadata says where it leads.
//!
//! Each line is an input of `aws s3api put-object --bucket NAME --cli-input-json LINE`. A website shows `old/index.html`
//! for `/old/`.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html>

use serde_json::Value;

use super::{Host, Parsed, Rule, quoted};

/// The lines.
pub(super) fn print(rules: &[Rule]) -> String {
    let line = |rule: &Rule| {
        let to = rule.to.as_deref().unwrap_or_default();
        format!(
            "{{\"Key\":{},\"WebsiteRedirectLocation\":{}}}\n",
            quoted(&key(&rule.path)),
            quoted(to)
        )
    };
    rules.iter().map(line).collect()
}

/// The name of the object that answers for a path.
pub(super) fn key(path: &str) -> String {
    let path = path.strip_prefix('/').unwrap_or(path);
    match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html"),
        false => path.to_owned(),
    }
}

/// Reads the lines.
pub(super) fn parse(text: &str) -> Parsed {
    let mut parsed = Parsed::new(Host::S3);
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let value: Value = serde_json::from_str(line).unwrap_or_default();
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        match (text("Key"), text("WebsiteRedirectLocation")) {
            (Some(key), Some(to)) => {
                let path =
                    key.strip_suffix("index.html").filter(|it| it.is_empty() || it.ends_with('/'));
                let path = format!("/{}", path.unwrap_or(key));
                parsed.rules.push(Rule::new(path, Some(to.to_owned()), 301).at(at + 1));
            }
            _ => parsed.not_read(at + 1, "it is no redirect"),
        }
    }
    parsed
}
