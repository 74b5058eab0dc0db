//! A saved page, read.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset};
use larder_core::{NoteKind, Precision, Rule, Timestamp, Zone};
use larder_html::{Edit, Kind, NodeId, Tree, srcset};
use serde::{Deserialize, Serialize};
use url::Url;

use super::{
    Claims, Sort, Told, address,
    article::Article,
    claims::{Scene, is_feed, line_of},
    comments::{self, Remarks},
    facts::{Facts, Hidden},
    json_ld::Data,
    ours::Ours,
    platform::{self, Platform},
    seen::Seen,
    sort::{Evidence, Refusal},
};

/// How many links of a list are kept.
const MOST_LINKS: usize = 4096;

/// What is known of a page besides its bytes.
#[derive(Clone, Copy)]
pub(crate) struct Saved<'s> {
    /// The address it was captured from, and what says so.
    pub(crate) address: Option<(&'s str, &'static str)>,
    /// The status with which the server answered.
    pub(crate) status: Option<u16>,
    /// Whether a feed or a list in the same input has this page.
    pub(crate) is_listed: bool,
    /// When it was captured.
    pub(crate) captured: Option<DateTime<FixedOffset>>,
    /// What an address in the page is to be: that of another page of the input, or the name of a file in it. None: what it
    /// is.
    pub(crate) local: &'s dyn Fn(&str) -> Option<String>,
}

impl Saved<'_> {
    /// When the page was captured, as the clock of the platform showed it; where nobody knows that, as that of the capture did.
    fn time(&self, platform: Option<&Platform>) -> Option<Timestamp> {
        let captured = self.captured?;
        let local = match platform.and_then(|it| it.offset) {
            Some(_) => captured.with_timezone(&zone(platform)),
            None => captured,
        };
        Timestamp::new(local, Precision::Second, Zone::Assumed).ok()
    }
}

/// A link of a page to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Met {
    pub(crate) address: String,
    pub(crate) title: Option<String>,
}

/// What a page says.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) sort: Sort,
    /// Its address, and what says so.
    pub(crate) address: Option<Told<String>>,
    /// Other addresses that it says it has.
    pub(crate) also_at: Vec<String>,
    pub(crate) platform: Option<&'static Platform>,
    pub(crate) claims: Claims,
    /// Who may see the post, where not everybody.
    pub(crate) hidden: Option<Hidden>,
    /// Whether it asks for the password of a post.
    pub(crate) is_protected: bool,
    /// The post.
    pub(crate) html: String,
    /// How it was found in the page.
    pub(crate) found_by: &'static str,
    /// What of the page is in no post.
    pub(crate) left_out: Seen,
    /// What readers wrote under the post.
    pub(crate) comments: Remarks,
    /// The feeds of the blog.
    pub(crate) feeds: Vec<String>,
    /// The pages before and after it.
    pub(crate) previous: Option<Met>,
    pub(crate) next: Option<Met>,
    /// The documents that it shows within itself.
    pub(crate) frames: Vec<String>,
    /// Where the page leads, if it is a list.
    pub(crate) links: Vec<Met>,
    /// The same in other languages: the language and the address.
    pub(crate) translations: Vec<(String, String)>,
    pub(crate) notes: Vec<NoteKind>,
    /// All that it says, if Larder made it.
    pub(crate) ours: Option<Box<Ours>>,
    /// Whether a page of ours has a text at all.
    pub(crate) has_text: bool,
}

impl Page {
    /// Reads a page. There is no failure: a page that is no post says why.
    pub(crate) fn read(html: &str, saved: &Saved<'_>, limits: &larder_html::Limits) -> Self {
        let tree = Tree::document(html, limits);
        let mut facts = Facts::of(&tree);
        let may_stand = |ours: &Ours| saved.address.is_none_or(|(it, _)| ours.may_stand_at(it));
        let ours = Ours::of(&facts).filter(|ours| saved.status.is_none() && may_stand(ours));
        if let Some(ours) = ours {
            return Self::ours(ours, &tree);
        }
        let (address, also_at) = addresses(&facts, saved);
        let known = address.as_ref().map(|told| told.value.as_str());
        let host = known
            .and_then(|it| Url::parse(it).ok())
            .and_then(|url| url.host_str().map(str::to_owned));
        let platform = platform::of(&facts, host.as_deref().unwrap_or_default());
        if let Some(platform) = platform {
            facts.look_for(platform);
        }
        let here: Vec<&str> = known.into_iter().chain(also_at.iter().map(String::as_str)).collect();
        let data = Data::of(&facts.data, &here);
        let mut article = Article::of(&facts, platform);
        let evidence = Evidence {
            facts: &facts,
            data: &data,
            platform,
            article: article.as_ref(),
            address: known,
            status: saved.status,
            is_listed: saved.is_listed,
        };
        let sort = evidence.sort();
        let base = base(&facts, known);
        let resolved = |it: &str| resolve(it, base.as_ref(), saved.local);
        let mut page = Self {
            sort,
            also_at,
            platform,
            claims: Claims::default(),
            hidden: facts.hidden,
            is_protected: false,
            html: String::new(),
            found_by: article.as_ref().map_or("", |it| it.signal),
            left_out: Seen::default(),
            comments: Remarks::default(),
            feeds: feeds(&facts, &resolved),
            previous: near(&facts, &["prev", "previous"], &resolved)
                .or_else(|| beside(&facts, platform.and_then(|it| it.older), &resolved)),
            next: near(&facts, &["next"], &resolved)
                .or_else(|| beside(&facts, platform.and_then(|it| it.newer), &resolved)),
            frames: facts
                .frames
                .iter()
                .take(64)
                .map(|src| resolved(src).unwrap_or_else(|| (*src).trim().to_owned()))
                .collect(),
            links: Vec::new(),
            translations: translations(&facts, &resolved),
            notes: Vec::new(),
            ours: None,
            has_text: false,
            address: address.clone(),
        };
        match (&page.sort, &mut article) {
            (Sort::Post(_), Some(article)) => {
                let scene = Scene {
                    facts: &facts,
                    data: &data,
                    platform,
                    address: known,
                    article: article.is_found().then_some(article.root),
                    zone: zone(platform),
                    captured: saved.time(platform),
                };
                page.claims = Claims::of(&scene);
                for told in &mut page.claims.series {
                    let address = told.value.address.take();
                    told.value.address = address.and_then(|it| web(&it, &resolved));
                }
                let paid = data.is_paid.then_some(Hidden::Paid);
                page.hidden = page.hidden.or(page.claims.hidden).or(paid);
                if let Some(title) = page.claims.titles.first() {
                    let site = page.claims.site.as_ref().map(|told| told.value.as_str());
                    article.leave_out_title(&facts, &title.value, site);
                }
                page.html = article.html(&tree, &resolved);
                let (zone, captured) = (scene.zone, scene.captured);
                let around = comments::Around { zone, captured, resolved: &resolved };
                page.comments = Remarks::of(&facts, &around);
                page.left_out = article.left_out(&facts);
                page.left_out = page
                    .comments
                    .list
                    .iter()
                    .fold(page.left_out, |left, it| left.without(&it.html));
                let of_data = data.comments.iter().flat_map(|it| comments::of_data(it, &around));
                page.comments.join(of_data.collect());
                page.comments.stated = page.comments.stated.or(data.comment_count);
            }
            // Only lists say what else there is: of other pages nothing is kept.
            (Sort::None(refusal), _) if refusal.rule == Rule::ListPage => {
                page.links = links(&facts, &resolved);
            }
            _ => {}
        }
        page.is_protected = page.sort.is_protected();
        page.note(&tree, &data);
        page
    }

    /// A page that Larder made says itself what it is.
    fn ours(mut ours: Ours, tree: &Tree) -> Self {
        let sort = match ours.is_list {
            true => Sort::None(Refusal {
                rule: Rule::ListPage,
                found: "the list of posts of a web archive that Larder made".into(),
            }),
            false => Sort::Post("generator"),
        };
        let html = ours.html.take();
        let mut page = Self {
            sort,
            address: ours.said().text("url").map(|url| Told::new(url, "json-ld url")),
            also_at: Vec::new(),
            platform: None,
            claims: Claims::default(),
            hidden: None,
            is_protected: false,
            has_text: html.is_some(),
            html: html.unwrap_or_default(),
            found_by: "generator",
            left_out: Seen::default(),
            comments: Remarks::default(),
            feeds: Vec::new(),
            previous: None,
            next: None,
            frames: Vec::new(),
            links: Vec::new(),
            translations: Vec::new(),
            notes: Vec::new(),
            ours: Some(Box::new(ours)),
        };
        page.note(tree, &Data::default());
        page
    }

    fn note(&mut self, tree: &Tree, data: &Data) {
        let dropped = tree.dropped();
        let tags = dropped.deep_tags + dropped.tags_over_budget;
        if tags > 0 {
            self.notes
                .push(NoteKind::NestingCut { output: "the page".to_owned(), count: tags as u64 });
        }
        if data.unreadable > 0 {
            self.notes.push(NoteKind::DataUnreadable { what: "JSON-LD".into() });
        }
        if self.claims.published.is_empty() {
            let texts = self.claims.impossible.first().cloned();
            self.notes.extend(texts.map(|text| NoteKind::DateImpossible { text }));
        }
    }
}

/// The offset of dates that state none: that of the platform, or none at all.
fn zone(platform: Option<&Platform>) -> FixedOffset {
    let hours = platform.and_then(|it| it.offset).unwrap_or_default();
    FixedOffset::east_opt(hours * 3600).unwrap_or_else(crate::date::korea)
}

/// The address of the page, and the others that it says it has. That of the capture is the surest, but the page may say
/// that it is a copy of another one on the same blog.
fn addresses(facts: &Facts<'_>, saved: &Saved<'_>) -> (Option<Told<String>>, Vec<String>) {
    let canonical = facts.links_of("canonical").map(|link| link.href).next();
    let open_graph = facts.meta_of("og:url");
    let captured = saved.address.and_then(|(it, _)| address::page(it));
    let signal = saved.address.map_or("", |(_, signal)| signal);
    let base = captured.clone();
    let whole = |text: &str| {
        let url = match &base {
            Some(base) => base.join(text.trim()).ok(),
            None => Url::parse(text.trim()).ok(),
        };
        url.and_then(|url| address::page(url.as_str()))
    };
    let told = [
        (canonical.and_then(whole), "link canonical"),
        (open_graph.and_then(whole), "meta og:url"),
    ];
    let is_own = |url: &Url| {
        // One that leads to the front page is a mistake of the theme.
        let is_home = url.path().trim_end_matches('/').is_empty() && url.query().is_none();
        match captured.as_ref() {
            Some(captured) => {
                address::blog(captured.as_str()) == address::blog(url.as_str())
                    && (!is_home || captured.path().len() <= 1)
            }
            // So is one of an article.
            None => !is_home || facts.meta_of("og:type").is_none_or(|it| it != "article"),
        }
    };
    let mut own = told.into_iter().filter_map(|(url, signal)| Some((url.filter(is_own)?, signal)));
    let best = own.next();
    let mut also: Vec<String> = Vec::new();
    let address = match (best, &captured) {
        (Some((url, signal)), captured) => {
            also.extend(
                captured.as_ref().filter(|it| **it != url).map(|it| it.as_str().to_owned()),
            );
            Some(Told::new(String::from(url), signal))
        }
        (None, Some(captured)) => Some(Told::new(captured.as_str().to_owned(), signal)),
        (None, None) => None,
    };
    also.extend(own.map(|(url, _)| String::from(url)));
    let mut address = address;
    if let Some(told) = &mut address
        && let Some(canonical) =
            Url::parse(&told.value).ok().and_then(|url| address::canonical(&url))
        && canonical.as_str() != told.value
    {
        also.push(std::mem::replace(&mut told.value, canonical.into()));
    }
    let is_other = |it: &String| address.as_ref().is_none_or(|address| address.value != *it);
    also.retain(is_other);
    also.dedup();
    (address, also)
}

/// What relative addresses are relative to.
fn base(facts: &Facts<'_>, address: Option<&str>) -> Option<Url> {
    let page = address.and_then(|it| Url::parse(it).ok());
    match (facts.base, page) {
        (Some(base), Some(page)) => page.join(base.trim()).ok().or(Some(page)),
        (Some(base), None) => Url::parse(base.trim()).ok(),
        (None, page) => page,
    }
}

/// What an address of a page is outside of it. None where it stays what it is.
fn resolve(
    text: &str,
    base: Option<&Url>,
    local: &dyn Fn(&str) -> Option<String>,
) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.starts_with('#') {
        return None;
    }
    if let Some(found) = local(text) {
        return Some(found);
    }
    let scheme = text.split(['/', '?', '#']).next().filter(|first| first.contains(':'));
    match scheme {
        Some(_) => None,
        None => base?.join(text).ok().map(String::from),
    }
}

/// An element with the addresses that it has outside of the page.
pub(super) fn readdressed<'a>(
    tree: &'a Tree,
    node: NodeId,
    address: &dyn Fn(&str) -> Option<String>,
) -> Edit<'a> {
    const ONE: &[&str] = &[
        "href",
        "src",
        "data-src",
        "data-original",
        "data-lazy-src",
        "data-url",
        "data-origin",
        "data-large-file",
        "data-orig-file",
        "poster",
        "cite",
        "background",
        "data",
        "longdesc",
    ];
    const SEVERAL: &[&str] = &["srcset", "data-srcset", "data-lazy-srcset"];
    let Some(name) = tree.name(node).filter(|_| tree.kind(node) == Kind::Element) else {
        return Edit::Keep;
    };
    let mut is_changed = false;
    let mut attributes: Vec<(&str, Cow<'_, str>)> = Vec::new();
    for (attribute, value) in tree.attributes(node) {
        let new = match attribute {
            it if ONE.contains(&it) => address(value),
            it if SEVERAL.contains(&it) => candidates(value, address),
            _ => None,
        };
        is_changed |= new.is_some();
        attributes.push((attribute, new.map_or(Cow::Borrowed(value), Cow::Owned)));
    }
    if is_changed { Edit::Retag(Cow::Borrowed(name), attributes) } else { Edit::Keep }
}

fn candidates(list: &str, address: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let mut is_changed = false;
    let mut out = Vec::new();
    for (url, size) in srcset::candidates(list) {
        let new = address(url);
        is_changed |= new.is_some();
        out.push([new.as_deref().unwrap_or(url), " ", size].concat().trim_end().to_owned());
    }
    is_changed.then(|| out.join(", "))
}

fn web(text: &str, resolved: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let whole = resolved(text).unwrap_or_else(|| text.trim().to_owned());
    crate::address::is_web(&whole).then_some(whole)
}

fn feeds(facts: &Facts<'_>, resolved: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let feeds = facts.links_of("alternate").filter(|link| is_feed(link.kind));
    // A feed of the comments of one post is not the blog's.
    let feeds = feeds.filter(|link| {
        let is_titled = link
            .title
            .is_some_and(|it| it.to_lowercase().contains("comment") || it.contains("댓글"));
        !is_titled && !link.href.contains("/comments/")
    });
    feeds.filter_map(|link| web(link.href, resolved)).take(8).collect()
}

fn translations(
    facts: &Facts<'_>,
    resolved: &dyn Fn(&str) -> Option<String>,
) -> Vec<(String, String)> {
    let others = facts.links_of("alternate").filter_map(|link| Some((link.language?, link.href)));
    let others = others.filter(|(language, _)| !language.eq_ignore_ascii_case("x-default"));
    others
        .filter_map(|(language, href)| Some((language.to_owned(), web(href, resolved)?)))
        .take(64)
        .collect()
}

fn near(
    facts: &Facts<'_>,
    rels: &[&str],
    resolved: &dyn Fn(&str) -> Option<String>,
) -> Option<Met> {
    let tree = facts.tree;
    let is_one = |rel: &str| {
        rel.split_ascii_whitespace().any(|it| rels.iter().any(|rel| it.eq_ignore_ascii_case(rel)))
    };
    let linked = facts.related.iter().find(|(_, rel)| is_one(rel));
    let of_page = linked.and_then(|(node, _)| {
        Some(Met {
            address: web(tree.attribute(*node, "href")?, resolved)?,
            title: facts.line(*node),
        })
    });
    let of_head = || {
        let link = rels.iter().find_map(|rel| facts.links_of(rel).next())?;
        Some(Met { address: web(link.href, resolved)?, title: link.title.and_then(line_of) })
    };
    of_page.or_else(of_head)
}

/// The page that a link of the platform leads to.
fn beside(
    facts: &Facts<'_>,
    selector: Option<&str>,
    resolved: &dyn Fn(&str) -> Option<String>,
) -> Option<Met> {
    let node = *facts.all_of(selector?).first()?;
    let address = web(facts.tree.attribute(node, "href")?, resolved)?;
    Some(Met { address, title: None })
}

/// Where a list leads: every page with an address on the web, once.
fn links(facts: &Facts<'_>, resolved: &dyn Fn(&str) -> Option<String>) -> Vec<Met> {
    let tree = facts.tree;
    let mut seen = std::collections::HashSet::new();
    let nodes = tree.descendants(tree.root()).filter(|node| tree.name(*node) == Some("a"));
    let met = nodes.filter_map(|node| {
        let address = address::page(&web(tree.attribute(node, "href")?, resolved)?)?;
        Some(Met { address: String::from(address), title: facts.line(node) })
    });
    met.filter(|met| seen.insert(met.address.clone())).take(MOST_LINKS).collect()
}
