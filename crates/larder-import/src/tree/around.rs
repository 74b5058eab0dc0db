//! Where the links and files of a page are: on the site, beside the page, in the folder that belongs to it.

use larder_core::{Asset, AssetId, Blog, Post, PostId, format::UNPUBLISHED};
use url::Url;

use super::{Generator, Index, Site, fields, index::Head};
use crate::{
    Intake, ReadError, Source, address, collect::Surroundings, percent_decode_name, shelf::Shelf,
};

/// The address that stands for that of a site which nothing tells. It is never written.
const NOWHERE: &str = "https://site.invalid";

/// All that is known of a site when its posts are made.
pub(super) struct Around<'a, 's> {
    pub(super) generator: &'a dyn Generator,
    pub(super) site: &'a Site<'s>,
    pub(super) index: &'a Index,
    /// The names of taxonomies of its own.
    pub(super) taxonomies: Vec<String>,
    folders: Vec<String>,
}

impl<'a, 's> Around<'a, 's> {
    pub(super) fn new(generator: &'a dyn Generator, site: &'a Site<'s>, index: &'a Index) -> Self {
        let taxonomies = fields::taxonomies(&site.config);
        let mut folders = generator.public_folders(site);
        let apart: Vec<String> = folders.iter().map(|it| [UNPUBLISHED, it].concat()).collect();
        folders.extend(apart);
        Self { generator, site, index, taxonomies, folders }
    }

    /// The place of a page's file.
    pub(super) fn place(&self, page: &super::Page) -> usize {
        self.site.file(&page.path).unwrap_or(usize::MAX)
    }

    /// An address on a site of which it is not known where it stands.
    pub(super) fn nowhere(&self, path: &str) -> String {
        [NOWHERE, path].concat()
    }

    /// The file that stands at this path of the site, or at this path of its host.
    pub(super) fn public(&self, path: &str) -> Option<usize> {
        let find = |path: &str| {
            let path = percent_decode_name(path.trim_start_matches('/'));
            let mut folders = self.folders.iter();
            folders.find_map(|folder| self.site.file(&[folder, path.as_str()].concat()))
        };
        let base = self.site.home.as_ref().map_or("/", Url::path);
        find(path).or_else(|| find(path.strip_prefix(base).filter(|_| base != "/")?))
    }

    /// The address at which a file of a folder that we wrote was, as far as that is known.
    pub(super) fn was_at(&self, file: usize) -> Option<String> {
        self.site.moved.address(self.site.path(file)).map(str::to_owned)
    }

    /// The file that an absolute address of the site means.
    pub(super) fn on_site(&self, url: &str) -> Option<usize> {
        self.public(&self.path_of(url)?)
    }

    /// The path on the site that an absolute address has.
    fn path_of(&self, url: &str) -> Option<String> {
        let url = Url::parse(url).ok()?;
        let home = self.site.home.as_ref();
        if home.is_some_and(|home| address::host(home.as_str()) != address::host(url.as_str())) {
            return None;
        }
        let base = home.map_or("/", Url::path).trim_end_matches('/');
        let path = url.path();
        Some(path.strip_prefix(base).filter(|it| it.starts_with('/')).unwrap_or(path).to_owned())
    }

    /// The file that a name in a page means, and whether it is found from the page and not from the site.
    pub(super) fn named(&self, page: &str, name: &str) -> Option<(usize, bool)> {
        let name = name.split(['?', '#']).next().unwrap_or_default();
        if name.is_empty() || name.len() > LONGEST {
            return None;
        }
        let site = || self.public(name).map(|file| (file, false));
        if name.starts_with('/') {
            return site();
        }
        let whole = || {
            let path = name.strip_prefix(self.site.root())?;
            self.site.file(path).map(|file| (file, true))
        };
        self.beside(page, name).map(|file| (file, true)).or_else(site).or_else(whole)
    }

    /// The file that a relative name in a page means.
    fn beside(&self, page: &str, name: &str) -> Option<usize> {
        let name = percent_decode_name(name);
        let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let own = self.generator.bundle(page, self.site);
        let folders = own.as_deref().into_iter().chain([folder]);
        folders.into_iter().find_map(|folder| self.site.file(&joined(folder, &name)?))
    }

    /// The page that a path in another page means: `../walk.md`, `@/blog/walk.md`, `/posts/walk.md`.
    pub(super) fn page(&self, page: &str, href: &str) -> Option<&'a Head> {
        let path = percent_decode_name(href.split(['?', '#']).next().unwrap_or_default());
        if path.is_empty() || path.len() > LONGEST || path.contains("://") {
            return None;
        }
        let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        if let Some(inner) = path.strip_prefix("@/") {
            return self.index.path(&["content/", inner].concat());
        }
        let rooted = path.strip_prefix('/');
        let beside = joined(rooted.map_or(folder, |_| ""), rooted.unwrap_or(&path))?;
        let of_content = || self.index.path(&["content/", rooted?].concat());
        self.index.path(&beside).or_else(of_content)
    }

    /// Whether a file belongs to a page alone.
    pub(super) fn owner(&self, place: usize) -> bool {
        let path = self.site.path(place);
        self.site.bundle_above(path).is_some_and(|folder| !folder.is_empty())
    }

    fn path_of_post(&self, post: &Post) -> Option<&'s str> {
        let name = &post.source.first()?.file;
        let at = self.site.source.entries().binary_search_by(|entry| entry.name.cmp(name)).ok()?;
        Some(self.site.path(at))
    }
}

/// The longest name that is looked for.
const LONGEST: usize = 4096;

impl Surroundings for Around<'_, '_> {
    fn homes(&self) -> Vec<String> {
        let home = self.site.home.as_ref().map(|home| home.as_str().to_owned());
        vec![home.unwrap_or_else(|| [NOWHERE, "/"].concat())]
    }

    fn base(&self, post: &Post) -> Option<Url> {
        // In a folder that we wrote, what is relative is so to the folder.
        let permalink = post.permalink.as_deref().filter(|_| !self.site.is_ours())?;
        Url::parse(permalink).ok()
    }

    fn file(
        &self,
        _: &Shelf<'_>,
        address: &str,
        is_own: bool,
        post: Option<&Post>,
    ) -> Option<usize> {
        if let Some(file) = self.site.moved.file(address) {
            return Some(file);
        }
        if !is_own {
            return None;
        }
        let page = post.and_then(|post| self.path_of_post(post));
        if !address::is_web(address) {
            return match page {
                Some(page) => self.named(page, address).map(|(file, _)| file),
                None => address.starts_with('/').then(|| self.public(address)).flatten(),
            };
        }
        let path = self.path_of(address)?;
        let here = || {
            let base = self.path_of(post?.permalink.as_deref()?)?;
            self.beside(page?, &relative(&base, &path))
        };
        here().or_else(|| self.public(&path))
    }

    fn linked(&self, href: &str, post: &Post) -> Option<PostId> {
        let page = self.path_of_post(post)?;
        Some(self.page(page, href)?.id.clone())
    }
}

/// A path that begins in a folder. None where it leads out of the site.
pub(crate) fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The path of a site, as it is written on a page that has another: `../images/a.png`.
fn relative(page: &str, path: &str) -> String {
    let folder = &page[..page.rfind('/').map_or(0, |at| at + 1)];
    let common = folder.bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
    let start =
        folder.as_bytes()[..common].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
    let up = folder[start..].matches('/').count();
    ["../".repeat(up).as_str(), &path[start..]].concat()
}

/// Keeps a file that belongs to a page which does not refer to it. Fails when the spool does.
pub(super) fn keep(
    blog: &mut Blog,
    place: usize,
    form: &str,
    source: &dyn Source,
    shelf: &mut Shelf<'_>,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let name = &source.entries()[place].name;
    let Some(stored) = shelf.store(place, intake)? else { return Ok(()) };
    let mut asset = Asset::new(AssetId::new(name));
    asset.file_name = Some(name.rsplit('/').next().unwrap_or(name).to_owned());
    asset.stored = Some(stored);
    asset.source = vec![fields::provenance(name, form)];
    blog.assets.put_away(asset, intake.spool())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_never_lead_out() {
        assert_eq!(joined("posts/2019", "../a.png").as_deref(), Some("posts/a.png"));
        assert_eq!(joined("", "./b//c.md").as_deref(), Some("b/c.md"));
        assert_eq!(joined("posts", "../../etc/passwd"), None);
    }

    #[test]
    fn a_path_is_relative_to_the_folder_of_a_page() {
        assert_eq!(relative("/posts/walk/", "/posts/walk/a.png"), "a.png");
        assert_eq!(relative("/posts/walk/", "/posts/img/a.png"), "../img/a.png");
        assert_eq!(relative("/posts/walk.html", "/posts/a.png"), "a.png");
        assert_eq!(relative("/걷기/", "/걷다/a.png"), "../걷다/a.png");
    }
}
