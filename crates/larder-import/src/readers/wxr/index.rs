//! The first look at an export: which items there are, and what others refer to. Bodies are read in the second.
//!
//! Attachments, menus and reusable blocks may stand anywhere, posts link to posts that come later, and the time zone is
//! known only when all dates were seen; so that a post is made when everything around it is known.

use std::{
    collections::{BTreeMap, HashMap, HashSet, hash_map},
    sync::Arc,
};

use chrono::NaiveDateTime;
use larder_core::{AssetId, Fate, ItemKind, PostId, PostKind};

use super::{
    channel::{self, Channel},
    item::{Extent, Item, read},
    media::Attachment,
    menu::MenuItem,
    split::{Part, Piece, Soundness},
    zone::{self, Zones},
};
use crate::{
    permalinks::{Permalinks, Target},
    unique::hashed,
    xml::{Repairs, Scope},
};

/// What is known of an item after the first look.
#[derive(Debug)]
pub(super) struct Found {
    class: Class,
    row: Option<u64>,
    guid: Box<str>,
    link: Box<str>,
    slug: Box<str>,
    title: Box<str>,
    old_slugs: Vec<Box<str>>,
    is_public: bool,
    /// Whether its status says that everybody may see it, whatever else is said.
    is_published: bool,
    has_password_field: bool,
    has_type: bool,
    changed: Option<NaiveDateTime>,
    pub(super) comments: u64,
    pub(super) terms: u64,
}

impl Found {
    /// What it is, in the ledger.
    pub(super) fn item_kind(&self) -> ItemKind {
        match self.class {
            Class::Attachment(_) => ItemKind::Asset,
            Class::Menu(_) => ItemKind::MenuItem,
            Class::Post(_) | Class::Block(_) => ItemKind::Item,
        }
    }

    /// What becomes of it, where the first look says all.
    pub(super) fn fate(&self) -> Option<Fate> {
        match self.class {
            Class::Attachment(_) => Some(Fate::Carried { post: None }),
            Class::Menu(_) => Some(Fate::StoredAside { place: "site `wp:menus`".into() }),
            Class::Post(_) | Class::Block(_) => None,
        }
    }

    fn is_read(&self) -> bool {
        self.fate().is_some()
    }

    /// How many comments of it are kept beside the model.
    pub(super) fn comments_aside(&self) -> u64 {
        if self.is_read() { self.comments } else { 0 }
    }

    /// How many terms of it are kept beside the model.
    pub(super) fn terms_aside(&self) -> u64 {
        if self.is_read() { self.terms } else { 0 }
    }
}

/// What an item is.
#[derive(Debug)]
enum Class {
    /// A post, a page, or a record of another type.
    Post(PostKind),
    Attachment(Box<Attachment>),
    Menu(Box<MenuItem>),
    /// A reusable block, with its text if everybody may see it.
    Block(Option<Arc<str>>),
}

/// What a part of the items shows.
#[derive(Debug, Default)]
pub(super) struct Look {
    pub(super) found: Vec<Found>,
    pub(super) zones: Zones,
    pub(super) repairs: Repairs,
    /// The head, with the first items.
    pub(super) channel: Option<Box<Channel>>,
}

/// Looks at items. `types` are the types of records that are wanted as posts.
pub(super) fn look(part: &Part<'_>, types: &[String]) -> Look {
    let mut look = Look::default();
    for (piece, text) in part.pieces() {
        if piece.number == 1 {
            look.channel = Some(Box::new(channel::read(&part.context.head, &part.context.scope)));
        }
        let item = read(text, &part.context.scope, Extent::Index);
        look.zones.vote(&item.date.local, &item.date.gmt);
        let repairs = item.repairs.clone();
        let found = found(item, text, &part.context.scope, types, piece.soundness);
        if found.is_read() {
            // Others are read again, and counted then.
            look.repairs.add(&repairs);
        }
        look.found.push(found);
    }
    look
}

fn found(
    item: Item<'_>,
    text: &str,
    scope: &Scope,
    types: &[String],
    soundness: Soundness,
) -> Found {
    let is_published = matches!(&*item.status, "publish" | "inherit");
    let is_public = is_published
        && item.password.is_some()
        && item.password().is_empty()
        && item.tells_all(soundness);
    // These hold texts that others show.
    let whole = || read(text, scope, Extent::Whole);
    let class = match &*item.class {
        "attachment" => Class::Attachment(Box::new(Attachment::of(&whole()))),
        "nav_menu_item" => Class::Menu(Box::new(MenuItem::of(&whole()))),
        "wp_block" => Class::Block(is_public.then(|| whole().content.into())),
        // A plain item of RSS is a post.
        "post" | "" => Class::Post(PostKind::Post),
        "page" => Class::Post(PostKind::Page),
        class if types.iter().any(|it| it == class) => Class::Post(PostKind::Post),
        _ => Class::Post(PostKind::Other),
    };
    let changed = [&item.modified.gmt, &item.modified.local, &item.date.gmt, &item.date.local];
    let old = item.meta.iter().filter(|meta| meta.key == "_wp_old_slug");
    Found {
        class,
        row: item.row,
        guid: (&*item.guid).into(),
        link: (&*item.link).into(),
        slug: (&*item.slug).into(),
        title: (&*item.title).into(),
        old_slugs: old.map(|meta| (&*meta.value).into()).collect(),
        is_public,
        is_published,
        has_password_field: item.password.is_some(),
        has_type: !item.class.is_empty(),
        changed: changed.into_iter().find_map(|date| zone::parse(date)),
        comments: item.begun.max(item.said),
        terms: item.terms.len() as u64,
    }
}

/// What becomes of an item in the second look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It is the post at this place.
    Post(u32),
    /// It is another copy of the post at this place.
    Copy(u32),
    /// It was read in the first look.
    Done,
}

/// A post, before it is made.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) id: PostId,
    pub(super) is_public: bool,
    pub(super) kind: PostKind,
}

/// The copy of a post that counts, as long as others may come.
#[derive(Debug)]
struct Newest {
    /// Where its item is: the file's place in the blog, and the number in the file.
    place: (u32, u32),
    changed: Option<NaiveDateTime>,
    is_published: bool,
}

/// Everything that is known of one blog after the first look.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) channel: Channel,
    pub(super) zones: Zones,
    pub(super) posts: Vec<Known>,
    /// One for each post, until all are known.
    newest: Vec<Newest>,
    by_row: HashMap<u64, u32>,
    /// The same once all are known: in order, which takes half the memory.
    rows: Vec<(u64, u32)>,
    /// The posts by what two copies of one have in common.
    twins: HashMap<(Option<u64>, u64), u32>,
    /// Whether items state their types, and whether they have passwords: where others do, one that does not is damaged.
    pub(super) has_types: bool,
    pub(super) has_passwords: bool,
    ids: HashMap<PostId, u32>,
    pub(super) attachments: BTreeMap<u64, Attachment>,
    /// Attachments whose number another one has, or which have none.
    pub(super) more_attachments: Vec<Attachment>,
    pub(super) uploads: HashMap<u64, Vec<u64>>,
    /// Reusable blocks; None for those that not everybody may see.
    blocks: HashMap<u64, Option<Arc<str>>>,
    pub(super) menus: Vec<MenuItem>,
    menu_items: HashSet<u64>,
    /// The addresses of posts, however they are written.
    permalinks: Option<Permalinks>,
    roles: Vec<Vec<Role>>,
    /// The post that the last item is, where what follows may be its picture.
    post_before: Option<PostId>,
    /// Pictures that stand for posts because they follow them.
    covers: HashMap<PostId, AssetId>,
    /// Items that are other copies of posts: where they are, and of which.
    copies: Vec<((u32, u32), u32)>,
}

impl Index {
    /// Begins another file.
    pub(super) fn begin(&mut self) {
        self.roles.push(Vec::new());
        self.post_before = None;
    }

    /// Takes what was found in the file that was begun last, in its order.
    pub(super) fn add(&mut self, found: Vec<Found>, zones: &Zones) {
        let file = self.roles.len().saturating_sub(1);
        let place = u32::try_from(file).expect("the limit on files is far below 2^32");
        self.zones.add(zones);
        let before = self.roles[file].len();
        self.roles[file].resize(before + found.len(), Role::Done);
        let home = self.channel.home().and_then(|home| url::Url::parse(home).ok());
        if self.permalinks.is_none() {
            let homes =
                [self.channel.home(), self.channel.site.as_deref(), self.channel.link.as_deref()];
            let homes: Vec<&str> = homes.into_iter().flatten().collect();
            self.permalinks = Some(Permalinks::new(&homes));
        }
        let is_squarespace = self.channel.is_squarespace();
        for (number, found) in found.into_iter().enumerate() {
            let number = u32::try_from(before + number).unwrap_or(u32::MAX);
            // There the picture of a post is the item behind it, and nothing else says so.
            if let (Some(post), Class::Attachment(it)) = (self.post_before.take(), &found.class)
                && it.is_picture()
            {
                self.covers.insert(post, it.id());
            }
            let is_post = is_squarespace && matches!(found.class, Class::Post(PostKind::Post));
            let at = self.take(found, (place, number), home.as_ref());
            self.post_before = at.filter(|_| is_post).map(|at| self.posts[at as usize].id.clone());
        }
    }

    /// The picture that stands for a post, where only its place says so.
    pub(super) fn cover(&self, post: &PostId) -> Option<AssetId> {
        self.covers.get(post).cloned()
    }

    /// Takes an item. Returns the place of the post that it is, if it is one.
    fn take(
        &mut self,
        mut found: Found,
        place: (u32, u32),
        home: Option<&url::Url>,
    ) -> Option<u32> {
        self.has_types |= found.has_type;
        self.has_passwords |= found.has_password_field;
        let kind = match std::mem::replace(&mut found.class, Class::Post(PostKind::Other)) {
            Class::Post(kind) => kind,
            Class::Attachment(attachment) => {
                self.attachment(found.row, *attachment);
                return None;
            }
            Class::Menu(item) => {
                if self.menu_items.insert(hashed(item.told().to_string())) {
                    self.menus.push(*item);
                }
                return None;
            }
            Class::Block(text) => {
                // It is a record of its own, too.
                if let Some(row) = found.row {
                    // What was withdrawn in one copy must not come back from another.
                    let known = self.blocks.entry(row).or_insert_with(|| text.clone());
                    *known = known.take().and(text);
                }
                PostKind::Other
            }
        };
        let link = absolute(&found.link, home);
        let new = u32::try_from(self.posts.len()).expect("the limit on items is below 2^32");
        // Without a guid, the address tells one from another.
        let stated = if found.guid.is_empty() { &found.link } else { &found.guid };
        let key = (found.row, hashed(stated));
        let twin = self.twins.get(&key).copied().filter(|_| !stated.is_empty());
        let Some(at) = twin else {
            self.twins.insert(key, new);
            let id = self.id(&found, link.as_deref(), place, new);
            if let Some(row) = found.row {
                self.by_row.entry(row).or_insert(new);
            }
            self.addresses(&found, link.as_deref(), new);
            self.posts.push(Known { id, is_public: found.is_public, kind });
            let Found { changed, is_published, .. } = found;
            self.newest.push(Newest { place, changed, is_published });
            return Some(new);
        };
        self.addresses(&found, link.as_deref(), at);
        let (known, newest) = (&mut self.posts[at as usize], &mut self.newest[at as usize]);
        // The newer copy counts; of equally new ones the less public one: what was withdrawn must not come back.
        let is_newer = (found.changed, !found.is_public, !found.is_published)
            > (newest.changed, !known.is_public, !newest.is_published);
        let copy = match is_newer {
            true => {
                (newest.changed, known.is_public) = (found.changed, found.is_public);
                newest.is_published = found.is_published;
                known.kind = kind;
                std::mem::replace(&mut newest.place, place)
            }
            false => place,
        };
        if kind == PostKind::Other {
            known.kind = kind;
        }
        self.copies.push((copy, at));
        Some(at)
    }

    /// The id of a post: its guid, else its address, else one made of what it says. Nobody else has it.
    fn id(
        &mut self,
        found: &Found,
        link: Option<&str>,
        (file, number): (u32, u32),
        new: u32,
    ) -> PostId {
        let row = found.row.map(|row| row.to_string()).unwrap_or_default();
        let stated = [&*found.guid, link.unwrap_or_default()].into_iter().find(|it| !it.is_empty());
        let place = format!("{file}#{number}");
        let facts = ["wxr", stated.unwrap_or_default(), &row, &found.title, &place];
        // Nearly all have the first: the others are only made where they are needed.
        let others = [4, 5].into_iter().map(|count| PostId::derived(&facts[..count]));
        for id in stated.map(PostId::new).into_iter().chain(others) {
            if let hash_map::Entry::Vacant(free) = self.ids.entry(id.clone()) {
                free.insert(new);
                return id;
            }
        }
        unreachable!("each item has a place of its own")
    }

    fn addresses(&mut self, found: &Found, link: Option<&str>, post: u32) {
        let (posts, rows) = (&self.posts, &found.row);
        let Some(permalinks) = &mut self.permalinks else { return };
        // What is no post is nowhere to link to.
        let is_post = posts.get(post as usize).is_none_or(|known| known.kind != PostKind::Other);
        // What a post has now counts more than what others had once, and what everybody may see more than what not.
        let hidden = if found.is_public { 0 } else { 4 };
        let mut add = |address: &str, rank: u8| {
            if is_post {
                permalinks.add_ranked(address, post, hidden + rank);
            }
        };
        link.into_iter().for_each(|link| add(link, 0));
        if crate::address::is_web(&found.guid) {
            add(&found.guid, 2);
        }
        for old in &found.old_slugs {
            if let Some(address) = link.and_then(|link| renamed(link, &found.slug, old)) {
                add(&address, 3);
            }
        }
        if let (Some(row), Some(home)) = (rows, self.channel.home())
            && is_post
        {
            permalinks.add_numbered(home, *row, post, hidden + 1);
        }
    }

    fn attachment(&mut self, row: Option<u64>, mut attachment: Attachment) {
        attachment.file = self.roles.len().saturating_sub(1);
        if let Some(row) = row {
            self.uploads.entry(attachment.parent).or_default().push(row);
        }
        let known = row.map(|row| self.attachments.entry(row));
        match known {
            Some(std::collections::btree_map::Entry::Vacant(free)) => _ = free.insert(attachment),
            Some(std::collections::btree_map::Entry::Occupied(known))
                if known.get().is_same(&attachment) => {}
            _ => self.more_attachments.push(attachment),
        }
    }

    /// The posts get their places in the files: from now on it is known what each item is.
    pub(super) fn settle(&mut self) {
        for (at, newest) in std::mem::take(&mut self.newest).into_iter().enumerate() {
            let at = u32::try_from(at).expect("the limit on items is below 2^32");
            let (file, number) = newest.place;
            self.roles[file as usize][number as usize] = Role::Post(at);
        }
        for ((file, number), at) in &self.copies {
            self.roles[*file as usize][*number as usize] = Role::Copy(*at);
        }
        self.ids = HashMap::new();
        self.twins = HashMap::new();
        self.rows = std::mem::take(&mut self.by_row).into_iter().collect();
        self.rows.sort_unstable();
        self.permalinks.iter_mut().for_each(Permalinks::settle);
    }

    /// Whether any post is there several times.
    pub(super) fn has_copies(&self) -> bool {
        !self.copies.is_empty()
    }

    /// What becomes of an item of a file.
    pub(super) fn role(&self, file: usize, piece: &Piece) -> Role {
        let number = usize::try_from(piece.number - 1).unwrap_or(usize::MAX);
        self.roles[file].get(number).copied().unwrap_or(Role::Done)
    }

    /// The text of a reusable block.
    pub(super) fn block(&self, row: u64) -> Option<&str> {
        self.blocks.get(&row)?.as_deref()
    }

    /// An attachment that may be shown in the post with a number: its own, or one that everybody may see.
    pub(super) fn shown(&self, row: u64, post: Option<u64>) -> Option<&Attachment> {
        let attachment = self.attachments.get(&row).filter(|it| it.is_public)?;
        let is_own = attachment.parent == 0 || Some(attachment.parent) == post;
        let parent = self.by_row(attachment.parent);
        (is_own || parent.is_none_or(|parent| parent.is_public)).then_some(attachment)
    }

    /// Whether an address is one of the blog's own files.
    pub(super) fn is_media(&self, address: &str) -> bool {
        // WordPress.com keeps the files of `a.wordpress.com` at `a.files.wordpress.com`.
        self.is_own(address, None)
            || self.is_own(&address.replace(".files.wordpress.com/", ".wordpress.com/"), None)
    }

    /// The post that a link leads to, and whether it leads to a page of the blog at all.
    pub(super) fn linked(&self, href: &str, base: Option<&url::Url>) -> (Option<&Known>, bool) {
        let target = self.permalinks.as_ref().map(|permalinks| permalinks.follow(href, base));
        let Target { post, is_own } = target.unwrap_or_default();
        (post.and_then(|at| self.posts.get(at as usize)), is_own)
    }

    /// Whether a link leads to a page of the blog.
    pub(super) fn is_own(&self, href: &str, base: Option<&url::Url>) -> bool {
        self.permalinks.as_ref().is_some_and(|permalinks| permalinks.is_own(href, base))
    }

    /// The post with a number in the platform's tables.
    pub(super) fn by_row(&self, row: u64) -> Option<&Known> {
        let place = self.rows.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        self.posts.get(self.rows[place].1 as usize)
    }
}

/// An address, made absolute; None for what leads nowhere.
pub(super) fn absolute(link: &str, home: Option<&url::Url>) -> Option<String> {
    if link.is_empty() || link == "/null" {
        return None;
    }
    if crate::address::is_web(link) {
        return Some(link.to_owned());
    }
    home.and_then(|home| home.join(link).ok()).map(String::from)
}

/// The address with another slug in the place of its own.
pub(super) fn renamed(link: &str, slug: &str, other: &str) -> Option<String> {
    let bare = link.trim_end_matches('/');
    let (before, last) = bare.rsplit_once('/')?;
    let is_slug = !slug.is_empty() && crate::address::plain(last) == crate::address::plain(slug);
    let end = &link[bare.len()..];
    (is_slug && !other.is_empty()).then(|| [before, "/", other, end].concat())
}
