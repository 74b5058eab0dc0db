//! Categories and tags, parents before children, and series, which become categories.

use std::collections::{HashMap, HashSet};

use larder_core::{Blog, Digest, SeriesId, Term, TermId, TermKind};
use larder_html::Marks;

use super::{
    slug::{self, Slugs},
    xml::Lines,
};
use crate::{
    Account, moved,
    moved::{Bodies, lost, one_line},
};

/// The longest name in characters.
const LONGEST_NAME: usize = 200;

/// The namespaces of the slugs of categories and of tags.
const CATEGORIES: u64 = 0;
const TAGS: u64 = 1;

/// A term as items name it.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// `category` or `post_tag`.
    pub(super) domain: &'static str,
    pub(super) slug: String,
    /// In HTML.
    pub(super) name: String,
}

/// The terms of carried posts.
#[derive(Debug, Default)]
pub(super) struct Terms {
    terms: HashMap<TermId, Named>,
    series: HashMap<SeriesId, Named>,
    slugs: Slugs,
    /// How many were written.
    number: u64,
    /// How many stand at the top because their parents are below themselves, or are not of their kind.
    orphans: u64,
}

/// What the posts that are carried have.
#[derive(Debug, Default)]
pub(super) struct Used {
    pub(super) terms: HashSet<TermId>,
    pub(super) series: HashSet<SeriesId>,
}

impl Terms {
    /// The terms and series of `used` with what stands above them, and the lines that tell of them.
    pub(super) fn new(
        blog: &Blog,
        used: &Used,
        bodies: &Bodies<'_>,
        lines: &mut Lines,
        account: &mut Account,
    ) -> Self {
        let known: HashMap<&TermId, &Term> = blog.terms.iter().map(|it| (&it.id, it)).collect();
        let mut terms = Self::default();
        for kind in [TermKind::Category, TermKind::Tag] {
            for term in
                blog.terms.iter().filter(|it| it.kind == kind && used.terms.contains(&it.id))
            {
                terms.chain(term, &known, bodies, lines);
            }
        }
        for series in blog.series.iter().filter(|it| used.series.contains(&it.id)) {
            let Some(title) = series.title.as_deref() else { continue };
            let named = terms.name(CATEGORIES, None, title, series.id.as_str(), lines);
            let description = series.description.as_deref().unwrap_or_default();
            terms.write(&named, "", description, bodies, lines);
            terms.series.insert(series.id.clone(), named);
        }
        terms.note(blog, used, account);
        terms
    }

    /// The term as items name it.
    pub(super) fn term(&self, id: &TermId) -> Option<&Named> {
        self.terms.get(id)
    }

    /// The category that stands for a series.
    pub(super) fn series(&self, id: &SeriesId) -> Option<&Named> {
        self.series.get(id)
    }

    /// Writes a term, and before it those above it that are not written yet.
    fn chain(
        &mut self,
        term: &Term,
        known: &HashMap<&TermId, &Term>,
        bodies: &Bodies<'_>,
        lines: &mut Lines,
    ) {
        let (mut chain, mut on_way, mut next) = (Vec::new(), HashSet::new(), Some(term));
        while let Some(term) = next.filter(|term| !self.terms.contains_key(&term.id)) {
            on_way.insert(&term.id);
            let above = term.parent.as_ref().and_then(|id| known.get(id).copied());
            let is_above =
                |it: &&Term| it.kind == TermKind::Category && term.kind == TermKind::Category;
            let above = above.filter(is_above).filter(|above| !on_way.contains(&above.id));
            self.orphans += u64::from(term.parent.is_some() && above.is_none());
            chain.push((term, above));
            next = above;
        }
        for (term, above) in chain.into_iter().rev() {
            let parent = above.and_then(|above| self.terms.get(&above.id));
            let parent = parent.map(|parent| parent.slug.clone()).unwrap_or_default();
            let namespace = if term.kind == TermKind::Tag { TAGS } else { CATEGORIES };
            let named =
                self.name(namespace, term.slug.as_deref(), &term.name, term.id.as_str(), lines);
            let description = term.description.as_deref().unwrap_or_default();
            self.write(&named, &parent, description, bodies, lines);
            self.terms.insert(term.id.clone(), named);
        }
    }

    fn name(
        &mut self,
        namespace: u64,
        stated: Option<&str>,
        name: &str,
        id: &str,
        lines: &mut Lines,
    ) -> Named {
        let name = one_line(name, &mut lines.cost);
        let wanted = [stated.unwrap_or_default(), &name].map(slug::slug);
        let made = || format!("term-{}", &Digest::of(id.as_bytes()).to_string()[..8]);
        let wanted = wanted.into_iter().find(|it| !it.is_empty()).unwrap_or_else(made);
        let slug = self.slugs.give(namespace, &wanted, id);
        let name = lines.name(&name, LONGEST_NAME);
        let name = if name.is_empty() { slug.clone() } else { moved::html(&name) };
        let domain = if namespace == TAGS { "post_tag" } else { "category" };
        Named { domain, slug, name }
    }

    fn write(
        &mut self,
        named: &Named,
        parent: &str,
        description: &str,
        bodies: &Bodies<'_>,
        lines: &mut Lines,
    ) {
        self.number += 1;
        let is_tag = named.domain == "post_tag";
        let (element, slug, name) = match is_tag {
            true => ("wp:tag", "wp:tag_slug", "wp:tag_name"),
            false => ("wp:category", "wp:category_nicename", "wp:cat_name"),
        };
        lines.text.push_str(&format!("\t<{element}><wp:term_id>{}</wp:term_id>", self.number));
        lines.inline(slug, &named.slug);
        if !is_tag {
            lines.inline("wp:category_parent", parent);
        }
        lines.inline(name, &named.name);
        if !description.is_empty() {
            let mut cost = std::mem::take(&mut lines.cost);
            let html = bodies.html(description, None, Marks::Drop, &mut cost).replace('\n', " ");
            lines.cost = cost;
            let name = if is_tag { "wp:tag_description" } else { "wp:category_description" };
            lines.inline(name, &html);
        }
        lines.text.push_str(&format!("</{element}>\n"));
    }

    fn note(&self, blog: &Blog, used: &Used, account: &mut Account) {
        let nameless = blog.series.iter().filter(|it| it.title.is_none());
        let nameless = nameless.filter(|it| used.series.contains(&it.id)).count() as u64;
        let unused = blog.terms.iter().filter(|it| !self.terms.contains_key(&it.id)).count() as u64;
        for (field, count) in [
            ("categories and tags that no carried post has", unused),
            ("parents of terms that are below themselves or no categories", self.orphans),
            ("series without a title", nameless),
        ] {
            lost(account, field, count);
        }
    }
}
