//! Whole responses.

use larder_core::Zone;

use super::*;
use crate::readers::brunch::body::to_html;

const ARTICLES: &str =
    include_str!("../../../../../../tests/fixtures/import/brunch/api-article/input.json");
const LIST: &str =
    include_str!("../../../../../../tests/fixtures/import/brunch/api-list/input.json");
const MAGAZINE: &str =
    include_str!("../../../../../../tests/fixtures/import/brunch/api-magazine/input.json");
const COMMENTS: &str = include_str!(
    "../../../../../../tests/fixtures/import/brunch/api-comments/input/api.brunch.co.kr/v2/@@Zz9Z/12/comments.json"
);
const ERROR: &str =
    include_str!("../../../../../../tests/fixtures/import/brunch/api-error/input/refused.json");

fn read(text: &str) -> Vec<Capture> {
    read_response(text, &Limits::default(), Deadline::NEVER).unwrap()
}

#[test]
fn responses_are_recognised_by_their_fields() {
    assert_eq!(
        recognise_response(LIST).as_deref(),
        Some("an answer of brunch's API with `contentId`")
    );
    assert_eq!(
        recognise_response(COMMENTS).as_deref(),
        Some("an answer of brunch's API with `commentUserId`")
    );
    assert_eq!(recognise_response(ERROR).as_deref(), Some("an answer of an API with the code 404"));
    // The head of a long one.
    assert!(recognise_response(LIST.split_at(LIST.find("userName").unwrap()).0).is_none());
    for text in ["{}", "[]", "{\"code\": 200}", "", "{\"code\":\"x\",\"desc\":1,\"data\":2}"] {
        assert_eq!(recognise_response(text), None, "{text}");
    }
}

#[test]
fn articles_with_a_body_keep_it_and_private_ones_say_so() {
    let captures = read(ARTICLES);
    let seen: Vec<_> = captures
        .iter()
        .map(|capture| (capture.identity.number, capture.not_public, capture.form))
        .collect();
    let expected = [
        (Some(12), false, Form::ApiArticle),
        (Some(13), true, Form::ApiArticle),
        (Some(14), true, Form::ApiArticle),
    ];
    assert_eq!(seen, expected);
    assert_eq!(
        to_html(captures[0].blocks.as_ref().unwrap()),
        "<p>골목 끝에 우체통이 있었다.</p>\n"
    );
    assert!(captures[2].published.is_none());
    assert!(
        captures[0].original.starts_with("{\n    \"no\": 12,")
            && captures[0].original.ends_with('}')
    );
    assert_eq!(
        captures[0].addresses,
        ["https://brunch.co.kr/@example-writer/12", "https://brunch.co.kr/@@Zz9Z/12"]
    );
}

#[test]
fn a_list_entry_is_data_without_a_body() {
    let captures = read(LIST);
    let first = &captures[0];
    assert_eq!((first.form, first.blocks.as_ref()), (Form::ApiList, None));
    assert_eq!(first.title.as_deref(), Some("우체통이 있던 골목"));
    assert_eq!(
        first.subtitle.as_ref().map(|claim| claim.value.as_str()),
        Some("느린 편지에 대하여")
    );
    assert_eq!(first.author.name.as_deref(), Some("가상 필명"));
    let published = first.published.unwrap();
    assert_eq!(
        (published.to_rfc3339().as_str(), published.zone()),
        ("2021-03-04T12:30:02+09:00", Zone::Stated)
    );
    assert_eq!(first.published_rank, 0);
    assert_eq!(
        (first.counts.likes, first.counts.comments, first.counts.views),
        (Some(26), Some(0), None)
    );
    assert_eq!(first.keywords, ["편지"]);
    assert_eq!(
        first.series.as_ref().and_then(|series| series.number.as_ref()).map(|claim| claim.value),
        Some(3)
    );
    let extra = serde_json::to_string(&first.extra).unwrap();
    let expected = concat!(
        r#"{"contentId":"@@Zz9Z/12","data.moreList":true,"#,
        r#""data.nextUrl":"https://api.brunch.co.kr/v2/article/@example-writer?lastTime=1614785402417"}"#
    );
    assert_eq!(extra, expected);
    let second = &captures[1];
    assert_eq!(second.published.unwrap().to_rfc3339(), "2021-03-04T00:30:02.417+09:00");
    assert_eq!(second.updated.unwrap().to_rfc3339(), "2021-03-04T12:30:02+09:00");
    assert_eq!((second.subtitle.as_ref(), second.counts.likes), (None, None));
}

#[test]
fn articles_of_a_magazine_are_unwrapped() {
    let captures = read(MAGAZINE);
    let series = captures[1].series.as_ref().unwrap();
    assert_eq!((captures.len(), captures[1].identity.number), (2, Some(12)));
    assert_eq!(series.title.as_deref(), Some("보기 매거진"));
    assert_eq!(series.address.as_deref(), Some("/magazine/example-magazine"));
    assert_eq!((series.magazine_number, series.number.as_ref()), (Some(501), None));
}

#[test]
fn comments_nest_and_the_total_is_kept() {
    let captures = read(COMMENTS);
    let [capture] = captures.as_slice() else { panic!("one capture") };
    assert_eq!((capture.form, capture.counts.comments), (Form::ApiComments, Some(3)));
    let seen: Vec<_> = capture
        .comments
        .iter()
        .map(|comment| {
            (comment.number, comment.parent, comment.author_name.as_deref(), comment.text.as_str())
        })
        .collect();
    let expected = [
        (Some(1), None, Some("옆집 사람"), "저도 기억나요."),
        (Some(2), Some(1), Some("가상 필명"), "반갑습니다.\n건강하세요."),
    ];
    assert_eq!(seen, expected);
    assert_eq!(capture.comments[1].published.unwrap().to_rfc3339(), "2021-03-04T14:30:02+09:00");
}

#[test]
fn errors_and_other_answers_are_refused_by_name() {
    let table = [
        (ERROR, Rule::ErrorPage, "the answer's code is 404"),
        (r#"{"data":{"list":[{"no":1}]}}"#, Rule::ErrorPage, "the answer's code is no code"),
        (
            r#"{"code":200,"data":{"userName":"가","followerCount":1}}"#,
            Rule::ListPage,
            "a profile, no posts",
        ),
        (r#"{"code":200,"data":{"works":[]}}"#, Rule::ListPage, "a list of books, no posts"),
        (r#"{"code":200,"data":{"list":[]}}"#, Rule::ListPage, "an answer without posts"),
        (
            r#"{"code":200,"data":{"list":[{"view":1}]}}"#,
            Rule::ListPage,
            "1 entries, none of which is a post",
        ),
    ];
    for (text, rule, found) in table {
        assert_eq!(
            read_response(text, &Limits::default(), Deadline::NEVER),
            Err(Refusal { rule, found: found.to_owned() }),
            "{text}"
        );
    }
    assert_eq!(
        read_response("{\"code\":200,", &Limits::default(), Deadline::NEVER).unwrap_err().rule,
        Rule::Unreadable
    );
}

#[test]
fn one_bad_entry_does_not_stop_the_others() {
    let deep = "[".repeat(200) + &"]".repeat(200);
    let text = format!(
        r#"{{"code":200,"data":{{"list":[{{"no":1,"x":{deep}}},{{"no":2,"title":"끝\ud83d"}}]}}}}"#
    );
    let captures = read(&text);
    let notes: Vec<_> = captures[0].notes.iter().map(|note| note.kind.code()).collect();
    assert_eq!((captures.len(), captures[0].title.as_deref()), (1, Some("끝\u{fffd}")));
    assert_eq!(notes, ["bytes-lost-before", "data-unreadable"]);
}

#[test]
fn a_search_marks_words_in_the_title() {
    let text =
        r#"{"code":200,"data":{"list":[{"contentId":"@@Zz9Z/3","title":"<b>저울</b> &amp; 추"}]}}"#;
    let captures = read(text);
    assert_eq!(captures[0].title.as_deref(), Some("저울 & 추"));
    assert_eq!(
        captures[0].extra.value("title").and_then(Value::as_str),
        Some("<b>저울</b> &amp; 추")
    );
    assert_eq!(captures[0].identity.user_id.as_deref(), Some("Zz9Z"));
}

#[test]
fn a_million_brackets_do_no_harm() {
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(|| {
        for text in [
            "[".repeat(1_000_000),
            format!("{{\"code\":200,\"data\":{}", "{\"data\":".repeat(300_000)),
        ] {
            assert!(read_response(&text, &Limits::default(), Deadline::NEVER).is_err());
            let _ = recognise_response(&text);
        }
    });
    thread.unwrap().join().unwrap();
}

#[test]
fn no_entry_is_begun_after_the_time_is_up() {
    for text in [LIST, COMMENTS] {
        let refusal = read_response(text, &Limits::default(), Deadline::in_seconds(0)).unwrap_err();
        assert_eq!((refusal.rule, refusal.found.as_str()), (Rule::TimeUp, "0 entries were read"));
    }
}

#[test]
fn answers_to_comments_count_as_entries() {
    let text = r#"{"code":200,"data":{"list":[
        {"no":1,"message":"가","children":{"list":[{"no":2,"message":"나"},{"no":3,"message":"다"}]}},
        {"no":4,"message":"라"}]}}"#;
    let at_most = |lines| {
        let limits = Limits { lines, ..Limits::default() };
        read_response(text, &limits, Deadline::NEVER)
    };
    assert_eq!(at_most(4).unwrap()[0].comments.len(), 4);
    let found = "more than 3 entries; --max-lines raises the limit".to_owned();
    assert_eq!(at_most(3), Err(Refusal { rule: Rule::TooLarge, found }));
}
