//! What became of what others wrote.

use std::{
    collections::{HashMap, HashSet},
    io,
};

use larder_core::{Blog, Comment, Rule, Status, key};
use larder_html::text::to_text;
use serde_json::{Map, Value};

use crate::{
    address,
    equation::Equation,
    fields::{After, Fields, Treatment, Whose},
    finding::FindingKind,
    name,
    post::{Scene, Sheet, is_moment, is_on_wall},
    side::{record, without},
    text::hashed,
};

/// The comments of the output, by what they are recognised by.
struct Known {
    by_id: HashMap<u64, usize>,
    /// By their post there and their words; of several the first that is left.
    by_words: HashMap<(usize, u64), Vec<usize>>,
    taken: Vec<bool>,
    /// The comments of before that belong into the output.
    shown: HashSet<u64>,
}

impl Known {
    fn of(scene: &Scene<'_>) -> io::Result<Self> {
        let comments = &scene.after.blog.comments;
        let mut known = Self {
            by_id: HashMap::new(),
            by_words: HashMap::new(),
            taken: vec![false; comments.len()],
            shown: HashSet::new(),
        };
        for (place, comment) in comments.iter().enumerate() {
            let comment = comment?;
            known.by_id.insert(hashed(comment.id.as_str()), place);
            if let Some(&post) = scene.after.posts.get(&comment.post) {
                let words = words(&comment)?;
                known.by_words.entry((post, words)).or_default().push(place);
            }
        }
        // Taken from the end, so that the first is found first.
        known.by_words.values_mut().for_each(|places| places.reverse());
        Ok(known)
    }

    fn take(&mut self, comment: &Comment, post: Option<usize>) -> io::Result<Option<usize>> {
        if self.taken.is_empty() {
            return Ok(None);
        }
        let mut found = self.by_id.get(&hashed(comment.id.as_str())).copied();
        found = found.filter(|&place| !self.taken[place]);
        if let Some(post) = post.filter(|_| found.is_none()) {
            let there = self.by_words.get_mut(&(post, words(comment)?));
            let taken = &self.taken;
            found = there.and_then(|places| {
                while places.last().is_some_and(|&place| taken[place]) {
                    places.pop();
                }
                places.pop()
            });
        }
        if let Some(place) = found {
            self.taken[place] = true;
        }
        Ok(found)
    }
}

/// Accounts for all comments. Fails when the spool can no longer be read.
pub(crate) fn compare(scene: &Scene<'_>, sheet: &mut Sheet) -> io::Result<Equation> {
    let before: &Blog = scene.before.blog;
    let mut equation = Equation::default();
    if before.comments.is_empty() && scene.after.blog.comments.is_empty() {
        return Ok(equation);
    }
    let mut known = Known::of(scene)?;
    let is_shown = |comment: &Comment| {
        let place = scene.before.posts.get(&comment.post);
        let is_there = place.is_some_and(|&place| scene.pairs.after[place].is_some());
        !scene.target.is_public || is_there && comment.status == Some(Status::Published)
    };
    let mut parents = HashMap::new();
    for comment in before.comments.iter() {
        let comment = comment?;
        if is_shown(&comment) {
            known.shown.insert(hashed(comment.id.as_str()));
        }
        let parent = comment.parent.as_ref().map(|parent| hashed(parent.as_str()));
        parents.extend(parent.map(|parent| (hashed(comment.id.as_str()), parent)));
    }
    in_circles(&parents).iter().for_each(|comment| _ = known.shown.remove(comment));
    for comment in before.comments.iter() {
        one(scene, sheet, comment?.as_ref(), &mut known, &mut equation)?;
    }
    equation.added = known.taken.iter().filter(|taken| !**taken).count() as u64;
    Ok(equation)
}

/// The comments that answer each other in a circle: no thread can hold that.
fn in_circles(parents: &HashMap<u64, u64>) -> HashSet<u64> {
    let (mut done, mut found) = (HashSet::new(), HashSet::new());
    for start in parents.keys() {
        let (mut way, mut next) = (Vec::new(), Some(start));
        while let Some(comment) = next.filter(|comment| done.insert(**comment)) {
            way.push(*comment);
            next = parents.get(comment);
        }
        // It came back to where it was on this way, and not to where another one had been.
        let circle = next.and_then(|met| way.iter().position(|comment| comment == met));
        found.extend(circle.map(|at| way.split_off(at)).unwrap_or_default());
    }
    found
}

fn one(
    scene: &Scene<'_>,
    sheet: &mut Sheet,
    comment: &Comment,
    known: &mut Known,
    equation: &mut Equation,
) -> io::Result<()> {
    let target = scene.target;
    let place = scene.before.posts.get(&comment.post).copied();
    let post = place.and_then(|place| scene.pairs.after[place]).map(|(place, _)| place);
    let found = known.take(comment, post)?;
    let rule = match post {
        _ if !target.is_public => None,
        None => Some(Rule::WithoutPost),
        Some(_) if comment.status != Some(Status::Published) => Some(Rule::NotPublic),
        Some(_) => None,
    };
    let is_of_hidden = rule == Some(Rule::WithoutPost);
    let head = place.map(|place| scene.before.blog.posts.head(place));
    let whose = Whose { post: head.map(|head| &head.id).filter(|_| !is_of_hidden), title: None };
    let mut fields =
        Fields { target, ledger: &mut sheet.ledger, findings: &mut sheet.findings, whose };
    match (found, rule) {
        (Some(_), Some(_)) => {
            equation.miss();
            fields.find(FindingKind::CommentPublished, "");
        }
        (Some(place), None) => {
            equation.part("written");
            let after = scene.after.blog.comments.get(place)?;
            same(&mut fields, comment, &after, (&known.shown, scene.shift))?;
        }
        (None, Some(rule)) => equation.exclude(rule.name(), target.is_archived),
        (None, None) if fields.why("Blog::comments").is_some() => {
            equation.exclude("declared", target.is_archived);
            fields.lost("Blog::comments", &serde_json::Value::Null);
        }
        (None, None) => {
            equation.miss();
            fields.find(FindingKind::CommentMissing, comment.id.as_str());
        }
    }
    Ok(())
}

/// Compares the fields of a comment that is there.
fn same(
    fields: &mut Fields<'_>,
    before: &Comment,
    after: &Comment,
    (shown, shift): (&HashSet<u64>, i64),
) -> io::Result<()> {
    let text = to_text(&after.body.text()?);
    let strip = |comment: &Comment| {
        let mut own = comment.clone();
        own.body = larder_core::Body::inline("");
        without(record(&own), &["id", "post", "parent", "body", "is_html"])
    };
    let mut record = After::new(strip(after), &text);
    record.also(&serde_json::json!([after.id, after.parent]));
    let mut own = strip(before);
    if fields.target.is_public {
        without_mail(&mut own);
        without_scheme(&mut own, before, after, fields);
    }
    let is_kept = before.published == after.published;
    let has_zones = fields.target.loss("Timestamp::zone").is_none();
    let is_told = is_moment(before.published, after.published, shift)
        || !has_zones && is_on_wall(before.published, after.published);
    if !is_kept && is_told {
        own.remove("published");
        fields.put("Comment::published", Treatment::Mapped);
    }
    fields.record("Comment", &own, &record);
    if words(before)? != words(after)? {
        fields.lost("Comment::body", &serde_json::Value::Null);
    }
    // An answer to a comment that is not there answers nothing.
    let parent = before.parent.as_ref().filter(|it| shown.contains(&hashed(it.as_str())));
    if parent.is_some() && after.parent.is_none() {
        fields.lost("Comment::parent", &serde_json::Value::Null);
    }
    Ok(())
}

/// The name of who comments, as a public output may show it.
fn without_mail(own: &mut Map<String, Value>) {
    let Some(Value::String(name)) = own.remove("author_name") else { return };
    let shown = name::without_mail(&name);
    if !shown.is_empty() {
        own.insert("author_name".into(), shown.into());
    }
}

/// The page of who comments, as a public output may lead to it: `javascript:` and its kind are links that are lost, which
/// the writer says.
fn without_scheme(
    own: &mut Map<String, Value>,
    before: &Comment,
    after: &Comment,
    fields: &mut Fields<'_>,
) {
    const DROPPED: &str = "links-dropped";
    let page = own.get("author_url").and_then(Value::as_str);
    let is_none = page.is_some_and(|page| !address::is_web(page) && !page.starts_with('/'));
    let is_said = || fields.target.has_note(&before.post, DROPPED);
    if is_none && after.author_url.is_none() && is_said() {
        own.remove("author_url");
        fields.ledger.add("Comment::author_url", Treatment::Dropped, DROPPED, fields.whose);
    }
}

/// The words of a comment, whatever form its text has.
fn words(comment: &Comment) -> io::Result<u64> {
    let text = comment.body.text()?;
    Ok(match comment.is_html {
        true => hashed(key::words(&to_text(&text))),
        false => hashed(key::words(&text)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_that_answer_each_other_are_a_circle_and_those_that_answer_them_are_not() {
        let parents = HashMap::from([(1, 2), (2, 3), (3, 1), (4, 1), (5, 5), (6, 7)]);
        assert_eq!(in_circles(&parents), HashSet::from([1, 2, 3, 5]));
    }
}
