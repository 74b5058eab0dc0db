//! Addresses as feeds may carry them: absolute, ASCII, of a few schemes.

use std::borrow::Cow;

use url::{Host, Position, Url};

mod encode;

/// The longest address we write, in bytes.
pub(crate) const LONGEST: usize = 16 << 10;

/// What relative addresses are relative to.
///
/// ```
/// use larder_html::url::Base;
///
/// let base = Base::new(Some("https://example.org/2024/walk"), None);
/// assert_eq!(base.absolute("/글?a=[1]").as_deref(), Some("https://example.org/%EA%B8%80?a=%5B1%5D"));
/// assert_eq!(base.absolute("//example.net/x").as_deref(), Some("https://example.net/x"));
/// assert_eq!(base.absolute("javascript:alert(1)"), None);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Base {
    url: Option<Url>,
    permalink: Option<Url>,
    keeps_places: bool,
}

/// Why an address may not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refused {
    /// It is relative, and nothing says to what.
    NoBase,
    /// It means a place in the body itself (`#fn1`), whose own address is not known.
    Within,
    /// Its scheme is none of `http`, `https`, `mailto`, `tel`.
    Scheme,
    /// It is no address at all.
    Invalid,
    /// It is longer than 16 KiB.
    TooLong,
}

impl Base {
    /// Takes the base of relative addresses and the permalink of the post they
    /// stand in, which `#fn1` and the empty address mean.
    ///
    /// Without a base, addresses are relative to the permalink. What is not
    /// `http` or `https` counts as not known.
    pub fn new(base: Option<&str>, permalink: Option<&str>) -> Self {
        let permalink = permalink.and_then(web);
        let url = base.and_then(web).or_else(|| permalink.clone());
        Self { url, permalink, keeps_places: false }
    }

    /// The same, for outputs in which each post stands on a page of its own, wherever that will be: `#fn1` stays what it
    /// is, whatever the permalink was.
    ///
    /// ```
    /// use larder_html::url::Base;
    ///
    /// let base = Base::new(None, Some("https://example.org/walk"));
    /// assert_eq!(base.absolute("#fn1").as_deref(), Some("https://example.org/walk#fn1"));
    /// assert_eq!(base.with_places().absolute("#fn 1").as_deref(), Some("#fn%201"));
    /// ```
    #[must_use]
    pub fn with_places(mut self) -> Self {
        self.keeps_places = true;
        self
    }

    /// The address as feeds may carry it, or None: see [`resolve`](Self::resolve).
    pub fn absolute(&self, reference: &str) -> Option<String> {
        self.resolve(reference).ok().map(Cow::into_owned)
    }

    /// The address as feeds may carry it.
    ///
    /// `//host/x` becomes `https://host/x`. Whatever RFC 3986 does not allow is
    /// percent-encoded, also what the `url` crate leaves raw, and a `%` that
    /// begins no escape.
    ///
    /// # Errors
    ///
    /// Says why it may not be written at all; then only the text of the link can stay.
    pub fn resolve<'r>(&self, reference: &'r str) -> Result<Cow<'r, str>, Refused> {
        if encode::is_canonical(reference.as_bytes()) {
            return Ok(Cow::Borrowed(reference));
        }
        if reference.len() > LONGEST {
            return Err(Refused::TooLong);
        }
        let reference = tidy(reference);
        if self.keeps_places && reference.starts_with('#') && reference.len() > 1 {
            return place(&reference).map(Cow::Owned);
        }
        let written = encode::ascii(&self.parse(&reference)?);
        if written.len() > LONGEST { Err(Refused::TooLong) } else { Ok(Cow::Owned(written)) }
    }

    fn parse(&self, reference: &str) -> Result<Url, Refused> {
        if reference.is_empty() || reference.starts_with('#') {
            return self.within(reference);
        }
        if reference.starts_with("//") {
            return absolute(&format!("https:{reference}"));
        }
        let Some(base) = &self.url else { return absolute(reference) };
        base.join(reference).map_err(|_| Refused::Invalid).and_then(allowed)
    }

    /// A place in the post itself.
    fn within(&self, reference: &str) -> Result<Url, Refused> {
        let mut url = self.permalink.clone().ok_or(Refused::Within)?;
        url.set_fragment(reference.strip_prefix('#'));
        Ok(url)
    }
}

/// `#fn 1` as an address may hold it.
fn place(reference: &str) -> Result<String, Refused> {
    // Places are encoded behind an address: any will do.
    let mut url = Url::parse("https://place.invalid/").map_err(|_| Refused::Invalid)?;
    url.set_fragment(reference.strip_prefix('#'));
    let written = encode::ascii(&url);
    let place = written.find('#').and_then(|at| written.get(at..));
    place.filter(|it| it.len() <= LONGEST).map(str::to_owned).ok_or(Refused::TooLong)
}

/// The address of a file that a feed offers for download, or None if no
/// podcast program would take it.
///
/// It must be `http` or `https`, with a host that has a dot and no `_`, and
/// without a user name.
pub fn enclosure(address: &str) -> Option<String> {
    let url = web(address)?;
    let host_is_fine = match url.host()? {
        Host::Domain(name) => name.trim_end_matches('.').contains('.') && !name.contains('_'),
        Host::Ipv4(_) => true,
        Host::Ipv6(_) => false,
    };
    let no_user = url.username().is_empty() && url.password().is_none();
    (host_is_fine && no_user).then(|| encode::ascii(&url)).filter(|url| url.len() <= LONGEST)
}

fn web(address: &str) -> Option<Url> {
    let url = absolute(&tidy(address)).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

fn absolute(reference: &str) -> Result<Url, Refused> {
    match Url::parse(reference) {
        Ok(url) => allowed(url),
        Err(url::ParseError::RelativeUrlWithoutBase) => Err(Refused::NoBase),
        Err(_) => Err(Refused::Invalid),
    }
}

fn allowed(url: Url) -> Result<Url, Refused> {
    // The URL standard lets a host hold what RFC 3986 does not.
    if url.host_str().is_some_and(|host| host.contains(['"', '`', '{', '}'])) {
        return Err(Refused::Invalid);
    }
    match url.scheme() {
        "http" | "https" | "mailto" | "tel" => Ok(url),
        _ => Err(Refused::Scheme),
    }
}

/// Without what the URL standard strips: spaces and controls around it, tabs
/// and line ends in it. So `java\nscript:` is seen for what it is.
fn tidy(reference: &str) -> Cow<'_, str> {
    let trimmed = reference.trim_matches(|character: char| character <= ' ');
    if memchr::memchr3(b'\t', b'\n', b'\r', trimmed.as_bytes()).is_none() {
        return Cow::Borrowed(trimmed);
    }
    Cow::Owned(trimmed.replace(['\t', '\n', '\r'], ""))
}

/// Whether the rest of an address holds nothing but a host: for labels.
pub(crate) fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// The path and query of an absolute web address: what players' addresses are known by.
pub(crate) fn path(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.find('/').map_or("", |slash| &rest[slash..])
}

/// The part of a parsed address after its host.
fn after_host(url: &Url) -> (&str, &str) {
    let whole = url.as_str();
    let host = &url[..Position::BeforePath];
    whole.split_at(host.len())
}

#[cfg(test)]
mod tests;
