//! Bodies of the older form: each type of post has fields of its own, most of them HTML.
//!
//! What a post passes on of others is in these fields already, as nested quotations.

use larder_core::Link;
use larder_html::escape;
use serde_json::{Map, Value};

use super::{
    json::{Fields, shown},
    markup::{Made, image, link},
};

/// A body, the fields that it was made of, and where the post points.
pub(super) struct Body {
    pub(super) made: Made,
    /// The only field, where it is HTML.
    pub(super) alone: Option<String>,
    pub(super) fields: Map<String, Value>,
    pub(super) links: Vec<Link>,
}

/// The fields that are the body of a type of post. None for types that are unknown.
fn names(class: &str) -> Option<&'static [&'static str]> {
    Some(match class {
        "text" | "regular" => &["body"],
        "photo" => &["photos", "caption", "link_url"],
        "quote" => &["text", "source"],
        "link" => &["url", "description", "excerpt", "link_author", "publisher"],
        "chat" | "conversation" => &["dialogue", "body"],
        "audio" => &[
            "player",
            "embed",
            "audio_url",
            "track_name",
            "artist",
            "album",
            "album_art",
            "caption",
        ],
        "video" => &["player", "video_url", "permalink_url", "thumbnail_url", "caption"],
        "answer" => &["question", "answer"],
        _ => return None,
    })
}

/// Makes the body of a post of this type. None where none of its fields is there.
pub(super) fn body(class: &str, post: &mut Fields) -> Option<Body> {
    let is_there = |name: &&&str| post.0.contains_key(**name);
    let known = names(class).filter(|names| names.iter().any(|name| is_there(&name)));
    let known = known.or_else(|| names("text").filter(|_| post.0.contains_key("body")))?;
    let fields: Map<String, Value> =
        known.iter().filter_map(|name| Some(((*name).to_owned(), post.take(name)?))).collect();
    let mut made = Made::default();
    let text = |name: &str| fields.get(name).and_then(shown);
    let mut links = Vec::new();
    match class {
        "photo" => photos(&fields, &mut made),
        "quote" => {
            made.push(&format!("<blockquote>{}</blockquote>", text("text").unwrap_or_default()));
            made.push(&text("source").map(|it| format!("<p>— {it}</p>")).unwrap_or_default());
        }
        "link" => {
            let url = text("url").unwrap_or_default();
            let title = post.shown("title").unwrap_or_else(|| url.clone());
            made.push(&format!("<p>{}</p>", link(&url, &title)));
            made.element("p", &text("excerpt").unwrap_or_default());
            made.raw(text("description"));
            links.push(Link::new("related", url));
        }
        "chat" | "conversation" if fields.get("dialogue").is_some_and(Value::is_array) => {
            chat(&fields["dialogue"], &mut made);
        }
        "chat" | "conversation" => {
            made.push(&escape::paragraphs(&text("body").unwrap_or_default()))
        }
        "audio" => audio(&fields, &mut made),
        "video" => video(&fields, &mut made),
        "answer" => {
            let question = text("question").unwrap_or_default();
            made.push(&format!("<blockquote>{question}</blockquote>"));
            made.raw(text("answer"));
        }
        _ => made.raw(text("body")),
    }
    let alone = (fields.len() == 1).then(|| text("body")).flatten();
    let alone = alone.filter(|html| *html == made.html);
    links.retain(|link| !link.href.is_empty());
    Some(Body { made, alone, fields, links })
}

fn photos(fields: &Map<String, Value>, made: &mut Made) {
    let link_url = fields.get("link_url").and_then(shown);
    for photo in fields.get("photos").and_then(Value::as_array).into_iter().flatten() {
        let original = &photo["original_size"];
        let sizes = photo["alt_sizes"].as_array().and_then(|sizes| sizes.first());
        let largest = if original.is_object() { original } else { sizes.unwrap_or(original) };
        let caption = shown(&photo["caption"]).unwrap_or_default();
        let Some(tag) = image(largest, "") else { continue };
        let tag = match &link_url {
            Some(url) => format!("<a href=\"{}\">{tag}</a>", escape::attribute(url)),
            None => tag,
        };
        made.push(&format!("<figure>{tag}"));
        made.element("figcaption", &caption);
        made.push("</figure>");
    }
    made.raw(fields.get("caption").and_then(shown));
}

fn chat(dialogue: &Value, made: &mut Made) {
    for line in dialogue.as_array().into_iter().flatten() {
        let label = shown(&line["label"]).unwrap_or_default();
        let phrase = shown(&line["phrase"]).unwrap_or_default();
        made.push("<p>");
        made.element("strong", &label);
        made.push(&format!(" {}</p>", escape::text(&phrase).replace('\n', "<br>")));
    }
}

fn audio(fields: &Map<String, Value>, made: &mut Made) {
    let text = |name: &str| fields.get(name).and_then(shown);
    made.push(
        &text("album_art")
            .and_then(|url| image(&serde_json::json!({"url": url}), ""))
            .unwrap_or_default(),
    );
    let known = ["artist", "track_name", "album"].into_iter().filter_map(text);
    made.element("p", &known.collect::<Vec<_>>().join(" — "));
    match text("player").or_else(|| text("embed")) {
        Some(player) => made.push(&player),
        None => made.push(&text("audio_url").map(|url| sound(&url)).unwrap_or_default()),
    }
    made.raw(text("caption"));
}

fn sound(url: &str) -> String {
    format!("<audio controls src=\"{}\"></audio>", escape::attribute(url))
}

fn video(fields: &Map<String, Value>, made: &mut Made) {
    let text = |name: &str| fields.get(name).and_then(shown);
    let widest = fields.get("player").and_then(Value::as_array).and_then(|all| {
        let codes = all.iter().filter(|it| it["embed_code"].is_string());
        codes.max_by_key(|it| it["width"].as_u64())
    });
    let code = widest.and_then(|it| shown(&it["embed_code"])).or_else(|| text("player"));
    match (text("video_url"), code, text("permalink_url")) {
        (Some(url), ..) => made.push(&film(&url, text("thumbnail_url"))),
        (None, Some(code), _) => made.push(&code),
        (None, None, Some(url)) => made.push(&format!("<p>{}</p>", link(&url, &url))),
        (None, None, None) => {}
    }
    made.raw(text("caption"));
}

fn film(url: &str, poster: Option<String>) -> String {
    let poster = poster.map(|url| format!(" poster=\"{}\"", escape::attribute(&url)));
    let poster = poster.unwrap_or_default();
    format!("<video controls{poster} src=\"{}\"></video>", escape::attribute(url))
}
