//! The pages, for people: each a `h-feed` of some posts.
//!
//! They need nothing but the archive, and allow no script.

use std::{
    fmt::Write as _,
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
};

use larder_html::escape::{attribute, text};
use tempfile::SpooledTempFile;

use super::item::Item;
use crate::{
    SinkError, WriteError,
    feed::{Cost, line},
    moving::Package,
};

/// What stays in memory of all pages.
const IN_MEMORY: usize = 4 << 20;

/// How many bytes a page has about, and how many posts.
const PAGE: (u64, usize) = (1 << 20, 100);

const STYLE: &str = "body{max-width:42rem;margin:2rem auto;padding:0 1rem;line-height:1.7;font-family:sans-serif}\
img,video,iframe{max-width:100%;height:auto}article{margin:0 0 4rem}.about{color:#666}pre{overflow:auto}";

/// The element of a post.
pub(super) fn entry(item: &Item) -> String {
    let mut html =
        String::from(if is_known(item) { "<article class=\"h-entry\"" } else { "<article" });
    if let Some(language) = &item.language {
        _ = write!(html, " lang=\"{}\"", attribute(language));
    }
    html.push_str(">\n");
    if let Some(title) = &item.title {
        _ = writeln!(html, "<h2 class=\"p-name\">{}</h2>", text(title));
    }
    _ = writeln!(html, "<p class=\"about\">{}</p>", about(item));
    _ = writeln!(html, "<div class=\"e-content\">{}</div>", item.content_html);
    for file in &item.attachments {
        let title = file.title.as_deref().or_else(|| file.url.rsplit('/').next());
        let title = text(title.unwrap_or_default());
        _ = writeln!(
            html,
            "<p><a class=\"u-enclosure\" href=\"{}\">{title}</a></p>",
            attribute(&file.url)
        );
    }
    if !item.tags.is_empty() {
        let tags =
            item.tags.iter().map(|tag| format!("<span class=\"p-category\">{}</span>", text(tag)));
        _ = writeln!(html, "<p>{}</p>", tags.collect::<Vec<_>>().join(" "));
    }
    html.push_str("</article>\n");
    html
}

/// Whether programs find the item that an element is of: by its address, else by an id that pages can hold as it is. Any
/// other they would take for a second post.
fn is_known(item: &Item) -> bool {
    item.url.is_some() || line(item.id(), &mut Cost::default()).as_deref() == Some(item.id())
}

/// When it was published and where, and by whom.
fn about(item: &Item) -> String {
    let time = |class: &str, date: &str| {
        let day = date.get(..10).unwrap_or(date);
        format!("<time class=\"{class}\" datetime=\"{}\">{}</time>", attribute(date), text(day))
    };
    let published = item.date_published.as_deref().map(|date| time("dt-published", date));
    let mut parts = vec![match (&item.url, published) {
        (Some(url), published) => {
            let shown = published.unwrap_or_else(|| text(url));
            format!("<a class=\"u-url\" href=\"{}\">{shown}</a>", attribute(url))
        }
        // It has no address; what it is known by joins it with its item.
        (None, published) => {
            let id = format!("<span class=\"u-url\" hidden>{}</span>", text(item.id()));
            published.unwrap_or_default() + &id
        }
    }];
    if let Some(date) = &item.date_modified {
        let day = date.get(..10).unwrap_or(date);
        let date = attribute(date);
        parts
            .push(format!("<time class=\"dt-updated\" datetime=\"{date}\">({})</time>", text(day)));
    }
    let names = item.authors.iter().filter_map(|person| person.name.as_deref());
    parts.extend(names.map(|name| format!("<span class=\"p-author\">{}</span>", text(name))));
    parts.join(" · ")
}

/// All pages, until the archive has room for them.
#[derive(Debug)]
pub(super) struct Pages {
    title: String,
    language: Option<String>,
    file: SpooledTempFile,
    /// The length of each page, and how many posts it has.
    lengths: Vec<(u64, usize)>,
}

impl Pages {
    /// No page yet, of a blog with this title and language.
    pub(super) fn new(title: String, language: Option<String>) -> Self {
        let file = tempfile::spooled_tempfile(IN_MEMORY);
        Self { title, language, file, lengths: vec![(0, 0)] }
    }

    /// Adds the element of a post.
    pub(super) fn add(&mut self, html: &str) -> io::Result<()> {
        let (bytes, posts) = *self.lengths.last().expect("there is a page from the start");
        if bytes >= PAGE.0 || posts >= PAGE.1 {
            self.lengths.push((0, 0));
        }
        self.file.write_all(html.as_bytes())?;
        let last = self.lengths.last_mut().expect("there is a page from the start");
        last.0 += html.len() as u64;
        last.1 += 1;
        Ok(())
    }

    /// Writes them.
    pub(super) fn write(mut self, package: &mut Package) -> Result<(), WriteError> {
        self.file.seek(SeekFrom::Start(0)).map_err(failed)?;
        let count = self.lengths.len();
        for (number, (length, _)) in std::mem::take(&mut self.lengths).into_iter().enumerate() {
            package.begin(&name(number), length)?;
            package.write(self.head().as_bytes())?;
            package.copy(&mut (&mut self.file).take(length))?;
            package.write(foot(number, count).as_bytes())?;
        }
        Ok(())
    }

    fn head(&self) -> String {
        let title = text(&self.title);
        let language = self.language.as_deref().map(|it| format!(" lang=\"{}\"", attribute(it)));
        format!(
            "<!DOCTYPE html>\n<html{}>\n<head>\n<meta charset=\"utf-8\">\n\
            <meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'none'; object-src 'none'; \
            base-uri 'none'; form-action 'none'\">\n\
            <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
            <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n\
            <body class=\"h-feed\">\n<h1 class=\"p-name\">{title}</h1>\n",
            language.unwrap_or_default()
        )
    }
}

/// The name of a page, counted from 0.
fn name(number: usize) -> String {
    if number == 0 { "index.html".to_owned() } else { format!("page-{}.html", number + 1) }
}

fn foot(number: usize, count: usize) -> String {
    let mut links = Vec::new();
    if number > 0 {
        links.push(format!("<a rel=\"prev\" href=\"{}\">←</a>", name(number - 1)));
    }
    if number + 1 < count {
        links.push(format!("<a rel=\"next\" href=\"{}\">→</a>", name(number + 1)));
    }
    match links.is_empty() {
        true => "</body>\n</html>\n".to_owned(),
        false => {
            format!("<nav>{} / {count} {}</nav>\n</body>\n</html>\n", number + 1, links.join(" "))
        }
    }
}

/// The pages could not be kept until the archive had room for them.
pub(super) fn failed(error: io::Error) -> WriteError {
    WriteError::Sink(SinkError::Io { name: "index.html".to_owned(), error })
}
