//! Blogs to move, and the writing of them.

use std::{fs, num::NonZeroU64, path::Path};

use larder_core::{
    Blog, Body, Content, Post, PostId, Site, Status, Timestamp, Visibility, record::Document,
};
use larder_export::{Account, WriteOptions, sink::Memory};
use larder_import::{READERS, ReadOptions, source};

/// What was written.
pub(crate) struct Written {
    /// Names and texts, in the order they were written.
    pub(crate) files: Vec<(String, String)>,
    pub(crate) notes: Vec<String>,
    /// Rules, each with a post that it left out.
    pub(crate) left_out: Vec<String>,
    pub(crate) posts: u64,
}

/// Writes a blog in one file.
pub(crate) fn write(blog: &Blog, format: &str, split_size: Option<NonZeroU64>) -> Written {
    let writer = larder_export::writer(format).unwrap();
    let mut options = WriteOptions::default();
    options.split_size = split_size.or(NonZeroU64::new(100_000_000));
    let (mut sink, mut account) = (Memory::default(), Account::new(writer.format(), blog));
    writer.write(blog, &options, &mut sink, &mut account).unwrap();
    let text = |name: &String| (name.clone(), sink.text(name).to_owned());
    let left_out = account.output.left_out.iter();
    let left_out =
        left_out.flat_map(|(rule, ids)| ids.iter().map(move |id| format!("{rule}: {id}")));
    let ledger = account.output.left_out.values().map(Vec::len).sum::<usize>() as u64;
    assert_eq!(account.output.written + ledger, blog.posts.len() as u64, "all are accounted for");
    Written {
        files: account.output.files.iter().map(text).collect(),
        notes: account.notes.iter().map(ToString::to_string).collect(),
        left_out: left_out.collect(),
        posts: account.output.written,
    }
}

/// Writes a blog in files of this size.
pub(crate) fn write_in_parts(blog: &Blog, format: &str, size: NonZeroU64) -> Written {
    write(blog, format, Some(size))
}

/// The blogs that the readers find in text, and those of the cases of export.
pub(crate) fn every_blog() -> Vec<(String, Blog)> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut blogs = Vec::new();
    for reader in READERS {
        for case in folders(&fixtures.join("import").join(reader.format().name)) {
            let name = format!("{}/{}", reader.format().name, case.file_name().unwrap().display());
            blogs.extend(read(&case).into_iter().map(|blog| (name.clone(), blog)));
        }
    }
    for case in folders(&fixtures.join("export")) {
        blogs.push((case.display().to_string(), document(&case.join("blog.json"))));
    }
    blogs
}

fn folders(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut folders: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// The blogs of a case of import.
pub(crate) fn read(case: &Path) -> Vec<Blog> {
    let inputs = fs::read_dir(case).unwrap().flatten().map(|entry| entry.path());
    let is_input = |path: &std::path::PathBuf| path.file_stem().is_some_and(|it| it == "input");
    let Some(input) = inputs.into_iter().find(is_input) else { return Vec::new() };
    let options = ReadOptions::default();
    let source = source::open(&[input], &options.limits).unwrap();
    larder_import::read(&*source, &options).map(|reading| reading.blogs).unwrap_or_default()
}

fn document(path: &Path) -> Blog {
    let document: Document = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut blog = Blog::new(document.site);
    (blog.authors, blog.terms, blog.series) = (document.authors, document.terms, document.series);
    blog.posts = document.posts.into();
    (blog.comments, blog.assets) = (document.comments.into(), document.assets.into());
    blog.sort();
    blog
}

/// Makes most of a blog public: what nobody sees is not moved.
pub(crate) fn opened(blog: &mut Blog, seed: u64) {
    let mut number = seed;
    let mut most = || {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        number >> 60 != 0
    };
    blog.posts
        .change_all(|post| {
            if most() {
                (post.status, post.visibility) =
                    (Some(Status::Published), Some(Visibility::Public));
                post.audience = None;
            }
        })
        .unwrap();
    blog.comments
        .change_all(|comment| {
            if most() {
                comment.status = Some(Status::Published);
            }
        })
        .unwrap();
    blog.sort();
}

/// A blog of one post.
pub(crate) fn small() -> Blog {
    let mut site = Site::new("https://blog.example.org/");
    site.home = Some("https://blog.example.org/".into());
    let mut blog = Blog::new(site);
    let mut post = Post::new(PostId::new("https://blog.example.org/12"));
    (post.status, post.visibility) = (Some(Status::Published), Some(Visibility::Public));
    post.title = Some("제목".into());
    post.published = Some(Timestamp::from_rfc3339("2021-03-04T12:30:02+09:00").unwrap());
    post.content = Some(Box::new(Content::html(Body::inline("<p>글</p>"))));
    blog.posts.push(post);
    blog
}
