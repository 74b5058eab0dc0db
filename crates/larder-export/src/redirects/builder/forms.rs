//! The forms of addresses that platforms answer to besides the one they show.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::Url;

use super::{Builder, Class, Facts, Platform, Target, TermFacts, TermKind, web};

/// All old addresses of a post.
pub(super) fn of_post(builder: &mut Builder, facts: &Facts, to: &Target) {
    for (at, address) in facts.addresses.iter().enumerate() {
        let class = if at == 0 { Class::Permalink } else { Class::OldSlug };
        builder.add(address, to, class);
    }
    let permalink = facts.addresses.first().and_then(|it| absolute(builder, it));
    let permalink = permalink.filter(|it| builder.is_own(it.as_str()) && it.path() != "/");
    if let Some(permalink) = &permalink {
        old_slugs(builder, facts, permalink, to);
        dates(builder, facts, permalink, to);
        other_forms(builder, permalink, to);
    }
    numbers(builder, facts, to);
    phones(builder, facts, permalink.as_ref(), to);
}

/// The same address with earlier slugs.
fn old_slugs(builder: &mut Builder, facts: &Facts, permalink: &Url, to: &Target) {
    for slug in &facts.old_slugs {
        let (before, _, after) = parts(permalink);
        builder.add(&format!("{before}{}{after}", segment(slug)), to, Class::OldSlug);
    }
}

/// The path up to the last part, the last part, and what ends it: `/`, `.html` or nothing.
fn parts(permalink: &Url) -> (String, String, &'static str) {
    let path = permalink.path();
    let ends = ["/", ".html", ".htm"];
    let (stem, end) = ends
        .iter()
        .find_map(|end| path.strip_suffix(end).map(|stem| (stem, *end)))
        .unwrap_or((path, ""));
    let (before, last) = stem.rsplit_once('/').unwrap_or(("", stem));
    (format!("{before}/"), last.to_owned(), end)
}

/// `/2019/05/x/` and `/x/`; `base_name` and `base-name`.
fn dates(builder: &mut Builder, facts: &Facts, permalink: &Url, to: &Target) {
    let (before, last, end) = parts(permalink);
    match builder.platform {
        Platform::WordPress | Platform::Ghost => {
            let home = home_path(builder);
            let within = before.strip_prefix(&home).unwrap_or_default();
            if is_dated(within) {
                builder.add(&format!("{home}{last}{end}"), to, Class::Variant);
            } else if let (Some((year, month, day)), "") = (facts.published, within) {
                builder.add(&format!("{home}{year:04}/{month:02}/{last}{end}"), to, Class::Variant);
                builder.add(
                    &format!("{home}{year:04}/{month:02}/{day:02}/{last}{end}"),
                    to,
                    Class::Variant,
                );
            }
        }
        Platform::MovableType => {
            for other in [last.replace('_', "-"), last.replace('-', "_")] {
                if other != last {
                    builder.add(&format!("{before}{other}{end}"), to, Class::Variant);
                }
            }
        }
        _ => {}
    }
}

/// Whether folders are a year and a month, or also a day: `2019/05/`.
fn is_dated(folders: &str) -> bool {
    let parts: Vec<&str> = folders.trim_end_matches('/').split('/').collect();
    let is_number =
        |text: &str, length| text.len() == length && text.bytes().all(|it| it.is_ascii_digit());
    let rest = parts.get(1..).unwrap_or_default();
    is_number(parts[0], 4) && matches!(rest.len(), 1 | 2) && rest.iter().all(|it| is_number(it, 2))
}

fn home_path(builder: &Builder) -> String {
    format!("{}/", builder.home_path().trim_end_matches('/'))
}

/// Its feed, its page for AMP, its comments; the short address of Medium and Tumblr.
fn other_forms(builder: &mut Builder, permalink: &Url, to: &Target) {
    let has_query = permalink.query().is_some();
    for (form, class) in builder.platform.forms_of_post().iter().filter(|_| !has_query) {
        let path = permalink.path().trim_end_matches('/');
        builder.add(&format!("{path}/{form}"), to, *class);
    }
    let parts: Vec<&str> = permalink.path().split('/').filter(|it| !it.is_empty()).collect();
    match builder.platform {
        Platform::Medium => {
            let hex =
                parts.last().and_then(|last| last.rsplit('-').next()).filter(|it| is_medium_id(it));
            if let Some(hex) = hex {
                builder.below_home(&format!("p/{hex}"), to, Class::Id);
            }
        }
        Platform::Tumblr => {
            let id = parts
                .iter()
                .rev()
                .find(|it| it.len() > 4 && it.bytes().all(|it| it.is_ascii_digit()));
            if let Some(id) = id {
                builder.below_home(&format!("post/{id}"), to, Class::Id);
            }
        }
        _ => {}
    }
}

fn is_medium_id(text: &str) -> bool {
    matches!(text.len(), 10..=12)
        && text.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'a'..=b'f'))
}

/// Addresses that hold the number or the id of the row.
fn numbers(builder: &mut Builder, facts: &Facts, to: &Target) {
    if let Some(number) = facts.number {
        let forms: Vec<String> = match builder.platform {
            Platform::WordPress => vec![
                format!("?p={number}"),
                format!("?page_id={number}"),
                format!("?attachment_id={number}"),
                format!("archives/{number}"),
            ],
            Platform::MovableType => vec![format!("archives/{number:06}.html")],
            Platform::LiveJournal => vec![format!("{number}.html")],
            Platform::Tumblr => vec![format!("post/{number}")],
            Platform::Tistory => vec![number.to_string()],
            _ => Vec::new(),
        };
        forms.iter().for_each(|form| builder.below_home(form, to, Class::Id));
    }
    if let (Platform::Ghost, Some(uuid)) = (builder.platform, &facts.uuid) {
        builder.below_home(&format!("p/{}/", segment(uuid)), to, Class::Id);
    }
}

/// `/m/179` and `/m/entry/slug` of Tistory, and the addresses without the `m`.
fn phones(builder: &mut Builder, facts: &Facts, permalink: Option<&Url>, to: &Target) {
    if builder.platform != Platform::Tistory {
        return;
    }
    if let Some(slug) = facts.slug.as_deref().filter(|slug| !slug.is_empty()) {
        builder.below_home(&format!("entry/{}", segment(slug)), to, Class::OldSlug);
        builder.below_home(&format!("m/entry/{}", segment(slug)), to, Class::Mobile);
    }
    if let Some(number) = facts.number {
        builder.below_home(&format!("m/{number}"), to, Class::Mobile);
    }
    let home = home_path(builder);
    let within = permalink.and_then(|it| it.path().strip_prefix(&home));
    if let Some(within) = within.filter(|it| !it.starts_with("m/")) {
        builder.below_home(&format!("m/{within}"), to, Class::Mobile);
    }
}

/// The lists of a term.
pub(super) fn of_term(builder: &mut Builder, facts: &TermFacts, to: &Target) {
    let nested: Vec<String> = facts.path.iter().map(|name| segment(name)).collect();
    let Some(last) = nested.last().cloned() else { return };
    let nested = nested.join("/");
    let forms: Vec<String> = match (builder.platform, facts.kind) {
        (Platform::WordPress, TermKind::Category) => {
            vec![format!("category/{nested}/"), format!("category/{last}/")]
        }
        (Platform::WordPress | Platform::Ghost, _) => vec![format!("tag/{last}/")],
        (Platform::Blogger, _) => vec![format!("search/label/{last}")],
        (Platform::Tumblr, _) => vec![format!("tagged/{last}")],
        (Platform::Tistory, TermKind::Category) => vec![format!("category/{nested}")],
        (Platform::Tistory | Platform::Medium, _) => vec![format!("tag/{last}")],
        _ => Vec::new(),
    };
    for (at, form) in forms.iter().enumerate() {
        builder.below_home(form, to, if at == 0 { Class::Archive } else { Class::Variant });
    }
}

/// The list of an author.
pub(super) fn of_author(builder: &mut Builder, name: &str, to: &Target) {
    if builder.platform.has_authors() && !name.is_empty() {
        builder.below_home(&format!("author/{}/", segment(name)), to, Class::Archive);
    }
}

/// The list of a month.
pub(super) fn of_month(builder: &mut Builder, year: i32, month: u32, to: &Target) {
    let forms = match builder.platform {
        Platform::WordPress => {
            vec![format!("{year:04}/{month:02}/"), format!("?m={year:04}{month:02}")]
        }
        Platform::Blogger => {
            vec![format!("{year:04}/{month:02}/"), format!("{year:04}_{month:02}_01_archive.html")]
        }
        Platform::MovableType => vec![format!("{year:04}/{month:02}/")],
        Platform::Tistory => vec![format!("archive/{year:04}{month:02}")],
        _ => Vec::new(),
    };
    for form in forms {
        builder.below_home(&form, to, Class::Archive);
    }
}

/// An address of a post, absolute.
fn absolute(builder: &Builder, address: &str) -> Option<Url> {
    let home = builder.homes.first();
    web(address)
        .or_else(|| home?.url.join(address).ok())
        .or_else(|| super::super::address::absolute(address).ok())
}

/// A name as one part of a path. Those that are escaped already, as WordPress writes them, are not escaped twice.
fn segment(name: &str) -> String {
    const IN_SEGMENT: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'+');
    let decoded = percent_decode_str(name).decode_utf8();
    utf8_percent_encode(decoded.as_deref().unwrap_or(name), IN_SEGMENT).to_string()
}
