//! One post of all captures of it: field by field from the capture that can be trusted most.

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    io,
    sync::Arc,
};

use larder_core::{
    Audience, Body, Claim, Confidence, Content, Counts, EntryId, LineAccount, Neighbour, Note,
    NoteKind, Post, PostId, Revision, RevisionRole, Spool, Status, Timestamp, Visibility, key,
};
use larder_html::text::to_text;

use super::{
    super::{
        body, body::Image, capture::CommentDraft, capture::Form, capture::SeriesMention, text,
        text::lost::Trace,
    },
    draft::Draft,
    people::People,
    words,
};
use crate::SubtitleChoice;

/// A post, and what its captures say that the post has no place for.
#[derive(Debug)]
pub(super) struct Merged {
    /// The post, without its authors, assets, series and terms.
    pub(super) post: Post,
    /// The ledger entries of the captures it was made of, the richest first, and what became of their lines.
    pub(super) members: Vec<(EntryId, Option<LineAccount>)>,
    /// Whether a capture names who wrote it.
    pub(super) names_author: bool,
    /// The series that its captures name.
    pub(super) mentions: Vec<SeriesMention>,
    /// Its keywords.
    pub(super) keywords: Vec<String>,
    /// Its images, in order, each with the file that shows it.
    pub(super) images: Vec<(Image, Arc<str>)>,
    /// The images of its other captures: more addresses, sources and bytes of the same ones, or images of an older text.
    pub(super) other_images: Vec<(Image, Arc<str>)>,
    /// Its cover.
    pub(super) cover: Option<(Image, Arc<str>)>,
    /// Its comments.
    pub(super) comments: Vec<CommentDraft>,
    /// What was doubtful or lost.
    pub(super) notes: Vec<Note>,
}

impl Merged {
    /// Gives the post an id.
    pub(super) fn rename(&mut self, id: PostId) {
        self.notes.iter_mut().for_each(|note| note.place.post = Some(id.clone()));
        self.post.id = id;
    }
}

/// Makes one post of the captures of it.
pub(super) fn merge(
    mut drafts: Vec<Draft>,
    people: &People,
    spool: &Arc<dyn Spool>,
) -> io::Result<Merged> {
    drafts.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut merge = Merge { notes: Vec::new(), drafts, people };
    let title = merge.title();
    let subtitle = merge.subtitle()?;
    let published = merge.published();
    let mut post = Post::new(merge.id(title.as_deref(), published)?);
    post.title = title;
    post.published = published;
    post.updated = merge.first(|draft| draft.capture.updated);
    post.summary = merge.first(|draft| draft.capture.summary.clone());
    merge.addresses(&mut post);
    merge.privacy(&mut post);
    merge.body(&mut post, subtitle.as_ref(), spool)?;
    post.subtitle = subtitle.map(Box::new);
    post.counts = merge.counts().map(Box::new);
    post.neighbours = merge.neighbours().into();
    post.source = merge.drafts.iter().map(|draft| draft.source.clone()).collect();
    for draft in &mut merge.drafts {
        post.extra.fill_from(std::mem::take(&mut draft.capture.extra));
    }
    merge.carry_notes(&post);
    let merged = Merged {
        mentions: merge.drafts.iter_mut().filter_map(|draft| draft.capture.series.take()).collect(),
        keywords: merge.keywords(),
        images: merge.images(),
        other_images: merge.other_images(),
        cover: merge.first(|draft| Some((draft.capture.cover.clone()?, draft.source.file.clone()))),
        comments: merge.comments(),
        notes: merge.notes,
        members: merge.drafts.iter().map(|draft| (draft.entry, draft.lines())).collect(),
        names_author: merge.drafts.iter().any(|draft| draft.names_author()),
        post,
    };
    Ok(merged)
}

struct Merge<'a> {
    drafts: Vec<Draft>,
    people: &'a People,
    notes: Vec<Note>,
}

/// When a post was changed and captured, and how much was counted then.
type Newness = (Option<Timestamp>, Option<i64>, u64);

/// The richest capture first; of equally rich ones the newer one, as far as their dates, the times of capture and counts
/// tell; then by name.
fn order(draft: &Draft) -> (bool, u8, Reverse<Newness>, &str) {
    let richness = match draft.capture.form {
        Form::Html => 0,
        Form::HtmlAstro => 1,
        Form::ApiArticle => 2,
        Form::HtmlRichscrap => 3,
        Form::TextW => 4,
        Form::TextN => 5,
        Form::TextN2 => 6,
        Form::TextL => 7,
        Form::TextT => 8,
        Form::ApiList => 9,
        Form::ApiComments => 10,
    };
    let counts = &draft.capture.counts;
    let seen = counts.likes.unwrap_or(0).saturating_add(counts.comments.unwrap_or(0));
    let has_no_body = draft.html.as_ref().is_none_or(|html| html.is_empty());
    (
        has_no_body,
        richness,
        Reverse((draft.capture.updated, draft.capture.captured, seen)),
        &draft.source.file,
    )
}

impl Merge<'_> {
    fn first<T>(&self, take: impl Fn(&Draft) -> Option<T>) -> Option<T> {
        self.drafts.iter().find_map(take)
    }

    fn title(&mut self) -> Option<String> {
        let title = self.first(|draft| draft.capture.title.clone())?;
        self.compare("title", &title, |draft| draft.capture.title.clone());
        Some(title)
    }

    /// Notes the first source that says something else than what was taken.
    fn compare(&mut self, field: &str, taken: &str, say: impl Fn(&Draft) -> Option<String>) {
        let other =
            self.first(|draft| say(draft).filter(|said| key::words(said) != key::words(taken)));
        if let Some(other) = other {
            let kind =
                NoteKind::SourcesDisagree { field: field.into(), taken: taken.into(), other };
            self.notes.push(Note::new(kind));
        }
    }

    /// A subtitle that one capture is sure of beats one that another only guessed; a main-content capture that begins
    /// with the guessed line confirms it.
    fn subtitle(&self) -> io::Result<Option<Claim<String>>> {
        let claims = || self.drafts.iter().filter_map(|draft| draft.capture.subtitle.as_ref());
        if let Some(sure) = claims().find(|claim| claim.confidence == Confidence::High) {
            return Ok(Some(sure.clone()));
        }
        // The new site's capture shows the subtitle in a place of its own: if there is none, there is none.
        if self.drafts.iter().any(|draft| {
            draft.capture.form == Form::TextN
                && draft.capture.author.name.is_some()
                && draft.capture.subtitle.is_none()
        }) {
            return Ok(None);
        }
        let guessed = claims().next().cloned();
        let candidate = guessed.as_ref().map(|claim| claim.value.clone());
        // The first line of a main-content capture is no candidate of its own: it would confirm itself.
        let candidate = candidate.or_else(|| {
            self.first(|draft| {
                let line = draft.capture.subtitle_candidate.clone();
                line.filter(|_| draft.capture.form != Form::TextT)
            })
        });
        for draft in self.drafts.iter().filter(|draft| draft.capture.form == Form::TextT) {
            let text = draft.text()?;
            let first = text.lines().find(|line| !key::words(line).is_empty()).unwrap_or_default();
            if candidate.as_ref().is_some_and(|line| key::words(line) == key::words(first)) {
                let how = "a main-content capture begins with this line";
                return Ok(candidate.map(|line| Claim::inferred(line, Confidence::High, how)));
            }
        }
        Ok(guessed)
    }

    fn published(&mut self) -> Option<Timestamp> {
        let dated = |draft: &&Draft| draft.capture.published.is_some();
        let best = self.drafts.iter().filter(dated).min_by_key(|draft| {
            let precision = draft.capture.published.map(|time| time.precision());
            (draft.capture.published_rank, std::cmp::Reverse(precision))
        })?;
        let taken = best.capture.published?;
        let day = taken.at().date_naive();
        if let Some(other) =
            self.first(|draft| draft.capture.published.filter(|time| time.at().date_naive() != day))
        {
            let (taken, other) = (taken.to_rfc3339(), other.to_rfc3339());
            self.notes.push(Note::new(NoteKind::SourcesDisagree {
                field: "published".into(),
                taken,
                other,
            }));
        }
        Some(taken)
    }

    /// brunch's own permanent address where a number is known; else derived from author, day and title; else from the
    /// words. The address form with the user id is what brunch's own feed used, so subscribers see no post twice.
    fn id(&self, title: Option<&str>, published: Option<Timestamp>) -> io::Result<PostId> {
        let person = self.first(|draft| self.people.key(draft.writer).map(str::to_owned));
        let number = self.first(|draft| draft.capture.identity.number);
        if let (Some(person), Some(number)) =
            (person.as_deref().filter(|key| key.starts_with('@')), number)
        {
            return Ok(PostId::new(format!("https://brunch.co.kr/{person}/{number}")));
        }
        let name = self
            .first(|draft| draft.capture.author.name.clone())
            .map(|name| key::words(&name))
            .unwrap_or_default();
        if let Some(title) = title.map(key::words).filter(|title| !title.is_empty()) {
            let day = published.map(|time| time.at().date_naive().to_string()).unwrap_or_default();
            return Ok(PostId::derived(&["brunch", &name, &day, &title]));
        }
        let words = key::words(&self.drafts[0].text()?);
        Ok(PostId::derived(&["brunch", &name, "words", &words]))
    }

    fn addresses(&self, post: &mut Post) {
        let id = post.id.as_str();
        let all = self.drafts.iter().flat_map(|draft| &draft.capture.addresses);
        let all = all.map(String::as_str).chain(id.starts_with("https://").then_some(id));
        let mut seen = HashSet::new();
        let met: Vec<String> =
            all.filter(|address| seen.insert(*address)).map(str::to_owned).collect();
        let mut met = met.into_iter();
        post.permalink = met.next();
        post.old_addresses = met.collect();
        post.slug =
            self.first(|draft| draft.capture.identity.number).map(|number| number.to_string());
    }

    /// A page that was captured was published and public, unless one of the captures says otherwise.
    fn privacy(&self, post: &mut Post) {
        let private = self.drafts.iter().any(|draft| draft.capture.not_public);
        let draft = self.drafts.iter().any(|draft| draft.capture.not_published);
        post.status = Some(if draft { Status::Draft } else { Status::Published });
        post.visibility = Some(if private { Visibility::Private } else { Visibility::Public });
        post.audience =
            self.drafts.iter().any(|draft| draft.capture.members_only).then_some(Audience::Members);
    }

    fn body(
        &mut self,
        post: &mut Post,
        subtitle: Option<&Claim<String>>,
        spool: &Arc<dyn Spool>,
    ) -> io::Result<()> {
        let base_is_text = matches!(
            self.drafts[0].capture.form,
            Form::TextW | Form::TextN | Form::TextN2 | Form::TextL
        );
        let has_body = self.drafts[0].html.is_some();
        if self.drafts.len() > 1 && base_is_text && has_body {
            self.restore_words(post, subtitle, spool)?;
        } else if let Some(html) = self.drafts[0].html.clone() {
            post.content = Some(Box::new(self.content(html)));
            self.keep_others(post)?;
        } else {
            self.keep_others(post)?;
        }
        Ok(())
    }

    fn content(&self, html: Body) -> Content {
        let base = &self.drafts[0];
        Content::new(base.capture.media_type.clone(), base.original.clone(), html)
    }

    /// The base is a text capture: read it once more, now that the subtitle is known, and put lost words back in.
    fn restore_words(
        &mut self,
        post: &mut Post,
        subtitle: Option<&Claim<String>>,
        spool: &Arc<dyn Spool>,
    ) -> io::Result<()> {
        let choice = self.settled(subtitle);
        let original = self.drafts[0].original.text()?.into_owned();
        let again = text::read(original, choice, true).ok().and_then(|mut captures| captures.pop());
        let Some(mut blocks) = again.and_then(|capture| capture.blocks) else {
            let html = self.drafts[0].html.clone();
            post.content = html.map(|html| Box::new(self.content(html)));
            return self.keep_others(post);
        };
        let mut insertions = Vec::new();
        let mut settled = Vec::new();
        let mut roles = Vec::new();
        for draft in &self.drafts[1..] {
            let compared = if draft.html.is_some() {
                words::restore(&mut blocks, &draft.text()?, &draft.source.file)
            } else {
                words::Comparison::default()
            };
            for insertion in &compared.insertions {
                let (text, from) = (insertion.text.clone(), insertion.file.clone());
                self.notes.push(Note::new(NoteKind::TextRestored { text, from }));
            }
            words::shift(&mut insertions, &compared.insertions);
            insertions.extend(compared.insertions);
            settled.extend(compared.settled);
            roles.push(if compared.differ { RevisionRole::Differs } else { RevisionRole::Merged });
        }
        let html = Body::keep(spool, &body::to_html(&blocks))?;
        let mut content = self.content(html);
        content.insertions = insertions;
        post.content = Some(Box::new(content));
        self.settle_traces(&settled);
        self.keep_revisions(post, &roles);
        Ok(())
    }

    /// Where a lost word was put back in, nothing is suspected any more; the note about the word tells the place.
    fn settle_traces(&mut self, settled: &[(Trace, String)]) {
        let notes = &mut self.drafts[0].capture.notes;
        for (trace, put_in) in settled {
            let is_it = |note: &Note| matches!(&note.kind, NoteKind::SuspectedLostText { rule, context } if *rule == trace.rule && *context == trace.context);
            let Some(found) = notes.iter().position(is_it) else { continue };
            let place = notes.remove(found).place;
            let is_about = |note: &&mut Note| {
                matches!(&note.kind, NoteKind::TextRestored { text, .. } if text == put_in)
                    && note.place.line.is_none()
            };
            if let Some(restored) = self.notes.iter_mut().find(is_about) {
                restored.place = place;
            }
        }
        let restored = u32::try_from(settled.len()).unwrap_or(u32::MAX);
        notes.retain_mut(|note| match &mut note.kind {
            NoteKind::CaptureLosesWords { count } => {
                *count = count.saturating_sub(restored);
                *count > 1
            }
            _ => true,
        });
    }

    /// Whether the line after the title is the subtitle, when another capture has settled it.
    fn settled(&self, subtitle: Option<&Claim<String>>) -> SubtitleChoice {
        let base = &self.drafts[0].capture;
        let line =
            base.subtitle.as_ref().map(|claim| &claim.value).or(base.subtitle_candidate.as_ref());
        match (line, subtitle) {
            (Some(line), Some(claim)) if key::words(line) == key::words(&claim.value) => {
                SubtitleChoice::Yes
            }
            (Some(_), _) => SubtitleChoice::No,
            (None, _) => SubtitleChoice::Guess,
        }
    }

    fn keep_others(&mut self, post: &mut Post) -> io::Result<()> {
        if self.drafts.len() == 1 {
            return Ok(());
        }
        let base = self.drafts[0].text()?;
        let mut roles = Vec::new();
        for draft in &self.drafts[1..] {
            let compare = draft.html.is_some() && !base.is_empty();
            let differs = compare && words::differ(&base, &draft.text()?);
            roles.push(if differs { RevisionRole::Differs } else { RevisionRole::Merged });
        }
        self.keep_revisions(post, &roles);
        Ok(())
    }

    fn keep_revisions(&mut self, post: &mut Post, roles: &[RevisionRole]) {
        for (draft, &role) in self.drafts[1..].iter().zip(roles) {
            let other = draft.source.file.to_string();
            if role == RevisionRole::Differs {
                self.notes.push(Note::new(NoteKind::CapturesDiffer { other: other.clone() }));
            }
            self.notes.push(Note::new(NoteKind::DuplicateJoined { other }));
            let mut revision = Revision::new(role, draft.source.clone());
            revision.title =
                draft.capture.title.clone().filter(|title| Some(title) != post.title.as_ref());
            revision.updated = draft.capture.updated;
            let html = draft.html.clone().unwrap_or_default();
            revision.content =
                Some(Content::new(draft.capture.media_type.clone(), draft.original.clone(), html));
            post.revisions.push(revision);
        }
    }

    fn counts(&self) -> Option<Counts> {
        let mut counts = Counts::default();
        counts.likes = self.first(|draft| draft.capture.counts.likes);
        counts.comments = self.first(|draft| draft.capture.counts.comments);
        counts.views = self.first(|draft| draft.capture.counts.views);
        counts.shares = self.first(|draft| draft.capture.counts.shares);
        (counts != Counts::default()).then_some(counts)
    }

    fn neighbours(&self) -> Vec<Neighbour> {
        let mut found: Vec<Neighbour> = Vec::new();
        for neighbour in self.drafts.iter().flat_map(|draft| &draft.capture.neighbours) {
            if !found
                .iter()
                .any(|it| (it.direction, it.scope) == (neighbour.direction, neighbour.scope))
            {
                found.push(neighbour.clone());
            }
        }
        found
    }

    fn keywords(&self) -> Vec<String> {
        let mut met = HashSet::new();
        let all = self.drafts.iter().flat_map(|draft| &draft.capture.keywords);
        all.filter(|keyword| met.insert(key::name(keyword))).cloned().collect()
    }

    /// The images of the base; those of other captures only where the base has none at all (a text capture that lost
    /// them), because one image often has another address in each capture.
    fn images(&self) -> Vec<(Image, Arc<str>)> {
        let of = |draft: &Draft| {
            draft.images.iter().map(|image| (image.clone(), draft.source.file.clone())).collect()
        };
        self.shows_images().map(|number| of(&self.drafts[number])).unwrap_or_default()
    }

    /// The draft whose images are the post's.
    fn shows_images(&self) -> Option<usize> {
        self.drafts.iter().position(|draft| !draft.images.is_empty())
    }

    /// The draft whose cover is the post's.
    fn shows_cover(&self) -> Option<usize> {
        self.drafts.iter().position(|draft| draft.capture.cover.is_some())
    }

    /// The images that brunch's address names, of the captures that do not give the post its images.
    fn other_images(&self) -> Vec<(Image, Arc<str>)> {
        let (shown, covered) = (self.shows_images(), self.shows_cover());
        let mut found = Vec::new();
        for (number, draft) in self.drafts.iter().enumerate() {
            let images = draft.images.iter().filter(|_| Some(number) != shown);
            let cover = draft.capture.cover.iter().filter(|_| Some(number) != covered);
            let named = images.chain(cover).filter(|image| image.url.is_some());
            found.extend(named.map(|image| (image.clone(), draft.source.file.clone())));
        }
        found
    }

    fn comments(&mut self) -> Vec<CommentDraft> {
        let mut found: Vec<CommentDraft> = Vec::new();
        let mut numbers = HashSet::new();
        // Of each author and text: how many comments were kept, and how many of those have no number.
        let mut kept: HashMap<(Option<String>, String), (u32, u32)> = HashMap::new();
        for draft in &mut self.drafts {
            // Two comments of one capture are two, however alike: the second is not compared with the first.
            let mut met: HashMap<(Option<String>, String), u32> = HashMap::new();
            for comment in std::mem::take(&mut draft.capture.comments) {
                let text = (comment.author_name.clone(), key::words(&comment.text));
                let place = met.entry(text.clone()).or_default();
                *place += 1;
                let (all, without_number) = kept.entry(text).or_default();
                let is_known = match comment.number {
                    Some(number) => !numbers.insert(number) || *place <= *without_number,
                    None => *place <= *all,
                };
                if !is_known {
                    *all += 1;
                    *without_number += u32::from(comment.number.is_none());
                    found.push(comment);
                }
            }
        }
        found
    }

    /// The captures' own notes, without those that another capture has settled.
    fn carry_notes(&mut self, post: &Post) {
        let shows = [self.shows_images(), self.shows_cover()];
        for (number, draft) in self.drafts.iter_mut().enumerate() {
            for note in std::mem::take(&mut draft.capture.notes) {
                let matters = match &note.kind {
                    NoteKind::AssetMissing { .. } => shows.contains(&Some(number)),
                    kind => number == 0 || !is_about_text(kind),
                };
                if matters && !is_settled(&note.kind, post) {
                    self.notes.push(note.in_file(draft.source.file.clone()));
                }
            }
        }
        if post.title.is_none()
            && !self.notes.iter().any(|note| note.kind == NoteKind::TitleMissing)
        {
            self.notes.push(Note::new(NoteKind::TitleMissing));
        }
        if post.published.is_none() && !self.notes.iter().any(|note| is_about_date(&note.kind)) {
            self.notes.push(Note::new(NoteKind::DateMissing));
        }
        if post.content.is_none()
            && !self.notes.iter().any(|note| note.kind == NoteKind::BodyMissing)
        {
            self.notes.push(Note::new(NoteKind::BodyMissing));
        }
        let file = &self.drafts[0].source.file;
        for note in &mut self.notes {
            note.place.post = Some(post.id.clone());
            note.place.file.get_or_insert_with(|| file.clone());
        }
    }
}

/// Whether the finished post has what a capture missed.
fn is_settled(kind: &NoteKind, post: &Post) -> bool {
    match kind {
        NoteKind::DateMissing | NoteKind::DateImpossible { .. } => post.published.is_some(),
        NoteKind::TitleMissing => post.title.is_some(),
        NoteKind::BodyMissing => {
            post.content.as_ref().is_some_and(|content| !to_text_is_empty(content))
        }
        NoteKind::SubtitleUncertain { .. } => {
            post.subtitle.as_ref().is_some_and(|claim| claim.confidence == Confidence::High)
        }
        _ => false,
    }
}

/// An impossible date says by itself that there is none.
fn is_about_date(kind: &NoteKind) -> bool {
    matches!(kind, NoteKind::DateMissing | NoteKind::DateImpossible { .. })
}

fn to_text_is_empty(content: &Content) -> bool {
    content.html.text().is_ok_and(|html| to_text(&html).is_empty())
}

/// Notes about the text of one capture, which say nothing about a post whose text comes from another.
fn is_about_text(kind: &NoteKind) -> bool {
    matches!(
        kind,
        NoteKind::SuspectedLostText { .. }
            | NoteKind::CaptureLosesWords { .. }
            | NoteKind::MediaGap { .. }
            | NoteKind::PaywallPossible
            | NoteKind::Truncated { .. }
            | NoteKind::SubtitleUncertain { .. }
            | NoteKind::TitleMissing
            | NoteKind::DateMissing
            | NoteKind::AuthorMissing
            | NoteKind::BodyMissing
            | NoteKind::FootnoteLinked { .. }
    )
}
