//! Archives of SingleFile: a zip in a page that opens itself.
//!
//! Each page has a `manifest.json` beside it, frames in folders of their own. It tells the address of every file, and so does
//! the comment of an entry, which is all that the first versions wrote. Where neither does, a file is called by its digest,
//! as in other pages of SingleFile. All may lie in one folder that is named by a time.

use std::{
    collections::{HashMap, HashSet},
    io,
};

use serde_json::Value;
use url::Url;

use super::{
    Capture, Charset, Damage, Intake, Omission, Role, Zip,
    found::digest,
    page::{Context, Pages},
};
use crate::{
    capture::{CaptureTime, is_document, shown},
    time,
    zip::Entry,
};

const MANIFEST: &str = "manifest.json";
const INDEX: &str = "index.html";

/// Whether a zip holds a page at its root that says where it is from.
pub(super) fn is_page(zip: &Zip<'_>) -> bool {
    let at_root =
        |file: &str| zip.entries.iter().find(|entry| in_folder(entry, file).is_some_and(is_root));
    let Some(index) = at_root(INDEX) else { return false };
    if is_address(&index.comment) {
        return true;
    }
    let Some(entry) = at_root(MANIFEST) else { return false };
    entry.is_encrypted
        || manifest(zip, entry).is_some_and(|manifest| manifest.get("originalUrl").is_some())
}

/// Gives what the pages show, then the frames, then the page.
pub(super) fn read(zip: &Zip<'_>, intake: &mut Intake<'_, '_>) -> io::Result<()> {
    intake.report.leave_out(Omission::Machinery, u64::from(zip.around > 0));
    if zip.is_recovered {
        let present = zip.entries.len() as u64;
        let reason = format!("the list of files is gone, {present} were found by their own heads");
        intake.report.damaged(Damage::malformed(None, reason));
    }
    let mut archive = Archive::new(zip);
    archive.manifests(intake);
    archive.name_files(intake);
    archive.files(intake)?;
    if archive.pages.is_empty() {
        intake.report.damaged(Damage::NoPage);
    }
    archive.pages(intake)
}

/// What a manifest says of the page in its folder.
struct Page {
    /// The folder, with the slash at its end; empty for that of the whole.
    folder: String,
    /// The name of the page within the archive.
    index: String,
    url: String,
    title: Option<String>,
    time: Option<CaptureTime>,
    damage: Vec<Damage>,
    /// The addresses of files, by their names within the archive.
    resources: HashMap<String, String>,
}

struct Archive<'z, 'a> {
    zip: &'z Zip<'a>,
    /// The deepest folders first: what is in a page comes before the page.
    pages: Vec<Page>,
    /// The names of pages.
    indexes: HashSet<String>,
    /// The address of every file.
    names: HashMap<String, String>,
}

impl<'z, 'a> Archive<'z, 'a> {
    fn new(zip: &'z Zip<'a>) -> Self {
        Self { zip, pages: Vec::new(), indexes: HashSet::new(), names: HashMap::new() }
    }

    fn manifests(&mut self, intake: &mut Intake<'_, '_>) {
        for entry in &self.zip.entries {
            let Some(folder) = in_folder(entry, MANIFEST) else { continue };
            if entry.is_encrypted {
                continue;
            }
            intake.report.leave_out(Omission::Machinery, 1);
            match manifest(self.zip, entry) {
                Some(manifest) => self.pages.push(Page::new(folder, &manifest)),
                None => {
                    let reason = format!("`{}` is no JSON", shown(entry.name.as_bytes()));
                    intake.report.damaged(Damage::malformed(Some(entry.offset as u64), reason));
                }
            }
        }
        self.without_manifest();
        self.pages.sort_by_key(|page| std::cmp::Reverse(page.folder.matches('/').count()));
    }

    /// A page whose manifest cannot be read, was cut off or never was is a page all the same.
    fn without_manifest(&mut self) {
        self.indexes = self.pages.iter().map(|page| page.index.clone()).collect();
        for entry in &self.zip.entries {
            if let Some(folder) = in_folder(entry, INDEX)
                && self.indexes.insert(entry.name.clone())
            {
                self.pages.push(Page::new(folder, &Value::Null));
            }
        }
        let entries = self.zip.entries.iter().filter(|entry| is_address(&entry.comment));
        let addresses: HashMap<_, _> = entries.map(|entry| (&entry.name, &entry.comment)).collect();
        for page in self.pages.iter_mut().filter(|page| page.url.is_empty()) {
            if let Some(address) = addresses.get(&page.index) {
                page.url.clone_from(address);
            }
        }
    }

    /// Finds an address for every file, by what manifests say or by what is in it.
    fn name_files(&mut self, intake: &mut Intake<'_, '_>) {
        for page in &self.pages {
            if !page.url.is_empty() {
                self.names.insert(page.index.clone(), page.url.clone());
            }
            for (name, address) in &page.resources {
                self.names.entry(name.clone()).or_insert_with(|| address.clone());
            }
        }
        for entry in self.zip.entries.iter().filter(|entry| is_address(&entry.comment)) {
            self.names.entry(entry.name.clone()).or_insert_with(|| entry.comment.clone());
        }
        let mut room = intake.limits.bodies;
        for entry in &self.zip.entries {
            if entry.is_encrypted
                || is_folder(entry)
                || self.names.contains_key(&entry.name)
                || room == 0
            {
                continue;
            }
            if let Some(body) = self.zip.read(entry, intake.room(), &mut Vec::new()) {
                room = room.saturating_sub(body.len() as u64);
                self.names.insert(entry.name.clone(), format!("urn:sha256:{}", digest(&body)));
            }
        }
    }

    /// All files but pages and manifests.
    fn files(&self, intake: &mut Intake<'_, '_>) -> io::Result<()> {
        let (mut pages, mut given) = (HashSet::new(), HashMap::new());
        for entry in &self.zip.entries {
            let is_manifest = in_folder(entry, MANIFEST).is_some() && !entry.is_encrypted;
            if is_folder(entry) || is_manifest {
                continue;
            }
            // Of several entries with the name of a page, the first one is the page.
            let is_index = self.indexes.contains(&entry.name) && !entry.is_encrypted;
            if is_index && pages.insert(&entry.name) {
                continue;
            }
            let Some(mut capture) = self.capture(entry, intake) else { continue };
            capture.role = Role::Resource;
            let digest = digest(&capture.body);
            if *given.entry(capture.url.clone()).or_insert_with(|| digest.clone()) != digest {
                capture.damage.push(Damage::Repeated { address: capture.url.clone() });
            }
            if capture.media_type.as_deref() == Some("text/css") {
                let folder = folder_of(&entry.name);
                let mut sheets =
                    Pages::new(intake, Context::default()).with_names(&self.names, folder);
                if let Some(css) = sheets.style_sheet(&capture.body)? {
                    capture.body = css;
                }
            }
            intake.give(capture)?;
        }
        Ok(())
    }

    fn pages(&self, intake: &mut Intake<'_, '_>) -> io::Result<()> {
        let mut entries = HashMap::new();
        for entry in &self.zip.entries {
            if !self.indexes.contains(&entry.name) || entry.is_encrypted {
                continue;
            }
            entries.entry(entry.name.as_str()).or_insert(entry);
        }
        for page in &self.pages {
            // Two manifests may name one page; it is read once.
            let Some(entry) = entries.remove(page.index.as_str()) else {
                intake.report.damaged(Damage::NoPage);
                continue;
            };
            let Some(mut capture) = self.capture(entry, intake) else { continue };
            capture.role = if is_root(&page.folder) { Role::Page } else { Role::Frame };
            // A frame without an address of its own keeps the one that the page calls it by.
            let is_called = page.url.is_empty() && capture.role == Role::Frame;
            if !is_called {
                capture.url.clone_from(&page.url);
            }
            capture.title.clone_from(&page.title);
            capture.time.clone_from(&page.time);
            capture.damage.extend(page.damage.iter().cloned());
            let context = Context { base: Url::parse(&page.url).ok(), time: page.time.clone() };
            let mut pages = Pages::new(intake, context).with_names(&self.names, &page.folder);
            if let Some(html) = pages.page(&capture.body)? {
                capture.body = html;
            }
            capture.damage.append(&mut pages.damage);
            intake.give(capture)?;
        }
        Ok(())
    }

    fn capture(&self, entry: &Entry, intake: &mut Intake<'_, '_>) -> Option<Capture> {
        if entry.is_encrypted {
            intake.report.leave_out(Omission::Encrypted, 1);
            if !intake.report.damage.contains(&Damage::Encrypted) {
                intake.report.damaged(Damage::Encrypted);
            }
            return None;
        }
        let mut capture = Capture::default();
        let body = self.zip.read(entry, intake.room().saturating_add(1), &mut capture.damage);
        let Some(body) = body else {
            intake.report.leave_out(Omission::Unreadable, 1);
            for damage in capture.damage {
                intake.report.damaged(damage);
            }
            return None;
        };
        capture.url = self.names.get(&entry.name).cloned().unwrap_or_default();
        capture.media_type = media_type(&entry.name).map(str::to_owned);
        // The program writes its texts in UTF-8.
        let is_text = is_document(capture.media_type.as_deref());
        capture.charset = is_text.then(|| Charset::known("utf-8"));
        capture.body = body;
        capture.origin.part.clone_from(&entry.name);
        capture.origin.offset = Some(entry.offset as u64);
        Some(capture)
    }
}

impl Page {
    fn new(folder: &str, manifest: &Value) -> Self {
        let text =
            |key: &str| manifest.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        let mut damage = Vec::new();
        let time =
            text("archiveTime").and_then(|stated| match time::or_damage(stated, time::iso) {
                Ok(time) => Some(time),
                Err(bad) => {
                    damage.push(bad);
                    None
                }
            });
        let resources = manifest.get("resources").and_then(Value::as_object).into_iter().flatten();
        let resources = resources.filter_map(|(name, address)| {
            let address = address.as_str().filter(|address| !address.is_empty())?;
            Some((path(folder, name)?, address.to_owned()))
        });
        Self {
            index: format!("{folder}{}", text("indexFilename").unwrap_or(INDEX)),
            url: text("originalUrl").unwrap_or_default().to_owned(),
            title: text("title").map(str::to_owned),
            folder: folder.to_owned(),
            resources: resources.collect(),
            time,
            damage,
        }
    }
}

/// A manifest as JSON. It is small; one that is not is none.
fn manifest(zip: &Zip<'_>, entry: &Entry) -> Option<Value> {
    const LARGEST: usize = 64 << 20;
    let body = zip.read(entry, LARGEST, &mut Vec::new())?;
    serde_json::from_slice(&body).ok()
}

/// The name within the archive that a reference from a folder leads to. None if it leads out, or to a place in the page.
pub(super) fn path(folder: &str, reference: &str) -> Option<String> {
    let reference = reference.trim();
    let end = reference.find(['?', '#']).unwrap_or(reference.len());
    let reference = &reference[..end];
    if reference.is_empty() || reference.contains(':') || reference.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The folder of an entry, if its file has this name.
fn in_folder<'a>(entry: &'a Entry, file: &str) -> Option<&'a str> {
    let folder = entry.name.strip_suffix(file)?;
    (folder.is_empty() || folder.ends_with('/')).then_some(folder)
}

/// Whether a folder is that of the whole: none, or one that is named by a time.
fn is_root(folder: &str) -> bool {
    let name = folder.strip_suffix('/').unwrap_or(folder);
    name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
}

fn is_address(comment: &str) -> bool {
    ["http://", "https://", "file://"].iter().any(|scheme| comment.starts_with(scheme))
}

fn folder_of(name: &str) -> &str {
    name.rfind('/').map_or("", |at| &name[..=at])
}

fn is_folder(entry: &Entry) -> bool {
    entry.name.ends_with('/')
}

/// The media type by which SingleFile named a file.
fn media_type(name: &str) -> Option<&'static str> {
    let (_, extension) = name.rsplit_once('.')?;
    Some(match extension.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html",
        "css" => "text/css",
        "js" => "text/javascript",
        "json" => "application/json",
        "txt" => "text/plain",
        "xml" => "application/xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "svg" => "image/svg+xml",
        "ico" => "image/x-icon",
        "bmp" => "image/bmp",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "pdf" => "application/pdf",
        _ => return None,
    })
}
