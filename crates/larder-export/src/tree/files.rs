//! The files of one page: where each is, and what the addresses it was met under become.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    io,
};

use larder_core::{Asset, AssetId, Blog, Post};
use larder_html::url::Base;

use super::{
    generator::Layout,
    plan::{Page, Plan, blob, name_of},
};
use crate::carried::{Names, of_post};

/// The files of one page.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// Those that stand beside it: their places in the blog, and their names.
    pub(crate) own: Vec<(usize, String)>,
    /// How many the archive has no bytes of: they are shown from where they were.
    pub(crate) elsewhere: u64,
    by_address: HashMap<String, String>,
    by_id: HashMap<AssetId, String>,
    /// Addresses on the web that stay as they are, smaller copies among them, and where the whole file is.
    left: HashMap<String, String>,
    /// Where those are that a text was found to show.
    shown: RefCell<HashSet<String>>,
}

impl Files {
    /// The files of a post. Fails when the spool can no longer be read.
    pub(crate) fn of(
        (blog, plan, layout): (&Blog, &Plan<'_>, &Layout),
        page: &Page,
        post: &Post,
        (site, base): (&str, &Base),
    ) -> io::Result<Self> {
        let mut files = Self::default();
        let mut names = Names::default();
        ["index.md", "index.html", "_index.md"].iter().for_each(|name| _ = names.take(name));
        for id in of_post(post) {
            if files.by_id.contains_key(id) {
                continue;
            }
            let Some(place) = blog.assets.find(|asset| asset.id.cmp(id)) else { continue };
            let asset = blog.assets.get(place)?;
            let reference = match (plan.shared.name(id, page.part), blob(&asset)) {
                (Some(name), _) => Some([site, layout.shared.1, name].concat()),
                (None, Some(_)) if plan.has_own_folder(page) => {
                    let name = names.give(&name_of(&asset), id.as_str());
                    files.own.push((place, name.clone()));
                    Some(name)
                }
                _ => None,
            };
            files.learn(&asset, reference, base);
        }
        Ok(files)
    }

    /// Where a file is, by its id: beside the page, in the shared folder, or where it always was.
    pub(crate) fn by_id(&self, id: &AssetId) -> Option<&str> {
        self.by_id.get(id).map(String::as_str)
    }

    /// Where a file is, by an address it was met under.
    pub(crate) fn by_address(&self, address: &str) -> Option<&str> {
        let found = self.by_address.get(address);
        if let Some(place) = found.or_else(|| self.left.get(address))
            && !self.shown.borrow().contains(place)
        {
            self.shown.borrow_mut().insert(place.clone());
        }
        found.map(String::as_str)
    }

    /// Whether what is at this place was asked for by an address, or is at another place that was.
    pub(crate) fn is_shown(&self, place: &str) -> bool {
        let place = self.by_address.get(place).map_or(place, String::as_str);
        self.shown.borrow().contains(place)
    }

    fn learn(&mut self, asset: &Asset, reference: Option<String>, base: &Base) {
        let is_here = reference.is_some();
        self.elsewhere += u64::from(!is_here);
        let own = || Base::default().absolute(asset.url.as_deref()?);
        let Some(reference) = reference.or_else(own) else { return };
        for met in asset.url.iter().chain(&asset.also_at) {
            // A thumbnail on the web stays one; a path in somebody's folder leads nowhere.
            if !is_here && met.contains("://") {
                self.left.insert(met.clone(), reference.clone());
                continue;
            }
            if let Some(whole) = base.absolute(met).filter(|whole| whole != met) {
                self.by_address.entry(whole).or_insert_with(|| reference.clone());
            }
            self.by_address.entry(met.clone()).or_insert_with(|| reference.clone());
        }
        self.by_id.insert(asset.id.clone(), reference);
    }
}
