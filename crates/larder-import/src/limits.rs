//! The bounds that keep hostile input harmless. Each is an option of the program.

/// How much of anything is read. The defaults suit real blogs; whoever meets a limit is told which and how to raise it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The most bytes of one file that are held in memory at once (`--max-file-size`). By default 64 MiB.
    ///
    /// Archives and the JSON archive are streamed and may be larger; so are pictures, films and other files of posts.
    pub file_bytes: u64,
    /// The most files of one input (`--max-files`). By default 1,000,000.
    pub files: u64,
    /// The most bytes that all archives of one input may unpack to (`--max-unpacked-size`). By default 100 GiB.
    pub unpacked_bytes: u64,
    /// The highest ratio of unpacked to packed bytes, for entries larger than 64 MiB (`--max-ratio`). By default 200.
    pub ratio: u64,
    /// The deepest nesting of HTML elements (`--max-depth`). By default 512, which is what browsers do.
    pub depth: u32,
    /// The most lines of a text capture, blocks of a page, and entries of a response (`--max-lines`). By default 200,000.
    ///
    /// Each may become a paragraph or a post, which takes far more memory than a line of one letter. Lines of nothing but
    /// plain and no-break spaces are not counted. What has more is left out by the rule `too-large`.
    pub lines: u64,
    /// The longest time for one document, in seconds (`--max-seconds`). By default 10.
    ///
    /// The limits on size, lines, depth and nodes bound the work, so this is a last resort. The clock is looked at while
    /// the markup of a page becomes a tree, before each entry of a response, and after each stage (decoding, reading,
    /// taking the fingerprint); a document whose time is up is left out by the rule `time-up`, and 0 leaves out every
    /// one. Joining captures, sources and the JSON archive are not timed.
    pub seconds: u64,
    /// The most bytes of bodies and files that are kept in memory; what is more goes to a temporary file
    /// (`--spool-memory`). By default 16 MB.
    pub spool_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            files: 1_000_000,
            unpacked_bytes: 100 << 30,
            ratio: 200,
            depth: 512,
            lines: 200_000,
            seconds: 10,
            spool_bytes: 16_000_000,
        }
    }
}
