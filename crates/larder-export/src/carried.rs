//! What a move to another platform carries: posts and pages, the comments that were shown under them, and the files that
//! these show or offer.
//!
//! Feeds choose the newest posts for subscribers; a move takes all that may be public, in the order of the blog, pages
//! and undated posts too. Both fail closed by the same rules ([`larder_core::select`]).

mod name;

use std::{
    collections::{HashMap, HashSet},
    io,
    sync::Arc,
};

use larder_core::{
    AssetId, AuthorId, Blog, CommentAccount, NoteKind, Post, PostId, Rule, SeriesId, Status,
    select::kept_out,
};
use rayon::prelude::*;

pub(crate) use self::name::{Names, safe_name};
use crate::{Account, WriteOptions, hidden::Hidden};

/// Whether a format has a place for comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CommentPlace {
    /// They are carried, those that were shown.
    Here,
    /// It has none: they are a declared loss.
    Nowhere,
}

/// The part of a blog that a move carries.
#[derive(Debug)]
pub(crate) struct Carried<'a> {
    /// The blog.
    pub(crate) blog: &'a Blog,
    /// The places of its posts and pages in the blog, oldest first, undated ones last.
    pub(crate) posts: Vec<usize>,
    /// The places of the comments of each post that has some, by the post's place in the blog.
    comments: HashMap<usize, Vec<usize>>,
    /// The images and files of its posts, its people, its series and the blog itself.
    assets: HashSet<AssetId>,
    /// The posts that are not public.
    pub(crate) hidden: Arc<Hidden>,
}

impl<'a> Carried<'a> {
    /// Chooses what is carried. What is not is put down in `account`, each post and each comment by its rule.
    ///
    /// Fails when the spool can no longer be read.
    pub(crate) fn new(
        blog: &'a Blog,
        options: &WriteOptions,
        comments: CommentPlace,
        account: &mut Account,
    ) -> io::Result<Self> {
        let posts = chosen(blog, options, account);
        let assets = assets(blog, &posts)?;
        let hidden = Arc::new(Hidden::new(blog, &options.selection.include)?);
        let mut carried = Self { blog, posts, comments: HashMap::new(), assets, hidden };
        carried.choose_comments(comments, account);
        Ok(carried)
    }

    /// The places of the comments of the post at a place of the blog, in the order of the blog.
    pub(crate) fn comments_of(&self, post: usize) -> &[usize] {
        self.comments.get(&post).map_or(&[], Vec::as_slice)
    }

    /// Whether something that is carried shows or offers the asset.
    pub(crate) fn uses(&self, asset: &AssetId) -> bool {
        self.assets.contains(asset)
    }

    /// The places of the carried posts by their ids.
    pub(crate) fn places(&self) -> HashMap<&'a PostId, usize> {
        self.posts.iter().map(|&place| (&self.blog.posts.head(place).id, place)).collect()
    }

    fn choose_comments(&mut self, place: CommentPlace, account: &mut Account) {
        let comments = &self.blog.comments;
        if comments.is_empty() {
            return;
        }
        let format = account.output.format.clone();
        if place == CommentPlace::Nowhere {
            let (field, count) = ("comments".into(), comments.len() as u64);
            account.note(NoteKind::FieldNotCarried { output: format, field, count });
            return;
        }
        let posts = self.places();
        let mut counted = CommentAccount::new(comments.len() as u64);
        for (at, head) in comments.heads().enumerate() {
            let Some(&post) = posts.get(&head.post) else {
                counted.leave_out(Rule::WithoutPost, 1);
                continue;
            };
            if head.status != Some(Status::Published) {
                counted.leave_out(Rule::NotPublic, 1);
                continue;
            }
            counted.written += 1;
            self.comments.entry(post).or_default().push(at);
        }
        for (rule, count) in counted.left_out.iter().filter(|(rule, _)| rule.is_loss()) {
            let (output, rule) = (format.clone(), rule.name().into());
            account.note(NoteKind::CommentsLeftOut { output, rule, count: *count });
        }
        account.output.comments = Some(counted);
    }
}

/// The places of the posts that are carried; the others are left out, each by its rule.
fn chosen(blog: &Blog, options: &WriteOptions, account: &mut Account) -> Vec<usize> {
    let mut include = options.selection.include.clone();
    include.pages = true;
    let mut chosen = Vec::new();
    for (place, head) in blog.posts.heads().enumerate() {
        match kept_out(head, &include) {
            Some(rule) => account.output.leave_out(rule, &head.id),
            None => chosen.push(place),
        }
    }
    // Undated posts stand last in a blog, and are the first to go where only the newest are wanted.
    let surplus = chosen.len().saturating_sub(options.selection.count.unwrap_or(usize::MAX));
    let dated = chosen.iter().filter(|&&at| blog.posts.head(at).dated().is_some()).count();
    let from_undated = surplus.min(chosen.len() - dated);
    let end = chosen.len() - from_undated;
    for place in chosen.drain(end..).collect::<Vec<_>>() {
        account.output.leave_out(Rule::Count, &blog.posts.head(place).id);
    }
    for place in chosen.drain(..surplus - from_undated).collect::<Vec<_>>() {
        account.output.leave_out(Rule::Count, &blog.posts.head(place).id);
    }
    chosen
}

/// What posts name and show.
#[derive(Debug, Default)]
struct Used {
    assets: HashSet<AssetId>,
    authors: HashSet<AuthorId>,
    series: HashSet<SeriesId>,
}

impl Used {
    fn learn(mut self, post: &Post) -> Self {
        self.assets.extend(of_post(post).cloned());
        self.authors.extend(post.authors.iter().cloned());
        self.series.extend(post.series.iter().map(|part| part.series.clone()));
        self
    }

    fn join(mut self, other: Self) -> Self {
        self.assets.extend(other.assets);
        self.authors.extend(other.authors);
        self.series.extend(other.series);
        self
    }
}

/// The images and files that something carried shows or offers: the posts, their authors and series, the blog itself.
fn assets(blog: &Blog, posts: &[usize]) -> io::Result<HashSet<AssetId>> {
    let looked = posts.par_iter().map(|&place| blog.posts.get(place));
    let used = looked.try_fold(Used::default, |used, post| io::Result::Ok(used.learn(&*post?)));
    let Used { mut assets, mut authors, series } =
        used.try_reduce(Used::default, |one, other| Ok(one.join(other)))?;
    assets.extend(blog.site.image.iter().cloned());
    authors.extend(blog.site.authors.iter().cloned());
    let people = blog.authors.iter().filter(|author| authors.contains(&author.id));
    assets.extend(people.filter_map(|author| author.image.clone()));
    let parts = blog.series.iter().filter(|it| series.contains(&it.id));
    assets.extend(parts.filter_map(|it| it.cover.clone()));
    Ok(assets)
}

/// The images and files that a post shows or offers.
pub(crate) fn of_post(post: &Post) -> impl Iterator<Item = &AssetId> {
    let enclosed = post.enclosures.iter().filter_map(|enclosure| enclosure.asset.as_ref());
    post.assets.iter().chain(&post.cover).chain(enclosed)
}

#[cfg(test)]
mod tests {
    use larder_core::{
        Asset, Body, Comment, CommentId, PostKind, Site, Timestamp, Visibility, format,
    };

    use super::*;

    fn post(id: &str, date: Option<&str>) -> Post {
        let mut post = Post::new(PostId::new(id));
        post.status = Some(Status::Published);
        post.visibility = Some(Visibility::Public);
        post.published = date.map(|date| Timestamp::from_rfc3339(date).unwrap());
        post
    }

    fn comment(id: &str, post: &str, status: Option<Status>) -> Comment {
        let body = Body::inline("hello");
        let mut comment = Comment::new(CommentId::new(id), PostId::new(post), body);
        comment.status = status;
        comment
    }

    fn blog() -> Blog {
        let mut blog = Blog::new(Site::new("b"));
        let mut page = post("about", None);
        page.kind = PostKind::Page;
        let mut shows = post("1", Some("2020-01-01T00:00:00Z"));
        shows.assets.push(AssetId::new("shown"));
        let mut hidden = post("2", Some("2021-01-01T00:00:00Z"));
        hidden.visibility = Some(Visibility::Private);
        hidden.assets.push(AssetId::new("secret"));
        let last = post("3", Some("2022-01-01T00:00:00Z"));
        blog.posts = vec![shows, hidden, last, page].into();
        blog.assets = ["shown", "secret"].map(|id| Asset::new(AssetId::new(id))).to_vec().into();
        blog.comments = vec![
            comment("a", "1", Some(Status::Published)),
            comment("b", "1", Some(Status::Pending)),
            comment("c", "2", Some(Status::Published)),
            comment("d", "1", None),
        ]
        .into();
        blog
    }

    fn carried<'a>(
        blog: &'a Blog,
        count: Option<usize>,
        place: CommentPlace,
    ) -> (Carried<'a>, Account) {
        let mut options = WriteOptions::default();
        options.selection.count = count;
        let mut account = Account::new(&format::JSON, blog);
        let carried = Carried::new(blog, &options, place, &mut account).unwrap();
        (carried, account)
    }

    #[test]
    fn pages_and_undated_posts_move_and_nothing_of_a_private_post_does() {
        let blog = blog();
        let (carried, account) = carried(&blog, None, CommentPlace::Here);
        assert_eq!(carried.posts, [0, 2, 3]);
        assert_eq!(account.output.left_out.keys().collect::<Vec<_>>(), [&Rule::NotPublic]);
        assert!(carried.uses(&AssetId::new("shown")) && !carried.uses(&AssetId::new("secret")));
        assert_eq!(carried.comments_of(0), [0]);
        let counted = account.output.comments.unwrap();
        assert_eq!(counted.written, 1);
        assert_eq!(counted.left_out[&Rule::NotPublic], 2);
        assert_eq!(counted.left_out[&Rule::WithoutPost], 1);
    }

    #[test]
    fn the_newest_are_carried_where_a_count_is_asked_for() {
        let blog = blog();
        assert_eq!(carried(&blog, Some(2), CommentPlace::Here).0.posts, [0, 2]);
        assert_eq!(carried(&blog, Some(1), CommentPlace::Here).0.posts, [2]);
        assert_eq!(carried(&blog, Some(0), CommentPlace::Here).0.posts, [0_usize; 0]);
    }

    #[test]
    fn comments_without_a_place_are_a_loss_that_is_said() {
        let blog = blog();
        let (carried, account) = carried(&blog, None, CommentPlace::Nowhere);
        assert!(carried.comments_of(0).is_empty());
        let [note] = &*account.notes else { panic!("{:?}", account.notes) };
        assert_eq!(note.kind.to_string(), "json has no place for comments (4)");
    }
}
