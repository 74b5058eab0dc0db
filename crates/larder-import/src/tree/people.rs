//! Who writes: in front matter, settings and data files.

use larder_core::{Author, AuthorId};

use super::{
    Settings, Site,
    role::{extension, split_name},
    value::{Map, Value},
};

/// Files of people: their paths without extension.
const FILES: &[&str] = &["_data/authors", "_data/people", "data/authors", "source/_data/authors"];

/// The people that data files name: those of a file by their names in it, those with a file of their own by its name.
pub(super) fn read(site: &Site<'_>) -> Map {
    let mut people = Map::default();
    for &place in &site.files {
        let path = site.path(place);
        let (folder, stem, _) = split_name(path);
        let is_data = matches!(extension(path).as_str(), "yml" | "yaml" | "toml" | "json");
        let is_list =
            FILES.contains(&&path[..folder.len() + stem.len() + usize::from(!folder.is_empty())]);
        if !is_data || !is_list && !FILES.contains(&folder) {
            continue;
        }
        let settings = Settings::read(site.source, place, path);
        match is_list {
            true => people.fill_from(&settings.map),
            false => people.0.push((stem.to_owned(), Value::Map(settings.map))),
        }
    }
    people
}

/// Everybody that a value names.
pub(crate) fn authors(value: &Value) -> Vec<Author> {
    value.each().iter().filter_map(author).collect()
}

/// Everybody that front matter names, with what data files say of them.
pub(super) fn known(value: &Value, people: &Map) -> Vec<Author> {
    let find = |value: &Value| {
        let key = value.text();
        let Some(Value::Map(map)) = key.and_then(|key| people.get(key)) else {
            return author(value);
        };
        let mut known = of(map, key)?;
        known.handle = key.map(str::to_owned);
        Some(known)
    };
    value.each().iter().filter_map(find).collect()
}

fn author(value: &Value) -> Option<Author> {
    match value {
        Value::Scalar { .. } => {
            let (name, email) = parts(value.text()?);
            let mut author = Author::new(AuthorId::new(name));
            author.name = Some(name.to_owned());
            author.email = email.map(str::to_owned);
            Some(author)
        }
        Value::Map(map) => of(map, None),
        Value::List(_) => None,
    }
}

/// `Name <name@example.org>`, and an address alone is one of e-mail.
fn parts(text: &str) -> (&str, Option<&str>) {
    let Some((name, email)) = text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) else {
        return (text, None);
    };
    match (name.trim(), email.contains('@')) {
        ("", _) | (_, false) => (text, None),
        (name, true) => (name, Some(email)),
    }
}

fn of(map: &Map, key: Option<&str>) -> Option<Author> {
    let text = |names: &[&str]| names.iter().find_map(|name| map.text(name)).map(str::to_owned);
    let name = text(&["name", "display_name", "title"]);
    let id = key.map(str::to_owned).or_else(|| name.clone()).or_else(|| text(&["email"]))?;
    let mut author = Author::new(AuthorId::new(id));
    author.name = name;
    author.email = text(&["email", "mail"]);
    author.url = text(&["url", "website", "web", "link", "uri"]);
    author.bio = text(&["bio", "description"]);
    let told = [&author.name, &author.email, &author.url, &author.bio];
    let told: Vec<String> = told.into_iter().flatten().cloned().collect();
    for (name, value) in &map.0 {
        if !value.text().is_some_and(|text| told.iter().any(|it| it == text)) {
            author.extra.insert(name.clone(), value.to_json());
        }
    }
    Some(author)
}
