//! Which captures show the same post.
//!
//! In this order: the same (userId, number); the same (handle, number), where pages tell which handle is whose; the
//! same author, title and day; for captures without a day, the same author and title with mostly the same words; for
//! captures without a title, mostly the same words. Two captures with different numbers or different days are never
//! joined, however alike they are.

use std::collections::BTreeMap;

use larder_core::key;

use super::{draft::Draft, people::People};

/// Texts that share this much of their fingerprint are the same post, in percent.
const SAME_TEXT: u32 = 40;

/// Groups of drafts by index, each ascending, ordered by their first.
pub(super) fn groups(drafts: &[Box<Draft>], people: &People) -> Vec<Vec<usize>> {
    let mut sets = Sets::new(drafts, people);
    sets.by_number();
    sets.by_title_and_day();
    sets.by_words();
    sets.groups()
}

/// The groups without those that hold nothing but strays, and the strays of those.
pub(super) fn without_strays(
    groups: Vec<Vec<usize>>,
    drafts: &[Box<Draft>],
) -> (Vec<Vec<usize>>, Vec<usize>) {
    let only_strays = |group: &Vec<usize>| group.iter().all(|&number| drafts[number].is_stray);
    let (strays, groups): (Vec<_>, Vec<_>) = groups.into_iter().partition(only_strays);
    (groups, strays.into_iter().flatten().collect())
}

struct Sets<'a> {
    drafts: &'a [Box<Draft>],
    people: &'a People,
    parent: Vec<u32>,
    facts: Vec<Facts>,
}

/// What all captures of one group agree on.
#[derive(Clone, Default)]
struct Facts {
    number: Option<u64>,
    day: Option<chrono::NaiveDate>,
    person: Option<String>,
}

impl<'a> Sets<'a> {
    fn new(drafts: &'a [Box<Draft>], people: &'a People) -> Self {
        let facts = drafts
            .iter()
            .map(|draft| Facts {
                number: draft.capture.identity.number,
                day: draft.day(),
                person: people.key(&draft.capture).map(str::to_owned),
            })
            .collect();
        Self { drafts, people, parent: (0..drafts.len()).map(index).collect(), facts }
    }

    fn by_number(&mut self) {
        let mut first: BTreeMap<(&str, u64), usize> = BTreeMap::new();
        for (number, draft) in self.drafts.iter().enumerate() {
            let Some(post) = draft.capture.identity.number else { continue };
            let Some(person) = self.people.key(&draft.capture) else { continue };
            let earlier = *first.entry((person, post)).or_insert(number);
            // Two captures of one address are one post whatever their dates say; the dates are compared later.
            self.unite(earlier, number);
        }
    }

    fn by_title_and_day(&mut self) {
        let mut first: BTreeMap<(String, String, chrono::NaiveDate), usize> = BTreeMap::new();
        for (number, draft) in self.drafts.iter().enumerate() {
            let (Some(title), Some(day)) = (draft.title_key(), draft.day()) else { continue };
            let Some(person) = self.people.key(&draft.capture) else { continue };
            match first.get(&(person.to_owned(), title.clone(), day)) {
                Some(&earlier) if self.may_join(earlier, number) => self.unite(earlier, number),
                Some(_) => {}
                None => _ = first.insert((person.to_owned(), title, day), number),
            }
        }
    }

    /// Captures that lack a title or a day find their partner by their words.
    fn by_words(&mut self) {
        let wanting: Vec<usize> = (0..self.drafts.len())
            .filter(|&number| {
                let draft = &self.drafts[number];
                draft.capture.identity.number.is_none()
                    && (draft.day().is_none() || draft.title_key().is_none())
            })
            .collect();
        if wanting.is_empty() {
            return;
        }
        let mut holders: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (number, draft) in self.drafts.iter().enumerate() {
            for &hash in draft.sketch.hashes() {
                holders.entry(hash).or_default().push(index(number));
            }
        }
        for number in wanting {
            if let Some(partner) = self.partner(number, &holders) {
                self.unite(partner, number);
            }
        }
    }

    /// The capture that shares most, if it shares enough and nothing speaks against it.
    fn partner(&self, number: usize, holders: &BTreeMap<u32, Vec<u32>>) -> Option<usize> {
        let draft = &self.drafts[number];
        let mut hits: BTreeMap<u32, u32> = BTreeMap::new();
        for hash in draft.sketch.hashes() {
            // A run that very many texts share (a greeting, a signature) tells nothing and would cost much.
            let Some(found) = holders.get(hash).filter(|found| found.len() <= 64) else { continue };
            found.iter().for_each(|&other| *hits.entry(other).or_default() += 1);
        }
        hits.into_keys()
            .map(|other| other as usize)
            .filter(|&other| self.find(other) != self.find(number) && self.may_join(other, number))
            .map(|other| {
                (self.drafts[other].sketch.shared_percent(&draft.sketch), std::cmp::Reverse(other))
            })
            .filter(|&(shared, std::cmp::Reverse(other))| {
                shared >= SAME_TEXT || self.same_title(other, number) && shared > 0
            })
            .max()
            .map(|(_, std::cmp::Reverse(other))| other)
    }

    fn same_title(&self, a: usize, b: usize) -> bool {
        let title = self.drafts[a].title_key();
        title.is_some() && title == self.drafts[b].title_key()
    }

    fn may_join(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.facts[self.find(a)], &self.facts[self.find(b)]);
        agree(&a.number, &b.number) && agree(&a.day, &b.day) && agree(&a.person, &b.person)
    }

    fn find(&self, mut number: usize) -> usize {
        while self.parent[number] as usize != number {
            number = self.parent[number] as usize;
        }
        number
    }

    /// Makes two groups one; the smaller index leads, so that the order of joining does not show.
    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        if a == b {
            return;
        }
        let (leader, other) = (a.min(b), a.max(b));
        self.parent[other] = index(leader);
        let taken = std::mem::take(&mut self.facts[other]);
        let facts = &mut self.facts[leader];
        facts.number = facts.number.or(taken.number);
        facts.day = facts.day.or(taken.day);
        facts.person = facts.person.take().or(taken.person);
    }

    fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for number in 0..self.drafts.len() {
            groups.entry(self.find(number)).or_default().push(number);
        }
        groups.into_values().collect()
    }
}

fn agree<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
    a.is_none() || b.is_none() || a == b
}

fn index(number: usize) -> u32 {
    u32::try_from(number).expect("the limit on files is far below 2^32")
}

/// The title as neighbours are matched by: without white space, in NFC.
pub(super) fn title_words(title: &str) -> String {
    key::words(title)
}
