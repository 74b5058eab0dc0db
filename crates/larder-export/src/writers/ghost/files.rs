//! Where files stand in the zip: below `content/images/`, `content/media/` or `content/files/`.
//!
//! The importer finds a file's path in every text as a sequence of letters, so that no path may begin with another one, and
//! none may need an escape. It takes every file that ends with `.json` or `.md` for a text to import.

use std::collections::{BTreeSet, HashMap};

use larder_core::{Asset, Digest, Stored};

use crate::{
    carried::{Names, safe_name},
    moving::{Place, When},
};

/// What stands for the address of the blog.
const NAME: &str = "__GHOST_URL__/";

/// Endings that the importer takes for something else than a file.
const TAKEN: [&str; 4] = ["json", "md", "markdown", "csv"];

/// Gives files their places.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    folders: HashMap<String, Names>,
    paths: BTreeSet<String>,
}

impl Place for Shelf {
    fn path(&mut self, asset: &Asset, stored: &Stored, when: When) -> String {
        let own = asset.id.as_str().strip_prefix(NAME).filter(|path| is_content(path));
        if let Some(own) = own.filter(|own| self.fits(own))
            && let Some((folder, file)) = own.rsplit_once('/')
            && self.folders.entry(folder.to_owned()).or_default().take(file)
        {
            self.paths.insert(own.to_owned());
            return own.to_owned();
        }
        let name = name(asset, stored);
        let folder = folder(stored, &name, when);
        let given = self.folders.entry(folder.clone()).or_default().give(&name, asset.id.as_str());
        let mut path = format!("{folder}/{given}");
        if !self.fits(&path) {
            let digest = Digest::of(asset.id.as_str().as_bytes()).to_string();
            let end = name.rsplit_once('.').map_or("bin", |(_, end)| end);
            path = format!("{folder}/{digest}.{end}");
        }
        self.paths.insert(path.clone());
        path
    }

    /// Exports whose blog has no known address have paths from its root.
    fn also(&self, asset: &Asset) -> Option<String> {
        let path = asset.id.as_str().strip_prefix(NAME)?;
        Some(format!("/{path}"))
    }
}

impl Shelf {
    /// Whether no path begins with this one, and this one with none.
    fn fits(&self, path: &str) -> bool {
        let after = self.paths.range(path.to_owned()..).next();
        let begins_another = after.is_some_and(|other| other.starts_with(path));
        let ends = path.char_indices().map(|(at, _)| &path[..at]);
        !begins_another && !ends.skip(1).any(|start| self.paths.contains(start))
    }
}

/// Whether a path is one that the importer takes as it is.
fn is_content(path: &str) -> bool {
    let Some(rest) = path.strip_prefix("content/") else { return false };
    let folders = ["images/", "media/", "files/"];
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./@".contains(&byte);
    folders.iter().any(|folder| rest.len() > folder.len() && rest.starts_with(folder))
        && path.len() <= 200
        && path.bytes().all(is_plain)
        && path
            .split('/')
            .all(|part| !part.is_empty() && !part.starts_with('.') && !part.ends_with('.'))
        && path.rsplit_once('.').is_some_and(|(_, end)| !is_taken(end) && !end.contains('/'))
}

fn is_taken(end: &str) -> bool {
    TAKEN.iter().any(|taken| end.eq_ignore_ascii_case(taken))
}

/// The name of a file in ASCII, with an ending that says what it is.
fn name(asset: &Asset, stored: &Stored) -> String {
    let wanted = asset.file_name.as_deref().or(asset.url.as_deref()).unwrap_or_default();
    let safe = safe_name(wanted);
    let (stem, end) = safe.rsplit_once('.').unwrap_or((&safe, ""));
    let of_bytes = stored.file.rsplit_once('.').map_or("bin", |(_, end)| end);
    let end = match of_bytes {
        "bin" if !end.is_empty() && end.is_ascii() => end,
        of_bytes => of_bytes,
    };
    let plain: String = stem.chars().filter(char::is_ascii).collect();
    let mut plain = plain.trim_matches(['-', '.']).to_owned();
    if plain.is_empty() || plain.len() < stem.len() {
        let digest = Digest::of(asset.id.as_str().as_bytes()).to_string();
        let stem = if plain.is_empty() { "file" } else { &*plain };
        plain = format!("{stem}-{}", &digest[..8]);
    }
    let end = end.to_ascii_lowercase();
    if is_taken(&end) { format!("{plain}-{end}.txt") } else { format!("{plain}.{end}") }
}

fn folder(stored: &Stored, name: &str, when: When) -> String {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    let kind = match end {
        "jpg" | "jpeg" | "png" | "gif" | "svg" | "webp" | "ico" | "avif" => "images",
        "mp4" | "webm" | "ogv" | "mp3" | "wav" | "ogg" | "m4a" => "media",
        _ => "files",
    };
    // A drawing may hold a script; as a file it is offered and not shown.
    let kind = match (end, stored.media_type.as_deref()) {
        ("svg", _) | (_, Some("image/svg+xml")) => "files",
        _ => kind,
    };
    match when {
        Some((year, month)) => format!("content/{kind}/{year:04}/{month:02}"),
        None => format!("content/{kind}/larder"),
    }
}

#[cfg(test)]
mod tests {
    use larder_core::AssetId;

    use super::*;

    fn path(shelf: &mut Shelf, id: &str, name: Option<&str>, extension: &str) -> String {
        let mut asset = Asset::new(AssetId::new(id));
        asset.file_name = name.map(str::to_owned);
        shelf.path(&asset, &Stored::new(Digest::of(b"x"), 1, extension), Some((2019, 12)))
    }

    #[test]
    fn files_of_ghost_stay_where_they_were() {
        let mut shelf = Shelf::default();
        let own = "__GHOST_URL__/content/images/2024/05/x.jpg";
        assert_eq!(path(&mut shelf, own, Some("x.jpg"), "jpg"), "content/images/2024/05/x.jpg");
        for bad in ["__GHOST_URL__/content/images/../x.jpg", "__GHOST_URL__/content/files/a.json"] {
            let given = path(&mut shelf, bad, Some("a b.json"), "bin");
            assert!(given.starts_with("content/files/2019/12/a-b-json"), "{given}");
            assert!(given.ends_with(".txt"), "{given}");
        }
    }

    #[test]
    fn names_are_ascii_and_say_what_the_bytes_are() {
        let mut shelf = Shelf::default();
        assert_eq!(
            path(&mut shelf, "1", Some("Snow.JPG"), "jpg"),
            "content/images/2019/12/Snow.jpg"
        );
        let korean = path(&mut shelf, "2", Some("골목.png"), "png");
        assert!(
            korean.is_ascii() && korean.starts_with("content/images/2019/12/file-"),
            "{korean}"
        );
        assert_eq!(path(&mut shelf, "3", Some("a.md"), "bin"), "content/files/2019/12/a-md.txt");
        assert_eq!(path(&mut shelf, "4", Some("x.exe"), "png"), "content/images/2019/12/x.png");
    }

    #[test]
    fn no_path_begins_with_another() {
        let mut shelf = Shelf::default();
        let first = path(&mut shelf, "__GHOST_URL__/content/images/a.png", None, "png");
        let second = path(&mut shelf, "__GHOST_URL__/content/images/a.png.png", None, "png");
        let third = path(&mut shelf, "__GHOST_URL__/content/images/a.pn", None, "png");
        let all = [first, second, third];
        for one in &all {
            assert_eq!(
                all.iter().filter(|other| other.starts_with(one.as_str())).count(),
                1,
                "{all:?}"
            );
        }
    }
}
