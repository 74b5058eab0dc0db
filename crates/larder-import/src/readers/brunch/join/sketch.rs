//! A small fingerprint of a text, for finding two captures of the same post without comparing all with all.
//!
//! The smallest hashes of all runs of eight characters (white space left out) estimate how much two texts share
//! (bottom-k sketch, Broder 1997). Captures that lost words or glued lines still share nearly all of their runs.

use std::collections::{BTreeSet, VecDeque};

use larder_core::key;

const RUN: usize = 8;
const KEPT: usize = 24;

/// The smallest hashes of a text's runs, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sketch(Box<[u32]>);

impl Sketch {
    /// The sketch of a text. White space, normal form and invisible characters do not matter.
    pub(super) fn of(text: &str) -> Self {
        let mut smallest = BTreeSet::new();
        let mut run = VecDeque::with_capacity(RUN);
        for character in key::characters(text) {
            run.truncate(RUN - 1);
            run.push_front(character);
            if run.len() == RUN {
                keep(&mut smallest, hash(&run));
            }
        }
        if !run.is_empty() && run.len() < RUN {
            keep(&mut smallest, hash(&run));
        }
        Self(smallest.into_iter().collect())
    }

    /// How many hashes it has.
    pub(super) fn length(&self) -> u8 {
        u8::try_from(self.0.len()).expect("a sketch keeps few")
    }

    /// How many bytes a sketch of so many hashes takes.
    pub(super) fn bytes_of(length: u8) -> u64 {
        u64::from(length) * 4
    }

    /// The hashes one after the other.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|hash| hash.to_le_bytes()).collect()
    }

    /// What [`to_bytes`](Self::to_bytes) wrote.
    pub(super) fn from_bytes(bytes: &[u8]) -> Self {
        let (hashes, _) = bytes.as_chunks();
        Self(hashes.iter().map(|hash| u32::from_le_bytes(*hash)).collect())
    }

    /// The hashes, for an index.
    pub(super) fn hashes(&self) -> &[u32] {
        &self.0
    }

    /// How much two texts share, in percent: of the smallest hashes of both together, those that both have.
    pub(super) fn shared_percent(&self, other: &Self) -> u32 {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let size = self.0.len().max(other.0.len()).min(KEPT);
        let (mut seen, mut both) = (0_usize, 0_usize);
        while seen < size {
            match (a.peek(), b.peek()) {
                (Some(x), Some(y)) if x == y => {
                    both += 1;
                    a.next();
                    b.next();
                }
                (Some(x), Some(y)) if x < y => _ = a.next(),
                (Some(_), None) => _ = a.next(),
                (_, Some(_)) => _ = b.next(),
                (None, None) => break,
            }
            seen += 1;
        }
        (both * 100).checked_div(seen).and_then(|share| u32::try_from(share).ok()).unwrap_or(0)
    }
}

/// Takes a hash in if it is among the smallest. Each counts once: a refrain must not push every other run out.
fn keep(smallest: &mut BTreeSet<u32>, hash: u32) {
    if smallest.len() < KEPT || smallest.last().is_some_and(|largest| hash < *largest) {
        smallest.insert(hash);
        if smallest.len() > KEPT {
            smallest.pop_last();
        }
    }
}

/// FNV-1a over the code points of a run, the newest of which stands first: the same on every machine and in every
/// version.
fn hash(run: &VecDeque<char>) -> u32 {
    run.iter()
        .rev()
        .flat_map(|&character| u32::from(character).to_le_bytes())
        .fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "골목 끝에 우체통이 있었다. 이제는 빈 자리만 남았다. 아이들은 그 앞에서 말타기를 했다. 우체부는 오후 세 시에 왔다.";

    #[test]
    fn a_capture_that_lost_a_word_still_shares_most() {
        let lost = WHOLE.replace("빈 ", " ");
        assert!(Sketch::of(WHOLE).shared_percent(&Sketch::of(&lost)) > 50);
    }

    #[test]
    fn other_texts_share_nothing_and_nothing_shares_nothing() {
        let other =
            "국수를 삶는다. 물이 먼저 끓는다. 아무도 오지 않는다. 달이 뜬 뒤에야 그릇을 씻었다.";
        assert_eq!(Sketch::of(WHOLE).shared_percent(&Sketch::of(other)), 0);
        assert_eq!(Sketch::of("").shared_percent(&Sketch::of("")), 0);
    }

    #[test]
    fn a_refrain_does_not_make_two_texts_one() {
        let song = |verse: &str| format!("{verse} {}", "라라라라라라라라라 ".repeat(60));
        let first = song(
            "비가 오면 저울도 붓는다고 외삼촌은 말했다. 나는 믿지 않았다. 그해 여름은 길었다.",
        );
        let second = song(
            "국수를 삶는다. 물이 먼저 끓는다. 아무도 오지 않는다. 달이 뜬 뒤에야 그릇을 씻었다.",
        );
        assert!(Sketch::of(&first).shared_percent(&Sketch::of(&second)) < 40);
    }

    #[test]
    fn bytes_come_back_as_hashes() {
        for sketch in [Sketch::of(WHOLE), Sketch::of("골목"), Sketch::of("")] {
            let bytes = sketch.to_bytes();
            assert_eq!(bytes.len() as u64, Sketch::bytes_of(sketch.length()));
            assert_eq!(Sketch::from_bytes(&bytes), sketch);
        }
    }

    #[test]
    fn white_space_does_not_matter() {
        assert_eq!(Sketch::of(WHOLE), Sketch::of(&WHOLE.replace(' ', "\u{a0}\n")));
    }
}
