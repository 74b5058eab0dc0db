//! The table: each old address once, sorted, each with its last target.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use larder_core::PostId;
use serde::Serialize;

use super::{Address, Finding, Key, Target};

/// One old address, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Redirect {
    /// The old address.
    pub from: Address,
    /// Where it leads. None if it is gone.
    pub to: Option<Target>,
    /// With which status.
    pub status: Status,
    /// How it was found.
    pub rule: Class,
    /// The post that is meant, if it is one.
    pub post: Option<PostId>,
}

impl Redirect {
    /// An address that has moved for good.
    pub fn new(from: Address, to: Target, rule: Class) -> Self {
        Self { from, to: Some(to), status: Status::Moved, rule, post: None }
    }

    /// An address that is gone for good.
    pub fn gone(from: Address) -> Self {
        Self { from, to: None, status: Status::Gone, rule: Class::Gone, post: None }
    }
}

/// The status of an answer. There is no temporary one: what has moved with a blog has moved for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Status {
    /// 301
    Moved,
    /// 410
    Gone,
}

impl Status {
    /// The number.
    pub fn code(self) -> u16 {
        match self {
            Self::Moved => 301,
            Self::Gone => 410,
        }
    }
}

impl Serialize for Status {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.code())
    }
}

/// How an old address was found. Of two pages with one old address, the class that comes first wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Class {
    /// A redirect that somebody wrote, as it stands.
    Given,
    /// The address that the export gives a post.
    Permalink,
    /// Another address that the export gives a post, or an earlier slug.
    OldSlug,
    /// A file.
    Media,
    /// A feed.
    Feed,
    /// A list of posts: of a term, an author, a month.
    Archive,
    /// The number of a post, as the platform answers to it.
    Id,
    /// The address without its date, or with it; with `_` for `-`; without the category above.
    Variant,
    /// The page for phones, or for AMP.
    Mobile,
    /// What was public once, and is not carried.
    Gone,
}

impl Class {
    /// All classes, in the order in which they win.
    pub const ALL: &'static [Self] = &[
        Self::Given,
        Self::Permalink,
        Self::OldSlug,
        Self::Media,
        Self::Feed,
        Self::Archive,
        Self::Id,
        Self::Variant,
        Self::Mobile,
        Self::Gone,
    ];

    /// The name in tables, such as `old-slug`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Permalink => "permalink",
            Self::OldSlug => "old-slug",
            Self::Media => "media",
            Self::Feed => "feed",
            Self::Archive => "archive",
            Self::Id => "id",
            Self::Variant => "variant",
            Self::Mobile => "mobile",
            Self::Gone => "gone",
        }
    }

    /// The class of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.name() == name)
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// All redirects of a site, sorted by old address. No address is there twice, and no target is an old address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    redirects: Vec<Redirect>,
    keys: BTreeMap<Key, usize>,
}

impl Table {
    /// Makes a table of redirects in any order. `pages` are the pages of the new site; none are known if it is empty.
    ///
    /// What it cannot hold so is left out, and told.
    pub fn settle(redirects: Vec<Redirect>, pages: &BTreeSet<Key>) -> (Self, Vec<Finding>) {
        let mut findings = Vec::new();
        let mut claims: BTreeMap<Key, Vec<Redirect>> = BTreeMap::new();
        for redirect in redirects {
            claims.entry(redirect.from.key()).or_default().push(redirect);
        }
        let mut kept: Vec<Redirect> = Vec::new();
        for (key, claims) in claims {
            kept.extend(one(claims, pages.contains(&key), &mut findings));
        }
        let table = Self::of(kept).ended(&mut findings);
        (table, findings)
    }

    fn of(mut redirects: Vec<Redirect>) -> Self {
        redirects.sort_by(|one, other| one.from.cmp(&other.from));
        let keys = redirects.iter().enumerate().map(|(at, it)| (it.from.key(), at)).collect();
        Self { redirects, keys }
    }

    /// The redirects, by old address.
    pub fn iter(&self) -> std::slice::Iter<'_, Redirect> {
        self.redirects.iter()
    }

    /// How many redirects there are.
    pub fn len(&self) -> usize {
        self.redirects.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.redirects.is_empty()
    }

    /// The redirect that answers for an address: the one that names most of its parameters.
    pub fn find(&self, address: &Address) -> Option<&Redirect> {
        let mut key = address.key();
        if let Some(at) = self.keys.get(&key) {
            return self.redirects.get(*at);
        }
        let query = key.query.clone();
        for pairs in smaller(&query) {
            key.query = pairs;
            if let Some(at) = self.keys.get(&key) {
                return self.redirects.get(*at);
            }
        }
        None
    }

    /// The redirects by the page they lead to, without its fragment.
    pub fn by_page(&self) -> BTreeMap<&str, Vec<&Redirect>> {
        let mut pages: BTreeMap<&str, Vec<&Redirect>> = BTreeMap::new();
        for redirect in &self.redirects {
            if let Some(to) = &redirect.to {
                pages.entry(to.page()).or_default().push(redirect);
            }
        }
        pages
    }

    /// The redirects with the targets at the end of their chains.
    fn ended(self, findings: &mut Vec<Finding>) -> Self {
        let mut ends: Vec<Option<End>> = vec![None; self.redirects.len()];
        for at in 0..self.redirects.len() {
            self.follow(at, &mut ends);
        }
        let all = self.redirects.len();
        let settled = self.redirects.into_iter().zip(ends);
        let redirects: Vec<_> =
            settled.filter_map(|(redirect, end)| settled_at(redirect, end, findings)).collect();
        match redirects.len() == all {
            true => Self { redirects, keys: self.keys },
            false => Self::of(redirects),
        }
    }

    /// Settles the ends of a redirect and of all it leads through. Each is looked at once.
    fn follow(&self, start: usize, ends: &mut [Option<End>]) {
        let mut way = Vec::new();
        let mut at = start;
        let end = loop {
            if let Some(end) = &ends[at] {
                // Met on this way: it goes round.
                break end.clone();
            }
            ends[at] = Some(End::Never);
            way.push(at);
            match self.next(at) {
                Some(next) => at = next,
                None => break End::At(self.redirects[at].to.clone(), self.redirects[at].status),
            }
        };
        for at in way {
            ends[at] = Some(end.clone());
        }
    }

    fn next(&self, at: usize) -> Option<usize> {
        let address = self.redirects[at].to.as_ref()?.address()?;
        let found = self.find(&address)?;
        self.keys.get(&found.from.key()).copied()
    }
}

/// A redirect with the target at its end. None where it goes round.
fn settled_at(
    redirect: Redirect,
    end: Option<End>,
    findings: &mut Vec<Finding>,
) -> Option<Redirect> {
    let Some(End::At(to, status)) = end else {
        findings.push(Finding::Loop { from: redirect.from });
        return None;
    };
    if let (Some(was), Some(now)) = (&redirect.to, &to)
        && was != now
    {
        let from = redirect.from.clone();
        findings.push(Finding::Chain { from, was: was.clone(), now: now.clone() });
    }
    Some(Redirect { to, status, ..redirect })
}

/// Where a redirect ends.
#[derive(Clone)]
enum End {
    At(Option<Target>, Status),
    Never,
}

impl<'a> IntoIterator for &'a Table {
    type Item = &'a Redirect;
    type IntoIter = std::slice::Iter<'a, Redirect>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The one redirect of an address that several claim.
fn one(mut claims: Vec<Redirect>, is_page: bool, findings: &mut Vec<Finding>) -> Option<Redirect> {
    claims.sort_by(|one, other| {
        (one.rule, &one.from, &one.to, &one.post).cmp(&(
            other.rule,
            &other.from,
            &other.to,
            &other.post,
        ))
    });
    let first = claims.first()?.clone();
    let from = first.from.clone();
    let is_served = |it: &Redirect| {
        it.to.as_ref().and_then(Target::address).is_some_and(|to| to.key() == from.key())
    };
    let is_served_by_one = claims.iter().any(is_served);
    if is_page || is_served_by_one {
        if is_served_by_one {
            findings.push(Finding::Served { from: from.clone() });
        }
        if let Some(other) = claims.iter().find(|it| !is_served(it)) {
            findings.push(Finding::Shadowed { from, rule: other.rule });
        }
        return None;
    }
    let equals = claims.iter().filter(|it| it.rule == first.rule);
    let targets: BTreeSet<Target> = equals.filter_map(|it| it.to.clone()).collect();
    if targets.len() > 1 {
        findings.push(Finding::Collision {
            from,
            to: targets.into_iter().collect(),
            rule: first.rule,
        });
        return None;
    }
    for other in claims.iter().filter(|it| it.to != first.to) {
        if let Some(to) = other.to.clone() {
            let (from, rule) = (other.from.clone(), other.rule);
            findings.push(Finding::Yielded { from, rule, to, kept: first.rule });
        }
    }
    Some(first)
}

/// The sets of parameters that a set holds, larger ones first. There are few: an address has at most eight.
fn smaller(pairs: &[(String, String)]) -> impl Iterator<Item = Vec<(String, String)>> {
    let count = pairs.len().min(8);
    let mut masks: Vec<u32> = (0..1u32 << count).collect();
    masks.sort_by_key(|mask| (std::cmp::Reverse(mask.count_ones()), *mask));
    masks.into_iter().map(move |mask| {
        let is_in = |at: usize| mask & (1 << at) != 0;
        pairs
            .iter()
            .enumerate()
            .filter(|(at, _)| is_in(*at))
            .map(|(_, pair)| pair.clone())
            .collect()
    })
}
