//! What each entry of a source is: an archive, something that belongs to one, or nothing of ours.

use std::{collections::BTreeSet, io::Read};

use larder_core::{Rule, format, record};

use super::Form;
use crate::{Intake, Limits, Source, SourceError, source::unpacked};

/// How much of an entry is looked at.
const HEAD: u64 = 4096;

/// What an entry is.
#[derive(Debug)]
pub(super) enum Role {
    /// An archive, with the number of its entry.
    Archive(usize, Form),
    /// What is made from an archive each time it is written.
    View(&'static str),
    /// The bytes of an asset, by its name.
    Media,
    /// Something that could not be looked at.
    Refused(Rule, String),
    /// Nothing of ours.
    Foreign,
}

impl Role {
    /// The archive, if it is one.
    pub(super) fn archive(&self) -> Option<(usize, Form)> {
        match self {
            Self::Archive(index, form) => Some((*index, *form)),
            _ => None,
        }
    }
}

/// The role of each entry, in the source's order.
pub(super) fn roles(source: &dyn Source, limits: &Limits) -> Vec<Role> {
    let is_only_one = source.entries().len() == 1;
    let role = |index| role(source, index, is_only_one, limits);
    let mut roles: Vec<_> = (0..source.entries().len()).map(role).collect();
    let archives = roles.iter().filter_map(Role::archive);
    let folders: BTreeSet<&str> =
        archives.map(|(index, _)| folder(&source.entries()[index].name)).collect();
    let sites = files_of_sites(source);
    for (entry, role) in source.entries().iter().zip(&mut roles) {
        // The same names elsewhere are somebody's own.
        let name = &*entry.name;
        let is_beside = || {
            folders.contains(folder(name))
                || of_feeds(name).chain(of_moves(name)).any(|folder| folders.contains(folder))
        };
        if !matches!(role, Role::View(_) | Role::Foreign) {
            continue;
        }
        if of_sites(name, &sites).any(|folder| folders.contains(folder)) {
            *role = Role::View("a site beside an archive, which is a view of it");
        } else if !is_beside() {
            *role = Role::Foreign;
        }
    }
    roles
}

/// Settles every entry that nothing was read from.
pub(super) fn settle(roles: &[Role], intake: &mut Intake) {
    for (index, role) in roles.iter().enumerate() {
        let file = intake.file(index);
        if intake.ledger().entry(file).fate.is_some() {
            continue;
        }
        let (rule, found) = match role {
            // An archive without a fate was settled as unreadable by its failure.
            Role::Archive(..) => continue,
            Role::View(what) => (Rule::NotSelected, (*what).to_owned()),
            Role::Media => {
                (Rule::NotRecognised, "no record of an archive names this file".to_owned())
            }
            Role::Refused(rule, found) => (*rule, found.clone()),
            Role::Foreign => (Rule::NotRecognised, "no archive, and no part of one".to_owned()),
        };
        intake.leave_out(file, rule, found);
    }
}

/// The folder of an entry, with its `/`; empty for those that are in none.
pub(super) fn folder(name: &str) -> &str {
    name.rfind('/').map_or("", |end| &name[..=end])
}

fn role(source: &dyn Source, index: usize, is_only_one: bool, limits: &Limits) -> Role {
    let name = &*source.entries()[index].name;
    if let Some(what) = view(name) {
        return Role::View(what);
    }
    if is_media(name) {
        return Role::Media;
    }
    let head = match head(source, index, limits) {
        Ok(head) => head,
        Err(error) => {
            let (rule, found) = error.into_rule();
            return Role::Refused(rule, found);
        }
    };
    let looks_like_one = || is_only_one.then(|| Form::of_only_one(&head)).flatten();
    let form = Form::of(&head).or_else(|| Form::of_name(name)).or_else(looks_like_one);
    form.map_or(Role::Foreign, |form| Role::Archive(index, form))
}

/// What the writers put beside an archive under this name.
fn view(name: &str) -> Option<&'static str> {
    if of_feeds(name).next().is_some() {
        return Some("a feed beside an archive, which is a view of it");
    }
    if of_moves(name).next().is_some() {
        return Some("a file for another platform beside an archive, which is a view of it");
    }
    let schemas = [record::DOCUMENT_SCHEMA_FILE, record::RECORD_SCHEMA_FILE];
    schemas.contains(&&name[folder(name).len()..]).then_some("the schema of an archive")
}

/// The folders where the archive may be whose feeds have a file of this name: its own, and for the feed of a tag
/// (`tag/NAME/rss.xml`) the one above both.
fn of_feeds(name: &str) -> impl Iterator<Item = &str> {
    let own = folder(name);
    let above = |folder_name: &'_ str| folder_name.strip_suffix('/').map(|it| folder(it).len());
    let top = above(own).and_then(|end| above(&own[..end]));
    let ends = [Some(own.len()), top].into_iter().flatten();
    ends.filter(|end| format::is_of_feeds(&name[*end..])).map(|end| &name[..end])
}

/// The folders where the archive may be beside which a file for another platform stands: that file has this name, or it
/// is a zip that holds what has this name (`ghost.zip/ghost.json`).
fn of_moves(name: &str) -> impl Iterator<Item = &str> {
    let ends = name.match_indices('/').map(|(end, _)| end).chain([name.len()]);
    ends.filter_map(|end| {
        let start = folder(&name[..end]).len();
        format::is_of_moves(&name[start..end]).then_some(&name[..start])
    })
}

/// The names of the files that Larder wrote into folders of sites, as the list in each such folder says.
fn files_of_sites(source: &dyn Source) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    for (index, entry) in source.entries().iter().enumerate() {
        let Some(site) = entry.name.strip_suffix(format::SITE_FILES) else { continue };
        if !format::is_of_a_site(&site[folder(site.trim_end_matches('/')).len()..]) {
            continue;
        }
        let list = source.read(index).unwrap_or_default();
        let list = String::from_utf8_lossy(&list);
        files.extend(list.lines().map(|file| [site, file].concat()));
        files.insert(entry.name.to_string());
    }
    files
}

/// The folders where the archive may be beside which the site with this file stands, if it is one of `files`. What somebody
/// put into the folder of a site is no view of an archive.
fn of_sites<'a>(name: &'a str, files: &BTreeSet<String>) -> impl Iterator<Item = &'a str> {
    let is_listed = files.contains(name);
    let ends = name.match_indices('/').map(|(end, _)| end);
    ends.filter(move |_| is_listed).filter_map(|end| {
        let start = folder(&name[..end]).len();
        format::is_of_a_site(&name[start..=end]).then_some(&name[..start])
    })
}

/// Whether this is the name that an archive gives to bytes: `media/sha256/ab/ab12….jpg`.
fn is_media(name: &str) -> bool {
    let mut parts = name.rsplit('/');
    let (file, shelf) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let digest = file.split('.').next().unwrap_or_default();
    parts.next() == Some("sha256")
        && parts.next() == Some("media")
        && digest.len() == 64
        && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
        && digest.starts_with(shelf)
}

fn head(source: &dyn Source, index: usize, limits: &Limits) -> Result<Vec<u8>, SourceError> {
    let mut head = Vec::new();
    let stream = unpacked(source, index, limits)?;
    stream.take(HEAD).read_to_end(&mut head).map_err(SourceError::from_reading)?;
    Ok(head)
}
