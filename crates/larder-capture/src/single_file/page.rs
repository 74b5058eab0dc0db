//! Takes out of a page what stands in it as `data:`, and puts addresses in its place.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    io,
    ops::Range,
};

use sha2::{Digest, Sha256};
use url::Url;

use super::{
    Capture, CaptureTime, Charset, Damage, Intake, Omission, Role,
    css::{self, Reference},
};
use crate::{
    capture::{Limit, is_document},
    data_url::{self, DataUrl},
    html::{Attribute, Scanner, Tag, Token},
};

/// What a page says of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    /// Its address.
    pub(super) base: Option<Url>,
    pub(super) time: Option<CaptureTime>,
}

/// The pages of a file: the page and the frames in it.
pub(super) struct Pages<'i, 'a, 'b> {
    intake: &'i mut Intake<'a, 'b>,
    context: Context,
    /// What was given, by its address: the digest.
    given: HashMap<String, String>,
    /// Addresses instead of the names that files of an archive have.
    names: HashMap<String, String>,
    /// The folder of an archive that names are relative to.
    folder: String,
    /// The variables that hold pictures, of this page and of those it is in.
    variables: HashMap<Vec<u8>, String>,
    /// What is amiss with the page as a whole.
    pub(super) damage: Vec<Damage>,
    missing: HashSet<String>,
    depth: usize,
    /// Whether an element of the tool had no end: then no others are looked for.
    is_unclosed: bool,
}

/// Attributes that hold one address.
const ADDRESSES: [&str; 9] =
    ["src", "href", "poster", "data", "background", "xlink:href", "content", "action", "longdesc"];
/// Attributes that hold several.
const LISTS: [&str; 2] = ["srcset", "imagesrcset"];
/// Elements that show what they refer to.
const SHOWING: [&str; 10] =
    ["img", "source", "video", "audio", "iframe", "frame", "embed", "object", "input", "link"];
/// How deep pages and style sheets may lie within each other, whatever the limits say.
const DEEPEST: usize = 16;
const ORIGINAL: &str = "data-sf-original-";

impl<'i, 'a, 'b> Pages<'i, 'a, 'b> {
    pub(super) fn new(intake: &'i mut Intake<'a, 'b>, context: Context) -> Self {
        Self {
            intake,
            context,
            given: HashMap::new(),
            names: HashMap::new(),
            folder: String::new(),
            variables: HashMap::new(),
            damage: Vec::new(),
            missing: HashSet::new(),
            depth: 0,
            is_unclosed: false,
        }
    }

    /// Says which addresses the files of an archive have, and in which folder the page is.
    pub(super) fn with_names(mut self, names: &HashMap<String, String>, folder: &str) -> Self {
        self.names.clone_from(names);
        self.folder = folder.to_owned();
        self
    }

    /// The page with addresses. None if nothing in it changes.
    pub(super) fn page(&mut self, html: &[u8]) -> io::Result<Option<Vec<u8>>> {
        let outer = self.variables.clone();
        self.find_variables(html)?;
        let mut written = Written { html, bytes: Vec::new(), copied: 0 };
        let mut scanner = Scanner::new(html);
        while let Some(token) = scanner.next() {
            match token {
                Token::Start(tag) => self.start(html, tag, &mut scanner, &mut written)?,
                Token::Raw { element, text } if element == "style" => {
                    if let Some(css) = self.style_sheet(&html[text.clone()])? {
                        written.replace(text, &css);
                    }
                }
                _ => {}
            }
        }
        self.variables = outer;
        if scanner.is_cut() {
            self.damage.push(Damage::Truncated { expected: None, present: html.len() as u64 });
        }
        Ok(written.finish())
    }

    /// Looks for pictures in variables. They may stand after what shows them.
    fn find_variables(&mut self, html: &[u8]) -> io::Result<()> {
        if memchr::memmem::find(html, b"--sf-img-").is_none() {
            return Ok(());
        }
        for token in Scanner::new(html) {
            let Token::Raw { element, text } = token else { continue };
            if element != "style" {
                continue;
            }
            for reference in css::references(&html[text]) {
                let Some(number) = reference.variable else { continue };
                if let Some(address) = self.reference(&reference)? {
                    self.variables.insert(number.to_vec(), address);
                }
            }
        }
        Ok(())
    }

    fn start(
        &mut self,
        html: &[u8],
        tag: Tag,
        scanner: &mut Scanner<'_>,
        written: &mut Written<'_>,
    ) -> io::Result<()> {
        if is_tool(html, &tag)
            && let Some(end) = self.end_of_tool(&tag, scanner)
        {
            written.replace(tag.range.start..end, b"");
            self.intake.report.leave_out(Omission::ToolElements, 1);
            return Ok(());
        }
        let mut edit = Edit::new(html, &tag);
        self.frame(&mut edit)?;
        self.variable(&mut edit);
        self.addresses(&mut edit)?;
        self.originals(&mut edit);
        if edit.is_changed {
            written.replace(tag.range.clone(), &edit.written());
        }
        Ok(())
    }

    /// Where an element of the tool ends. The scanner goes there.
    fn end_of_tool(&mut self, tag: &Tag, scanner: &mut Scanner<'_>) -> Option<usize> {
        if is_void(&tag.name) || tag.self_closing {
            return Some(tag.range.end);
        }
        if self.is_unclosed {
            return None;
        }
        let mut ahead = scanner.clone();
        let mut open = 1_usize;
        while let Some(token) = ahead.next() {
            match token {
                Token::Start(inner) if inner.name == tag.name => open += 1,
                Token::End(inner) if inner.name == tag.name => {
                    open -= 1;
                    if open == 0 {
                        *scanner = ahead;
                        return Some(inner.range.end);
                    }
                }
                _ => {}
            }
        }
        self.is_unclosed = true;
        None
    }

    /// A frame that stands in an attribute becomes a capture, and the element refers to it.
    fn frame(&mut self, edit: &mut Edit<'_>) -> io::Result<()> {
        if !matches!(edit.tag.name.as_str(), "iframe" | "frame") {
            return Ok(());
        }
        let Some(html) = edit.text("srcdoc").map(Cow::into_owned) else { return Ok(()) };
        if self.is_too_deep() {
            return Ok(());
        }
        let original = edit.original("src");
        let page = Found {
            body: html.into_bytes(),
            media_type: "text/html".to_owned(),
            charset: Some(Charset::known("utf-8")),
            role: Role::Frame,
            damage: Vec::new(),
        };
        if let Some(address) = self.give(page, original.as_deref())? {
            edit.remove("srcdoc");
            edit.use_original("src");
            edit.set("src", address);
        }
        Ok(())
    }

    /// The picture of a variable takes the place of the one that only keeps it.
    fn variable(&mut self, edit: &mut Edit<'_>) {
        let Some(style) = edit.text("style") else { return };
        let Some(number) = variable_used(&style) else { return };
        let Some(address) = self.variables.get(number.as_bytes()).cloned() else { return };
        let Some(source) = edit.text("src") else { return };
        if !source.trim_start().starts_with("data:image/svg+xml") {
            return;
        }
        self.intake.report.leave_out(Omission::Placeholders, 1);
        // Where the variable does not know the original address, the element may, and keeps it.
        if !address.starts_with("urn:") {
            edit.use_original("src");
        }
        edit.set("src", address);
    }

    fn addresses(&mut self, edit: &mut Edit<'_>) -> io::Result<()> {
        for index in 0..edit.tag.attributes.len() {
            let name = edit.tag.attributes[index].name.clone();
            if edit.is_edited(&name) {
                continue;
            }
            let value = edit.raw(index);
            if ADDRESSES.contains(&name.as_str()) {
                self.address(edit, &name, value)?;
            } else if LISTS.contains(&name.as_str()) {
                self.list(edit, &name)?;
            } else if name == "style" && holds_reference(value) {
                let Some(style) = edit.text("style").map(Cow::into_owned) else { continue };
                if let Some(css) = self.style_sheet(style.as_bytes())? {
                    edit.set("style", String::from_utf8_lossy(&css).into_owned());
                }
            }
        }
        Ok(())
    }

    fn address(&mut self, edit: &mut Edit<'_>, name: &str, raw: &[u8]) -> io::Result<()> {
        if !data_url::is_data_url(raw) && self.names.is_empty() {
            return Ok(());
        }
        let Some(value) = edit.text(name).map(Cow::into_owned) else { return Ok(()) };
        let original = edit.original(name);
        if let Some(address) =
            self.replacement(value.as_bytes(), original.as_deref(), &edit.tag.name)?
        {
            edit.use_original(name);
            edit.set(name, address);
        }
        Ok(())
    }

    /// `data:… 1x, data:… 2x`. A comma within an address is none that ends it.
    fn list(&mut self, edit: &mut Edit<'_>, name: &str) -> io::Result<()> {
        let Some(value) = edit.text(name).map(Cow::into_owned) else { return Ok(()) };
        let mut words = Vec::new();
        let mut is_changed = false;
        for word in value.split_ascii_whitespace() {
            let address = word.trim_end_matches(',');
            let commas = &word[address.len()..];
            match self.replacement(address.as_bytes(), None, "img")? {
                Some(new) => {
                    is_changed = true;
                    words.push(format!("{new}{commas}"));
                }
                None => words.push(word.to_owned()),
            }
        }
        if is_changed {
            edit.set(name, words.join(" "));
        }
        Ok(())
    }

    pub(super) fn style_sheet(&mut self, css: &[u8]) -> io::Result<Option<Vec<u8>>> {
        css::rewritten(css, |reference| self.reference(reference))
    }

    fn reference(&mut self, reference: &Reference<'_>) -> io::Result<Option<String>> {
        let original = reference.original.map(String::from_utf8_lossy);
        self.replacement(&reference.address, original.as_deref(), "")
    }

    /// The address that takes the place of one that holds something, or of the name of a file.
    fn replacement(
        &mut self,
        address: &[u8],
        original: Option<&str>,
        element: &str,
    ) -> io::Result<Option<String>> {
        if data_url::is_data_url(address) {
            return self.take_out(address, original, element);
        }
        if self.names.is_empty() {
            return Ok(None);
        }
        let name = super::archive::path(&self.folder, &String::from_utf8_lossy(address));
        Ok(name.and_then(|name| self.names.get(&name).cloned()))
    }

    fn take_out(
        &mut self,
        address: &[u8],
        original: Option<&str>,
        element: &str,
    ) -> io::Result<Option<String>> {
        let Some(DataUrl { media_type, charset, body, damage }) =
            data_url::decode(address, self.intake.limits)
        else {
            return Ok(None);
        };
        // `data:,` stands where something was emptied.
        if body.is_empty() || self.is_too_deep() {
            return Ok(None);
        }
        let is_frame = is_document(Some(&media_type)) && matches!(element, "iframe" | "frame");
        let role = if is_frame { Role::Frame } else { Role::Resource };
        self.give(Found { body, media_type, charset, role, damage }, original)
    }

    fn is_too_deep(&mut self) -> bool {
        let deepest = self.intake.limits.depth.min(DEEPEST);
        let is_too_deep = self.depth >= deepest;
        let over = Damage::OverLimit { limit: Limit::Depth, allowed: deepest as u64 };
        if is_too_deep && !self.damage.contains(&over) {
            self.damage.push(over);
        }
        is_too_deep
    }

    /// Gives a capture, unless the same was given. Returns its address.
    fn give(&mut self, found: Found, original: Option<&str>) -> io::Result<Option<String>> {
        let digest = digest(&found.body);
        let urn = format!("urn:sha256:{digest}");
        let mut address =
            original.and_then(|original| self.resolved(original)).unwrap_or_else(|| urn.clone());
        // One address may have had several answers; the digest tells them apart.
        if self.given.get(&address).is_some_and(|given| *given != digest) {
            address = urn;
        }
        if self.given.contains_key(&address) {
            return Ok(Some(address));
        }
        self.given.insert(address.clone(), digest);
        let capture = self.capture(found, address.clone())?;
        self.intake.give(capture)?;
        Ok(Some(address))
    }

    fn capture(&mut self, found: Found, url: String) -> io::Result<Capture> {
        let mut capture =
            Capture { url, role: found.role, damage: found.damage, ..Capture::default() };
        capture.time.clone_from(&self.context.time);
        capture.charset = found.charset;
        capture.body = found.body;
        self.depth += 1;
        let changed = match found.media_type.as_str() {
            "text/css" => self.style_sheet(&capture.body)?,
            _ if found.role == Role::Frame => self.framed(&mut capture)?,
            _ => None,
        };
        self.depth -= 1;
        capture.media_type = Some(found.media_type);
        capture.body = changed.unwrap_or(capture.body);
        capture.origin.part = format!("part {}", self.intake.report.captures + 1);
        Ok(capture)
    }

    /// A frame is a page of its own: what it lacks is its own damage, and its addresses are relative to its own.
    fn framed(&mut self, frame: &mut Capture) -> io::Result<Option<Vec<u8>>> {
        let base = Url::parse(&frame.url).ok().filter(|url| !url.cannot_be_a_base());
        let outer_base = self.context.base.clone();
        self.context.base = base.or_else(|| outer_base.clone());
        let outer = std::mem::take(&mut self.damage);
        let changed = self.page(&frame.body)?;
        frame.damage.append(&mut self.damage);
        self.damage = outer;
        self.context.base = outer_base;
        Ok(changed)
    }

    /// What stood in an attribute that the tool emptied. What it led to is not in the file.
    fn originals(&mut self, edit: &mut Edit<'_>) {
        if !SHOWING.contains(&edit.tag.name.as_str()) {
            return;
        }
        for index in 0..edit.tag.attributes.len() {
            let Some(name) =
                edit.tag.attributes[index].name.strip_prefix(ORIGINAL).map(str::to_owned)
            else {
                continue;
            };
            let is_known = ADDRESSES.contains(&name.as_str()) || LISTS.contains(&name.as_str());
            if !is_known || edit.is_used(&name) || !edit.is_empty(&name) {
                continue;
            }
            let Some(original) = edit.original(&name) else { continue };
            if !LISTS.contains(&name.as_str()) {
                self.miss(&original);
            }
            edit.use_original(&name);
            edit.set(&name, original);
        }
    }

    fn miss(&mut self, address: &str) {
        /// The most that are listed of a page.
        const LISTED: usize = 1000;
        let address = self.resolved(address).unwrap_or_else(|| address.to_owned());
        if self.missing.len() < LISTED && self.missing.insert(address.clone()) {
            self.damage.push(Damage::MissingResource { address });
        }
    }

    /// An original address, whole. None if it is relative to nothing, or no address that leads anywhere.
    fn resolved(&self, original: &str) -> Option<String> {
        let original = original.trim();
        if let Ok(url) = Url::parse(original) {
            let leads = matches!(url.scheme(), "http" | "https" | "ftp");
            return leads.then(|| original.to_owned());
        }
        let joined = self.context.base.as_ref()?.join(original).ok()?;
        (!original.is_empty()).then(|| joined.into())
    }
}

/// Something that was taken out of a page.
struct Found {
    body: Vec<u8>,
    media_type: String,
    charset: Option<Charset>,
    role: Role,
    damage: Vec<Damage>,
}

/// The sha-256 of bytes, as it stands in addresses.
pub(super) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A page that is written anew, all of it copied but for the changes.
struct Written<'a> {
    html: &'a [u8],
    bytes: Vec<u8>,
    copied: usize,
}

impl Written<'_> {
    fn replace(&mut self, range: Range<usize>, with: &[u8]) {
        self.bytes.extend_from_slice(&self.html[self.copied..range.start]);
        self.bytes.extend_from_slice(with);
        self.copied = range.end;
    }

    fn finish(mut self) -> Option<Vec<u8>> {
        if self.copied == 0 {
            return None;
        }
        self.bytes.extend_from_slice(&self.html[self.copied..]);
        Some(self.bytes)
    }
}

/// A start tag and the changes to it.
struct Edit<'a> {
    html: &'a [u8],
    tag: &'a Tag,
    changes: Vec<(String, Option<String>)>,
    is_changed: bool,
}

impl<'a> Edit<'a> {
    fn new(html: &'a [u8], tag: &'a Tag) -> Self {
        Self { html, tag, changes: Vec::new(), is_changed: false }
    }

    fn raw(&self, index: usize) -> &'a [u8] {
        &self.html[self.tag.attributes[index].value.clone()]
    }

    /// The value of an attribute. None if it has none, or if it is no UTF-8.
    fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        let attribute = self.tag.attribute(name)?;
        let text = std::str::from_utf8(&self.html[attribute.value.clone()]).ok()?;
        Some(match memchr::memchr(b'&', text.as_bytes()) {
            Some(_) => htmlize::unescape_attribute(text),
            None => Cow::Borrowed(text),
        })
    }

    /// The address that an attribute had when the page was on the web.
    fn original(&self, name: &str) -> Option<String> {
        let original = self.text(&format!("{ORIGINAL}{name}"))?;
        (!original.trim().is_empty()).then(|| original.into_owned())
    }

    /// The original address has done its work.
    fn use_original(&mut self, name: &str) {
        self.remove(&format!("{ORIGINAL}{name}"));
    }

    fn is_used(&self, name: &str) -> bool {
        self.is_edited(&format!("{ORIGINAL}{name}"))
    }

    fn is_edited(&self, name: &str) -> bool {
        self.changes.iter().any(|(found, _)| found == name)
    }

    fn is_empty(&self, name: &str) -> bool {
        !self.is_edited(name)
            && self
                .text(name)
                .is_none_or(|value| matches!(value.trim(), "" | "data:," | "data:null"))
    }

    fn set(&mut self, name: &str, value: String) {
        self.changes.push((name.to_owned(), Some(value)));
        self.is_changed = true;
    }

    fn remove(&mut self, name: &str) {
        if self.tag.attribute(name).is_some() {
            self.changes.push((name.to_owned(), None));
            self.is_changed = true;
        }
    }

    fn written(&self) -> Vec<u8> {
        let mut bytes = b"<".to_vec();
        bytes.extend_from_slice(&self.html[self.tag.name_range.clone()]);
        for attribute in &self.tag.attributes {
            match self.changes.iter().find(|(name, _)| *name == attribute.name) {
                None => {
                    bytes.push(b' ');
                    bytes.extend_from_slice(&self.html[attribute.range.clone()]);
                }
                Some((_, None)) => {}
                Some((name, Some(value))) => push_attribute(&mut bytes, name, value),
            }
        }
        for (name, value) in &self.changes {
            if let (Some(value), None) = (value, self.tag.attribute(name)) {
                push_attribute(&mut bytes, name, value);
            }
        }
        bytes.extend_from_slice(if self.tag.self_closing { b"/>" } else { b">" });
        bytes
    }
}

fn push_attribute(bytes: &mut Vec<u8>, name: &str, value: &str) {
    bytes.extend_from_slice(b" ");
    bytes.extend_from_slice(name.as_bytes());
    bytes.extend_from_slice(b"=\"");
    bytes.extend_from_slice(larder_html::escape::attribute(value).as_bytes());
    bytes.push(b'"');
}

/// Whether an element is one of SingleFile's own. Its class may be on any; where an end tag may be left out, nothing says
/// where the element ends, and it stays.
fn is_tool(html: &[u8], tag: &Tag) -> bool {
    if tag.name.starts_with("single-file-") {
        return true;
    }
    let is_open_ended = matches!(
        tag.name.as_str(),
        "html" | "head" | "body" | "p" | "li" | "dt" | "dd" | "td" | "th" | "tr" | "option"
    );
    let has_class = |attribute: &Attribute| {
        let classes = &html[attribute.value.clone()];
        classes.split(u8::is_ascii_whitespace).any(|class| class == b"single-file-ui-element")
    };
    !is_open_ended && tag.attribute("class").is_some_and(has_class)
}

fn is_void(name: &str) -> bool {
    matches!(name, "img" | "input" | "link" | "meta" | "br" | "hr" | "source" | "embed" | "base")
}

/// Whether a style may have an address in it.
fn holds_reference(style: &[u8]) -> bool {
    memchr::memmem::find(style, b"url(").is_some()
}

/// The number of the variable that a style shows.
fn variable_used(style: &str) -> Option<&str> {
    let (_, after) = style.split_once("var(--sf-img-")?;
    let (number, _) = after.split_once(')')?;
    let number = number.trim();
    number.bytes().all(|byte| byte.is_ascii_digit()).then_some(number)
}
