//! How long Ghost lets texts be, in characters, and how dates and addresses look.

use chrono::{DateTime, Datelike, SecondsFormat, Utc};
use larder_core::{Note, NoteKind, PostId, Timestamp, format};
use larder_html::url::Base;

use crate::{feed::web, moving::cut};

/// A title of a post.
pub(super) const TITLE: usize = 255;
/// A name, a slug, an alternative text.
pub(super) const NAME: usize = 191;
/// `custom_excerpt`
pub(super) const EXCERPT: usize = 300;
/// Titles for search engines and networks.
pub(super) const META_TITLE: usize = 300;
/// Descriptions for search engines and networks, and those of tags.
pub(super) const DESCRIPTION: usize = 500;
/// Addresses.
pub(super) const ADDRESS: usize = 2000;
/// `feature_image_caption`, in bytes.
pub(super) const CAPTION: usize = 65_535;
/// What users say of themselves.
pub(super) const BIO: usize = 250;
/// Where users are.
pub(super) const LOCATION: usize = 150;
/// `comment_id`
pub(super) const COMMENT_ID: usize = 50;
/// `locale`
pub(super) const LOCALE: usize = 6;

/// What is said of a post, while its row is made.
#[derive(Debug, Default)]
pub(super) struct Said(pub(super) Vec<Note>);

impl Said {
    /// Notes something on a post.
    pub(super) fn note(&mut self, post: &PostId, kind: NoteKind) {
        self.0.push(Note::new(kind).on_post(post));
    }

    /// As much of a text of a post as a field takes. What is cut is noted.
    pub(super) fn cut(
        &mut self,
        post: &PostId,
        text: &str,
        field: &'static str,
        most: usize,
    ) -> Option<String> {
        let (start, is_whole) = cut(text, most);
        if !is_whole {
            self.note(post, text_cut(field, most));
        }
        Some(start).filter(|start| !start.is_empty()).map(str::to_owned)
    }
}

/// That a text was cut.
pub(super) fn text_cut(field: &str, most: usize) -> NoteKind {
    let (output, limit) = (format::GHOST.name.into(), most as u64);
    NoteKind::TextCut { output, field: field.to_owned(), limit }
}

/// A date as Ghost writes it. None for one that its databases cannot hold.
pub(super) fn date(time: Timestamp) -> Option<String> {
    let time: DateTime<Utc> = time.at().to_utc();
    (1000..=9999).contains(&time.year()).then(|| time.to_rfc3339_opts(SecondsFormat::Millis, true))
}

/// An address of the web that is short enough.
pub(super) fn address(text: &str) -> Option<String> {
    web(&Base::default(), text).filter(|address| address.len() <= ADDRESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_utc_with_milliseconds() {
        let of = |text| date(Timestamp::from_rfc3339(text).unwrap());
        assert_eq!(of("2019-12-01T19:15:00+09:00").as_deref(), Some("2019-12-01T10:15:00.000Z"));
        assert_eq!(of("0999-12-31T23:00:00Z"), None);
    }
}
