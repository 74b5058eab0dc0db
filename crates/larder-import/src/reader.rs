//! What a reader is.

use std::{fmt, io, sync::Arc};

use larder_core::{Cancel, Format, Rule};

use crate::{Intake, Limits, Probe, Progress, Sample, Source, Vote};

/// Reads one format: from a source to blogs.
pub trait Reader: Send + Sync {
    /// Name and summary.
    fn format(&self) -> &'static Format;

    /// How sure the reader is that one sample is of its format, and why.
    fn vote(&self, sample: &Sample) -> Vote;

    /// What it looks for, in one line, for the error that nothing was recognised.
    fn looks_for(&self) -> &'static str;

    /// How sure the reader is that the whole is of its format. By default, as sure as of the surest sample.
    fn vote_on_all(&self, probe: &Probe) -> Vote {
        probe.samples.iter().map(|sample| self.vote(sample)).max().unwrap_or(Vote::No)
    }

    /// The readers to which it hands what they know better: where their files stand beside files of its own, it reads the
    /// whole. By default, none.
    fn hands_to(&self) -> &'static [&'static Format] {
        &[]
    }

    /// Whether a sample is a container, whose content is no file of the input: only this reader is shown it. By default,
    /// none is.
    fn opens(&self, sample: &Sample) -> bool {
        let _ = sample;
        false
    }

    /// Reads everything of its format in the source.
    ///
    /// The caller has opened a ledger entry for each entry of the source ([`Intake::file`]); the reader settles each of
    /// them. One bad entry never stops the others. Fails only when the source itself can no longer be read, when there
    /// is nothing of the format at all, or when the user cancels.
    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError>;
}

/// What may be said about how to read. All of it has a default.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ReadOptions {
    /// The bounds.
    pub limits: Limits,
    /// How to read a line that may be a subtitle.
    pub subtitle: SubtitleChoice,
    /// The reader to use. By default the votes decide.
    pub from: Option<String>,
    /// Whether ids are taken as they stand in a feed, as programs that follow it do. By default an id that our own feeds
    /// had to write in another form is read back as it was. Posts without an id say so in `extra` (`feed:id-made`).
    pub ids_as_written: bool,
    /// The label of the encoding, as a server tells it. It counts more than what a document says of itself, but less than
    /// a byte order mark, and than bytes that are UTF-8 and hardly anything else. By default none is told.
    pub encoding: Option<String>,
    /// Whether texts that were once read in the wrong encoding are put right.
    pub mojibake: Mojibake,
    /// Types of records that are read as posts, besides the platform's own posts and pages: `recipe`, `product`. By
    /// default none; records of other types are kept in the archive only.
    pub types: Vec<String>,
    /// The address of the blog, for exports that do not say it: Ghost's since version 4 write a name in its place. By
    /// default it is only known where the export shows it.
    pub home: Option<String>,
    /// What tells whether a page was published, in exports whose pages have columns that their owner made up (Notion). By
    /// default nothing does, and no page is public.
    pub published_by: Option<PublishedBy>,
    /// Who is told how far it is.
    pub progress: Option<Arc<dyn Progress>>,
    /// How the run is asked to stop.
    pub cancel: Cancel,
}

impl fmt::Debug for ReadOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadOptions")
            .field("limits", &self.limits)
            .field("subtitle", &self.subtitle)
            .field("from", &self.from)
            .field("ids_as_written", &self.ids_as_written)
            .field("encoding", &self.encoding)
            .field("mojibake", &self.mojibake)
            .field("types", &self.types)
            .field("home", &self.home)
            .field("published_by", &self.published_by)
            .finish_non_exhaustive()
    }
}

/// What a line between title and text is, where the capture leaves it open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubtitleChoice {
    /// What the rules of the layout find likelier, with a note.
    #[default]
    Guess,
    /// Always the subtitle.
    Yes,
    /// Always part of the text.
    No,
}

/// The column that says whether a page was published, and the values that say yes.
///
/// ```
/// use larder_import::PublishedBy;
///
/// let by: PublishedBy = "Status=Live,Archived".parse().unwrap();
/// assert!(by.is_column("status") && by.is_published("live") && !by.is_published("Draft"));
/// // Without values, those are taken that say it in any case.
/// let by: PublishedBy = "공개 여부".parse().unwrap();
/// assert!(by.is_published("Yes") && by.is_published("발행") && !by.is_published("In progress"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedBy {
    column: String,
    values: Vec<String>,
}

impl PublishedBy {
    /// What says yes where no values are given.
    const USUAL: [&str; 8] = ["yes", "true", "published", "public", "live", "공개", "발행", "게시"];

    /// Whether a column has this name, in whatever case.
    pub fn is_column(&self, name: &str) -> bool {
        is_same(name, &self.column)
    }

    /// Whether a value says that the page was published.
    pub fn is_published(&self, value: &str) -> bool {
        match self.values.is_empty() {
            true => Self::USUAL.iter().any(|usual| is_same(value, usual)),
            false => self.values.iter().any(|known| is_same(value, known)),
        }
    }
}

fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

impl std::str::FromStr for PublishedBy {
    type Err = &'static str;

    /// Reads `NAME` or `NAME=VALUE,VALUE…`. Fails where there is no name, or `=` without a value.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (column, values) = match text.split_once('=') {
            Some((column, values)) => (column, Some(values)),
            None => (text, None),
        };
        let said = |text: &&str| !text.trim().is_empty();
        let values: Vec<String> = values
            .into_iter()
            .flat_map(|it| it.split(','))
            .filter(said)
            .map(str::to_owned)
            .collect();
        match () {
            () if column.trim().is_empty() => Err("a name of a column is missing"),
            () if text.contains('=') && values.is_empty() => Err("a value is missing behind `=`"),
            () => Ok(Self { column: column.trim().to_owned(), values }),
        }
    }
}

/// What becomes of texts that look like UTF-8 which somebody read as windows-1252 and saved again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mojibake {
    /// They stay as they are, with a note.
    #[default]
    Keep,
    /// They are put right, with a note. What they were is kept beside them.
    Repair,
}

/// Why nothing could be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// The input has no entries.
    Empty {
        /// The input.
        name: String,
    },
    /// No reader recognised anything.
    NotRecognised {
        /// The input.
        name: String,
        /// What each reader looks for.
        looked_for: Vec<(&'static str, &'static str)>,
        /// What was found, sample by sample.
        found: Vec<String>,
    },
    /// Everything in the input was left out by a rule.
    NothingUsable {
        /// The input.
        name: String,
        /// What was left out, by which rule, and what was found; the first of them.
        refused: Vec<(String, Rule, String)>,
        /// How many more there are.
        more: usize,
    },
    /// There is no reader of that name.
    UnknownFormat {
        /// The name.
        name: String,
    },
    /// A document cannot be read at all.
    Unreadable {
        /// Its name.
        name: String,
        /// The line, counted from 1, where it is known.
        line: Option<u64>,
        /// What was found and what was expected.
        found: String,
    },
    /// The archive was written by a newer major version.
    NewerVersion {
        /// Its name.
        name: String,
        /// The version it states.
        found: u64,
    },
    /// Bytes could not be read or kept.
    Io(io::Error),
    /// The user asked to stop.
    Cancelled,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty { name } => write!(f, "`{name}` is empty"),
            Self::NotRecognised { name, looked_for, found } => {
                write!(f, "nothing in `{name}` is a post that can be read")?;
                for (format, sign) in looked_for {
                    write!(f, "\n  looked for {format}: {sign}")?;
                }
                found.iter().try_for_each(|found| write!(f, "\n  found {found}"))
            }
            Self::NothingUsable { name, refused, more } => {
                write!(f, "nothing in `{name}` can be used")?;
                for (file, rule, found) in refused {
                    write!(f, "\n  `{file}`: {found} ({rule})")?;
                }
                if *more > 0 {
                    write!(f, "\n  and {more} more")?;
                }
                Ok(())
            }
            Self::UnknownFormat { name } => write!(f, "unknown format `{name}`"),
            Self::Unreadable { name, line: Some(line), found } => {
                write!(f, "`{name}`, line {line}: {found}")
            }
            Self::Unreadable { name, line: None, found } => write!(f, "`{name}`: {found}"),
            Self::NewerVersion { name, found } => {
                write!(f, "`{name}` is an archive of version {found}; this program reads version 1")
            }
            Self::Io(error) => fmt::Display::fmt(error, f),
            Self::Cancelled => f.write_str("stopped"),
        }
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
