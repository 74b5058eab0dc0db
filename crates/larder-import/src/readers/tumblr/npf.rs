//! The Neue Post Format: a list of blocks, and how they are laid out.
//!
//! Format: <https://www.tumblr.com/docs/npf>

mod inline;
mod text;

use std::collections::BTreeSet;

use larder_html::escape;
use serde_json::Value;

use self::text::Flow;
use super::{
    json::shown,
    markup::{Made, image, link},
};

/// Makes the HTML of a post and of what it passes on: of each, whose it is, and its blocks.
pub(super) fn body(content: &[Value], layout: &[Value], trail: &[Value]) -> Made {
    let mut made = Made::default();
    for passed in trail {
        passed_on(passed, &mut made);
    }
    blocks(content, layout, trail.is_empty(), &mut made);
    made
}

/// A post of somebody else that is passed on, as a quotation.
fn passed_on(passed: &Value, made: &mut Made) {
    let blog = &passed["blog"];
    let name = shown(&blog["name"]).or_else(|| shown(&passed["broken_blog_name"]));
    if let Some(name) = name {
        let shown = match shown(&blog["url"]) {
            Some(url) => link(&url, &name),
            None => escape::text(&name),
        };
        made.push(&format!("<p>{shown}:</p>"));
    }
    made.push("<blockquote>");
    blocks(list(&passed["content"]), list(&passed["layout"]), false, made);
    made.push("</blockquote>");
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// What a layout says of blocks, by their numbers.
#[derive(Default)]
struct Laid {
    /// They are a question that somebody asked.
    asked: BTreeSet<u64>,
    /// Behind it only those read on who ask for more.
    cut: Option<u64>,
}

impl Laid {
    fn of(layout: &[Value]) -> Self {
        let mut laid = Self::default();
        for layout in layout {
            let cut = layout["truncate_after"].as_i64().and_then(|it| u64::try_from(it).ok());
            laid.cut = laid.cut.or(cut);
            if layout["type"] == "ask" {
                laid.asked.extend(list(&layout["blocks"]).iter().filter_map(Value::as_u64));
            }
        }
        laid
    }
}

/// Blocks, one after the other. `may_title` says whether a heading at the beginning is the title of the post.
fn blocks(content: &[Value], layout: &[Value], may_title: bool, made: &mut Made) {
    let laid = Laid::of(layout);
    let mut flow = Flow::default();
    let mut is_asked = false;
    for (number, block) in (0_u64..).zip(content) {
        if laid.asked.contains(&number) != is_asked {
            flow.close(made);
            is_asked = !is_asked;
            made.push(if is_asked { "<blockquote>" } else { "</blockquote>" });
        }
        if number == 0 && may_title && block["subtype"] == "heading1" && block["type"] == "text" {
            made.title = shown(&block["text"]);
            continue;
        }
        if block["type"] == "text" {
            flow.text(block, made);
        } else {
            flow.close(made);
            other(block, u32::try_from(number + 1).unwrap_or(u32::MAX), made);
        }
        if laid.cut == Some(number) {
            flow.close(made);
            made.push("<!--more-->");
        }
    }
    flow.close(made);
    made.push(if is_asked { "</blockquote>" } else { "" });
}

/// How many unknown blocks of one post are told; of more, the number.
const TOLD: usize = 20;

/// A block that is no text.
fn other(block: &Value, number: u32, made: &mut Made) {
    let class = shown(&block["type"]).unwrap_or_default();
    match class.as_str() {
        "image" => picture(block, made),
        "link" => card(block, made),
        "audio" | "video" => player(block, &class, made),
        "poll" => poll(block, made),
        "paywall" => {
            made.is_paid |= block["subtype"] != "disabled";
            made.element("p", &shown(&block["text"]).unwrap_or_default());
        }
        _ if made.unknown.len() < TOLD => {
            return made.unknown.push((class.chars().take(60).collect(), number));
        }
        _ => return made.met.push(("block", "of an unknown kind".to_owned())),
    }
    made.met.push(("block", class));
}

fn picture(block: &Value, made: &mut Made) {
    let media = list(&block["media"]);
    let is_original = |it: &&Value| it["has_original_dimensions"] == true;
    let widest = || media.iter().max_by_key(|it| it["width"].as_u64());
    let largest = media.iter().find(is_original).or_else(widest).unwrap_or(&block["media"]);
    let alt = shown(&block["alt_text"]).unwrap_or_default();
    let Some(tag) = image(largest, &alt) else { return };
    made.push(&format!("<figure>{tag}"));
    made.element("figcaption", &shown(&block["caption"]).unwrap_or_default());
    made.push("</figure>");
}

fn card(block: &Value, made: &mut Made) {
    let Some(url) = shown(&block["url"]) else { return };
    let title = shown(&block["title"]).unwrap_or_else(|| url.clone());
    made.push(&format!("<p>{}</p>", link(&url, &title)));
    made.element("p", &shown(&block["description"]).unwrap_or_default());
}

/// A sound or a film: the file itself, else the player of whoever shows it, else its address.
fn player(block: &Value, name: &str, made: &mut Made) {
    let known = ["artist", "title", "album"].into_iter().filter_map(|name| shown(&block[name]));
    made.element("p", &known.collect::<Vec<_>>().join(" — "));
    let file = list(&block["media"]).first().unwrap_or(&block["media"]);
    match (shown(&file["url"]), shown(&block["embed_html"]), shown(&block["url"])) {
        (Some(url), ..) => {
            let url = escape::attribute(&url);
            made.push(&format!("<{name} controls src=\"{url}\"></{name}>"));
        }
        (None, Some(code), _) => made.push(&code),
        (None, None, Some(url)) => made.push(&format!("<p>{}</p>", link(&url, &url))),
        (None, None, None) => {}
    }
}

fn poll(block: &Value, made: &mut Made) {
    made.element("p", &shown(&block["question"]).unwrap_or_default());
    made.push("<ul>");
    for answer in list(&block["answers"]) {
        made.element("li", &shown(&answer["answer_text"]).unwrap_or_default());
    }
    made.push("</ul>");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn html(content: Value) -> String {
        body(list(&content), &[], &[]).html
    }

    #[test]
    fn every_kind_of_block_has_its_html() {
        let content = json!([
            {"type": "image", "media": [{"url": "s.jpg", "width": 100}, {"url": "l.jpg", "width": 640, "height": 480}], "alt_text": "창", "caption": "a < b"},
            {"type": "link", "url": "https://e.example/", "title": "E", "description": "D"},
            {"type": "audio", "media": {"url": "a.mp3"}, "title": "T", "artist": "A"},
            {"type": "video", "embed_html": "<iframe src=x></iframe>"},
            {"type": "video", "url": "https://v.example/"},
            {"type": "poll", "question": "Q", "answers": [{"answer_text": "1"}, {}]},
        ]);
        assert_eq!(
            html(content),
            "<figure><img src=\"l.jpg\" width=\"640\" height=\"480\" alt=\"창\"><figcaption>a &lt; b</figcaption></figure>\
             <p><a href=\"https://e.example/\">E</a></p><p>D</p>\
             <p>A — T</p><audio controls src=\"a.mp3\"></audio>\
             <iframe src=x></iframe>\
             <p><a href=\"https://v.example/\">https://v.example/</a></p>\
             <p>Q</p><ul><li>1</li></ul>"
        );
    }

    #[test]
    fn questions_are_quotations_and_the_rest_is_behind_a_mark() {
        let content = json!([{"type": "text", "text": "q"}, {"type": "text", "text": "a"}]);
        let layout =
            json!([{"type": "ask", "blocks": [0]}, {"type": "condensed", "truncate_after": 1}]);
        let made = body(list(&content), list(&layout), &[]);
        assert_eq!(made.html, "<blockquote><p>q</p></blockquote><p>a</p><!--more-->");
    }

    #[test]
    fn what_is_passed_on_says_whose_it_is() {
        let trail = json!([
            {"blog": {"name": "a", "url": "https://a.example/"}, "content": [{"type": "text", "subtype": "heading1", "text": "t"}]},
            {"broken_blog_name": "b", "content": []}
        ]);
        let made = body(&[], &[], list(&trail));
        assert_eq!(
            made.html,
            "<p><a href=\"https://a.example/\">a</a>:</p><blockquote><h1>t</h1></blockquote><p>b:</p><blockquote></blockquote>"
        );
        assert_eq!(made.title, None);
    }

    #[test]
    fn odd_and_unknown_blocks_cost_no_other() {
        let content = json!([7, null, {"type": "hologram"}, {"type": "image"}, {"type": "text", "text": 5}, {"type": "text", "text": "x"}]);
        let made = body(list(&content), &[], &[]);
        assert_eq!(made.html, "<p>5</p><p>x</p>");
        assert_eq!(made.unknown, [(String::new(), 1), (String::new(), 2), ("hologram".into(), 3)]);
        let many = vec![json!({"type": "hologram"}); 50];
        let made = body(&many, &[], &[]);
        assert_eq!((made.unknown.len(), made.met.len()), (TOLD, 30));
    }
}
