//! Categories and tags as Ghost's tags. Those of no post that is carried stay in the archive: their names may tell of posts
//! that nobody is to know.

use std::collections::{BTreeSet, HashMap};

use larder_core::{Blog, Term, TermId};

use super::{
    id,
    limit::{DESCRIPTION, NAME, text_cut},
    names::{self, Wish},
    row::TagRow,
};
use crate::{
    Account,
    feed::{Cost, line},
    moving::{Tally, cut},
};

/// The tags, and which of them each term is.
#[derive(Debug, Default)]
pub(super) struct Tags {
    pub(super) rows: Vec<TagRow>,
    pub(super) ids: HashMap<TermId, String>,
}

impl Tags {
    /// The tags of the terms that are used.
    pub(super) fn new(
        blog: &Blog,
        used: &BTreeSet<TermId>,
        tally: &mut Tally,
        account: &mut Account,
    ) -> Self {
        let mut tags = Self::default();
        let (mut kept, mut wishes): (Vec<(&Term, String)>, Vec<Wish>) = (Vec::new(), Vec::new());
        let mut same: HashMap<(String, Option<String>), String> = HashMap::new();
        for term in blog.terms.iter().filter(|term| used.contains(&term.id)) {
            let Some(name) = name(term, tally, account) else {
                tally.lose("Term::name that Ghost does not take", 1);
                continue;
            };
            let id = id::id("tag", term.id.as_str());
            // A category and a tag of one name are one here.
            let key = (name.clone(), term.slug.clone());
            let first = same.entry(key).or_insert_with(|| id.clone());
            tags.ids.insert(term.id.clone(), first.clone());
            if *first == id {
                let own = term.slug.clone();
                wishes.push(Wish { id: term.id.to_string(), own, name: name.clone() });
                kept.push((term, name));
            }
        }
        let slugs = names::give(&wishes, "tag");
        for ((term, name), slug) in kept.into_iter().zip(slugs) {
            let description = term.description.as_deref().and_then(|it| described(it, account));
            let id = id::id("tag", term.id.as_str());
            tags.rows.push(TagRow { id, name, slug, description, visibility: "public" });
        }
        tags
    }
}

/// The name of a tag. One that begins with `#` would be hidden, and one with a comma is refused.
fn name(term: &Term, tally: &mut Tally, account: &mut Account) -> Option<String> {
    let name = line(&term.name, &mut tally.cost)?;
    let plain = name.trim_start_matches(['#', ',', ' ']);
    tally.lose("`#` and `,` at the beginning of Term::name", usize::from(plain.len() < name.len()));
    let (start, is_whole) = cut(plain, NAME);
    if !is_whole {
        account.note(text_cut("Term::name", NAME));
    }
    Some(start).filter(|start| !start.is_empty()).map(str::to_owned)
}

fn described(text: &str, account: &mut Account) -> Option<String> {
    let text = line(text, &mut Cost::default())?;
    let (start, is_whole) = cut(&text, DESCRIPTION);
    if !is_whole {
        account.note(text_cut("Term::description", DESCRIPTION));
    }
    Some(start.to_owned())
}
