//! The addresses of brunch: one post has four, and `@@` must be tested before `@`.
//!
//! ```text
//! /@{handle}[/{no}]    /@@{userId}[/{no}]    /rss/@@{userId}    /brunchbook/{id}    /magazine/{id}
//! ```
//!
//! The usual pattern `/@([^/]+)/(\d+)` also takes `/@@Zz9Z/12` and finds the handle `@Zz9Z`, which nobody has.

use super::capture::Identity;

/// Where the site is.
const HOME: &str = "https://brunch.co.kr";

/// What one address says about an author or a post.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Address {
    /// The user id, from the `@@` form.
    pub(super) user_id: Option<String>,
    /// The public name, from the `@` form.
    pub(super) handle: Option<String>,
    /// The number of the post. Absent: the address is a profile or a feed.
    pub(super) number: Option<u64>,
}

/// Parses an address of a profile, a post or a feed.
///
/// Takes absolute addresses of brunch.co.kr, paths, and what the API calls `contentId` (`@@Zz9Z/12`). None for any other
/// host and any other page.
pub(super) fn parse(text: &str) -> Option<Address> {
    let decoded = decode_at(path_of(text)?);
    let mut segments = segments(&decoded);
    let first = segments.next()?;
    let owner =
        if first == "rss" { segments.next().filter(|next| next.starts_with("@@"))? } else { first };
    let mut address = owner_of(owner)?;
    if let Some(number) = segments.next() {
        if first == "rss" {
            return None;
        }
        address.number = Some(number_of(number)?);
    }
    segments.next().is_none().then_some(address)
}

/// The post that a file name or a request is about: the first `@@userId/no` or `@handle/no` among its segments, where
/// the number may carry an extension.
pub(super) fn within(path: &str) -> Option<Address> {
    let decoded = decode_at(path);
    let mut owner = None;
    for segment in segments(&decoded) {
        let stem = segment.split('.').next().unwrap_or(segment);
        if let Some(number) = number_of(stem)
            && let Some(address) = owner
        {
            return Some(Address { number: Some(number), ..address });
        }
        owner = owner_of(segment);
    }
    None
}

/// The path of a series' page (`/brunchbook/{id}` or `/magazine/{id}`), if this is the address of one.
pub(super) fn series_path(text: &str) -> Option<String> {
    let path = path_of(text)?;
    let mut segments = segments(path);
    let kind = segments.next().filter(|kind| matches!(*kind, "brunchbook" | "magazine"))?;
    let id = segments.next().filter(|id| is_name(id))?;
    segments.next().is_none().then(|| format!("/{kind}/{id}"))
}

/// The path of a magazine's page from what the API calls `magazineAddress`.
pub(super) fn magazine_path(address: &str) -> String {
    let bare = !address.contains('/');
    series_path(address)
        .unwrap_or_else(|| if bare { format!("/magazine/{address}") } else { address.to_owned() })
}

impl Address {
    /// The permanent address, which does not change with the handle.
    pub(super) fn permanent(&self) -> Option<String> {
        Some(self.with_number(format!("{HOME}/@@{}", self.user_id.as_ref()?)))
    }

    /// The address that people see.
    pub(super) fn public(&self) -> Option<String> {
        Some(self.with_number(format!("{HOME}/@{}", self.handle.as_ref()?)))
    }

    fn with_number(&self, owner: String) -> String {
        self.number.map_or(owner.clone(), |number| format!("{owner}/{number}"))
    }
}

impl From<Identity> for Address {
    fn from(identity: Identity) -> Self {
        let Identity { user_id, handle, number } = identity;
        Self { user_id, handle, number }
    }
}

/// The identity in `article:txid` (`userId_no`).
pub(super) fn parse_txid(text: &str) -> Option<Address> {
    let (user_id, number) = text.trim_ascii().rsplit_once('_')?;
    let number = Some(number_of(number)?);
    is_user_id(user_id).then(|| Address { user_id: Some(user_id.to_owned()), handle: None, number })
}

/// Whether an absolute address is one of the site. False for a path.
pub(super) fn is_of_site(text: &str) -> bool {
    host_and_path(text.trim_ascii()).is_some_and(|(host, _)| is_site(host))
}

/// The path of an address of the site, without query and fragment.
fn path_of(text: &str) -> Option<&str> {
    let text = text.trim_ascii();
    let path = match host_and_path(text) {
        Some((host, path)) => is_site(host).then_some(path)?,
        None if text.starts_with(['/', '@']) || text.starts_with("%40") => text,
        None => return None,
    };
    path.split(['?', '#']).next()
}

/// Splits `https://host/path` and `//host/path`. None for everything else.
fn host_and_path(text: &str) -> Option<(&str, &str)> {
    let scheme = |scheme: &str| {
        text.get(..scheme.len()).is_some_and(|found| found.eq_ignore_ascii_case(scheme))
    };
    let rest = ["https://", "http://", "//"].iter().find(|prefix| scheme(prefix));
    let rest = text.get(rest?.len()..)?;
    Some(rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len())))
}

fn is_site(host: &str) -> bool {
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host);
    ["brunch.co.kr", "www.brunch.co.kr", "m.brunch.co.kr"]
        .iter()
        .any(|site| host.eq_ignore_ascii_case(site))
}

/// `%40` as `@`; the other escapes cannot be part of a name.
fn decode_at(path: &str) -> String {
    path.replace("%40", "@")
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

/// The owner that a segment names. `@@` first.
fn owner_of(segment: &str) -> Option<Address> {
    if let Some(user_id) = segment.strip_prefix("@@") {
        let user_id = is_user_id(user_id).then(|| user_id.to_owned());
        return user_id.map(|id| Address { user_id: Some(id), ..Address::default() });
    }
    let handle = segment.strip_prefix('@').filter(|handle| is_name(handle))?;
    Some(Address { handle: Some(handle.to_owned()), ..Address::default() })
}

fn number_of(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn is_user_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn user(id: &str, number: Option<u64>) -> Option<Address> {
        Some(Address { user_id: Some(id.into()), handle: None, number })
    }

    fn handle(name: &str, number: Option<u64>) -> Option<Address> {
        Some(Address { user_id: None, handle: Some(name.into()), number })
    }

    #[test]
    fn all_forms_of_addresses_are_understood() {
        let table = [
            ("https://brunch.co.kr/@example-writer", handle("example-writer", None)),
            ("https://brunch.co.kr/@example-writer/12", handle("example-writer", Some(12))),
            ("https://brunch.co.kr/@@Zz9Z", user("Zz9Z", None)),
            ("https://brunch.co.kr/@@Zz9Z/12", user("Zz9Z", Some(12))),
            ("https://brunch.co.kr/rss/@@Zz9Z", user("Zz9Z", None)),
            ("http://www.brunch.co.kr/@a_b/7/?from=x#y", handle("a_b", Some(7))),
            ("//brunch.co.kr/%40%40Zz9Z/12", user("Zz9Z", Some(12))),
            ("HTTPS://Brunch.co.kr/@a/1", handle("a", Some(1))),
            ("@@Zz9Z/12", user("Zz9Z", Some(12))),
            ("/@example-writer/12", handle("example-writer", Some(12))),
            ("https://brunch.co.kr/rss/@example-writer", None),
            ("https://brunch.co.kr/@a/b", None),
            ("https://brunch.co.kr/@a/12/edit", None),
            ("https://brunch.co.kr/@a/99999999999999999999999", None),
            ("https://brunch.co.kr.example/@a/12", None),
            ("https://brunch.co.kr/brunchbook/x", None),
            ("https://brunch.co.kr", None),
            ("@@", None),
            ("mail@example.org", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(parse(text), expected, "{text}");
        }
    }

    #[test]
    fn a_comments_request_names_its_post() {
        let table = [
            ("api.brunch.co.kr/v2/@@Zz9Z/12/comments.json", user("Zz9Z", Some(12))),
            ("brunch.co.kr/@example-writer/12.html", handle("example-writer", Some(12))),
            ("v1/article/@example-writer", None),
            ("12/@example-writer", None),
        ];
        for (text, expected) in table {
            assert_eq!(within(text), expected, "{text}");
        }
    }

    #[test]
    fn an_address_is_written_in_both_forms() {
        let both = Address {
            user_id: Some("Zz9Z".into()),
            handle: Some("example-writer".into()),
            number: Some(12),
        };
        assert_eq!(both.permanent().unwrap(), "https://brunch.co.kr/@@Zz9Z/12");
        assert_eq!(both.public().unwrap(), "https://brunch.co.kr/@example-writer/12");
        assert_eq!(
            Address { number: None, ..both }.public().unwrap(),
            "https://brunch.co.kr/@example-writer"
        );
        assert_eq!(Address::default().permanent(), None);
    }

    #[test]
    fn series_have_addresses_too() {
        assert_eq!(
            series_path("https://brunch.co.kr/brunchbook/example-book?x").unwrap(),
            "/brunchbook/example-book"
        );
        assert_eq!(series_path("/magazine/memo").unwrap(), "/magazine/memo");
        assert_eq!(series_path("/magazine"), None);
        assert_eq!(magazine_path("memo"), "/magazine/memo");
        assert_eq!(magazine_path("https://brunch.co.kr/magazine/memo"), "/magazine/memo");
    }

    #[test]
    fn a_txid_names_user_and_number() {
        assert_eq!(parse_txid("Zz9Z_12"), user("Zz9Z", Some(12)));
        assert_eq!(parse_txid("Zz9Z"), None);
        assert_eq!(parse_txid("_12"), None);
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in ".*") {
            let _ = (parse(&text), within(&text), series_path(&text), parse_txid(&text));
        }
    }
}
