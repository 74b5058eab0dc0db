//! What programs write into tags of the head.

use super::{Certainty, Found, Said, Tool};
use crate::{html::Tag, time};

/// Reads a tag in the beginning of a page.
pub(super) fn read(head: &[u8], tag: &Tag, found: &mut Found) {
    let value = |name: &str| {
        let attribute = tag.attribute(name)?;
        let text = String::from_utf8_lossy(&head[attribute.value.clone()]);
        Some(htmlize::unescape_attribute(text.as_ref()).trim().to_owned())
    };
    match tag.name.as_str() {
        "body" => found.is_body = true,
        "link" if !found.is_body => {
            let relation = value("rel").unwrap_or_default().to_ascii_lowercase();
            if matches!(relation.as_str(), "canonical" | "bookmark" | "original") {
                found.addresses.extend(value("href"));
            }
        }
        "meta" if !found.is_body => {
            let name = value("property").or_else(|| value("name")).unwrap_or_default();
            let Some(content) = value("content") else { return };
            match name.to_ascii_lowercase().as_str() {
                "og:url" | "twitter:url" => found.addresses.push(content),
                "savepage-url" => save_page_we(found).url = Some(content),
                "savepage-date" => save_page_we(found).time = time::javascript(&content),
                _ => {}
            }
        }
        "script" => {
            let source = value("src").unwrap_or_default();
            found.is_wayback |= source.contains("web-static.archive.org/")
                || source.contains("archive.org/_static/");
        }
        _ => {}
    }
}

fn save_page_we(found: &mut Found) -> &mut Said {
    found.save_page_we.get_or_insert(Said {
        url: None,
        time: None,
        tool: Tool::SavePageWe,
        certainty: Certainty::Known,
    })
}
