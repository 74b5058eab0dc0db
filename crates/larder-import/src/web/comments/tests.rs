use larder_core::Status;

use super::Remark;
use crate::web::{Page, Saved};

fn page(comments: &str) -> Page {
    let html = format!(
        "<html><title>Jars</title><meta property=og:type content=article><article><h1>Jars</h1>\
        <div class=entry-content><p>Salt the lemons and wait.</p></div></article>{comments}"
    );
    let local = |_: &str| None;
    let address = Some(("https://jar.example/jars/", "capture"));
    let saved = Saved { address, status: None, is_listed: false, captured: None, local: &local };
    Page::read(&html, &saved, &larder_html::Limits::default())
}

fn comments(html: &str) -> Vec<Remark> {
    page(html).comments.list
}

fn one(id: u32, text: &str, within: &str) -> String {
    format!(
        "<li class=comment id=comment-{id}><b class=fn>Ana</b><div class=comment-content>{text}</div>{within}</li>"
    )
}

#[test]
fn forms_counts_and_buttons_are_no_comments() {
    for none in [
        "<div id=comments><h3>3 comments</h3><form class=comment-form><b class=fn>Name</b><time>2020-01-01</time></form></div>",
        "<div id=comments><ul><li>Newest</li><li>Oldest</li></ul><p>Load more</p></div>",
        "<div class=widget id=recent><ul class=comments><li class=comment><b class=fn>Ana</b> on <p>Lids</p></li></ul></div>",
        "<div id=comments><ol class=comment-list></ol></div>",
    ] {
        assert_eq!(comments(none), [], "{none}");
    }
}

#[test]
fn no_comment_and_no_script_gets_into_the_post_or_into_another_comment() {
    let answer = one(2, "Inner", "");
    let html =
        one(1, "Outer<script>alert(1)</script><form>x</form>", &format!("<ol>{answer}</ol>"));
    let page = page(&format!("<div id=comments><ol>{html}</ol></div>"));
    assert_eq!(page.html, "<p>Salt the lemons and wait.</p>");
    let told: Vec<_> = page.comments.list.iter().map(|it| (it.html.as_str(), it.parent)).collect();
    assert_eq!(told, [("Outer", None), ("Inner", Some(0))]);
}

#[test]
fn what_is_secret_held_or_removed_is_not_shown_nor_are_answers_to_it() {
    for (text, class, status) in [
        ("비밀 댓글입니다.", "", None),
        ("비밀댓글입니다", "", None),
        ("Words", "rp_secret", None),
        ("Words", "b-leaf-screened", None),
        ("Words", "unapproved", Some(Status::Pending)),
        ("Your comment is awaiting moderation.", "", Some(Status::Pending)),
        ("This comment has been removed by the author.", "", Some(Status::Trashed)),
        ("Words", "deleted", Some(Status::Trashed)),
    ] {
        let html = one(1, text, &format!("<ol>{}</ol>", one(2, "Answer", ""))).replacen(
            "class=comment",
            &format!("class='comment {class}'"),
            1,
        );
        let list = comments(&format!("<div id=comments><ol>{html}</ol></div>"));
        assert_eq!(list[0].status, status, "{text} {class}");
        // What stands in the place of a text is none.
        assert_eq!(list[0].html.is_empty(), text != "Words", "{text}");
        let is_shown = list[1].status == Some(Status::Published);
        assert_eq!(is_shown, status == Some(Status::Trashed), "{text} {class}");
    }
    // Somebody may write of such things.
    let list = comments(&format!(
        "<div id=comments>{}</div>",
        one(1, "I saw “comment deleted” there.", "")
    ));
    assert_eq!(list[0].status, Some(Status::Published));
}

#[test]
fn numbers_that_lead_in_a_circle_are_no_parents() {
    let naver = |number: u32, parent: u32| {
        format!(
            "<li class=u_cbox_comment data-info=\"commentNo:'{number}',parentCommentNo:'{parent}'\"><span class=u_cbox_nick>A</span>\
            <span class=u_cbox_contents>{number}</span></li>"
        )
    };
    let list =
        comments(&format!("<div class=u_cbox><ul>{}{}</ul></div>", naver(1, 2), naver(2, 1)));
    let told: Vec<_> = list.iter().map(|it| (it.parent, it.answers.as_deref())).collect();
    // The second answers the first; what the first answers is said by its number only.
    assert_eq!(told, [(None, Some("2")), (Some(0), None)]);
}

#[test]
fn two_that_say_the_same_are_two_and_data_adds_what_markup_does_not_have() {
    let data = r#"<script type="application/ld+json">{"@type":"BlogPosting","headline":"Jars","comment":[
        {"@type":"Comment","text":"Yes","author":{"name":"Ana","url":"https://ana.example/"}},
        {"@type":"Comment","text":"<p onclick=x>No<script>1<\/script></p>","author":"Bo","comment":{"@type":"Comment","text":"1 < 2","author":"Cy"}}]}</script>"#;
    let list = comments(&format!(
        "{data}<div id=comments>{}{}</div>",
        one(1, "Yes", ""),
        one(2, "Yes", "")
    ));
    let told: Vec<_> =
        list.iter().map(|it| (it.html.as_str(), it.site.as_deref(), it.parent)).collect();
    assert_eq!(
        told,
        [
            ("Yes", Some("https://ana.example/"), None),
            ("Yes", None, None),
            ("<p onclick=\"x\">No</p>", None, None),
            ("1 &lt; 2", None, Some(2))
        ]
    );
}

#[test]
fn hostile_threads_end_soon() {
    let start = std::time::Instant::now();
    let deep =
        "<li class=comment><b class=fn>A</b><p class=comment-content>x</p><ol>".repeat(6_000);
    comments(&format!("<div id=comments><ol>{deep}"));
    let wide = "<li class='comment depth-9'><b class=fn>A</b><p class=comment-content>x</p></li>"
        .repeat(6_000);
    assert_eq!(comments(&format!("<div id=comments><ol>{wide}")).len(), 6_000);
    let steps: String = (0..6_000)
        .map(|depth| format!("<li class='comment depth-{depth}'><b class=fn>A</b>x</li>"))
        .collect();
    assert_eq!(comments(&format!("<div id=comments><ol>{steps}")).len(), 6_000);
    let answers: String =
        (0..6_000).map(|it| format!("<li class=comment id=comment-{it}><b>A</b></li>")).collect();
    let many = format!("<li class=comment id=a1><b class=fn>A</b>x<ol>{answers}</ol></li>");
    comments(&format!("<div id=comments><ol>{many}</ol></div>"));
    let bare = "<!---->".repeat(6_000) + &"<b>x</b>".repeat(6_000);
    comments(&format!("<ul class=comments><li>{bare}</li></ul>"));
    let areas = "<aside><div class=comments><li class=comment>x".repeat(2_000);
    comments(&areas);
    let data = r#"{"@type":"Comment","text":"x","comment":["#.repeat(5_000);
    comments(&format!(
        "<script type=application/ld+json>{{\"@type\":\"BlogPosting\",\"comment\":[{data}</script>"
    ));
    let naver: String = (0..2_000)
        .map(|it| format!("<li class=u_cbox_comment data-info=\"commentNo:'{it}',parentCommentNo:'{}'\"><i class=u_cbox_nick>A</i>x</li>", it - 1))
        .collect();
    assert_eq!(comments(&format!("<ul class=u_cbox>{naver}</ul>")).len(), 2_000);
    assert!(start.elapsed().as_secs() < 12, "{:?}", start.elapsed());
}

#[test]
fn pages_that_are_cut_anywhere_show_nothing_more() {
    let held = one(1, "CANARY", "").replacen("class=comment", "class='comment unapproved'", 1);
    let secret = "<ul class=tt-list-reply><li class='tt-item-reply rp_secret' id=comment5><a class=tt-link-user>A</a><p class=tt_desc>CANARY</p>\
        <ul><li class='tt-item-reply rp_admin' id=comment6><a class=tt-link-user>B</a><p class=tt_desc>CANARY 둘</p></li></ul></li></ul>";
    let naver = "<ul class=u_cbox><li class=u_cbox_comment data-info=\"commentNo:'1',secret:true\"><span class=u_cbox_nick>A</span>\
        <span class=u_cbox_contents>CANARY</span></li></ul>";
    for html in [format!("<div id=comments><ol>{held}</ol></div>").as_str(), secret, naver] {
        for end in (0..=html.len()).filter(|end| html.is_char_boundary(*end)) {
            let list = comments(&html[..end]);
            let is_shown =
                |it: &Remark| it.status == Some(Status::Published) && it.html.contains("CANARY");
            assert!(!list.iter().any(is_shown), "{}", &html[..end]);
        }
    }
}

#[test]
fn what_json_ld_says_and_no_markup_shows_is_not_shown_where_it_may_be_what_the_markup_hides() {
    let data = |comments: &str| {
        format!(
            r#"<script type="application/ld+json">{{"@type":"BlogPosting","headline":"Jars","url":"https://jar.example/jars/",
            "comment":[{comments}]}}</script>"#
        )
    };
    let said = |name: &str, more: &str| {
        format!(
            r#"{{"@type":"Comment","text":"By whom?","author":{{"@type":"Person","name":"{name}"}}{more}}}"#
        )
    };
    let markup = |text: &str| format!("<div id=comments><ol>{}</ol></div>", one(5, text, ""));
    let status = |text: &str, said: &str| {
        let list = comments(&(data(said) + &markup(text)));
        assert_eq!(list.len(), 2, "{list:?}");
        list[1].status
    };
    // It may be the secret one, or the one that is held under another name.
    assert_eq!(status("비밀댓글입니다.", &said("Ana", "")), None);
    assert_eq!(status("Your comment is awaiting moderation.", &said("Ana M.", "")), None);
    // Two with numbers are two, and where nothing is hidden everything may be shown.
    let numbered = said("Ana", r#","url":"https://jar.example/jars/#comment-6""#);
    assert_eq!(status("비밀댓글입니다.", &numbered), Some(Status::Published));
    assert_eq!(status("Shown.", &said("Ana", "")), Some(Status::Published));
}

#[test]
fn a_secret_comment_that_is_nested_too_deep_is_shown_in_no_other() {
    let (mut open, mut close) = (String::new(), String::new());
    for id in 1..400 {
        open +=
            &format!("<li class=comment id=comment-{id}><b class=fn>Ana</b><p>Words {id}</p><ol>");
        close += "</ol></li>";
    }
    let secret =
        "<li class='comment secret' id=comment-400><b class=fn>Bo</b><p>My address</p></li>";
    let list = comments(&format!("<div id=comments><ol>{open}{secret}{close}</ol></div>"));
    let shown = |it: &&Remark| it.status == Some(Status::Published);
    let shown: Vec<_> = list.iter().filter(shown).collect();
    assert!(shown.len() > 200 && shown.iter().all(|it| !it.html.contains("address")));
    assert!(list.iter().any(|it| it.html.contains("address")), "kept, and not shown");
}

#[test]
fn ten_thousand_answers_to_one_comment_and_depths_without_end_are_read() {
    let list = |all: &str| comments(&format!("<div id=comments><ol>{all}</ol></div>"));
    let answers: String = (10..10_010).map(|id| one(id, "Yes", "")).collect();
    let answered = list(&one(1, "Who?", &format!("<ol>{answers}</ol>")));
    assert_eq!(answered.len(), 10_001);
    assert!(answered.iter().skip(1).all(|it| it.parent == Some(0)));
    let deep =
        |id| one(id, "Yes", "").replace("class=comment ", &format!("class='comment depth-{id}' "));
    let deeper = list(&(1..1000).map(deep).collect::<String>());
    assert_eq!(deeper.len(), 999);
    assert!(deeper.iter().skip(1).enumerate().all(|(at, it)| it.parent == Some(at)));
}

#[test]
fn what_stands_beside_a_text_says_that_nobody_is_shown_it() {
    for (text, status) in [
        ("<em>Your comment is awaiting moderation.</em><p>Words</p>", Some(Status::Pending)),
        ("<p>댓글이 승인 대기 중입니다.</p><p>Words</p>", Some(Status::Pending)),
        ("<span class=blind>비밀댓글</span><p>Words</p>", None),
        ("<img src=//i.example/a/btn_lock.gif><p>Words</p>", None),
        ("<img src=/a.png alt=비밀글><p>Words</p>", None),
        ("<i class=secretComment></i><p>Words</p>", None),
        ("🔒 [비밀댓글]", None),
        ("このコメントは管理人のみ閲覧できます", None),
    ] {
        let list = comments(&format!("<div id=comments><ol>{}</ol></div>", one(5, text, "")));
        assert_eq!(list.iter().map(|it| it.status).collect::<Vec<_>>(), [status], "{text}");
    }
    let block = one(5, "<img src=/a/block.gif alt=Block>It was in the secret garden.", "");
    let list = comments(&format!("<div id=comments><ol>{block}</ol></div>"));
    assert_eq!(list[0].status, Some(Status::Published));
}

#[test]
fn answers_in_json_ld_are_read_as_deep_as_they_go() {
    let comment = |number: u32, within: &str| {
        format!(r#"{{"@type":"Comment","text":"Words {number}","author":"Ana"{within}}}"#)
    };
    let deep = (0..100).fold(String::new(), |within, number| {
        format!(r#","comment":{}"#, comment(number, &within))
    });
    let list = comments(&format!(
        r#"<script type="application/ld+json">{{"@type":"BlogPosting","headline":"Jars","url":"https://jar.example/jars/"{deep}}}</script>"#
    ));
    assert_eq!(list.len(), 100);
    assert!(list.iter().skip(1).enumerate().all(|(at, it)| it.parent == Some(at)));
}

#[test]
fn answers_in_json_ld_to_what_has_no_text_are_kept_and_not_shown() {
    let list = comments(
        r#"<script type="application/ld+json">{"@type":"BlogPosting","headline":"Jars","url":"https://jar.example/jars/","comment":[
        {"@type":"Comment","author":"Ana","comment":{"@type":"Comment","text":"You are right","author":"Bo",
            "comment":{"@type":"Comment","text":"So are you","author":"Cy"}}},
        {"@type":"Comment","text":"Fine jars","author":"Dee"}]}</script>"#,
    );
    let found: Vec<_> = list.iter().map(|it| (it.html.as_str(), it.status, it.parent)).collect();
    let shown = Some(Status::Published);
    assert_eq!(
        found,
        [("You are right", None, None), ("So are you", None, Some(0)), ("Fine jars", shown, None)]
    );
}
