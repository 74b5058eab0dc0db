//! Every blog through every writer, each accounted for.

use std::num::NonZeroU64;

use larder_core::{Blog, Cancel, select::Selection};
use larder_export::{
    Account, Also, Extent, MediaFolder, Sink, Slugs, StyleSheet, WriteError, WriteOptions, Writer,
    beside, sink::Sub,
};
use larder_html::Embeds;
use larder_import::Progress;

use crate::{
    args::{ContentExtent, ConvertArgs, EmbedChoice, Included, SlugChoice, WriteArgs},
    folders::folders,
    input::Input,
    report::{BlogFacts, Noting, Run},
};

/// Writes every blog of `input` in every format, and puts down in `run` what became of its posts.
pub(super) fn all(
    args: &ConvertArgs,
    input: &mut Input,
    style: Option<&StyleSheet>,
    sink: &mut dyn Sink,
    run: &mut Run,
) -> Result<(), WriteError> {
    let blogs = &mut input.reading.blogs;
    input.progress.begin("write", (blogs.len() * args.to.len()) as u64);
    let folders = folders(blogs);
    for (blog, folder) in blogs.iter_mut().zip(folders) {
        let mut options = options(&args.write, folder.as_deref(), &input.cancel);
        options.style = style.cloned();
        // The archive's writers put the pictures into the media folder; standard output has none.
        if args.to.iter().any(|writer| !writer.is_public()) && !sink.takes_one() {
            options.media = MediaFolder::Beside;
        }
        let written = match &folder {
            None => every(args, blog, &options, sink, &*input.progress)?,
            Some(folder) => {
                let sink = &mut Sub::new(sink, folder);
                every(args, blog, &options, sink, &*input.progress)?
            }
        };
        let mut accounts = Vec::new();
        for (writer, mut account) in args.to.iter().zip(written) {
            if let Some(folder) = &folder {
                account.output.files.iter_mut().for_each(|file| *file = format!("{folder}/{file}"));
            }
            accounts.push((writer.format().name, account.notes));
            run.ledger.outputs.push(account.output);
        }
        // All outputs have the notes of reading now; there may be very many, so they are not copied.
        let of_reading = std::mem::take(&mut blog.notes);
        let noting = Noting::on(blog);
        let all = of_reading.into_iter().map(|note| noting.note(None, note));
        let of_writing = accounts
            .into_iter()
            .flat_map(|(format, notes)| notes.into_iter().map(move |note| (Some(format), note)));
        let all = all.chain(of_writing.map(|(format, note)| noting.note(format, note)));
        run.notes.reserve_exact(all.size_hint().0);
        for noted in all {
            run.notes.push(noted.map_err(WriteError::Spool)?);
        }
        run.blogs.push(BlogFacts::of(blog, folder, &args.write.include));
    }
    input.progress.end();
    Ok(())
}

/// One blog in every format, and what stands beside its feeds.
fn every(
    args: &ConvertArgs,
    blog: &Blog,
    options: &WriteOptions,
    sink: &mut dyn Sink,
    progress: &dyn Progress,
) -> Result<Vec<Account>, WriteError> {
    let mut accounts = Vec::new();
    for writer in &args.to {
        // A folder of files that belong together stands by itself, or beside other formats in a folder of its name.
        let own = (writer.format().is_folder() && args.to.len() > 1).then(|| writer.format().name);
        accounts.push(match own {
            None => one(blog, *writer, options, sink)?,
            Some(folder) => below_folder(folder, |sink| one(blog, *writer, options, sink), sink)?,
        });
        progress.advance(1);
    }
    beside::write(blog, options, &mut accounts, sink)?;
    Ok(accounts)
}

/// Writes into a folder of a sink; the account names files as they stand in the sink.
fn below_folder(
    folder: &str,
    write: impl FnOnce(&mut dyn Sink) -> Result<Account, WriteError>,
    sink: &mut dyn Sink,
) -> Result<Account, WriteError> {
    let mut account = write(&mut Sub::new(sink, folder))?;
    account.output.files.iter_mut().for_each(|file| *file = format!("{folder}/{file}"));
    Ok(account)
}

fn one(
    blog: &Blog,
    writer: &dyn Writer,
    options: &WriteOptions,
    sink: &mut dyn Sink,
) -> Result<Account, WriteError> {
    if options.cancel.is_cancelled() {
        return Err(WriteError::Cancelled);
    }
    let mut account = Account::new(writer.format(), blog);
    writer.write(blog, options, sink, &mut account)?;
    Ok(account)
}

/// The options of writers that the command line names.
pub(crate) fn options(args: &WriteArgs, folder: Option<&str>, cancel: &Cancel) -> WriteOptions {
    let mut options = WriteOptions::default();
    options.public_address = args.public_url.as_deref().map(|address| below(address, folder));
    options.extent = match args.content {
        ContentExtent::Full => Extent::Full,
        ContentExtent::Summary => Extent::Summary,
    };
    options.embeds = match args.embeds {
        EmbedChoice::Keep => Embeds::Keep,
        EmbedChoice::Link => Embeds::Link,
        EmbedChoice::Drop => Embeds::Drop,
    };
    options.selection = selection(args);
    options.archive_pages = args.archive_pages;
    options.split_size = args.split_size.and_then(|size| NonZeroU64::new(size.bytes()));
    options.split_posts = args.split_posts;
    options.redirects = args.redirects.iter().copied().collect();
    options.slugs = match args.slugs {
        Some(SlugChoice::Romanised) => Slugs::Romanised,
        Some(SlugChoice::Hangul) | None => Slugs::Hangul,
    };
    options.site_zone = args.site_zone;
    options.written_at = args.written_at;
    options.feeds_per = args.feeds_per.iter().copied().map(Into::into).collect();
    options.hub.clone_from(&args.hub);
    options.also = also(args).map(|(_, also)| also).collect();
    options.language.clone_from(&args.language);
    options.title.clone_from(&args.title);
    options.cancel = cancel.clone();
    options
}

/// The address of a blog's folder below the public address.
fn below(address: &str, folder: Option<&str>) -> String {
    match folder {
        None => address.to_owned(),
        Some(folder) => format!("{}/{folder}/", address.trim_end_matches('/')),
    }
}

/// What is asked for by name, and by which option.
pub(super) fn also(args: &WriteArgs) -> impl Iterator<Item = (&'static str, Also)> {
    let asked = [
        (args.comments_feed, "--comments-feed", Also::CommentsFeed),
        (args.comments_feed_per_post, "--comments-feed-per-post", Also::CommentsFeedPerPost),
        (args.tombstones, "--tombstones", Also::Tombstones),
        (args.podcast, "--podcast", Also::Podcast),
        (args.subscribe_page, "--subscribe-page", Also::SubscribePage),
        (args.canonical, "--canonical", Also::Canonical),
        (args.everything, "--everything", Also::Everything),
    ];
    asked.into_iter().filter_map(|(is_asked, option, also)| is_asked.then_some((option, also)))
}

fn selection(args: &WriteArgs) -> Selection {
    let mut selection = Selection::default();
    selection.count = args.count.most();
    selection.undated = args.include.contains(&Included::Undated);
    for kind in &args.include {
        kind.allow_in(&mut selection.include);
    }
    selection
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_several_blogs_has_an_address_of_its_own() {
        assert_eq!(below("https://example.org/b", None), "https://example.org/b");
        assert_eq!(below("https://example.org/b", Some("one")), "https://example.org/b/one/");
        assert_eq!(below("https://example.org/", Some("one")), "https://example.org/one/");
    }
}
