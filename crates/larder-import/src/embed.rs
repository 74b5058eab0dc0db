//! Players in Markdown, for which platforms have marks of their own. Known ones become links to what they show, unknown
//! ones stay as they are; all are counted. What stands in code is code.
//!
//! | Platform | Mark |
//! |---|---|
//! | dev.to | `{% youtube dQw4w9WgXcQ %}`, `{% embed https://… %}` |
//! | velog | `!youtube[dQw4w9WgXcQ]` |
//! | Hashnode | `%[https://…]` |

use std::borrow::Cow;

/// How a platform writes players.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// `{% name what %}`
    Liquid,
    /// `!name[what]`, and [`Liquid`](Self::Liquid), which people bring with them.
    Velog,
    /// `%[address]`
    Hashnode,
}

/// The text with links in the place of players. `met` is told the name of each.
pub(crate) fn with_links<'t>(
    text: &'t str,
    syntax: Syntax,
    met: &mut dyn FnMut(&str),
) -> Cow<'t, str> {
    if !text.contains("{%") && !text.contains("%[") && !text.contains('!') {
        return Cow::Borrowed(text);
    }
    let (mut out, mut fence) = (String::with_capacity(text.len()), None);
    for line in text.split_inclusive('\n') {
        let mark = fence_of(line);
        match (fence, mark) {
            (None, Some(_)) => fence = mark,
            (Some(open), Some(mark)) if closes(open, mark, line) => fence = None,
            (Some(_), _) => {}
            (None, None) => {
                self::line(line, syntax, &mut out, met);
                continue;
            }
        }
        out.push_str(line);
    }
    Cow::Owned(out)
}

/// The character of a fence around code, and how many of them there are.
fn fence_of(line: &str) -> Option<(u8, usize)> {
    let line = line.trim_start().as_bytes();
    let first = *line.first().filter(|it| matches!(it, b'`' | b'~'))?;
    let count = line.iter().take_while(|it| **it == first).count();
    (count >= 3).then_some((first, count))
}

fn closes(open: (u8, usize), mark: (u8, usize), line: &str) -> bool {
    let is_bare = line.trim().bytes().all(|it| it == mark.0);
    mark.0 == open.0 && mark.1 >= open.1 && is_bare
}

fn line(line: &str, syntax: Syntax, out: &mut String, met: &mut dyn FnMut(&str)) {
    let mut rest = line;
    while let Some(at) = rest.find(['`', '{', '%', '!']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let code = code_span(from);
        let length = match mark(from, syntax).filter(|_| code.is_none()) {
            Some((length, name, link)) => {
                met(&name);
                match link {
                    Some(link) => out.push_str(&format!("[{link}]({link})")),
                    None => out.push_str(&from[..length]),
                }
                length
            }
            None => {
                let length = code.unwrap_or(1);
                out.push_str(&from[..length]);
                length
            }
        };
        rest = &from[length..];
    }
    out.push_str(rest);
}

/// How long the code is that a line goes on with. Backticks that nothing closes are themselves.
fn code_span(text: &str) -> Option<usize> {
    let count = text.bytes().take_while(|it| *it == b'`').count();
    if count == 0 {
        return None;
    }
    let (ticks, rest) = text.split_at(count);
    let rest = near(rest);
    let mut from = 0;
    while let Some(at) = rest[from..].find(ticks) {
        let start = from + at;
        let run = rest[start..].bytes().take_while(|it| *it == b'`').count();
        if run == count {
            return Some(count + start + count);
        }
        from = start + run;
    }
    Some(count)
}

/// A mark at the beginning of a text: its length, its name, and the address of what it shows if that is known.
fn mark(text: &str, syntax: Syntax) -> Option<(usize, String, Option<String>)> {
    let text = near(text);
    let is_liquid = matches!(syntax, Syntax::Liquid | Syntax::Velog);
    if let Some(inner) = text.strip_prefix("{%").filter(|_| is_liquid) {
        let end = inner.find("%}")?;
        let words = inner[..end].trim().trim_matches('-').trim();
        let (name, what) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
        let is_name = !name.is_empty() && name.chars().all(|it| it.is_alphanumeric() || it == '_');
        return is_name.then(|| (end + 4, name.to_owned(), address(name, what.trim())));
    }
    if let Some(inner) = text.strip_prefix("%[").filter(|_| syntax == Syntax::Hashnode) {
        let end = inner.find(']')?;
        let link = web(inner[..end].trim())?;
        return Some((end + 3, "embed".to_owned(), Some(link)));
    }
    let inner = text.strip_prefix('!').filter(|_| syntax == Syntax::Velog)?;
    let (name, inner) = inner.split_once('[')?;
    let is_name =
        !name.is_empty() && name.len() < 20 && name.bytes().all(|it| it.is_ascii_lowercase());
    let end = inner.find(']').filter(|_| is_name)?;
    Some((name.len() + end + 3, name.to_owned(), address(name, inner[..end].trim())))
}

/// As much of a text as is looked at for an end, so that many beginnings take no long time.
fn near(text: &str) -> &str {
    const NEAR: usize = 2048;
    let end = (0..=NEAR.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

/// The address of what a player shows.
fn address(name: &str, what: &str) -> Option<String> {
    let first = what.split_whitespace().next().unwrap_or_default();
    if let Some(address) = web(first) {
        return Some(address);
    }
    let is_id = !first.is_empty()
        && first.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_/.@".contains(&it));
    let id = Some(first).filter(|_| is_id)?;
    Some(match name {
        "youtube" => format!("https://www.youtube.com/watch?v={id}"),
        "vimeo" => format!("https://vimeo.com/{id}"),
        "twitter" | "tweet" | "x" => match id.contains('/') {
            true => format!("https://twitter.com/{id}"),
            false => format!("https://twitter.com/i/status/{id}"),
        },
        "github" => format!("https://github.com/{id}"),
        "codesandbox" => format!("https://codesandbox.io/s/{id}"),
        "codepen" => format!("https://codepen.io/{id}"),
        "jsfiddle" => format!("https://jsfiddle.net/{id}"),
        "stackblitz" => format!("https://stackblitz.com/edit/{id}"),
        "replit" => format!("https://replit.com/{id}"),
        "asciinema" => format!("https://asciinema.org/a/{id}"),
        "instagram" => format!("https://www.instagram.com/p/{id}/"),
        "user" | "organization" => format!("https://dev.to/{}", id.trim_start_matches('@')),
        "tag" => format!("https://dev.to/t/{id}"),
        "post" | "article" | "link" if id.contains('/') => {
            format!("https://dev.to/{}", id.trim_start_matches(['@', '/']))
        }
        _ => return None,
    })
}

/// An address of the web that needs no quotes in Markdown.
fn web(text: &str) -> Option<String> {
    let is_plain = !text.contains(|it: char| it.is_whitespace() || "()[]<>\"".contains(it));
    (crate::address::is_web(text) && is_plain).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(text: &str, syntax: Syntax) -> (String, Vec<String>) {
        let mut names = Vec::new();
        let text = with_links(text, syntax, &mut |name| names.push(name.to_owned())).into_owned();
        (text, names)
    }

    #[test]
    fn known_players_become_links_and_others_stay() {
        let (text, names) = linked(
            "{% youtube dQw4w9WgXcQ %}\n{%embed https://example.org/a %} {% poll 12 %}\n{% bad",
            Syntax::Liquid,
        );
        assert_eq!(
            text,
            "[https://www.youtube.com/watch?v=dQw4w9WgXcQ](https://www.youtube.com/watch?v=dQw4w9WgXcQ)\n\
             [https://example.org/a](https://example.org/a) {% poll 12 %}\n{% bad"
        );
        assert_eq!(names, ["youtube", "embed", "poll"]);
        let (text, names) = linked("글 !youtube[abc_1] ![a](b.png) !x[", Syntax::Velog);
        assert_eq!(
            text,
            "글 [https://www.youtube.com/watch?v=abc_1](https://www.youtube.com/watch?v=abc_1) ![a](b.png) !x["
        );
        assert_eq!(names, ["youtube"]);
        let (text, _) = linked("%[https://x.example/1] 100%[a]", Syntax::Hashnode);
        assert_eq!(text, "[https://x.example/1](https://x.example/1) 100%[a]");
    }

    #[test]
    fn what_stands_in_code_is_code() {
        for text in [
            "```\n{% youtube a %}\n```\n",
            "~~~js\n```\n{% youtube a %}\n~~~\n",
            "`{% youtube a %}` and ``x ` {% youtube a %}``\n",
            "````\n```\n{% youtube a %}\n````",
        ] {
            let (same, names) = linked(text, Syntax::Liquid);
            assert_eq!((same.as_str(), names.len()), (text, 0));
        }
        assert_eq!(linked("` {% youtube a %}", Syntax::Liquid).1.len(), 1);
    }

    #[test]
    fn many_marks_take_no_long_time() {
        let started = std::time::Instant::now();
        for piece in ["{%", "`", "![", "%[", "{% a %}", "``` ", "!a["] {
            linked(&piece.repeat(100_000), Syntax::Velog);
            linked(&piece.repeat(100_000), Syntax::Hashnode);
        }
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}
