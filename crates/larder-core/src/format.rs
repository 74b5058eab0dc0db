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
/// Exports of WordPress, and of what writes the same.
pub const WXR: Format = Format::read_only(
    "wxr",
    "WordPress exports: WXR 1.0 to 1.2, in parts too, and Squarespace's",
    "워드프레스 내보내기 파일: WXR 1.0–1.2, 여러 조각도 읽음. 스퀘어스페이스 포함",
);
/// Exports of Blogger.
pub const BLOGGER: Format = Format::read_only(
    "blogger",
    "Blogger exports: Takeout with its pictures, and classic backups blog-….xml",
    "블로거 내보내기 파일: 사진까지 담은 테이크아웃, 예전 백업 blog-….xml",
);
/// Exports in the text form of Movable Type.
pub const MT: Format = Format::read_only(
    "mt",
    "Movable Type text, as TypePad, Hatena, FC2, Seesaa, livedoor and goo write it too",
    "무버블 타입 텍스트. 타입패드·하테나·FC2·시사·라이브도어·goo의 내보내기 파일",
);
/// Exports of Ghost.
pub const GHOST: Format = Format::read_only(
    "ghost",
    "Ghost exports, versions 0 to 6: the JSON, or a zip with the pictures",
    "고스트 내보내기 파일 0–6판: JSON, 또는 사진까지 담은 zip",
);
/// Captures of brunch.co.kr.
pub const BRUNCH: Format = Format::read_only(
    "brunch",
    "brunch.co.kr: text captures, saved pages, archived responses",
    "브런치: 텍스트로 갈무리한 글, 저장한 웹페이지, 보관된 응답",
);

/// The list of all feeds of an output.
pub const OPML_FILE: &str = "feeds.opml";
/// The style sheet of feeds.
pub const STYLE_FILE: &str = "feed.css";
/// The page about feeds, for people.
pub const PAGE_FILE: &str = "subscribe.html";
/// What was written under the posts of an RSS feed.
pub const RSS_COMMENTS_FILE: &str = "comments.rss.xml";
/// What was written under the posts of an Atom feed.
pub const ATOM_COMMENTS_FILE: &str = "comments.atom.xml";

/// The file of all posts in a format of feeds, for other programs to import: `everything.rss.xml`.
///
/// ```
/// use larder_core::format::{JSON_FEED, RSS, everything_file};
///
/// assert_eq!(everything_file(&RSS), "everything.rss.xml");
/// assert_eq!(everything_file(&JSON_FEED), "everything.feed.json");
/// ```
pub fn everything_file(format: &Format) -> String {
    format!("everything.{}", format.file)
}

/// The folders in which groups of posts have feeds of their own: `tag/NAME/rss.xml`.
pub const GROUP_FOLDERS: [&str; 5] = ["tag", "category", "author", "series", "language"];

const FEEDS: [&Format; 3] = [&RSS, &ATOM, &JSON_FEED];

/// Whether feeds are made of a file of this name, in the folder of their blog: a feed, an archive document of one
/// (`rss-12.xml`), the document of everything, the feed of a group, or what stands beside them.
///
/// ```
/// use larder_core::format::is_of_feeds;
///
/// assert!(is_of_feeds("rss-12.xml") && is_of_feeds("everything.rss.xml"));
/// assert!(is_of_feeds("tag/에세이/atom.xml") && is_of_feeds("feeds.opml"));
/// assert!(!is_of_feeds("rss-.xml") && !is_of_feeds("tag/atom.xml") && !is_of_feeds("photo.jpg"));
/// ```
pub fn is_of_feeds(name: &str) -> bool {
    let beside = [OPML_FILE, STYLE_FILE, PAGE_FILE, RSS_COMMENTS_FILE, ATOM_COMMENTS_FILE];
    match name.split('/').collect::<Vec<_>>().as_slice() {
        [file] => beside.contains(file) || FEEDS.iter().any(|format| is_document(format, file)),
        [kind, _, file] => {
            GROUP_FOLDERS.contains(kind) && FEEDS.iter().any(|format| format.file == *file)
        }
        _ => false,
    }
}

fn is_document(format: &Format, file: &str) -> bool {
    if file == everything_file(format) {
        return true;
    }
    let Some((stem, end)) = format.file.rsplit_once('.') else { return file == format.file };
    let between =
        file.strip_prefix(stem).and_then(|rest| rest.strip_suffix(end)?.strip_suffix('.'));
    between.is_some_and(|between| match between.strip_prefix('-') {
        Some(number) => !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit()),
        None => between.is_empty(),
    })
}
