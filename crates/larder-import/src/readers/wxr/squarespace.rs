//! What a script of Squarespace makes of its bodies: players of sound and film, which stand in attributes.

use larder_html::{Edit, Kind, Limits, NodeId, Tree, escape};
use memchr::memmem;

/// The classes of what holds a player.
const SOUND: &str = "sqs-audio-embed";
const FILM: &str = "sqs-video-wrapper";

/// The HTML with its players. None where there are none, and where it is too large to be looked at.
pub(super) fn with_players(html: &str) -> Option<String> {
    let has = |class: &str| memmem::find(html.as_bytes(), class.as_bytes()).is_some();
    if !has(SOUND) && !has(FILM) {
        return None;
    }
    let tree = Tree::fragment(html, &Limits::default());
    let is_whole = tree.dropped().is_empty();
    is_whole.then(|| tree.edited_html(tree.root(), |node| edit(&tree, node)))
}

fn edit(tree: &Tree, node: NodeId) -> Edit<'static> {
    if tree.kind(node) != Kind::Element {
        return Edit::Keep;
    }
    let has =
        |class| tree.attribute(node, "class").is_some_and(|it| it.split(' ').any(|it| it == class));
    let said = |name| tree.attribute(node, name).filter(|it| !it.trim().is_empty());
    match (said("data-url"), said("data-html")) {
        (Some(url), _) if has(SOUND) => Edit::Replace(sound(url, said("data-title"))),
        // It is HTML already: whoever publishes it cleans it like the rest.
        (_, Some(film)) if has(FILM) => Edit::Replace(film.to_owned()),
        _ => Edit::Keep,
    }
}

fn sound(url: &str, title: Option<&str>) -> String {
    let caption = title.map(|title| format!("<figcaption>{}</figcaption>", escape::text(title)));
    format!(
        "<figure><audio controls src=\"{}\"></audio>{}</figure>",
        escape::attribute(url),
        caption.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn players_stand_where_a_script_would_have_put_them() {
        let html = "<p>a</p><div class=\"block sqs-audio-embed\" data-url=\"/s/a.mp3?x=1&amp;y\" \
                    data-title=\"B &amp; c\"></div><div class=\"sqs-video-wrapper\" \
                    data-html=\"&lt;iframe src=&quot;https://e.org/v&quot;&gt;&lt;/iframe&gt;\"></div>";
        assert_eq!(
            with_players(html).as_deref(),
            Some(
                "<p>a</p><figure><audio controls src=\"/s/a.mp3?x=1&amp;y\"></audio>\
                 <figcaption>B &amp; c</figcaption></figure><iframe src=\"https://e.org/v\"></iframe>"
            )
        );
        assert_eq!(with_players("<p>sqs</p>"), None);
        let empty = "<div class=\"sqs-audio-embed\" data-url=\" \"></div>";
        assert_eq!(with_players(empty).as_deref(), Some(empty));
    }
}
