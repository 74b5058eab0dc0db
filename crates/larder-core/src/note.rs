//! What was doubtful, missing, or lost: a value, not a log line and not a failure.

use std::{fmt, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::PostId;

/// Something a person should know about the archive or about an output.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[non_exhaustive]
pub struct Note {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// What.
    #[serde(flatten)]
    pub kind: NoteKind,
}

/// Where a note belongs. Every part may be absent.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[non_exhaustive]
pub struct Place {
    /// The name within the input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub file: Option<Arc<str>>,
    /// The line, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The character within the line, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// The post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<PostId>,
}

/// How much a note matters.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Info,
    /// The archive is doubtful or incomplete here; nothing that it holds is lost.
    Warning,
    /// Something the input holds is not in the output: exit code 1.
    Loss,
}

macro_rules! note_kinds {
    ($($(#[$doc:meta])* $severity:ident $code:literal $name:ident $({ $($(#[$field_doc:meta])* $field:ident: $type:ty),+ $(,)? })? => $text:literal;)+) => {
        /// What a note says.
        ///
        /// As JSON, `code` names the kind and the fields stand beside it.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(tag = "code")]
        #[non_exhaustive]
        pub enum NoteKind {
            $($(#[$doc])* #[serde(rename = $code)] $name $({ $($(#[$field_doc])* $field: $type),+ })?,)+
        }

        impl NoteKind {
            /// The codes of all kinds, in the order of their declaration.
            pub const CODES: &'static [&'static str] = &[$($code),+];

            /// The name of the kind, such as `media-gap`.
            pub fn code(&self) -> &'static str {
                match self { $(Self::$name { .. } => $code),+ }
            }

            /// How much it matters.
            pub fn severity(&self) -> Severity {
                match self { $(Self::$name { .. } => Severity::$severity),+ }
            }
        }

        impl fmt::Display for NoteKind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { $(Self::$name $({ $($field),+ })? => write!(f, $text)),+ }
            }
        }
    };
}

note_kinds! {
    // Reading: what is missing.
    /// The archive does not say when the post was published.
    Warning "date-missing" DateMissing => "no publication date is known";
    /// A date that cannot exist; the post has none.
    Warning "date-impossible" DateImpossible { /// The text.
        text: String } => "`{text}` is not a possible date; the post has none";
    /// A date of digits of which nobody knows whether the day or the month comes first; the post has none.
    Warning "date-ambiguous" DateAmbiguous { /// The text.
        text: String } => "`{text}` may be a day and a month or a month and a day, and the dates of the blog do not show which; the post has none";
    /// A date whose stated zone is wrong in a known way, and was corrected by a named rule.
    Info "zone-corrected" ZoneCorrected { /// The text as found.
        text: String } => "`{text}` names the wrong zone and was read as Korean time";
    /// The archive does not say who wrote the post.
    Warning "author-missing" AuthorMissing => "no author is known";
    /// The archive does not say what the post is called.
    Warning "title-missing" TitleMissing => "no title is known";
    /// The archive holds the post's data but not its text.
    Warning "body-missing" BodyMissing => "the text of the post is not in the archive";
    /// The archive names an image or a file but does not hold it.
    Info "asset-missing" AssetMissing { /// Its name or address.
        name: String } => "the bytes of `{name}` are not in the archive";
    /// An archive of ours promises bytes that are not beside it.
    Loss "media-missing" MediaMissing { /// Where it says they are.
        name: String } => "the archive promises the bytes `{name}`, but they are not there";
    /// Something that others refer to is not in an archive of ours.
    Loss "record-missing" RecordMissing { /// What it is: `post`, `author` ….
        record: String, /// Its id.
        id: String, /// How many references there are.
        count: u64 } => "the {record} `{id}` is not in the archive, only its id (references to it: {count})";
    /// Only a thumbnail's bytes are in the archive.
    Warning "thumbnail-only" ThumbnailOnly { /// The address of the thumbnail.
        url: String } => "only the thumbnail `{url}` is in the archive, not the original";
    /// Something without text stood here.
    Warning "media-gap" MediaGap { /// How many white lines there are.
        lines: u32 } => "{lines} white lines: an image, a rule or a video probably stood here";
    /// The capture ends before the page did.
    Warning "truncated" Truncated { /// What should have stood at the end.
        expected: String } => "the capture was cut: its end should be `{expected}`";
    /// A membership notice stands at the end; the text may have been cut there.
    Warning "paywall-possible" PaywallPossible => "a membership notice follows the text, which may be incomplete";
    /// A page that a list or another page points at is not in the archive.
    Info "neighbour-unresolved" NeighbourUnresolved { /// The title it was named by.
        title: String } => "the neighbouring post `{title}` is not in the archive";
    /// Chapters are missing from a series.
    Warning "series-gap" SeriesGap { /// The series' title or id.
        series: String, /// Which chapters, such as `1–8`.
        missing: String } => "{series}: chapters {missing} missing";
    /// A series is certain, its title is not in the archive.
    Warning "series-title-unknown" SeriesTitleUnknown => "the post belongs to a series whose title is unknown";

    // Reading: what is doubtful.
    /// The text shows the trace of a word that the capture dropped.
    Warning "suspected-lost-text" SuspectedLostText { /// The rule that found it.
        rule: String, /// The text around it.
        context: String } => "a word may be lost here ({rule}): `{context}`";
    /// Several such traces in one capture.
    Warning "capture-loses-words" CaptureLosesWords { /// How many.
        count: u32 } => "{count} places where words may be lost: a second capture of this post would help";
    /// It is not certain whether a line is the subtitle.
    Warning "subtitle-uncertain" SubtitleUncertain { /// The line.
        line_text: String, /// What it was taken for.
        taken_as: String } => "`{line_text}` may be a subtitle or not; it was taken as {taken_as}";
    /// It is not certain whether a line is the author's description of themselves.
    Info "bio-uncertain" BioUncertain { /// The line.
        line_text: String } => "`{line_text}` may be the author's bio";
    /// A template variable that the server did not fill in.
    Warning "unrendered-placeholder" UnrenderedPlaceholder { /// The variable.
        text: String } => "`{text}` is a template variable that was never filled in; what it stood for is unknown";
    /// Captures of one post differ in their words.
    Warning "captures-differ" CapturesDiffer { /// The other capture.
        other: String } => "the text differs from the capture `{other}`, which is kept as a revision";
    /// One post was found more than once.
    Info "duplicate-joined" DuplicateJoined { /// The other file.
        other: String } => "`{other}` is the same post and was joined with it";
    /// Text that one capture had lost was taken from another.
    Info "text-restored" TextRestored { /// The text.
        text: String, /// Where it comes from.
        from: String } => "`{text}` was put in from `{from}`";
    /// Two different posts claim the same id.
    Warning "id-clash" IdClash { /// The id both claim.
        id: String } => "another post has the id `{id}` too; this one was given an id of its own";
    /// Two documents give one post different ids; it has that of the newer one.
    Warning "id-changed" IdChanged { /// The other id.
        other: String } => "here the post has the id `{other}`: feed readers that know it by that id announce it again";
    /// A newer document of a feed no longer has the post, though it has older ones.
    Warning "vanished" Vanished { /// The newer document.
        newer: String } => "no longer in `{newer}`, which has older posts: it may have been deleted there";
    /// Two different records of an archive have the same id.
    Warning "id-doubled" IdDoubled { /// What they are: `post`, `author` ….
        record: String, /// The id both have.
        id: String, /// The id that the later one was given.
        renamed: String } => "two different {record} records have the id `{id}`; the later one is now `{renamed}`";
    /// A title that another source states differently.
    Warning "sources-disagree" SourcesDisagree { /// The field.
        field: String, /// What was taken.
        taken: String, /// What another source says.
        other: String } => "{field}: `{taken}` was taken, but another source says `{other}`";
    /// A hand-made footnote was linked with its mark.
    Info "footnote-linked" FootnoteLinked { /// The word that both share.
        word: String } => "the footnote `{word}` was linked with its mark";

    // Reading: bytes and structure.
    /// The text was not in UTF-8.
    Info "encoding-decoded" EncodingDecoded { /// The encoding.
        encoding: String, /// How it was known.
        how: String } => "read as {encoding} ({how})";
    /// An encoding is stated that nobody here knows.
    Warning "encoding-unknown" EncodingUnknown { /// What is stated.
        stated: String, /// The encoding that was used instead.
        encoding: String, /// How it was known.
        how: String } => "the encoding `{stated}` is stated, which is not known here; it was read as {encoding} ({how})";
    /// Another encoding is stated than the one that the bytes are in.
    Info "encoding-contradicted" EncodingContradicted { /// What is stated.
        stated: String, /// The encoding that was used instead.
        encoding: String, /// How it was known.
        how: String } => "the encoding `{stated}` is stated, but the bytes are {encoding} ({how})";
    /// Bytes that are no text in the encoding.
    Warning "bytes-replaced" BytesReplaced { /// How many places.
        count: u64 } => "{count} places hold bytes that are no text; U+FFFD stands in their place";
    /// U+FFFD in the text: bytes were lost before the capture came to us.
    Warning "bytes-lost-before" BytesLostBefore { /// How many.
        count: u64 } => "{count} characters were already lost (U+FFFD) when this was saved";
    /// The text looks like one encoding read as another.
    Warning "suspected-mojibake" SuspectedMojibake { /// A sample.
        sample: String } => "`{sample}` looks like text read in the wrong encoding";
    /// Texts that were once read in the wrong encoding were put right, because the user asked for it.
    Info "mojibake-repaired" MojibakeRepaired { /// How many texts.
        count: u64, /// A sample of what they were.
        sample: String } => "{count} texts that had been read in the wrong encoding were put right, as asked: `{sample}`";
    /// A block of a kind the reader does not know; kept raw.
    Warning "unknown-block" UnknownBlock { /// Its type.
        block: String, /// Its number in the body, counted from 1.
        number: u32 } => "block {number} is of an unknown kind (`{block}`) and was kept raw";
    /// A style the reader does not know; the text was kept.
    Info "unknown-style" UnknownStyle { /// Its name.
        style: String } => "the style `{style}` is unknown; its text was kept without it";
    /// Data inside the page could not be read; another source was used.
    Warning "data-unreadable" DataUnreadable { /// Which.
        what: String } => "{what} could not be read; what else the page holds was used instead";
    /// Markup and data of one block say different things.
    Warning "block-differs" BlockDiffers { /// Its number in the body, counted from 1.
        number: u32 } => "block {number}: the visible text and its data differ; the visible text was taken";
    /// A limit was reached.
    Loss "limit-reached" LimitReached { /// Which.
        limit: String, /// Its value.
        value: u64, /// The option that raises it.
        option: String } => "the limit of {value} for {limit} was reached; {option} raises it";
    /// A reference out of the input was refused.
    Warning "reference-refused" ReferenceRefused { /// The reference.
        reference: String } => "`{reference}` points out of the input and was not followed";
    /// Defects of a document that were read past.
    Warning "markup-repaired" MarkupRepaired { /// What was wrong.
        repair: String, /// How often.
        count: u64 } => "{repair} ({count})";
    /// What a feed was, and what was in it.
    Info "feed-read" FeedRead { /// The kind of feed, such as `rss-2.0`.
        form: String, /// How many entries it has.
        items: u64, /// How many of them have no id of their own.
        generated: u64 } => "read as {form}: {items} entries, {generated} of them without an id of their own";
    /// Entries whose text goes on elsewhere.
    Warning "summary-only" SummaryOnly { /// How many.
        count: u64 } => "{count} entries seem to have only the beginning of their text";
    /// Another document of the same feed is not in the input.
    Warning "feed-page-missing" FeedPageMissing { /// Its address.
        url: String } => "the feed goes on at `{url}`, which is not in the input";
    /// A list of feeds, and how much of what it names is there.
    Info "feeds-listed" FeedsListed { /// How many feeds it names.
        count: u64, /// How many of them are in the input.
        found: u64, /// How many of its lines name no feed: folders, links to pages.
        others: u64 } => "a list of {count} feeds, {found} of them in the input; lines that name no feed: {others}";
    /// A list names a feed that is not in the input.
    Warning "listed-feed-missing" ListedFeedMissing { /// Its address.
        url: String, /// What the list calls it; its address where it has no name there.
        title: String } => "the list names the feed `{title}` at `{url}`, which is not in the input";
    /// How often texts use a piece of markup that the platform has for itself.
    Info "markup-met" MarkupMet { /// What it is: `block`, `short code`, `embed from`.
        what: String, /// Its name; of an embed, the host that it is from.
        name: String, /// How many there are.
        count: u64 } => "{what} `{name}` ({count})";
    /// An export that states no zone: what its dates show, written once in local time and once in UTC.
    Info "zone-inferred" ZoneInferred { /// The offset or offsets, such as `+09:00`.
        offset: String, /// How many dates show it.
        agreeing: u64, /// How many dates show any.
        all: u64 } => "the export states no time zone; {agreeing} of {all} dates are {offset} from UTC";
    /// An export that states no zone, and shows none: the zone of the platform, or of the language, was put in.
    Info "zone-assumed" ZoneAssumed { /// The offset, such as `+09:00`.
        offset: String, /// How many dates.
        count: u64 } => "the export states no time zone; {count} dates were read as {offset} from UTC, which is assumed";
    /// An export that does not say where the blog is, though something in it shows it.
    Info "home-inferred" HomeInferred { /// The address.
        home: String, /// What shows it.
        from: String } => "the export does not say where the blog is; {from} shows that it is `{home}`; --home says another";
    /// An export that does not say where the blog is, and in which nothing shows it.
    Warning "home-missing" HomeMissing { /// How many addresses are paths, and lead nowhere.
        count: u64 } => "the export does not say where the blog is: {count} addresses of its own pictures and pages are paths, and lead nowhere until --home tells it (--home https://example.org/)";
    /// Records that do not say whether they were published.
    Warning "status-missing" StatusMissing { /// How many.
        count: u64 } => "{count} records do not say whether they were published; they were read as drafts";
    /// Records of which the export does not say who may see them.
    Warning "visibility-missing" VisibilityMissing { /// How many.
        count: u64 } => "{count} records do not say who may see them; none of them is public (`--include unsaid` carries them)";
    /// A date that is further from UTC than the other dates of the blog.
    Warning "zone-odd" ZoneOdd { /// The date as found.
        text: String, /// Its offset.
        offset: String } => "`{text}` is {offset} from UTC, unlike the other dates of the blog; it was kept so";
    /// A short code that the reader does not know; kept as it is.
    Info "shortcode-kept" ShortcodeKept { /// Its name.
        name: String, /// How many there are.
        count: u64 } => "the short code `[{name}]` is unknown; it was kept as it is ({count})";
    /// A block that the platform fills in when a page is shown.
    Warning "block-empty" BlockEmpty { /// Its name.
        name: String, /// How many there are.
        count: u64 } => "the block `{name}` is filled in by the platform; the export does not hold what it shows ({count})";
    /// A text in several languages that a plug-in packed into one field; kept as it is.
    Warning "languages-packed" LanguagesPacked { /// The languages.
        languages: String, /// How many texts.
        count: u64 } => "texts hold several languages at once ({languages}); they were kept as they are ({count})";
    /// Something that others refer to by its number is not in the export.
    Warning "row-missing" RowMissing { /// What it is: `attachment`, `block` ….
        record: String, /// Its number in the platform's tables.
        row: u64 } => "the {record} with the number {row} is not in the export";
    /// A status that nobody knows: what has it counts as not public.
    Warning "status-unknown" StatusUnknown { /// The status.
        status: String, /// How many records have it.
        count: u64 } => "the status `{status}` is unknown; what has it counts as not public ({count})";
    /// Records of a type that is neither post nor page, kept beside them.
    Info "type-aside" TypeAside { /// The type.
        class: String, /// How many records are of it.
        count: u64 } => "the type `{class}` is neither post nor page; its records are kept in the archive only ({count})";
    /// The platform says how many posts there are, and not all are in the input.
    Warning "posts-missing" PostsMissing { /// How many it says there are.
        stated: u64, /// How many are here.
        found: u64 } => "the platform says that there are {stated} posts; {found} of them are here";
    /// Lists among the captures lead to posts that were not captured.
    Warning "posts-not-captured" PostsNotCaptured { /// How many.
        count: u64, /// The address of one of them.
        example: String } => "{count} posts are linked but not captured, such as `{example}`";
    /// An older capture of a post has much more text than the newest one, which is the post: posts are emptied before a blog
    /// closes.
    Warning "older-capture-longer" OlderCaptureLonger { /// How many bytes of HTML the newest has.
        newest: u64, /// How many the older one has.
        older: u64, /// The name of the older one.
        capture: String } => "the newest capture has {newest} bytes of HTML, an older one has {older}: `{capture}`";
    /// A page says how many comments there are, and shows fewer.
    Warning "comments-not-captured" CommentsNotCaptured { /// How many it says there are.
        stated: u64, /// How many are here.
        found: u64 } => "the page counts {stated} comments and shows {found}";
    /// What a page holds besides its post.
    Info "page-left-out" PageLeftOut { /// How many characters that people see.
        characters: u64, /// How many pictures.
        pictures: u64, /// How many links.
        links: u64 } => "left out of the page as its frame: {characters} characters, {pictures} pictures, {links} links";
    /// What a form of exports has no place for, so that nobody knows it of any post.
    Warning "not-in-format" NotInFormat { /// The format.
        format: String, /// What it lacks.
        what: String } => "exports of the form {format} do not say everything; missing are: {what}";
    /// Posts whose addresses nothing in the input tells.
    Warning "addresses-unknown" AddressesUnknown { /// How many.
        count: u64 } => "the addresses of {count} posts follow from rules that are not in the input; they have none";
    /// An export in which there is no post.
    Warning "export-empty" ExportEmpty => "the export holds no post";
    /// Fields that a newer version of the archive has; they are kept and written back.
    Info "unknown-fields-kept" UnknownFieldsKept { /// How many.
        count: u64 } => "{count} fields are unknown to this version; they are kept";

    // Files of the input.
    /// Files of another format than the one that was read: one run reads one format.
    Warning "other-format" OtherFormat { /// The format.
        format: String, /// How many such files were seen.
        count: u64 } => "this can be read as {format} (such files: {count}), but one run reads one format: convert them by themselves";
    /// A file was left out.
    Loss "file-left-out" FileLeftOut { /// The rule that left it out.
        rule: String, /// What was looked for and found.
        found: String } => "left out ({rule}): {found}";
    /// Two files of the input have one name, or names that are one on other systems.
    Warning "name-clash" NameClash { /// The name of the other.
        other: String } => "another file is called `{other}`, which is the same name or differs in case only";
    /// Part of a damaged container could be read.
    Warning "container-damaged" ContainerDamaged { /// What is wrong.
        what: String } => "the archive file is damaged: {what}";

    // Writing.
    /// A field that the format has no place for.
    Loss "field-not-carried" FieldNotCarried { /// The output.
        output: String, /// The field.
        field: String, /// How many.
        count: u64 } => "{output} has no place for {field} ({count})";
    /// A text that is longer than the format allows lost its end.
    Loss "text-cut" TextCut { /// The output.
        output: String, /// Whose end is missing.
        field: String, /// How many characters there may be.
        limit: u64 } => "{output}: the end of {field} is missing, because it takes {limit} characters";
    /// The last part of a post's address is another one in the output.
    Warning "slug-changed" SlugChanged { /// The output.
        output: String, /// What it was.
        slug: String, /// What it is.
        written: String } => "{output}: the last part of the address was `{slug}` and is `{written}`; the old one needs a redirect";
    /// Last parts of addresses that the platform may write in other letters.
    Warning "slugs-uncertain" SlugsUncertain { /// The output.
        output: String, /// How many.
        count: u64 } => "{output}: {count} addresses end in letters that are not ASCII; the platform may write them in others, and the old ones then need redirects";
    /// More posts in one file than imports have been seen to take.
    Warning "posts-many" PostsMany { /// The output.
        output: String, /// How many.
        count: u64 } => "{output} has {count} posts in one file; imports of more than 1,000 have failed: `--split-posts 1000` makes several files";
    /// A post was left out of an output.
    Loss "post-left-out" PostLeftOut { /// The output.
        output: String, /// The rule that left it out.
        rule: String } => "left out of {output} ({rule})";
    /// Characters that the format forbids were dropped.
    Loss "characters-dropped" CharactersDropped { /// The output.
        output: String, /// How many.
        count: u64 } => "{output}: {count} characters that it cannot hold were dropped";
    /// Links without a base, or of a scheme that is not safe, lost their address; the text stays.
    Loss "links-dropped" LinksDropped { /// The output.
        output: String, /// How many.
        count: u64 } => "{output}: {count} links have no usable address and became text";
    /// Pictures that the archive keeps, and that stand neither on the web nor beside the feed.
    Loss "pictures-dropped" PicturesDropped { /// The output.
        output: String, /// How many.
        count: u64 } => "{output}: {count} pictures have no address on the web and are missing: with `--to json` and `--public-url` they stand beside it";
    /// Embedded players became links.
    Info "embeds-linked" EmbedsLinked { /// The output.
        output: String, /// How many.
        count: u64 } => "{output}: {count} embedded players became links";
    /// Embedded players were removed because the user asked for it.
    Info "embeds-dropped" EmbedsDropped { /// The output.
        output: String, /// How many.
        count: u64 } => "{output}: {count} embedded players were removed, as asked";
    /// Markup that must not reach a reader was removed; the archive keeps it.
    Info "markup-removed" MarkupRemoved { /// The output.
        output: String, /// How many elements and attributes.
        count: u64 } => "{output}: {count} pieces of unsafe or unknown markup were removed";
    /// Tags beyond the nesting limit were dropped; the text stays.
    Loss "nesting-cut" NestingCut { /// The output or the file.
        output: String, /// How many tags.
        count: u64 } => "{output}: {count} tags were nested too deep and were dropped; the text stays";
    /// The archive's ids cannot be written as they are and were mapped in a reversible way.
    Warning "id-mapped" IdMapped { /// The output.
        output: String, /// The id that was written.
        written: String } => "{output} cannot hold the id, which was written as `{written}`: feed readers that know the post by its id announce it again";
    /// An output was not written at all, because the archive lacks something that its format demands.
    Loss "not-written" NotWritten { /// The output.
        output: String, /// What it demands.
        demand: String } => "{output} was not written: it demands a {demand}, and the archive has none";
    /// Comments were left out of an output that was asked for them.
    Loss "comments-left-out" CommentsLeftOut { /// The output.
        output: String, /// The rule that left them out.
        rule: String, /// How many.
        count: u64 } => "{output}: comments were left out by the rule {rule} ({count})";
    /// The blog says that the post was deleted, and yet has it: the output carries it.
    Warning "deleted-post" DeletedPost { /// The output.
        output: String } => "{output} carries the post, though the blog says that it was deleted";
    /// Feeds of a kind were asked for that the blog has nothing for.
    Warning "group-empty" GroupEmpty { /// The output.
        output: String, /// What the feeds would be of: `tag`, `series` ….
        group: String } => "{output}: there is no feed for each {group}, because the blog has none";
    /// The archive has pictures and files that no address beside the feed leads to.
    Warning "media-elsewhere" MediaElsewhere { /// The output.
        output: String, /// How many.
        count: u64 } => "{output}: {count} pictures and files are kept, but the feed shows them from where they were: with `--to json` and `--public-url` they stand beside it";
    /// Pictures and files whose bytes the archive does not have.
    Warning "media-at-origin" MediaAtOrigin { /// The output.
        output: String, /// How many.
        count: u64 } => "{output}: {count} pictures and files are not in the archive; pages show them from where they were";
    /// Links to what is not in the output, though it was on the same site.
    Info "links-to-old-site" LinksToOldSite { /// The output.
        output: String, /// How many.
        count: u64 } => "{output}: {count} links lead to the old site, because what they lead to is not carried";
    /// Old addresses that no page of the output can serve.
    Info "addresses-moved" AddressesMoved { /// The output.
        output: String, /// How many.
        count: u64 } => "{output}: {count} old addresses are served by no page; the server has to redirect them";
    /// Old addresses that two things claim: nobody can say where they lead.
    Loss "redirects-contested" RedirectsContested { /// The output.
        output: String, /// How many.
        count: u64 } => "{output}: {count} old addresses are claimed by more than one page, and lead nowhere";
    /// Posts that are written as drafts: what only they have stands where no generator looks.
    Info "posts-unpublished" PostsUnpublished { /// The output.
        output: String, /// How many.
        count: u64, /// The folder.
        folder: String } => "{output}: {count} posts and pages are drafts that the site does not publish; what only they have is in `{folder}`";
    /// Lists of posts that had an address, and have none in the output.
    Info "lists-gone" ListsGone { /// The output.
        output: String, /// How many.
        count: u64 } => "{output}: {count} lists of posts (of months, categories, tags or people) have no page, so their old addresses lead nowhere";
    /// Redirects that a host has no rule for; the table of all redirects has them.
    Loss "redirects-unexpressed" RedirectsUnexpressed { /// The output.
        output: String, /// The host.
        host: String, /// Why, as a sentence.
        why: String, /// How many.
        count: u64 } => "{output}: {host} cannot express {count} redirects, which `redirects.csv` has: {why}";
    /// Names that differ in letter case or punctuation alone, which the output cannot tell apart.
    Warning "terms-merged" TermsMerged { /// The output.
        output: String, /// How many names went.
        count: u64 } => "{output}: {count} names of categories and tags became another one, which differs in letter case or punctuation alone";
    /// A title that the format demands was made from the text.
    Info "title-made" TitleMade { /// The output.
        output: String } => "{output} demands a title; the beginning of the text was used";
    /// A date that the format demands was taken from elsewhere.
    Info "date-borrowed" DateBorrowed { /// The output.
        output: String, /// Where it was taken from.
        from: String } => "{output} demands a date; {from} was used";
    /// The address of the blog is not known; a format that demands one was given another.
    Info "address-borrowed" AddressBorrowed { /// The output.
        output: String, /// Which address was used.
        from: String } => "{output} demands the address of the blog, which is not known; {from} was used";
    /// No public address was given, so the feed cannot say where it lives.
    Warning "no-public-address" NoPublicAddress { /// The output.
        output: String } => "{output} cannot say where it lives: no public address was given";
    /// A document is larger than feed readers accept.
    Warning "document-large" DocumentLarge { /// The output.
        output: String, /// The size in bytes.
        bytes: u64 } => "{output} has {bytes} bytes; some readers refuse more than 5,000,000";
}

impl Note {
    /// A note without a place.
    pub fn new(kind: NoteKind) -> Self {
        Self { place: Place::default(), kind }
    }

    /// The same note in a file.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<Arc<str>>) -> Self {
        self.place.file = Some(file.into());
        self
    }

    /// The same note at a line and, if known, a character, both counted from 1.
    #[must_use]
    pub fn at(mut self, line: u32, column: Option<u32>) -> Self {
        self.place.line = Some(line);
        self.place.column = column;
        self
    }

    /// The same note about a post.
    #[must_use]
    pub fn on_post(mut self, post: &PostId) -> Self {
        self.place.post = Some(post.clone());
        self
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }
}

impl From<NoteKind> for Note {
    fn from(kind: NoteKind) -> Self {
        Self::new(kind)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.file.as_deref().or(self.post.as_ref().map(PostId::as_str));
        write!(f, "{}", name.unwrap_or_default())?;
        for number in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{number}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place != Place::default() {
            write!(f, "{}: ", self.place)?;
        }
        fmt::Display::fmt(&self.kind, f)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique() {
        let codes: BTreeSet<_> = NoteKind::CODES.iter().collect();
        assert_eq!(codes.len(), NoteKind::CODES.len());
    }

    #[test]
    fn a_note_is_one_flat_json_object() {
        let note = Note::new(NoteKind::MediaGap { lines: 7 }).in_file("a.txt").at(12, None);
        let json = serde_json::to_string(&note).unwrap();
        assert_eq!(json, r#"{"file":"a.txt","line":12,"code":"media-gap","lines":7}"#);
        assert_eq!(serde_json::from_str::<Note>(&json).unwrap(), note);
        assert_eq!(
            note.to_string(),
            "a.txt:12: 7 white lines: an image, a rule or a video probably stood here"
        );
    }
}
