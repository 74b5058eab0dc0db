//! From a post to its rows.

use std::{
    collections::{HashMap, HashSet},
    io,
};

use larder_core::{Audience, Note, NoteKind, Post, PostId, PostKind, Status, Visibility, format};
use larder_html::{escape, text::to_text};
use serde_json::Value;

use super::{
    card, id,
    limit::{
        self, CAPTION, COMMENT_ID, DESCRIPTION, EXCERPT, LOCALE, META_TITLE, NAME, Said, TITLE,
    },
    row::{MetaRow, PostRow},
};
use crate::{
    Also, WriteOptions,
    feed::{excerpt, line},
    moving::{Files, Moved, Tally, Texts},
};

/// What Ghost calls a post without a title.
const UNTITLED: &str = "(Untitled)";

/// The rows of a post.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) post: PostRow,
    pub(super) meta: Option<MetaRow>,
}

/// What rows are made with.
#[derive(Debug)]
pub(super) struct Maker<'a> {
    pub(super) texts: Texts<'a>,
    pub(super) files: &'a Files,
    pub(super) slugs: &'a HashMap<PostId, String>,
    pub(super) options: &'a WriteOptions,
    /// Whether the fields that have no place in the model are Ghost's own.
    pub(super) is_ghost: bool,
}

impl Maker<'_> {
    /// The rows of a post. Fails when its body can no longer be read.
    pub(super) fn make(&self, post: &Post) -> io::Result<Moved<Rows>> {
        let (mut tally, mut said) = (Tally::default(), Said::default());
        tally.lose_usual(post);
        tally.lose("Post::location", usize::from(post.location.is_some()));
        tally.lose("Post::links", post.links.len());
        let body = self.body(post, &mut tally)?;
        tally.lose("Post::enclosures", self.not_shown(post, body.as_deref().unwrap_or_default()));
        let id = id::id("post", post.id.as_str());
        let mut row = PostRow {
            uuid: id::uuid(self.text(post, "uuid"), post.id.as_str()),
            slug: self.slugs[&post.id].clone(),
            title: title(post, body.as_deref(), &mut tally, &mut said),
            comment_id: self.comment_id(post, &id),
            feature_image: post.cover.as_ref().and_then(|cover| self.picture(cover)),
            featured: self.flag(post, "featured") == Some(true),
            r#type: if post.kind == PostKind::Page { "page" } else { "post" },
            locale: locale(post, &mut tally),
            custom_excerpt: summary(post, &mut tally, &mut said),
            canonical_url: self.canonical(post),
            show_title_and_feature_image: self
                .flag(post, "show_title_and_feature_image")
                .filter(|shows| !shows && post.kind == PostKind::Page),
            html: body,
            id,
            ..PostRow::default()
        };
        (row.status, row.visibility) = access(post, &mut said);
        self.dates(post, &mut row, &mut tally, &mut said);
        let meta = self.meta(post, &row.id, &mut tally, &mut said);
        Ok(Moved { made: Rows { post: row, meta }, tally, notes: said.0 })
    }

    /// The body, with the subtitle before it.
    fn body(&self, post: &Post, tally: &mut Tally) -> io::Result<Option<String>> {
        let subtitle = post.subtitle.as_ref().and_then(|it| line(&it.value, &mut tally.cost));
        let subtitle = subtitle.map(|it| format!("<p><strong>{}</strong></p>", escape::text(&it)));
        let Some(content) = &post.content else { return Ok(subtitle) };
        let link = post.permalink.as_deref();
        let text = self.texts.body(&content.html, link, &post.internal_links, tally)?;
        Ok(Some(subtitle.unwrap_or_default() + &card::body(&text)))
    }

    /// How many files come with a post that its body does not lead to.
    fn not_shown(&self, post: &Post, html: &str) -> usize {
        if post.enclosures.is_empty() {
            return 0;
        }
        // In cleaned HTML every value stands in double quotes.
        let values = html.split("=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let shown: HashSet<&str> = values.collect();
        let is_shown = |enclosure: &&larder_core::Enclosure| {
            let known = enclosure.asset.as_ref().and_then(|asset| self.files.get(asset));
            match known.and_then(|known| known.path.as_deref()) {
                Some(path) => shown.contains(&*format!("__GHOST_URL__/{path}")),
                None => shown.contains(&*escape::attribute(&enclosure.url)),
            }
        };
        post.enclosures.iter().filter(|enclosure| !is_shown(enclosure)).count()
    }

    /// A text that Ghost itself had for the post.
    fn text<'p>(&self, post: &'p Post, name: &str) -> Option<&'p str> {
        let value = post.extra.value(name).filter(|_| self.is_ghost)?;
        value.as_str().filter(|text| !text.trim().is_empty())
    }

    fn flag(&self, post: &Post, name: &str) -> Option<bool> {
        post.extra.value(name).filter(|_| self.is_ghost).and_then(Value::as_bool)
    }

    /// By what comments of other services are found: the id that the post had.
    fn comment_id(&self, post: &Post, id: &str) -> Option<String> {
        let own = self.text(post, "comment_id").unwrap_or(post.id.as_str());
        let is_other = own != id && own.chars().count() <= COMMENT_ID;
        is_other.then(|| own.to_owned())
    }

    fn picture(&self, asset: &larder_core::AssetId) -> Option<String> {
        let known = self.files.get(asset)?;
        match &known.path {
            Some(path) => Some(format!("__GHOST_URL__/{path}")),
            None => known.url.as_deref().and_then(limit::address),
        }
    }

    /// The address that search engines are to go by: one that the post had at Ghost, or the old one where that is asked for.
    fn canonical(&self, post: &Post) -> Option<String> {
        let asked = self.options.also.contains(&Also::Canonical);
        let own = self.text(post, "canonical_url").and_then(limit::address);
        own.or_else(|| post.permalink.as_deref().filter(|_| asked).and_then(limit::address))
    }

    fn dates(&self, post: &Post, row: &mut PostRow, tally: &mut Tally, said: &mut Said) {
        let mut date = |time: Option<larder_core::Timestamp>| {
            let time = time?;
            let written = limit::date(time);
            tally.lose("dates that Ghost cannot hold", usize::from(written.is_none()));
            written
        };
        row.published_at = date(post.published);
        row.updated_at = date(post.updated).or_else(|| row.published_at.clone());
        let created = self.text(post, "created_at").and_then(|text| {
            let time = larder_core::Timestamp::from_rfc3339(text).ok()?;
            limit::date(time)
        });
        row.created_at = created.or_else(|| row.published_at.clone()).or(row.updated_at.clone());
        if row.status == "published" && row.published_at.is_none() {
            let from = match &row.updated_at {
                Some(_) => "the date of the last change",
                None => "the time of the import",
            };
            row.published_at.clone_from(&row.updated_at);
            let output = format::GHOST.name.into();
            said.note(&post.id, NoteKind::DateBorrowed { output, from: from.into() });
        }
    }

    fn meta(&self, post: &Post, id: &str, tally: &mut Tally, said: &mut Said) -> Option<MetaRow> {
        let mut meta = MetaRow { post_id: id.to_owned(), ..MetaRow::default() };
        let cover = post.cover.as_ref().and_then(|cover| self.files.get(cover));
        let alt = cover.and_then(|known| known.alt.as_deref());
        let alt = self.text(post, "feature_image_alt").or(alt).filter(|_| cover.is_some());
        let texts = [
            ("feature_image_alt", alt, NAME),
            ("meta_title", self.text(post, "meta_title"), META_TITLE),
            ("meta_description", self.text(post, "meta_description"), DESCRIPTION),
            ("og_title", self.text(post, "og_title"), META_TITLE),
            ("og_description", self.text(post, "og_description"), DESCRIPTION),
            ("twitter_title", self.text(post, "twitter_title"), META_TITLE),
            ("twitter_description", self.text(post, "twitter_description"), DESCRIPTION),
        ];
        for (field, text, most) in texts {
            let Some(text) = text.and_then(|it| line(it, &mut tally.cost)) else { continue };
            let text = said.cut(&post.id, &text, field, most);
            text.into_iter().for_each(|text| _ = meta.fields.insert(field, text));
        }
        for field in ["og_image", "twitter_image"] {
            let Some(address) = self.text(post, field) else { continue };
            let packed = self.files.find(address).map(|path| format!("__GHOST_URL__/{path}"));
            let address = packed.or_else(|| limit::address(address));
            address.into_iter().for_each(|it| _ = meta.fields.insert(field, it));
        }
        let caption = self.text(post, "feature_image_caption");
        if let Some(caption) = caption {
            let clean = self.texts.clean(caption, post.permalink.as_deref(), &[], tally);
            match clean.html.len() <= CAPTION {
                true => _ = meta.fields.insert("feature_image_caption", clean.html.into_owned()),
                false => said.note(&post.id, limit::text_cut("feature_image_caption", CAPTION)),
            }
        }
        (!meta.fields.is_empty()).then_some(meta)
    }
}

/// The title, which Ghost demands: the beginning of the text where there is none.
fn title(post: &Post, html: Option<&str>, tally: &mut Tally, said: &mut Said) -> String {
    let own = post.title.as_deref().and_then(|title| line(title, &mut tally.cost));
    if let Some(title) = own.and_then(|it| said.cut(&post.id, &it, "Post::title", TITLE)) {
        return title;
    }
    let output = format::GHOST.name.into();
    said.note(&post.id, NoteKind::TitleMade { output });
    let start = html.and_then(|html| excerpt(html, 80));
    start.unwrap_or_else(|| UNTITLED.to_owned())
}

fn summary(post: &Post, tally: &mut Tally, said: &mut Said) -> Option<String> {
    let summary = line(&plain(post.summary.as_deref()?), &mut tally.cost)?;
    said.cut(&post.id, &summary, "Post::summary", EXCERPT)
}

fn plain(text: &str) -> String {
    match text.contains("</") {
        true => to_text(text),
        false => text.to_owned(),
    }
}

fn locale(post: &Post, tally: &mut Tally) -> Option<String> {
    let tag = post.language.as_deref()?;
    let is_tag = tag.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    let fits = is_tag && !tag.is_empty() && tag.len() <= LOCALE;
    tally.lose("Post::language", usize::from(!fits));
    fits.then(|| tag.to_owned())
}

/// Status and visibility. Ghost has nothing for friends, passwords and secrets: what is not known to be for everybody, for
/// members or for those who pay, and published, is a draft.
fn access(post: &Post, said: &mut Said) -> (&'static str, &'static str) {
    let visibility = match post.audience {
        None | Some(Audience::Public) => "public",
        Some(Audience::Members) => "members",
        Some(_) => "paid",
    };
    let is_public = post.visibility == Some(Visibility::Public);
    let is_published = post.status == Some(Status::Published);
    let is_draft = post.status == Some(Status::Draft) && is_public;
    if !(is_public && is_published || is_draft) {
        let (output, field) = (format::GHOST.name.to_owned(), "Post::visibility".to_owned());
        let kind = NoteKind::FieldNotCarried { output, field, count: 1 };
        said.0.push(Note::new(kind).on_post(&post.id));
    }
    (if is_public && is_published { "published" } else { "draft" }, visibility)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_published_for_everybody_is_not_a_draft() {
        let of = |status, visibility| {
            let mut post = Post::new(PostId::new("1"));
            (post.status, post.visibility) = (status, visibility);
            access(&post, &mut Said::default()).0
        };
        assert_eq!(of(Some(Status::Published), Some(Visibility::Public)), "published");
        for (status, visibility) in [
            (Some(Status::Draft), Some(Visibility::Public)),
            (Some(Status::Scheduled), Some(Visibility::Public)),
            (Some(Status::Published), Some(Visibility::Password)),
            (Some(Status::Published), Some(Visibility::Unlisted)),
            (Some(Status::Published), None),
            (None, Some(Visibility::Public)),
            (None, None),
        ] {
            assert_eq!(of(status, visibility), "draft", "{status:?} {visibility:?}");
        }
    }
}
