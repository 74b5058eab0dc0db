//! Elements that are kept as they were written: `{"xml": "<itunes:owner>…", "ns": {"itunes": "http://…"}}`.

use roxmltree::{Document, Node, ParsingOptions};
use serde_json::Value;

use crate::feed::{Cost, line::line};

/// An element that was kept, parsed. Children are looked up by local name: only one namespace is ever looked for.
pub(super) struct Kept(String);

/// Longer elements are not looked at. Those of podcasts have a few lines.
const LONGEST: usize = 64 << 10;

/// How many elements and attributes are parsed.
const NODES: u32 = 1_000;

impl Kept {
    /// The element that is kept in a value; None where there is none that can be read.
    pub(super) fn read(value: &Value) -> Option<Self> {
        let xml = value.get("xml")?.as_str().filter(|xml| xml.len() <= LONGEST)?;
        let namespaces = value.get("ns").and_then(Value::as_object).into_iter().flatten();
        let mut root = "<kept xmlns:itunes=\"urn:itunes\"".to_owned();
        for (prefix, _) in namespaces.filter(|(prefix, _)| is_prefix(prefix)) {
            // Whatever it stands for: it must be declared and nothing else.
            root.push_str(&format!(" xmlns:{prefix}=\"urn:kept\""));
        }
        let kept = Self(format!("{root}>{xml}</kept>"));
        kept.with(|_| Some(()))?;
        Some(kept)
    }

    /// The text of the first element of this name within.
    pub(super) fn text_of(&self, name: &str) -> Option<String> {
        self.with(|element| plain(inside(element, name).next()?.text()?))
    }

    /// An attribute of the element.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.with(|element| plain(element.attribute(name)?))
    }

    /// An attribute of each element of a name within.
    pub(super) fn attributes_of(&self, element: &str, name: &str) -> Vec<String> {
        let all = |kept: Node<'_, '_>| {
            let told = inside(kept, element).filter_map(|it| plain(it.attribute(name)?));
            Some(told.collect())
        };
        self.with(all).unwrap_or_default()
    }

    fn with<T>(&self, look: impl FnOnce(Node<'_, '_>) -> Option<T>) -> Option<T> {
        let options = ParsingOptions { nodes_limit: NODES, ..ParsingOptions::default() };
        let document = Document::parse_with_options(&self.0, options).ok()?;
        look(document.root_element().first_element_child()?)
    }
}

/// Whether a prefix is one to declare: `itunes` is declared already.
fn is_prefix(prefix: &str) -> bool {
    let is_plain = |it: char| it.is_alphanumeric() || "-_.".contains(it);
    !["", "itunes", "xml"].contains(&prefix) && prefix.chars().all(is_plain)
}

/// The children with this local name.
fn inside<'a, 'd>(element: Node<'a, 'd>, name: &str) -> impl Iterator<Item = Node<'a, 'd>> {
    element.children().filter(move |it| it.is_element() && it.tag_name().name() == name)
}

fn plain(text: &str) -> Option<String> {
    line(text, &mut Cost::default())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn elements_are_read_however_they_are_quoted() {
        let owner = "<itunes:owner x:y='1'>\n<itunes:name>나무 &amp; Co</itunes:name>\
                     <itunes:email><![CDATA[radio@example.org]]></itunes:email></itunes:owner>";
        let owner =
            Kept::read(&json!({ "xml": owner, "ns": { "itunes": "a", "x": "b" } })).unwrap();
        assert_eq!(owner.text_of("email").as_deref(), Some("radio@example.org"));
        assert_eq!(owner.text_of("name").as_deref(), Some("나무 & Co"));
        assert_eq!((owner.text_of("image"), owner.attribute("href")), (None, None));
        let image = Kept::read(
            &json!({ "xml": "<itunes:image href='https://e.example/a.png?b=1&amp;c=2'/>" }),
        );
        let href = image.unwrap().attribute("href");
        assert_eq!(href.as_deref(), Some("https://e.example/a.png?b=1&c=2"));
    }

    #[test]
    fn what_cannot_be_read_is_not_there() {
        for xml in
            ["", "x", "<itunes:owner>", "<a:b/>", "<!DOCTYPE x><itunes:owner/>", "</kept><kept>"]
        {
            assert!(Kept::read(&json!({ "xml": xml })).is_none(), "{xml}");
        }
        let prefix = json!({ "xml": "<itunes:owner/>", "ns": { "x=\"\" y": "b" } });
        assert!(Kept::read(&prefix).is_some(), "what is no prefix is not declared");
        assert!(Kept::read(&json!("Arts")).is_none());
    }
}
