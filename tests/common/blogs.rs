//! Blogs that use every field of the model, made from a number.
//!
//! They are generated from the archive's JSON Schema, which is generated from the types: a field that is added to the
//! model is in these blogs without a change here. Texts are as nasty as texts get. Ids are unique, references lead
//! somewhere, and digests are those of the bytes, as in any blog that a reader makes.

use std::sync::Arc;

use larder_core::{
    Blob, Blog, Body, Content, Digest, MemorySpool, Slot, Spool, Stored, Table,
    record::{Document, UNKNOWN_FIELDS, UNKNOWN_RECORDS, document_schema},
    table::Row,
};
use serde_json::{Map, Value, json};

/// The blog of this number with this many posts. The same number gives the same blog.
pub(crate) fn blog(seed: u64, posts: usize) -> Blog {
    let schema = document_schema();
    let mut maker = Maker { chance: Chance(seed), schema: &schema, posts };
    let document: Document =
        serde_json::from_value(maker.document()).expect("the schema describes the types");
    let mut blog = Blog::new(document.site);
    blog.authors = document.authors;
    blog.terms = document.terms;
    blog.series = document.series;
    blog.posts = document.posts.into();
    blog.comments = document.comments.into();
    blog.assets = document.assets.into();
    blog.notes = document.notes;
    spool(&mut blog, &mut maker.chance);
    blog.sort();
    blog
}

/// How many there are of whatever posts refer to.
const OTHERS: usize = 3;

/// The bytes that assets have.
const FILES: [(&[u8], &str); 3] =
    [(b"\xff\xd8 a picture", "jpg"), (b"", "bin"), (b"\0\x01\x02", "png")];

struct Maker<'a> {
    chance: Chance,
    schema: &'a Value,
    posts: usize,
}

impl Maker<'_> {
    fn document(&mut self) -> Value {
        let comments = if self.posts == 0 { 0 } else { OTHERS };
        let mut site = self.value(&json!({ "$ref": "#/$defs/Site" }));
        let records = json!({ "webmention": [{ "from": self.text() }], "note": [{ "code": "from-the-future" }] });
        if self.chance.one_in(2) {
            let mut extra = site["extra"].as_object().cloned().unwrap_or_default();
            extra.insert(UNKNOWN_RECORDS.into(), records);
            site["extra"] = extra.into();
        }
        json!({
            "larder": 1,
            "minor": 0,
            "site": site,
            "authors": self.records("Author", OTHERS),
            "terms": self.records("Term", OTHERS),
            "series": self.records("Series", OTHERS),
            "posts": self.records("Post", self.posts),
            "comments": self.records("Comment", comments),
            "assets": self.records("Asset", OTHERS),
            "notes": self.notes(),
        })
    }

    /// Records of one kind, each with an id of its own.
    fn records(&mut self, name: &str, count: usize) -> Vec<Value> {
        let schema = json!({ "$ref": format!("#/$defs/{name}") });
        let made = (0..count).map(|number| {
            let mut record = self.value(&schema);
            record["id"] = id(name, number).into();
            record
        });
        made.collect()
    }

    fn notes(&mut self) -> Vec<Value> {
        (0..OTHERS).map(|_| self.value(&json!({ "$ref": "#/$defs/Note" }))).collect()
    }

    /// A value that the schema allows.
    fn value(&mut self, schema: &Value) -> Value {
        if let Some(reference) = schema["$ref"].as_str() {
            return self.definition(reference.trim_start_matches("#/$defs/"));
        }
        if let Some(only) = schema.get("const") {
            return only.clone();
        }
        if let Some(choices) = schema["enum"].as_array() {
            return self.chance.of(choices).clone();
        }
        if schema.get("properties").is_some() {
            return self.object(schema);
        }
        if let Some(choices) = schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
            let choices: Vec<_> =
                choices.iter().filter(|choice| choice["type"] != "null").collect();
            let choice = *self.chance.of(&choices);
            return self.value(choice);
        }
        self.simple(schema)
    }

    fn object(&mut self, schema: &Value) -> Value {
        let mut made = Map::new();
        if let Some(choices) = schema["oneOf"].as_array() {
            let choice = self.chance.of(choices);
            made.extend(self.object(choice).as_object().cloned().unwrap_or_default());
        }
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        let properties = schema["properties"].as_object().cloned().unwrap_or_default();
        for (name, property) in &properties {
            if required.iter().any(|it| it == name) || !self.chance.one_in(3) {
                made.insert(name.clone(), self.value(property));
            }
        }
        Value::Object(made)
    }

    fn simple(&mut self, schema: &Value) -> Value {
        let types =
            schema["type"].as_array().map_or(vec![&schema["type"]], |types| types.iter().collect());
        let kind = types.into_iter().find_map(|it| it.as_str().filter(|it| *it != "null"));
        match kind {
            Some("string") => self.text().into(),
            Some("boolean") => self.chance.one_in(2).into(),
            Some("integer") => self.integer(schema["format"].as_str()),
            Some("array") => {
                let length = self.chance.below(4);
                (0..length).map(|_| self.value(&schema["items"])).collect()
            }
            _ => panic!("no generator for {schema}"),
        }
    }

    fn integer(&mut self, format: Option<&str>) -> Value {
        match format {
            Some("uint32") => (*self.chance.of(&[0, 1, 7, u32::MAX])).into(),
            Some("uint64") => (*self.chance.of(&[0, 1, 1 << 53, u64::MAX])).into(),
            Some("int32") => (*self.chance.of(&[i32::MIN, -1, 0, 37_566_500])).into(),
            other => panic!("no generator for integers of the format {other:?}"),
        }
    }

    /// A value of a type with rules of its own, which the schema cannot say.
    fn definition(&mut self, name: &str) -> Value {
        match name {
            "AuthorId" => self.id("Author", OTHERS),
            "TermId" => self.id("Term", OTHERS),
            "SeriesId" => self.id("Series", OTHERS),
            "AssetId" => self.id("Asset", OTHERS),
            "CommentId" => self.id("Comment", OTHERS),
            "PostId" => self.id("Post", self.posts.max(1)),
            "Digest" => Digest::of(self.text().as_bytes()).to_string().into(),
            "Timestamp" => self.timestamp(),
            "Extra" => self.extra(),
            "Stored" => self.stored(),
            _ => {
                let schema = self.schema["$defs"][name].clone();
                self.value(&schema)
            }
        }
    }

    fn id(&mut self, kind: &str, count: usize) -> Value {
        id(kind, self.chance.below(count)).into()
    }

    fn timestamp(&mut self) -> Value {
        const TIMES: [&str; 8] = [
            "2022-10-17T00:00:00+09:00",
            "2022-10-16T15:00:00Z",
            "0001-01-02T00:00:00+08:28",
            "9999-12-30T23:59:59.999999999-23:59",
            "1988-06-30T12:00:00.120+10:00",
            "2016-12-31T23:59:60Z",
            "1908-04-01T00:00:00+08:30",
            "2024-02-29T23:59:00-00:30",
        ];
        let mut made = json!({ "at": self.chance.of(&TIMES) });
        for name in ["Precision", "Zone"] {
            if self.chance.one_in(2) {
                made[name.to_ascii_lowercase()] = self.definition(name);
            }
        }
        made
    }

    fn extra(&mut self) -> Value {
        let mut made = Map::new();
        for _ in 0..self.chance.below(3) {
            let name = self.text();
            made.insert(name, self.any(3));
        }
        if self.chance.one_in(4) {
            made.insert(
                UNKNOWN_FIELDS.into(),
                json!({ "/from the ~1 future": self.any(2), "/\u{2028}": 1 }),
            );
        }
        Value::Object(made)
    }

    /// Any JSON without fractions.
    fn any(&mut self, depth: usize) -> Value {
        match self.chance.below(if depth == 0 { 5 } else { 7 }) {
            0 => Value::Null,
            1 => self.chance.one_in(2).into(),
            2 => i64::MIN.into(),
            3 => u64::MAX.into(),
            4 => self.text().into(),
            5 => (0..self.chance.below(3)).map(|_| self.any(depth - 1)).collect(),
            _ => Value::Object(
                (0..self.chance.below(3)).map(|_| (self.text(), self.any(depth - 1))).collect(),
            ),
        }
    }

    fn stored(&mut self) -> Value {
        let (bytes, extension) = *self.chance.of(&FILES);
        let stored = Stored::new(Digest::of(bytes), bytes.len() as u64, extension);
        let facts = serde_json::to_value(stored).expect("a model type is JSON");
        let schema = self.schema["$defs"]["Stored"].clone();
        let mut made = self.object(&schema);
        for name in ["file", "sha256", "length"] {
            made[name] = facts[name].clone();
        }
        made
    }

    /// A text with whatever breaks programs.
    fn text(&mut self) -> String {
        const PIECES: [&str; 28] = [
            "글",
            "한글 ",
            "\u{1112}\u{1161}\u{11ab}",
            "\u{a0}",
            "\u{3000}",
            "\u{2028}",
            "\u{2029}",
            "\u{85}",
            "\u{0}",
            "\u{1b}[31m",
            "\u{7f}\u{9f}",
            "\u{301}",
            "👩\u{200d}👩\u{200d}👧",
            "\u{202e}",
            "\u{feff}",
            "\u{fffd}",
            "\u{ffff}",
            "\u{10ffff}",
            "\"",
            "\\",
            "\\u2028",
            "\r\n",
            "\n\n",
            "\t",
            "]]>",
            "</script>&amp;",
            "/~0~1",
            " ",
        ];
        (0..self.chance.below(5)).map(|_| *self.chance.of(&PIECES)).collect()
    }
}

/// The id of a record: the source's own words, or an address.
fn id(kind: &str, number: usize) -> String {
    match number {
        0 => format!("https://example.org/{kind}?a=1&b=\u{2028}"),
        1 => format!(" {kind}\u{a0}\"하나\" "),
        number => format!("{kind}-{number}"),
    }
}

/// Puts every other body into a spool, as readers do, and the bytes of assets, and then every other record.
fn spool(blog: &mut Blog, chance: &mut Chance) {
    let spool: Arc<dyn Spool> = Arc::new(MemorySpool::default());
    keep_bodies(blog, chance, &spool);
    blog.posts = put_away(std::mem::take(&mut blog.posts), chance, &spool);
    blog.comments = put_away(std::mem::take(&mut blog.comments), chance, &spool);
    blog.assets = put_away(std::mem::take(&mut blog.assets), chance, &spool);
}

fn put_away<T: Row>(table: Table<T>, chance: &mut Chance, spool: &Arc<dyn Spool>) -> Table<T> {
    let mut put_away = |slot: Slot<T>| match chance.one_in(2) {
        true => {
            Slot::away(slot.into_record().expect("it is here"), spool).expect("memory takes it")
        }
        false => slot,
    };
    table.into_slots().into_iter().map(&mut put_away).collect()
}

fn keep_bodies(blog: &mut Blog, chance: &mut Chance, spool: &Arc<dyn Spool>) {
    let mut keep = |body: &mut Body| {
        if chance.one_in(2) {
            let text = body.text().expect("it is inline").into_owned();
            *body = Body::keep(spool, &text).expect("memory takes it");
        }
    };
    let mut keep_content = |content: &mut Content| {
        keep(&mut content.original);
        keep(&mut content.html);
    };
    let kept = blog.posts.change_all(|post| {
        post.content.as_deref_mut().into_iter().for_each(&mut keep_content);
        post.revisions.iter_mut().filter_map(|it| it.content.as_mut()).for_each(&mut keep_content);
    });
    kept.expect("all are here");
    blog.comments.change_all(|comment| keep(&mut comment.body)).expect("all are here");
    let attached = blog.assets.change_all(|asset| {
        let Some(stored) = &mut asset.stored else { return };
        let bytes = FILES
            .iter()
            .find(|(bytes, _)| Digest::of(bytes) == stored.sha256)
            .expect("one of ours")
            .0;
        stored.blob = Some(Blob::keep(spool, bytes).expect("memory takes it"));
    });
    attached.expect("all are here");
}

/// Numbers from a number (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}
