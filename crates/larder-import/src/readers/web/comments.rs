//! What readers wrote under a post, in all its captures: each comment once, as the newest capture has it.

use std::{
    collections::{HashMap, hash_map::Entry},
    io,
    sync::Arc,
};

use larder_core::{
    Body, Comment, CommentId, Note, NoteKind, PostId, Precision, Spool, Status, Zone,
};

use super::dates::Clock;
use crate::{
    Intake, Source,
    collect::Collection,
    unique::hashed,
    web::{Remark, comment_keys, number_key},
};

/// A comment of a page, its text put away.
pub(super) struct Kept {
    remark: Remark,
    body: Body,
    number: Option<u64>,
    said: Option<u64>,
    /// When it was written, to the minute: by this one is known that has no number, and whose text nobody is shown.
    written: Option<u64>,
}

/// Puts the texts of comments away. Fails when the spool does.
pub(super) fn keep(list: Vec<Remark>, spool: &Arc<dyn Spool>) -> io::Result<Vec<Kept>> {
    let keys = comment_keys(&list);
    let kept = list.into_iter().zip(keys).map(|(mut remark, keys)| {
        let body = Body::keep(spool, &std::mem::take(&mut remark.html))?;
        let (number, said) = (keys.number.map(hashed), keys.said.map(hashed));
        let exact = remark.published.filter(|it| it.precision() >= Precision::Minute);
        let written = exact.map(|it| hashed(it.to_rfc3339()));
        Ok(Kept { remark, body, number, said, written })
    });
    kept.collect()
}

/// The comments of all captures of a post, in the spool until all of these are there.
#[derive(Default)]
pub(super) struct Waiting {
    /// The address of the post.
    pub(super) address: Option<Box<str>>,
    captures: Vec<Capture>,
}

/// The comments of one capture.
struct Capture {
    /// A list in JSON. Empty where there is none.
    comments: Body,
    stated: Option<u64>,
    file: usize,
}

impl Waiting {
    /// Adds a capture: its comments, how many it says there are, its file.
    pub(super) fn add(&mut self, comments: Body, stated: Option<u64>, file: usize) {
        // Most posts are captured once.
        if self.captures.is_empty() {
            self.captures.reserve_exact(1);
        }
        self.captures.push(Capture { comments, stated, file });
    }

    /// Brings the comments of all captures together. Fails when the spool does.
    pub(super) fn gather(self, spool: &Arc<dyn Spool>, is_newer: bool) -> io::Result<Gathered> {
        let mut gathered = Gathered::default();
        for Capture { comments, stated, file } in self.captures {
            let list = match comments.is_empty() {
                true => Vec::new(),
                false => serde_json::from_str(&comments.text()?)?,
            };
            gathered.add(keep(list, spool)?, stated, file, is_newer);
        }
        Ok(gathered)
    }
}

/// The comments of one post.
#[derive(Default)]
pub(super) struct Gathered {
    list: Vec<One>,
    numbers: HashMap<u64, usize>,
    said: HashMap<u64, Vec<usize>>,
    written: HashMap<u64, Vec<usize>>,
    /// Those without a number that pages hide: nothing says which of a feed they are.
    unknown: Vec<usize>,
    /// The files of captures that have one that is here already, once for each.
    again: Vec<usize>,
    /// How many the newest capture that says it says there are, and its file.
    stated: Option<(u64, usize)>,
}

/// A comment, with the places of its parent and of its file.
struct One {
    kept: Kept,
    parent: Option<usize>,
    file: usize,
    /// What older captures say otherwise.
    others: Vec<Body>,
}

impl Gathered {
    /// Adds the comments of a capture. Where the captures come in their order, what it says is newer than what is here.
    fn add(&mut self, list: Vec<Kept>, stated: Option<u64>, file: usize, is_newer: bool) {
        self.stated = stated.map(|stated| (stated, file)).or(self.stated);
        let mut places: Vec<usize> = Vec::with_capacity(list.len());
        for kept in list {
            let known = self.find(&kept, file);
            let parent = kept.remark.parent.and_then(|at| places.get(at).copied());
            let place = match known {
                Some(place) => {
                    self.again.push(file);
                    self.renew(place, kept, parent, file, is_newer);
                    place
                }
                None => {
                    self.list.push(One { kept, parent, file, others: Vec::new() });
                    self.list.len() - 1
                }
            };
            places.push(place);
            self.know(place);
        }
    }

    /// Takes note of what the comment at a place is recognised by.
    fn know(&mut self, place: usize) {
        let Some(One { kept, .. }) = self.list.get(place) else { return };
        if kept.number.is_none() && kept.remark.status != Some(Status::Published) {
            self.unknown.push(place);
        }
        self.numbers.extend(kept.number.map(|key| (key, place)));
        for (map, key) in [(&mut self.said, kept.said), (&mut self.written, kept.written)] {
            let Some(places) = key.map(|key| map.entry(key).or_default()) else { continue };
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }

    /// Whether what a feed says may be what a page hides. Of too many, any may be it.
    fn may_be_hidden(&self, kept: &Kept) -> bool {
        let mut hidden = self.unknown.iter().filter_map(|at| self.list.get(*at));
        self.unknown.len() > MOST_ALIKE
            || hidden.any(|one| !are_apart(&one.kept.remark, &kept.remark))
    }

    /// Adds what a feed says. What pages show counts more: it is newer, or says who was not to see it.
    pub(super) fn hear(&mut self, mut kept: Kept, file: usize) {
        let Some(place) = self.find(&kept, file) else {
            if self.may_be_hidden(&kept) {
                kept.remark.status = None;
            }
            self.list.push(One { kept, parent: None, file, others: Vec::new() });
            self.know(self.list.len() - 1);
            return;
        };
        self.again.push(file);
        if let Some(One { kept: known, .. }) = self.list.get_mut(place) {
            let (known, told) = (&mut known.remark, kept.remark);
            known.name = known.name.take().or(told.name);
            known.site = known.site.take().or(told.site);
            // A feed states the zone, and the second.
            if known.published.is_none_or(|it| it.zone() != Zone::Stated)
                && told.published.is_some()
            {
                (known.published, known.date) = (told.published, None);
            }
        }
    }

    /// The comment of another capture that is the same: by its number, else by who said what.
    fn find(&self, kept: &Kept, file: usize) -> Option<usize> {
        let one = |place: usize| self.list.get(place).filter(|one| one.file != file);
        let by_number = kept.number.and_then(|key| self.numbers.get(&key).copied());
        let by_number = by_number
            .filter(|place| one(*place).is_some_and(|known| !are_others(&known.kept, kept)));
        // Two with numbers are two.
        let may_be = |known: &One| kept.number.is_none() || known.kept.number.is_none();
        let latest = |map: &HashMap<u64, Vec<usize>>,
                      key: Option<u64>,
                      is_it: &dyn Fn(&One) -> bool| {
            let places = map.get(&key?)?.iter().rev().take(MOST_ALIKE);
            places.copied().find(|at| one(*at).is_some_and(|known| may_be(known) && is_it(known)))
        };
        let by_words =
            || latest(&self.said, kept.said, &|known| !are_apart(&known.kept.remark, &kept.remark));
        // What one of them shows and the other does not has no words that are the same.
        let by_time =
            || latest(&self.written, kept.written, &|known| is_shown_once(&known.kept, kept));
        by_number.or_else(by_words).or_else(by_time)
    }

    /// Puts what another capture says in the place of what is here.
    fn renew(
        &mut self,
        place: usize,
        kept: Kept,
        parent: Option<usize>,
        file: usize,
        is_newer: bool,
    ) {
        let Some(one) = self.list.get_mut(place) else { return };
        one.file = file;
        one.parent = parent.filter(|it| *it != place).or(one.parent);
        let status = state(one.kept.remark.status, kept.remark.status, is_newer);
        let old = std::mem::replace(&mut one.kept, kept);
        let (new, was) = (&mut one.kept, old.remark);
        new.number = new.number.or(old.number);
        let remark = &mut new.remark;
        remark.status = status;
        remark.number = remark.number.take().or(was.number);
        remark.anchor = remark.anchor.take().or(was.anchor);
        remark.address = remark.address.take().or(was.address);
        remark.answers = remark.answers.take().or(was.answers);
        remark.name = remark.name.take().or(was.name);
        remark.site = remark.site.take().or(was.site);
        remark.is_author |= was.is_author;
        // What says the hour is better than what says how long ago it was.
        if remark
            .published
            .is_none_or(|new| was.published.is_some_and(|was| was.precision() > new.precision()))
        {
            remark.published = was.published;
        }
        // What stands in the place of a text that was removed is none.
        match new.body.is_empty() {
            true => new.body = old.body,
            false if !old.body.is_empty() && old.said != new.said => one.others.push(old.body),
            false => {}
        }
        new.said = new.said.or(old.said);
    }

    /// Shows dates whose zone nobody stated in that of the blog.
    pub(super) fn show_in(&mut self, clock: &Clock) {
        for remark in self.list.iter_mut().map(|one| &mut one.kept.remark) {
            // What was counted back from the capture is no clock's.
            if let Some(time) = remark.published.filter(|_| remark.date.is_none()) {
                remark.published = clock.shown(time).or(Some(time));
            }
        }
    }

    /// Gives all comments to the blog, under this post with this address. Fails when the spool does.
    pub(super) fn put(
        mut self,
        (post, address): (&PostId, Option<&str>),
        source: &dyn Source,
        collection: &mut Collection,
        intake: &Intake,
    ) -> io::Result<()> {
        self.find_parents();
        self.cut_circles();
        self.hide_answers();
        if let Some((stated, file)) = self.stated
            && stated > self.list.len() as u64
        {
            let found = self.list.len() as u64;
            let mut note = Note::new(NoteKind::CommentsNotCaptured { stated, found }).on_post(post);
            note.place.file = source.entries().get(file).map(|entry| Arc::clone(&entry.name));
            collection.blog.notes.push(note);
        }
        let ids: Vec<CommentId> =
            self.list.iter().map(|one| id(&one.kept, post, address)).collect();
        for (one, own) in self.list.into_iter().zip(&ids) {
            let file = one.file;
            let parent = one.parent.and_then(|at| ids.get(at)).cloned();
            let comment = comment(one, own.clone(), parent, post, address)?;
            collection.comment(comment, file, intake)?;
        }
        self.again.into_iter().for_each(|file| collection.comment_again(file));
        Ok(())
    }

    /// Finds what answers say the number of, and another capture shows.
    fn find_parents(&mut self) {
        for one in self.list.iter_mut().filter(|one| one.parent.is_none()) {
            let number = one.kept.remark.answers.as_ref();
            let key = number.map(|it| hashed(number_key(it)));
            one.parent = key.and_then(|key| self.numbers.get(&key).copied());
        }
    }

    /// Of captures that say of two comments that each answers the other, none is right.
    fn cut_circles(&mut self) {
        // Those from which a way up ends, and those on the way that is gone now.
        let mut ends = vec![false; self.list.len()];
        let mut way = vec![usize::MAX; self.list.len()];
        for start in 0..self.list.len() {
            let (mut at, mut last) = (Some(start), None);
            while let Some(here) = at.filter(|it| !ends.get(*it).copied().unwrap_or(true)) {
                if way.get(here) == Some(&start) {
                    if let Some(one) = last.and_then(|last: usize| self.list.get_mut(last)) {
                        one.parent = None;
                    }
                    break;
                }
                if let Some(place) = way.get_mut(here) {
                    *place = start;
                }
                last = Some(here);
                at = self.list.get(here).and_then(|one| one.parent);
            }
            let mut at = Some(start);
            while let Some(here) = at.filter(|it| !ends.get(*it).copied().unwrap_or(true)) {
                if let Some(end) = ends.get_mut(here) {
                    *end = true;
                }
                at = self.list.get(here).and_then(|one| one.parent);
            }
        }
    }

    /// Nobody sees the answer to what is secret or held.
    fn hide_answers(&mut self) {
        let is_hidden = |one: &One| matches!(one.kept.remark.status, None | Some(Status::Pending));
        let mut answers: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, one) in self.list.iter().enumerate() {
            if let Some(parent) = one.parent {
                answers.entry(parent).or_default().push(at);
            }
        }
        let hidden = self.list.iter().enumerate().filter(|(_, one)| is_hidden(one));
        let mut ahead: Vec<usize> = hidden.map(|(at, _)| at).collect();
        while let Some(at) = ahead.pop() {
            let Entry::Occupied(below) = answers.entry(at) else { continue };
            for below in below.remove() {
                if let Some(one) = self.list.get_mut(below)
                    && one.kept.remark.status == Some(Status::Published)
                {
                    one.kept.remark.status = None;
                }
                ahead.push(below);
            }
        }
    }
}

/// How many comments with the same words, or of the same minute, are compared: the last ones.
const MOST_ALIKE: usize = 64;

/// Whether the dates of two comments with the same words say that they are two. Zones that nobody stated may be a day off.
fn are_apart(one: &Remark, other: &Remark) -> bool {
    // What says how long ago it was is no date.
    let day = |it: &Remark| {
        it.published.filter(|time| it.date.is_none() && time.precision() >= Precision::Day)
    };
    let days = day(one).zip(day(other));
    days.is_some_and(|(one, other)| (one.at() - other.at()).num_hours().abs() > 48)
}

/// Whether two comments with the same number are two: by somebody else, and of another day. Platforms that took a blog in
/// may have counted anew. What is hidden is known by its number, whatever stands in the place of its name.
fn are_others(one: &Kept, other: &Kept) -> bool {
    let is_shown = |it: &Kept| it.remark.status == Some(Status::Published) && !it.body.is_empty();
    let names = one.remark.name.as_ref().zip(other.remark.name.as_ref());
    is_shown(one)
        && is_shown(other)
        && one.said != other.said
        && names.is_some_and(|(one, other)| one != other)
        && are_apart(&one.remark, &other.remark)
}

/// Whether two comments of the same minute are one, of which one capture shows the text and the other does not.
fn is_shown_once(one: &Kept, other: &Kept) -> bool {
    let is_shown = |it: &Kept| it.remark.status == Some(Status::Published);
    let names = one.remark.name.as_ref().zip(other.remark.name.as_ref());
    is_shown(one) != is_shown(other)
        && (one.body.is_empty() || other.body.is_empty())
        && names.is_none_or(|(one, other)| one == other)
}

/// What two captures say of who was shown a comment. What was secret once is never shown.
fn state(old: Option<Status>, new: Option<Status>, is_newer: bool) -> Option<Status> {
    let (old, new) = (old?, new?);
    let strictness = |status: Status| match status {
        Status::Published => 0,
        Status::Pending => 1,
        _ => 2,
    };
    match is_newer || strictness(new) >= strictness(old) {
        true => Some(new),
        false => Some(old),
    }
}

/// The id of a comment: its address in the page, where it has a number.
fn id(kept: &Kept, post: &PostId, address: Option<&str>) -> CommentId {
    let remark = &kept.remark;
    let number = remark.number.as_deref().filter(|it| !it.is_empty());
    match (number, address) {
        (Some(number), Some(address)) => {
            CommentId::new(at(address, remark.anchor.as_deref(), number))
        }
        (Some(number), None) => CommentId::derived(&["web", post.as_str(), number]),
        (None, _) => {
            let date = remark.published.map(|it| it.to_rfc3339()).or_else(|| remark.date.clone());
            let name = remark.name.clone().unwrap_or_default();
            let said = kept.said.map(|it| it.to_string()).unwrap_or_default();
            CommentId::derived(&["web", post.as_str(), &date.unwrap_or_default(), &name, &said])
        }
    }
}

fn at(address: &str, anchor: Option<&str>, number: &str) -> String {
    match anchor {
        Some(anchor) => [address, "#", anchor].concat(),
        None => [address, "#comment-", number].concat(),
    }
}

fn comment(
    one: One,
    id: CommentId,
    parent: Option<CommentId>,
    post: &PostId,
    address: Option<&str>,
) -> io::Result<Comment> {
    let Kept { remark, body, .. } = one.kept;
    let mut comment = Comment::new(id, post.clone(), body);
    (comment.kind, comment.status, comment.is_html) = (remark.kind, remark.status, true);
    let elsewhere = || Some(CommentId::new(at(address?, None, remark.answers.as_deref()?)));
    comment.parent = parent.or_else(elsewhere).filter(|it| *it != comment.id);
    (comment.author_name, comment.author_url) = (remark.name, remark.site);
    comment.published = remark.published;
    let extra = &mut comment.extra;
    if let Some(address) = remark.address.filter(|it| it != comment.id.as_str()) {
        extra.insert("web:address", address);
    }
    if let Some(date) = remark.date {
        extra.insert("web:date", date);
    }
    if remark.is_author {
        extra.insert("web:is-author", true);
    }
    for other in one.others {
        extra.push("web:other-text", other.text()?.into_owned());
    }
    Ok(comment)
}
