//! The table: each old address once, sorted, each with its last target.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    fmt,
};

use larder_core::PostId;
use serde::Serialize;

use super::{Address, Finding, Key, Target, address::KeyOf};

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
    /// The places of the redirects, in the order of their keys.
    order: Vec<usize>,
}

impl Table {
    /// Makes a table of redirects in any order. `pages` are the pages of the new site; none are known if it is empty.
    ///
    /// What it cannot hold so is left out, and told.
    pub fn settle(mut redirects: Vec<Redirect>, pages: &BTreeSet<Key>) -> (Self, Vec<Finding>) {
        let mut findings = Vec::new();
        let pages: HashSet<KeyOf<'_>> = pages.iter().map(Key::as_of).collect();
        let targets = Targets::of(&redirects);
        redirects.sort_by(|one, other| rank(one).cmp(&rank(other)));
        let mut is_kept = Vec::with_capacity(redirects.len());
        for claims in redirects.chunk_by(|one, other| one.from.key_of() == other.from.key_of()) {
            let is_page = pages.contains(&claims[0].from.key_of());
            is_kept.push(is_answered_by_first(claims, is_page, &targets, &mut findings));
            is_kept.resize(is_kept.len() + claims.len() - 1, false);
        }
        let mut is_kept = is_kept.into_iter();
        redirects.retain(|_| is_kept.next().unwrap_or_default());
        let table = Self::of(redirects).ended(&targets, &mut findings);
        (table, findings)
    }

    fn of(mut redirects: Vec<Redirect>) -> Self {
        redirects.sort_by(|one, other| one.from.cmp(&other.from));
        let mut order: Vec<usize> = (0..redirects.len()).collect();
        order.sort_by_key(|&at| redirects[at].from.key_of());
        Self { redirects, order }
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
        self.place(address).map(|at| &self.redirects[at])
    }

    /// The place of the redirect that answers for an address.
    fn place(&self, address: &Address) -> Option<usize> {
        let whole = address.key_of();
        let less = || {
            smaller(whole.query).find_map(|query| self.place_of(KeyOf { query: &query, ..whole }))
        };
        self.place_of(whole).or_else(less)
    }

    fn place_of(&self, key: KeyOf<'_>) -> Option<usize> {
        let found = self.order.binary_search_by_key(&key, |&at| self.redirects[at].from.key_of());
        found.ok().map(|found| self.order[found])
    }

    /// How many redirects are of other addresses than these.
    pub(crate) fn count_others(&self, addresses: &[Address]) -> usize {
        let keys: HashSet<KeyOf<'_>> = addresses.iter().map(Address::key_of).collect();
        self.redirects.iter().filter(|it| !keys.contains(&it.from.key_of())).count()
    }

    /// The redirects of addresses that another table does not have.
    pub(crate) fn without(&self, other: &Self) -> Self {
        let is_other = |it: &&Redirect| other.place_of(it.from.key_of()).is_none();
        Self::of(self.redirects.iter().filter(is_other).cloned().collect())
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
    fn ended(self, targets: &Targets, findings: &mut Vec<Finding>) -> Self {
        let next = self.next(targets);
        let mut ends: Vec<Option<End>> = vec![None; self.redirects.len()];
        for at in 0..self.redirects.len() {
            self.follow(at, &next, &mut ends);
        }
        let all = self.redirects.len();
        let settled = self.redirects.into_iter().zip(ends);
        let redirects: Vec<_> =
            settled.filter_map(|(redirect, end)| settled_at(redirect, end, findings)).collect();
        match redirects.len() == all {
            true => Self { redirects, order: self.order },
            false => Self::of(redirects),
        }
    }

    /// Settles the ends of a redirect and of all it leads through. Each is looked at once.
    fn follow(&self, start: usize, next: &HashMap<&Target, usize>, ends: &mut [Option<End>]) {
        let mut way = Vec::new();
        let mut at = start;
        let end = loop {
            if let Some(end) = &ends[at] {
                // Met on this way: it goes round.
                break end.clone();
            }
            ends[at] = Some(End::Never);
            way.push(at);
            let Redirect { to, status, .. } = &self.redirects[at];
            match to.as_ref().and_then(|to| next.get(to)) {
                Some(next) => at = *next,
                None => break End::At(to.clone(), *status),
            }
        };
        for at in way {
            ends[at] = Some(end.clone());
        }
    }

    /// The targets that are old addresses themselves, and the places of their redirects.
    fn next<'t>(&self, targets: &'t Targets) -> HashMap<&'t Target, usize> {
        let places = targets.0.iter().filter_map(|(target, address)| {
            let address = address.as_ref()?;
            Some((target, self.place(address)?))
        });
        places.collect()
    }
}

/// Where a redirect stands among all: those of one address together, and the one that wins first.
fn rank(it: &Redirect) -> impl Ord {
    (it.from.key_of(), it.rule, &it.from, &it.to, &it.post)
}

/// What the targets are as addresses of the new site. Many redirects share one.
struct Targets(HashMap<Target, Option<Address>>);

impl Targets {
    fn of(redirects: &[Redirect]) -> Self {
        let mut targets: HashMap<Target, Option<Address>> = HashMap::new();
        for to in redirects.iter().filter_map(|it| it.to.as_ref()) {
            if !targets.contains_key(to) {
                targets.insert(to.clone(), to.address());
            }
        }
        Self(targets)
    }

    fn address(&self, target: &Target) -> Option<&Address> {
        self.0.get(target)?.as_ref()
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

/// Whether the first of those that claim an address answers for it. They are sorted by their rules.
fn is_answered_by_first(
    claims: &[Redirect],
    is_page: bool,
    targets: &Targets,
    findings: &mut Vec<Finding>,
) -> bool {
    let Some(first) = claims.first() else { return false };
    let key = first.from.key_of();
    let is_served = |it: &Redirect| {
        let to = it.to.as_ref().and_then(|to| targets.address(to));
        to.is_some_and(|to| to.key_of() == key)
    };
    let is_served_by_one = claims.iter().any(is_served);
    if is_page || is_served_by_one {
        if is_served_by_one {
            findings.push(Finding::Served { from: first.from.clone() });
        }
        if let Some(other) = claims.iter().find(|it| !is_served(it)) {
            findings.push(Finding::Shadowed { from: first.from.clone(), rule: other.rule });
        }
        return false;
    }
    let equals = claims.iter().filter(|it| it.rule == first.rule);
    let to: BTreeSet<&Target> = equals.filter_map(|it| it.to.as_ref()).collect();
    if to.len() > 1 {
        let to = to.into_iter().cloned().collect();
        findings.push(Finding::Collision { from: first.from.clone(), to, rule: first.rule });
        return false;
    }
    for other in claims.iter().filter(|it| it.to != first.to) {
        if let Some(to) = other.to.clone() {
            let (from, rule) = (other.from.clone(), other.rule);
            findings.push(Finding::Yielded { from, rule, to, kept: first.rule });
        }
    }
    true
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
