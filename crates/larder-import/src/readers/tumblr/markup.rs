//! HTML that is made of a post's parts.

use larder_html::escape;
use serde_json::Value;

use super::json::shown;

/// What a body became.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// The HTML.
    pub(super) html: String,
    /// A heading that is the title of the post.
    pub(super) title: Option<String>,
    /// Blocks of kinds that are unknown, with their numbers.
    pub(super) unknown: Vec<(String, u32)>,
    /// What was met: what it is, and its name.
    pub(super) met: Vec<(&'static str, String)>,
    /// Whether part of it is for those who pay.
    pub(super) is_paid: bool,
}

impl Made {
    /// Puts HTML behind what is there.
    pub(super) fn push(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// A text between the tags of an element. Nothing where nothing shows.
    pub(super) fn element(&mut self, name: &str, text: &str) {
        if !text.trim().is_empty() {
            self.push(&format!("<{name}>{}</{name}>", escape::text(text).replace('\n', "<br>")));
        }
    }

    /// HTML as it stands there.
    pub(super) fn raw(&mut self, html: Option<String>) {
        self.push(&html.unwrap_or_default());
    }
}

/// `<img …>` of an object with `url`, `width` and `height`. None without an address.
pub(super) fn image(of: &Value, alt: &str) -> Option<String> {
    let url = shown(&of["url"])?;
    let mut tag = format!("<img src=\"{}\"", escape::attribute(&url));
    for name in ["width", "height"] {
        let pixels = of[name].as_u64().filter(|pixels| *pixels > 0);
        tag.extend(pixels.map(|pixels| format!(" {name}=\"{pixels}\"")));
    }
    Some(format!("{tag} alt=\"{}\">", escape::attribute(alt)))
}

/// `<a href>` around a text.
pub(super) fn link(url: &str, text: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escape::attribute(url), escape::text(text))
}
