//! `larder convert`: read once, write every format that was asked for, account for everything.
//!
//! ```text
//! checks of the command line → the output is begun → input is read → every blog × every writer → committed → report
//! ```
//!
//! Nothing appears under the output's name before all of it is complete.

mod feeds;
mod write;

pub(crate) use self::write::options as write_options;

use std::{
    fs,
    path::{Path, PathBuf},
};

use larder_core::Fate;
use larder_export::{
    SinkError, WriteError, Writer,
    sink::{is_within, leftovers, overlaps},
};
use serde::Serialize;

use crate::{
    args::ConvertArgs,
    exit::Exit,
    failure::Failure,
    input::{Input, names, read_input, stop_on_signal},
    messages::{Message, Value},
    report::{Run, Talk, again, failed, is_report, pretty, write_document},
    target::Target,
};

/// Converts, and says what became of everything.
pub(crate) fn run(mut args: ConvertArgs, talk: &Talk) -> Result<Exit, Failure> {
    once_each(&mut args.to);
    check(&args)?;
    match convert(&args, talk) {
        Ok(Some(run)) => {
            talk.summary(&run);
            report(&args, &run.document(), talk)?;
            Ok(run.exit())
        }
        // Whoever read standard output went away: they have what they wanted, and nothing more is said.
        Ok(None) => Ok(Exit::Complete),
        Err(failure) => {
            if failure.exit == Exit::Unreadable {
                report(&args, &failed(&names(&args.read), &failure), talk)?;
            }
            Err(failure)
        }
    }
}

fn report(args: &ConvertArgs, document: &impl Serialize, talk: &Talk) -> Result<(), Failure> {
    match args.report.as_deref() {
        Some(path) if is_dash(path) => talk.result(&pretty(document)),
        Some(path) => write_document(path, document),
        None => Ok(()),
    }
}

/// `--to rss,rss` is `--to rss`.
fn once_each(writers: &mut Vec<&'static dyn Writer>) {
    let mut seen = Vec::new();
    writers.retain(|writer| {
        let name = writer.format().name;
        let is_new = !seen.contains(&name);
        seen.push(name);
        is_new
    });
}

/// What can be known to be impossible before anything is read.
fn check(args: &ConvertArgs) -> Result<(), Failure> {
    let to_stdout = args.output.as_deref().is_some_and(is_dash);
    let report_to_stdout = args.report.as_deref().is_some_and(is_dash);
    if to_stdout && report_to_stdout {
        return Err(Failure::usage("error-two-on-stdout"));
    }
    if to_stdout && args.to.len() > 1 {
        return Err(needs_one(args.to.len()));
    }
    feeds::check(args)?;
    args.output.as_deref().map_or(Ok(()), check_name)?;
    let files = args.output.iter().chain(&args.report).filter(|path| !is_dash(path));
    for path in files {
        check_apart(path, &args.read.inputs)?;
    }
    match args.report.as_deref().filter(|path| !is_dash(path)) {
        Some(report) => check_report(report, args),
        None => Ok(()),
    }
}

/// How names of documents end: the output is a folder with several files, not one of these.
const DOCUMENTS: [&str; 8] = ["json", "jsonl", "xml", "rss", "atom", "opml", "html", "txt"];

/// A folder that is called like a document is not what was meant, unless there is one already.
#[expect(clippy::disallowed_methods, reason = "looks whether the folder is there")]
fn check_name(output: &Path) -> Result<(), Failure> {
    let end = output.extension().and_then(|end| end.to_str()).unwrap_or_default();
    let is_document = DOCUMENTS.iter().any(|it| end.eq_ignore_ascii_case(it));
    if !is_document || fs::metadata(output).is_ok_and(|it| it.is_dir()) {
        return Ok(());
    }
    let hint = Message::new("hint-output-file").with("path", shown(output));
    let hint = hint.with("folder", shown(&output.with_extension("")));
    Err(Failure::usage("error-output-is-file").with("path", shown(output)).hint(hint))
}

fn is_dash(path: &Path) -> bool {
    path == Path::new("-")
}

fn needs_one(count: usize) -> Failure {
    let failure = Failure::usage("error-output-needs-one").with("count", count);
    failure.hint(Message::new("hint-output-folder"))
}

/// An output within an input would be input the next time; an input within an output would be moved away with it.
fn check_apart(output: &Path, inputs: &[PathBuf]) -> Result<(), Failure> {
    let Some(input) = overlaps(output, inputs) else { return Ok(()) };
    Err(Failure::usage("error-overlap")
        .with("output", shown(output))
        .with("input", shown(input))
        .hint(Message::new("hint-output-elsewhere")))
}

/// A report stands outside the output, which appears whole or not at all, and takes the place of older reports only.
#[expect(clippy::disallowed_methods, reason = "looks whether a report can be written")]
fn check_report(report: &Path, args: &ConvertArgs) -> Result<(), Failure> {
    let output = args.output.as_deref().filter(|path| !is_dash(path));
    if output.is_some_and(|output| is_within(report, output)) {
        let failure = Failure::usage("error-report-in-output").with("path", shown(report));
        return Err(failure.hint(Message::new("hint-report-elsewhere")));
    }
    let folder = report.parent().filter(|folder| !folder.as_os_str().is_empty());
    fs::metadata(folder.unwrap_or(Path::new(".")))
        .map_err(|error| Failure::unwritable(shown(report), &error))?;
    match (fs::symlink_metadata(report).is_ok(), args.replace) {
        (false, _) => Ok(()),
        (true, false) => Err(Failure::usage("error-output-exists")
            .with("path", shown(report))
            .hint(Message::new("hint-replace"))),
        (true, true) if is_report(report) => Ok(()),
        (true, true) => Err(Failure::usage("error-not-a-report")
            .with("path", shown(report))
            .hint(Message::new("hint-not-ours"))),
    }
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Everything but the talk. `None` when standard output was closed before the end.
fn convert(args: &ConvertArgs, talk: &Talk) -> Result<Option<Run>, Failure> {
    let cancel = stop_on_signal(&talk.messages);
    // Looked for first: where folders cannot be locked, this run's own would be taken for one.
    let leftovers = args.output.as_deref().map(leftovers).unwrap_or_default();
    let style = feeds::style(&args.write)?;
    let mut target = Target::begin(args, &cancel)?;
    let mut input = read_input(&args.read, &cancel, talk)?;
    let files = input.reading.blogs.len() * args.to.len();
    if files == 0 {
        return Err(no_posts(&input));
    }
    if target.sink().takes_one() && files > 1 {
        return Err(needs_one(files));
    }
    let mut run = Run::begin(&mut input, args.output.as_deref().map(shown));
    run.again = again(std::env::args_os().map(|word| word.to_string_lossy().into_owned()));
    if let ([blog], None) = (&*input.reading.blogs, &args.write.public_url) {
        run.stays_at.clone_from(&blog.site.home);
    }
    match write::all(args, &mut input, style.as_ref(), target.sink(), &mut run) {
        Err(WriteError::Sink(SinkError::Closed)) => return Ok(None),
        result => result?,
    }
    run.dry_run = target.counted();
    run.leftovers = leftovers;
    run.committed = target.commit()?;
    Ok(Some(run))
}

/// Something was recognised, but no blog came of it: what was there, and the rules that left it out.
fn no_posts(input: &Input) -> Failure {
    const SHOWN: usize = 10;
    let name = input.names.join(", ");
    let mut failure = Failure::unreadable("read-nothing-found").with("name", name);
    for entry in &input.reading.ledger.inputs {
        if let Some(Fate::LeftOut { rule, found }) = &entry.fate {
            let line = Message::new("read-left-out").with("name", entry.name.to_string());
            failure.details.push(line.with("rule", *rule).with("found", Value::phrase(&**found)));
        }
    }
    failure.details.truncate(SHOWN);
    failure
}
