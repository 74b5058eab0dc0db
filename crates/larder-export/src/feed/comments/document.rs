//! The writing of comments, and what is said of those that are not written.

use std::io;

use larder_core::{NoteKind, Rule};

use super::{CommentPage, Comments, in_language};
use crate::{
    Account, FeedFile, FeedOf, Sink, WriteError,
    feed::{Cost, Feed, Layout},
};

/// Writes the feed of comments where there is something to write, and accounts for it.
pub(in crate::feed) fn write(
    layout: &dyn Layout,
    feed: &Feed<'_>,
    sink: &mut dyn Sink,
    account: &mut Account,
) -> Result<(), WriteError> {
    let comments = &feed.comments;
    account_for(layout, comments, comments.places.len() as u64, account);
    let Some(writing) = layout.comments().filter(|_| !comments.places.is_empty()) else {
        return Ok(());
    };
    let page = page(feed, writing.file());
    let (mut cost, mut failed) = (Cost::default(), None);
    let written = account.file(sink, writing.file(), &mut |out| {
        let mut bytes = Vec::new();
        writing.head(feed, &page, &mut bytes);
        for &at in &comments.places {
            let stopped = feed.options.cancel.is_cancelled().then_some(WriteError::Cancelled);
            let said = comments.said(feed, at, &mut cost).map_err(WriteError::Spool);
            match stopped.map_or(said, Err) {
                Ok(said) => writing.comment(feed, &said, &mut bytes),
                Err(error) => {
                    failed = Some(error);
                    return Err(io::ErrorKind::Interrupted.into());
                }
            }
            out.write_all(&bytes)?;
            bytes.clear();
        }
        out.write_all(writing.foot())
    });
    if let Some(failed) = failed {
        return Err(failed);
    }
    written?;
    cost.note(layout.format().name, account);
    let is_undated = |(at, _): &(usize, usize)| feed.blog.comments.head(*at).published.is_none();
    if writing.demands_dates() && comments.places.iter().any(is_undated) {
        let (output, from) = (layout.format().name.into(), "the date of the post".into());
        account.note(NoteKind::DateBorrowed { output, from });
    }
    account.feeds.push(FeedFile::new(layout, writing.file(), FeedOf::Comments, &page.channel));
    Ok(())
}

/// Accounts for all comments where none is written, because the posts are not.
pub(in crate::feed) fn leave_out(layout: &dyn Layout, feed: &Feed<'_>, account: &mut Account) {
    account_for(layout, &feed.comments, 0, account);
}

/// Puts down what became of the comments, and notes those that are a loss.
fn account_for(layout: &dyn Layout, comments: &Comments<'_>, written: u64, account: &mut Account) {
    let Some(mut counted) = comments.account.clone() else { return };
    counted.written = written;
    counted.leave_out(Rule::WithoutPost, comments.places.len() as u64 - written);
    for (rule, count) in counted.left_out.iter().filter(|(rule, _)| rule.is_loss()) {
        let (output, rule) = (layout.format().name.into(), rule.name().into());
        account.note(NoteKind::CommentsLeftOut { output, rule, count: *count });
    }
    account.output.comments = Some(counted);
}

fn page(feed: &Feed<'_>, file: &str) -> CommentPage {
    let comments = &feed.comments;
    let own = |at: usize| feed.blog.comments.head(at).published;
    let lent = |place: usize| comments.answered[&place].date;
    let places = || comments.places.iter().copied();
    let mut channel = feed.channel.clone();
    channel.updated = places().filter_map(|(at, _)| own(at)).max();
    channel.itself = feed.address(file);
    channel.title = format!("{} – {}", channel.title, in_language(feed, "댓글", "Comments"));
    let dated = places().filter_map(|(at, place)| own(at).or_else(|| lent(place))).max();
    CommentPage { channel, id: feed.ids.of_feed("comments", "all"), dated }
}
