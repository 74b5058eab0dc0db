//! Files of settings.

use larder_core::Rule;

use super::{
    front,
    role::extension,
    value::{Map, Value},
    yaml,
};
use crate::{Source, decode};

/// The longest file of settings that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// What a file of settings says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    /// The values, without those that are keys.
    pub(crate) map: Map,
    /// How many passwords and keys there were.
    pub(crate) secrets: u64,
    /// Why it could not be read.
    pub(super) unread: Option<Unread>,
    /// What a program gives the names that generators ask for.
    pub(super) literals: Vec<(&'static str, String)>,
}

/// Why settings say nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// They are a program.
    Program,
    /// They are damaged: what is wrong.
    Broken(String),
    /// The file could not be read, or is too large.
    Refused(Rule, String),
}

impl Settings {
    /// Reads a file of settings. Those of `config/_default/menus.toml` are below the name `menus`.
    pub(super) fn read(source: &dyn Source, place: usize, path: &str) -> Self {
        let unread = |unread| Self { unread: Some(unread), ..Self::default() };
        // Of a page only what stands in front of it is settings, which has a limit of its own.
        let is_page = extension(path) == "md";
        if !is_page && source.entries()[place].length.is_some_and(|length| length > LONGEST) {
            let found = "settings of more than 1 MiB".to_owned();
            return unread(Unread::Refused(Rule::TooLarge, found));
        }
        let bytes = match source.read(place) {
            Ok(bytes) => bytes,
            Err(error) => {
                let (rule, found) = error.into_rule();
                return unread(Unread::Refused(rule, found));
            }
        };
        let text = decode(&bytes, None).text;
        let value = match extension(path).as_str() {
            "md" => Ok(Value::Map(front::split(&text, false).map)),
            "toml" => front::toml(&text),
            "json" => front::json(&text),
            "yaml" | "yml" => yaml::parse(&text),
            _ => return Self { literals: literals(&text), ..unread(Unread::Program) },
        };
        match value {
            Ok(Value::Map(map)) => Self::of(map, path),
            Ok(value) if value.is_empty() => Self::default(),
            Ok(_) if text.trim().is_empty() => Self::default(),
            Ok(_) => Self::broken("it has no names".into()),
            Err(_) if text.lines().all(|line| line.trim().is_empty() || line.starts_with('#')) => {
                Self::default()
            }
            Err((line, what)) => Self::broken(format!("line {line}: {what}")),
        }
    }

    fn broken(what: String) -> Self {
        Self { unread: Some(Unread::Broken(what)), ..Self::default() }
    }

    fn of(map: Map, path: &str) -> Self {
        let mut secrets = 0;
        let map = without_secrets(map, &mut secrets);
        let map = match inner_name(path) {
            Some(name) => nested(map, &name),
            None => map,
        };
        Self { map, secrets, ..Self::default() }
    }
}

/// The texts that a program gives the names that generators ask for.
fn literals(program: &str) -> Vec<(&'static str, String)> {
    let names = ["site", "base", "input"].into_iter();
    names.filter_map(|name| Some((name, super::literal(program, name)?))).collect()
}

/// The name below which the settings of a file belong: `params`, `languages.ko`.
fn inner_name(path: &str) -> Option<String> {
    let file = path.strip_prefix("config/")?.rsplit('/').next()?;
    let (stem, _) = file.rsplit_once('.')?;
    (!matches!(stem, "hugo" | "config")).then(|| stem.to_ascii_lowercase())
}

fn nested(map: Map, name: &str) -> Map {
    match name.split_once('.') {
        Some((outer, inner)) if matches!(outer, "params" | "menus" | "menu") => {
            let inner = Map(vec![(inner.to_owned(), Value::Map(map))]);
            Map(vec![(outer.to_owned(), Value::Map(inner))])
        }
        // A file of languages holds each below its name already.
        _ => Map(vec![(name.to_owned(), Value::Map(map))]),
    }
}

/// What is in the names of passwords and keys.
const SECRETS: &[&str] = &[
    "secret",
    "password",
    "passwd",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "privatekey",
    "private_key",
    "accesskey",
    "access_key",
    "credential",
    "adminkey",
    "admin_key",
];

/// Without what opens doors. Counts it.
pub(super) fn without_secrets(map: Map, count: &mut u64) -> Map {
    let mut kept = Vec::with_capacity(map.0.len());
    for (name, value) in map.0 {
        let lower = name.to_ascii_lowercase();
        let is_secret = SECRETS.iter().any(|secret| lower.contains(secret));
        match value {
            Value::Scalar { .. } if is_secret && !value.is_empty() && value.truth().is_none() => {
                *count += 1
            }
            Value::Map(map) => kept.push((name, Value::Map(without_secrets(map, count)))),
            Value::List(items) => {
                let clean = |item| match item {
                    Value::Map(map) => Value::Map(without_secrets(map, count)),
                    item => item,
                };
                kept.push((name, Value::List(items.into_iter().map(clean).collect())));
            }
            value => kept.push((name, value)),
        }
    }
    Map(kept)
}
