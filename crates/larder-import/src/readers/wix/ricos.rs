//! Trees of nodes as the editor of Wix keeps them (Ricos), as HTML.
//!
//! What the parser of JSON reads is nested 128 levels at most, so that going down with it is safe.

use std::collections::BTreeMap;

use larder_core::NoteKind;
use larder_html::escape;
use serde_json::Value;

/// What was made of a tree.
pub(super) struct Made {
    pub(super) html: String,
    /// How often a block was met that HTML does not have.
    pub(super) blocks: BTreeMap<String, u64>,
    /// What is to be said of nodes that nobody knows.
    pub(super) notes: Vec<NoteKind>,
}

/// The HTML of a tree. None for what is none.
pub(super) fn to_html(json: &str) -> Option<Made> {
    let tree: Value = serde_json::from_str(json.trim()).ok()?;
    let nodes = tree.get("nodes")?.as_array()?;
    let mut output = Output::default();
    nodes.iter().for_each(|node| output.node(node));
    Some(Made { html: output.html, blocks: output.blocks, notes: output.notes })
}

#[derive(Default)]
struct Output {
    html: String,
    blocks: BTreeMap<String, u64>,
    notes: Vec<NoteKind>,
    number: u32,
}

/// The text at a path of fields.
fn text<'n>(node: &'n Value, path: &[&str]) -> &'n str {
    let found = path.iter().try_fold(node, |node, name| node.get(name));
    found.and_then(Value::as_str).unwrap_or_default()
}

fn number(node: &Value, path: &[&str]) -> Option<u64> {
    path.iter().try_fold(node, |node, name| node.get(name))?.as_u64()
}

/// The address of a file, which Wix names by its id.
fn address(source: Option<&Value>, folder: &str) -> Option<String> {
    let source = source?;
    let stated = |name: &str| source.get(name).and_then(Value::as_str).filter(|it| !it.is_empty());
    match stated("url") {
        Some(url) => Some(url.to_owned()),
        None => stated("id").map(|id| match crate::address::is_web(id) || id.starts_with("wix:") {
            true => crate::media::original(id).unwrap_or_else(|| id.to_owned()),
            false => [folder, id].concat(),
        }),
    }
}

const PICTURES: &str = "https://static.wixstatic.com/media/";
const FILMS: &str = "https://video.wixstatic.com/";
const FILES: &str = "https://static.wixstatic.com/";

/// How many unknown nodes of one tree are told; of more, the number.
const TOLD: usize = 20;

impl Output {
    fn node(&mut self, node: &Value) {
        self.number = self.number.saturating_add(1);
        match text(node, &["type"]) {
            "TEXT" => self.text(node),
            "PARAGRAPH" => self.element("p", "", node),
            "HEADING" => {
                let level = number(node, &["headingData", "level"]).unwrap_or(2).clamp(1, 6);
                self.element(&format!("h{level}"), "", node);
            }
            "BULLETED_LIST" => self.element("ul", "", node),
            "ORDERED_LIST" => self.element("ol", "", node),
            "LIST_ITEM" => self.element("li", "", node),
            "BLOCKQUOTE" => self.element("blockquote", "", node),
            "CODE_BLOCK" => {
                self.html.push_str("<pre><code>");
                self.children(node);
                self.html.push_str("</code></pre>");
            }
            "DIVIDER" => self.html.push_str("<hr>"),
            "IMAGE" => self.image(node),
            "GALLERY" => self.gallery(node),
            "VIDEO" => self.video(node),
            "AUDIO" => self.audio(node),
            "GIF" => self.gif(node),
            "FILE" => self.file(node),
            "BUTTON" => {
                self.met("button");
                let (href, label) = (
                    text(node, &["buttonData", "link", "url"]),
                    text(node, &["buttonData", "text"]),
                );
                self.block_link(href, label);
            }
            "LINK_PREVIEW" => self.preview(node),
            "HTML" => self.embedded(node),
            "EMBED" => {
                self.met("embed");
                let data = node.get("embedData");
                let url =
                    data.map(|data| text(data, &["oembed", "url"])).filter(|it| !it.is_empty());
                let url = url.unwrap_or_else(|| text(node, &["embedData", "src"]));
                self.block_link(url, text(node, &["embedData", "oembed", "title"]));
            }
            "MAP" => {
                self.met("map");
                let place = text(node, &["mapData", "mapSettings", "address"]);
                self.paragraph(place);
            }
            "TABLE" => {
                self.html.push_str("<table><tbody>");
                self.children(node);
                self.html.push_str("</tbody></table>");
            }
            "TABLE_ROW" => self.element("tr", "", node),
            "TABLE_CELL" => self.element("td", "", node),
            "COLLAPSIBLE_LIST" | "LAYOUT" | "LAYOUT_CELL" => self.element("div", "", node),
            "COLLAPSIBLE_ITEM" => {
                self.met("collapsible");
                self.element("details", " open", node);
            }
            "COLLAPSIBLE_ITEM_TITLE" => self.element("summary", "", node),
            "COLLAPSIBLE_ITEM_BODY" => self.element("div", "", node),
            "CAPTION" => self.element("p", "", node),
            other => self.unknown(other, node),
        }
    }

    fn met(&mut self, block: &str) {
        *self.blocks.entry(block.to_owned()).or_default() += 1;
    }

    /// A node of a kind that nobody knows: what is in it is shown.
    fn unknown(&mut self, kind: &str, node: &Value) {
        if self.notes.len() < TOLD {
            let block = kind.chars().take(60).collect();
            self.notes.push(NoteKind::UnknownBlock { block, number: self.number });
        } else {
            self.met("of an unknown kind");
        }
        self.children(node);
    }

    fn children(&mut self, node: &Value) {
        let nodes = node.get("nodes").and_then(Value::as_array);
        nodes.into_iter().flatten().for_each(|node| self.node(node));
    }

    fn element(&mut self, name: &str, attributes: &str, node: &Value) {
        self.html.push_str(&format!("<{name}{attributes}>"));
        self.children(node);
        self.html.push_str(&format!("</{name}>"));
    }

    fn paragraph(&mut self, words: &str) {
        if !words.is_empty() {
            self.html.push_str(&format!("<p>{}</p>", escape::text(words)));
        }
    }

    fn link(&mut self, href: &str, label: &str) {
        let label = if label.is_empty() { href } else { label };
        match href {
            "" => self.html.push_str(&escape::text(label)),
            href => self.html.push_str(&format!(
                "<a href=\"{}\">{}</a>",
                escape::attribute(href),
                escape::text(label)
            )),
        }
    }

    fn block_link(&mut self, href: &str, label: &str) {
        if href.is_empty() && label.is_empty() {
            return;
        }
        self.html.push_str("<p>");
        self.link(href, label);
        self.html.push_str("</p>");
    }

    /// Words with their decorations, the outermost first.
    fn text(&mut self, node: &Value) {
        let decorations = node.get("textData").and_then(|data| data.get("decorations"));
        let decorations = decorations.and_then(Value::as_array).map(Vec::as_slice);
        let tags: Vec<(&str, String)> =
            decorations.unwrap_or_default().iter().filter_map(tag).collect();
        for (name, attributes) in &tags {
            self.html.push_str(&format!("<{name}{attributes}>"));
        }
        let words = escape::text(text(node, &["textData", "text"])).replace('\n', "<br>");
        self.html.push_str(&words);
        for (name, _) in tags.iter().rev() {
            self.html.push_str(&format!("</{name}>"));
        }
    }

    fn image(&mut self, node: &Value) {
        let data = node.get("imageData").unwrap_or(&Value::Null);
        let Some(image) = data.get("image") else { return };
        let href = text(data, &["link", "url"]);
        let href = if href.is_empty() { text(image, &["link", "url"]) } else { href };
        self.html.push_str("<figure>");
        self.picture(image, text(data, &["altText"]), href);
        let caption = text(data, &["caption"]);
        if !caption.is_empty() {
            self.html.push_str(&format!("<figcaption>{}</figcaption>", escape::text(caption)));
        }
        // Newer texts have the caption as a node of its own.
        self.children(node);
        self.html.push_str("</figure>");
    }

    fn picture(&mut self, image: &Value, alt: &str, href: &str) {
        let Some(address) = address(image.get("src"), PICTURES) else { return };
        if !href.is_empty() {
            self.html.push_str(&format!("<a href=\"{}\">", escape::attribute(href)));
        }
        self.html.push_str(&format!("<img src=\"{}\"", escape::attribute(&address)));
        self.html.push_str(&format!(" alt=\"{}\"", escape::attribute(alt)));
        for name in ["width", "height"] {
            if let Some(size) = number(image, &[name]) {
                self.html.push_str(&format!(" {name}=\"{size}\""));
            }
        }
        self.html.push('>');
        if !href.is_empty() {
            self.html.push_str("</a>");
        }
    }

    fn gallery(&mut self, node: &Value) {
        self.met("gallery");
        let items = node.get("galleryData").and_then(|data| data.get("items"));
        for item in items.and_then(Value::as_array).into_iter().flatten() {
            let alt = text(item, &["altText"]);
            let alt = if alt.is_empty() { text(item, &["title"]) } else { alt };
            self.html.push_str("<figure>");
            if let Some(image) = item.get("image") {
                let media = image.get("media").unwrap_or(image);
                self.picture(media, alt, text(image, &["link", "url"]));
            } else if let Some(video) = item.get("video") {
                self.film(video.get("media").unwrap_or(video).get("src"));
            }
            self.html.push_str("</figure>");
        }
    }

    fn video(&mut self, node: &Value) {
        self.met("video");
        let source = node.get("videoData").and_then(|data| data.get("video")?.get("src"));
        self.film(source);
        self.children(node);
    }

    /// A film of Wix is shown, the page of one elsewhere is linked.
    fn film(&mut self, source: Option<&Value>) {
        let Some(address) = address(source, FILMS) else { return };
        let is_own = crate::address::host(&address).ends_with("wixstatic.com")
            || crate::media::kind_of(&address).is_some();
        match is_own {
            true => self.html.push_str(&format!(
                "<video src=\"{}\" controls></video>",
                escape::attribute(&address)
            )),
            false => self.block_link(&address, ""),
        }
    }

    fn audio(&mut self, node: &Value) {
        self.met("audio");
        let data = node.get("audioData").unwrap_or(&Value::Null);
        let Some(address) = address(data.get("audio").and_then(|it| it.get("src")), FILES) else {
            return;
        };
        self.html.push_str(&format!(
            "<figure><audio src=\"{}\" controls></audio>",
            escape::attribute(&address)
        ));
        let name = text(data, &["name"]);
        if !name.is_empty() {
            self.html.push_str(&format!("<figcaption>{}</figcaption>", escape::text(name)));
        }
        self.html.push_str("</figure>");
    }

    fn gif(&mut self, node: &Value) {
        self.met("gif");
        let address = text(node, &["gifData", "original", "gif"]);
        if !address.is_empty() {
            let src = escape::attribute(address);
            self.html.push_str(&format!("<figure><img src=\"{src}\" alt=\"\"></figure>"));
        }
    }

    fn file(&mut self, node: &Value) {
        self.met("file");
        let data = node.get("fileData").unwrap_or(&Value::Null);
        let address = address(data.get("src"), FILES).unwrap_or_default();
        self.block_link(&address, text(data, &["name"]));
    }

    fn preview(&mut self, node: &Value) {
        self.met("link-preview");
        let data = node.get("linkPreviewData").unwrap_or(&Value::Null);
        self.block_link(text(data, &["link", "url"]), text(data, &["title"]));
        self.paragraph(text(data, &["description"]));
    }

    /// HTML that the author put in, or a page that is shown within the post.
    fn embedded(&mut self, node: &Value) {
        self.met("html");
        let html = text(node, &["htmlData", "html"]);
        match html.is_empty() {
            true => self.block_link(text(node, &["htmlData", "url"]), ""),
            false => self.html.push_str(html),
        }
    }
}

/// The tag of a decoration, with its attributes. None for those that only change colours and sizes.
fn tag(decoration: &Value) -> Option<(&'static str, String)> {
    let is_on = |name: &str| decoration.get(name) != Some(&Value::Bool(false));
    let plain = |name: &'static str| Some((name, String::new()));
    match text(decoration, &["type"]) {
        "BOLD" if number(decoration, &["fontWeightValue"]).is_none_or(|weight| weight >= 600) => {
            plain("strong")
        }
        "ITALIC" if is_on("italicData") => plain("em"),
        "UNDERLINE" if is_on("underlineData") => plain("u"),
        "STRIKETHROUGH" if is_on("strikethroughData") => plain("s"),
        "SUPERSCRIPT" => plain("sup"),
        "SUBSCRIPT" => plain("sub"),
        "LINK" => {
            let url = text(decoration, &["linkData", "link", "url"]);
            let anchor = text(decoration, &["linkData", "link", "anchor"]);
            let href = match (url, anchor) {
                ("", "") => return None,
                ("", anchor) => format!("#{anchor}"),
                (url, _) => url.to_owned(),
            };
            Some(("a", format!(" href=\"{}\"", escape::attribute(&href))))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(nodes: &str) -> String {
        to_html(&format!("{{\"nodes\":[{nodes}]}}")).unwrap().html
    }

    #[test]
    fn words_keep_their_decorations() {
        let text = |decorations: &str| {
            html(&format!(
                r#"{{"type":"PARAGRAPH","nodes":[{{"type":"TEXT","textData":{{"text":"a<\nb","decorations":[{decorations}]}}}}]}}"#
            ))
        };
        assert_eq!(text(""), "<p>a&lt;<br>b</p>");
        assert_eq!(
            text(
                r#"{"type":"BOLD","fontWeightValue":700},{"type":"LINK","linkData":{"link":{"url":"https://x.example/?a&b"}}}"#
            ),
            "<p><strong><a href=\"https://x.example/?a&amp;b\">a&lt;<br>b</a></strong></p>"
        );
        assert_eq!(
            text(
                r#"{"type":"BOLD","fontWeightValue":400},{"type":"ITALIC","italicData":false},{"type":"COLOR"}"#
            ),
            "<p>a&lt;<br>b</p>"
        );
    }

    #[test]
    fn what_nobody_knows_is_shown_and_noted() {
        let made = to_html(r#"{"nodes":[{"type":"NEW_THING","nodes":[{"type":"TEXT","textData":{"text":"x"}}]},7,{}]}"#).unwrap();
        assert_eq!((made.html.as_str(), made.notes.len()), ("x", 3));
        for text in ["", "{", "[]", "{\"nodes\":1}", &"[".repeat(100_000)] {
            assert!(to_html(text).is_none(), "{text}");
        }
    }
}
