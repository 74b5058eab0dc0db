//! An article as brunch's JSON states it: an entry of a response, `ARTICLE_DATA` of a page, or `article` of Astro's props.
//!
//! The known fields are taken out of the object, one by one; what is left goes to `extra` under its own name, so that a
//! field nobody knows yet is kept too.

mod parts;

use larder_core::{Counts, Extra, Note, NoteKind, Timestamp};
use serde_json::Value;

use super::json::{self, Object};
use crate::{
    date,
    readers::brunch::{
        address,
        body::Image,
        capture::{Identity, SeriesMention},
    },
};

/// What one object says. Absent: it does not say.
#[derive(Debug, Default)]
pub(in crate::readers::brunch) struct Article {
    pub(in crate::readers::brunch) identity: Identity,
    pub(in crate::readers::brunch) title: Option<String>,
    pub(in crate::readers::brunch) subtitle: Option<String>,
    pub(in crate::readers::brunch) summary: Option<String>,
    pub(in crate::readers::brunch) author: Option<String>,
    pub(in crate::readers::brunch) published: Option<Timestamp>,
    pub(in crate::readers::brunch) updated: Option<Timestamp>,
    pub(in crate::readers::brunch) series: Option<SeriesMention>,
    pub(in crate::readers::brunch) keywords: Vec<String>,
    pub(in crate::readers::brunch) cover: Option<Image>,
    pub(in crate::readers::brunch) counts: Counts,
    pub(in crate::readers::brunch) not_public: bool,
    pub(in crate::readers::brunch) not_published: bool,
    pub(in crate::readers::brunch) members_only: bool,
    /// The body, as HTML or as the editor's JSON.
    pub(in crate::readers::brunch) content: Option<String>,
    pub(in crate::readers::brunch) extra: Extra,
    pub(in crate::readers::brunch) notes: Vec<Note>,
}

impl Article {
    /// Takes an object apart.
    pub(in crate::readers::brunch) fn read(mut object: Object) -> Self {
        let mut article = Self {
            not_public: parts::is_not_public(&object),
            not_published: parts::is_not_published(&object),
            members_only: parts::is_true(&object, "membershipContent"),
            keywords: parts::keywords(&object),
            cover: parts::cover(&object),
            series: parts::series(&object),
            ..Self::default()
        };
        article.read_identity(&mut object);
        article.read_dates(&mut object);
        article.read_counts(&mut object);
        article.title = take_text(&mut object, "title");
        article.subtitle = take_text(&mut object, "subTitle");
        article.summary = take_text(&mut object, "contentSummary");
        article.author = take_text(&mut object, "userName");
        article.content = take_text(&mut object, "content");
        article.drop_what_has_a_place(&mut object);
        article.keep_the_rest(object);
        article
    }

    /// Takes over what `other` says and this one does not.
    pub(in crate::readers::brunch) fn fill_from(&mut self, other: Self) {
        let Identity { user_id, handle, number } = other.identity;
        fill(&mut self.identity.user_id, user_id);
        fill(&mut self.identity.handle, handle);
        fill(&mut self.identity.number, number);
        fill(&mut self.title, other.title);
        fill(&mut self.subtitle, other.subtitle);
        fill(&mut self.summary, other.summary);
        fill(&mut self.author, other.author);
        fill(&mut self.published, other.published);
        fill(&mut self.updated, other.updated);
        fill(&mut self.series, other.series);
        fill(&mut self.cover, other.cover);
        fill(&mut self.content, other.content);
        fill(&mut self.counts.likes, other.counts.likes);
        fill(&mut self.counts.comments, other.counts.comments);
        fill(&mut self.counts.views, other.counts.views);
        fill(&mut self.counts.shares, other.counts.shares);
        if self.keywords.is_empty() {
            self.keywords = other.keywords;
        }
        self.not_public |= other.not_public;
        self.not_published |= other.not_published;
        self.members_only |= other.members_only;
        self.extra.fill_from(other.extra);
        self.notes.extend(other.notes);
    }

    /// `contentId` is the identity in one word; the fields beside it are the same, one by one.
    fn read_identity(&mut self, object: &mut Object) {
        let whole = json::text(object, "contentId").and_then(address::parse).unwrap_or_default();
        self.identity = Identity {
            user_id: take_text(object, "userId").or(whole.user_id),
            handle: take_text(object, "profileId").or(whole.handle),
            number: json::number(object, "no").or(whole.number),
        };
        if self.identity.number.is_some() {
            object.remove("no");
        }
    }

    fn read_dates(&mut self, object: &mut Object) {
        self.published = ["publishTime", "publishTimestamp"]
            .into_iter()
            .fold(None, |found, name| found.or_else(|| self.take_date(object, name)));
        let again =
            json::number(object, "publishTimestamp").and_then(|found| i64::try_from(found).ok());
        if again.is_some_and(|found| date::epoch_millis(found).ok() == self.published) {
            object.remove("publishTimestamp");
        }
        self.updated = self.take_date(object, "updateTime");
    }

    fn take_date(&mut self, object: &mut Object, name: &str) -> Option<Timestamp> {
        let found = match object.get(name)? {
            Value::Number(number) => number.as_i64().filter(|milliseconds| *milliseconds > 0)?,
            Value::String(text) => match text.trim_ascii().parse() {
                Ok(milliseconds) => milliseconds,
                Err(_) => return self.take_written_date(object, name),
            },
            _ => return None,
        };
        let date = date::epoch_millis(found).ok();
        match date {
            Some(_) => drop(object.remove(name)),
            None => self.note(NoteKind::DateImpossible { text: found.to_string() }),
        }
        date
    }

    /// Astro writes a date as text.
    fn take_written_date(&mut self, object: &mut Object, name: &str) -> Option<Timestamp> {
        let text = json::text(object, name)?.to_owned();
        let date = date::iso(&text).ok();
        match date {
            Some(_) => drop(object.remove(name)),
            None => self.note(NoteKind::DateImpossible { text }),
        }
        date
    }

    fn read_counts(&mut self, object: &mut Object) {
        let mut take = |name: &str| {
            let count = json::count(object, name)?;
            object.remove(name);
            Some(count)
        };
        self.counts.likes = take("likeCount");
        self.counts.comments = take("commentCount");
        self.counts.views = take("viewCount");
        self.counts.shares = take("socialShareTotalCount");
    }

    /// Fields that were read as a whole. A flag that says "public" says nothing more; one that says "private" is kept,
    /// so that it can be seen why.
    fn drop_what_has_a_place(&self, object: &mut Object) {
        if !self.keywords.is_empty() {
            object.remove("articleKeywords");
        }
        if let Some(series) = &self.series {
            let placed = [
                ("magazineTitle", series.title.is_some()),
                ("magazineAddress", series.address.is_some()),
                ("magazineNo", series.magazine_number.is_some()),
                ("chapterNo", series.number.is_some()),
            ];
            placed
                .into_iter()
                .filter(|(_, placed)| *placed)
                .for_each(|(name, _)| drop(object.remove(name)));
        }
        for (name, public) in [("private", false), ("notPublished", false), ("published", true)] {
            if object.get(name) == Some(&Value::Bool(public)) {
                object.remove(name);
            }
        }
    }

    fn keep_the_rest(&mut self, object: Object) {
        for (name, value) in object {
            if !value.is_null() {
                self.extra.insert(name, json::without_floats(value));
            }
        }
    }

    fn note(&mut self, kind: NoteKind) {
        self.notes.push(Note::new(kind));
    }
}

fn fill<T>(place: &mut Option<T>, value: Option<T>) {
    if place.is_none() {
        *place = value;
    }
}

/// Takes a text out of the object. An empty one says nothing and goes too; anything else stays for `extra`.
fn take_text(object: &mut Object, name: &str) -> Option<String> {
    match object.get_mut(name)? {
        Value::String(text) => {
            let text = std::mem::take(text);
            object.remove(name);
            (!text.trim_ascii().is_empty()).then_some(text)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn article(value: Value) -> Article {
        let Value::Object(object) = value else { panic!("an object") };
        Article::read(object)
    }

    #[test]
    fn fields_without_a_place_are_kept_under_their_names() {
        let found = article(json!({
            "contentId": "@@Zz9Z/12", "title": "국수", "subTitle": "", "readSeconds": 95, "seq": null,
            "score": 0.5, "later": {"a": [1.5, 2]}, "createTime": 1_614_828_602_000_u64, "likeCount": 0
        }));
        assert_eq!(found.identity.user_id.as_deref(), Some("Zz9Z"));
        assert_eq!(found.identity.number, Some(12));
        assert_eq!(
            (found.subtitle, found.counts.likes, found.counts.comments),
            (None, Some(0), None)
        );
        let extra = serde_json::to_string(&found.extra).unwrap();
        let expected = concat!(
            r#"{"contentId":"@@Zz9Z/12","createTime":1614828602000,"later":{"a":["1.5",2]},"#,
            r#""readSeconds":95,"score":"0.5"}"#
        );
        assert_eq!(extra, expected);
    }

    #[test]
    fn whatever_says_private_is_believed() {
        let table = [
            (json!({}), false),
            (json!({"status": "publish", "private": false, "notPublished": false}), false),
            (json!({"status": "PUBLISHED", "published": true}), false),
            (json!({"published": false}), true),
            (json!({"private": true}), true),
            (json!({"private": "Y"}), true),
            (json!({"notPublished": true}), true),
            (json!({"status": "draft"}), true),
            (json!({"status": 3}), true),
        ];
        for (object, expected) in table {
            assert_eq!(article(object.clone()).not_public, expected, "{object}");
        }
    }

    #[test]
    fn a_date_that_cannot_be_is_noted_and_kept_aside() {
        let found =
            article(json!({"publishTime": 9_000_000_000_000_000_000_u64, "updateTime": "soon"}));
        assert_eq!((found.published, found.updated), (None, None));
        let texts: Vec<_> = found.notes.iter().map(ToString::to_string).collect();
        let expected = [
            "`9000000000000000000` is not a possible date; the post has none",
            "`soon` is not a possible date; the post has none",
        ];
        assert_eq!(texts, expected);
        assert!(found.extra.value("updateTime").is_some());
    }

    #[test]
    fn an_epoch_is_shown_in_korean_time() {
        let found = article(json!({"publishTime": 1_614_785_402_417_u64, "publishTimestamp": 1}));
        assert_eq!(found.published.unwrap().to_rfc3339(), "2021-03-04T00:30:02.417+09:00");
        assert_eq!(found.extra.value("publishTimestamp"), Some(&json!(1)));
    }
}
