//! The first look: what there is, so that the second knows the blog around each post.

use std::collections::{BTreeMap, HashMap};

use larder_core::{EntryId, PostId};

use super::{
    comment,
    setting::{Categories, Setting},
    split::{Part, Piece},
};
use crate::{
    unique::hashed,
    xml::{Cursor, Element, Repairs, Scope},
};

/// What an element of the root becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    Post,
    Page,
    Notice,
    Keyword,
    Guestbook,
}

impl Class {
    /// The class of an element with this name, if it is a record.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "post" => Self::Post,
            "page" => Self::Page,
            "notice" => Self::Notice,
            "keyword" => Self::Keyword,
            "guestbook" => Self::Guestbook,
            _ => return None,
        })
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Page => "page",
            Self::Notice => "notice",
            Self::Keyword => "keyword",
            Self::Guestbook => "guestbook",
        }
    }
}

/// A record, as the first look sees it.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) number: u64,
    pub(super) class: Class,
    id: String,
    slug: String,
    /// What two copies of one record have in common.
    facts: u64,
    /// The names of its files.
    files: Vec<u64>,
}

/// What one core saw.
#[derive(Debug, Default)]
pub(super) struct Look {
    pub(super) found: Vec<Found>,
    pub(super) setting: Option<Setting>,
    pub(super) categories: Categories,
    is_tistory: bool,
    /// The names that registered people signed with, by their numbers.
    names: BTreeMap<String, BTreeMap<String, u64>>,
}

/// Looks at some elements.
pub(super) fn look(part: &Part<'_>) -> Look {
    let mut look = Look::default();
    let scope = Scope::default();
    for (piece, text) in part.pieces() {
        let mut repairs = Repairs::default();
        let Some(element) = Element::outermost(text, &scope, &mut repairs) else { continue };
        match (Class::of(&piece.name), &*piece.name) {
            (Some(class), _) => look.record(class, piece, &element),
            (None, "setting") => look.setting = Some(Setting::read(&element, &mut repairs)),
            (None, "category") => look.categories.read(&element, &mut repairs),
            _ => {}
        }
    }
    look
}

impl Look {
    fn record(&mut self, class: Class, piece: &Piece, element: &Element<'_>) {
        let (mut own, mut repairs) = (Repairs::default(), Repairs::default());
        let mut texts: BTreeMap<&str, String> = BTreeMap::new();
        let mut files = Vec::new();
        let mut cursor =
            Cursor::new(element.inner, &element.scope, &super::post::is_field, &mut own);
        while let Some(child) = cursor.next() {
            let field = ["id", "title", "name", "published", "created"];
            match (&*child.name, field.iter().find(|it| **it == child.name)) {
                (_, Some(field)) => {
                    texts
                        .entry(field)
                        .or_insert_with(|| child.text(&mut repairs).trim().to_owned());
                }
                ("attachment", _) => files.extend(file_name(&child)),
                ("author", _) => {
                    self.is_tistory |= child.value("domain").as_deref() == Some("tistory");
                }
                ("iskorea" | "uselessmargin", _) => self.is_tistory = true,
                ("comment", _) => self.commenters(&child),
                _ => {}
            }
        }
        let mut text = |name: &str| texts.remove(name).unwrap_or_default();
        let id = text("id");
        let slug = element.value("slogan").unwrap_or_default();
        let title = text("title") + &text("name");
        let dates = [text("created"), text("published"), title];
        let first = dates.iter().find(|it| !matches!(it.as_str(), "" | "0"));
        let facts = hashed((class, first));
        self.found.push(Found { number: piece.number, class, id, slug, facts, files });
    }

    /// The names of registered people who commented, where everybody could see it.
    fn commenters(&mut self, comment: &Element<'_>) {
        let mut waiting = vec![comment.outer];
        for _ in 0..comment::DEPTH {
            for text in std::mem::take(&mut waiting) {
                let mut repairs = Repairs::default();
                let Some(one) = Element::outermost(text, &comment.scope, &mut repairs) else {
                    continue;
                };
                let mut cursor =
                    Cursor::new(one.inner, &comment.scope, &comment::is_field, &mut repairs);
                let (mut signed, mut is_told, mut is_hidden) = (None, false, false);
                while let Some(child) = cursor.next() {
                    let text = || child.text(&mut Repairs::default()).trim().to_owned();
                    match &*child.name {
                        "comment" => waiting.push(child.outer),
                        "commenter" => signed = signed.or_else(|| signature(&child)),
                        "secret" => {
                            is_told = true;
                            is_hidden |= !matches!(&*text(), "0" | "false");
                        }
                        "isfiltered" => is_hidden |= !matches!(&*text(), "0" | "false"),
                        _ => {}
                    }
                }
                if let Some((id, name)) = signed.filter(|_| is_told && !is_hidden) {
                    *self.names.entry(id).or_default().entry(name).or_default() += 1;
                }
            }
        }
    }
}

/// The number of somebody who is registered, and the name that they signed with.
fn signature(commenter: &Element<'_>) -> Option<(String, String)> {
    let id = commenter.value("id").map(|it| it.trim().to_owned()).filter(|it| !it.is_empty())?;
    let (mut own, mut repairs) = (Repairs::default(), Repairs::default());
    let mut cursor = commenter.children(&|_, _| false, &mut own);
    while let Some(child) = cursor.next() {
        // One that swallowed what stands behind it is no name: an address may be in it.
        if child.name == "name" && !child.has_elements() {
            return Some((id, child.text(&mut repairs).trim().to_owned()));
        }
    }
    None
}

/// The name of an attachment, as two are compared.
fn file_name(attachment: &Element<'_>) -> Option<u64> {
    let (mut own, mut repairs) = (Repairs::default(), Repairs::default());
    let mut cursor = attachment.children(&|_, _| false, &mut own);
    while let Some(child) = cursor.next() {
        if child.name == "name" {
            return Some(hashed(child.text(&mut repairs).trim()));
        }
    }
    None
}

/// What is known of the blog before its posts are read.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) setting: Setting,
    pub(super) categories: Categories,
    pub(super) is_tistory: bool,
    /// The addresses of the blog, the present one first.
    pub(super) homes: Vec<String>,
    found: Vec<(usize, Found)>,
    names: BTreeMap<String, BTreeMap<String, u64>>,
    /// How many records have a file of this name.
    files: HashMap<u64, u32>,
    records: HashMap<(usize, u64), Record>,
}

/// What a record is known by.
#[derive(Clone, Debug)]
pub(super) struct Record {
    /// Its id.
    pub(super) post: PostId,
    /// Its number, as the backup has it.
    pub(super) id: String,
    /// The id that it shares with another one, if it does.
    pub(super) clash: Option<String>,
    /// What the addresses of its files have in them, where their names alone do not tell them apart.
    pub(super) folder: String,
}

impl Index {
    /// Takes what was seen of the file with this number. Returns how many records there were before.
    pub(super) fn add(&mut self, file: usize, look: Look) {
        if let Some(setting) = look.setting {
            let texts = setting.texts.into_iter();
            texts.for_each(|(name, text)| _ = self.setting.texts.entry(name).or_insert(text));
        }
        self.categories.add(look.categories);
        self.is_tistory |= look.is_tistory;
        for (id, names) in look.names {
            let known = self.names.entry(id).or_default();
            names.into_iter().for_each(|(name, count)| *known.entry(name).or_default() += count);
        }
        for found in look.found {
            let mut files = found.files.clone();
            files.sort_unstable();
            files.dedup();
            files.into_iter().for_each(|name| *self.files.entry(name).or_default() += 1);
            self.found.push((file, found));
        }
    }

    /// Settles ids when all files were looked at. `home` is the address that the user names.
    pub(super) fn settle(&mut self, home: Option<&str>) {
        self.homes = self.setting.homes(self.is_tistory);
        if let Some(home) = home {
            self.homes.insert(0, home.trim_end_matches('/').to_owned());
        }
        let mut taken: HashMap<PostId, (u64, usize)> = HashMap::new();
        for (file, found) in std::mem::take(&mut self.found) {
            let stated = self.post_id(&found);
            let mut clash = None;
            let mut post = stated.clone();
            // The same record in another file is another copy of it; in one file, there are two.
            let is_other = |post: &PostId| {
                taken
                    .get(post)
                    .is_some_and(|(facts, other)| *facts != found.facts || *other == file)
            };
            if is_other(&stated) {
                let facts = found.facts.to_string();
                post = PostId::derived(&["ttxml", stated.as_str(), &found.slug, &facts]);
                clash = Some(stated.to_string());
            }
            if is_other(&post) {
                let (file, number) = (file.to_string(), found.number.to_string());
                post = PostId::derived(&["ttxml", post.as_str(), &file, &number]);
            }
            taken.entry(post.clone()).or_insert((found.facts, file));
            let folder = match &clash {
                _ if found.id.is_empty() || found.class != Class::Post => {
                    format!("{}-{file}-{}", found.class.name(), found.number)
                }
                Some(_) => format!("{}-{file}-{}", found.id, found.number),
                None => found.id.clone(),
            };
            let record = Record { post, id: found.id, clash, folder };
            self.records.insert((file, found.number), record);
        }
    }

    /// The id of a record: its address by its number.
    fn post_id(&self, found: &Found) -> PostId {
        let class = found.class.name();
        let name = self.setting.text("name").unwrap_or_default();
        let id = found.id.trim();
        match (self.homes.first(), found.class) {
            (Some(home), Class::Guestbook) => PostId::new(format!("{home}/guestbook")),
            (Some(home), Class::Post) if !id.is_empty() => PostId::new(format!("{home}/{id}")),
            (Some(home), _) if !id.is_empty() => PostId::new(format!("{home}/{class}/{id}")),
            (None, _) if !id.is_empty() => PostId::derived(&["ttxml", name, class, id]),
            _ => PostId::derived(&["ttxml", name, class, &found.slug, &found.facts.to_string()]),
        }
    }

    /// What the record with this number is known by.
    pub(super) fn record(&self, file: usize, number: u64) -> Option<&Record> {
        self.records.get(&(file, number))
    }

    /// The name that somebody signed comments with most often, by their number.
    pub(super) fn name(&self, number: &str) -> Option<&str> {
        let names = self.names.get(number)?.iter().filter(|(name, _)| !name.is_empty());
        names.max_by_key(|(_, count)| **count).map(|(name, _)| &**name)
    }

    /// How many records have a file of this name.
    pub(super) fn holders(&self, name: &str) -> u32 {
        self.files.get(&hashed(name)).copied().unwrap_or_default()
    }

    /// The address of the blog.
    pub(super) fn home(&self) -> Option<&str> {
        self.homes.first().map(String::as_str)
    }

    /// The platform.
    pub(super) fn platform(&self, root: &BTreeMap<String, String>) -> &'static str {
        let starts =
            |name: &str, start: &str| root.get(name).is_some_and(|it| it.starts_with(start));
        match self.is_tistory {
            true => "tistory",
            false if starts("type", "textcube") || starts("extension", "textcube") => "textcube",
            false => "tattertools",
        }
    }
}

/// The records of a file, with their entries in the ledger.
pub(super) type Items = HashMap<u64, EntryId>;
