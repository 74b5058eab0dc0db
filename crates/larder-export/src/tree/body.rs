//! Bodies as pages hold them, and the HTML of comments.

use larder_html::{Edit, Embeds, Kind, Limits, Normalise, Removed, Tree, normalise, url::Base};
use larder_markdown::{Dialect, Pass, emit};

use super::{cost::Cost, links::Links};

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

/// The body of a post as Markdown, with its addresses changed.
pub(crate) fn markdown(
    html: &str,
    dialect: &Dialect,
    links: &mut Links<'_>,
    cost: &mut Cost,
) -> String {
    let has_pictures = || html.as_bytes().windows(4).any(|it| it.eq_ignore_ascii_case(b"<img"));
    let is_changed = links.lead_to_files() && has_pictures();
    let plain = is_changed.then(|| without_sizes(html, links, cost));
    let emitted = emit(plain.as_deref().unwrap_or(html), dialect, &mut Addresses(links));
    cost.emitted(&emitted.counts);
    emitted.markdown
}

/// The HTML without the sizes at which it shows pictures of the folder. Markdown has no form for them, and programs that
/// show notes do not find the file that a tag of HTML names.
fn without_sizes(html: &str, links: &Links<'_>, cost: &mut Cost) -> String {
    let tree = Tree::fragment(html, &Limits::default());
    let is_size = |name: &str| matches!(name, "width" | "height");
    tree.edited_html(tree.root(), |node| {
        let is_picture = tree.kind(node) == Kind::Element && tree.name(node) == Some("img");
        let attributes: Vec<(&str, &str)> = tree.attributes(node).collect();
        let mut sources = attributes.iter().filter(|(name, _)| *name == "src");
        let is_here = is_picture && sources.any(|(_, src)| links.has_file(src));
        if !is_here || !attributes.iter().any(|(name, _)| is_size(name)) {
            return Edit::Keep;
        }
        cost.sizes += 1;
        let kept = attributes.iter().filter(|(name, _)| !is_size(name));
        Edit::Retag("img".into(), kept.map(|(name, value)| (*name, (*value).into())).collect())
    })
}

/// The addresses of a body, for whoever writes it as Markdown.
struct Addresses<'l, 'p>(&'l mut Links<'p>);

impl Pass for Addresses<'_, '_> {
    fn link(&mut self, href: &str) -> Option<String> {
        self.0.link(href)
    }

    fn media(&mut self, src: &str) -> Option<String> {
        self.0.media(src)
    }

    fn is_target(&mut self, id: &str) -> bool {
        self.0.is_target(id)
    }
}
