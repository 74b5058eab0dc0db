//! Comments of a response: a list whose entries hold their answers in `children.list`.

use serde_json::Value;

use super::{
    json::{self, Object},
    too_many,
};
use crate::{
    date,
    readers::brunch::capture::{CommentDraft, Refusal},
};

/// Takes the comments out of an entry of a list, each before its answers. Returns how many of them are no objects. Fails
/// as soon as there are more than `most`, with those that were there before.
pub(super) fn read(
    entry: Value,
    most: u64,
    comments: &mut Vec<CommentDraft>,
) -> Result<u64, Refusal> {
    let mut strange = 0;
    let mut waiting = vec![(entry, None)];
    while let Some((entry, parent)) = waiting.pop() {
        let Value::Object(mut entry) = entry else {
            strange += 1;
            continue;
        };
        if comments.len() as u64 >= most {
            return Err(too_many(most));
        }
        let answers = answers(&mut entry);
        let comment = comment(&entry, parent);
        waiting.extend(answers.into_iter().rev().map(|answer| (answer, comment.number)));
        comments.push(comment);
    }
    Ok(strange)
}

/// Whether an entry of a list is a comment.
pub(super) fn is_comment(entry: &Object) -> bool {
    entry.contains_key("message") || entry.contains_key("commentUserId")
}

fn comment(entry: &Object, parent: Option<u64>) -> CommentDraft {
    let owned = |name| json::text(entry, name).map(str::to_owned);
    let time = entry.get("createTime").and_then(Value::as_i64).filter(|time| *time > 0);
    CommentDraft {
        number: json::number(entry, "no"),
        parent: json::number(entry, "parentNo").or(parent),
        author_name: owned("commentUserName"),
        author_id: owned("commentUserId"),
        published: time.and_then(|time| date::epoch_millis(time).ok()),
        text: entry.get("message").and_then(Value::as_str).unwrap_or_default().to_owned(),
    }
}

fn answers(entry: &mut Object) -> Vec<Value> {
    match entry.get_mut("children").and_then(|children| children.get_mut("list")) {
        Some(Value::Array(list)) => std::mem::take(list),
        _ => Vec::new(),
    }
}
