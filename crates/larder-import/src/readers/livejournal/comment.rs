//! A comment: its fields, mapped.

use std::sync::Arc;

use larder_core::{Body, Comment, CommentId, Extra, Spool, Status};

use super::{
    fields::Fields,
    journal::Journal,
    markup::{Lines, made},
};

/// Whether a record is all of a comment, and not only a line of the list that says of each who wrote it and its state.
pub(super) fn is_all(fields: &Fields) -> bool {
    ["body", "subject", "date", "jitemid", "parentid"].iter().any(|name| fields.get(name).is_some())
}

/// What a state means. None for one that nobody knows. By default it is active.
fn status(state: &str) -> Option<Status> {
    Some(match state {
        "" | "A" | "F" => Status::Published,
        "S" => Status::Pending,
        "D" | "B" => Status::Trashed,
        _ => return None,
    })
}

/// The state that shows a comment to fewer people.
fn stricter(one: &str, other: &str) -> Option<Status> {
    match (status(one)?, status(other)?) {
        (Status::Published, other) => Some(other),
        (one, _) => Some(one),
    }
}

/// Makes a comment. `entry` is the number of its entry, where its file says it. Fails when the spool does.
pub(super) fn make(
    mut fields: Fields,
    entry: Option<u64>,
    is_whole: bool,
    journal: &Journal,
    spool: &Arc<dyn Spool>,
) -> std::io::Result<Comment> {
    let raw = fields.number("jitemid").or(entry);
    let post = match raw.and_then(|raw| journal.numbers.get(&raw)) {
        Some(number) => journal.id(*number),
        None => {
            let raw = raw.map(|raw| raw.to_string()).unwrap_or_default();
            journal.made(&["livejournal", "jitemid", &raw])
        }
    };
    let number = fields.get("id").unwrap_or_default().to_owned();
    let id = match number.is_empty() {
        true => CommentId::derived(&["livejournal", &format!("{fields:?}")]),
        false => CommentId::new(&*number),
    };
    let text = fields.take("body").unwrap_or_default();
    let mut extra = Extra::default();
    let made = made(&text, Lines::Guess, journal.platform());
    if made.html != text {
        extra.insert("livejournal:body", text);
    }
    let mut comment = Comment::new(id, post, Body::keep(spool, &made.html)?);
    comment.is_html = true;
    let listed = journal.states.get(&number).map(String::as_str).unwrap_or_default();
    let state = fields.get("state").unwrap_or_default();
    comment.status = stricter(state, listed).filter(|_| is_whole && !fields.is_doubtful());
    comment.parent = fields.get("parentid").filter(|it| *it != "0").map(CommentId::new);
    let poster = fields.get("posterid").filter(|it| *it != "0");
    let name = fields.get("user").or_else(|| Some(journal.users.get(poster?)?.as_str()));
    comment.author_name = name.map(str::to_owned);
    comment.author_url = name.and_then(|name| journal.platform().address(name));
    comment.author_ip = fields.take("poster_ip");
    comment.published = date(&mut fields);
    fields.take("id");
    fields.keep(&mut extra);
    comment.extra = extra;
    Ok(comment)
}

/// The date, which stays in `extra` where it is none.
fn date(fields: &mut Fields) -> Option<larder_core::Timestamp> {
    let utc = chrono::FixedOffset::east_opt(0).expect("UTC is an offset");
    let date = crate::date::feed::parse(fields.get("date")?, utc)?;
    fields.take("date");
    Some(date)
}
