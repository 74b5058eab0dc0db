//! Archives of SingleFile: a zip in a page that opens itself.
//!
//! Each page has a `manifest.json` beside it, frames in folders of their own. It tells the address of every file; where it
//! does not, a file is called by its digest, as in other pages of SingleFile.

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

/// Whether a zip has the manifest of a page.
pub(super) fn has_manifest(zip: &Zip<'_>) -> bool {
    let Some(entry) = zip.entries.iter().find(|entry| entry.name == MANIFEST) else { return false };
    if entry.is_encrypted {
        return zip.entries.iter().any(|entry| entry.name == "index.html");
    }
    manifest(zip, entry).is_some_and(|manifest| manifest.get("originalUrl").is_some())
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
            let Some(folder) = entry.name.strip_suffix(MANIFEST) else { continue };
            let is_folder = folder.is_empty() || folder.ends_with('/');
            if entry.is_encrypted || !is_folder {
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
        self.indexes = self.pages.iter().map(|page| page.index.clone()).collect();
        self.pages.sort_by_key(|page| std::cmp::Reverse(page.folder.matches('/').count()));
    }

    /// A page whose manifest cannot be read, or was cut off, is a page all the same.
    fn without_manifest(&mut self) {
        let has_root = self.pages.iter().any(|page| page.folder.is_empty());
        if !has_root && self.zip.entries.iter().any(|entry| entry.name == "index.html") {
            self.pages.push(Page::new("", &Value::Null));
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
        for entry in &self.zip.entries {
            if is_folder(entry) || entry.name.ends_with(MANIFEST) && !entry.is_encrypted {
                continue;
            }
            if self.indexes.contains(&entry.name) && !entry.is_encrypted {
                continue;
            }
            let Some(mut capture) = self.capture(entry, intake) else { continue };
            capture.role = Role::Resource;
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
        for entry in self.zip.entries.iter().filter(|entry| self.indexes.contains(&entry.name)) {
            entries.entry(entry.name.as_str()).or_insert(entry);
        }
        for page in &self.pages {
            // Two manifests may name one page; it is read once.
            let entry = entries.remove(page.index.as_str());
            let Some(entry) = entry.filter(|entry| !entry.is_encrypted) else {
                intake.report.damaged(Damage::NoPage);
                continue;
            };
            let Some(mut capture) = self.capture(entry, intake) else { continue };
            capture.role = if page.folder.is_empty() { Role::Page } else { Role::Frame };
            capture.url.clone_from(&page.url);
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
            index: format!("{folder}{}", text("indexFilename").unwrap_or("index.html")),
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
