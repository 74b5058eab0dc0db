//! The pages: some at a time on all cores, written in their order.

use std::io;

use larder_core::{Blog, Post};
use larder_html::{Removed, url::Base};
use rayon::prelude::*;

use super::{
    body,
    comments::{Hold, Threads},
    cost::Cost,
    emit::{toml, yaml},
    facts::Facts,
    files::Files,
    generator::{Fence, Generator, Inventory, Leads, Listing, Place},
    links::Links,
    moves::Moves,
    part::Part,
    plan::{self, Page, Plan},
    rest,
    site::SiteFacts,
    value::Map,
};
use crate::{Account, Sink, WriteError, WriteOptions, carried::Carried};

/// How much text is prepared at a time, in bytes, and how many posts. A longer post goes alone.
const PART: (u64, usize) = (1 << 20, 256);

/// How much is said under a page whose comments are prepared with it, in bytes, and how many comments. More of them are
/// written one by one.
const FEW: (u64, usize) = (256 << 10, 256);

/// All that is known when pages are written.
pub(crate) struct Pages<'a> {
    pub(crate) generator: &'a dyn Generator,
    pub(crate) site: &'a SiteFacts<'a>,
    pub(crate) plan: &'a Plan<'a>,
    pub(crate) moves: &'a Moves,
    pub(crate) carried: &'a Carried<'a>,
    pub(crate) options: &'a WriteOptions,
}

/// A page that is ready to be written.
struct Ready {
    place: Place,
    is_page: bool,
    front: Map,
    text: String,
    /// Files that stand beside it: their places in the blog, and their names.
    own: Vec<(usize, String)>,
    comments: Comments,
    /// How the file shows it that lists all pages, where there is one.
    listing: Option<Listing>,
    cost: Cost,
}

/// The file of the comments under a page.
enum Comments {
    /// There is none.
    Nowhere,
    /// Its bytes.
    Ready(Vec<u8>),
    /// There are so many that it is made while it is written.
    Later,
}

impl Pages<'_> {
    /// Writes all pages, each with its files and its comments. Returns what was not carried, what was written, and how the
    /// pages are listed.
    ///
    /// While some are written, the next ones are prepared: to make thousands of small files takes about as long.
    pub(crate) fn write(
        &self,
        sink: &mut dyn Sink,
        account: &mut Account,
    ) -> Result<(Cost, Inventory, Vec<Listing>), WriteError> {
        let (mut cost, mut listed) = (Cost::default(), Vec::new());
        let mut inventory = Inventory::default();
        let (mut part, mut rest) = self.next(&self.plan.pages);
        let mut ready = self.prepare(part);
        while !part.is_empty() {
            if self.options.cancel.is_cancelled() {
                return Err(WriteError::Cancelled);
            }
            let (next, later) = self.next(rest);
            let mut prepared = Ok(Vec::new());
            rayon::in_place_scope(|scope| {
                scope.spawn(|_| prepared = self.prepare(next));
                let ready = std::mem::replace(&mut ready, Ok(Vec::new()));
                for (page, mut ready) in part.iter().zip(ready.map_err(WriteError::Spool)?) {
                    listed.extend(ready.listing.take());
                    let post = &self.blog().posts.head(page.place).id;
                    cost.add(&ready.cost.noted_on(post, account));
                    let has_comments = !matches!(ready.comments, Comments::Nowhere);
                    let is_served = has_comments && page.part == Part::Published;
                    inventory.add(ready.is_page, is_served, &ready.front);
                    self.put(page, ready, &mut cost, sink, account)?;
                }
                Ok::<(), WriteError>(())
            })?;
            (part, rest, ready) = (next, later, prepared);
        }
        Ok((cost, inventory, listed))
    }

    /// Prepares some pages on all cores.
    fn prepare(&self, part: &[Page]) -> io::Result<Vec<Ready>> {
        part.par_iter().map(|page| self.page(page)).collect()
    }

    /// The next pages that are prepared together, and those behind them. Empty when there are no more.
    fn next<'p>(&self, pages: &'p [Page]) -> (&'p [Page], &'p [Page]) {
        pages.split_at(self.part(pages).min(pages.len()))
    }

    /// How many of the next pages are prepared together: at least one.
    fn part(&self, pages: &[Page]) -> usize {
        let mut text = 0;
        let fits = pages.iter().take(PART.1).take_while(|page| {
            text += self.blog().posts.head(page.place).weight;
            text += Some(self.said(page)).filter(|&said| said <= FEW.0).unwrap_or_default();
            text <= PART.0
        });
        fits.count().max(1)
    }

    fn blog(&self) -> &Blog {
        self.site.blog
    }

    /// How many bytes the comments under a page have.
    fn said(&self, page: &Page) -> u64 {
        let comments = self.carried.comments_of(page.place).iter();
        comments.map(|&comment| self.blog().comments.head(comment).weight).sum()
    }

    fn page(&self, page: &Page) -> io::Result<Ready> {
        let blog = self.blog();
        let post = blog.posts.get(page.place)?;
        let (layout, format) = (self.generator.layout(), self.generator.format().name);
        let home = blog.site.home.as_deref();
        let base = base(post.permalink.as_deref(), home);
        let files = Files::of((blog, self.plan, layout), page, &post, (&self.site.base, &base))?;
        let mut links = Links::new(
            (self.plan, self.moves, page, &files),
            &post,
            (&self.site.base, home, &base),
        );
        let has_comments = !self.carried.comments_of(page.place).is_empty();
        let comments = has_comments.then(|| self.generator.comments_name(&page.name));
        let mut cost = Cost { elsewhere: files.elsewhere, ..Cost::default() };
        cost.what(&post);
        let dialect = self.generator.dialect();
        // Front matter tells of the files that the text does not show.
        let body = match &post.content {
            Some(content) => body::markdown(&content.html.text()?, &dialect, &mut links, &mut cost),
            None => String::new(),
        };
        let written = (format, layout);
        let about = (page, &*post, comments.as_deref());
        let facts = Facts::new(self.site, about, &files, &mut links, written);
        cost.fields = facts.dropped;
        cost.enclosures = rest::unreachable(&post, &files, &links);
        cost.with_mail = rest::with_mail(&post);
        let head = blog.posts.head(page.place);
        let place = plan::place(self.generator, &page.name, head, self.site.zone);
        let listing = self.listing(&place, &facts);
        let is_page = facts.kind == larder_core::PostKind::Page;
        let front = self.generator.front(&facts);
        let mut text = fenced(layout.fence, &front);
        if !body.is_empty() {
            text.push('\n');
            text.push_str(&body);
        }
        cost.links(links.counts);
        let comments = self.prepared(page, &post, &mut cost)?;
        Ok(Ready { place, is_page, front, text, own: files.own, comments, listing, cost })
    }

    /// How a page is listed, where links lead to files.
    fn listing(&self, place: &Place, facts: &Facts<'_>) -> Option<Listing> {
        (self.plan.leads != Leads::ToPages).then(|| Listing {
            file: place.file.clone(),
            title: facts.title.clone(),
            day: facts.published.map(|time| self.site.zone.day(time)),
            is_page: facts.kind == larder_core::PostKind::Page,
            is_draft: facts.is_draft,
        })
    }

    /// The comments under a page, if they are few.
    fn prepared(&self, page: &Page, post: &Post, cost: &mut Cost) -> io::Result<Comments> {
        let comments = self.carried.comments_of(page.place);
        if comments.is_empty() {
            return Ok(Comments::Nowhere);
        }
        if comments.len() > FEW.1 || self.said(page) > FEW.0 {
            return Ok(Comments::Later);
        }
        let mut bytes = Vec::new();
        let threads = Threads::of(self.blog(), comments, Hold::All)?;
        self.comments(&threads, page, post, cost, &mut bytes)?;
        Ok(Comments::Ready(bytes))
    }

    fn put(
        &self,
        page: &Page,
        ready: Ready,
        cost: &mut Cost,
        sink: &mut dyn Sink,
        account: &mut Account,
    ) -> Result<(), WriteError> {
        account.file(sink, &ready.place.file, &mut |out| out.write_all(ready.text.as_bytes()))?;
        account.output.written += 1;
        for (asset, name) in &ready.own {
            let name = [&*ready.place.folder, name].concat();
            file(self.blog(), *asset, &name, sink, account)?;
        }
        if matches!(ready.comments, Comments::Nowhere) {
            return Ok(());
        }
        let name = self.generator.comments_name(&page.name);
        let (part, folder) = (page.part.folder(), self.generator.layout().comments);
        let name = format!("{part}{folder}{name}.json");
        if let Comments::Ready(bytes) = ready.comments {
            account.file(sink, &name, &mut |out| out.write_all(&bytes))?;
            return Ok(());
        }
        let comments = self.carried.comments_of(page.place);
        let threads = Threads::of(self.blog(), comments, Hold::None).map_err(WriteError::Spool)?;
        let post = self.blog().posts.get(page.place).map_err(WriteError::Spool)?;
        account.file(sink, &name, &mut |out| self.comments(&threads, page, &post, cost, out))?;
        Ok(())
    }

    /// Writes the comments under a page.
    fn comments(
        &self,
        threads: &Threads,
        page: &Page,
        post: &Post,
        cost: &mut Cost,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let home = self.blog().site.home.as_deref();
        let base = base(post.permalink.as_deref(), home);
        let files = Files::default();
        let mut links =
            Links::new((self.plan, self.moves, page, &files), post, (&self.site.base, home, &base))
                .anywhere();
        let mut removed: Vec<Removed> = Vec::new();
        threads.write(self.blog(), &base, &mut links, &mut removed, out)?;
        removed.iter().for_each(|removed| cost.removed(removed));
        cost.links(links.counts);
        Ok(())
    }
}

fn base(permalink: Option<&str>, home: Option<&str>) -> Base {
    match permalink {
        Some(link) => Base::new(None, Some(link)),
        None => Base::new(home, None),
    }
}

/// Front matter between its marks.
fn fenced(fence: Fence, front: &Map) -> String {
    match fence {
        Fence::Yaml => format!("---\n{}---\n", yaml(front)),
        Fence::Toml => format!("+++\n{}+++\n", toml(front)),
    }
}

/// Writes the bytes of an asset, unchanged. Fails when they are not those that were read.
pub(crate) fn file(
    blog: &Blog,
    asset: usize,
    name: &str,
    sink: &mut dyn Sink,
    account: &mut Account,
) -> Result<(), WriteError> {
    let asset = blog.assets.get(asset).map_err(WriteError::Spool)?;
    asset.stored.as_ref().map_or(Ok(()), |stored| account.stored(sink, name, stored))
}

#[cfg(test)]
mod tests {
    use larder_core::{Body, Comment, CommentId, PostId, Site, Status, Visibility, format};

    use super::*;
    use crate::{sink::Memory, writer};

    /// The comments of a post that has so many, as Hugo gets them.
    fn comments(count: usize) -> String {
        let mut blog = Blog::new(Site::new("b"));
        let mut post = Post::new(PostId::new("1"));
        post.slug = Some("walk".into());
        (post.status, post.visibility) = (Some(Status::Published), Some(Visibility::Public));
        blog.posts = vec![post].into();
        let comment = |number: usize| {
            let body = Body::inline(format!("글 {number}"));
            let mut comment =
                Comment::new(CommentId::new(number.to_string()), PostId::new("1"), body);
            comment.parent = Some(CommentId::new((number / 2).to_string()));
            comment.status = Some(Status::Published);
            comment
        };
        blog.comments = (1..=count).map(comment).collect();
        let mut sink = Memory::default();
        let mut account = Account::new(&format::HUGO, &blog);
        let hugo = writer("hugo").unwrap();
        hugo.write(&blog, &WriteOptions::default(), &mut sink, &mut account).unwrap();
        sink.text("data/comments/walk.json").to_owned()
    }

    #[test]
    fn many_comments_are_written_as_few_are() {
        let (few, many) = (comments(FEW.1), comments(FEW.1 + 1));
        let last = many.find("\"comment-257\"").unwrap();
        let begin = many[..last].rfind("{\n").unwrap();
        let end = last + many[last..].find("}").unwrap() + 1;
        let rest = many[..begin].trim_end_matches(",\n").to_owned() + &many[end..];
        assert_eq!(rest, few);
    }
}
