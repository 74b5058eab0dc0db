//! The census as a page for people.

use larder_core::SeriesKind;

use super::{Census, Inspection, all_notes, census, forecast::Forecast};
use crate::{
    input::Input,
    messages::{Message, Messages, Value},
    report::{
        Noted, blog_name, each_note, equations, kinds, reasons, rules, rules_explained, rules_of,
        unexplained,
    },
};

/// The page.
pub(super) fn text(
    messages: &Messages,
    inspection: &Inspection<'_>,
    input: &Input,
    noted: &[Noted],
) -> String {
    let mut page = Page { messages, lines: String::new() };
    page.detection(input);
    page.lines.push_str(&equations(messages, &input.reading.ledger));
    for blog in &inspection.blogs {
        page.blog(blog);
    }
    page.rules(inspection, input);
    page.notes(inspection, input, noted);
    page.lines.push_str(&unexplained(messages, &input.reading.ledger));
    page.lines
}

struct Page<'a> {
    messages: &'a Messages,
    lines: String,
}

impl Page<'_> {
    fn line(&mut self, indent: usize, id: &str, values: &[(&'static str, Value)]) {
        let said = self.messages.text(id, values);
        self.lines.push_str(&format!("{:indent$}{said}\n", ""));
    }

    fn detection(&mut self, input: &Input) {
        let names = input.names.join(", ");
        let format = input.detection.reader.format().name;
        self.line(0, "summary-read", &[("input", names.into()), ("format", format.into())]);
        self.lines.push_str(&reasons(self.messages, &input.detection));
    }

    fn blog(&mut self, blog: &Census) {
        self.lines.push_str(&format!("\n{}\n", blog_name(self.messages, &blog.name, &blog.id)));
        self.posts(blog);
        self.around(blog);
        self.media(blog);
        self.markup(blog);
        self.counts("inspect-private", &blog.not_public);
        self.hidden(blog);
        self.counts("inspect-personal", &blog.personal);
        if blog.forecasts.is_empty() {
            blog.writers.iter().for_each(|writer| self.writer(writer, blog.posts.total));
        }
        blog.forecasts.iter().for_each(|forecast| self.forecast(forecast));
    }

    fn posts(&mut self, blog: &Census) {
        let posts = &blog.posts;
        let values = [
            ("posts", posts.total.into()),
            ("with", posts.with_text.into()),
            ("without", (posts.total - posts.with_text).into()),
            ("dated", posts.dated.into()),
            ("undated", (posts.total - posts.dated).into()),
        ];
        self.line(2, "inspect-posts", &values);
        if posts.pages > 0 {
            self.line(4, "inspect-pages", &[("count", posts.pages.into())]);
        }
        if let (Some(first), Some(last)) = (&posts.first, &posts.last) {
            let values = [("first", first.as_str().into()), ("last", last.as_str().into())];
            self.line(4, "inspect-range", &values);
        }
        let values = [("characters", posts.characters.into()), ("words", posts.words.into())];
        self.line(4, "inspect-text", &values);
    }

    fn around(&mut self, blog: &Census) {
        for series in &blog.series {
            self.series(series);
        }
        if !blog.authors.is_empty() {
            let values =
                [("count", blog.authors.len().into()), ("names", blog.authors.join(", ").into())];
            self.line(2, "inspect-authors", &values);
        }
        if blog.categories + blog.tags > 0 {
            let values = [("categories", blog.categories.into()), ("tags", blog.tags.into())];
            self.line(2, "inspect-terms", &values);
        }
        if blog.comments > 0 {
            self.line(2, "inspect-comments", &[("count", blog.comments.into())]);
        }
    }

    fn series(&mut self, series: &census::SeriesCensus) {
        let kind = Message::new(match series.kind {
            SeriesKind::Book => "series-book",
            SeriesKind::Magazine => "series-magazine",
            SeriesKind::Serial => "series-serial",
            _ => "series-sequence",
        });
        let title = match &series.title {
            Some(title) => Value::from(title.as_str()),
            None => Message::new("untitled").into(),
        };
        let values = [("kind", kind.into()), ("title", title), ("posts", series.posts.into())];
        self.line(2, "inspect-series", &values);
        if !series.present.is_empty() {
            let present = series.present.as_str().into();
            self.line(4, "inspect-series-present", &[("present", present)]);
        }
        if !series.missing.is_empty() {
            let missing = series.missing.as_str().into();
            self.line(4, "inspect-series-missing", &[("missing", missing)]);
        }
    }

    fn media(&mut self, blog: &Census) {
        let media = &blog.media;
        if media.stored + media.only_address + media.gaps == 0 {
            return;
        }
        let values = [
            ("stored", media.stored.into()),
            ("bytes", media.stored_bytes.into()),
            ("address", media.only_address.into()),
            ("gaps", media.gaps.into()),
        ];
        self.line(2, "inspect-media", &values);
        if !media.hosts.is_empty() {
            let counts = media.hosts.iter().map(|(name, count)| (name.as_str(), *count as u64));
            self.line(4, "inspect-media-hosts", &[("parts", frequent(counts).into())]);
        }
        if media.missing > 0 {
            self.line(4, "inspect-media-missing", &[("count", media.missing.into())]);
        }
    }

    /// Languages, and what the platform's own markup is used for; the most frequent first.
    fn markup(&mut self, blog: &Census) {
        if !blog.languages.is_empty() {
            let counts = blog.languages.iter().map(|(name, count)| (name.as_str(), *count as u64));
            self.line(2, "inspect-languages", &[("parts", frequent(counts).into())]);
        }
        for (what, names) in &blog.markup {
            let counts = names.iter().map(|(name, count)| (name.as_str(), *count));
            let values =
                [("what", Value::phrase(what.clone())), ("parts", frequent(counts).into())];
            self.line(2, "inspect-markup", &values);
        }
    }

    fn counts(&mut self, id: &str, counts: &std::collections::BTreeMap<&'static str, usize>) {
        let messages = self.messages;
        let part = |(why, count): (&&str, &usize)| {
            messages.text(&format!("count-{why}"), &[("count", (*count).into())])
        };
        let parts: Vec<_> = counts.iter().map(part).collect();
        if !parts.is_empty() {
            self.line(2, id, &[("parts", parts.join(", ").into())]);
        }
    }

    /// The posts that are not public, one on a line, or how to see them.
    fn hidden(&mut self, blog: &Census) {
        if blog.hidden.is_empty() && !blog.not_public.is_empty() {
            self.line(4, "inspect-hidden-hint", &[]);
        }
        for post in &blog.hidden {
            let date = text_or(post.date.as_deref(), "inspect-no-date");
            let title = text_or(post.title.as_deref(), "untitled");
            let file = post.file.as_deref().map_or_else(String::new, |file| format!(" ({file})"));
            let why = post.why.iter().map(|why| self.messages.text(&format!("hidden-{why}"), &[]));
            let why = why.collect::<Vec<_>>().join(", ");
            let mut values =
                vec![("date", date), ("title", title), ("file", file.into()), ("why", why.into())];
            let id = match &post.include {
                Some(words) => {
                    values.push(("words", words.as_str().into()));
                    "inspect-hidden"
                }
                None => "inspect-hidden-never",
            };
            self.line(4, id, &values);
        }
    }

    fn writer(&mut self, writer: &census::WriterCensus, posts: usize) {
        let values = [
            ("format", writer.format.into()),
            ("written", writer.written.into()),
            ("posts", posts.into()),
        ];
        self.line(2, "inspect-writer", &values);
        if !writer.left_out.is_empty() {
            let rules = rules(self.messages, &writer.left_out);
            self.line(4, "inspect-writer-left-out", &[("rules", rules.into())]);
        }
        if !writer.losses.is_empty() {
            let fields: Vec<_> = writer.losses.iter().map(|loss| loss.field).collect();
            self.line(4, "inspect-writer-loses", &[("fields", fields.join(", ").into())]);
        }
    }

    /// What one format could not carry, and why.
    fn forecast(&mut self, forecast: &Forecast) {
        let values = [
            ("format", forecast.format.into()),
            ("written", forecast.written.into()),
            ("posts", forecast.posts.into()),
            ("files", forecast.files.into()),
            ("bytes", forecast.bytes.into()),
        ];
        self.line(2, "inspect-forecast", &values);
        if !forecast.left_out.is_empty() {
            let rules = rules(self.messages, &forecast.left_out);
            self.line(4, "inspect-writer-left-out", &[("rules", rules.into())]);
        }
        for field in &forecast.fields {
            let values = [
                ("field", field.field.as_str().into()),
                ("count", field.count.into()),
                ("why", Value::phrase(field.why.as_str())),
            ];
            self.line(4, "inspect-forecast-field", &values);
        }
        for (code, count) in &forecast.changes {
            let kind = self.messages.kind(code);
            let values = [("kind", kind.into()), ("count", (*count).into())];
            self.line(4, "inspect-forecast-change", &values);
        }
    }

    /// What the rules mean that left something out of the input, or would leave it out of an output.
    fn rules(&mut self, inspection: &Inspection<'_>, input: &Input) {
        let mut rules = rules_of(&input.reading.ledger);
        let writers = inspection.blogs.iter().flat_map(|blog| &blog.writers);
        rules.extend(writers.flat_map(|writer| writer.left_out.keys().copied()));
        let forecasts = inspection.blogs.iter().flat_map(|blog| &blog.forecasts);
        rules.extend(forecasts.flat_map(|forecast| forecast.left_out.keys().copied()));
        let said = rules_explained(self.messages, rules);
        if !said.is_empty() {
            self.lines.push_str(&format!("\n{said}"));
        }
    }

    /// The notes by kind, or one by one where they are given.
    fn notes(&mut self, inspection: &Inspection<'_>, input: &Input, noted: &[Noted]) {
        let total: usize = inspection.notes.values().sum();
        if total == 0 {
            return;
        }
        let reading = &input.reading;
        self.line(2, "summary-notes-all", &[("count", total.into())]);
        if !noted.is_empty() {
            return self.lines.push_str(&each_note(self.messages, noted));
        }
        self.lines.push_str(&kinds(self.messages, all_notes(&reading.blogs, &reading.notes)));
    }
}

/// A text, or the message for what has none.
fn text_or(text: Option<&str>, id: &'static str) -> Value {
    text.map_or_else(|| Message::new(id).into(), Value::from)
}

/// How many names are told one by one.
const TOLD: usize = 20;

/// Names with their numbers, the most frequent first; of very many the first ones.
fn frequent<'n>(counts: impl Iterator<Item = (&'n str, u64)>) -> String {
    let mut all: Vec<_> = counts.collect();
    all.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let mut told: Vec<_> =
        all.iter().take(TOLD).map(|(name, count)| format!("{name} {count}")).collect();
    if all.len() > TOLD {
        told.push("…".to_owned());
    }
    told.join(", ")
}
