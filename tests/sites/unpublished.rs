//! Posts that were asked for, and that a site does not publish: they are written, and change nothing that is published.

use larder_core::{Enclosure, format::UNPUBLISHED};
use proptest::prelude::*;

use super::*;

/// The address of a post of this name.
fn at(name: &str) -> String {
    format!("https://blog.example.org/{name}/")
}

/// A post that is not finished, with everything that belongs to it alone. All of that has `veiled` in its name or text.
fn draft() -> Post {
    let shown = |name: &str| format!("<p><img src=\"https://blog.example.org/up/{name}.gif\"></p>");
    let mut post =
        public("veiled-1", &["<p>Veiled.</p>", &shown("veiled"), &shown("alley")].concat());
    post.status = Some(Status::Draft);
    (post.title, post.slug) = (Some("Veiled".into()), Some("veiled-draft".into()));
    post.permalink = Some(at("veiled-draft"));
    post.old_addresses.push("https://blog.example.org/old/veiled.html".into());
    post.published = Some(Timestamp::from_rfc3339("2019-04-01T10:00:00-05:00").unwrap());
    post.summary = Some("veiled summary".into());
    post.authors.push(AuthorId::new("v"));
    post.terms.extend([TermId::new("v"), TermId::new("v-below")]);
    post.series.push(SeriesPart::new(SeriesId::new("v")));
    post.assets.extend(["veiled", "veiled-sheet", "alley"].map(AssetId::new));
    let mut enclosure = Enclosure::new("https://blog.example.org/up/veiled-song.mp3");
    enclosure.asset = Some(AssetId::new("veiled-song"));
    post.enclosures.push(enclosure);
    post
}

/// A private page that shows a file of the draft, and stands at the address of a file.
fn private_page() -> Post {
    let mut page = public(
        "veiled-2",
        "<p><a href=\"/veiled-draft/\">d</a> <img src=\"https://blog.example.org/up/veiled.gif\"></p>",
    );
    (page.kind, page.visibility) = (PostKind::Page, Some(Visibility::Private));
    page.slug = Some("veiled-page".into());
    page.permalink = Some("https://blog.example.org/veiled-page.html".into());
    page.assets.push(AssetId::new("veiled"));
    page.internal_links.push(InternalLink::new("/veiled-draft/", PostId::new("veiled-1")));
    page
}

/// A post that would have the name, the address and the spelling of a tag of another one, if it came first.
fn twin() -> Post {
    let mut post = public("0", "<p>veiled twin</p>");
    (post.status, post.slug) = (Some(Status::Pending), Some("two".into()));
    post.permalink = Some("https://blog.example.org/archives/000123.html".into());
    post.old_addresses.push(at("entry/two"));
    post.terms.push(TermId::new("twin"));
    post.authors.push(AuthorId::new("0"));
    post
}

/// The blog of the other tests, in which published posts name unpublished ones wherever they can.
fn blog_with_drafts() -> Blog {
    let mut blog = blog();
    let mut tags = vec![Term::new(TermId::new("twin"), TermKind::Tag, "CONSTRUCTOR")];
    tags.append(&mut blog.terms);
    let mut above = Term::new(TermId::new("v"), TermKind::Category, "veiled above");
    above.description = Some("veiled description".into());
    let mut below = Term::new(TermId::new("v-below"), TermKind::Category, "veiled below");
    (below.parent, below.slug) = (Some(TermId::new("v")), Some("veiled-slug".into()));
    tags.extend([above, below]);
    blog.terms = tags;
    let mut namesake = Author::new(AuthorId::new("0"));
    (namesake.name, namesake.handle) = (Some("누리".into()), Some("veiled".into()));
    let mut author = Author::new(AuthorId::new("v"));
    (author.name, author.bio) = (Some("Veiled author".into()), Some("veiled bio".into()));
    author.image = Some(AssetId::new("veiled-face"));
    blog.authors.extend([namesake, author]);
    let mut series = Series::new(SeriesId::new("v"), SeriesKind::Book);
    (series.title, series.cover) = (Some("Veiled book".into()), Some(AssetId::new("veiled-face")));
    blog.series.push(series);
    for name in ["veiled", "veiled-sheet", "veiled-song", "veiled-face"] {
        let url = format!("https://blog.example.org/up/{name}.gif");
        blog.assets.push(picture(name, &url, name.as_bytes()));
    }
    let mut remark =
        Comment::new(CommentId::new("v"), PostId::new("veiled-1"), Body::inline("veiled remark"));
    remark.status = Some(Status::Published);
    blog.comments = vec![remark].into();
    [draft(), private_page(), twin()].into_iter().for_each(|post| blog.posts.push(post));
    blog.sort();
    blog
}

/// The same, where what is published names what is not: by links, what is above it, what it answers.
fn blog_that_names_drafts() -> Blog {
    let mut blog = blog_with_drafts();
    let place = blog.posts.heads().position(|head| head.id == PostId::new("about")).unwrap();
    let change = |post: &mut Post| {
        post.parent = Some(PostId::new("veiled-2"));
        post.links.push(Link::new("related", at("veiled-draft")));
        let mut answered = InReplyTo::new("veiled-1");
        answered.url = Some(at("veiled-draft"));
        post.in_reply_to.push(answered);
        let mut translation = Translation::new("en");
        translation.post = Some(PostId::new("veiled-1"));
        post.translations.push(translation);
        let mut content = Content::html(Body::inline("<p><a href=\"/?draft=1\">d</a></p>"));
        std::mem::swap(post.content.as_mut().unwrap().as_mut(), &mut content);
        post.internal_links.push(InternalLink::new("/?draft=1", PostId::new("veiled-1")));
    };
    blog.posts.change(place, change).unwrap();
    blog
}

fn asked() -> WriteOptions {
    let mut options = WriteOptions::default();
    options.selection.include.statuses.extend([Status::Draft, Status::Pending]);
    options.selection.include.visibilities.insert(Visibility::Private);
    options
}

fn written_as(writer: &dyn Writer, blog: &Blog, options: &WriteOptions) -> (Memory, Account) {
    let mut account = Account::new(writer.format(), blog);
    let mut sink = Memory::default();
    writer.write(blog, options, &mut sink, &mut account).unwrap();
    (sink, account)
}

fn sites() -> impl Iterator<Item = &'static dyn Writer> {
    writers().filter(|writer| is_site(*writer))
}

/// Whether a file is a list of what was written, or says what front matter may hold. No generator publishes either.
fn is_inventory(file: &str) -> bool {
    matches!(file, larder_core::format::SITE_FILES | "src/content.config.ts")
}

/// Whether a file is the page of a draft, or stands beside one, where the generator takes neither.
fn is_of_a_draft(file: &str, sink: &Memory) -> bool {
    let page = match file.ends_with(".md") {
        true => file.to_owned(),
        false => format!("{}/index.md", file.rsplit_once('/').map_or("", |(folder, _)| folder)),
    };
    let text = sink.files().get(&page).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let says = |line: &str| ["draft: true", "draft = true", "published: false"].contains(&line);
    page.contains("_drafts/") || text.is_some_and(|text| text.lines().any(says))
}

/// Writes a blog with and without what was asked for. Returns what is published; panics where that differs, or where something
/// else may be.
fn same_with_and_without(writer: &dyn Writer, blog: &Blog, asked: &WriteOptions) -> Memory {
    let name = writer.format().name;
    let (mut without, _) = written_as(writer, blog, &WriteOptions::default());
    let (with, _) = written_as(writer, blog, asked);
    for (file, bytes) in without.files().iter().filter(|(file, _)| !is_inventory(file)) {
        let now = with.files().get(file).map(|now| String::from_utf8_lossy(now));
        assert_eq!(now, Some(String::from_utf8_lossy(bytes)), "{name}: {file} is another");
    }
    let is_new = |file: &&String| !without.files().contains_key(*file);
    for file in with.files().keys().filter(is_new) {
        let is_apart = file.starts_with(UNPUBLISHED) || is_of_a_draft(file, &with);
        assert!(is_apart, "{name}: {file} may be published");
    }
    std::mem::take(&mut without)
}

#[test]
fn what_is_published_is_the_same_with_and_without_drafts() {
    let blog = blog_that_names_drafts();
    for writer in sites() {
        let published = same_with_and_without(writer, &blog, &asked());
        assert_eq!(written_as(writer, &blog, &asked()).1.output.written, 6);
        for (file, bytes) in published.files() {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.to_lowercase().contains("veiled"), "{file} tells it:\n{text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_blog_holds_its_drafts_change_nothing_that_is_published(seed: u64, posts in 1_usize..12) {
        let mut blog = blogs::blog(seed, posts);
        // Of a blog of which nothing is published, drafts say in which zone its days are.
        for place in (0..posts).step_by(2) {
            let public = |post: &mut Post| {
                post.status = Some(Status::Published);
                (post.visibility, post.audience) = (Some(Visibility::Public), None);
                post.kind = if post.kind == PostKind::Page { PostKind::Page } else { PostKind::Post };
            };
            blog.posts.change(place, public).unwrap();
        }
        let mut asked = asked();
        let include = &mut asked.selection.include;
        include.statuses.extend([Status::Scheduled, Status::Trashed]);
        let seen = [Visibility::Unlisted, Visibility::Friends, Visibility::Password];
        include.visibilities.extend(seen);
        for writer in sites() {
            same_with_and_without(writer, &blog, &asked);
        }
    }
}

#[test]
fn what_is_not_published_is_read_back_whole() {
    let blog = blog_with_drafts();
    for writer in sites() {
        let name = writer.format().name;
        let (sink, _) = written_as(writer, &blog, &asked());
        let again = read_back(writer, &sink);
        let post = |id: &str| {
            let mut posts = again.posts.iter().map(Result::unwrap);
            posts.find(|post| post.id == PostId::new(id)).unwrap()
        };
        let (draft, page) = (post("veiled-1"), post("veiled-2"));
        assert_eq!([&draft.status, &page.status], [&Some(Status::Draft); 2], "{name}");
        let bytes = |id: &AssetId| Some(again.asset(id).unwrap()?.stored.as_ref()?.sha256);
        let has = |post: &Post, name: &str| {
            let own = larder_core::Digest::of(name.as_bytes());
            let enclosed = post.enclosures.iter().filter_map(|it| it.asset.as_ref());
            post.assets.iter().chain(enclosed).any(|id| bytes(id) == Some(own))
        };
        for file in ["veiled", "veiled-sheet", "veiled-song"] {
            assert!(has(&draft, file), "{name}: {file} is gone: {draft:?}");
        }
        assert!(has(&page, "veiled"), "{name}: {page:?}");
        let old = "https://blog.example.org/old/veiled.html".to_owned();
        assert!(draft.old_addresses.contains(&old), "{name}: {:?}", draft.old_addresses);
        let [author] = &*draft.authors else { panic!("{name}: {:?}", draft.authors) };
        let author = again.author(author).unwrap();
        assert_eq!(author.bio.as_deref(), Some("veiled bio"), "{name}");
        let face = Some(larder_core::Digest::of(b"veiled-face"));
        assert_eq!(author.image.as_ref().and_then(bytes), face, "{name}");
        let series = again.series(&draft.series[0].series).unwrap();
        assert_eq!(series.kind, SeriesKind::Book, "{name}");
        assert_eq!(series.cover.as_ref().and_then(bytes), face, "{name}");
        let below = again.terms.iter().find(|term| term.name == "veiled below").unwrap();
        assert_eq!(below.slug.as_deref(), Some("veiled-slug"), "{name}");
        let above = again.term(below.parent.as_ref().unwrap()).unwrap();
        assert_eq!(above.description.as_deref(), Some("veiled description"), "{name}");
        let said: Vec<_> = again.comments.iter().map(|it| it.unwrap().post.clone()).collect();
        assert_eq!(said, [PostId::new("veiled-1")], "{name}");
    }
}

#[test]
fn a_draft_names_its_files_where_they_stand_once_it_is_published() {
    let blog = blog_with_drafts();
    for writer in sites() {
        let (sink, _) = written_as(writer, &blog, &asked());
        let is_page = |file: &&String| file.contains("veiled-page") && file.ends_with(".md");
        let page = sink.files().keys().find(is_page).unwrap();
        let text = String::from_utf8_lossy(&sink.files()[page]);
        // Another post shows the file, too, so that it stands beside neither.
        let is_file = |file: &&String| file.ends_with("/veiled.gif");
        let file = sink.files().keys().find(is_file).unwrap();
        let of_site = file.strip_prefix(UNPUBLISHED).unwrap();
        let address = ["static", "source", "public"].iter().find_map(|it| of_site.strip_prefix(it));
        let address = address.map_or_else(|| ["/", of_site].concat(), str::to_owned);
        assert!(text.contains(&format!("({address})")), "{page}: {address}\n{text}");
    }
}

#[test]
fn redirects_of_drafts_stand_apart_and_people_are_told() {
    let blog = blog_with_drafts();
    for writer in sites() {
        let name = writer.format().name;
        let mut options = asked();
        options.redirects.extend(larder_export::redirects::Host::ALL);
        let (sink, account) = written_as(writer, &blog, &options);
        let text = |file: &str| String::from_utf8_lossy(&sink.files()[file]).into_owned();
        for file in sink.files().keys().filter(|file| file.starts_with("redirects/")) {
            assert!(!text(file).contains("veiled"), "{name}: {file}\n{}", text(file));
        }
        let apart = text("_unpublished/redirects/redirects.csv");
        assert!(apart.contains("/old/veiled.html"), "{name}: {apart}");
        assert!(!apart.contains("/archives/000123.html"), "{name}: {apart}");
        assert!(text("_unpublished/README.txt").contains("does not publish"));
        let told = "3 posts and pages are drafts that the site does not publish; what only they have is in `_unpublished/`";
        let is_told = |note: &larder_core::Note| note.kind.to_string() == format!("{name}: {told}");
        assert!(account.notes.iter().any(is_told), "{:?}", account.notes);
    }
}

#[test]
fn a_file_that_a_published_post_shows_is_published_whoever_else_shows_it() {
    let blog = blog_with_drafts();
    for writer in writers() {
        let (sink, _) = written_as(writer, &blog, &asked());
        let mut files = sink.files().keys();
        assert!(files.any(|file| file.ends_with(".gif") && !file.contains("veiled")));
        let is_apart = |file: &&String| file.starts_with(UNPUBLISHED);
        let apart = sink.files().iter().filter(|(file, _)| is_apart(file));
        assert!(apart.into_iter().all(|(_, bytes)| bytes != b"GIF89a alley"));
        // Of a folder that no program makes a site of, nothing is published.
        assert_eq!(sink.files().keys().any(|file| is_apart(&file)), is_site(writer));
    }
}
