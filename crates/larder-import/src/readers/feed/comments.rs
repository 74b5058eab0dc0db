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

/// The page that a link leads into and the name of the place there, if it is the place of a comment: `#comment-5` of
/// WordPress and many others, `#c5` of Blogger. Which page of its comments it is, and when it was written, is no part of the
/// page.
pub(in crate::readers) fn place_of(link: &str) -> Option<(String, &str)> {
    let (page, anchor) = link.split_once('#').filter(|(_, anchor)| is_of_comment(anchor))?;
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let is_place = |pair: &&str| pair.starts_with("showComment=") || pair.starts_with("cpage=");
    let query: Vec<&str> = query.split('&').filter(|it| !it.is_empty() && !is_place(it)).collect();
    let bare = path.trim_end_matches('/');
    let path = match bare.rsplit_once('/') {
        Some((post, last)) if is_numbered(last, "comment-page-") => post,
        _ => path,
    };
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    Some((format!("{path}{query}"), anchor))
}

/// Whether a place in a page is called as those of comments are.
fn is_of_comment(anchor: &str) -> bool {
    let anchor = anchor.to_ascii_lowercase();
    let bare = ["li-", "div-"].iter().find_map(|it| anchor.strip_prefix(it)).unwrap_or(&anchor);
    let named = ["comment", "cmt", "reply"].iter().find_map(|it| bare.strip_prefix(it));
    match named {
        Some(rest) => {
            let id = rest.trim_start_matches(['-', '_']);
            id.bytes().all(|byte| byte.is_ascii_alphanumeric())
                && id.bytes().any(|byte| byte.is_ascii_digit())
        }
        None => is_numbered(bare, "c") || is_numbered(bare, "c-"),
    }
}

fn is_numbered(name: &str, before: &str) -> bool {
    let number = name.strip_prefix(before).unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
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
    fn a_link_leads_into_the_page_of_its_comment() {
        for (link, page, anchor) in [
            ("https://e.org/a/#comment-5", "https://e.org/a/", "comment-5"),
            ("https://e.org/a/comment-page-2/#comment-5", "https://e.org/a", "comment-5"),
            ("https://e.org/?p=1&cpage=2#li-comment-5", "https://e.org/?p=1", "li-comment-5"),
            ("https://b.org/a.html?showComment=17#c5", "https://b.org/a.html", "c5"),
            ("https://e.org/a#comment_12", "https://e.org/a", "comment_12"),
            ("https://e.org/a#comment-6a00d8341c", "https://e.org/a", "comment-6a00d8341c"),
        ] {
            assert_eq!(place_of(link), Some((page.to_owned(), anchor)), "{link}");
        }
        for link in
            ["https://e.org/a", "https://e.org/a#p5", "https://e.org/a#comments", "#chapter-5"]
        {
            assert_eq!(place_of(link), None, "{link}");
        }
    }

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
