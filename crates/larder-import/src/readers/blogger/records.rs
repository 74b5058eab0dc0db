//! The records that lie beside pictures in a Takeout: kept with what they tell of.

use std::collections::{BTreeMap, HashMap};

use larder_core::{Asset, Blog, Digest, Fate, Slot, Table};
use serde_json::{Map, Value};

use super::albums::Albums;
use crate::{Intake, ReadError, Source, decode, extension::keep_all, shelf::Shelf};

/// Keeps each record with its picture, and with the blog what is of no picture.
pub(super) fn keep(
    blog: &mut Blog,
    albums: &Albums,
    source: &dyn Source,
    shelf: &mut Shelf<'_>,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let mut waiting: HashMap<Digest, Vec<usize>> = HashMap::new();
    let mut alone: Vec<usize> = albums.alone().collect();
    for (picture, record) in albums.records() {
        match shelf.store(picture, intake)? {
            Some(stored) => waiting.entry(stored.sha256).or_default().push(record),
            None => alone.push(record),
        }
    }
    if !waiting.is_empty() {
        let mut assets = Table::default();
        for slot in std::mem::take(&mut blog.assets).into_slots() {
            assets.add(with_records(slot, &mut waiting, source, intake)?);
        }
        blog.assets = assets;
    }
    alone.extend(waiting.into_values().flatten());
    keep_alone(blog, alone, source, intake);
    Ok(())
}

/// An asset, with the records of its bytes.
fn with_records(
    slot: Slot<Asset>,
    waiting: &mut HashMap<Digest, Vec<usize>>,
    source: &dyn Source,
    intake: &mut Intake,
) -> Result<Slot<Asset>, ReadError> {
    let digest = slot.get()?.stored.as_ref().map(|stored| stored.sha256);
    let Some(records) = digest.and_then(|digest| waiting.remove(&digest)) else { return Ok(slot) };
    let mut asset = slot.into_record()?;
    let place = format!("asset `{}`", asset.id);
    for record in records {
        let told = told(record, &place, source, intake);
        keep_all(&mut asset.extra, told.map(|value| ("blogger:record", value)));
    }
    Ok(Slot::away(asset, intake.spool())?)
}

fn keep_alone(blog: &mut Blog, records: Vec<usize>, source: &dyn Source, intake: &mut Intake) {
    let mut kept: BTreeMap<String, Value> = BTreeMap::new();
    for record in records {
        let name = source.entries()[record].name.to_string();
        if let Some(value) = told(record, "site `blogger:records`", source, intake) {
            kept.insert(name, value);
        }
    }
    if !kept.is_empty() {
        blog.site.extra.insert("blogger:records", kept.into_iter().collect::<Map<_, _>>());
    }
}

/// What a record says, which is settled. None where it cannot be read or is settled already.
fn told(record: usize, place: &str, source: &dyn Source, intake: &mut Intake) -> Option<Value> {
    let entry = intake.file(record);
    if intake.ledger().entry(entry).fate.is_some() {
        return None;
    }
    match source.read(record) {
        Ok(bytes) => {
            let fate = Fate::StoredAside { place: place.into() };
            intake.ledger().settle(entry, fate);
            let value = serde_json::from_slice(&bytes).ok();
            Some(value.unwrap_or_else(|| decode(&bytes, None).text.into()))
        }
        Err(error) => {
            let (rule, found) = error.into_rule();
            intake.leave_out(entry, rule, found);
            None
        }
    }
}
