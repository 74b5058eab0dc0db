//! What stands beside the feeds of a blog: their list for feed readers (OPML), their style sheet, and a page for people.
//!
//! Written after all feeds are, from what was written: [`Account::feeds`]. None of it is a post, so that the files are
//! accounted to the first output that has feeds.

mod opml;
mod page;

use larder_core::{
    Blog,
    format::{OPML_FILE, PAGE_FILE, STYLE_FILE},
};

use crate::{Account, Also, FeedFile, Sink, StyleSheet, WriteError, WriteOptions};

/// Writes what belongs beside the feeds of `blog` into the sink that they went to. `accounts` are those of its outputs.
///
/// The list is written when feeds of groups are asked for, or there are feeds in several formats, and the output has an
/// address; the page and the style sheet when the options ask for them, the latter if a feed names it; nothing without
/// feeds. Fails when the sink or the spool does.
pub fn write(
    blog: &Blog,
    options: &WriteOptions,
    accounts: &mut [Account],
    sink: &mut dyn Sink,
) -> Result<(), WriteError> {
    let feeds: Vec<FeedFile> =
        accounts.iter().flat_map(|account| account.feeds.iter().cloned()).collect();
    let Some(account) = accounts.iter_mut().find(|account| !account.feeds.is_empty()) else {
        return Ok(());
    };
    let is_named = feeds.iter().any(|feed| feed.kind.takes_style);
    if let Some(StyleSheet::Text(css)) = options.style.as_ref().filter(|_| is_named) {
        account.file(sink, STYLE_FILE, &mut |out| out.write_all(css.as_bytes()))?;
    }
    let has_addresses = feeds.iter().all(|feed| feed.address.is_some());
    if has_addresses && (!options.feeds_per.is_empty() || has_formats(&feeds)) {
        let list = opml::list(&feeds);
        account.file(sink, OPML_FILE, &mut |out| out.write_all(&list))?;
    }
    if options.also.contains(&Also::SubscribePage) {
        let page = page::page(blog, options, &feeds).map_err(WriteError::Spool)?;
        account.file(sink, PAGE_FILE, &mut |out| out.write_all(page.as_bytes()))?;
    }
    Ok(())
}

/// Whether there are feeds in several formats.
fn has_formats(feeds: &[FeedFile]) -> bool {
    feeds.iter().any(|feed| feed.kind != feeds[0].kind)
}

#[cfg(test)]
mod tests;
