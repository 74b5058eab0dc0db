//! Searches files for what must not be public: words of posts that are not, e-mail addresses, network addresses,
//! passwords, addresses of hidden posts.
//!
//! What is searched for is taken from the blog itself. What stands in its public posts too is no secret, and is not
//! searched for. A file goes through in pieces, whatever its size, and all that is told of a find is its kind.
//!
//! Texts are looked for as UTF-8, and as JSON escapes them. A secret that is too short to tell (a password of three
//! letters) is not looked for, because it would be found everywhere.

mod gather;
mod windows;

use std::{
    collections::{BTreeMap, HashSet},
    io::{self, Read},
};

use aho_corasick::{AhoCorasick, MatchKind};
use larder_core::{Blog, Digest, Hashing};
use serde::Serialize;

use crate::target::Target;

/// How many patterns are searched for at once: the automaton of very many takes too much memory.
const TOGETHER: usize = 50_000;

/// How many bytes are read at once.
const PIECE: usize = 1 << 16;

/// What a secret is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SecretKind {
    /// An e-mail address of somebody who writes or comments.
    Email,
    /// The network address of somebody.
    NetworkAddress,
    /// A password, or what is kept under such a name.
    Password,
    /// Words of a post that is not public.
    Text,
    /// Words of a comment that was not shown.
    Comment,
    /// The address of a post that is not public.
    Address,
}

impl SecretKind {
    /// Its name, such as `email`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::NetworkAddress => "network-address",
            Self::Password => "password",
            Self::Text => "text",
            Self::Comment => "comment",
            Self::Address => "address",
        }
    }

    /// Whether it must stand by itself: `12.3.4.5` is not in `112.3.4.56`.
    fn is_word(self) -> bool {
        !matches!(self, Self::Text | Self::Comment)
    }
}

/// All that a blog has to hide.
#[derive(Debug, Default)]
pub struct Secrets {
    automata: Vec<(AhoCorasick, Vec<SecretKind>)>,
    /// How long the longest pattern is.
    longest: usize,
    /// The files that only posts use which are not public.
    media: HashSet<Digest>,
}

/// What was found in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Found {
    /// How often something of each kind stands there.
    pub secrets: BTreeMap<SecretKind, u64>,
    /// Whether the file is a picture or a file that only hidden posts use.
    pub is_hidden_media: bool,
    /// The digest of its bytes.
    pub digest: Digest,
    /// How many bytes it has.
    pub length: u64,
}

impl Secrets {
    /// All that `blog` has to hide from an output. Nothing where the output is an archive, which keeps everything.
    ///
    /// Fails when the spool can no longer be read, and when there is too much to build a search of.
    pub fn of(blog: &Blog, target: &Target) -> io::Result<Self> {
        if !target.is_public {
            return Ok(Self::default());
        }
        let gathered = gather::Gathered::of(blog, target)?;
        let patterns: Vec<_> = gathered.patterns.into_iter().collect();
        let all = Self::build(&patterns, HashSet::new())?;
        let known = gather::in_public(blog, target, &all)?;
        drop(all);
        let secret = patterns.into_iter().enumerate().filter(|(at, _)| !known.contains(at));
        Self::build(&secret.map(|(_, pattern)| pattern).collect::<Vec<_>>(), gathered.media)
    }

    /// Whether there is nothing to search for.
    pub fn is_empty(&self) -> bool {
        self.automata.is_empty() && self.media.is_empty()
    }

    fn build(patterns: &[(String, SecretKind)], media: HashSet<Digest>) -> io::Result<Self> {
        let longest = patterns.iter().map(|(text, _)| text.len()).max().unwrap_or_default();
        let mut automata = Vec::new();
        for some in patterns.chunks(TOGETHER) {
            let automaton = AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .match_kind(MatchKind::Standard)
                .build(some.iter().map(|(text, _)| text.as_str()))
                .map_err(io::Error::other)?;
            automata.push((automaton, some.iter().map(|(_, kind)| *kind).collect()));
        }
        Ok(Self { automata, longest, media })
    }

    /// Looks through a file. Fails when it cannot be read to its end.
    pub fn search(&self, stream: impl Read) -> io::Result<Found> {
        let mut secrets = BTreeMap::new();
        let (digest, length) =
            self.each(stream, &mut |_, kind| *secrets.entry(kind).or_default() += 1)?;
        let is_hidden_media = self.media.contains(&digest);
        Ok(Found { secrets, is_hidden_media, digest, length })
    }

    /// Calls `found` with the number of each pattern that stands in a stream.
    fn each(
        &self,
        mut stream: impl Read,
        found: &mut dyn FnMut(usize, SecretKind),
    ) -> io::Result<(Digest, u64)> {
        let mut hashing = Hashing::default();
        let mut length = 0_u64;
        let mut window = Vec::new();
        // How much of the window's beginning was looked through with what follows it known.
        let mut done = 0;
        loop {
            let start = window.len();
            (&mut stream).take(PIECE as u64).read_to_end(&mut window)?;
            let piece = &window[start..];
            let is_last = piece.is_empty();
            hashing.update(piece);
            length += piece.len() as u64;
            let end = if is_last { window.len() } else { window.len() - 1 };
            self.look(&window, done..end, found);
            if is_last {
                return Ok((hashing.finish(), length));
            }
            let keep = (self.longest + 1).min(window.len());
            let cut = window.len() - keep;
            window.drain(..cut);
            done = end - cut;
        }
    }

    /// The patterns that end within `ends` (its start not counted), and stand by themselves where they must.
    fn look(
        &self,
        window: &[u8],
        ends: std::ops::Range<usize>,
        found: &mut dyn FnMut(usize, SecretKind),
    ) {
        for (number, (automaton, kinds)) in self.automata.iter().enumerate() {
            for hit in automaton.find_overlapping_iter(window) {
                let kind = kinds[hit.pattern().as_usize()];
                let is_new = hit.end() > ends.start && hit.end() <= ends.end;
                if is_new && (!kind.is_word() || stands_alone(window, hit.start(), hit.end())) {
                    found(number * TOGETHER + hit.pattern().as_usize(), kind);
                }
            }
        }
    }
}

/// Whether no part of a word, a number or an address stands before or behind a place.
fn stands_alone(text: &[u8], start: usize, end: usize) -> bool {
    let is_part =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || byte >= 0x80;
    let before = start.checked_sub(1).map(|at| text[at]);
    let behind = text.get(end).copied();
    !before.is_some_and(|byte| is_part(byte) || byte == b'.') && !behind.is_some_and(is_part)
}

#[cfg(test)]
mod tests;
