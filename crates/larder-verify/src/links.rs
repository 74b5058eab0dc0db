//! Whether the links between posts, the addresses and the ids of posts still lead to them.

use std::collections::HashSet;

use larder_core::{Extra, Post, PostId};
use serde_json::Value;

use crate::{
    address,
    body::BodyFacts,
    card::{self, Card},
    equation::Equation,
    fields::{Fields, Treatment},
    finding::FindingKind,
    name,
    target::Target,
    text::hashed,
};

/// Where a post of the output is found.
#[derive(Debug, Default)]
pub(crate) struct Doors {
    /// Its address.
    address: HashSet<u64>,
    /// The addresses and ids that lead to it as well, and what is kept beside it.
    others: HashSet<u64>,
    /// All of these as they stand, for ids: one that is spelled otherwise is another.
    exact: HashSet<u64>,
}

impl Doors {
    pub(crate) fn of(post: &Post) -> Self {
        let mut doors = Self::default();
        post.permalink.iter().for_each(|it| add(&mut doors.address, it));
        post.permalink.iter().for_each(|it| _ = doors.exact.insert(hashed(it)));
        post.old_addresses.iter().for_each(|it| doors.other(it));
        add(&mut doors.others, post.id.as_str());
        doors.aside(&post.extra);
        doors
    }

    /// What is kept beside a post.
    fn aside(&mut self, extra: &Extra) {
        for (_, value) in extra.iter() {
            let mut waiting = vec![value];
            while let Some(value) = waiting.pop() {
                match value {
                    Value::String(text) => self.other(text),
                    Value::Array(items) => waiting.extend(items),
                    Value::Object(fields) => waiting.extend(fields.values()),
                    _ => {}
                }
            }
        }
    }

    fn other(&mut self, text: &String) {
        add(&mut self.others, text);
        self.exact.insert(hashed(text));
    }
}

fn add(doors: &mut HashSet<u64>, address: &str) {
    doors.insert(card::name(address));
    doors.extend(
        card::path(address).filter(|_| address::is_web(address) || address.starts_with('/')),
    );
}

/// Whether what is kept beside a post names another one, as it was or as it is.
pub(crate) fn names(extra: &Extra, was: &Card, now: &Card) -> bool {
    let mut doors = Doors::default();
    doors.aside(extra);
    was.doors().chain(now.doors()).any(|door| doors.others.contains(&door))
}

fn is_in(doors: &HashSet<u64>, address: &str) -> bool {
    let path =
        || card::path(address).filter(|_| address::is_web(address) || address.starts_with('/'));
    doors.contains(&card::name(address)) || path().is_some_and(|path| doors.contains(&path))
}

/// Why an address is in no public output.
const MAIL: &str = "an address of e-mail stands in it";

/// Why an address is not there that several posts had.
const SHARED: &str = "several posts had this address: it can lead to one alone";

/// Addresses that several posts had: only one of them can stand there.
#[derive(Debug, Default)]
pub(crate) struct Taken(HashSet<u64>);

impl Taken {
    /// Of the addresses before, those that another post of the output stands at; all of them where the writer says that it
    /// left out redirects that would have to lead to two posts.
    pub(crate) fn of(before: &[Card], after: &[Card], target: &Target) -> Self {
        let mut met = HashSet::new();
        let mut shared: HashSet<u64> =
            before.iter().filter_map(Card::at).filter(|at| !met.insert(*at)).collect();
        if shared.is_empty() {
            return Self::default();
        }
        let there: HashSet<u64> = after.iter().flat_map(Card::doors).collect();
        let is_said = target.declared.has("redirects-contested");
        shared.retain(|at| there.contains(at) || is_said);
        Self(shared)
    }

    fn has(&self, address: &str) -> bool {
        card::path(address).is_some_and(|path| self.0.contains(&path))
    }
}

/// Accounts for the addresses of a post.
pub(crate) fn addresses(
    fields: &mut Fields<'_>,
    before: &Post,
    after: &Doors,
    taken: &Taken,
    equation: &mut Equation,
) {
    let own = before.permalink.iter().map(|it| ("Post::permalink", it));
    let old = before.old_addresses.iter().map(|it| ("Post::old_addresses", it));
    for (field, address) in own.chain(old) {
        if is_in(&after.address, address) {
            equation.part("served-at-same-path");
            fields.put(field, Treatment::Kept);
        } else if is_in(&after.others, address) {
            equation.part("redirected");
            fields.put(
                field,
                if field == "Post::permalink" { Treatment::Mapped } else { Treatment::Kept },
            );
        } else if fields.target.redirects.lead(address, |to| after.address.contains(&to)) {
            equation.part("redirected");
            fields.put(field, Treatment::Mapped);
        } else if fields.why(field).is_some() {
            equation.exclude("declared", false);
            equation.list(address.as_str());
            fields.lost(field, &Value::Null);
        } else if fields.target.is_public && name::mails(&address::path(address)).next().is_some() {
            equation.exclude("declared", false);
            fields.ledger.add(field, Treatment::Dropped, MAIL, fields.whose);
        } else if taken.has(address) {
            equation.exclude("shared", false);
            equation.list(address.as_str());
            fields.ledger.add(field, Treatment::Dropped, SHARED, fields.whose);
        } else {
            equation.miss();
            equation.list(address.as_str());
            fields.ledger.add(field, Treatment::Unexplained, "", fields.whose);
            fields.find(FindingKind::AddressLost, address.as_str());
        }
    }
}

/// Accounts for the id of a post, by which feed readers know it.
pub(crate) fn id(
    fields: &mut Fields<'_>,
    before: &Post,
    after: &Post,
    doors: &Doors,
    equation: &mut Equation,
) {
    let id = before.id.as_str();
    if before.id == after.id {
        equation.part("kept");
        return fields.put("Post::id", Treatment::Kept);
    }
    if doors.exact.contains(&hashed(id)) {
        equation.part("kept-beside");
        return fields.put("Post::id", Treatment::StoredAside);
    }
    if is_made(id) {
        // Nobody follows a feed by it: the source had none, and it was made of what the post says.
        equation.part("made-anew");
        return fields.put("Post::id", Treatment::Mapped);
    }
    if fields.target.has_note(&before.id, "id-mapped") {
        equation.exclude("declared", false);
        return fields.ledger.add("Post::id", Treatment::Dropped, "id-mapped", fields.whose);
    }
    if fields.why("Post::id").is_some() {
        equation.exclude("declared", false);
        return fields.lost("Post::id", &Value::Null);
    }
    equation.miss();
    equation.list(id);
    fields.ledger.add("Post::id", Treatment::Unexplained, "", fields.whose);
    fields.find(FindingKind::IdLost, id);
}

/// Whether an id is one that Larder derives where a source has none: a UUID of version 8.
fn is_made(id: &str) -> bool {
    id.strip_prefix("urn:uuid:").is_some_and(|uuid| uuid.as_bytes().get(14) == Some(&b'8'))
}

/// Where a link led before.
pub(crate) enum Led<'s> {
    /// To a post that is in the output: what both are recognised by, and what it is called there.
    To { before: &'s Card, after: &'s Card, id: &'s PostId },
    /// To a post that is not in the output.
    LeftOut,
}

/// Accounts for the links of a body that led to posts of the blog.
pub(crate) fn internal<'s>(
    fields: &mut Fields<'_>,
    before: &Post,
    (after, body): (&Post, &BodyFacts),
    led: impl Fn(&PostId) -> Led<'s>,
    equation: &mut Equation,
) {
    const FIELD: &str = "Post::internal_links";
    if before.internal_links.is_empty() {
        return;
    }
    let mut doors = HashSet::new();
    body.links.iter().for_each(|it| add(&mut doors, it));
    let marked: HashSet<&PostId> = after.internal_links.iter().map(|it| &it.post).collect();
    for link in &before.internal_links {
        let Led::To { before: was, after: now, id } = led(&link.post) else {
            equation.part("dead");
            equation.list(link.href.as_str());
            continue;
        };
        let is_marked = marked.contains(id);
        let leads = |card: &Card| card.doors().any(|door| doors.contains(&door));
        if is_in(&doors, &link.href) {
            equation.part("kept-and-redirected");
        } else if is_marked || leads(now) {
            equation.part("rewritten");
        } else if leads(was) {
            equation.part("kept-and-redirected");
        } else if fields.target.has_note(&before.id, "links-dropped") {
            equation.exclude("declared", false);
            fields.ledger.add(FIELD, Treatment::Dropped, "links-dropped", fields.whose);
            continue;
        } else if fields.why(FIELD).is_some() {
            // Nobody said that it would still lead there: it is told as one that leads nowhere.
            equation.part("dead");
            equation.list(link.href.as_str());
            fields.lost(FIELD, &Value::Null);
            continue;
        } else {
            equation.miss();
            equation.list(link.href.as_str());
            fields.ledger.add(FIELD, Treatment::Unexplained, "", fields.whose);
            fields.find(FindingKind::LinkLost, link.href.as_str());
            continue;
        }
        fields.put(FIELD, if is_marked { Treatment::Kept } else { Treatment::Mapped });
    }
}
