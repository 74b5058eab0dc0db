//! What became of what stands around the posts: people, terms, series, files, and what is true of the blog as a whole.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io,
};

use larder_core::{AssetId, AuthorId, Rule, SeriesId, TermId};
use serde_json::{Map, Value, json};

use crate::{
    address,
    equation::Equation,
    fields::{After, Fields, Treatment, Whose},
    finding::FindingKind,
    loose,
    media::{Kept, Shown},
    name,
    post::{Scene, Sheet},
    side::{AssetFacts, Side, assets_of, record, without},
};

/// What the posts of the output use, so that nothing else need be there.
#[derive(Default)]
struct Used {
    authors: HashSet<AuthorId>,
    /// Those of them that posts name.
    by_posts: HashSet<AuthorId>,
    terms: HashSet<TermId>,
    series: HashSet<SeriesId>,
    assets: HashSet<AssetId>,
    /// The assets that only posts use which are not in the output.
    hidden: HashSet<AssetId>,
}

impl Used {
    fn by(scene: &Scene<'_>) -> io::Result<Self> {
        let blog = scene.before.blog;
        let mut used = Self::default();
        used.authors.extend(blog.site.authors.iter().cloned());
        used.assets.extend(blog.site.image.iter().cloned());
        for (place, post) in blog.posts.iter().enumerate() {
            let post = post?;
            if scene.pairs.after[place].is_none() {
                used.hidden.extend(assets_of(&post).cloned());
                continue;
            }
            used.by_posts.extend(post.authors.iter().cloned());
            used.terms.extend(post.terms.iter().cloned());
            used.series.extend(post.series.iter().map(|part| part.series.clone()));
            used.assets.extend(assets_of(&post).cloned());
        }
        used.authors.extend(used.by_posts.iter().cloned());
        let authors = blog.authors.iter().filter(|author| used.authors.contains(&author.id));
        used.assets.extend(authors.filter_map(|author| author.image.clone()));
        let series = blog.series.iter().filter(|series| used.series.contains(&series.id));
        used.assets.extend(series.filter_map(|series| series.cover.clone()));
        used.hidden.retain(|asset| !used.assets.contains(asset));
        Ok(used)
    }
}

/// A record that something else refers to.
struct Item {
    id: String,
    /// What it is recognised by besides its id.
    name: String,
    fields: Map<String, Value>,
    is_used: bool,
    /// Whether it is used by the site alone, and by no post.
    is_of_site: bool,
}

impl Item {
    /// What kind of such a thing it is.
    fn kind(&self) -> Option<&str> {
        self.fields.get("kind").and_then(Value::as_str)
    }
}

/// Accounts for all of it. Fails when the spool can no longer be read.
pub(crate) fn compare(
    scene: &Scene<'_>,
    sheet: &mut Sheet,
) -> io::Result<BTreeMap<&'static str, Equation>> {
    let used = Used::by(scene)?;
    let mut equations = BTreeMap::new();
    site(scene, sheet);
    let kinds = [
        ("authors", "Author", FindingKind::AuthorMissing, authors(scene, &used)),
        ("terms", "Term", FindingKind::TermMissing, terms(scene, &used)),
        ("series", "Series", FindingKind::SeriesMissing, series(scene, &used)),
    ];
    for (name, of, missing, (before, after)) in kinds {
        equations.insert(name, items(scene.target, sheet, (of, missing), before, after));
    }
    equations.insert("attachments", assets(scene, sheet, &used)?);
    Ok(equations)
}

/// What is looked at apart of a site, and where it was, which is another place after a move.
const OF_SITE: &[&str] = &["id", "image", "authors", "feeds", "platform", "platform_home"];

fn site(scene: &Scene<'_>, sheet: &mut Sheet) {
    let of = |side: &Side<'_>| {
        let mut fields = without(record(&side.blog.site), OF_SITE);
        fields.insert("authors".into(), side.author_names(&side.blog.site.authors));
        fields
    };
    let (before, after) = (scene.before.blog, scene.after.blog);
    let mut own = of(&scene.before);
    if own.get("authors").and_then(Value::as_array).is_some_and(Vec::is_empty) {
        own.remove("authors");
    }
    let mut there = After::new(of(&scene.after), "");
    there.also(&json!(after.authors.iter().map(|it| it.name.as_deref()).collect::<Vec<_>>()));
    there.also(&json!([after.site.id, after.site.home]));
    there.namesakes = Some(&scene.namesakes);
    let has_moved = has_moved(scene.target, after.site.home.as_deref());
    let is_mapped = has_moved && own.remove("home").is_some();
    let mut fields = Fields {
        target: scene.target,
        ledger: &mut sheet.ledger,
        findings: &mut sheet.findings,
        whose: Whose::default(),
    };
    fields.record("Site", &own, &there);
    if is_mapped {
        fields.put("Site::home", Treatment::Mapped);
    }
    if before.site.id == after.site.id {
        fields.put("Site::id", Treatment::Kept);
    } else if before.site.home.as_deref() == Some(&*before.site.id) {
        fields.put("Site::id", Treatment::Mapped);
    } else {
        fields.lost("Site::id", &before.site.id.as_str().into());
    }
    if let Some(image) = &before.site.image {
        picture(&mut fields, scene, "Site::image", image, after.site.image.as_ref());
    }
}

/// Whether a site stands where it was to stand, if that is another place.
fn has_moved(target: &crate::Target, home: Option<&str>) -> bool {
    let moved = target.address.as_deref().zip(home);
    moved.is_some_and(|(to, home)| address::plain(to) == address::plain(home))
}

/// Compares a picture that stands for something.
fn picture(
    fields: &mut Fields<'_>,
    scene: &Scene<'_>,
    field: &str,
    before: &AssetId,
    after: Option<&AssetId>,
) {
    let Some(asset) = scene.before.assets.get(before) else { return };
    let mut shown = Shown::default();
    after.and_then(|id| scene.after.assets.get(id)).iter().for_each(|it| shown.asset(it));
    match shown.has(asset, scene.target) {
        // Neither bytes nor an address of the web: there was nothing to carry.
        Kept::Gone if asset.digest.is_none() && !asset.is_on_web => {
            fields.put(field, Treatment::Mapped);
        }
        Kept::Gone | Kept::OtherBytes => match left(fields, asset) {
            Some(code) => fields.ledger.add(field, Treatment::Dropped, code, fields.whose),
            None => fields.lost(field, &Value::from(&*asset.name)),
        },
        _ => fields.put(field, Treatment::Kept),
    }
}

/// The note by which a writer leaves out a file that is nowhere on the web.
fn left(fields: &Fields<'_>, asset: &AssetFacts) -> Option<&'static str> {
    fields.target.leaves_files(None).filter(|_| !asset.is_on_web)
}

type Lists = (Vec<Item>, Vec<Item>);

fn authors(scene: &Scene<'_>, used: &Used) -> Lists {
    let list = |side: &Side<'_>, is_used: &dyn Fn(&AuthorId) -> bool| {
        let item = |author: &larder_core::Author| {
            let mut fields = without(record(author), &["id", "image"]);
            let name = side.author_name(&author.id);
            if let (Some(name), Some(whole)) = (name, fields.get_mut("name")) {
                *whole = name.into();
            }
            let is_named = name.is_some();
            let name = name.unwrap_or(author.id.as_str());
            Item {
                id: author.id.to_string(),
                name: loose::text(name),
                fields,
                // One without a name that may be shown is in no public output.
                is_used: is_named && is_used(&author.id),
                is_of_site: !used.by_posts.contains(&author.id),
            }
        };
        side.blog.authors.iter().map(item).collect()
    };
    (list(&scene.before, &|id| used.authors.contains(id)), list(&scene.after, &|_| true))
}

fn terms(scene: &Scene<'_>, used: &Used) -> Lists {
    let list = |side: &Side<'_>, is_used: &dyn Fn(&TermId) -> bool| {
        let names: HashMap<_, _> =
            side.blog.terms.iter().map(|term| (&term.id, term.name.as_str())).collect();
        let item = |term: &larder_core::Term| {
            let mut fields = without(record(term), &["id"]);
            if let Some(parent) = &term.parent {
                let name = names.get(parent).copied().unwrap_or(parent.as_str());
                fields.insert("parent".into(), name.into());
            }
            Item {
                id: term.id.to_string(),
                name: loose::text(name::of_term(&term.name)),
                fields,
                is_used: is_used(&term.id),
                is_of_site: false,
            }
        };
        side.blog.terms.iter().map(item).collect()
    };
    (list(&scene.before, &|id| used.terms.contains(id)), list(&scene.after, &|_| true))
}

fn series(scene: &Scene<'_>, used: &Used) -> Lists {
    let list = |side: &Side<'_>, is_used: &dyn Fn(&SeriesId) -> bool| {
        let item = |series: &larder_core::Series| {
            let fields = without(record(series), &["id", "cover"]);
            let name = series.title.as_deref().unwrap_or(series.id.as_str());
            Item {
                id: series.id.to_string(),
                name: loose::text(name),
                fields,
                // The same: one without a title is known by nothing that may be shown.
                is_used: series.title.is_some() && is_used(&series.id),
                is_of_site: false,
            }
        };
        side.blog.series.iter().map(item).collect()
    };
    (list(&scene.before, &|id| used.series.contains(id)), list(&scene.after, &|_| true))
}

/// Compares lists of records. Two that are called alike may be one after: what was told by them is still there.
fn items(
    target: &crate::Target,
    sheet: &mut Sheet,
    (of, missing): (&str, FindingKind),
    before: Vec<Item>,
    after: Vec<Item>,
) -> Equation {
    let mut equation = Equation::default();
    let known = Known::of(&after, target);
    let mut met = HashSet::new();
    for item in before {
        let found = known.find(of, &item, &met);
        let whose = Whose { post: None, title: None };
        let mut fields =
            Fields { target, ledger: &mut sheet.ledger, findings: &mut sheet.findings, whose };
        match found {
            Some(at) => {
                equation.part("written");
                met.insert(at);
                let mut own = item.fields;
                if item.name != after[at].name && own.remove("name").is_some() {
                    fields.put(&format!("{of}::name"), Treatment::Mapped);
                }
                fields.record(of, &own, &After::new(after[at].fields.clone(), ""));
            }
            None if !item.is_used && target.is_public => {
                equation.exclude("unused", target.is_archived);
            }
            None if is_declared(&fields, of)
                || item.is_of_site && fields.why("Site::authors").is_some() =>
            {
                equation.exclude("declared", target.is_archived)
            }
            None => {
                equation.miss();
                let name = item.fields.get("name").or_else(|| item.fields.get("title"));
                let name = name.and_then(Value::as_str).unwrap_or(&item.id);
                fields.find(missing, name);
            }
        }
    }
    equation.added = (after.len() - met.len()) as u64;
    equation
}

/// How many records of one name are looked at to find the one that is meant.
const MOST_NAMESAKES: usize = 64;

/// The records of the output, by what they are known by.
struct Known<'a> {
    all: &'a [Item],
    by_id: HashMap<&'a str, usize>,
    by_name: HashMap<&'a str, Vec<usize>>,
    /// People with something in brackets behind their names, by what stands before it.
    called: HashMap<&'a str, Vec<usize>>,
    /// Names without regard to letter case, where the writer says that such terms are one.
    merged: HashMap<String, usize>,
}

impl<'a> Known<'a> {
    fn of(all: &'a [Item], target: &crate::Target) -> Self {
        let places = || all.iter().enumerate();
        let is_merged = target.declared.has("terms-merged");
        let merged = places().filter(|_| is_merged);
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut called: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, item) in places() {
            by_name.entry(&item.name).or_default().push(at);
            let bare = name::without_brackets(&item.name);
            bare.into_iter().for_each(|bare| called.entry(bare).or_default().push(at));
        }
        Self {
            all,
            by_id: places().map(|(at, it)| (it.id.as_str(), at)).collect(),
            by_name,
            called,
            merged: merged.map(|(at, it)| (it.name.to_lowercase(), at)).collect(),
        }
    }

    /// The place of a record.
    fn find(&self, of: &str, item: &Item, met: &HashSet<usize>) -> Option<usize> {
        let by_id = self.by_id.get(item.id.as_str()).copied();
        if let Some(at) = by_id.filter(|at| self.all[*at].name == item.name) {
            return Some(at);
        }
        let same = self.namesake(item, met);
        if let Some(at) = same.filter(|at| !met.contains(at)) {
            return Some(at);
        }
        let other = match of {
            "Term" => self.merged.get(&item.name.to_lowercase()).copied(),
            // Another one has the name itself.
            "Author" if same.is_some() => {
                let others = self.called.get(item.name.as_str()).into_iter().flatten();
                others.take(MOST_NAMESAKES).copied().find(|at| !met.contains(at))
            }
            _ => None,
        };
        other.or(same)
    }

    /// Of several of one name: one of its kind, for a category and a tag may have one name; one that is not `met` yet; the
    /// one that says most of the same.
    fn namesake(&self, item: &Item, met: &HashSet<usize>) -> Option<usize> {
        let named = self.by_name.get(item.name.as_str())?;
        let likeness = |at: &usize| {
            let other = &self.all[*at];
            let same = item.fields.iter().filter(|(name, it)| other.fields.get(*name) == Some(*it));
            (other.kind() == item.kind(), !met.contains(at), same.count())
        };
        named.iter().take(MOST_NAMESAKES).copied().max_by_key(likeness)
    }
}

/// Whether a format has no place for records of this kind: it says so of the field of posts that names them.
fn is_declared(fields: &Fields<'_>, of: &str) -> bool {
    let field = match of {
        "Author" => "Post::authors",
        "Term" => "Post::terms",
        _ => "Post::series",
    };
    fields.why(field).is_some()
}

/// Compares images and files. Those that posts show were looked at with these: here the others are, and the fields.
fn assets(scene: &Scene<'_>, sheet: &mut Sheet, used: &Used) -> io::Result<Equation> {
    let target = scene.target;
    let mut equation = Equation::default();
    let after = by_key(&scene.after)?;
    let mut all = Shown::default();
    scene.after.assets.values().for_each(|asset| all.asset(asset));
    for asset in scene.before.blog.assets.iter() {
        let asset = asset?;
        let Some(facts) = scene.before.assets.get(&asset.id) else { continue };
        let whose = Whose { post: None, title: None };
        let mut fields =
            Fields { target, ledger: &mut sheet.ledger, findings: &mut sheet.findings, whose };
        let found = keys(facts).find_map(|key| after.get(&key)).copied();
        if let Some(place) = found {
            let there = scene.after.blog.assets.get(place)?;
            let fields_of = |asset: &larder_core::Asset| {
                without(record(asset), &["id", "source", "stored", "also_at", "url"])
            };
            let mut record = After::new(fields_of(&there), "");
            record.also(&json!([there.id, there.url, there.also_at, there.stored.as_deref()]));
            fields.record("Asset", &fields_of(&asset), &record);
        }
        let is_stored = facts.digest.is_some_and(|digest| target.files.contains_key(&digest));
        let is_there = is_stored
            || sheet.there.contains(&asset.id)
            || matches!(all.has(facts, target), Kept::Stored | Kept::Address);
        if is_there {
            equation.part("written");
        } else if target.is_public && used.hidden.contains(&asset.id) {
            equation.exclude(Rule::NotPublic.name(), target.is_archived);
        } else if target.is_public && !used.assets.contains(&asset.id) {
            equation.exclude("unused", target.is_archived);
        } else if facts.digest.is_none() && !facts.is_on_web {
            equation.part("missing");
            equation.list(&*facts.name);
        } else if let Some(code) = left(&fields, facts) {
            equation.exclude("declared", target.is_archived);
            fields.ledger.add("Asset::stored", Treatment::Dropped, code, fields.whose);
        } else if let Some(field) = declared(scene, &fields, &asset.id) {
            equation.exclude("declared", target.is_archived);
            fields.lost(field, &Value::Null);
        } else if sheet.left.contains(&asset.id) && !sheet.lost.contains(&asset.id) {
            equation.exclude("declared", target.is_archived);
        } else {
            equation.miss();
            // What a post lacks was told with the post.
            if !sheet.lost.contains(&asset.id) {
                fields.find(FindingKind::AssetMissing, &*facts.name);
            }
        }
    }
    Ok(equation)
}

/// The field whose declared loss explains that an asset is not there.
fn declared(scene: &Scene<'_>, fields: &Fields<'_>, id: &AssetId) -> Option<&'static str> {
    let blog = scene.before.blog;
    let mut roles = Vec::new();
    if blog.site.image.as_ref() == Some(id) {
        roles.push("Site::image");
    }
    if blog.authors.iter().any(|author| author.image.as_ref() == Some(id)) {
        roles.push("Author::image");
    }
    if blog.series.iter().any(|series| series.cover.as_ref() == Some(id)) {
        roles.extend(["Series::cover", "Post::series"]);
    }
    roles.extend(["Asset::media_files", "Post::cover", "Post::assets"]);
    roles.into_iter().find(|role| fields.why(role).is_some())
}

/// The assets of a blog by all that they are known by.
fn by_key(side: &Side<'_>) -> io::Result<HashMap<u64, usize>> {
    let mut known = HashMap::new();
    for (place, head) in side.blog.assets.heads().enumerate() {
        if let Some(facts) = side.assets.get(&head.id) {
            keys(facts).for_each(|key| _ = known.entry(key).or_insert(place));
        }
    }
    Ok(known)
}

fn keys(asset: &AssetFacts) -> impl Iterator<Item = u64> {
    let digest = asset.digest.map(|digest| crate::text::hashed(digest.bytes()));
    let paths = asset.paths.iter().copied();
    asset.addresses.iter().copied().chain(digest).chain(paths)
}
