//! The comments under a page, as Larder writes them beside a site: a list in a file of data, which the page names.
//!
//! ```json
//! [{ "id": "comment-12", "depth": 0, "name": "Nuri", "date": "2021-03-04T13:00:00+09:00", "html": "<p>…</p>" }]
//! ```
//!
//! Whatever has another form is data like any other. A file lists what was shown, and nothing else.

use larder_core::{
    Body, Comment, CommentId, CommentKind, PostId, Status, Timestamp, format::UNPUBLISHED,
};
use serde::Deserialize;

use super::{Page, around::Around, value::Map};

/// Where such files are.
const FOLDERS: &[&str] = &[
    "data/comments/",
    "comments/",
    "_data/comments/",
    "_data/blog/comments/",
    "src/_data/comments/",
    "src/_data/blog/comments/",
    "src/data/comments/",
    "source/_data/comments/",
];

/// What front matter calls such a file. To Hexo, `comments` says whether there may be some.
pub(super) const NAMES: &[&str] = &["comment_file", "comments"];

/// What ids stand behind, so that they are names of places on a page.
const PREFIX: &str = "comment-";

/// A comment of the list. What has other fields is somebody's own data: it may say that a comment was not shown.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    id: String,
    /// The one that it answers.
    parent: Option<String>,
    /// Only lists of ours have it.
    #[serde(rename = "depth")]
    _depth: u32,
    kind: Option<String>,
    name: Option<String>,
    url: Option<String>,
    date: Option<String>,
    html: String,
}

/// The comments that a page names, and the place of their file. None where there are none.
pub(super) fn of(
    page: &Page,
    post: &PostId,
    around: &Around<'_, '_>,
) -> Option<(usize, Vec<Comment>)> {
    let inner = ["params", "extra"].iter().filter_map(|name| page.map.map(name));
    let name = std::iter::once(&page.map).chain(inner).find_map(file_of)?;
    let site = around.site;
    let parts = ["", UNPUBLISHED].into_iter();
    let mut folders = parts.flat_map(|part| FOLDERS.iter().map(move |folder| (part, folder)));
    let place =
        folders.find_map(|(part, folder)| site.file(&[part, folder, name, ".json"].concat()))?;
    let told: Vec<Told> = serde_json::from_slice(&site.source.read(place).ok()?).ok()?;
    Some((place, told.into_iter().map(|told| comment(told, post)).collect()))
}

/// The name of the file that front matter names.
fn file_of(map: &Map) -> Option<&str> {
    NAMES.iter().find_map(|name| map.text(name))
}

fn comment(told: Told, post: &PostId) -> Comment {
    let mut comment = Comment::new(id(&told.id), post.clone(), Body::inline(told.html));
    comment.is_html = true;
    comment.status = Some(Status::Published);
    comment.kind = match told.kind.as_deref() {
        Some("pingback") => CommentKind::Pingback,
        Some("trackback") => CommentKind::Trackback,
        _ => CommentKind::Comment,
    };
    comment.parent = told.parent.as_deref().map(id);
    (comment.author_name, comment.author_url) = (told.name, told.url);
    comment.published = told.date.and_then(|date| Timestamp::from_rfc3339(&date).ok());
    comment
}

fn id(text: &str) -> CommentId {
    CommentId::new(text.strip_prefix(PREFIX).unwrap_or(text))
}
