//! What lies beside the feeds of a Takeout: settings, themes, pictures with their records, the account's profile.

use std::collections::{HashMap, HashSet};

use larder_core::{Fate, Holding, ItemKind, Rule};

use super::{
    blog::{Draft, plain},
    files::folder,
    sign,
};
use crate::{Intake, Source, SourceError, decode, export, shelf};

/// The files of the input that are no feeds.
#[derive(Debug, Default)]
pub(super) struct Beside {
    pub(super) pictures: Vec<usize>,
    /// What is in JSON: the records beside pictures.
    records: Vec<usize>,
    files: Vec<usize>,
    /// Files of other services in the same Takeout: of photos, of mail.
    elsewhere: Vec<usize>,
}

/// Pictures and records.
pub(super) type Share = (Vec<usize>, Vec<usize>);

impl Beside {
    /// Files, by what they are.
    pub(super) fn sort(others: Vec<usize>, source: &dyn Source) -> Self {
        let mut beside = Self::default();
        let roots = roots(source);
        for place in others {
            if is_of_another_service(&source.entries()[place].name, &roots) {
                beside.elsewhere.push(place);
                continue;
            }
            let is_record = source.entries()[place].name.to_ascii_lowercase().ends_with(".json");
            match shelf::is_media(source, place) {
                true => beside.pictures.push(place),
                false if is_record => beside.records.push(place),
                false => beside.files.push(place),
            }
        }
        beside
    }

    /// Gives a blog its settings and its themes: those in the folder of its feed, or all if there is no other blog.
    pub(super) fn give(
        &mut self,
        draft: &mut Draft,
        is_only: bool,
        source: &dyn Source,
        intake: &mut Intake,
    ) {
        let mut left = Vec::new();
        for place in std::mem::take(&mut self.files) {
            let is_its = is_only || draft.has_folder(&folder(source, place));
            match kind(source, place).filter(|_| is_its) {
                Some(kind) => take(kind, place, draft, source, intake),
                None => left.push(place),
            }
        }
        self.files = left;
    }

    /// Tells blogs without settings of those that could not be read, at the places `lost`, or that are of nobody knows whom.
    pub(super) fn tell_lost(&self, drafts: &mut [&mut Draft], lost: &[usize], source: &dyn Source) {
        let is_only = drafts.len() == 1;
        let left = self.files.iter().filter(|place| is_settings(source, **place));
        for place in lost.iter().chain(left) {
            let folder = folder(source, *place);
            let is_known = is_only || drafts.iter().any(|draft| draft.has_folder(&folder));
            for draft in drafts.iter_mut() {
                let is_its = is_only || draft.has_folder(&folder);
                draft.settings.is_lost |= is_its || !is_known && !draft.settings.has_tables();
            }
        }
    }

    /// The pictures and records of each blog, by the folders that they are in, and those of no blog in particular.
    pub(super) fn shares(&self, drafts: &[Draft], source: &dyn Source) -> (Vec<Share>, Share) {
        let mut owners: HashMap<&str, usize> = HashMap::new();
        for (number, draft) in drafts.iter().enumerate() {
            draft.folders().for_each(|folder| _ = owners.entry(folder).or_insert(number));
        }
        let mut shares: Vec<Share> = drafts.iter().map(|_| Share::default()).collect();
        let mut common = Share::default();
        for (is_record, places) in [(false, &self.pictures), (true, &self.records)] {
            for place in places {
                let owner = owners.get(&*plain(&folder(source, *place)));
                let share = owner.map_or(&mut common, |owner| &mut shares[*owner]);
                let list = if is_record { &mut share.1 } else { &mut share.0 };
                list.push(*place);
            }
        }
        (shares, common)
    }

    /// Settles what is of no blog.
    pub(super) fn leave_out(&self, source: &dyn Source, intake: &mut Intake) {
        for &place in &self.elsewhere {
            let entry = intake.file(place);
            intake.leave_out(entry, Rule::OtherType, "a file of another service in the Takeout");
        }
        for &place in self.files.iter().chain(&self.pictures).chain(&self.records) {
            let entry = intake.file(place);
            if intake.ledger().entry(entry).fate.is_none() {
                let (rule, found) = no_part(source, place);
                intake.leave_out(entry, rule, found);
            }
        }
    }
}

/// The names of folders that hold the folder of Blogger: `Takeout`, in whatever language.
fn roots(source: &dyn Source) -> HashSet<&str> {
    let above = |name: &'_ str| {
        let (above, _) = name.split_once("/Blogger/")?;
        Some(above.len() - above.rsplit('/').next()?.len()..above.len())
    };
    let names = source.entries().iter().map(|entry| &*entry.name);
    names.filter_map(|name| Some(&name[above(name)?])).collect()
}

/// Whether a file lies in a folder beside that of Blogger, which is that of another service.
fn is_of_another_service(name: &str, roots: &HashSet<&str>) -> bool {
    let mut folders = name.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev();
    let is_in = folders.by_ref().any(|folder| roots.contains(folder));
    is_in && folders.next().is_some_and(|service| service != "Blogger")
}

/// What belongs to a blog and is no feed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Settings,
    Theme,
}

fn kind(source: &dyn Source, place: usize) -> Option<Kind> {
    match file_name(source, place) {
        "settings.csv" => Some(Kind::Settings),
        "theme-classic.html" | "theme-layouts.xml" => Some(Kind::Theme),
        _ => None,
    }
}

fn file_name(source: &dyn Source, place: usize) -> &str {
    let name = &source.entries()[place].name;
    name.rsplit('/').next().unwrap_or(name)
}

fn take(kind: Kind, place: usize, draft: &mut Draft, source: &dyn Source, intake: &mut Intake) {
    let entry = intake.file(place);
    let name = ["blogger:", file_name(source, place)].concat();
    let bytes = source.read(place).map_err(SourceError::into_rule);
    let kept = bytes.and_then(|bytes| match kind {
        Kind::Settings => {
            let before = draft.settings.readers;
            draft.settings.add_table(&bytes).map_err(|error| (Rule::Unreadable, error))?;
            let mut readers = Holding::default();
            readers.total = draft.settings.readers - before;
            readers.leave_out(Rule::SubscriberList, readers.total);
            export::account(entry, &[(ItemKind::Author, &readers)], intake);
            Ok(())
        }
        Kind::Theme => {
            draft.keep(&name, decode(&bytes, None).text);
            Ok(())
        }
    });
    match kept {
        Ok(()) => {
            let fate = Fate::StoredAside { place: format!("site `{name}`").into() };
            intake.ledger().settle(entry, fate);
        }
        Err((rule, found)) => {
            draft.settings.is_lost |= kind == Kind::Settings;
            intake.leave_out(entry, rule, found);
        }
    }
}

/// Whether a file is named as the settings of a blog are.
pub(super) fn is_settings(source: &dyn Source, place: usize) -> bool {
    kind(source, place) == Some(Kind::Settings)
}

/// Why a file is no part of any blog.
fn no_part(source: &dyn Source, place: usize) -> (Rule, &'static str) {
    let name = &source.entries()[place].name;
    let mut folders = name.split('/').rev().skip(1);
    if folders.clone().any(|it| it == "Blogger") && folders.any(|it| it == "Profile") {
        return (Rule::ListPage, "the profile of the account, which is not read");
    }
    if file_name(source, place) == "archive_browser.html" {
        return (Rule::ListPage, "the table of contents of a Takeout");
    }
    if kind(source, place).is_some() {
        return (Rule::NotRecognised, "it does not say to which of the blogs it belongs");
    }
    let head = source.read(place).map(|bytes| decode(&bytes, None).text);
    if head.is_ok_and(|text| sign::is_for_readers(&text)) {
        let found = "a feed for the readers of a blog, no export; read alone, it is read as a feed";
        return (Rule::NotRecognised, found);
    }
    (Rule::NotRecognised, "no export of Blogger, and nothing that belongs to one")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn what_other_services_have_in_a_takeout_is_none_of_the_blog() {
        let names = [
            "a.zip/Takeout/Blogger/Blogs/b/feed.atom",
            "b.zip/Takeout/Photos/x/a.jpg",
            "b.zip/Takeout/archive_browser.html",
            "b.zip/Takeout/Blogger/Albums/b/a.jpg",
            "mine/a.jpg",
        ];
        let source = Memory::new("in", names.map(|name| (name, "x")));
        let roots = roots(&source);
        let others: Vec<&str> =
            names.into_iter().filter(|name| is_of_another_service(name, &roots)).collect();
        assert_eq!(others, ["b.zip/Takeout/Photos/x/a.jpg"]);
    }
}
