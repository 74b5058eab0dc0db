//! The proof: everything that was compared, in numbers, and what nothing explains.

use std::{collections::BTreeMap, io};

use larder_core::{Blog, PostHead, PostId, PostKind, Rule, select::kept_out};
use rayon::prelude::*;
use serde::Serialize;

use crate::{
    around,
    body::ELEMENTS,
    card::{Card, Evidence},
    comments,
    equation::Equation,
    fields::{FieldAccount, Treatment},
    finding::{Finding, FindingKind, Findings},
    pairs::Pairs,
    post::{Scene, Sheet},
    side::Side,
    target::Target,
};

/// How many of the posts that changed most are told.
const WORST: usize = 20;

/// How many posts are compared in one go.
const TOGETHER: usize = 64;

/// What was proved of one blog and its output.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Proof {
    /// The equations, by what they count: `posts`, `pages`, `comments`, `media-references` …
    pub equations: BTreeMap<&'static str, Equation>,
    /// What became of each field, by field and treatment.
    pub fields: Vec<FieldAccount>,
    /// What became of the texts.
    pub texts: Texts,
    /// How many elements of each kind the bodies had and have.
    pub elements: BTreeMap<&'static str, Counted>,
    /// What nothing explains.
    pub findings: Findings,
}

/// What became of the texts of posts. `compared = exact + more + declared + unexplained`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Texts {
    /// How many posts had a body and are in the output.
    pub compared: u64,
    /// How many of these say the same, word by word.
    pub exact: u64,
    /// How many say the same and more: a subtitle, the address of a player.
    pub more: u64,
    /// How many lost something that was declared.
    pub declared: u64,
    /// How many lost something that nothing explains.
    pub unexplained: u64,
    /// The posts that changed most, the worst first.
    pub worst: Vec<Worst>,
}

/// A post whose body changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Worst {
    /// The post.
    pub post: PostId,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// How much of its text is there, in thousandths.
    pub similarity: u16,
    /// Elements of which there are fewer.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub elements: BTreeMap<&'static str, Counted>,
    /// Why: the code of a note of the writer, `more-text`, or `unexplained`.
    pub reason: &'static str,
}

/// How many of something there were, and are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counted {
    /// How many there were.
    pub before: u64,
    /// How many there are.
    pub after: u64,
}

/// What a proof comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Verdict {
    /// Everything is there.
    Proved,
    /// What is not there was declared.
    Declared,
    /// Something is missing, or public, that nothing explains.
    Unexplained,
}

impl Counted {
    pub(crate) fn add(&mut self, other: Self) {
        self.before += other.before;
        self.after += other.after;
    }
}

impl Texts {
    pub(crate) fn count(&mut self, treatment: Treatment) {
        let count = match treatment {
            Treatment::Kept => &mut self.exact,
            Treatment::Mapped | Treatment::StoredAside => &mut self.more,
            Treatment::Dropped => &mut self.declared,
            Treatment::Unexplained => &mut self.unexplained,
        };
        *count += 1;
    }

    /// Puts a post among the worst, if it is one of them.
    pub(crate) fn worse(&mut self, worst: Worst) {
        let lost = |it: &Worst| it.elements.values().map(|it| it.before - it.after).sum::<u64>();
        let key = |it: &Worst| (it.similarity, u64::MAX - lost(it));
        let at = self.worst.partition_point(|it| key(it) <= key(&worst));
        self.worst.insert(at, worst);
        self.worst.truncate(WORST);
    }

    pub(crate) fn append(&mut self, other: Self) {
        self.compared += other.compared;
        self.exact += other.exact;
        self.more += other.more;
        self.declared += other.declared;
        self.unexplained += other.unexplained;
        other.worst.into_iter().for_each(|worst| self.worse(worst));
    }
}

impl Proof {
    /// What it comes to.
    pub fn verdict(&self) -> Verdict {
        let is_loss = |rule: &str| {
            rule == "declared" || Rule::ALL.iter().any(|it| it.name() == rule && it.is_loss())
        };
        let equations = self.equations.values();
        let excluded = equations.flat_map(|it| it.excluded.keys().chain(it.archived_only.keys()));
        let is_dropped = self.fields.iter().any(|it| it.treatment == Treatment::Dropped);
        if !self.findings.is_empty() || self.equations.values().any(|it| it.unexplained > 0) {
            Verdict::Unexplained
        } else if is_dropped || self.texts.declared > 0 || excluded.map(String::as_str).any(is_loss)
        {
            Verdict::Declared
        } else {
            Verdict::Proved
        }
    }
}

/// Compares a blog with what its output reads as.
///
/// Fails when a spool can no longer be read.
pub fn verify(before: &Blog, after: &Blog, target: &Target) -> io::Result<Proof> {
    let cards = (Card::all(before)?, Card::all(after)?);
    let is_wanted: Vec<bool> =
        before.posts.heads().map(|head| hidden(head, target).is_none()).collect();
    let pairs = Pairs::find(&cards.0, &cards.1, &is_wanted);
    let (before, after) =
        (Side::new(before, target.is_public)?, Side::new(after, target.is_public)?);
    let scene = Scene::new((before, after), cards, pairs, target);
    let mut proof = Proof::default();
    let mut sheet = Sheet::default();
    posts(&scene, &is_wanted, &mut proof, &mut sheet.findings)?;
    sheet.append(bodies(&scene, &is_wanted)?);
    proof.equations.insert("comments", comments::compare(&scene, &mut sheet)?);
    proof.equations.extend(around::compare(&scene, &mut sheet)?);
    let counted = [
        ("media-references", sheet.media),
        ("internal-links", sheet.links),
        ("addresses", sheet.addresses),
        ("ids", sheet.ids),
    ];
    proof.equations.extend(counted);
    proof.fields = sheet.ledger.accounts();
    proof.texts = sheet.texts;
    proof.elements = ELEMENTS.iter().map(|(name, _)| *name).zip(sheet.elements).collect();
    proof.findings = sheet.findings;
    Ok(proof)
}

/// The rule by which a post must not be in a public output. Nothing but the blog itself is asked.
fn hidden(head: &PostHead, target: &Target) -> Option<Rule> {
    let mut include = target.selection.include.clone();
    // Feeds leave pages out, moves do not; neither is a leak.
    include.pages = true;
    kept_out(head, &include).filter(|_| target.is_public)
}

/// Why a post that may be public need not be there.
fn excuse(head: &PostHead, target: &Target) -> Option<Rule> {
    let declared = target.declared.left_out.get(&head.id).copied();
    // Who may see a post is not the writer's to say.
    declared.filter(|rule| target.is_public && !matches!(rule, Rule::NotPublic | Rule::OtherType))
}

/// Accounts for all posts, of each kind.
fn posts(
    scene: &Scene<'_>,
    is_wanted: &[bool],
    proof: &mut Proof,
    findings: &mut Findings,
) -> io::Result<()> {
    let target = scene.target;
    for name in ["posts", "pages", "other-records"] {
        proof.equations.insert(name, Equation::default());
    }
    for (place, head) in scene.before.blog.posts.heads().enumerate() {
        let equation = proof.equations.entry(kind(head.kind)).or_default();
        match scene.pairs.after[place] {
            Some(_) if is_wanted[place] => equation.part("written"),
            // Two posts that share a title alone are no proof of a leak.
            Some((_, evidence)) if evidence != Evidence::Title => {
                equation.miss();
                findings.push(Finding::new(FindingKind::PostPublished, head.id.as_str()));
            }
            _ => match hidden(head, target).or_else(|| excuse(head, target)) {
                Some(rule) => equation.exclude(rule.name(), target.is_archived),
                None => {
                    equation.miss();
                    let post = scene.before.blog.posts.get(place)?;
                    let finding = Finding::new(FindingKind::PostMissing, "");
                    findings.push(finding.of(&post.id, post.title.as_deref()));
                }
            },
        }
    }
    for (place, head) in scene.after.blog.posts.heads().enumerate() {
        if scene.pairs.before[place].is_some() {
            continue;
        }
        proof.equations.entry(kind(head.kind)).or_default().added += 1;
        // What says nothing was put up around the posts, such as the page of a list.
        if scene.cards.1[place].has_text {
            let post = scene.after.blog.posts.get(place)?;
            let finding = Finding::new(FindingKind::PostInvented, "");
            findings.push(finding.of(&post.id, post.title.as_deref()));
        }
    }
    Ok(())
}

fn kind(kind: PostKind) -> &'static str {
    match kind {
        PostKind::Post => "posts",
        PostKind::Page => "pages",
        _ => "other-records",
    }
}

/// Compares all posts that are in both, on all cores; the order is the blog's.
fn bodies(scene: &Scene<'_>, is_wanted: &[bool]) -> io::Result<Sheet> {
    let joined: Vec<(usize, usize)> = scene
        .pairs
        .after
        .iter()
        .enumerate()
        .filter(|(place, _)| is_wanted[*place])
        .filter_map(|(place, found)| Some((place, found.as_ref()?.0)))
        .collect();
    let sheets = joined.par_chunks(TOGETHER).map(|pairs| {
        let mut sheet = Sheet::default();
        pairs.iter().try_for_each(|&(before, after)| sheet.compare(scene, before, after))?;
        Ok(sheet)
    });
    let mut all = Sheet::default();
    for sheet in sheets.collect::<io::Result<Vec<_>>>()? {
        all.append(sheet);
    }
    Ok(all)
}

#[cfg(test)]
mod tests;
