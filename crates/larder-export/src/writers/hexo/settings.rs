//! Settings of Hexo.

use crate::tree::{Map, SiteFacts, Value};

/// The settings of a site.
pub(super) fn settings(site: &SiteFacts<'_>) -> Map {
    let mut settings = Map::default();
    settings.set("title", site.title.as_str());
    settings.set("description", site.description.as_deref().unwrap_or_default());
    // What is not said, Hexo says: it would be written by John Doe, in English.
    let authors: Vec<&str> = site.authors().collect();
    match *authors {
        [] => settings.set("author", ""),
        [one] => settings.set("author", one),
        _ => settings.set_list("author", authors),
    }
    settings.set("language", site.language.as_deref().unwrap_or_default());
    settings.set("timezone", site.zone_name().unwrap_or_else(|| "UTC".to_owned()));
    settings.set_some("url", site.address.as_deref());
    settings.set_some("copyright", site.blog.site.rights.as_deref());
    settings.set("permalink", "posts/:title/");
    settings.set("theme", "larder");
    settings.set_list("skip_render", ["media/**"]);
    // Nothing is put into pages that they do not say.
    settings.set("updated_option", "empty");
    settings.set("meta_generator", false);
    settings.set("syntax_highlighter", "");
    settings.set_map("external_link", one("enable", false));
    settings.set_map("markdown", markdown());
    settings
}

fn one(name: &str, value: impl Into<Value>) -> Map {
    let mut map = Map::default();
    map.set(name, value);
    map
}

/// Texts stay as they were written: no other quotes, no ids of headings, no links where there were none.
fn markdown() -> Map {
    let mut render = one("html", true);
    for name in ["breaks", "linkify", "typographer"] {
        render.set(name, false);
    }
    let mut markdown = Map::default();
    markdown.set_map("render", render);
    markdown.set_map("anchors", one("level", 7_u32));
    markdown
}
