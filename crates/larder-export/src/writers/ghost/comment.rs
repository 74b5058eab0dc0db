//! What was said under posts, beside the zip: Ghost imports no comments.
//!
//! One post a line, with its slug in Ghost. Only comments that were shown, without addresses of e-mail and of the network.

use std::{collections::HashMap, io};

use larder_core::{Comment, NoteKind, PostId, format};
use larder_html::escape;
use serde::Serialize;

use super::limit::address;
use crate::{
    Account, Sink, WriteError, WriteOptions,
    archive::to_json,
    carried::Carried,
    feed::{
        Cost, home,
        people::{homepage, name_of},
        rfc3339,
    },
    moving::{Files, Goal, Tally, Texts},
};

#[derive(Serialize)]
struct OfPost<'a> {
    post: &'a str,
    comments: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    html: String,
}

/// Writes the comments of the posts that are carried, and says that Ghost takes none of them.
pub(super) fn write(
    carried: &Carried<'_>,
    slugs: &HashMap<PostId, String>,
    options: &WriteOptions,
    sink: &mut dyn Sink,
    account: &mut Account,
) -> Result<(), WriteError> {
    let count: usize = carried.posts.iter().map(|&post| carried.comments_of(post).len()).sum();
    if count == 0 {
        return Ok(());
    }
    let (output, count) = (format::GHOST.name.to_owned(), count as u64);
    if sink.takes_one() {
        // Nothing of them is written.
        let field = "comments".to_owned();
        if let Some(counted) = &mut account.output.comments {
            counted.written = 0;
            counted.leave_out(larder_core::Rule::NothingToShow, count);
        }
        account.note(NoteKind::FieldNotCarried { output, field, count });
        return Ok(());
    }
    let field = format!("comments: they stand in `{}`", format::GHOST_COMMENTS_FILE);
    account.note(NoteKind::FieldNotCarried { output, field, count });
    let mut tally = Tally::default();
    let mut failure = None;
    let result = account.file(sink, format::GHOST_COMMENTS_FILE, &mut |out| {
        write_all(carried, slugs, options, out, &mut tally).map_err(|error| match error {
            WriteError::Sink(crate::SinkError::Io { error, .. }) => error,
            other => {
                failure = Some(other);
                io::Error::other("the comments end here")
            }
        })
    });
    if let Some(failure) = failure {
        return Err(failure);
    }
    result?;
    tally.note(account);
    Ok(())
}

fn write_all(
    carried: &Carried<'_>,
    slugs: &HashMap<PostId, String>,
    options: &WriteOptions,
    out: &mut dyn io::Write,
    tally: &mut Tally,
) -> Result<(), WriteError> {
    let failed = |error| {
        let name = format::GHOST_COMMENTS_FILE.to_owned();
        WriteError::Sink(crate::SinkError::Io { name, error })
    };
    let (files, posts) = (Files::default(), HashMap::new());
    let goal = Goal { root: "", posts: &posts, is_rooted: false, has_cards: false };
    let texts = Texts { goal, files: &files, home: home(&carried.blog.site) };
    let mut before = "[\n";
    for &place in &carried.posts {
        if options.cancel.is_cancelled() {
            return Err(WriteError::Cancelled);
        }
        let comments = carried.comments_of(place);
        if comments.is_empty() {
            continue;
        }
        let shown: HashMap<_, ()> =
            comments.iter().map(|&at| (&carried.blog.comments.head(at).id, ())).collect();
        let mut rows = Vec::new();
        for &at in comments {
            let comment = carried.blog.comments.get(at).map_err(WriteError::Spool)?;
            let mut row = row(&comment, &texts, tally).map_err(WriteError::Spool)?;
            let parent = comment.parent.as_ref().filter(|parent| shown.contains_key(parent));
            row.parent = parent.map(ToString::to_string);
            rows.push(row);
        }
        let post = &slugs[&carried.blog.posts.head(place).id];
        let line = to_json(&OfPost { post, comments: rows }).map_err(WriteError::Spool)?;
        out.write_all(std::mem::replace(&mut before, ",\n").as_bytes()).map_err(failed)?;
        out.write_all(&line).map_err(failed)?;
    }
    out.write_all(b"\n]\n").map_err(failed)
}

fn row(comment: &Comment, texts: &Texts<'_>, tally: &mut Tally) -> io::Result<Row> {
    let html = match comment.is_html {
        true => texts.body(&comment.body, None, &[], tally)?.html.into_owned(),
        false => escape::paragraphs(&comment.body.text()?),
    };
    Ok(Row {
        id: comment.id.to_string(),
        parent: None,
        author: comment.author_name.as_deref().and_then(|it| name_of(it, &mut Cost::default())),
        url: homepage(comment.author_url.as_deref(), &mut tally.cost).and_then(|url| address(&url)),
        date: comment.published.map(|time| rfc3339(time.at())),
        html,
    })
}
