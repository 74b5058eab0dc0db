//! Files of data that templates read: people, comments, lists. They are kept with the site as they are.

use larder_core::Rule;

use super::{Site, aside};
use crate::{Intake, collect::Collection, decode, decode::looks_binary};

/// How many bytes of data are kept: all of it is in memory.
const MOST: usize = 8 << 20;

/// Keeps the texts of data files.
pub(super) fn keep(
    site: &Site<'_>,
    places: &[usize],
    collection: &mut Collection,
    intake: &mut Intake,
) {
    let form = collection.blog.site.platform.clone().unwrap_or_default();
    let mut texts = serde_json::Map::new();
    let mut left = MOST;
    for &place in places {
        let entry = intake.file(place);
        let length = site.source.entries()[place].length.unwrap_or_default();
        if length > left as u64 {
            let found = "data files of more than 8 MiB together are not kept";
            intake.leave_out(entry, Rule::TooLarge, found);
            continue;
        }
        match site.source.read(place) {
            Err(error) => {
                let (rule, found) = error.into_rule();
                intake.leave_out(entry, rule, found);
            }
            Ok(bytes) if looks_binary(&bytes) => {
                intake.leave_out(entry, Rule::NotRecognised, "data that is no text");
            }
            Ok(bytes) if bytes.len() > left => {
                let found = "data files of more than 8 MiB together are not kept";
                intake.leave_out(entry, Rule::TooLarge, found);
            }
            Ok(bytes) => {
                left -= bytes.len();
                texts.insert(site.path(place).to_owned(), decode(&bytes, None).text.into());
                aside(place, &[&form, ":data"].concat(), intake);
            }
        }
    }
    if !texts.is_empty() {
        collection.blog.site.extra.insert([&form, ":data"].concat(), texts);
    }
    site.authors.iter().for_each(|author| collection.author(author.clone()));
}
