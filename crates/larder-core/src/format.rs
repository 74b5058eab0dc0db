//! What is said about a format, by its reader and by its writer alike.

/// A format that is read, written or both. A reader and a writer of one name share one `Format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Format {
    /// The value of `--from` and `--to`: lower-case words joined by hyphens, such as `json-feed`.
    pub name: &'static str,
    /// One line, without a period.
    pub summary: &'static str,
    /// The same line in Korean.
    pub summary_ko: &'static str,
    /// The file a writer makes, such as `rss.xml`. Empty for formats that are only read.
    pub file: &'static str,
}

impl Format {
    /// A format that is only read.
    pub const fn read_only(
        name: &'static str,
        summary: &'static str,
        summary_ko: &'static str,
    ) -> Self {
        Self { name, summary, summary_ko, file: "" }
    }

    /// A format that is written to `file`.
    pub const fn new(
        name: &'static str,
        summary: &'static str,
        summary_ko: &'static str,
        file: &'static str,
    ) -> Self {
        Self { name, summary, summary_ko, file }
    }
}

/// Feeds in RSS 2.0.
pub const RSS: Format = Format::new("rss", "RSS 2.0 feed", "RSS 2.0 피드", "rss.xml");
/// Feeds in Atom 1.0.
pub const ATOM: Format = Format::new("atom", "Atom 1.0 feed", "Atom 1.0 피드", "atom.xml");
/// Feeds in JSON Feed 1.1.
pub const JSON_FEED: Format =
    Format::new("json-feed", "JSON Feed 1.1", "JSON Feed 1.1 피드", "feed.json");
/// The archive as one document.
pub const JSON: Format = Format::new(
    "json",
    "Larder's lossless archive, one document",
    "손실 없는 보관 문서 하나",
    "larder.json",
);
/// The archive as lines.
pub const JSONL: Format = Format::new(
    "jsonl",
    "Larder's lossless archive, one record a line",
    "손실 없는 보관 문서, 한 줄에 기록 하나",
    "larder.jsonl",
);
/// Feeds of every kind, to read.
pub const FEED: Format = Format::read_only(
    "feed",
    "feeds: RSS 0.90–2.0, Atom 0.3 and 1.0, JSON Feed, broken ones too",
    "피드: RSS 0.90–2.0, Atom 0.3·1.0, JSON Feed. 깨진 것도 읽음",
);
/// Captures of brunch.co.kr.
pub const BRUNCH: Format = Format::read_only(
    "brunch",
    "brunch.co.kr: text captures, saved pages, archived responses",
    "브런치: 텍스트로 갈무리한 글, 저장한 웹페이지, 보관된 응답",
);
