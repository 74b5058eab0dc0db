//! One post, before and after.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashSet},
    io,
};

use larder_core::{
    AssetId, Audience, Post, PostHead, PostId, SeriesId, Status, Timestamp, Visibility,
};
use larder_html::text::to_text;
use serde_json::{Value, json};

use crate::{
    body::{BodyFacts, ELEMENTS},
    card::Card,
    equation::Equation,
    fields::{After, FieldLedger, Fields, Treatment, Whose},
    finding::{FindingKind, Findings},
    links::{self, Doors, Led, Taken},
    media::{self, Shown},
    pairs::Pairs,
    proof::{Counted, Texts, Worst},
    side::Side,
    target::Target,
    text::{Likeness, compare},
};

/// Both blogs, and which posts of them are one.
pub(crate) struct Scene<'a> {
    pub(crate) before: Side<'a>,
    pub(crate) after: Side<'a>,
    pub(crate) cards: (Vec<Card>, Vec<Card>),
    pub(crate) pairs: Pairs,
    pub(crate) target: &'a Target,
    /// The addresses that several posts had, of which the output has one.
    pub(crate) taken: Taken,
    /// The names that several people of the blog have.
    pub(crate) namesakes: HashSet<String>,
    /// The series of the blog that have no title.
    pub(crate) untitled: HashSet<SeriesId>,
    /// By how many seconds all dates are another moment, where the format states no zone.
    pub(crate) shift: i64,
}

/// What is counted while posts are compared.
#[derive(Default)]
pub(crate) struct Sheet {
    pub(crate) ledger: FieldLedger,
    pub(crate) findings: Findings,
    pub(crate) texts: Texts,
    pub(crate) elements: [Counted; ELEMENTS.len()],
    pub(crate) media: Equation,
    pub(crate) links: Equation,
    pub(crate) addresses: Equation,
    pub(crate) ids: Equation,
    /// The assets of which some post has what it needs.
    pub(crate) there: HashSet<AssetId>,
    /// The assets that some post lacks.
    pub(crate) lost: HashSet<AssetId>,
    /// The assets that some post lacks because the writer said so.
    pub(crate) left: HashSet<AssetId>,
}

impl Sheet {
    /// Adds what was counted of later posts.
    pub(crate) fn append(&mut self, other: Self) {
        self.ledger.append(other.ledger);
        self.findings.append(other.findings);
        self.texts.append(other.texts);
        self.elements.iter_mut().zip(other.elements).for_each(|(mine, other)| mine.add(other));
        self.media.add(other.media);
        self.links.add(other.links);
        self.addresses.add(other.addresses);
        self.ids.add(other.ids);
        self.there.extend(other.there);
        self.lost.extend(other.lost);
        self.left.extend(other.left);
    }

    /// Compares a post with what it became. Fails when the spool can no longer be read.
    pub(crate) fn compare(
        &mut self,
        scene: &Scene<'_>,
        before: usize,
        after: usize,
    ) -> io::Result<()> {
        let before = scene.before.blog.posts.get(before)?;
        let after = scene.after.blog.posts.get(after)?;
        let (was, now) = (html(&before)?, html(&after)?);
        let permalink = before.permalink.as_deref();
        let permalinks = (permalink, after.permalink.as_deref().or(permalink));
        let facts = (BodyFacts::of(&was, permalinks.0), BodyFacts::of(&now, permalinks.1));
        let whose = Whose { post: Some(&before.id), title: before.title.as_deref() };
        let text = to_text(&now);
        let mut fields = Fields {
            target: scene.target,
            ledger: &mut self.ledger,
            findings: &mut self.findings,
            whose,
        };
        let mut record = After::new(scene.after.fields(&after), &text);
        record.also(&around(&after));
        record.namesakes = Some(&scene.namesakes);
        values(&mut fields, scene, &before, &after, &record);
        let shown = Shown::by(&after, &facts.1, &scene.after);
        let assets = media::compare(
            &mut fields,
            (&before, &facts.0, &scene.before),
            &shown,
            &mut self.media,
        );
        self.there.extend(assets.there);
        self.lost.extend(assets.lost);
        self.left.extend(assets.left);
        let doors = Doors::of(&after);
        links::addresses(&mut fields, &before, &doors, &scene.taken, &mut self.addresses);
        links::id(&mut fields, &before, &after, &doors, &mut self.ids);
        let led = |post: &PostId| scene.led(&before.id, post);
        links::internal(&mut fields, &before, (&after, &facts.1), led, &mut self.links);
        let counted = elements(&facts, assets.missing);
        self.elements.iter_mut().zip(counted).for_each(|(all, one)| all.add(one));
        if before.content.is_some() {
            body(&mut fields, &before, (&to_text(&was), &text), counted, &mut self.texts);
        }
        Ok(())
    }
}

impl<'a> Scene<'a> {
    /// Both sides, with what all dates have in common that moved.
    pub(crate) fn new(
        (before, after): (Side<'a>, Side<'a>),
        cards: (Vec<Card>, Vec<Card>),
        pairs: Pairs,
        target: &'a Target,
    ) -> Self {
        let taken = Taken::of(&cards.0, &cards.1, target);
        let untitled = before.blog.series.iter().filter(|it| it.title.is_none());
        let untitled = untitled.map(|it| it.id.clone()).collect();
        let namesakes = before.namesakes();
        let mut scene =
            Self { before, after, cards, pairs, target, taken, namesakes, untitled, shift: 0 };
        if target.loss("Timestamp::zone").is_some() {
            scene.shift = scene.usual_shift();
        }
        scene
    }

    /// By how many seconds most dates moved; by none where as many did not.
    fn usual_shift(&self) -> i64 {
        let mut counts: BTreeMap<i64, u64> = BTreeMap::from([(0, 0)]);
        for (was, found) in self.before.blog.posts.heads().zip(&self.pairs.after) {
            let now = found.and_then(|(place, _)| self.after.blog.posts.head(place).published);
            if let Some((was, now)) = was.published.zip(now) {
                *counts.entry(now.at().timestamp() - was.at().timestamp()).or_default() += 1;
            }
        }
        let most = counts.values().copied().max().unwrap_or_default();
        let usual = counts.into_iter().filter(|(_, count)| *count == most).map(|(shift, _)| shift);
        usual.min_by_key(|shift| shift.abs()).unwrap_or_default()
    }

    /// Where a link of a post led. In a public output, what is public need not name what was asked for although it is not: it
    /// is as if that were not there.
    fn led(&self, from: &PostId, post: &PostId) -> Led<'_> {
        let place = |post| self.before.posts.get(post).copied();
        let is_withheld = |place: usize| is_withheld(self.before.blog.posts.head(place));
        let names_all = !self.target.is_public || place(from).is_some_and(is_withheld);
        let before = place(post).filter(|place| names_all || !is_withheld(*place));
        let after = before.and_then(|place| self.pairs.after[place]).map(|(place, _)| place);
        match before.zip(after) {
            Some((was, now)) => Led::To {
                before: &self.cards.0[was],
                after: &self.cards.1[now],
                id: &self.after.blog.posts.head(now).id,
            },
            None => Led::LeftOut,
        }
    }
}

/// Whether a post is said not to be public, so that it was asked for where a public output has it.
fn is_withheld(head: &PostHead) -> bool {
    head.status.is_some_and(|it| it != Status::Published)
        || head.visibility.is_some_and(|it| it != Visibility::Public)
}

/// The body of a post, or what stands for it.
fn html(post: &Post) -> io::Result<Cow<'_, str>> {
    match (&post.content, &post.summary) {
        (Some(content), _) => content.html.text(),
        (None, Some(summary)) => Ok(larder_html::escape::text(summary).into()),
        (None, None) => Ok(Cow::Borrowed("")),
    }
}

/// What else is known of a post, among which a value may be that changed its place.
fn around(post: &Post) -> Value {
    json!([post.slug, post.permalink, post.old_addresses, post.id, post.language, post.rights])
}

/// Compares the fields that are values.
fn values(fields: &mut Fields<'_>, scene: &Scene<'_>, before: &Post, after: &Post, record: &After) {
    let mut own = scene.before.fields(before);
    translations(fields, scene, before, after, &mut own);
    untitled(fields, scene, before, after, &mut own);
    // Of a neighbour or a translation that is in the blog, the id may be another now.
    for name in ["neighbours", "translations"] {
        for item in own.get_mut(name).and_then(Value::as_array_mut).into_iter().flatten() {
            rename(item, scene, &before.id);
        }
    }
    fields.record("Post", &own, record);
    dates(fields, before, after, scene.shift);
    access(fields, before, after);
    slug(fields, before, after);
    parent(fields, scene, before, after);
    of_blog(
        fields,
        "Post::language",
        &before.language,
        &after.language,
        &scene.after.blog.site.language,
    );
    of_blog(fields, "Post::rights", &before.rights, &after.rights, &scene.after.blog.site.rights);
    if !before.revisions.is_empty() {
        match after.revisions.len() >= before.revisions.len() {
            true => fields.put("Post::revisions", Treatment::Kept),
            false => fields.lost("Post::revisions", &Value::Null),
        }
    }
}

/// Takes out the translations that are posts of the blog and kept beside the post at the addresses they have now, and
/// those that are not in the output.
fn translations(
    fields: &mut Fields<'_>,
    scene: &Scene<'_>,
    before: &Post,
    after: &Post,
    own: &mut serde_json::Map<String, Value>,
) {
    let treatment = |post: &PostId| match scene.led(&before.id, post) {
        Led::To { before, after: now, .. } if links::names(&after.extra, before, now) => {
            Some(Treatment::StoredAside)
        }
        Led::LeftOut if fields.target.is_public => Some(Treatment::Mapped),
        _ => None,
    };
    let of = |item: &larder_core::Translation| item.post.as_ref().and_then(treatment);
    let found: Vec<_> = before.translations.iter().map(of).collect();
    let mut kept = found.iter();
    if let Some(items) = own.get_mut("translations").and_then(Value::as_array_mut) {
        items.retain(|_| kept.next().is_none_or(Option::is_none));
        if items.is_empty() {
            own.remove("translations");
        }
    }
    found.into_iter().flatten().for_each(|it| fields.put("Post::translations", it));
}

/// Takes out the series without a title, by which a public output knows them, that are not in it.
fn untitled(
    fields: &mut Fields<'_>,
    scene: &Scene<'_>,
    before: &Post,
    after: &Post,
    own: &mut serde_json::Map<String, Value>,
) {
    const WHY: &str = "it has no title to be known by";
    let there: HashSet<_> = after.series.iter().map(|part| &part.series).collect();
    let ids = before.series.iter().map(|part| &part.series).filter(|_| fields.target.is_public);
    let lost: HashSet<_> =
        ids.filter(|id| scene.untitled.contains(*id) && !there.contains(id)).collect();
    if lost.is_empty() {
        return;
    }
    let names: HashSet<&str> = lost.iter().map(|id| id.as_str()).collect();
    if let Some(items) = own.get_mut("series").and_then(Value::as_array_mut) {
        items.retain(|item| !item["series"].as_str().is_some_and(|id| names.contains(id)));
        if items.is_empty() {
            own.remove("series");
        }
    }
    for _ in lost {
        fields.ledger.add("Post::series", Treatment::Dropped, WHY, fields.whose);
    }
}

fn rename(item: &mut Value, scene: &Scene<'_>, of: &PostId) {
    let Some(Value::String(id)) = item.get("post") else { return };
    if let Led::To { id: now, .. } = scene.led(of, &PostId::new(id.as_str())) {
        item["post"] = now.as_str().into();
    }
}

/// The date of publication may stand for that of the last change where there is no other, and the other way round.
fn dates(fields: &mut Fields<'_>, before: &Post, after: &Post, shift: i64) {
    let has_zones = fields.target.loss("Timestamp::zone").is_none();
    let is_moment =
        |a, b| is_moment(a, b, 0) || is_moment(a, b, shift) || !has_zones && is_on_wall(a, b);
    let published = after.published.or(after.updated);
    let is_only = before.published.is_none() || is_moment(before.published, before.updated);
    let updated = if is_only { after.updated.or(after.published) } else { after.updated };
    let dates = [
        ("Post::published", before.published, after.published, published),
        ("Post::updated", before.updated, after.updated, updated),
    ];
    for (field, was, now, also) in dates {
        let Some(was) = was else { continue };
        if Some(was) == now {
            fields.put(field, Treatment::Kept);
        } else if is_moment(Some(was), now) || is_moment(Some(was), also) {
            fields.put(field, Treatment::Mapped);
        } else {
            fields.lost(field, &json!(was));
        }
    }
}

/// Whether two dates are the same on a clock on the wall, wherever each hangs.
pub(crate) fn is_on_wall(a: Option<Timestamp>, b: Option<Timestamp>) -> bool {
    let wall = |date: Timestamp| date.at().naive_local().and_utc().timestamp();
    a.zip(b).is_some_and(|(a, b)| wall(a) == wall(b))
}

/// Whether the second of two dates is so many seconds later.
pub(crate) fn is_moment(a: Option<Timestamp>, b: Option<Timestamp>, shift: i64) -> bool {
    a.zip(b).is_some_and(|(a, b)| a.at().timestamp() + shift == b.at().timestamp())
}

/// Who may see it. What was asked for by name is public in a public output, whatever it was.
fn access(fields: &mut Fields<'_>, before: &Post, after: &Post) {
    let is_public = fields.target.is_public;
    let mut put = |field: &str, was: Option<Value>, is_same: bool, is_usual: bool| {
        let Some(was) = was else { return };
        match (is_same, is_usual || is_public) {
            (true, _) => fields.put(field, Treatment::Kept),
            (false, true) => fields.put(field, Treatment::Mapped),
            (false, false) => fields.lost(field, &was),
        }
    };
    let (status, visibility, audience) = (before.status, before.visibility, before.audience);
    let is_published = status == Some(Status::Published) && after.status.is_none();
    put("Post::status", status.map(|it| json!(it)), status == after.status, is_published);
    let is_open = visibility == Some(Visibility::Public) && after.visibility.is_none();
    put(
        "Post::visibility",
        visibility.map(|it| json!(it)),
        visibility == after.visibility,
        is_open,
    );
    let is_for_all = audience == Some(Audience::Public) && after.audience.is_none();
    put("Post::audience", audience.map(|it| json!(it)), audience == after.audience, is_for_all);
}

fn slug(fields: &mut Fields<'_>, before: &Post, after: &Post) {
    let Some(slug) = before.slug.as_deref() else { return };
    let decoded = crate::address::path(slug);
    let last = |address: &Option<String>| address.as_deref().map(crate::address::last);
    if after.slug.as_deref() == Some(slug) {
        fields.put("Post::slug", Treatment::Kept);
    } else if last(&after.slug).is_some_and(|it| it == decoded)
        || last(&after.permalink).is_some_and(|it| it == decoded)
    {
        fields.put("Post::slug", Treatment::Mapped);
    } else {
        fields.lost("Post::slug", &slug.into());
    }
}

fn parent(fields: &mut Fields<'_>, scene: &Scene<'_>, before: &Post, after: &Post) {
    let Some(parent) = &before.parent else { return };
    match scene.led(&before.id, parent) {
        Led::To { id, .. } if after.parent.as_ref() == Some(id) => {
            fields.put("Post::parent", Treatment::Kept);
        }
        Led::To { before, after: now, .. } if links::names(&after.extra, before, now) => {
            fields.put("Post::parent", Treatment::StoredAside);
        }
        // A page below one that is not in the output has none above it there.
        Led::LeftOut if fields.target.is_public => fields.put("Post::parent", Treatment::Mapped),
        _ => fields.lost("Post::parent", &parent.as_str().into()),
    }
}

/// A value that a post need not repeat where the blog has the same.
fn of_blog(
    fields: &mut Fields<'_>,
    field: &str,
    before: &Option<Box<str>>,
    after: &Option<Box<str>>,
    site: &Option<String>,
) {
    let Some(was) = before.as_deref() else { return };
    if after.as_deref() == Some(was) {
        fields.put(field, Treatment::Kept);
    } else if after.as_deref().or(site.as_deref()).is_some_and(|it| it.eq_ignore_ascii_case(was)) {
        fields.put(field, Treatment::Mapped);
    } else {
        fields.lost(field, &was.into());
    }
}

/// Counts the elements of both bodies. Pictures of which nothing is left but that they stood there need not.
fn elements((before, after): &(BodyFacts, BodyFacts), missing: u64) -> [Counted; ELEMENTS.len()] {
    std::array::from_fn(|at| {
        let mut counted = Counted { before: before.elements[at], after: after.elements[at] };
        if ELEMENTS[at].0 == "images" && counted.after < counted.before {
            counted.before = counted.before.saturating_sub(missing).max(counted.after);
        }
        counted
    })
}

/// Accounts for the text of a body, and for its elements.
fn body(
    fields: &mut Fields<'_>,
    before: &Post,
    (was, now): (&str, &str),
    counted: [Counted; ELEMENTS.len()],
    texts: &mut Texts,
) {
    const FIELD: &str = "Post::content";
    texts.compared += 1;
    if fields.target.is_summary {
        texts.declared += 1;
        return fields.ledger.add(
            FIELD,
            Treatment::Dropped,
            "only summaries were asked for",
            fields.whose,
        );
    }
    let likeness = compare(was, now);
    let words = fields.target.loses_words(&before.id).filter(|_| likeness.similarity >= 900);
    let treatment = match likeness {
        Likeness { is_same: true, .. } => Treatment::Kept,
        Likeness { is_kept: true, .. } => Treatment::Mapped,
        _ if words.is_some() => Treatment::Dropped,
        _ => Treatment::Unexplained,
    };
    texts.count(treatment);
    fields.ledger.add(FIELD, treatment, words.unwrap_or_default(), fields.whose);
    if treatment == Treatment::Unexplained {
        fields.find(FindingKind::TextLost, percent(likeness.similarity));
    }
    let fewer = counted.iter().zip(ELEMENTS).filter(|(count, _)| count.after < count.before);
    let fewer: Vec<_> = fewer.map(|(count, (name, _))| (*name, *count)).collect();
    let reason = fields.target.changes_body(&before.id);
    if !fewer.is_empty() && reason.is_none() {
        let told =
            fewer.iter().map(|(name, count)| format!("{name} {} → {}", count.before, count.after));
        fields.find(FindingKind::ElementsLost, told.collect::<Vec<_>>().join(", "));
    }
    if treatment != Treatment::Kept || !fewer.is_empty() {
        texts.worse(Worst {
            post: before.id.clone(),
            title: before.title.clone(),
            similarity: likeness.similarity,
            elements: fewer.into_iter().collect(),
            reason: why(treatment, reason),
        });
    }
}

fn why(treatment: Treatment, noted: Option<&'static str>) -> &'static str {
    match (treatment, noted) {
        (Treatment::Unexplained, _) => "unexplained",
        (_, Some(code)) => code,
        (Treatment::Mapped, None) => "more-text",
        (_, None) => "elements-lost",
    }
}

/// Thousandths as `97.3 %`.
pub(crate) fn percent(thousandths: u16) -> String {
    format!("{}.{} %", thousandths / 10, thousandths % 10)
}
