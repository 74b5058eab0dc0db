//! Whether what a post shows and offers is still where the post points, byte for byte.

use std::collections::HashSet;

use larder_core::{AssetId, Digest, Post};
use serde_json::Value;

use crate::{
    address,
    body::BodyFacts,
    card,
    equation::Equation,
    fields::{Fields, Treatment},
    finding::FindingKind,
    side::{AssetFacts, Side, assets_of},
    target::Target,
};

/// What a post of the output shows and offers.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    addresses: HashSet<u64>,
    paths: HashSet<u64>,
    /// The bytes that the reader of the output found for it.
    digests: HashSet<Digest>,
    /// All addresses whose last part begins with the digest of what is there.
    named: HashSet<Digest>,
    /// What the assets that are there are called.
    names: HashSet<Box<str>>,
}

/// What became of one reference to an asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// Its bytes are in the output.
    Stored,
    /// The output points at its address.
    Address,
    /// The output has other bytes at its place.
    OtherBytes,
    /// The output has nothing of it.
    Gone,
}

impl Shown {
    /// What a post shows, its body looked at before.
    pub(crate) fn by(post: &Post, body: &BodyFacts, side: &Side<'_>) -> Self {
        let mut shown = Self::default();
        body.shown.iter().chain(&body.links).for_each(|it| shown.address(it));
        post.enclosures.iter().for_each(|it| shown.address(&it.url));
        post.links.iter().for_each(|it| shown.address(&it.href));
        for (_, value) in post.extra.iter() {
            shown.value(value);
        }
        for asset in assets_of(post).filter_map(|id| side.assets.get(id)) {
            shown.asset(asset);
        }
        shown
    }

    /// Adds an asset that is there.
    pub(crate) fn asset(&mut self, asset: &AssetFacts) {
        self.addresses.extend(asset.addresses.iter().copied());
        self.paths.extend(asset.paths.iter().copied());
        self.digests.extend(asset.digest);
        self.named.extend(named_by_digest(&asset.name));
        self.names.insert(asset.name.clone());
    }

    fn address(&mut self, address: &str) {
        let address = address::of_file(address);
        self.addresses.insert(card::name(address));
        self.paths.extend(card::path(address));
        self.named.extend(named_by_digest(address));
    }

    fn value(&mut self, value: &Value) {
        let mut waiting = vec![value];
        while let Some(value) = waiting.pop() {
            match value {
                Value::String(text) => self.address(text),
                Value::Array(items) => waiting.extend(items),
                Value::Object(fields) => waiting.extend(fields.values()),
                _ => {}
            }
        }
    }

    /// What is there of an asset of a post, whose own address is what relative ones begin at.
    fn has_of(&self, asset: &AssetFacts, permalink: Option<&str>, target: &Target) -> Kept {
        let kept = self.has(asset, target);
        let is_relative = |it: &&str| !address::is_web(it) && !it.starts_with('/');
        let absolute = permalink.zip(asset.relative.as_deref().filter(is_relative));
        let absolute = absolute.map(|(page, path)| address::joined(page, path));
        match kept {
            Kept::Gone if absolute.is_some_and(|it| self.addresses.contains(&card::name(&it))) => {
                Kept::Address
            }
            kept => kept,
        }
    }

    /// What is there of an asset.
    pub(crate) fn has(&self, asset: &AssetFacts, target: &Target) -> Kept {
        let is_here = |digest: &Digest| {
            self.digests.contains(digest)
                || self.named.contains(digest) && target.files.contains_key(digest)
        };
        let points = asset.addresses.iter().any(|it| self.addresses.contains(it))
            || asset.paths.iter().any(|it| self.paths.contains(it))
            || asset.digest.is_some_and(|digest| self.named.contains(&digest))
            // One that has neither address nor bytes is told by its name alone.
            || asset.addresses.is_empty() && self.names.contains(&asset.name);
        match asset.digest {
            Some(digest) if is_here(&digest) => Kept::Stored,
            // An archive keeps bytes, not addresses.
            Some(_) if points && !target.is_public => Kept::OtherBytes,
            _ if points => Kept::Address,
            _ => Kept::Gone,
        }
    }
}

/// The digest that an address names, as the places of Larder's media do: `media/sha256/ab/ab12….jpg`.
fn named_by_digest(address: &str) -> Option<Digest> {
    let last = address::last(address);
    last.split('.').next()?.parse().ok()
}

/// What became of the assets of a post.
#[derive(Debug, Default)]
pub(crate) struct Assets {
    /// Those that it has.
    pub(crate) there: Vec<AssetId>,
    /// Those that were told of because it has not.
    pub(crate) lost: Vec<AssetId>,
    /// Those that it has not because the writer said so.
    pub(crate) left: Vec<AssetId>,
    /// How many its text shows of which there are neither bytes nor an address of the web.
    pub(crate) missing: u64,
}

/// Accounts for all that a post shows and offers.
pub(crate) fn compare(
    fields: &mut Fields<'_>,
    (before, body, side): (&Post, &BodyFacts, &Side<'_>),
    after: &Shown,
    equation: &mut Equation,
) -> Assets {
    let mut assets = Assets::default();
    let mut in_text = Shown::default();
    body.shown.iter().chain(&body.links).for_each(|it| in_text.address(it));
    let enclosed: HashSet<&AssetId> =
        before.enclosures.iter().filter_map(|it| it.asset.as_ref()).collect();
    for id in assets_of(before) {
        let Some(asset) = side.assets.get(id) else { continue };
        let is_cover = before.cover.as_ref() == Some(id);
        let is_only_cover = is_cover && !before.assets.contains(id);
        let kept = after.has_of(asset, before.permalink.as_deref(), fields.target);
        let field = if is_only_cover { "Post::cover" } else { "Post::assets" };
        match part(kept, asset, fields.target) {
            Some(part) => {
                equation.part(part);
                if part == "missing" {
                    equation.list(&*asset.name);
                    let is_shown = in_text.has(asset, fields.target) != Kept::Gone;
                    assets.missing += u64::from(is_shown);
                }
                fields.put(field, Treatment::Kept);
                assets.there.push(id.clone());
            }
            None => {
                // What the text shows must be there, whatever is declared of what it does not.
                let is_in_text = in_text.has(asset, fields.target) != Kept::Gone;
                let is_enclosed = enclosed.contains(id);
                match lost(fields, (field, is_in_text, is_enclosed), asset, kept, equation) {
                    true => assets.left.push(id.clone()),
                    false => assets.lost.push(id.clone()),
                }
            }
        }
        if is_cover && !is_only_cover {
            cover(fields, after, asset);
        }
    }
    assets
}

/// A cover that stands in the text too is there in any case; what is lost is that it is the cover.
fn cover(fields: &mut Fields<'_>, after: &Shown, asset: &AssetFacts) {
    match (fields.why("Post::cover").is_some(), after.has(asset, fields.target)) {
        (true, _) => fields.lost("Post::cover", &Value::Null),
        (false, Kept::Gone) => {}
        (false, _) => fields.put("Post::cover", Treatment::Mapped),
    }
}

/// How a reference is kept, if it is.
fn part(kept: Kept, asset: &AssetFacts, target: &Target) -> Option<&'static str> {
    let is_promised = asset.digest.is_some() && !target.is_public;
    match kept {
        Kept::Stored => Some("stored"),
        Kept::Address if !is_promised => Some("external-kept"),
        // Neither bytes nor an address of the web: there was nothing to carry.
        Kept::Gone if asset.digest.is_none() && !asset.is_on_web => Some("missing"),
        _ => None,
    }
}

/// Accounts for a reference to what is not there. Whether the writer said that it leaves it out.
fn lost(
    fields: &mut Fields<'_>,
    (field, is_in_text, is_enclosed): (&str, bool, bool),
    asset: &AssetFacts,
    kept: Kept,
    equation: &mut Equation,
) -> bool {
    let noted = fields.target.leaves_files(fields.whose.post);
    let noted = noted.or_else(|| fields.target.leaves_enclosures().filter(|_| is_enclosed));
    let noted = noted.filter(|_| !asset.is_on_web);
    if kept == Kept::OtherBytes && fields.target.noted(None, "Asset::media_files").is_some() {
        equation.exclude("declared", false);
        let why = "field-not-carried";
        fields.ledger.add("Asset::stored", Treatment::Dropped, why, fields.whose);
        return true;
    }
    if let Some(code) = noted.filter(|_| kept == Kept::Gone) {
        equation.exclude("declared", false);
        fields.ledger.add(field, Treatment::Dropped, code, fields.whose);
        return true;
    }
    if kept == Kept::Gone && !is_in_text && fields.why(field).is_some() {
        equation.exclude("declared", false);
        fields.lost(field, &Value::Null);
        return true;
    }
    equation.miss();
    fields.ledger.add(field, Treatment::Unexplained, "", fields.whose);
    fields.find(FindingKind::MediaLost, &*asset.name);
    false
}
