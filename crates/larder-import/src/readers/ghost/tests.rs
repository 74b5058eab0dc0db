//! What a reader of hostile and of broken exports has to do; whole blogs are in `tests/fixtures/import/ghost`.

mod access;
mod broken;
mod hostile;

use larder_core::{Fate, ItemKind, Rule};

use crate::{ReadError, ReadOptions, Reading, source::Memory};

fn try_read(files: &[(&str, &[u8])]) -> Result<Reading, ReadError> {
    let source = Memory::new("export", files.iter().copied());
    let reading = crate::read(&source, &ReadOptions::default())?;
    assert_eq!(reading.ledger.unexplained(), []);
    Ok(reading)
}

fn read(text: &str) -> Reading {
    try_read(&[("ghost.json", text.as_bytes())]).unwrap()
}

/// An export of version 5 with these tables.
fn export(tables: &str) -> String {
    format!(r#"{{"db":[{{"meta":{{"exported_on":1,"version":"5.82.0"}},"data":{{{tables}}}}}]}}"#)
}

/// A post that everybody may read.
fn post(id: &str, html: &str) -> String {
    let fields = serde_json::json!({
        "id": id, "title": format!("title {id}"), "slug": format!("slug-{id}"), "html": html,
        "status": "published", "visibility": "public", "type": "post",
        "published_at": "2024-05-02T00:00:00.000Z",
    });
    fields.to_string()
}

fn titles(reading: &Reading) -> Vec<String> {
    let posts = reading.blogs.iter().flat_map(|blog| blog.posts.iter());
    posts.map(|post| post.unwrap().title.clone().unwrap_or_default()).collect()
}

fn codes(reading: &Reading) -> Vec<&'static str> {
    let notes = reading.notes.iter().chain(reading.blogs.iter().flat_map(|blog| &blog.notes));
    notes.map(|note| note.kind.code()).collect()
}

/// The rules that left something out, with the kind of what they left out.
fn left_out(reading: &Reading) -> Vec<(ItemKind, Rule)> {
    let entries = reading.ledger.inputs.iter();
    let rules = entries.filter_map(|entry| match &entry.fate {
        Some(Fate::LeftOut { rule, .. }) => Some((entry.kind, *rule)),
        _ => None,
    });
    rules.collect()
}
