//! What became of each field of the model, field by field: the ledger of losses.
//!
//! The fields are those that a record's JSON has, so that a field that is new in the model is a line of its own here
//! without a change. Of `extra` every name is a field: `Post::extra[mood]`.

use std::{
    cell::Cell,
    collections::{BTreeMap, HashMap, HashSet},
};

use larder_core::PostId;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    address,
    finding::{Finding, FindingKind, Findings},
    loose::{self, Leaves},
    name,
    target::Target,
};

/// How many posts are named for one field.
const EXAMPLES: usize = 3;

/// How many values of one record are looked for in its body: each takes as long as the body is.
const MOST_LOOKS: u32 = 256;

/// What became of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Treatment {
    /// It is where it was, as it was.
    Kept,
    /// It is there in another form or in another place of the model.
    Mapped,
    /// It is kept beside the model, in `extra`.
    StoredAside,
    /// It is not there, for a reason that was declared.
    Dropped,
    /// It is not there, and nothing says why.
    Unexplained,
}

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FieldAccount {
    /// The field, such as `Post::series` or `Post::extra[mood]`.
    pub field: String,
    /// What became of it.
    pub treatment: Treatment,
    /// Why it was dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// How many records this is true of.
    pub count: u64,
    /// The ids of the first posts among them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<PostId>,
}

/// All lines, while they are being counted.
#[derive(Debug, Default)]
pub(crate) struct FieldLedger(BTreeMap<(String, Treatment, String), (u64, Vec<PostId>)>);

/// Whose fields are looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Whose<'a> {
    /// The post that it is, or belongs to.
    pub(crate) post: Option<&'a PostId>,
    /// What that, or the record, is called.
    pub(crate) title: Option<&'a str>,
}

/// Where fields are put down.
pub(crate) struct Fields<'a> {
    pub(crate) target: &'a Target,
    pub(crate) ledger: &'a mut FieldLedger,
    pub(crate) findings: &'a mut Findings,
    pub(crate) whose: Whose<'a>,
}

/// A record as it came out.
#[derive(Debug, Default)]
pub(crate) struct After<'a> {
    pub(crate) fields: Map<String, Value>,
    /// All that its fields hold.
    within: Leaves,
    /// All that its extra data holds.
    aside: Leaves,
    /// The words of its body, without white space.
    words: String,
    /// How many values were looked for in these.
    looked: Cell<u32>,
    /// The names that several people have: one of them may have something in brackets behind it.
    pub(crate) namesakes: Option<&'a HashSet<String>>,
}

impl FieldLedger {
    pub(crate) fn add(&mut self, field: &str, treatment: Treatment, why: &str, whose: Whose<'_>) {
        let key = (field.to_owned(), treatment, why.to_owned());
        let (count, examples) = self.0.entry(key).or_default();
        *count += 1;
        if examples.len() < EXAMPLES {
            examples.extend(whose.post.cloned());
        }
    }

    /// Adds what was counted of later records.
    pub(crate) fn append(&mut self, other: Self) {
        for (key, (more, posts)) in other.0 {
            let (count, examples) = self.0.entry(key).or_default();
            *count += more;
            let left = EXAMPLES.saturating_sub(examples.len());
            examples.extend(posts.into_iter().take(left));
        }
    }

    /// The lines, by field.
    pub(crate) fn accounts(self) -> Vec<FieldAccount> {
        let account = |((field, treatment, reason), (count, examples)): (_, _)| FieldAccount {
            field,
            treatment,
            reason: Some(reason).filter(|reason: &String| !reason.is_empty()),
            count,
            examples,
        };
        self.0.into_iter().map(account).collect()
    }
}

impl After<'_> {
    /// A record with its fields, and the text of its body.
    pub(crate) fn new(fields: Map<String, Value>, body: &str) -> Self {
        let mut after = Self { words: larder_core::key::words(body), ..Self::default() };
        for (name, value) in &fields {
            let leaves = if name == "extra" { &mut after.aside } else { &mut after.within };
            leaves.add(value);
        }
        after.fields = fields;
        after
    }

    /// More that is known of it, from records that it refers to.
    pub(crate) fn also(&mut self, value: &Value) {
        self.within.add(value);
    }

    /// Where a value is that is not in its field.
    fn elsewhere(&self, value: &Value) -> Option<Treatment> {
        let in_body = |text: &str| {
            self.looked.set(self.looked.get() + 1);
            let words = larder_core::key::words(text);
            self.looked.get() <= MOST_LOOKS && !words.is_empty() && self.words.contains(&words)
        };
        if self.within.have(value) || value.as_str().is_some_and(in_body) {
            Some(Treatment::Mapped)
        } else if self.aside.have(value) {
            Some(Treatment::StoredAside)
        } else {
            None
        }
    }
}

impl Fields<'_> {
    /// Compares all fields of a record, but those that are looked at elsewhere.
    pub(crate) fn record(&mut self, record: &str, before: &Map<String, Value>, after: &After) {
        for (name, value) in before {
            match (name.as_str(), value) {
                ("extra", Value::Object(values)) => self.extra(record, values, after),
                _ => self.value(&format!("{record}::{name}"), value, after.fields.get(name), after),
            }
        }
    }

    fn extra(&mut self, record: &str, before: &Map<String, Value>, after: &After) {
        let there = after.fields.get("extra");
        for (name, value) in before {
            let field = format!("{record}::extra[{name}]");
            let same = there.and_then(|extra| extra.get(name));
            self.leaf(&field, value, same, after);
        }
    }

    /// Compares one field, and its parts where it has some.
    fn value(&mut self, field: &str, before: &Value, there: Option<&Value>, after: &After) {
        match before {
            Value::Object(claim) if claim.contains_key("value") => {
                let there = there.map(|it| it.get("value").unwrap_or(it));
                self.leaf(field, &claim["value"], there, after);
            }
            Value::Object(parts) if !parts.contains_key("at") => {
                self.parts(field, parts, there, after);
            }
            Value::Array(items) if items.iter().all(Value::is_object) => {
                self.items(field, items, there, after);
            }
            Value::Array(items) => self.names(field, items, there, after),
            _ => self.leaf(field, before, there, after),
        }
    }

    fn parts(
        &mut self,
        field: &str,
        before: &Map<String, Value>,
        there: Option<&Value>,
        after: &After,
    ) {
        for (name, value) in before {
            // Which bytes these are is looked at with the files.
            if name != "asset" {
                let same = there.and_then(|it| it.get(name));
                self.leaf(&format!("{field}[{name}]"), value, same, after);
            }
        }
    }

    /// Compares things that are told apart by one of their parts, such as files by their addresses.
    fn items(&mut self, field: &str, before: &[Value], there: Option<&Value>, after: &After) {
        let there = there.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let known: HashMap<String, &Value> =
            there.iter().filter_map(|it| Some((identity(it)?, it))).collect();
        for item in before {
            let found = identity(item).and_then(|it| known.get(&it).copied());
            match (found, item.as_object(), self.left(field, item)) {
                (Some(found), Some(parts), _) => self.parts(field, parts, Some(found), after),
                // A file that is nowhere on the web.
                (_, _, Some(code)) => {
                    self.ledger.add(field, Treatment::Dropped, code, self.whose);
                }
                // It is there in another place: each part of it that is not is told.
                (None, Some(parts), None) if is_elsewhere(item, after) => {
                    let mut parts = parts.clone();
                    if parts.contains_key("asset") {
                        parts.remove("url");
                    }
                    self.parts(field, &parts, None, after);
                }
                _ => self.leaf(field, item, None, after),
            }
        }
    }

    /// The note by which the writer leaves out a thing of a list whose address leads nowhere.
    fn left(&self, field: &str, item: &Value) -> Option<&'static str> {
        let is_local = |it: &str| !address::is_web(it);
        item.get("url").and_then(Value::as_str).filter(|it| is_local(it))?;
        let post = self.whose.post?;
        let dropped = Some("links-dropped").filter(|code| self.target.has_note(post, code));
        let is_enclosure = field == "Post::enclosures";
        dropped.or_else(|| self.target.leaves_enclosures().filter(|_| is_enclosure))
    }

    /// Compares lists of names: each that is missing is told.
    fn names(&mut self, field: &str, before: &[Value], there: Option<&Value>, after: &After) {
        let Some(there) = there.filter(|there| !loose::is_same(&before.into(), there)) else {
            return self.leaf(field, &before.into(), there, after);
        };
        let mut known = Leaves::default();
        known.add(there);
        for name in before.iter().filter(|name| !known.have(name)) {
            let is_namesake =
                name.as_str().zip(after.namesakes).is_some_and(|(name, all)| all.contains(name));
            let is_called = |there: &Vec<Value>| self.is_called(field, name, there, is_namesake);
            match there.as_array().is_some_and(is_called) {
                true => self.put(field, Treatment::Mapped),
                false => self.leaf(field, name, None, after),
            }
        }
    }

    /// Whether one of the names that are there stands for a name, as a writer says or needs it: terms that differ in
    /// letter case are one, and of two people of one name one has something in brackets behind it.
    fn is_called(&self, field: &str, name: &Value, there: &[Value], is_namesake: bool) -> bool {
        let Some(name) = name.as_str() else { return false };
        let mut there = there.iter().filter_map(Value::as_str);
        match field {
            "Post::terms" if self.target.declared.has("terms-merged") => {
                let name = name.to_lowercase();
                there.any(|it| it.to_lowercase() == name)
            }
            "Post::authors" | "Site::authors" => {
                is_namesake && there.any(|it| name::without_brackets(it) == Some(name))
            }
            _ => false,
        }
    }

    fn leaf(&mut self, field: &str, before: &Value, there: Option<&Value>, after: &After) {
        let is_blank = before.as_str().is_some_and(|text| loose::text(text).is_empty());
        match there {
            Some(same) if same == before => self.put(field, Treatment::Kept),
            // There is nothing in it that could be lost.
            _ if is_blank => self.put(field, Treatment::Mapped),
            Some(same) if loose::is_same(before, same) => self.put(field, Treatment::Mapped),
            Some(same) if MARKUP.contains(&field) && loose::shows_same(before, same) => {
                self.put(field, Treatment::Mapped);
            }
            _ => match after.elsewhere(before) {
                Some(treatment) => self.put(field, treatment),
                None => self.lost(field, before),
            },
        }
    }

    /// Puts down what became of a field.
    pub(crate) fn put(&mut self, field: &str, treatment: Treatment) {
        self.ledger.add(field, treatment, "", self.whose);
    }

    /// Puts down a field that is not there: dropped where somebody says why, else unexplained.
    pub(crate) fn lost(&mut self, field: &str, value: &Value) {
        if let Some(why) = self.why(field) {
            let why = why.to_owned();
            return self.ledger.add(field, Treatment::Dropped, &why, self.whose);
        }
        self.ledger.add(field, Treatment::Unexplained, "", self.whose);
        let what = match named(value) {
            Some(name) => format!("{field}: {name}"),
            None => field.to_owned(),
        };
        self.find(FindingKind::FieldLost, what);
    }

    /// Why a field need not be there.
    pub(crate) fn why(&self, field: &str) -> Option<&str> {
        let whole = field.find('[').map_or(field, |end| &field[..end]);
        if self.target.overridden.contains(whole) {
            return Some("an option gave another value");
        }
        if self.target.is_public && PRIVATE.contains(&whole) {
            return Some("private: it reaches no public output");
        }
        let noted = || {
            let post = self.target.noted(self.whose.post, whole);
            post.or_else(|| self.target.noted(None, whole))
        };
        self.target.loss(field).or_else(|| of_part(field, self.target)).or_else(noted)
    }

    /// Tells of something that nothing explains.
    pub(crate) fn find(&mut self, kind: FindingKind, what: impl Into<String>) {
        let finding = Finding { post: None, title: None, ..Finding::new(kind, what) };
        let finding = match self.whose.post {
            Some(post) => finding.of(post, self.whose.title),
            None => Finding { title: self.whose.title.map(str::to_owned), ..finding },
        };
        self.findings.push(finding);
    }
}

/// Fields that are markup to one format and text to another: `&` and `&amp;` are one there.
const MARKUP: &[&str] = &["Term::description", "Series::description", "Author::bio"];

/// Fields that no public output may carry.
const PRIVATE: &[&str] = &["Author::email", "Comment::author_email", "Comment::author_ip"];

/// The types of the parts of posts, for losses that are declared of them: `Enclosure::title`.
const PARTS: &[(&str, &str)] = &[
    ("Post::enclosures", "Enclosure"),
    ("Post::links", "Link"),
    ("Post::neighbours", "Neighbour"),
    ("Post::translations", "Translation"),
    ("Post::in_reply_to", "InReplyTo"),
    ("Post::series", "SeriesPart"),
    ("Post::location", "Location"),
    ("Post::counts", "Counts"),
];

/// Why a part of a field need not be there, where it is declared of its type.
fn of_part<'t>(field: &str, target: &'t Target) -> Option<&'t str> {
    let (whole, part) = field.strip_suffix(']')?.split_once('[')?;
    let (_, of) = PARTS.iter().find(|(name, _)| *name == whole)?;
    target.loss(&format!("{of}::{part}"))
}

/// Whether a thing of a list is in another place: its address is, or it is a file, which is looked at with the files.
fn is_elsewhere(item: &Value, after: &After) -> bool {
    let address = ["url", "href"].iter().find_map(|name| item.get(name));
    item.get("asset").is_some()
        || address.is_some_and(|it| after.within.have(it) || after.aside.have(it))
}

/// What tells one thing of a list from the others.
fn identity(item: &Value) -> Option<String> {
    let names = ["url", "href", "reference", "series", "language", "direction"];
    let found = names.iter().find_map(|name| item.get(name)?.as_str());
    let also = item.get("scope").and_then(Value::as_str).unwrap_or_default();
    found.map(|it| format!("{} {also}", loose::text(it)))
}

/// A value that is short enough to be told.
fn named(value: &Value) -> Option<String> {
    const SHORT: usize = 120;
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => match items.as_slice() {
            [Value::String(text)] => text.clone(),
            _ => return None,
        },
        Value::Object(fields) => fields.get("at")?.as_str()?.to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (text.chars().count() <= SHORT).then_some(text)
}
