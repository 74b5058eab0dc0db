//! Sources under attack: folders, zip files and single files as they are and as they should never be.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests make their own files")]

#[path = "source/archive.rs"]
mod archive;
#[path = "source/bomb.rs"]
mod bomb;
#[path = "source/damage.rs"]
mod damage;
#[path = "source/folder.rs"]
mod folder;
#[path = "source/pack.rs"]
mod pack;
#[path = "source/several.rs"]
mod several;
#[path = "source/tar.rs"]
mod tar;
#[path = "source/zip.rs"]
mod zip;

use larder_core::Rule;
use larder_import::{Limits, Source, SourceError, source};

/// The names and texts of all entries.
fn contents(source: &dyn Source) -> Vec<(String, String)> {
    let text = |index| match source.read(index) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => error.to_string(),
    };
    let entries = source.entries().iter().enumerate();
    entries.map(|(index, entry)| (entry.name.to_string(), text(index))).collect()
}

fn names(source: &dyn Source) -> Vec<&str> {
    source.entries().iter().map(|entry| &*entry.name).collect()
}

fn refused(source: &dyn Source) -> Vec<(&str, Rule)> {
    source.refused().iter().map(|refused| (&*refused.name, refused.rule)).collect()
}

fn notes(source: &dyn Source) -> Vec<String> {
    source.notes().iter().map(ToString::to_string).collect()
}

fn of_bytes(bytes: Vec<u8>) -> Box<dyn Source> {
    source::from_bytes("test.zip", bytes, &Limits::default()).unwrap()
}

fn rule(error: SourceError) -> Option<Rule> {
    match error {
        SourceError::Refused { rule, .. } => Some(rule),
        _ => None,
    }
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec()
}
