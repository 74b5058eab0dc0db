//! Writing blogs of 1,000 and 10,000 posts of 5 KB: every writer of the registry, and beside the feed writers those of the
//! `rss` and `atom_syndication` crates.
//!
//! The bodies are in normal form, and were tested for it when they were made, as a reader does while the text is in the
//! cache; `unchecked` shows what it costs when the first writer has to test them, `excerpts` what it costs to make
//! summaries from the bodies, which theirs never do. Ours begin with the blog: they select, fill the same models and
//! write them, on all cores. Theirs begin with models that are filled already. Everything is written to nowhere. The
//! columns for allocations count those of the thread that writes, not of those that prepare.
//!
//! The machine's noise is larger than what is looked for: compare the fastest of `ours` and `theirs` of one run.

#![allow(clippy::unwrap_used, reason = "a benchmark may fail by panicking")]

use std::{fmt::Write as _, io, sync::Arc};

use divan::{
    AllocProfiler, Bencher,
    counter::{BytesCount, ItemsCount},
};
use larder_core::{
    Author, AuthorId, Blog, Body, Content, MemorySpool, Post, PostId, Site, Slot, Spool, Status,
    Term, TermId, TermKind, Timestamp, Visibility,
};
use larder_export::{Account, Sink, SinkError, WRITERS, WriteOptions, sink::Memory, writer};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const POSTS: [u32; 2] = [1_000, 10_000];

fn main() {
    divan::main();
}

#[divan::bench(args = POSTS, sample_count = 20, sample_size = 1)]
fn rss_ours(bencher: Bencher<'_, '_>, posts: u32) {
    ours(bencher, "rss", &blog(posts));
}

#[divan::bench(args = POSTS, sample_count = 20, sample_size = 1)]
fn rss_theirs(bencher: Bencher<'_, '_>, posts: u32) {
    let text = written("rss", &blog(posts));
    let channel = rss::Channel::read_from(text.as_bytes()).unwrap();
    bencher
        .counter(BytesCount::new(text.len()))
        .bench_local(|| channel.write_to(nowhere()).unwrap());
}

#[divan::bench(args = POSTS, sample_count = 10, sample_size = 1)]
fn rss_ours_excerpts(bencher: Bencher<'_, '_>, posts: u32) {
    let mut blog = blog(posts);
    blog.posts.change_all(|post| post.summary = None).unwrap();
    ours(bencher, "rss", &blog);
}

/// As after reading a large blog: posts are in the spool, but for their heads.
#[divan::bench(args = POSTS, sample_count = 10, sample_size = 1)]
fn rss_ours_put_away(bencher: Bencher<'_, '_>, posts: u32) {
    let spool: Arc<dyn Spool> = Arc::new(MemorySpool::default());
    let mut blog = blog(posts);
    let away = |slot: Slot<_>| Slot::away(slot.into_record().unwrap(), &spool).unwrap();
    blog.posts = std::mem::take(&mut blog.posts).into_slots().into_iter().map(away).collect();
    ours(bencher, "rss", &blog);
}

#[divan::bench(args = POSTS, sample_count = 10, sample_size = 1)]
fn rss_ours_unchecked(bencher: Bencher<'_, '_>, posts: u32) {
    let length = written("rss", &blog(posts)).len();
    let bencher = bencher.counter(BytesCount::new(length));
    bencher.with_inputs(|| unchecked(posts)).bench_local_refs(|blog| write("rss", blog));
}

#[divan::bench(args = POSTS, sample_count = 20, sample_size = 1)]
fn atom_ours(bencher: Bencher<'_, '_>, posts: u32) {
    ours(bencher, "atom", &blog(posts));
}

#[divan::bench(args = POSTS, sample_count = 20, sample_size = 1)]
fn atom_theirs(bencher: Bencher<'_, '_>, posts: u32) {
    let text = written("atom", &blog(posts));
    let feed = atom_syndication::Feed::read_from(text.as_bytes()).unwrap();
    bencher.counter(BytesCount::new(text.len())).bench_local(|| feed.write_to(nowhere()).unwrap());
}

/// The writers without a counterpart.
#[divan::bench(args = others(), sample_count = 10, sample_size = 1)]
fn other(bencher: Bencher<'_, '_>, (format, posts): (&'static str, u32)) {
    ours(bencher, format, &blog(posts));
}

fn others() -> impl Iterator<Item = (&'static str, u32)> {
    let names = WRITERS.iter().map(|writer| writer.format().name);
    names
        .filter(|name| !["rss", "atom"].contains(name))
        .flat_map(|name| POSTS.map(|posts| (name, posts)))
}

fn ours(bencher: Bencher<'_, '_>, format: &str, blog: &Blog) {
    let length = written(format, blog).len();
    bencher
        .counter(BytesCount::new(length))
        .counter(ItemsCount::new(blog.posts.len()))
        .bench_local(|| write(format, blog));
}

fn write(format: &str, blog: &Blog) {
    let writer = writer(format).unwrap();
    let mut account = Account::new(writer.format(), blog);
    writer.write(blog, &options(), &mut Nowhere, &mut account).unwrap();
    assert_eq!(account.output.written, blog.posts.len() as u64);
}

/// A file that keeps nothing, behind the buffer that every file has.
fn nowhere() -> impl io::Write {
    io::BufWriter::with_capacity(64 << 10, io::sink())
}

/// A sink that keeps nothing.
struct Nowhere;

impl Sink for Nowhere {
    fn file(
        &mut self,
        name: &str,
        fill: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<(), SinkError> {
        fill(&mut nowhere()).map_err(|error| SinkError::Io { name: name.into(), error })
    }

    fn has(&self, _: &str) -> bool {
        false
    }
}

fn written(format: &str, blog: &Blog) -> String {
    let writer = writer(format).unwrap();
    let mut sink = Memory::default();
    let mut account = Account::new(writer.format(), blog);
    writer.write(blog, &options(), &mut sink, &mut account).unwrap();
    sink.text(writer.format().file).to_owned()
}

fn options() -> WriteOptions {
    let mut options = WriteOptions::default();
    options.public_address = Some("https://feeds.example.org/".into());
    options
}

/// A blog whose bodies are known to be in normal form.
fn blog(posts: u32) -> Blog {
    let blog = unchecked(posts);
    for post in blog.posts.iter() {
        let post = post.unwrap();
        let (_, normal) =
            post.content.as_ref().unwrap().html.tested(larder_html::is_normal).unwrap();
        assert!(normal);
    }
    blog
}

fn unchecked(posts: u32) -> Blog {
    let mut site = Site::new("https://blog.example.org/");
    site.home = Some("https://blog.example.org/".into());
    site.title = Some("느린 기록".into());
    let mut blog = Blog::new(site);
    let mut author = Author::new(AuthorId::new("1"));
    author.name = Some("나무".into());
    blog.authors.push(author);
    blog.terms = ["산책", "골목"]
        .iter()
        .enumerate()
        .map(|(at, name)| Term::new(TermId::new(at.to_string()), TermKind::Tag, *name))
        .collect();
    blog.posts = (0..posts).map(post).collect();
    blog.sort();
    blog
}

fn post(number: u32) -> Post {
    let mut post = Post::new(PostId::new(format!("https://blog.example.org/{number}")));
    post.status = Some(Status::Published);
    post.visibility = Some(Visibility::Public);
    post.permalink = Some(format!("https://blog.example.org/{number}"));
    post.title = Some(format!("{number}번째 산책 & 기록"));
    let at = 1_600_000_000_000 + i64::from(number) * 3_600_000;
    post.published =
        Timestamp::from_millis(at, chrono::FixedOffset::east_opt(9 * 3600).unwrap()).ok();
    post.summary = Some(format!(
        "우체통이 있던 골목을 지나 {number}번째로 걸었다. 비가 온 뒤라 흙냄새가 났고, 오래된 담장 위로 고양이 한 마리가 느리게 지나갔다. …"
    ));
    post.authors.push(AuthorId::new("1"));
    post.terms = vec![TermId::new("0"), TermId::new("1")].into();
    post.content = Some(Box::new(Content::html(Body::inline(body(number)))));
    post
}

/// About 5 KB of HTML in normal form: what the normaliser itself writes.
fn body(number: u32) -> String {
    let mut html = String::new();
    for paragraph in 0..11 {
        let _ = writeln!(
            html,
            "<p>우체통이 있던 골목을 지나 {number}번째로 걸었다. 비가 온 뒤라 흙냄새가 났고, <strong>오래된 담장</strong> 위로 \
            고양이 한 마리가 느리게 지나갔다. 그 뒤로는 아무 일도 없었다. Nothing else happened that day, and nobody minded; \
            see <a href=\"https://blog.example.org/{number}/{paragraph}?a=1&amp;b=2\">the other walk</a> &amp; its \
            <em>notes</em>.</p>"
        );
        if paragraph % 4 == 0 {
            let _ = writeln!(
                html,
                "<figure><img src=\"https://img.example.org/{number}/{paragraph}.jpg\" alt=\"골목\" width=\"640\" \
                height=\"480\"><figcaption>골목, 오후</figcaption></figure>"
            );
        }
    }
    html
}
