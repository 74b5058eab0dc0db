//! Whose journal it is, and where it stands.

use std::collections::{BTreeMap, HashMap, HashSet};

use larder_core::{PostId, Site};
use url::Url;

use super::{date::Offsets, fields::Fields};

/// A platform on which journals stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Platform {
    LiveJournal,
    Dreamwidth,
    InsaneJournal,
    /// Nothing says it.
    #[default]
    Unknown,
}

impl Platform {
    /// The platform of an address.
    fn of(home: &str) -> Self {
        let host = crate::address::host(home);
        let is_on = |site: &str| host == site || host.ends_with(&format!(".{site}"));
        match () {
            () if is_on("livejournal.com") => Self::LiveJournal,
            () if is_on("dreamwidth.org") => Self::Dreamwidth,
            () if is_on("insanejournal.com") => Self::InsaneJournal,
            () => Self::Unknown,
        }
    }

    fn site(self) -> Option<&'static str> {
        match self {
            Self::LiveJournal => Some("livejournal.com"),
            Self::Dreamwidth => Some("dreamwidth.org"),
            Self::InsaneJournal => Some("insanejournal.com"),
            Self::Unknown => None,
        }
    }

    /// What it is called.
    fn name(self) -> &'static str {
        match self {
            Self::Dreamwidth => "dreamwidth",
            Self::InsaneJournal => "insanejournal",
            Self::LiveJournal | Self::Unknown => "livejournal",
        }
    }

    /// The address of somebody's journal.
    pub(super) fn address(self, user: &str) -> Option<String> {
        address_on(self.site()?, user)
    }
}

/// The address of somebody's journal on a site.
pub(super) fn address_on(site: &str, user: &str) -> Option<String> {
    let is_name = |text: &str| {
        !text.is_empty() && text.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it))
    };
    let is_site = site.split('.').all(is_name) && site.contains('.');
    (is_name(user) && is_site).then(|| match user.starts_with('_') || user.ends_with('_') {
        true => format!("https://users.{site}/{user}/"),
        false => format!("https://{}.{site}/", user.replace('_', "-")),
    })
}

/// What the first look finds.
#[derive(Debug, Default)]
pub(super) struct Journal {
    /// Its folder, where there are several journals.
    folder: String,
    /// Its address, without a `/` at the end.
    pub(super) home: Option<String>,
    pub(super) offsets: Offsets,
    /// The numbers in the addresses of entries, by the numbers that comments call them.
    pub(super) numbers: HashMap<u64, u64>,
    /// The oldest entry, for a journal that says nothing of itself.
    oldest: Option<(u64, String)>,
    /// Who wrote comments, by the number that the platform knows them by.
    pub(super) users: HashMap<String, String>,
    /// What comments are by their list alone: their states, by their numbers.
    pub(super) states: BTreeMap<String, String>,
    /// The numbers of comments whose texts are in the input.
    texts: HashSet<String>,
}

impl Journal {
    /// A journal of which nothing is known but its folder, if there are others.
    pub(super) fn new(folder: &str) -> Self {
        Self { folder: folder.to_owned(), ..Self::default() }
    }

    /// An id that is made, another one in every folder.
    pub(super) fn made(&self, parts: &[&str]) -> PostId {
        let folder = Some(self.folder.as_str()).filter(|folder| !folder.is_empty());
        let parts: Vec<&str> = parts.iter().copied().chain(folder).collect();
        PostId::derived(&parts)
    }

    /// Takes an entry.
    pub(super) fn entry(&mut self, number: u64, raw: u64, event: &str, log: Option<&str>) {
        self.numbers.insert(raw, number);
        let shown = log.and_then(|log| super::date::shown(event, log));
        shown.into_iter().for_each(|minutes| self.offsets.add(minutes));
        let entry = (number, event.to_owned());
        self.oldest = self.oldest.take().into_iter().chain([entry]).min();
    }

    /// Takes a comment whose text is in the input.
    pub(super) fn has_text(&mut self, comment: &Fields) {
        self.texts.extend(comment.get("id").map(str::to_owned));
    }

    /// Whether a record is a comment by itself: all of it, or a line of the list about one whose text is not in the input.
    pub(super) fn is_alone(&self, comment: &Fields) -> bool {
        super::comment::is_all(comment)
            || comment.get("id").is_none_or(|id| !self.texts.contains(id))
    }

    /// Takes the address that an entry states.
    pub(super) fn address(&mut self, address: &str) {
        let home = address.rsplit_once('/').map(|(home, _)| home.to_owned());
        self.home = self.home.take().or(home.filter(|home| Url::parse(home).is_ok()));
    }

    pub(super) fn platform(&self) -> Platform {
        self.home.as_deref().map(Platform::of).unwrap_or_default()
    }

    /// The name of whose journal it is, if its address says it.
    pub(super) fn owner(&self) -> Option<String> {
        let site = self.platform().site()?;
        let host = crate::address::host(self.home.as_deref()?);
        let name = host.strip_suffix(site)?.strip_suffix('.')?.to_owned();
        let last = || self.home.as_deref()?.rsplit('/').next().map(str::to_owned);
        if matches!(name.as_str(), "users" | "community") { last() } else { Some(name) }
    }

    /// The address of the entry with this number.
    pub(super) fn permalink(&self, number: u64) -> Option<String> {
        Some(format!("{}/{number}.html", self.home.as_deref()?))
    }

    /// The id of the entry with this number: its address, which the platform's own feeds have, else one made of the number.
    pub(super) fn id(&self, number: u64) -> PostId {
        match self.permalink(number) {
            Some(address) => PostId::new(address),
            None => self.made(&["livejournal", &number.to_string()]),
        }
    }

    /// Other addresses that lead to the entry with this number.
    pub(super) fn addresses(&self, number: u64) -> Vec<String> {
        let (Some(site), Some(owner)) = (self.platform().site(), self.owner()) else {
            return Vec::new();
        };
        let under = ["users", "community"].map(|it| format!("https://{it}.{site}/{owner}"));
        let plain = owner.replace('-', "_");
        let old = ["users/", "~", "community/"].map(|it| format!("https://www.{site}/{it}{plain}"));
        let homes = under.into_iter().chain(old);
        homes.map(|home| format!("{home}/{number}.html")).collect()
    }

    /// What is known of the journal as a whole.
    pub(super) fn site(&self) -> Site {
        let (number, event) = self.oldest.clone().unwrap_or_default();
        let derived = || self.made(&["livejournal", &number.to_string(), &event]).to_string();
        let home = self.home.as_ref().map(|home| format!("{home}/"));
        let mut site = Site::new(home.clone().unwrap_or_else(derived));
        site.home = home;
        site.platform = Some(self.platform().name().to_owned());
        site.platform_home = self.platform().site().map(|site| format!("https://www.{site}/"));
        site
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_tell_the_platform_and_the_owner() {
        let of = |home: &str| {
            let journal = Journal { home: Some(home.to_owned()), ..Journal::default() };
            (journal.platform(), journal.owner())
        };
        assert_eq!(of("https://a-b.livejournal.com"), (Platform::LiveJournal, Some("a-b".into())));
        assert_eq!(
            of("https://users.livejournal.com/_x"),
            (Platform::LiveJournal, Some("_x".into()))
        );
        assert_eq!(of("https://c.dreamwidth.org"), (Platform::Dreamwidth, Some("c".into())));
        assert_eq!(of("https://own.example"), (Platform::Unknown, None));
    }

    #[test]
    fn names_that_are_none_lead_nowhere() {
        assert_eq!(address_on("livejournal.com", "a/../b"), None);
        assert_eq!(address_on("evil\"><x", "a"), None);
        assert_eq!(Platform::Unknown.address("a"), None);
    }
}
