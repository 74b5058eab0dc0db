//! Comments that were shown, numbered so that each stands behind the one it answers.

use std::{
    collections::{HashMap, HashSet},
    io,
};

use larder_core::{Comment, CommentId, CommentKind};
use larder_html::{Marks, text::to_text};

use super::{
    Writing,
    item::{Dates, LONGEST_TEXT},
    xml::Lines,
};
use crate::{
    carried::Carried,
    feed::people::{homepage, name_of},
    moved::{self, clipped, flat},
};

/// Numbers up to this one are kept.
const LARGEST: u64 = i32::MAX as u64;

/// How many characters a name and an address may have.
const LONGEST_NAME: usize = 245;
const LONGEST_URL: usize = 200;

/// The numbers of comments.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    taken: HashSet<u64>,
    last: u64,
}

/// A comment in its thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// Its place in the blog.
    pub(super) place: usize,
    /// `wp:comment_id`
    pub(super) number: u64,
    /// `wp:comment_parent`; 0 for none.
    pub(super) parent: u64,
}

impl Numbers {
    /// Those of the comments of carried posts come first: new ones follow the largest.
    pub(super) fn new(carried: &Carried<'_>) -> Self {
        let places = carried.posts.iter().flat_map(|&post| carried.comments_of(post));
        let numbers = places.filter_map(|&at| number(&carried.blog.comments.head(at).id));
        Self { taken: HashSet::new(), last: numbers.max().unwrap_or(0) }
    }

    /// The comments of a post, each behind the one it answers, with numbers that grow. Those of the source are kept where
    /// they do. Returns also how many answer what is not carried. Fails when the spool can no longer be read.
    pub(super) fn thread(
        &mut self,
        carried: &Carried<'_>,
        post: usize,
    ) -> io::Result<(Vec<Said>, u64)> {
        let places = carried.comments_of(post);
        let mut at: HashMap<CommentId, usize> = HashMap::new();
        for (index, &place) in places.iter().enumerate() {
            at.entry(carried.blog.comments.head(place).id.clone()).or_insert(index);
        }
        let (mut parents, mut orphans) = (Vec::with_capacity(places.len()), 0);
        for (index, &place) in places.iter().enumerate() {
            let comment = carried.blog.comments.get(place)?;
            let parent = comment.parent.as_ref().and_then(|id| at.get(id).copied());
            let parent = parent.filter(|parent| *parent != index);
            orphans += u64::from(comment.parent.is_some() && parent.is_none());
            parents.push(parent);
        }
        let ids = places.iter().map(|&place| number(&carried.blog.comments.head(place).id));
        let kept: Option<Vec<u64>> = ids.collect();
        let thread = match kept.filter(|numbers| self.can_keep(numbers, &parents)) {
            Some(numbers) => keep(places, &numbers, &parents),
            None => self.renumber(places, &mut parents, &mut orphans),
        };
        Ok((thread, orphans))
    }

    /// Whether the numbers are unique in the blog, and those of parents smaller than their children's. If so, they are
    /// taken.
    fn can_keep(&mut self, numbers: &[u64], parents: &[Option<usize>]) -> bool {
        let grow = numbers
            .iter()
            .zip(parents)
            .all(|(number, parent)| parent.is_none_or(|parent| numbers[parent] < *number));
        let mut own = HashSet::new();
        let is_new = numbers.iter().all(|it| !self.taken.contains(it) && own.insert(*it));
        if grow && is_new {
            self.taken.extend(numbers);
        }
        grow && is_new
    }

    /// New numbers: in the order of the blog, but none before the one it answers.
    fn renumber(
        &mut self,
        places: &[usize],
        parents: &mut [Option<usize>],
        orphans: &mut u64,
    ) -> Vec<Said> {
        let mut numbers: Vec<u64> = vec![0; places.len()];
        let mut thread = Vec::with_capacity(places.len());
        for start in 0..places.len() {
            let (mut way, mut on_way, mut next) = (Vec::new(), HashSet::new(), Some(start));
            while let Some(index) = next.filter(|index| numbers[*index] == 0) {
                on_way.insert(index);
                way.push(index);
                // Two that answer each other: the first of them stands at the top.
                if parents[index].is_some_and(|parent| on_way.contains(&parent)) {
                    parents[index] = None;
                    *orphans += 1;
                }
                next = parents[index];
            }
            for index in way.into_iter().rev() {
                self.last += 1;
                numbers[index] = self.last;
                let parent = parents[index].map_or(0, |parent| numbers[parent]);
                thread.push(Said { place: places[index], number: self.last, parent });
            }
        }
        thread
    }
}

fn keep(places: &[usize], numbers: &[u64], parents: &[Option<usize>]) -> Vec<Said> {
    let all = places.iter().zip(numbers).zip(parents);
    let mut thread: Vec<Said> = all
        .map(|((&place, &number), parent)| Said {
            place,
            number,
            parent: parent.map_or(0, |parent| numbers[parent]),
        })
        .collect();
    thread.sort_unstable_by_key(|said| said.number);
    thread
}

/// The number that an id is, if it is one that WordPress could have given.
fn number(id: &CommentId) -> Option<u64> {
    let number = id.as_str().parse::<u64>().ok().filter(|it| (1..=LARGEST).contains(it))?;
    (number.to_string() == id.as_str()).then_some(number)
}

impl Writing<'_> {
    /// The comments of the post at a place. Fails when the spool can no longer be read.
    pub(super) fn comments(
        &mut self,
        carried: &Carried<'_>,
        post: usize,
        link: Option<&str>,
        lines: &mut Lines,
    ) -> io::Result<()> {
        let (thread, orphans) = self.numbers.thread(carried, post)?;
        self.losses.answers += orphans;
        for said in thread {
            let comment = carried.blog.comments.get(said.place)?;
            self.comment(&comment, said, link, lines)?;
        }
        Ok(())
    }

    fn comment(
        &mut self,
        comment: &Comment,
        said: Said,
        link: Option<&str>,
        lines: &mut Lines,
    ) -> io::Result<()> {
        let name = comment.author_name.as_deref().and_then(|it| name_of(it, &mut self.cost));
        let name = lines.name(&name.unwrap_or_default(), LONGEST_NAME);
        let url = homepage(comment.author_url.as_deref(), &mut self.cost);
        let is_short = |url: &String| url.len() <= LONGEST_URL;
        self.losses.long_urls += u64::from(url.as_ref().is_some_and(|url| !is_short(url)));
        let url = url.filter(is_short).unwrap_or_default();
        let dates = comment.published.map(|date| Dates::of(&self.plan.clock, &date, 0));
        let dates = dates.unwrap_or_default();
        let content = self.words(comment, link)?;
        lines.line(2, "<wp:comment>");
        lines.plain(3, "wp:comment_id", said.number);
        lines.element(3, "wp:comment_author", &moved::html(&name));
        lines.element(3, "wp:comment_author_email", "");
        lines.element(3, "wp:comment_author_url", &url);
        lines.element(3, "wp:comment_author_IP", "");
        lines.element(3, "wp:comment_date", &super::item::written(dates.local));
        lines.element(3, "wp:comment_date_gmt", &super::item::written(dates.gmt));
        lines.element(3, "wp:comment_content", &content);
        lines.element(3, "wp:comment_approved", "1");
        lines.element(3, "wp:comment_type", class(comment));
        lines.plain(3, "wp:comment_parent", said.parent);
        lines.plain(3, "wp:comment_user_id", 0);
        lines.line(2, "</wp:comment>");
        Ok(())
    }

    /// What was said, in HTML. WordPress makes paragraphs of its lines.
    fn words(&mut self, comment: &Comment, link: Option<&str>) -> io::Result<String> {
        let text = comment.body.text()?;
        let html = match comment.is_html {
            true => flat(&self.bodies.html(&text, link, Marks::Drop, &mut self.cost)).into_owned(),
            false => moved::html(text.replace("\r\n", "\n").trim_matches('\n')),
        };
        if html.len() <= LONGEST_TEXT {
            return Ok(html);
        }
        let plain = moved::html(&to_text(&html));
        let cut = clipped(&plain, LONGEST_TEXT, &mut 0).to_owned();
        self.losses.long_comments += 1;
        Ok(cut)
    }
}

/// What kind of comment it is.
fn class(comment: &Comment) -> &'static str {
    let stated = comment.extra.value("wp:comment_type").and_then(serde_json::Value::as_str);
    match (comment.kind, stated) {
        (CommentKind::Pingback, _) => "pingback",
        (CommentKind::Trackback, _) => "trackback",
        (_, Some("review")) => "review",
        (_, Some("webmention")) => "webmention",
        _ => "comment",
    }
}
