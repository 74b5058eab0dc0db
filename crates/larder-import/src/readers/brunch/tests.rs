//! Stories that only the whole reader can tell: what several files, or a file and its neighbours, make together.

use larder_core::{Fate, Rule, Status, Visibility};

use crate::{ReadError, ReadOptions, Reading, read, source::Memory};

const MAIN_CONTENT: &str =
    include_str!("../../../../../tests/fixtures/import/brunch/t-1/input.txt");
const WHOLE_PAGE: &str = include_str!("../../../../../tests/fixtures/import/brunch/w-1/input.txt");
const ARTICLES: &str =
    include_str!("../../../../../tests/fixtures/import/brunch/api-article/input.json");
const LIST: &str = include_str!("../../../../../tests/fixtures/import/brunch/api-list/input.json");
const BIO: &str = include_str!("../../../../../tests/fixtures/import/brunch/l-1/input.txt");
const MEMBERSHIP: &str =
    include_str!("../../../../../tests/fixtures/import/brunch/membership/input.txt");

fn reading<N: AsRef<str>, B: AsRef<[u8]>>(files: impl IntoIterator<Item = (N, B)>) -> Reading {
    let options = ReadOptions { from: Some("brunch".into()), ..ReadOptions::default() };
    read(&Memory::new("archive", files), &options).unwrap()
}

/// Nobody says that it is brunch.
fn detected<N: AsRef<str>, B: AsRef<[u8]>>(files: impl IntoIterator<Item = (N, B)>) -> Reading {
    read(&Memory::new("archive", files), &ReadOptions::default()).unwrap()
}

fn subtitle(reading: &Reading) -> Option<String> {
    let post = reading.blogs[0].posts.get(0).unwrap().into_owned();
    post.subtitle.map(|claim| claim.value)
}

/// The codes of all notes, in order.
fn codes(reading: &Reading) -> Vec<&'static str> {
    let blogs = reading.blogs.iter().flat_map(|blog| &blog.notes);
    let mut codes: Vec<_> =
        reading.notes.iter().chain(blogs).map(|note| note.kind.code()).collect();
    codes.sort_unstable();
    codes
}

fn whole_page(title: &str, body: &str) -> String {
    format!(
        "brunch\n\nYou can make anything\nby writing\n\nC.S.Lewis\n\nby 가상 필명 Mar 04. 2021\n\n{title}\n\n\n{body}\n\n\
         브런치는 최신 브라우저에 최적화 되어있습니다. IE chrome safari\n"
    )
}

fn saved_page(body: &str) -> String {
    format!(
        "<!doctype html><meta charset=utf-8><link rel=canonical href=https://brunch.co.kr/@writer/7>\
         <meta property=og:site_name content=브런치><meta property=og:title content=골목>\
         <meta property=article:txid content=Zz9Z_7><div class=wrap_view_article><div class=wrap_body>\
         <p class='wrap_item item_type_text'>골목 끝에 우체통이 있었다.</p>{body}</div></div>"
    )
}

/// The page of a picture whose bytes lie in `folder`.
fn with_picture(folder: &str) -> String {
    saved_page(&format!(
        "<div class='wrap_item item_type_img' \
         data-app='{{\"type\":\"img\",\"url\":\"http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/To-Ken.png\"}}'>\
         <img src='{folder}/To-Ken.png'></div>"
    ))
}

#[test]
fn a_main_content_capture_does_not_confirm_its_own_first_line() {
    let alone = reading([("t.txt", MAIN_CONTENT)]);
    assert_eq!(subtitle(&alone), None);
    assert!(codes(&alone).contains(&"subtitle-uncertain"));
    let body = "골목 끝에 우체통이 있었다.\n\n우체부는 오후 세 시에 왔다.";
    let both = reading([
        ("t.txt", "골목 끝에 우체통이 있었다.\n우체부는 오후 세 시에 왔다.\n".to_owned()),
        ("w.txt", whole_page("골목", body)),
    ]);
    assert_eq!((both.blogs[0].posts.len(), subtitle(&both)), (1, None));
    let confirmed = reading([("t.txt", MAIN_CONTENT), ("w.txt", WHOLE_PAGE)]);
    assert_eq!(subtitle(&confirmed).as_deref(), Some("느린 편지에 대하여"));
}

#[test]
fn what_another_capture_settled_is_no_longer_in_doubt() {
    let alone = reading([("w.txt", WHOLE_PAGE)]);
    assert!(codes(&alone).contains(&"suspected-lost-text"));
    let both = reading([("t.txt", MAIN_CONTENT), ("w.txt", WHOLE_PAGE)]);
    assert!(codes(&both).contains(&"text-restored"));
    assert!(!codes(&both).contains(&"suspected-lost-text"));
    assert!(codes(&both).contains(&"bio-uncertain"));
    let with_bio = reading([("l.txt", BIO), ("t.txt", MAIN_CONTENT), ("w.txt", WHOLE_PAGE)]);
    assert_eq!(with_bio.blogs[0].authors[0].bio.as_deref(), Some("보기 글을 씁니다."));
    assert!(!codes(&with_bio).contains(&"bio-uncertain"));
}

#[test]
fn a_membership_notice_in_a_joined_capture_is_no_doubt_of_a_complete_text() {
    let body = "달이 지붕 위로 뜬다.\n\n국수가 분다.\n\n아무도 오지 않는 밤이다.";
    let cut = MEMBERSHIP.replace("달이 뜬다.", body);
    let both = reading([("n.txt", cut), ("w.txt", whole_page("달과 국수", body))]);
    assert_eq!(both.blogs[0].posts.len(), 1);
    assert!(!codes(&both).contains(&"paywall-possible"));
    assert!(codes(&reading([("n.txt", MEMBERSHIP)])).contains(&"paywall-possible"));
}

#[test]
fn a_picture_that_only_a_joined_capture_names_is_still_missing() {
    let body = "달이 뜬다.\n\n국수가 분다.";
    let newer = format!("brunch\n\n국수\n\nby 가상 필명\n\n{body}\n\n국수.jpg\n\nkeyword\n");
    let both = reading([("n.txt", newer), ("w.txt", whole_page("국수", body))]);
    assert_eq!((both.blogs[0].posts.len(), both.blogs[0].assets.len()), (1, 1));
    assert!(codes(&both).contains(&"asset-missing"));
}

#[test]
fn a_joined_page_gives_its_addresses_and_its_bytes() {
    let base = saved_page(
        "<div class='wrap_item item_type_img'><img \
         src='https://img1.kakaocdn.net/thumb/R1280x0.fwebp/?fname=http://t1.kakaocdn.net/brunch/service/user/Zz9Z/image/To-Ken.png'></div>",
    );
    let png = b"\x89PNG\r\n\x1a\n".as_slice();
    let found = reading([
        ("a.html", base.as_bytes()),
        ("b.html", with_picture("b_files").as_bytes()),
        ("b_files/To-Ken.png", png),
    ]);
    assert_eq!(found.blogs[0].assets.len(), 1, "one picture, one asset");
    let asset = found.blogs[0].assets.get(0).unwrap();
    assert_eq!(
        asset.url.as_deref(),
        Some("http://t1.kakaocdn.net/brunch/service/user/Zz9Z/image/To-Ken.png")
    );
    assert!(
        asset.also_at.contains(
            &"http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/To-Ken.png".to_owned()
        )
    );
    assert_eq!(asset.stored.as_ref().unwrap().length, png.len() as u64);
    assert_eq!(asset.source.len(), 2);
}

#[test]
fn a_style_sheet_beside_a_saved_page_is_furniture_and_a_blank_file_is_empty() {
    let page = with_picture("a_files");
    let files = [
        ("a.html", page.as_bytes()),
        ("a_files/To-Ken.png", b"\x89PNG\r\n\x1a\n"),
        ("a_files/page.css", b"p { color: #333; }\n\ndiv { margin: 0; }\n"),
        ("blank.txt", "\u{a0}\n\u{3000}\n".as_bytes()),
        ("note.txt", "장을 보러 간다.\n두부, 파.\n".as_bytes()),
    ];
    let found = detected(files);
    let fate = |reading: &Reading, name: &str| {
        let inputs = &reading.ledger.inputs;
        inputs.iter().find(|entry| entry.name.text() == name).unwrap().fate.clone().unwrap()
    };
    let left = |rule: Rule, found: &str| Fate::LeftOut { rule, found: found.into() };
    let no_sign = "text without any sign of a capture, and like no capture here";
    assert_eq!(fate(&found, "a_files/To-Ken.png"), Fate::Carried { post: None });
    assert_eq!(fate(&found, "a_files/page.css"), left(Rule::PageFurniture, no_sign));
    assert_eq!(fate(&found, "blank.txt"), left(Rule::EmptyFile, "a file of white space only"));
    assert_eq!(fate(&found, "note.txt"), left(Rule::NotRecognised, no_sign));
    // The user's word makes a capture of the note, but none of the style sheet.
    let found = reading(files);
    assert_eq!(fate(&found, "a_files/page.css"), left(Rule::PageFurniture, no_sign));
    assert_eq!(found.blogs.iter().map(|blog| blog.posts.len()).sum::<usize>(), 2);
}

#[test]
fn a_picture_that_is_there_twice_is_left_out_as_the_same_bytes() {
    let page = with_picture("a_files");
    let found = detected([
        ("a.html", page.as_bytes()),
        ("a_files/To-Ken.png", b"\x89PNG\r\n\x1a\n"),
        ("a_files/To-Ken(1).png", b"\x89PNG\r\n\x1a\n"),
        ("a_files/button.png", b"\x89PNG\r\n\x1a\x0b"),
        ("copies/picture.png", b"\x89PNG\r\n\x1a\n"),
    ]);
    let fate = |name: &str| {
        let entry = found.ledger.inputs.iter().find(|entry| entry.name.text() == name).unwrap();
        entry.fate.clone().unwrap()
    };
    let twin = "the same bytes as `a_files/To-Ken.png`".to_owned();
    let same = Fate::LeftOut { rule: Rule::SameBytes, found: twin.into() };
    assert_eq!(fate("a_files/To-Ken.png"), Fate::Carried { post: None });
    assert_eq!(fate("a_files/To-Ken(1).png"), same);
    assert_eq!(fate("copies/picture.png"), same);
    assert!(matches!(fate("a_files/button.png"), Fate::LeftOut { rule: Rule::PageFurniture, .. }));
}

#[test]
fn an_article_that_was_not_published_is_a_draft() {
    let found = reading([("a.json", ARTICLES)]);
    let seen: Vec<_> = found.blogs[0]
        .posts
        .iter()
        .flatten()
        .map(|post| (post.slug.clone(), post.status, post.visibility))
        .collect();
    assert_eq!(
        seen,
        [
            (Some("12".into()), Some(Status::Published), Some(Visibility::Public)),
            (Some("13".into()), Some(Status::Published), Some(Visibility::Private)),
            (Some("14".into()), Some(Status::Draft), Some(Visibility::Private)),
        ]
    );
}

#[test]
fn of_equally_sure_dates_the_finer_one_counts() {
    let minute = saved_page("").replace(
        "<div class=wrap_view_article>",
        "<meta property=article:published_time content=2021-03-04T12:30+0900><div class=wrap_view_article>",
    );
    let second = minute.replace("12:30+0900", "12:30:02+09:00");
    let found = reading([("a.html", minute), ("b.html", second)]);
    let published = found.blogs[0].posts.head(0).published.unwrap();
    assert_eq!(published.to_rfc3339(), "2021-03-04T12:30:02+09:00");
}

#[test]
fn a_chapter_of_a_series_without_a_title_says_so_whatever_form_it_has() {
    let unknown = |code: &&str| *code == "series-title-unknown";
    assert_eq!(codes(&reading([("a.json", LIST)])).into_iter().filter(unknown).count(), 1);
}

#[test]
fn a_document_whose_time_is_up_is_left_out_by_that_rule() {
    let mut options = ReadOptions { from: Some("brunch".into()), ..ReadOptions::default() };
    options.limits.seconds = 0;
    for (name, text) in
        [("w.txt", WHOLE_PAGE), ("page.html", &saved_page("")), ("articles.json", ARTICLES)]
    {
        let Err(ReadError::NothingUsable { refused, .. }) =
            read(&Memory::new("archive", [(name, text)]), &options)
        else {
            panic!("{name} was read")
        };
        let found = "reading it took longer than 0 seconds; --max-seconds raises the limit";
        assert_eq!(refused, [(name.to_owned(), Rule::TimeUp, found.to_owned())]);
    }
}

#[test]
fn more_lines_blocks_or_entries_than_the_limit_are_left_out_and_blank_lines_do_not_count() {
    let mut options = ReadOptions::default();
    options.limits.lines = 12;
    let text = |lines: usize| whole_page("제목", &"가\n\n\n\n".repeat(lines));
    let page = |blocks: usize| saved_page(&"<p class=wrap_item>가</p>".repeat(blocks));
    let response = |entries: usize| {
        let entry = r#"{"contentId":"@@Zz9Z/3","title":"가"}"#;
        let list = vec![entry; entries].join(",");
        format!(r#"{{"code":200,"desc":"OK","data":{{"list":[{list}]}}}}"#)
    };
    let table = [
        ("w.txt", text(5), text(6)),
        ("page.html", page(11), page(12)),
        ("list.json", response(12), response(13)),
    ];
    for (name, fits, too_large) in table {
        assert!(read(&Memory::new("archive", [(name, fits)]), &options).is_ok(), "{name}");
        match read(&Memory::new("archive", [(name, too_large)]), &options) {
            Err(ReadError::NothingUsable { refused, .. }) => {
                assert_eq!(refused[0].1, Rule::TooLarge, "{name}");
            }
            other => panic!("{name}: {other:?}"),
        }
    }
}

/// The HTML of the only post.
fn html(reading: &Reading) -> String {
    let post = reading.blogs[0].posts.get(0).unwrap();
    let content = post.content.as_ref().unwrap();
    content.html.text().unwrap().into_owned()
}

#[test]
fn blocks_inside_blocks_follow_them_and_nothing_of_them_is_lost() {
    let image = |number: u32, rest: &str| {
        format!(
            "<div class='wrap_item item_type_img' data-app='{{\"type\":\"img\",\
             \"url\":\"http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/a{number}.jpg\"}}'>{rest}"
        )
    };
    let text = |inside: &str| format!("<div class='wrap_item item_type_text'>{inside}</div>");
    let unclosed = format!(
        "{}{}{}{}{}{}",
        image(0, ""),
        text("가운데 말."),
        image(1, "</div>"),
        image(2, ""),
        text("끝 말."),
        text("맺음 말.")
    );
    let deep = text(&format!("앞 말{}뒤 말", text(&format!("속 말{}", image(3, "</div>")))));
    let page = html(&reading([("1.html", saved_page(&(unclosed + &deep)))]));
    let shown =
        ["a0.jpg", "가운데 말.", "a1.jpg", "a2.jpg", "끝 말.", "맺음 말.", "앞 말", "a3.jpg"];
    let places: Vec<_> = shown.iter().map(|part| page.find(part)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{page}");
    assert!(page.contains("속 말") && page.contains("뒤 말"), "{page}");
    for part in shown {
        assert_eq!(page.matches(part).count(), 1, "{part}: {page}");
    }
}

#[test]
fn a_picture_that_a_text_shows_itself_is_not_shown_again() {
    let page = saved_page(
        "<div class='wrap_item item_type_text'>앞 말<div class='wrap_item item_type_img'>\
         <img src='http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/a.jpg'></div></div>",
    );
    let page = html(&reading([("1.html", page)]));
    assert_eq!(page.matches("a.jpg").count(), 1, "{page}");
}

#[test]
fn two_comments_of_one_capture_are_two_however_alike_they_are() {
    let comment = r#"{"commentUserId":"u1","commentUserName":"독자","message":"ㅋㅋ","createTime":1614828602000}"#;
    let comments = |count: usize| {
        let list = vec![comment; count].join(",");
        format!(r#"{{"code":200,"desc":"OK","data":{{"list":[{list}]}}}}"#)
    };
    let files = |first, second| {
        reading([
            ("brunch.co.kr/@writer/7.html", saved_page("")),
            ("api.brunch.co.kr/v2/@@Zz9Z/7/comments.json", comments(first)),
            ("later/api.brunch.co.kr/v2/@@Zz9Z/7/comments.json", comments(second) + " "),
        ])
    };
    // The later capture shows the same two, and then one more.
    assert_eq!(files(2, 2).blogs[0].comments.len(), 2);
    assert_eq!(files(2, 3).blogs[0].comments.len(), 3);
}

#[test]
fn comments_of_an_unknown_post_are_kept_in_the_blog_of_their_author() {
    let other = saved_page("").replace("@writer", "@another").replace("Zz9Z", "Yy8Y");
    let comments = r#"{"code":200,"desc":"OK","data":{"list":[{"no":1,"commentUserId":"u1","commentUserName":"독자","message":"잘 읽었습니다","createTime":1614828602000}]}}"#;
    let reading = reading([
        ("1.html", saved_page("")),
        ("2.html", other),
        ("api.brunch.co.kr/v2/@@Zz9Z/99/comments.json", comments.to_owned()),
    ]);
    let kept: Vec<_> = reading.blogs.iter().map(|blog| !blog.site.extra.is_empty()).collect();
    let ids: Vec<_> = reading.blogs.iter().map(|blog| blog.site.id.as_str()).collect();
    assert_eq!(ids, ["https://brunch.co.kr/@@Yy8Y", "https://brunch.co.kr/@@Zz9Z"]);
    assert_eq!(kept, [false, true]);
}

#[test]
fn items_of_one_response_that_cannot_be_told_apart_get_ids_of_their_own() {
    let item = r#"{"no":1,"title":"골목","publishTimestamp":1614828602000}"#;
    let list = vec![item; 300].join(",");
    let response = format!(r#"{{"code":200,"desc":"OK","data":{{"list":[{list}]}}}}"#);
    let reading = reading([("list.json", response)]);
    let posts = &reading.blogs[0].posts;
    let ids: std::collections::BTreeSet<_> = posts.heads().map(|post| &post.id).collect();
    assert_eq!((posts.len(), ids.len()), (300, 300));
}
