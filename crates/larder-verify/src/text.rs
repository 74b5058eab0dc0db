//! How much of one text is in another, in linear time.
//!
//! White space and invisible characters do not count, and both texts are compared in NFC. A text is *kept* when all its
//! characters stand in the other in their order: a writer may put something in (a subtitle, the address of a player), but
//! takes nothing away. How similar two texts are is told by pieces of five characters, wherever these stand.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use larder_core::key;

/// How long the pieces are that are looked for, in characters.
const PIECE: usize = 5;

/// Texts of more characters are compared by a part of their pieces, chosen by what they say.
const LONG: usize = 1 << 20;

/// What share of the pieces of a long text is taken: one of so many.
const SAMPLE: u64 = 16;

/// From so many characters on a text that is kept must also be similar: chance puts few long texts into others.
const TELLING: usize = 200;

/// The least similarity of a telling text that is kept, in thousandths.
const SIMILAR: u16 = 500;

/// What became of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Likeness {
    /// Whether both are equal.
    pub(crate) is_same: bool,
    /// Whether nothing was taken away.
    pub(crate) is_kept: bool,
    /// How much of it is there, in thousandths; 1000 only of what is kept.
    pub(crate) similarity: u16,
}

/// Compares a text with what became of it.
pub(crate) fn compare(before: &str, after: &str) -> Likeness {
    if key::characters(before).eq(key::characters(after)) {
        return Likeness { is_same: true, is_kept: true, similarity: 1000 };
    }
    let length = key::characters(before).count();
    let share = similarity(before, after, length);
    let is_within = is_within(before, after);
    let is_kept = is_within && (length < TELLING || share >= SIMILAR);
    let similarity = if is_kept { 1000 } else { share.min(999) };
    Likeness { is_same: false, is_kept, similarity }
}

/// Whether all characters of one text stand in the other, in their order.
fn is_within(before: &str, after: &str) -> bool {
    let mut there = key::characters(after);
    key::characters(before).all(|wanted| there.any(|found| found == wanted))
}

/// The share of the pieces of `before` that `after` has too, in thousandths.
fn similarity(before: &str, after: &str, length: usize) -> u16 {
    let piece = PIECE.min(length.max(1));
    let sample = if length > LONG { SAMPLE } else { 1 };
    let mut known: HashMap<u64, u32> = HashMap::new();
    let mut total = 0_u64;
    for hash in pieces(before, piece, sample) {
        *known.entry(hash).or_default() += 1;
        total += 1;
    }
    let mut found = 0_u64;
    for hash in pieces(after, piece, sample) {
        if let Some(left) = known.get_mut(&hash).filter(|left| **left > 0) {
            *left -= 1;
            found += 1;
        }
    }
    match total {
        0 => 1000,
        _ => u16::try_from(found * 1000 / total).unwrap_or(1000),
    }
}

/// The hashes of all pieces of a text, or of a sample of them.
fn pieces(text: &str, length: usize, sample: u64) -> impl Iterator<Item = u64> {
    let mut window = std::collections::VecDeque::with_capacity(length);
    key::characters(text).filter_map(move |character| {
        if window.len() == length {
            window.pop_front();
        }
        window.push_back(character);
        if window.len() < length {
            return None;
        }
        let hash = hashed(&window);
        hash.is_multiple_of(sample).then_some(hash)
    })
}

/// Equal for equal values, in every run.
pub(crate) fn hashed(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_normal_form_are_no_difference() {
        let same = compare("각자 리", "\u{1100}\u{1161}\u{11a8}자\u{a0}리");
        assert_eq!(same, Likeness { is_same: true, is_kept: true, similarity: 1000 });
    }

    #[test]
    fn what_was_put_in_takes_nothing_away() {
        let more = compare("물이 먼저 끓는다", "부제목 물이 (동영상) 먼저 끓는다");
        assert_eq!(more, Likeness { is_same: false, is_kept: true, similarity: 1000 });
    }

    #[test]
    fn a_text_that_was_cut_is_not_kept_and_says_how_much_is_there() {
        let whole = "one two three four five six seven eight nine ten ".repeat(10);
        let cut = &whole[..whole.len() / 2];
        let found = compare(&whole, cut);
        assert!(!found.is_kept && !found.is_same);
        assert!((480..=520).contains(&found.similarity), "{found:?}");
        assert_eq!(compare("all of it", "").similarity, 0);
    }

    #[test]
    fn another_word_is_a_loss() {
        assert!(!compare("the cat sat on the mat", "the dog sat on the mat").is_kept);
    }

    #[test]
    fn letters_that_happen_to_be_there_are_not_the_text() {
        let text = "abcdefghij".repeat(30);
        let letters = "a1b2c3d4e5f6g7h8i9j0".repeat(30);
        assert!(!compare(&text, &letters).is_kept);
    }

    #[test]
    fn long_texts_are_compared_by_a_sample() {
        let numbers: String = (0..400_000).map(|number| format!("{number} ")).collect();
        let half = &numbers[..numbers.len() / 2];
        let found = compare(&numbers, half);
        assert!((450..=550).contains(&found.similarity), "{found:?}");
    }
}
