//! What shows that a feed is of comments. Read as a feed of posts, each comment would become a post.

use std::collections::BTreeSet;

use larder_core::format;

use crate::Source;

/// The places of the feeds of comments beside the feed of their posts: `comments.rss.xml` and `comments/NAME/rss.xml` where
/// there is `rss.xml`. One that stands alone may be anything, and is read as what it is.
pub(super) fn beside_posts(source: &dyn Source) -> BTreeSet<usize> {
    let names: BTreeSet<&str> = source.entries().iter().map(|entry| &*entry.name).collect();
    let is_beside = |name: &str| posts_of(name).any(|posts| names.contains(&*posts));
    let entries = source.entries().iter().enumerate();
    entries.filter(|(_, entry)| is_beside(&entry.name)).map(|(place, _)| place).collect()
}

/// Whether a feed says that it is of what readers wrote, by its title or its address: `Comments on: …` and
/// `/comments/feed/` of WordPress, `/feeds/comments/default` of Blogger.
pub(in crate::readers) fn are_said(title: Option<&str>, address: Option<&str>) -> bool {
    const SIGNS: [&str; 6] =
        ["comments on", "comments for", "comments:", "– comments", "댓글", "コメント"];
    let title = title.unwrap_or_default().to_lowercase();
    address.is_some_and(|it| it.contains("/comments/"))
        || SIGNS.iter().any(|it| title.starts_with(it) || title.ends_with(it))
}

/// The files in which the posts may be whose comments have a feed of this name.
fn posts_of(name: &str) -> impl Iterator<Item = String> {
    let tops = name.rmatch_indices('/').map(|(end, _)| end + 1).chain([0]);
    let tops = tops.filter(|&top| format::is_of_comments(&name[top..]));
    tops.map(|top| {
        let file = name.rsplit('/').next().unwrap_or_default();
        format!("{}{}", &name[..top], file.strip_prefix("comments.").unwrap_or(file))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_posts_are_beside_or_two_folders_above() {
        for (name, posts) in [
            ("comments.rss.xml", vec!["rss.xml"]),
            ("out/comments.atom.xml", vec!["out/atom.xml"]),
            ("out/comments/글-1a2b3c4d/rss.xml", vec!["out/rss.xml"]),
            ("out/tag/글/rss.xml", vec![]),
            ("out/rss.xml", vec![]),
        ] {
            assert_eq!(posts_of(name).collect::<Vec<_>>(), posts, "{name}");
        }
    }
}
