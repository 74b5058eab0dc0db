//! Who writes: in front matter, settings and data files.

use larder_core::{Author, AuthorId, format::UNPUBLISHED};

use super::{
    Settings, Site,
    role::{extension, split_name},
    value::{Map, Value},
};

/// Files of people: their paths without extension.
const FILES: &[&str] = &[
    "_data/authors",
    "_data/blog/authors",
    "_data/people",
    "data/authors",
    "source/_data/authors",
    "src/data/authors",
];

/// The people that data files name: those of a file by their names in it, those with a file of their own by its name.
pub(super) fn read(site: &Site<'_>) -> Map {
    let mut people = Map::default();
    let is_apart = |place: &&usize| site.path(**place).starts_with(UNPUBLISHED);
    let (apart, own): (Vec<&usize>, Vec<&usize>) = site.files.iter().partition(is_apart);
    for &place in own.into_iter().chain(apart) {
        let path = site.path(place);
        let path = path.strip_prefix(UNPUBLISHED).unwrap_or(path);
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
        known.handle = key.filter(|key| !is_mail(key)).map(str::to_owned);
        Some(known)
    };
    value.each().iter().filter_map(find).collect()
}

fn author(value: &Value) -> Option<Author> {
    match value {
        Value::Scalar { .. } => {
            let (name, email) = parts(value.text()?);
            if is_mail(name) {
                return Some(by_mail(name));
            }
            let mut author = Author::new(AuthorId::new(name));
            author.name = Some(name.to_owned());
            author.email = email.map(str::to_owned);
            Some(author)
        }
        Value::Map(map) => of(map, None),
        Value::List(_) => None,
    }
}

/// Whether a text is an address of e-mail and nothing else.
fn is_mail(text: &str) -> bool {
    let is_word = !text.contains(|it: char| it.is_whitespace() || it == '/');
    let at = text.split_once('@').filter(|_| is_word);
    at.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
}

/// Somebody of whom only the address is known. It is no name, and nobody is listed by it.
fn by_mail(email: &str) -> Author {
    let mut author = Author::new(AuthorId::derived(&["email", email]));
    author.email = Some(email.to_owned());
    author
}

/// `Name <name@example.org>`, and an address alone is one of e-mail.
fn parts(text: &str) -> (&str, Option<&str>) {
    let Some((name, email)) = text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) else {
        return (text, None);
    };
    match (name.trim(), email.contains('@')) {
        ("", true) => (email.trim(), None),
        ("", false) | (_, false) => (text, None),
        (name, true) => (name, Some(email)),
    }
}

fn of(map: &Map, key: Option<&str>) -> Option<Author> {
    let text = |names: &[&str]| names.iter().find_map(|name| map.text(name)).map(str::to_owned);
    let name = text(&["name", "display_name", "title"]);
    let email = text(&["email", "mail"]).or_else(|| name.clone().filter(|name| is_mail(name)));
    let email = email.or_else(|| key.filter(|key| is_mail(key)).map(str::to_owned));
    let name = name.filter(|name| !is_mail(name));
    let key = key.filter(|key| !is_mail(key)).map(str::to_owned).or_else(|| name.clone());
    let mut author = match (key, &email) {
        (Some(key), _) => Author::new(AuthorId::new(key)),
        (None, email) => by_mail(email.as_ref()?),
    };
    author.name = name;
    author.email = email;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_mail_is_no_name_and_no_id() {
        let mail = "nuri@example.org";
        let name = |value: &str| Value::Map(Map(vec![("name".into(), Value::plain(value))]));
        for value in [Value::plain(mail), Value::plain("<nuri@example.org>"), name(mail)] {
            let author = author(&value).unwrap();
            assert_eq!((author.name.as_deref(), author.email.as_deref()), (None, Some(mail)));
            assert!(!author.id.as_str().contains('@'), "{}", author.id.as_str());
        }
        for text in ["Nuri", "@nuri", "Nuri @ home"] {
            assert_eq!(author(&Value::plain(text)).unwrap().name.as_deref(), Some(text));
        }
        let both = author(&Value::plain("Nuri <nuri@example.org>")).unwrap();
        assert_eq!((both.name.as_deref(), both.email.as_deref()), (Some("Nuri"), Some(mail)));
    }
}
