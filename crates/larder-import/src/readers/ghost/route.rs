//! Where posts stand: `/{slug}/`, unless `routes.yaml` or the setting of the older versions says otherwise.

use chrono::{Datelike, FixedOffset};
use larder_core::Timestamp;

/// The form of the posts' paths, such as `/{year}/{month}/{slug}/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Route {
    form: String,
    /// The offset of the blog's time from UTC, where it is certain.
    offset: Option<FixedOffset>,
}

/// What the path of a post is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts<'p> {
    pub(super) slug: &'p str,
    pub(super) id: &'p str,
    pub(super) uuid: &'p str,
    pub(super) published: Option<Timestamp>,
    pub(super) tag: Option<&'p str>,
    pub(super) author: Option<&'p str>,
}

impl Route {
    pub(super) const USUAL: &str = "/{slug}/";

    /// The route of a form; `zone` is the name of the blog's time zone.
    pub(super) fn new(form: Option<&str>, zone: Option<&str>) -> Self {
        let form = form.filter(|form| form.starts_with('/')).unwrap_or(Self::USUAL);
        Self { form: modern(form), offset: zone.and_then(offset) }
    }

    /// Whether it is the one that blogs have who changed nothing.
    pub(super) fn is_usual(&self) -> bool {
        self.form == Self::USUAL
    }

    /// The path of a post. None where not everything is known that it is made of.
    pub(super) fn path(&self, post: Facts<'_>) -> Option<String> {
        if post.slug.is_empty() {
            return None;
        }
        if let Some(offset) = self.offset {
            return self.path_at(post, offset);
        }
        // Where the zone is not certain, the date may be: it is where all zones of the world have the same.
        let earliest = FixedOffset::west_opt(12 * 3600)?;
        let latest = FixedOffset::east_opt(14 * 3600)?;
        let path = self.path_at(post, earliest)?;
        (self.path_at(post, latest).as_ref() == Some(&path)).then_some(path)
    }

    fn path_at(&self, post: Facts<'_>, offset: FixedOffset) -> Option<String> {
        let mut path = String::new();
        let mut rest = &*self.form;
        while let Some((before, after)) = rest.split_once('{') {
            path.push_str(before);
            let (name, after) = after.split_once('}')?;
            let date = || post.published.map(|date| date.at().with_timezone(&offset));
            match name {
                "slug" => path.push_str(post.slug),
                "id" => path.push_str(post.id),
                "uuid" => path.push_str(post.uuid),
                "year" => path.push_str(&format!("{:04}", date()?.year())),
                "month" => path.push_str(&format!("{:02}", date()?.month())),
                "day" => path.push_str(&format!("{:02}", date()?.day())),
                "primary_tag" => path.push_str(post.tag.unwrap_or("all")),
                "primary_author" | "author" => path.push_str(post.author?),
                _ => return None,
            }
            rest = after;
        }
        Some(path + rest)
    }
}

/// Version 0 and 1 wrote `:slug` for `{slug}`.
fn modern(form: &str) -> String {
    let parts = form.split('/').map(|part| match part.strip_prefix(':') {
        Some(name) => format!("{{{name}}}"),
        None => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The offset of zones that have had only one as long as there are such blogs.
fn offset(zone: &str) -> Option<FixedOffset> {
    let hours = match zone {
        "UTC" | "Etc/UTC" | "GMT" => 0,
        "Asia/Seoul" | "Asia/Tokyo" => 9,
        _ => return None,
    };
    FixedOffset::east_opt(hours * 3600)
}

/// The form of the posts' paths in a `routes.yaml` that has one collection, and that one at the root or with no filter.
///
/// Only the shape that Ghost's own file has is read: names, colons and indents. None where there is more to it, for then
/// it depends on things that no export says.
pub(super) fn of_yaml(text: &str) -> Option<String> {
    let mut is_inside = false;
    let mut forms = Vec::new();
    for line in text.lines() {
        let bare = line.trim_end();
        let is_top = bare.starts_with(|it: char| it.is_ascii_alphabetic());
        if is_top {
            is_inside = bare == "collections:";
            continue;
        }
        let field = bare.trim_start();
        if is_inside && field.starts_with("filter:") {
            return None;
        }
        if is_inside && let Some(form) = field.strip_prefix("permalink:") {
            forms.push(form.trim().trim_matches(['"', '\'']).to_owned());
        }
    }
    match forms.as_slice() {
        [form] if form.starts_with('/') => Some(form.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts<'a>(published: &str) -> Facts<'a> {
        let published = Timestamp::from_rfc3339(published).ok();
        Facts { slug: "first-snow", id: "1", uuid: "u", published, tag: None, author: Some("ato") }
    }

    #[test]
    fn the_date_in_a_path_is_that_of_the_blog() {
        let late = facts("2023-12-31T20:00:00Z");
        let route = |form: &str, zone: &str| Route::new(Some(form), Some(zone)).path(late);
        let dated = "/{year}/{month}/{slug}/";
        assert_eq!(route(dated, "Asia/Seoul").as_deref(), Some("/2024/01/first-snow/"));
        assert_eq!(route(dated, "Etc/UTC").as_deref(), Some("/2023/12/first-snow/"));
        assert_eq!(route(dated, "America/New_York"), None);
        let midmonth = facts("2023-12-15T12:00:00Z");
        let path = Route::new(Some(dated), Some("America/New_York")).path(midmonth);
        assert_eq!(path.as_deref(), Some("/2023/12/first-snow/"));
    }

    #[test]
    fn forms_of_every_version_are_read() {
        let path = |form: &str| Route::new(Some(form), None).path(facts("2023-12-15T12:00:00Z"));
        assert_eq!(path("/:year/:slug/").as_deref(), Some("/2023/first-snow/"));
        assert_eq!(path("/blog/{primary_tag}/{slug}/").as_deref(), Some("/blog/all/first-snow/"));
        assert_eq!(path("/{constellation}/"), None);
        assert_eq!(path("nonsense").as_deref(), Some("/first-snow/"));
    }

    #[test]
    fn routes_are_read_where_they_are_plain() {
        let plain = "routes:\n\ncollections:\n  /:\n    permalink: /{year}/{slug}/\n    template: index\n\ntaxonomies:\n  tag: /tag/{slug}/\n";
        assert_eq!(of_yaml(plain).as_deref(), Some("/{year}/{slug}/"));
        assert_eq!(of_yaml(&plain.replace("template: index", "filter: tag:news")), None);
        assert_eq!(of_yaml("collections:\n"), None);
        assert_eq!(of_yaml(""), None);
    }
}
