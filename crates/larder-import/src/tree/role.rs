//! What the files of a site are, by their paths.

use larder_core::{PostKind, Rule, format::UNPUBLISHED};

use super::{Generator, Site, front, ignored::Ignored};
use crate::Intake;

/// What a file of a site is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A page or a post.
    Page(Spot),
    /// Settings.
    Settings,
    /// Data that templates read, kept with the site as they are.
    Data,
    /// A picture or another file that pages may show.
    File,
    /// What the site is shown with, and not what it shows: what it is.
    Furniture(&'static str),
    /// A file outside of all folders that pages are in: where it is.
    Beside(&'static str),
}

/// What the path of a page says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spot {
    /// Post or page, where the folder decides; otherwise the date does.
    pub(crate) kind: Option<PostKind>,
    /// Why it is kept beside the posts and pages: it is part of another one, or makes a list.
    pub(crate) aside: Option<&'static str>,
    /// Whether it is a draft, or is made into no page, because of where it lies.
    pub(crate) is_hidden: bool,
    /// The folders below that of all pages: `posts/2019`.
    pub(crate) folder: String,
    /// Its name without language, date and extension.
    pub(crate) stem: String,
    /// The language in its name or folder, where it is not that of the site.
    pub(crate) language: Option<String>,
    /// The date in its name.
    pub(crate) date: Option<String>,
    /// The collection that it belongs to.
    pub(crate) collection: String,
    /// Categories that folders stand for.
    pub(crate) categories: Vec<String>,
}

/// The files of a site by what they are.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    pub(super) pages: Vec<(usize, Spot)>,
    pub(super) data: Vec<usize>,
    pub(super) files: Vec<usize>,
}

impl Sorted {
    /// Sorts the files of a site. What it is shown with is left out.
    pub(super) fn of(generator: &dyn Generator, site: &Site<'_>, intake: &mut Intake) -> Self {
        let mut sorted = Self::default();
        let ignored = Ignored::of(site, generator.format().name);
        for &place in &site.files {
            let path = site.path(place);
            let role = match furniture(path) {
                Some(what) => Role::Furniture(what),
                None => role(generator, path, site),
            };
            match role {
                Role::Page(mut spot) => {
                    spot.is_hidden |= ignored.has(path);
                    sorted.pages.push((place, spot));
                }
                Role::Data => sorted.data.push(place),
                Role::File => sorted.files.push(place),
                // The site has settled it.
                Role::Settings if site.is_settings(place) => {}
                Role::Settings => intake.leave_out(
                    intake.file(place),
                    Rule::PageFurniture,
                    "settings of the program that makes the site",
                ),
                Role::Furniture(what) => {
                    intake.leave_out(intake.file(place), Rule::PageFurniture, what);
                }
                // Some setting may make it a page that nobody here knows of.
                Role::Beside(what) if may_be_page(path, site) => {
                    let found = format!("a text with front matter {what}");
                    intake.leave_out(intake.file(place), Rule::NotRecognised, found);
                }
                Role::Beside(what) => {
                    intake.leave_out(intake.file(place), Rule::PageFurniture, what);
                }
            }
        }
        sorted
    }
}

/// What a file is. Those of posts that the site does not publish are what they would be on the site. A page among them is a
/// file that is named like one, or somebody wrote it there: either is not public.
fn role(generator: &dyn Generator, path: &str, site: &Site<'_>) -> Role {
    let of_site = path.strip_prefix(UNPUBLISHED).map(|inner| generator.role(inner, site));
    match (of_site, generator.role(path, site)) {
        (Some(role @ (Role::File | Role::Data)), _) => role,
        (Some(_), Role::Page(spot)) => Role::Page(Spot { is_hidden: true, ..spot }),
        (_, role) => role,
    }
}

/// Whether a file is named like a page and begins like one.
fn may_be_page(path: &str, site: &Site<'_>) -> bool {
    let is_named = matches!(extension(path).as_str(), "md" | "markdown" | "mdx");
    is_named && site.text(path).is_some_and(|text| front::split_trimmed(&text).is_there)
}

/// What a file is that is of no site's content, whoever makes the site.
pub(super) fn furniture(path: &str) -> Option<&'static str> {
    let mut parts = path.split('/');
    let file = parts.next_back().unwrap_or_default();
    let mut parts = parts.peekable();
    if parts.any(|folder| matches!(folder, "node_modules" | "bower_components")) {
        return Some("a program that the site is made with");
    }
    if path.split('/').any(|part| matches!(part, ".git" | ".svn" | ".hg")) {
        return Some("a record of versions");
    }
    let is_hidden = |part: &str| part.starts_with('.') && part != ".well-known";
    let is_settings = file.starts_with(".eleventy");
    (path.split('/').any(is_hidden) && !is_settings).then_some("a hidden file")
}

/// The extension of a name, in lower case.
pub(crate) fn extension(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let extension = file.rsplit_once('.').filter(|(stem, _)| !stem.is_empty());
    extension.map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
}

/// Whether a name is that of a text that some generator makes a page of.
pub(crate) fn is_page_name(path: &str) -> bool {
    matches!(
        extension(path).as_str(),
        "md" | "markdown" | "mdown" | "mkd" | "mkdn" | "mdx" | "mdwn" | "html" | "htm"
    )
}

/// The folder, the name and the extension of a path: `posts/2019`, `a.walk`, `md`.
pub(crate) fn split_name(path: &str) -> (&str, &str, &str) {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    match file.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
        Some((stem, extension)) => (folder, stem, extension),
        None => (folder, file, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_and_versions_are_furniture() {
        for path in [".git/HEAD", "a/.git/x", "node_modules/x/README.md", ".github/a.md", "a/.b.md"]
        {
            assert!(furniture(path).is_some(), "{path}");
        }
        for path in ["a.md", ".eleventy.js", ".well-known/x", "git/a.md"] {
            assert_eq!(furniture(path), None, "{path}");
        }
    }

    #[test]
    fn names_have_parts() {
        assert_eq!(split_name("posts/2019/a.walk.md"), ("posts/2019", "a.walk", "md"));
        assert_eq!(split_name(".hidden"), ("", ".hidden", ""));
        assert_eq!((extension("a/B.MD"), extension("a.b/c")), ("md".into(), String::new()));
    }
}
