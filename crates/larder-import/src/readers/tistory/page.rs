//! The page of a post: a frame that is always the same, and the body as it stands in it.

use std::ops::Range;

use memchr::memmem;

use crate::xml::{Tag, Token, Tokens};

/// A page, taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) title: Option<String>,
    pub(super) category: Option<String>,
    pub(super) date: Option<String>,
    pub(super) tags: Option<String>,
    /// The body, character for character.
    pub(super) body: Option<String>,
    /// Whether the page ends before its own end.
    pub(super) is_cut: bool,
}

const BODY: &str = "contents_style";
const TITLE: &str = "title-article";

impl Page {
    /// Whether a text is such a page.
    pub(super) fn is_one(text: &str) -> bool {
        holds(text, BODY)
    }

    /// Whether a text has the title of such a page.
    pub(super) fn has_title(text: &str) -> bool {
        holds(text, TITLE)
    }

    /// Takes a page apart.
    pub(super) fn read(text: &str) -> Self {
        let start = body_start(text);
        let head = &text[..start.as_ref().map_or(text.len(), |start| start.start)];
        let mut page = Self {
            title: element(head, TITLE),
            category: element(head, "category"),
            date: element(head, "date"),
            is_cut: memmem::rfind(text.as_bytes(), b"</html").is_none(),
            ..Self::default()
        };
        if let Some(start) = start {
            let rest = &text[start.end..];
            let (body, behind) = rest.split_at(body_end(rest));
            let wrappers =
                1 + usize::from(head.trim_end().ends_with('>') && holds(head, "article-view"));
            page.body = Some(without_ends(body, wrappers).to_owned());
            page.tags = element(behind, "tags");
        }
        page
    }
}

fn holds(text: &str, sign: &str) -> bool {
    memmem::find(text.as_bytes(), sign.as_bytes()).is_some()
}

/// Whether a tag has a class.
fn has_class(tag: &Tag<'_>, class: &str) -> bool {
    tag.attribute("class").is_some_and(|all| all.split_ascii_whitespace().any(|it| it == class))
}

/// Where the start tag of the body stands.
fn body_start(text: &str) -> Option<Range<usize>> {
    let mut tokens = Tokens::new(text);
    while let Some((token, range)) = tokens.next_with_range() {
        if let Token::Start(tag) = token
            && tag.name.eq_ignore_ascii_case("div")
            && has_class(&tag, BODY)
        {
            return Some(range);
        }
    }
    None
}

/// Where the body ends, with the end tags of what is around it: in front of the tags of the post, which are the last thing in
/// a page; else of the end of the page. A body may hold anything, the frame of another page too.
fn body_end(rest: &str) -> usize {
    let page = ["</body", "</html"]
        .iter()
        .filter_map(|end| memmem::rfind(rest.as_bytes(), end.as_bytes()))
        .min();
    let page = page.unwrap_or(rest.len());
    let Some(tags) = memmem::rfind(&rest.as_bytes()[..page], b"<div class=\"tags\"") else {
        return page;
    };
    let behind = rest[tags..page].split_once("</div>").map(|(_, behind)| behind);
    if behind.is_none_or(|behind| behind.trim().is_empty() || behind.trim() == "</div>") {
        tags
    } else {
        page
    }
}

/// A text without so many end tags at its end.
fn without_ends(body: &str, count: usize) -> &str {
    let mut body = body.trim_end();
    for _ in 0..count {
        body = body.strip_suffix("</div>").map_or(body, str::trim_end);
    }
    body
}

/// The text of the first element with a class.
fn element(text: &str, class: &str) -> Option<String> {
    let mut tokens = Tokens::new(text);
    let name = loop {
        if let Token::Start(tag) = tokens.next_with_range()?.0
            && has_class(&tag, class)
        {
            break tag.name;
        }
    };
    let mut found = String::new();
    while let Some((token, _)) = tokens.next_with_range() {
        match token {
            Token::Text(text) => found.push_str(text),
            Token::End(end) if end.eq_ignore_ascii_case(name) => break,
            _ => {}
        }
    }
    let found = htmlize::unescape(found);
    let words: Vec<&str> =
        found.split([' ', '\t', '\r', '\n']).filter(|it| !it.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A body without the signatures of its pictures, and what they were: each address, and the second until which it was good.
///
/// A signed address is good for some time, and nobody's business. Where the picture is without one is inferred from its path.
pub(super) fn without_signatures(body: &str) -> (String, Vec<(String, String)>) {
    let (mut html, mut written, mut signed) = (String::with_capacity(body.len()), 0, Vec::new());
    for start in memmem::find_iter(body.as_bytes(), SIGNED.as_bytes()) {
        let rest = &body.as_bytes()[start..body.len().min(start + LONGEST)];
        let ends = |byte: &u8| matches!(byte, b'"' | b'\'' | b'<' | b'>' | b' ' | b'\n');
        let Some(end) = rest.iter().position(ends).filter(|_| start >= written) else { continue };
        let address = htmlize::unescape_attribute(&body[start..start + end]).into_owned();
        let until = address.split(['?', '&']).find_map(|part| part.strip_prefix("expires="));
        let (Some(until), Some(original)) = (until, crate::media::original(&address)) else {
            continue;
        };
        html.push_str(&body[written..start]);
        larder_html::escape::push_attribute(&mut html, &original);
        written = start + end;
        let until = until.chars().filter(char::is_ascii_digit).collect();
        signed.push((address, until));
    }
    html.push_str(&body[written..]);
    (html, signed)
}

const SIGNED: &str = "https://blog.kakaocdn.net/dna/";

/// How long an address is at most.
const LONGEST: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!DOCTYPE html><html lang=\"ko\"><head><meta charset=\"utf-8\"><title>x</title></head><body>\
        <h2 class=\"title-article\">국수 &amp; <b>한</b> 그릇</h2>\
        <div class=\"article-info\"><p class=\"category\">생활/국수</p><p class=\"date\">2021-03-04 12:30:02</p></div>\
        <div class=\"article-view\"><div class=\"contents_style\">BODY</div></div>\
        <div class=\"tags\">#국수 #점심 메뉴</div></body></html>";

    #[test]
    fn the_frame_is_taken_away_and_the_body_stays_as_it_is() {
        for body in [
            "<p>a</p>",
            "",
            "<div>a</div>",
            "<div>never closed",
            "a</div>",
            "<!DOCTYPE html><html><body><div class=\"contents_style\">b</div></body></html>",
            "<div class=\"tags\">#mine</div><p>c</p>",
        ] {
            let page = Page::read(&PAGE.replace("BODY", body));
            assert_eq!(page.body.as_deref(), Some(body));
            assert_eq!(page.title.as_deref(), Some("국수 & 한 그릇"));
            assert_eq!(page.category.as_deref(), Some("생활/국수"));
            assert_eq!(page.date.as_deref(), Some("2021-03-04 12:30:02"));
            assert_eq!(page.tags.as_deref(), Some("#국수 #점심 메뉴"), "{body}");
        }
    }

    #[test]
    fn a_page_may_lack_anything() {
        let bare = "<div class='contents_style'><p>a</p></div>";
        let page = Page::read(bare);
        assert_eq!((page.body.as_deref(), page.is_cut), (Some("<p>a</p>"), true));
        assert_eq!((page.title, page.tags), (None, None));
        for end in (0..PAGE.len()).filter(|end| PAGE.is_char_boundary(*end)) {
            _ = Page::read(&PAGE[..end]);
        }
    }

    #[test]
    fn signed_pictures_are_told_with_their_day() {
        let body = "<img src=\"https://blog.kakaocdn.net/dna/a/img.png?credential=x&amp;expires=1780239599&amp;signature=y\">";
        let (html, signed) = without_signatures(body);
        let address =
            "https://blog.kakaocdn.net/dna/a/img.png?credential=x&expires=1780239599&signature=y";
        assert_eq!(html, "<img src=\"https://blog.kakaocdn.net/dn/a/img.png\">");
        assert_eq!(signed, [(address.to_owned(), "1780239599".to_owned())]);
        let plain = "<img src='https://blog.kakaocdn.net/dna/a/img.png'>";
        assert_eq!(without_signatures(plain), (plain.to_owned(), Vec::new()));
    }
}
