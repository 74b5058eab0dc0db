//! What nothing explains.

use std::collections::BTreeMap;

use larder_core::PostId;
use serde::Serialize;

/// How many findings of one kind are told one by one; the others are counted.
const TOLD: usize = 100;

/// Something that nothing explains. Each is an unexplained loss, or a leak.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// What it is.
    pub kind: FindingKind,
    /// The post that it is about. Nothing but an id is ever told of a post that is not public.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<PostId>,
    /// The title of that post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What of it: a field, an address, a name, a file.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub what: String,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $code:literal;)+) => {
        /// What a [`Finding`] is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[non_exhaustive]
        pub enum FindingKind { $($(#[$doc])* #[serde(rename = $code)] $name),+ }

        impl FindingKind {
            /// All kinds, those that matter most first.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name of the kind, such as `post-missing`.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }
        }
    };
}

kinds! {
    /// Something that must not be public stands in a file of the output.
    SecretFound "secret-found";
    /// A post that is not public is in the output.
    PostPublished "post-published";
    /// A comment that was not shown, or whose post is not public, is in the output.
    CommentPublished "comment-published";
    /// A picture or a file that only posts use which are not public is in the output.
    MediaPublished "media-published";
    /// A file of the output was not searched for what must not be public.
    FileNotSearched "file-not-searched";
    /// The output, or the input, could not be read whole.
    NotReadWhole "not-read-whole";
    /// A blog is not in the output.
    BlogMissing "blog-missing";
    /// A post is not in the output, and no rule says why.
    PostMissing "post-missing";
    /// A post of the output was not there before.
    PostInvented "post-invented";
    /// The text of a post is not all there.
    TextLost "text-lost";
    /// Elements of a body are gone, such as tables or pictures.
    ElementsLost "elements-lost";
    /// A field of the model has no value any more, or another one.
    FieldLost "field-lost";
    /// A picture or a file that a post shows or offers is not where the post points.
    MediaLost "media-lost";
    /// A link from one post to another leads nowhere.
    LinkLost "link-lost";
    /// An address that the post had leads nowhere.
    AddressLost "address-lost";
    /// The id by which feed readers know the post is gone: it would be announced again.
    IdLost "id-lost";
    /// A comment is not in the output.
    CommentMissing "comment-missing";
    /// A category or a tag is not in the output.
    TermMissing "term-missing";
    /// An author is not in the output.
    AuthorMissing "author-missing";
    /// A series is not in the output.
    SeriesMissing "series-missing";
    /// A picture or a file is not in the output.
    AssetMissing "asset-missing";
}

/// All findings of a proof: of each kind how many there are, and the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Findings {
    /// How many there are of each kind.
    pub counts: BTreeMap<FindingKind, u64>,
    /// The first hundred of each kind, in the order of the blog.
    pub told: BTreeMap<FindingKind, Vec<Finding>>,
}

impl Finding {
    /// A finding that belongs to no post.
    pub fn new(kind: FindingKind, what: impl Into<String>) -> Self {
        Self { kind, post: None, title: None, what: what.into() }
    }

    /// The same finding of a post.
    #[must_use]
    pub(crate) fn of(mut self, post: &PostId, title: Option<&str>) -> Self {
        self.post = Some(post.clone());
        self.title = title.map(str::to_owned);
        self
    }
}

impl Findings {
    /// Whether everything is explained.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        *self.counts.entry(finding.kind).or_default() += 1;
        let told = self.told.entry(finding.kind).or_default();
        if told.len() < TOLD {
            told.push(finding);
        }
    }

    /// Adds the findings of what comes after.
    pub fn append(&mut self, other: Self) {
        for (kind, count) in other.counts {
            *self.counts.entry(kind).or_default() += count;
        }
        for (kind, more) in other.told {
            let told = self.told.entry(kind).or_default();
            let left = TOLD.saturating_sub(told.len());
            told.extend(more.into_iter().take(left));
        }
    }

    /// All that are told, those that matter most first.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.told.values().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_very_many_findings_the_first_are_told_and_all_are_counted() {
        let mut findings = Findings::default();
        for number in 0..150 {
            findings.push(Finding::new(FindingKind::TermMissing, number.to_string()));
        }
        let mut more = Findings::default();
        more.push(Finding::new(FindingKind::SecretFound, "a.html"));
        findings.append(more);
        assert_eq!(findings.counts[&FindingKind::TermMissing], 150);
        assert_eq!(findings.iter().count(), 101);
        assert_eq!(findings.iter().next().map(|it| it.what.as_str()), Some("a.html"));
    }
}
