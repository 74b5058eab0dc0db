//! Navigation menus, whose entries are items of an export. They are no posts.

use serde_json::{Map, Value, json};

use super::{
    item::{Category, Item},
    media::told as told_comment,
    php,
};

/// An entry of a menu.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct MenuItem {
    row: Option<u64>,
    /// The slugs of the menus that it is in.
    menus: Vec<String>,
    order: i64,
    fields: Vec<(String, Value)>,
}

impl MenuItem {
    /// The entry that an item is.
    pub(super) fn of(item: &Item<'_>) -> Self {
        let menus = item.terms.iter().filter(|term| term.domain == "nav_menu");
        let texts = [
            ("title", &item.title),
            ("status", &item.status),
            ("slug", &item.slug),
            ("guid", &item.guid),
            ("description", &item.content),
            ("attr_title", &item.excerpt),
        ];
        let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
        let mut fields: Vec<(String, Value)> =
            texts.map(|(name, text)| (name.to_owned(), (&**text).into())).collect();
        for meta in &item.meta {
            let name = meta.key.strip_prefix("_menu_item_").unwrap_or(&meta.key);
            let value = php::unserialize(&meta.value).unwrap_or_else(|| (&*meta.value).into());
            let is_empty = value.as_str() == Some("") || value == json!([""]) || value == json!([]);
            if !is_empty {
                fields.push((name.to_owned(), value));
            }
        }
        const USUAL: [&str; 4] =
            ["wp:menu_order", "wp:is_sticky", "wp:comment_status", "wp:ping_status"];
        let others = item.telling().filter(|(name, _)| !USUAL.contains(&&**name));
        fields.extend(others.cloned());
        let terms: Vec<Value> =
            item.terms.iter().filter(|it| it.domain != "nav_menu").map(Category::told).collect();
        if !terms.is_empty() {
            fields.push(("terms".to_owned(), terms.into()));
        }
        let comments: Vec<Value> = item.comments.iter().map(|it| told_comment(it).into()).collect();
        if !comments.is_empty() {
            fields.push(("comments".to_owned(), comments.into()));
        }
        let order = item.other("wp:menu_order");
        Self {
            row: item.row,
            menus: menus.map(|term| term.nicename.clone()).collect(),
            order: order.and_then(|text| text.parse().ok()).unwrap_or_default(),
            fields,
        }
    }

    /// It in JSON, but for the menus that it is in.
    pub(super) fn told(&self) -> Value {
        let mut told = Map::new();
        if let Some(row) = self.row {
            told.insert("id".into(), row.into());
        }
        told.insert("order".into(), self.order.into());
        told.extend(self.fields.iter().cloned());
        Value::Object(told)
    }
}

/// All menus: their entries in order, under the slugs of the menus.
pub(super) fn told(items: &[MenuItem]) -> Value {
    let mut order: Vec<&MenuItem> = items.iter().collect();
    order.sort_by_key(|item| (item.order, item.row));
    let mut menus = Map::new();
    for item in order {
        let none = [String::new()];
        let slugs = if item.menus.is_empty() { &none[..] } else { &item.menus };
        for slug in slugs {
            let list = menus.entry(slug.clone()).or_insert_with(|| json!([]));
            if let Value::Array(list) = list {
                list.push(item.told());
            }
        }
    }
    Value::Object(menus)
}
