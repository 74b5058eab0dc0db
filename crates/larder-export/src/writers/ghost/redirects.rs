//! Where old addresses lead in the new blog, beside the zip: Ghost takes `ghost.redirects.yaml` in its settings.
//!
//! Posts stand at `/slug/`, lists at `/tag/slug/` and `/author/slug/`, unless the new blog has other routes. Only what
//! stands elsewhere now is redirected; where nothing does, there are no such files.

use std::collections::{BTreeSet, HashMap};

use larder_core::{NoteKind, PostId, format};

use super::part::Lists;
use crate::{
    Account, Sink, WriteError, WriteOptions,
    carried::Carried,
    moved::{
        addresses::{self, Old, WITH_MAIL},
        lost, redirects,
    },
    redirects::{Built, Host},
};

/// Writes the redirects of what is carried.
pub(super) fn write(
    carried: &Carried<'_>,
    (slugs, lists): (&HashMap<PostId, String>, &Lists),
    options: &WriteOptions,
    sink: &mut dyn Sink,
    account: &mut Account,
) -> Result<(), WriteError> {
    let (built, with_mail) = built(carried, slugs, lists, options).map_err(WriteError::Spool)?;
    lost(account, WITH_MAIL, with_mail);
    if built.table.is_empty() {
        return Ok(());
    }
    if sink.takes_one() {
        let (output, field) = (format::GHOST.name.to_owned(), "redirects".to_owned());
        account.note(NoteKind::FieldNotCarried { output, field, count: built.table.len() as u64 });
        return Ok(());
    }
    let hosts = BTreeSet::from([Host::Csv, Host::Json, Host::Ghost]);
    let name = |file: &str| format!("ghost.{}", file.rsplit('/').next().unwrap_or(file));
    redirects::write(&built.table, &hosts, &name, sink, account)?;
    redirects::note(&built, (0, 0), account);
    Ok(())
}

fn built(
    carried: &Carried<'_>,
    slugs: &HashMap<PostId, String>,
    lists: &Lists,
    options: &WriteOptions,
) -> std::io::Result<(Built, u64)> {
    let blog = carried.blog;
    let mut old = Old::new(blog, options.public_address.as_deref());
    for &place in &carried.posts {
        let post = blog.posts.get(place)?;
        let Some(slug) = slugs.get(&post.id) else { continue };
        let mut facts = addresses::facts(blog, &post);
        facts.to = format!("/{slug}/");
        old.page(&facts.to);
        old.post(&facts);
    }
    for term in &blog.terms {
        if let Some(slug) = lists.terms.get(&term.id) {
            list(&mut old, &format!("/tag/{slug}/"), |old, to| old.term(term, Some(to)));
        }
    }
    for author in &blog.authors {
        if let Some(slug) = lists.authors.get(&author.id) {
            list(&mut old, &format!("/author/{slug}/"), |old, to| old.author(author, Some(to)));
        }
    }
    list(&mut old, "/rss/", Old::feed);
    for (place, path) in &lists.files {
        let path = format!("/{path}");
        old.page(&path);
        old.media(&*blog.assets.get(*place)?, &path);
    }
    let with_mail = old.with_mail;
    Ok((old.build(), with_mail))
}

/// A list that is a page of the new blog.
fn list<'a>(old: &mut Old<'a>, to: &str, tell: impl FnOnce(&mut Old<'a>, &str)) {
    old.page(to);
    tell(old, to);
}
