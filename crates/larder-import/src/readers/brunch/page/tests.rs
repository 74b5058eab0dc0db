//! Whole pages: the smallest one field by field, the fixtures, the sample book, and pages made to hurt.

use larder_core::{Confidence, Direction, Precision, Scope, SeriesKind, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::readers::brunch::{
    body::{Block, Image, TextKind, to_html},
    capture::{SeriesMention, Writer},
};

macro_rules! fixture {
    ($path:literal) => {
        include_str!(concat!("../../../../../../tests/fixtures/import/brunch/", $path))
    };
}

macro_rules! sample {
    ($path:literal) => {
        include_str!(concat!("../../../../../../examples/brunch-book/captures/", $path))
    };
}

fn read(text: &str) -> Capture {
    assert!(recognise_page(text).is_some());
    let mut captures = read_page(text, &Limits::default(), Deadline::NEVER).unwrap();
    assert_eq!(captures.len(), 1);
    captures.remove(0)
}

fn refused(text: &str) -> (Rule, String) {
    let refusal = read_page(text, &Limits::default(), Deadline::NEVER).unwrap_err();
    (refusal.rule, refusal.found)
}

fn notes(capture: &Capture) -> Vec<String> {
    capture.notes.iter().map(|note| note.kind.to_string()).collect()
}

fn html(capture: &Capture) -> String {
    to_html(capture.blocks.as_ref().unwrap())
}

/// A page of the new site around a head and a body.
fn page(head: &str, body: &str) -> String {
    format!(
        "<!doctype html><html><head><meta property=\"og:site_name\" content=\"브런치\">{head}</head><body>{body}</body></html>"
    )
}

#[test]
fn the_smallest_page_is_read_field_by_field() {
    let text = fixture!("html-2024/input.html");
    let original = "http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/AbC-dEf_123.jpg";
    let mut expected = Capture::new(Form::Html, MediaType::HTML, text.to_owned());
    expected.identity.user_id = Some("Zz9Z".into());
    expected.identity.handle = Some("example-writer".into());
    expected.identity.number = Some(12);
    expected.addresses = vec![
        "https://brunch.co.kr/@example-writer/12".into(),
        "https://brunch.co.kr/@@Zz9Z/12".into(),
    ];
    expected.title = Some("우체통이 있던 골목".into());
    expected.subtitle = Some(Claim::stated("느린 편지에 대하여".into()));
    expected.author = Writer { name: Some("가상 필명".into()), ..Writer::default() };
    expected.published = Some(Timestamp::from_rfc3339("2021-03-04T12:30:02+09:00").unwrap());
    expected.published_rank = 1;
    expected.series = Some(SeriesMention {
        kind: SeriesKind::Serial,
        title: Some("보기 연재북".into()),
        address: Some("/brunchbook/example-book".into()),
        magazine_number: None,
        number: Some(Claim::stated(3)),
    });
    expected.keywords = vec!["편지".into()];
    expected.summary = Some("골목 끝에 우체통이 있었다.".into());
    expected.blocks = Some(vec![
        Block::Text {
            kind: TextKind::Paragraph, html: "골목 끝에 우체통이 있었다.".into()
        },
        Block::Empty(1),
        Block::Text { kind: TextKind::Bar, html: "편지는 늦게 온다".into() },
        Block::Image(Image {
            url: Some(original.into()),
            also_at: vec![format!("https://img1.daumcdn.net/thumb/R1280x0.fjpg/?fname={original}")],
            file_name: Some("04.jpg".into()),
            caption: "빨간 우체통".into(),
            width: Some(958),
            height: Some(640),
            ..Image::default()
        }),
        Block::Rule("hr_type_6".into()),
    ]);
    expected.extra.insert("text_align", "left");
    assert_eq!(read(text), expected);
}

#[test]
fn a_page_of_2019_without_a_body_has_it_in_its_scrap() {
    for text in [fixture!("html-2019/input.html"), fixture!("html-2019-cut/input.html")] {
        let capture = read(text);
        assert_eq!(capture.form, Form::HtmlRichscrap);
        let expected = "<p>골목 끝에 우체통이 있었다. 1 &lt; 2 = '참'</p>\n\
            <figure><img src=\"http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/AbC-dEf_123.jpg\" alt=\"\"></figure>\n\
            <p>우체부는 오후 세 시에 왔다.</p>\n";
        assert_eq!(html(&capture), expected);
        assert_eq!(capture.author.name.as_deref(), Some("가상 필명"));
        assert_eq!(capture.identity.handle.as_deref(), Some("example-writer"));
        assert_eq!(capture.subtitle, Some(Claim::stated("느린 편지에 대하여".into())));
        let published = capture.published.unwrap();
        assert_eq!(
            (published.to_rfc3339().as_str(), published.precision()),
            ("2021-03-04T22:22:00+09:00", Precision::Minute)
        );
        let series = capture.series.as_ref().unwrap();
        assert_eq!(
            (series.kind, series.title.as_deref()),
            (SeriesKind::Magazine, Some("보기 매거진"))
        );
        let notes: Vec<_> = capture.notes.iter().map(ToString::to_string).collect();
        let plain =
            "the markup of the body could not be read; what else the page holds was used instead";
        assert_eq!(notes, [plain]);
    }
}

#[test]
fn a_page_of_astro_has_its_body_in_the_properties() {
    let capture = read(fixture!("html-astro/input.html"));
    assert_eq!(capture.form, Form::HtmlAstro);
    let expected = "<h2>골목</h2>\n<p>골목 끝에 <b>우체통</b><br>이 있었다.</p>\n<p><br></p>\n\
        <figure><img src=\"http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/AbC-dEf_123.jpg\" alt=\"\">\
        <figcaption>빨간 우체통</figcaption></figure>\n<hr>\n<blockquote class=\"quote\"><p>편지는 늦게 온다</p></blockquote>\n";
    assert_eq!(html(&capture), expected);
    assert_eq!(capture.published.unwrap().to_rfc3339(), "2021-03-04T00:30:02.417+09:00");
    assert_eq!(capture.published_rank, 0);
    assert_eq!(capture.updated.unwrap().to_rfc3339(), "2021-03-04T12:30:02+09:00");
    assert_eq!(capture.keywords, ["골목", "편지"]);
    assert_eq!((capture.counts.likes, capture.counts.comments), (Some(26), Some(3)));
    assert_eq!(
        capture.series.as_ref().unwrap().address.as_deref(),
        Some("/magazine/example-magazine")
    );
    let cover = capture.cover.as_ref().and_then(|cover| cover.url.as_deref());
    assert_eq!(cover, Some("http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/CoVer_1.jpg"));
    assert_eq!(capture.subtitle, Some(Claim::stated("느린 편지에 대하여".into())));
}

#[test]
fn properties_that_cannot_be_read_leave_the_markup() {
    let capture = read(fixture!("broken-astro-props/input.html"));
    assert_eq!(
        (capture.form, html(&capture).as_str()),
        (Form::Html, "<p>골목 끝에 우체통이 있었다.</p>\n")
    );
    assert_eq!(capture.notes.len(), 1);
    assert!(notes(&capture)[0].starts_with("the properties of an Astro island ("));
}

#[test]
fn a_description_is_split_only_when_the_subtitle_is_known() {
    let capture = read(fixture!("broken-astro-props/input.html"));
    assert_eq!(capture.subtitle, None);
    assert_eq!(capture.summary.as_deref(), Some("느린 편지에 대하여 | 골목 끝에 우체통이 있었다."));
    assert_eq!(
        capture.extra.value("subtitle_hint").and_then(Value::as_str),
        Some("느린 편지에 대하여")
    );
}

#[test]
fn a_chapter_is_taken_off_the_title_only_when_another_source_knows_it() {
    let table = [
        (fixture!("html-chapter-prefix/input/11.html"), "3화만 더 쓰면", None),
        (fixture!("html-chapter-prefix/input/12.html"), "3화 동안 내린 눈", Some(7)),
        (fixture!("html-chapter-prefix/input/13.html"), "3화 뒤의 이야기", Some(8)),
        (fixture!("html-chapter-prefix/input/14.html"), "[모집] 글쓰기 모임", None),
    ];
    for (text, title, chapter) in table {
        let capture = read(text);
        assert_eq!(capture.title.as_deref(), Some(title));
        let number = capture.series.and_then(|series| series.number).map(|claim| claim.value);
        assert_eq!(number, chapter, "{title}");
    }
}

#[test]
fn a_chapter_before_the_offered_title_is_certain_when_the_cover_has_the_rest() {
    let frame =
        "<div class=wrap_cover_type><a href=/brunchbook/b><span class=tit_type>책</span></a></div>";
    let body = "<div class=wrap_body><p class=wrap_item>글</p></div>";
    let head = "<meta property=og:title content='06화 저울'>";
    let read = |cover: &str| {
        let capture = read(&page(head, &format!("{cover}{frame}{body}")));
        let series = capture.series.unwrap();
        (capture.title.unwrap(), series.kind, series.number.unwrap().confidence)
    };
    let sure = ("저울".to_owned(), SeriesKind::Book, Confidence::High);
    assert_eq!(read("<div class=wrap_cover><h1 class=cover_title>저울</h1></div>"), sure);
    assert_eq!(read(""), ("06화 저울".to_owned(), SeriesKind::Book, Confidence::Low));
}

#[test]
fn a_saved_page_refers_to_its_folder() {
    let capture = read(fixture!("html-saved-folder/input/빨간 우체통.html"));
    let images: Vec<_> = capture
        .blocks
        .iter()
        .flatten()
        .filter_map(|block| match block {
            Block::Image(image) => Some((
                image.local.as_deref().unwrap(),
                thumb::key(image.url.as_deref().unwrap()).unwrap().1,
            )),
            _ => None,
        })
        .collect();
    let expected = [
        ("./빨간 우체통_files/AbC-dEf_123.jpg", "AbC-dEf_123".to_owned()),
        (
            "./%EB%B9%A8%EA%B0%84%20%EC%9A%B0%EC%B2%B4%ED%86%B5_files/GhI-jKl_456.png",
            "GhI-jKl_456".to_owned(),
        ),
        ("./빨간 우체통_files/not-saved.png", "MnO-pQr_789".to_owned()),
    ];
    assert_eq!(images, expected);
}

#[test]
fn error_pages_are_refused_and_a_post_about_them_is_kept() {
    let table = [
        (
            fixture!("html-error-pages/input/1-wrong-address.html"),
            Rule::ErrorPage,
            "the title says `잘못된 주소이거나`",
        ),
        (
            fixture!("html-error-pages/input/2-exception.html"),
            Rule::ErrorPage,
            "the page is an exception (`wrap_exception`)",
        ),
        (
            fixture!("html-error-pages/input/3-short-text.html"),
            Rule::ErrorPage,
            "the whole text is little more than `서비스 접속이 원활하지 않습니다`",
        ),
        (
            fixture!("html-error-pages/input/4-login-title.html"),
            Rule::LoginPage,
            "the title says `로그인이 필요합니다`",
        ),
        (
            fixture!("html-error-pages/input/5-login-address.html"),
            Rule::LoginPage,
            "the page's address is `https://accounts.kakao.com/login?c`",
        ),
        (
            fixture!("html-error-pages/input/6-shell.html"),
            Rule::EmptyShell,
            "neither `wrap_body` nor `astro-island` in 210 bytes",
        ),
        (
            sample!("31.html"),
            Rule::ErrorPage,
            "the page is an exception (`wrap_exception`): `잘못된 주소이거나`",
        ),
    ];
    for (text, rule, found) in table {
        assert_eq!(refused(text), (rule, found.to_owned()));
        assert!(recognise_page(text).is_some());
    }
    let post = read(fixture!("html-error-pages/input/7-post-about-an-outage.html"));
    assert_eq!(
        (post.title.as_deref(), post.blocks.unwrap().len()),
        (Some("접속이 원활하지 않은 날"), 4)
    );
}

#[test]
fn lists_are_no_posts() {
    let canonical = |path: &str| format!("<link rel=canonical href=https://brunch.co.kr{path}>");
    let table = [
        (
            page("", "<div class=wrap_body><strong class=tit_blogger>가상 필명</strong></div>"),
            "the profile of `가상 필명`",
        ),
        (
            page("<meta property=og:title content='가상 필명의 브런치스토리'>", ""),
            "the profile `가상 필명의 브런치스토리`",
        ),
        (
            page("<meta property=og:title content='[연재 브런치북] 책'>", ""),
            "the page of the book `[연재 브런치북] 책`",
        ),
        (page(&canonical("/brunchbook/book"), ""), "the page of the series `/brunchbook/book`"),
        (page(&canonical("/@example-writer"), ""), "the page of an author"),
        (page("", "<input id=keywordParam value=7>"), "a list of posts with a keyword"),
    ];
    for (text, found) in table {
        assert_eq!(refused(&text), (Rule::ListPage, found.to_owned()));
    }
}

#[test]
fn a_page_that_only_names_its_post_is_data_without_a_body() {
    let head = "<meta property=article:txid content=Zz9Z_12><meta property=og:title content=제목>";
    let capture = read(&page(head, "<div class=wrap_body></div>"));
    assert_eq!(
        (capture.blocks, capture.title.as_deref(), capture.identity.number),
        (None, Some("제목"), Some(12))
    );
}

#[test]
fn elements_of_a_body_without_items_are_its_blocks() {
    let capture = read(&page(
        "",
        "<div class=wrap_view_article><div class=wrap_body><p>가</p> <p><br></p><p>나</p></div></div>",
    ));
    assert_eq!(html(&capture), "<p>가</p>\n<p><br></p>\n<p>나</p>\n");
}

#[test]
fn sources_that_disagree_are_noted() {
    let head = "<meta property=article:txid content=Zz9Z_12><link rel=canonical href=https://brunch.co.kr/@a/13>\
                <meta property=article:published_time content=2021-02-31T00:00+0900><meta property=og:regDate content=2021-03-01T09:00+0900>\
                <script id=ARTICLE_DATA>{\"title\":\"새 제목\",\"private\":true,\"readSeconds\":9}</script>";
    let body =
        "<h1 class=cover_title>옛 제목</h1><div class=wrap_body><p class=wrap_item>글</p></div>";
    let capture = read(&page(head, body));
    assert_eq!(
        (capture.title.as_deref(), capture.not_public, capture.published_rank),
        (Some("새 제목"), true, 2)
    );
    let expected = [
        "number of the post: `12` was taken, but another source says `13`",
        "title: `새 제목` was taken, but another source says `옛 제목`",
        "`2021-02-31T00:00+0900` is not a possible date; the post has none",
    ];
    assert_eq!(notes(&capture), expected);
    assert_eq!(capture.extra.value("readSeconds").and_then(Value::as_u64), Some(9));
}

#[test]
fn a_page_of_the_sample_book_gives_all_that_stands_around_the_text() {
    let capture = read(sample!("13-저울-봐-드립니다.html"));
    assert_eq!(capture.title.as_deref(), Some("[무료] 저울 봐 드립니다"));
    assert_eq!(capture.series.as_ref().unwrap().number, Some(Claim::stated(13)));
    let neighbours: Vec<_> = capture
        .neighbours
        .iter()
        .map(|found| {
            (
                found.direction,
                found.scope,
                found.number,
                found.title.as_deref(),
                found.url.as_deref(),
            )
        })
        .collect();
    let expected = [
        (
            Direction::Previous,
            Scope::Book,
            Some(12),
            Some("봉인 납 하나"),
            Some("https://brunch.co.kr/@jeouljip-note/23"),
        ),
        (
            Direction::Next,
            Scope::Book,
            Some(14),
            Some("다시, 영점"),
            Some("https://brunch.co.kr/@jeouljip-note/25"),
        ),
    ];
    assert_eq!(neighbours, expected);
    assert_eq!((capture.counts.likes, capture.counts.comments), (Some(120), Some(1)));
    let comments: Vec<_> = capture
        .comments
        .iter()
        .map(|found| (found.author_name.as_deref(), found.text.as_str()))
        .collect();
    assert_eq!(
        comments,
        [(Some("은호엄마"), "별 스티커 여덟 장, 저희 집 냉장고에도 붙어 있어요.")]
    );
    assert_eq!(
        capture.author.bio,
        Some(Claim::stated("읍내에서 저울을 고칩니다. 매주 목요일에 씁니다.".into()))
    );
    assert_eq!(capture.author.extra.value("job").and_then(Value::as_str), Some("수리공"));
    assert_eq!(capture.keywords, ["장날", "체중계", "낚시"]);
    assert_eq!(notes(&capture), ["block 9 is of an unknown kind (`file`) and was kept raw"]);
}

#[test]
fn the_other_pages_of_the_sample_book_are_whole() {
    let table = [
        (
            sample!("추를 닦는 아침.html"),
            "추를 닦는 아침",
            "2024-03-07T07:30:00+09:00",
            Some(1),
            12,
        ),
        (
            sample!("05-한약방의-약저울.html"),
            "한약방의 약저울",
            "2024-04-04T07:30:00+09:00",
            Some(5),
            16,
        ),
        (
            sample!("07-우체국에서-온-전화.html"),
            "우체국에서 온 전화",
            "2024-04-18T07:30:12+09:00",
            Some(7),
            18,
        ),
        (
            sample!("07-우체국에서-온-전화-2.html"),
            "우체국에서 온 전화",
            "2024-04-18T07:30:00+09:00",
            Some(7),
            18,
        ),
        (
            sample!("10-아기를-달던-날.html"),
            "아기를 달던 날",
            "2024-05-09T07:30:09.417+09:00",
            Some(10),
            21,
        ),
        (sample!("고물상의 산.html"), "고물상의 산", "2024-05-16T07:30:40.417+09:00", Some(11), 22),
        (sample!("14-다시-영점.html"), "다시, 영점", "2024-06-06T07:30:03.417+09:00", Some(14), 25),
        (sample!("메모-1-감-파는-날.html"), "감 파는 날", "2019-10-10T21:04:00+09:00", None, 3),
    ];
    for (text, title, published, chapter, number) in table {
        let capture = read(text);
        assert_eq!(capture.title.as_deref(), Some(title));
        assert_eq!(capture.published.unwrap().to_rfc3339(), published);
        assert_eq!(
            capture.series.clone().unwrap().number.map(|claim| claim.value),
            chapter,
            "{title}"
        );
        let identity = (
            capture.identity.user_id.as_deref(),
            capture.identity.handle.as_deref(),
            capture.identity.number,
        );
        assert_eq!(identity, (Some("Zz0Q"), Some("jeouljip-note"), Some(number)));
        assert_eq!((capture.form, notes(&capture)), (Form::Html, Vec::<String>::new()), "{title}");
        assert_eq!(capture.author.name.as_deref(), Some("한 눈금"));
    }
}

#[test]
fn pages_made_to_hurt_do_not() {
    let big = format!(
        "{{&quot;type&quot;:&quot;text&quot;,&quot;data&quot;:[{}1]}}",
        "1,".repeat(50_000)
    );
    let deep = "[".repeat(100_000);
    let bodies = [
        "<div class=wrap_item>".repeat(100_000),
        format!("<p class=wrap_item>{}가", "<b>".repeat(100_000)),
        format!("<p class=wrap_item data-app=\"{big}\">가</p>"),
        format!("<p class=wrap_item data-app=\"{deep}\">가</p>"),
        format!("<div class=wrap_body><astro-island props=\"{deep}\"></astro-island></div>"),
        format!("<script id=ARTICLE_DATA>{{\"a\":{deep}</script><p class=wrap_item>가</p>"),
        "<a href=/@a/1>이전 01화</a>".repeat(5_000),
        "<ul class=list_comment><li>가".repeat(20_000),
        format!(
            "<div class=wrap_body_info>{}",
            (0..5_000).map(|it| format!("<a href=/keyword/x>{it}</a>")).collect::<String>()
        ),
        "<p class=wrap_item data-app='{'>".repeat(5_000),
    ];
    let small_stack = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
        for body in bodies {
            let _ = read_page(page("", &body), &Limits::default(), Deadline::NEVER);
        }
    });
    small_stack.unwrap().join().unwrap();
}

proptest! {
    #[test]
    fn no_page_is_too_odd(pieces in proptest::collection::vec(piece(), 0..12)) {
        let text = pieces.concat();
        let _ = recognise_page(&text);
        if let Ok(captures) = read_page(&text, &Limits::default(), Deadline::NEVER) {
            prop_assert_eq!(&captures[0].original, &text);
        }
    }
}

/// Pieces of pages, put together in any order.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "<html>",
        "<div class='wrap_body text_align_x'>",
        "<p class=wrap_item>",
        "</p>",
        "<br>",
        "</div>",
        "<blockquote class='wrap_item blockquote_type2' data-app='{\"type\":\"quotation\",\"data\":[{}]}'>",
        "<div class='wrap_item item_type_img' data-app='{\"type\":\"img\"}'><img src=x>",
        "<img data-src='//h/thumb/?fname=%'>",
        "<div class=wrap_item data-app='{\"type\":\"gridGallery\",\"images\":[{},{\"url\":\"\"}]}'>",
        "<div class=wrap_item data-app='{\"type\":\"video\"}'>",
        "<div class=wrap_item data-app='{\"type\":\"opengraph\"}'>",
        "<div class=cover_image style='url(\"'>",
        "<div class=wrap_cover_type><a href=/brunchbook/x>",
        "<span class=txt_episode>99화",
        "<script id=ARTICLE_DATA>{\"no\":1,\"chapterNo\":-1}</script>",
        "<meta property=article:txid content=a_1>",
        "<meta property=ks:richscrap content='{\"cards\":[{},{\"type\":\"image\",\"body\":{}},1]}'>",
        "<astro-island props='{\"content\":[0,\"{\\\"body\\\":[1,{}]}\"]}'>",
        "<a href=/@a/0>다음 000화",
        "<ul class=list_comment><li>",
        "<button>라이킷",
        "<!-- saved from url=(",
        "<meta property=og:title content='1화 '>",
    ];
    prop_oneof![proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned), ".{0,6}"]
}

#[test]
fn a_page_whose_markup_takes_too_long_is_refused() {
    let refusal =
        read_page(fixture!("html-blocks/input.html"), &Limits::default(), Deadline::in_seconds(0));
    assert_eq!(refusal.unwrap_err().rule, Rule::TimeUp);
}
