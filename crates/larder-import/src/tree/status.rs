//! Who may see a page. Whatever nobody knows is not public.

use larder_core::{PostKind, Status, Visibility};

use super::{
    Page, near,
    value::{Map, Value},
};
use crate::collect::Census;

/// What front matter and path say of who may see a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) status: Option<Status>,
    pub(super) visibility: Option<Visibility>,
    /// Why it is neither a post nor a page.
    pub(super) aside: Option<&'static str>,
    /// Words that nobody knows.
    pub(super) unknown: Vec<String>,
    /// Whether nothing says that it is made into a page.
    pub(super) is_unsaid: bool,
}

/// Reads what a page says. `needs_front` says whether a file without front matter is made into no page.
pub(super) fn of(page: &Page, needs_front: bool) -> Seen {
    let mut seen = Seen { aside: page.spot.aside, ..Seen::default() };
    if page.is_broken {
        return seen;
    }
    seen.status = Some(Status::Published);
    seen.visibility = Some(Visibility::Public);
    // Of several, each is read: one that says no is enough.
    for (name, value) in &page.map.0 {
        // A number of a build is no business of pages, but where Hugo reads it.
        let is_other = matches!(name.as_str(), "build" | "_build") && &*page.source.form != "hugo";
        if is_other && !matches!(value, Value::Map(_)) {
            continue;
        }
        seen.read(&name.to_ascii_lowercase(), value);
    }
    if page.spot.is_hidden {
        seen.hide(Some(Status::Draft));
    } else if needs_front && !page.is_there {
        seen.is_unsaid = true;
        seen.hide(Some(Status::Draft));
    }
    if let Some(file) = &page.doubt {
        seen.doubt(file);
    }
    seen
}

/// Whether values make the pages that they hold for less than public.
pub(crate) fn hides(values: &Map) -> bool {
    let (seen, public) = all_of(values);
    seen != public
}

/// Whether values hide pages with words that are known.
pub(crate) fn surely_hides(values: &Map) -> bool {
    let (seen, public) = all_of(values);
    seen != public && seen.unknown.is_empty()
}

/// What values say of who may see a page, and what is said of one that everybody may see.
fn all_of(values: &Map) -> (Seen, Seen) {
    let public = Seen {
        status: Some(Status::Published),
        visibility: Some(Visibility::Public),
        ..Seen::default()
    };
    let mut seen = public.clone();
    values.0.iter().for_each(|(name, value)| seen.read(&name.to_ascii_lowercase(), value));
    (seen, public)
}

impl Seen {
    /// What one name says.
    fn read(&mut self, name: &str, value: &Value) {
        match name {
            "draft" | "drafts" | "isdraft" => self.told(name, value, true),
            "published" | "publish" if !is_date(value) => self.told(name, value, false),
            "status" => self.status(value),
            "visibility" => self.visibility(value),
            "private" => self.seen_by(name, value, Visibility::Private),
            "hidden" | "unlisted" => self.seen_by(name, value, Visibility::Unlisted),
            "password" if !value.is_empty() && value.truth() != Some(false) => {
                self.narrow(Some(Visibility::Password));
            }
            "headless" if value.truth() == Some(true) => self.aside = Some("headless"),
            "build" | "_build" => self.build(value),
            "render" if value.truth() == Some(false) => self.aside = Some("not rendered"),
            "permalink" if value.truth() == Some(false) => self.aside = Some("not written"),
            "permalink" if is_nearly_no(value) => self.unknown(name, value),
            _ => self.nearly(name, value),
        }
    }

    /// A name that damage may have made of one that is known: it counts where its value would hide the page.
    fn nearly(&mut self, name: &str, value: &Value) {
        let Some(known) = near::meant(name) else { return };
        let mut other = Self { status: Some(Status::Published), ..Self::default() };
        let public = other.clone();
        // Words that nobody knows are those of other names, such as `publisher`.
        let says = matches!(known, "status" | "visibility") || value.truth().is_some();
        if says {
            other.read(known, value);
        }
        if other != public && other.unknown.is_empty() {
            self.unknown(name, value);
        }
    }

    /// A word that says whether it is a draft, or is none.
    fn told(&mut self, name: &str, value: &Value, means_draft: bool) {
        match value.truth() {
            _ if value.is_empty() => {}
            Some(said) if said == means_draft => self.hide(Some(Status::Draft)),
            Some(_) => {}
            None => self.unknown(name, value),
        }
    }

    fn status(&mut self, value: &Value) {
        if value.is_empty() {
            return;
        }
        match value.text().unwrap_or_default().to_ascii_lowercase().as_str() {
            "publish" | "published" | "public" | "live" => {}
            "draft" | "unpublished" => self.hide(Some(Status::Draft)),
            "pending" | "review" => self.hide(Some(Status::Pending)),
            "future" | "scheduled" => self.hide(Some(Status::Scheduled)),
            "trash" | "trashed" | "deleted" => self.hide(Some(Status::Trashed)),
            "private" => self.narrow(Some(Visibility::Private)),
            _ => self.unknown("status", value),
        }
    }

    fn visibility(&mut self, value: &Value) {
        if value.is_empty() {
            return;
        }
        match value.text().unwrap_or_default().to_ascii_lowercase().as_str() {
            "public" => {}
            "unlisted" | "hidden" => self.narrow(Some(Visibility::Unlisted)),
            "private" => self.narrow(Some(Visibility::Private)),
            "password" => self.narrow(Some(Visibility::Password)),
            _ => self.unknown("visibility", value),
        }
    }

    fn seen_by(&mut self, name: &str, value: &Value, visibility: Visibility) {
        match value.truth() {
            Some(true) => self.narrow(Some(visibility)),
            Some(false) => {}
            None if value.is_empty() => {}
            None => self.unknown(name, value),
        }
    }

    /// Hugo's `build`: `render: never` makes no page, `list: never` one that is in no list.
    fn build(&mut self, value: &Value) {
        let Value::Map(map) = value else {
            if !value.is_empty() {
                self.unknown("build", value);
            }
            return;
        };
        let is_off = |name: &str| {
            map.get(name).is_some_and(|it| it.truth() == Some(false) || it.text() == Some("never"))
        };
        if is_off("render") || map.text("render") == Some("link") {
            self.aside = Some("not rendered");
        } else if is_off("list") {
            self.narrow(Some(Visibility::Unlisted));
        }
    }

    fn unknown(&mut self, name: &str, value: &Value) {
        let said: String = value.to_json().to_string().chars().take(60).collect();
        self.unknown.push(format!(
            "{name}: {}",
            value.text().map_or(said, |text| text.chars().take(60).collect())
        ));
        self.status = None;
    }

    /// A file that may hide it was not read.
    fn doubt(&mut self, file: &str) {
        if self.status == Some(Status::Published) {
            self.status = None;
            self.unknown.push(format!("defaults of {file}, which was not read"));
        }
    }

    fn hide(&mut self, status: Option<Status>) {
        if self.status.is_some() {
            self.status = status;
        }
    }

    /// Of two, the one counts by which fewer may see it.
    fn narrow(&mut self, visibility: Option<Visibility>) {
        self.visibility = self.visibility.max(visibility);
    }

    /// Whether somebody may see it.
    pub(super) fn is_shown(&self) -> bool {
        self.status == Some(Status::Published) && self.aside.is_none()
    }

    /// Counts what is to be said once for the whole blog.
    pub(super) fn count(&self, kind: PostKind, census: &mut Census) {
        census.without_status += u64::from(self.is_unsaid);
        for word in &self.unknown {
            *census.unknown_statuses.entry(word.clone()).or_default() += 1;
        }
        if let Some(class) = self.aside.filter(|_| kind == PostKind::Other) {
            *census.types_aside.entry(class.to_owned()).or_default() += 1;
        }
    }
}

/// Whether a value is nearly the word for no, and no address.
fn is_nearly_no(value: &Value) -> bool {
    let text = value.text().unwrap_or_default().to_ascii_lowercase();
    value.truth().is_none() && !text.contains('/') && near::is_changed(&text, "false", 2)
}

/// Whether `published` says when, and not whether.
fn is_date(value: &Value) -> bool {
    value.truth().is_none()
        && value.text().is_some_and(|text| text.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::front;

    fn hides_text(text: &str) -> bool {
        hides(&front::split(&["---\n", text, "\n---\n"].concat(), false).map)
    }

    #[test]
    fn a_name_that_was_damaged_hides_a_page_as_it_did() {
        for text in [
            "dra&t: true",
            "ppublished: false",
            "publi[shed: false",
            "permaliS\u{e1}: false",
            "permalink: fa\u{b1}se",
            "permalink: fa\u{cf1c}e",
            "prvate: true",
            "stctus: draft",
            "visibilty: private",
        ] {
            assert!(hides_text(text), "{text}");
        }
    }

    #[test]
    fn a_name_that_is_another_one_hides_nothing() {
        for text in [
            "dra&t: false",
            "ppublished: true",
            "publisher: Larch Press",
            "publisher: 2019-01-02",
            "permalink: /false/",
            "permalink: /a/",
            "permalink: date",
            "permalink: pretty",
            "stats: draughty",
            "passwords: a lot",
            "drafter: Kim",
        ] {
            assert!(!hides_text(text), "{text}");
        }
    }
}
