//! What a blog has to hide, and what of it stands in its public posts all the same.

use std::{
    collections::{BTreeMap, HashSet},
    fmt::Write as _,
    io,
    net::IpAddr,
};

use larder_core::{
    AssetId, Blog, Comment, Digest, Extra, Post, PostHead, Status, select::kept_out,
};
use larder_html::text::to_text;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use super::{SecretKind, Secrets, windows};
use crate::{
    address, name,
    side::{self, assets_of, record},
    target::Target,
};

/// The longest secret, in bytes. What is longer is looked for by its beginning.
const LONGEST: usize = 200;

/// The least bytes of a password, of one that is a number, and of the name of a hidden post.
const PASSWORD: usize = 5;
const NUMBER: usize = 6;
const SLUG: usize = 8;

/// What Blogger has for the address of e-mail of everybody.
const NOBODY: &str = "noreply@blogger.com";

/// All that is to be hidden.
#[derive(Default)]
pub(super) struct Gathered {
    /// Each text once, in lower case where that is all that differs.
    pub(super) patterns: BTreeMap<String, SecretKind>,
    /// The files of posts that are not public, and of no other.
    pub(super) media: HashSet<Digest>,
}

impl Gathered {
    pub(super) fn of(blog: &Blog, target: &Target) -> io::Result<Self> {
        let mut gathered = Self::default();
        if !target.emails_published {
            for author in &blog.authors {
                author.email.iter().for_each(|it| gathered.add(SecretKind::Email, it));
                let names = author.name.iter().chain(&author.handle);
                names.flat_map(|it| name::mails(it)).for_each(|it| gathered.email(it));
                gathered.extra(&author.extra);
            }
            gathered.extra(&blog.site.extra);
        }
        let mut files = (HashSet::new(), HashSet::new());
        for (post, head) in blog.posts.iter().zip(blog.posts.heads()) {
            let post = post?;
            gathered.passwords(&post.extra);
            let is_hidden = is_hidden(head, target);
            let of = if is_hidden { &mut files.0 } else { &mut files.1 };
            of.extend(assets_of(&post).cloned());
            if is_hidden {
                gathered.post(&post)?;
            }
        }
        for comment in blog.comments.iter() {
            gathered.comment(comment?.as_ref())?;
        }
        gathered.files(blog, files)?;
        Ok(gathered)
    }

    fn add(&mut self, kind: SecretKind, text: &str) {
        let mut end = text.len().min(LONGEST);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = text[..end].trim().to_ascii_lowercase();
        if !text.is_empty() && text != NOBODY {
            self.patterns.entry(text).or_insert(kind);
        }
    }

    /// Words, as they are and as JSON may escape them.
    fn words(&mut self, kind: SecretKind, parts: Vec<String>) {
        for part in parts {
            if !part.is_ascii() {
                self.add(kind, &json_escaped(&part));
            }
            // Letters of other scripts have to be as they are: only those of ASCII are found in either case.
            let lower = part.to_ascii_lowercase();
            self.patterns.entry(lower).or_insert(kind);
        }
    }

    fn post(&mut self, post: &Post) -> io::Result<()> {
        if let Some(content) = &post.content {
            self.words(SecretKind::Text, windows::of_html(&content.html.text()?));
        }
        let texts = post.summary.iter().chain(&post.title);
        texts.for_each(|text| self.words(SecretKind::Text, windows::of_text(text)));
        let last = post.permalink.as_deref().map(address::last);
        for slug in post.slug.iter().cloned().chain(last) {
            self.slug(&slug);
        }
        self.extra(&post.extra);
        Ok(())
    }

    /// The name in the address of a hidden post, in every form that it may be written in.
    fn slug(&mut self, slug: &str) {
        let decoded = address::path(slug);
        let is_telling = decoded.contains(|it: char| it == '-' || it == '_' || !it.is_ascii());
        if decoded.len() < SLUG || !is_telling && decoded.len() < SLUG * 2 {
            return;
        }
        if !decoded.is_ascii() {
            let encoded = utf8_percent_encode(&decoded, NON_ALPHANUMERIC).to_string();
            self.add(SecretKind::Address, &encoded.replace("%2D", "-").replace("%5F", "_"));
        }
        self.add(SecretKind::Address, &decoded);
    }

    fn comment(&mut self, comment: &Comment) -> io::Result<()> {
        comment.author_email.iter().for_each(|it| self.email(it));
        comment.author_name.iter().flat_map(|it| name::mails(it)).for_each(|it| self.email(it));
        comment.author_ip.iter().for_each(|it| self.ip(it));
        self.extra(&comment.extra);
        if comment.status != Some(Status::Published) {
            let text = comment.body.text()?;
            let parts = match comment.is_html {
                true => windows::of_html(&text),
                false => windows::of_text(&text),
            };
            self.words(SecretKind::Comment, parts);
        }
        Ok(())
    }

    /// Addresses and passwords that are kept under names of their own.
    fn extra(&mut self, extra: &Extra) {
        for (_, value) in extra.iter() {
            for text in texts(value) {
                self.email(text);
                self.ip(text);
            }
        }
        self.passwords(extra);
    }

    fn email(&mut self, text: &str) {
        let is_one = !text.contains(char::is_whitespace) && !text.contains(['/', ':', '<']);
        let (name, host) = text.split_once('@').unwrap_or_default();
        if is_one && !name.is_empty() && host.contains('.') && !host.contains('@') {
            self.add(SecretKind::Email, text);
        }
    }

    fn ip(&mut self, text: &str) {
        let parsed = text.trim().parse::<IpAddr>();
        if parsed.is_ok_and(|ip| !ip.is_loopback() && !ip.is_unspecified()) {
            self.add(SecretKind::NetworkAddress, text.trim());
        }
    }

    /// Passwords among custom fields, however deep.
    fn passwords(&mut self, extra: &Extra) {
        let is_password = |name: &str| {
            let name = name.to_ascii_lowercase();
            ["password", "passwd", "passphrase"].iter().any(|word| name.contains(word))
        };
        let mut waiting: Vec<(&str, &Value)> = extra.iter().collect();
        while let Some((name, value)) = waiting.pop() {
            match value {
                _ if is_password(name) => texts(value).into_iter().for_each(|it| self.password(it)),
                Value::Array(items) => waiting.extend(items.iter().map(|item| ("", item))),
                Value::Object(fields) => {
                    waiting.extend(fields.iter().map(|(name, value)| (name.as_str(), value)));
                }
                _ => {}
            }
        }
    }

    fn password(&mut self, text: &str) {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        if text.len() >= if is_number { NUMBER } else { PASSWORD } {
            self.add(SecretKind::Password, text);
        }
    }

    fn files(
        &mut self,
        blog: &Blog,
        (hidden, shown): (HashSet<AssetId>, HashSet<AssetId>),
    ) -> io::Result<()> {
        let people = blog.authors.iter().filter_map(|author| author.image.as_ref());
        let around: HashSet<&AssetId> = blog.site.image.iter().chain(people).collect();
        let mut open = HashSet::new();
        for asset in blog.assets.iter() {
            let asset = asset?;
            let Some(stored) = &asset.stored else { continue };
            if shown.contains(&asset.id) || around.contains(&asset.id) {
                open.insert(stored.sha256);
            } else if hidden.contains(&asset.id) {
                self.media.insert(stored.sha256);
            }
        }
        self.media.retain(|digest| !open.contains(digest));
        Ok(())
    }
}

fn is_hidden(head: &PostHead, target: &Target) -> bool {
    let mut include = target.selection.include.clone();
    include.pages = true;
    kept_out(head, &include).is_some()
}

/// All texts of a value.
fn texts(value: &Value) -> Vec<&str> {
    let mut waiting = vec![value];
    let mut found = Vec::new();
    while let Some(value) = waiting.pop() {
        match value {
            Value::String(text) => found.push(text.as_str()),
            Value::Array(items) => waiting.extend(items),
            Value::Object(fields) => waiting.extend(fields.values()),
            _ => {}
        }
    }
    found
}

fn json_escaped(text: &str) -> String {
    let mut escaped = String::new();
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => escaped.push(char::from(byte)),
            // Writing to a text never fails.
            _ => _ = write!(escaped, "\\u{unit:04x}"),
        }
    }
    escaped
}

/// The numbers of the patterns that stand in what is public: these are no secrets.
pub(super) fn in_public(blog: &Blog, target: &Target, all: &Secrets) -> io::Result<HashSet<usize>> {
    let mut known = HashSet::new();
    let mut look = |text: &str| {
        all.look(text.as_bytes(), 0..text.len(), &mut |number, _| _ = known.insert(number));
    };
    let without = |fields: Map<String, Value>, names: &[&str]| {
        texts(&Value::Object(side::without(fields, names))).join("\n")
    };
    look(&without(record(&blog.site), &["extra"]));
    for author in &blog.authors {
        look(&without(record(author), &["extra", "email", "name", "handle"]));
        name::shown(author).iter().for_each(|name| look(name));
    }
    blog.terms.iter().for_each(|term| look(&without(record(term), &[])));
    blog.series.iter().for_each(|series| look(&without(record(series), &[])));
    for (post, head) in blog.posts.iter().zip(blog.posts.heads()) {
        if is_hidden(head, target) {
            continue;
        }
        let mut post = post?.into_owned();
        if let Some(content) = post.content.take() {
            let html = content.html.text()?;
            look(&html);
            look(&to_text(&html));
        }
        post.revisions = larder_core::List::new();
        look(&without(record(&post), &["extra", "source", "neighbours"]));
    }
    for comment in blog.comments.iter() {
        let comment = comment?;
        if comment.status == Some(Status::Published) {
            look(&comment.body.text()?);
            comment.author_name.iter().for_each(|it| look(&name::without_mail(it)));
            comment.author_url.iter().for_each(|it| look(it));
        }
    }
    Ok(known)
}
