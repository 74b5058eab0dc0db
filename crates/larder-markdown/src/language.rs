//! In which language a piece of code is.

use larder_html::{NodeId, Tree};

/// Classes of programs that colour code, which name no language.
const NOT_LANGUAGES: [&str; 26] = [
    "hljs",
    "highlight",
    "code",
    "codeblock",
    "code-block",
    "prettyprint",
    "linenums",
    "prettyprinted",
    "brush",
    "syntax",
    "syntaxhighlighter",
    "sourceCode",
    "prism",
    "nohighlight",
    "no-highlight",
    "line-numbers",
    "shiki",
    "chroma",
    "rouge-highlight",
    "notranslate",
    "plain",
    "pre",
    "none",
    "wp-block-code",
    "wp-block-preformatted",
    "enlighter",
];

/// The language that a `pre`, its `code` or what is around it names.
///
/// As `class="language-x"` or `lang-x`, `data-language`, `data-ke-language`
/// (Tistory) or `data-lang`, `highlight-source-x`, `brush: x`, or beside a class
/// like `hljs`. A name with other characters than names of languages have is none.
pub(crate) fn of(tree: &Tree, pre: NodeId) -> Option<String> {
    let code = tree.children(pre).find(|child| tree.name(*child) == Some("code"));
    let around = tree.ancestors(pre).take(MOST_AROUND).take_while(|it| is_wrapper(tree, *it));
    let nodes: Vec<NodeId> = code.into_iter().chain([pre]).chain(around).collect();
    nodes
        .iter()
        .find_map(|node| by_attributes(tree, *node).or_else(|| by_prefix(tree, *node)))
        .or_else(|| nodes.iter().find_map(|node| by_neighbour(tree, *node)))
        .map(str::to_ascii_lowercase)
        .filter(|name| is_name(name))
}

/// How many elements around a `pre` are looked at.
const MOST_AROUND: usize = 6;

/// Whether an element may be there only for the code in it.
fn is_wrapper(tree: &Tree, node: NodeId) -> bool {
    matches!(tree.name(node), Some("div" | "figure" | "table" | "tbody" | "tr" | "td"))
}

fn by_attributes(tree: &Tree, node: NodeId) -> Option<&str> {
    ["data-ke-language", "data-language", "data-lang", "data-enlighter-language"]
        .into_iter()
        .find_map(|name| tree.attribute(node, name))
        .map(str::trim)
        .filter(|name| !name.is_empty())
}

fn by_prefix(tree: &Tree, node: NodeId) -> Option<&str> {
    let class = tree.attribute(node, "class")?;
    let prefixed = class.split_ascii_whitespace().find_map(|class| {
        ["language-", "lang-", "highlight-source-"]
            .into_iter()
            .find_map(|prefix| class.strip_prefix(prefix))
    });
    prefixed.or_else(|| {
        let brush = class.split_once("brush:")?.1.trim_start();
        brush.split([' ', ';']).next().filter(|name| !name.is_empty())
    })
}

/// `hljs python`: the one class beside those of the program.
fn by_neighbour(tree: &Tree, node: NodeId) -> Option<&str> {
    let class = tree.attribute(node, "class")?;
    let mut names = class.split_ascii_whitespace().filter(|name| !NOT_LANGUAGES.contains(name));
    let is_coloured = class.split_ascii_whitespace().any(|name| {
        matches!(name, "hljs" | "highlight" | "prettyprint" | "sourceCode" | "chroma" | "prism")
    });
    let name = names.next()?;
    (is_coloured && names.next().is_none()).then_some(name)
}

/// Whether a text can stand behind a fence and after `language-`.
pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 40
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+#.-_".contains(&byte))
}

#[cfg(test)]
mod tests {
    use larder_html::{Limits, Tree};

    fn language(html: &str) -> Option<String> {
        let tree = Tree::fragment(html, &Limits::default());
        let pre = tree.find(tree.root(), "pre").expect("there is one");
        super::of(&tree, pre)
    }

    #[test]
    fn languages_are_where_programs_write_them() {
        for (html, expected) in [
            ("<pre><code class=\"language-rust\">", Some("rust")),
            ("<pre><code class=\"hljs lang-C++\">", Some("c++")),
            ("<pre class=\"hljs python\">", Some("python")),
            ("<pre class=\"brush: js; title: ''\">", Some("js")),
            (
                "<pre class=\"javascript\" data-ke-language=\"javascript\"><code>",
                Some("javascript"),
            ),
            ("<div class=\"highlight highlight-source-go\"><pre>", Some("go")),
            (
                "<div class=\"language-ruby highlighter-rouge\"><div class=\"highlight\"><pre class=\"highlight\"><code>",
                Some("ruby"),
            ),
            (
                "<figure class=\"highlight css\"><table><tr><td class=gutter><td class=code><pre>",
                Some("css"),
            ),
            ("<pre class=\"wp-block-code\"><code>", None),
            ("<pre class=\"poem\">", None),
            ("<pre><code class=\"language-\"><b>", None),
            ("<pre><code class=\"language-a`b\">", None),
        ] {
            assert_eq!(language(html).as_deref(), expected, "{html}");
        }
    }
}
