//! The pictures of a Takeout, and which of them a body shows.
//!
//! Bodies have the addresses of Google's hosts; the files have the names that the pictures were uploaded under. A name is
//! percent-encoded in the address, once or twice, has `_` for what file systems do not take, may be cut, and has `(1)`
//! behind it where an album has two of it. The record beside a picture (`….json`) may have its whole name and its address.
//!
//! Where two pictures have one name, nobody knows which is which, unless a record says it: then none is taken.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use larder_core::key;
use serde_json::Value;

use crate::{Source, media, names::percent_decode_name, unique::Unique, unique::hashed};

/// How many characters a name has at least that was cut.
const CUT: usize = 40;

/// Which names of pictures the bodies of a blog have, each with the picture that it is the name of.
#[derive(Clone, Debug, Default)]
pub(super) struct Named(HashMap<u64, Option<u64>>);

/// The pictures of a blog: its own, and those that are of no blog in particular.
#[derive(Debug)]
pub(super) struct Albums {
    own: Pictures,
    common: Arc<Pictures>,
    named: Named,
    /// Whether the records of common pictures are kept here.
    has_common: bool,
}

/// Pictures by what they are called.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    by_address: Unique<usize>,
    by_name: Unique<usize>,
    /// Names that are so long that they may be cut, with their extensions behind them.
    cut: BTreeMap<String, Option<usize>>,
    /// The records of pictures: by the place of the picture, that of the record.
    records: BTreeMap<usize, usize>,
    /// Records of no picture: of an album as a whole.
    alone: Vec<usize>,
}

impl Named {
    /// Takes the pictures of a body.
    pub(super) fn scan(&mut self, html: &str) {
        for reference in media::scan(html, None).references {
            let address = reference.original.as_deref().unwrap_or(&reference.url);
            if is_googles(address)
                && let Some(name) = name_of(address)
            {
                self.put(hashed(name), Some(hashed(path(address))));
            }
        }
    }

    /// Adds those of another part.
    pub(super) fn add(&mut self, other: Self) {
        other.0.into_iter().for_each(|(name, picture)| self.put(name, picture));
    }

    fn put(&mut self, name: u64, picture: Option<u64>) {
        let known = self.0.entry(name).or_insert(picture);
        if *known != picture {
            *known = None;
        }
    }

    /// Whether bodies have several pictures of this name.
    fn is_doubtful(&self, name: &str) -> bool {
        self.0.get(&hashed(name)) == Some(&None)
    }
}

impl Pictures {
    /// The pictures and records at these places of the source.
    pub(super) fn new(pictures: &[usize], records: &[usize], source: &dyn Source) -> Self {
        let mut albums = Self::default();
        let name = |place: usize| &*source.entries()[place].name;
        let places: HashMap<String, usize> =
            pictures.iter().map(|place| (key::name(name(*place)), *place)).collect();
        let stems: HashMap<&str, Option<usize>> = stems(&places);
        let mut told: HashMap<usize, String> = HashMap::new();
        for &record in records {
            let bare = name(record).strip_suffix(".json").unwrap_or(name(record));
            let picture = places.get(bare).copied().or_else(|| stems.get(bare).copied().flatten());
            let Some(picture) = picture.filter(|it| !albums.records.contains_key(it)) else {
                albums.alone.push(record);
                continue;
            };
            albums.records.insert(picture, record);
            let Some((title, address)) = read(source, record) else { continue };
            title.into_iter().for_each(|title| _ = told.insert(picture, title));
            if let Some(address) = address {
                albums.by_address.add(hashed(path(&address)), picture);
            }
        }
        for &picture in pictures {
            let file = name(picture).rsplit('/').next().unwrap_or_default();
            albums.name(file, told.get(&picture).map(String::as_str), picture);
        }
        albums
    }

    fn name(&mut self, file: &str, title: Option<&str>, picture: usize) {
        let own = folded(file);
        let bare = without_number(&own);
        let mut names: HashSet<String> = HashSet::from([own.clone(), bare.clone()]);
        names.extend(title.map(folded));
        names.into_iter().for_each(|name| self.by_name.add(hashed(name), picture));
        let (stem, extension) = split(&bare);
        if stem.chars().count() >= CUT {
            let place = self.cut.entry(format!("{stem}/{extension}")).or_insert(Some(picture));
            if *place != Some(picture) {
                *place = None;
            }
        }
    }
}

impl Albums {
    /// The pictures of a blog. `named` is what bodies call pictures; `has_common` says whether the records of common pictures
    /// are kept here.
    pub(super) fn new(
        own: Pictures,
        common: &Arc<Pictures>,
        named: Named,
        has_common: bool,
    ) -> Self {
        Self { own, common: Arc::clone(common), named, has_common }
    }

    fn kept(&self) -> impl Iterator<Item = &Pictures> {
        [&self.own].into_iter().chain(self.has_common.then_some(&*self.common))
    }

    /// The records of pictures: the place of the picture, that of the record.
    pub(super) fn records(&self) -> impl Iterator<Item = (usize, usize)> {
        self.kept().flat_map(|it| &it.records).map(|(picture, record)| (*picture, *record))
    }

    /// Records of no picture: of an album as a whole.
    pub(super) fn alone(&self) -> impl Iterator<Item = usize> {
        self.kept().flat_map(|it| &it.alone).copied()
    }

    /// The picture at an address of Google's.
    pub(super) fn find(&self, address: &str) -> Option<usize> {
        if !is_googles(address) {
            return None;
        }
        let original = media::original(address);
        let address = original.as_deref().unwrap_or(address);
        let (own, common) = (&self.own, &*self.common);
        let by_address = own.by_address.get_in_both(&common.by_address, hashed(path(address)));
        if let Some(picture) = by_address {
            return Some(picture);
        }
        let name = name_of(address).filter(|name| !self.named.is_doubtful(name))?;
        let by_name = own.by_name.get_in_both(&common.by_name, hashed(&name));
        by_name.or_else(|| self.find_cut(&name))
    }

    /// The picture whose name is the beginning of this one.
    fn find_cut(&self, name: &str) -> Option<usize> {
        let (stem, extension) = split(name);
        let ends = stem.char_indices().map(|(at, _)| at).skip(CUT).take(512);
        let mut fits = ends.filter_map(|end| {
            let name = format!("{}/{extension}", &stem[..end]);
            match (self.own.cut.get(&name), self.common.cut.get(&name)) {
                (Some(picture), None) | (None, Some(picture)) => *picture,
                _ => None,
            }
        });
        fits.next().filter(|_| fits.next().is_none())
    }
}

/// The pictures by their names without extension, where only one has it.
fn stems(places: &HashMap<String, usize>) -> HashMap<&str, Option<usize>> {
    let mut stems = HashMap::new();
    for (name, place) in places {
        let stem = name.rsplit_once('.').map_or(&**name, |(stem, _)| stem);
        stems.entry(stem).and_modify(|it| *it = None).or_insert(Some(*place));
    }
    stems
}

/// What a record says: the whole name of its picture, and the address.
fn read(source: &dyn Source, record: usize) -> Option<(Option<String>, Option<String>)> {
    let value: Value = serde_json::from_slice(&source.read(record).ok()?).ok()?;
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let title = text("title").or_else(|| text("filename"));
    Some((title, text("url").filter(|url| is_googles(url))))
}

/// Whether an address is one of the hosts that keep the pictures of Blogger.
fn is_googles(address: &str) -> bool {
    let host = crate::address::host(address);
    ["googleusercontent.com", "ggpht.com", "bp.blogspot.com", "blogger.com"]
        .iter()
        .any(|it| host.strip_suffix(it).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

/// What remains of the address of an original when the host is gone, of which a picture has several.
fn path(address: &str) -> String {
    let original = media::original(address);
    let address = original.as_deref().unwrap_or(address);
    crate::address::path(address)
}

/// The name of the file at an address, as names are compared. None where the address has no name, but a code.
fn name_of(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next()?;
    let (_, last) = path.split_once("://")?.1.rsplit_once('/')?;
    let once = percent_decode_name(last);
    let twice = percent_decode_name(&once);
    let (stem, extension) = split(&twice);
    let is_extension = (2..=4).contains(&extension.len())
        && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_extension && !stem.is_empty()).then(|| folded(&twice))
}

/// A name without what may differ: case, and the characters that become `_` in a Takeout.
fn folded(name: &str) -> String {
    let fold = |character: char| match character {
        '+' => ' ',
        '/' | '\\' | ':' | '*' | '?' | '"' | '\'' | '<' | '>' | '|' | '&' | '%' | '#' => '_',
        other => other,
    };
    key::name(&name.chars().map(fold).flat_map(char::to_lowercase).collect::<String>())
}

/// `a.jpg` for `a(1).jpg`.
fn without_number(name: &str) -> String {
    let (stem, extension) = split(name);
    let number = stem.strip_suffix(')').and_then(|stem| stem.rsplit_once('('));
    match number {
        Some((bare, number))
            if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            format!("{}.{extension}", bare.trim_end())
        }
        _ => name.to_owned(),
    }
}

fn split(name: &str) -> (&str, &str) {
    name.rsplit_once('.').unwrap_or((name, ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    const HOST: &str = "https://blogger.googleusercontent.com/img/b/R29vZ2xl";

    fn found(files: &[(&str, &str)], bodies: &[&str], address: &str) -> Option<String> {
        let source = Memory::new("in", files.iter().copied());
        let of = |is_record: bool| {
            let places = 0..source.entries().len();
            let is_meant =
                |place: &usize| source.entries()[*place].name.ends_with(".json") == is_record;
            places.filter(is_meant).collect::<Vec<_>>()
        };
        let mut named = Named::default();
        bodies.iter().for_each(|body| named.scan(&format!("<img src='{body}'>")));
        let pictures = Pictures::new(&of(false), &of(true), &source);
        let albums = Albums::new(pictures, &Arc::default(), named, false);
        albums.find(address).map(|place| source.entries()[place].name.to_string())
    }

    #[test]
    fn a_picture_is_found_by_its_name_however_it_is_written() {
        let files = [("Albums/b/골목 1.jpg", ""), ("Albums/b/a_b(2).PNG", "")];
        let of = |address: &str| found(&files, &[], address);
        for name in ["%EA%B3%A8%EB%AA%A9%201.jpg", "%25EA%25B3%25A8%25EB%25AA%25A9+1.jpg"] {
            let address = format!("{HOST}/AVv/s320/{name}");
            assert_eq!(of(&address).as_deref(), Some("Albums/b/골목 1.jpg"), "{name}");
        }
        let number = of("http://1.bp.blogspot.com/-x/y/z/w/s1600/A%3AB.png");
        assert_eq!(number.as_deref(), Some("Albums/b/a_b(2).PNG"));
        assert_eq!(of("https://elsewhere.example/s320/골목 1.jpg"), None);
        assert_eq!(of(&format!("{HOST}/img/a/AVvXsE=s320")), None);
    }

    #[test]
    fn a_name_that_was_cut_is_the_beginning_of_one() {
        let long = "x".repeat(46);
        let file = format!("Albums/b/{long}(1).jpg");
        let address = format!("{HOST}/AVv/s320/{long}yz.jpg");
        assert_eq!(found(&[(&file, "")], &[], &address), Some(file.clone()));
        assert_eq!(found(&[(&file, "")], &[], &format!("{HOST}/AVv/s320/{long}yz.gif")), None);
        assert_eq!(found(&[("Albums/b/x.jpg", "")], &[], &address), None);
    }

    #[test]
    fn two_pictures_of_one_name_are_not_guessed() {
        let (one, two) =
            (format!("{HOST}/AVa/s320/IMG_1.jpg"), format!("{HOST}/AVb/s320/IMG_1.jpg"));
        let single = [("Albums/b/IMG_1.jpg", "")];
        assert_eq!(found(&single, &[&one, &two], &one), None);
        assert!(found(&single, &[&one, &one], &one).is_some());
        let both = [("Albums/b/IMG_1.jpg", ""), ("Albums/b/IMG_1(1).jpg", "")];
        assert_eq!(found(&both, &[&one], &one), None);
        let record = format!("{{\"title\":\"IMG_1.jpg\",\"url\":\"{two}\"}}");
        let told = [both[0], both[1], ("Albums/b/IMG_1(1).jpg.json", &record)];
        assert_eq!(found(&told, &[&one, &two], &two).as_deref(), Some("Albums/b/IMG_1(1).jpg"));
        assert_eq!(found(&told, &[&one, &two], &one), None);
    }

    #[test]
    fn a_record_tells_the_whole_name() {
        let record = "{\"title\":\"아주 긴 이름.jpg\"}";
        let files = [("Albums/b/아주.jpg", ""), ("Albums/b/아주.json", record)];
        let address = format!("{HOST}/AVv/s320/아주%20긴%20이름.jpg");
        assert_eq!(found(&files, &[], &address).as_deref(), Some("Albums/b/아주.jpg"));
    }
}
