//! Who may see a record.

use larder_core::{Extra, Status, Visibility};

use super::{
    index::Class,
    post::{Around, Draft, Parts},
};

impl Draft {
    /// Who may see it. What is not said, said twice in two ways, or unknown is not public; nor is what is damaged.
    pub(super) fn status(&mut self, parts: &Parts<'_>, around: &Around<'_>) {
        let post = &mut self.found.post;
        if around.class == Class::Guestbook {
            return;
        }
        let stated = one(&parts.visibility);
        let (status, visibility) = match stated.map(str::to_ascii_lowercase).as_deref() {
            Some("public" | "syndicated" | "2" | "3") => {
                (Some(Status::Published), Some(Visibility::Public))
            }
            Some("protected" | "1") => (Some(Status::Published), Some(Visibility::Password)),
            Some("private" | "0") => (Some(Status::Published), Some(Visibility::Private)),
            _ => (None, None),
        };
        let scheduled = match parts.appointed.is_empty() {
            true => Some(false),
            false => flag(one(&parts.appointed)),
        };
        (post.status, post.visibility) = match scheduled {
            Some(true) => (Some(Status::Scheduled), visibility),
            Some(false) => (status, visibility),
            None => (None, visibility),
        };
        if around.piece.is_damaged {
            (post.status, post.visibility) = (None, None);
        }
        let unknown = |name: &str, all: &[String]| format!("{name}: {}", all.join(", "));
        match (status, scheduled) {
            (None, _) if parts.visibility.iter().all(|it| it.is_empty()) => {
                self.lacks_status = true;
            }
            (None, _) => self.unknown_statuses.push(unknown("visibility", &parts.visibility)),
            (_, None) => self.unknown_statuses.push(unknown("appointed", &parts.appointed)),
            _ => self.lacks_status |= around.piece.is_damaged,
        }
        // What the model's words do not say is kept as it stands there.
        let is_plain = |it: &String| matches!(&**it, "public" | "protected" | "private");
        if post.visibility.is_none() || !parts.visibility.iter().all(is_plain) {
            keep(&mut self.found.post.extra, "ttxml:visibility", &parts.visibility);
        }
        if scheduled.is_none() {
            keep(&mut self.found.post.extra, "ttxml:appointed", &parts.appointed);
        }
    }
}

/// Keeps what was stated, each of several.
fn keep(extra: &mut Extra, name: &str, stated: &[String]) {
    match stated {
        [] => {}
        [one] => _ = extra.insert(name, one.clone()),
        all => _ = extra.insert(name, all.to_vec()),
    }
}

/// The only value of several; None where they differ.
fn one(values: &[String]) -> Option<&str> {
    let first = values.first()?;
    values.iter().all(|value| value == first).then_some(first.as_str())
}

fn flag(text: Option<&str>) -> Option<bool> {
    match text? {
        "true" | "1" => Some(true),
        "false" | "0" | "" => Some(false),
        _ => None,
    }
}
