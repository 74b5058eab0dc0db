//! A blog whose names, links and texts mean something else to some program.

use std::sync::Arc;

use larder_core::{
    Asset, AssetId, Blob, Blog, Body, Content, Digest, InternalLink, MemorySpool, Post, PostId,
    PostKind, Site, Spool, Status, Stored, Timestamp, Visibility,
};

const HOME: &str = "https://blog.example.org/";

/// Slugs that are names of something else, or of no file.
const SLUGS: &[&str] = &[
    "index",
    "README",
    "CON",
    "../../x",
    "a b(c)",
    "Walk",
    "walk",
    "2019-03-04-walk",
    "\u{1100}\u{1161}",
    "100%",
    "drafts",
    "_drafts",
    "x.md",
    "comments",
    "<b>",
    "",
];

/// Names of files that programs read, or that addresses cannot hold as they are.
const FILES: &[&str] = &[
    "a b (1)#%20.png",
    "골목 길.png",
    "골목-길.png",
    "page.html",
    "note.md",
    "data.json",
    "index.md",
    "..\\x.svg",
    "nul.gif",
    "%E2%80%AE.jpg",
];

/// Texts that are marks of Markdown, of Obsidian, of front matter.
const TEXTS: &[&str] = &[
    "---",
    "# a #",
    "[[b]] ![[c]]",
    "%%d%% ==e== #f ^g",
    "> [!note]",
    "`h` {{ i }}",
    "<script>alert(1)</script>",
    "1. j",
    "$k$ and $l$",
    "[m](n.md)",
    "| o |",
    "a\\",
    "  ",
    "\u{feff}p\u{2028}q",
    "---\ntitle: r\n---",
];

fn file(number: usize, name: &str) -> Asset {
    let spool: Arc<dyn Spool> = Arc::new(MemorySpool::default());
    let bytes = format!("file {number}");
    let mut stored = Stored::new(Digest::of(bytes.as_bytes()), bytes.len() as u64, "bin");
    stored.blob = Some(Blob::keep(&spool, bytes.as_bytes()).unwrap());
    let url = format!(
        "{HOME}up/{number}/{}",
        url::form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>()
    );
    let mut asset = Asset::new(AssetId::new(url.as_str()));
    (asset.url, asset.file_name) = (Some(url), Some(name.to_owned()));
    asset.stored = Some(Box::new(stored));
    asset
}

fn id(number: usize) -> PostId {
    PostId::new(format!("id-{number:02} #\"{number}"))
}

fn link(number: usize) -> String {
    format!("{HOME}p/{number:02}/")
}

fn text(html: &str) -> String {
    html.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A post that leads to the next one in every way, and shows all files in every way.
fn post(number: usize, slug: &str, files: &[Asset]) -> Post {
    let next = (number + 1) % SLUGS.len();
    let mut post = Post::new(id(number));
    (post.status, post.visibility) = (Some(Status::Published), Some(Visibility::Public));
    post.kind = if number % 5 == 4 { PostKind::Page } else { PostKind::Post };
    post.slug = Some(slug.to_owned()).filter(|slug| !slug.is_empty());
    post.permalink = Some(link(number));
    post.old_addresses.push(format!("{HOME}?p={number}"));
    post.title = TEXTS.get(number).map(|text| (*text).to_owned());
    if !number.is_multiple_of(3) {
        post.published = Some(
            Timestamp::from_rfc3339(&format!("20{:02}-12-31T23:30:00-05:00", number + 1)).unwrap(),
        );
    }
    let to = link(next);
    let mut html = format!(
        "<h1 id=\"first\">{0}</h1><p id=\"end(1)\">{0} <a href=\"{to}#end(1)\">next</a> <a href=\"#first\">up</a></p>\
         <table><tr><td><a href=\"{to}\">[in | a table]</a></td><td id=\"각주\">x</td></tr></table>\
         <details><summary>more</summary><p><a href=\"/p/{next:02}/#각주\" title=\"t\">within</a></p></details>\
         <ul><li><a href=\"{to}#first\">{0}</a></li></ul><p><a href=\"{HOME}\">home</a> <a href=\"{HOME}gone/\">gone</a></p>",
        text(TEXTS[number % TEXTS.len()]),
    );
    for (at, file) in files.iter().enumerate() {
        let url = file.url.as_deref().unwrap();
        let alt = text(TEXTS[at % TEXTS.len()]);
        html.push_str(&format!(
            "<p><img src=\"{url}\" alt=\"{alt}\" width=\"30\" height=\"20\"> <a href=\"{url}\"><img src=\"{url}\" alt=\"\"></a> \
             <a href=\"{url}\">{alt}</a></p><figure><img srcset=\"{url} 2x\" src=\"{url}\"><figcaption>c</figcaption></figure>\
             <video src=\"{url}\" poster=\"{url}\" controls></video><table><tr><th><img src=\"{url}\"></th></tr></table>"
        ));
        post.assets.push(file.id.clone());
    }
    for href in
        [to.clone(), format!("{to}#end(1)"), format!("/p/{next:02}/#각주"), format!("{to}#first")]
    {
        post.internal_links.push(InternalLink::new(href, id(next)));
    }
    post.content = Some(Box::new(Content::html(Body::inline(html))));
    post
}

/// The blog.
pub(crate) fn blog() -> Blog {
    let mut blog = Blog::new(Site::new(HOME));
    blog.site.home = Some(HOME.into());
    blog.site.title = Some("# [[a]] | `b` {{ c }} <script>d</script> ==e==  #".into());
    blog.site.description = Some("---".into());
    let files: Vec<Asset> = FILES.iter().enumerate().map(|(at, name)| file(at, name)).collect();
    let posts = SLUGS.iter().enumerate().map(|(at, slug)| post(at, slug, &files));
    blog.posts = posts.collect::<Vec<_>>().into();
    blog.assets = files.into();
    blog.sort();
    blog
}
