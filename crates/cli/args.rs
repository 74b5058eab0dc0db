//! The command line: what may be said, and what each thing means when nobody says it.
//!
//! The names of formats come from the registries, so a new reader or writer appears here by itself.

mod translated;
mod values;

use std::{
    num::{NonZeroU8, NonZeroUsize},
    path::PathBuf,
};

use clap::{Args as Arguments, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use larder_check::{Moment, Rule};
use larder_core::Timestamp;
use larder_export::{Writer, ZoneName, redirects::Host};

pub(crate) use self::{
    translated::translated,
    values::{Count, Group, Included, Size, Style, tidy},
};

/// Keeps blogs: reads archived posts, writes feeds and a lossless archive, and says what it left out
#[derive(Parser)]
#[command(name = "larder", version, after_long_help = EXIT_CODES)]
#[command(arg_required_else_help = true, disable_help_subcommand = true)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) talk: TalkArgs,

    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0    all carried
  1    done, with declared losses
  2    the command line asks for something that cannot be done, or the output cannot be written
  3    something came in and nobody knows what became of it
  4    the input is missing, empty, or nothing that can be read, or temporary space ran out
  130  stopped by Ctrl-C or SIGTERM; nothing was left behind";

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Read posts and write feeds and archives of them
    Convert(Box<ConvertArgs>),
    /// Say what an input is and what it holds
    Inspect(Box<InspectArgs>),
    /// Check feeds by the rules of the W3C feed validator
    Check(CheckArgs),
    /// Prove that an output holds all that its input did, and nothing that must not be public
    Verify(Box<VerifyArgs>),
    /// Compare two states of a feed: which posts would be announced again, to whom, and why
    Diff(Box<DiffArgs>),
    /// Check the redirects of a site, write them for other hosts, or ask the site whether they work
    Redirects(Box<RedirectsArgs>),
    /// List the formats
    Formats(FormatsArgs),
    /// Print the JSON Schema of the archive
    Schema(SchemaArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual, or write its pages
    Man(ManArgs),
}

/// How the program talks.
#[derive(Arguments)]
#[command(next_help_heading = "Messages")]
pub(crate) struct TalkArgs {
    /// Say only what went wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Say every note, and why the format was chosen
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,

    /// The language of messages; `auto` is that of the environment
    #[arg(long, global = true, value_name = "LANGUAGE", default_value = "auto")]
    pub(crate) lang: LanguageChoice,

    /// Whether messages are coloured; `auto` means on a terminal
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorWhen,
}

/// The language of messages. [`Messages`](crate::messages::Messages) reads it before the rest is parsed.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum LanguageChoice {
    Auto,
    En,
    Ko,
}

/// When to use colour.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ColorWhen {
    Auto,
    Always,
    Never,
}

/// What to read, and how.
#[derive(Arguments)]
pub(crate) struct ReadArgs {
    /// Files, folders, zips and tar archives to read; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) how: HowArgs,
}

/// How to read.
#[derive(Arguments)]
pub(crate) struct HowArgs {
    /// Read as this format. By default the content decides. Names of platforms are understood, too: `wordpress` is `wxr`
    /// (`larder formats` lists them)
    #[arg(long, value_name = "FORMAT", value_parser = values::readers())]
    pub(crate) from: Option<String>,

    /// Whether a line between title and text is the subtitle, where the capture leaves it open
    #[arg(long, value_name = "CHOICE", default_value = "guess")]
    pub(crate) subtitle: Subtitle,

    /// The encoding of the input, as a server's Content-Type tells it, such as `euc-kr`: where a page or an XML feed says
    /// something else, this counts. A byte order mark counts more, and text that can only be UTF-8
    #[arg(long, value_name = "LABEL", value_parser = values::encoding)]
    pub(crate) encoding: Option<String>,

    /// Put right what was once read in the wrong encoding and saved so (`Ã©`, `ê¸€`), in feeds; what it was is kept
    #[arg(long)]
    pub(crate) repair_mojibake: bool,

    /// Files beside the input that its posts refer to, such as a downloaded `uploads` folder or a zip of it: their bytes
    /// are put into the archive. May be given several times
    #[arg(long, value_name = "PATH")]
    pub(crate) media: Vec<PathBuf>,

    /// Read records of these types as posts, besides the platform's posts and pages: `--types recipe,portfolio`. By
    /// default other types are kept in the archive and in no public output
    #[arg(long, value_name = "TYPE,…", value_delimiter = ',')]
    pub(crate) types: Vec<String>,

    /// The address of the blog, where the export does not say it (Ghost since version 4, Movable Type, some of WordPress): `--home https://example.org/`
    #[arg(long, value_name = "URL", value_parser = values::address)]
    pub(crate) home: Option<String>,

    /// The column that says whether a page was published, where an export has only what its owner made up (Notion):
    /// `--published-by Published`, or with the values that say yes: `--published-by Status=Live,Archived`
    #[arg(long, value_name = "NAME[=VALUE,…]")]
    pub(crate) published_by: Option<larder_import::PublishedBy>,

    /// How many threads to use. By default, one for each core
    #[arg(long, value_name = "N", value_parser = values::threads)]
    pub(crate) threads: Option<u16>,

    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

/// What a line that may be a subtitle is taken for.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Subtitle {
    /// What the rules of the layout find likelier
    Guess,
    /// Always the subtitle
    Yes,
    /// Always part of the text
    No,
}

/// The bounds that keep hostile input harmless.
#[derive(Arguments)]
#[command(next_help_heading = "Limits")]
pub(crate) struct LimitArgs {
    /// The largest file that is held in memory at once [default: 64MiB]
    #[arg(long, value_name = "SIZE")]
    pub(crate) max_file_size: Option<Size>,

    /// The most files of one input [default: 1000000]
    #[arg(long, value_name = "N", value_parser = values::number::<u64>)]
    pub(crate) max_files: Option<u64>,

    /// The most bytes that archives may unpack to [default: 100GiB]
    #[arg(long, value_name = "SIZE")]
    pub(crate) max_unpacked_size: Option<Size>,

    /// The highest ratio of unpacked to packed bytes, for entries over 64MiB [default: 200]
    #[arg(long, value_name = "N", value_parser = values::number::<u64>)]
    pub(crate) max_ratio: Option<u64>,

    /// The deepest nesting of HTML elements [default: 512]
    #[arg(long, value_name = "N", value_parser = values::number::<u32>)]
    pub(crate) max_depth: Option<u32>,

    /// The most lines of a text (those of nothing but spaces not counted), blocks of a page or entries of a response
    /// [default: 200000]
    #[arg(long, value_name = "N", value_parser = values::number::<u64>)]
    pub(crate) max_lines: Option<u64>,

    /// The longest time for reading one document, in seconds; a document that takes longer is left out [default: 10]
    #[arg(long, value_name = "N", value_parser = values::number::<u64>)]
    pub(crate) max_seconds: Option<u64>,

    /// The most bytes of texts and files that are kept in memory; the rest goes to a temporary file [default: 16MB]
    #[arg(long, value_name = "SIZE")]
    pub(crate) spool_memory: Option<Size>,
}

/// Options of `larder convert`.
#[derive(Arguments)]
pub(crate) struct ConvertArgs {
    /// The formats to write, with commas between them
    #[arg(long, required = true, value_name = "FORMAT", value_delimiter = ',')]
    #[arg(value_parser = values::writers())]
    pub(crate) to: Vec<&'static dyn Writer>,

    /// Where to write: a folder, a zip (`.zip`), or `-` for standard output (one format)
    #[arg(short, long, value_name = "OUTPUT", required_unless_present = "dry_run")]
    pub(crate) output: Option<PathBuf>,

    /// Put the new output in the place of an older one, once it is complete; the older one is kept as OUTPUT.old,
    /// OUTPUT.old-2 and so on
    #[arg(long)]
    pub(crate) replace: bool,

    /// Do everything but write
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Write the whole account of the run as JSON to a file outside the output, or with `-` to standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) read: ReadArgs,

    #[command(flatten)]
    pub(crate) write: WriteArgs,
}

/// What feeds carry.
#[derive(Arguments)]
#[command(next_help_heading = "Feeds")]
pub(crate) struct WriteArgs {
    /// The address where the output will stand, such as `https://example.org/blog/`
    #[arg(long, value_name = "URL", value_parser = values::address)]
    pub(crate) public_url: Option<String>,

    /// How many posts a feed carries, newest first: a number or `all`
    #[arg(long, value_name = "N", default_value = "all")]
    pub(crate) count: Count,

    /// Keep the whole history in archive documents of N posts each, which never change once they are full (RFC 5005); the
    /// feed itself then holds what is newer, and at least the newest 20 posts or as many as `--count` says
    #[arg(long, value_name = "N", value_parser = values::posts)]
    pub(crate) archive_pages: Option<NonZeroUsize>,

    /// The most bytes of a file that another platform is to import, such as `10MB` (which is the default); what is larger
    /// is written as several files, each whole
    #[arg(long, value_name = "SIZE")]
    pub(crate) split_size: Option<Size>,

    /// Write a feed for each of these too, with commas between: `tag/NAME/rss.xml` and so on
    #[arg(long, value_name = "GROUP", value_delimiter = ',')]
    pub(crate) feeds_per: Vec<Group>,

    /// The WebSub hub that tells readers of new posts. Your server should name it too, in a `Link` header
    #[arg(long, value_name = "URL", value_parser = values::link)]
    pub(crate) hub: Option<String>,

    /// The style sheet for those who open RSS or Atom in a browser: a file (`.css`), which is written beside them, or an
    /// address
    #[arg(long, value_name = "STYLE", value_parser = values::style)]
    pub(crate) style: Option<Style>,

    /// Write a feed of all comments that were shown, too (RSS and Atom): names and texts, no addresses of e-mail
    #[arg(long)]
    pub(crate) comments_feed: bool,

    /// For each post with comments that were shown, write a feed of just these, too, to which the post leads (RSS and Atom):
    /// `comments/NAME/rss.xml` and so on
    #[arg(long)]
    pub(crate) comments_feed_per_post: bool,

    /// Name the posts that are gone for good, as the blog says under `feed:deleted` (Atom, JSON Feed)
    #[arg(long)]
    pub(crate) tombstones: bool,

    /// Write the `itunes:` fields of podcasts (RSS), where the blog has all that programs demand; among it the owner's
    /// address of e-mail
    #[arg(long)]
    pub(crate) podcast: bool,

    /// Write a page for people who open the address of the feeds: `subscribe.html`
    #[arg(long)]
    pub(crate) subscribe_page: bool,

    /// Write all posts in one document too, however large, for other programs to import: `everything.rss.xml` and so on.
    /// It is not for subscription, and no list names it
    #[arg(long)]
    pub(crate) everything: bool,

    /// Put at most N posts into one file for another platform, and write as many files as there have to be (Ghost)
    #[arg(long, value_name = "N", value_parser = values::posts)]
    pub(crate) split_posts: Option<NonZeroUsize>,

    /// Name the old address of each post as the one that search engines are to go by (Ghost): for a copy of a blog that
    /// stays where it was
    #[arg(long)]
    pub(crate) canonical: bool,

    /// For which hosts redirects from the old addresses are written too, with commas between (moves to sites). The
    /// table of all of them is always written
    #[arg(long, value_name = "HOST,…", value_delimiter = ',', value_parser = values::hosts())]
    pub(crate) redirects: Vec<Host>,

    /// How Hangul is spelled in the addresses of a site. Old addresses lead to the new ones
    #[arg(long, value_name = "SPELLING")]
    pub(crate) slugs: Option<SlugChoice>,

    /// The zone that the dates of a site are stated in, such as `Asia/Seoul`. By default the offset that most of them have
    #[arg(long, value_name = "ZONE", value_parser = values::zone)]
    pub(crate) site_zone: Option<ZoneName>,

    /// The time to state as that of writing, such as `2026-11-30T12:00:00Z` (web archives). By default the date of the last
    /// change that is known
    #[arg(long, value_name = "TIME", value_parser = values::time)]
    pub(crate) written_at: Option<Timestamp>,

    /// How much of each post a feed carries
    #[arg(long, value_name = "EXTENT", default_value = "full")]
    pub(crate) content: ContentExtent,

    /// What becomes of embedded players
    #[arg(long, value_name = "CHOICE", default_value = "link")]
    pub(crate) embeds: EmbedChoice,

    /// The language, where the archive does not tell it, as a tag such as `ko`
    #[arg(long, value_name = "TAG", value_parser = values::language)]
    pub(crate) language: Option<String>,

    /// The name of the blog, where the archive does not tell it or another is wanted
    #[arg(long, value_name = "TITLE")]
    pub(crate) title: Option<String>,

    /// What else feeds carry besides public, dated posts, with commas between
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub(crate) include: Vec<Included>,
}

/// How much of each post a feed carries.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ContentExtent {
    /// The whole text
    Full,
    /// The summary, or the beginning of the text where there is none
    Summary,
}

/// How Hangul is spelled in addresses.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum SlugChoice {
    /// As it is
    Hangul,
    /// In Latin letters, by the Revised Romanisation
    Romanised,
}

/// What becomes of embedded players.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum EmbedChoice {
    /// They stay
    Keep,
    /// They become links
    Link,
    /// They are removed
    Drop,
}

/// Options of `larder inspect`.
#[derive(Arguments)]
pub(crate) struct InspectArgs {
    #[command(flatten)]
    pub(crate) read: ReadArgs,

    /// Say what could not be carried to these formats, by writing to nowhere, with commas between them
    #[arg(long = "for", value_name = "FORMAT", value_delimiter = ',')]
    #[arg(value_parser = values::writers())]
    pub(crate) to: Vec<&'static dyn Writer>,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Options of `larder verify`.
#[derive(Arguments)]
#[command(after_long_help = VERIFY_EXIT_CODES)]
pub(crate) struct VerifyArgs {
    /// What was written: a file, a folder or a zip; `-` is standard input
    #[arg(value_name = "OUTPUT")]
    pub(crate) output: PathBuf,

    /// What it was made of: the export, or an archive of it. May be given several times
    #[arg(long, required = true, value_name = "INPUT")]
    pub(crate) against: Vec<PathBuf>,

    /// The format that the output was written in. By default the content decides; of several outputs in one folder, all
    /// are looked at, each by itself
    #[arg(long = "as", value_name = "FORMAT", value_parser = values::writers())]
    pub(crate) written_as: Option<&'static dyn Writer>,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,

    /// Write the proof as a page for browsers, too. The file must not be there yet
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) how: HowArgs,

    /// As they were given to `convert`
    #[command(flatten)]
    pub(crate) write: WriteArgs,
}

const VERIFY_EXIT_CODES: &str = "\
Exit codes:
  0  everything is there
  1  what is not there was declared: the format has no place for it, or a rule left it out
  2  the command line asks for something that cannot be done
  3  something is missing, or public, that nothing explains
  4  input or output is missing, or cannot be read";

/// Options of `larder check`.
#[derive(Arguments)]
#[command(after_long_help = CHECK_EXIT_CODES)]
pub(crate) struct CheckArgs {
    /// Feeds (RSS, Atom, JSON Feed) and lists of feeds (OPML), and folders and zips of these; `-` is standard input
    #[arg(required_unless_present = "rules", value_name = "FEED")]
    pub(crate) feeds: Vec<PathBuf>,

    /// The moment after which a date is in the future, such as `2024-06-01T00:00:00Z`. By default no date is
    #[arg(long, value_name = "MOMENT", value_parser = values::moment)]
    pub(crate) as_of: Option<Moment>,

    /// The address that the feed is served from, to compare its own with
    #[arg(long, value_name = "URL", value_parser = values::location)]
    pub(crate) location: Option<String>,

    /// Rules that may be broken, with commas between them
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = values::rule)]
    pub(crate) accept: Vec<Rule>,

    /// List the rules instead, and what each asks for
    #[arg(long, conflicts_with = "feeds")]
    pub(crate) rules: bool,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

const CHECK_EXIT_CODES: &str = "\
Exit codes:
  0  no errors and no warnings but accepted ones
  1  errors or warnings
  2  the command line asks for something that cannot be done
  4  a feed is missing, cannot be read, or is no feed";

/// Options of `larder diff`.
#[derive(Arguments)]
#[command(after_long_help = DIFF_EXIT_CODES)]
pub(crate) struct DiffArgs {
    /// The feed as subscribers know it: a feed, its archive, or a folder or zip of its documents; `-` is standard input
    pub(crate) old: PathBuf,

    /// The feed as it would be
    pub(crate) new: PathBuf,

    /// Read both as this format. By default the content decides
    #[arg(long, value_name = "FORMAT", value_parser = values::readers())]
    pub(crate) from: Option<String>,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

const DIFF_EXIT_CODES: &str = "\
Exit codes:
  0  subscribers are told of new posts only
  1  posts would be announced again or late, one hides another, or a feed was read only in part
  2  the command line asks for something that cannot be done
  4  a feed is missing, cannot be read, or is no feed";

/// Options of `larder redirects`.
#[derive(Arguments)]
#[command(after_long_help = REDIRECTS_EXIT_CODES)]
pub(crate) struct RedirectsArgs {
    /// A file of redirects: Larder's own table, that of a host, or `redirects.test.csv` with --probe; `-` is standard input
    pub(crate) file: PathBuf,

    /// Whose rules they are. By default the name and the content decide
    #[arg(long, value_name = "HOST", value_parser = values::hosts())]
    pub(crate) format: Option<Host>,

    /// The site as it was built, a folder or a zip: every redirect must lead to a page of it and stand in front of none
    #[arg(long, value_name = "FOLDER")]
    pub(crate) site: Option<PathBuf>,

    /// The path that the site stands at on its host, where that is not the root: `--site-path /blog/`
    #[arg(long, value_name = "PATH", requires = "site", value_parser = values::site_path)]
    pub(crate) site_path: Option<String>,

    /// Write the redirects for these hosts, with commas between them
    #[arg(long, value_name = "HOST,…", value_delimiter = ',', value_parser = values::hosts())]
    pub(crate) convert: Vec<Host>,

    /// The folder for what is written. By default one file goes to standard output
    #[arg(short, long, value_name = "FOLDER", requires = "convert")]
    pub(crate) output: Option<PathBuf>,

    /// Replace an output that Larder wrote before; it is kept beside the new one
    #[arg(long, requires = "output")]
    pub(crate) replace: bool,

    /// Ask this site for every old address: one hop, the right status, the right place, and a page there
    #[arg(long, value_name = "URL", value_parser = values::address)]
    pub(crate) probe: Option<String>,

    /// How many addresses are asked for at once, 16 at most
    #[arg(long, value_name = "N", default_value = "1", value_parser = values::jobs, requires = "probe")]
    pub(crate) jobs: NonZeroU8,

    /// How many seconds an answer may take
    #[arg(long, value_name = "SECONDS", default_value = "20", value_parser = values::number::<u32>, requires = "probe")]
    pub(crate) timeout: u32,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

const REDIRECTS_EXIT_CODES: &str = "\
Exit codes:
  0  nothing is wrong, and all was written
  1  something is wrong with the redirects, the site answers otherwise, or a host cannot express them all
  2  the command line asks for something that cannot be done
  4  the file is missing or no file of redirects, or the site does not answer at all";

/// Options of `larder formats`.
#[derive(Arguments)]
pub(crate) struct FormatsArgs {
    /// Print what each format has no place for
    #[arg(long)]
    pub(crate) losses: bool,

    /// Print what each format is recognised by
    #[arg(long, conflicts_with = "losses")]
    pub(crate) signs: bool,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Options of `larder schema`.
#[derive(Arguments)]
pub(crate) struct SchemaArgs {
    /// Of which form of the archive
    #[arg(default_value = "json")]
    pub(crate) form: SchemaForm,
}

/// The form of the archive that a schema describes.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum SchemaForm {
    /// One document, `larder.json`
    Json,
    /// One line of `larder.jsonl`
    Jsonl,
}

/// Options of `larder completions`.
#[derive(Arguments)]
pub(crate) struct CompletionsArgs {
    /// For which shell
    pub(crate) shell: Shell,
}

/// Options of `larder man`.
#[derive(Arguments)]
pub(crate) struct ManArgs {
    /// The page of this command. By default, one page with all commands
    pub(crate) command: Option<String>,

    /// Write all pages into a new folder: `larder.1`, `larder-convert.1` …
    #[arg(short, long, value_name = "FOLDER", conflicts_with = "command")]
    pub(crate) output: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_holds_together() {
        super::Args::command().debug_assert();
    }

    #[test]
    fn the_defaults_that_help_states_are_the_defaults() {
        use super::Size;
        let limits = larder_import::Limits::default();
        let stated = |text: &str| text.parse::<Size>().expect("a size").bytes();
        assert_eq!(limits.file_bytes, stated("64MiB"));
        assert_eq!(limits.unpacked_bytes, stated("100GiB"));
        assert_eq!(limits.spool_bytes, stated("16MB"));
        assert_eq!(
            (limits.files, limits.ratio, limits.depth, limits.seconds),
            (1_000_000, 200, 512, 10)
        );
    }
}
