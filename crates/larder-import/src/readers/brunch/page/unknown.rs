//! What a block of an unknown kind shows: its text with its links, and for a file the link under the file's name.
//!
//! The schema of such blocks was never seen, so nothing is taken from their data that their markup shows itself. The data
//! are kept raw beside it.

use larder_html::{NodeId, escape};

use super::{
    inline::{self, text_of},
    item::Item,
    rich,
};

/// The inline HTML of a block of this kind. Empty: nothing in it shows.
pub(super) fn html(item: &Item<'_>, kind: &str) -> String {
    let file = (kind == "file").then(|| file(item)).flatten();
    file.or_else(|| shown(item)).unwrap_or_else(|| stated(item))
}

/// The file's name as a link to it, and around it what else is shown, such as its size. None: there is no link, or more than one.
fn file(item: &Item<'_>) -> Option<String> {
    let [address] = item.find_all("a[href]")[..] else { return None };
    let address = item.tree.attribute(address, "href")?;
    let shown = item.node.map(|node| text_of(item.tree, node)).unwrap_or_default();
    let title = || Some(text_of(item.tree, item.find(&[".title", "strong"])?));
    let stated = ["fileName", "originalName", "name"].iter().find_map(|name| item.text(name));
    let name = stated.filter(|name| shown.contains(name)).map(str::to_owned).or_else(title)?;
    let name = name.trim_ascii();
    let (before, after) = shown.split_once(name).filter(|_| !name.is_empty())?;
    let mut html = String::new();
    for (text, href) in [(before, None), (name, Some(address)), (after, None)] {
        push_part(&mut html, text.trim_ascii(), href);
    }
    Some(html)
}

/// Appends a text that shows something, as a link where there is an address.
fn push_part(html: &mut String, text: &str, href: Option<&str>) {
    if text.is_empty() {
        return;
    }
    if !html.is_empty() {
        html.push(' ');
    }
    let Some(href) = href else { return escape::push_text(html, text) };
    html.push_str("<a href=\"");
    escape::push_attribute(html, href);
    html.push_str("\">");
    escape::push_text(html, text);
    html.push_str("</a>");
}

/// What the markup shows, if it shows anything.
fn shown(item: &Item<'_>) -> Option<String> {
    let node = item.node.filter(|node| shows(item, *node))?;
    Some(inline::from_parts(item.tree, node).trim_ascii().to_owned())
}

fn shows(item: &Item<'_>, node: NodeId) -> bool {
    const MEDIA: [&str; 6] = ["img", "iframe", "video", "audio", "embed", "object"];
    !inline::is_blank(&text_of(item.tree, node))
        || MEDIA.iter().any(|name| item.tree.find(node, name).is_some())
}

/// The text that the data hold, where no markup shows any.
fn stated(item: &Item<'_>) -> String {
    let text = item.data.and_then(|data| data.get("data").or_else(|| data.get("text")));
    text.map(|text| rich::from_data(text).html).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use larder_html::{Limits, Tree};
    use serde_json::json;

    use super::*;

    fn shown_as(kind: &str, data: serde_json::Value, markup: &str) -> String {
        let tree = Tree::fragment(&format!("<div>{markup}</div>"), &Limits::default());
        let node = tree.find(tree.root(), "div");
        html(&Item { number: 1, tree: &tree, node, data: data.as_object() }, kind)
    }

    #[test]
    fn a_file_is_a_link_under_its_name_with_its_size_behind_it() {
        let markup = "<a class=inner_wrap href='http://a.example/x?a=1&amp;b=2'>\
                      <strong class=title>점검표 &amp; 끝.hwp</strong><span class=size>23KB</span></a>";
        let expected = "<a href=\"http://a.example/x?a=1&amp;b=2\">점검표 &amp; 끝.hwp</a> 23KB";
        assert_eq!(shown_as("file", json!({"fileName": "점검표 & 끝.hwp"}), markup), expected);
        assert_eq!(shown_as("file", json!({}), markup), expected);
    }

    #[test]
    fn a_file_without_one_link_is_shown_as_it_is() {
        let two = "<a href=\"/1\">가.hwp</a> <a href=\"/2\">미리 보기</a>";
        assert_eq!(shown_as("file", json!({"name": "가.hwp"}), two), two);
        assert_eq!(shown_as("file", json!({"name": "가.hwp"}), "가.hwp"), "가.hwp");
    }

    #[test]
    fn other_blocks_keep_their_links_and_breaks() {
        let markup = "<p>어느 쪽?</p><div><a class=\"x\" href=\"/1\">왼쪽</a><a class=\"x\" href=\"/2\">오른쪽</a></div>";
        let expected =
            "어느 쪽?<br><a class=\"x\" href=\"/1\">왼쪽</a> <a class=\"x\" href=\"/2\">오른쪽</a>";
        assert_eq!(shown_as("poll", json!({"data": ["가"]}), markup), expected);
        assert_eq!(shown_as("poll", json!({"data": ["가 & 나"]}), " "), "가 &amp; 나");
        assert_eq!(shown_as("sticker", json!({}), ""), "");
    }
}
