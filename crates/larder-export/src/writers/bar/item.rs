//! A post as `feed.json` has it and as the pages have it.

use std::{collections::HashSet, io};

use larder_core::{AssetId, Author, Blog, Enclosure, Post};
use larder_html::{escape, url::Base};
use percent_encoding::{CONTROLS, utf8_percent_encode};
use serde::Serialize;

use super::page;
use crate::{
    WriteOptions,
    archive::to_json,
    feed::{
        Cost, line, media_type,
        people::{homepage, shown},
        rfc3339, web,
    },
    moving::{Files, Moved, People, Tally, Texts},
};

/// The feed without its items.
#[derive(Debug, Serialize)]
pub(super) struct Head {
    version: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    home_page_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Person>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
}

/// An item.
#[derive(Debug, Serialize)]
pub(super) struct Item {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    pub(super) content_html: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) authors: Vec<Person>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) language: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) attachments: Vec<Attachment>,
}

impl Item {
    /// What the post is known by on pages.
    pub(super) fn id(&self) -> &str {
        &self.id
    }
}

/// Somebody who writes.
#[derive(Debug, Serialize)]
pub(super) struct Person {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    avatar: Option<String>,
}

/// A file that comes with a post.
#[derive(Debug, Serialize)]
pub(super) struct Attachment {
    pub(super) url: String,
    mime_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size_in_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_in_seconds: Option<u64>,
}

/// A post in both forms.
#[derive(Debug)]
pub(super) struct Both {
    pub(super) json: Vec<u8>,
    pub(super) html: String,
}

/// What items are made with.
#[derive(Debug)]
pub(super) struct Maker<'a> {
    pub(super) blog: &'a Blog,
    pub(super) options: &'a WriteOptions,
    pub(super) texts: Texts<'a>,
    pub(super) files: &'a Files,
    pub(super) people: &'a People<'a>,
}

impl Maker<'_> {
    /// The name of the blog; where it has none, its address.
    pub(super) fn title(&self) -> String {
        let site = &self.blog.site;
        let own = self.options.title.as_deref().or(site.title.as_deref());
        let all = [own, self.texts.home.as_deref(), Some(&*site.id)].into_iter().flatten();
        let mut lines = all.filter_map(|title| line(title, &mut Cost::default()));
        lines.next().unwrap_or_else(|| "…".to_owned())
    }

    /// The language of the blog.
    pub(super) fn language(&self) -> Option<String> {
        let site = &self.blog.site;
        let language = self.options.language.as_deref().or(site.language.as_deref());
        language.and_then(|it| line(it, &mut Cost::default()))
    }

    /// What the feed says of the blog.
    pub(super) fn head(&self, cost: &mut Cost) -> Head {
        let site = &self.blog.site;
        let authors = site.authors.iter().filter_map(|id| self.people.get(id));
        Head {
            version: "https://jsonfeed.org/version/1.1",
            title: self.title(),
            home_page_url: self.texts.home.clone(),
            description: site.description.as_deref().and_then(|it| line(it, cost)),
            icon: site.image.as_ref().and_then(|image| self.picture(image)),
            authors: authors.filter_map(|author| self.person(author, cost)).collect(),
            language: self.language(),
        }
    }

    /// A post in both forms. Fails when its body can no longer be read.
    pub(super) fn make(&self, post: &Post) -> io::Result<Moved<Both>> {
        let mut tally = Tally::default();
        tally.lose_usual(post);
        tally.lose("Post::location", usize::from(post.location.is_some()));
        let html = self.body(post, &mut tally)?;
        let authors = post.authors.iter().filter_map(|id| self.people.get(id));
        let related = post.links.iter().find(|link| link.rel == "related");
        let item = Item {
            id: post.id.to_string(),
            url: post.permalink.as_deref().and_then(|url| web(&Base::default(), url)),
            external_url: related.and_then(|link| web(&Base::default(), &link.href)),
            title: post.title.as_deref().and_then(|it| line(it, &mut tally.cost)),
            content_html: html,
            content_text: markdown(post, &mut tally)?,
            summary: post.summary.as_deref().and_then(|it| line(it, &mut tally.cost)),
            image: post.cover.as_ref().and_then(|cover| self.picture(cover)),
            date_published: post.published.map(|time| rfc3339(time.at())),
            date_modified: post
                .updated
                .filter(|time| Some(*time) != post.published)
                .map(|time| rfc3339(time.at())),
            authors: authors.filter_map(|author| self.person(author, &mut tally.cost)).collect(),
            tags: self.tags(post, &mut tally),
            language: post.language.as_deref().and_then(|it| line(it, &mut tally.cost)),
            attachments: self.attachments(post, &mut tally),
        };
        let made = Both { json: to_json(&item)?, html: page::entry(&item) };
        Ok(Moved { made, tally, notes: Vec::new() })
    }

    /// The body, with the subtitle before it.
    fn body(&self, post: &Post, tally: &mut Tally) -> io::Result<String> {
        let subtitle = post.subtitle.as_ref().and_then(|it| line(&it.value, &mut tally.cost));
        let subtitle = subtitle.map(|it| format!("<p><strong>{}</strong></p>", escape::text(&it)));
        let mut html = subtitle.unwrap_or_default();
        if let Some(content) = &post.content {
            let link = post.permalink.as_deref();
            html += &self.texts.body(&content.html, link, &post.internal_links, tally)?.html;
        }
        Ok(html)
    }

    fn picture(&self, asset: &AssetId) -> Option<String> {
        let known = self.files.get(asset)?;
        match &known.path {
            Some(path) => Some(within(path)),
            None => known.url.as_deref().and_then(|url| web(&Base::default(), url)),
        }
    }

    /// None for somebody of whom neither name nor address is known.
    fn person(&self, author: &Author, cost: &mut Cost) -> Option<Person> {
        let name = shown(author, cost);
        let url = homepage(author.url.as_deref(), cost);
        let avatar = author.image.as_ref().and_then(|image| self.picture(image));
        (name.is_some() || url.is_some()).then_some(Person { name, url, avatar })
    }

    fn tags(&self, post: &Post, tally: &mut Tally) -> Vec<String> {
        let mut seen = HashSet::new();
        let terms = post.terms.iter().filter_map(|id| self.blog.term(id));
        let names = terms.filter_map(|term| line(&term.name, &mut tally.cost));
        names.filter(|name| seen.insert(name.clone())).collect()
    }

    fn attachments(&self, post: &Post, tally: &mut Tally) -> Vec<Attachment> {
        let mut seen = HashSet::new();
        let mut attachments = Vec::new();
        for enclosure in &post.enclosures {
            match self.attachment(enclosure, &mut tally.cost) {
                Some(made) if seen.insert(made.url.clone()) => attachments.push(made),
                Some(_) => {}
                None => tally.lose("Post::enclosures", 1),
            }
        }
        attachments
    }

    fn attachment(&self, enclosure: &Enclosure, cost: &mut Cost) -> Option<Attachment> {
        let known = enclosure.asset.as_ref().and_then(|asset| self.files.get(asset));
        let path = known.and_then(|known| known.path.as_deref()).map(within);
        let stated = enclosure.media_type.as_deref().and_then(media_type);
        let of_bytes = known.and_then(|known| known.media_type.as_deref()).and_then(media_type);
        Some(Attachment {
            url: path.or_else(|| web(&Base::default(), &enclosure.url))?,
            mime_type: stated.or(of_bytes).unwrap_or_else(|| "application/octet-stream".into()),
            title: enclosure.title.as_deref().and_then(|it| line(it, cost)),
            size_in_bytes: enclosure.length.or(known.and_then(|known| known.length)),
            duration_in_seconds: enclosure.seconds,
        })
    }
}

/// The path of a file in the archive as an address.
fn within(path: &str) -> String {
    utf8_percent_encode(path, CONTROLS).to_string()
}

/// The Markdown that a post was written in.
///
/// It stands there as it was written, so that one in which something may be hidden from readers is not carried: comments,
/// tags of templates, what stands in front.
fn markdown(post: &Post, tally: &mut Tally) -> io::Result<Option<String>> {
    let Some(content) = &post.content else { return Ok(None) };
    if content.media_type.as_str() != "text/markdown" {
        return Ok(None);
    }
    let text = content.original.text()?;
    let hides = ["<!--", "%%", "{{", "{%", "<script", "<style"];
    let fronts = ["---", "+++", "{"];
    let is_open = !hides.iter().any(|it| text.contains(it))
        && !fronts
            .iter()
            .any(|it| text.trim_start_matches('\u{feff}').trim_start().starts_with(it));
    tally.lose("Content::original in Markdown", usize::from(!is_open));
    Ok(is_open.then(|| text.into_owned()))
}
