//! Writes blogs and reads what was written, with parsers that had no part in the writing.

use larder_check::{Rule, Severity};
use larder_core::Blog;
use larder_export::{Account, MediaFolder, WriteError, WriteOptions, beside, sink::Memory, writer};
use larder_html::Embeds;

pub(crate) const FORMATS: [&str; 3] = ["rss", "atom", "json-feed"];

/// What a writer wrote, and what it said.
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) account: Account,
}

impl Written {
    /// The notes, one a line.
    pub(crate) fn notes(&self) -> String {
        self.account.notes.iter().map(|note| format!("{note}\n")).collect()
    }

    /// The codes of the notes.
    pub(crate) fn codes(&self) -> Vec<&'static str> {
        self.account.notes.iter().map(|note| note.kind.code()).collect()
    }

    /// The lines from the first that begins with `start` to the first that begins with `end`, both included.
    pub(crate) fn lines(&self, start: &str, end: &str) -> String {
        let from = self.text.find(&format!("\n{start}")).map(|at| at + 1);
        let rest = &self.text[from.unwrap_or_else(|| panic!("no {start} in {}", self.text))..];
        let to = rest.find(&format!("\n{end}")).map(|at| at + 1 + end.len());
        rest[..to.unwrap_or_else(|| panic!("no {end} in {rest}"))].to_owned()
    }
}

/// The options of most tests: a public address.
pub(crate) fn options() -> WriteOptions {
    let mut options = WriteOptions::default();
    options.public_address = Some("https://feeds.example.org/".into());
    options.media = MediaFolder::Beside;
    options
}

/// What the writer of `format` makes of a blog.
pub(crate) fn write(format: &str, blog: &Blog) -> Written {
    write_with(format, blog, &options()).unwrap()
}

pub(crate) fn write_with(
    format: &str,
    blog: &Blog,
    options: &WriteOptions,
) -> Result<Written, WriteError> {
    let writer = writer(format).unwrap();
    let mut account = Account::new(writer.format(), blog);
    let mut sink = Memory::default();
    writer.write(blog, options, &mut sink, &mut account)?;
    let file = writer.format().file;
    assert_eq!(account.output.files, [file]);
    let written = Written { text: sink.text(file).to_owned(), account };
    strict(format, &written.text, written.account.output.written);
    clean(format, &written, options);
    balanced(&written.account);
    Ok(written)
}

/// Every post is written or left out by a rule.
fn balanced(account: &Account) {
    let left_out: usize = account.output.left_out.values().map(Vec::len).sum();
    assert_eq!(account.output.posts, account.output.written + left_out as u64);
}

/// Parses strictly, checks every character, counts the items.
fn strict(format: &str, text: &str, posts: u64) {
    let forbidden = |c: char| {
        matches!(c, '\0'..='\x08' | '\x0b'..='\x1f' | '\x7f'..='\u{9f}' | '\u{feff}' | '\u{fffd}'
            | '\u{fdd0}'..='\u{fdef}')
            || u32::from(c) & 0xfffe == 0xfffe
    };
    assert_eq!(text.chars().find(|c| forbidden(*c)), None, "in {format}");
    let items = match format {
        "json-feed" => json(text)["items"].as_array().unwrap().len(),
        _ => {
            let document = roxmltree::Document::parse(text).unwrap();
            let name = if format == "rss" { "item" } else { "entry" };
            document.descendants().filter(|node| node.tag_name().name() == name).count()
        }
    };
    assert_eq!(items as u64, posts, "in {format}");
    match format {
        "rss" => {
            let channel = rss::Channel::read_from(text.as_bytes()).unwrap();
            assert_eq!(channel.items.len() as u64, posts);
        }
        "atom" => {
            let feed = atom_syndication::Feed::read_from(text.as_bytes()).unwrap();
            assert_eq!(feed.entries.len() as u64, posts);
        }
        _ => {}
    }
}

/// Writes a blog in every format of feeds, and checks every document and the list of them.
pub(crate) fn all_clean(blog: &Blog, options: &WriteOptions) {
    let (mut sink, mut accounts) = (Memory::default(), Vec::new());
    for format in FORMATS {
        let writer = writer(format).unwrap();
        let mut account = Account::new(writer.format(), blog);
        writer.write(blog, options, &mut sink, &mut account).unwrap();
        balanced(&account);
        accounts.push(account);
    }
    beside::write(blog, options, &mut accounts, &mut sink).unwrap();
    for (file, bytes) in sink.files() {
        let report = larder_check::check(bytes, &larder_check::Options::default());
        let wrong =
            report.findings.iter().filter(|it| !it.accepted && it.severity != Severity::Info);
        let wrong: Vec<_> = wrong.map(|it| format!("{} {it}", it.path)).collect();
        assert!(report.is_clean(), "{file}: {wrong:#?}\n{}", String::from_utf8_lossy(bytes));
    }
}

/// The checker finds no error and no warning but accepted ones, and those that the options ask for by name.
fn clean(format: &str, written: &Written, asked: &WriteOptions) {
    let mut options = larder_check::Options::default();
    if asked.embeds == Embeds::Keep {
        options.accept.push(Rule::SecurityRisk);
    }
    if asked.public_address.is_none() {
        let own = [Rule::MissingAtomSelfLink, Rule::MissingSelf, Rule::MissingRecommendedKey];
        options.accept.extend(own);
    }
    // It was said, and is what was asked for.
    if written.codes().contains(&"document-large") {
        options.accept.push(Rule::ValidatorLimit);
    }
    let report = larder_check::check(written.text.as_bytes(), &options);
    let wrong = report.findings.iter().filter(|it| !it.accepted && it.severity != Severity::Info);
    let wrong: Vec<_> = wrong.map(|it| format!("{} {it}", it.path)).collect();
    assert!(report.is_clean(), "in {format}: {wrong:#?}");
}

pub(crate) fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

/// The first item of a JSON Feed.
pub(crate) fn item(written: &Written) -> serde_json::Value {
    json(&written.text)["items"][0].clone()
}
