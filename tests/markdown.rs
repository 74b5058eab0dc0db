//! A folder of Markdown can be read as it is: in every file that is written, each link to another file and each picture of
//! the folder leads to a file that is there, each place that another post points at is there, and every system takes the
//! names.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests fail by panicking and read their fixtures"
)]

#[path = "common/blogs.rs"]
mod blogs;
#[path = "markdown/hostile.rs"]
mod hostile;
#[path = "markdown/shown.rs"]
mod shown;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::Arc,
};

use larder_core::{
    Blob, Blog, MemorySpool, Post, PostId, PostKind, Spool, Status, Visibility, record::Document,
};
use larder_export::{Account, WriteOptions, sink::Memory, writer};
use larder_import::{ReadOptions, read, source};
use percent_encoding::percent_decode_str;

use self::shown::{Shown, target};

fn fixtures(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder)
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// The blogs that a file or a folder holds. None where it is broken on purpose.
fn blogs_of(input: PathBuf) -> Vec<Blog> {
    let options = ReadOptions::default();
    let Ok(source) = source::open(&[input], &options.limits) else { return Vec::new() };
    read(&*source, &options).map(|reading| reading.blogs).unwrap_or_default()
}

/// The cases of export, with the bytes that lie beside them.
fn cases() -> Vec<Blog> {
    let case = |folder: PathBuf| {
        let text = std::fs::read_to_string(folder.join("blog.json")).unwrap();
        let document: Document = serde_json::from_str(&text).unwrap();
        let mut blog = Blog::new(document.site);
        (blog.authors, blog.terms, blog.series) =
            (document.authors, document.terms, document.series);
        (blog.posts, blog.comments) = (document.posts.into(), document.comments.into());
        blog.assets = document.assets.into();
        blog.sort();
        let spool: Arc<dyn Spool> = Arc::new(MemorySpool::default());
        let lay = |asset: &mut larder_core::Asset| {
            let Some(stored) = &mut asset.stored else { return };
            let Ok(bytes) = std::fs::read(folder.join(&stored.file)) else { return };
            stored.blob = Blob::keep(&spool, &bytes).ok();
        };
        blog.assets.change_all(lay).unwrap();
        blog
    };
    folders(&fixtures("export")).into_iter().map(case).collect()
}

/// All that platforms export, by our fixtures.
fn imported() -> Vec<Blog> {
    let inputs = folders(&fixtures("import")).into_iter().flat_map(|reader| folders(&reader));
    let input = |case: PathBuf| {
        let entries = std::fs::read_dir(case).unwrap().map(|entry| entry.unwrap().path());
        let is_input = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == "input");
        entries.filter(is_input).collect::<Vec<_>>()
    };
    inputs.flat_map(input).flat_map(blogs_of).collect()
}

fn written(blog: &Blog, options: &WriteOptions) -> Memory {
    let markdown = writer("markdown").unwrap();
    let mut account = Account::new(markdown.format(), blog);
    let mut sink = Memory::default();
    markdown.write(blog, options, &mut sink, &mut account).unwrap();
    sink
}

/// The value of a name of front matter that is a text.
fn said(text: &str, name: &str) -> Option<String> {
    let start = format!("{name}: ");
    let line = text.lines().find_map(|line| line.strip_prefix(&start))?;
    serde_json::from_str(line).ok()
}

/// Checks a folder against the blog that it was made of. Returns how many links between files there were.
fn check(blog: &Blog, options: &WriteOptions) -> usize {
    let sink = written(blog, options);
    let text = |name: &str| std::str::from_utf8(&sink.files()[name]).unwrap();
    let notes: Vec<&String> = sink.files().keys().filter(|name| is_note(name)).collect();
    let files: HashMap<PostId, &str> = notes
        .iter()
        .filter(|name| **name != "index.md")
        .map(|name| (PostId::new(said(text(name), "guid").unwrap()), name.as_str()))
        .collect();
    let posts: HashMap<&str, Post> = blog
        .posts
        .iter()
        .map(|post| post.unwrap().into_owned())
        .filter_map(|post| Some((*files.get(&post.id)?, post)))
        .collect();
    let had: HashMap<&str, Shown> = posts
        .iter()
        .map(|(name, post)| {
            let html = post.content.as_ref().map(|content| content.html.text().unwrap());
            (*name, Shown::of_html(html.as_deref().unwrap_or_default()))
        })
        .collect();
    let shown: BTreeMap<&str, Shown> =
        notes.iter().map(|name| (name.as_str(), Shown::of_markdown(text(name)))).collect();
    let mut links = 0;
    for (from, page) in &shown {
        for (element, address) in &page.addresses {
            let Some((file, id)) = target(from, address) else { continue };
            let is_relative = had.get(from).is_some_and(|had| {
                // Nothing says to what an address of the input was relative.
                posts[from].permalink.is_none() && had.addresses.iter().any(|(_, it)| it == address)
            });
            if is_relative {
                continue;
            }
            links += usize::from(file != *from);
            assert!(
                sink.files().contains_key(&file),
                "{from}: {address} of {element} leads nowhere"
            );
            if had.get(&*file).is_some_and(|had| had.ids.contains(&id)) {
                assert!(shown[&*file].ids.contains(&id), "{from}: {address} points at nothing");
            }
        }
    }
    for (from, post) in &posts {
        follows(from, post, &files, &had[from], &shown[from]);
    }
    check_index(&files, &shown["index.md"]);
    check_names(&sink);
    links
}

fn is_note(name: &str) -> bool {
    ["posts/", "pages/"].iter().any(|folder| name.starts_with(folder)) || name == "index.md"
}

/// Each link of the text that led to a post which is in the folder leads to its file.
fn follows(from: &str, post: &Post, files: &HashMap<PostId, &str>, had: &Shown, has: &Shown) {
    let targets: BTreeSet<String> =
        has.addresses.iter().filter_map(|(_, it)| Some(target(from, it)?.0)).collect();
    for link in &post.internal_links {
        let is_shown = had.addresses.iter().any(|(name, it)| name == "a" && *it == link.href);
        if let Some(file) = files.get(&link.post).filter(|_| is_shown) {
            assert!(targets.contains(*file), "{from}: {} does not lead to {file}", link.href);
        }
    }
}

/// Each note is listed once.
fn check_index(files: &HashMap<PostId, &str>, index: &Shown) {
    let mut listed: Vec<String> =
        index.addresses.iter().map(|(_, it)| target("index.md", it).unwrap().0).collect();
    listed.sort();
    let mut all: Vec<&str> = files.values().copied().collect();
    all.sort();
    assert_eq!(listed, all);
}

/// Names are safe and unique on every system, whatever the letter case.
fn check_names(sink: &Memory) {
    let mut seen = BTreeSet::new();
    for name in sink.files().keys() {
        assert!(seen.insert(name.to_lowercase()), "{name} is there twice");
        assert!(name.len() <= 200 && !name.contains(".."), "{name}");
        for part in name.split('/') {
            let stem = part.split('.').next().unwrap().to_ascii_uppercase();
            let is_device = ["CON", "PRN", "AUX", "NUL", "COM1", "LPT1"].contains(&stem.as_str());
            let is_odd = |it: char| it.is_control() || "<>:\"|?*\\#^[]%".contains(it);
            assert!(!is_device && !part.chars().any(is_odd), "{name}");
            assert!(!part.is_empty() && !part.ends_with([' ', '.']), "{name}");
        }
    }
}

/// With all that is not public, too, where its names and links are no less safe.
fn everything() -> WriteOptions {
    let mut options = WriteOptions::default();
    let include = &mut options.selection.include;
    include.statuses.extend([Status::Draft, Status::Pending, Status::Scheduled]);
    include.visibilities.extend([Visibility::Private, Visibility::Unlisted]);
    options
}

#[test]
fn every_link_of_the_cases_leads_to_a_file() {
    let links: usize = cases().iter().map(|blog| check(blog, &WriteOptions::default())).sum();
    assert!(links > 5, "{links}");
    let has_files = |blog: &Blog| {
        let sink = written(blog, &WriteOptions::default());
        sink.files().contains_key("media/snow.png")
    };
    assert!(cases().iter().any(has_files));
    cases().iter().for_each(|blog| _ = check(blog, &everything()));
}

#[test]
fn every_link_of_what_platforms_export_leads_to_a_file() {
    let blogs = imported();
    assert!(blogs.len() > 100, "{}", blogs.len());
    let links: usize = blogs.iter().map(|blog| check(blog, &everything())).sum();
    assert!(links > 500, "{links}");
}

#[test]
fn generated_blogs_have_sound_folders() {
    for seed in 0..40 {
        let mut blog = blogs::blog(seed, 6);
        blog.posts
            .change_all(|post| {
                (post.status, post.visibility) =
                    (Some(Status::Published), Some(Visibility::Public));
                if post.kind == PostKind::Other {
                    post.kind = PostKind::Post;
                }
            })
            .unwrap();
        check(&blog, &WriteOptions::default());
    }
}

/// What is read from a folder.
fn read_back(sink: &Memory) -> Blog {
    let files = sink.files().iter().map(|(name, bytes)| (name.as_str(), bytes.clone()));
    let reading = read(&source::Memory::new("folder", files), &ReadOptions::default()).unwrap();
    assert!(reading.ledger.unexplained().is_empty());
    let [blog] = <[Blog; 1]>::try_from(reading.blogs).unwrap();
    blog
}

#[test]
fn a_hostile_blog_has_a_sound_folder_that_is_read_back_as_it_was() {
    let blog = hostile::blog();
    let links = check(&blog, &WriteOptions::default());
    assert!(links > 500, "{links}");
    let sink = written(&blog, &WriteOptions::default());
    let again = read_back(&sink);
    assert_eq!(again.site.platform.as_deref(), Some("markdown"));
    assert_eq!(again.site.home, blog.site.home);
    assert_eq!(again.posts.len(), blog.posts.len());
    let files = |blog: &Blog| {
        let all = blog.assets.iter().map(|asset| asset.unwrap().into_owned());
        all.map(|asset| (asset.url, asset.stored.unwrap().sha256)).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(files(&again), files(&blog));
    for post in blog.posts.iter().map(Result::unwrap) {
        let same = again.posts.iter().map(Result::unwrap).find(|same| same.id == post.id).unwrap();
        assert_eq!((same.kind, &same.permalink), (post.kind, &post.permalink), "{}", post.id);
        assert_eq!((&same.published, &same.old_addresses), (&post.published, &post.old_addresses));
        let line = |title: &Option<String>| {
            let title = title.as_deref().unwrap_or_default().replace(['\u{feff}', '\u{2028}'], " ");
            title.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(line(&same.title), line(&post.title), "{}", post.id);
        let to = |post: &Post| {
            post.internal_links.iter().map(|it| it.post.clone()).collect::<BTreeSet<_>>()
        };
        assert_eq!(to(&same), to(&post), "{}", post.id);
    }
    // What is read makes the same folder again.
    let second = written(&again, &WriteOptions::default());
    same(&second, &sink);
}

/// Compares two folders, file by file.
fn same(one: &Memory, other: &Memory) {
    let (one, other) = (texts(one), texts(other));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    one.iter().for_each(|(name, text)| assert_eq!(text, &other[name], "{name}"));
}

#[test]
fn what_somebody_wrote_into_the_list_is_a_page_and_the_folder_stays_what_it_was() {
    let blog = hostile::blog();
    let sink = written(&blog, &WriteOptions::default());
    let files = sink.files().iter().map(|(name, bytes)| {
        let own = if name == "index.md" { &b"\nMy own words.\n"[..] } else { b"" };
        (name.as_str(), [bytes, own].concat())
    });
    let reading = read(&source::Memory::new("folder", files), &ReadOptions::default()).unwrap();
    let [again] = <[Blog; 1]>::try_from(reading.blogs).unwrap();
    assert_eq!(again.site.home, blog.site.home);
    assert_eq!(again.posts.len(), blog.posts.len() + 1);
    let text = |post: &Post| post.content.as_ref().unwrap().html.text().unwrap().into_owned();
    let own = again.posts.iter().map(Result::unwrap).find(|it| text(it).contains("My own words."));
    assert_eq!(own.unwrap().kind, PostKind::Page);
    let second = written(&again, &WriteOptions::default());
    let (notes, had) = (lines(&second), lines(&sink));
    assert_eq!(notes.len(), had.len() + 1);
    // What led to the blog as a whole leads to the page that stands for it now.
    let others = |lines: &[String]| {
        lines.iter().filter(|line| !line.contains("[home](")).cloned().collect::<Vec<_>>()
    };
    had.iter().for_each(|(name, had)| assert_eq!(others(&notes[name]), others(had), "{name}"));
}

fn texts(sink: &Memory) -> BTreeMap<&str, String> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    sink.files().iter().map(|(name, bytes)| (name.as_str(), text(bytes))).collect()
}

/// The lines of the notes, in no order and without what makes them lists: fields that nobody knows come back by their names.
fn lines(sink: &Memory) -> BTreeMap<&str, Vec<String>> {
    let notes = texts(sink).into_iter().filter(|(name, _)| is_note(name) && *name != "index.md");
    let line = |line: &str| {
        let line = line.trim_start_matches([' ', '-']);
        percent_decode_str(line).decode_utf8_lossy().into_owned()
    };
    let sorted = |text: String| {
        let mut lines: Vec<String> = text.lines().map(line).collect();
        lines.sort();
        lines
    };
    notes.map(|(name, text)| (name, sorted(text))).collect()
}

#[test]
fn what_is_read_of_a_folder_makes_the_same_notes_again() {
    let mut notes = 0;
    for blog in cases().into_iter().chain(imported()) {
        let sink = written(&blog, &WriteOptions::default());
        if sink.files().keys().any(|name| is_note(name) && name != "index.md") {
            let again = written(&read_back(&sink), &WriteOptions::default());
            let (lines, again) = (lines(&sink), lines(&again));
            notes += lines.len();
            assert_eq!(again, lines, "{:?}", blog.site.title);
        }
    }
    assert!(notes > 500, "{notes}");
}
