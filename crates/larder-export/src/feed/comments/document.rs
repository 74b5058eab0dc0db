//! The writing of comments, and what is said of those that are not written.

use std::io;

use larder_core::{NoteKind, Rule};

use super::{Answered, CommentLayout, CommentPage, Comments, Own, in_language};
use crate::{
    Account, Also, FeedFile, FeedOf, Sink, WriteError,
    feed::{Cost, Feed, LARGE, Layout},
};

/// Writes the feeds of comments where there is something to write, and accounts for it.
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
    let mut run = Run { writing, feed, sink, account, cost: Cost::default() };
    let mut cost = None;
    if feed.is_asked(Also::CommentsFeed) {
        let page = of_blog(feed, writing.file());
        run.document(&page, &mut comments.places.iter().copied())?;
        run.account.feeds.push(FeedFile::new(layout, &page.file, FeedOf::Comments, &page.channel));
        // The feeds of posts have the same comments, whose cost is the same.
        cost = Some(run.cost);
    }
    for (&place, answered) in &comments.answered {
        if let Some(own) = &answered.own {
            let page = of_post(feed, place, answered, own);
            run.document(&page, &mut answered.comments.iter().map(|&at| (at, place)))?;
        }
    }
    cost.unwrap_or(run.cost).note(layout.format().name, account);
    let is_undated = |(at, _): &(usize, usize)| feed.blog.comments.head(*at).published.is_none();
    if writing.demands_dates() && comments.places.iter().any(is_undated) {
        let (output, from) = (layout.format().name.into(), "the date of the post".into());
        account.note(NoteKind::DateBorrowed { output, from });
    }
    Ok(())
}

/// What the documents of comments are written with.
struct Run<'r> {
    writing: &'r dyn CommentLayout,
    feed: &'r Feed<'r>,
    sink: &'r mut dyn Sink,
    account: &'r mut Account,
    /// What the comments cost that were written, each time they were.
    cost: Cost,
}

impl Run<'_> {
    /// Writes a document of the comments at some places, one at a time.
    fn document(
        &mut self,
        page: &CommentPage,
        places: &mut dyn Iterator<Item = (usize, usize)>,
    ) -> Result<(), WriteError> {
        let (writing, feed, cost) = (self.writing, self.feed, &mut self.cost);
        let (mut failed, mut length) = (None, 0);
        let written = self.account.file(self.sink, &page.file, &mut |out| {
            let mut bytes = Vec::new();
            writing.head(feed, page, &mut bytes);
            for at in &mut *places {
                let stopped = feed.options.cancel.is_cancelled().then_some(WriteError::Cancelled);
                let said = feed.comments.said(feed, at, cost).map_err(WriteError::Spool);
                match stopped.map_or(said, Err) {
                    Ok(said) => writing.comment(feed, &said, &mut bytes),
                    Err(error) => {
                        failed = Some(error);
                        return Err(io::ErrorKind::Interrupted.into());
                    }
                }
                length += bytes.len() as u64;
                out.write_all(&bytes)?;
                bytes.clear();
            }
            length += writing.foot().len() as u64;
            out.write_all(writing.foot())
        });
        if let Some(failed) = failed {
            return Err(failed);
        }
        written?;
        if length > LARGE {
            let output = page.file.clone();
            self.account.note(NoteKind::DocumentLarge { output, bytes: length });
        }
        Ok(())
    }
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

/// The document of all comments.
fn of_blog(feed: &Feed<'_>, file: &str) -> CommentPage {
    let comments = &feed.comments;
    let mut page = page(feed, file, comments.places.iter().copied());
    page.channel.title = format!("{} – {}", page.channel.title, word(feed));
    page
}

/// The document of the comments under one post.
fn of_post(feed: &Feed<'_>, place: usize, answered: &Answered, own: &Own) -> CommentPage {
    let mut page = page(feed, &own.file, answered.comments.iter().map(|&at| (at, place)));
    page.id = feed.ids.of_feed("comments-on", feed.head(place).id.as_str());
    let channel = &mut page.channel;
    let about = answered.title.as_ref().or(answered.link.as_ref()).unwrap_or(&channel.title);
    channel.title = format!("{about} – {}", word(feed));
    channel.link = answered.link.clone().unwrap_or_else(|| channel.link.clone());
    page
}

/// A document of the comments at some places, called as the blog.
fn page(
    feed: &Feed<'_>,
    file: &str,
    places: impl Iterator<Item = (usize, usize)> + Clone,
) -> CommentPage {
    let own = |at: usize| feed.blog.comments.head(at).published;
    let lent = |place: usize| feed.comments.answered[&place].date;
    let mut channel = feed.channel.clone();
    channel.updated = places.clone().filter_map(|(at, _)| own(at)).max();
    channel.itself = feed.address(file);
    let dated = places.filter_map(|(at, place)| own(at).or_else(|| lent(place))).max();
    CommentPage { file: file.into(), channel, id: feed.ids.of_feed("comments", "all"), dated }
}

fn word(feed: &Feed<'_>) -> &'static str {
    in_language(feed, "댓글", "Comments")
}
