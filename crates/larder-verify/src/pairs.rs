//! Which posts of two blogs are one. Never two to one: what several posts have in common tells nothing.

use std::collections::HashMap;

use crate::card::{Card, Evidence};

/// Which post became which.
#[derive(Debug)]
pub(crate) struct Pairs {
    /// For each post of before, its place after, and why it is the same.
    pub(crate) after: Vec<Option<(usize, Evidence)>>,
    /// For each post of after, its place before.
    pub(crate) before: Vec<Option<usize>>,
}

/// Who has a key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    One(usize),
    Many,
}

impl Pairs {
    /// Finds them: first for the posts that are wanted after, then for the others, so that no post that must not be there
    /// takes the place of one that must.
    pub(crate) fn find(before: &[Card], after: &[Card], is_wanted: &[bool]) -> Self {
        let mut pairs = Self { after: vec![None; before.len()], before: vec![None; after.len()] };
        for wanted in [true, false] {
            for evidence in Evidence::ALL.into_iter().filter(|it| wanted || !it.is_weak()) {
                pairs.join(before, after, evidence, |place| is_wanted[place] == wanted);
            }
        }
        pairs
    }

    fn join(
        &mut self,
        before: &[Card],
        after: &[Card],
        evidence: Evidence,
        is_meant: impl Fn(usize) -> bool,
    ) {
        let left: Vec<usize> = (0..before.len())
            .filter(|&place| self.after[place].is_none() && is_meant(place))
            .collect();
        let free: Vec<usize> =
            (0..after.len()).filter(|&place| self.before[place].is_none()).collect();
        if left.is_empty() || free.is_empty() {
            return;
        }
        let asking = owners(before, &left, evidence);
        let there = owners(after, &free, evidence);
        for place in left {
            let keys = before[place].keys(evidence).iter();
            let found = keys.filter(|key| asking.get(key) == Some(&Owner::One(place)));
            let found = found.filter_map(|key| match there.get(key) {
                Some(Owner::One(other)) if self.before[*other].is_none() => Some(*other),
                _ => None,
            });
            if let Some(other) = found.min() {
                self.after[place] = Some((other, evidence));
                self.before[other] = Some(place);
            }
        }
    }
}

fn owners(cards: &[Card], places: &[usize], evidence: Evidence) -> HashMap<u64, Owner> {
    let mut owners = HashMap::new();
    for &place in places {
        for &key in cards[place].keys(evidence) {
            let owner = owners.entry(key).or_insert(Owner::One(place));
            if *owner != Owner::One(place) {
                *owner = Owner::Many;
            }
        }
    }
    owners
}

#[cfg(test)]
mod tests {
    use larder_core::{Blog, Post, PostId, Site, Timestamp};

    use super::*;

    fn cards(posts: &[(&str, &str, Option<&str>)]) -> Vec<Card> {
        let mut blog = Blog::new(Site::new("b"));
        for (id, title, permalink) in posts {
            let mut post = Post::new(PostId::new(*id));
            post.title = Some((*title).to_owned());
            post.permalink = permalink.map(str::to_owned);
            post.published = Timestamp::from_rfc3339("2020-01-01T00:00:00Z").ok();
            blog.posts.push(post);
        }
        Card::all(&blog).unwrap()
    }

    #[test]
    fn posts_with_other_ids_are_found_by_what_else_tells() {
        let before = cards(&[
            ("1", "Salt", Some("https://old.example/salt/")),
            ("2", "Pepper", None),
            ("3", "Vinegar", None),
        ]);
        let after = cards(&[
            ("b", "Pepper", None),
            ("a", "Sea salt", Some("https://new.example/salt")),
            ("3", "Other", None),
        ]);
        let pairs = Pairs::find(&before, &after, &[true; 3]);
        let expected =
            [Some((1, Evidence::Path)), Some((0, Evidence::TitleAndDate)), Some((2, Evidence::Id))];
        assert_eq!(pairs.after, expected);
        assert_eq!(pairs.before, [Some(1), Some(0), Some(2)]);
    }

    #[test]
    fn two_posts_never_become_one() {
        let before = cards(&[("1", "Salt", None), ("2", "Salt", None)]);
        let after = cards(&[("x", "Salt", None)]);
        assert_eq!(Pairs::find(&before, &after, &[true; 2]).after, [None, None]);
    }

    #[test]
    fn a_hidden_post_does_not_take_the_place_of_one_that_is_wanted() {
        let before = cards(&[("1", "Salt", None), ("2", "Salt", None)]);
        let after = cards(&[("x", "Salt", None)]);
        let pairs = Pairs::find(&before, &after, &[false, true]);
        assert_eq!(pairs.after, [None, Some((0, Evidence::TitleAndDate))]);
    }
}
