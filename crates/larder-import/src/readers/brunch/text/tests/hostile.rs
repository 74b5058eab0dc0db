//! Any bytes: no panic, nothing quadratic, and the account of the lines is always right.

use std::{collections::BTreeSet, fmt::Write as _};

use proptest::prelude::*;

use super::*;

/// Enough for anything quadratic to take very long.
const MANY: usize = 8_000;

const HEAD: &str = "brunch\n\nYou can make anything\nby writing\n\nC.S.Lewis\n\nby 필명 Mar 04. 2021\n\n제목\n\n\n";

/// Lines of all grammars, and lines that only resemble them.
const GRAMMAR: &[&str] = &[
    "",
    "",
    "",
    "",
    "\u{a0}",
    " ",
    "  ",
    "\r",
    "brunch",
    "brunch",
    "메뉴",
    "매거진 읽기",
    "매거진",
    "연재 중 책 03화",
    "You can make anything",
    "by writing",
    "You can make anythingby writing",
    "C.S.Lewis",
    "by 필명 Mar 04. 2021",
    "by 필명 Feb 31. 2021",
    "by 필명",
    "by",
    "필명",
    "Mar 04. 2021",
    "ⓒ 필명",
    " 가  나",
    "*말 : 뜻",
    "그 *말을",
    "사진.jpg 설명",
    "%BB%E7%C1%F81.JPG?type=w740",
    "{{가}}",
    "이전 04화 가",
    "다음 06화나",
    "작가의 이전글 가",
    "매거진의 다음글",
    "brunch book",
    "$magazine.title",
    "현재 글은 이 브런치북에",
    "소속되어 있습니다.",
    "작품 선택",
    "키워드 선택 0 / 3 0",
    "댓글여부",
    "afliean",
    "브런치는 최신 브라우저에 최적화 되어있습니다. IE chrome safari",
    "keyword",
    "keyword",
    "목요일 연재",
    "지금 바로 작가의 멤버십 구독자가 되어",
    "멤버십 특별 연재 콘텐츠를 모두 만나 보세요.",
    "brunch membership",
    "필명작가님의 멤버십을 시작해 보세요!",
    "57 구독자",
    "오직 멤버십 구독자만 볼 수 있는,",
    "이 작가의 특별 연재 콘텐츠",
    "  • 하나",
    "최신 발행글 더보기",
    "댓글",
    "댓글",
    "5",
    "1.2만",
    "작성된 댓글이 없습니다.",
    "작가에게 첫 번째 댓글을 남겨주세요!",
    "브런치에 로그인하고 댓글을 입력해보세요!",
    "직업",
    "팔로워",
    "제안하기",
    "팔로우",
    "잘못된 주소이거나",
    "\u{fffd}",
    "#",
];

/// Beginnings that make each layout likely.
const BEGINNINGS: &[&str] = &[
    "",
    HEAD,
    "brunch\n\n",
    "brunch\n\n제목\n\nby 필명\n",
    "제목\n\nby 필명\n\n",
    "메뉴\nbrunch\n제목\nby\n필명\nMar 04. 2021\n",
    "You can make anythingby writing\nC.S.Lewis\n",
];

/// Lines of the grammars among lines of text, each of which stands only once.
fn soup() -> impl Strategy<Value = String> {
    let lines = prop::collection::vec(prop::option::weighted(0.8, 0..GRAMMAR.len()), 0..50);
    (0..BEGINNINGS.len(), lines, any::<bool>()).prop_map(|(beginning, lines, ended)| {
        let mut text = BEGINNINGS[beginning].to_owned();
        for (index, line) in lines.into_iter().enumerate() {
            match line {
                Some(line) => text.push_str(GRAMMAR[line]),
                None => _ = write!(text, "줄{index}끝"),
            }
            text.push('\n');
        }
        if !ended {
            text.pop();
        }
        text
    })
}

fn choices() -> impl Strategy<Value = SubtitleChoice> {
    let all = vec![SubtitleChoice::Guess, SubtitleChoice::Yes, SubtitleChoice::No];
    prop::sample::select(all)
}

/// The text of a body, without its markup.
fn text_of(html: &str) -> String {
    let html = html.replace("<br>", "\n").replace("<p>", "").replace("</p>", "");
    let mut text = String::new();
    for (index, part) in html.split("<a ").enumerate() {
        let part = if index == 0 { part } else { part.split_once('>').unwrap().1 };
        text.push_str(&part.replace("</a>", ""));
    }
    let text = text.replace("&nbsp;", "\u{a0}").replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&amp;", "&")
}

/// Whether a line is one of [`soup`]'s own, such as `줄7끝`.
fn stands_once(line: &str) -> bool {
    let number = line.strip_prefix('줄').and_then(|rest| rest.strip_suffix('끝'));
    number.is_some_and(|number| number.parse::<u8>().is_ok())
}

/// What must hold for any text.
fn check(text: &str, subtitle: SubtitleChoice, forced: bool) {
    let Ok(captures) = read(text, subtitle, forced) else { return };
    let capture = &captures[0];
    let lines = capture.lines.unwrap();
    assert!(lines.balances(), "{lines:?}");
    assert_eq!(lines.total as usize, text.split_terminator('\n').count());
    assert_eq!(capture.original, text);
    let original: BTreeSet<&str> =
        text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
    for block in capture.blocks.as_ref().unwrap() {
        if let Block::Text { html, .. } = block {
            for line in text_of(html).split('\n') {
                assert!(original.contains(line), "{line:?} is not in the capture");
            }
        }
    }
    let shown = show(capture);
    let gone = original.iter().filter(|it| stands_once(it) && !shown.contains(**it)).count();
    assert!(gone <= lines.unknown as usize, "{gone} lines are gone:\n{text}\n{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn soups_of_grammar_lines_are_accounted_for(text in soup(), choice in choices(), forced: bool) {
        check(&text, choice, forced);
    }

    #[test]
    fn any_text_is_accounted_for(text in "(?s).{0,200}", beginning in 0..BEGINNINGS.len()) {
        check(&format!("{}{text}", BEGINNINGS[beginning]), SubtitleChoice::Guess, true);
    }
}

#[test]
fn a_very_long_line_is_a_line() {
    for piece in ["가", "가  ", " ", "a.", "*", "*가 : ", "by ", "이전 04화", "$a.", "a.jpg?type=w"]
    {
        let line = piece.repeat(MANY / piece.len());
        check(&line, SubtitleChoice::Guess, true);
        check(
            &format!("brunch\n\n제목\n\nby 필명\n{line}\n\n{line}\n"),
            SubtitleChoice::Guess,
            false,
        );
        check(&format!("{HEAD}{line}"), SubtitleChoice::Guess, false);
        check(&format!("{line}\n\nby {line}\n\nkeyword\n{line}"), SubtitleChoice::Guess, false);
    }
}

#[test]
fn a_megabyte_in_one_line_and_a_million_lines_are_read() {
    check(&w_body(&"가  ".repeat(200_000)), SubtitleChoice::Guess, false);
    let lines = capture(&format!("{HEAD}글\n\n{}", "이전 04화 가\n".repeat(1_000_000))).lines;
    assert_eq!(lines.unwrap().total, 1_000_014);
}

#[test]
fn many_lines_of_one_kind_take_linear_time() {
    for line in [
        "",
        "\u{a0}",
        "가",
        "이전 04화 가",
        "keyword",
        "댓글",
        "by 필명",
        "*말 : 뜻",
        "사진.jpg",
        "가\n",
        " 가  나",
    ] {
        let lines = format!("{line}\n").repeat(MANY);
        for beginning in BEGINNINGS {
            let text = format!("{beginning}{lines}");
            let captures = read(&text, SubtitleChoice::Guess, true);
            for capture in captures.iter().flatten() {
                assert!(capture.lines.unwrap().balances(), "{line:?}");
            }
        }
    }
}

#[test]
fn a_million_blank_lines_are_one_gap() {
    let capture = capture(&format!("{HEAD}가{}나\n", "\n".repeat(1_000_000)));
    assert_eq!(capture.blocks.unwrap()[1], Block::MediaGap(999_999));
}

#[test]
fn a_membership_notice_repeated_is_looked_through_once() {
    let notice = "지금 바로 작가의 멤버십 구독자가 되어\n멤버십 특별 연재 콘텐츠를 모두 만나 보세요.\nbrunch membership\n\
                  필명작가님의 멤버십을 시작해 보세요!\n";
    check(
        &format!("brunch\n\n제목\n\nby 필명\n\n{}", notice.repeat(20_000)),
        SubtitleChoice::Guess,
        false,
    );
}

#[test]
fn many_traces_are_counted_and_only_the_first_hundred_named() {
    let capture = capture(&w_body(&"가  ".repeat(1_000)));
    let named = capture.notes.iter().filter(|it| it.kind.code() == "suspected-lost-text").count();
    assert_eq!(named, 100);
    assert!(capture.notes.iter().any(|it| it.kind == NoteKind::CaptureLosesWords { count: 999 }));
}
