//! Where an old address leads: a path of the new site, or a page elsewhere.

use std::{fmt, sync::Arc};

use url::Url;

use super::address::{Address, AddressError, absolute, collapsed};

/// The longest target that is taken, in bytes: what Amazon takes.
const LONGEST: usize = 2 << 10;

/// A place to send visitors to, percent-encoded: a path that begins with one `/`, or an address with `http` or `https`.
///
/// It has no space, no control and no character outside ASCII, whatever was given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target(Arc<str>);

/// Why a text is no target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum TargetError {
    /// Neither a path nor an address with `http` or `https`.
    NotWeb,
    /// Longer than servers send.
    TooLong,
    /// Holds a name and a password.
    Credentials,
}

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotWeb => "neither a path nor an address of the web",
            Self::TooLong => "longer than servers send",
            Self::Credentials => "holds a name or a password",
        })
    }
}

impl std::error::Error for TargetError {}

impl Target {
    /// Reads a path, or an absolute address. Addresses of `home`, the new site, become paths.
    ///
    /// # Errors
    ///
    /// If it is neither; if it is too long; if it holds a password.
    pub fn parse(text: &str, home: Option<&Url>) -> Result<Self, TargetError> {
        let text = text.trim_matches(|character: char| character <= ' ');
        let is_path = text.starts_with(['/', '?']);
        let url = absolute(text).map_err(|error| match error {
            AddressError::TooLong => TargetError::TooLong,
            AddressError::NotWeb => TargetError::NotWeb,
        })?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(TargetError::NotWeb);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(TargetError::Credentials);
        }
        let is_own = is_path || home.is_some_and(|home| home.origin() == url.origin());
        let target = if is_own { of_site(&url) } else { String::from(url) };
        let target = delimited(&target);
        match target.len() > LONGEST {
            true => Err(TargetError::TooLong),
            false => Ok(Self(target.into())),
        }
    }

    /// The target as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a path of the new site.
    pub fn is_path(&self) -> bool {
        self.0.starts_with('/')
    }

    /// The address of a target on the new site.
    pub fn address(&self) -> Option<Address> {
        self.is_path().then(|| Address::parse(&self.0).ok()).flatten()
    }

    /// The target without its fragment, which servers never see.
    pub fn page(&self) -> &str {
        self.0.split_once('#').map_or(&*self.0, |(page, _)| page)
    }
}

/// A target without what delimits it somewhere: quotes of shells, placeholders, alternatives. Escaped, it says the same.
fn delimited(target: &str) -> String {
    let mut out = String::with_capacity(target.len());
    for character in target.chars() {
        match character {
            '\'' | '|' | '\\' | '^' | '`' | '{' | '}' => {
                out.push_str(&format!("%{:02X}", u32::from(character)))
            }
            _ => out.push(character),
        }
    }
    out
}

/// One `/` in front: with two, it would name a host.
fn of_site(url: &Url) -> String {
    let mut text = collapsed(url.path());
    if let Some(query) = url.query() {
        text.push('?');
        text.push_str(query);
    }
    if let Some(fragment) = url.fragment() {
        text.push('#');
        text.push_str(fragment);
    }
    text
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_paths_or_addresses_of_the_web() {
        let home = Url::parse("https://new.example.org/").unwrap();
        let read = |text: &str| Target::parse(text, Some(&home)).map(|it| it.0.to_string());
        assert_eq!(read("/글/#c 1").as_deref(), Ok("/%EA%B8%80/#c%201"));
        assert_eq!(read("https://new.example.org/a?b=1").as_deref(), Ok("/a?b=1"));
        assert_eq!(read("https://other.example/ä").as_deref(), Ok("https://other.example/%C3%A4"));
        assert_eq!(read("javascript:alert(1)"), Err(TargetError::NotWeb));
        assert_eq!(read("https://a:b@other.example/"), Err(TargetError::Credentials));
        assert_eq!(read("a/b"), Err(TargetError::NotWeb));
    }

    #[test]
    fn no_path_names_another_host() {
        for text in ["//evil.example/x", "/\\evil.example/x", "/.//evil.example/x"] {
            assert_eq!(Target::parse(text, None).unwrap().as_str(), "/evil.example/x", "{text}");
        }
    }

    #[test]
    fn line_breaks_never_reach_a_header() {
        let target = Target::parse("/a\r\nSet-Cookie: b\t/c", None).unwrap();
        assert_eq!(target.as_str(), "/aSet-Cookie:%20b/c");
    }
}
