//! Data of the site beside its pages: people, series, categories and tags, by the names that front matter has.

use std::io;

use larder_core::{Blog, SeriesKind, TermKind};
use larder_html::url::Base;

use super::{
    generator::{Layout, Leads},
    part::Part,
    plan::Plan,
    site::{SiteFacts, plain},
    value::{Map, Value},
};
use crate::feed::{
    Cost,
    people::{homepage, name_of, public_address},
};

/// The files of data of a part of the site: their names without folder and extension, and what they say. None is empty. What
/// is lost of people is added to `cost`. Fails when the spool can no longer be read.
pub(crate) fn files(
    site: &SiteFacts<'_>,
    (plan, part): (&Plan<'_>, Part),
    layout: &Layout,
    cost: &mut Cost,
) -> io::Result<Vec<(&'static str, Value)>> {
    let all = [
        ("authors", authors(site, (plan, part), layout, cost)?),
        ("series", series(site, (plan, part), layout)?),
        ("categories", terms(site, (plan, part), TermKind::Category)),
        ("tags", terms(site, (plan, part), TermKind::Tag)),
        ("media", media(site, (plan, part), layout)?),
    ];
    Ok(all
        .into_iter()
        .filter(|(_, map)| !map.is_empty())
        .map(|(name, map)| (name, map.into()))
        .collect())
}

/// Where files were, of a folder that no redirects lead to: each by its path below the root.
fn media(
    site: &SiteFacts<'_>,
    (plan, part): (&Plan<'_>, Part),
    layout: &Layout,
) -> io::Result<Map> {
    let mut media = Map::default();
    if plan.leads == Leads::ToPages {
        return Ok(media);
    }
    let is_public = |met: &&String| public_address(met).is_some();
    for (place, name) in plan.shared.files.of(part) {
        let asset = site.blog.assets.get(*place)?;
        let mut map = Map::default();
        map.set_some("old_address", asset.url.as_ref().filter(is_public).map(String::as_str));
        map.set_list("also_at", asset.also_at.iter().filter(is_public).map(String::as_str));
        media.push_map([layout.shared.0, name].concat(), map);
    }
    Ok(media)
}

/// Where an image is: in the shared folder, or where it always was.
fn image(
    blog: &Blog,
    id: Option<&larder_core::AssetId>,
    (site, plan, part, layout): (&str, &Plan<'_>, Part, &Layout),
) -> io::Result<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    if let Some(name) = plan.shared.name(id, part) {
        return Ok(Some(match plan.leads {
            Leads::ToPages => [site, layout.shared.1, name].concat(),
            Leads::ToFiles { .. } => [layout.shared.0, name].concat(),
        }));
    }
    let asset = blog.asset(id)?;
    Ok(asset.and_then(|asset| Base::default().absolute(asset.url.as_deref()?)))
}

fn authors(
    site: &SiteFacts<'_>,
    (plan, part): (&Plan<'_>, Part),
    layout: &Layout,
    cost: &mut Cost,
) -> io::Result<Map> {
    let mut authors = Map::default();
    for author in plan.named.of(part).authors.iter().map(|&at| &site.blog.authors[at]) {
        let Some(name) = site.labels.author(&author.id) else { continue };
        let mut map = Map::default();
        map.set("name", name);
        map.set_some("url", homepage(author.url.as_deref(), cost));
        let bio = author.bio.as_deref().and_then(plain);
        map.set_some("bio", bio.and_then(|bio| name_of(&bio, cost)));
        map.set_some(
            "image",
            image(site.blog, author.image.as_ref(), (&site.base, plan, part, layout))?,
        );
        authors.set(name, map);
    }
    Ok(authors)
}

fn series(
    site: &SiteFacts<'_>,
    (plan, part): (&Plan<'_>, Part),
    layout: &Layout,
) -> io::Result<Map> {
    let mut all = Map::default();
    for series in plan.named.of(part).series.iter().map(|&at| &site.blog.series[at]) {
        let Some(title) = site.labels.series(&series.id) else { continue };
        let mut map = Map::default();
        let kind = match series.kind {
            SeriesKind::Book => Some("book"),
            SeriesKind::Magazine => Some("magazine"),
            SeriesKind::Serial => Some("serial"),
            _ => None,
        };
        map.set_some("kind", kind);
        map.set_some("description", series.description.as_deref().and_then(plain));
        map.set_some(
            "cover",
            image(site.blog, series.cover.as_ref(), (&site.base, plan, part, layout))?,
        );
        map.set_some("old_address", series.url.as_deref().and_then(public_address));
        all.set(title, map);
    }
    Ok(all)
}

fn terms(site: &SiteFacts<'_>, (plan, part): (&Plan<'_>, Part), kind: TermKind) -> Map {
    let mut all = Map::default();
    let terms = plan.named.of(part).terms.iter().map(|&at| &site.blog.terms[at]);
    for term in terms.filter(|term| term.kind == kind) {
        let Some([above @ .., name]) =
            site.labels.term(&term.id).map(|label| label.path.as_slice())
        else {
            continue;
        };
        let mut map = Map::default();
        map.set_some("slug", term.slug.as_deref());
        map.set_some("parent", above.last().map(String::as_str));
        map.set_some("description", term.description.as_deref().and_then(plain));
        map.set_some("old_address", term.url.as_deref().and_then(public_address));
        // A name with nothing to say beside it needs no entry.
        if !map.is_empty() {
            all.set(name.as_str(), map);
        }
    }
    all
}
