//! `larder redirects`: what is wrong with the redirects of a site, in the form of another host, and whether they work.
//!
//! The result goes to standard output. With `--json`:
//!
//! ```text
//! { "larder": "0.1.0", "command": "redirects",
//!   "file": { "name", "format", "rules", "redirects" },
//!   "findings": [{ "finding", …, "severity", "message" }],
//!   "converted": [{ "host", "files": [name], "unexpressed": [{ "reason", "count", "examples" }] }],
//!   "probe": { "base", "asked", "right", "wrong": [{ "url", "problem", … }] },
//!   "outcome": "complete" | "findings" | "losses" | "unreadable", "exit_code" }
//! ```

mod page;
mod probe;
mod record;

use std::{io, path::Path};

use larder_core::Severity;
use larder_export::{
    Sink as _, SinkError,
    redirects::{
        self, Case, Finding, Host, Pages, Parsed, Replay, Table, Unexpressed, Written, cases,
        cases_csv, detect, read_cases,
    },
    sink::{Existing, Folder},
};
use larder_import::source;

use crate::{
    args::RedirectsArgs,
    exit::Exit,
    failure::{Failure, unopened},
    input,
    messages::Message,
    report::{Talk, Volume, pretty},
};

/// The largest file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// Reads, checks, converts and probes what the command line names.
pub(crate) fn run(args: &RedirectsArgs, talk: &Talk) -> Result<Exit, Failure> {
    let name = name(&args.file);
    let bytes = read(&args.file, &name)?;
    let mut run = Run { name, ..Run::default() };
    let cases = match is_cases(&bytes) {
        true if args.format.is_none() => run.take_cases(args, &bytes)?,
        _ => run.take_rules(args, &bytes)?,
    };
    let shown = convert(args, &mut run)?;
    if let Some(base) = &args.probe {
        asking(talk, base, cases.len());
        run.probed = Some(probe::all(base, &cases, args.jobs, args.timeout)?);
    }
    let exit = run.exit();
    let text = match args.json {
        true => pretty(&record::Document::of(&run)),
        false => page::text(talk, &run),
    };
    match shown {
        // What was asked for has standard output for itself.
        Some(file) => talk.result(&file).map(|()| talk.remark(&text))?,
        None => talk.result(&text)?,
    }
    Ok(exit)
}

/// Who is asked is said before anybody is.
fn asking(talk: &Talk, base: &str, count: usize) {
    if talk.volume != Volume::Quiet {
        let values = [("base", base.into()), ("count", count.into())];
        talk.remark(&format!("{}\n", talk.messages.text("redirects-asking", &values)));
    }
}

/// What a run found and made.
#[derive(Default)]
struct Run {
    /// The file, as the user named it.
    name: String,
    /// Whose rules it holds. None for a table of tests.
    host: Option<Host>,
    /// How many rules were read.
    rules: usize,
    table: Table,
    findings: Vec<Finding>,
    converted: Vec<Converted>,
    probed: Option<probe::Probed>,
}

/// What was written for a host.
struct Converted {
    host: Host,
    files: Vec<String>,
    unexpressed: Vec<Unexpressed>,
}

impl Run {
    /// A table of tests is only there to be tried.
    fn take_cases(&mut self, args: &RedirectsArgs, bytes: &[u8]) -> Result<Vec<Case>, Failure> {
        if args.probe.is_none() || !args.convert.is_empty() {
            let failure = Failure::usage("redirects-only-probe").with("name", self.name.as_str());
            return Err(failure.hint(Message::new("hint-probe")));
        }
        let (cases, odd) = read_cases(&String::from_utf8_lossy(bytes));
        for line in odd {
            let reason = "it is no test of a redirect".to_owned();
            self.findings.push(Finding::NotRead { line, reason });
        }
        self.rules = cases.len();
        Ok(cases)
    }

    fn take_rules(&mut self, args: &RedirectsArgs, bytes: &[u8]) -> Result<Vec<Case>, Failure> {
        let host = args.format.or_else(|| detect(&self.name, bytes));
        let Some(host) = host else {
            let failure = Failure::unreadable("redirects-unknown").with("name", self.name.as_str());
            return Err(failure.hint(Message::new("hint-redirects-format")));
        };
        let parsed = redirects::parse(host, &self.name, bytes);
        if parsed.rules.is_empty() && !bytes.trim_ascii().is_empty() && parsed.findings.len() == 1 {
            return Err(Failure::unreadable("redirects-none")
                .with("name", self.name.as_str())
                .with("host", host.name()));
        }
        let path = args.site_path.as_deref().unwrap_or("/");
        let pages = args.site.as_deref().map(|site| pages(site, path)).transpose()?;
        (self.table, self.findings) = redirects::check(&parsed, pages.as_ref());
        (self.host, self.rules) = (Some(host), parsed.rules.len());
        Ok(tests(args, &parsed, &self.table))
    }

    fn exit(&self) -> Exit {
        let is_wrong = |it: &Finding| it.severity() != Severity::Info;
        if let Some(probed) = &self.probed
            && probed.is_unreachable()
        {
            return Exit::Unreadable;
        }
        let probe_fails = self.probed.as_ref().is_some_and(|it| !it.wrong.is_empty());
        if probe_fails || self.findings.iter().any(is_wrong) {
            return Exit::Findings;
        }
        let is_lossy = self.converted.iter().any(|it| !it.unexpressed.is_empty());
        if is_lossy { Exit::Losses } else { Exit::Complete }
    }
}

/// What to ask the site: what its host answers by these rules. A table does not say which host that is.
fn tests(args: &RedirectsArgs, parsed: &Parsed, table: &Table) -> Vec<Case> {
    match (&args.probe, parsed.host) {
        (None, _) => Vec::new(),
        (_, Host::Csv | Host::Json) => cases(table, None),
        _ => cases(table, Some(&Replay::new(parsed))),
    }
}

fn name(path: &Path) -> String {
    if path.as_os_str() == "-" { "stdin".to_owned() } else { path.to_string_lossy().into_owned() }
}

fn read(path: &Path, name: &str) -> Result<Vec<u8>, Failure> {
    let limits = larder_import::Limits::default();
    let source = input::open(&[path.to_owned()], &limits)?;
    if source.entries().len() != 1 {
        return Err(Failure::usage("redirects-one-file").with("name", name));
    }
    let read = || -> Result<Vec<u8>, larder_import::SourceError> {
        let mut bytes = Vec::new();
        let stream = source::unpacked(&*source, 0, &limits)?;
        io::Read::read_to_end(&mut io::Read::take(stream, LARGEST + 1), &mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().map_err(|error| unopened(name, &error))?;
    match bytes.len() as u64 > LARGEST {
        true => Err(Failure::unreadable("redirects-too-large").with("name", name)),
        false => Ok(bytes),
    }
}

fn is_cases(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.starts_with(b"url,expected_status,expected_location")
}

/// The largest page that sends visitors on, in bytes.
const LARGEST_STUB: u64 = 16 << 10;

/// The files of a site that stands at `path`. Pages that only send visitors on, as generators make them of old addresses, are none.
fn pages(folder: &Path, path: &str) -> Result<Pages, Failure> {
    let source = input::open(&[folder.to_owned()], &larder_import::Limits::default())?;
    let mut pages = Pages::default();
    for (at, entry) in source.entries().iter().enumerate() {
        let is_small = entry.length.is_some_and(|length| length <= LARGEST_STUB);
        let is_stub = || {
            let bytes = source.read(at).unwrap_or_default();
            !redirects::parse(Host::Html, &entry.name, &bytes).rules.is_empty()
        };
        let is_page = entry.name.ends_with(".html") || entry.name.ends_with(".htm");
        if !(is_page && is_small && is_stub()) {
            pages.add_file(&format!("{path}{}", entry.name));
        }
    }
    Ok(pages)
}

/// Writes for every host that was asked for. Returns the file that goes to standard output, if one does.
fn convert(args: &RedirectsArgs, run: &mut Run) -> Result<Option<String>, Failure> {
    let mut written: Vec<(Host, Written)> = Vec::new();
    for host in &args.convert {
        if written.iter().all(|(known, _)| known != host) {
            written.push((*host, redirects::write(*host, &run.table)));
        }
    }
    let files = |written: &Written| written.files.iter().map(|(name, _)| name.clone()).collect();
    for (host, written) in &written {
        let (files, unexpressed) = (files(written), written.unexpressed.clone());
        run.converted.push(Converted { host: *host, files, unexpressed });
    }
    match (&args.output, &written[..]) {
        (_, []) => Ok(None),
        (Some(output), _) => put(output, args.replace, &written, &run.table).map(|()| None),
        (None, [(_, Written { files, .. })]) if files.len() == 1 => Ok(Some(files[0].1.clone())),
        (None, _) => {
            Err(Failure::usage("redirects-several-files")
                .hint(Message::new("hint-redirects-output")))
        }
    }
}

/// Writes the files into a folder, with the tests beside them.
fn put(
    output: &Path,
    replace: bool,
    written: &[(Host, Written)],
    table: &Table,
) -> Result<(), Failure> {
    let existing = if replace { Existing::Replace } else { Existing::Refuse };
    let mut folder = Folder::create(output, existing)?;
    for (name, text) in written.iter().flat_map(|(_, written)| &written.files) {
        file(&mut folder, name, text)?;
    }
    let tests = match written {
        // One host is asked for all that it answers.
        [(host, written)] => cases(table, Some(&replay(*host, written))),
        _ => cases(table, None),
    };
    file(&mut folder, "redirects.test.csv", &cases_csv(&tests))?;
    folder.commit()?;
    Ok(())
}

fn replay(host: Host, written: &Written) -> Replay {
    let mut all = redirects::parse(host, "", b"");
    for (name, text) in written.files.iter().filter(|(name, _)| !name.ends_with(".server.conf")) {
        all.rules.extend(redirects::parse(host, name, text.as_bytes()).rules);
    }
    Replay::new(&all)
}

fn file(folder: &mut Folder, name: &str, text: &str) -> Result<(), SinkError> {
    folder.file(name, &mut |out| out.write_all(text.as_bytes()))
}
