//! From the files of an input to blogs: one for each account, however many zips it came in.

use std::{
    collections::{BTreeMap, HashSet},
    mem::take,
    sync::Arc,
};

use larder_core::{Asset, Author, AuthorId, Fate, NoteKind, Post, PostId, Provenance, Rule, Site};
use rayon::prelude::*;

use super::{
    address,
    layout::{Layout, Part},
    page::{self, Read},
    profile,
};
use crate::{
    Intake, ReadError, ReadOptions, Source,
    collect::{Collection, Surroundings, keep_rest},
    decode::Stated,
    decode_stated,
    shelf::Shelf,
};

/// How many posts are read at once.
const BATCH: usize = 64;

/// Reads all blogs of an input.
pub(super) fn read(
    source: &dyn Source,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    if let Some(progress) = &options.progress {
        progress.begin("read", source.entries().len() as u64);
    }
    let mut layout = Layout::of(source, options, intake);
    let mut shelf = Shelf::new(source, &layout.others);
    let parts = take(&mut layout.parts).into_values();
    let parts: Vec<_> = parts.map(|part| (owners(&part, source, options, intake), part)).collect();
    let accounts = accounts(parts);
    let is_one = accounts.len() == 1;
    for account in accounts {
        let rest = if is_one { &*layout.others } else { &[] };
        blog(account, is_one, (&mut shelf, rest), source, options, intake)?;
    }
    for place in layout.others {
        let entry = intake.file(place);
        if intake.ledger().entry(entry).fate.is_none() {
            intake.leave_out(entry, Rule::NotRecognised, "no part of an export of Medium");
        }
    }
    if let Some(progress) = &options.progress {
        progress.end();
    }
    Ok(())
}

/// Whose zip it is.
type Owner = (Author, Option<Asset>);

/// Everything of one account.
#[derive(Default)]
struct Account {
    owner: Option<Owner>,
    /// What other profiles say, of the same person mostly.
    others: Vec<Owner>,
    posts: Vec<usize>,
}

/// Reads the profiles of a zip. There is one, mostly.
fn owners(
    part: &Part,
    source: &dyn Source,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Vec<Owner> {
    let mut owners = Vec::new();
    for &place in &part.profiles {
        let entry = intake.file(place);
        let bytes = match source.read(place) {
            Ok(bytes) => bytes,
            Err(error) => {
                let (rule, found) = error.into_rule();
                intake.leave_out(entry, rule, found);
                continue;
            }
        };
        let text = decode_stated(&bytes, &Stated::new(options.encoding.as_deref(), None)).text;
        let provenance = Provenance::new(Arc::clone(&source.entries()[place].name), "medium");
        match profile::read(&text, &provenance) {
            Some(read) => {
                intake.ledger().settle(entry, Fate::Carried { post: None });
                owners.push(read);
            }
            None => intake.leave_out(entry, Rule::NotRecognised, "a profile without a name"),
        }
    }
    owners
}

/// Which zips are of one account: those with the same profile. Those without one are of the only account that there is.
fn accounts(parts: Vec<(Vec<Owner>, Part)>) -> Vec<Account> {
    let (named, others): (Vec<_>, Vec<_>) =
        parts.into_iter().partition(|(owners, _)| !owners.is_empty());
    let mut by_author: BTreeMap<AuthorId, Account> = BTreeMap::new();
    for (owners, part) in named {
        let Some(id) = owners.first().map(|(author, _)| author.id.clone()) else { continue };
        let account = by_author.entry(id).or_default();
        let mut owners = owners.into_iter();
        account.owner = account.owner.take().or_else(|| owners.next());
        account.others.extend(owners);
        account.posts.extend(part.posts);
    }
    let mut accounts: Vec<Account> = by_author.into_values().collect();
    let others: Vec<usize> = others.into_iter().flat_map(|(_, part)| part.posts).collect();
    match &mut accounts[..] {
        [account] => account.posts.extend(others),
        _ if others.is_empty() => {}
        // Of whom they are, nothing says.
        _ => accounts.push(Account { posts: others, ..Account::default() }),
    }
    accounts
}

/// Reads a blog.
fn blog(
    account: Account,
    is_one: bool,
    (shelf, rest): (&mut Shelf<'_>, &[usize]),
    source: &dyn Source,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let mut collection = Collection::new(Site::new(""), "medium");
    let mut around = Around::default();
    let mut posts = account.posts;
    posts.sort_unstable();
    let mut writers = HashSet::new();
    for places in posts.chunks(BATCH) {
        if options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let entries: Vec<_> = places.iter().map(|place| (*place, intake.file(*place))).collect();
        let read = |&(place, item): &(usize, _)| {
            source.read(place).map(|bytes| page::read((place, item), &bytes, source, options))
        };
        let pages: Vec<_> = entries.par_iter().map(read).collect();
        for (page, (_, item)) in pages.into_iter().zip(entries) {
            options.progress.iter().for_each(|progress| progress.advance(1));
            match page {
                Ok(Read { found, census, number }) => {
                    collection.census.add(census);
                    around.numbers.extend(number.map(|it| (it, found.post.id.clone())));
                    let urls = found.authors.iter().filter_map(|it| it.url.clone());
                    writers.extend(urls);
                    collection.take(found, intake)?;
                }
                Err(error) => {
                    let (rule, found) = error.into_rule();
                    intake.leave_out(item, rule, found);
                }
            }
        }
    }
    let stated = options.home.clone().filter(|_| is_one);
    let owner = account.owner.as_ref();
    let mut known: HashSet<String> =
        owner.iter().map(|(author, _)| format!("{author:?}")).collect();
    site(&mut collection, account.owner, stated, writers, &around);
    for (mut author, image) in account.others {
        image.into_iter().for_each(|image| collection.asset(image));
        // Where two profiles of one person differ, both are kept.
        let said = format!("{author:?}");
        if known.insert(said) {
            let profile = serde_json::to_value(&author).map_err(std::io::Error::other)?;
            author.extra.insert("medium:other-profile", profile);
        }
        collection.author(author);
    }
    around.home.clone_from(&collection.blog.site.home);
    let mut blog = collection.finish(&around, shelf, intake)?;
    keep_rest(&mut blog, rest, "medium", source, shelf, intake)?;
    intake.add_blog(blog);
    Ok(())
}

/// What is known of the blog as a whole: where its writer is, and who that is.
fn site(
    collection: &mut Collection,
    owner: Option<Owner>,
    stated: Option<String>,
    writers: HashSet<String>,
    around: &Around,
) {
    let of_owner = owner.as_ref().and_then(|(author, _)| author.url.clone());
    let mut writers = writers.into_iter();
    let of_posts = match (writers.next(), writers.next()) {
        (Some(only), None) if stated.is_none() && of_owner.is_none() => Some(only),
        _ => None,
    };
    if let Some(home) = &of_posts {
        let from = "the author of its posts".to_owned();
        collection.note(NoteKind::HomeInferred { home: home.clone(), from });
    }
    let home = stated.or(of_owner).or(of_posts);
    let site = &mut collection.blog.site;
    let first = around.numbers.keys().min().map_or("", String::as_str);
    site.id = home.clone().unwrap_or_else(|| PostId::derived(&["medium", first]).to_string());
    site.home = home;
    site.platform = Some("medium".into());
    site.platform_home = Some("https://medium.com/".into());
    if let Some((author, image)) = owner {
        site.authors = vec![author.id.clone()];
        site.image = image.as_ref().map(|image| image.id.clone());
        collection.author(author);
        image.into_iter().for_each(|image| collection.asset(image));
    }
}

/// What is known around the posts.
#[derive(Debug, Default)]
struct Around {
    home: Option<String>,
    /// The posts by their numbers.
    numbers: BTreeMap<String, PostId>,
}

impl Surroundings for Around {
    /// An address on the host that all writers share is not the blog's: others' posts are there, too.
    fn homes(&self) -> Vec<String> {
        self.home.iter().filter(|home| !address::is_shared(home)).cloned().collect()
    }

    /// All addresses of a post end in its number, on whatever host.
    fn linked(&self, href: &str, _post: &Post) -> Option<PostId> {
        let is_web = crate::address::is_web(href) || href.starts_with('/');
        self.numbers.get(address::number(href).filter(|_| is_web)?).cloned()
    }
}
