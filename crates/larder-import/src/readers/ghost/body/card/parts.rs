//! Cards of text and links.

use larder_html::escape;

use super::{Card, Output, caption};

pub(super) fn embed(card: Card<'_>, output: &mut Output) {
    let caption_html = card.html("caption");
    let class = match caption_html.is_empty() {
        true => "kg-card kg-embed-card",
        false => "kg-card kg-embed-card kg-card-hascaption",
    };
    output.open("figure", &[("class", class)]);
    let (html, url) = (card.text("html"), card.text("url"));
    match html.is_empty() && !url.is_empty() {
        true => link(url, url, "", output),
        false => output.html.push_str(html),
    }
    caption(&caption_html, output);
    output.close("figure");
}

fn link(href: &str, text: &str, class: &str, output: &mut Output) {
    output.open("a", &[("href", href), ("class", class)]);
    output.html.push_str(&escape::text(text));
    output.close("a");
}

/// A page elsewhere, with its title, its picture and what it says of itself.
pub(super) fn bookmark(card: Card<'_>, output: &mut Output) {
    let said = card.within("metadata");
    // Lexical has them in the card itself in places.
    let text = |name: &str| match said.text(name) {
        "" => card.text(name),
        text => text,
    };
    let url = [card.text("url"), said.text("url")].into_iter().find(|it| !it.is_empty());
    let url = url.unwrap_or_default();
    output.open("figure", &[("class", "kg-card kg-bookmark-card")]);
    output.open("a", &[("class", "kg-bookmark-container"), ("href", url)]);
    output.open("div", &[("class", "kg-bookmark-content")]);
    let title = if text("title").is_empty() { url } else { text("title") };
    output.text("div", "kg-bookmark-title", title);
    output.text("div", "kg-bookmark-description", text("description"));
    output.open("div", &[("class", "kg-bookmark-metadata")]);
    picture("kg-bookmark-icon", text("icon"), output);
    output.text("span", "kg-bookmark-author", text("publisher"));
    output.text("span", "kg-bookmark-publisher", text("author"));
    output.close("div");
    output.close("div");
    if !text("thumbnail").is_empty() {
        output.open("div", &[("class", "kg-bookmark-thumbnail")]);
        picture("", text("thumbnail"), output);
        output.close("div");
    }
    output.close("a");
    caption(&card.html("caption"), output);
    output.close("figure");
}

fn picture(class: &str, src: &str, output: &mut Output) {
    if !src.is_empty() {
        output.open("img", &[("class", class), ("src", src)]);
    }
}

pub(super) fn code(card: Card<'_>, output: &mut Output) {
    let caption_html = card.html("caption");
    if !caption_html.is_empty() {
        output.open("figure", &[("class", "kg-card kg-code-card")]);
    }
    let language = card.text("language");
    let class = match language.is_empty() {
        true => String::new(),
        false => format!("language-{language}"),
    };
    output.html.push_str("<pre>");
    output.open("code", &[("class", &class)]);
    output.html.push_str(&escape::text(card.text("code")));
    output.html.push_str("</code></pre>");
    if !caption_html.is_empty() {
        caption(&caption_html, output);
        output.close("figure");
    }
}

pub(super) fn callout(card: Card<'_>, output: &mut Output) {
    output.open("div", &[("class", "kg-card kg-callout-card")]);
    output.text("div", "kg-callout-emoji", card.text("calloutEmoji"));
    output.element("div", "kg-callout-text", &card.html("calloutText"));
    output.close("div");
}

/// A text that is opened: all of it is there.
pub(super) fn toggle(card: Card<'_>, output: &mut Output) {
    output.open("div", &[("class", "kg-card kg-toggle-card")]);
    output.element("h4", "kg-toggle-heading-text", &card.html("heading"));
    output.element("div", "kg-toggle-content", &card.html("content"));
    output.close("div");
}

pub(super) fn button(card: Card<'_>, output: &mut Output) {
    output.open("div", &[("class", "kg-card kg-button-card")]);
    button_link(card.text("buttonUrl"), card.text("buttonText"), output);
    output.close("div");
}

fn button_link(url: &str, text: &str, output: &mut Output) {
    if !text.is_empty() {
        link(url, text, "kg-btn", output);
    }
}

pub(super) fn product(card: Card<'_>, output: &mut Output) {
    output.open("div", &[("class", "kg-card kg-product-card")]);
    picture("kg-product-card-image", card.text("productImageSrc"), output);
    output.element("h4", "kg-product-card-title", &card.html("productTitle"));
    if card.flag("productRatingEnabled") == Some(true) {
        output.text("div", "kg-product-card-rating", &stars(&card.number("productStarRating")));
    }
    output.element("div", "kg-product-card-description", &card.html("productDescription"));
    if card.flag("productButtonEnabled") == Some(true) {
        button_link(card.text("productUrl"), card.text("productButton"), output);
    }
    output.close("div");
}

fn stars(rating: &str) -> String {
    let count = rating.parse::<usize>().unwrap_or(0).min(5);
    "★".repeat(count) + &"☆".repeat(5 - count)
}

pub(super) fn header(card: Card<'_>, output: &mut Output) {
    output.open("div", &[("class", "kg-card kg-header-card")]);
    picture("kg-header-card-image", card.text("backgroundImageSrc"), output);
    output.element("h2", "kg-header-card-header", &card.html("header"));
    output.element("h3", "kg-header-card-subheader", &card.html("subheader"));
    if card.flag("buttonEnabled") == Some(true) {
        button_link(card.text("buttonUrl"), card.text("buttonText"), output);
    }
    output.close("div");
}

/// A form to become a member: its words stay, the form goes nowhere any more.
pub(super) fn signup(card: Card<'_>, output: &mut Output) {
    output.open("div", &[("class", "kg-card kg-signup-card")]);
    picture("kg-signup-card-image", card.text("backgroundImageSrc"), output);
    output.element("h2", "kg-signup-card-heading", &card.html("header"));
    output.element("h3", "kg-signup-card-subheading", &card.html("subheader"));
    output.element("p", "kg-signup-card-disclaimer", &card.html("disclaimer"));
    output.close("div");
}

pub(super) fn call_to_action(card: Card<'_>, output: &mut Output) {
    output.open("div", &[("class", "kg-card kg-cta-card")]);
    if card.flag("hasSponsorLabel") == Some(true) {
        output.element("div", "kg-cta-sponsor-label", &card.html("sponsorLabel"));
    }
    picture("kg-cta-image", card.text("imageUrl"), output);
    output.element("div", "kg-cta-text", &card.html("textValue"));
    if card.flag("showButton") == Some(true) {
        button_link(card.text("buttonUrl"), card.text("buttonText"), output);
    }
    output.close("div");
}
