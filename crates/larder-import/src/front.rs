//! The head of a text in Markdown as platforms write it that have editors of their own: flat lines `key: value` between two
//! lines `---`. Nothing else of YAML is in it.

/// The fields of the head, and the text behind it. None for a text without a head.
pub(crate) fn split(text: &str) -> Option<(Vec<(String, String)>, &str)> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    let first = next_line(&mut rest)?;
    if first != "---" {
        return None;
    }
    let mut fields: Vec<(String, String)> = Vec::new();
    while let Some(line) = next_line(&mut rest) {
        if line == "---" {
            return Some((fields, rest));
        }
        let item = line.trim_start().strip_prefix("- ");
        match (item, line.split_once(':'), fields.last_mut()) {
            (Some(item), _, Some((_, value))) => {
                value.push_str(if value.is_empty() { "" } else { ", " });
                value.push_str(plain(item));
            }
            (None, Some((key, value)), _) if is_key(key) => {
                fields.push((key.to_owned(), plain(value).to_owned()));
            }
            _ if line.trim().is_empty() || line.starts_with('#') => {}
            // Something else: the lines were a rule, and a text below it.
            _ => return None,
        }
    }
    None
}

/// The value of a field.
pub(crate) fn value<'f>(fields: &'f [(String, String)], key: &str) -> Option<&'f str> {
    let found = fields.iter().rev().find(|(name, _)| name == key);
    found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
}

/// The values of a list, in one line with commas between them, with brackets around or without.
pub(crate) fn list(value: &str) -> impl Iterator<Item = &str> {
    let value = value.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(value);
    value.split(',').map(plain).filter(|it| !it.is_empty())
}

fn next_line<'t>(rest: &mut &'t str) -> Option<&'t str> {
    if rest.is_empty() {
        return None;
    }
    let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
    *rest = after;
    Some(line.trim_end())
}

fn is_key(key: &str) -> bool {
    let is_letter = |it: char| it.is_alphanumeric() || it == '_' || it == '-';
    !key.is_empty() && key.chars().all(is_letter)
}

/// A value without the quotes around it.
fn plain(value: &str) -> &str {
    let value = value.trim();
    let quoted = |quote: char| value.strip_prefix(quote).and_then(|it| it.strip_suffix(quote));
    quoted('"').or_else(|| quoted('\'')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_flat_lines_between_two_rules() {
        let text =
            "---\r\ntitle: \"a: b\"\ntags:\n  - 글\n  - rust\nempty:\n# note\n---\nText\n---\n";
        let (fields, rest) = split(text).unwrap();
        assert_eq!(value(&fields, "title"), Some("a: b"));
        assert_eq!(value(&fields, "empty"), None);
        let tags: Vec<_> = list(value(&fields, "tags").unwrap()).collect();
        assert_eq!((tags, rest), (vec!["글", "rust"], "Text\n---\n"));
        assert_eq!(list("['a', \"b\",]").collect::<Vec<_>>(), ["a", "b"]);
        for text in
            ["", "---", "---\ntitle: x", "Text\n---\na: b\n---", "---\n\nText goes on.\n---\n"]
        {
            assert!(split(text).is_none(), "{text:?}");
        }
    }
}
