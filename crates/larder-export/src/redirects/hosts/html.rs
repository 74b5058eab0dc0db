//! Pages that send visitors on: the last resort, where a host redirects nothing.

use super::{Host, Parsed, Rule};
use crate::redirects::plan::Reason;

/// The longest name of a file with its folders, in bytes; each of them may be half as long.
const LONGEST: usize = 240;

/// A page for each rule, by the name of its file.
pub(super) fn print(rules: &[Rule]) -> Vec<(String, String)> {
    let page = |rule: &Rule| {
        let name = format!("{}{}", Host::Html.file(), name(&rule.path));
        (name, page(rule.to.as_deref().unwrap_or_default()))
    };
    rules.iter().map(page).collect()
}

/// The file that a server of files shows for a path.
pub(super) fn name(path: &str) -> String {
    let path = path.trim_start_matches('/');
    let is_file = path.ends_with(".html") || path.ends_with(".htm");
    match is_file || path.is_empty() {
        true if path.is_empty() => "index.html".to_owned(),
        true => path.to_owned(),
        false => format!("{}/index.html", path.trim_end_matches('/')),
    }
}

/// Whether every system takes the name of the file.
pub(super) fn accepts(path: &str) -> Result<(), Reason> {
    let name = format!("{}{}", Host::Html.file(), name(path));
    match name {
        it if crate::sink::names::is_ours(&it) => Ok(()),
        it if it.len() > LONGEST || it.split('/').any(|part| part.len() > LONGEST / 2) => {
            Err(Reason::Length)
        }
        _ => Err(Reason::Character),
    }
}

fn page(to: &str) -> String {
    let to = escaped(to);
    format!(
        "<!doctype html>\n<html lang=\"und\">\n<head>\n<meta charset=\"utf-8\">\n<title>{to}</title>\n\
         <link rel=\"canonical\" href=\"{to}\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={to}\">\n</head>\n<body>\n<p><a href=\"{to}\">{to}</a></p>\n</body>\n</html>\n"
    )
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

/// Reads a page; its name says for which address it stands.
pub(super) fn parse(name: &str, text: &str) -> Parsed {
    let mut parsed = Parsed::new(Host::Html);
    let start = "http-equiv=\"refresh\" content=\"0; url=";
    let to = text.split_once(start).and_then(|(_, rest)| rest.split_once('"')).map(|(to, _)| to);
    let name = name.strip_prefix(Host::Html.file()).unwrap_or(name).trim_start_matches('/');
    match to {
        Some(to) => {
            let to = to.replace("&#39;", "'").replace("&quot;", "\"").replace("&gt;", ">");
            let to = to.replace("&lt;", "<").replace("&amp;", "&");
            let path = name.strip_suffix("index.html").unwrap_or(name);
            parsed.rules.push(Rule::new(format!("/{path}"), Some(to), 301).at(1));
        }
        None => parsed.not_read(1, "it is no page that sends visitors on"),
    }
    parsed
}
