//! `subscribe.html`: what people see who open the address of the feeds in a browser.
//!
//! Browsers show feeds as raw text or not at all, and forget how to transform them (XSLT). This page needs nothing but
//! itself: no script, no picture, no font, and its policy allows none. It says in Korean and in English what a feed is,
//! in the blog's language first; the rest is in that language alone.

use std::io;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use larder_core::{
    Blog, Digest, Output, Post,
    select::{self, Selection},
};
use larder_html::escape::{attribute, text};

use crate::{
    FeedFile, FeedKind, FeedOf, Grouping, WriteOptions,
    feed::{Cost, is_korean, line::line, permalink},
};

/// How many of the newest posts are shown.
const NEWEST: usize = 10;

/// The page. Fails when the spool can no longer be read.
pub(super) fn page(blog: &Blog, options: &WriteOptions, feeds: &[FeedFile]) -> io::Result<String> {
    let main = feeds.iter().find(|feed| feed.of == FeedOf::Blog);
    let (title, home) = main.map_or(("", ""), |feed| (&*feed.title, &*feed.link));
    let language = main.and_then(|feed| feed.language.as_deref());
    let words = Words::of(language);
    let mut page = head(title, language.unwrap_or(words.language), feeds);
    page.push_str(&format!(
        "<body>\n<main>\n<h1><a href=\"{}\">{}</a></h1>\n",
        attribute(home),
        text(title)
    ));
    page.push_str(&about(words));
    page.push_str(&addresses(words.feeds, feeds.iter().filter(|feed| feed.of == FeedOf::Blog)));
    page.push_str(&newest(blog, options, words)?);
    page.push_str(&addresses(
        words.comments,
        feeds.iter().filter(|feed| feed.of == FeedOf::Comments),
    ));
    for by in Grouping::ALL {
        page.push_str(&group(words.group(by), by, feeds));
    }
    page.push_str(&archives(words, feeds));
    page.push_str("</main>\n</body>\n</html>\n");
    Ok(page)
}

/// Everything before the body. The policy allows this one style, by its digest, and nothing else.
fn head(title: &str, language: &str, feeds: &[FeedFile]) -> String {
    let digest = BASE64_STANDARD.encode(Digest::of(STYLE.as_bytes()).bytes());
    let (title, language) = (text(title), attribute(language));
    let discovery: String = discovered(feeds).map(alternate).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
        <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
        style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">\n\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
        <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
        {discovery}<style>{STYLE}</style>\n</head>\n"
    )
}

/// The feeds that browsers and readers find by the page.
fn discovered(feeds: &[FeedFile]) -> impl Iterator<Item = &FeedFile> {
    let of_blog = |kind| feeds.iter().filter(move |it| it.of == FeedOf::Blog && it.kind == kind);
    FeedKind::OFFERED.into_iter().flat_map(of_blog)
}

fn alternate(feed: &FeedFile) -> String {
    let kind = feed.kind.media_type;
    let after = feed.kind.mark.map(|mark| format!(" ({mark})")).unwrap_or_default();
    format!(
        "<link rel=\"alternate\" type=\"{kind}\" title=\"{}{after}\" href=\"{}\">\n",
        attribute(&feed.title),
        attribute(place(feed))
    )
}

/// The address of a feed; without one, the name of its file beside the page.
fn place(feed: &FeedFile) -> &str {
    feed.address.as_deref().unwrap_or(&feed.file)
}

/// What a feed is, in the language of the blog and in the other one.
fn about(words: &Words) -> String {
    let other = if std::ptr::eq(words, &KOREAN) { &ENGLISH } else { &KOREAN };
    format!(
        "<p lang=\"{}\">{}</p>\n<p lang=\"{}\" class=\"other\">{}</p>\n",
        words.language, words.about, other.language, other.about
    )
}

/// A list of feeds, each with its address to select.
fn addresses<'f>(heading: &str, feeds: impl Iterator<Item = &'f FeedFile>) -> String {
    let items: String = feeds
        .map(|feed| {
            let place = place(feed);
            format!(
                "<li><a href=\"{}\">{}</a> <code>{}</code></li>\n",
                attribute(place),
                feed.kind.label,
                text(place)
            )
        })
        .collect();
    section(heading, "ul", &items)
}

fn section(heading: &str, list: &str, items: &str) -> String {
    match items {
        "" => String::new(),
        _ => format!("<h2>{heading}</h2>\n<{list}>\n{items}</{list}>\n"),
    }
}

/// The newest posts that the feeds carry too.
fn newest(blog: &Blog, options: &WriteOptions, words: &Words) -> io::Result<String> {
    let mut selection: Selection = options.selection.clone();
    selection.count = Some(selection.count.unwrap_or(NEWEST).min(NEWEST));
    let mut unused = Output::default();
    let mut items = String::new();
    for place in select::newest_first(blog, &selection, &mut unused) {
        items.push_str(&shown(blog.posts.get(place)?.as_ref()));
    }
    Ok(section(words.newest, "ol", &items))
}

fn shown(post: &Post) -> String {
    let mut cost = Cost::default();
    let link = permalink(post, &mut cost);
    let title = post.title.as_deref().and_then(|title| line(title, &mut cost));
    let title = text(title.as_deref().or(link.as_deref()).unwrap_or("…"));
    let title = match link {
        Some(link) => format!("<a href=\"{}\">{title}</a>", attribute(&link)),
        None => title,
    };
    let dated = post.published.or(post.updated);
    let day = dated.map(|time| time.at().format("%Y-%m-%d").to_string());
    let day = day.map(|day| format!("<time datetime=\"{day}\">{day}</time> ")).unwrap_or_default();
    format!("<li>{day}{title}</li>\n")
}

/// The groups of one kind, each with its feeds.
fn group(heading: &str, by: Grouping, feeds: &[FeedFile]) -> String {
    let mut named: Vec<(&str, &str, Vec<&FeedFile>)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for feed in feeds {
        let FeedOf::Group(of, name) = &feed.of else { continue };
        if *of != by {
            continue;
        }
        let folder = feed.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let at = *places.entry(folder).or_insert(named.len());
        if at == named.len() {
            named.push((folder, name, Vec::new()));
        }
        named[at].2.push(feed);
    }
    named.sort_by_key(|(folder, name, _)| (*name, *folder));
    let items: String = named.iter().map(|(_, name, feeds)| one_group(name, feeds)).collect();
    section(heading, "ul", &items)
}

fn one_group(name: &str, feeds: &[&FeedFile]) -> String {
    let links: Vec<String> = feeds
        .iter()
        .map(|feed| format!("<a href=\"{}\">{}</a>", attribute(place(feed)), feed.kind.label))
        .collect();
    format!("<li>{}: {}</li>\n", text(name), links.join(" · "))
}

/// The archive documents of each format, by number.
fn archives(words: &Words, feeds: &[FeedFile]) -> String {
    let mut items = String::new();
    let all: Vec<&FeedFile> = feeds.iter().filter(|feed| feed.of == FeedOf::Archive).collect();
    for of_format in all.chunk_by(|a, b| a.kind == b.kind) {
        let links: Vec<String> = of_format
            .iter()
            .enumerate()
            .map(|(at, feed)| format!("<a href=\"{}\">{}</a>", attribute(place(feed)), at + 1))
            .collect();
        let label = of_format.first().map_or("", |feed| feed.kind.label);
        items.push_str(&format!("<li>{label}: {}</li>\n", links.join(" · ")));
    }
    section(words.archives, "ul", &items)
}

/// What the page says in one language.
struct Words {
    language: &'static str,
    about: &'static str,
    feeds: &'static str,
    newest: &'static str,
    comments: &'static str,
    archives: &'static str,
    groups: [&'static str; Grouping::ALL.len()],
}

static KOREAN: Words = Words {
    language: "ko",
    about: "피드는 새 글을 알려 주는 주소입니다. 아래 주소를 피드 리더에 붙여 넣으면 새 글이 올라올 때마다 리더로 \
            받아 볼 수 있습니다.",
    feeds: "구독 주소",
    newest: "최근 글",
    comments: "댓글",
    archives: "지난 글(오래된 것부터)",
    groups: ["태그", "카테고리", "글쓴이", "연재", "언어"],
};

static ENGLISH: Words = Words {
    language: "en",
    about: "A feed is an address that tells you of new posts. Put one of the addresses below into a feed reader, and \
            every new post will come to you.",
    feeds: "Feeds",
    newest: "Newest posts",
    comments: "Comments",
    archives: "Older posts (oldest first)",
    groups: ["Tags", "Categories", "Authors", "Series", "Languages"],
};

impl Words {
    /// The words for a blog in a language.
    fn of(language: Option<&str>) -> &'static Self {
        if is_korean(language) { &KOREAN } else { &ENGLISH }
    }

    fn group(&self, by: Grouping) -> &'static str {
        let at = Grouping::ALL.iter().position(|it| *it == by);
        at.map_or("", |at| self.groups[at])
    }
}

const STYLE: &str = "
:root { color-scheme: light dark; }
body { margin: 0; background: #fdfdfb; color: #222; \
font: 1rem/1.7 system-ui, -apple-system, 'Apple SD Gothic Neo', 'Noto Sans KR', 'Malgun Gothic', sans-serif; }
main { max-width: 42rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; word-break: keep-all; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.35; }
h2 { font-size: 1.05rem; margin-top: 2.25rem; }
a { color: #0b57a4; }
h1 a { color: inherit; text-decoration: none; }
ul, ol { list-style: none; padding: 0; }
li { margin: .4rem 0; }
code { display: block; padding: .5rem .7rem; border: 1px solid #d5d5cf; border-radius: .4rem; background: #f3f3ee; \
font: .9rem/1.5 ui-monospace, Consolas, monospace; user-select: all; word-break: break-all; }
time { color: #6a6a64; font-variant-numeric: tabular-nums; margin-right: .5rem; }
.other { color: #6a6a64; font-size: .9rem; }
@media (prefers-color-scheme: dark) {
body { background: #171816; color: #e4e4df; }
a { color: #8ab8f0; }
code { background: #22241f; border-color: #3b3d37; }
time, .other { color: #a3a39b; }
}
";
