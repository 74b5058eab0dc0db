//! What the pages of a blog say together of it, and which of its posts nobody captured.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::Hash,
    io,
};

use larder_core::{NoteKind, Site};

use super::{found::Common, library::Library, ours, pages::Read, sorted::plain, unpack::Unpacked};
use crate::{
    unique::{Key, key},
    web::address,
};

/// Adds to a blog what its feed says of it.
pub(super) fn complete(site: &mut Site, told: Site) -> io::Result<()> {
    // What it says otherwise is kept, too.
    site.extra.push("web:feed", serde_json::to_value(&told).map_err(io::Error::other)?);
    if site.id.is_empty() {
        site.id = told.id;
    }
    site.title = site.title.take().or(told.title);
    site.description = site.description.take().or(told.description);
    site.home = site.home.take().or(told.home);
    site.language = site.language.take().or(told.language);
    site.rights = site.rights.take().or(told.rights);
    site.updated = site.updated.or(told.updated);
    let new: Vec<String> = told.feeds.into_iter().filter(|it| !site.feeds.contains(it)).collect();
    site.feeds.extend(new);
    site.extra.fill_from(told.extra);
    Ok(())
}

/// What most pages of a blog have.
pub(super) fn common(posts: &[Box<Read>]) -> Common {
    // Several captures of one post say it once.
    let mut seen = HashSet::new();
    let is_new = |read: &&Read| plain(read).is_none_or(|told| seen.insert(key(&told)));
    let posts: Vec<&Read> = posts.iter().map(|read| &**read).filter(is_new).collect();
    let pages = || posts.iter().map(|read| &read.page);
    let languages = pages().filter_map(|it| it.language.as_deref()).collect();
    let covers = pages().filter_map(|it| it.cover).collect();
    let suffixes: Vec<&str> = pages().filter_map(|it| it.suffix.as_deref()).collect();
    let several = posts.len() >= 3;
    Common {
        language: most_of(languages, posts.len()).map(str::to_owned),
        cover: most_of(covers, posts.len()).filter(|_| several),
        suffix: most_of(suffixes, posts.len()).filter(|_| several).map(str::to_owned),
    }
}

/// The end of a title from the last separator on.
pub(super) fn suffix(title: &str) -> Option<&str> {
    let separators = [" | ", " - ", " – ", " — ", " :: ", " : ", " · ", " » "];
    let at = separators.iter().filter_map(|it| title.rfind(it)).max()?;
    (at > 0).then(|| &title[at..])
}

/// The value that more than half of them have.
fn most_of<T: Copy + Eq + Hash + Ord>(values: Vec<T>, of: usize) -> Option<T> {
    let mut counts: HashMap<T, usize> = HashMap::new();
    values.into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
    counts
        .into_iter()
        .max_by_key(|&(value, count)| (count, value))
        .filter(|(_, count)| count * 2 > of)
        .map(|(value, _)| value)
}

pub(super) fn site(
    key: &str,
    posts: &[Box<Read>],
    lists: &[&Read],
    common: &Common,
    home: Option<&str>,
) -> Site {
    let pages = || posts.iter().map(|it| &it.page).chain(lists.iter().map(|it| &it.page));
    if let Some(site) = ours::site(pages().filter_map(|page| page.ours.as_deref())) {
        return site;
    }
    let first = posts.first().and_then(|read| read.page.address.as_ref());
    let home = home.map(str::to_owned).or_else(|| address::home(&first?.value));
    let mut site = Site::new(match (&home, posts.first()) {
        (Some(home), _) => home.clone(),
        (None, Some(read)) => {
            larder_core::PostId::derived(&["web", &read.sha256.to_string()]).to_string()
        }
        (None, None) => key.to_owned(),
    });
    site.home = home;
    let titles: Vec<&str> = pages().filter_map(|page| page.site.as_deref()).collect();
    let count = titles.len();
    site.title = most_of(titles, count).map(str::to_owned);
    site.language.clone_from(&common.language);
    for feed in pages().flat_map(|page| &page.feeds) {
        if site.feeds.len() < 16 && site.feeds.iter().all(|it| **it != **feed) {
            site.feeds.push(feed.to_string());
        }
    }
    let platforms: Vec<&'static str> =
        pages().filter_map(|page| page.platform).map(|it| it.name).collect();
    let count = platforms.len();
    let platform = most_of(platforms, count).and_then(crate::web::platform::named);
    site.platform = platform.map(|it| it.name.to_owned());
    site.platform_home = platform.and_then(|it| it.home).map(str::to_owned);
    site
}

/// That lists lead to posts that are not here: pages of the blog whose addresses have the form of those that are.
pub(super) fn not_captured(
    posts: &[Box<Read>],
    lists: &[&Read],
    (source, library): (&Unpacked<'_>, &Library),
) -> Option<NoteKind> {
    let own =
        posts.iter().filter_map(|read| read.page.address.as_ref()).map(|told| told.value.as_str());
    let forms: HashSet<String> = own.filter_map(form).collect();
    let known: HashSet<Key> = posts
        .iter()
        .flat_map(|read| read.page.address.iter().map(|told| &told.value).chain(&read.page.also_at))
        .map(|it| key(&crate::address::plain(it)))
        .collect();
    let near = posts.iter().flat_map(|read| &read.page.leads);
    let mut missing: BTreeMap<String, &str> = BTreeMap::new();
    let met = lists.iter().flat_map(|list| &list.page.leads).chain(near).map(|it| &**it);
    for address in met.chain(source.listed.values().map(String::as_str)) {
        let plain = crate::address::plain(address);
        let is_here = known.contains(&key(&plain)) || library.captured(address).is_some();
        if !is_here && form(address).is_some_and(|it| forms.contains(&it)) {
            missing.entry(plain).or_insert(address);
        }
    }
    let example = (*missing.values().next()?).to_owned();
    Some(NoteKind::PostsNotCaptured { count: missing.len() as u64, example })
}

/// The form of an address: numbers and words stand for any. Those of lists have none.
fn form(address: &str) -> Option<String> {
    let url = address::page(address)?;
    let blog = address::blog(address);
    let part = |part: &str| match part.bytes().all(|it| it.is_ascii_digit()) {
        true => format!("0{}", part.len().min(4)),
        false if part.starts_with(['@', '~']) => part.to_owned(),
        false => "w".to_owned(),
    };
    let mut parts: Vec<String> =
        url.path_segments()?.filter(|it| !it.is_empty()).map(part).collect();
    // Folders with a name are part of the form: `/tag/x` is none of `/entry/x`.
    let names: Vec<&str> = url.path_segments()?.filter(|it| !it.is_empty()).collect();
    if names.len() > 1 && !names[0].bytes().all(|it| it.is_ascii_digit()) {
        parts[0] = names[0].to_owned();
    }
    let query: Vec<String> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    if parts.is_empty() && query.is_empty() {
        return None;
    }
    Some(format!("{blog} {} {}", parts.join("/"), query.join("&")))
}
