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
    /// The file a writer makes, such as `rss.xml`. One that makes a folder of files has its name here, with `/` at its
    /// end (`hugo/`). Empty for formats that are only read.
    pub file: &'static str,
}

impl Format {
    /// Whether a writer makes a folder of files that belong together and have names of their own.
    pub fn is_folder(&self) -> bool {
        self.file.ends_with('/')
    }

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
pub const WXR: Format = Format::new(
    "wxr",
    "WordPress exports: WXR 1.0 to 1.2, in parts too, and Squarespace's",
    "워드프레스 내보내기 파일: WXR 1.0–1.2, 여러 조각도 다룸. 스퀘어스페이스 포함",
    "blog.wxr.xml",
);
/// Exports of Blogger.
pub const BLOGGER: Format = Format::new(
    "blogger",
    "Blogger exports: Takeout with its pictures, and classic backups blog-….xml",
    "블로거 내보내기 파일: 사진까지 담은 테이크아웃, 예전 백업 blog-….xml",
    "blogger.xml",
);
/// Exports in the text form of Movable Type.
pub const MT: Format = Format::new(
    "mt",
    "Movable Type text, as TypePad, Hatena, FC2, Seesaa, livedoor and goo write it too",
    "무버블 타입 텍스트. 타입패드·하테나·FC2·시사·라이브도어·goo의 내보내기 파일",
    "blog.mt.txt",
);
/// Exports of Ghost.
pub const GHOST: Format = Format::new(
    "ghost",
    "Ghost exports, versions 0 to 6: the JSON, or a zip with the pictures",
    "고스트 내보내기 파일 0–6판: JSON, 또는 사진까지 담은 zip",
    "ghost.zip",
);
/// Saved answers of velog.
pub const VELOG: Format = Format::read_only(
    "velog",
    "velog: saved answers of its API, with posts, series and comments",
    "벨로그: 저장해 둔 API 응답. 글·시리즈·댓글",
);
/// Exports of dev.to, and of other communities that run Forem.
pub const DEVTO: Format = Format::read_only(
    "devto",
    "dev.to exports (Forem): articles.json, or the same from its API",
    "dev.to(포렘) 내보내기 파일: articles.json, 또는 API로 받은 같은 내용",
);
/// Exports of Hashnode.
pub const HASHNODE: Format = Format::read_only(
    "hashnode",
    "Hashnode exports: JSON, or the backup to GitHub",
    "해시노드 내보내기 파일: JSON, 또는 깃허브 백업",
);
/// Exports of WriteFreely and Write.as.
pub const WRITEFREELY: Format = Format::read_only(
    "writefreely",
    "WriteFreely and Write.as exports: JSON, CSV, zip of texts",
    "라이트프리리·Write.as 내보내기 파일: JSON, CSV, 텍스트 zip",
);
/// The table of posts that Wix exports.
pub const WIX: Format = Format::read_only(
    "wix",
    "Wix exports: the CSV of blog posts, with rich content",
    "윅스 내보내기 파일: 서식까지 담은 블로그 글 CSV",
);
/// Exports of Notion.
pub const NOTION: Format = Format::read_only(
    "notion",
    "Notion exports: zip of HTML or Markdown and CSV, in parts too",
    "노션 내보내기 파일: HTML 또는 마크다운과 CSV의 zip. 여러 조각도 읽음",
);
/// Exports in BlogML.
pub const BLOGML: Format = Format::read_only(
    "blogml",
    "BlogML 2.0, as BlogEngine.NET, Subtext, dasBlog, Community Server and Orchard write it",
    "BlogML 2.0: BlogEngine.NET·Subtext·dasBlog·Community Server·Orchard의 내보내기 파일",
);
/// Flat exports of Dotclear.
pub const DOTCLEAR: Format = Format::read_only(
    "dotclear",
    "Dotclear's flat export, of one blog or of all, with the media beside it",
    "닷클리어 내보내기 파일: 블로그 하나 또는 전체. 함께 준 미디어도 읽음",
);
/// Exports of LiveJournal, and of the platforms that run its program.
pub const LIVEJOURNAL: Format = Format::read_only(
    "livejournal",
    "LiveJournal, Dreamwidth, InsaneJournal: monthly XML or CSV, comments, folders of ljdump",
    "라이브저널·드림위드·인세인저널: 달마다 내보낸 XML이나 CSV, 댓글, ljdump 폴더",
);
/// Exports, backups and API answers of Tumblr.
pub const TUMBLR: Format = Format::read_only(
    "tumblr",
    "Tumblr: its export, folders of tumblr-backup, answers of its API, the backups of 2009",
    "텀블러: 내보내기 파일, tumblr-backup 폴더, API 응답, 2009년의 백업",
);
/// Archives of Mastodon and other servers of ActivityPub.
pub const MASTODON: Format = Format::read_only(
    "mastodon",
    "Mastodon archives, and other servers' of ActivityPub: outbox.json with its media, packed or not",
    "마스토돈 등 액티비티펍 서버의 보관 파일: outbox.json과 첨부 파일. tar.gz, zip, 폴더",
);
/// Exports of Substack.
pub const SUBSTACK: Format = Format::read_only(
    "substack",
    "Substack exports: the zip with `posts.csv` and the texts",
    "서브스택 내보내기 zip: `posts.csv`와 본문",
);
/// Sites that Hugo makes.
pub const HUGO: Format = Format::new(
    "hugo",
    "sites of Hugo: content, settings, page bundles, translations",
    "휴고(Hugo) 사이트: 글, 설정, 페이지 묶음, 번역",
    "hugo/",
);
/// Sites that Jekyll makes.
pub const JEKYLL: Format = Format::new(
    "jekyll",
    "sites of Jekyll: posts, drafts, pages, collections, settings",
    "지킬(Jekyll) 사이트: 글, 초안, 페이지, 컬렉션, 설정",
    "jekyll/",
);
/// Sites that Hexo makes.
pub const HEXO: Format = Format::new(
    "hexo",
    "sites of Hexo: posts, drafts, pages, their folders of files, settings",
    "헥소(Hexo) 사이트: 글, 초안, 페이지, 글마다 딸린 파일, 설정",
    "hexo/",
);
/// Sites that Zola makes.
pub const ZOLA: Format = Format::new(
    "zola",
    "sites of Zola: pages, sections, taxonomies, settings",
    "졸라(Zola) 사이트: 글, 섹션, 분류, 설정",
    "zola/",
);
/// Sites that Astro makes.
pub const ASTRO: Format = Format::new(
    "astro",
    "sites of Astro: collections of content and pages in Markdown and MDX",
    "아스트로(Astro) 사이트: 마크다운·MDX로 쓴 콘텐츠 컬렉션과 페이지",
    "astro/",
);
/// Sites that Eleventy makes.
pub const ELEVENTY: Format = Format::new(
    "eleventy",
    "sites of Eleventy: Markdown, HTML and the data beside them",
    "일레븐티(Eleventy) 사이트: 마크다운, HTML, 곁에 둔 데이터",
    "eleventy/",
);
/// Folders of Markdown.
pub const MARKDOWN: Format = Format::new(
    "markdown",
    "folders of Markdown, with YAML, TOML or JSON in front or without",
    "마크다운 폴더. 앞머리는 YAML, TOML, JSON이거나 없음",
    "markdown/",
);
/// Exports of Disqus.
pub const DISQUS: Format = Format::read_only(
    "disqus",
    "Disqus exports: comments, with addresses and titles of what they stand under",
    "디스커스 내보내기 파일: 댓글과 댓글이 달린 글의 주소·제목",
);
/// Comments in the generic JSON of Isso.
pub const ISSO: Format = Format::read_only(
    "isso",
    "comments in the generic JSON of Isso",
    "이소의 일반 JSON에 담긴 댓글",
);
/// The Blog Archive Format.
pub const BAR: Format = Format::new(
    "bar",
    "blog archives (.bar), as micro.blog exports them: index.html, feed.json and their files",
    "블로그 보관 형식(.bar). 마이크로블로그의 내보내기 파일: index.html, feed.json과 그 파일들",
    "blog.bar",
);
/// Exports of Medium.
pub const MEDIUM: Format = Format::read_only(
    "medium",
    "Medium exports: the zip with a page for each post",
    "미디엄 내보내기 zip: 글마다 한 페이지",
);
/// Backups of Tattertools, Textcube and the old Tistory.
pub const TTXML: Format = Format::read_only(
    "ttxml",
    "TTXML backups of Textcube, Tattertools and Tistory until 2016, with their files",
    "TTXML 백업: 텍스트큐브·태터툴즈, 2016년까지의 티스토리. 첨부 파일까지 읽음",
);
/// Backups of today's Tistory.
pub const TISTORY: Format = Format::read_only(
    "tistory",
    "Tistory's backup since 2022: a zip of HTML files with their pictures",
    "2022년부터의 티스토리 백업: 그림이 함께 든 HTML 파일의 zip",
);
/// Captures of brunch.co.kr.
pub const BRUNCH: Format = Format::read_only(
    "brunch",
    "brunch.co.kr: text captures, saved pages, archived responses",
    "브런치: 텍스트로 갈무리한 글, 저장한 웹페이지, 보관된 응답",
);
/// Pages that were saved.
pub const WEB: Format = Format::read_only(
    "web",
    "saved pages of any blog: HTML with its folder, SingleFile, MHTML, Safari's web archives, HAR, WARC, WACZ",
    "어느 블로그든 저장한 웹페이지: HTML과 그 폴더, SingleFile, MHTML, 사파리 웹 아카이브, HAR, WARC, WACZ",
);

/// Web archives of the pages of a blog.
pub const WACZ: Format = Format::new(
    "wacz",
    "a web archive of the blog's pages, feed and files, for ReplayWeb.page and pywb",
    "블로그의 페이지와 피드, 파일을 담은 웹 아카이브. ReplayWeb.page와 pywb에서 열림",
    "blog.wacz",
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

/// The comments beside a zip for Ghost, which imports none.
pub const GHOST_COMMENTS_FILE: &str = "ghost.comments.json";

/// The redirects beside a zip for Ghost: what it takes, the table it is made of, and what to ask the new blog.
pub const GHOST_REDIRECTS_FILES: [&str; 4] = [
    "ghost.redirects.yaml",
    "ghost.redirects.csv",
    "ghost.redirects.json",
    "ghost.redirects.test.csv",
];

/// The file of one part of a zip for Ghost, counted from 1: `ghost.zip`, `ghost-2.zip`.
pub fn ghost_file(part: usize) -> String {
    if part <= 1 { GHOST.file.to_owned() } else { format!("ghost-{part}.zip") }
}

/// Whether a file of this name, in the folder of its blog, is for another platform to import.
///
/// ```
/// use larder_core::format::is_of_moves;
///
/// assert!(is_of_moves("ghost.zip") && is_of_moves("ghost-2.zip") && is_of_moves("blog.bar"));
/// assert!(!is_of_moves("ghost-.zip") && !is_of_moves("photos.zip"));
/// ```
pub fn is_of_moves(name: &str) -> bool {
    let files =
        [GHOST.file, GHOST_COMMENTS_FILE, BAR.file, WACZ.file, BLOGGER.file, WXR.file, MT.file];
    let part = name.strip_prefix("ghost-").and_then(|rest| rest.strip_suffix(".zip"));
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
    let is_part_of_a_text = || [&WXR, &MT].iter().any(|format| is_part(format, name));
    let is_file = files.contains(&name) || GHOST_REDIRECTS_FILES.contains(&name);
    is_file || part.is_some_and(is_number) || is_part_of_a_text()
}

/// The list of the files of a site that Larder wrote, in the folder of the site.
pub const SITE_FILES: &str = "larder-files.txt";

/// The folder of a site that holds what only posts have that the site does not publish, each file below the path that it has on
/// the site. No generator looks into it.
pub const UNPUBLISHED: &str = "_unpublished/";

/// The file that lists all posts of a folder of Markdown, and says what the blog is called.
pub const MARKDOWN_INDEX: &str = "index.md";

/// The name in front matter by which a page is known to be a list that Larder made.
pub const LIST_MARK: &str = "larder_list";

/// The formats that are folders, beside other formats each in one of its name.
const SITES: [&Format; 7] = [&HUGO, &JEKYLL, &HEXO, &ZOLA, &ASTRO, &ELEVENTY, &MARKDOWN];

/// Whether a folder of this name, with its `/`, is that of a site beside other formats.
///
/// ```
/// use larder_core::format::is_of_a_site;
///
/// assert!(is_of_a_site("hugo/") && !is_of_a_site("posts/"));
/// ```
pub fn is_of_a_site(folder: &str) -> bool {
    SITES.iter().any(|format| format.is_folder() && format.file == folder)
}

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

/// The folder in which posts have feeds of their comments: `comments/NAME/rss.xml`.
pub const COMMENTS_FOLDER: &str = "comments";

const FEEDS: [&Format; 3] = [&RSS, &ATOM, &JSON_FEED];

/// Whether a folder of this name, in the folder of a blog, has folders with feeds in it: those of groups or of comments.
///
/// ```
/// use larder_core::format::is_folder_of_feeds;
///
/// assert!(is_folder_of_feeds("tag") && is_folder_of_feeds("comments") && !is_folder_of_feeds("photos"));
/// ```
pub fn is_folder_of_feeds(name: &str) -> bool {
    GROUP_FOLDERS.contains(&name) || name == COMMENTS_FOLDER
}

/// Whether a file of this name, in the folder of its blog, is a feed of comments: of all, or of those under one post.
///
/// ```
/// use larder_core::format::is_of_comments;
///
/// assert!(is_of_comments("comments.rss.xml") && is_of_comments("comments/글-5d41402a/atom.xml"));
/// assert!(!is_of_comments("rss.xml") && !is_of_comments("tag/글/rss.xml"));
/// assert!(!is_of_comments("comments/글-5d41402a/feed.json"), "JSON Feed has no comments");
/// ```
pub fn is_of_comments(name: &str) -> bool {
    match name.split('/').collect::<Vec<_>>().as_slice() {
        [file] => [RSS_COMMENTS_FILE, ATOM_COMMENTS_FILE].contains(file),
        [COMMENTS_FOLDER, _, file] => [RSS.file, ATOM.file].contains(file),
        _ => false,
    }
}

/// Whether feeds are made of a file of this name, in the folder of their blog: a feed, an archive document of one
/// (`rss-12.xml`), the document of everything, the feed of a group or of comments, or what stands beside them.
///
/// ```
/// use larder_core::format::is_of_feeds;
///
/// assert!(is_of_feeds("rss-12.xml") && is_of_feeds("everything.rss.xml"));
/// assert!(is_of_feeds("tag/에세이/atom.xml") && is_of_feeds("feeds.opml"));
/// assert!(!is_of_feeds("rss-.xml") && !is_of_feeds("tag/atom.xml") && !is_of_feeds("photo.jpg"));
/// ```
pub fn is_of_feeds(name: &str) -> bool {
    let beside = [OPML_FILE, STYLE_FILE, PAGE_FILE];
    if is_of_comments(name) {
        return true;
    }
    match name.split('/').collect::<Vec<_>>().as_slice() {
        [file] => beside.contains(file) || FEEDS.iter().any(|format| is_document(format, file)),
        [kind, _, file] => {
            GROUP_FOLDERS.contains(kind) && FEEDS.iter().any(|format| format.file == *file)
        }
        _ => false,
    }
}

fn is_part(format: &Format, name: &str) -> bool {
    let Some((stem, end)) = format.file.split_once('.') else { return false };
    let rest = name.strip_prefix(stem).and_then(|rest| rest.strip_prefix('.'));
    let number = rest.and_then(|rest| rest.strip_suffix(end)?.strip_suffix('.'));
    number.is_some_and(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit()))
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
