//! Addresses: absolute, of the characters that RFC 3986 allows.

use crate::{report::Findings, rule::Rule, spot::Spot};

/// What an address must be where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Demands {
    /// The rule that a relative address breaks.
    pub(crate) relative: Rule,
    /// Whether other characters than ASCII may stand in it.
    pub(crate) iri: bool,
    /// Whether it leads somewhere: then its scheme counts.
    pub(crate) is_link: bool,
}

impl Demands {
    /// An absolute address of ASCII characters.
    pub(crate) const ABSOLUTE: Self =
        Self { relative: Rule::InvalidFullLink, iri: false, is_link: true };
    /// An address of Atom that may be relative and may have any characters; better it has not.
    pub(crate) const REFERENCE: Self =
        Self { relative: Rule::RelativeUrl, iri: true, is_link: true };
}

/// Checks an address. Returns whether it is absolute and well written.
pub(crate) fn check(
    findings: &mut Findings<'_>,
    spot: Spot<'_>,
    value: &str,
    demands: Demands,
) -> bool {
    let bare = without_ip6(value);
    let wrong = bare.chars().find(|it| !is_allowed(*it) && (it.is_ascii() || !demands.iri));
    if let Some(character) = wrong {
        let rule = if character.is_ascii() { Rule::InvalidUriChar } else { Rule::UriNotIri };
        findings.value(rule, spot, value);
        return false;
    }
    if !is_absolute(&bare) {
        findings.value(demands.relative, spot, value);
        return false;
    }
    if has_stray_percent(value) {
        findings.value(Rule::StrayPercent, spot, value);
    }
    if demands.is_link && is_unsafe(value) {
        findings.value(Rule::UnsafeScheme, spot, value);
    }
    true
}

/// The address with `host` for an IPv6 host, the one place where brackets may stand.
fn without_ip6(value: &str) -> std::borrow::Cow<'_, str> {
    let host = || {
        let start = value.find("://")? + 3;
        let authority = value[start..].split(['/', '?', '#']).next()?;
        let open = start + authority.rfind('@').map_or(0, |at| at + 1);
        let close = open + value[open..].strip_prefix('[')?.find(']')? + 1;
        let inside = &value[open + 1..close];
        let is_ip6 = inside.bytes().all(|it| it.is_ascii_hexdigit() || matches!(it, b':' | b'.'));
        is_ip6.then(|| format!("{}host{}", &value[..open], &value[close + 1..]))
    };
    host().map_or(value.into(), Into::into)
}

pub(crate) fn is_allowed(character: char) -> bool {
    character.is_ascii_alphanumeric() || ";/?:@&=+$.-_!~*'()%,#".contains(character)
}

/// The scheme, without its colon.
pub(crate) fn scheme(value: &str) -> Option<&str> {
    let (scheme, _) = value.split_once(':')?;
    let is_scheme = scheme.starts_with(|it: char| it.is_ascii_alphabetic())
        && scheme.bytes().all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it));
    is_scheme.then_some(scheme)
}

/// Whether an address has a scheme and what that scheme demands: a host, or anything at all.
pub(crate) fn is_absolute(value: &str) -> bool {
    let Some(scheme) = scheme(value) else { return false };
    let rest = &value[scheme.len() + 1..];
    if ["http", "https", "ftp"].iter().any(|it| scheme.eq_ignore_ascii_case(it)) {
        let host = rest.strip_prefix("//").map(|it| it.split(['/', '?', '#']).next());
        return host.flatten().is_some_and(|it| it.rsplit('@').next().is_some_and(has_host));
    }
    !rest.is_empty()
}

fn has_host(authority: &str) -> bool {
    !authority.is_empty() && !authority.starts_with(':')
}

fn has_stray_percent(value: &str) -> bool {
    let mut parts = value.split('%').skip(1);
    parts.any(|it| !it.bytes().take(2).all(|it| it.is_ascii_hexdigit()) || it.len() < 2)
}

/// Whether following a link runs a script or opens what is on the reader's computer.
pub(crate) fn is_unsafe(value: &str) -> bool {
    const UNSAFE: [&str; 6] = ["javascript", "vbscript", "data", "file", "blob", "about"];
    scheme(value).is_some_and(|it| UNSAFE.iter().any(|known| it.eq_ignore_ascii_case(known)))
}

/// Checks the address of a file that podcast programs take.
pub(crate) fn file(findings: &mut Findings<'_>, spot: Spot<'_>, value: &str) {
    if !is_file(value) {
        return findings.value(Rule::InvalidURLAttribute, spot, value);
    }
    let demands = Demands { relative: Rule::InvalidURLAttribute, ..Demands::ABSOLUTE };
    check(findings, spot, value, demands);
}

/// `http` or `https`, a host with a dot and neither `_` nor user name, perhaps a port, and `/` or nothing after it.
fn is_file(value: &str) -> bool {
    let Some(scheme) = scheme(value) else { return false };
    let is_web = ["http", "https"].iter().any(|it| scheme.eq_ignore_ascii_case(it));
    let Some(rest) = value[scheme.len()..].strip_prefix("://").filter(|_| is_web) else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let after = &rest[authority.len()..];
    let (host, port) = authority.split_once(':').unwrap_or((authority, "0"));
    let is_label =
        |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    host.contains('.')
        && host.split('.').all(is_label)
        && !port.is_empty()
        && port.bytes().all(|it| it.is_ascii_digit())
        && (after.is_empty() || after.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Options;

    fn rules(value: &str, demands: Demands) -> Vec<Rule> {
        let options = Options::default();
        let mut findings = Findings::new(&options);
        check(&mut findings, Spot::At(0), value, demands);
        findings.report(None, "").findings.iter().map(|it| it.rule).collect()
    }

    #[test]
    fn addresses_are_absolute_and_of_allowed_characters() {
        for (value, expected) in [
            ("https://e.example/%EA%B8%80?a=1&b=(2)#c", None),
            ("http://[2001:db8::1]:8080/x", None),
            ("http://u@[2001:db8::1]/x", None),
            ("mailto:ida@example.org", None),
            ("/relative", Some(Rule::InvalidFullLink)),
            ("//e.example/", Some(Rule::InvalidFullLink)),
            ("http://", Some(Rule::InvalidFullLink)),
            ("http:///x", Some(Rule::InvalidFullLink)),
            ("https:x", Some(Rule::InvalidFullLink)),
            ("17", Some(Rule::InvalidFullLink)),
            ("", Some(Rule::InvalidFullLink)),
            ("https://e.example/[1]", Some(Rule::InvalidUriChar)),
            ("https://e.example/a b", Some(Rule::InvalidUriChar)),
            ("https://e.example/글", Some(Rule::UriNotIri)),
            ("https://e.example/100%zz", Some(Rule::StrayPercent)),
            ("https://e.example/100%", Some(Rule::StrayPercent)),
            ("JavaScript:alert(1)", Some(Rule::UnsafeScheme)),
        ] {
            assert_eq!(rules(value, Demands::ABSOLUTE), expected.as_slice(), "{value}");
        }
        assert_eq!(rules("글", Demands::REFERENCE), [Rule::RelativeUrl]);
    }

    #[test]
    fn files_for_podcast_programs_have_a_plain_host() {
        for good in
            ["https://example.net:81/?x=1", "http://1.2.3.4/a.mp3", "http://a-b.example.net"]
        {
            assert!(is_file(good), "{good}");
        }
        for bad in [
            "http://localhost/a",
            "https://a_b.example.net/a",
            "https://u@example.net/a",
            "https://example.net?x=1",
            "https://[::1]/a",
            "ftp://example.net/a",
            "https://example.net:/a",
            "https://example..net/a",
            "/a",
            "",
        ] {
            assert!(!is_file(bad), "{bad}");
        }
    }
}
