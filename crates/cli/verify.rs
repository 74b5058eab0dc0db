//! `larder verify`: proves that an output holds all that its input did, and nothing that must not be public.
//!
//! ```text
//! INPUT ─ read ─► blogs ─┬─► the writer of the format, into nowhere ─► what it declares
//!                        ├─► what must not be public ─► every file of OUTPUT
//! OUTPUT ─ read ─► blogs ┴─► larder-verify ─► Proof
//! ```
//!
//! Nothing here knows a format: outputs are read by the reader that recognises them, and what a format has no place for
//! is told by its writer. With `--json`:
//!
//! ```text
//! { "larder": "0.1.0", "command": "verify", "output", "against": [...],
//!   "proofs": [{ "format", "blog", "name", "verdict", "equations": { kind: Equation }, "fields": [...],
//!                "texts": {...}, "elements": {...}, "findings": { "counts", "told" } }],
//!   "findings": { "counts", "told" }, "outcome", "exit_code" }
//! ```

mod declare;
mod html;
mod output;
mod page;
mod record;

use std::{fs, io::Write as _, path::Path};

use larder_core::{Blog, Outcome};
use larder_import::ReadError;
use larder_verify::{Finding, FindingKind, Findings, Proof, Target, Verdict, verify};

pub(crate) use self::declare::{Dry, dry_run};
use self::output::{Part, Written};
use crate::{
    args::VerifyArgs,
    convert::write_options,
    exit::Exit,
    failure::{Failure, reason},
    folders::folders,
    input::{Input, open, options_for_output, read_named, stop_on_signal},
    messages::Message,
    report::{Talk, name_of, pretty},
};

/// Proves, and prints the proof.
pub(crate) fn run(args: &VerifyArgs, talk: &Talk) -> Result<Exit, Failure> {
    if let Some(path) = &args.html {
        check_new(path)?;
    }
    let cancel = stop_on_signal(&talk.messages);
    let input = read_named(&args.against, &args.how, &cancel, talk)?;
    let options = options_for_output(&args.how, &cancel);
    let source = open(std::slice::from_ref(&args.output), &options.limits)?;
    let mut verified = Verified::of(args, &input);
    for part in Part::all(&*source, args.written_as) {
        let written = Written::read(part, &options, args.written_as)?;
        verified.part(args, &input, &written, &options)?;
    }
    if let Some(path) = &args.html {
        write_page(path, &html::page(&talk.messages, &verified))?;
    }
    let text = match args.json {
        true => pretty(&record::Document::of(&verified)),
        false => page::text(talk, &verified),
    };
    talk.result(&text)?;
    Ok(verified.exit())
}

/// Everything that was proved.
struct Verified {
    /// The output, as the user named it.
    output: String,
    /// The inputs, as the user named them.
    against: Vec<String>,
    /// A proof for each format and each blog.
    proofs: Vec<Proved>,
    /// What nothing explains of no blog.
    findings: Findings,
    /// How reading the input ended.
    input: Outcome,
}

/// A blog in one format.
struct Proved {
    format: &'static str,
    /// The id of the blog.
    blog: String,
    /// What it is called.
    name: String,
    proof: Proof,
}

impl Verified {
    fn of(args: &VerifyArgs, input: &Input) -> Self {
        let reading = &input.reading;
        let notes = reading.notes.iter().chain(reading.blogs.iter().flat_map(|blog| &blog.notes));
        let mut findings = Findings::default();
        for what in reading.ledger.unexplained() {
            findings.push(Finding::new(FindingKind::NotReadWhole, what.to_string()));
        }
        Self {
            output: args.output.to_string_lossy().into_owned(),
            against: input.names.clone(),
            proofs: Vec::new(),
            findings,
            input: reading.ledger.outcome(notes),
        }
    }

    /// Proves all blogs of one format.
    fn part(
        &mut self,
        args: &VerifyArgs,
        input: &Input,
        written: &Written<'_>,
        how: &larder_import::ReadOptions,
    ) -> Result<(), Failure> {
        let blogs = &input.reading.blogs;
        let pairs = output::pairs(blogs, &written.reading.blogs);
        for finding in written.unread(blogs) {
            self.findings.push(finding);
        }
        for ((blog, folder), pair) in blogs.iter().zip(folders(blogs)).zip(pairs) {
            let mut options = write_options(&args.write, folder.as_deref(), &input.cancel);
            options.media = written.media();
            let dry = dry_run(blog, written.writer, &options)?;
            let mut target = target(args, written, &options, dry, input);
            let secrets = larder_verify::Secrets::of(blog, &target).map_err(ReadError::Io)?;
            let searched = written.search(&secrets, &input.cancel)?;
            target.files = searched.files;
            target.redirects = written.redirects(folder.as_deref());
            // Blogs that say nothing of themselves are told apart by their folders.
            let own = folder.as_deref().and_then(|folder| written.below(folder, how));
            let own = own.as_ref().map(|own| &*own.reading.blogs);
            let found = match own {
                Some(blogs) => {
                    output::pairs(std::slice::from_ref(blog), blogs)[0].map(|at| &blogs[at])
                }
                None => pair.map(|at| &written.reading.blogs[at]),
            };
            // Of a blog without any post that was to be carried nothing is there; posts that are missing say so themselves.
            let mut nothing = Blog::new(blog.site.clone());
            nothing.authors.clone_from(&blog.authors);
            let after = found.unwrap_or(&nothing);
            let mut proof = verify(blog, after, &target).map_err(ReadError::Io)?;
            let mut findings = searched.findings;
            // Of one of which nothing was to be carried there may be nothing.
            if found.is_none() && proof.verdict() == Verdict::Unexplained {
                findings.push(Finding::new(FindingKind::BlogMissing, name_of(blog)));
            }
            findings.append(proof.findings);
            proof.findings = findings;
            let (blog, name) = (blog.site.id.clone(), name_of(blog));
            let format = written.writer.format().name;
            self.proofs.push(Proved { format, blog, name, proof });
        }
        Ok(())
    }

    fn exit(&self) -> Exit {
        let verdict = self.proofs.iter().map(|proved| proved.proof.verdict()).max();
        match verdict.unwrap_or(Verdict::Unexplained) {
            _ if !self.findings.is_empty() => Exit::Unexplained,
            Verdict::Proved if self.input == Outcome::Complete => Exit::Complete,
            Verdict::Proved | Verdict::Declared => Exit::Losses,
            _ => Exit::Unexplained,
        }
    }
}

/// What the output was to be.
fn target(
    args: &VerifyArgs,
    written: &Written<'_>,
    options: &larder_export::WriteOptions,
    dry: Dry,
    input: &Input,
) -> Target {
    let mut target = Target::default();
    target.is_public = written.writer.is_public();
    target.selection = options.selection.clone();
    target.is_summary = options.extent == larder_export::Extent::Summary;
    let overridden =
        [("Site::title", options.title.is_some()), ("Site::language", options.language.is_some())];
    target.overridden = overridden.iter().filter(|it| it.1).map(|it| it.0.to_owned()).collect();
    target.address = options.public_address.clone();
    target.losses = dry.losses;
    target.declared = dry.declared;
    target.emails_published = args.write.podcast;
    let reader = input.detection.reader.format().name;
    target.is_archived = larder_export::writer(reader).is_some_and(|writer| !writer.is_public());
    target
}

/// A page is written where nothing is: a report of ours is not told from any other page.
#[expect(clippy::disallowed_methods, reason = "looks whether the page can be written")]
fn check_new(path: &Path) -> Result<(), Failure> {
    match fs::symlink_metadata(path).is_ok() {
        true => Err(Failure::usage("error-output-exists").with("path", path.display().to_string())),
        false => Ok(()),
    }
}

/// Writes the page whole, or not at all.
fn write_page(path: &Path, page: &str) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let written = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")));
    let written = written.and_then(|mut file| {
        file.write_all(page.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist_noclobber(path).map_err(|error| error.error)?;
        Ok(())
    });
    written.map_err(|error| {
        let failure = Failure::usage("write-report").with("path", path.display().to_string());
        failure.with("reason", reason(&error)).hint(Message::new("hint-report-elsewhere"))
    })
}
