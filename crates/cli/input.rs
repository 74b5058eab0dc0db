//! From the command line to what was read: options, source, detection, reading. Shared by `convert`, `inspect`, `verify`
//! and `diff`; `check` only opens.

use std::{
    fs,
    path::{Path, PathBuf},
    process,
    sync::Arc,
};

use larder_core::Cancel;
use larder_import::{
    Detection, Limits, Mojibake, Progress, ReadOptions, Reading, Source, SourceError,
    SubtitleChoice, detect, read, read_with, source,
};

use crate::{
    args::{DiffArgs, HowArgs, LimitArgs, ReadArgs, Subtitle},
    exit::Exit,
    failure::{Failure, unopened},
    messages::Messages,
    progress::Bar,
    report::{Talk, Volume, say_now},
};

/// What was read, and how it was known.
pub(crate) struct Input {
    /// The inputs, as the user named them.
    pub(crate) names: Vec<String>,
    /// Which reader was chosen, and what each said.
    pub(crate) detection: Detection,
    /// The blogs, the notes and the ledger.
    pub(crate) reading: Reading,
    /// How the run is asked to stop.
    pub(crate) cancel: Cancel,
    /// Who is told how far it is.
    pub(crate) progress: Arc<dyn Progress>,
}

/// Reads what the command line names, until `cancel` says to stop.
pub(crate) fn read_input(args: &ReadArgs, cancel: &Cancel, talk: &Talk) -> Result<Input, Failure> {
    read_named(&args.inputs, &args.how, cancel, talk)
}

/// Reads these inputs, until `cancel` says to stop.
pub(crate) fn read_named(
    inputs: &[PathBuf],
    how: &HowArgs,
    cancel: &Cancel,
    talk: &Talk,
) -> Result<Input, Failure> {
    start_threads(how)?;
    let progress = progress(talk);
    let options = options(how, cancel, &progress);
    let all: Vec<PathBuf> = inputs.iter().chain(&how.media).cloned().collect();
    let source = open(&all, &options.limits)?;
    let detection = detect(&*source, &options)?;
    let reading = read_with(detection.reader, &*source, &options)?;
    Ok(Input { names: shown(inputs), detection, reading, cancel: cancel.clone(), progress })
}

/// The options for reading what Larder wrote: the limits count, and nothing that is known of the input.
pub(crate) fn options_for_output(how: &HowArgs, cancel: &Cancel) -> ReadOptions {
    let mut options = ReadOptions::default();
    options.limits = limits(&how.limits);
    options.cancel = cancel.clone();
    options
}

/// Reads one state of a feed as those see it who follow it: with the ids as they stand.
pub(crate) fn read_as_followed(
    path: &Path,
    args: &DiffArgs,
    cancel: &Cancel,
    talk: &Talk,
) -> Result<Reading, Failure> {
    let mut options = ReadOptions::default();
    options.from.clone_from(&args.from);
    options.limits = limits(&args.limits);
    options.ids_as_written = true;
    options.progress = Some(progress(talk));
    options.cancel = cancel.clone();
    let source = open(&[path.to_owned()], &options.limits)?;
    Ok(read(&*source, &options)?)
}

/// The inputs, as the user named them.
pub(crate) fn names(args: &ReadArgs) -> Vec<String> {
    shown(&args.inputs)
}

fn shown(inputs: &[PathBuf]) -> Vec<String> {
    inputs.iter().map(|path| path.to_string_lossy().into_owned()).collect()
}

/// Opens what the command line names.
#[expect(
    clippy::disallowed_methods,
    reason = "an input that is not there is named before anything is read"
)]
pub(crate) fn open(inputs: &[PathBuf], limits: &Limits) -> Result<Box<dyn Source>, Failure> {
    for input in inputs.iter().filter(|input| input.as_os_str() != "-") {
        if let Err(error) = fs::metadata(input) {
            return Err(unopened(&input.to_string_lossy(), &SourceError::Io(error)));
        }
    }
    Ok(source::open(inputs, limits)?)
}

fn options(args: &HowArgs, cancel: &Cancel, progress: &Arc<dyn Progress>) -> ReadOptions {
    let mut options = ReadOptions::default();
    options.limits = limits(&args.limits);
    options.subtitle = match args.subtitle {
        Subtitle::Guess => SubtitleChoice::Guess,
        Subtitle::Yes => SubtitleChoice::Yes,
        Subtitle::No => SubtitleChoice::No,
    };
    options.from.clone_from(&args.from);
    options.encoding.clone_from(&args.encoding);
    if args.repair_mojibake {
        options.mojibake = Mojibake::Repair;
    }
    options.types.clone_from(&args.types);
    options.home.clone_from(&args.home);
    options.published_by.clone_from(&args.published_by);
    options.progress = Some(Arc::clone(progress));
    options.cancel = cancel.clone();
    options
}

fn limits(args: &LimitArgs) -> Limits {
    let mut limits = Limits::default();
    let sizes = [
        (&mut limits.file_bytes, args.max_file_size),
        (&mut limits.unpacked_bytes, args.max_unpacked_size),
        (&mut limits.spool_bytes, args.spool_memory),
    ];
    for (limit, size) in sizes {
        *limit = size.map_or(*limit, |size| size.bytes());
    }
    limits.files = args.max_files.unwrap_or(limits.files);
    limits.ratio = args.max_ratio.unwrap_or(limits.ratio);
    limits.depth = args.max_depth.unwrap_or(limits.depth);
    limits.lines = args.max_lines.unwrap_or(limits.lines);
    limits.seconds = args.max_seconds.unwrap_or(limits.seconds);
    limits
}

fn start_threads(args: &HowArgs) -> Result<(), Failure> {
    let Some(threads) = args.threads else { return Ok(()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads));
    let started = pool.build_global();
    started.map_err(|error| Failure::usage("error-threads").with("reason", error.to_string()))
}

/// The first Ctrl-C (or SIGTERM) asks to stop, the second stops at once.
pub(crate) fn stop_on_signal(messages: &Messages) -> Cancel {
    let cancel = Cancel::default();
    let (asked, stopping) = (cancel.clone(), messages.text("stopping", &[]));
    let set = ctrlc::set_handler(move || {
        if asked.is_cancelled() {
            process::exit(i32::from(Exit::Cancelled.code()));
        }
        asked.cancel();
        say_now(&stopping);
    });
    // Without a handler a signal ends the program at once, as it does for any other.
    let _ = set;
    cancel
}

/// Where the system limits the size of files, writing beyond the limit is an error like a full disk, not the end of the
/// program with half of its output lying about.
#[cfg(unix)]
pub(crate) fn outlive_file_limits() {
    // What the flag says nobody asks: that the signal is handled is enough to make the write fail.
    let flag = Arc::default();
    // Without a handler the signal ends the program, as it does any other.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, flag);
}

#[cfg(not(unix))]
pub(crate) fn outlive_file_limits() {}

fn progress(talk: &Talk) -> Arc<dyn Progress> {
    let bar = if talk.volume == Volume::Quiet { None } else { Bar::on_terminal(&talk.messages) };
    match bar {
        Some(bar) => Arc::new(bar),
        None => Arc::new(()),
    }
}
