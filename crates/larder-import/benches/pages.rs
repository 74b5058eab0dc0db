//! Pages to posts with all that they say: pages/s and MB/s, beside Readability (dom_smoothie) alone on the same pages, which
//! finds a text and little else. Both on one core: `taskset -c 0 cargo bench -p larder-import --bench pages`.
//!
//! The pages are made here, in four themes; `LARDER_PAGES=DIR` measures those of a folder instead. How trafilatura does on
//! the same folder, `tests/e2e/captures/pages_by_trafilatura.py DIR` says.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a benchmark reads files")]

use std::{fmt::Write as _, fs, sync::LazyLock};

use divan::{
    Bencher, black_box,
    counter::{BytesCount, ItemsCount},
};
use larder_import::{ReadOptions, read, source::Memory};

static PAGES: LazyLock<Vec<String>> = LazyLock::new(pages);

fn main() {
    divan::main();
}

/// Pages to a blog: texts, dates, people, terms, links, files, everything in the spool.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn larder(bencher: Bencher<'_, '_>) {
    let named =
        PAGES.iter().enumerate().map(|(number, page)| (format!("{number:05}.html"), page.clone()));
    let source = Memory::new("pages", named);
    let mut options = ReadOptions::default();
    options.from = Some("web".into());
    counted(bencher).bench_local(|| {
        let reading = read(&source, &options).unwrap();
        assert!(reading.blogs.iter().map(|blog| blog.posts.len()).sum::<usize>() > PAGES.len() / 2);
        reading
    });
}

/// Readability alone: parsing and its article.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn dom_smoothie(bencher: Bencher<'_, '_>) {
    counted(bencher).bench_local(|| {
        for page in PAGES.iter() {
            let mut readability =
                dom_smoothie::Readability::new(page.as_str(), None, None).unwrap();
            let _ = black_box(readability.parse());
        }
    });
}

fn counted<'a, 'b>(bencher: Bencher<'a, 'b>) -> Bencher<'a, 'b> {
    let bytes: usize = PAGES.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).counter(ItemsCount::new(PAGES.len()))
}

fn pages() -> Vec<String> {
    let Some(folder) = std::env::var_os("LARDER_PAGES") else {
        return (0..500).map(page).collect();
    };
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|it| it == "html")).collect();
    files.sort();
    files.into_iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// A page of one of four themes: two name their text, one is a platform's, of one nothing is known.
fn page(number: usize) -> String {
    let (open, close) = match number % 4 {
        0 => ("<div class=\"entry-content\">", "</div>"),
        1 => ("<div class=\"tt_article_useless_p_margin contents_style\">", "</div>"),
        2 => ("<section class=\"x-text\">", "</section>"),
        _ => ("<div class=\"post-body\">", "</div>"),
    };
    let mut page = format!(
        "<!DOCTYPE html><html lang=\"ko\"><head><meta charset=\"utf-8\"><title>글 {number} - 공책</title>\
         <meta property=\"og:type\" content=\"article\"><meta property=\"og:site_name\" content=\"공책\">\
         <link rel=\"canonical\" href=\"https://notes.example/2020/01/05/{number}/\">\
         <meta property=\"article:published_time\" content=\"2020-01-05T10:00:00+09:00\"><style>"
    );
    for rule in 0..60 {
        writeln!(
            page,
            ".card-{rule} {{ margin: {}px; color: #76ac19; display: flex; }}",
            rule % 30
        )
        .unwrap();
    }
    page.push_str("</style></head><body><nav><ul>");
    for item in 0..30 {
        write!(page, "<li class=\"menu-item\"><a href=\"/category/{item}/\">분류 {item}</a></li>")
            .unwrap();
    }
    write!(
        page,
        "</ul></nav><main><article><h1>글 {number}</h1><p class=\"byline\">by 김서리</p>{open}"
    )
    .unwrap();
    for paragraph in 0..25 {
        write!(
            page,
            "<p>{paragraph}번째 문단입니다, 느린 공책에 적는 글이고, <a href=\"/2020/01/06/{paragraph}/\">다른 글</a>로 이어집니다. \
             <em>Some words</em> in another language, and a few more of them, so that it is long enough to be one.</p>\
             <figure><img src=\"/img/{paragraph}.jpg\" alt=\"그림\"><figcaption>그림 {paragraph}</figcaption></figure>"
        )
        .unwrap();
    }
    write!(page, "{close}</article><section id=\"comments\">").unwrap();
    for comment in 0..10 {
        write!(page, "<article class=\"comment\"><time datetime=\"2021-01-0{}\">1월</time><p>잘 읽었습니다 {comment}</p></article>", comment % 9 + 1).unwrap();
    }
    page.push_str("</section></main><aside class=\"sidebar\"><ul>");
    for month in 0..120 {
        write!(page, "<li><a href=\"/2{month:03}/01/\">{month}월</a> ({month})</li>").unwrap();
    }
    page.push_str("</ul></aside><footer>© 2004–2025</footer><script>window.dataLayer=[];</script></body></html>");
    page
}
