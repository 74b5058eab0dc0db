//! What to ask a site to see whether its redirects work: each old address in all its spellings, and what must come back.

use std::{borrow::Cow, io};

use unicode_normalization::UnicodeNormalization as _;
use url::Url;

use super::{Address, Redirect, Replay, Table, address, sheet};

/// A request and the answer that is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Case {
    /// What is asked for: a path, with what follows it.
    pub url: String,
    /// The status that must come back.
    pub status: u16,
    /// Where it must lead. None if the address is gone.
    pub location: Option<String>,
}

/// In which spelling an address is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Variant {
    /// As browsers send it.
    Plain,
    /// As it was met.
    Met,
    /// With small letters in escapes.
    Small,
    /// Not escaped.
    Decoded,
    /// With `/` at its end, or without.
    Slash,
    /// With a parameter of advertisers.
    Campaign,
    /// Decomposed.
    Decomposed,
    /// In other letter case.
    Case,
    /// With `index.html`.
    Index,
    /// With `//`.
    Doubled,
}

impl Variant {
    /// All variants.
    pub const ALL: &'static [Self] = &[
        Self::Plain,
        Self::Met,
        Self::Small,
        Self::Decoded,
        Self::Slash,
        Self::Campaign,
        Self::Decomposed,
        Self::Case,
        Self::Index,
        Self::Doubled,
    ];

    /// The spelling of an address. None if it has none of its own.
    pub fn of(self, from: &Address) -> Option<String> {
        self.of_plain(from, &from.encoded())
    }

    /// The same, of an address whose path browsers send as `plain`.
    fn of_plain(self, from: &Address, plain: &str) -> Option<String> {
        let path: Cow<'_, str> = match self {
            Self::Plain => return Some(with_query(plain, from, "")),
            Self::Campaign => return Some(with_query(plain, from, "utm_source=larder")),
            Self::Met => from.raw().into(),
            Self::Small => address::small_escapes(plain).into(),
            Self::Decoded => address::shown(from.path()),
            Self::Slash => other_slash(plain)?.into(),
            Self::Decomposed => address::encoded(&from.path().nfd().collect::<String>()).into(),
            Self::Case => other_case(plain).into(),
            Self::Index => {
                format!("{}index.html", plain.strip_suffix('/').map(|it| format!("{it}/"))?).into()
            }
            Self::Doubled if plain == "/" => return None,
            Self::Doubled => plain.replacen('/', "//", 2).into(),
        };
        (path != plain).then(|| with_query(&path, from, ""))
    }
}

fn with_query(path: &str, from: &Address, more: &str) -> String {
    if from.query().is_empty() && more.is_empty() {
        return path.to_owned();
    }
    let own = from.encoded_query();
    let parts: Vec<&str> = [&*own, more].into_iter().filter(|it| !it.is_empty()).collect();
    if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
}

fn other_slash(path: &str) -> Option<String> {
    match path.strip_suffix('/') {
        Some("") => None,
        Some(bare) => Some(bare.to_owned()),
        // A file has no `/` behind it.
        None if path.rsplit('/').next().is_some_and(|it| it.contains('.')) => None,
        None => Some(format!("{path}/")),
    }
}

/// Small letters for capitals and the other way round, but in escapes.
fn other_case(path: &str) -> String {
    let mut in_escape = 0;
    let swap = |character: char| {
        in_escape = if character == '%' { 3 } else { in_escape };
        let is_escaped = in_escape > 0;
        in_escape -= i32::from(is_escaped);
        match character {
            it if is_escaped => it,
            it if it.is_ascii_lowercase() => it.to_ascii_uppercase(),
            it => it.to_ascii_lowercase(),
        }
    };
    path.chars().map(swap).collect()
}

/// The requests to try, with the answers: every address in every spelling that is answered.
///
/// `replay` is the host with its rules: what it cannot answer is not asked. Without one, only the spellings are asked for
/// that every host answers.
pub fn cases(table: &Table, replay: Option<&Replay>) -> Vec<Case> {
    each(table, replay).collect()
}

fn each<'t>(table: &'t Table, replay: Option<&'t Replay>) -> impl Iterator<Item = Case> {
    const EVERYWHERE: &[Variant] = &[Variant::Plain, Variant::Met, Variant::Decoded];
    let variants = if replay.is_some() { Variant::ALL } else { EVERYWHERE };
    let of = move |redirect: &'t Redirect| {
        let plain = redirect.from.encoded();
        let urls = variants.iter().filter_map(move |it| it.of_plain(&redirect.from, &plain));
        urls.map(|url| case(url, redirect))
    };
    let is_asked = move |case: &Case| replay.is_none_or(|replay| is_answered(replay, case));
    table.iter().flat_map(of).filter(is_asked)
}

fn case(url: String, redirect: &Redirect) -> Case {
    let location = redirect.to.as_ref().map(|to| to.as_str().to_owned());
    Case { url, status: redirect.status.code(), location }
}

fn is_answered(replay: &Replay, case: &Case) -> bool {
    let Some(answer) = replay.ask(&case.url) else { return false };
    let leads = match (&case.location, &answer.location) {
        (Some(expected), Some(location)) => leads_to(location, expected, &case.url),
        (expected, location) => expected == location,
    };
    answer.status == case.status && leads
}

/// Whether a `location` is the one that is expected for a request. Escapes may differ, and hosts may pass the query on.
pub fn leads_to(location: &str, expected: &str, asked: &str) -> bool {
    let (Ok(one), Ok(other)) = (address::absolute(location), address::absolute(expected)) else {
        return false;
    };
    let path = |url: &Url| address::decoded(url.path());
    let passed = address::absolute(asked).ok().and_then(|url| url.query().map(str::to_owned));
    let is_query = one.query() == other.query()
        || (other.query().is_none() && one.query() == passed.as_deref());
    one.origin() == other.origin()
        && path(&one) == path(&other)
        && is_query
        && one.fragment() == other.fragment()
}

/// The head of `redirects.test.csv`.
const HEAD: &str = "url,expected_status,expected_location\n";

/// The cases as `redirects.test.csv`.
pub fn cases_csv(cases: &[Case]) -> String {
    let records = cases.iter().map(record);
    std::iter::once(HEAD.to_owned()).chain(records).collect()
}

fn record(case: &Case) -> String {
    let location = case.location.as_deref().unwrap_or_default();
    sheet::record(&[&case.url, &case.status.to_string(), location])
}

/// Writes what every host answers as `redirects.test.csv`, without holding it as text. Fails when `out` does.
pub(crate) fn stream(table: &Table, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    each(table, None).try_for_each(|case| out.write_all(record(&case).as_bytes()))
}

/// Reads `redirects.test.csv`. Lines that are no case are passed over; which they are is returned too.
pub fn read_cases(text: &str) -> (Vec<Case>, Vec<usize>) {
    let mut cases = Vec::new();
    let mut odd = Vec::new();
    for (line, cells) in sheet::records(text, b',') {
        if line == 1 && cells.first().is_some_and(|it| it == "url") {
            continue;
        }
        match &cells[..] {
            [url, status, location] if url.starts_with('/') && status.parse::<u16>().is_ok() => {
                let location = Some(location.clone()).filter(|it| !it.is_empty());
                cases.push(Case {
                    url: url.clone(),
                    status: status.parse().unwrap_or_default(),
                    location,
                });
            }
            _ => odd.push(line),
        }
    }
    (cases, odd)
}
