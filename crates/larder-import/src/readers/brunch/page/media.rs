//! Blocks that are not text: images, galleries, videos, rules, link cards. Their data is read first, their markup where
//! the data is silent.

use larder_html::NodeId;
use serde_json::Value;

use super::{image::image, inline::text_of, item::Item, thumb};
use crate::readers::brunch::{
    api::json::{self, Object},
    body::{Block, Image},
};

/// An image, with its caption.
pub(super) fn picture(item: &Item<'_>) -> Block {
    let img = item.find(&["img"]);
    let mut found = image(item.tree, img, first_with_address(item.data).or(item.data));
    if found.caption.is_empty() {
        found.caption = caption(item);
    }
    Block::Image(found)
}

/// Several images side by side.
pub(super) fn gallery(item: &Item<'_>) -> Block {
    let shown = item.find_all("img");
    let stated = images_in(item.data);
    let images = if stated.is_empty() {
        shown.iter().map(|img| image(item.tree, Some(*img), None)).collect()
    } else {
        stated
            .iter()
            .enumerate()
            .map(|(at, data)| shown_as(item, &shown, at, stated.len(), data))
            .collect()
    };
    Block::Gallery { images, caption: caption(item) }
}

/// A video, whose bytes are never in the page.
pub(super) fn video(item: &Item<'_>) -> Block {
    let data = first_with_address(item.data).or(item.data);
    let source = |node| item.tree.attribute(node, "data-src").or(item.tree.attribute(node, "src"));
    let shown =
        || item.find(&["iframe", "embed", "video", "source"]).and_then(source).unwrap_or_default();
    let url = text(data, "url").unwrap_or_else(|| shown().to_owned());
    Block::Video {
        provider: text(data, "sourceType").unwrap_or_else(|| provider_of(&url)),
        caption: caption(item),
        thumbnail: text(data, "thumbnail").map(|address| thumb::absolute(&address).into_owned()),
        url: thumb::absolute(&url).into_owned(),
    }
}

/// A rule, with the name of its look: `hr_type_6`.
pub(super) fn rule(item: &Item<'_>) -> Block {
    let class = || item.class(|class| class.starts_with("hr_type_"));
    Block::Rule(text(item.data, "kind").or_else(class).unwrap_or_default())
}

/// A link card, of the generation with `openGraphData` or of the flat one.
pub(super) fn card(item: &Item<'_>) -> Block {
    let inner = item.data.and_then(|data| data.get("openGraphData")).and_then(Value::as_object);
    let data = inner.or(item.data);
    let stated = |names: &[&str]| names.iter().find_map(|name| text(data, name));
    let shown = |selectors: &[&str]| {
        item.find(selectors).map(|node| text_of(item.tree, node)).unwrap_or_default()
    };
    let attribute = |selector, name| {
        item.find(&[selector]).and_then(|node| item.tree.attribute(node, name)).map(str::to_owned)
    };
    let image = stated(&["image", "imageUrl"]).or_else(|| attribute("img", "src"));
    Block::LinkCard {
        url: stated(&["url", "link", "canonicalUrl"])
            .or_else(|| attribute("a[href]", "href"))
            .unwrap_or_default(),
        title: stated(&["title"]).unwrap_or_else(|| shown(&[".title"])),
        description: stated(&["description"]).unwrap_or_else(|| shown(&[".desc"])),
        image: image.map(|address| thumb::original(&address).into_owned()),
    }
}

/// The caption, from the data or from what is shown.
fn caption(item: &Item<'_>) -> String {
    text(item.data, "caption").unwrap_or_else(|| {
        let node = item.find(&[".text_caption", ".txt_caption", ".img_caption", "figcaption"]);
        node.map(|node| text_of(item.tree, node).trim_ascii().to_owned()).unwrap_or_default()
    })
}

/// One image of a gallery: what the data states, with the `img` that shows it.
fn shown_as(item: &Item<'_>, shown: &[NodeId], at: usize, stated: usize, data: &Object) -> Image {
    let by_place = shown.get(at).filter(|_| shown.len() == stated).copied();
    let token = json::text(data, "url").and_then(thumb::key).map(|(_, token)| token);
    let names = |node: &NodeId, token: &str| {
        ["src", "data-src"].iter().any(|name| {
            item.tree.attribute(*node, name).is_some_and(|address| address.contains(token))
        })
    };
    let by_name =
        token.and_then(|token| shown.iter().take(64).find(|node| names(node, &token)).copied());
    image(item.tree, by_place.or(by_name), Some(data))
}

/// The images of a gallery: `images` of a page, `data` of Astro's content.
fn images_in(data: Option<&Object>) -> Vec<&Object> {
    let list = data.and_then(|data| data.get("images").or_else(|| data.get("data")));
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object).collect()
}

/// Astro's content has the image in `data[0]`.
fn first_with_address(data: Option<&Object>) -> Option<&Object> {
    let data = data?;
    if data.contains_key("url") {
        return Some(data);
    }
    data.get("data")?.as_array()?.first()?.as_object()
}

fn text(data: Option<&Object>, name: &str) -> Option<String> {
    json::text(data?, name).map(str::to_owned)
}

/// Whose player an address is.
fn provider_of(url: &str) -> String {
    let host =
        url.split_once("//").map_or("", |(_, rest)| rest).split('/').next().unwrap_or_default();
    match host {
        _ if host.ends_with("youtube.com")
            || host.ends_with("youtu.be")
            || host.ends_with("youtube-nocookie.com") =>
        {
            "Youtube"
        }
        _ if url.contains("cliplink/") || host.ends_with("tv.kakao.com") => "KakaoTV",
        host => host,
    }
    .to_owned()
}
