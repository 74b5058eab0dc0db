//! Finding nodes by the small part of CSS that readers of pages need.

use std::collections::HashMap;

use super::{Kind, NodeId, Tree};

impl Tree {
    /// The first element in `within` that a selector names.
    ///
    /// A selector is made of `tag`, `#id`, `.class`, `[attribute]` and
    /// `[attribute=value]` (quotes around the value are optional), written
    /// together; a space means "somewhere in". Whatever else CSS has names
    /// nothing.
    ///
    /// ```
    /// # use larder_html::{Limits, Tree};
    /// let page = Tree::document(r#"<div class="wrap body"><a href="/1">One</a></div>"#, &Limits::default());
    /// assert!(page.find(page.root(), "div.body a[href]").is_some());
    /// ```
    pub fn find(&self, within: NodeId, selector: &str) -> Option<NodeId> {
        let selector = Selector::parse(selector)?;
        let mut known = Known::default();
        self.descendants(within).find(|node| self.is_selected(*node, &selector, &mut known))
    }

    /// All elements in `within` that a selector names, in order.
    ///
    /// See [`find`](Self::find) for what a selector is.
    pub fn find_all(&self, within: NodeId, selector: &str) -> Vec<NodeId> {
        self.find_each(within, &[selector]).pop().unwrap_or_default()
    }

    /// The same for several selectors, in one walk: what each of them names, in its place.
    pub fn find_each(&self, within: NodeId, selectors: &[&str]) -> Vec<Vec<NodeId>> {
        let parsed: Vec<Option<Selector<'_>>> =
            selectors.iter().map(|it| Selector::parse(it)).collect();
        // Most elements have nothing of what is looked for: only those are tested that have a name that a selector needs.
        let (mut by_class, mut by_id, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for (at, selector) in parsed.iter().enumerate() {
            let Some(own) = selector.as_ref().and_then(|it| it.0.last()) else { continue };
            let needed = own.iter().find(|it| matches!(it, Test::Class(_) | Test::Id(_)));
            match needed {
                Some(Test::Class(class)) => by_class.push((*class, at)),
                Some(Test::Id(id)) => by_id.push((*id, at)),
                _ => others.push(at),
            }
        }
        let mut found = vec![Vec::new(); selectors.len()];
        let mut known: Vec<Known> = selectors.iter().map(|_| Known::default()).collect();
        // The last element that each selector was tested on: a class may be listed very many times.
        let mut tested = vec![None; selectors.len()];
        for node in self.descendants(within) {
            if self.kind(node) != Kind::Element {
                continue;
            }
            let classes = self.attribute(node, "class").unwrap_or_default();
            let id = self.attribute(node, "id");
            let has = |names: &[(&str, usize)], name: &str| {
                let places = names.iter().filter(|(known, _)| *known == name);
                places.map(|(_, at)| *at).collect::<Vec<_>>()
            };
            let of_classes = classes.split_ascii_whitespace().flat_map(|it| has(&by_class, it));
            let of_id = id.into_iter().flat_map(|it| has(&by_id, it));
            for at in of_classes.chain(of_id).chain(others.iter().copied()) {
                if tested[at].replace(node) == Some(node) {
                    continue;
                }
                let selector = parsed[at].as_ref();
                if selector.is_some_and(|it| self.is_selected(node, it, &mut known[at])) {
                    found[at].push(node);
                }
            }
        }
        found
    }

    /// Whether a selector names this element.
    pub fn matches(&self, node: NodeId, selector: &str) -> bool {
        let mut known = Known::default();
        Selector::parse(selector).is_some_and(|it| self.is_selected(node, &it, &mut known))
    }

    fn is_selected(&self, node: NodeId, selector: &Selector<'_>, known: &mut Known) -> bool {
        let Some((own, above)) = selector.0.split_last() else { return false };
        if !own.iter().all(|test| self.holds(node, test)) {
            return false;
        }
        let mut ancestors = self.ancestors(node);
        // Taking the nearest match each time is enough when all steps mean "somewhere in".
        above.iter().enumerate().rev().all(|(number, step)| {
            ancestors.any(|ancestor| self.is_step(ancestor, (number, step), known))
        })
    }

    /// Whether an element passes a step. The answer is kept where it takes long: very many may stand in one that has very
    /// many classes.
    fn is_step(
        &self,
        node: NodeId,
        (number, step): (usize, &[Test<'_>]),
        known: &mut Known,
    ) -> bool {
        let passes = || step.iter().all(|test| self.holds(node, test));
        let mut length = 0;
        let is_long = self.attributes(node).any(|(name, value)| {
            length += name.len() + value.len();
            length > SHORT
        });
        match is_long {
            true => *known.0.entry((node, number)).or_insert_with(passes),
            false => passes(),
        }
    }

    fn holds(&self, node: NodeId, test: &Test<'_>) -> bool {
        match test {
            Test::Tag(name) => {
                self.name(node).is_some_and(|found| found.eq_ignore_ascii_case(name))
            }
            Test::Id(id) => self.attribute(node, "id") == Some(id),
            Test::Class(class) => self.has_class(node, class),
            Test::Has(name) => self.attribute(node, name).is_some(),
            Test::Equals(name, value) => self.attribute(node, name) == Some(value),
        }
    }
}

/// How many bytes the attributes of an element have that is soon tested.
const SHORT: usize = 128;

/// Which steps of a selector elements with long attributes pass.
#[derive(Debug, Default)]
struct Known(HashMap<(NodeId, usize), bool>);

/// Steps from the outermost to the element itself, each a set of tests.
#[derive(Debug)]
struct Selector<'a>(Vec<Vec<Test<'a>>>);

#[derive(Debug, PartialEq)]
enum Test<'a> {
    Tag(&'a str),
    Id(&'a str),
    Class(&'a str),
    Has(&'a str),
    Equals(&'a str, &'a str),
}

impl<'a> Selector<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut steps = vec![Vec::new()];
        let mut rest = text.trim();
        if rest.is_empty() {
            return None;
        }
        while !rest.is_empty() {
            let below = rest.trim_start();
            if below.len() < rest.len() {
                steps.push(Vec::new());
            }
            let (test, after) = Test::parse(below)?;
            steps.last_mut()?.push(test);
            rest = after;
        }
        Some(Self(steps))
    }
}

impl<'a> Test<'a> {
    fn parse(text: &'a str) -> Option<(Self, &'a str)> {
        if let Some(inside) = text.strip_prefix('[') {
            return Self::parse_attribute(inside);
        }
        let (kind, rest): (fn(&'a str) -> Self, _) = match text.as_bytes().first()? {
            b'#' => (Self::Id, &text[1..]),
            b'.' => (Self::Class, &text[1..]),
            _ => (Self::Tag, text),
        };
        let end = rest.find(|character: char| !is_name(character)).unwrap_or(rest.len());
        (end > 0).then(|| (kind(&rest[..end]), &rest[end..]))
    }

    fn parse_attribute(inside: &'a str) -> Option<(Self, &'a str)> {
        let end = inside.find(|character: char| !is_name(character) && character != ':')?;
        let (name, rest) = inside.split_at(end);
        if let Some(rest) = rest.strip_prefix(']') {
            return Some((Self::Has(name), rest));
        }
        let value = rest.strip_prefix('=')?;
        let (value, rest) = match value.as_bytes().first()? {
            quote @ (b'"' | b'\'') => {
                let (value, rest) = value[1..].split_once(char::from(*quote))?;
                (value, rest.strip_prefix(']')?)
            }
            _ => value.split_once(']')?,
        };
        Some((Self::Equals(name, value), rest))
    }
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '_')
}
