//! How each host writes its rules: one file each, which writes and reads.

mod apache;
mod astro;
mod caddy;
mod canonical;
mod firebase;
mod ghost;
mod haproxy;
mod html;
mod iis;
mod literal;
mod nginx;
mod objects;
mod redirection;
mod underscore;
mod vercel;
mod words;

use std::io;

use super::{Host, Parsed, Rule, Table, Target, plan::Reason};

/// The largest file of rules that is read, in bytes: half a million rules.
pub(super) const LARGEST: usize = 64 << 20;

/// The most rules and the most remarks that are kept of a file.
const MOST: usize = 4_000_000;

/// The files of a host, by name below the folder of redirects.
pub(super) fn print(host: Host, table: &Table, rules: &[Rule]) -> Vec<(String, String)> {
    let file = |text: String| vec![(host.file().to_owned(), text)];
    match host {
        Host::Csv | Host::Json => {
            let mut bytes = Vec::new();
            // Memory takes everything, and the table is text.
            let text =
                stream(host, table, &mut bytes).ok().and_then(|()| String::from_utf8(bytes).ok());
            file(text.unwrap_or_default())
        }
        Host::Netlify | Host::Cloudflare | Host::GitLab => file(underscore::print(host, rules)),
        Host::Nginx => {
            let server = host.file().replace(".map.conf", ".server.conf");
            vec![(host.file().to_owned(), nginx::map(rules)), (server, nginx::server(rules))]
        }
        Host::Apache => file(apache::print(rules)),
        Host::Caddy => file(caddy::print(rules)),
        Host::Vercel => file(vercel::print(rules)),
        Host::Firebase => file(firebase::print(rules)),
        Host::S3 => file(objects::print(rules)),
        Host::Iis => file(iis::print(rules)),
        Host::Haproxy => file(haproxy::print(rules)),
        Host::Ghost => file(ghost::yaml(rules)),
        Host::GhostJson => file(ghost::json(rules)),
        Host::Redirection => file(redirection::csv(rules)),
        Host::RedirectionJson => file(redirection::json(rules)),
        Host::Astro => file(astro::print(rules)),
        Host::Html => html::print(rules),
    }
}

/// Writes the table itself, in a form that holds all of it. Fails when `out` does.
pub(super) fn stream(host: Host, table: &Table, out: &mut dyn io::Write) -> io::Result<()> {
    match host {
        Host::Json => canonical::json(table, out),
        _ => canonical::csv(table, out),
    }
}

/// Reads a file of a host. `name` matters for [`Host::Html`] alone.
pub(super) fn parse(host: Host, name: &str, text: &str) -> Parsed {
    let mut parsed = match host {
        Host::Csv => canonical::parse_csv(text),
        Host::Json => canonical::parse_json(text),
        Host::Netlify | Host::Cloudflare | Host::GitLab => underscore::parse(host, text),
        Host::Nginx => nginx::parse(text),
        Host::Apache => apache::parse(text),
        Host::Caddy => caddy::parse(text),
        Host::Vercel => vercel::parse(text),
        Host::Firebase => firebase::parse(text),
        Host::S3 => objects::parse(text),
        Host::Iis => iis::parse(text),
        Host::Haproxy => haproxy::parse(text),
        Host::Ghost => ghost::parse_yaml(text),
        Host::GhostJson => ghost::parse_json(text),
        Host::Redirection => redirection::parse_csv(text),
        Host::RedirectionJson => redirection::parse_json(text),
        Host::Astro => astro::parse(text),
        Host::Html => html::parse(name, text),
    };
    parsed.rules.truncate(MOST);
    parsed.findings.truncate(MOST);
    parsed
}

/// The bytes that a rule takes of what the host counts.
pub(super) fn size(host: Host, rule: &Rule) -> usize {
    match host {
        Host::Netlify | Host::Cloudflare | Host::GitLab => underscore::line(host, rule).len(),
        Host::S3 => objects::key(&rule.path).len(),
        _ => rule.path.len() + rule.to.as_ref().map_or(0, String::len) + 64,
    }
}

/// The name of the page that sends visitors of a path on.
pub(super) fn file_of(path: &str) -> String {
    html::name(path)
}

/// Whether a path has only what the host takes for itself.
pub(super) fn accepts(host: Host, path: &str) -> Result<(), Reason> {
    match host {
        Host::Netlify | Host::Cloudflare | Host::GitLab if path.contains("/:") => {
            Err(Reason::Character)
        }
        // What is around an address is trimmed.
        Host::Redirection | Host::RedirectionJson if path.trim() != path => Err(Reason::Character),
        Host::Html => html::accepts(path),
        _ => Ok(()),
    }
}

/// A target, with what means something to the host escaped.
pub(super) fn target(host: Host, to: &Target) -> String {
    let escaped: &[(&str, &str)] = match host {
        Host::Netlify | Host::Cloudflare | Host::GitLab => &[("/:", "/%3A")],
        Host::Nginx | Host::Apache | Host::Ghost | Host::GhostJson => &[("$", "%24")],
        Host::Vercel | Host::Firebase => {
            &[(":", "%3A"), ("(", "%28"), (")", "%29"), ("*", "%2A"), ("+", "%2B")]
        }
        _ => &[],
    };
    let (authority, mut rest) = authority(to.as_str());
    for (one, other) in escaped {
        rest = rest.replace(one, other);
    }
    format!("{authority}{rest}")
}

/// Scheme and host, and what follows.
fn authority(to: &str) -> (&str, String) {
    let Some(at) = to.find("://") else { return ("", to.to_owned()) };
    let end = to[at + 3..].find(['/', '?', '#']).map_or(to.len(), |end| at + 3 + end);
    if to.starts_with('/') { ("", to.to_owned()) } else { (&to[..end], to[end..].to_owned()) }
}

/// Text as a value of JSON; what ends a line in JavaScript cannot be in it.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// The list that is below some names in a document of JSON.
fn array(text: &str, names: &[&str]) -> Option<Vec<serde_json::Value>> {
    let mut value: serde_json::Value =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    for name in names {
        // `hosting` of Firebase may be a list of sites.
        let inner = if value.is_array() { value.get_mut(0)?.take() } else { value };
        value = inner;
        value = value.get_mut(name)?.take();
    }
    match value {
        serde_json::Value::Array(values) => Some(values),
        _ => None,
    }
}
