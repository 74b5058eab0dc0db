//! The body of a post in blocks, as brunch's editor made it, and the HTML fragment written from them.

use std::fmt::Write as _;

use larder_html::escape;
use serde::{Deserialize, Serialize};

/// A block of the editor.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    /// A paragraph, a heading or a quote. `html` is inline HTML: escaped text, `<br>`, and inline elements.
    Text {
        /// What it is.
        kind: TextKind,
        /// Its content.
        html: String,
    },
    /// Empty paragraphs: the author's visible breaks.
    Empty(u32),
    /// White lines of a text capture where something without text stood.
    MediaGap(u32),
    /// An image.
    Image(Image),
    /// Several images side by side.
    Gallery {
        /// The images.
        images: Vec<Image>,
        /// The caption of the whole.
        caption: String,
    },
    /// A video.
    Video {
        /// The address of the player.
        url: String,
        /// `Youtube`, `KakaoTV` …
        provider: String,
        /// The caption.
        caption: String,
        /// The address of a still picture.
        thumbnail: Option<String>,
    },
    /// A horizontal rule, with brunch's name for its look.
    Rule(String),
    /// A card for a page elsewhere.
    LinkCard {
        /// Where it leads.
        url: String,
        /// The title of that page.
        title: String,
        /// Its description.
        description: String,
        /// The address of its picture.
        image: Option<String>,
    },
    /// A kind the reader does not know: what it shows, and the raw data.
    Unknown {
        /// Its type, as the page names it.
        kind: String,
        /// What it shows, as inline HTML.
        html: String,
        /// The raw `data-app`, or the markup where there is none.
        raw: String,
    },
}

/// What a text block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextKind {
    /// A paragraph.
    Paragraph,
    /// A heading of level 2, 3 or 4.
    Heading(u8),
    /// `blockquote_type1`: a quote with quotation marks.
    Quote,
    /// `blockquote_type2`: a quote with a bar.
    Bar,
    /// `blockquote_type3`: a quote in a box.
    Box,
}

/// An image as a capture shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Image {
    /// The address of the original, unwrapped from the thumbnail's.
    pub(super) url: Option<String>,
    /// The addresses it was met under, where they differ from `url`: thumbnails, older hosts.
    pub(super) also_at: Vec<String>,
    /// The path within a saved page's folder, as the page refers to it (not decoded).
    pub(super) local: Option<String>,
    /// The file name, decoded.
    pub(super) file_name: Option<String>,
    /// The file name as found, where it was percent-encoded.
    pub(super) raw_name: Option<String>,
    /// The caption as plain text.
    pub(super) caption: String,
    /// The text for those who cannot see it.
    pub(super) alt: String,
    /// The width in pixels, as stated.
    pub(super) width: Option<u32>,
    /// The height in pixels, as stated.
    pub(super) height: Option<u32>,
}

/// Inline HTML of plain text: escaped, line breaks as `<br>`.
pub(super) fn inline_of(text: &str) -> String {
    let mut html = String::new();
    push_inline(&mut html, text);
    html
}

/// Appends [`inline_of`] to `html`.
pub(super) fn push_inline(html: &mut String, text: &str) {
    html.reserve(text.len());
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            html.push_str("<br>");
        }
        escape::push_text(html, line);
    }
}

/// The HTML fragment of a body. Addresses are the originals'; nothing is cleaned for a target here.
pub(super) fn to_html(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        write_block(&mut out, block);
    }
    out
}

fn write_block(out: &mut String, block: &Block) {
    match block {
        Block::Text { kind, html } => write_text(out, *kind, html),
        Block::Empty(count) => (0..*count).for_each(|_| out.push_str("<p><br></p>\n")),
        Block::MediaGap(lines) => {
            line(out, format_args!("<figure class=\"media-gap\" data-lines=\"{lines}\"></figure>"))
        }
        Block::Image(image) => {
            out.push_str("<figure>");
            write_image(out, image);
            write_caption(out, &image.caption);
            out.push_str("</figure>\n");
        }
        Block::Gallery { images, caption } => {
            out.push_str("<figure class=\"gallery\">");
            images.iter().for_each(|image| write_image(out, image));
            write_caption(out, caption);
            out.push_str("</figure>\n");
        }
        Block::Video { url, provider, caption, thumbnail } => {
            let (url, title) = (escape::attribute(url), escape::attribute(provider));
            out.push_str("<figure class=\"video\"");
            write_data(out, "thumbnail", thumbnail.as_deref());
            let _ = write!(out, "><iframe src=\"{url}\" title=\"{title}\"></iframe>");
            write_caption(out, caption);
            out.push_str("</figure>\n");
        }
        Block::Rule(look) if look.is_empty() => out.push_str("<hr>\n"),
        Block::Rule(look) => line(out, format_args!("<hr class=\"{}\">", escape::attribute(look))),
        Block::LinkCard { url, title, description, image } => {
            let shown = if title.is_empty() { url } else { title };
            out.push_str("<aside class=\"link-card\"");
            write_data(out, "image", image.as_deref());
            let _ = write!(
                out,
                "><p><a href=\"{}\">{}</a></p>",
                escape::attribute(url),
                escape::text(shown)
            );
            if !description.is_empty() {
                let _ = write!(out, "<p>{}</p>", escape::text(description));
            }
            out.push_str("</aside>\n");
        }
        Block::Unknown { kind, html, raw } => {
            out.push_str("<div class=\"unknown-block\"");
            write_data(out, "type", Some(kind));
            write_data(out, "app", Some(raw));
            line(out, format_args!(">{html}</div>"));
        }
    }
}

/// What no element shows is kept in an attribute `data-…`.
fn write_data(out: &mut String, name: &str, value: Option<&str>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        let _ = write!(out, " data-{name}=\"{}\"", escape::attribute(value));
    }
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = writeln!(out, "{text}");
}

fn write_text(out: &mut String, kind: TextKind, html: &str) {
    match kind {
        TextKind::Paragraph => line(out, format_args!("<p>{html}</p>")),
        TextKind::Heading(level) => line(out, format_args!("<h{level}>{html}</h{level}>")),
        TextKind::Quote => {
            line(out, format_args!("<blockquote class=\"quote\"><p>{html}</p></blockquote>"))
        }
        TextKind::Bar => {
            line(out, format_args!("<blockquote class=\"bar\"><p>{html}</p></blockquote>"))
        }
        TextKind::Box => {
            line(out, format_args!("<blockquote class=\"box\"><p>{html}</p></blockquote>"))
        }
    }
}

fn write_image(out: &mut String, image: &Image) {
    // An image of which only the name survived has no address: the asset says so, the body keeps its place.
    let Some(url) = image.url.as_ref().or(image.local.as_ref()) else {
        let name = image.file_name.as_deref().unwrap_or_default();
        let _ = write!(
            out,
            "<img alt=\"{}\" data-file=\"{}\">",
            escape::attribute(&image.alt),
            escape::attribute(name)
        );
        return;
    };
    let _ = write!(
        out,
        "<img src=\"{}\" alt=\"{}\"",
        escape::attribute(url),
        escape::attribute(&image.alt)
    );
    for (name, value) in [("width", image.width), ("height", image.height)] {
        if let Some(value) = value {
            let _ = write!(out, " {name}=\"{value}\"");
        }
    }
    out.push('>');
}

fn write_caption(out: &mut String, caption: &str) {
    if !caption.is_empty() {
        let _ = write!(out, "<figcaption>{}</figcaption>", inline_of(caption));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(block: Block) -> String {
        to_html(&[block])
    }

    #[test]
    fn what_no_element_shows_is_kept_as_data() {
        let video = Block::Video {
            url: "https://player.example/1".into(),
            provider: "Player".into(),
            caption: String::new(),
            thumbnail: Some("https://player.example/1.jpg".into()),
        };
        assert_eq!(
            written(video),
            "<figure class=\"video\" data-thumbnail=\"https://player.example/1.jpg\">\
             <iframe src=\"https://player.example/1\" title=\"Player\"></iframe></figure>\n"
        );
        let card = Block::LinkCard {
            url: "https://post.example/".into(),
            title: "느린 우체국".into(),
            description: String::new(),
            image: Some("https://post.example/box.jpg".into()),
        };
        assert_eq!(
            written(card),
            "<aside class=\"link-card\" data-image=\"https://post.example/box.jpg\">\
             <p><a href=\"https://post.example/\">느린 우체국</a></p></aside>\n"
        );
        let unknown = Block::Unknown {
            kind: "file".into(),
            html: "엽서.hwp".into(),
            raw: r#"{"type":"file"}"#.into(),
        };
        assert_eq!(
            written(unknown),
            "<div class=\"unknown-block\" data-type=\"file\" \
             data-app=\"{&quot;type&quot;:&quot;file&quot;}\">엽서.hwp</div>\n"
        );
    }

    #[test]
    fn a_rule_without_a_look_is_a_plain_rule() {
        assert_eq!(written(Block::Rule(String::new())), "<hr>\n");
        assert_eq!(written(Block::Rule("hr_type_6".into())), "<hr class=\"hr_type_6\">\n");
    }
}
