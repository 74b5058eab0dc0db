//! Whether what stands at a place is an output of Larder: `--replace` moves nothing else away.
//!
//! An output holds nothing but what the writers make: the files of the formats, their schemas and `media/sha256/`, at
//! its top or, for several blogs, in one folder each. Names decide, and one name that is not ours is enough to refuse:
//! a mistyped `-o ~/Documents --replace` must find everything as it was. A zip is judged by the same names.
//!
//! A folder for a generator of sites has names of its own. It lists them ([`LIST_FILE`]), and holds nothing else.

use std::{
    collections::HashSet,
    fs,
    io::{self, BufReader, Read},
    path::Path,
};

use larder_core::{
    format::{is_folder_of_feeds, is_of_feeds, is_of_moves},
    record::{DOCUMENT_SCHEMA_FILE, RECORD_SCHEMA_FILE},
};
use zip::ZipArchive;

use crate::{WRITERS, tree::LIST_FILE};

/// The longest list that is read, in bytes: a million names.
const LONGEST_LIST: u64 = 256 << 20;

/// What was found at a place.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// An output, whole or in part.
    Ours,
    /// Something that no writer makes: its name within the place, empty for the place itself.
    Foreign(String),
}

/// Judges what is at `place`. A link is what it points at; one that leads nowhere is foreign.
#[expect(clippy::disallowed_methods, reason = "looks whether an older output is ours")]
pub(super) fn judge(place: &Path) -> io::Result<Found> {
    match fs::metadata(place) {
        Ok(found) if found.is_dir() => judge_folder(place),
        Ok(found) if found.is_file() => Ok(judge_zip(place)),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(Found::Foreign(String::new())),
    }
}

fn judge_folder(root: &Path) -> io::Result<Found> {
    let mut ahead = vec![String::new()];
    while let Some(folder) = ahead.pop() {
        let inside = list(&root.join(&folder))?;
        if inside.is_empty() {
            return Ok(Found::Foreign(folder));
        }
        if inside.iter().any(|(name, is_folder)| name == LIST_FILE && !is_folder) {
            match judge_listed(root, &folder)? {
                Found::Ours => continue,
                foreign => return Ok(foreign),
            }
        }
        for (name, is_folder) in inside {
            let name = joined(&folder, &name);
            match is_folder {
                true if is_ours(&format!("{name}/a")) => {}
                true if leads_to_ours(&name) => ahead.push(name),
                false if is_ours(&name) => {}
                _ => return Ok(Found::Foreign(name)),
            }
        }
    }
    Ok(Found::Ours)
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Judges a folder that lists what it holds.
#[expect(clippy::disallowed_methods, reason = "reads the list of an older output")]
fn judge_listed(root: &Path, top: &str) -> io::Result<Found> {
    let list_file = fs::File::open(root.join(joined(top, LIST_FILE)))?;
    let listed = listed(list_file, top)?;
    let mut ahead = vec![top.to_owned()];
    while let Some(folder) = ahead.pop() {
        for (name, is_folder) in list(&root.join(&folder))? {
            let name = joined(&folder, &name);
            match is_folder {
                true => ahead.push(name),
                false if listed.contains(&name) => {}
                false => return Ok(Found::Foreign(name)),
            }
        }
    }
    Ok(Found::Ours)
}

/// The names on a list, below the folder that it stands in. What is no text names nothing.
fn listed(list: impl Read, top: &str) -> io::Result<HashSet<String>> {
    let mut text = Vec::new();
    list.take(LONGEST_LIST).read_to_end(&mut text)?;
    let text = String::from_utf8_lossy(&text);
    Ok(text.lines().map(|name| joined(top, name)).collect())
}

/// Whether something of ours may be below a folder: `blog/media` and `blog/tag/name` are the deepest.
fn leads_to_ours(folder: &str) -> bool {
    match folder.split('/').collect::<Vec<_>>().as_slice() {
        [_] | [_, _] => true,
        [_, kind, _] => is_folder_of_feeds(kind),
        _ => false,
    }
}

/// What a folder holds, ordered by name: the name, and whether it is a folder. What operating systems leave is nothing.
#[expect(clippy::disallowed_methods, reason = "looks at the names in an older output")]
fn list(folder: &Path) -> io::Result<Vec<(String, bool)>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if ![".DS_Store", "Thumbs.db", "desktop.ini"].contains(&name.as_str()) {
            names.push((name, entry.file_type()?.is_dir()));
        }
    }
    names.sort();
    Ok(names)
}

fn judge_zip(path: &Path) -> Found {
    #[expect(clippy::disallowed_methods, reason = "looks at the names in an older output")]
    let zip =
        fs::File::open(path).map_err(Into::into).and_then(|it| ZipArchive::new(BufReader::new(it)));
    let Ok(mut zip) = zip else { return Found::Foreign(String::new()) };
    let names: Vec<Option<String>> =
        zip.file_names().map(|name| name.as_ref().ok().map(|name| name.to_string())).collect();
    let listed = listed_in_zip(&mut zip, &names);
    let is_known = |name: &String| is_ours(name) || listed.contains(name);
    match names.iter().find(|name| !name.as_ref().is_some_and(is_known)) {
        Some(name) => Found::Foreign(name.clone().unwrap_or_default()),
        None if names.is_empty() => Found::Foreign(String::new()),
        None => Found::Ours,
    }
}

/// The names on all lists of a zip: at its top, in the folder of a format, of a blog.
fn listed_in_zip<R: Read + io::Seek>(
    zip: &mut ZipArchive<R>,
    names: &[Option<String>],
) -> HashSet<String> {
    let mut all = HashSet::new();
    for name in names.iter().flatten() {
        let (top, file) = name.rsplit_once('/').unwrap_or(("", name));
        if file != LIST_FILE || top.matches('/').count() > 1 {
            continue;
        }
        let list = zip.by_name(name).ok().and_then(|list| listed(list, top).ok());
        all.extend(list.into_iter().flatten());
    }
    all
}

/// Whether a writer makes a file of this name, in the output or in the folder of one of its blogs.
fn is_ours(name: &str) -> bool {
    let parts: Vec<_> = name.split('/').collect();
    is_of_a_blog(&parts) || matches!(parts.as_slice(), [_, parts @ ..] if is_of_a_blog(parts))
}

fn is_of_a_blog(parts: &[&str]) -> bool {
    match parts {
        [file] => {
            let schemas = [DOCUMENT_SCHEMA_FILE, RECORD_SCHEMA_FILE];
            schemas.contains(file)
                || WRITERS.iter().any(|it| it.format().file == *file)
                || is_of_feeds(file)
                || is_of_moves(file)
        }
        ["media", "sha256", _, ..] => true,
        parts => is_of_feeds(&parts.join("/")),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[track_caller]
    #[expect(clippy::disallowed_methods, reason = "the test makes its own files")]
    fn check(files: &[&str], expected: Found) {
        let root = tempfile::tempdir().unwrap();
        for file in files {
            let path: PathBuf = root.path().join("out").join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        assert_eq!(judge(&root.path().join("out")).unwrap(), expected, "{files:?}");
    }

    fn foreign(name: &str) -> Found {
        Found::Foreign(name.to_owned())
    }

    #[test]
    fn what_the_writers_make_is_ours_at_the_top_and_in_a_folder_for_each_blog() {
        check(&["rss.xml", "atom.xml", "feed.json", ".DS_Store"], Found::Ours);
        check(&["rss.xml", "rss-1.xml", "feed-12.json"], Found::Ours);
        check(
            &["rss.xml", "tag/글/rss.xml", "feeds.opml", "feed.css", "subscribe.html"],
            Found::Ours,
        );
        check(&["blog.1.wxr.xml", "blog.2.wxr.xml", "blog.mt.txt"], Found::Ours);
        check(&["one/series/a/atom.xml", "one/atom.xml"], Found::Ours);
        check(&["rss.xml", "comments.rss.xml", "comments/글-1a2b3c4d/rss.xml"], Found::Ours);
        check(&["one/rss.xml", "one/comments/글-1a2b3c4d/rss.xml"], Found::Ours);
        check(&["ghost.zip", "ghost-2.zip", "ghost.comments.json", "blog.bar"], Found::Ours);
        check(&["larder.json", "larder-1.schema.json", "media/sha256/ab/ab12.jpg"], Found::Ours);
        check(&["one/rss.xml", "two/larder.jsonl", "two/media/sha256/ab/ab12.jpg"], Found::Ours);
    }

    #[test]
    fn one_thing_that_no_writer_makes_is_enough() {
        check(&["rss.xml", "thesis.docx"], foreign("thesis.docx"));
        check(&["rss.xml", "rss-.xml"], foreign("rss-.xml"));
        check(&["ghost.zip", "ghost-.zip"], foreign("ghost-.zip"));
        check(&["rss.xml", "rss-1a.xml"], foreign("rss-1a.xml"));
        check(&["rss.xml", "media/holiday.jpg"], foreign("media/holiday.jpg"));
        check(&["one/rss.xml", "photos/2019/a.jpg"], foreign("photos/2019/a.jpg"));
        check(&["rss.xml", "tag/글/photo.jpg"], foreign("tag/글/photo.jpg"));
        check(&["rss.xml", "comments/글/feed.json"], foreign("comments/글/feed.json"));
        check(&["a/tag/b/c/rss.xml"], foreign("a/tag/b/c"));
        check(&["a/b/c/rss.xml"], foreign("a/b/c"));
        check(&["a/media/b/rss.xml"], foreign("a/media/b"));
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test makes its own files")]
    fn a_folder_that_lists_its_files_holds_no_other() {
        for top in ["", "hugo/", "blog/hugo/"] {
            let root = tempfile::tempdir().unwrap();
            let site = root.path().join("out").join(top);
            fs::create_dir_all(site.join("content/posts/글")).unwrap();
            fs::write(site.join("content/posts/글/index.md"), "").unwrap();
            fs::write(site.join(LIST_FILE), format!("content/posts/글/index.md\n{LIST_FILE}\n"))
                .unwrap();
            assert_eq!(judge(&root.path().join("out")).unwrap(), Found::Ours, "{top}");
            fs::write(site.join("content/posts/글/mine.md"), "").unwrap();
            let mine = foreign(&format!("{top}content/posts/글/mine.md"));
            assert_eq!(judge(&root.path().join("out")).unwrap(), mine);
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test makes its own files")]
    fn a_file_that_is_no_zip_of_ours_and_an_empty_folder_are_foreign() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("thesis.zip");
        fs::write(&file, "not a zip").unwrap();
        assert_eq!(judge(&file).unwrap(), foreign(""));
        assert_eq!(judge(&root.path().join("missing")).unwrap(), foreign(""));
        fs::create_dir_all(root.path().join("out/photos")).unwrap();
        assert_eq!(judge(&root.path().join("out")).unwrap(), foreign("photos"));
    }
}
