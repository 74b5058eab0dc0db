//! Items: posts, pages and attachments, their fields in WordPress' order.

use std::{collections::HashSet, io};

use chrono::{NaiveDateTime, TimeDelta};
use larder_core::{Audience, MediaType, Post, PostKind, Provenance, Status, Timestamp, Visibility};
use larder_html::{Marks, characters, escape};
use serde_json::Value;

use super::{Writing, plan::Planned, slug, terms::Named, xml::Lines};
use crate::{
    feed::{Cost, web_address},
    moved::{self, Bodies, Clock, clipped, flat, literal_brackets, one_line, quoted_brackets},
};

/// How many bytes a title or an excerpt may have.
pub(super) const LONGEST_TEXT: usize = 65_535;

/// How many bytes a guid may have.
const LONGEST_GUID: usize = 255;

/// A date in local time and in UTC.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Dates {
    pub(super) local: Option<NaiveDateTime>,
    pub(super) gmt: Option<NaiveDateTime>,
}

impl Dates {
    /// A date in the zone of the blog, so many seconds later.
    pub(super) fn of(clock: &Clock, date: &Timestamp, seconds: i64) -> Self {
        let (local, gmt) = clock.local(date);
        let later = |at: NaiveDateTime| at.checked_add_signed(TimeDelta::seconds(seconds));
        Self { local: later(local), gmt: later(gmt) }
    }
}

/// As WordPress writes dates. One that is not known is all zeros.
pub(super) fn written(date: Option<NaiveDateTime>) -> String {
    match date {
        Some(date) => date.format("%Y-%m-%d %H:%M:%S").to_string(),
        None => "0000-00-00 00:00:00".to_owned(),
    }
}

/// The fields of an item. Texts are HTML.
pub(super) struct Fields<'f> {
    pub(super) title: &'f str,
    pub(super) link: &'f str,
    pub(super) creator: &'f str,
    pub(super) guid: &'f str,
    pub(super) content: &'f str,
    pub(super) excerpt: &'f str,
    pub(super) row: u64,
    pub(super) dates: Dates,
    pub(super) modified: Dates,
    pub(super) comment_status: &'f str,
    pub(super) ping_status: &'f str,
    pub(super) slug: &'f str,
    pub(super) status: &'f str,
    pub(super) parent: u64,
    pub(super) menu_order: i64,
    pub(super) class: &'f str,
    pub(super) is_sticky: bool,
    pub(super) attachment_url: Option<&'f str>,
}

impl Fields<'_> {
    /// Begins the item. Terms, meta data and comments follow, then its [end](Self::end).
    pub(super) fn begin(&self, lines: &mut Lines) {
        lines.line(1, "<item>");
        lines.element(2, "title", self.title);
        lines.element(2, "link", self.link);
        let date =
            self.dates.gmt.map(|date| date.format("%a, %d %b %Y %H:%M:%S +0000").to_string());
        lines.plain(2, "pubDate", date.unwrap_or_default());
        lines.element(2, "dc:creator", self.creator);
        lines.guid(self.guid);
        lines.plain(2, "description", "");
        lines.element(2, "content:encoded", self.content);
        lines.element(2, "excerpt:encoded", self.excerpt);
        lines.plain(2, "wp:post_id", self.row);
        lines.element(2, "wp:post_date", &written(self.dates.local));
        lines.element(2, "wp:post_date_gmt", &written(self.dates.gmt));
        lines.element(2, "wp:post_modified", &written(self.modified.local));
        lines.element(2, "wp:post_modified_gmt", &written(self.modified.gmt));
        lines.element(2, "wp:comment_status", self.comment_status);
        lines.element(2, "wp:ping_status", self.ping_status);
        lines.element(2, "wp:post_name", self.slug);
        lines.element(2, "wp:status", self.status);
        lines.plain(2, "wp:post_parent", self.parent);
        lines.plain(2, "wp:menu_order", self.menu_order);
        lines.element(2, "wp:post_type", self.class);
        lines.element(2, "wp:post_password", "");
        lines.plain(2, "wp:is_sticky", u8::from(self.is_sticky));
        if let Some(url) = self.attachment_url {
            lines.element(2, "wp:attachment_url", url);
        }
    }

    /// Ends the item.
    pub(super) fn end(lines: &mut Lines) {
        lines.line(1, "</item>");
    }
}

/// The title of a post in one line, as plain text.
pub(super) fn title(post: &Post, cost: &mut Cost, cut: &mut u64) -> String {
    let title = one_line(post.title.as_deref().unwrap_or_default(), cost);
    // Escaped, it may be five times as long.
    match moved::html(&title).len() > LONGEST_TEXT {
        true => clipped(&title, LONGEST_TEXT / 5, cut).to_owned(),
        false => title,
    }
}

/// The texts of a post, in HTML.
pub(super) struct Texts {
    pub(super) title: String,
    pub(super) content: String,
    pub(super) excerpt: String,
}

impl Texts {
    /// The texts of a post. Fails when they cannot be read back.
    pub(super) fn of(post: &Post, writing: &mut Writing<'_>) -> io::Result<Self> {
        let title = title(post, &mut writing.cost, &mut writing.losses.long_titles);
        let content = content(post, &writing.bodies, writing.is_wordpress, &mut writing.cost)?;
        let excerpt = excerpt(post, &mut writing.cost);
        let excerpt = clipped(&excerpt, LONGEST_TEXT, &mut writing.losses.long_excerpts).to_owned();
        Ok(Self { title: moved::html(&title), content, excerpt })
    }
}

/// Whether there is neither a text nor an excerpt: WordPress takes no post that has no title either. Fails when the text
/// cannot be read back.
pub(super) fn is_textless(
    post: &Post,
    bodies: &Bodies<'_>,
    is_wordpress: bool,
) -> io::Result<bool> {
    let cost = &mut Cost::default();
    Ok(excerpt(post, cost).is_empty()
        && content(post, bodies, is_wordpress, cost)?.trim().is_empty())
}

fn excerpt(post: &Post, cost: &mut Cost) -> String {
    let cleaned = characters::clean(post.summary.as_deref().unwrap_or_default());
    cost.characters += cleaned.dropped as u64;
    moved::html(cleaned.text.trim())
}

/// The body, with the subtitle before it.
fn content(
    post: &Post,
    bodies: &Bodies<'_>,
    is_wordpress: bool,
    cost: &mut Cost,
) -> io::Result<String> {
    let body = body(post, bodies, is_wordpress, cost)?;
    let subtitle = post.subtitle.as_deref().map(|it| one_line(&it.value, cost));
    Ok(match subtitle.filter(|it| !it.is_empty()) {
        Some(subtitle) => format!("<p><strong>{}</strong></p>\n{body}", escape::text(&subtitle)),
        None => body,
    })
}

/// The body: as it stood in WordPress, where that was the source, else HTML without line ends that mean something there.
fn body(
    post: &Post,
    bodies: &Bodies<'_>,
    is_wordpress: bool,
    cost: &mut Cost,
) -> io::Result<String> {
    let Some(content) = &post.content else { return Ok(String::new()) };
    let link = post.permalink.as_deref().and_then(web_address);
    let is_own = is_wordpress && post.source.first().is_some_and(is_export);
    let html = content.html.text()?;
    if !is_own {
        let html = bodies.html(&html, link.as_deref(), Marks::More, cost);
        return Ok(flat(&literal_brackets(html)).into_owned());
    }
    let original = content.original.text()?;
    let mut of_original = Cost::default();
    let as_it_was = (content.media_type == MediaType::HTML && is_whole(&original)).then(|| {
        quoted_brackets(&original, |html| {
            bodies.html(html, link.as_deref(), Marks::Blocks, &mut of_original).into_owned()
        })
    });
    // Within short codes of code, `<x>` is no element, and would be lost as one.
    if let Some(html) = as_it_was.as_ref().filter(|_| of_original.markup == 0) {
        cost.add(of_original);
        return Ok(html.clone());
    }
    // What is shown may hold short codes that the author meant as text, so that none of it is one.
    let mut of_shown = Cost::default();
    let shown = bodies.html(&html, link.as_deref(), Marks::More, &mut of_shown);
    let shown = flat(&literal_brackets(shown)).into_owned();
    let (html, its_cost) = match as_it_was {
        Some(html) if of_original.markup <= of_shown.markup => (html, of_original),
        _ => (shown, of_shown),
    };
    cost.add(its_cost);
    Ok(html)
}

/// Whether a body was read from an export of WordPress.
fn is_export(source: &Provenance) -> bool {
    source.form.starts_with("wxr")
}

/// Whether a body shows nothing that stands elsewhere: blocks of other posts, footnotes in fields.
fn is_whole(original: &str) -> bool {
    !["wp:block ", "wp:footnotes", "data-fn"].iter().any(|it| original.contains(it))
}

/// What WordPress calls the state of a post.
///
/// Whatever is not public is not made public: a post for members is private there. Scheduled posts are drafts, because
/// the importer publishes those whose time has passed.
fn status(post: &Post) -> &'static str {
    let is_open = post.visibility == Some(Visibility::Public)
        && post.audience.is_none_or(|it| it == Audience::Public);
    match post.status {
        Some(Status::Published) if is_open => "publish",
        Some(Status::Published) if post.visibility.is_some() => "private",
        Some(Status::Pending) => "pending",
        Some(Status::Trashed) => "trash",
        _ => "draft",
    }
}

impl Writing<'_> {
    /// The item of a post, but for its comments and its end.
    pub(super) fn begin_post(
        &mut self,
        post: &Post,
        place: usize,
        texts: &Texts,
        lines: &mut Lines,
    ) {
        let Some(planned) = self.plan.posts.remove(&place) else { return };
        let said = |name: &str| post.extra.value(name).and_then(Value::as_str);
        let state =
            |name: &str| said(name).filter(|it| matches!(*it, "open" | "closed")).unwrap_or("");
        let status = status(post);
        let mut dates =
            post.published.map(|date| self.dates(&date, planned.seconds)).unwrap_or_default();
        let modified = post.updated.map(|date| self.dates(&date, 0)).unwrap_or(dates);
        if matches!(status, "draft" | "pending") {
            dates.gmt = None;
        }
        self.losses.undated += u64::from(dates.local.is_none() && status == "publish");
        let link = post.permalink.as_deref().and_then(web_address).unwrap_or_default();
        let creator = post.authors.first().and_then(|id| self.people.login(id)).unwrap_or_default();
        self.losses.co_authors += post.authors.len().saturating_sub(1) as u64;
        let guid = post.id.as_str();
        let is_kept = guid.len() <= LONGEST_GUID;
        self.losses.long_ids += u64::from(!is_kept);
        self.losses.foreign_ids += u64::from(is_kept && !is_guid(guid));
        Fields {
            title: &texts.title,
            link: &link,
            creator,
            guid: if is_kept { guid } else { "" },
            content: &texts.content,
            excerpt: &texts.excerpt,
            row: planned.row,
            dates,
            modified,
            comment_status: state("wp:comment_status"),
            ping_status: state("wp:ping_status"),
            slug: &planned.slug,
            status,
            parent: planned.parent,
            menu_order: said("wp:menu_order")
                .and_then(|it| it.parse::<i32>().ok())
                .map_or(0, i64::from),
            class: if post.kind == PostKind::Page { "page" } else { "post" },
            is_sticky: said("wp:is_sticky") == Some("1"),
            attachment_url: None,
        }
        .begin(lines);
        self.terms(post, lines);
        self.meta(post, &planned, lines);
    }

    fn dates(&mut self, date: &Timestamp, seconds: i64) -> Dates {
        self.losses.moved_dates += u64::from(self.plan.clock.moves(date));
        Dates::of(&self.plan.clock, date, seconds)
    }

    fn terms(&self, post: &Post, lines: &mut Lines) {
        let terms = post.terms.iter().filter_map(|id| self.terms.term(id));
        let series = post.series.iter().filter_map(|part| self.terms.series(&part.series));
        for Named { domain, slug, name } in terms.chain(series) {
            lines.term(domain, slug, name);
        }
        if let Some((slug, name)) = post_format(post) {
            lines.term("post_format", slug, name);
        }
    }

    fn meta(&mut self, post: &Post, planned: &Planned, lines: &mut Lines) {
        if let Some(cover) = &post.cover {
            match self.plan.attachment(cover) {
                Some(cover) => lines.meta("_thumbnail_id", &cover.row.to_string()),
                None => self.losses.covers += 1,
            }
        }
        for old in old_slugs(post, planned) {
            lines.meta("_wp_old_slug", &old);
        }
        for enclosure in &post.enclosures {
            let file = enclosure.asset.as_ref().and_then(|asset| self.plan.attachment(asset));
            let url = web_address(&enclosure.url).or_else(|| file.map(|it| it.url.clone()));
            let Some(url) = url else {
                self.losses.enclosures += 1;
                continue;
            };
            let length = enclosure.length.map(|it| it.to_string()).unwrap_or_default();
            let kind = enclosure.media_type.as_deref().unwrap_or_default();
            let kind = one_line(kind, &mut self.cost);
            lines.meta("enclosure", &format!("{url}\n{length}\n{kind}"));
        }
        let fields = post.extra.value("wp:meta").and_then(Value::as_object);
        for (key, value) in fields.into_iter().flatten() {
            match value.as_str().filter(|_| PUBLIC_FIELDS.contains(&&**key)) {
                Some(text) => lines.meta(key, &one_line(text, &mut self.cost).replace('<', "&lt;")),
                None => self.losses.fields += u64::from(!is_made_anew(key)),
            }
        }
    }
}

/// Fields of plug-ins that stand in the head of a public page; nobody knows of any other what is in it.
const PUBLIC_FIELDS: [&str; 6] = [
    "_yoast_wpseo_title",
    "_yoast_wpseo_metadesc",
    "rank_math_title",
    "rank_math_description",
    "_aioseo_title",
    "_aioseo_description",
];

/// Whether a field says what an output says by itself, or what nobody needs.
fn is_made_anew(key: &str) -> bool {
    const KNOWN: [&str; 10] = [
        "_thumbnail_id",
        "_wp_old_slug",
        "_wp_old_date",
        "enclosure",
        "footnotes",
        "_edit_last",
        "_edit_lock",
        "_pingme",
        "_encloseme",
        "_wp_attached_file",
    ];
    KNOWN.contains(&key) || key.starts_with("_oembed_")
}

/// Whether WordPress keeps it as a guid: an address of the web, or a name.
fn is_guid(id: &str) -> bool {
    ["http://", "https://", "urn:"].iter().any(|scheme| id.starts_with(scheme))
}

/// The format that the theme shows the post in.
fn post_format(post: &Post) -> Option<(&'static str, &'static str)> {
    const FORMATS: [(&str, &str); 9] = [
        ("post-format-aside", "Aside"),
        ("post-format-audio", "Audio"),
        ("post-format-chat", "Chat"),
        ("post-format-gallery", "Gallery"),
        ("post-format-image", "Image"),
        ("post-format-link", "Link"),
        ("post-format-quote", "Quote"),
        ("post-format-status", "Status"),
        ("post-format-video", "Video"),
    ];
    let terms = post.extra.value("wp:terms")?.get("post_format")?.as_array()?;
    let slug = terms.first()?.get("slug")?.as_str()?;
    FORMATS.into_iter().find(|(known, _)| *known == slug)
}

/// Slugs under which the post could be found before: WordPress leads from them to it. They stand where its own does.
fn old_slugs(post: &Post, planned: &Planned) -> Vec<String> {
    let mut old: Vec<String> = planned.wanted.iter().cloned().collect();
    let link = post.permalink.as_deref().unwrap_or_default().trim_end_matches('/');
    let Some((folder, _)) = link.rsplit_once('/') else { return old };
    let mut seen: HashSet<String> = old.iter().cloned().collect();
    for address in &post.old_addresses {
        let bare = address.trim_end_matches('/');
        let last = bare.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
        let last = last.filter(|last| !last.contains(['/', '?', '#'])).map(slug::slug);
        if let Some(last) = last.filter(|last| !last.is_empty() && *last != planned.slug)
            && seen.insert(last.clone())
        {
            old.push(last);
        }
    }
    old
}
