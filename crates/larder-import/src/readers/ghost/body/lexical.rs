//! Lexical, the tree that Ghost writes since version 5.

use larder_html::escape;
use serde_json::{Map, Value};

use super::card::{self, Card, Output};

/// Writes the HTML of a tree. None for what is none.
pub(super) fn render(text: &str, output: &mut Output) -> Option<()> {
    let tree: Value = serde_json::from_str(text).ok()?;
    let root = tree.get("root")?.as_object()?;
    // Nodes that are ahead, the next at the end: no function calls itself however deep a tree is.
    let mut ahead: Vec<Step<'_>> = Vec::new();
    push_children(root, &mut ahead);
    ahead.iter_mut().for_each(|step| {
        if let Step::Node(node) = step {
            *step = Step::Block(node);
        }
    });
    while let Some(step) = ahead.pop() {
        match step {
            Step::Close(end) => output.html.push_str(&end),
            Step::Node(_) | Step::Block(_) if !output.has_room() => break,
            Step::Node(node) => write(node, &mut ahead, output),
            Step::Block(node) => {
                output.block += 1;
                write(node, &mut ahead, output);
            }
        }
    }
    Some(())
}

enum Step<'n> {
    /// A node at the top, which is counted.
    Block(&'n Map<String, Value>),
    Node(&'n Map<String, Value>),
    /// End tags.
    Close(String),
}

fn push_children<'n>(node: &'n Map<String, Value>, ahead: &mut Vec<Step<'n>>) {
    let children = node.get("children").and_then(Value::as_array);
    let children = children.into_iter().flatten().filter_map(Value::as_object);
    ahead.extend(children.rev().map(Step::Node));
}

fn text<'n>(node: &'n Map<String, Value>, name: &str) -> &'n str {
    node.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn write<'n>(node: &'n Map<String, Value>, ahead: &mut Vec<Step<'n>>, output: &mut Output) {
    match text(node, "type") {
        "text" | "extended-text" | "tk" => words(node, output),
        "linebreak" => output.html.push_str("<br>"),
        "tab" => output.html.push('\t'),
        // Places that the editor keeps for what is never there when a post is finished.
        "zwnj" | "at-link" | "at-link-search" => {}
        "paragraph" => element("p", &[], node, ahead, output),
        "heading" | "extended-heading" => {
            let tag = text(node, "tag");
            let tag = ["h1", "h2", "h3", "h4", "h5", "h6"].into_iter().find(|it| *it == tag);
            element(tag.unwrap_or("h2"), &[], node, ahead, output);
        }
        "quote" | "extended-quote" => element("blockquote", &[], node, ahead, output),
        "aside" => {
            element("blockquote", &[("class", "kg-blockquote-alt")], node, ahead, output);
        }
        "list" => list(node, ahead, output),
        "listitem" => item(node, ahead, output),
        "link" | "autolink" => {
            let attributes = [
                ("href", text(node, "url")),
                ("rel", text(node, "rel")),
                ("title", text(node, "title")),
            ];
            element("a", &attributes, node, ahead, output);
        }
        name => other(name, node, ahead, output),
    }
}

fn element<'n>(
    name: &str,
    attributes: &[(&str, &str)],
    node: &'n Map<String, Value>,
    ahead: &mut Vec<Step<'n>>,
    output: &mut Output,
) {
    output.open(name, attributes);
    ahead.push(Step::Close(format!("</{name}>")));
    push_children(node, ahead);
}

fn list<'n>(node: &'n Map<String, Value>, ahead: &mut Vec<Step<'n>>, output: &mut Output) {
    let is_ordered = text(node, "listType") == "number" || text(node, "tag") == "ol";
    let start = node.get("start").and_then(Value::as_u64).filter(|start| *start != 1);
    let start = start.filter(|_| is_ordered).map(|start| start.to_string()).unwrap_or_default();
    element(if is_ordered { "ol" } else { "ul" }, &[("start", &start)], node, ahead, output);
}

/// An item; one that holds nothing but a list belongs to the item before it, which is how Lexical nests lists.
fn item<'n>(node: &'n Map<String, Value>, ahead: &mut Vec<Step<'n>>, output: &mut Output) {
    let children = node.get("children").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let is_nested = !children.is_empty()
        && children.iter().all(|child| child.get("type").and_then(Value::as_str) == Some("list"));
    if is_nested && output.html.ends_with("</li>") {
        output.html.truncate(output.html.len() - "</li>".len());
        ahead.push(Step::Close("</li>".into()));
        push_children(node, ahead);
        return;
    }
    element("li", &[], node, ahead, output);
    if let Some(checked) = node.get("checked").and_then(Value::as_bool) {
        output.html.push_str(if checked { "☑ " } else { "☐ " });
    }
}

/// The bits of a text's format and their elements, the outermost first.
const FORMATS: [(u64, &str); 8] = [
    (1, "strong"),
    (2, "em"),
    (4, "s"),
    (8, "u"),
    (128, "mark"),
    (32, "sub"),
    (64, "sup"),
    (16, "code"),
];

fn words(node: &Map<String, Value>, output: &mut Output) {
    let format = node.get("format").and_then(Value::as_u64).unwrap_or(0);
    let elements = FORMATS.iter().filter(|(bit, _)| format & bit != 0).map(|(_, name)| *name);
    elements.clone().for_each(|name| output.open(name, &[]));
    output.html.push_str(&escape::text(text(node, "text")));
    elements.rev().for_each(|name| output.close(name));
}

/// A card; or a node that nobody knows, of which what is within it stays.
fn other<'n>(
    name: &str,
    node: &'n Map<String, Value>,
    ahead: &mut Vec<Step<'n>>,
    output: &mut Output,
) {
    let has_children = node.get("children").is_some_and(Value::is_array);
    if has_children {
        output.unknown(name);
        push_children(node, ahead);
    } else {
        card::write(name, Card(Some(node)), output);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(children: Value, expected: &str) {
        let mut output = Output::new(1000);
        render(&json!({ "root": { "children": children } }).to_string(), &mut output).unwrap();
        assert_eq!(output.html, expected);
    }

    #[test]
    fn formats_are_elements() {
        let text =
            |format: u64| json!({ "type": "extended-text", "text": "글 <", "format": format });
        check(
            json!([{ "type": "paragraph", "children": [text(0), text(3), text(16), text(128)] }]),
            "<p>글 &lt;<strong><em>글 &lt;</em></strong><code>글 &lt;</code><mark>글 &lt;</mark></p>",
        );
    }

    #[test]
    fn a_list_within_a_list_belongs_to_the_item_before() {
        let text = |text: &str| json!({ "type": "text", "text": text });
        let item = |children: Value| json!({ "type": "listitem", "children": children });
        let list = |kind: &str, children: Value| json!({ "type": "list", "listType": kind, "children": children });
        check(
            json!([list(
                "bullet",
                json!([
                    item(json!([text("a")])),
                    item(json!([list("number", json!([item(json!([text("b")]))]))])),
                    item(json!([text("c")])),
                ])
            )]),
            "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>",
        );
    }

    #[test]
    fn what_only_some_see_is_not_there() {
        let card = |visibility: Value| json!({ "type": "html", "html": "SECRET", "visibility": visibility });
        check(
            json!([
                { "type": "email", "html": "SECRET" },
                { "type": "email-cta", "html": "SECRET" },
                card(json!({ "web": { "nonMember": false } })),
                card(json!({ "showOnWeb": false, "showOnEmail": true })),
                card(json!({ "emailOnly": true })),
            ]),
            "",
        );
    }

    #[test]
    fn what_nobody_knows_keeps_its_words() {
        let mut output = Output::new(1000);
        let tree = json!({ "root": { "children": [
            { "type": "poem", "children": [{ "type": "text", "text": "시" }] },
            { "type": "hologram", "src": "x" },
        ] } });
        render(&tree.to_string(), &mut output).unwrap();
        assert_eq!(output.html, "시");
        assert_eq!(output.notes().len(), 2);
    }

    #[test]
    fn what_is_no_tree_is_none() {
        let deep =
            format!("{{\"root\":{{\"children\":{}{}}}}}", "[".repeat(100_000), "]".repeat(100_000));
        for text in ["", "{}", "[]", "{\"root\":[]}", "{\"root\":{}", &deep] {
            let is_some = render(text, &mut Output::new(10)).is_some();
            assert!(!is_some, "{}", &text[..text.len().min(30)]);
        }
    }
}
