//! An entry: its fields, mapped.

use std::sync::Arc;

use larder_core::{
    Author, AuthorId, Body, Content, MediaType, NoteKind, Post, Provenance, Spool, Status, Term,
    TermId, TermKind, Visibility,
};

use super::{
    fields::Fields,
    journal::Journal,
    markup::{Lines, made},
    sign::Form,
};

/// The numbers of an entry: in its address, and for comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    pub(super) shown: Option<u64>,
    pub(super) raw: u64,
}

/// The numbers of an entry. In `ljdump`, its address has what makes one of the other.
pub(super) fn numbers(fields: &Fields, form: Form) -> Option<Numbers> {
    let number = fields.number("itemid")?;
    if form != Form::Event {
        return Some(Numbers { shown: Some(number), raw: number >> 8 });
    }
    let anum = fields.number("anum").filter(|anum| *anum < 256);
    let made = anum.and_then(|anum| number.checked_mul(256)?.checked_add(anum));
    let stated = fields
        .get("url")
        .and_then(|url| url.rsplit('/').next()?.strip_suffix(".html")?.parse().ok());
    Some(Numbers { shown: made.or(stated), raw: number })
}

/// An entry with what comes with it.
pub(super) struct Draft {
    pub(super) post: Post,
    pub(super) author: Option<Author>,
    pub(super) terms: Vec<Term>,
    pub(super) addresses: Vec<String>,
    pub(super) notes: Vec<NoteKind>,
    /// Elements of the platform.
    pub(super) met: Vec<String>,
    /// A word of security that nobody knows.
    pub(super) unknown_status: Option<String>,
    /// Whether nothing says who may see it.
    pub(super) is_untold: bool,
    /// Whether its date was read in UTC because nothing shows a zone.
    pub(super) is_zone_assumed: bool,
}

/// Makes a post of an entry. `is_whole` says whether all of it is there. Fails when the spool does.
pub(super) fn make(
    mut fields: Fields,
    form: Form,
    is_whole: bool,
    journal: &Journal,
    source: &Provenance,
    spool: &Arc<dyn Spool>,
) -> std::io::Result<Draft> {
    let numbers = numbers(&fields, form);
    let id = match numbers {
        Some(Numbers { shown: Some(number), .. }) => journal.id(number),
        Some(Numbers { raw, .. }) => journal.made(&["livejournal", "jitemid", &raw.to_string()]),
        None => journal.made(&["livejournal", "no-number", &format!("{fields:?}")]),
    };
    let mut post = Post::new(id);
    let mut draft = Draft {
        author: author(&fields, journal),
        terms: terms(&mut fields),
        addresses: Vec::new(),
        notes: Vec::new(),
        met: Vec::new(),
        unknown_status: None,
        is_untold: false,
        is_zone_assumed: false,
        post: Post::new(post.id.clone()),
    };
    let number = numbers.and_then(|numbers| numbers.shown);
    post.permalink = number.and_then(|number| journal.permalink(number));
    let stated = fields.get("url").map(str::to_owned);
    match (&post.permalink, stated) {
        (None, stated) => post.permalink = stated,
        (Some(known), Some(stated)) if *known != stated => post.old_addresses.push(stated),
        _ => {}
    }
    draft.addresses = number.map(|number| journal.addresses(number)).unwrap_or_default();
    // Without its number, another copy of it that hides it is not found.
    if is_whole && numbers.is_some() && !fields.is_doubtful() {
        access(&mut fields, form, &mut post, &mut draft);
    }
    post.title = title(&mut fields);
    date(&fields, journal, &mut post, &mut draft);
    body(&mut fields, journal, &mut post, &mut draft, spool)?;
    fields.keep(&mut post.extra);
    post.source.push(source.clone());
    draft.post = post;
    Ok(draft)
}

/// Who may see it. The protocol that `ljdump` reads leaves `security` out of what is public; exports never do.
fn access(fields: &mut Fields, form: Form, post: &mut Post, draft: &mut Draft) {
    let security = fields.get("security").map(str::to_owned);
    let visibility = match (security.as_deref(), fields.get("allowmask")) {
        (Some("public"), None | Some("0")) => Visibility::Public,
        (None, None) if form == Form::Event => Visibility::Public,
        (Some("private"), _) | (Some("usemask"), Some("0")) => Visibility::Private,
        (Some("usemask"), _) => Visibility::Friends,
        // A mask says that not everybody may see it, whatever else is said.
        (Some("public") | None, Some(_)) => Visibility::Private,
        (None, None) => {
            draft.is_untold = true;
            post.status = Some(Status::Draft);
            return;
        }
        (Some(other), _) => return draft.unknown_status = Some(other.to_owned()),
    };
    fields.take("security");
    (post.status, post.visibility) = (Some(Status::Published), Some(visibility));
}

fn author(fields: &Fields, journal: &Journal) -> Option<Author> {
    let name = fields.get("poster").map(str::to_owned).or_else(|| journal.owner())?;
    let mut author = Author::new(AuthorId::new(&*name));
    author.url = journal.platform().address(&name);
    author.handle = Some(name.clone());
    author.name = Some(name);
    Some(author)
}

fn terms(fields: &mut Fields) -> Vec<Term> {
    let Some(list) = fields.take("taglist") else { return Vec::new() };
    let names = list.split(',').map(str::trim).filter(|name| !name.is_empty());
    names.map(|name| Term::new(TermId::new(format!("tag:{name}")), TermKind::Tag, name)).collect()
}

/// The subject, in which there may be HTML: what it was stays in `extra`.
fn title(fields: &mut Fields) -> Option<String> {
    let subject = fields.take("subject")?;
    let plain = match subject.contains(['<', '&']) {
        true => larder_html::text::to_text(&subject),
        false => subject.clone(),
    };
    let plain = plain.trim().to_owned();
    if plain != subject.trim() {
        fields.push("subject", subject);
    }
    (!plain.is_empty()).then_some(plain)
}

fn date(fields: &Fields, journal: &Journal, post: &mut Post, draft: &mut Draft) {
    let Some(event) = fields.get("eventtime") else { return };
    post.published = journal.offsets.date(event, fields.get("logtime"));
    match post.published {
        Some(_) => draft.is_zone_assumed = journal.offsets.note().is_none(),
        None => draft.notes.push(NoteKind::DateImpossible { text: event.to_owned() }),
    }
}

fn body(
    fields: &mut Fields,
    journal: &Journal,
    post: &mut Post,
    draft: &mut Draft,
    spool: &Arc<dyn Spool>,
) -> std::io::Result<()> {
    let Some(event) = fields.take("event") else { return Ok(()) };
    let is_html = fields.get("opt_preformatted").is_some_and(|it| it != "0");
    let lines = if is_html { Lines::Html } else { Lines::Guess };
    let made = made(&event, lines, journal.platform());
    let content = match made.html == event {
        true => Content::html(Body::keep(spool, &event)?),
        false => Content::new(
            MediaType::HTML,
            Body::keep(spool, &event)?,
            Body::keep(spool, &made.html)?,
        ),
    };
    post.content = Some(Box::new(content));
    if !made.cuts.is_empty() {
        post.extra.insert("livejournal:lj-cut", made.cuts);
    }
    let mut empty = std::collections::BTreeMap::<String, u64>::new();
    made.empty.into_iter().for_each(|name| *empty.entry(name).or_default() += 1);
    let empty = empty.into_iter();
    draft.notes.extend(empty.map(|(name, count)| NoteKind::BlockEmpty { name, count }));
    draft.met = made.met;
    Ok(())
}
