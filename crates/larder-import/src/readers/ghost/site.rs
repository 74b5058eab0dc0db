//! The blog as a whole: its settings, and the tables that have no place in the model.

use larder_core::Site;
use serde_json::{Map, Value};

use super::{
    index::Index,
    media::{Library, Shown},
    table::is_secret_setting,
};

/// Makes the site of an export. `secrets` counts the settings that are keys.
pub(super) fn read(index: &mut Index, library: &mut Library, secrets: &mut u64) -> Site {
    let home = index.home();
    let mut site = Site::new(home.clone().unwrap_or_else(|| derived_id(index)));
    site.home = home;
    site.platform = Some("ghost".into());
    let mut settings = std::mem::take(&mut index.settings);
    let mut take = |names: &[&str]| {
        names.iter().find_map(|name| {
            let is_said = settings.get(*name)?.as_str().is_some_and(|text| !text.trim().is_empty());
            is_said.then(|| settings.remove(*name)?.as_str().map(str::to_owned))?
        })
    };
    site.title = take(&["title"]);
    site.description = take(&["description"]);
    site.language =
        take(&["locale", "lang", "default_locale", "defaultLang"]).map(|it| it.replace('_', "-"));
    let image = take(&["logo", "icon", "cover_image", "cover"]);
    site.image = image.map(|url| library.add(Shown::new(url), None));
    let mut kept = Map::new();
    for (key, value) in settings {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if value.is_null() || text.is_empty() {
            continue;
        }
        match is_secret_setting(&key, &text) {
            true => *secrets += 1,
            false => _ = kept.insert(key.clone(), readable(value)),
        }
    }
    if !kept.is_empty() {
        site.extra.insert("settings", kept);
    }
    if !index.meta.is_empty() {
        site.extra.insert("meta", std::mem::take(&mut index.meta));
    }
    for (name, value) in std::mem::take(&mut index.fields) {
        site.extra.insert(name, value);
    }
    for (name, aside) in &mut index.aside {
        site.extra.insert(name.as_str(), std::mem::take(&mut aside.rows));
    }
    site
}

/// Lists and objects stand in settings as texts.
fn readable(value: Value) -> Value {
    let read = |text: &str| -> Option<Value> {
        let is_tree = text.starts_with('[') || text.starts_with('{');
        is_tree.then(|| serde_json::from_str(text).ok())?
    };
    value.as_str().and_then(read).unwrap_or(value)
}

/// The id of a blog whose address is not known: what it calls itself, else its name and the first of its people.
fn derived_id(index: &Index) -> String {
    let stated = ["site_uuid", "db_hash"].into_iter().find_map(|key| index.setting(key));
    if let Some(stated) = stated {
        return larder_core::PostId::derived(&["ghost", stated]).to_string();
    }
    let title = index.setting("title").unwrap_or_default();
    let first = index.users.first().map_or("", |row| row.text("slug"));
    let post = index.posts.first().map_or("", |post| post.id.as_str());
    // A title may be changed; what else there is says little by itself.
    larder_core::PostId::derived(&["ghost", title, first, if first.is_empty() { post } else { "" }])
        .to_string()
}
