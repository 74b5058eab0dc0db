//! What readers wrote, in several captures and in feeds.

use super::*;

#[test]
fn comments_of_all_captures_are_there_once_as_the_newest_has_them() {
    let page = |comments: &str| {
        let head = "<link rel=canonical href=https://a.example/2020/01/05/snow/><title>";
        POST.replace("<title>", head) + "<div id=comments>" + comments + "</div>"
    };
    let comment = |id: &str, class: &str, text: &str| {
        format!(
            "<li class='comment {class}' id=comment-{id}><b class=fn>Ana</b><p class=comment-content>{text}</p></li>"
        )
    };
    let old = page(
        &[
            comment("1", "", "Old"),
            comment("2", "", "Gone"),
            comment("3", "unapproved", "Held"),
            comment("4", "secret", "Hidden"),
        ]
        .concat(),
    );
    let new = page(
        &[
            comment("1", "", "New"),
            comment("2", "", "Comment deleted."),
            comment("3", "", "Held"),
            comment("4", "", "Hidden"),
            comment("5", "", "Last"),
        ]
        .concat(),
    );
    let saved = |page: &str, time: &str| {
        format!(
            "<!--\n Page saved with SingleFile \n url: https://a.example/2020/01/05/snow/ \n saved date: {time}\n-->{page}"
        )
    };
    let reading = blogs(&[
        ("b.html", &saved(&old, "Sun Jan 05 2020 12:00:00 GMT+0000 (UTC)")),
        ("a.html", &saved(&new, "Mon Jan 06 2020 12:00:00 GMT+0000 (UTC)")),
    ]);
    let told: Vec<_> = reading.blogs[0]
        .comments
        .slots()
        .iter()
        .map(|slot| {
            let comment = slot.get().unwrap();
            let number = comment.id.as_str().rsplit('-').next().unwrap().to_owned();
            (number, comment.status, comment.body.text().unwrap().into_owned())
        })
        .collect();
    use larder_core::Status::{Published, Trashed};
    let text = |it: &str| it.to_owned();
    assert_eq!(
        told,
        [
            (text("1"), Some(Published), text("New")),
            // The text of what was removed is kept, and not shown.
            (text("2"), Some(Trashed), text("Gone")),
            (text("3"), Some(Published), text("Held")),
            // What was secret once is never shown.
            (text("4"), None, text("Hidden")),
            (text("5"), Some(Published), text("Last")),
        ]
    );
    let first = reading.blogs[0].comments.slots()[0].get().unwrap().into_owned();
    assert_eq!(first.extra.value("web:other-text").unwrap(), "Old");
    assert!(reading.ledger.unexplained().is_empty(), "{:?}", reading.ledger.unexplained());
}

/// Captures of one post, each with the day on which it was saved, and its comments.
fn captures(of: &[(u32, &str)]) -> crate::Reading {
    let page = |day: u32, comments: &str| {
        let head = "<link rel=canonical href=https://a.example/2020/01/05/snow/><title>";
        format!(
            "<!--\n Page saved with SingleFile \n url: https://a.example/2020/01/05/snow/ \n \
            saved date: Mon Jan {day:02} 2020 12:00:00 GMT+0000 (UTC)\n-->{}<div id=comments>{comments}</div>",
            POST.replace("<title>", head)
        )
    };
    let files: Vec<_> =
        of.iter().map(|(day, comments)| (format!("{day}.html"), page(*day, comments))).collect();
    blogs(&files.iter().map(|(name, page)| (&**name, &**page)).collect::<Vec<_>>())
}

fn comments_of(reading: &crate::Reading) -> Vec<(Option<larder_core::Status>, String)> {
    let slots = reading.blogs[0].comments.slots().iter();
    let comments = slots.map(|slot| slot.get().unwrap().into_owned());
    comments.map(|it| (it.status, it.body.text().unwrap().into_owned())).collect()
}

#[test]
fn an_answer_to_what_another_capture_hides_is_not_shown() {
    let one = |number: u32, above: u32, text: &str| {
        format!(
            "<li class=u_cbox_comment data-info=\"commentNo:'{number}', parentCommentNo:'{above}'\">\
            <span class=u_cbox_nick>Ana</span><span class=u_cbox_contents>{text}</span></li>"
        )
    };
    let reading = captures(&[
        (6, &one(5, 5, "비밀 댓글입니다.")),
        (7, &[one(7, 5, "To your address"), one(9, 9, "Fine")].concat()),
    ]);
    let shown = Some(larder_core::Status::Published);
    let told = comments_of(&reading);
    assert!(told.contains(&(None, "To your address".into())), "{told:?}");
    assert!(told.contains(&(shown, "Fine".into())), "{told:?}");
}

/// A comment of a theme that gives it no number.
fn unnumbered(text: &str, date: &str) -> String {
    format!(
        "<li class=comment><b class=fn>Ana</b><time datetime={date}></time><p class=comment-content>{text}</p></li>"
    )
}

#[test]
fn the_same_words_on_another_day_are_another_comment() {
    let early = unnumbered("Thanks!", "2020-01-05T10:00:00+09:00");
    let late = unnumbered("Thanks!", "2020-03-09T10:00:00+09:00");
    let reading = captures(&[(6, &early), (7, &late), (8, &[&*early, &late].concat())]);
    // The third capture has both, and of each it is another copy.
    assert_eq!(comments_of(&reading).len(), 2);
    assert!(reading.ledger.unexplained().is_empty());
}

#[test]
fn a_number_that_somebody_else_has_on_another_day_is_of_another_comment() {
    let one = |name: &str, text: &str, day: &str| {
        unnumbered(text, &format!("2020-01-{day}T10:00:00+09:00"))
            .replace("class=comment>", "class=comment id=comment-5>")
            .replace("Ana", name)
    };
    let read = |first: &str, second: &str| {
        let reading = captures(&[(20, first), (21, second)]);
        assert!(reading.ledger.unexplained().is_empty());
        comments_of(&reading).len()
    };
    assert_eq!(read(&one("Ana", "First", "05"), &one("Bo", "Other", "09")), 2);
    assert_eq!(read(&one("Ana", "First", "05"), &one("Ana", "Edited", "05")), 1);
    // A name that stands in the place of another is no other's.
    assert_eq!(read(&one("Ana", "First", "05"), &one("?", "비밀댓글입니다.", "09")), 1);
}

#[test]
fn what_became_secret_is_known_by_its_minute_where_it_has_no_number() {
    let date = "2020-01-05T10:00:00+09:00";
    let shown = unnumbered("My address", date);
    let hidden = unnumbered("비밀댓글입니다.", date);
    for captures_of in [[(6, &*shown), (7, &*hidden)], [(6, &*hidden), (7, &*shown)]] {
        let told = comments_of(&captures(&captures_of));
        assert_eq!(told, [(None, "My address".into())]);
    }
    // Others of that minute stay what they are.
    let other = shown.replace("Ana", "Bo");
    let told = comments_of(&captures(&[(6, &other), (7, &hidden)]));
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn what_a_feed_says_and_pages_may_hide_is_not_shown() {
    let feed = "<rss version=\"2.0\"><channel><title>Comments on: Snow</title>\
        <link>https://a.example/2020/01/05/snow/</link><item><title>By: Ana</title>\
        <link>https://a.example/2020/01/05/snow/#comment-5</link><guid>x</guid>\
        <description>My address</description></item><item><title>By: Bo</title>\
        <link>https://a.example/2020/01/05/snow/#comment-9</link><guid>y</guid>\
        <pubDate>Sun, 12 Jan 2020 10:00:00 +0900</pubDate><description>Later</description></item></channel></rss>";
    let read = |text: &str| {
        let comment = unnumbered(text, "2020-01-05T10:00:00+09:00");
        let head = "<link rel=canonical href=https://a.example/2020/01/05/snow/><title>";
        let page = POST.replace("<title>", head) + "<div id=comments>" + &comment + "</div>";
        comments_of(&blogs(&[("a.html", &page), ("feed.xml", feed)]))
    };
    assert!(read("비밀댓글입니다.").contains(&(None, "My address".into())));
    let shown = Some(larder_core::Status::Published);
    // What is of another day is another one.
    assert!(read("비밀댓글입니다.").contains(&(shown, "Later".into())));
    assert!(read("Snow!").contains(&(shown, "My address".into())));
}
