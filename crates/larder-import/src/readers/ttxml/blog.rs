//! From records to a blog: what each core makes of some elements, and how that comes together.

use std::{
    collections::{BTreeMap, HashMap},
    io,
    sync::Arc,
};

use larder_core::{
    Asset, AssetId, Fate, Holding, ItemKind, Note, NoteKind, PostId, Provenance, Rule, Site, Spool,
};
use serde_json::{Map, Value};

use super::{
    address::rooted,
    aside,
    index::{Class, Index, Items},
    lift::File,
    post::{Around, Draft, make},
    split::{Part, Piece, marked},
};
use crate::{
    Intake, ReadError,
    collect::Collection,
    export,
    xml::{Element, Repairs, Scope},
};

/// What an element of the root became.
pub(super) enum Made {
    /// A record.
    Record(Box<Draft>),
    /// The banner of the blog.
    Banner(String, Option<File>),
    /// What the model has no place for: its name, its value, how many bytes it has, and how many passwords were left out.
    Aside(String, Value, usize, u64),
}

/// Makes something of each of some elements. Fails when the spool does.
pub(super) fn chunk(
    part: &Part<'_>,
    (file, number): (usize, usize),
    source: &Provenance,
    index: &Index,
    spool: &Arc<dyn Spool>,
) -> io::Result<Vec<Made>> {
    let mut made = Vec::new();
    for (piece, text) in part.pieces() {
        match Class::of(&piece.name) {
            Some(class) => {
                let Some(record) = index.record(number, piece.number) else { continue };
                let around = Around { index, record, class, piece, file, source, spool };
                made.extend(make(text, &around)?.map(|draft| Made::Record(Box::new(draft))));
            }
            None => other(piece, text, &mut made),
        }
    }
    Ok(made)
}

/// An element that is no record.
fn other(piece: &Piece, text: &str, made: &mut Vec<Made>) {
    let (scope, mut repairs) = (Scope::default(), Repairs::default());
    let Some(element) = Element::outermost(text, &scope, &mut repairs) else { return };
    match &*piece.name {
        "setting" => made.extend(banner(&element, piece)),
        // They are the terms of the blog.
        "category" => {}
        name => {
            let mut secrets = 0;
            let value = match name {
                "plugin" | "usersetting" => without_keys(&element, &mut secrets),
                _ => aside::value(&element, &mut secrets),
            };
            let name = element.tag.name.to_owned();
            made.push(Made::Aside(name, value, text.len(), secrets));
        }
    }
}

/// The settings of a plug-in or a user, if no password or key seems to be in them.
fn without_keys(element: &Element<'_>, secrets: &mut u64) -> Value {
    let value = aside::value(element, secrets);
    match value {
        Value::Object(mut fields) if aside::says_secret(element.outer) => {
            *secrets += 1;
            fields.retain(|name, _| name == "name");
            fields.into()
        }
        value => value,
    }
}

fn banner(setting: &Element<'_>, piece: &Piece) -> Option<Made> {
    let (mut own, mut repairs) = (Repairs::default(), Repairs::default());
    let mut cursor = setting.children(&|_, _| false, &mut own);
    let banner = std::iter::from_fn(|| cursor.next()).find(|child| child.name == "banner")?;
    let (mut name, mut file) = (String::new(), None);
    let mut own = Repairs::default();
    let mut cursor = banner.children(&|_, _| false, &mut own);
    while let Some(child) = cursor.next() {
        match &*child.name {
            "name" => name = child.text(&mut repairs).trim().to_owned(),
            "content" => {
                file = marked(child.inner).and_then(|it| piece.files.get(&it).cloned());
            }
            _ => {}
        }
    }
    (!name.is_empty() || file.is_some()).then_some(Made::Banner(name, file))
}

/// What a file holds that has no entry of its own in the ledger.
#[derive(Debug, Default)]
pub(super) struct Parts {
    attachments: Holding,
    secrets: u64,
    repairs: Repairs,
    /// How many elements of each name were put aside.
    aside: BTreeMap<String, (u64, u64)>,
}

/// A blog while its records come in.
pub(super) struct Draftsman<'i> {
    pub(super) collection: Collection,
    index: &'i Index,
    aside: Map<String, Value>,
    /// How many more bytes may be put aside.
    room: usize,
    /// Attachments whose files are not in the backup.
    pub(super) bare: Vec<(AssetId, String)>,
    /// Posts by their addresses from the root, where the address of the blog is not known.
    pub(super) rooted: HashMap<String, Option<PostId>>,
}

impl<'i> Draftsman<'i> {
    /// A blog without records.
    pub(super) fn new(site: Site, index: &'i Index, limit: u64) -> Self {
        let mut collection = Collection::new(site, "ttxml");
        index.categories.terms().for_each(|term| collection.term(term));
        let room = usize::try_from(limit).unwrap_or(usize::MAX);
        Self {
            collection,
            index,
            aside: Map::new(),
            room,
            bare: Vec::new(),
            rooted: HashMap::new(),
        }
    }

    /// Takes what was made of an element. Fails when the spool does.
    pub(super) fn take(
        &mut self,
        made: Made,
        source: &Provenance,
        items: &Items,
        parts: &mut Parts,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        match made {
            Made::Record(draft) => self.record(*draft, items, parts, intake)?,
            Made::Banner(name, file) => self.banner(&name, file, source),
            Made::Aside(name, value, length, secrets) => {
                parts.secrets += secrets;
                let (kept, lost) = parts.aside.entry(name.clone()).or_default();
                if length > self.room {
                    *lost += 1;
                    return Ok(());
                }
                *kept += 1;
                self.room -= length;
                let list = self.aside.entry(name).or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(list) = list {
                    list.push(value);
                }
            }
        }
        Ok(())
    }

    fn record(
        &mut self,
        draft: Draft,
        items: &Items,
        parts: &mut Parts,
        intake: &Intake,
    ) -> Result<(), ReadError> {
        let Draft { mut found, number, attachments, bare, markup, .. } = draft;
        parts.attachments.add(&attachments);
        parts.secrets += draft.secrets;
        parts.repairs.add(&draft.repairs);
        self.bare.extend(bare);
        let census = &mut self.collection.census;
        census.without_status += u64::from(draft.lacks_status);
        for status in draft.unknown_statuses {
            *census.unknown_statuses.entry(status).or_default() += 1;
        }
        for (what, name, count) in markup {
            *census.markup.entry((what, name)).or_default() += count;
        }
        if found.post.kind == larder_core::PostKind::Other {
            *census.types_aside.entry("guestbook".to_owned()).or_default() += 1;
        }
        for address in &found.addresses {
            let post = Some(found.post.id.clone());
            let known = self.rooted.entry(rooted(address)).or_insert_with(|| post.clone());
            if *known != post {
                *known = None;
            }
        }
        let Some(item) = items.get(&number) else { return Ok(()) };
        found.item = *item;
        Ok(self.collection.take(found, intake)?)
    }

    /// The picture of the blog.
    fn banner(&mut self, name: &str, file: Option<File>, source: &Provenance) {
        let id = AssetId::new([&*source.file, " banner ", name].concat());
        let mut asset = Asset::new(id.clone());
        asset.file_name = Some(name.to_owned()).filter(|name| !name.is_empty());
        asset.source = vec![source.clone()];
        asset.stored = file.and_then(|file| file.stored);
        if asset.stored.is_none() {
            self.bare.push((id.clone(), name.to_owned()));
        }
        self.collection.asset(asset);
        self.collection.blog.site.image.get_or_insert(id);
    }

    /// Puts down what has no place in the model, when all is there.
    pub(super) fn keep_aside(&mut self) {
        let extra = &mut self.collection.blog.site.extra;
        for (name, value) in std::mem::take(&mut self.aside) {
            extra.insert(["ttxml:", &name].concat(), value);
        }
    }

    /// The index it is made with.
    pub(super) fn index(&self) -> &'i Index {
        self.index
    }
}

impl Parts {
    /// Puts down what became of the parts of a file.
    pub(super) fn account(&self, place: usize, name: &Arc<str>, intake: &mut Intake) {
        let entry = intake.file(place);
        export::account(entry, &[(ItemKind::Asset, &self.attachments)], intake);
        for (element, (kept, lost)) in &self.aside {
            let mut open = |found: Fate| {
                let item = intake.ledger().open(ItemKind::Item, format!("{name}#{element}"), None);
                intake.ledger().settle(item, found);
            };
            if *kept > 0 {
                open(Fate::StoredAside { place: format!("site `ttxml:{element}`").into() });
            }
            if *lost > 0 {
                let found =
                    format!("{lost} elements `{element}`; --max-file-size raises the limit");
                let item = intake.ledger().open(ItemKind::Item, format!("{name}#{element}"), None);
                intake.leave_out(item, Rule::TooLarge, found);
            }
        }
        if self.secrets > 0 {
            let item = intake.ledger().open(ItemKind::Item, format!("{name}#password"), None);
            intake.leave_out(item, Rule::Secret, format!("{} passwords and keys", self.secrets));
        }
        for kind in self.repairs.notes() {
            intake.note(Note::new(kind).in_file(Arc::clone(name)));
        }
    }

    /// Adds what was repaired around the records.
    pub(super) fn repaired(&mut self, repairs: &Repairs) {
        self.repairs.add(repairs);
    }
}

/// The blog as a whole, as its settings say.
pub(super) fn site(index: &Index, root: &BTreeMap<String, String>) -> Site {
    let setting = &index.setting;
    let text = |name: &str| setting.text(name).map(str::to_owned);
    let home = index.home().map(str::to_owned);
    let mut site =
        Site::new(home.clone().or_else(|| text("name")).unwrap_or_else(|| "ttxml".into()));
    site.home = home;
    site.old_addresses = index.homes.iter().skip(1).cloned().collect();
    site.title = text("title");
    site.description = text("description");
    site.language = text("language").filter(|it| is_language(it));
    site.platform = Some(index.platform(root).to_owned());
    let is_kept = |name: &str| matches!(name, "title" | "description");
    for (name, value) in &setting.texts {
        if !is_kept(name) && !value.is_empty() {
            site.extra.insert(["ttxml:", name].concat(), value.clone());
        }
    }
    for (name, value) in root {
        site.extra.insert(["ttxml:@", name].concat(), value.clone());
    }
    site
}

/// Whether a text can be the tag of a language.
fn is_language(text: &str) -> bool {
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_alphanumeric())
    };
    text.len() >= 2 && text.split('-').all(is_part)
}

/// Says which attachments the backup names and does not hold. Fails when the spool does.
pub(super) fn note_bare(
    blog: &mut larder_core::Blog,
    bare: Vec<(AssetId, String)>,
) -> io::Result<()> {
    let mut missing = Vec::new();
    for (id, name) in bare {
        let has_bytes = blog.asset(&id)?.is_some_and(|asset| asset.stored.is_some());
        if !has_bytes {
            missing.push(name);
        }
    }
    blog.notes.extend(missing.into_iter().map(|name| Note::new(NoteKind::AssetMissing { name })));
    Ok(())
}
