//! Whether what stands at a place is an output of Larder: `--replace` moves nothing else away.
//!
//! An output holds nothing but what the writers make: the files of the formats, their schemas and `media/sha256/`, at
//! its top or, for several blogs, in one folder each. Names decide, and one name that is not ours is enough to refuse:
//! a mistyped `-o ~/Documents --replace` must find everything as it was. A zip is judged by the same names.

use std::{
    fs,
    io::{self, BufReader},
    path::Path,
};

use larder_core::{
    format::{GROUP_FOLDERS, is_of_feeds, is_of_moves},
    record::{DOCUMENT_SCHEMA_FILE, RECORD_SCHEMA_FILE},
};
use zip::ZipArchive;

use crate::WRITERS;

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
        for (name, is_folder) in inside {
            let name = if folder.is_empty() { name } else { format!("{folder}/{name}") };
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

/// Whether something of ours may be below a folder: `blog/media` and `blog/tag/name` are the deepest.
fn leads_to_ours(folder: &str) -> bool {
    match folder.split('/').collect::<Vec<_>>().as_slice() {
        [_] | [_, _] => true,
        [_, kind, _] => GROUP_FOLDERS.contains(kind),
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
    let Ok(zip) = zip else { return Found::Foreign(String::new()) };
    let mut names = zip.file_names();
    match names.find(|name| !name.as_ref().is_ok_and(|name| is_ours(name))) {
        Some(name) => Found::Foreign(name.map(Into::into).unwrap_or_default()),
        None if zip.is_empty() => Found::Foreign(String::new()),
        None => Found::Ours,
    }
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
        check(&["one/series/a/atom.xml", "one/atom.xml"], Found::Ours);
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
        check(&["a/tag/b/c/rss.xml"], foreign("a/tag/b/c"));
        check(&["a/b/c/rss.xml"], foreign("a/b/c"));
        check(&["a/media/b/rss.xml"], foreign("a/media/b"));
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
