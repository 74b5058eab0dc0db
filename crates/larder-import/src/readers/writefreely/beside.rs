//! The other two exports of an account: the table of its posts, and their texts.

use larder_core::Rule;
use serde_json::{Map, Value};

use super::sign;
use crate::{Source, decode::decode, row::Row, table::Table, xml::Repairs};

/// A row of a table as a post of the JSON would be.
pub(super) struct Found {
    pub(super) row: Row,
    pub(super) alias: Option<String>,
    pub(super) line: u32,
}

/// Whether a file is the table of an account.
pub(super) fn is_table(place: usize, source: &dyn Source) -> bool {
    let Ok(bytes) = source.read(place) else { return false };
    sign::of_table(&decode(&bytes, None).text).is_some()
}

/// The addresses of posts by their ids.
pub(super) fn addresses(place: usize, source: &dyn Source) -> Vec<(String, String)> {
    let address = |found: Found| {
        let (id, url) = (found.row.text("id").to_owned(), found.row.text("url").to_owned());
        (!id.is_empty() && !url.is_empty()).then_some((id, url))
    };
    rows(place, source).unwrap_or_default().into_iter().filter_map(address).collect()
}

/// The rows of a table, or why there are none.
pub(super) fn rows(place: usize, source: &dyn Source) -> Result<Vec<Found>, (Rule, String)> {
    let bytes = source.read(place).map_err(crate::SourceError::into_rule)?;
    let table = Table::read(&bytes, None)?;
    let found = |mut row: crate::table::Row| {
        let alias = row.take("blog");
        let body = row.take("body").map(|body| unescaped(&body));
        let is_odd = row.is_odd();
        let mut fields: Map<String, Value> =
            row.rest().into_iter().map(|(name, value)| (name.to_string(), value.into())).collect();
        body.into_iter().for_each(|body| _ = fields.insert("body".into(), body.into()));
        if is_odd {
            // Nobody knows whether each value is in its own column.
            fields.insert("surplus".into(), row.surplus.clone().into());
        }
        let row_read =
            Row::read(Value::Object(fields).to_string().as_bytes(), &mut Repairs::default());
        Some(Found { row: row_read.ok()?, alias, line: row.line })
    };
    Ok(table.rows().filter_map(found).collect())
}

/// The text with ends of lines where `\n` stands, in two characters. A backslash in front of an `n` that the author wrote
/// looks the same.
pub(super) fn unescaped(body: &str) -> String {
    body.replace("\\r\\n", "\n").replace("\\n", "\n")
}

/// A text of the zip as a post of the JSON would be, or why it cannot be read.
pub(super) fn text(name: &str, place: usize, source: &dyn Source) -> Result<Row, (Rule, String)> {
    let bytes = source.read(place).map_err(crate::SourceError::into_rule)?;
    let text = decode(&bytes, None).text;
    let mut fields = Map::new();
    if let Some((_, slug, id)) = sign::text_of(name) {
        fields.insert("id".into(), id.into());
        slug.into_iter().for_each(|slug| _ = fields.insert("slug".into(), slug.into()));
    }
    fields.insert("body".into(), text.into());
    Row::read(Value::Object(fields).to_string().as_bytes(), &mut Repairs::default())
        .map_err(|found| (Rule::Damaged, found))
}
