//! What has to be known of all posts before the first is written: numbers, slugs, who is above whom, and which two
//! the importer would take for one.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
    io,
};

use chrono::{NaiveDateTime, TimeDelta};
use larder_core::{
    AssetId, AuthorId, Note, NoteKind, Post, PostHead, PostId, PostKind, Precision, Rule, Timestamp,
};

use super::{
    attachment::{Attachment, Attachments},
    item,
    slug::{self, Slugs},
    terms::Used,
};
use crate::{
    Account,
    carried::Carried,
    feed::Cost,
    moved::{Bodies, Clock, lost},
};

/// Numbers up to this one are kept: a larger one would leave the platform no room for its own.
const LARGEST: u64 = i32::MAX as u64;

/// A post as it will be written.
#[derive(Debug)]
pub(super) struct Planned {
    /// `wp:post_id`
    pub(super) row: u64,
    /// `wp:post_name`
    pub(super) slug: String,
    /// What the slug was before it was cut.
    pub(super) wanted: Option<String>,
    /// `wp:post_parent`; 0 for none.
    pub(super) parent: u64,
    /// How many seconds later it is said to be than its day or minute begins, so that it is told from another.
    pub(super) seconds: i64,
}

/// The plan of an export.
pub(super) struct Plan {
    pub(super) clock: Clock,
    pub(super) posts: HashMap<usize, Planned>,
    pub(super) attachments: Attachments,
    pub(super) authors: HashSet<AuthorId>,
    pub(super) used: Used,
    /// The month of the newest post, for files that no post shows. None where no post has a date.
    pub(super) month: Option<String>,
}

/// What the first look keeps of a post.
struct Seen {
    place: usize,
    row: Option<u64>,
    slug: String,
    /// The slug that the archive states, where WordPress makes another one of it.
    stated: Option<String>,
    title: u64,
    is_untitled: bool,
    parent: Option<PostId>,
}

/// Makes the plan. What WordPress would not take, or would take for another post, is left out. Fails when the spool can no
/// longer be read.
pub(super) fn plan(
    carried: &mut Carried<'_>,
    bodies: &Bodies<'_>,
    is_wordpress: bool,
    account: &mut Account,
) -> io::Result<Plan> {
    let heads = carried.posts.iter().map(|&place| carried.blog.posts.head(place));
    let clock = Clock::of(heads.filter_map(|head| head.published), is_wordpress);
    let mut plan = Plan {
        clock,
        posts: HashMap::new(),
        attachments: Attachments::default(),
        authors: HashSet::new(),
        used: Used::default(),
        month: None,
    };
    let heads = carried.posts.iter().map(|&place| carried.blog.posts.head(place));
    let newest = heads.filter_map(|head| head.published).max();
    plan.month = newest.map(|date| plan.clock.local(&date).0.format("%Y/%m").to_string());
    let mut uses: Vec<(AssetId, usize)> = Vec::new();
    let mut seen = Vec::with_capacity(carried.posts.len());
    for &place in &carried.posts {
        let post = carried.blog.posts.get(place)?;
        let is_untitled = item::title(&post, &mut Cost::default(), &mut 0).is_empty();
        if is_untitled && item::is_textless(&post, bodies, is_wordpress)? {
            refuse(carried, place, Rule::NothingToShow, account);
            continue;
        }
        plan.authors.extend(post.authors.iter().take(1).cloned());
        plan.used.terms.extend(post.terms.iter().cloned());
        plan.used.series.extend(post.series.iter().map(|part| part.series.clone()));
        uses.extend(assets(&post).map(|asset| (asset.clone(), place)));
        seen.push(Seen::of(&post, place));
    }
    let seconds = plan.tell_apart(&seen, carried, account);
    seen.retain(|seen| seconds.contains_key(&seen.place));
    carried.posts.retain(|place| seconds.contains_key(place));
    let mut rows = Rows::default();
    let known: Vec<Option<u64>> = seen.iter().map(|seen| rows.keep(seen.row)).collect();
    let mut found = Attachments::find(carried, bodies, &uses, &mut rows)?;
    let mut slugs = Slugs::default();
    plan.number(&seen, &known, &seconds, &mut rows, carried);
    plan.parents(&seen, carried, account);
    plan.slugs(&seen, carried, &mut slugs, account);
    found.settle(&plan, carried, &mut rows, &mut slugs)?;
    plan.attachments = found;
    Ok(plan)
}

/// The files of a post: what its body shows, its picture, what comes with it.
fn assets(post: &Post) -> impl Iterator<Item = &AssetId> {
    let enclosed = post.enclosures.iter().filter_map(|it| it.asset.as_ref());
    post.cover.iter().chain(&post.assets).chain(enclosed)
}

impl Seen {
    fn of(post: &Post, place: usize) -> Self {
        let title = item::title(post, &mut Cost::default(), &mut 0);
        let slug = slug::slug(&stated_slug(post));
        let stated = post.slug.clone().filter(|stated| !slug::is_same(stated, &slug));
        let mut hasher = DefaultHasher::new();
        title.hash(&mut hasher);
        Self {
            place,
            row: post.extra.value("wp:post_id").and_then(serde_json::Value::as_u64),
            slug,
            stated,
            title: hasher.finish(),
            is_untitled: title.is_empty(),
            parent: post.parent.clone(),
        }
    }
}

/// The slug that the archive states, else the last part of the address, without the end of a file.
fn stated_slug(post: &Post) -> String {
    if let Some(slug) = &post.slug {
        return slug.clone();
    }
    let link = post.permalink.as_deref().and_then(crate::feed::web_address);
    let path = link.as_deref().and_then(|link| url::Url::parse(link).ok());
    let path = path.map(|url| url.path().trim_end_matches('/').to_owned()).unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    let stem = [".html", ".htm", ".php"].iter().find_map(|end| last.strip_suffix(end));
    stem.unwrap_or(last).to_owned()
}

/// The numbers of posts and files.
#[derive(Debug, Default)]
pub(super) struct Rows {
    taken: HashSet<u64>,
    last: u64,
}

impl Rows {
    /// The number, if it can be kept and nothing else has it.
    pub(super) fn keep(&mut self, row: Option<u64>) -> Option<u64> {
        let row = row.filter(|row| (1..=LARGEST).contains(row) && self.taken.insert(*row))?;
        self.last = self.last.max(row);
        Some(row)
    }

    /// A number that nothing has had.
    pub(super) fn fresh(&mut self) -> u64 {
        self.last += 1;
        self.last
    }
}

impl Plan {
    /// Finds posts that the importer would take for one: same title, date and type, or no title and same date and type.
    /// Where the date has no seconds, a later one tells them apart; else the second of them is left out.
    ///
    /// Returns how many seconds each is moved by, those alone that are carried.
    fn tell_apart(
        &self,
        seen: &[Seen],
        carried: &mut Carried<'_>,
        account: &mut Account,
    ) -> HashMap<usize, i64> {
        let mut taken: HashMap<(PostKind, NaiveDateTime), HashSet<u64>> = HashMap::new();
        let mut next: HashMap<(PostKind, NaiveDateTime), i64> = HashMap::new();
        let (mut seconds, mut moved) = (HashMap::new(), 0);
        for seen in seen {
            let head = carried.blog.posts.head(seen.place);
            let Some(date) = head.published else {
                seconds.insert(seen.place, 0);
                continue;
            };
            let local = self.clock.local(&date).0;
            let mut is_free = |at: NaiveDateTime| {
                let titles = taken.entry((head.kind, at)).or_default();
                let is_free =
                    titles.is_empty() || !seen.is_untitled && !titles.contains(&seen.title);
                is_free && titles.insert(seen.title)
            };
            let first = next.entry((head.kind, local)).or_default();
            let free = match is_free(local) {
                true => Some(0),
                false => {
                    let mut shifts = (*first + 1)..=room(&date);
                    let at = |shift: i64| local.checked_add_signed(TimeDelta::seconds(shift));
                    let shift = shifts.find(|shift| at(*shift).is_some_and(&mut is_free));
                    *first = shift.unwrap_or_else(|| room(&date));
                    shift
                }
            };
            match free {
                Some(shift) => {
                    moved += u64::from(shift > 0);
                    seconds.insert(seen.place, shift);
                }
                None => refuse(carried, seen.place, Rule::SameAsAnother, account),
            }
        }
        lost(account, MOVED, moved);
        seconds
    }

    fn number(
        &mut self,
        seen: &[Seen],
        known: &[Option<u64>],
        seconds: &HashMap<usize, i64>,
        rows: &mut Rows,
        carried: &Carried<'_>,
    ) {
        debug_assert_eq!(seen.len(), carried.posts.len());
        for (seen, known) in seen.iter().zip(known) {
            let row = known.unwrap_or_else(|| rows.fresh());
            let seconds = seconds.get(&seen.place).copied().unwrap_or_default();
            let planned = Planned { row, slug: String::new(), wanted: None, parent: 0, seconds };
            self.posts.insert(seen.place, planned);
        }
    }

    /// Pages stand under pages. Where a page would be above itself, it stands at the top.
    fn parents(&mut self, seen: &[Seen], carried: &Carried<'_>, account: &mut Account) {
        let places = carried.places();
        let is_page = |place: usize| carried.blog.posts.head(place).kind == PostKind::Page;
        let mut above: HashMap<usize, usize> = HashMap::new();
        let mut orphans = 0;
        for seen in seen {
            let Some(parent) = &seen.parent else { continue };
            match places.get(parent).filter(|at| is_page(**at) && is_page(seen.place)) {
                Some(&at) => _ = above.insert(seen.place, at),
                None => orphans += 1,
            }
        }
        let mut settled: HashSet<usize> = HashSet::new();
        for seen in seen {
            let (mut way, mut place) = (HashSet::new(), seen.place);
            while settled.insert(place) {
                way.insert(place);
                let Some(&next) = above.get(&place) else { break };
                if way.contains(&next) {
                    above.remove(&place);
                    orphans += 1;
                    break;
                }
                place = next;
            }
        }
        for (place, parent) in above {
            let row = self.posts.get(&parent).map_or(0, |it| it.row);
            self.posts.entry(place).and_modify(|it| it.parent = row);
        }
        lost(account, "the page above a post or a page that is not carried", orphans);
    }

    /// Slugs are unique among posts, and among the pages under one page.
    fn slugs(
        &mut self,
        seen: &[Seen],
        carried: &Carried<'_>,
        slugs: &mut Slugs,
        account: &mut Account,
    ) {
        let mut changed = 0;
        for seen in seen {
            let head = carried.blog.posts.head(seen.place);
            let planned = self.posts.get_mut(&seen.place).expect("all that are seen are planned");
            planned.slug =
                slugs.give(namespace(head, planned.parent), &seen.slug, head.id.as_str());
            let is_changed = planned.slug != seen.slug;
            let was = seen.stated.as_ref().unwrap_or(&seen.slug);
            if (is_changed || seen.stated.is_some()) && !was.is_empty() {
                let kind = NoteKind::SlugChanged {
                    output: account.output.format.clone(),
                    slug: was.clone(),
                    written: planned.slug.clone(),
                };
                account.notes.push(Note::new(kind).on_post(&head.id));
            }
            if is_changed {
                changed += 1;
                planned.wanted = (seen.slug.len() > slug::LONGEST).then(|| seen.slug.clone());
            }
        }
        lost(account, "slugs that are too long, or that another post has", changed);
    }
}

/// What says that dates were made to differ.
const MOVED: &str =
    "several posts of one title in one day or minute: all but the first are some seconds later";

/// Posts have one namespace, the pages under each page another.
fn namespace(head: &PostHead, parent: u64) -> u64 {
    if head.kind == PostKind::Page { parent + 1 } else { 0 }
}

/// How many seconds of a date nobody stated.
fn room(date: &Timestamp) -> i64 {
    match date.precision() {
        Precision::Year | Precision::Month | Precision::Day => 86_399,
        Precision::Minute => 59,
        _ => 0,
    }
}

/// Leaves out a post that was chosen, and its comments with it.
fn refuse(carried: &Carried<'_>, place: usize, rule: Rule, account: &mut Account) {
    let id = &carried.blog.posts.head(place).id;
    account.output.leave_out(rule, id);
    let kind =
        NoteKind::PostLeftOut { output: account.output.format.clone(), rule: rule.name().into() };
    account.notes.push(Note::new(kind).on_post(id));
    let comments = carried.comments_of(place).len() as u64;
    if let Some(counted) = &mut account.output.comments {
        counted.written -= comments;
        counted.leave_out(Rule::WithoutPost, comments);
    }
}

/// An attachment of the plan.
impl Plan {
    pub(super) fn attachment(&self, asset: &AssetId) -> Option<&Attachment> {
        self.attachments.of(asset)
    }
}
