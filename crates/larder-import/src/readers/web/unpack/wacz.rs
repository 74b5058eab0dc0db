//! Packages of crawls (WACZ 1.1.1, and the draft of 1.2.0): what stands beside their crawls, and whether all is there that
//! they list.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io::Read as _,
    sync::Arc,
};

use larder_core::{Hashing, NoteKind, Rule};
use serde::Deserialize;
use serde_json::Value;

use super::{Unpacked, crawl::note};
use crate::{Intake, ReadError, ReadOptions};

/// The file that makes a folder a package.
const PACKAGE: &str = "datapackage.json";

/// The file that has the digest of the other one.
const DIGEST: &str = "datapackage-digest.json";

/// What a package says of one of its files.
#[derive(Debug, Deserialize)]
struct Resource {
    path: String,
    hash: Option<String>,
    bytes: Option<u64>,
}

/// How a digest begins that is checked.
const SHA_256: &str = "sha256:";

impl Resource {
    /// The digest of another kind: without a name, it is one of MD5, which proves nothing.
    fn unchecked(&self) -> Option<&str> {
        self.hash.as_deref().filter(|it| !it.starts_with(SHA_256))
    }
}

/// How many faults of one package are said one by one.
const MOST: usize = 100;

/// The places of the files of an input.
type Names<'s> = HashMap<&'s str, usize>;

impl Unpacked<'_> {
    /// Reads what packages have beside their crawls, and checks that they are whole. Returns the places of such files.
    /// Fails when the user cancels.
    pub(super) fn packages(
        &mut self,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<HashSet<usize>, ReadError> {
        let source = self.source;
        let entries = || source.entries().iter().enumerate();
        let names: Names = entries().map(|(place, it)| (&*it.name, place)).collect();
        let mut files: BTreeMap<&str, Vec<usize>> = roots(&names);
        for (place, entry) in entries() {
            let root = folders(&entry.name).rev().find(|folder| files.contains_key(folder));
            files.entry(root.unwrap_or_default()).or_default().push(place);
        }
        let mut lists = HashSet::new();
        for (root, files) in files {
            let within = |place: usize| &source.entries()[place].name[root.len()..];
            let is_package = names.contains_key([root, PACKAGE].concat().as_str())
                && files.iter().any(|place| within(*place).starts_with("archive/"));
            if !is_package {
                continue;
            }
            for place in &files {
                if self.list(*place, within(*place), intake) {
                    lists.insert(*place);
                }
            }
            let others: Vec<&str> =
                files.into_iter().filter(|place| !lists.contains(place)).map(within).collect();
            let name: Arc<str> = [root, PACKAGE].concat().into();
            let faults = self.check(root, &names, &others, options)?;
            let more = faults.len().saturating_sub(MOST);
            for kind in faults.into_iter().take(MOST) {
                note(&name, kind, intake);
            }
            if more > 0 {
                let what = format!("{more} more places are damaged");
                note(&name, NoteKind::ContainerDamaged { what }, intake);
            }
        }
        Ok(lists)
    }

    /// Reads a list of a package. Returns whether the file is one.
    fn list(&mut self, place: usize, within: &str, intake: &mut Intake) -> bool {
        let is_pages = within.starts_with("pages/") && within.ends_with(".jsonl");
        let ends = [".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz", ".idx"];
        let is_index =
            within.starts_with("indexes/") && ends.iter().any(|end| within.ends_with(end));
        if !is_pages && !is_index && within != PACKAGE && within != DIGEST {
            return false;
        }
        let entry = intake.file(place);
        if is_pages {
            match self.source.read(place) {
                Ok(bytes) => {
                    let lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
                    let lines = lines.filter(|line| !line.is_empty());
                    let pages: Vec<Option<Value>> =
                        lines.map(|line| serde_json::from_slice(line).ok()).collect();
                    let unreadable = pages.iter().filter(|page| page.is_none()).count();
                    if unreadable > 0 {
                        let name = Arc::clone(&self.source.entries()[place].name);
                        let what =
                            format!("{unreadable} lines of the list of pages cannot be read");
                        note(&name, NoteKind::ContainerDamaged { what }, intake);
                    }
                    let urls = pages.iter().flatten();
                    let urls = urls.filter_map(|page| Some(page.get("url")?.as_str()?.to_owned()));
                    self.listed.extend(urls.map(|url| (crate::address::plain(&url), url)));
                }
                Err(error) => {
                    let (rule, found) = error.into_rule();
                    intake.leave_out(entry, rule, found);
                    return true;
                }
            }
        }
        intake.leave_out(entry, Rule::NotContent, "a list of what the crawl holds");
        true
    }

    /// Finds what of a package is not as it says; `others` are its files but for the lists.
    fn check(
        &self,
        root: &str,
        names: &Names<'_>,
        others: &[&str],
        options: &ReadOptions,
    ) -> Result<Vec<NoteKind>, ReadError> {
        let damaged = |what: String| NoteKind::ContainerDamaged { what };
        let read = |file: &str| {
            let place = names.get([root, file].concat().as_str())?;
            serde_json::from_slice::<Value>(&self.source.read(*place).ok()?).ok()
        };
        let Some(package) = read(PACKAGE) else {
            return Ok(vec![damaged("the list of the package cannot be read".into())]);
        };
        let mut faults = Vec::new();
        let stated = package.get("resources").and_then(Value::as_array).into_iter().flatten();
        let stated = stated.map(|it| Resource::deserialize(it).ok());
        let signed = read(DIGEST).and_then(|it| Resource::deserialize(it).ok());
        let signed = signed.filter(|it| it.path == PACKAGE).map(Some);
        // Each once, however often it is listed.
        let mut resources: BTreeMap<String, Resource> = BTreeMap::new();
        let mut unreadable = 0_u64;
        for resource in stated.chain(signed) {
            match resource {
                Some(resource) => _ = resources.insert(resource.path.clone(), resource),
                None => unreadable += 1,
            }
        }
        if unreadable > 0 {
            let what = format!("{unreadable} entries of the list of the package cannot be read");
            faults.push(damaged(what));
        }
        let unchecked = resources.values().filter_map(Resource::unchecked).collect::<Vec<_>>();
        if let Some(first) = unchecked.first().map(|it| (*it).to_owned()) {
            let what = "digest that is not checked".into();
            faults.push(NoteKind::MarkupMet { what, name: first, count: unchecked.len() as u64 });
        }
        for (path, resource) in &resources {
            if options.cancel.is_cancelled() {
                return Err(ReadError::Cancelled);
            }
            match names.get([root, path].concat().as_str()) {
                Some(place) => faults.extend(self.fault(*place, resource).map(damaged)),
                None => faults
                    .push(damaged(format!("`{path}` is listed in the package, and not in it"))),
            }
        }
        let mut unlisted = others.iter().filter(|it| !resources.contains_key(**it)).peekable();
        if let Some(first) = unlisted.peek().map(|it| (**it).to_owned()) {
            let what = "file that its package does not list".into();
            let count = unlisted.count() as u64;
            faults.push(NoteKind::MarkupMet { what, name: first, count });
        }
        Ok(faults)
    }

    /// What of a file is not as its package says.
    fn fault(&self, place: usize, resource: &Resource) -> Option<String> {
        let path = &resource.path;
        let stated = resource.hash.as_deref().and_then(|it| it.strip_prefix(SHA_256));
        let mut stream = self.source.open(place).ok()?;
        let (mut hashing, mut count) = (Hashing::default(), 0_u64);
        let mut buffer = vec![0; 64 << 10];
        loop {
            // What cannot be read is said where the file itself is.
            let read = stream.read(&mut buffer).ok()?;
            if read == 0 {
                break;
            }
            hashing.update(&buffer[..read]);
            count += read as u64;
        }
        if let Some(bytes) = resource.bytes.filter(|it| *it != count) {
            return Some(format!(
                "`{path}` has {count} bytes, and {bytes} by the list of the package"
            ));
        }
        let computed = hashing.finish().to_string();
        let differs = stated.is_some_and(|stated| !stated.eq_ignore_ascii_case(&computed));
        differs.then(|| format!("`{path}` is not as it was packed: its digest is another one"))
    }
}

/// The folders that a file lies in, the outermost first: nothing, and paths with their slash.
fn folders(name: &str) -> impl DoubleEndedIterator<Item = &str> {
    let ends = name.match_indices('/').map(|(at, _)| at + 1);
    std::iter::once(0).chain(ends).map(|end| &name[..end])
}

/// The folders that have a list of a package.
fn roots<'s>(names: &Names<'s>) -> BTreeMap<&'s str, Vec<usize>> {
    let roots = names.keys().filter_map(|name| name.strip_suffix(PACKAGE));
    roots
        .filter(|root| root.is_empty() || root.ends_with('/'))
        .map(|root| (root, Vec::new()))
        .collect()
}
