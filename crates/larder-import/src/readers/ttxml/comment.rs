//! Comments, with their answers, and trackbacks.

use std::collections::btree_map::Entry;

use larder_core::{Body, Comment, CommentId, CommentKind, Status};

use super::{
    aside,
    post::{Around, Draft},
};
use crate::xml::{Cursor, Element, Repairs, Scope};

/// Elements at which a comment ends that was never closed.
pub(super) fn is_field(_: crate::xml::Ns, name: &str) -> bool {
    matches!(name, "comment" | "trackback" | "attachment" | "logs")
}

impl Draft {
    /// Takes a comment, and the answers to it.
    pub(super) fn comment(&mut self, element: &Element<'_>, around: &Around<'_>) {
        let mut waiting = vec![(element.outer, None::<Above>)];
        let mut depth = 0;
        while !waiting.is_empty() && depth < DEPTH {
            depth += 1;
            for (text, parent) in std::mem::take(&mut waiting) {
                let mut repairs = Repairs::default();
                let Some(one) = Element::outermost(text, &element.scope, &mut repairs) else {
                    continue;
                };
                let mut inside = Vec::new();
                let above = self.one_comment(
                    (&one, &element.scope),
                    parent,
                    &mut inside,
                    around,
                    &mut repairs,
                );
                waiting.extend(inside.into_iter().map(|text| (text, Some(above.clone()))));
                self.repairs.add(&repairs);
            }
        }
        for (text, parent) in waiting {
            // Deeper than anybody answers: it is kept as it stands there, without the passwords in it.
            self.too_deep(text, parent.map(|above| above.id));
        }
    }

    fn too_deep(&mut self, text: &str, parent: Option<CommentId>) {
        let mut comment = self.new_comment(&[text], text);
        comment.parent = parent;
        comment.status = None;
        if aside::says_secret(text) {
            comment.body = Body::default();
            self.secrets += 1;
        }
        self.found.comments.push(comment);
    }

    fn one_comment<'t>(
        &mut self,
        (element, scope): (&Element<'t>, &'t Scope),
        parent: Option<Above>,
        inside: &mut Vec<&'t str>,
        around: &Around<'_>,
        repairs: &mut Repairs,
    ) -> Above {
        let mut said = Said::default();
        let mut cursor = Cursor::new(element.inner, scope, &is_field, repairs);
        while let Some(child) = cursor.next() {
            match &*child.name {
                "comment" => inside.push(child.outer),
                "commenter" => said.commenter(&child, parent.is_some()),
                name if aside::is_secret(name) => {
                    self.secrets += u64::from(!child.inner.trim().is_empty());
                }
                _ => said.field(&child),
            }
        }
        let id = said.text("id").to_owned();
        let facts = [&*id, said.text("name"), said.text("written"), said.text("content")];
        let mut comment = self.new_comment(&facts, said.text("content"));
        let secret = said.flag("secret");
        // Nor does anybody see an answer to what is secret.
        let is_hidden =
            secret != Some(false) || parent.as_ref().is_some_and(|above| above.is_hidden);
        comment.parent = parent.map(|above| above.id);
        said.person(&mut comment);
        comment.published = self.date(said.text("written"), &mut comment.extra, "written", around);
        // What nobody but the owner could see was never shown; what says nothing of it may have been secret.
        comment.status = match said.flag("isfiltered") {
            Some(true) => Some(Status::Trashed),
            Some(false) if !is_hidden => Some(Status::Published),
            None if !is_hidden && !said.has("isfiltered") => Some(Status::Published),
            _ => None,
        };
        if secret.is_none() {
            self.unknown_statuses.push(format!("secret: {}", said.text("secret")));
        }
        said.keep(&mut comment, &["secret", "isfiltered", "openid", "longitude", "latitude"]);
        self.secrets += said.secrets;
        if said.has_swallowed || around.piece.is_damaged && !element.outer.ends_with('>') {
            comment.status = None;
        }
        let above = Above { id: comment.id.clone(), is_hidden };
        self.found.comments.push(comment);
        above
    }

    /// A trackback: what another blog says of the post.
    pub(super) fn trackback(&mut self, element: &Element<'_>, around: &Around<'_>) {
        let mut said = Said::default();
        let mut repairs = Repairs::default();
        let mut cursor = Cursor::new(element.inner, &element.scope, &is_field, &mut repairs);
        while let Some(child) = cursor.next() {
            said.field(&child);
        }
        self.repairs.add(&repairs);
        let facts = ["trackback", said.text("url"), said.text("received"), said.text("excerpt")];
        let mut comment = self.new_comment(&facts, said.text("excerpt"));
        comment.kind = CommentKind::Trackback;
        comment.author_name = said.owned("site");
        comment.author_url = said.owned("url");
        comment.author_ip = said.owned("ip");
        comment.published =
            self.date(said.text("received"), &mut comment.extra, "received", around);
        comment.status = match said.flag("isfiltered") {
            Some(true) => Some(Status::Trashed),
            Some(false) => Some(Status::Published),
            None if !said.has("isfiltered") => Some(Status::Published),
            None => None,
        };
        if said.has_swallowed {
            comment.status = None;
        }
        said.keep(&mut comment, &["title", "isfiltered"]);
        self.secrets += said.secrets;
        self.found.comments.push(comment);
    }

    /// A comment with an id that no other one of the post has.
    fn new_comment(&mut self, facts: &[&str], text: &str) -> Comment {
        let post = self.found.post.id.clone();
        let facts: Vec<&str> =
            ["ttxml", post.as_str()].into_iter().chain(facts.iter().copied()).collect();
        let mut id = CommentId::derived(&facts);
        let stated = facts.get(2).filter(|it| !it.is_empty() && facts.len() == 6);
        if let Some(stated) = stated.filter(|it| it.bytes().all(|byte| byte.is_ascii_digit())) {
            id = CommentId::new([post.as_str(), "#comment", stated].concat());
        }
        let count = self.comment_ids.entry(id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            id = CommentId::derived(&[&facts[..], &[&*count.to_string()]].concat());
        }
        Comment::new(id, post, Body::inline(text))
    }
}

/// How deep fields may stand in one another where ends are damaged.
const FIELDS: u32 = 8;

/// Elements that comments and trackbacks consist of.
fn is_known(name: &str) -> bool {
    const NAMES: [&str; 17] = [
        "id",
        "commenter",
        "name",
        "homepage",
        "ip",
        "openid",
        "content",
        "written",
        "longitude",
        "latitude",
        "received",
        "site",
        "url",
        "excerpt",
        "title",
        "password",
        "comment",
    ];
    NAMES.contains(&name) || is_flag(name) || is_field(crate::xml::Ns::Core, name)
}

/// Whether an element of a comment says whether it was shown.
fn is_flag(name: &str) -> bool {
    matches!(name, "secret" | "isfiltered")
}

/// How deep answers are read. The platforms have one level.
pub(super) const DEPTH: u32 = 3;

/// The comment that answers stand in.
#[derive(Clone)]
struct Above {
    id: CommentId,
    /// Whether it is secret, or in one that is, or does not say that it is not.
    is_hidden: bool,
}

/// What a comment says, by the names of its elements.
#[derive(Default)]
struct Said {
    texts: std::collections::BTreeMap<String, (String, String)>,
    /// All values of flags, each with its name.
    flags: Vec<(String, Option<bool>)>,
    /// The attributes of the one who wrote it.
    number: Option<String>,
    /// How many passwords were left out.
    secrets: u64,
    /// Records that a field swallowed, as they stand there.
    swallowed: Vec<String>,
    has_swallowed: bool,
}

impl Said {
    fn field(&mut self, element: &Element<'_>) {
        self.field_at(element, FIELDS);
    }

    /// A field, which is text. Fields within it are those that it swallowed when its own end was damaged: each is what it is.
    fn field_at(&mut self, element: &Element<'_>, depth: u32) {
        let mut repairs = Repairs::default();
        let mut cursor = element.children(&|_, _| false, &mut repairs);
        let mut end = element.inner.len();
        while let Some(child) = cursor.next() {
            if !is_known(&child.name) {
                continue;
            }
            end = end.min(element.inner.find(child.outer).unwrap_or(end));
            match depth {
                _ if aside::is_secret(&child.name) => {
                    self.secrets += u64::from(!child.inner.trim().is_empty());
                }
                0 => self.swallowed(&child),
                _ if is_field(child.ns, &child.name) => self.swallowed(&child),
                _ => self.field_at(&child, depth - 1),
            }
        }
        let text = element.text_up_to(end, &mut Repairs::default()).trim().to_owned();
        let name = element.name.to_string();
        if is_flag(&name) {
            let flag = match &*text {
                "1" | "true" => Some(true),
                "0" | "false" => Some(false),
                _ => None,
            };
            self.flags.push((name.clone(), flag));
        }
        match self.texts.entry(name) {
            Entry::Vacant(first) => _ = first.insert((element.tag.name.to_owned(), text)),
            Entry::Occupied(mut first) if is_flag(first.key()) && first.get().1 != text => {
                // What counts of several is the strictest; all of them are kept.
                let known = &mut first.get_mut().1;
                *known = format!("{known}, {text}");
            }
            Entry::Occupied(_) => {}
        }
    }

    /// A record that a field swallowed, as it stands there, without the passwords in it.
    fn swallowed(&mut self, element: &Element<'_>) {
        self.has_swallowed = true;
        match aside::says_secret(element.outer) {
            true => self.secrets += 1,
            false => self.swallowed.push(element.outer.to_owned()),
        }
    }

    /// Who wrote it. The exporter gives answers the OpenID of what they answer.
    fn commenter(&mut self, element: &Element<'_>, is_answer: bool) {
        self.number = element.value("id");
        let mut repairs = Repairs::default();
        let mut cursor = element.children(&|_, _| false, &mut repairs);
        while let Some(child) = cursor.next() {
            match &*child.name {
                "openid" if is_answer => {}
                name if aside::is_secret(name) => {
                    self.secrets += u64::from(!child.inner.trim().is_empty());
                }
                _ => self.field(&child),
            }
        }
    }

    fn text(&self, name: &str) -> &str {
        self.texts.get(name).map(|(_, text)| &**text).unwrap_or_default()
    }

    fn owned(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    fn has(&self, name: &str) -> bool {
        self.texts.contains_key(name)
    }

    /// Whether a flag is set; None where that is not said. Of several values, the strictest counts.
    fn flag(&self, name: &str) -> Option<bool> {
        let mut all = self.flags.iter().filter(|flag| flag.0 == name).map(|flag| flag.1);
        let first = all.next()?;
        all.fold(first, |known, other| match (known, other) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        })
    }

    fn person(&self, comment: &mut Comment) {
        comment.author_name = self.owned("name");
        comment.author_url = self.owned("homepage");
        comment.author_ip = self.owned("ip");
        if let Some(number) = &self.number {
            comment.extra.insert("ttxml:commenter@id", number.clone());
        }
    }

    /// Keeps what the model has no place for.
    fn keep(&self, comment: &mut Comment, named: &[&str]) {
        const TAKEN: [&str; 11] = [
            "id", "name", "homepage", "ip", "content", "written", "received", "site", "url",
            "excerpt", "password",
        ];
        for (name, (stated, text)) in &self.texts {
            let says_nothing = text.is_empty() || named.contains(&&**name) && text == "0";
            if !TAKEN.contains(&&**name) && !says_nothing {
                comment.extra.insert(["ttxml:", stated].concat(), text.clone());
            }
        }
        if !self.swallowed.is_empty() {
            comment.extra.insert("ttxml:swallowed", self.swallowed.clone());
        }
        if comment.kind != CommentKind::Trackback && !self.text("id").is_empty() {
            comment.extra.insert("ttxml:id", self.text("id"));
        }
    }
}
