//! What a page is: a post, a list of posts, or nothing that anybody wrote. Always with the reason.

use larder_core::Rule;

use super::{
    address,
    article::Article,
    facts::{Facts, Hidden},
    json_ld::Data,
    mark::Mark,
    platform::Platform,
    seen::Seen,
};

/// Why a page is no post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) rule: Rule,
    pub(crate) found: String,
}

/// What a page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A post, and what says so.
    Post(&'static str),
    /// It only leads to another page, at this address.
    Redirect(String),
    /// No post.
    None(Refusal),
}

impl Sort {
    /// Whether it is a post, but only those see it who know a password.
    pub(crate) fn is_protected(&self) -> bool {
        matches!(self, Self::None(refusal) if refusal.found == PROTECTED_POST)
    }
}

/// What is found of a post that is protected.
const PROTECTED_POST: &str = "a post that only those see who know a password";

/// A text below this length, in characters, is no post by itself.
const SHORT: usize = 140;

/// The texts of pages that say that nothing is here, in lower case.
const GONE: &[&str] = &[
    "404",
    "not found",
    "page not found",
    "error 404",
    "page doesn't exist",
    "doesn’t exist",
    "no longer available",
    "access denied",
    "forbidden",
    "페이지를 찾을 수 없습니다",
    "존재하지 않는",
    "삭제되었거나",
    "삭제된 글",
    "권한이 없거나",
    "유효하지 않은 요청",
    "게시물이 삭제",
    "등록된 포스트가 없습니다",
    "ページが見つかりません",
    "存在しません",
    "お探しの",
    "削除された",
    "页面不存在",
    "未找到",
];

/// The texts of pages that ask for a name and a password.
const LOGIN: &[&str] =
    &["log in", "login", "sign in", "로그인", "ログイン", "members only", "subscribe to read"];

/// The texts of posts that only those see who know a word.
const PROTECTED: &[&str] = &[
    "보호되어 있는 글입니다",
    "비밀글입니다",
    "이 글은 비밀번호로 보호되어",
    "protected: ",
    "this content is password protected",
    "this post is password protected",
    "保護中: ",
    "パスワードを入力してください",
];

/// The texts of pages that scripts fill.
const SHELL: &[&str] = &[
    "enable javascript",
    "javascript is required",
    "requires javascript",
    "javascript is disabled",
    "자바스크립트를 활성화",
    "자바스크립트를 사용",
    "javascriptを有効",
    "please turn on javascript",
];

/// The titles of walls that ask for consent first.
const CONSENT: &[&str] = &[
    "before you continue",
    "we value your privacy",
    "cookie consent",
    "just a moment",
    "attention required",
    "checking your browser",
    "are you a robot",
    "verify you are human",
];

/// Everything that tells what a page is.
pub(super) struct Evidence<'e, 't> {
    pub(super) facts: &'e Facts<'t>,
    pub(super) data: &'e Data,
    pub(super) platform: Option<&'static Platform>,
    pub(super) article: Option<&'e Article>,
    pub(super) address: Option<&'e str>,
    pub(super) status: Option<u16>,
    /// Whether something else in the input says that it is a page that people open, such as a feed.
    pub(super) is_listed: bool,
}

impl Evidence<'_, '_> {
    pub(super) fn sort(&self) -> Sort {
        if let Some(refusal) = self.refusal() {
            return Sort::None(refusal);
        }
        if let Some(target) = self.redirect() {
            return Sort::Redirect(target);
        }
        if let Some(found) = self.list() {
            return none(Rule::ListPage, found);
        }
        // Such a platform has many pages without a post, and never a post without its container.
        let is_framed = self.platform.is_some_and(|it| it.frame.is_some());
        if is_framed
            && self.article.is_some_and(|it| matches!(it.signal, "readability" | "whole body"))
        {
            let found = "no text where this platform puts that of a post";
            return none(Rule::EmptyShell, found.into());
        }
        match self.post() {
            Some(sign) => Sort::Post(sign),
            None => none(Rule::NotRecognised, "a page that nothing shows to be a post".into()),
        }
    }

    /// What shows that nothing of a blog is here.
    fn refusal(&self) -> Option<Refusal> {
        let refuse = |rule, found: String| Some(Refusal { rule, found });
        if let Some(status @ (0..=199 | 204..=299 | 400..)) =
            self.status.filter(|it| *it != 200 && *it != 0)
        {
            return refuse(Rule::ErrorPage, format!("the server answered {status}"));
        }
        let length = self.length();
        let has_article = self.article.is_some_and(Article::is_found);
        // Not a word of the platform, which has a place for what people wrote.
        let has_own_text = self.is_article() && length >= SHORT;
        if let Some(frame) = self.missing_frame() {
            return refuse(
                Rule::EmptyShell,
                format!("empty page: its frame `{frame}` has the post"),
            );
        }
        let title = self.facts.title.as_deref().unwrap_or_default().to_lowercase();
        let text = || self.start();
        let asks = self.asks_for_a_password();
        let is_locked = PROTECTED.iter().any(|it| title.contains(it)) && (asks || length < SHORT)
            || length < 4 * SHORT
                && !has_own_text
                && PROTECTED.iter().any(|it| text().contains(it))
            || asks && self.facts.hidden == Some(Hidden::Password);
        if is_locked {
            return refuse(Rule::LoginPage, PROTECTED_POST.into());
        }
        if asks && (length < 2 * SHORT || LOGIN.iter().any(|it| title.contains(it)) && !has_article)
        {
            return refuse(Rule::LoginPage, "a page that asks for a password".into());
        }
        if CONSENT.iter().any(|it| title.contains(it)) && length < 8 * SHORT && !self.is_article() {
            return refuse(
                Rule::ErrorPage,
                "a wall in front of the page: it asks for consent".into(),
            );
        }
        let headings = self.facts.headings.iter().filter_map(|it| self.facts.line(*it));
        let heading = headings.take(3).collect::<Vec<_>>().join(" ").to_lowercase();
        let says_gone = |text: &str| GONE.iter().any(|it| text.contains(it));
        let is_gone =
            says_gone(&title) || says_gone(&heading) || length < SHORT && says_gone(&text());
        if is_gone && length < 3 * SHORT && self.data.posts == 0 && !self.is_article() {
            return refuse(Rule::ErrorPage, "a page that says that nothing is here".into());
        }
        if length < SHORT && SHELL.iter().any(|it| text().contains(it)) {
            return refuse(
                Rule::EmptyShell,
                "a page whose text is only there when scripts run".into(),
            );
        }

        if self.article.is_none() && self.facts.refresh.is_none() {
            return refuse(Rule::EmptyShell, "a page without any text".into());
        }
        None
    }

    /// Whether the page asks for a password, and not just whoever wants to write a comment.
    fn asks_for_a_password(&self) -> bool {
        let facts = self.facts;
        let named = self.article.filter(|it| matches!(it.signal, "platform" | "entry-content"));
        let is_asked = |node: larder_html::NodeId| match named {
            Some(article) => facts.is_in(node, article.root),
            None => !facts.is_outside(node),
        };
        facts.passwords.iter().any(|node| is_asked(*node))
    }

    /// The frame that has the post of this page.
    fn missing_frame(&self) -> Option<&str> {
        let frame = self.platform?.frame?;
        let has_own = self.article.is_some_and(|it| it.signal == "platform");
        let tree = self.facts.tree;
        let selector = [["#", frame].concat(), ["[name=", frame, "]"].concat()];
        let found = selector.iter().find_map(|it| tree.find(tree.root(), it));
        found.filter(|_| !has_own).map(|node| tree.attribute(node, "src").unwrap_or("?"))
    }

    fn redirect(&self) -> Option<String> {
        let target = self.facts.refresh.filter(|_| self.length() < SHORT)?;
        let whole = match self.address.and_then(|it| url::Url::parse(it).ok()) {
            Some(base) => base.join(target).ok()?,
            None => url::Url::parse(target).ok()?,
        };
        let is_web = matches!(whole.scheme(), "http" | "https");
        let is_itself = self.address.is_some_and(|it| address::is_same(it, whole.as_str()));
        (!target.is_empty() && is_web && !is_itself).then(|| target.to_owned())
    }

    /// What shows that it is a list.
    fn list(&self) -> Option<String> {
        let entries = self.entries();
        let is_article = self.is_article();
        let path = self.address.and_then(address::page);
        let is_home = path.as_ref().is_some_and(|url| {
            let home = address::home(url.as_str()).and_then(|home| address::page(&home));
            url.query().is_none()
                && home.is_some_and(|home| {
                    home.path().trim_end_matches('/') == url.path().trim_end_matches('/')
                })
        });
        if is_home && !self.is_listed && (entries > 1 || !is_article || self.data.posts == 0) {
            return Some("the front page of a blog".into());
        }
        if let Some(sign) =
            path.as_ref().and_then(list_in).filter(|_| !self.is_listed && !is_article)
        {
            return Some(format!("its address is that of a list: `{sign}`"));
        }
        if entries > 1 && !is_article && self.article.is_none_or(|it| it.signal != "platform") {
            return Some(format!("{entries} posts of equal rank"));
        }
        if self.data.posts > 1 && !self.data.is_here && !is_article {
            return Some(format!("{} posts in its data", self.data.posts));
        }
        let seen = self.article.map_or(Seen::default(), |it| it.seen(self.facts));
        let is_linked = seen.characters > 0 && seen.linked * 10 > seen.characters * 7;
        if !is_article && entries == 0 && is_linked {
            return Some("its text is mostly links".into());
        }
        None
    }

    /// What shows that it is a post.
    fn post(&self) -> Option<&'static str> {
        let facts = self.facts;
        if self.is_listed {
            return Some("a feed or a list has it");
        }
        if self.data.posts == 1 || self.data.is_here {
            return Some("json-ld");
        }
        if self.is_article() {
            return Some("og:type article");
        }
        if self.article.is_some_and(|it| it.signal == "platform") {
            return Some("the container of its platform");
        }
        if self.entries() == 1 {
            return Some("one entry");
        }
        let is_itself = |(node, rel): &(larder_html::NodeId, &str)| {
            let href = facts.tree.attribute(*node, "href").unwrap_or_default();
            rel.split_ascii_whitespace().any(|it| it == "bookmark")
                && self.address.is_some_and(|it| address::is_same(it, href))
        };
        if facts.related.iter().any(is_itself) {
            return Some("a bookmark of itself");
        }
        let is_found = self.article.is_some_and(|it| it.is_found());
        (is_found && self.length() >= SHORT).then_some("an article")
    }

    fn is_article(&self) -> bool {
        self.facts.meta_of("og:type").is_some_and(|it| {
            ["article", "blog.post", "post"].iter().any(|known| it.eq_ignore_ascii_case(known))
        })
    }

    /// How many entries stand side by side.
    fn entries(&self) -> usize {
        let facts = self.facts;
        let is_here = |node: &larder_html::NodeId| !facts.is_outside(*node);
        let entries = facts.outermost(facts.marked(Mark::Entry).filter(is_here)).len();
        match entries {
            0 => facts.outermost(facts.articles.iter().copied().filter(is_here)).len(),
            _ => entries,
        }
    }

    /// How many characters the post has, or the page where none was found.
    fn length(&self) -> usize {
        match (self.article, self.facts.body) {
            (Some(article), _) => article.seen(self.facts).length(),
            (None, Some(body)) => self.facts.seen(body).length(),
            (None, None) => 0,
        }
    }

    /// The beginning of the text, in lower case.
    fn start(&self) -> String {
        let text = self.article.map(|it| it.start(self.facts.tree, 64 * SHORT)).unwrap_or_default();
        let start: String =
            text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(4 * SHORT).collect();
        start.to_lowercase()
    }
}

fn none(rule: Rule, found: String) -> Sort {
    Sort::None(Refusal { rule, found })
}

/// What in an address shows that a list of posts is there.
fn list_in(url: &url::Url) -> Option<String> {
    const FOLDERS: &[&str] = &[
        "tag",
        "tags",
        "category",
        "categories",
        "author",
        "archive",
        "archives",
        "search",
        "label",
        "labels",
        "topics",
        "guestbook",
        "notice",
        "page",
        "feed",
        "rss",
        "sitemap",
        "tagged",
        "comments",
        // Naver.
        "postlist.naver",
        "postlist.nhn",
    ];
    const PARAMETERS: &[&str] =
        &["s", "m", "cat", "tag", "paged", "author", "q", "search", "categoryNo", "page", "label"];
    let parts: Vec<&str> =
        url.path_segments().into_iter().flatten().filter(|it| !it.is_empty()).collect();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let folder =
        parts.iter().position(|part| FOLDERS.contains(&part.to_ascii_lowercase().as_str()));
    if let Some(at) = folder {
        // `/archives/123` is a post of old blogs, and what stands before it may be anything.
        let is_post = parts[at].starts_with("archive")
            && parts.len() > at + 1
            && !parts[at + 1..]
                .iter()
                .all(|it| is_number(it) && it.len() <= 4 || it.len() == 6 && is_number(it));
        if !is_post && at < 2 {
            return Some(format!("/{}/", parts[at]));
        }
    }
    if !parts.is_empty()
        && parts.len() <= 3
        && parts
            .iter()
            .enumerate()
            .all(|(at, it)| is_number(it) && it.len() == if at == 0 { 4 } else { 2 })
    {
        return Some(format!("/{}/", parts.join("/")));
    }
    let mut pairs = url.query_pairs();
    pairs
        .find(|(name, _)| PARAMETERS.contains(&&**name) && url.path().len() <= 1)
        .map(|(name, _)| format!("?{name}="))
}
