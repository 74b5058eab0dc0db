//! The fields of a post, each from the surest source that has it.

use std::collections::BTreeSet;

use larder_core::{Claim, Confidence, NoteKind, SeriesKind, Timestamp};
use larder_html::Tree;

use super::{Page, blocks::Body, body_of, comments, counts, cover, inline, series};
use crate::{
    date,
    readers::brunch::{
        address::{self, Address},
        capture::{Capture, Form, SeriesMention},
    },
};

impl Page<'_> {
    pub(super) fn fill_body(
        &self,
        capture: &mut Capture,
        body: Option<(Form, Body)>,
        content: Option<String>,
    ) {
        let body = body.or_else(|| content.map(|content| (Form::HtmlAstro, body_of(&content).0)));
        if let Some((form, body)) = body {
            capture.form = form;
            capture.notes.extend(body.notes);
            capture.blocks = Some(body.blocks);
        }
        let bodies = [".wrap_body", "#ArticleView"];
        let class = bodies.iter().find_map(|selector| {
            let classes =
                self.tree.attribute(self.tree.find(self.tree.root(), selector)?, "class")?;
            classes.split_ascii_whitespace().find_map(|class| class.strip_prefix("text_align_"))
        });
        if let Some(class) = class {
            capture.extra.insert("text_align", class);
        }
    }

    pub(super) fn fill_identity(&self, capture: &mut Capture) {
        let mut numbers = capture.identity.number.into_iter().collect::<Vec<_>>();
        for address in self.head.identities() {
            numbers.extend(address.number);
            let identity = &mut capture.identity;
            identity.user_id = identity.user_id.take().or(address.user_id);
            identity.handle = identity.handle.take().or(address.handle);
            identity.number = identity.number.or(address.number);
        }
        if let Some((taken, other)) = numbers
            .first()
            .and_then(|taken| Some((taken, numbers.iter().find(|other| *other != taken)?)))
        {
            let (taken, other) = (taken.to_string(), other.to_string());
            capture.note(NoteKind::SourcesDisagree {
                field: "number of the post".to_owned(),
                taken,
                other,
            });
        }
        let is_post =
            |text: &&str| address::parse(text).is_some_and(|found| found.number.is_some());
        let mut known = BTreeSet::new();
        let named =
            self.head.addresses().into_iter().filter(is_post).filter(|text| known.insert(*text));
        capture.addresses.extend(named.map(str::to_owned));
        let permanent = Address::from(capture.identity.clone());
        if let Some(permanent) = permanent.permanent().filter(|_| permanent.number.is_some())
            && !capture.addresses.contains(&permanent)
        {
            capture.addresses.push(permanent);
        }
    }

    pub(super) fn fill_series(&self, capture: &mut Capture) {
        capture.neighbours = series::neighbours(self.tree);
        let stated = capture.series.take();
        let scrap = self.scrap.as_ref().and_then(|scrap| scrap.header("category_title"));
        let by_scrap = scrap.map(|title| mention(SeriesKind::Magazine, Some(title.to_owned())));
        let found = series::read(self.tree).or(by_scrap);
        let mut series = match (found, stated) {
            (Some(found), Some(stated)) => Some(joined(found, stated)),
            (found, stated) => found.or(stated),
        };
        let beside = series::chapter_beside(&capture.neighbours);
        if series.is_none() && beside.is_some() {
            series = Some(mention(SeriesKind::Book, None));
        }
        if let Some(series) = series.as_mut().filter(|series| series.kind != SeriesKind::Magazine) {
            series.number = series.number.take().or(beside).or_else(|| self.chapter_in_title());
        }
        capture.series = series;
    }

    /// The chapter at the beginning of `og:title`: certain when what follows it is the title of the cover.
    fn chapter_in_title(&self) -> Option<Claim<u32>> {
        let (number, rest) = series::split_chapter(self.head.meta("og:title")?)?;
        let confirmed =
            self.cover.title.as_ref().is_some_and(|title| inline::same_words(title, rest));
        let confidence = if confirmed { Confidence::High } else { Confidence::Low };
        Some(Claim::inferred(number, confidence, "beginning of og:title"))
    }

    pub(super) fn fill_title(&self, capture: &mut Capture, stated: Option<String>) {
        note_difference(capture, "title", stated.as_ref(), self.cover.title.as_ref());
        let scrap = || self.scrap.as_ref()?.header("title").map(str::to_owned);
        let chapter = capture.series.as_ref().and_then(|series| series.number.as_ref());
        let chapter = chapter.filter(|claim| claim.how.as_deref() != Some("beginning of og:title"));
        let chapter = chapter.map(|claim| claim.value);
        let offered = || {
            let title = self.head.meta("og:title")?;
            let stripped =
                series::split_chapter(title).filter(|(number, _)| Some(*number) == chapter);
            Some(stripped.map_or(title, |(_, rest)| rest).to_owned())
        };
        capture.title = stated.or_else(|| self.cover.title.clone()).or_else(scrap).or_else(offered);
    }

    /// `og:description` is `SUBTITLE | text…` or only text: it is split when the subtitle is known from elsewhere.
    pub(super) fn fill_subtitle(&self, capture: &mut Capture, stated: Option<String>) {
        note_difference(capture, "subtitle", stated.as_ref(), self.cover.subtitle.as_ref());
        let scrap = || self.scrap.as_ref()?.header("subtitle").map(str::to_owned);
        let subtitle = stated.or_else(|| self.cover.subtitle.clone()).or_else(scrap);
        let description =
            self.head.meta("og:description").or_else(|| self.head.meta("description"));
        if let Some(description) = description {
            let split = description.split_once(" | ");
            let confirmed = split.filter(|(left, _)| {
                subtitle.as_ref().is_some_and(|subtitle| inline::same_words(left, subtitle))
            });
            if let (None, Some((hint, _))) = (confirmed, split) {
                capture.extra.insert("subtitle_hint", hint);
            }
            let summary = confirmed.map_or(description, |(_, text)| text);
            capture.summary.get_or_insert_with(|| summary.to_owned());
        }
        capture.subtitle = subtitle.map(Claim::stated);
    }

    pub(super) fn fill_author(&self, capture: &mut Capture, stated: Option<String>) {
        let meta = |name: &str| self.head.meta(name).map(str::to_owned);
        let written = || {
            meta("article:author").filter(|name| !name.contains("://") && !name.starts_with('/'))
        };
        let scrap = || self.scrap.as_ref()?.author().map(str::to_owned);
        capture.author.name = stated
            .or_else(|| meta("og:article:author"))
            .or_else(|| meta("byl"))
            .or_else(|| meta("article:media_name"))
            .or_else(|| self.text(&[".by_info .by_name", ".by_name"]))
            .or_else(scrap)
            .or_else(written)
            .or_else(|| self.text(&[".text_author"]));
        capture.author.bio = self.text(&[".desc_author", ".desc_blogger"]).map(Claim::stated);
        let job = self.text(&[".job_blogger", ".wrap_info .job", ".txt_job"]);
        if let Some(job) = job {
            let job =
                job.strip_prefix("직업").map(|rest| rest.trim_ascii().to_owned()).unwrap_or(job);
            capture.author.extra.insert("job", job);
        }
    }

    pub(super) fn fill_dates(&self, capture: &mut Capture) {
        let meta = |name: &str| self.head.meta(name).map(str::to_owned);
        let scrap = || self.scrap.as_ref()?.header("date").map(str::to_owned);
        let sources = [
            (1, meta("article:published_time")),
            (2, meta("og:regDate")),
            (3, self.text(&[".by_info .f_date", ".f_date"])),
            (3, scrap()),
        ];
        for (rank, text) in sources {
            let Some(text) = text.filter(|_| capture.published.is_none()) else { continue };
            match any_date(&text) {
                Some(date) => (capture.published, capture.published_rank) = (Some(date), rank),
                None => capture.note(NoteKind::DateImpossible { text }),
            }
        }
        if capture.updated.is_none()
            && let Some(text) = meta("article:modified_time")
        {
            capture.updated = date::iso(&text).ok();
            if capture.updated.is_none() {
                capture.note(NoteKind::DateImpossible { text });
            }
        }
    }

    pub(super) fn fill_rest(&self, capture: &mut Capture) {
        let shown = counts::read(self.tree);
        capture.counts.likes = capture.counts.likes.or(shown.likes);
        capture.counts.comments = capture.counts.comments.or(shown.comments);
        capture.comments = comments::read(self.tree);
        // Sets, because a page can name as many as it likes.
        let mut known: BTreeSet<String> = capture.keywords.iter().cloned().collect();
        let shown = keywords(self.tree).into_iter();
        capture.keywords.extend(shown.filter(|keyword| known.insert(keyword.clone())));
        let scrap = || self.scrap.as_ref()?.header("image").and_then(cover::named);
        let cover = self.cover.image.clone().or_else(|| capture.cover.take());
        capture.cover = cover.or_else(scrap).or_else(|| cover::offered(&self.head));
    }
}

/// The keywords under the body, without `#`.
fn keywords(tree: &Tree) -> Vec<String> {
    let frames = [".wrap_body_info", ".wrap_keyword", ".list_keyword"];
    let Some(frame) = frames.iter().find_map(|selector| tree.find(tree.root(), selector)) else {
        return Vec::new();
    };
    let links = tree.find_all(frame, "a[href]").into_iter();
    let links = links.filter(|link| {
        tree.attribute(*link, "href").is_some_and(|href| href.contains("/keyword/"))
    });
    let texts = links.map(|link| tree.text(link).trim_ascii().trim_start_matches('#').to_owned());
    texts.filter(|keyword| !inline::is_blank(keyword)).collect()
}

/// A date in any form that pages have.
fn any_date(text: &str) -> Option<Timestamp> {
    date::iso(text).or_else(|_| date::english_day(text)).or_else(|_| date::dotted_day(text)).ok()
}

fn mention(kind: SeriesKind, title: Option<String>) -> SeriesMention {
    SeriesMention { kind, title, address: None, magazine_number: None, number: None }
}

/// What the page shows, completed by what its data states; the data's chapter counts.
fn joined(shown: SeriesMention, stated: SeriesMention) -> SeriesMention {
    SeriesMention {
        kind: shown.kind,
        title: shown.title.or(stated.title),
        address: shown.address.or(stated.address),
        magazine_number: shown.magazine_number.or(stated.magazine_number),
        number: stated.number.or(shown.number),
    }
}

/// Notes that two sources state a text differently. The first one is taken.
fn note_difference(
    capture: &mut Capture,
    field: &str,
    taken: Option<&String>,
    other: Option<&String>,
) {
    let (Some(taken), Some(other)) = (taken, other) else { return };
    if !inline::same_words(taken, other) {
        let (field, taken, other) = (field.to_owned(), taken.clone(), other.clone());
        capture.note(NoteKind::SourcesDisagree { field, taken, other });
    }
}
