//! `larder check`: what is wrong with feeds, by the rules of the W3C feed validator.
//!
//! The result goes to standard output, grouped by file. With `--json`:
//!
//! ```text
//! { "larder": "0.1.0", "command": "check",
//!   "feeds": [{ "name", "format", "clean", "errors", "warnings", "infos", "accepted",
//!               "findings": [{ "rule", "severity", "accepted", "line", "column", "path", "found", "expected" }],
//!               "more": [{ "rule", "accepted", "count" }] }],
//!   "not_checked": [{ "name", "reason" }], "outcome": "clean" | "findings" | "unreadable", "exit_code" }
//! ```

mod page;
mod record;

use std::{io::Read as _, path::Path};

use larder_check::{Limits, Options, Report, can_be_feed, check};
use larder_import::{Source, SourceError, source};

use crate::{
    args::CheckArgs,
    exit::Exit,
    failure::{Failure, unopened},
    input,
    report::{Talk, pretty},
};

/// Checks the feeds that the command line names, and prints what was found.
pub(crate) fn run(args: &CheckArgs, talk: &Talk) -> Result<Exit, Failure> {
    if args.rules {
        return rules(args, talk);
    }
    let options = options(args);
    let mut run = Run::default();
    for path in &args.feeds {
        input(path, &options, &mut run);
    }
    let text = match args.json {
        true => pretty(&record::Document::of(&run)),
        false => page::text(talk, &run.checked),
    };
    talk.result(&text)?;
    for (_, failure) in &run.failures {
        talk.failure(failure);
    }
    Ok(run.exit())
}

fn rules(args: &CheckArgs, talk: &Talk) -> Result<Exit, Failure> {
    let text = match args.json {
        true => pretty(&record::rules()),
        false => page::rules(&talk.messages),
    };
    talk.result(&text).map(|()| Exit::Complete)
}

/// What was checked, and what could not be.
#[derive(Default)]
struct Run {
    checked: Vec<Checked>,
    /// Names with the reason.
    failures: Vec<(String, Failure)>,
}

/// A feed and its report.
struct Checked {
    name: String,
    report: Report,
}

impl Run {
    fn exit(&self) -> Exit {
        if !self.failures.is_empty() {
            Exit::Unreadable
        } else if self.checked.iter().all(|checked| checked.report.is_clean()) {
            Exit::Complete
        } else {
            Exit::Findings
        }
    }
}

fn options(args: &CheckArgs) -> Options {
    let mut options = Options::default();
    options.as_of = args.as_of;
    options.location.clone_from(&args.location);
    options.accept.clone_from(&args.accept);
    options
}

/// Checks one input: a file that is no feed is said, the files of a folder that are none are passed over.
fn input(path: &Path, options: &Options, run: &mut Run) {
    let name = match path.as_os_str() == "-" {
        true => "stdin".to_owned(),
        false => path.to_string_lossy().into_owned(),
    };
    let source = match input::open(&[path.to_owned()], &larder_import::Limits::default()) {
        Ok(source) => source,
        Err(failure) => return run.failures.push((name, failure)),
    };
    let before = (run.checked.len(), run.failures.len());
    for index in 0..source.entries().len() {
        let called = called(&name, &*source, index);
        match read(&*source, index, &options.limits) {
            Ok(Some(bytes)) => {
                let report = check(&bytes, options);
                if report.format.is_some() {
                    run.checked.push(Checked { name: called, report });
                }
            }
            Ok(None) => {}
            Err(error) => {
                let failure = unopened(&called, &error);
                run.failures.push((called, failure));
            }
        }
    }
    if (run.checked.len(), run.failures.len()) == before {
        let failure = Failure::unreadable("check-no-feed").with("name", name.as_str());
        run.failures.push((name, failure));
    }
}

/// A file by its path, standard input by its label, a file of a folder or a zip below the path of that.
fn called(input: &str, source: &dyn Source, index: usize) -> String {
    let entry = &source.entries()[index].name;
    let is_file = Path::new(input).file_name().is_some_and(|it| it == &**entry);
    if is_file && source.entries().len() == 1 {
        return input.to_owned();
    }
    format!("{}/{entry}", input.trim_end_matches('/'))
}

/// The bytes of what may be a feed: no more than a check reads.
fn read(
    source: &dyn Source,
    index: usize,
    limits: &Limits,
) -> Result<Option<Vec<u8>>, SourceError> {
    const HEAD: u64 = 4 << 10;
    let mut stream = source::unpacked(source, index, &larder_import::Limits::default())?;
    let mut bytes = Vec::new();
    (&mut stream).take(HEAD).read_to_end(&mut bytes)?;
    if !can_be_feed(&bytes) {
        return Ok(None);
    }
    let most = (limits.bytes as u64).saturating_sub(HEAD).saturating_add(1);
    stream.take(most).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}
