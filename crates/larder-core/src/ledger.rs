//! The conservation ledger: every input ends as carried, stored aside, or left out by a named rule.
//!
//! Whoever meets a thing [opens](Ledger::open) an entry for it before doing anything else, and [settles](Ledger::settle)
//! it when its fate is known. An entry that is still open at the end is an *unexplained loss*. Outputs are accounted for
//! the same way: posts of the blog = posts written + posts left out by named rules.

mod entry;
mod name;

use std::{collections::BTreeMap, fmt, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::{entry::Entry, name::EntryName};
use crate::{Note, PostId, Severity};

/// The books of one run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Ledger {
    /// Everything that came in.
    pub inputs: Vec<Entry>,
    /// Everything that went out.
    pub outputs: Vec<Output>,
}

/// The number of an entry in [`Ledger::inputs`]. By default, the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(u32);

/// What came in.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ItemKind {
    /// A file of the input, or an entry of a zip.
    File,
    /// One archived view of a post.
    Capture,
    /// An item of an export, a feed or a response.
    Item,
    /// A comment.
    Comment,
    /// An image or another file that a post refers to.
    Asset,
    /// A feed that a list of feeds names.
    ListedFeed,
    /// Somebody who writes.
    Author,
    /// A category or a tag.
    Term,
    /// An entry of a navigation menu.
    MenuItem,
    /// A link from one post of the blog to another.
    Link,
}

/// What became of a thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "fate", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Fate {
    /// It is in the blog.
    Carried {
        /// As which post, where it is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        post: Option<PostId>,
    },
    /// It was joined with another capture of the same post.
    Joined {
        /// With which post.
        post: PostId,
    },
    /// It is kept beside the model, in `extra` or as raw data.
    StoredAside {
        /// Where.
        place: Box<str>,
    },
    /// A named rule left it out.
    LeftOut {
        /// The rule.
        rule: Rule,
        /// What was looked for and what was found.
        #[serde(default, skip_serializing_if = "str::is_empty")]
        found: Box<str>,
    },
}

macro_rules! rules {
    ($($(#[$doc:meta])* $class:ident $name:ident $code:literal;)+) => {
        /// A named rule that leaves something out.
        ///
        /// *Losses* make exit code 1; *selections* do not, because the user asked for them or because nothing of the
        /// blog is in what they leave out.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[non_exhaustive]
        pub enum Rule { $($(#[$doc])* #[serde(rename = $code)] $name),+ }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name of the rule, such as `error-page`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// Whether it loses something that the user may miss.
            pub fn is_loss(self) -> bool {
                match self { $(Self::$name => rules!(@ $class)),+ }
            }
        }
    };
    (@ loss) => { true };
    (@ selection) => { false };
}

rules! {
    /// The capture shows an error page of the platform, not a post.
    loss ErrorPage "error-page";
    /// The capture shows a login page.
    loss LoginPage "login-page";
    /// The capture shows a page whose text a script would have filled in.
    loss EmptyShell "empty-shell";
    /// A file without content.
    loss EmptyFile "empty-file";
    /// Not of the format that is being read.
    loss NotRecognised "not-recognised";
    /// A list, a profile or a front page: not a post.
    selection ListPage "list-page";
    /// A feed that a list of feeds names and that is not in the input.
    selection NotInInput "not-in-input";
    /// Files that operating systems leave behind, such as `.DS_Store`.
    selection SystemFile "system-file";
    /// Scripts, styles and pictures of a saved page's frame that no post refers to.
    selection PageFurniture "page-furniture";
    /// What containers of captures hold besides pages and files: requests, what a crawler notes about itself.
    selection NotContent "not-content";
    /// Something that was the same as an earlier capture, which is not here.
    loss OriginalNotHere "original-not-here";
    /// A smaller copy of a picture that is there.
    selection SmallerCopy "smaller-copy";
    /// Byte for byte the same as another file, or a record of an archive that is there already.
    selection SameBytes "same-bytes";
    /// Another state of a blog of which one archive was read already.
    loss OtherState "other-state";
    /// The file could not be read.
    loss Unreadable "unreadable";
    /// Larger than the limit.
    loss TooLarge "too-large";
    /// Compressed more than any honest file is.
    loss TooCompressed "too-compressed";
    /// More files than the limit.
    loss TooMany "too-many";
    /// An archive within an archive within an archive.
    loss NestedArchive "nested-archive";
    /// A symbolic link, a device or another special file.
    loss NotARegularFile "not-a-regular-file";
    /// A name that could lead out of the input.
    loss UnsafeName "unsafe-name";
    /// An entry of an archive that is encrypted or packed in an unknown way.
    loss UnknownPacking "unknown-packing";
    /// A damaged entry of an archive.
    loss Damaged "damaged";
    /// The time for one document was up.
    loss TimeUp "time-up";

    /// An output that needs a date, and a post without one.
    loss Undated "undated";
    /// A draft, a private, a password-protected or otherwise not public post.
    loss NotPublic "not-public";
    /// Older than the newest posts that were asked for.
    selection Count "count";
    /// Not what the user selected.
    selection NotSelected "not-selected";
    /// Neither a body nor a summary, which the output demands.
    loss NothingToShow "nothing-to-show";
    /// The target platform takes it for another post, which has the same title, date and type.
    loss SameAsAnother "same-as-another";
    /// A comment under a post that is not in the output.
    selection WithoutPost "without-post";
    /// Neither a post nor a page: a template, a shop's order, the answers to a form.
    selection OtherType "other-type";
    /// Who subscribed, what was sent to them, and what they did with it: data of other people that nobody keeps for the
    /// sake of the posts.
    selection SubscriberList "subscriber-list";
    /// A password, or what is made of one, a key, a token: nothing needs it, and it opens doors.
    selection Secret "secret";
    /// Traces of an account beside its posts: where somebody was logged in, what they read, whom they followed.
    selection AccountData "account-data";
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What became of the lines of a text capture: `kept + furniture + unknown = total`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct LineAccount {
    /// All lines.
    pub total: u32,
    /// Lines whose text is in the post.
    pub kept: u32,
    /// Lines of the page around the post, removed by a rule of the grammar.
    pub furniture: u32,
    /// Lines that no rule explains; they are kept in the original.
    pub unknown: u32,
}

impl LineAccount {
    /// The account of a capture. `total` is counted apart from the others, so that the sum can be checked.
    pub fn new(total: u32, kept: u32, furniture: u32, unknown: u32) -> Self {
        Self { total, kept, furniture, unknown }
    }

    /// Whether the sum is right.
    pub fn balances(&self) -> bool {
        u64::from(self.kept) + u64::from(self.furniture) + u64::from(self.unknown)
            == u64::from(self.total)
    }
}

/// What became of all parts of one kind that a file holds: `carried + joined + aside + left out = total`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Holding {
    /// All of them, counted apart from the others, so that the sum can be checked.
    pub total: u64,
    /// How many are in the blog.
    pub carried: u64,
    /// How many are in the blog already, because another part of the input holds them too.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub joined: u64,
    /// How many are kept beside the model, in `extra`.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub aside: u64,
    /// How many a rule left out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub left_out: BTreeMap<Rule, u64>,
}

impl Holding {
    /// How many are accounted for.
    pub fn accounted(&self) -> u64 {
        self.carried + self.joined + self.aside + self.left_out.values().sum::<u64>()
    }

    /// Adds another account.
    pub fn add(&mut self, other: &Self) {
        self.total += other.total;
        self.carried += other.carried;
        self.joined += other.joined;
        self.aside += other.aside;
        other.left_out.iter().for_each(|(rule, count)| self.leave_out(*rule, *count));
    }

    /// Leaves some out by a rule.
    pub fn leave_out(&mut self, rule: Rule, count: u64) {
        if count > 0 {
            *self.left_out.entry(rule).or_default() += count;
        }
    }
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// What one writer did with the posts of one blog.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Output {
    /// The format, such as `rss`.
    pub format: String,
    /// The id of the blog.
    pub blog: String,
    /// The files that were written.
    pub files: Vec<String>,
    /// How many posts the blog has.
    pub posts: u64,
    /// How many of them are in the output.
    pub written: u64,
    /// The others, by rule.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub left_out: BTreeMap<Rule, Vec<PostId>>,
    /// What became of the comments, where the output was asked for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comments: Option<CommentAccount>,
}

/// What one writer did with the comments of one blog.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct CommentAccount {
    /// How many comments the blog has.
    pub total: u64,
    /// How many of them are in the output.
    pub written: u64,
    /// How many of the others each rule left out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub left_out: BTreeMap<Rule, u64>,
}

impl CommentAccount {
    /// The account of a blog with so many comments, before anything is written.
    pub fn new(total: u64) -> Self {
        Self { total, ..Self::default() }
    }

    /// Leaves comments out by a rule.
    pub fn leave_out(&mut self, rule: Rule, count: u64) {
        if count > 0 {
            *self.left_out.entry(rule).or_default() += count;
        }
    }

    fn accounted(&self) -> u64 {
        self.written + self.left_out.values().sum::<u64>()
    }
}

impl Output {
    /// The account of `format` for the blog with the id `blog`, which has `posts` posts.
    pub fn new(format: impl Into<String>, blog: impl Into<String>, posts: u64) -> Self {
        Self { format: format.into(), blog: blog.into(), posts, ..Self::default() }
    }

    /// Leaves a post out by a rule.
    pub fn leave_out(&mut self, rule: Rule, post: &PostId) {
        self.left_out.entry(rule).or_default().push(post.clone());
    }

    fn accounted(&self) -> u64 {
        let left_out: usize = self.left_out.values().map(Vec::len).sum();
        self.written + left_out as u64
    }
}

/// Something that is neither carried, nor stored aside, nor left out by a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unexplained {
    /// An input without a fate.
    Input {
        /// Its name.
        name: Arc<str>,
    },
    /// A text capture whose lines do not add up.
    Lines {
        /// Its name.
        name: Arc<str>,
        /// The account.
        lines: LineAccount,
    },
    /// Parts of a file that do not add up.
    Parts {
        /// Its name.
        name: Arc<str>,
        /// What they are.
        kind: ItemKind,
        /// How many there are.
        total: u64,
        /// How many are accounted for.
        accounted: u64,
    },
    /// An output whose posts do not add up.
    Output {
        /// The format.
        format: String,
        /// The posts of the blog.
        posts: u64,
        /// The posts written or left out by rule.
        accounted: u64,
    },
    /// An output whose comments do not add up.
    Comments {
        /// The format.
        format: String,
        /// The comments of the blog.
        comments: u64,
        /// The comments written or left out by rule.
        accounted: u64,
    },
}

impl fmt::Display for Unexplained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input { name } => write!(f, "nobody knows what became of `{name}`"),
            Self::Lines { name, lines } => write!(
                f,
                "`{name}` has {} lines, but {} are accounted for",
                lines.total,
                u64::from(lines.kept) + u64::from(lines.furniture) + u64::from(lines.unknown)
            ),
            Self::Parts { name, kind, total, accounted } => {
                write!(f, "`{name}`: of {total} {kind:?} {accounted} are accounted for")
            }
            Self::Output { format, posts, accounted } => {
                write!(f, "{format}: of {posts} posts {accounted} are accounted for")
            }
            Self::Comments { format, comments, accounted } => {
                write!(f, "{format}: of {comments} comments {accounted} are accounted for")
            }
        }
    }
}

/// How a run ended. The exit codes 2 (usage) and 4 (unreadable input) are errors and never get here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Outcome {
    /// All carried: exit code 0.
    Complete,
    /// Done, with declared losses: exit code 1.
    Losses,
    /// Something is unexplained: exit code 3.
    Unexplained,
}

impl Ledger {
    /// Writes down that something came in.
    pub fn open(
        &mut self,
        kind: ItemKind,
        name: impl Into<EntryName>,
        bytes: Option<u64>,
    ) -> EntryId {
        let id = u32::try_from(self.inputs.len()).expect("the limit on files is far below 2^32");
        self.inputs.push(Entry::new(kind, name.into(), bytes));
        EntryId(id)
    }

    /// Writes down what became of it. The first fate stands: what was carried stays carried.
    pub fn settle(&mut self, id: EntryId, fate: Fate) {
        let entry = &mut self.inputs[id.0 as usize];
        entry.fate.get_or_insert(fate);
    }

    /// Writes down that it is of another kind than it seemed to be.
    pub fn turns_out(&mut self, id: EntryId, kind: ItemKind) {
        self.inputs[id.0 as usize].kind = kind;
    }

    /// Writes down what became of the lines of a text capture.
    pub fn account_lines(&mut self, id: EntryId, lines: LineAccount) {
        self.inputs[id.0 as usize].account_lines(lines);
    }

    /// Adds to what became of the parts of one kind that an entry holds.
    pub fn account_parts(&mut self, id: EntryId, kind: ItemKind, parts: &Holding) {
        self.inputs[id.0 as usize].account_parts(kind, parts);
    }

    /// The entry with this number.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.inputs[id.0 as usize]
    }

    /// Everything that the equation does not explain. Empty is the promise.
    pub fn unexplained(&self) -> Vec<Unexplained> {
        let mut found = Vec::new();
        for entry in &self.inputs {
            if entry.fate.is_none() {
                found.push(Unexplained::Input { name: (&entry.name).into() });
            }
            if let Some(lines) = entry.lines().filter(|lines| !lines.balances()) {
                found.push(Unexplained::Lines { name: (&entry.name).into(), lines });
            }
        }
        found.extend(self.inputs.iter().flat_map(of_parts));
        found.extend(self.outputs.iter().flat_map(of_output));
        found
    }

    /// How the run ended.
    pub fn outcome<'a>(&self, notes: impl IntoIterator<Item = &'a Note>) -> Outcome {
        if !self.unexplained().is_empty() {
            return Outcome::Unexplained;
        }
        let lost = |fate: &Option<Fate>| matches!(fate, Some(Fate::LeftOut { rule, .. }) if rule.is_loss());
        let losses = self.inputs.iter().any(|entry| lost(&entry.fate))
            || self
                .inputs
                .iter()
                .flat_map(|it| it.holds().values())
                .any(|parts| parts.left_out.keys().any(|rule| rule.is_loss()))
            || self.outputs.iter().any(|output| output.left_out.keys().any(|rule| rule.is_loss()))
            || notes.into_iter().any(|note| note.severity() == Severity::Loss);
        if losses { Outcome::Losses } else { Outcome::Complete }
    }
}

/// What does not add up of the parts of an entry.
fn of_parts(entry: &Entry) -> impl Iterator<Item = Unexplained> {
    let odd = entry.holds().iter().filter(|(_, parts)| parts.accounted() != parts.total);
    odd.map(|(kind, parts)| Unexplained::Parts {
        name: (&entry.name).into(),
        kind: *kind,
        total: parts.total,
        accounted: parts.accounted(),
    })
}

/// What does not add up of an output.
fn of_output(output: &Output) -> impl Iterator<Item = Unexplained> {
    let (format, posts, accounted) = (&output.format, output.posts, output.accounted());
    let of_posts = (accounted != posts).then(|| Unexplained::Output {
        format: format.clone(),
        posts,
        accounted,
    });
    let comments = output.comments.iter().filter(|it| it.accounted() != it.total);
    let of_comments = comments.map(|comments| Unexplained::Comments {
        format: format.clone(),
        comments: comments.total,
        accounted: comments.accounted(),
    });
    of_posts.into_iter().chain(of_comments)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_must_add_up_where_they_were_asked_for() {
        let mut ledger = Ledger::default();
        let mut output = Output::new("rss", "b", 0);
        let mut comments = CommentAccount::new(3);
        comments.written = 1;
        comments.leave_out(Rule::NotPublic, 1);
        output.comments = Some(comments);
        ledger.outputs.push(output);
        let missing = Unexplained::Comments { format: "rss".into(), comments: 3, accounted: 2 };
        assert_eq!(ledger.unexplained(), [missing]);
        ledger.outputs[0].comments.as_mut().unwrap().leave_out(Rule::WithoutPost, 1);
        assert_eq!(ledger.outcome([]), Outcome::Complete);
    }

    #[test]
    fn an_entry_nobody_settled_is_an_unexplained_loss() {
        let mut ledger = Ledger::default();
        let kept = ledger.open(ItemKind::File, "kept.txt", Some(3));
        ledger.open(ItemKind::File, "forgotten.txt", Some(4));
        ledger.settle(kept, Fate::Carried { post: None });
        assert_eq!(ledger.unexplained(), [Unexplained::Input { name: "forgotten.txt".into() }]);
        assert_eq!(ledger.outcome([]), Outcome::Unexplained);
    }

    #[test]
    fn lines_and_posts_must_add_up() {
        let mut ledger = Ledger::default();
        let capture = ledger.open(ItemKind::Capture, "a.txt", None);
        ledger.settle(capture, Fate::Carried { post: None });
        ledger.account_lines(capture, LineAccount::new(10, 6, 3, 0));
        ledger.outputs.push(Output::new("rss", "b", 2));
        assert_eq!(ledger.unexplained().len(), 2);
    }

    #[test]
    fn parts_of_a_file_must_add_up() {
        let mut ledger = Ledger::default();
        let file = ledger.open(ItemKind::File, "a.xml", None);
        ledger.settle(file, Fate::Carried { post: None });
        let mut parts = Holding { total: 5, carried: 2, joined: 1, ..Holding::default() };
        ledger.account_parts(file, ItemKind::Comment, &parts);
        assert_eq!(ledger.unexplained().len(), 1);
        parts = Holding { aside: 1, ..Holding::default() };
        parts.leave_out(Rule::WithoutPost, 1);
        ledger.account_parts(file, ItemKind::Comment, &parts);
        assert_eq!(ledger.outcome([]), Outcome::Complete);
    }

    #[test]
    fn a_selection_is_no_loss_but_an_undated_post_is() {
        let mut ledger = Ledger::default();
        let mut output = Output::new("rss", "b", 1);
        output.leave_out(Rule::Count, &PostId::new("1"));
        ledger.outputs.push(output);
        assert_eq!(ledger.outcome([]), Outcome::Complete);
        ledger.outputs[0].left_out.clear();
        ledger.outputs[0].leave_out(Rule::Undated, &PostId::new("1"));
        assert_eq!(ledger.outcome([]), Outcome::Losses);
    }
}
