//! Which characters two texts share, in order (Myers 1986, "An O(ND) difference algorithm").
//!
//! The work is bounded: texts that differ too much are not compared further, and the caller is told so.

/// The most differing characters that are looked for. A capture that lost words differs in far fewer.
const MOST_EDITS: usize = 1_000;

/// The most steps (text length × edits) before giving up: about a tenth of a second.
const MOST_WORK: usize = 60_000_000;

/// A run of characters that is in one text and not in the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// Where it is in the old text.
    pub(super) old: std::ops::Range<usize>,
    /// Where it is in the new text.
    pub(super) new: std::ops::Range<usize>,
}

/// The changes that make `new` out of `old`, in order; `None` when they differ too much to say.
pub(super) fn changes(old: &[char], new: &[char]) -> Option<Vec<Change>> {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let end = old[start..]
        .iter()
        .rev()
        .zip(new[start..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (old_middle, new_middle) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let mut found = middle(old_middle, new_middle)?;
    for change in &mut found {
        change.old = change.old.start + start..change.old.end + start;
        change.new = change.new.start + start..change.new.end + start;
    }
    Some(found)
}

fn middle(old: &[char], new: &[char]) -> Option<Vec<Change>> {
    if old.is_empty() && new.is_empty() {
        return Some(Vec::new());
    }
    if old.is_empty() || new.is_empty() {
        return Some(vec![Change { old: 0..old.len(), new: 0..new.len() }]);
    }
    let furthest = furthest_per_round(old, new)?;
    Some(walk_back(old, new, &furthest))
}

/// For each number of edits, how far each diagonal reaches. `None` past the limits.
fn furthest_per_round(old: &[char], new: &[char]) -> Option<Vec<Vec<u32>>> {
    let (rows, columns) = (old.len(), new.len());
    let most = MOST_EDITS.min(rows + columns).min(MOST_WORK / (rows + columns));
    let mut rounds: Vec<Vec<u32>> = Vec::new();
    for edits in 0..=most {
        let mut reach = vec![0_u32; 2 * edits + 1];
        for slot in (0..=2 * edits).step_by(2) {
            let mut x = rounds.last().map_or(0, |previous| begin(previous, slot).0);
            // Diagonal k = slot − edits; y = x − k.
            let mut y = (x + edits).checked_sub(slot)?;
            while x < rows && y < columns && old[x] == new[y] {
                x += 1;
                y += 1;
            }
            reach[slot] = u32::try_from(x).ok()?;
            if x >= rows && y >= columns {
                rounds.push(reach);
                return Some(rounds);
            }
        }
        rounds.push(reach);
    }
    None
}

/// Where a diagonal begins in this round: after a deletion (x + 1) or an insertion (x) of the round before.
fn begin(previous: &[u32], slot: usize) -> (usize, bool) {
    // In the round before, diagonal k is at slot k + edits − 1, that is at `slot − 1`.
    let after_deletion =
        slot.checked_sub(2).and_then(|left| previous.get(left)).map(|&x| x as usize + 1);
    let after_insertion = previous.get(slot).map(|&x| x as usize);
    match (after_deletion, after_insertion) {
        (Some(deleted), Some(inserted)) if deleted > inserted => (deleted, true),
        (_, Some(inserted)) => (inserted, false),
        (Some(deleted), None) => (deleted, true),
        (None, None) => (0, false),
    }
}

fn walk_back(old: &[char], new: &[char], rounds: &[Vec<u32>]) -> Vec<Change> {
    let mut steps = Vec::new();
    let (mut x, mut y) = (old.len(), new.len());
    for edits in (1..rounds.len()).rev() {
        let slot = (x + edits) - y;
        let (start, deleted) = begin(&rounds[edits - 1], slot);
        let start_y = (start + edits) - slot;
        if deleted {
            steps.push(Change { old: start - 1..start, new: start_y..start_y });
            (x, y) = (start - 1, start_y);
        } else {
            steps.push(Change { old: start..start, new: start_y - 1..start_y });
            (x, y) = (start, start_y - 1);
        }
    }
    steps.reverse();
    joined(steps)
}

/// Neighbouring single steps as one change.
fn joined(steps: Vec<Change>) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for step in steps {
        match changes.last_mut() {
            Some(last) if last.old.end == step.old.start && last.new.end == step.new.start => {
                last.old.end = step.old.end;
                last.new.end = step.new.end;
            }
            _ => changes.push(step),
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apply(old: &str, new: &str) -> Vec<(String, String)> {
        let (a, b): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
        let found = changes(&a, &b).unwrap();
        let mut made = String::new();
        let mut at = 0;
        for change in &found {
            made.extend(&a[at..change.old.start]);
            made.extend(&b[change.new.clone()]);
            at = change.old.end;
        }
        made.extend(&a[at..]);
        assert_eq!(made, new, "the changes must make the new text");
        found
            .iter()
            .map(|it| (a[it.old.clone()].iter().collect(), b[it.new.clone()].iter().collect()))
            .collect()
    }

    #[test]
    fn a_lost_word_is_one_insertion() {
        assert_eq!(
            apply("이제는자리만남았다", "이제는빈자리만남았다"),
            [(String::new(), "빈".to_owned())]
        );
    }

    #[test]
    fn changes_of_every_kind_make_the_new_text() {
        for (old, new) in [
            ("", ""),
            ("", "가"),
            ("가", ""),
            ("가나다라마", "가다라바마"),
            ("abcabba", "cbabac"),
            ("xaxbxc", "abc"),
            ("가나다", "라마바"),
        ] {
            apply(old, new);
        }
    }

    #[test]
    fn texts_that_differ_everywhere_are_given_up_in_bounded_time() {
        let old: Vec<char> = (0..200_000).map(|n| if n % 2 == 0 { '가' } else { '나' }).collect();
        let new: Vec<char> = (0..200_000).map(|n| if n % 3 == 0 { '다' } else { '라' }).collect();
        assert_eq!(changes(&old, &new), None);
    }
}
