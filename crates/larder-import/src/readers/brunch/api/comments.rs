//! Comments of a response: a list whose entries hold their answers in `children.list`.

use serde_json::Value;

use super::json::{self, Object};
use crate::{date, readers::brunch::capture::CommentDraft};

/// Takes comments out of a list, each before its answers.
pub(super) fn read(list: Vec<Value>) -> Vec<CommentDraft> {
    let mut comments = Vec::new();
    let mut waiting: Vec<(Value, Option<u64>)> =
        list.into_iter().rev().map(|entry| (entry, None)).collect();
    while let Some((entry, parent)) = waiting.pop() {
        let Value::Object(mut entry) = entry else { continue };
        let answers = answers(&mut entry);
        let comment = comment(&entry, parent);
        waiting.extend(answers.into_iter().rev().map(|answer| (answer, comment.number)));
        comments.push(comment);
    }
    comments
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
