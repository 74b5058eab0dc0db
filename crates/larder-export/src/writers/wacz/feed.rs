//! The feed of the newest posts, as programs that follow blogs would have found it: what the writer of Atom makes of them.
//!
//! It has what the pages have, and nothing else: their texts, their files at their addresses in the archive.

use std::{collections::HashSet, io};

use larder_core::{
    Blog, Body, Content, Note, NoteKind, Post, PostKind, Rule, TermId,
    format::ATOM,
    select::{Include, kept_out},
};
use url::Url;

use super::{place::Places, post::Maker};
use crate::{
    Account, WriteError, WriteOptions, Writer, moving::Tally, sink::Memory, writers::atom::Atom,
};

/// How many posts a feed has.
const NEWEST: usize = 50;

/// How many bytes of texts it has at most, but for the first.
const MOST: u64 = 8 << 20;

/// The places of the posts that the feed has: those that everybody may see and that stand at an address of their own.
fn chosen(blog: &Blog, newest: &[usize], places: &Places) -> Vec<usize> {
    let mut bytes = 0;
    let is_for_all = |at: &usize| {
        let head = blog.posts.head(*at);
        head.kind == PostKind::Post
            && head.dated().is_some()
            && kept_out(head, &Include::default()).is_none()
            && places.is_own(*at)
    };
    let mut fits = |at: &usize| {
        bytes += blog.posts.head(*at).weight;
        bytes <= MOST
    };
    let all = newest.iter().copied().filter(is_for_all);
    all.take(NEWEST)
        .enumerate()
        .take_while(|(at, post)| fits(post) || *at == 0)
        .map(|it| it.1)
        .collect()
}

/// The feed, and where it stands. None where there is no post for it.
pub(super) fn write(
    maker: &Maker<'_>,
    newest: &[usize],
    places: &mut Places,
) -> Result<Option<(Url, Vec<u8>)>, WriteError> {
    let blog = maker.carried.blog;
    let chosen = chosen(blog, newest, places);
    if chosen.is_empty() {
        return Ok(None);
    }
    let address = places.make(ATOM.file);
    let mut small = Blog::new(blog.site.clone());
    small.site.home = maker.texts.home.clone();
    (small.site.image, small.site.extra) = (None, Default::default());
    small.authors = maker.people.used.iter().map(|&author| author.clone()).collect();
    small.authors.iter_mut().for_each(|author| author.image = None);
    let posts: io::Result<Vec<Post>> =
        chosen.iter().map(|&at| post(maker, &*blog.posts.get(at)?)).collect();
    let posts = posts.map_err(WriteError::Spool)?;
    let is_used = |id: &TermId| posts.iter().any(|post| post.terms.contains(id));
    small.terms = blog.terms.iter().filter(|term| is_used(&term.id)).cloned().collect();
    small.posts = posts.into();
    // Whether it has everything depends on what was read.
    let is_of_feed = |note: &&Note| matches!(note.kind, NoteKind::FeedRead { .. });
    small.notes = blog.notes.iter().filter(is_of_feed).cloned().collect();
    let is_chosen: HashSet<usize> = chosen.into_iter().collect();
    let folder = address.as_str().strip_suffix(ATOM.file);
    let options = WriteOptions {
        public_address: folder.map(str::to_owned),
        title: maker.options.title.clone(),
        language: maker.options.language.clone(),
        cancel: maker.options.cancel.clone(),
        ..WriteOptions::default()
    };
    let mut memory = Memory::default();
    // What is to be said of posts is said of their pages.
    let mut account = Account::new(&ATOM, &small);
    for &at in newest.iter().filter(|at| !is_chosen.contains(at)) {
        account.output.leave_out(Rule::Count, &blog.posts.head(at).id);
    }
    Writer::write(&Atom, &small, &options, &mut memory, &mut account)?;
    Ok(memory.files().values().next().map(|bytes| (address, bytes.clone())))
}

/// A post as its page has it.
fn post(maker: &Maker<'_>, post: &Post) -> io::Result<Post> {
    let mut small = Post::new(post.id.clone());
    (small.status, small.visibility) = (post.status, post.visibility);
    small.permalink.clone_from(&post.permalink);
    small.title.clone_from(&post.title);
    small.summary.clone_from(&post.summary);
    small.authors.clone_from(&post.authors);
    (small.published, small.updated) = (post.published, post.updated);
    small.language.clone_from(&post.language);
    small.rights.clone_from(&post.rights);
    small.terms = post.terms.clone();
    if let Some(content) = &post.content {
        let link = post.permalink.as_deref();
        let (links, mut tally) = (&post.internal_links, Tally::default());
        let html = maker.texts.body(&content.html, link, links, &mut tally)?.html.into_owned();
        small.content = Some(Box::new(Content::html(Body::inline(html))));
    }
    Ok(small)
}
