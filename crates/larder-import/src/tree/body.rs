//! The text of a page, as it is and as HTML.

use std::{collections::BTreeMap, io, sync::Arc};

use larder_core::{Body, Content, MediaType, Spool};
use larder_html::escape;

use super::{Page, around::Around, markup, role::extension, sources};
use crate::markdown::{self, Dialect};

/// How often markup was met: what it is, its name.
pub(super) type Counts = BTreeMap<(&'static str, String), u64>;

/// Makes bodies.
pub(super) struct Bodies {
    spool: Arc<dyn Spool>,
}

impl Bodies {
    pub(super) fn new(spool: Arc<dyn Spool>) -> Self {
        Self { spool }
    }

    /// The body of a page, what was met in it, and the addresses of files that it has links to, in a folder that we wrote. Fails
    /// when the spool does.
    pub(super) fn content(
        &self,
        page: &Page,
        around: &Around<'_, '_>,
    ) -> io::Result<(Content, Counts, Vec<String>)> {
        let original = page.body();
        let mut counts = Counts::new();
        let html = match kind(page) {
            Kind::Broken => escape::paragraphs(original),
            Kind::Other(name) => {
                *counts.entry(("text in", name)).or_default() += 1;
                escape::paragraphs(original)
            }
            Kind::Html => {
                markup::read(original, page, around, &mut counts).html(|text| text.to_owned())
            }
            Kind::Markdown => {
                let read = markup::read(original, page, around, &mut counts);
                read.html(|text| markdown::to_html(text, Dialect::Extended))
            }
        };
        let names = if around.site.is_ours() { sources::ALL } else { sources::SHOWN };
        let mut offered = Vec::new();
        let html = sources::settle(html, names, |attribute, name| {
            let told = sources::told(name, page, around)?;
            if attribute == "href" && sources::is_file(name, page, around) {
                offered.push(name.to_owned());
            }
            Some(told)
        });
        let original = Body::keep(&self.spool, original)?;
        if page.is_html() && !page.is_broken && html == page.body() {
            return Ok((Content::html(original), counts, offered));
        }
        let html = Body::keep(&self.spool, &html)?;
        Ok((Content::new(media_type(page), original, html), counts, offered))
    }
}

enum Kind {
    Markdown,
    Html,
    Broken,
    /// Another language of marks, which is kept as it is.
    Other(String),
}

fn kind(page: &Page) -> Kind {
    match extension(&page.path).as_str() {
        _ if page.is_broken => Kind::Broken,
        "html" | "htm" => Kind::Html,
        other @ ("org" | "adoc" | "asciidoc" | "rst" | "textile" | "pug" | "njk" | "liquid"
        | "typ") => Kind::Other(other.to_owned()),
        _ => Kind::Markdown,
    }
}

fn media_type(page: &Page) -> MediaType {
    match extension(&page.path).as_str() {
        "html" | "htm" => MediaType::HTML,
        "org" => MediaType::new("text/org"),
        "adoc" | "asciidoc" => MediaType::new("text/asciidoc"),
        "rst" => MediaType::new("text/x-rst"),
        "textile" => MediaType::new("text/x-textile"),
        "mdx" => MediaType::new("text/mdx"),
        "njk" | "liquid" | "pug" | "typ" => MediaType::PLAIN,
        _ => MediaType::new("text/markdown"),
    }
}
