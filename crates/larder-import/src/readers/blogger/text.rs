//! The texts of elements.

use std::borrow::Cow;

use crate::{
    readers::feed::is_escaped_twice,
    xml::{Element, Repair, Repairs},
};

/// A body.
#[derive(Clone, Debug)]
pub(super) struct Text<'a> {
    /// It as it stands there, decoded once.
    pub(super) original: Cow<'a, str>,
    /// The HTML, where it was escaped once too often.
    pub(super) html: Option<String>,
}

impl Text<'_> {
    /// The HTML that it means.
    pub(super) fn as_html(&self) -> &str {
        self.html.as_deref().unwrap_or(&self.original)
    }
}

/// A text without white space around it.
pub(super) fn value<'a>(element: &Element<'a>, repairs: &mut Repairs) -> Cow<'a, str> {
    match element.text(repairs) {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// A text that says anything.
pub(super) fn said(element: &Element<'_>, repairs: &mut Repairs) -> Option<String> {
    Some(value(element, repairs).into_owned()).filter(|text| !text.is_empty())
}

/// A text; where something else stands than text, that as it stands there.
pub(super) fn filled<'a>(element: &Element<'a>, repairs: &mut Repairs) -> Cow<'a, str> {
    match value(element, repairs) {
        text if text.is_empty() => Cow::Borrowed(element.inner.trim()),
        text => text,
    }
}

/// A title: plain text, unless it says that it is HTML.
pub(super) fn title<'a>(element: &Element<'a>, repairs: &mut Repairs) -> Cow<'a, str> {
    let is_html = element.value("type").is_some_and(|it| it.contains("html"));
    match is_html || element.has_elements() {
        true => {
            let html = element.data(repairs);
            Cow::Owned(larder_html::text::to_text(&html).trim().to_owned())
        }
        false => value(element, repairs),
    }
}

/// A body: HTML, escaped once, and now and then twice.
pub(super) fn body<'a>(element: &Element<'a>, repairs: &mut Repairs) -> Text<'a> {
    let is_xhtml = element.value("type").is_some_and(|it| it.contains("xhtml"));
    let original = match is_xhtml && element.has_elements() {
        true => Cow::Owned(element.markup(false, repairs)),
        false => element.data(repairs),
    };
    let is_twice = is_escaped_twice(&original);
    repairs.count_many(Repair::DoubleEscaped, u32::from(is_twice));
    let html = is_twice.then(|| htmlize::unescape(&*original).into_owned());
    Text { original, html }
}
