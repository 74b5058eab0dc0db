//! What a text means: LiveJournal's own elements, and lines.

use larder_html::escape;

use super::journal::Platform;
use crate::xml::{Tag, Token, Tokens};

/// What a text became.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// The HTML.
    pub(super) html: String,
    /// Elements of the platform, by their names.
    pub(super) met: Vec<String>,
    /// Those that stand for something that the export does not hold.
    pub(super) empty: Vec<String>,
    /// The words on the links to what is behind cuts.
    pub(super) cuts: Vec<String>,
}

/// Whether the lines of a text are lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// It is HTML.
    Html,
    /// Each line is one, unless elements of blocks show that it is HTML.
    Guess,
}

/// Elements that only who writes HTML uses.
const BLOCKS: [&str; 12] = [
    "<p",
    "<br",
    "<div",
    "<table",
    "<ul",
    "<ol",
    "<blockquote",
    "<h1",
    "<h2",
    "<h3",
    "<pre",
    "<center",
];

/// Elements in which lines are not broken.
const RAW: [&str; 7] = ["pre", "lj-raw", "raw-code", "table", "script", "style", "textarea"];

/// The HTML of a text.
pub(super) fn made(text: &str, lines: Lines, platform: Platform) -> Made {
    let breaks = lines == Lines::Guess && {
        let lower = text.to_ascii_lowercase();
        !BLOCKS.iter().any(|block| lower.contains(block))
    };
    let mut made = Made::default();
    let mut raw = 0_usize;
    let mut tokens = Tokens::new(text);
    while let Some((token, range)) = tokens.next_with_range() {
        let outer = &text[range];
        match token {
            Token::Start(tag) => {
                raw += usize::from(is_raw(tag.name) && !tag.is_empty);
                start(&tag, outer, platform, &mut made);
            }
            Token::End(name) => {
                raw -= usize::from(is_raw(name)).min(raw);
                if !is_dropped(name) {
                    made.html.push_str(outer);
                }
            }
            Token::Text(_) | Token::Data(_) if breaks && raw == 0 => {
                made.html.push_str(&outer.replace("\r\n", "\n").replace('\n', "<br>\n"));
            }
            _ => made.html.push_str(outer),
        }
    }
    made
}

fn is_raw(name: &str) -> bool {
    RAW.iter().any(|raw| name.eq_ignore_ascii_case(raw))
}

/// End tags that stand for nothing.
fn is_dropped(name: &str) -> bool {
    const NAMES: [&str; 8] =
        ["lj", "lj-cut", "cut", "user", "lj-user", "lj-raw", "raw-code", "lj-embed"];
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn start(tag: &Tag<'_>, outer: &str, platform: Platform, made: &mut Made) {
    let name = tag.name.to_ascii_lowercase();
    match name.as_str() {
        "lj" | "user" | "lj-user" => match user(tag, platform) {
            Some(link) => made.html.push_str(&link),
            None => return made.html.push_str(outer),
        },
        "lj-cut" | "cut" => {
            made.html.push_str("<!--more-->");
            made.cuts.extend(tag.attribute("text").filter(|text| !text.is_empty()));
        }
        "lj-raw" | "raw-code" => {}
        "lj-embed" => {
            // With a number it stands for a player that the platform keeps elsewhere.
            if tag.attribute("id").is_some() {
                made.html.push_str(outer);
                made.html.push_str(if tag.is_empty { "" } else { "</lj-embed>" });
                made.empty.push(name.clone());
            }
        }
        _ if name.starts_with("lj-poll-") => {
            made.html.push_str(outer);
            made.empty.push("lj-poll".to_owned());
            return made.met.push("lj-poll".to_owned());
        }
        _ => {
            made.html.push_str(outer);
            if !name.starts_with("lj-") && name != "poll" {
                return;
            }
        }
    }
    made.met.push(name);
}

/// A link to somebody's journal; their name alone where nothing says on which platform it is.
fn user(tag: &Tag<'_>, platform: Platform) -> Option<String> {
    let names = ["user", "comm", "name"];
    let name = names.iter().find_map(|name| tag.attribute(name)).filter(|it| !it.is_empty())?;
    let shown = tag.attribute("title").unwrap_or_else(|| name.clone());
    let site = tag.attribute("site").filter(|site| !site.is_empty());
    let address = match site {
        Some(site) => super::journal::address_on(&site, &name),
        None => platform.address(&name),
    };
    Some(match address {
        Some(address) => format!(
            "<a href=\"{}\" class=\"lj-user\">{}</a>",
            escape::attribute(&address),
            escape::text(&shown)
        ),
        None => format!("<b class=\"lj-user\">{}</b>", escape::text(&shown)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str, lines: Lines) -> String {
        made(text, lines, Platform::LiveJournal).html
    }

    #[test]
    fn users_are_links_where_the_platform_is_known() {
        assert_eq!(
            html(
                "<lj user=\"a_b\"> <lj comm='c' title='씨'></lj> <lj user=x site=dreamwidth.org />",
                Lines::Html
            ),
            "<a href=\"https://a-b.livejournal.com/\" class=\"lj-user\">a_b</a> \
             <a href=\"https://c.livejournal.com/\" class=\"lj-user\">씨</a> \
             <a href=\"https://x.dreamwidth.org/\" class=\"lj-user\">x</a>"
        );
        assert_eq!(
            made("<lj user=\"_c\"/>", Lines::Html, Platform::Unknown).html,
            "<b class=\"lj-user\">_c</b>"
        );
    }

    #[test]
    fn cuts_are_marks_and_their_words_are_kept() {
        let made =
            made("a<lj-cut text=\"더 보기\">b</lj-cut>c<lj-cut>d", Lines::Html, Platform::Unknown);
        assert_eq!(made.html, "a<!--more-->bc<!--more-->d");
        assert_eq!(
            (made.cuts, made.met),
            (vec!["더 보기".to_owned()], vec!["lj-cut".to_owned(); 2])
        );
    }

    #[test]
    fn lines_are_lines_where_nothing_shows_html() {
        assert_eq!(html("a\r\nb\n", Lines::Guess), "a<br>\nb<br>\n");
        assert_eq!(html("<p>a\nb", Lines::Guess), "<p>a\nb");
        assert_eq!(html("a\n", Lines::Html), "a\n");
        assert_eq!(html("<lj-raw>a\nb</lj-raw>\n", Lines::Guess), "a\nb<br>\n");
        assert_eq!(html("</pre></pre>a\nb < c", Lines::Guess), "</pre></pre>a<br>\nb < c");
    }

    #[test]
    fn what_the_platform_fills_in_is_told_and_the_unknown_stays() {
        let made = made(
            "<lj-embed id=\"5\"/><lj-poll-77><lj-poll name='q'></lj-poll><lj-map url='x'/><lj-embed><iframe></iframe></lj-embed>",
            Lines::Html,
            Platform::Unknown,
        );
        assert_eq!(
            made.html,
            "<lj-embed id=\"5\"/><lj-poll-77><lj-poll name='q'></lj-poll><lj-map url='x'/><iframe></iframe>"
        );
        assert_eq!(made.empty, ["lj-embed", "lj-poll"]);
        assert_eq!(made.met, ["lj-embed", "lj-poll", "lj-poll", "lj-map", "lj-embed"]);
    }
}
