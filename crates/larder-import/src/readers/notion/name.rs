//! What the name of an entry says: `Part.zip/Blog 0f…/Title 3a….html` is a page called `Title` below one called `Blog`.

use crate::percent_decode_name;

/// What an entry is by its extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Html,
    Markdown,
    Table,
    Other,
}

/// The name of an entry.
#[derive(Clone, Debug)]
pub(super) struct Name<'a> {
    /// Without the archives and folders that only hold the export.
    pub(super) path: &'a str,
    /// Where it lies within the export; empty for nowhere.
    pub(super) folder: &'a str,
    /// Its last part without the extension, and without what tells one table of a database from the other.
    pub(super) stem: &'a str,
    /// What is in front of the id. Titles are cut in names.
    pub(super) title: &'a str,
    pub(super) id: Option<String>,
    pub(super) kind: Kind,
}

impl Name<'_> {
    /// Whether it is called like a page. Digits alone are what crawlers call their files.
    pub(super) fn is_page(&self) -> bool {
        let is_text = matches!(self.kind, Kind::Html | Kind::Markdown);
        is_text && self.id.is_some() && !self.title.is_empty()
    }
}

/// Reads a name.
pub(super) fn of(name: &str) -> Name<'_> {
    let path = within(name);
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    let kind = match extension.to_ascii_lowercase().as_str() {
        "html" | "htm" => Kind::Html,
        "md" | "markdown" => Kind::Markdown,
        "csv" => Kind::Table,
        _ => Kind::Other,
    };
    let stem = match kind {
        // All rows, and not only those that a view shows.
        Kind::Table => stem.strip_suffix("_all").unwrap_or(stem),
        _ => stem,
    };
    let (title, id) = split(stem);
    Name { path, folder, stem, title, id, kind }
}

/// A name without what is only there because the export is packed, in several parts maybe.
pub(super) fn within(name: &str) -> &str {
    let mut path = name;
    let parts = name.match_indices('/').map(|(at, _)| at);
    let mut start = 0;
    for end in parts {
        let part = &name[start..end];
        let is_archive = part.len() > 4 && part.is_char_boundary(part.len() - 4);
        if is_archive && part[part.len() - 4..].eq_ignore_ascii_case(".zip") {
            path = &name[end + 1..];
        }
        start = end + 1;
    }
    match path.split_once('/') {
        Some((first, rest)) if first.starts_with("Export-") => rest,
        _ => path,
    }
}

/// A title, and the id behind it: 32 hexadecimal digits, with or without hyphens.
pub(super) fn split(stem: &str) -> (&str, Option<String>) {
    for length in [32, 36] {
        let Some(at) = stem.len().checked_sub(length).filter(|&at| stem.is_char_boundary(at))
        else {
            continue;
        };
        let (title, id) = stem.split_at(at);
        let is_apart = title.is_empty() || title.ends_with([' ', '-', '_']);
        if let Some(id) = uuid(id).filter(|_| is_apart) {
            return (title.trim_end_matches([' ', '-', '_']), Some(id));
        }
    }
    (stem, None)
}

/// The id of the page that an address leads to.
pub(super) fn id_in(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let last = percent_decode_name(last);
    let stem = last.rsplit_once('.').map_or(last.as_str(), |(stem, _)| stem);
    split(stem).1
}

/// An id as Notion writes it: five groups of hexadecimal digits in lower case.
pub(super) fn uuid(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|it| *it != '-').collect();
    let is_id = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let grouped = |at: usize| &digits[at..];
    is_id.then(|| {
        let groups = [(0, 8), (8, 4), (12, 4), (16, 4), (20, 12)];
        let groups = groups.map(|(at, length)| &grouped(at)[..length]);
        groups.join("-").to_ascii_lowercase()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    const UUID: &str = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

    #[test]
    fn a_name_says_title_id_and_kind() {
        let name = format!("Export-1-Part-2.zip/Blog {ID}/느리게 걷기 {ID}.html");
        let name = of(&name);
        assert_eq!((name.title, name.id.as_deref()), ("느리게 걷기", Some(UUID)));
        assert_eq!(name.folder, format!("Blog {ID}"));
        let table = format!("Export-1/Notes {ID}_all.csv");
        let table = of(&table);
        assert_eq!((table.title, table.kind, table.folder), ("Notes", Kind::Table, ""));
        assert_eq!(table.id.as_deref(), Some(UUID));
        for other in ["Untitled 1.png", "index.html", "글.md", "0f1e.html", ".zip/a.md"] {
            assert_eq!(of(other).id, None, "{other}");
        }
    }

    #[test]
    fn addresses_lead_to_ids() {
        for address in [
            format!("Blog%20{ID}/Title%20{ID}.html"),
            format!("https://www.notion.so/me/Title-{ID}?pvs=4#abc"),
            format!("https://me.notion.site/{ID}"),
            format!("/{UUID}"),
            format!("../%EA%B8%80%20{ID}.md#top"),
        ] {
            assert_eq!(id_in(&address).as_deref(), Some(UUID), "{address}");
        }
        for address in ["", "#", "https://example.org/", "%", &format!("a{ID}")] {
            assert_eq!(id_in(address), None, "{address}");
        }
    }
}
