//! Short values: languages, media types, numbers, contacts.

use crate::{names, report::Findings, rule::Rule, spot::Spot};

/// Checks a language tag.
pub(crate) fn language(findings: &mut Findings<'_>, spot: Spot<'_>, value: &str) {
    let mut parts = value.split('-');
    let first = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_part =
        |it: &str| (1..=8).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric());
    if !names::is_language(&first) || !parts.all(is_part) {
        findings.value(Rule::InvalidLanguage, spot, value);
    }
}

/// Checks a media type.
pub(crate) fn media_type(findings: &mut Findings<'_>, spot: Spot<'_>, value: &str, rule: Rule) {
    if !is_media_type(value) {
        findings.value(rule, spot, value);
    }
}

/// `type/subtype`, and parameters of which only the form is looked at.
pub(crate) fn is_media_type(value: &str) -> bool {
    let mut parts = value.split(';');
    let (kind, subtype) =
        parts.next().and_then(|it| it.trim_end().split_once('/')).unwrap_or_default();
    let is_token = |it: &str| {
        !it.is_empty()
            && it.bytes().all(|it| it.is_ascii_alphanumeric() || b"_!#$&^.+-".contains(&it))
    };
    let is_parameter = |it: &str| {
        let (name, value) = it.trim().split_once('=').unwrap_or_default();
        let quoted = value.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        is_token(name) && (is_token(value) || quoted.is_some_and(|it| !it.contains('"')))
    };
    is_token(kind) && is_token(subtype) && parts.all(is_parameter)
}

/// Whether a text is a whole number from `least` on.
pub(crate) fn is_number(value: &str, least: u64) -> bool {
    let is_digits = !value.is_empty() && value.bytes().all(|it| it.is_ascii_digit());
    // What does not fit into 64 bits is large enough.
    is_digits && value.parse::<u64>().map_or(true, |number| number >= least)
}

/// Checks a whole number from `least` on.
pub(crate) fn number(
    findings: &mut Findings<'_>,
    spot: Spot<'_>,
    value: &str,
    rule: Rule,
    least: u64,
) {
    if !is_number(value, least) {
        findings.value(rule, spot, value);
    }
}

/// Checks a word that is `true` or `false`, in any case.
pub(crate) fn true_or_false(findings: &mut Findings<'_>, spot: Spot<'_>, value: &str) {
    if !["true", "false"].iter().any(|it| it.eq_ignore_ascii_case(value)) {
        findings.value(Rule::InvalidTrueFalse, spot, value);
    }
}

/// Whether a text is an e-mail address.
pub(crate) fn is_mail(text: &str) -> bool {
    let Some((user, host)) = text.split_once('@') else { return false };
    let is_user = |it: u8| it.is_ascii_alphanumeric() || b"_.+'-%".contains(&it);
    let is_label =
        |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    !user.is_empty()
        && user.bytes().all(is_user)
        && host.contains('.')
        && host.split('.').all(is_label)
}

/// Checks `mail@example.org (Real Name)`.
pub(crate) fn contact(findings: &mut Findings<'_>, spot: Spot<'_>, value: &str) {
    let (first, rest) = value.split_once(' ').unwrap_or((value, ""));
    let has_name = rest.len() > 2 && rest.starts_with('(') && rest.ends_with(')');
    let rule = if !value.contains('@') {
        Rule::InvalidContact
    } else if is_mail(first) && has_name {
        return;
    } else if is_mail(value) {
        Rule::MissingRealName
    } else if value.ends_with(')') || !value.contains(' ') {
        Rule::InvalidContact
    } else {
        Rule::EmailFormat
    };
    findings.value(rule, spot, value);
}

/// Whether a name has an e-mail address in angle brackets.
pub(crate) fn has_mail(name: &str) -> bool {
    name.match_indices('<').any(|(at, _)| {
        let inside = name[at + 1..].split(['<', '>']).next().unwrap_or_default();
        is_mail(inside) && name[at + 1 + inside.len()..].starts_with('>')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Options;

    #[test]
    fn media_types_numbers_and_mails_have_their_form() {
        for good in ["audio/mpeg", "image/svg+xml", "text/html; charset=utf-8", "a/b;c=\"d e\""] {
            assert!(is_media_type(good), "{good}");
        }
        for bad in ["", "mp3", "a/", "/b", "a/b; c", "text/html; charset=\"x", "a b/c"] {
            assert!(!is_media_type(bad), "{bad}");
        }
        assert!(is_number("18446744073709551616", 1) && is_number("0", 0));
        assert!(
            !is_number("0", 1) && !is_number("-1", 0) && !is_number("", 0) && !is_number("1.5", 0)
        );
        assert!(is_mail("ida+x@mail.example.org") && !is_mail("ida@localhost") && !is_mail("ida"));
        assert!(
            has_mail("Ida <ida@example.org>") && !has_mail("Ida <ida>") && !has_mail("<<ida@x.y")
        );
    }

    #[test]
    fn languages_begin_with_a_code_that_validators_know() {
        let options = Options::default();
        for (value, is_good) in [
            ("ko", true),
            ("kor", true),
            ("ko-KR", true),
            ("zh-Hans-CN", true),
            ("und", true),
            ("x-foo", true),
            ("iw", false),
            ("cmn", false),
            ("yue", false),
            ("i-klingon", false),
            ("ko_KR", false),
            ("", false),
            ("ko-", false),
            ("de-österreich", false),
        ] {
            let mut findings = Findings::new(&options);
            language(&mut findings, Spot::At(0), value);
            assert_eq!(findings.report(None, "").findings.is_empty(), is_good, "{value}");
        }
    }
}
