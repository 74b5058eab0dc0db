//! Files that are not beside a page: those that several pages show, and those of the site itself.

use std::{
    collections::{BTreeMap, HashMap},
    io,
};

use larder_core::{Asset, AssetId, Blob};

use crate::{
    carried::{Carried, Names},
    tree::{
        generator::Layout,
        part::{Part, Parted},
    },
};

/// The files that are not beside a page.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    /// Their places in the blog and their names, in the order of the blog. What several published pages show is there for the
    /// others, too.
    pub(crate) files: Parted<Vec<(usize, Box<str>)>>,
    names: HashMap<AssetId, (Box<str>, Part)>,
}

impl Shared {
    /// Gives a name to each asset whose bytes are there and that `uses` says more than one page of a part shows, or that a
    /// generator would take for a page.
    pub(super) fn new(
        carried: &Carried<'_>,
        layout: &Layout,
        uses: &BTreeMap<usize, Parted<usize>>,
    ) -> io::Result<Self> {
        let mut shared = Self::default();
        let mut names = Names::default();
        for part in Part::ALL {
            for (&place, uses) in uses.iter().filter(|(_, uses)| *uses.of(part) > 0) {
                let asset = carried.blog.assets.get(place)?;
                let is_shared = *uses.of(part) > 1 || is_page(&asset, layout);
                let is_known = shared.names.contains_key(&asset.id);
                if !is_shared || is_known || blob(&asset).is_none() {
                    continue;
                }
                let name: Box<str> = names.give(&name_of(&asset), asset.id.as_str()).into();
                shared.files.of_mut(part).push((place, name.clone()));
                shared.names.insert(asset.id.clone(), (name, part));
            }
        }
        Ok(shared)
    }

    /// The name of an asset among those that `part` may name.
    pub(crate) fn name(&self, asset: &AssetId, part: Part) -> Option<&str> {
        let (name, of) = self.names.get(asset)?;
        part.may_name(*of).then_some(&**name)
    }
}

fn is_page(asset: &Asset, layout: &Layout) -> bool {
    let name = name_of(asset);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    layout.pages.iter().any(|page| page.eq_ignore_ascii_case(extension))
}

/// The bytes of an asset, if the archive has them.
pub(crate) fn blob(asset: &Asset) -> Option<&Blob> {
    asset.stored.as_ref()?.blob.as_ref()
}

/// How much of a name is kept, in bytes: with folders and what makes it unique, paths stay short enough for Windows.
const LONGEST: usize = 60;

/// The name an asset had, with the extension that its bytes show where it had none.
pub(crate) fn name_of(asset: &Asset) -> String {
    let of_url = || {
        let url = url::Url::parse(asset.url.as_deref()?).ok()?;
        url.path().rsplit('/').next().filter(|last| !last.is_empty()).map(str::to_owned)
    };
    let stored = asset.stored.as_ref().map(|stored| stored.file.as_str()).unwrap_or_default();
    let shown = stored.rsplit_once('.').map_or("", |(_, extension)| extension);
    let file_name = asset.file_name.clone().filter(|name| !name.trim().is_empty());
    // A path in the folder that it was read from.
    let of_path = || {
        let mut paths = asset.also_at.iter().filter(|it| !it.contains([':', '?', '#']));
        paths
            .find_map(|path| path.rsplit('/').next())
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
    };
    let wanted = file_name.or_else(of_url).or_else(of_path);
    let wanted = wanted.unwrap_or_else(|| stored.rsplit('/').next().unwrap_or_default().to_owned());
    let name = crate::carried::safe_name(&wanted);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, shown));
    let mut end = stem.len().min(LONGEST);
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    // Jekyll and Hexo pass over files whose names begin with such a mark.
    let stem = stem[..end].trim_end_matches('-').trim_start_matches('_');
    let stem = if stem.is_empty() { "file" } else { stem };
    if extension.is_empty() { stem.to_owned() } else { format!("{stem}.{extension}") }
}
