//! Folders that generators of static sites make sites of: pages with front matter, the files they show, the comments under
//! them, and what makes a site of it all without a hand touching it.
//!
//! ```text
//! Blog ─ carried ─► Plan (name, address, old addresses of each page)      one look at every post
//!                     │
//!                     └─ posts, some at a time, on all cores ─► Facts ─► Generator::front ─► page, in order
//!                                                    └─ Links, Files ─► body, summary, comments
//! ```
//!
//! What differs between generators is a [`Generator`], one file each in `writers/`. Everything else is here, once:
//!
//! | | |
//! |---|---|
//! | [`part`] | what the site publishes, and what stands apart because it does not |
//! | [`plan`] | what stands where: names, addresses, aliases, files that several pages show |
//! | [`address`] | which old addresses a site can keep; that no two pages stand at one |
//! | [`links`], [`files`], [`here`] | what addresses in texts become |
//! | [`facts`], [`rest`] | what front matter says, and what of it is public |
//! | [`moves`] | where all old addresses lead: the folder `redirects/` |
//! | [`labels`], [`data`] | what people, terms and series are called, and what else is said of them |
//! | [`comments`] | comments as data, in threads |
//! | [`shape`] | what all front matter holds, for generators that ask what it may |
//! | [`value`], [`emit`] | YAML, TOML and JSON |

mod address;
mod body;
mod comments;
mod cost;
mod data;
mod emit;
mod facts;
mod files;
mod generator;
mod here;
mod labels;
mod links;
mod moves;
mod pages;
mod part;
mod plan;
mod rest;
mod shape;
mod site;
mod value;
mod zone;

use larder_core::{Blog, NoteKind};

pub(crate) use self::{
    address::key as address_key,
    emit::{json, toml, yaml},
    facts::Facts,
    generator::{Fence, Generator, Inventory, Layout, Leads, Listed, Listing, Naming, Place},
    shape::{Fields, Shape},
    site::SiteFacts,
    value::{Map, Value},
    zone::SiteZone,
};
use self::{labels::Labels, moves::Moves, pages::Pages, part::Part, plan::Plan};
use crate::{
    Account, Loss, Sink, SinkError, WriteError, WriteOptions,
    carried::{Carried, CommentPlace},
};

/// The list of all files of a tree, one a line: by it an older output is known to be ours.
pub(crate) const LIST_FILE: &str = larder_core::format::SITE_FILES;

/// What no generator of static sites has a place for.
pub(crate) const LOSSES: &[Loss] = &[
    Loss::new("Post::revisions", "a site shows one version of a post"),
    Loss::new("Post::neighbours", "a site makes them of dates and series"),
    Loss::new("Post::source", "it says where the archive was read from"),
    Loss::new("Post::extra", "fields that nobody knows to be public stay in the archive"),
    Loss::new("Post::in_reply_to", "addresses are carried, ids are not"),
    Loss::new("Comment::author_email", "it is private"),
    Loss::new("Comment::author_ip", "it is private"),
    Loss::new("Author::email", "it is private"),
    Loss::new("Author::handle", "people are known by the names that are shown"),
    Loss::new("Author::extra", "fields that nobody knows to be public stay in the archive"),
    Loss::new("Asset::alt", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::extra", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::file_name", "it is the name of the file, in letters that every system takes"),
    Loss::new("Asset::height", "generators measure pictures themselves"),
    Loss::new("Asset::media_type", "the file tells it"),
    Loss::new("Asset::width", "generators measure pictures themselves"),
    Loss::new("Comment::extra", "fields that nobody knows to be public stay in the archive"),
    Loss::new("Content::original", "the body is written as Markdown"),
    Loss::new("Link::length", "only its address, title and language are carried"),
    Loss::new("Link::media_type", "only its address, title and language are carried"),
    Loss::new("Series::extra", "fields that nobody knows to be public stay in the archive"),
    Loss::new("Site::extra", "fields that nobody knows to be public stay in the archive"),
    Loss::new("Site::feeds", "the site has feeds of its own"),
    Loss::new("Site::id", "settings have no place for it"),
    Loss::new("Site::image", "no setting names it; it stands among the files of the site"),
    Loss::new("Site::old_addresses", "settings have no place for them"),
    Loss::new("Site::updated", "settings have no place for it"),
    Loss::new("Term::extra", "fields that nobody knows to be public stay in the archive"),
];

/// The same, and a loss that only one generator has.
pub(crate) const fn losses_and(own: Loss) -> [Loss; LOSSES.len() + 1] {
    let mut losses = [own; LOSSES.len() + 1];
    let mut at = 0;
    while at < LOSSES.len() {
        losses[at] = LOSSES[at];
        at += 1;
    }
    losses
}

/// Writes a blog as the folder that `generator` makes a site of.
pub(crate) fn write(
    generator: &dyn Generator,
    blog: &Blog,
    options: &WriteOptions,
    sink: &mut dyn Sink,
    account: &mut Account,
) -> Result<(), WriteError> {
    if sink.takes_one() {
        return Err(SinkError::OnlyOne { name: LIST_FILE.to_owned() }.into());
    }
    let carried =
        Carried::new(blog, options, CommentPlace::Here, account).map_err(WriteError::Spool)?;
    let zone = generator.days(zone(generator, &carried, options));
    let mut plan =
        Plan::new(generator, &carried, options.slugs, zone).map_err(WriteError::Spool)?;
    let labels = Labels::new(blog, &plan.named);
    let (merged, nameless) = (labels.merged, labels.nameless);
    let site = SiteFacts::new(blog, options, zone, labels, plan.leads);
    let moves = Moves::new(generator, &site, &carried, &mut plan).map_err(WriteError::Spool)?;
    for (name, text) in generator.furniture(&site) {
        account.file(sink, name, &mut |out| out.write_all(text.as_bytes()))?;
    }
    let layout = generator.layout();
    let mut of_people = crate::feed::Cost::default();
    for part in Part::ALL {
        let data = data::files(&site, (&plan, part), layout, &mut of_people);
        for (name, value) in data.map_err(WriteError::Spool)? {
            let name = format!("{}{}{name}.json", part.folder(), layout.data);
            let text = json(&value);
            account.file(sink, &name, &mut |out| out.write_all(text.as_bytes()))?;
        }
    }
    of_people.note(generator.format().name, account);
    let pages =
        Pages { generator, site: &site, plan: &plan, moves: &moves, carried: &carried, options };
    let (cost, inventory, listed) = pages.write(sink, account)?;
    if let Some((name, text)) = generator.inventory(&inventory) {
        account.file(sink, name, &mut |out| out.write_all(text.as_bytes()))?;
    }
    for part in Part::ALL {
        for (asset, name) in plan.shared.files.of(part) {
            let name = [part.folder(), layout.shared.0, name].concat();
            pages::file(blog, *asset, &name, sink, account)?;
        }
    }
    cost.note(account);
    note_names(merged, nameless, account);
    match plan.leads {
        Leads::ToPages => moves.write(options, sink, account)?,
        Leads::ToFiles { contents } => {
            let text = generator.contents(&site, &listed);
            account.file(sink, contents, &mut |out| out.write_all(text.as_bytes()))?;
        }
    }
    note_unpublished(&plan, sink, account)?;
    list(sink, account)
}

/// The zone of the site: that of what it publishes, where that is anything.
fn zone(generator: &dyn Generator, carried: &Carried<'_>, options: &WriteOptions) -> SiteZone {
    let posts = carried.posts.iter().copied();
    let is_published =
        |place: &usize| plan::part(generator, carried.blog.posts.head(*place)) == Part::Published;
    let published: Vec<usize> = posts.filter(is_published).collect();
    let posts = if published.is_empty() { &carried.posts } else { &published };
    SiteZone::of(carried.blog, posts, options.site_zone)
}

/// Says how many posts the site does not publish, and in their folder what it is for, if there is one.
fn note_unpublished(
    plan: &Plan<'_>,
    sink: &mut dyn Sink,
    account: &mut Account,
) -> Result<(), WriteError> {
    let folder = Part::Unpublished.folder();
    let count = plan.pages.iter().filter(|page| page.part == Part::Unpublished).count() as u64;
    if count == 0 {
        return Ok(());
    }
    let (output, in_folder) = (account.output.format.clone(), folder.to_owned());
    account.note(NoteKind::PostsUnpublished { output, count, folder: in_folder });
    if account.output.files.iter().any(|name| name.starts_with(folder)) {
        let name = [folder, part::NOTE_FILE].concat();
        account.file(sink, &name, &mut |out| out.write_all(part::NOTE.as_bytes()))?;
    }
    Ok(())
}

fn note_names(merged: u64, nameless: u64, account: &mut Account) {
    let output = || account.output.format.clone();
    let notes = [
        (merged, NoteKind::TermsMerged { output: output(), count: merged }),
        (
            nameless,
            NoteKind::FieldNotCarried {
                output: output(),
                field: "people, terms and series without a name".into(),
                count: nameless,
            },
        ),
    ];
    notes.into_iter().filter(|(count, _)| *count > 0).for_each(|(_, note)| account.note(note));
}

/// Lists all files of the output, its own name last.
fn list(sink: &mut dyn Sink, account: &mut Account) -> Result<(), WriteError> {
    let mut names = account.output.files.clone();
    names.push(LIST_FILE.to_owned());
    account.file(sink, LIST_FILE, &mut |out| {
        names
            .iter()
            .try_for_each(|name| out.write_all(name.as_bytes()).and_then(|()| out.write_all(b"\n")))
    })?;
    Ok(())
}
