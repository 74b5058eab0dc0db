//! Pictures, films, sounds and files.

use serde_json::Value;

use super::{Card, Output, caption};

/// How many pictures of a gallery stand in a row, where it does not say.
const IN_A_ROW: usize = 3;

pub(super) fn image(card: Card<'_>, output: &mut Output) {
    let caption_html = card.html("caption");
    open("kg-image-card", card, &caption_html, output);
    let href = card.text("href");
    if !href.is_empty() {
        output.open("a", &[("href", href)]);
    }
    picture(card, "kg-image", output);
    if !href.is_empty() {
        output.close("a");
    }
    caption(&caption_html, output);
    output.close("figure");
}

/// The figure of a card, with the class of its width.
fn open(class: &str, card: Card<'_>, caption: &str, output: &mut Output) {
    // Version 1 called it a style.
    let width = [card.text("cardWidth"), card.text("imageStyle")];
    let width = width.into_iter().find(|width| matches!(*width, "wide" | "full"));
    let mut class = format!("kg-card {class}");
    if let Some(width) = width {
        class.push_str(" kg-width-");
        class.push_str(width);
    }
    if !caption.is_empty() {
        class.push_str(" kg-card-hascaption");
    }
    output.open("figure", &[("class", &class)]);
}

fn picture(card: Card<'_>, class: &str, output: &mut Output) {
    let src = card.text("src");
    if src.is_empty() {
        return;
    }
    output.html.push_str("<img");
    // A picture that nothing is said of says so.
    let alt = ("alt", card.text("alt"));
    let (width, height) = (card.number("width"), card.number("height"));
    let others = [("width", &*width), ("height", &*height), ("title", card.text("title"))];
    let attributes = [("src", src), ("class", class), alt].into_iter().chain(others);
    for (name, value) in attributes.filter(|(name, value)| *name == "alt" || !value.is_empty()) {
        output.html.push(' ');
        output.html.push_str(name);
        output.html.push_str("=\"");
        larder_html::escape::push_attribute(&mut output.html, value);
        output.html.push('"');
    }
    output.html.push('>');
}

pub(super) fn gallery(card: Card<'_>, output: &mut Output) {
    let caption_html = card.html("caption");
    let class = "kg-gallery-card kg-width-wide";
    open(class, Card(None), &caption_html, output);
    output.open("div", &[("class", "kg-gallery-container")]);
    let images = card.value("images").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let row = |at: usize| {
        let stated = images[at].get("row").and_then(Value::as_u64);
        stated.unwrap_or((at / IN_A_ROW) as u64)
    };
    for at in 0..images.len() {
        if at == 0 || row(at) != row(at - 1) {
            output.open("div", &[("class", "kg-gallery-row")]);
        }
        let image = Card(images[at].as_object());
        output.open("div", &[("class", "kg-gallery-image")]);
        let href = image.text("href");
        match href.is_empty() {
            true => picture(image, "", output),
            false => {
                output.open("a", &[("href", href)]);
                picture(image, "", output);
                output.close("a");
            }
        }
        output.close("div");
        if at + 1 == images.len() || row(at) != row(at + 1) {
            output.close("div");
        }
    }
    output.close("div");
    caption(&caption_html, output);
    output.close("figure");
}

pub(super) fn video(card: Card<'_>, output: &mut Output) {
    let caption_html = card.html("caption");
    open("kg-video-card", card, &caption_html, output);
    let poster = [card.text("customThumbnailSrc"), card.text("thumbnailSrc")];
    let poster = poster.into_iter().find(|it| !it.is_empty()).unwrap_or_default();
    let (width, height) = (card.number("width"), card.number("height"));
    let attributes = [
        ("src", card.text("src")),
        ("poster", poster),
        ("width", &*width),
        ("height", &*height),
        ("controls", "controls"),
        ("loop", if card.flag("loop") == Some(true) { "loop" } else { "" }),
    ];
    output.open("video", &attributes);
    output.close("video");
    caption(&caption_html, output);
    output.close("figure");
}

pub(super) fn audio(card: Card<'_>, output: &mut Output) {
    output.open("div", &[("class", "kg-card kg-audio-card")]);
    thumbnail(card.text("thumbnailSrc"), output);
    output.text("div", "kg-audio-title", card.text("title"));
    output.open("audio", &[("src", card.text("src")), ("controls", "controls")]);
    output.close("audio");
    output.close("div");
}

fn thumbnail(src: &str, output: &mut Output) {
    if !src.is_empty() {
        output.open("img", &[("src", src)]);
    }
}

pub(super) fn file(card: Card<'_>, output: &mut Output) {
    output.open("div", &[("class", "kg-card kg-file-card")]);
    output.open("a", &[("href", card.text("src")), ("title", "Download")]);
    let title = card.text("fileTitle");
    let name = card.text("fileName");
    output.text("div", "kg-file-card-title", if title.is_empty() { name } else { title });
    output.text("div", "kg-file-card-caption", card.text("fileCaption"));
    if !title.is_empty() {
        output.text("div", "kg-file-card-filename", name);
    }
    output.close("a");
    output.close("div");
}

/// Two pictures of one thing.
pub(super) fn before_after(card: Card<'_>, output: &mut Output) {
    let caption_html = card.html("caption");
    open("kg-before-after-card", card, &caption_html, output);
    for name in ["beforeImage", "afterImage"] {
        picture(card.within(name), "", output);
    }
    caption(&caption_html, output);
    output.close("figure");
}
