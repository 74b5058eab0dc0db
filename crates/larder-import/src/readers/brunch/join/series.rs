//! Books, magazines and serials: which posts belong together, in which order, and what is missing.
//!
//! A capture often names its series without a title (a placeholder that was never filled in, or only a line that leads
//! to the chapter before). Such a mention joins the series of the post that its neighbour line leads to, or that leads
//! to it. Titles that differ are never joined, and no number is invented.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use larder_core::{
    Blog, Claim, Confidence, Neighbour, Note, NoteKind, Post, PostId, Scope, Series, SeriesId,
    SeriesKind, SeriesPart, Site, key,
};
use rayon::prelude::*;

use super::{
    super::{address, capture::SeriesMention},
    draft::TitleKey,
    parts::{Near, Open},
};

/// Settles the series and the neighbours of all posts of one blog, in what is open of them. `open[n]` belongs to
/// `posts[n]`. Fails when the spool can no longer be read.
pub(super) fn settle(
    blog: &mut Blog,
    posts: &[larder_core::Slot<Post>],
    open: &mut [Open],
) -> io::Result<()> {
    resolve_neighbours(&blog.site, posts, open)?;
    let mut slots = slots(open);
    join_by_name(&mut slots);
    join_by_neighbours(&mut slots, open);
    let groups = slots.groups();
    for group in groups {
        let ids = group.iter().map(|&slot| &posts[slots.list[slot].post].head().id);
        let series = series_of(blog, &slots, &group, ids.min());
        note_gaps(blog, &series, &slots, &group, open);
        for &slot in &group {
            let Slot { post, number, .. } = &slots.list[slot];
            let mut part = SeriesPart::new(series.id.clone());
            part.number.clone_from(number);
            let (id, open) = (&posts[*post].head().id, &mut open[*post]);
            open.series.push(part);
            settle_title(id, open, series.title.is_some());
        }
        blog.series.push(series);
    }
    Ok(())
}

/// Finds the post each neighbour line leads to: by its address, else by its title where only one post has it.
fn resolve_neighbours(
    site: &Site,
    posts: &[larder_core::Slot<Post>],
    open: &mut [Open],
) -> io::Result<()> {
    if !open.iter().any(|open| open.has_neighbours) {
        return Ok(());
    }
    let index = Index::of(open);
    posts
        .par_iter()
        .zip(open)
        .enumerate()
        .filter(|(_, (_, open))| open.has_neighbours)
        .try_for_each(|(own, (slot, open))| {
            for neighbour in &slot.get()?.neighbours {
                let post = index.find(site, neighbour, own);
                let title = neighbour.title.as_ref().filter(|title| !key::words(title).is_empty());
                if let (None, Some(title)) = (post, title) {
                    let kind = NoteKind::NeighbourUnresolved { title: title.clone() };
                    let note = Note::new(kind).on_post(&slot.head().id);
                    open.notes.push(note.in_file(open.file.clone()));
                }
                let (scope, number) = (neighbour.scope, neighbour.number);
                open.neighbours.push(Near { scope, number, post });
            }
            Ok(())
        })
}

/// The posts by what neighbour lines tell of them.
struct Index {
    /// Ordered by title, then by place.
    titles: Vec<(TitleKey, u32)>,
    /// Ordered by number; of two posts with one number the later counts.
    numbers: BTreeMap<u64, u32>,
}

impl Index {
    fn of(open: &[Open]) -> Self {
        let posts = || open.iter().zip(0_u32..);
        let mut titles: Vec<(TitleKey, u32)> =
            posts().filter_map(|(post, place)| Some((post.title?, place))).collect();
        titles.sort_unstable();
        let numbers = posts().filter_map(|(post, place)| Some((post.number?, place))).collect();
        Self { titles, numbers }
    }

    fn find(&self, site: &Site, neighbour: &Neighbour, own: usize) -> Option<u32> {
        if let Some(address) = neighbour.url.as_deref().and_then(address::parse) {
            // A magazine may have several authors: the number alone tells no post.
            if !is_of(site, &address) {
                return None;
            }
            if let Some(found) = address.number.and_then(|number| self.numbers.get(&number)) {
                return Some(*found);
            }
        }
        let title = TitleKey::of(neighbour.title.as_deref()?)?;
        let start = self.titles.partition_point(|(known, _)| *known < title);
        let titled = self.titles[start..].iter().take_while(|(known, _)| *known == title);
        // Three are enough: this post itself, the one that is meant, and another that makes it uncertain.
        let mut others = titled.take(3).map(|(_, place)| *place).filter(|it| *it as usize != own);
        others.next().filter(|_| others.next().is_none())
    }
}

/// Whether an address can be one of this blog's: nothing that is known of both differs.
fn is_of(site: &Site, address: &address::Address) -> bool {
    let own = [&site.id].into_iter().chain(&site.home).chain(&site.old_addresses);
    own.filter_map(|own| address::parse(own)).all(|own| {
        let agrees = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
        agrees(&own.user_id, &address.user_id) && agrees(&own.handle, &address.handle)
    })
}

/// One post's place in one series that is not yet known by name.
struct Slot {
    post: usize,
    is_magazine: bool,
    kind: SeriesKind,
    title: Option<String>,
    address: Option<String>,
    magazine_number: Option<u64>,
    number: Option<Claim<u32>>,
}

impl Slot {
    /// The words of its title, if it has one.
    fn words(&self) -> BTreeSet<String> {
        self.title.as_deref().map(key::words).into_iter().collect()
    }
}

struct Slots {
    list: Vec<Slot>,
    parent: Vec<usize>,
    /// For each leader, what its series was called: a series can be renamed between two captures.
    titles: Vec<BTreeSet<String>>,
}

fn slots(open: &mut [Open]) -> Slots {
    let mut list = Vec::new();
    for (post, open) in open.iter_mut().enumerate() {
        let mentions = std::mem::take(&mut open.mentions);
        for is_magazine in [false, true] {
            let is_it = |it: &&SeriesMention| (it.kind == SeriesKind::Magazine) == is_magazine;
            let mine = || mentions.iter().filter(is_it);
            let Some(first) = mine().next() else { continue };
            let serial = mine().any(|it| it.kind == SeriesKind::Serial);
            let stated =
                mine().filter_map(|it| it.number.as_ref()).find(|claim| claim.how.is_none());
            list.push(Slot {
                post,
                is_magazine,
                kind: if serial { SeriesKind::Serial } else { first.kind },
                title: mine().find_map(|it| it.title.clone()),
                address: mine().find_map(|it| it.address.clone()),
                magazine_number: mine().find_map(|it| it.magazine_number),
                number: stated.or_else(|| mine().find_map(|it| it.number.as_ref())).cloned(),
            });
        }
    }
    let parent = (0..list.len()).collect();
    let titles = list.iter().map(Slot::words).collect();
    Slots { list, parent, titles }
}

impl Slots {
    /// The leader of a slot's series. Halves the way to it, so that no way grows long.
    fn find(&mut self, mut slot: usize) -> usize {
        while self.parent[slot] != slot {
            self.parent[slot] = self.parent[self.parent[slot]];
            slot = self.parent[slot];
        }
        slot
    }

    /// Makes one series of two, unless both have titles and none of them is the same while the address is not either.
    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        let (leader, other) = (a.min(b), a.max(b));
        if leader == other || self.list[leader].is_magazine != self.list[other].is_magazine {
            return;
        }
        let address = &self.list[leader].address;
        let same_address = address.is_some() && *address == self.list[other].address;
        let (one, two) = (&self.titles[leader], &self.titles[other]);
        let same_title = one.is_empty() || two.is_empty() || !one.is_disjoint(two);
        // One address is one series, whatever it was called when it was captured.
        if !same_title && !same_address {
            return;
        }
        self.parent[other] = leader;
        let titles = std::mem::take(&mut self.titles[other]);
        self.titles[leader].extend(titles);
        if self.list[leader].title.is_none() {
            self.list[leader].title = self.list[other].title.clone();
        }
        if self.list[leader].address.is_none() {
            self.list[leader].address = self.list[other].address.clone();
        }
        if self.list[other].kind == SeriesKind::Serial {
            self.list[leader].kind = SeriesKind::Serial;
        }
    }

    fn groups(&mut self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for slot in 0..self.list.len() {
            groups.entry(self.find(slot)).or_default().push(slot);
        }
        groups.into_values().collect()
    }
}

fn join_by_name(slots: &mut Slots) {
    // First by address, while each series has but one: later they may be known by the address of one of their parts.
    let names: [fn(&Slot) -> Option<String>; 3] = [
        |slot| slot.address.clone(),
        |slot| slot.magazine_number.map(|number| number.to_string()),
        |slot| slot.title.as_deref().map(key::words),
    ];
    for name in names {
        let mut first: BTreeMap<(bool, String), usize> = BTreeMap::new();
        for slot in 0..slots.list.len() {
            let Some(name) = name(&slots.list[slot]) else { continue };
            let earlier = *first.entry((slots.list[slot].is_magazine, name)).or_insert(slot);
            slots.unite(earlier, slot);
        }
    }
}

fn join_by_neighbours(slots: &mut Slots, open: &[Open]) {
    if slots.list.is_empty() {
        return;
    }
    let mut slot_of: BTreeMap<(usize, bool), usize> =
        slots.list.iter().enumerate().map(|(slot, it)| ((it.post, it.is_magazine), slot)).collect();
    for (post, neighbours) in open.iter().map(|open| &open.neighbours).enumerate() {
        for neighbour in neighbours {
            let is_magazine = match neighbour.scope {
                Scope::Book => false,
                Scope::Magazine => true,
                _ => continue,
            };
            let Some(&own) = slot_of.get(&(post, is_magazine)) else { continue };
            let Some(other) = neighbour.post else { continue };
            let other = other as usize;
            let theirs = *slot_of.entry((other, is_magazine)).or_insert_with(|| {
                let how = "named by the post beside it";
                slots.list.push(Slot {
                    post: other,
                    is_magazine,
                    kind: slots.list[own].kind,
                    title: None,
                    address: None,
                    magazine_number: None,
                    number: neighbour
                        .number
                        .map(|number| Claim::inferred(number, Confidence::High, how)),
                });
                slots.parent.push(slots.list.len() - 1);
                slots.titles.push(BTreeSet::new());
                slots.list.len() - 1
            });
            slots.unite(own, theirs);
        }
    }
}

fn series_of(blog: &Blog, slots: &Slots, group: &[usize], first: Option<&PostId>) -> Series {
    let leader = &slots.list[group[0]];
    let magazine_number = group.iter().find_map(|&slot| slots.list[slot].magazine_number);
    let name = leader.address.clone().or_else(|| leader.title.as_deref().map(key::words));
    let name = name.or_else(|| first.map(|id| id.to_string())).unwrap_or_default();
    let class = if leader.is_magazine { "magazine" } else { "book" };
    let mut series =
        Series::new(SeriesId::derived(&["brunch", &blog.site.id, class, &name]), leader.kind);
    series.title.clone_from(&leader.title);
    // Addresses of books and magazines are paths of the site.
    series.url = leader.address.as_ref().map(|path| format!("https://brunch.co.kr{path}"));
    let titles = group.iter().filter_map(|&slot| slots.list[slot].title.as_deref());
    let others: BTreeSet<&str> =
        titles.filter(|title| Some(*title) != leader.title.as_deref()).collect();
    if !others.is_empty() {
        series.extra.insert("otherTitles", others.into_iter().collect::<Vec<_>>());
    }
    if let Some(number) = magazine_number {
        series.extra.insert("magazineNo", number);
    }
    series
}

/// Says which chapters are missing: those below the highest number that is known, from a post or from a neighbour line.
fn note_gaps(blog: &mut Blog, series: &Series, slots: &Slots, group: &[usize], open: &[Open]) {
    if series.kind == SeriesKind::Magazine {
        return;
    }
    let present: BTreeSet<u32> = group
        .iter()
        .filter_map(|&slot| slots.list[slot].number.as_ref().map(|claim| claim.value))
        .collect();
    let named = group.iter().flat_map(|&slot| &open[slots.list[slot].post].neighbours);
    let named = named
        .filter(|neighbour| neighbour.scope == Scope::Book)
        .filter_map(|neighbour| neighbour.number);
    let Some(last) = named.chain(present.iter().copied()).max() else { return };
    let missing = ranges(&present, last);
    if !missing.is_empty() {
        let name = series.title.clone().unwrap_or_else(|| "a series of unknown title".to_owned());
        blog.notes
            .push(Note::new(NoteKind::SeriesGap { series: name, missing: missing.join(", ") }));
    }
}

/// The numbers from 1 to `last` that are not present, as ranges: `1–8`, `11`.
fn ranges(present: &BTreeSet<u32>, last: u32) -> Vec<String> {
    let mut missing = Vec::new();
    let mut next = 1_u32;
    let end = last.saturating_add(1);
    for number in present.iter().copied().filter(|&number| number >= 1).chain([end]) {
        match number.checked_sub(next) {
            None | Some(0) => {}
            Some(1) => missing.push(next.to_string()),
            Some(_) => missing.push(format!("{next}–{}", number - 1)),
        }
        next = next.max(number.saturating_add(1));
    }
    missing
}

/// Once the title is known nobody need look for it; while it is not, each post says so, once.
fn settle_title(post: &PostId, open: &mut Open, known: bool) {
    if known {
        open.notes.retain(|note| !is_about_title(&note.kind));
    } else if !open.notes.iter().any(|note| note.kind == NoteKind::SeriesTitleUnknown) {
        let note = Note::new(NoteKind::SeriesTitleUnknown).on_post(post);
        open.notes.push(note.in_file(open.file.clone()));
    }
}

fn is_about_title(kind: &NoteKind) -> bool {
    matches!(kind, NoteKind::SeriesTitleUnknown | NoteKind::UnrenderedPlaceholder { .. })
}

#[cfg(test)]
mod tests {
    use larder_core::List;

    use super::*;

    #[test]
    fn an_address_of_another_author_is_not_ours() {
        let mut site = Site::new("https://brunch.co.kr/@@Zz9Z");
        site.home = Some("https://brunch.co.kr/@example-writer".into());
        let ours = |text: &str| is_of(&site, &address::parse(text).unwrap());
        assert!(ours("/@@Zz9Z/12") && ours("https://brunch.co.kr/@example-writer/12"));
        assert!(!ours("/@@Yy8Y/12") && !ours("/@other/12"));
    }

    #[test]
    fn a_book_that_was_renamed_between_captures_is_one_book() {
        let mention = |title: &str, address: Option<&str>| SeriesMention {
            kind: SeriesKind::Book,
            title: Some(title.into()),
            address: address.map(str::to_owned),
            magazine_number: None,
            number: None,
        };
        let mentions = [
            mention("책 X", Some("/brunchbook/a")),
            mention("책 Y", Some("/brunchbook/a")),
            mention("책 Y", None),
            mention("책 Y", None),
            mention("책 Z", None),
        ];
        let open = |mention| Open {
            file: "a.txt".into(),
            names_author: true,
            has_neighbours: false,
            title: None,
            number: None,
            mentions: [mention].into(),
            neighbours: List::new(),
            series: List::new(),
            notes: List::new(),
        };
        let mut slots = slots(&mut mentions.map(open));
        join_by_name(&mut slots);
        assert_eq!(slots.groups(), [vec![0, 1, 2, 3], vec![4]]);
    }

    #[test]
    fn missing_chapters_are_ranges() {
        let present = |numbers: &[u32]| numbers.iter().copied().collect::<BTreeSet<_>>();
        assert_eq!(ranges(&present(&[9]), 9), ["1–8"]);
        assert_eq!(ranges(&present(&[1, 3, 4, 7]), 9), ["2", "5–6", "8–9"]);
        assert!(ranges(&present(&[1, 2]), 2).is_empty());
        assert_eq!(ranges(&present(&[u32::MAX]), u32::MAX), ["1–4294967294"]);
    }
}
