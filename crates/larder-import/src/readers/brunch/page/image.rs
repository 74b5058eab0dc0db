//! One image, from all the places that name it.
//!
//! The source is `data-src`, else `src`, else the address in `data-app`. In a saved page `src` is a path in the folder
//! beside it: the bytes are there, what the image is and where it came from stands in `data-app`.

use larder_html::{NodeId, Tree};

use super::thumb;
use crate::readers::brunch::{
    api::json::{self, Object},
    body::Image,
};

/// An image from its `img` and from its data.
pub(super) fn image(tree: &Tree, img: Option<NodeId>, data: Option<&Object>) -> Image {
    let mut image = Image::default();
    let attribute = |name| {
        img.and_then(|img| tree.attribute(img, name)).map(str::trim_ascii).unwrap_or_default()
    };
    let (lazy, source) = (attribute("data-src"), attribute("src"));
    add(&mut image, lazy);
    if image.url.is_none() || place(source) == Place::Folder {
        add(&mut image, source);
    }
    if let Some(data) = data {
        read_data(&mut image, data);
    }
    if image.url.is_none() && image.local.is_none() && !source.is_empty() {
        // Nothing but the bytes themselves.
        image.url = Some(source.to_owned());
    }
    image.alt = attribute("alt").to_owned();
    image.width = image.width.or_else(|| attribute("width").parse().ok());
    image.height = image.height.or_else(|| attribute("height").parse().ok());
    image
}

/// Adds an address that the image was met under. The first one says where it is; the others are kept beside it.
pub(super) fn add(image: &mut Image, address: &str) {
    let address = match place(address) {
        Place::Nowhere => return,
        Place::Folder => {
            image.local.get_or_insert_with(|| address.to_owned());
            return;
        }
        Place::Site => format!("https://brunch.co.kr{address}"),
        Place::Web => thumb::absolute(address).into_owned(),
    };
    let original = thumb::original(&address).into_owned();
    let url = image.url.get_or_insert_with(|| original.clone());
    for other in [original, address] {
        if other != *url && !image.also_at.contains(&other) {
            image.also_at.push(other);
        }
    }
}

/// The first address of a `style` with `url(…)`.
pub(super) fn address_in_style(style: &str) -> Option<&str> {
    let (_, after) = style.split_once("url(")?;
    let after = after.trim_ascii_start();
    let quote = after.chars().next().filter(|first| matches!(first, '"' | '\''));
    let inside = match quote {
        Some(quote) => after.get(1..)?.split(quote).next()?,
        None => after.split(')').next()?.trim_ascii_end(),
    };
    (!inside.is_empty()).then_some(inside)
}

fn read_data(image: &mut Image, data: &Object) {
    add(image, json::text(data, "url").unwrap_or_default().trim_ascii());
    let pixels = |name| json::number(data, name).and_then(|number| u32::try_from(number).ok());
    (image.width, image.height) = (pixels("width"), pixels("height"));
    image.caption = json::text(data, "caption").unwrap_or_default().to_owned();
    let Some(name) = json::text(data, "originalName") else { return };
    let decoded = thumb::percent_decode(name);
    image.raw_name = (decoded != name).then(|| name.to_owned());
    image.file_name = Some(decoded);
}

#[derive(PartialEq)]
enum Place {
    /// Empty, or the bytes of a placeholder.
    Nowhere,
    /// An address with a host.
    Web,
    /// A path of the site.
    Site,
    /// A path beside the page. Whoever follows it decides whether it stays within the input.
    Folder,
}

fn place(address: &str) -> Place {
    let scheme = |name: &str| {
        address.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
    };
    if address.is_empty() || ["data:", "about:", "blob:"].into_iter().any(scheme) {
        Place::Nowhere
    } else if ["http:", "https:", "//"].into_iter().any(scheme) {
        Place::Web
    } else if address.starts_with('/') {
        Place::Site
    } else {
        Place::Folder
    }
}

#[cfg(test)]
mod tests {
    use larder_html::Limits;
    use serde_json::{Value, json};

    use super::*;

    fn read(html: &str, data: Value) -> Image {
        let tree = Tree::fragment(html, &Limits::default());
        image(&tree, tree.find(tree.root(), "img"), data.as_object())
    }

    const ORIGINAL: &str = "http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/AbC.jpg";

    #[test]
    fn data_src_goes_before_src() {
        let html = format!(
            "<img data-src='//t1.daumcdn.net/thumb/R1280x0/?fname={ORIGINAL}' src='//x.example/blank.gif'>"
        );
        let found = read(&html, json!({}));
        assert_eq!(found.url.as_deref(), Some(ORIGINAL));
        assert_eq!(
            found.also_at,
            [format!("https://t1.daumcdn.net/thumb/R1280x0/?fname={ORIGINAL}")]
        );
        assert_eq!(found.local, None);
    }

    #[test]
    fn a_saved_page_has_the_bytes_beside_it() {
        let found = read(
            "<img src='./빨간_files/AbC.jpg' width=4>",
            json!({"url": ORIGINAL, "height": "3"}),
        );
        assert_eq!(found.local.as_deref(), Some("./빨간_files/AbC.jpg"));
        assert_eq!(found.url.as_deref(), Some(ORIGINAL));
        assert_eq!((found.width, found.height), (Some(4), Some(3)));
    }

    #[test]
    fn a_moved_image_keeps_both_addresses() {
        let moved = "http://t1.kakaocdn.net/brunch/service/user/Zz9Z/image/AbC.jpg";
        let found = read(&format!("<img src='{moved}'>"), json!({"url": ORIGINAL}));
        assert_eq!((found.url.as_deref(), found.also_at), (Some(moved), vec![ORIGINAL.to_owned()]));
    }

    #[test]
    fn embedded_bytes_count_only_when_there_is_nothing_else() {
        let html = "<img src='data:image/png;base64,AA=='>";
        assert_eq!(read(html, json!({"url": ORIGINAL})).url.as_deref(), Some(ORIGINAL));
        assert_eq!(read(html, json!({})).url.as_deref(), Some("data:image/png;base64,AA=="));
    }

    #[test]
    fn names_are_decoded_and_the_raw_one_is_kept() {
        let found = read("", json!({"originalName": "%EC%B6%94.png"}));
        assert_eq!(
            (found.file_name.as_deref(), found.raw_name.as_deref()),
            (Some("추.png"), Some("%EC%B6%94.png"))
        );
    }

    #[test]
    fn styles_hold_addresses_with_and_without_quotes() {
        assert_eq!(
            address_in_style("background-image:url(//a.example/x.jpg)"),
            Some("//a.example/x.jpg")
        );
        assert_eq!(address_in_style("background: url( \"./a (1).jpg\" )"), Some("./a (1).jpg"));
        assert_eq!(address_in_style("color: red"), None);
        assert_eq!(address_in_style("url("), None);
    }
}
