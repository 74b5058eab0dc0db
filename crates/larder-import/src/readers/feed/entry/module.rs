//! The modules that every family may use.

use larder_core::{InReplyTo, Link, Status, TermKind, Visibility};

use super::{Draft, Picture, TermDraft, is_structure};
use crate::{
    readers::feed::{person::Person, text},
    xml::{Element, Ns, Repair, Repairs},
};

/// Takes an element of a module. Returns whether the model has a place for all of it.
pub(super) fn take(draft: &mut Draft<'_>, element: &Element<'_>) -> bool {
    match (element.ns, &*element.name) {
        (Ns::Content, "encoded") => {
            draft.body.offer(0, text::body(element, draft.whole, &mut draft.repairs))
        }
        (Ns::Xhtml, "body" | "div") => {
            let html = element.markup(false, &mut draft.repairs);
            draft.body.offer(2, text::Text::html(html.trim(), element));
        }
        (Ns::Dc | Ns::DcTerms, name) => return dublin_core(draft, element, name),
        (Ns::Itunes, name) => return itunes(draft, element, name),
        (Ns::Thread, "in-reply-to") => return in_reply_to(draft, element),
        (Ns::Thread, "total") | (Ns::Slash, "comments") => {
            let text = draft.value(element);
            draft.comments = draft.number(text.as_deref()).or(draft.comments);
        }
        (Ns::Wfw, "commentrss") => {
            if let Some(address) = draft.address(element) {
                let mut link = Link::new("replies", address);
                link.media_type = Some("application/rss+xml".into());
                draft.link(link);
            }
        }
        (Ns::CreativeCommons, "license") | (Ns::Cc, "license") => {
            let address = element.value("rdf:resource").or_else(|| draft.value(element));
            if let Some(address) = address {
                draft.link(Link::new("license", address));
            }
        }
        (Ns::FeedBurner, "origlink") => {
            let address = draft.address(element);
            draft.permalink.offer(0, address);
        }
        (Ns::GeoRss, "point") => return point(draft, element),
        (Ns::Geo, name) => return geo(draft, element, name),
        (Ns::App, "control") => {
            if has_draft(element) {
                draft.status = Some(Status::Draft);
            }
            return false;
        }
        (Ns::App, "draft") => {
            if says_draft(element) {
                draft.status = Some(Status::Draft);
            }
            return false;
        }
        (Ns::Wp, "status") => {
            let status = draft.value(element).unwrap_or_default();
            wp_status(draft, &status);
            return false;
        }
        (Ns::Wp, "post_password") => {
            if draft.value(element).is_some() {
                draft.visibility = Some(Visibility::Password);
            }
            return false;
        }
        _ => return false,
    }
    true
}

fn dublin_core(draft: &mut Draft<'_>, element: &Element<'_>, name: &str) -> bool {
    match name {
        "title" => draft.title.offer(1, text::title(element, &mut draft.repairs)),
        "creator" | "author" => {
            return draft.person(element);
        }
        "description" => draft.summary.offer(3, text::html(element, &mut draft.repairs)),
        "subject" => {
            if let Some(name) = draft.value(element) {
                draft.term(TermDraft::new(TermKind::Category, name));
            }
        }
        "date" => {
            let date = draft.date_in(element);
            draft.date.offer(0, date);
        }
        "issued" | "available" => {
            let issued = draft.date_in(element);
            draft.published.offer(1, issued);
        }
        "modified" => {
            let modified = draft.date_in(element);
            draft.updated.offer(1, modified);
        }
        "date.created" | "created" => {
            let created = draft.date_in(element);
            draft.published.offer(4, created);
        }
        "rights" => {
            let rights = draft.value(element);
            draft.rights.offer(1, rights);
        }
        "language" => {
            let language = draft.value(element).map(|it| it.replace('_', "-"));
            draft.language = language.or(draft.language.take());
        }
        _ => return false,
    }
    true
}

/// What podcasts say is kept as it is too: what is written from it must be what was read.
fn itunes(draft: &mut Draft<'_>, element: &Element<'_>, name: &str) -> bool {
    match name {
        "title" => {
            draft.title.offer(3, text::title(element, &mut draft.repairs));
            true
        }
        "author" => {
            let person = draft.value(element).as_deref().and_then(Person::parse);
            draft.author(person);
            true
        }
        "summary" | "subtitle" => {
            // Kept as they are too: what is written from it must be what was read.
            if draft.summary.get().is_none() && name == "summary" {
                draft.summary.offer(2, text::html(element, &mut draft.repairs));
            }
            false
        }
        "duration" => {
            let text = draft.value(element).unwrap_or_default();
            draft.seconds = draft.seconds.or(seconds(&text));
            false
        }
        "image" => {
            let url = element.value("href").or_else(|| draft.value(element));
            let url = url.map(|url| draft.absolute(&url, element));
            draft.cover.offer(0, url.map(|url| Picture { url, ..Picture::default() }));
            true
        }
        "keywords" => {
            let words = draft.value(element).unwrap_or_default();
            draft.keywords(&words);
            true
        }
        _ => false,
    }
}

/// `3600`, `60:00` or `1:00:00`.
pub(super) fn seconds(text: &str) -> Option<u64> {
    let parts: Vec<&str> = text.trim().split(':').collect();
    if parts.len() > 3 {
        return None;
    }
    parts.iter().try_fold(0_u64, |sum, part| {
        let number = part.split('.').next()?.trim().parse::<u64>().ok()?;
        sum.checked_mul(60)?.checked_add(number)
    })
}

fn in_reply_to(draft: &mut Draft<'_>, element: &Element<'_>) -> bool {
    let (reference, url) = (element.value("ref"), element.value("href"));
    let Some(reference) = reference.or_else(|| url.clone()) else { return false };
    let mut answered = InReplyTo::new(reference);
    answered.url = url.map(|url| draft.absolute(&url, element));
    answered.media_type = element.value("type");
    draft.in_reply_to.push(answered);
    element.value("source").is_none()
}

/// How far from the equator and from Greenwich a place can be, in degrees.
const FARTHEST: (f64, f64) = (90.0, 180.0);

/// Latitude and longitude in millionths of a degree, in one line. Returns whether that is a place.
fn point(draft: &mut Draft<'_>, element: &Element<'_>) -> bool {
    let text = draft.value(element).unwrap_or_default();
    let numbers: Vec<&str> =
        text.split([' ', ',', '\n', '\t']).filter(|it| !it.is_empty()).take(3).collect();
    let place = match numbers[..] {
        [latitude, longitude] => degrees(latitude, FARTHEST.0).zip(degrees(longitude, FARTHEST.1)),
        _ => None,
    };
    let Some((latitude, longitude)) = place else {
        draft.repairs.count_many(Repair::Value, u32::from(!text.is_empty()));
        return false;
    };
    let is_new = draft.latitude.is_none() && draft.longitude.is_none();
    if is_new {
        (draft.latitude, draft.longitude) = (Some(latitude), Some(longitude));
    }
    (draft.latitude, draft.longitude) == (Some(latitude), Some(longitude))
}

/// Returns whether nothing of it is lost.
fn geo(draft: &mut Draft<'_>, element: &Element<'_>, name: &str) -> bool {
    let (place, farthest) = match name {
        "lat" => (&mut draft.latitude, FARTHEST.0),
        "long" | "lon" => (&mut draft.longitude, FARTHEST.1),
        "point" => {
            let mut is_whole = true;
            let mut aside = Repairs::default();
            let mut children = element.children(&is_structure, &mut aside);
            while let Some(child) = children.next() {
                // A point holds no points: the depth of a document must not become that of the stack.
                is_whole &= child.name != "point" && geo(draft, &child, &child.name);
            }
            return is_whole;
        }
        _ => return false,
    };
    let text = text::value(element, &mut draft.repairs).unwrap_or_default();
    let Some(found) = degrees(&text, farthest) else {
        draft.repairs.count_many(Repair::Value, u32::from(!text.is_empty()));
        return false;
    };
    *place.get_or_insert(found) == found
}

fn degrees(text: &str, farthest: f64) -> Option<i32> {
    let number: f64 = text.trim().parse().ok()?;
    let is_possible = number.is_finite() && number.abs() <= farthest;
    is_possible.then(|| (number * 1_000_000.0).round() as i32)
}

/// Anything but `no` is a draft: what is doubtful must not become public.
fn says_draft(element: &Element<'_>) -> bool {
    let said = element.text(&mut Repairs::default());
    !matches!(&*said.trim().to_ascii_lowercase(), "" | "no" | "false")
}

fn has_draft(element: &Element<'_>) -> bool {
    let mut is_draft = false;
    let mut aside = Repairs::default();
    let mut children = element.children(&is_structure, &mut aside);
    while let Some(child) = children.next() {
        if child.name == "draft" {
            is_draft |= says_draft(&child);
        }
    }
    is_draft
}

/// A feed may be an export of WordPress in disguise. What is not published must not become public.
fn wp_status(draft: &mut Draft<'_>, status: &str) {
    match status {
        "publish" => draft.status = draft.status.take().or(Some(Status::Published)),
        "private" => draft.visibility = Some(Visibility::Private),
        "pending" => draft.status = Some(Status::Pending),
        "future" => draft.status = Some(Status::Scheduled),
        "trash" => draft.status = Some(Status::Trashed),
        _ => draft.status = Some(Status::Draft),
    }
}

impl Draft<'_> {
    /// Takes an element that names somebody. Returns whether nothing of it is lost.
    pub(super) fn person(&mut self, element: &Element<'_>) -> bool {
        let (person, is_whole) = super::atom::person(element, &mut self.repairs);
        self.author(person);
        is_whole
    }

    /// Somebody who wrote it. Who is named twice is one, with what both say.
    pub(super) fn author(&mut self, person: Option<Person>) {
        let Some(person) = person else { return };
        let same = |known: &&mut Person| known.name.is_some() && known.name == person.name;
        match self.authors.iter_mut().take(super::MOST_COMPARED).find(same) {
            None => self.authors.push(person),
            Some(known) => {
                known.email = known.email.take().or(person.email);
                known.url = known.url.take().or(person.url);
            }
        }
    }

    /// A category or a tag, once.
    pub(super) fn term(&mut self, term: TermDraft) {
        // Of very many, the blog's own list finds those that are there twice.
        if self.terms.len() > 64 || !self.terms.contains(&term) {
            self.terms.push(term);
        }
    }

    /// Tags in one line, with commas between them.
    pub(super) fn keywords(&mut self, words: &str) {
        for word in words.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            self.term(TermDraft::new(TermKind::Tag, word));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_up_to_three_parts() {
        assert_eq!(
            ["61", "1:01", "1:01:01", "0:0:7.5"].map(seconds),
            [Some(61), Some(61), Some(3661), Some(7)]
        );
        assert_eq!(["", "x", "1:2:3:4", "99999999999999999999"].map(seconds), [None; 4]);
    }

    #[test]
    fn degrees_are_millionths() {
        assert_eq!(degrees(" 37.566535 ", 90.0), Some(37_566_535));
        assert_eq!((degrees("126.9", 90.0), degrees("126.9", 180.0)), (None, Some(126_900_000)));
        assert_eq!(["", "x", "181", "NaN", "1e999"].map(|it| degrees(it, 180.0)), [None; 5]);
    }
}
