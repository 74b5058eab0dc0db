//! Astro: a module with what `redirects` of its settings takes.
//!
//! ```js
//! import redirects from "./redirects.mjs";
//! export default defineConfig({ redirects });
//! ```
//!
//! <https://docs.astro.build/en/reference/configuration-reference/#redirects>

use serde_json::{Value, json};

use super::{Host, Parsed, Rule, quoted};

const HEAD: &str = "export default ";

/// The module.
pub(super) fn print(rules: &[Rule]) -> String {
    let mut out = format!("{HEAD}{{");
    for (at, rule) in rules.iter().enumerate() {
        let value = json!({ "status": rule.status, "destination": rule.to });
        out.push_str(if at == 0 { "\n  " } else { ",\n  " });
        out.push_str(&format!("{}: {value}", quoted(&rule.path)));
    }
    out.push_str("\n};\n");
    out
}

/// Reads the module as it is written here.
pub(super) fn parse(text: &str) -> Parsed {
    let mut parsed = Parsed::new(Host::Astro);
    let inner = text.trim().strip_prefix(HEAD).map(|it| it.trim_end().trim_end_matches(';'));
    let value: Value = inner.and_then(|it| serde_json::from_str(it).ok()).unwrap_or_default();
    let Some(redirects) = value.as_object() else {
        parsed.not_read(1, "it is no list of redirects");
        return parsed;
    };
    for (at, (from, value)) in redirects.iter().enumerate() {
        let to = value.as_str().or_else(|| value.get("destination").and_then(Value::as_str));
        let status =
            value.get("status").and_then(Value::as_u64).and_then(|it| u16::try_from(it).ok());
        match to {
            Some(to) if from.starts_with('/') && !from.contains('[') => {
                let rule = Rule::new(from, Some(to.to_owned()), status.unwrap_or(301));
                parsed.rules.push(rule.at(at + 1));
            }
            _ => parsed.not_read(at + 1, "it is a pattern, not an address"),
        }
    }
    parsed
}
