//! One test per fixture folder.
//!
//! - `tests/fixtures/import/<reader>/<case>/`: `input`, `input.*` (a file, a zip or a folder) is read; the result is
//!   `blog.json` (`blog-2.json` …) and `notes.txt`. `options.txt` may hold `from` (force the reader) and
//!   `subtitle=yes|no`, `repair-mojibake`, `home=URL`.
//! - `tests/fixtures/export/<case>/blog.json` is written by every writer; the results are the files in a folder named
//!   like the writer; a zip is a folder with its text entries and a list of all. Bytes of files may lie beside, in `media/`.
//!   `options.txt` may hold options of `larder convert` without their dashes: `archive-pages=2`.
//!
//! `BLESS=1 cargo test --test golden` accepts what comes out. Read it before you commit it.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test runner reads its own fixtures"
)]

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use flate2::read::MultiGzDecoder;
use larder_core::{
    Blob, Blog, Content, Digest, Fate, MemorySpool, Spool, format::is_of_moves, record,
};
use larder_export::{
    Account, Also, Grouping, MediaFolder, StyleSheet, WRITERS, WriteOptions, sink::Memory,
};
use larder_import::{Limits, Mojibake, READERS, ReadOptions, Reading, SubtitleChoice, source};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut trials = import_trials(&fixtures.join("import"));
    trials.extend(export_trials(&fixtures.join("export")));
    libtest_mimic::run(&arguments, trials).exit();
}

fn import_trials(folder: &Path) -> Vec<Trial> {
    let mut trials = Vec::new();
    for reader in READERS {
        let name = reader.format().name;
        let cases = folders(&folder.join(name));
        if cases.is_empty() {
            trials.push(Trial::test(format!("import/{name}"), move || {
                Err(format!("reader `{name}` has no case in tests/fixtures/import/{name}").into())
            }));
        }
        for case in cases {
            let title = format!("import/{name}/{}", file_name(&case));
            trials.push(Trial::test(title, move || import(name, &case)));
        }
    }
    trials
}

fn export_trials(folder: &Path) -> Vec<Trial> {
    let mut trials = Vec::new();
    for case in folders(folder) {
        for writer in WRITERS {
            let (name, case) = (writer.format().name, case.clone());
            let title = format!("export/{}/{name}", file_name(&case));
            trials.push(Trial::test(title, move || export(name, &case)));
        }
    }
    trials
}

fn import(reader: &'static str, case: &Path) -> Result<(), Failed> {
    let options = options(reader, case)?;
    let input = input(case)?;
    let source = source::open(&[input], &options.limits)?;
    let mut found = BTreeMap::new();
    match larder_import::read(&*source, &options) {
        Ok(reading) => show_reading(&reading, &mut found)?,
        Err(error) => _ = found.insert("notes.txt".to_owned(), format!("error: {error}\n")),
    }
    compare(case, &found, |name| name == "notes.txt" || name.starts_with("blog"))
}

fn options(reader: &str, case: &Path) -> Result<ReadOptions, Failed> {
    let mut options = ReadOptions::default();
    options.limits = Limits::default();
    for line in fs::read_to_string(case.join("options.txt")).unwrap_or_default().lines() {
        match line {
            "from" => options.from = Some(reader.to_owned()),
            "subtitle=yes" => options.subtitle = SubtitleChoice::Yes,
            "subtitle=no" => options.subtitle = SubtitleChoice::No,
            "repair-mojibake" => options.mojibake = Mojibake::Repair,
            home if home.starts_with("home=") => {
                options.home = home.strip_prefix("home=").map(str::to_owned);
            }
            other => return Err(format!("options.txt: unknown line `{other}`").into()),
        }
    }
    Ok(options)
}

fn input(case: &Path) -> Result<PathBuf, Failed> {
    let entries =
        fs::read_dir(case)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    let found = entries.into_iter().find(|path| {
        let name = file_name(path);
        name == "input" || name.starts_with("input.")
    });
    found.ok_or_else(|| format!("{} has no `input` or `input.*`", case.display()).into())
}

/// The blogs as the archive has them, but originals (which are the input again) as their digest only.
fn show_reading(reading: &Reading, found: &mut BTreeMap<String, String>) -> Result<(), Failed> {
    for (number, blog) in reading.blogs.iter().enumerate() {
        let mut blog = blog.clone();
        let notes = std::mem::take(&mut blog.notes);
        blog.posts.change_all(|post| {
            post.content.iter_mut().for_each(|content| shorten(content));
            post.revisions.iter_mut().filter_map(|it| it.content.as_mut()).for_each(shorten);
        })?;
        let name =
            if number == 0 { "blog.json".to_owned() } else { format!("blog-{}.json", number + 1) };
        found.insert(name, serde_json::to_string_pretty(&parts(&blog)?)? + "\n");
        for note in notes {
            found
                .entry("notes.txt".into())
                .or_default()
                .push_str(&format!("{}: {note}\n", note.kind.code()));
        }
    }
    let notes = found.entry("notes.txt".into()).or_default();
    for note in &reading.notes {
        notes.push_str(&format!("{}: {note}\n", note.kind.code()));
    }
    for entry in &reading.ledger.inputs {
        let fate = match &entry.fate {
            Some(Fate::Carried { .. }) => "carried".to_owned(),
            Some(Fate::Joined { .. }) => "joined".to_owned(),
            Some(Fate::StoredAside { place }) => format!("stored aside in {place}"),
            Some(Fate::LeftOut { rule, found }) => format!("left out ({rule}): {found}"),
            _ => "NOBODY KNOWS".to_owned(),
        };
        let lines = entry.lines().map(|it| {
            format!(
                "; {} lines = {} kept + {} furniture + {} unknown",
                it.total, it.kept, it.furniture, it.unknown
            )
        });
        notes.push_str(&format!("ledger: {}: {fate}{}\n", entry.name, lines.unwrap_or_default()));
    }
    let unexplained = reading.ledger.unexplained();
    if !unexplained.is_empty() {
        return Err(format!("unexplained losses: {unexplained:?}").into());
    }
    Ok(())
}

fn shorten(content: &mut Content) {
    let original = content.original.text().expect("the spool is in memory");
    let short = format!("{} bytes, sha256 {}", original.len(), Digest::of(original.as_bytes()));
    content.original = larder_core::Body::inline(short);
}

fn parts(blog: &Blog) -> serde_json::Result<serde_json::Value> {
    Ok(serde_json::json!({
        "site": blog.site, "authors": blog.authors, "terms": blog.terms, "series": blog.series,
        "posts": blog.posts, "comments": blog.comments, "assets": blog.assets,
    }))
}

fn export(name: &'static str, case: &Path) -> Result<(), Failed> {
    let text = fs::read_to_string(case.join("blog.json"))?;
    let document: record::Document = serde_json::from_str(&text)?;
    let mut blog = Blog::new(document.site);
    (blog.authors, blog.terms, blog.series) = (document.authors, document.terms, document.series);
    blog.posts = document.posts.into();
    (blog.comments, blog.assets) = (document.comments.into(), document.assets.into());
    blog.notes = document.notes;
    blog.sort();
    lay_bytes(case, &mut blog)?;
    let writer = larder_export::writer(name).ok_or("the writer is in the registry")?;
    let mut options = WriteOptions::default();
    options.public_address = Some("https://feeds.example.org/blog/".into());
    options.media = MediaFolder::Beside;
    write_options(case, &mut options)?;
    let mut account = Account::new(writer.format(), &blog);
    let mut sink = Memory::default();
    writer.write(&blog, &options, &mut sink, &mut account)?;
    larder_export::beside::write(&blog, &options, std::slice::from_mut(&mut account), &mut sink)?;
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for (file, bytes) in sink.files().iter().filter(|(file, _)| !file.ends_with(".schema.json")) {
        match bytes.starts_with(b"PK") {
            true => show_zip(file, bytes, &mut found)?,
            false => match String::from_utf8(bytes.clone()) {
                Ok(text) => _ = found.insert(file.clone(), text),
                Err(_) => _ = found.insert(format!("{file}.txt"), digest(bytes)),
            },
        }
    }
    let mut notes: String =
        account.notes.iter().map(|note| format!("{}: {note}\n", note.kind.code())).collect();
    for (rule, posts) in &account.output.left_out {
        notes.push_str(&format!("left out ({rule}): {posts:?}\n"));
    }
    if writer.format().is_folder() {
        // Templates are the same in every case; programs that make sites of them try them (tests/e2e/sites).
        let is_template = |name: &str| {
            const FOLDERS: [&str; 5] =
                ["layouts/", "_layouts/", "_includes/", "scripts/", "themes/"];
            FOLDERS.iter().any(|folder| name.starts_with(folder))
        };
        found.retain(|name, _| !is_template(name));
    } else {
        check(&found, &options)?;
    }
    found.insert("notes.txt".into(), notes);
    compare(&case.join(name), &found, |_| true)
}

/// Puts the bytes into the blog that lie beside it under the names that it has for them.
fn lay_bytes(case: &Path, blog: &mut Blog) -> Result<(), Failed> {
    let spool: Arc<dyn Spool> = Arc::new(MemorySpool::default());
    blog.assets.change_all(|asset| {
        let Some(stored) = &mut asset.stored else { return };
        if let Ok(bytes) = fs::read(case.join(&stored.file)) {
            stored.blob = Blob::keep(&spool, &bytes).ok();
        }
    })?;
    Ok(())
}

/// What stands for bytes that are no text.
fn digest(bytes: &[u8]) -> String {
    format!("{} bytes, sha256 {}\n", bytes.len(), Digest::of(bytes))
}

/// A zip as its list of entries, in their order, and the text of those that are text.
fn show_zip(name: &str, bytes: &[u8], found: &mut BTreeMap<String, String>) -> Result<(), Failed> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes))?;
    let is_wacz = name.ends_with(".wacz");
    let mut list = String::new();
    for place in 0..zip.len() {
        let mut entry = zip.by_index(place)?;
        let inside = entry.name()?.to_string();
        let mut content = Vec::new();
        entry.read_to_end(&mut content)?;
        if is_wacz {
            content = without_packing(&inside, content)?;
        }
        list.push_str(&format!("{inside}: {}", digest(&content)));
        if let Ok(text) = String::from_utf8(content) {
            found.insert(format!("{name}/{inside}"), text);
        }
    }
    found.insert(format!("{name}/entries.txt"), list);
    Ok(())
}

/// Every feed is clean: no error and no warning but accepted ones.
fn check(files: &BTreeMap<String, String>, written: &WriteOptions) -> Result<(), Failed> {
    let mut options = larder_check::Options::default();
    // Validators do not know the namespace of tombstones, which are written only when asked for.
    if written.also.contains(&Also::Tombstones) {
        options.accept.push(larder_check::Rule::UnknownNamespace);
    }
    // A blog archive shows its files by their paths in it.
    let mut of_moves = options.clone();
    of_moves.accept.push(larder_check::Rule::InvalidFullLink);
    // What WordPress imports looks like a feed of RSS and is none.
    for (name, text) in files.iter().filter(|(name, _)| !name.ends_with(".wxr.xml")) {
        let is_move = name.split('/').any(is_of_moves);
        let options = if is_move { &of_moves } else { &options };
        let report = larder_check::check(text.as_bytes(), options);
        // What other programs import is valid; it is not made for readers of feeds.
        let is_fine = match is_move {
            true => report.count(larder_check::Severity::Error) == 0,
            false => report.is_clean(),
        };
        if report.format.is_some() && !is_fine {
            let found: Vec<_> = report.findings.iter().map(ToString::to_string).collect();
            return Err(format!("{name} is not clean: {found:#?}").into());
        }
    }
    Ok(())
}

/// An entry of a web archive without what depends on how well something packs: records are unpacked, and where they are and
/// what their file is known by is left out. Bytes of pictures stand for themselves as a line.
fn without_packing(name: &str, content: Vec<u8>) -> Result<Vec<u8>, Failed> {
    if name.ends_with(".warc.gz") {
        let mut records = Vec::new();
        MultiGzDecoder::new(&*content).read_to_end(&mut records)?;
        let text = String::from_utf8_lossy(&records);
        return Ok(text.replace("\r\n", "\n").replace('\0', "\u{fffd}").into_bytes());
    }
    let mut text = String::from_utf8(content)?;
    for (before, after) in [
        ("\"length\":\"", "\""),
        ("\"offset\":\"", "\""),
        ("\"hash\": \"sha256:", "\""),
        ("\"hash\":\"sha256:", "\""),
        ("\"bytes\": ", "\n"),
    ] {
        let parts = text.split(before).enumerate().map(|(at, part)| match part.find(after) {
            Some(end) if at > 0 => format!("{before}…{}", &part[end..]),
            _ => part.to_owned(),
        });
        text = parts.collect();
    }
    Ok(text.into_bytes())
}

fn write_options(case: &Path, options: &mut WriteOptions) -> Result<(), Failed> {
    for line in fs::read_to_string(case.join("options.txt")).unwrap_or_default().lines() {
        let (name, value) = line.split_once('=').unwrap_or((line, ""));
        match name {
            "archive-pages" => options.archive_pages = Some(value.parse()?),
            "feeds-per" => {
                let names: Vec<_> = value.split(',').collect();
                options.feeds_per =
                    Grouping::ALL.into_iter().filter(|it| names.contains(&it.name())).collect();
            }
            "split-size" => options.split_size = Some(value.parse()?),
            "hub" => options.hub = Some(value.into()),
            "style" => options.style = Some(StyleSheet::Text(value.into())),
            "comments-feed" => _ = options.also.insert(Also::CommentsFeed),
            "comments-feed-per-post" => _ = options.also.insert(Also::CommentsFeedPerPost),
            "tombstones" => _ = options.also.insert(Also::Tombstones),
            "podcast" => _ = options.also.insert(Also::Podcast),
            "everything" => _ = options.also.insert(Also::Everything),
            "subscribe-page" => _ = options.also.insert(Also::SubscribePage),
            "count" => options.selection.count = Some(value.parse()?),
            other => return Err(format!("options.txt: unknown option `{other}`").into()),
        }
    }
    Ok(())
}

/// Compares files with what is blessed, both ways; with `BLESS=1` blesses them.
fn compare(
    folder: &Path,
    found: &BTreeMap<String, String>,
    ours: impl Fn(&str) -> bool,
) -> Result<(), Failed> {
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(folder)?;
        for (name, text) in found {
            let file = folder.join(name);
            fs::create_dir_all(file.parent().unwrap_or(folder))?;
            fs::write(file, text)?;
        }
        return Ok(());
    }
    for (name, text) in found {
        let Ok(expected) = fs::read_to_string(folder.join(name)) else {
            eprintln!("{text}");
            return Err(format!(
                "{}/{name} is missing; accept the above with BLESS=1",
                folder.display()
            )
            .into());
        };
        if expected != *text {
            let diff = similar::TextDiff::from_lines(&expected, text);
            let shown = diff.unified_diff().header("expected", "found").to_string();
            return Err(format!(
                "{}/{name} differs; accept with BLESS=1\n{shown}",
                folder.display()
            )
            .into());
        }
    }
    for path in files(folder) {
        let name = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        if ours(&name) && !found.contains_key(&name) {
            return Err(format!("{} was expected but not made", path.display()).into());
        }
    }
    Ok(())
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    sorted(folder, Path::is_dir)
}

/// All files in a folder and below it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let below = sorted(folder, Path::is_dir).into_iter().flat_map(|inner| files(&inner));
    sorted(folder, Path::is_file).into_iter().chain(below).collect()
}

fn sorted(folder: &Path, wanted: fn(&Path) -> bool) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<_> = entries.map(|entry| entry.path()).filter(|path| wanted(path)).collect();
    found.sort();
    found
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
