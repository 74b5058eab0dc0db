//! The cover: title, subtitle and picture above the body. Its picture is the post's cover and no part of the body.

use larder_core::Note;
use larder_html::{NodeId, Tree};
use serde_json::Value;

use super::{head::Head, image, inline, item, rich};
use crate::readers::brunch::{
    api::json::{self, Object},
    body::Image,
};

/// What the cover says.
#[derive(Debug, Default)]
pub(super) struct Cover {
    pub(super) title: Option<String>,
    pub(super) subtitle: Option<String>,
    pub(super) image: Option<Image>,
}

/// Reads the cover. `content` is the cover block of Astro's content.
pub(super) fn read(tree: &Tree, content: Option<&Object>, notes: &mut Vec<Note>) -> Cover {
    let find =
        |selectors: &[&str]| selectors.iter().find_map(|selector| tree.find(tree.root(), selector));
    let block = find(&[".wrap_cover [data-app]", ".cover_item[data-app]"]);
    let data = block.and_then(|block| item::data_of(tree, block, "the data of the cover", notes));
    let data = data.as_ref();
    let shown = |node: Option<NodeId>| {
        node.map(|node| lines_of(tree, node)).filter(|text| !text.is_empty())
    };
    Cover {
        title: plain(data, "title").or_else(|| shown(find(&["h1.cover_title", ".cover_title"]))),
        subtitle: plain(data, "title-sub").or_else(|| shown(find(&[".cover_sub_title"]))),
        image: picture(tree, find(&[".wrap_cover .cover_image", ".cover_image"]), data.or(content)),
    }
}

/// The picture that other sites are offered, for posts without one on the cover. brunch's own logo does not count.
pub(super) fn offered(head: &Head<'_>) -> Option<Image> {
    let address = head.meta("og:image").filter(|address| !address.contains("/brunch/static/"))?;
    let mut found = Image::default();
    image::add(&mut found, address.trim_ascii());
    (found.url.is_some() || found.local.is_some()).then_some(found)
}

/// A picture named by its address alone.
pub(super) fn named(address: &str) -> Option<Image> {
    let mut found = Image::default();
    image::add(&mut found, address.trim_ascii());
    found.url.is_some().then_some(found)
}

fn picture(tree: &Tree, node: Option<NodeId>, data: Option<&Object>) -> Option<Image> {
    let mut found = Image::default();
    let style = node.and_then(|node| tree.attribute(node, "style"));
    image::add(&mut found, style.and_then(image::address_in_style).unwrap_or_default());
    let stated = data
        .and_then(|data| data.get("style")?.get("background-image")?.as_str())
        .unwrap_or_default();
    image::add(&mut found, image::address_in_style(stated).unwrap_or(stated));
    let img = node.and_then(|node| tree.find(node, "img"));
    if found.url.is_none() && img.is_some() {
        let local = found.local.take();
        found = image::image(tree, img, None);
        found.local = found.local.or(local);
    }
    let pixels = |name| {
        data.and_then(|data| json::number(data, name)).and_then(|number| u32::try_from(number).ok())
    };
    (found.width, found.height) = (pixels("width"), pixels("height"));
    (found.url.is_some() || found.local.is_some()).then_some(found)
}

/// `plain` holds the text alone; older covers have it only in the block's own `text` or `data`.
fn plain(data: Option<&Object>, name: &str) -> Option<String> {
    let data = data?;
    let plain =
        data.get("plain").and_then(Value::as_object).and_then(|plain| json::text(plain, name));
    if let Some(plain) = plain {
        return Some(plain.to_owned());
    }
    let block = data.get(name)?.as_object()?;
    let rich = block.get("data").map(|data| rich::from_data(data).text);
    json::text(block, "text").map(str::to_owned).or(rich).filter(|text| !inline::is_blank(text))
}

/// The text of an element. Only `br` breaks its lines: those of the source are spaces.
fn lines_of(tree: &Tree, node: NodeId) -> String {
    let html = inline::from_markup(tree, node);
    let text = larder_html::text::to_text(&html);
    text.trim_matches(|character: char| character.is_ascii_whitespace()).to_owned()
}
