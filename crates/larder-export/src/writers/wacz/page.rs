//! The pages, for people: one for each post, and the lists of all.
//!
//! They are plain: h-entries without a script and without a style of ours but a few lines. There is no policy against scripts in
//! them, because programs that show web archives put one of theirs into every page, and what people wrote is cleaned.

use std::fmt::Write as _;

use larder_html::escape::{attribute, text};
use serde::Serialize;

use super::{data, post::Made};

/// By this the reader of saved pages knows our pages.
const GENERATOR: &str = "<meta name=\"generator\" content=\"Larder\">";

const STYLE: &str = "body{max-width:42rem;margin:2rem auto;padding:0 1rem;line-height:1.7;font-family:sans-serif;\
word-break:keep-all;overflow-wrap:anywhere}img,video,iframe{max-width:100%;height:auto}.about,nav{color:#666}\
pre{overflow:auto}";

/// What stands around a post.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'a> {
    /// The blog.
    pub(super) blog: &'a data::Blog,
    /// The name of the blog, where it has none its address.
    pub(super) name: &'a str,
    /// The list of all posts.
    pub(super) list: &'a str,
    /// The feed, if there is one.
    pub(super) feed: Option<&'a str>,
    /// The page itself.
    pub(super) here: &'a str,
    /// The post before it in time.
    pub(super) previous: Option<&'a str>,
    /// The post after it.
    pub(super) next: Option<&'a str>,
}

/// The page of a post.
pub(super) fn post(made: &Made, around: Around<'_>) -> String {
    let data = &made.data;
    let language = data.in_language.as_deref().or(around.blog.in_language.as_deref());
    let mut page = head(&made.title, language, data.summary.as_deref(), around);
    if let Some(url) = &data.url {
        _ = writeln!(page, "<link rel=\"canonical\" href=\"{}\">", attribute(url));
    }
    for (rel, address) in [("prev", around.previous), ("next", around.next)] {
        if let Some(address) = address {
            _ = writeln!(page, "<link rel=\"{rel}\" href=\"{}\">", attribute(address));
        }
    }
    script(&mut page, data);
    page.push_str("</head>\n<body>\n");
    name(&mut page, around);
    page.push_str("<article class=\"h-entry\">\n");
    header(&mut page, made, around.here);
    if let Some(html) = &made.html {
        _ = writeln!(page, "<div class=\"e-content\">{html}</div>");
    }
    files(&mut page, data);
    terms(&mut page, made);
    series(&mut page, data);
    page.push_str("</article>\n");
    comments(&mut page, made);
    let links = [
        ("prev", "←", around.previous),
        ("home", "↑", Some(around.list)),
        ("next", "→", around.next),
    ];
    navigation(&mut page, links);
    page.push_str("</body>\n</html>\n");
    page
}

/// A line of a list of posts.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) address: String,
    pub(super) title: String,
    pub(super) day: Option<String>,
}

/// A page that lists posts, with the pages before and after it.
pub(super) fn list(
    entries: &[Entry],
    around: Around<'_>,
    (newer, older): (Option<&str>, Option<&str>),
) -> String {
    let blog = around.blog;
    let mut page =
        head(around.name, blog.in_language.as_deref(), blog.description.as_deref(), around);
    if around.here == around.list && blog.url.as_deref() == Some(around.here) {
        _ = writeln!(page, "<link rel=\"canonical\" href=\"{}\">", attribute(around.here));
    }
    script(&mut page, &blog.whole());
    _ = writeln!(page, "</head>\n<body>\n<h1>{}</h1>", text(around.name));
    if let Some(description) = &blog.description {
        _ = writeln!(page, "<p>{}</p>", text(description));
    }
    page.push_str("<ul>\n");
    for entry in entries {
        let day = entry.day.as_deref().map(|day| format!("{} ", text(day))).unwrap_or_default();
        let (address, title) = (attribute(&entry.address), text(&entry.title));
        _ = writeln!(page, "<li>{day}<a href=\"{address}\">{title}</a></li>");
    }
    page.push_str("</ul>\n");
    navigation(&mut page, [("prev", "←", newer), ("home", "↑", None), ("next", "→", older)]);
    page.push_str("</body>\n</html>\n");
    page
}

fn head(
    title: &str,
    language: Option<&str>,
    description: Option<&str>,
    around: Around<'_>,
) -> String {
    let language = language.map(|it| format!(" lang=\"{}\"", attribute(it))).unwrap_or_default();
    let mut page = format!(
        "<!doctype html>\n<html{language}>\n<head>\n<meta charset=\"utf-8\">\n\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n{GENERATOR}\n\
        <title>{}</title>\n<style>{STYLE}</style>\n",
        text(title)
    );
    if let Some(description) = description {
        let description = attribute(description);
        _ = writeln!(page, "<meta name=\"description\" content=\"{description}\">");
    }
    if let Some(feed) = around.feed {
        let (feed, name) = (attribute(feed), attribute(around.name));
        _ = writeln!(
            page,
            "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"{feed}\" title=\"{name}\">"
        );
    }
    page
}

/// Adds what the page says to programs. No text in it can end the element that it stands in.
fn script(page: &mut String, data: &impl Serialize) {
    let json = serde_json::to_string(data).unwrap_or_default().replace('<', "\\u003c");
    _ = writeln!(page, "<script type=\"application/ld+json\">{json}</script>");
}

fn name(page: &mut String, around: Around<'_>) {
    let (list, name) = (attribute(around.list), text(around.name));
    _ = writeln!(page, "<p class=\"about\"><a href=\"{list}\">{name}</a></p>");
}

/// The title, and who wrote it when.
fn header(page: &mut String, made: &Made, here: &str) {
    let data = &made.data;
    page.push_str("<header>\n");
    if let Some(title) = &data.headline {
        _ = writeln!(page, "<h1 class=\"p-name\">{}</h1>", text(title));
    }
    if let Some(subtitle) = &data.alternative_headline {
        _ = writeln!(page, "<p>{}</p>", text(subtitle));
    }
    let mut parts = Vec::new();
    let published = data.date_published.as_deref().zip(made.day.as_deref());
    let shown = published.map(|(date, day)| time("dt-published", date, day));
    let shown = shown.unwrap_or_else(|| "#".to_owned());
    let address = attribute(data.url.as_deref().unwrap_or(here));
    parts.push(format!("<a class=\"u-url\" href=\"{address}\">{shown}</a>"));
    if let Some(date) = &data.date_modified {
        let day = format!("({})", date.get(..10).unwrap_or(date));
        parts.push(time("dt-updated", date, &day));
    }
    parts.extend(data.author.iter().map(|person| author(person, " rel=\"author\"")));
    _ = writeln!(page, "<p class=\"about\">{}</p>\n</header>", parts.join(" · "));
}

fn time(class: &str, date: &str, shown: &str) -> String {
    format!("<time class=\"{class}\" datetime=\"{}\">{}</time>", attribute(date), text(shown))
}

fn author(person: &data::Person, rel: &str) -> String {
    let shown = person.name.as_deref().or(person.url.as_deref()).map(text).unwrap_or_default();
    match &person.url {
        Some(url) => {
            format!("<a class=\"p-author h-card\"{rel} href=\"{}\">{shown}</a>", attribute(url))
        }
        None => format!("<span class=\"p-author h-card\">{shown}</span>"),
    }
}

fn files(page: &mut String, data: &data::Posting) {
    for file in &data.associated_media {
        let own = file.name.as_deref().or_else(|| file.content_url.rsplit('/').next());
        let (address, name) = (attribute(&file.content_url), text(own.unwrap_or_default()));
        _ = writeln!(page, "<p><a class=\"u-enclosure\" href=\"{address}\">{name}</a></p>");
    }
}

fn terms(page: &mut String, made: &Made) {
    if made.terms.is_empty() {
        return;
    }
    let term = |(name, url): &(String, Option<String>)| match url {
        Some(url) => {
            format!(
                "<a rel=\"tag\" class=\"p-category\" href=\"{}\">{}</a>",
                attribute(url),
                text(name)
            )
        }
        None => format!("<span class=\"p-category\">{}</span>", text(name)),
    };
    let terms: Vec<String> = made.terms.iter().map(term).collect();
    _ = writeln!(page, "<p>{}</p>", terms.join(" "));
}

fn series(page: &mut String, data: &data::Posting) {
    for part in &data.is_part_of {
        let data::Part::Series(series) = part else { continue };
        let number = series.position.map(|it| format!(" {it}")).unwrap_or_default();
        let shown = text(&series.name);
        let shown = match &series.url {
            Some(url) => format!("<a href=\"{}\">{shown}</a>", attribute(url)),
            None => shown,
        };
        _ = writeln!(page, "<p class=\"about\">{shown}{number}</p>");
    }
}

fn comments(page: &mut String, made: &Made) {
    if made.remarks.is_empty() {
        return;
    }
    page.push_str("<section class=\"comments\">\n");
    for (comment, html) in made.data.comment.iter().zip(&made.remarks) {
        let id = attribute(comment.url.trim_start_matches('#'));
        let mut about = Vec::new();
        about.extend(comment.author.as_ref().map(|person| author(person, "")));
        about.extend(
            comment
                .date_created
                .as_deref()
                .map(|date| time("dt-published", date, date.get(..10).unwrap_or(date))),
        );
        let about = about.join(" · ");
        _ = writeln!(
            page,
            "<article class=\"h-cite\" id=\"{id}\">\n<p class=\"about\">{about}</p>\n\
            <div class=\"e-content\">{html}</div>\n</article>"
        );
    }
    page.push_str("</section>\n");
}

fn navigation(page: &mut String, links: [(&str, &str, Option<&str>); 3]) {
    let link = |(rel, shown, address): (&str, &str, Option<&str>)| {
        address.map(|it| format!("<a rel=\"{rel}\" href=\"{}\">{shown}</a>", attribute(it)))
    };
    let links: Vec<String> = links.into_iter().filter_map(link).collect();
    if !links.is_empty() {
        _ = writeln!(page, "<nav>{}</nav>", links.join(" "));
    }
}
