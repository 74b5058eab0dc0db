//! Each rule of the grammars in a capture of its own.

use super::*;

fn html(text: &str) -> String {
    body_and_notes(text).0
}

fn notes(text: &str) -> Vec<&'static str> {
    body_and_notes(text).1
}

#[test]
fn the_user_s_word_about_the_subtitle_beats_the_likelier_reading() {
    let of = |text, choice| {
        let capture = capture_as(text, choice);
        let codes: Vec<_> = capture.notes.iter().map(|note| note.kind.code()).collect();
        let paragraphs = capture.blocks.as_ref().unwrap().len();
        let subtitle = capture.subtitle.map(|it| it.value);
        (subtitle, capture.subtitle_candidate, codes.contains(&"subtitle-uncertain"), paragraphs)
    };
    let yes = |text| of(text, SubtitleChoice::Yes);
    let no = |text| of(text, SubtitleChoice::No);
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(no(fixture!("w-1")), (None, None, false, 8));
    assert_eq!(yes(fixture!("w-1")), (some("느린 편지에 대하여"), None, false, 7));
    assert_eq!(yes(fixture!("w-2")), (some("ⓒ 가상필명"), None, false, 4));
    assert_eq!(no(fixture!("w-2")), (None, None, false, 5));
    assert_eq!(yes(fixture!("w-5")), (some("두 주에 한 번 국숫집에 간다."), None, false, 1));
    assert_eq!(yes(fixture!("n-3")), (some("가로등이 졸고 있다"), None, false, 1));
    assert_eq!(yes(fixture!("t-1")), (some("느린 편지에 대하여"), None, false, 5));
    assert_eq!(yes(fixture!("l-1")), (some("골목 끝에 우체통이 있었다."), None, false, 2));
    // What the capture does not leave open stays: two blank lines, or a place before the by-line.
    assert_eq!(yes(fixture!("w-3")), (None, None, false, 5));
    assert_eq!(no(fixture!("n-1")), (some("느린 편지에 대하여"), None, false, 4));
}

#[test]
fn a_long_doubtful_block_is_shown_in_part() {
    let text = w(&format!("제목\n\n{}\n", "가".repeat(90)), "");
    let note = capture(&text).notes.remove(0).to_string();
    let shown = "가".repeat(80);
    assert_eq!(note, format!(":12: `{shown}…` may be a subtitle or not; it was taken as text"));
}

#[test]
fn each_blank_line_after_the_first_is_an_empty_paragraph() {
    let between = |white: &str| html(&w_body(&format!("가\n{white}나"))).replace('\n', "");
    assert_eq!(between(""), "<p>가<br>나</p>");
    assert_eq!(between("\n"), "<p>가</p><p>나</p>");
    assert_eq!(between("\n\n"), "<p>가</p><p><br></p><p>나</p>");
    assert_eq!(between("\n\u{a0}\n\n"), "<p>가</p><p><br></p><p>나</p>");
    assert_eq!(between("\n  \n\n"), "<p>가</p><p><br></p><p>나</p>");
    assert_eq!(between("\n\n\n\n"), "<p>가</p><p><br></p><p><br></p><p><br></p><p>나</p>");
    assert_eq!(
        between("\n\n\n\n\n"),
        "<p>가</p><figure class=\"media-gap\" data-lines=\"5\"></figure><p>나</p>"
    );
    assert_eq!(
        between("\n\u{a0}\n\n\n\n\n"),
        "<p>가</p><figure class=\"media-gap\" data-lines=\"6\"></figure><p>나</p>"
    );
}

#[test]
fn a_spacer_without_a_blank_line_is_a_line_of_its_block() {
    let between = |white: &str| html(&w_body(&format!("가\n{white}나"))).replace('\n', "");
    assert_eq!(between("\u{a0}\n"), "<p>가<br>&nbsp;<br>나</p>");
    assert_eq!(between("\u{a0}\n\n"), "<p>가<br>&nbsp;</p><p>나</p>");
    assert_eq!(between("\n\u{a0}\n"), "<p>가</p><p>&nbsp;<br>나</p>");
}

#[test]
fn gaps_are_noted_with_their_line_wherever_they_stand() {
    let capture = capture(&w("제목\n\n\n\n\n\n\n가\n\n\n\n\n\n나\n\n\n\n\n", ""));
    let notes: Vec<_> = capture.notes.iter().map(|note| note.place.line.unwrap()).collect();
    assert_eq!(notes, [11, 18, 24]);
    let gap = |lines| Block::MediaGap(lines);
    let blocks = capture.blocks.unwrap();
    assert_eq!((&blocks[0], &blocks[2], &blocks[4]), (&gap(6), &gap(5), &gap(5)));
    assert_eq!(blocks.len(), 5);
}

#[test]
fn spaces_are_the_author_s_wherever_they_stand() {
    let body = "   세 칸\n\n\u{3000}한 칸\n\n끝에 둘  \n\n\u{a0}줄\u{a0}\u{200b}";
    assert_eq!(
        html(&w_body(body)),
        "<p>   세 칸</p>\n<p>\u{3000}한 칸</p>\n<p>끝에 둘  </p>\n<p>&nbsp;줄&nbsp;\u{200b}</p>\n"
    );
    assert!(notes(&w_body(body)).is_empty());
}

#[test]
fn lost_words_are_named_one_by_one_and_summed_up() {
    let capture = capture(&w_body("이제는\u{a0} 자리만\n 남았다"));
    let notes: Vec<_> = capture.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "2 places where words may be lost: a second capture of this post would help",
            ":13:4: a word may be lost here (two spaces within a line): `이제는\u{a0} 자리만`",
            ":14:1: a word may be lost here (a line begins with one space): ` 남았다`",
        ]
    );
    assert_eq!(self::notes(&w_body("이제는  자리만")), ["suspected-lost-text"]);
}

#[test]
fn layouts_that_lose_no_words_are_not_suspected() {
    let t = "You can make anythingby writing\nC.S.Lewis\n이제는  자리만\n 남았다\n";
    assert!(!notes(t).contains(&"suspected-lost-text"));
    let l = "메뉴\nbrunch\n제목\nby\n필명\nMar 04. 2021\n 남았다\n이제는  자리만\n";
    assert!(notes(l).is_empty());
}

#[test]
fn navigation_is_taken_only_in_its_place() {
    let neighbours = |text: &str| capture(text).neighbours.len();
    assert_eq!(neighbours(&w("제목\n\n\n글\n", "이전 04화 가\n다음 06화 나\n")), 2);
    assert_eq!(neighbours(&w("제목\n\n\n글\n", "작가의 이전글가\n")), 1);
    // The third is one too many, and text; so is one glued to a paragraph, and one apart from the foot.
    let three = w("제목\n\n\n글\n", "이전 04화 가\n이전 05화 나\n이전 06화 다\n");
    assert_eq!(
        (neighbours(&three), html(&three)),
        (2, "<p>글</p>\n<p>이전 04화 가</p>\n".to_owned())
    );
    let glued = w("제목\n\n\n글\n이전 04화 가", "");
    assert_eq!((neighbours(&glued), html(&glued)), (0, "<p>글<br>이전 04화 가</p>\n".to_owned()));
    assert_eq!(neighbours(&w("제목\n\n\n글\n\n이전 04화 가\n", "")), 0);
}

#[test]
fn every_form_of_navigation_is_read_in_the_foot() {
    for label in [
        "이전 04화",
        "다음 06화",
        "작가의 이전글",
        "작가의 다음글",
        "매거진의 이전글",
        "매거진의 다음글",
    ] {
        for space in ["", " "] {
            let line = format!("{label}{space}국수 한 그릇 \n");
            let old = capture(&w("제목\n\n\n글\n", &line));
            let new = capture(&format!("brunch\n\n제목\n\nby 필명\n\n글\n\nkeyword\n{line}"));
            for capture in [old, new] {
                let titles: Vec<_> = capture.neighbours.into_iter().map(|it| it.title).collect();
                assert_eq!(titles, [Some("국수 한 그릇".to_owned())], "{line}");
            }
        }
    }
}

#[test]
fn a_book_block_with_a_real_title_names_the_series() {
    let book = "이전 05화 국수\nbrunch book\n느린 부엌 \n\n현재 글은 이 브런치북에\n소속되어 있습니다.\n\n";
    let capture = capture(&w("제목\n\n\n글\n", book));
    let series = capture.series.as_ref().unwrap();
    assert_eq!(series_text(series), "Book Some(\"느린 부엌\") 6 (previous chapter + 1)");
    assert!(capture.notes.is_empty());
    assert_eq!(capture.lines.unwrap().unknown, 0);
}

#[test]
fn an_incomplete_hidden_layer_is_text() {
    let text = w("제목\n\n\n글\n", "키워드 선택 0 / 3 0\n댓글여부\nafliean\n");
    assert_eq!(html(&text), "<p>글</p>\n<p>키워드 선택 0 / 3 0<br>댓글여부<br>afliean</p>\n");
    let other = w("제목\n\n\n글\n", "작품 선택\n키워드 선택 / 3 0\n댓글여부\nafliean\n");
    assert!(html(&other).contains("afliean"));
}

#[test]
fn lines_in_the_head_that_no_rule_explains_are_unknown() {
    let text = w_body("글").replace("C.S.Lewis\n", "C.S.Lewis\n모르는 줄\n");
    let lines = capture(&text).lines.unwrap();
    assert_eq!((lines.unknown, lines.balances()), (1, true));
}

#[test]
fn a_magazine_line_of_the_new_site_is_a_header_only_above_another_block() {
    let header = capture("매거진 읽기\n\n제목\n\nby 필명\n\n글\n\nkeyword\n");
    assert_eq!(header.title.as_deref(), Some("제목"));
    assert_eq!(header.series.unwrap().title.as_deref(), Some("읽기"));
    let title = capture("brunch\n매거진 읽기\n\nby 필명\n\n글\n\nkeyword\n");
    assert_eq!((title.title.as_deref(), title.series), (Some("매거진 읽기"), None));
    let apart = capture("brunch\n\n매거진 읽기\n\n부제\n\nby 필명\n\n글\n\nkeyword\n");
    assert_eq!(apart.title.as_deref(), Some("매거진 읽기"));
    assert_eq!(apart.subtitle.unwrap().value, "부제");
}

#[test]
fn a_title_that_begins_with_by_is_no_byline() {
    let capture = capture("brunch\n\nby the sea\n\nby 필명\n\n글\n\nkeyword\n");
    assert_eq!(capture.title.as_deref(), Some("by the sea"));
    assert_eq!(capture.author.name.as_deref(), Some("필명"));
}

#[test]
fn the_line_under_the_byline_is_the_cover_s_even_when_it_is_a_sentence() {
    let capture = capture("brunch\n\n제목\n\nby 필명\n바람이 분다.\n\n\n글\n\nkeyword\n");
    let cover = capture.cover.unwrap();
    assert_eq!((cover.file_name, cover.caption.as_str()), (None, "바람이 분다."));
    assert_eq!(
        capture.notes[1].to_string(),
        ":6: the bytes of `바람이 분다.` are not in the archive"
    );
    assert_eq!(capture.blocks.unwrap().len(), 1);
}

#[test]
fn an_image_line_stands_for_its_image_wherever_it_stands() {
    let text = "제목\n\nby 필명\n\n글\n\nlogo.png 우리 집\n\n앞\nicon.gif\n뒤\n\nkeyword\n";
    assert_eq!(
        html(text),
        "<p>글</p>\n<figure><img alt=\"\" data-file=\"logo.png\"><figcaption>우리 집</figcaption></figure>\n\
         <p>앞</p>\n<figure><img alt=\"\" data-file=\"icon.gif\"></figure>\n<p>뒤</p>\n"
    );
    assert_eq!(notes(text), ["date-missing", "asset-missing", "asset-missing"]);
    // In layout W an image leaves no name.
    assert_eq!(html(&w_body("logo.png")), "<p>logo.png</p>\n");
}

#[test]
fn keywords_stand_between_their_label_and_the_rest_of_the_foot() {
    let text = "제목\n\nby 필명\n\nkeyword\n\n글\n\nkeyword\n#국수\n{{keyword}}\n점심\n일요일 연재\n이전 01화가\n";
    let capture = capture(text);
    assert_eq!(capture.keywords, ["국수", "점심"]);
    assert_eq!(capture.extra.value("weekday"), Some(&"일".into()));
    assert_eq!(html(text), "<p>keyword</p>\n<p>글</p>\n");
    assert_eq!(notes(text), ["date-missing", "series-title-unknown", "unrendered-placeholder"]);
}

#[test]
fn the_membership_block_gives_bio_and_subscribers_and_may_hide_a_cut() {
    assert_eq!(
        show(&capture(fixture!("membership"))),
        r#"text-n
title: "달과 국수"
author: 가상필명
bio: "국수를 좋아합니다." (sure: stated)
extra: [("subscribers", Number(57)), ("weekday", String("목"))]
series: Serial None 13 (previous chapter + 1)
neighbour: Previous in Book, Some(12), Some("물을 긷는 아침")
keywords: 국수
note: no publication date is known
note: the post belongs to a series whose title is unknown
note: :9: a membership notice follows the text, which may be incomplete
lines: 27 = 9 + 18 + 0
<p>달이 뜬다.</p>
"#
    );
}

#[test]
fn a_membership_block_that_is_not_the_end_is_text() {
    let block = fixture!("n2-1").split_once("않는다\n\n").unwrap().1;
    let block = block.rsplit_once("이전").unwrap().0;
    let text = format!("제목\n\nby 필명\n\n{block}\n뒤에 오는 글\n\nkeyword\n");
    assert_eq!(notes(&text), ["date-missing"]);
    assert!(html(&text).contains("brunch membership"));
}

#[test]
fn the_membership_sentences_end_layout_t_whether_glued_or_not() {
    let quote = "You can make anythingby writing\nC.S.Lewis\n첫 줄\n글\n";
    let glued = "지금 바로 작가의 멤버십 구독자가 되어멤버십 특별 연재 콘텐츠를 모두 만나 보세요.\n\
                 오직 멤버십 구독자만 볼 수 있는,이 작가의 특별 연재 콘텐츠\n";
    let apart = "지금 바로 작가의 멤버십 구독자가 되어\n멤버십 특별 연재 콘텐츠를 모두 만나 보세요.\n\
                 오직 멤버십 구독자만 볼 수 있는,\n이 작가의 특별 연재 콘텐츠\n";
    for tail in [glued, apart] {
        let text = format!("{quote}{tail}보기 글을 씁니다.\n");
        let bio = capture(&text).author.bio.map(|bio| bio.value);
        assert_eq!(bio.as_deref(), Some("보기 글을 씁니다."));
        assert_eq!(html(&text), "<p>첫 줄</p>\n<p>글</p>\n<p>보기 글을 씁니다.</p>\n");
        assert!(notes(&text).contains(&"paywall-possible"));
        assert_eq!(capture(&format!("{quote}{tail}")).author.bio, None);
    }
}

#[test]
fn layout_l_keeps_comments_and_takes_the_last_keyword_before_them() {
    let text = "메뉴\nbrunch\n제목\nby\n필명\nMar 04. 2021\nkeyword\n글\nkeyword\n국수\n2022\n1.2만\n댓글\n댓글\n1\n\
                손님\n잘 읽었습니다.\n브런치에 로그인하고 댓글을 입력해보세요!\n필명\n글을 쓴다.\n두 줄로.\n팔로워\n1,744\n\
                제안하기\n팔로우\n이전 02화\n가\n나\n다음 04화\n";
    assert_eq!(
        show(&capture(text)),
        r#"text-l
title: "제목"
may be the subtitle: "keyword"
author: 필명
bio: "글을 쓴다.\n두 줄로." (sure: stated)
extra: [("followers", Number(1744)), ("commentLines", Array [String("손님"), String("잘 읽었습니다.")])]
published: 2021-03-04T00:00:00+09:00 (Day, Assumed)
series: Book None 3 (previous chapter + 1)
neighbour: Previous in Book, Some(2), Some("가")
neighbour: Next in Book, Some(4), Some("나")
keywords: 국수, 2022
likes: 12000
comments: 1
note: the post belongs to a series whose title is unknown
lines: 29 = 19 + 10 + 0
<p>keyword</p>
<p>글</p>
"#
    );
}

#[test]
fn a_card_of_somebody_else_is_not_the_author_s() {
    let text = fixture!("l-1").replace("입력해보세요!\n가상 필명", "입력해보세요!\n다른 필명");
    let capture = capture(&text);
    assert_eq!(capture.author.bio, None);
    assert!(capture.author.extra.is_empty());
    assert_eq!(capture.lines.unwrap().unknown, 12);
}

#[test]
fn layout_l_without_a_byline_is_all_text() {
    assert_eq!(
        notes("메뉴\nbrunch\n글\n또\n"),
        ["title-missing", "author-missing", "date-missing"]
    );
    assert_eq!(html("메뉴\nbrunch\n글\n\n또\n"), "<p>글</p>\n<p><br></p>\n<p>또</p>\n");
}
