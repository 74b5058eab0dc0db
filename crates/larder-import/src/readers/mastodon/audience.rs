//! Who may see a post: told by the addresses it went to, `to` and `cc`, and by nothing else.

use larder_core::Visibility;
use serde_json::Value;

use crate::row::Row;

/// Everybody, in each way that servers write it.
const PUBLIC: [&str; 3] = ["https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"];

/// Who may see what went to the addresses of these rows: of an activity and of its object. Where they differ, the fewer.
/// Where none says anything, only the author: nothing is public that does not say so.
pub(super) fn visibility(rows: &[&Row], followers: &dyn Fn(&str) -> bool) -> Visibility {
    let told = rows.iter().filter(|row| row.value("to").is_some() || row.value("cc").is_some());
    told.map(|row| of(row, followers)).max().unwrap_or(Visibility::Private)
}

fn of(row: &Row, followers: &dyn Fn(&str) -> bool) -> Visibility {
    let (to, cc) = (addresses(row.value("to")), addresses(row.value("cc")));
    let is_public = |all: &[&str]| all.iter().any(|it| PUBLIC.contains(it));
    match () {
        () if is_public(&to) => Visibility::Public,
        () if is_public(&cc) => Visibility::Unlisted,
        () if to.iter().any(|it| followers(it)) => Visibility::Friends,
        // Who it went to stands in `extra`.
        () => Visibility::Private,
    }
}

/// One address or several, each as a text or as an object with an id.
fn addresses(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::Array(all)) => all.iter().filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    }
}

fn one(value: &Value) -> Option<&str> {
    match value {
        Value::String(address) => Some(address.as_str()),
        Value::Object(fields) => fields.get("id").and_then(Value::as_str),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::Repairs;

    fn row(text: &str) -> Row {
        Row::read(text.as_bytes(), &mut Repairs::default()).unwrap()
    }

    #[test]
    fn only_what_went_to_everybody_is_public() {
        use Visibility as V;
        let followers = |it: &str| it == "https://x.example/users/a/followers";
        let all = "https://www.w3.org/ns/activitystreams#Public";
        let mine = "https://x.example/users/a/followers";
        let cases = [
            (format!(r#"{{"to":["{all}"],"cc":["{mine}"]}}"#), V::Public),
            (r#"{"to":"as:Public"}"#.to_owned(), V::Public),
            (r#"{"to":[{"id":"Public"}]}"#.to_owned(), V::Public),
            (format!(r#"{{"to":["{mine}"],"cc":["{all}"]}}"#), V::Unlisted),
            (format!(r#"{{"to":["{mine}"],"cc":["https://y.example/users/b"]}}"#), V::Friends),
            (r#"{"to":["https://y.example/users/b"],"cc":[]}"#.to_owned(), V::Private),
            (format!(r#"{{"to":["https://y.example/users/b"],"cc":["{mine}"]}}"#), V::Private),
            (r#"{"to":["https://x.example/#Public"]}"#.to_owned(), V::Private),
            (r#"{"to":7}"#.to_owned(), V::Private),
            (r#"{"to":null,"cc":null}"#.to_owned(), V::Private),
            ("{}".to_owned(), V::Private),
        ];
        for (text, expected) in cases {
            assert_eq!(visibility(&[&row(&text)], &followers), expected, "{text}");
        }
    }

    #[test]
    fn where_activity_and_object_differ_the_fewer_may_see_it() {
        let (open, closed, silent) = (row(r#"{"to":"Public"}"#), row(r#"{"to":"x"}"#), row("{}"));
        let of = |rows: &[&Row]| visibility(rows, &|_| false);
        assert_eq!(of(&[&open, &closed]), Visibility::Private);
        assert_eq!(of(&[&closed, &open]), Visibility::Private);
        assert_eq!(of(&[&silent, &open]), Visibility::Public);
    }
}
