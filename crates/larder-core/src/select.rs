//! Which posts an output carries. Fails closed: what is not known to be public is not.

use std::{cmp::Reverse, collections::BTreeSet};

use crate::{Audience, Blog, Output, PostHead, PostKind, Rule, Status, Visibility};

/// What an output may carry beyond public, published posts. Empty by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Include {
    /// Statuses that are carried besides `Published`.
    pub statuses: BTreeSet<Status>,
    /// Visibilities that are carried besides `Public`.
    pub visibilities: BTreeSet<Visibility>,
    /// Audiences that are carried besides `Public`.
    pub audiences: BTreeSet<Audience>,
    /// Pages besides posts.
    pub pages: bool,
    /// Posts of which the archive does not say whether they were published, or who could see them.
    pub unsaid: bool,
}

/// Which posts go into a feed: what may be public, dated, newest first, at most `count`.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Selection {
    /// What is carried besides public posts.
    pub include: Include,
    /// The most posts to carry, newest first. By default, all.
    pub count: Option<usize>,
    /// Whether posts without any date, of publication or of the last change, are carried, after the dated ones. By
    /// default they are left out (`undated`).
    pub undated: bool,
}

/// The rule that keeps a post out of public outputs, if one does.
///
/// A post whose status or visibility the archive did not tell is kept out, unless such posts are asked for.
pub fn kept_out(post: &PostHead, include: &Include) -> Option<Rule> {
    let is_status = |it: Status| it == Status::Published || include.statuses.contains(&it);
    let status = post.status.map_or(include.unsaid, is_status);
    let is_visible =
        |it: Visibility| it == Visibility::Public || include.visibilities.contains(&it);
    let visibility = post.visibility.map_or(include.unsaid, is_visible);
    let audience =
        post.audience.is_none_or(|it| it == Audience::Public || include.audiences.contains(&it));
    if !(status && visibility && audience) {
        return Some(Rule::NotPublic);
    }
    match post.kind {
        PostKind::Post => None,
        PostKind::Page => (!include.pages).then_some(Rule::NotSelected),
        PostKind::Other => Some(Rule::OtherType),
    }
}

/// The places in [`Blog::posts`] of the posts for a feed, newest first (equal dates by id); the others are left out in
/// `output`, each by its rule.
pub fn newest_first(blog: &Blog, selection: &Selection, output: &mut Output) -> Vec<usize> {
    let mut chosen = Vec::new();
    for (place, post) in blog.posts.heads().enumerate() {
        match kept_out(post, &selection.include) {
            Some(rule) => output.leave_out(rule, &post.id),
            None if post.dated().is_none() && !selection.undated => {
                output.leave_out(Rule::Undated, &post.id)
            }
            None => chosen.push(place),
        }
    }
    let head = |place: usize| blog.posts.head(place);
    let date = |post: &PostHead| Reverse(post.dated().map(|time| time.at()));
    chosen.sort_by(|&a, &b| {
        let (a, b) = (head(a), head(b));
        date(a).cmp(&date(b)).then_with(|| a.id.cmp(&b.id))
    });
    let keep = selection.count.unwrap_or(usize::MAX).min(chosen.len());
    for place in chosen.drain(keep..) {
        output.leave_out(Rule::Count, &head(place).id);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Post, PostId, Site, Timestamp, table::Row};

    fn post(id: &str, date: Option<&str>) -> Post {
        let mut post = Post::new(PostId::new(id));
        post.status = Some(Status::Published);
        post.visibility = Some(Visibility::Public);
        post.published = date.map(|date| Timestamp::from_rfc3339(date).unwrap());
        post
    }

    #[test]
    fn a_post_of_unknown_status_is_not_public() {
        assert_eq!(
            kept_out(&Post::new(PostId::new("1")).head(), &Include::default()),
            Some(Rule::NotPublic)
        );
        assert_eq!(kept_out(&post("1", None).head(), &Include::default()), None);
        let unsaid = Include { unsaid: true, ..Include::default() };
        assert_eq!(kept_out(&Post::new(PostId::new("1")).head(), &unsaid), None);
        let mut private = post("1", None);
        (private.status, private.visibility) = (None, Some(Visibility::Private));
        assert_eq!(kept_out(&private.head(), &unsaid), Some(Rule::NotPublic));
    }

    #[test]
    fn each_post_is_chosen_or_left_out_by_a_rule() {
        let mut blog = Blog::new(Site::new("b"));
        blog.posts = vec![
            post("old", Some("2020-01-01T00:00:00Z")),
            post("new", Some("2022-01-01T00:00:00Z")),
            post("undated", None),
            Post {
                updated: post("", Some("2021-01-01T00:00:00Z")).published,
                ..post("changed", None)
            },
            Post::new(PostId::new("secret")),
        ]
        .into();
        let mut output = Output::new("rss", "b", 5);
        let selection = Selection { count: Some(2), ..Selection::default() };
        let chosen = newest_first(&blog, &selection, &mut output);
        // One that says only when it last changed stands there.
        assert_eq!(chosen, [1, 3]);
        let rules: Vec<_> = output.left_out.keys().copied().collect();
        assert_eq!(rules, [Rule::Undated, Rule::NotPublic, Rule::Count]);
    }
}
