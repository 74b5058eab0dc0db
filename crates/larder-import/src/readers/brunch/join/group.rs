//! Which captures show the same post.
//!
//! In this order: the same (userId, number); the same (handle, number), where pages tell which handle is whose; the
//! same author, title and day; for captures without a day, the same author and title with mostly the same words; for
//! captures without a title, mostly the same words. Two captures with different numbers or different days are never
//! joined, however alike they are.

use std::{
    collections::{BTreeMap, HashMap},
    io,
};

use super::{
    draft::{Keys, TitleKey, Waiting},
    people::People,
    sketch::Sketch,
};

/// Texts that share this much of their fingerprint are the same post, in percent.
const SAME_TEXT: u32 = 40;

/// A run that more texts share than these (a greeting, a signature) tells nothing and would cost much.
const SHARED: usize = 64;

/// The captures by post: numbers of captures, ascending in each group; the groups in the order of their first.
#[derive(Debug, Default)]
pub(super) struct Groups {
    members: Vec<u32>,
    /// Where each group ends in `members`.
    ends: Vec<u32>,
}

impl Groups {
    /// Finds out which captures belong together. Fails when the spool can no longer be read.
    pub(super) fn find(
        waiting: &[Box<Waiting>],
        keys: &[Keys],
        people: &People,
    ) -> io::Result<Self> {
        let mut sets = Sets::new(waiting, keys, people);
        sets.by_number();
        sets.by_title_and_day();
        sets.by_words()?;
        Ok(sets.groups())
    }

    /// The groups.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.members[start as usize..end as usize])
    }

    fn push(&mut self, group: &[u32]) {
        self.members.extend_from_slice(group);
        self.ends.push(index(self.members.len()));
    }

    /// The groups without those that hold nothing but strays, and the strays of those.
    pub(super) fn without_strays(self, waiting: &[Box<Waiting>]) -> (Self, Vec<u32>) {
        let only_strays =
            |group: &[u32]| group.iter().all(|&number| waiting[number as usize].is_stray());
        if !self.iter().any(only_strays) {
            return (self, Vec::new());
        }
        let (mut groups, mut strays) = (Self::default(), Vec::new());
        for group in self.iter() {
            if only_strays(group) {
                strays.extend_from_slice(group);
            } else {
                groups.push(group);
            }
        }
        (groups, strays)
    }
}

struct Sets<'a> {
    waiting: &'a [Box<Waiting>],
    people: &'a People,
    keys: &'a [Keys],
    parent: Vec<u32>,
    facts: Vec<Facts>,
}

/// What all captures of one group agree on.
#[derive(Clone, Copy)]
struct Facts {
    number: Option<u64>,
    day: Option<chrono::NaiveDate>,
    person: Option<u32>,
}

impl<'a> Sets<'a> {
    fn new(waiting: &'a [Box<Waiting>], keys: &'a [Keys], people: &'a People) -> Self {
        let facts = waiting.iter().zip(keys).map(|(waiting, keys)| Facts {
            number: keys.number,
            day: keys.day,
            person: people.person(waiting.writer),
        });
        let parent = (0..waiting.len()).map(index).collect();
        Self { waiting, people, keys, parent, facts: facts.collect() }
    }

    fn by_number(&mut self) {
        let mut first: HashMap<(u32, u64), usize> = HashMap::new();
        for (number, waiting) in self.waiting.iter().enumerate() {
            let Some(post) = self.keys[number].number else { continue };
            let Some(person) = self.people.person(waiting.writer) else { continue };
            let earlier = *first.entry((person, post)).or_insert(number);
            // Two captures of one address are one post whatever their dates say; the dates are compared later.
            self.unite(earlier, number);
        }
    }

    fn by_title_and_day(&mut self) {
        let mut first: HashMap<(u32, TitleKey, chrono::NaiveDate), usize> = HashMap::new();
        for (number, waiting) in self.waiting.iter().enumerate() {
            let Keys { title: Some(title), day: Some(day), .. } = self.keys[number] else {
                continue;
            };
            let Some(person) = self.people.person(waiting.writer) else { continue };
            let earlier = *first.entry((person, title, day)).or_insert(number);
            // The two say the same day; what others of their groups say about it does not matter here.
            if self.have_one_number(earlier, number) {
                self.unite(earlier, number);
            }
        }
    }

    /// Captures that lack a title or a day find their partner by their words.
    fn by_words(&mut self) -> io::Result<()> {
        let wanting = (0..self.waiting.len()).filter(|&number| {
            let keys = &self.keys[number];
            keys.number.is_none() && (keys.day.is_none() || keys.title.is_none())
        });
        let wanting: Vec<(usize, Sketch)> = wanting
            .map(|number| Ok((number, self.waiting[number].sketch()?)))
            .collect::<io::Result<_>>()?;
        if wanting.is_empty() {
            return Ok(());
        }
        let holders = self.holders(&wanting)?;
        for (number, sketch) in &wanting {
            if let Some(partner) = self.partner(*number, sketch, &wanting, &holders)? {
                self.unite(partner, *number);
            }
        }
        Ok(())
    }

    /// Which captures hold a run that one of `wanting` has, unless very many do.
    fn holders(&self, wanting: &[(usize, Sketch)]) -> io::Result<BTreeMap<u32, Vec<u32>>> {
        let runs = wanting.iter().flat_map(|(_, sketch)| sketch.hashes());
        let mut holders: BTreeMap<u32, Vec<u32>> = runs.map(|&run| (run, Vec::new())).collect();
        for (number, waiting) in self.waiting.iter().enumerate() {
            for run in waiting.sketch()?.hashes() {
                if let Some(found) = holders.get_mut(run).filter(|found| found.len() <= SHARED) {
                    found.push(index(number));
                }
            }
        }
        holders.retain(|_, found| found.len() <= SHARED);
        Ok(holders)
    }

    /// The capture that shares most, if it shares enough and nothing speaks against it.
    fn partner(
        &self,
        number: usize,
        sketch: &Sketch,
        wanting: &[(usize, Sketch)],
        holders: &BTreeMap<u32, Vec<u32>>,
    ) -> io::Result<Option<usize>> {
        let mut hits: Vec<u32> =
            sketch.hashes().iter().filter_map(|run| holders.get(run)).flatten().copied().collect();
        hits.sort_unstable();
        hits.dedup();
        let mut best = None;
        for other in hits.into_iter().map(|other| other as usize) {
            if self.find(other) == self.find(number) || !self.may_join(other, number) {
                continue;
            }
            // Most partners want one themselves; their sketches are in memory.
            let known = wanting.binary_search_by_key(&other, |(number, _)| *number).ok();
            let shared = match known.map(|at| &wanting[at].1) {
                Some(known) => known.shared_percent(sketch),
                None => self.waiting[other].sketch()?.shared_percent(sketch),
            };
            if shared >= SAME_TEXT || self.same_title(other, number) && shared > 0 {
                best = best.max(Some((shared, std::cmp::Reverse(other))));
            }
        }
        Ok(best.map(|(_, std::cmp::Reverse(other))| other))
    }

    fn same_title(&self, a: usize, b: usize) -> bool {
        let title = self.keys[a].title;
        title.is_some() && title == self.keys[b].title
    }

    fn may_join(&self, a: usize, b: usize) -> bool {
        let (one, two) = (&self.facts[self.find(a)], &self.facts[self.find(b)]);
        agree(one.day, two.day) && self.have_one_number(a, b)
    }

    /// Whether nothing speaks against one number of one person.
    fn have_one_number(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.facts[self.find(a)], &self.facts[self.find(b)]);
        agree(a.number, b.number) && agree(a.person, b.person)
    }

    fn find(&self, mut number: usize) -> usize {
        while self.parent[number] as usize != number {
            number = self.parent[number] as usize;
        }
        number
    }

    /// Makes two groups one; the smaller index leads, so that the order of joining does not show.
    fn unite(&mut self, a: usize, b: usize) {
        let (one, two) = (self.find(a), self.find(b));
        let (leader, other) = (one.min(two), one.max(two));
        // Everybody on the way learns who leads, so that no way grows long.
        for member in [a, b] {
            self.shorten(member, leader);
        }
        if leader == other {
            return;
        }
        let taken = self.facts[other];
        let facts = &mut self.facts[leader];
        facts.number = facts.number.or(taken.number);
        facts.day = facts.day.or(taken.day);
        facts.person = facts.person.or(taken.person);
    }

    fn shorten(&mut self, mut member: usize, leader: usize) {
        loop {
            let next = std::mem::replace(&mut self.parent[member], index(leader)) as usize;
            if next == member {
                return;
            }
            member = next;
        }
    }

    fn groups(&self) -> Groups {
        let leaders: Vec<u32> = (0..self.waiting.len()).map(|it| index(self.find(it))).collect();
        let mut members: Vec<u32> = (0..self.waiting.len()).map(index).collect();
        members.sort_by_key(|&member| leaders[member as usize]);
        let leader = |member: &u32| leaders[*member as usize];
        let mut groups = Groups::default();
        for group in members.chunk_by(|a, b| leader(a) == leader(b)) {
            groups.push(group);
        }
        groups
    }
}

fn agree<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    a.is_none() || b.is_none() || a == b
}

fn index(number: usize) -> u32 {
    u32::try_from(number).expect("the limit on files is far below 2^32")
}
