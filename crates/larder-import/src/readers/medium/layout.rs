//! What each file of an export is.

use std::{collections::BTreeMap, io::Read};

use larder_core::Rule;

use crate::{Intake, ReadOptions, Source, decode, source, source::SourceError};

/// The files of one zip.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) posts: Vec<usize>,
    pub(super) profiles: Vec<usize>,
}

/// All files of an input.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The zips, by the folder that each is in.
    pub(super) parts: BTreeMap<String, Part>,
    /// All else: a post may show it.
    pub(super) others: Vec<usize>,
}

/// Folders of what an account has left besides its posts.
const TRACES: [&str; 18] = [
    "blocks",
    "bookmarks",
    "claps",
    "highlights",
    "interests",
    "ips",
    "lists",
    "partner-program",
    "profile",
    "publications",
    "pubs-following",
    "sessions",
    "tags-following",
    "topics-following",
    "twitter",
    "users-blocked",
    "users-following",
    "users-muted",
];

impl Layout {
    /// Sorts the files of an input. Traces of the account are left out, and not even looked at.
    pub(super) fn of(source: &dyn Source, options: &ReadOptions, intake: &mut Intake) -> Self {
        let mut layout = Self::default();
        for (place, entry) in source.entries().iter().enumerate() {
            let (folders, file) = entry.name.rsplit_once('/').unwrap_or(("", &entry.name));
            let (base, folder) = folders.rsplit_once('/').unwrap_or(("", folders));
            if is_profile(&entry.name) {
                layout.part(base).profiles.push(place);
            } else if let Some(trace) = trace(&entry.name) {
                let found = format!("what an account has left besides its posts (`{trace}`)");
                intake.leave_out(intake.file(place), Rule::AccountData, found);
            } else if is_post(&entry.name) {
                layout.part(base).posts.push(place);
            } else {
                match looks_like_post(place, file, source, options) {
                    // A post that somebody put elsewhere.
                    Ok(true) if folder == "posts" => layout.part(base).posts.push(place),
                    Ok(true) => layout.part(folders).posts.push(place),
                    Ok(false) => layout.others.push(place),
                    Err((rule, found)) => intake.leave_out(intake.file(place), rule, found),
                }
            }
        }
        layout
    }

    fn part(&mut self, folder: &str) -> &mut Part {
        self.parts.entry(folder.to_owned()).or_default()
    }
}

/// Whether a name is that of a post: `posts/….html`.
pub(super) fn is_post(name: &str) -> bool {
    let mut parts = name.rsplit('/');
    parts.next().is_some_and(is_html) && parts.next() == Some("posts")
}

/// Whether a name is that of the profile.
pub(super) fn is_profile(name: &str) -> bool {
    name.strip_suffix("profile/profile.html").is_some_and(|it| it.is_empty() || it.ends_with('/'))
}

/// The folder of traces that a file is in. What stands in front of it is no matter, unless it is a folder of posts.
fn trace(name: &str) -> Option<&str> {
    let folders = || name.split('/').rev().skip(1);
    let found = folders().find(|folder| TRACES.contains(folder));
    found.filter(|_| folders().next() != Some("posts")).or_else(|| {
        let file = name.rsplit('/').next().unwrap_or(name);
        // It says what each folder is.
        file.eq_ignore_ascii_case("README.html").then_some(file)
    })
}

/// Whether a text is a page as Medium exports its posts.
pub(super) fn is_page(text: &str) -> bool {
    let has_entry = text.contains("h-entry") && text.contains("e-content");
    has_entry && ["graf--", "section--body", "p-canonical"].iter().any(|sign| text.contains(sign))
}

fn looks_like_post(
    place: usize,
    file: &str,
    source: &dyn Source,
    options: &ReadOptions,
) -> Result<bool, (Rule, String)> {
    const HEAD: u64 = 64 << 10;
    let mut head = Vec::new();
    let stream = source::unpacked(source, place, &options.limits);
    stream
        .and_then(|stream| Ok(stream.take(HEAD).read_to_end(&mut head)?))
        .map_err(SourceError::into_rule)?;
    let is_text = is_html(file) || !decode::looks_binary(&head);
    Ok(is_text && is_page(&decode(&head, None).text))
}

fn is_html(file: &str) -> bool {
    let end = file.len().checked_sub(".html".len()).and_then(|start| file.get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(".html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_folders() {
        assert!(is_post("posts/a.html") && is_post("medium/posts/a.HTML") && !is_post("a.html"));
        assert!(is_profile("x/profile/profile.html") && !is_profile("profile/about.html"));
        assert_eq!(trace("x/ips/ips-0001.html"), Some("ips"));
        assert_eq!(trace("profile/publications.html"), Some("profile"));
        assert_eq!(trace("README.html"), Some("README.html"));
        // The user's own folder may be called so.
        assert_eq!(trace("lists/posts/a.html"), None);
        assert_eq!(trace("pictures/a.jpg"), None);
    }

    #[test]
    fn posts_are_known_by_their_markup() {
        let page =
            r#"<article class="h-entry"><section class="e-content"><p class="graf graf--p">"#;
        assert!(is_page(page));
        assert!(!is_page(
            r#"<article class="h-entry"><div class="e-content"><p>of an IndieWeb site"#
        ));
    }
}
