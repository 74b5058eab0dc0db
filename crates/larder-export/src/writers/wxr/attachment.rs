//! Attachments: the pictures and files of carried posts, which the importer downloads.

use std::{
    collections::{HashMap, HashSet},
    io,
};

use chrono::{Datelike, NaiveDateTime};
use larder_core::{Asset, AssetId, PostId};
use larder_html::Marks;
use serde_json::Value;

use super::{
    item::{Dates, Fields},
    plan::{Plan, Rows},
    slug::{self, Slugs},
    xml::Lines,
};
use crate::{
    carried::{Carried, Names, safe_name},
    moved::{self, Bodies, clipped, one_line},
};

/// How WordPress writes dates.
const DATE: &str = "%Y-%m-%d %H:%M:%S";

/// The longest title in bytes that is made of a name.
const LONGEST_TITLE: usize = 200;

/// An attachment as it will be written.
#[derive(Debug)]
pub(super) struct Attachment {
    /// `wp:post_id`
    pub(super) row: u64,
    /// `wp:attachment_url`
    pub(super) url: String,
    title: String,
    slug: String,
    /// `wp:post_parent`; 0 for none.
    parent: u64,
    dates: Dates,
    /// `_wp_attached_file`: where the file goes below the uploads.
    attached: Option<String>,
    /// Whether what is said of it may be said: it belongs to nothing that is not carried.
    is_told: bool,
}

/// The attachments of an export.
#[derive(Debug, Default)]
pub(super) struct Attachments {
    all: HashMap<AssetId, Attachment>,
    /// Assets whose address another one has.
    same: HashMap<AssetId, AssetId>,
    /// Those that no post shows, such as the picture of the blog.
    pub(super) loose: Vec<AssetId>,
    /// Those that each post is the first to show, by its place.
    of_post: HashMap<usize, Vec<AssetId>>,
    first_use: HashMap<AssetId, usize>,
    /// In the order of the blog, with the numbers that they keep.
    order: Vec<(AssetId, Option<u64>)>,
    /// How many have no address on the web.
    pub(super) unreachable: u64,
    /// How many have a longer title than is needed.
    pub(super) long_titles: u64,
}

impl Attachments {
    /// Those of the files in `uses`, each with the place of a post that shows it, that have an address. Fails when the
    /// spool can no longer be read.
    pub(super) fn find(
        carried: &Carried<'_>,
        bodies: &Bodies<'_>,
        uses: &[(AssetId, usize)],
        rows: &mut Rows,
    ) -> io::Result<Self> {
        let mut found = Self::default();
        let is_carried: HashSet<usize> = carried.posts.iter().copied().collect();
        for (asset, place) in uses.iter().filter(|(_, place)| is_carried.contains(place)) {
            found.first_use.entry(asset.clone()).or_insert(*place);
        }
        let mut by_url: HashMap<String, AssetId> = HashMap::new();
        for asset in carried.blog.assets.iter() {
            let asset = &*asset?;
            if !carried.uses(&asset.id) {
                continue;
            }
            let Some(url) = bodies.media.address(asset) else {
                found.unreachable += 1;
                continue;
            };
            if let Some(first) = by_url.get(&url) {
                found.same.insert(asset.id.clone(), first.clone());
                continue;
            }
            by_url.insert(url.clone(), asset.id.clone());
            let row = rows.keep(asset.extra.value("wp:post_id").and_then(Value::as_u64));
            found.order.push((asset.id.clone(), row));
            found.all.insert(asset.id.clone(), Attachment::at(url));
        }
        Ok(found)
    }

    /// Gives each its number, name and place, when those of posts are known. Fails when the spool can no longer be read.
    pub(super) fn settle(
        &mut self,
        plan: &Plan,
        carried: &Carried<'_>,
        rows: &mut Rows,
        slugs: &mut Slugs,
    ) -> io::Result<()> {
        let by_row: HashMap<u64, usize> =
            plan.posts.iter().map(|(place, it)| (it.row, *place)).collect();
        let (mut taken, mut names) = (HashSet::new(), HashMap::new());
        for (id, row) in std::mem::take(&mut self.order) {
            let Some(asset) = carried.blog.asset(&id)? else { continue };
            let user = self.first_use.get(&id).copied();
            match user {
                Some(place) => self.of_post.entry(place).or_default().push(id.clone()),
                None => self.loose.push(id.clone()),
            }
            let Some(it) = self.all.get_mut(&id) else { continue };
            it.row = row.unwrap_or_else(|| rows.fresh());
            let stated = asset.extra.value("wp:post_parent").and_then(Value::as_u64).unwrap_or(0);
            let parent = by_row.get(&stated).copied();
            it.is_told = is_open(&asset) && (stated == 0 || parent.is_some());
            let parent = parent.or(user);
            it.parent = parent.and_then(|place| plan.posts.get(&place)).map_or(0, |it| it.row);
            it.dates = own_dates(&asset).filter(|_| it.is_told).unwrap_or_else(|| {
                let date = user.and_then(|place| carried.blog.posts.head(place).published);
                date.map(|date| Dates::of(&plan.clock, &date, 0)).unwrap_or_default()
            });
            it.name(&asset, &mut taken, slugs, &mut self.long_titles);
            it.place(&asset, plan.month.as_deref(), &mut names);
        }
        Ok(())
    }

    /// The attachment that an asset is.
    pub(super) fn of(&self, asset: &AssetId) -> Option<&Attachment> {
        self.all.get(self.same.get(asset).unwrap_or(asset))
    }

    /// The files that the post at a place is the first to show.
    pub(super) fn of_post(&self, place: usize) -> &[AssetId] {
        self.of_post.get(&place).map_or(&[], Vec::as_slice)
    }
}

/// Whether nothing says that not everybody may see it.
fn is_open(asset: &Asset) -> bool {
    let status = asset.extra.value("wp:status").and_then(Value::as_str).unwrap_or("inherit");
    matches!(status, "inherit" | "publish") && asset.extra.value("wp:post_password").is_none()
}

/// The dates that an export of WordPress states.
fn own_dates(asset: &Asset) -> Option<Dates> {
    let date = |name: &str| {
        let text = asset.extra.value(name)?.as_str()?;
        NaiveDateTime::parse_from_str(text, DATE)
            .ok()
            .filter(|date| (1..=9999).contains(&date.year()))
    };
    Some(Dates { local: date("wp:post_date"), gmt: date("wp:post_date_gmt") })
        .filter(|dates| dates.local.is_some())
}

impl Attachment {
    fn at(url: String) -> Self {
        Self {
            row: 0,
            url,
            title: String::new(),
            slug: String::new(),
            parent: 0,
            dates: Dates::default(),
            attached: None,
            is_told: false,
        }
    }

    /// A title that no other of its date has: the importer takes two of one title and date for one.
    fn name(
        &mut self,
        asset: &Asset,
        taken: &mut HashSet<(Option<NaiveDateTime>, String)>,
        slugs: &mut Slugs,
        long_titles: &mut u64,
    ) {
        let said = |name: &str| asset.extra.value(name).and_then(Value::as_str);
        let stated = said("title").filter(|_| self.is_told);
        let file = safe_name(asset.file_name.as_deref().unwrap_or(&self.url));
        let stem = file.rsplit_once('.').map_or(&*file, |(stem, _)| stem);
        let title = one_line(stated.unwrap_or(stem), &mut Default::default());
        let title = if title.is_empty() { stem.to_owned() } else { title };
        let title = clipped(&title, LONGEST_TITLE, long_titles);
        self.title = title.to_owned();
        if !taken.insert((self.dates.local, self.title.clone())) {
            self.title = format!("{title} {}", self.row);
            taken.insert((self.dates.local, self.title.clone()));
        }
        let wanted = said("wp:post_name").filter(|_| self.is_told).unwrap_or(&self.title);
        let mut wanted = slug::slug(wanted);
        // Pages at the top have addresses of the same form.
        if slugs.has(1, &wanted) {
            wanted.push_str("-file");
        }
        self.slug = slugs.give(0, &wanted, asset.id.as_str());
    }

    /// Where the file goes: where it was, else into the folder of its month, else of the newest post's. Where nothing
    /// has a date nothing is said, and the importer goes by that of the import.
    fn place(&mut self, asset: &Asset, newest: Option<&str>, names: &mut HashMap<String, Names>) {
        let was = asset.extra.value("wp:meta").and_then(|meta| meta.get("_wp_attached_file"));
        let was = was.and_then(Value::as_str).and_then(|path| path.rsplit_once('/'));
        let was = was
            .filter(|(folder, name)| self.is_told && is_month(folder) && safe_name(name) == *name);
        let month = self.dates.local.map(|date| date.format("%Y/%m").to_string());
        let (folder, name) = match was {
            Some((folder, name)) => (Some(folder.to_owned()), name),
            None => {
                let name = asset.file_name.as_deref().unwrap_or(&self.url);
                (month.or_else(|| newest.map(str::to_owned)), name)
            }
        };
        self.attached = folder.map(|folder| {
            let name = names.entry(folder.clone()).or_default().give(name, asset.id.as_str());
            format!("{folder}/{name}")
        });
    }

    /// Its item.
    pub(super) fn write(&self, asset: &Asset, bodies: &Bodies<'_>, lines: &mut Lines) {
        let said = |name: &str| asset.extra.value(name).and_then(Value::as_str);
        let said = |name: &str| said(name).filter(|_| self.is_told).unwrap_or_default();
        let mut cost = std::mem::take(&mut lines.cost);
        let mut html =
            |name: &str| bodies.html(said(name), None, Marks::Drop, &mut cost).into_owned();
        let (content, excerpt) = (html("description"), html("caption"));
        lines.cost = cost;
        let title = moved::html(&self.title);
        let id = PostId::new(self.url.as_str());
        let fields = Fields {
            title: &title,
            link: &self.url,
            creator: "",
            guid: id.as_str(),
            content: &content,
            excerpt: &excerpt,
            row: self.row,
            dates: self.dates,
            modified: self.dates,
            comment_status: "",
            ping_status: "",
            slug: &self.slug,
            status: "inherit",
            parent: self.parent,
            menu_order: 0,
            class: "attachment",
            is_sticky: false,
            attachment_url: Some(&self.url),
        };
        fields.begin(lines);
        if let Some(attached) = &self.attached {
            lines.meta("_wp_attached_file", attached);
        }
        if let Some(alt) = asset.alt.as_deref().filter(|_| self.is_told || self.parent > 0) {
            let alt = one_line(alt, &mut lines.cost);
            lines.meta("_wp_attachment_image_alt", &alt);
        }
        Fields::end(lines);
    }
}

/// Whether a folder is one of a month: `2019/05`.
fn is_month(folder: &str) -> bool {
    let is_digits = |part: &str, length: usize| {
        part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    folder.split_once('/').is_some_and(|(year, month)| is_digits(year, 4) && is_digits(month, 2))
}
