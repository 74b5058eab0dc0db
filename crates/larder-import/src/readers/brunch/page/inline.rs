//! The inside of a text block: from the markup to inline HTML.
//!
//! Elements are kept without judging them: what a feed may not carry, its writer takes out. Only blocks within a block
//! become line breaks, because the block is written as one paragraph.

use larder_html::{Kind, NodeId, Tree, escape};

/// The inline HTML of what an element holds.
pub(super) fn from_markup(tree: &Tree, top: NodeId) -> String {
    write(tree, top, Touching::Joined)
}

/// The inline HTML of what an element holds that is no running text: a card, a form. Two elements with classes that
/// touch are set apart by the page's style; without it they need a space.
pub(super) fn from_parts(tree: &Tree, top: NodeId) -> String {
    write(tree, top, Touching::Apart)
}

/// What becomes of two elements with classes that touch.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Touching {
    Joined,
    Apart,
}

fn write(tree: &Tree, top: NodeId, touching: Touching) -> String {
    let mut writer =
        Writer { tree, html: String::new(), break_due: false, touching, part_ended: false };
    let mut steps: Vec<Step> = Vec::new();
    push_children(tree, top, &mut steps);
    while let Some(step) = steps.pop() {
        match step {
            Step::Open(node) => writer.open(node, &mut steps),
            Step::Close(node) => writer.close(node),
        }
    }
    writer.html
}

/// The visible text of an element, with line breaks where it has `br`.
pub(super) fn text_of(tree: &Tree, top: NodeId) -> String {
    let mut text = String::new();
    let mut nodes = tree.descendants(top);
    while let Some(node) = nodes.next() {
        match tree.kind(node) {
            Kind::Text(found) => text.push_str(found),
            Kind::Element if tree.name(node) == Some("br") => text.push('\n'),
            Kind::Element if matches!(tree.name(node), Some("script" | "style")) => {
                nodes.leave(node)
            }
            _ => {}
        }
    }
    text
}

/// Whether two texts have the same words: white space, no-break spaces included, does not count.
pub(super) fn same_words(one: &str, other: &str) -> bool {
    let letters = |text| str::chars(text).filter(|character| !is_white(*character));
    letters(one).eq(letters(other))
}

/// Whether a text shows nothing: only spaces, no-break spaces and line ends.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(is_white)
}

/// U+3000 is not among them: it is how authors indent.
fn is_white(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\x0c' | '\u{a0}' | '\u{200b}' | '\u{feff}')
}

enum Step {
    Open(NodeId),
    Close(NodeId),
}

struct Writer<'t> {
    tree: &'t Tree,
    html: String,
    break_due: bool,
    touching: Touching,
    /// Whether an element with a class has just ended.
    part_ended: bool,
}

impl Writer<'_> {
    fn open(&mut self, node: NodeId, steps: &mut Vec<Step>) {
        match self.tree.kind(node) {
            Kind::Text(text) => {
                if self.break_due && is_blank(text) {
                    return;
                }
                self.flush();
                self.part_ended = false;
                escape::push_text(&mut self.html, text);
            }
            Kind::Element => self.open_element(node, steps),
            // Comments, which frameworks leave between the pieces of a text.
            _ => {}
        }
    }

    fn open_element(&mut self, node: NodeId, steps: &mut Vec<Step>) {
        match self.tree.name(node) {
            Some(name) if is_block(name) => {
                self.break_due = !self.html.is_empty();
                steps.push(Step::Close(node));
                push_children(self.tree, node, steps);
            }
            Some("script" | "style" | "iframe" | "noembed" | "noframes" | "plaintext" | "xmp")
            | None => {
                self.flush();
                self.html.push_str(&self.tree.outer_html(node));
            }
            Some(name) => {
                self.flush();
                if self.part_ended && self.is_part(node) {
                    self.html.push(' ');
                }
                self.part_ended = false;
                self.write_tag(node, name);
                if !is_void(name) {
                    steps.push(Step::Close(node));
                    push_children(self.tree, node, steps);
                }
            }
        }
    }

    fn close(&mut self, node: NodeId) {
        match self.tree.name(node) {
            Some(name) if is_block(name) => self.break_due = !self.html.is_empty(),
            Some(name) => {
                self.html.push_str("</");
                self.html.push_str(name);
                self.html.push('>');
                self.part_ended |= self.is_part(node);
            }
            None => {}
        }
    }

    fn is_part(&self, node: NodeId) -> bool {
        self.touching == Touching::Apart && self.tree.attribute(node, "class").is_some()
    }

    fn write_tag(&mut self, node: NodeId, name: &str) {
        self.html.push('<');
        self.html.push_str(name);
        for (name, value) in self.tree.attributes(node) {
            self.html.push(' ');
            self.html.push_str(name);
            self.html.push_str("=\"");
            escape::push_attribute(&mut self.html, value);
            self.html.push('"');
        }
        self.html.push('>');
    }

    fn flush(&mut self) {
        if std::mem::take(&mut self.break_due) {
            self.html.push_str("<br>");
            self.part_ended = false;
        }
    }
}

fn push_children(tree: &Tree, node: NodeId, steps: &mut Vec<Step>) {
    let first = steps.len();
    steps.extend(tree.children(node).map(Step::Open));
    steps[first..].reverse();
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "blockquote"
            | "ul"
            | "ol"
            | "li"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
    )
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "img"
            | "hr"
            | "wbr"
            | "input"
            | "embed"
            | "source"
            | "track"
            | "area"
            | "col"
            | "link"
            | "meta"
    )
}

#[cfg(test)]
mod tests {
    use larder_html::Limits;

    use super::*;

    fn markup(html: &str) -> (String, String) {
        let tree = Tree::fragment(html, &Limits::default());
        (from_markup(&tree, tree.root()), text_of(&tree, tree.root()))
    }

    #[test]
    fn inline_elements_are_kept_as_they_are() {
        let html = "가 <strong>나</strong><em>다</em> <u>라</u><s>마</s><br>\
                    <span style=\"color:#333\">1 &lt; 2</span>&nbsp;<a href=\"javascript:alert(1)\">바</a>";
        assert_eq!(markup(html), (html.to_owned(), "가 나다 라마\n1 < 2\u{a0}바".to_owned()));
    }

    #[test]
    fn blocks_within_a_block_become_line_breaks_and_comments_go() {
        let (html, _) = markup("<p>가<!--x--></p>\n <div>나<p><b>다</b></p></div>라");
        assert_eq!(html, "가<br>나<br><b>다</b><br>라");
    }

    #[test]
    fn parts_that_only_style_sets_apart_get_a_space() {
        let html = "<b class=x>가</b><i class=y>나</i><b>다</b><u class=z>라</u> <u class=z>마</u>";
        let tree = Tree::fragment(html, &Limits::default());
        let expected = "<b class=\"x\">가</b> <i class=\"y\">나</i><b>다</b>\
                        <u class=\"z\">라</u> <u class=\"z\">마</u>";
        assert_eq!(from_parts(&tree, tree.root()), expected);
        assert_eq!(from_markup(&tree, tree.root()), expected.replacen("> <i", "><i", 1));
    }

    #[test]
    fn ideographic_spaces_are_words() {
        assert!(same_words("가 나\u{a0}", "가\n나"));
        assert!(!same_words("\u{3000}가", "가"));
        assert!(is_blank(" \u{a0}\n") && !is_blank("\u{3000}"));
    }
}
