//! Code: `[code]`, `[sourcecode language="css"]`, and one shortcode per language.

use std::borrow::Cow;

use htmlize::unescape;
use larder_html::escape::{push_attribute, push_text};
use memchr::{memchr, memmem};

use super::{shortcode::Attributes, shortcodes};

/// Shortcodes of the syntax highlighters; the names that are no languages are first.
const NAMES: &[&str] = &[
    "code",
    "sourcecode",
    "source",
    "actionscript3",
    "bash",
    "c",
    "clojure",
    "coldfusion",
    "cpp",
    "csharp",
    "css",
    "delphi",
    "diff",
    "erlang",
    "fsharp",
    "go",
    "groovy",
    "haskell",
    "html",
    "java",
    "javafx",
    "javascript",
    "js",
    "json",
    "matlab",
    "objc",
    "perl",
    "php",
    "plain",
    "powershell",
    "python",
    "r",
    "ruby",
    "scala",
    "shell",
    "sql",
    "swift",
    "text",
    "vb",
    "xhtml",
    "xml",
    "yaml",
];

/// How many of the names are no languages.
const GENERAL: usize = 3;

/// Whether a shortcode of this name holds code, if it has an end.
pub(super) fn is_code(name: &str) -> bool {
    NAMES.contains(&name)
}

/// The HTML of code.
pub(super) fn render(name: &str, attributes: &Attributes<'_>, text: &str) -> String {
    let stated = ["language", "lang"].iter().find_map(|name| attributes.value(name));
    let named = (!NAMES[..GENERAL].contains(&name)).then_some(Cow::Borrowed(name));
    let mut html = String::from("<pre><code");
    if let Some(language) = stated.or(named).filter(|language| is_language(language)) {
        html.push_str(" class=\"language-");
        push_attribute(&mut html, &language.to_ascii_lowercase());
        html.push('"');
    }
    html.push('>');
    push_text(&mut html, &decoded(text.trim_matches('\n').trim_ascii_end()));
    html.push_str("</code></pre>");
    html
}

fn is_language(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"+#._-".contains(&byte);
    !name.is_empty() && name.len() <= 40 && name.bytes().all(is_part)
}

/// Code as it was written.
///
/// Highlighters save it escaped, older ones as it is. A `<` in it decides: nothing
/// that was escaped has one.
fn decoded(text: &str) -> Cow<'_, str> {
    match memchr(b'<', text.as_bytes()) {
        Some(_) => Cow::Borrowed(text),
        None => unescape(text),
    }
}

/// A formula. It stays in its own language, as code, for whoever can show it.
pub(super) fn formula(text: &str) -> String {
    let mut html = String::from("<code class=\"math\">");
    push_text(&mut html, &decoded(text.trim_ascii()));
    html.push_str("</code>");
    html
}

/// A `pre` in which `[[name]]` is `[name]`: so shortcodes are quoted. Others are none there.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    let mut html = String::new();
    let mut rest = text;
    let mut position = 0;
    while let Some(at) = memmem::find(&rest.as_bytes()[position..], b"[[") {
        let start = position + at;
        let Some(quoted) = shortcodes::quoted(&rest[start..]) else {
            position = start + 1;
            continue;
        };
        html.push_str(&rest[..start]);
        html.push_str(quoted);
        rest = &rest[start + quoted.len() + 2..];
        position = 0;
    }
    if html.is_empty() && rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    html.push_str(rest);
    Cow::Owned(html)
}
