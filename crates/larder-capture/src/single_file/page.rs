//! Takes out of a page what stands in it as `data:`, and puts addresses in its place.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    io,
};

use url::Url;

use super::{
    CaptureTime, Charset, Damage, Intake, Omission, Role, archive, found::Found, tool::Tools,
};
use crate::{
    capture::is_document,
    css::{self, Reference},
    data_url::{self, DataUrl},
    html::{
        Scanner, Tag, Token,
        edit::{Edit, Written},
    },
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
    pub(super) intake: &'i mut Intake<'a, 'b>,
    pub(super) context: Context,
    /// What was given, by its address: the digest.
    pub(super) given: HashMap<String, String>,
    /// Addresses instead of the names that files of an archive have.
    names: Option<&'i HashMap<String, String>>,
    /// The folder of an archive that names are relative to.
    folder: &'i str,
    /// The variables that hold pictures, of this page and of those it is in.
    variables: HashMap<Vec<u8>, String>,
    /// What is amiss with the page as a whole.
    pub(super) damage: Vec<Damage>,
    pub(super) missing: HashSet<String>,
    pub(super) depth: usize,
    tools: Tools,
}

/// Attributes that hold one address.
const ADDRESSES: [&str; 9] =
    ["src", "href", "poster", "data", "background", "xlink:href", "content", "action", "longdesc"];
/// Attributes that hold several.
const LISTS: [&str; 2] = ["srcset", "imagesrcset"];
/// Elements that show what they refer to.
const SHOWING: [&str; 10] =
    ["img", "source", "video", "audio", "iframe", "frame", "embed", "object", "input", "link"];
const ORIGINAL: &str = "data-sf-original-";

impl<'i, 'a, 'b> Pages<'i, 'a, 'b> {
    pub(super) fn new(intake: &'i mut Intake<'a, 'b>, context: Context) -> Self {
        Self {
            intake,
            context,
            given: HashMap::new(),
            names: None,
            folder: "",
            variables: HashMap::new(),
            damage: Vec::new(),
            missing: HashSet::new(),
            depth: 0,
            tools: Tools::default(),
        }
    }

    /// Says which addresses the files of an archive have, and in which folder the page is.
    pub(super) fn with_names(
        mut self,
        names: &'i HashMap<String, String>,
        folder: &'i str,
    ) -> Self {
        self.names = Some(names);
        self.folder = folder;
        self
    }

    /// The page with addresses. None if nothing in it changes.
    pub(super) fn page(&mut self, html: &[u8]) -> io::Result<Option<Vec<u8>>> {
        let outer = self.variables.clone();
        self.find_variables(html)?;
        let mut written = Written::new(html);
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
        if let Some(end) = self.tools.end(html, &tag, scanner) {
            written.replace(tag.range.start..end, b"");
            self.intake.report.leave_out(Omission::ToolElements, 1);
            return Ok(());
        }
        let mut edit = Edit::new(html, &tag);
        self.frame(&mut edit)?;
        self.placeholder(&mut edit)?;
        self.addresses(&mut edit)?;
        self.originals(&mut edit);
        if edit.is_changed {
            written.replace(tag.range.clone(), &edit.written());
        }
        Ok(())
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
        let original = original(edit, "src");
        let page = Found {
            body: html.into_bytes(),
            media_type: "text/html".to_owned(),
            charset: Some(Charset::known("utf-8")),
            role: Role::Frame,
            damage: Vec::new(),
        };
        if let Some(address) = self.give(page, original.as_deref())? {
            edit.remove("srcdoc");
            use_original(edit, "src");
            edit.set("src", address);
        }
        Ok(())
    }

    /// The picture behind an element takes the place of the one that only keeps it.
    fn placeholder(&mut self, edit: &mut Edit<'_>) -> io::Result<()> {
        let Some(style) = edit.text("style") else { return Ok(()) };
        let Some(source) = edit.text("src").filter(|source| is_placeholder(source)) else {
            return Ok(());
        };
        let address = match variable_used(&style) {
            Some(number) => self.variables.get(number.as_bytes()).cloned(),
            None if is_blank(&source) => self.behind(&style)?,
            None => return Ok(()),
        };
        let Some(address) = address else {
            let lost = variable_used(&style).map(|number| format!("--sf-img-{number}"));
            if let Some(lost) = original(edit, "src").or(lost) {
                self.miss(&lost);
            }
            return Ok(());
        };
        self.intake.report.leave_out(Omission::Placeholders, 1);
        // Where nothing else knows the original address, the element may, and keeps it.
        if !address.starts_with("urn:") {
            use_original(edit, "src");
        }
        edit.set("src", address);
        Ok(())
    }

    /// The picture that stands in a style itself.
    fn behind(&mut self, style: &str) -> io::Result<Option<String>> {
        let picture = css::references(style.as_bytes())
            .find(|reference| reference.address.starts_with(b"data:image/"));
        picture.map_or(Ok(None), |reference| self.reference(&reference))
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
        if !data_url::is_data_url(raw) && self.names.is_none() {
            return Ok(());
        }
        let Some(value) = edit.text(name).map(Cow::into_owned) else { return Ok(()) };
        let original = original(edit, name);
        if let Some(address) =
            self.replacement(value.as_bytes(), original.as_deref(), &edit.tag.name)?
        {
            use_original(edit, name);
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
        let Some(names) = self.names else { return Ok(None) };
        let name = archive::path(self.folder, &String::from_utf8_lossy(address));
        Ok(name.and_then(|name| names.get(&name).cloned()))
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
            if !is_known || is_used(edit, &name) || !is_empty(edit, &name) {
                continue;
            }
            let Some(original) = original(edit, &name) else { continue };
            if !LISTS.contains(&name.as_str()) {
                self.miss(&original);
            }
            use_original(edit, &name);
            edit.set(&name, original);
        }
    }
}

/// The address that an attribute had when the page was on the web.
fn original(edit: &Edit<'_>, name: &str) -> Option<String> {
    let original = edit.text(&format!("{ORIGINAL}{name}"))?;
    (!original.trim().is_empty()).then(|| original.into_owned())
}

/// The original address has done its work.
fn use_original(edit: &mut Edit<'_>, name: &str) {
    edit.remove(&format!("{ORIGINAL}{name}"));
}

fn is_used(edit: &Edit<'_>, name: &str) -> bool {
    edit.is_edited(&format!("{ORIGINAL}{name}"))
}

/// Whether an attribute is not there, or was emptied by the tool.
fn is_empty(edit: &Edit<'_>, name: &str) -> bool {
    let is_emptied = |value: Cow<'_, str>| matches!(value.trim(), "" | "data:," | "data:null");
    !edit.is_edited(name) && edit.text(name).is_none_or(is_emptied)
}

/// Whether a style may have an address in it.
fn holds_reference(style: &[u8]) -> bool {
    memchr::memmem::find(style, b"url(").is_some()
}

/// Whether an address may be that of a picture which only keeps a place.
fn is_placeholder(source: &str) -> bool {
    source.trim_start().starts_with("data:image/svg+xml")
}

/// Whether nothing can be seen of a placeholder.
fn is_blank(source: &str) -> bool {
    const LONGEST: usize = 512;
    source.len() < LONGEST && source.contains("fill-opacity")
}

/// The number of the variable that a style shows.
fn variable_used(style: &str) -> Option<&str> {
    let (_, after) = style.split_once("var(--sf-img-")?;
    let (number, _) = after.split_once(')')?;
    let number = number.trim();
    number.bytes().all(|byte| byte.is_ascii_digit()).then_some(number)
}
