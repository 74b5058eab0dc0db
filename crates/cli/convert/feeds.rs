//! What options of feeds need: the address of the output, room for several files, and the style sheet they name.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use larder_core::format;
use larder_export::StyleSheet;

use super::{is_dash, shown, write};
use crate::{
    args::{ConvertArgs, Style, WriteArgs},
    failure::{Failure, reason},
    messages::Message,
};

/// The longest style sheet. Nobody writes one of a hundredth of it for a feed.
const LONGEST: u64 = 1 << 20;

/// Refuses options that need what the command line does not give. Without a feed among the formats they mean nothing.
pub(super) fn check(args: &ConvertArgs) -> Result<(), Failure> {
    if !args.to.iter().any(|writer| writer.is_public()) {
        return Ok(());
    }
    // Each of these says what is to be written; that nothing can be written must not go without a word.
    for (option, also) in write::also(&args.write) {
        if !args.to.iter().any(|writer| writer.also().contains(&also)) {
            return Err(Failure::usage("error-option-unused").with("option", option));
        }
    }
    if args.write.style.is_some() && !args.to.iter().any(|writer| writer.takes_style()) {
        let failure = Failure::usage("error-option-unused").with("option", "--style");
        return Err(failure.hint(Message::new("hint-style-formats")));
    }
    let splits = args.write.split_posts.map(|_| "--split-posts");
    if let Some(option) = splits
        && !args.to.iter().any(|writer| writer.format() == &format::GHOST)
    {
        return Err(Failure::usage("error-option-unused").with("option", option));
    }
    check_site(args)?;
    let has_feeds = args.to.iter().any(|writer| writer.is_public() && !writer.is_move());
    let several = several_files(&args.write).filter(|_| has_feeds);
    let everything = args.write.everything.then_some("--everything");
    let writes_style = matches!(args.write.style, Some(Style::File(_))).then_some("--style");
    if let Some(option) = several
        && args.write.public_url.is_none()
    {
        let failure = Failure::usage("error-needs-address").with("option", option);
        return Err(failure.hint(Message::new("hint-public-url")));
    }
    if let Some(option) = several.or(writes_style).or(everything).or(splits)
        && args.output.as_deref().is_some_and(is_dash)
    {
        let failure = Failure::usage("error-needs-folder").with("option", option);
        return Err(failure.hint(Message::new("hint-output-folder")));
    }
    Ok(())
}

/// Refuses options of moves where nothing is moved.
fn check_site(args: &ConvertArgs) -> Result<(), Failure> {
    let is_site = args.to.iter().any(|writer| writer.format().is_folder());
    let has_redirects = args.to.iter().any(|writer| writer.takes_redirects());
    let has_time = args.to.iter().any(|writer| writer.takes_time());
    let unused = [
        (!args.write.redirects.is_empty() && !has_redirects, "--redirects"),
        (args.write.slugs.is_some() && !is_site, "--slugs"),
        (args.write.site_zone.is_some() && !is_site, "--site-zone"),
        (args.write.written_at.is_some() && !has_time, "--written-at"),
    ];
    match unused.into_iter().find(|(is_unused, _)| *is_unused) {
        Some((_, option)) => Err(Failure::usage("error-option-unused").with("option", option)),
        None => Ok(()),
    }
}

/// The first option that makes files which point at each other.
fn several_files(args: &WriteArgs) -> Option<&'static str> {
    let options = [
        (args.archive_pages.is_some(), "--archive-pages"),
        (!args.feeds_per.is_empty(), "--feeds-per"),
        (args.comments_feed, "--comments-feed"),
        (args.comments_feed_per_post, "--comments-feed-per-post"),
        (args.subscribe_page, "--subscribe-page"),
    ];
    options.into_iter().find_map(|(is_given, option)| is_given.then_some(option))
}

/// The style sheet that the command line names, read if it is a file. Fails when it cannot be.
pub(super) fn style(args: &WriteArgs) -> Result<Option<StyleSheet>, Failure> {
    match &args.style {
        None => Ok(None),
        Some(Style::At(address)) => Ok(Some(StyleSheet::At(address.clone()))),
        Some(Style::File(path)) => match read(path) {
            Ok(text) => Ok(Some(StyleSheet::Text(text))),
            Err(error) => Err(Failure::usage("error-style-unreadable")
                .with("path", shown(path))
                .with("reason", reason(&error))),
        },
    }
}

#[expect(clippy::disallowed_methods, reason = "a style sheet is an option, not an input")]
fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(LONGEST + 1).read_to_string(&mut text)?;
    match text.len() as u64 > LONGEST {
        true => Err(io::ErrorKind::FileTooLarge.into()),
        false => Ok(text),
    }
}
