//! Bodies as pages hold them.

use larder_html::{Edit, Embeds, Kind, Limits, Normalise, Removed, Tree, normalise, url::Base};

use super::links::Links;

/// The longest `data:` address of a picture that stays in a body, in bytes. Readers keep longer ones as files.
const INLINE: usize = 64 << 10;

/// HTML that is safe to show on a page, with its addresses changed.
pub(crate) fn html(
    html: &str,
    base: &Base,
    links: &mut Links<'_>,
    removed: &mut Vec<Removed>,
) -> String {
    let mut options = Normalise::default();
    options.base = base.clone();
    options.embeds = Embeds::Keep;
    options.inline_pictures = INLINE;
    let normalised = normalise(html, &options);
    removed.push(normalised.removed);
    readdressed(&normalised.html, links)
}

/// The HTML with its addresses changed.
fn readdressed(html: &str, links: &mut Links<'_>) -> String {
    let tree = Tree::fragment(html, &Limits::default());
    tree.edited_html(tree.root(), |node| {
        let Some(name) = tree.name(node) else { return Edit::Keep };
        if tree.kind(node) != Kind::Element {
            return Edit::Keep;
        }
        let mut is_changed = false;
        let mut attributes = Vec::new();
        for (attribute, value) in tree.attributes(node) {
            let changed = match attribute {
                "href" => links.link(value),
                "src" | "poster" | "data" | "cite" => links.media(value),
                "srcset" => Some(links.candidates(value)),
                _ => None,
            };
            is_changed |= changed.is_some();
            match changed {
                Some(empty) if empty.is_empty() => {}
                Some(changed) => attributes.push((attribute, changed.into())),
                None => attributes.push((attribute, value.into())),
            }
        }
        if is_changed { Edit::Retag(name.to_owned().into(), attributes) } else { Edit::Keep }
    })
}

/// The body of a post as a block of HTML that stands in Markdown.
///
/// An empty line would end the block, so that what follows were Markdown: line ends beside it are written as references.
pub(crate) fn block(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + 16);
    out.push_str("<div>\n");
    let mut lines = html.trim_matches('\n').split('\n').peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        let is_beside_blank =
            line.trim().is_empty() || lines.peek().is_some_and(|next| next.trim().is_empty());
        match lines.peek() {
            None => {}
            Some(_) if is_beside_blank => out.push_str("&#10;"),
            Some(_) => out.push('\n'),
        }
    }
    out.push_str("\n</div>\n");
    out
}
