//! Why an id is another than it was, and who notices.

use super::print::Print;
use crate::{address, readers};

/// Why the id of a post changed. The first that holds counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// The old state gives it no id: each reader made one, of the address, the title or the date.
    HadNone,
    /// The new state gives it no id.
    HasNone,
    /// Another post of the old state had its id too.
    Shared,
    /// One is the other as a format had to write it that cannot hold it: `tag:HOST,YEAR:guid:ESCAPED`.
    Mapped,
    /// `https` instead of `http`, or the other way round.
    Scheme,
    /// Another spelling of the same address: a `/` at the end, `www.`, escapes, case, parameters that count visits.
    Spelling,
    /// The same address at another host.
    Host,
    /// The address of the post is its id now.
    IsAddress,
    /// The address of the post was its id.
    WasAddress,
    /// None of these.
    Other,
}

impl Cause {
    pub(super) fn of(old: &Print, new: &Print, was_hidden: bool) -> Self {
        let (before, after) = (old.id.as_str(), new.id.as_str());
        let is_web = address::is_web(before) && address::is_web(after);
        let is_address = |print: &Print| print.permalink.as_deref() == Some(print.id.as_str());
        if old.is_made != new.is_made {
            return if old.is_made { Self::HadNone } else { Self::HasNone };
        }
        if was_hidden {
            Self::Shared
        } else if is_mapped(before, after) || is_mapped(after, before) {
            Self::Mapped
        } else if is_web && without_scheme(before) == without_scheme(after) {
            Self::Scheme
        } else if is_web && address::plain(before) == address::plain(after) {
            Self::Spelling
        } else if is_web && is_same_path(before, after) {
            Self::Host
        } else if is_address(new) {
            Self::IsAddress
        } else if is_address(old) {
            Self::WasAddress
        } else {
            Self::Other
        }
    }
}

fn without_scheme(address: &str) -> Option<&str> {
    address.split_once("://").map(|(_, rest)| rest)
}

fn is_mapped(id: &str, written: &str) -> bool {
    readers::restored_id(written).is_some_and(|restored| restored == id)
}

fn is_same_path(a: &str, b: &str) -> bool {
    let (a, b) = (address::path(a), address::path(b));
    !a.is_empty() && a == b
}

/// Whether a reader takes two ids for one that leaves scheme and host aside, as Feedbin does.
pub(super) fn is_known_by_path(old: &Print, new: &Print) -> bool {
    old.is_made == new.is_made
        && behind_host(old.id.as_str()).is_some_and(|old| Some(old) == behind_host(new.id.as_str()))
}

/// What is behind the host, as it stands.
fn behind_host(id: &str) -> Option<&str> {
    let rest = without_scheme(id).filter(|_| address::is_web(id))?;
    rest.find('/').map(|start| &rest[start..])
}

/// Whether a reader takes two posts for one that compares titles, dates and texts, as NewsBlur does. It is content with
/// less than being equal; so this is sure where it says yes.
pub(super) fn is_known_by_sight(old: &Print, new: &Print) -> bool {
    old.title == new.title && old.text == new.text && old.is_near(new)
}
