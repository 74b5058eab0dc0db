//! Who was shown a comment, and how many there are.

use larder_html::{Kind, NodeId, Tree};

use super::super::{facts::Facts, mark::Mark};

/// Why a comment was not shown to everybody: the later, the stricter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unseen {
    /// Nobody has approved it yet.
    Held,
    /// Somebody removed it.
    Deleted,
    /// Only those see it who wrote it and the post.
    Secret,
}

/// What the markup of a comment says of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs {
    pub(super) unseen: Option<Unseen>,
    /// Whether the one who wrote the post wrote it.
    pub(super) is_author: bool,
}

/// What stands in the place of texts, in lower case and without white space.
const WORDS: &[(&str, Unseen)] = &[
    ("비밀댓글입니다", Unseen::Secret),
    ("비밀글입니다", Unseen::Secret),
    ("비공개댓글입니다", Unseen::Secret),
    ("비공개덧글입니다", Unseen::Secret),
    ("작성자와블로그주인만볼수있는", Unseen::Secret),
    ("관리자만볼수있는댓글입니다", Unseen::Secret),
    ("작성자와블로그주인만볼수있는댓글입니다", Unseen::Secret),
    ("블로그주인만볼수있는댓글입니다", Unseen::Secret),
    ("관리자만볼수있는댓글", Unseen::Secret),
    ("비밀댓글", Unseen::Secret),
    ("비밀덧글", Unseen::Secret),
    ("비밀글", Unseen::Secret),
    ("thiscommentisprivate", Unseen::Secret),
    ("privatecomment", Unseen::Secret),
    ("(screenedcomment)", Unseen::Secret),
    ("screenedcomment", Unseen::Secret),
    ("このコメントは管理者だけが閲覧できます", Unseen::Secret),
    ("このコメントは管理人のみ閲覧できます", Unseen::Secret),
    ("管理人のみ閲覧できます", Unseen::Secret),
    ("非公開コメント", Unseen::Secret),
    ("댓글이승인대기중입니다", Unseen::Held),
    ("댓글이검토를기다리고있습니다", Unseen::Held),
    ("このコメントは承認待ちです", Unseen::Held),
    ("(suspiciouscomment)", Unseen::Held),
    (
        "yourcommentisawaitingmoderation.thisisapreview;yourcommentwillbevisibleafterithasbeenapproved",
        Unseen::Held,
    ),
    ("승인대기중인댓글입니다", Unseen::Held),
    ("관리자의승인을기다리고있는댓글입니다", Unseen::Held),
    ("yourcommentisawaitingmoderation", Unseen::Held),
    ("このコメントは管理者の承認待ちです", Unseen::Held),
    ("삭제된댓글입니다", Unseen::Deleted),
    ("작성자에의해삭제된댓글입니다", Unseen::Deleted),
    ("관리자에의해삭제된댓글입니다", Unseen::Deleted),
    ("운영원칙에의해삭제된댓글입니다", Unseen::Deleted),
    ("블라인드처리된댓글입니다", Unseen::Deleted),
    ("thiscommenthasbeenremovedbytheauthor", Unseen::Deleted),
    ("thiscommenthasbeenremovedbyablogadministrator", Unseen::Deleted),
    ("thiscommenthasbeenremoved", Unseen::Deleted),
    ("thiscommenthasbeendeleted", Unseen::Deleted),
    ("commentdeleted", Unseen::Deleted),
    ("commentremoved", Unseen::Deleted),
    ("(deletedcomment)", Unseen::Deleted),
    ("deletedcomment", Unseen::Deleted),
    ("[deleted]", Unseen::Deleted),
    ("작성자가삭제한댓글입니다", Unseen::Deleted),
    ("コメントは削除されました", Unseen::Deleted),
];

/// What a text means that stands in the place of another. None for what somebody wrote.
pub(super) fn of_words(text: &str) -> Option<Unseen> {
    // Such a sentence is short; what is longer is somebody's.
    if text.len() > 200 {
        return None;
    }
    let bare: String = text.chars().filter(|it| !it.is_whitespace()).collect();
    let bare = bare.to_lowercase();
    let bare = bare.trim_end_matches(['.', '!', '。']);
    // Themes put locks and brackets around it.
    let core = bare.trim_matches(|it: char| !it.is_alphanumeric());
    WORDS.iter().find(|(words, _)| bare == *words || core == *words).map(|(_, unseen)| *unseen)
}

impl Signs {
    /// Looks at an element of a comment.
    pub(super) fn see(&mut self, tree: &Tree, node: NodeId) {
        let classes = tree.attribute(node, "class").unwrap_or_default();
        for class in classes.split_ascii_whitespace() {
            self.is_author |= matches!(
                class,
                "bypostauthor"
                    | "rp_admin"
                    | "blog-author"
                    | "by-post-author"
                    | "u_cbox_ico_editor"
                    | "u_cbox_ico_owner"
                    | "entry-author-comment"
            );
            self.unseen = self.unseen.max(of_class(class));
        }
        self.unseen = self.unseen.max(is_lock(tree, node).then_some(Unseen::Secret));
        // Many themes say it in an element without a class, in front of the text.
        let mut within = tree.children(node);
        if let (Some(Kind::Text(text)), None) =
            (within.next().map(|it| tree.kind(it)), within.next())
        {
            self.unseen = self.unseen.max(of_words(text));
        }
        let info = tree.attribute(node, "data-info").unwrap_or_default();
        let info: String = info.chars().filter(|it| !it.is_whitespace()).take(4096).collect();
        for (flag, unseen) in [
            ("secret:true", Unseen::Secret),
            ("deleted:true", Unseen::Deleted),
            ("visible:false", Unseen::Secret),
        ] {
            self.unseen = self.unseen.max(info.contains(flag).then_some(unseen));
        }
    }
}

/// Whether a picture is the lock that stands at a secret comment.
pub(super) fn is_lock(tree: &Tree, node: NodeId) -> bool {
    if tree.name(node) != Some("img") {
        return false;
    }
    let source = tree.attribute(node, "src").unwrap_or_default().split(['?', '#']).next();
    let file = source.and_then(|it| it.rsplit('/').next()).unwrap_or_default();
    let is_named = file.starts_with("ico_lock")
        || file.starts_with("icon_lock")
        || file.contains("secret")
        || file.split(['-', '_', '.']).any(|it| it == "lock");
    is_named || tree.attribute(node, "alt").and_then(of_words).is_some()
}

fn of_class(class: &str) -> Option<Unseen> {
    // WordPress makes a class of the name of each member, whatever it is.
    if class.starts_with("comment-author-") {
        return None;
    }
    let lower = class.to_ascii_lowercase();
    let parts = || lower.split(['-', '_']);
    // A theme may call anything so, but then nothing is lost but that it is shown.
    match () {
        () if lower.contains("secret")
            || parts().any(|it| matches!(it, "screened" | "private" | "lock")) =>
        {
            Some(Unseen::Secret)
        }
        () if lower.contains("awaiting") || parts().any(|it| it == "unapproved") => {
            Some(Unseen::Held)
        }
        () if matches!(
            lower.as_str(),
            "u_cbox_type_delete"
                | "u_cbox_delete_contents"
                | "deleted-comment"
                | "comment-deleted"
                | "deleted"
                | "is-deleted"
                | "status-trash"
                | "status-spam"
        ) =>
        {
            Some(Unseen::Deleted)
        }
        () => None,
    }
}

/// A value of the list that Naver has at each comment: `commentNo:'1', parentCommentNo:'2'`.
pub(super) fn of_info(tree: &Tree, node: NodeId, name: &str) -> Option<String> {
    let info = tree.attribute(node, "data-info").filter(|it| it.len() <= 4096)?;
    let mut pairs =
        info.trim_matches(['{', '}', ' ']).split(',').filter_map(|it| it.split_once(':'));
    let (_, value) = pairs.find(|(key, _)| key.trim() == name)?;
    let value = value.trim().trim_matches(['\'', '"']);
    let is_one = !value.is_empty()
        && value.len() <= 40
        && value.bytes().all(|it| it.is_ascii_alphanumeric());
    is_one.then(|| value.to_owned())
}

/// Whether the footer that a part of a page stands in is one of a post.
pub(super) fn is_within_own_footer(facts: &Facts<'_>, area: NodeId) -> bool {
    facts.tree.ancestors(area).any(|it| facts.tree.name(it) == Some("article"))
}

/// Classes of elements that say how many comments there are.
const COUNTS: &[&str] = &[
    "box_total",
    "tt-box-total",
    "comments-title",
    "u_cbox_count",
    "comment-count",
    "thread-count",
    "comments-count",
];

/// How many comments a part of a page says there are: in its heading, or in what it has for that.
pub(super) fn stated(facts: &Facts<'_>, area: NodeId) -> Option<u64> {
    let tree = facts.tree;
    let mut below = tree.descendants(area);
    let mut stated = None;
    while let Some(node) = below.next() {
        if tree.kind(node) != Kind::Element {
            continue;
        }
        match tree.name(node) {
            // What stands in a list is what somebody wrote.
            Some("li" | "form" | "dl" | "article") => below.leave(node),
            Some(name) => {
                let is_heading = matches!(name, "h2" | "h3" | "h4" | "h5" | "strong");
                let is_count = COUNTS.iter().any(|class| tree.has_class(node, class));
                if is_heading || is_count {
                    stated =
                        stated.max(facts.line(node).and_then(|line| count_in(&line, is_count)));
                }
            }
            None => {}
        }
    }
    stated
}

/// How many comments the rest of a page says there are.
pub(super) fn stated_elsewhere(facts: &Facts<'_>) -> Option<u64> {
    let meta = facts.meta_of("commentcount").and_then(|it| it.parse().ok());
    let of_naver = || {
        // The button under a post that shows its comments.
        let posts =
            facts.marked(Mark::Comments).filter(|it| facts.tree.has_class(*it, "btn_comment"));
        posts.filter_map(|it| count_in(&facts.line(it)?, true)).max()
    };
    meta.or_else(of_naver)
}

/// The only number in a line that is about comments.
fn count_in(line: &str, is_count: bool) -> Option<u64> {
    const WORDS: &[&str] =
        &["comment", "댓글", "덧글", "답글", "response", "repl", "thought", "コメント", "생각"];
    if line.len() > 200 {
        return None;
    }
    let lower = line.to_lowercase();
    let is_about = WORDS.iter().any(|word| lower.contains(word));
    // The title of the post, which a theme may repeat here, has numbers of its own.
    let unquoted: String = match (line.find(['“', '"', '‘']), line.rfind(['”', '"', '’'])) {
        (Some(start), Some(end)) if start < end => {
            [line.get(..start).unwrap_or_default(), line.get(end..).unwrap_or_default()].concat()
        }
        _ => line.to_owned(),
    };
    let unquoted = unquoted.replace(',', "");
    let mut numbers = unquoted
        .split(|it: char| !it.is_ascii_digit())
        .filter(|it| (1..=9).contains(&it.len()))
        .map(str::parse::<u64>);
    let (first, others) = (numbers.next()?.ok()?, numbers.count());
    (others == 0 && (is_about || is_count)).then_some(first)
}
