//! What damaged, odd and hostile-looking captures get, and the mistakes that other tools make.

use super::*;

fn refused(text: &str) -> (Rule, String) {
    let refusal = read(text, SubtitleChoice::Guess, false).unwrap_err();
    (refusal.rule, refusal.found)
}

#[test]
fn an_empty_or_white_text_is_refused_even_when_the_format_is_named() {
    for text in ["", "\n", " \r\n\u{a0}\t\n\u{3000}\u{200b}\u{feff}\n"] {
        for forced in [false, true] {
            let refusal = read(text, SubtitleChoice::Guess, forced).unwrap_err();
            assert_eq!(refusal.rule, Rule::EmptyFile, "{text:?}");
        }
    }
}

#[test]
fn error_and_login_pages_are_refused_with_the_sign_that_was_seen() {
    let error = "brunch\n\n잘못된 주소이거나, 비공개 또는 삭제된 글입니다.\n";
    assert_eq!(refused(error), (Rule::ErrorPage, "`잘못된 주소이거나` on line 3".to_owned()));
    assert_eq!(refused("서비스 접속이 원활하지 않습니다.\n").0, Rule::ErrorPage);
    assert_eq!(refused("로그인이 필요합니다\n").0, Rule::LoginPage);
    let forced = read(error, SubtitleChoice::Guess, true).unwrap_err();
    assert_eq!(forced.rule, Rule::ErrorPage);
}

#[test]
fn a_post_about_an_outage_quotes_the_error_and_is_read() {
    let sentence = "서비스 접속이 원활하지 않습니다.";
    assert_eq!(body_and_notes(&w_body(sentence)), (format!("<p>{sentence}</p>\n"), vec![]));
    let long = "긴 글\n".repeat(20) + sentence;
    assert_eq!(refused(&long).0, Rule::NotRecognised);
}

#[test]
fn a_capture_without_its_last_line_was_cut() {
    let (_, notes) = body_and_notes(fixture!("w-5"));
    assert!(notes.contains(&"truncated"));
    let text = w("제목\n\n\n글\n", "이전 04화 국수\n");
    let cut = text.rsplit_once("브런치는").unwrap().0;
    let capture = capture(cut);
    // The foot is still found as far as it goes.
    assert_eq!(capture.neighbours.len(), 1);
    assert_eq!(
        capture.notes[1].to_string(),
        ":15: the capture was cut: its end should be `브런치는 최신 브라우저에 최적화 되어있습니다.`"
    );
}

#[test]
fn without_a_byline_author_date_and_title_stay_open() {
    assert_eq!(
        show(&capture(fixture!("no-byline-w"))),
        r#"text-w
note: no author is known
note: no publication date is known
note: no title is known
lines: 13 = 4 + 9 + 0
<p>이름 없는 저녁</p>
<p><br></p>
<p>누가 썼는지 모른다.</p>
"#
    );
}

#[test]
fn an_impossible_day_leaves_the_date_absent_and_the_author_kept() {
    let capture = capture(fixture!("impossible-day"));
    assert_eq!(capture.author.name.as_deref(), Some("가상 필명"));
    assert_eq!(capture.published, None);
    let notes: Vec<_> = capture.notes.iter().map(ToString::to_string).collect();
    assert_eq!(notes, [":8: `Feb 31. 2021` is not a possible date; the post has none"]);
}

#[test]
fn the_first_byline_wins_and_a_later_one_is_text() {
    let capture = capture(fixture!("two-bylines"));
    assert_eq!(capture.author.name.as_deref(), Some("가상 필명"));
    let html = body::to_html(capture.blocks.as_ref().unwrap());
    assert!(html.starts_with("<p>by 옛 필명 Jan 01. 2020</p>\n"), "{html}");
}

#[test]
fn nothing_between_title_and_foot_is_an_empty_body_and_no_error() {
    let empty = capture(&w("제목\n", ""));
    assert_eq!(empty.title.as_deref(), Some("제목"));
    assert_eq!(empty.blocks, Some(Vec::new()));
    assert_eq!(body_and_notes(&w("제목\n", "")).1, ["body-missing"]);
    let image_only = fixture!("image-only");
    assert_eq!(capture(image_only).blocks, Some(vec![Block::MediaGap(7)]));
    assert_eq!(body_and_notes(image_only).1, ["body-missing", "media-gap"]);
    assert_eq!(body_and_notes(&w("", "")).1, ["title-missing", "body-missing"]);
}

#[test]
fn furniture_within_the_body_is_kept() {
    let capture = capture(fixture!("furniture-in-body"));
    let html = body::to_html(capture.blocks.as_ref().unwrap());
    assert_eq!(
        html,
        "<p>화면을 손으로 옮겨 적었다.</p>\n<p>brunch</p>\n<p>You can make anything<br>by writing</p>\n\
         <p>C.S.Lewis</p>\n<p>이전 02화 국수 한 그릇<br>brunch book</p>\n\
         <p>작품 선택<br>키워드 선택 0 / 3 0<br>댓글여부<br>afliean<br>\
         브런치는 최신 브라우저에 최적화 되어있습니다. IE chrome safari</p>\n\
         <p>keyword</p>\n<p>다 적고 나니 밤이었다.</p>\n"
    );
    assert_eq!(capture.neighbours[0].title.as_deref(), Some("물을 긷는 아침"));
}

#[test]
fn a_title_may_be_a_word_of_the_frame() {
    assert_eq!(capture(fixture!("title-is-brunch")).title.as_deref(), Some("brunch"));
    let magazine = capture(fixture!("title-is-magazine"));
    assert_eq!(magazine.title.as_deref(), Some("매거진 읽는 저녁"));
    assert_eq!(magazine.series, None);
}

#[test]
fn a_title_keeps_what_looks_like_a_chapter_or_a_label() {
    for title in ["3화 우체통", "[모집] 글쓰기 모임", "매거진 읽기", "$magazine.title"]
    {
        let found = capture(&w(&format!("{title}\n\n\n글\n"), "이전 02화 국수\n"));
        assert_eq!(found.title.as_deref(), Some(title));
    }
}

#[test]
fn characters_lost_before_are_counted_and_kept() {
    let (html, notes) = body_and_notes(&w_body("우\u{fffd}통\u{fffd}"));
    assert_eq!(
        (html.as_str(), notes),
        ("<p>우\u{fffd}통\u{fffd}</p>\n", vec!["bytes-lost-before"])
    );
}

#[test]
fn short_posts_short_paragraphs_and_blank_ones_are_kept() {
    assert_eq!(
        body_and_notes(fixture!("poem-ten-words")).0,
        "<p>국수를 다 먹고<br>그릇을 본다</p>\n<p><br></p>\n<p>달이 하나</p>\n<p>남아 있다<br>나처럼</p>\n"
    );
    assert_eq!(body_and_notes(&w_body("ㅎ")), ("<p>ㅎ</p>\n".to_owned(), vec![]));
}

#[test]
fn carriage_returns_end_lines_and_are_not_text() {
    let text = fixture!("crlf-bom").trim_start_matches('\u{feff}');
    let capture = capture(text);
    assert_eq!(capture.original, text);
    assert_eq!(capture.title.as_deref(), Some("국수 한 그릇"));
    let html = body::to_html(capture.blocks.as_ref().unwrap());
    assert_eq!(html, "<p>물이 먼저 끓는다. <br>국수가 따라 눕는다.</p>\n");
}

#[test]
fn what_the_capture_does_not_say_stays_absent() {
    let capture = capture("제목\n\nby 필명\n\n글\n\nkeyword\n");
    assert_eq!(capture.published, None);
    assert_eq!(capture.counts, larder_core::Counts::default());
    assert_eq!((capture.identity, capture.addresses), (Default::default(), Vec::new()));
    assert_eq!((capture.series, capture.keywords), (None, Vec::new()));
}

#[test]
fn markup_in_a_text_capture_is_text() {
    let (html, _) = body_and_notes(&w_body("<script>alert(1)</script> & \"인용\""));
    assert_eq!(html, "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; \"인용\"</p>\n");
}
