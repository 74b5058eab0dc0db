//! The ids of Atom: addresses of any scheme, in canonical form.

use percent_encoding::percent_decode_str;
use unicode_normalization::is_nfc;
use url::Url;

use super::address::{self, Demands};
use crate::{report::Findings, rule::Rule, spot::Spot};

/// Checks an id. That it is not in canonical form is accepted: an id never changes.
pub(crate) fn check(findings: &mut Findings<'_>, spot: Spot<'_>, value: &str) {
    let scheme = address::scheme(value).unwrap_or_default().to_ascii_lowercase();
    let wrong = match &*scheme {
        "tag" => (!is_tag(value)).then_some(Rule::InvalidTAG),
        "urn" if value.get(4..9).is_some_and(|it| it.eq_ignore_ascii_case("uuid:")) => {
            (!is_uuid(&value[9..])).then_some(Rule::InvalidUUID)
        }
        "urn" => (!is_urn(value)).then_some(Rule::InvalidURN),
        _ => {
            let demands = Demands { is_link: false, ..Demands::ABSOLUTE };
            if !address::check(findings, spot, value, demands) {
                return;
            }
            None
        }
    };
    match wrong {
        Some(rule) => findings.value(rule, spot, value),
        None if !is_canonical(value, &scheme) => {
            findings.accept(Rule::NonCanonicalURI, spot, value)
        }
        None => {}
    }
}

/// `tag:host,2003:specific`, or with a mail address for the host and a month or a day.
fn is_tag(value: &str) -> bool {
    let parts = || {
        let rest = value.strip_prefix("tag:")?;
        let (authority, rest) = rest.split_once(',')?;
        let (date, specific) = rest.split_once(':')?;
        Some((authority, date, specific))
    };
    let Some((authority, date, specific)) = parts() else { return false };
    let lower = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || b"-.".contains(&it);
    let (user, host) = match authority.split_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    let is_user = |it: &str| !it.is_empty() && it.bytes().all(|it| lower(it) || it == b'_');
    let is_digits =
        |it: &str, length| it.len() == length && it.bytes().all(|it| it.is_ascii_digit());
    let mut fields = date.split('-');
    let is_date = fields.next().is_some_and(|it| is_digits(it, 4))
        && fields.clone().count() <= 2
        && fields.all(|it| is_digits(it, 2));
    let plain = |it: u8| it.is_ascii_alphanumeric() || b";/?:@&=+$.-_!~*'()%,".contains(&it);
    let (specific, fragment) = specific.split_once('#').unwrap_or((specific, ""));
    user.is_none_or(is_user)
        && !host.is_empty()
        && host.bytes().all(lower)
        && is_date
        && specific.bytes().chain(fragment.bytes()).all(plain)
}

fn is_uuid(digits: &str) -> bool {
    let mut groups = digits.split('-');
    let is_hex = |it: &str| it.bytes().all(|it| it.is_ascii_hexdigit());
    [8, 4, 4, 4, 12]
        .iter()
        .all(|length| groups.next().is_some_and(|group| group.len() == *length && is_hex(group)))
        && groups.next().is_none()
}

fn is_urn(value: &str) -> bool {
    let Some((name, specific)) = value.get(4..).and_then(|rest| rest.split_once(':')) else {
        return false;
    };
    let is_name = name.len() >= 2
        && name.len() <= 32
        && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
        && !name.starts_with('-');
    let plain = |it: u8| it.is_ascii_alphanumeric() || b"()+,.:=@;$_!*'-%".contains(&it);
    is_name && !specific.is_empty() && specific.bytes().all(plain) && escapes(specific).is_some()
}

/// Whether the normalisation of RFC 3986 leaves an id as it is.
fn is_canonical(value: &str, scheme: &str) -> bool {
    let Some(escapes) = escapes(value) else { return true };
    let is_needless = |byte: u8| byte.is_ascii_alphanumeric() || b"._~-".contains(&byte);
    let is_plain = value.starts_with(scheme)
        && !escapes
            .iter()
            .any(|(text, byte)| *text != text.to_ascii_uppercase() || is_needless(*byte));
    is_plain
        && is_nfc(&percent_decode_str(value).decode_utf8_lossy())
        && has_canonical_host(value, scheme)
}

fn has_canonical_host(value: &str, scheme: &str) -> bool {
    let Some((_, rest)) = value.split_once("://") else { return true };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let path = rest[authority.len()..].split(['?', '#']).next().unwrap_or_default();
    let default = match scheme {
        "http" => ":80",
        "https" => ":443",
        "ftp" => ":21",
        _ => "",
    };
    let host = authority.rsplit('@').next().unwrap_or_default();
    let is_odd_port = host.ends_with(':') || (!default.is_empty() && host.ends_with(default));
    *host == host.to_ascii_lowercase()
        && !is_odd_port
        && !path.is_empty()
        && !path.split('/').any(|segment| matches!(segment, "." | ".."))
}

/// The escapes and the bytes they mean; None if there is a `%` that begins none.
fn escapes(value: &str) -> Option<Vec<(&str, u8)>> {
    let escape = |(at, _)| {
        // `from_str_radix` would take a sign.
        let is_hex = |text: &&str| text[1..].bytes().all(|byte| byte.is_ascii_hexdigit());
        let text = value.get(at..at + 3).filter(is_hex)?;
        Some((text, u8::from_str_radix(&text[1..], 16).ok()?))
    };
    value.match_indices('%').map(escape).collect()
}

/// The address that `reference` means, seen from `base`; the reference itself where that cannot be told.
pub(crate) fn resolve(base: &str, reference: &str) -> String {
    let joined = Url::parse(base).and_then(|base| base.join(reference));
    joined.map_or_else(|_| reference.to_owned(), String::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Options;

    #[test]
    fn each_scheme_has_its_form_and_each_form_its_canon() {
        let options = Options::default();
        for (id, expected) in [
            ("tag:e.example,2019:17", None),
            ("tag:ida@e.example,2019-05-19:x/y?z#a", None),
            ("urn:uuid:00000000-0000-0000-0000-00000000000a", None),
            ("urn:sha256:00ff", None),
            ("https://e.example/?p=17", None),
            ("https://e.example/%EA%B8%80", None),
            ("tag:E.example,2019:17", Some(Rule::InvalidTAG)),
            ("tag:e.example,19:17", Some(Rule::InvalidTAG)),
            ("tag:e.example,2019", Some(Rule::InvalidTAG)),
            ("tag:e.example,2019:글", Some(Rule::InvalidTAG)),
            ("urn:uuid:17", Some(Rule::InvalidUUID)),
            ("urn:x:17", Some(Rule::InvalidURN)),
            ("urn:isbn:%zz", Some(Rule::InvalidURN)),
            ("urn:isbn:%+a", Some(Rule::InvalidURN)),
            ("17", Some(Rule::InvalidFullLink)),
            ("https://e.example/글", Some(Rule::UriNotIri)),
            ("http://e.example", Some(Rule::NonCanonicalURI)),
            ("HTTP://e.example/", Some(Rule::NonCanonicalURI)),
            ("http://e.example:80/", Some(Rule::NonCanonicalURI)),
            ("http://E.example/", Some(Rule::NonCanonicalURI)),
            ("http://e.example/a/../b", Some(Rule::NonCanonicalURI)),
            ("http://e.example/%ea%b8%80", Some(Rule::NonCanonicalURI)),
            ("http://e.example/%61", Some(Rule::NonCanonicalURI)),
            ("http://e.example/u%CC%88", Some(Rule::NonCanonicalURI)),
        ] {
            let mut findings = Findings::new(&options);
            check(&mut findings, Spot::At(0), id);
            let report = findings.report(None, "");
            let found: Vec<_> = report.findings.iter().map(|it| it.rule).collect();
            assert_eq!(found, expected.as_slice(), "{id}");
        }
    }
}
