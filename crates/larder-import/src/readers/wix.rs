//! Reads the table (CSV) of blog posts that Wix exports.
//!
//! Each row is a post. Its text is in `Rich Content`, a tree of nodes in JSON (Ricos), and once more in `Plain Content`, which
//! counts where the tree cannot be read. Addresses are paths: `--home` says of which blog.

mod post;
mod ricos;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use larder_core::{Fate, Format, ItemKind, Note, Rule, Site, format};

use crate::{
    Intake, ReadError, ReadOptions, Reader, Sample, Source, Vote,
    collect::{Collection, keep_rest},
    shelf::Shelf,
    table::{self, Table},
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wix;

/// Columns that no other table has together.
const COLUMNS: [&str; 2] = ["Rich Content", "Post Page URL"];

impl Reader for Wix {
    fn format(&self) -> &'static Format {
        &format::WIX
    }

    fn vote(&self, sample: &Sample) -> Vote {
        match table::has_columns(&sample.text, &COLUMNS) {
            true => Vote::Signature("a table with `Rich Content` and `Post Page URL`".into()),
            false => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "the table of posts that Wix exports: CSV with the columns `Rich Content` and `Post Page URL`"
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let mut collection = Collection::new(site(options.home.as_deref()), "wix");
        let (mut others, mut has_table) = (Vec::new(), false);
        let total = source.entries().len() as u64;
        options.progress.iter().for_each(|progress| progress.begin("read", total));
        for place in 0..source.entries().len() {
            match read_table(place, &mut collection, source, options, intake)? {
                true => has_table = true,
                false => others.push(place),
            }
            options.progress.iter().for_each(|progress| progress.advance(1));
        }
        if has_table {
            let homes: Vec<String> = options.home.iter().cloned().collect();
            let mut shelf = Shelf::new(source, &others);
            let mut blog = collection.finish(&homes, &mut shelf, intake)?;
            keep_rest(&mut blog, &others, "wix", source, &mut shelf, intake)?;
            intake.add_blog(blog);
        }
        for place in others {
            let entry = intake.file(place);
            if intake.ledger().entry(entry).fate.is_none() {
                let found = "no table of posts of Wix, and no file that one refers to";
                intake.leave_out(entry, Rule::NotRecognised, found);
            }
        }
        options.progress.iter().for_each(|progress| progress.end());
        Ok(())
    }
}

fn site(home: Option<&str>) -> Site {
    let mut site = Site::new(home.unwrap_or("wix"));
    site.home = home.map(str::to_owned);
    site.platform = Some("wix".into());
    site
}

/// Reads a table. Returns whether the file is one, or was dealt with otherwise.
fn read_table(
    place: usize,
    collection: &mut Collection,
    source: &dyn Source,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<bool, ReadError> {
    let (entry, name) = (intake.file(place), Arc::clone(&source.entries()[place].name));
    let bytes = match source.read(place) {
        Ok(bytes) => bytes,
        Err(error) => {
            let (rule, found) = error.into_rule();
            intake.leave_out(entry, rule, found);
            return Ok(false);
        }
    };
    let table = match Table::read(&bytes, options.encoding.as_deref()) {
        Ok(table) => table,
        Err((rule, found)) => {
            intake.leave_out(entry, rule, found);
            return Ok(false);
        }
    };
    let has = |wanted: &&str| table.columns().iter().any(|name| name.eq_ignore_ascii_case(wanted));
    if !COLUMNS.iter().all(has) {
        return Ok(false);
    }
    for kind in table.notes() {
        intake.note(Note::new(kind).in_file(Arc::clone(&name)));
    }
    for row in table.rows() {
        if options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let item = intake.ledger().open(ItemKind::Item, format!("{name}:{}", row.line), None);
        let around = post::Around { name: &name, place, item, home: options.home.as_deref() };
        let found = post::make(row, &around, &mut collection.census, intake)?;
        collection.take(found, intake)?;
    }
    intake.ledger().settle(entry, Fate::Carried { post: None });
    Ok(true)
}
