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

/// The language that a `pre`, its `code` or the `div` around it names.
///
/// As `class="language-x"` or `lang-x`, `data-language`, `data-ke-language`
/// (Tistory) or `data-lang`, `highlight-source-x`, `brush: x`, or beside a class
/// like `hljs`. A name with other characters than names of languages have is none.
pub(crate) fn of(tree: &Tree, pre: NodeId) -> Option<String> {
    let code = tree.children(pre).find(|child| tree.name(*child) == Some("code"));
    let around = tree.parent(pre);
    let nodes = [code, Some(pre), around];
    nodes
        .into_iter()
        .flatten()
        .find_map(|node| by_attributes(tree, node).or_else(|| by_prefix(tree, node)))
        .or_else(|| nodes.into_iter().flatten().take(2).find_map(|node| by_neighbour(tree, node)))
        .map(|name| name.to_ascii_lowercase())
        .filter(|name| is_name(name))
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
