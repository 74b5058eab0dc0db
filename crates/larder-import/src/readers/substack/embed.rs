//! Elements whose content stands in their `data-attrs`: what they show, as HTML, and where that can be seen.

use larder_html::escape;
use serde_json::{Map, Value};

/// What an element of the editor is, by its class.
#[derive(Clone, Copy, Debug)]
pub(super) enum Known {
    /// Asks to subscribe, to share, to load the program: shown by the platform, no part of the text.
    Widget(&'static str),
    /// A button, which may be the author's own.
    Button,
    /// Something that can be seen elsewhere, too.
    Embed(fn(&Data) -> Shown),
    /// Pictures, of which the element itself may hold none.
    Pictures(fn(&Data) -> Shown),
    /// The name of somebody, a formula: part of the text.
    Text(fn(&Data) -> Shown),
    /// Filled in when a page is shown; the export does not hold what it shows.
    Empty,
    /// Where the text ends for those who do not pay.
    Paywall,
    /// Nothing but markup.
    Plain,
}

/// What an element shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// Empty where its data say nothing.
    pub(super) html: String,
    /// Where it can be seen.
    pub(super) url: Option<String>,
}

/// The first that fits counts.
const CLASSES: &[(&str, Known)] = &[
    ("subscription-widget-wrap", Known::Widget("subscribe")),
    ("subscription-widget-wrap-editor", Known::Widget("subscribe")),
    ("subscription-widget", Known::Widget("subscribe")),
    ("install-substack-app-embed", Known::Widget("app")),
    ("image-link-expand", Known::Widget("enlarge")),
    ("header-anchor-parent", Known::Widget("anchor")),
    ("header-anchor-widget", Known::Widget("anchor")),
    ("captioned-button-wrap", Known::Button),
    ("button-wrapper", Known::Button),
    ("paywall-jump", Known::Paywall),
    ("tweet", Known::Embed(tweet)),
    ("digest-post-embed", Known::Embed(digest)),
    ("comment", Known::Embed(comment)),
    ("youtube-wrap", Known::Embed(youtube)),
    ("vimeo-wrap", Known::Embed(vimeo)),
    ("instagram", Known::Embed(instagram)),
    ("instagram-embed-wrap", Known::Embed(instagram)),
    ("spotify-wrap", Known::Embed(linked)),
    ("apple-podcast-container", Known::Embed(linked)),
    ("soundcloud-wrap", Known::Embed(linked)),
    ("tiktok-wrap", Known::Embed(linked)),
    ("bluesky-wrap", Known::Embed(linked)),
    ("datawrapper-wrap", Known::Embed(linked)),
    ("github-gist", Known::Embed(linked)),
    ("embedded-post-wrap", Known::Embed(linked)),
    ("embedded-publication-wrap", Known::Embed(linked)),
    ("image-gallery-embed", Known::Pictures(gallery)),
    ("image2", Known::Pictures(picture)),
    ("image3", Known::Pictures(picture)),
    ("mention-wrap", Known::Text(mention)),
    ("latex-rendered", Known::Text(formula)),
    ("native-video-embed", Known::Empty),
    ("native-audio-embed", Known::Empty),
    ("poll-embed", Known::Empty),
    ("community-chat", Known::Empty),
    ("captioned-image-container", Known::Plain),
    ("file-embed-wrapper", Known::Plain),
    ("footnote", Known::Plain),
    ("footnote-anchor", Known::Plain),
    ("pullquote", Known::Plain),
    ("highlighted_code_block", Known::Plain),
    ("shiki", Known::Plain),
    ("callout-block", Known::Plain),
    ("preformatted-block", Known::Plain),
    ("button", Known::Plain),
];

/// What an element with these classes is, and the class that says so.
pub(super) fn known(classes: &str) -> Option<(&'static str, Known)> {
    if classes.contains("ImageGallery-module__imageGallery") {
        return Some(("image-gallery-embed", Known::Pictures(gallery)));
    }
    let has = |wanted: &str| classes.split_ascii_whitespace().any(|class| class == wanted);
    CLASSES.iter().find(|(class, _)| has(class)).copied()
}

/// What a button is, if the platform put it there: its address tells.
pub(super) fn button(address: &str) -> Option<&'static str> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let has = |pair: &str| query.split('&').any(|it| it == pair);
    Some(match () {
        () if has("gift=true") => "gift",
        () if has("action=share") || address.starts_with("%%share_url%%") => "share",
        () if has("donate=true") => "donate",
        () if path.ends_with("/subscribe") || address.starts_with("%%checkout_url%%") => {
            "subscribe"
        }
        () if path.ends_with("/comments") || address.starts_with("%%half_magic_comments_url%%") => {
            "comment"
        }
        () if path.ends_with("/leaderboard") => "refer",
        () if address.starts_with("%%") => "platform",
        () => return None,
    })
}

/// The `data-attrs` of an element.
#[derive(Debug, Default)]
pub(super) struct Data(Map<String, Value>);

impl Data {
    /// Reads the attribute. None where it is no JSON object.
    pub(super) fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }

    pub(super) fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).map(str::trim).unwrap_or_default()
    }

    /// A number, as its digits.
    fn number(&self, name: &str) -> String {
        self.0.get(name).and_then(Value::as_u64).map(|it| it.to_string()).unwrap_or_default()
    }

    fn within(&self, name: &str) -> Self {
        Self(self.0.get(name).and_then(Value::as_object).cloned().unwrap_or_default())
    }

    fn list(&self, name: &str) -> Vec<Self> {
        let list = self.0.get(name).and_then(Value::as_array).into_iter().flatten();
        list.filter_map(|it| it.as_object().cloned().map(Self)).collect()
    }

    /// The first of these that says anything, as an address.
    fn url(&self, names: &[&str]) -> Option<String> {
        names.iter().map(|name| self.text(name)).find(|it| !it.is_empty()).map(str::to_owned)
    }
}

fn tweet(data: &Data) -> Shown {
    let url = data.url(&["url"]);
    let said = escape::paragraphs(data.text("full_text"));
    let photos: String = data.list("photos").iter().map(|it| image(it, &["img_url"])).collect();
    let who = match (data.text("name"), data.text("username")) {
        ("", "") => String::new(),
        (name, "") => name.to_owned(),
        ("", user) => format!("@{user}"),
        (name, user) => format!("{name} (@{user})"),
    };
    let quoted = data.within("quoted_tweet");
    let quoted = quote("quoted-tweet", &escape::paragraphs(quoted.text("full_text")));
    let inside = [said, photos, quoted, line(&who, url.as_deref())].concat();
    Shown { html: quote("tweet", &inside), url }
}

fn comment(data: &Data) -> Shown {
    let said = data.within("comment");
    let body = escape::paragraphs(said.text("body"));
    // The address is often that of the platform as a whole.
    let url = data.url(&["url"]).filter(|url| !url.ends_with("/home"));
    let inside =
        if body.is_empty() { body } else { body + &line(said.text("name"), url.as_deref()) };
    Shown { html: quote("comment", &inside), url }
}

fn digest(data: &Data) -> Shown {
    let url = data.url(&["canonical_url", "url"]);
    let mut inside = line(data.text("title"), url.as_deref());
    if !data.text("caption").is_empty() {
        inside += &escape::paragraphs(data.text("caption"));
    }
    let writers = data.list("publishedBylines");
    let writers: Vec<&str> = writers.iter().map(|it| it.text("name")).collect();
    inside += &line(&writers.join(", "), None);
    inside += &image(data, &["cover_image"]);
    Shown { html: quote("digest-post-embed", &inside), url }
}

fn youtube(data: &Data) -> Shown {
    on(data.text("videoId"), "https://www.youtube.com/watch?v=")
}

fn vimeo(data: &Data) -> Shown {
    let id = data.number("videoId");
    on(if id.is_empty() { data.text("videoId") } else { &id }, "https://vimeo.com/")
}

fn instagram(data: &Data) -> Shown {
    let mut shown = on(data.text("instagram_id"), "https://www.instagram.com/p/");
    shown.html = line(data.text("title"), shown.url.as_deref()) + &shown.html;
    shown
}

fn on(id: &str, site: &str) -> Shown {
    let url = (!id.is_empty()).then(|| format!("{site}{id}"));
    Shown { html: line("", url.as_deref()), url }
}

fn linked(data: &Data) -> Shown {
    let url = data.url(&["url", "canonical_url", "targetUrl", "source_url", "src"]);
    Shown { html: line(data.text("title"), url.as_deref()), url }
}

fn gallery(data: &Data) -> Shown {
    let gallery = data.within("gallery");
    let pictures: String = gallery.list("images").iter().map(|it| image(it, &["src"])).collect();
    Shown { html: figure(&pictures, gallery.text("caption")), url: None }
}

fn picture(data: &Data) -> Shown {
    Shown { html: figure(&image(data, &["src"]), data.text("caption")), url: None }
}

fn mention(data: &Data) -> Shown {
    Shown { html: escape::text(data.text("name")), url: None }
}

fn formula(data: &Data) -> Shown {
    let formula = data.text("persistentExpression");
    let html = match formula {
        "" => String::new(),
        formula => format!("<p><code>{}</code></p>", escape::text(formula)),
    };
    Shown { html, url: None }
}

/// A line of text that links; the address itself where there is no text. Nothing, where there is neither.
fn line(text: &str, url: Option<&str>) -> String {
    let said = if text.is_empty() { url.unwrap_or_default() } else { text };
    match url {
        _ if said.is_empty() => String::new(),
        Some(url) => {
            format!("<p><a href=\"{}\">{}</a></p>", escape::attribute(url), escape::text(said))
        }
        None => format!("<p>{}</p>", escape::text(said)),
    }
}

fn quote(class: &str, inside: &str) -> String {
    match inside {
        "" => String::new(),
        inside => format!("<blockquote class=\"{class}\">{inside}</blockquote>"),
    }
}

fn figure(pictures: &str, caption: &str) -> String {
    match (pictures, caption) {
        ("", _) => String::new(),
        (pictures, "") => format!("<figure>{pictures}</figure>"),
        (pictures, caption) => {
            let caption = escape::text(caption);
            format!("<figure>{pictures}<figcaption>{caption}</figcaption></figure>")
        }
    }
}

fn image(data: &Data, names: &[&str]) -> String {
    let Some(url) = data.url(names) else { return String::new() };
    let mut html = format!("<img src=\"{}\"", escape::attribute(&url));
    let alt = [data.text("alt"), data.text("alt_text")].concat();
    html += &format!(" alt=\"{}\"", escape::attribute(&alt));
    for name in ["width", "height"] {
        let number = data.number(name);
        if !number.is_empty() {
            html += &format!(" {name}=\"{number}\"");
        }
    }
    html + ">"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(class: &str, data: &str) -> Shown {
        let data = Data::read(data).unwrap();
        match known(class).unwrap().1 {
            Known::Embed(show) | Known::Pictures(show) | Known::Text(show) => show(&data),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn data_become_html() {
        for (class, data, html) in [
            (
                "tweet",
                r#"{"url":"https://twitter.com/a/status/1","full_text":"x < y\nz","username":"a","name":"A","photos":[{"img_url":"https://e.org/1.jpg"}]}"#,
                "<blockquote class=\"tweet\"><p>x &lt; y<br>z</p><img src=\"https://e.org/1.jpg\" alt=\"\"><p><a href=\"https://twitter.com/a/status/1\">A (@a)</a></p></blockquote>",
            ),
            (
                "a image-gallery-embed",
                r#"{"gallery":{"images":[{"src":"1.png"},{"src":"2.png"},7],"caption":"c"}}"#,
                "<figure><img src=\"1.png\" alt=\"\"><img src=\"2.png\" alt=\"\"><figcaption>c</figcaption></figure>",
            ),
            (
                "image3",
                r#"{"src":"1.png","width":7,"height":"x","alt":"\""}"#,
                "<figure><img src=\"1.png\" alt=\"&quot;\" width=\"7\"></figure>",
            ),
            ("mention-wrap", r#"{"name":"김 <a>","id":1}"#, "김 &lt;a&gt;"),
            ("latex-rendered", r#"{"persistentExpression":"a<b"}"#, "<p><code>a&lt;b</code></p>"),
            (
                "digest-post-embed",
                r#"{"canonical_url":"https://e.org/p/a","title":"T","caption":"c","publishedBylines":[{"name":"N"},{"name":"M"}]}"#,
                "<blockquote class=\"digest-post-embed\"><p><a href=\"https://e.org/p/a\">T</a></p><p>c</p><p>N, M</p></blockquote>",
            ),
            (
                "comment",
                r#"{"url":"https://open.substack.com/home","comment":{"body":"b","name":"N"}}"#,
                "<blockquote class=\"comment\"><p>b</p><p>N</p></blockquote>",
            ),
            ("tweet", "{}", ""),
            ("image-gallery-embed", "{\"gallery\":[]}", ""),
        ] {
            assert_eq!(shown(class, data).html, html, "{class} {data}");
        }
        let url = |class: &str, data: &str| shown(class, data).url.unwrap_or_default();
        assert_eq!(
            url("youtube-wrap", r#"{"videoId":"a_b"}"#),
            "https://www.youtube.com/watch?v=a_b"
        );
        assert_eq!(url("vimeo-wrap", r#"{"videoId":12}"#), "https://vimeo.com/12");
        assert_eq!(url("spotify-wrap", r#"{"url":"https://e.org/s"}"#), "https://e.org/s");
    }

    #[test]
    fn buttons_of_the_platform_are_known_by_their_addresses() {
        for (address, what) in [
            ("https://a.substack.com/p/x?utm_source=substack&action=share", Some("share")),
            ("https://a.substack.com/subscribe?gift=true", Some("gift")),
            ("https://a.substack.com/subscribe?", Some("subscribe")),
            ("%%checkout_url%%", Some("subscribe")),
            ("%%dm_url%%", Some("platform")),
            ("https://a.substack.com/p/x/comments", Some("comment")),
            ("https://example.org/book?x=action=share", None),
            ("https://example.org/", None),
        ] {
            assert_eq!(button(address), what, "{address}");
        }
    }
}
