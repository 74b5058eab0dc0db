//! The files of a record.

use larder_core::{Asset, Enclosure, NoteKind, Rule};
use memchr::memmem;
use serde_json::{Map, Value};

use super::{
    address, aside,
    base64::Decoder,
    lift::File,
    post::{Around, Draft},
    split::marked,
};
use crate::{
    shelf::store_in,
    xml::{Element, Repairs},
};

/// How many files of one post are looked for in its body.
const MOST_LOOKED_FOR: usize = 200;

/// An attachment as it stands there.
#[derive(Debug, Default)]
pub(super) struct Attachment {
    /// The name that bodies use.
    pub(super) name: String,
    /// The name that its author gave it.
    pub(super) label: String,
    is_enclosure: bool,
    /// The file, if it is in the backup.
    file: Option<File>,
    /// Attributes and everything else, under the names that they have there.
    others: Map<String, Value>,
}

impl Attachment {
    /// Reads `attachment`. Fails when the spool does.
    pub(super) fn read(
        element: &Element<'_>,
        around: &Around<'_>,
        repairs: &mut Repairs,
    ) -> std::io::Result<Self> {
        let mut attachment = Self { others: aside::attributes(element), ..Self::default() };
        let mut own = Repairs::default();
        let mut secrets = 0;
        let mut cursor = element.children(&|_, _| false, repairs);
        while let Some(child) = cursor.next() {
            let text = || child.text(&mut Repairs::default()).trim().to_owned();
            match &*child.name {
                "name" if attachment.name.is_empty() => attachment.name = text(),
                "label" if attachment.label.is_empty() => attachment.label = text(),
                "content" => attachment.file = around.content(&child, &mut own)?,
                "enclosure" if text() == "1" => attachment.is_enclosure = true,
                _ => {
                    let value = aside::value(&child, &mut secrets);
                    aside::add(&mut attachment.others, child.tag.name, value);
                }
            }
        }
        repairs.add(&own);
        let says_size = attachment.stated("@size").is_some_and(|size| size != "0");
        // A backup without files may have the elements of files, with nothing in them.
        attachment.file = attachment.file.filter(|file| file.length > 0 || !says_size);
        Ok(attachment)
    }

    fn stated(&self, name: &str) -> Option<&str> {
        self.others.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }
}

impl Around<'_> {
    /// The file of `content`: the one that was lifted out of its place; else what stands there still, which is so where the
    /// characters of the backup are no single bytes.
    fn content(
        &self,
        element: &Element<'_>,
        repairs: &mut Repairs,
    ) -> std::io::Result<Option<File>> {
        if let Some(number) = marked(element.inner) {
            return Ok(self.piece.files.get(&number).cloned());
        }
        let text = element.text(repairs);
        if text.trim().is_empty() {
            return Ok(None);
        }
        let (mut decoder, mut bytes) = (Decoder::default(), Vec::new());
        decoder.push(text.as_bytes(), &mut bytes);
        decoder.finish(&mut bytes);
        let stored = Some(Box::new(store_in(&bytes, self.spool)?));
        let length = bytes.len() as u64;
        Ok(Some(File { stored, length, odd: decoder.odd, is_too_large: false }))
    }
}

impl Draft {
    /// Takes the attachments of a record.
    pub(super) fn attach(&mut self, attachments: Vec<Attachment>, around: &Around<'_>) {
        let mut seen = std::collections::HashSet::new();
        for (number, attachment) in attachments.into_iter().enumerate() {
            // The first of a name is the one that the body means.
            let twin = (!seen.insert(attachment.name.clone())).then_some(number + 1);
            self.attach_one(attachment, twin, around);
        }
    }

    fn attach_one(&mut self, attachment: Attachment, twin: Option<usize>, around: &Around<'_>) {
        self.attachments.total += 1;
        let mut asset = around.asset(&attachment.name, twin);
        asset.also_at.extend(self.met(&attachment.name, around));
        let label = [&attachment.label, &attachment.name].into_iter().find(|it| !it.is_empty());
        asset.file_name = label.cloned();
        asset.media_type = attachment.stated("@mime").map(str::to_owned);
        let number = |name| attachment.stated(name)?.parse().ok().filter(|number| *number > 0);
        (asset.width, asset.height) = (number("@width"), number("@height"));
        match &attachment.file {
            Some(file) if file.is_too_large => {
                self.attachments.leave_out(Rule::TooLarge, 1);
                self.found.notes.push(NoteKind::FileLeftOut {
                    rule: Rule::TooLarge.name().into(),
                    found: format!(
                        "the attachment `{}` has {} bytes; --max-file-size raises the limit",
                        attachment.name, file.length
                    ),
                });
            }
            Some(file) => {
                self.attachments.carried += 1;
                asset.stored.clone_from(&file.stored);
                self.compare(&attachment, file);
            }
            None => {
                self.attachments.carried += 1;
                self.bare.push((asset.id.clone(), attachment.name.clone()));
            }
        }
        for (name, value) in &attachment.others {
            let is_taken = matches!(&**name, "@mime" | "@width" | "@height") || value == "";
            if !is_taken {
                asset.extra.insert(["ttxml:", name].concat(), value.clone());
            }
        }
        if attachment.file_name_differs() {
            asset.extra.insert("ttxml:name", attachment.name.clone());
        }
        if attachment.is_enclosure {
            self.enclose(&attachment, &asset);
        }
        self.found.post.assets.push(asset.id.clone());
        self.found.assets.push(asset);
    }

    /// Other addresses under which the body has a file: Tistory showed one picture under several.
    fn met(&self, name: &str, around: &Around<'_>) -> Vec<String> {
        let content = self.found.post.content.as_ref().filter(|_| around.index.is_tistory);
        let is_many = self.found.assets.len() >= MOST_LOOKED_FOR;
        let Some(content) = content.filter(|_| !is_many) else { return Vec::new() };
        let Ok(html) = content.html.text() else { return Vec::new() };
        let has = |part: &str| memmem::find(html.as_bytes(), part.as_bytes()).is_some();
        let all = address::other_of_tistory(name);
        let key = all.first().and_then(|first| first.rsplit('/').next()).map(str::to_owned);
        match key.is_some_and(|key| has(&key)) {
            true => all.into_iter().filter(|address| has(&format!("{address}\""))).collect(),
            false => Vec::new(),
        }
    }

    /// A file that comes with the post in its feed.
    fn enclose(&mut self, attachment: &Attachment, asset: &Asset) {
        let address = asset.url.as_deref().or(asset.also_at.first().map(String::as_str));
        let mut enclosure = Enclosure::new(address.unwrap_or(&attachment.name));
        let stored = asset.stored.as_deref();
        let shown = stored.and_then(|stored| stored.media_type.clone());
        enclosure.media_type = shown.or_else(|| asset.media_type.clone());
        enclosure.length = stored.map(|stored| stored.length);
        enclosure.title = Some(attachment.label.clone()).filter(|label| !label.is_empty());
        enclosure.asset = Some(asset.id.clone());
        self.found.post.enclosures.push(enclosure);
    }

    /// Says where a file is not what is said of it.
    fn compare(&mut self, attachment: &Attachment, file: &File) {
        let name = &attachment.name;
        let mut differs = |field: &str, taken: String, other: &str| {
            let (field, other) = (format!("{field} of `{name}`"), other.to_owned());
            self.found.notes.push(NoteKind::SourcesDisagree { field, taken, other });
        };
        let length = file.length.to_string();
        if let Some(size) = attachment.stated("@size").filter(|size| *size != length) {
            differs("size", length, size);
        }
        let shown = file.stored.as_ref().and_then(|stored| stored.media_type.clone());
        if let (Some(shown), Some(stated)) = (shown, attachment.stated("@mime"))
            && !stated.eq_ignore_ascii_case(&shown)
            && stated.contains('/')
        {
            differs("media type", shown, stated);
        }
        if file.odd > 0 {
            let repair = format!("characters that no Base64 has stand in the file `{name}`");
            self.found.notes.push(NoteKind::MarkupRepaired { repair, count: file.odd });
        }
    }
}

impl Attachment {
    fn file_name_differs(&self) -> bool {
        !self.label.is_empty() && self.label != self.name
    }
}
