//! The rules of Ghost's importer, by which a finished zip is judged: written by themselves, from what the importer does, and
//! without a word of the writer.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Text fields: the table, the field, the most characters, and whether it must be there.
const TEXTS: &[(&str, &str, usize, bool)] = &[
    ("posts", "title", 255, true),
    ("posts", "slug", 191, true),
    ("posts", "custom_excerpt", 300, false),
    ("posts", "feature_image", 2000, false),
    ("posts", "canonical_url", 2000, false),
    ("posts", "comment_id", 50, false),
    ("posts", "locale", 6, false),
    ("posts_meta", "meta_title", 300, false),
    ("posts_meta", "meta_description", 500, false),
    ("posts_meta", "og_title", 300, false),
    ("posts_meta", "og_description", 500, false),
    ("posts_meta", "twitter_title", 300, false),
    ("posts_meta", "twitter_description", 500, false),
    ("posts_meta", "og_image", 2000, false),
    ("posts_meta", "twitter_image", 2000, false),
    ("posts_meta", "feature_image_alt", 191, false),
    ("posts_meta", "feature_image_caption", 65_535, false),
    ("tags", "name", 191, true),
    ("tags", "slug", 191, true),
    ("tags", "description", 500, false),
    ("users", "name", 191, true),
    ("users", "slug", 191, true),
    ("users", "email", 191, true),
    ("users", "bio", 250, false),
    ("users", "location", 150, false),
    ("users", "website", 2000, false),
    ("users", "profile_image", 2000, false),
];

/// What breaks a rule in a zip with these entries. Empty where Ghost takes all of it.
pub(crate) fn faults(entries: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut faults = Vec::new();
    files(entries, &mut faults);
    let Some(json) = entries.get("ghost.json") else { return vec!["no ghost.json".into()] };
    let document: Value = match serde_json::from_slice(json) {
        Ok(document) => document,
        Err(error) => return vec![format!("ghost.json is no JSON: {error}")],
    };
    let mut fault = |is_broken: bool, what: String| {
        if is_broken {
            faults.push(what);
        }
    };
    let version = document["meta"]["version"].as_str().unwrap_or_default();
    let numbers: Vec<_> = version.split('.').collect();
    let is_semver = numbers.len() == 3 && numbers.iter().all(|it| it.parse::<u32>().is_ok());
    fault(!is_semver, format!("meta.version `{version}`"));
    fault(document["meta"]["exported_on"].as_u64().is_none(), "meta.exported_on".into());
    for (table, field, most, is_needed) in TEXTS {
        for row in rows(&document, table) {
            let value = &row[*field];
            let length = value.as_str().map_or(0, |text| text.chars().count());
            let is_fine = length <= *most && (value.is_string() || value.is_null());
            fault(!is_fine || *is_needed && length == 0, format!("{table}.{field}: {value}"));
        }
    }
    for (table, field) in
        [("posts", "slug"), ("tags", "slug"), ("users", "slug"), ("users", "email")]
    {
        let mut seen = BTreeSet::new();
        for row in rows(&document, table) {
            let value = row[field].as_str().unwrap_or_default().to_lowercase();
            fault(!seen.insert(value.clone()), format!("{table}.{field} twice: {value}"));
            let is_path = value.contains(['/', '?', '#', '\\', '%', ' ']);
            fault(field == "slug" && is_path, format!("{table}.{field}: {value}"));
        }
    }
    let ids = |table: &str| -> BTreeSet<String> {
        rows(&document, table)
            .iter()
            .filter_map(|row| Some(row["id"].as_str()?.to_owned()))
            .collect()
    };
    let (posts, tags, users) = (ids("posts"), ids("tags"), ids("users"));
    for (table, known) in [("posts", &posts), ("tags", &tags), ("users", &users)] {
        fault(known.len() != rows(&document, table).len(), format!("ids of {table}"));
        let is_id = |id: &String| id.len() == 24 && id.bytes().all(|it| it.is_ascii_hexdigit());
        fault(!known.iter().all(is_id), format!("ids of {table}: {known:?}"));
    }
    for (table, field, known) in [
        ("posts_meta", "post_id", &posts),
        ("posts_tags", "post_id", &posts),
        ("posts_tags", "tag_id", &tags),
        ("posts_authors", "post_id", &posts),
        ("posts_authors", "author_id", &users),
    ] {
        for row in rows(&document, table) {
            let is_known = row[field].as_str().is_some_and(|id| known.contains(id));
            fault(!is_known, format!("{table}.{field}: {}", row[field]));
        }
    }
    for row in rows(&document, "posts") {
        post(row, &mut fault);
    }
    for row in rows(&document, "tags") {
        let name = row["name"].as_str().unwrap_or_default();
        fault(name.starts_with([',', '#']), format!("tags.name: {name}"));
    }
    for row in rows(&document, "users") {
        let email = row["email"].as_str().unwrap_or_default();
        fault(!is_email(email), format!("users.email: {email}"));
        fault(!email.ends_with("@example.invalid"), format!("a real address: {email}"));
        let website = row["website"].as_str().unwrap_or("https://");
        fault(!is_web(website), format!("users.website: {website}"));
    }
    faults
}

fn rows<'d>(document: &'d Value, table: &str) -> &'d [Value] {
    document["data"][table].as_array().map_or(&[], Vec::as_slice)
}

fn post(row: &Value, fault: &mut dyn FnMut(bool, String)) {
    let word = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
    fault(!["post", "page"].contains(&&*word("type")), format!("type {}", row["type"]));
    let statuses = ["published", "draft", "scheduled", "sent"];
    fault(!statuses.contains(&&*word("status")), format!("status {}", row["status"]));
    let audiences = ["public", "members", "paid", "tiers"];
    fault(!audiences.contains(&&*word("visibility")), format!("visibility {}", row["visibility"]));
    let uuid = word("uuid");
    let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
    fault(lengths != [8, 4, 4, 4, 12], format!("uuid {uuid}"));
    for field in ["created_at", "updated_at", "published_at"] {
        let date = row[field].as_str().unwrap_or("2019-12-01T10:15:00.000Z");
        let form = "0000-00-00T00:00:00.000Z";
        let fits = |(one, other): (u8, u8)| one == other || other == b'0' && one.is_ascii_digit();
        let is_date = date.len() == form.len() && date.bytes().zip(form.bytes()).all(fits);
        fault(!is_date, format!("{field} {date}"));
    }
    let html = word("html");
    let count = |comment: &str| html.matches(comment).count();
    let is_open = count("<!--kg-card-begin: html-->") != count("<!--kg-card-end: html-->");
    fault(is_open, format!("cards: {html}"));
    for bad in ["<script", "javascript:", " onclick", ".invalid/"] {
        fault(html.contains(bad), format!("{bad} in {html}"));
    }
}

fn files(entries: &BTreeMap<String, Vec<u8>>, faults: &mut Vec<String>) {
    let texts: Vec<_> =
        entries.keys().filter(|it| it.ends_with(".json") || it.ends_with(".md")).collect();
    if texts != ["ghost.json"] {
        faults.push(format!("texts to import: {texts:?}"));
    }
    let names: Vec<&String> = entries.keys().filter(|name| *name != "ghost.json").collect();
    for name in &names {
        let folders = ["content/images/", "content/media/", "content/files/"];
        let is_plain = name.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_./@".contains(&it));
        if !folders.iter().any(|folder| name.starts_with(folder))
            || !is_plain
            || name.contains("..")
        {
            faults.push(format!("file {name}"));
        }
        if names.iter().any(|other| other != name && other.starts_with(name.as_str())) {
            faults.push(format!("{name} begins another name"));
        }
    }
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let is_local = |it: u8| it.is_ascii_alphanumeric() || it == b'-' || it == b'.';
    (1..=64).contains(&local.len())
        && local.bytes().all(is_local)
        && domain.split('.').count() >= 2
        && domain.bytes().all(|it| it.is_ascii_lowercase() || it == b'.')
}

fn is_web(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}
