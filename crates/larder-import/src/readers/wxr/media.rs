//! Attachments: the pictures and files of a blog, each of which is an item of its own.

use std::{borrow::Cow, collections::HashSet, io, sync::Arc};

use larder_core::{Asset, AssetId, Provenance, Spool, Table};
use serde_json::Value;

use super::{
    channel::keep_meta,
    index::Index,
    item::{Category, Comment, Item},
    php,
};
use crate::extension::keep_all;

/// An attachment: what posts that show it need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attachment {
    /// The place of its file in the blog.
    pub(super) file: usize,
    pub(super) row: Option<u64>,
    pub(super) url: String,
    pub(super) title: String,
    pub(super) alt: String,
    pub(super) caption: String,
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
    /// The number of the post that it was uploaded to; 0 for none.
    pub(super) parent: u64,
    /// Whether nothing says that not everybody may see it.
    pub(super) is_public: bool,
    /// What the asset needs besides, until [it is taken](Self::take_asset).
    rest: Option<Box<Rest>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Rest {
    description: String,
    terms: Vec<Value>,
    others: Vec<(String, Value)>,
    meta: Vec<(String, String)>,
    comment_texts: Vec<String>,
}

impl Attachment {
    /// The attachment that an item is.
    pub(super) fn of(item: &Item<'_>) -> Self {
        let meta = |key: &str| item.meta(key).unwrap_or_default();
        let sizes = php::unserialize(meta("_wp_attachment_metadata").trim());
        let size = |name: &str| {
            let number = sizes.as_ref()?.get(name)?;
            let number = number.as_u64().or_else(|| number.as_str()?.parse().ok())?;
            u32::try_from(number).ok().filter(|size| *size > 0)
        };
        let mut others: Vec<_> = item.telling().cloned().collect();
        let fields = [
            ("link", &item.link),
            ("guid", &item.guid),
            ("dc:creator", &item.creator),
            ("wp:status", &item.status),
            ("wp:post_name", &item.slug),
            ("wp:post_date", &item.date.local),
            ("wp:post_date_gmt", &item.date.gmt),
            ("wp:post_modified", &item.modified.local),
            ("wp:post_modified_gmt", &item.modified.gmt),
            ("description", &item.description),
            ("wp:post_password", &Cow::Borrowed(item.password())),
        ];
        let stated = fields.into_iter().filter(|(_, text)| !text.is_empty());
        others.extend(stated.map(|(name, text)| (name.to_owned(), (&**text).into())));
        let known = ["_wp_attachment_image_alt"];
        let kept = item.meta.iter().filter(|meta| !known.contains(&&*meta.key));
        Self {
            file: 0,
            row: item.row,
            url: if item.attachment_url.is_empty() { &item.guid } else { &item.attachment_url }
                .to_string(),
            title: super::title(&item.title),
            alt: meta("_wp_attachment_image_alt").trim().to_owned(),
            caption: item.excerpt.trim().to_owned(),
            width: size("width"),
            height: size("height"),
            parent: item.parent,
            is_public: matches!(&*item.status, "inherit" | "publish" | "")
                && item.password().is_empty(),
            rest: Some(Box::new(Rest {
                description: item.content.trim().to_owned(),
                terms: item.terms.iter().map(Category::told).collect(),
                others,
                meta: kept.map(|meta| (meta.key.to_string(), meta.value.to_string())).collect(),
                comment_texts: item.comments.iter().map(told).collect(),
            })),
        }
    }

    /// Whether another one says the same, be it in another file.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        *self == Self { file: self.file, ..other.clone() }
    }

    /// Whether its address is that of a picture.
    pub(super) fn is_picture(&self) -> bool {
        let is_picture = crate::media::kind_of(&self.url) == Some(crate::media::Kind::Image);
        is_picture || self.url.contains("://images.unsplash.com/")
    }

    /// The id it has as an asset: its address, else its number.
    pub(super) fn id(&self) -> AssetId {
        match self.url.is_empty() {
            false => AssetId::new(self.url.as_str()),
            true => AssetId::new(format!("wxr:attachment:{}", self.row.unwrap_or_default())),
        }
    }

    /// The asset, which can be taken once: what only it needs is not kept.
    pub(super) fn take_asset(&mut self, source: Provenance) -> Asset {
        let rest = self.rest.take().map_or_else(Rest::default, |rest| *rest);
        let Rest { description, terms, others, meta, comment_texts } = rest;
        let mut asset = Asset::new(self.id());
        asset.url = Some(&self.url).filter(|url| !url.is_empty()).cloned();
        let file = meta.iter().find(|(key, _)| key == "_wp_attached_file");
        let file = file.map_or(&*self.url, |(_, path)| path);
        let name = file.rsplit('/').next().filter(|name| !name.is_empty());
        asset.file_name = name.map(crate::percent_decode_name);
        asset.alt = Some(&self.alt).filter(|alt| !alt.is_empty()).cloned();
        (asset.width, asset.height) = (self.width, self.height);
        let fields =
            [("title", &self.title), ("caption", &self.caption), ("description", &description)];
        for (name, text) in fields.into_iter().filter(|(_, text)| !text.is_empty()) {
            asset.extra.insert(name, text.as_str());
        }
        if let Some(row) = self.row {
            asset.extra.insert("wp:post_id", row);
        }
        if self.parent > 0 {
            asset.extra.insert("wp:post_parent", self.parent);
        }
        keep_all(&mut asset.extra, others);
        keep_meta(&mut asset.extra, meta.iter().map(|(key, value)| (&**key, &**value)));
        if !comment_texts.is_empty() {
            asset.extra.insert("wp:comment", comment_texts);
        }
        if !terms.is_empty() {
            asset.extra.insert("wp:terms", terms);
        }
        asset.source = vec![source];
        asset
    }
}

/// The files that attachments are.
#[derive(Debug, Default)]
pub(super) struct Attachments {
    /// Each file once, put away.
    pub(super) assets: Table<Asset>,
    /// Further records of the same files: some plug-ins have one for each language.
    pub(super) again: Vec<Value>,
}

impl Attachments {
    /// Takes the files of an index, from sources with these names. Fails when the spool does.
    pub(super) fn take(
        index: &mut Index,
        files: &[Arc<str>],
        form: &Arc<str>,
        spool: &Arc<dyn Spool>,
    ) -> io::Result<Self> {
        let (mut taken, mut known) = (Self::default(), HashSet::new());
        // Nobody shows those whose number another one has.
        let mut more = std::mem::take(&mut index.more_attachments);
        for attachment in index.attachments.values_mut().chain(&mut more) {
            let source = Provenance::new(Arc::clone(&files[attachment.file]), Arc::clone(form));
            let asset = attachment.take_asset(source);
            match known.insert(asset.id.clone()) {
                true => taken.assets.put_away(asset, spool)?,
                false => taken.again.extend(serde_json::to_value(&asset)),
            }
        }
        Ok(taken)
    }

    /// The ids of all.
    pub(super) fn ids(&self) -> impl Iterator<Item = &AssetId> {
        self.assets.heads().map(|head| &head.id)
    }
}

/// A comment in one text: under attachments and menus, which are no posts, nothing else can stand.
pub(super) fn told(comment: &Comment<'_>) -> String {
    let fields = [
        ("comment_id", comment.row.map(|row| row.to_string()).unwrap_or_default()),
        ("comment_author", comment.author.to_string()),
        ("comment_author_email", comment.email.to_string()),
        ("comment_author_url", comment.url.to_string()),
        ("comment_author_IP", comment.ip.to_string()),
        ("comment_date", comment.date.local.to_string()),
        ("comment_date_gmt", comment.date.gmt.to_string()),
        ("comment_approved", comment.approved.to_string()),
        ("comment_type", comment.class.to_string()),
        ("comment_content", comment.content.to_string()),
    ];
    let told = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let others = comment.others.iter().map(|(name, value)| (name.as_str(), told(value)));
    let meta = comment.meta.iter().map(|it| ("commentmeta", format!("{}: {}", it.key, it.value)));
    let all = fields.into_iter().chain(others).chain(meta).filter(|(_, text)| !text.is_empty());
    all.map(|(name, text)| format!("{name}: {text}")).collect::<Vec<_>>().join("\n")
}
