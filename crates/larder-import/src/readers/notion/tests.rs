//! What is odd, broken and hostile; whole exports are in `tests/fixtures/import/notion`.

use larder_core::Status;

use crate::{READERS, ReadError, ReadOptions, Reading, detect, source::Memory};

const A: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const B: &str = "1f1e2d3c4b5a69788796a5b4c3d2e1f0";
const C: &str = "2f1e2d3c4b5a69788796a5b4c3d2e1f0";

fn try_read(files: &[(String, Vec<u8>)]) -> Result<Reading, ReadError> {
    let files = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let source = Memory::new("export", files);
    let options = ReadOptions { from: Some("notion".into()), ..ReadOptions::default() };
    let reading = crate::read(&source, &options)?;
    assert_eq!(reading.ledger.unexplained(), []);
    Ok(reading)
}

fn file(name: impl Into<String>, text: impl Into<Vec<u8>>) -> (String, Vec<u8>) {
    (name.into(), text.into())
}

fn page(id: &str, title: &str, body: &str) -> String {
    format!(
        "<html><head><title>{title}</title></head><body><article id=\"{id}\" class=\"page sans\"><header>\
         <h1 class=\"page-title\">{title}</h1><table class=\"properties\"><tbody>\
         <tr class=\"property-row property-row-date\"><th>Date</th><td><time>@March 3, 2024</time></td></tr>\
         </tbody></table></header><div class=\"page-body\">{body}</div></article></body></html>"
    )
}

/// Titles and the titles of what is above, in order.
fn tree(reading: &Reading) -> Vec<String> {
    let blog = &reading.blogs[0];
    let posts: Vec<_> = blog.posts.iter().map(|post| post.unwrap().into_owned()).collect();
    let title = |id| posts.iter().find(|post| post.id == id).and_then(|post| post.title.clone());
    let shown = |post: &larder_core::Post| {
        let above = post.parent.clone().and_then(title).unwrap_or_default();
        format!("{above}>{}", post.title.clone().unwrap_or_default())
    };
    posts.iter().map(shown).collect()
}

fn small() -> Vec<(String, Vec<u8>)> {
    vec![
        file(format!("Blog {A}.html"), page(A, "Blog", "<p>top</p>")),
        file(
            format!("Blog {A}/One {B}.html"),
            page(B, "One", "<p>하나 <img src=\"One/a.png\"></p>"),
        ),
        file(format!("Notes {C}.csv"), "Name,Date\none,\"March 3, 2024\"\ntwo,x\n"),
    ]
}

#[test]
fn nothing_is_ever_public() {
    let reading = try_read(&small()).unwrap();
    let heads = reading.blogs[0].posts.heads();
    assert!(heads.into_iter().all(|head| head.status.is_none() && head.visibility.is_none()));
    assert_eq!(reading.blogs[0].posts.len(), 4);
}

#[test]
fn only_the_user_says_which_column_tells_what_was_published() {
    let row = |name: &str, status: &str| format!("{name},{status}\n");
    let rows = [row("one", "Live"), row("two", "Draft"), row("three", "")].concat();
    let text = format!("Name,Status\n{rows}");
    let name = format!("Notes {C}.csv");
    let statuses = |by: &str| {
        let published_by = Some(by.parse().unwrap());
        let options =
            ReadOptions { from: Some("notion".into()), published_by, ..ReadOptions::default() };
        let source = Memory::new("export", [(name.as_str(), text.as_str())]);
        let blog = crate::read(&source, &options).unwrap().blogs.remove(0);
        let posts = blog.posts.iter().map(|post| post.unwrap().into_owned());
        let mut all: Vec<_> = posts.map(|post| (post.title.unwrap(), post.status)).collect();
        all.sort();
        all.into_iter().map(|(_, status)| status).collect::<Vec<_>>()
    };
    // In the order of the titles: one, three, two.
    let (yes, no) = (Some(Status::Published), Some(Status::Draft));
    assert_eq!(statuses("status"), [yes, None, no]);
    assert_eq!(statuses("Status=draft"), [no, None, yes]);
    assert_eq!(statuses("Other"), [None, None, None]);
}

#[test]
fn a_row_that_lost_a_quote_does_not_say_what_was_published() {
    let text = "Name,Note,Status\nSECRET,\"a,Draft\npub,\"b\",Live\nshort,Live\nsound,\"c\",Live\n";
    let page = page(A, "SECRET", "");
    let files =
        [file(format!("Notes {C}.csv"), text), file(format!("Notes {C}/SECRET {A}.html"), page)];
    for files in [&files[..1], &files] {
        let published_by = Some("Status=Live".parse().unwrap());
        let options =
            ReadOptions { from: Some("notion".into()), published_by, ..ReadOptions::default() };
        let source = Memory::new("export", files.iter().cloned());
        let blog = crate::read(&source, &options).unwrap().blogs.remove(0);
        let posts = blog.posts.iter().map(|post| post.unwrap().into_owned());
        let shown: Vec<_> = posts.filter(|post| post.status.is_some()).collect();
        let titles: Vec<_> = shown.iter().map(|post| post.title.as_deref().unwrap()).collect();
        assert_eq!(titles, ["sound"]);
    }
}

#[test]
fn wherever_a_file_is_cut_or_changed_the_books_balance() {
    let whole = small();
    for which in 0..whole.len() {
        for at in (0..whole[which].1.len()).step_by(3) {
            let mut cut = whole.clone();
            cut[which].1.truncate(at);
            _ = try_read(&cut);
            let mut changed = whole.clone();
            changed[which].1[at] ^= [0x01, 0x20, 0x80, 0xff][at % 4];
            _ = try_read(&changed);
        }
    }
}

#[test]
fn parts_of_an_export_are_one() {
    let parts = [
        file(format!("Export-1-Part-1.zip/Blog {A}/One {B}.html"), page(B, "One", "")),
        file(format!("Export-1-Part-2.zip/Blog {A}.html"), page(A, "Blog", "")),
    ];
    assert_eq!(tree(&try_read(&parts).unwrap()), [">Blog", "Blog>One"]);
}

#[test]
fn folders_without_ids_belong_to_the_page_of_that_title() {
    let files = [
        file(format!("Blog {A}.html"), page(A, "Blog", "")),
        file(format!("Blog/One {B}.html"), page(B, "One", "")),
    ];
    assert_eq!(tree(&try_read(&files).unwrap()), [">Blog", "Blog>One"]);
    let two =
        [files[0].clone(), files[1].clone(), file(format!("Blog {C}.html"), page(C, "Blog", ""))];
    assert_eq!(tree(&try_read(&two).unwrap()), [">Blog", ">One", ">Blog"]);
}

#[test]
fn circles_end() {
    let files = [
        file(format!("X {A}/Y {B}.html"), page(B, "Y", "")),
        file(format!("Z {B}/W {A}.html"), page(A, "W", "")),
        file(format!("V {C}/V {C}.html"), page(C, "V", "")),
    ];
    let reading = try_read(&files).unwrap();
    let above = tree(&reading).iter().filter(|line| !line.starts_with('>')).count();
    assert_eq!(above, 1);
}

#[test]
fn what_is_nested_deep_and_what_is_long_takes_no_long_time() {
    let deep = "<div class=\"katex-html\"><span>".repeat(50_000);
    let formulas = "<span><span class=\"katex-mathml\"><math></math></span><span class=\"katex-html\">x</span></span>";
    let boxes = "<div class=\"checkbox checkbox-on\"></div>".repeat(50_000);
    let started = std::time::Instant::now();
    for body in [deep, formulas.repeat(5_000), boxes, "<details>".repeat(100_000)] {
        _ = try_read(&[file(format!("Blog {A}.html"), page(A, "Blog", &body))]);
    }
    let rows: String = (0..20_000).map(|_| "same,1\n").collect();
    _ = try_read(&[file(format!("N {C}.csv"), format!("Name,Date\n{rows}"))]);
    let folders = format!("{}/P {A}.md", vec!["f"; 1_000].join("/"));
    _ = try_read(&[file(folders, "# P\n")]);
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn exports_are_known_by_their_names_or_by_their_pages() {
    let chosen = |names: &[(&str, &str)]| {
        let source = Memory::new("in", names.iter().copied());
        detect(&source, &ReadOptions::default()).ok().map(|it| it.reader.format().name)
    };
    let (one, two) = (format!("A {A}.md"), format!("A {A}/B {B}.md"));
    assert_eq!(chosen(&[(&one, "# A"), (&two, "# B")]), Some("notion"));
    assert_eq!(chosen(&[("saved.html", &page(A, "Blog", "x"))]), Some("notion"));
    assert_eq!(chosen(&[("a.md", "# A"), ("b.md", "# B")]), Some("markdown"));
    let hashes = [format!("{A}.md"), format!("x/{B}.md")];
    assert_eq!(chosen(&[(&hashes[0], "# A"), (&hashes[1], "# B")]), Some("markdown"));
    assert!(READERS.iter().any(|reader| reader.format().name == "notion"));
}

#[test]
fn a_file_that_is_no_page_is_named() {
    let mut files = small();
    files.push(file("page.html", "<html><body>hello</body></html>"));
    files.push(file(format!("Empty {C}.md"), "\n"));
    let reading = try_read(&files).unwrap();
    let codes: Vec<_> = reading.notes.iter().map(|note| note.kind.code()).collect();
    assert_eq!(codes, ["file-left-out", "file-left-out"]);
}

#[test]
fn when_a_page_was_made_is_not_when_it_was_published() {
    let page = page(A, "Made", "x")
        .replace("property-row-date\"><th>Date", "property-row-created_time\"><th>Created");
    let reading = try_read(&[file(format!("Made {A}.html"), page)]).unwrap();
    let post = reading.blogs[0].posts.get(0).unwrap().into_owned();
    assert_eq!(post.published, None);
    assert!(format!("{:?}", post.extra).contains("March 3, 2024"), "{:?}", post.extra);
}
