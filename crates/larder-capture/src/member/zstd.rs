//! Frames of Zstandard (RFC 8878) as `.warc.zst` has them: one per record, the dictionary in a skippable frame before.

use std::io::Read;

use ruzstd::decoding::{BlockDecodingStrategy, Dictionary, FrameDecoder};

/// What the first bytes of a frame are.
pub(crate) const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// The kind of skippable frame in which a WARC file has its dictionary.
const WITH_DICTIONARY: u8 = 0x5d;

const DICTIONARY_MAGIC: [u8; 4] = [0x37, 0xa4, 0x30, 0xec];

/// A block of no bytes that says it is the last one, and room for a checksum.
const LAST_BLOCK: [u8; 7] = [1, 0, 0, 0, 0, 0, 0];

/// A skippable frame: whether it is for a dictionary, and how long what is in it is.
pub(crate) fn skippable(data: &[u8]) -> Option<(bool, u32)> {
    let head: &[u8; 8] = data.get(..8)?.try_into().ok()?;
    let [kind, 0x2a, 0x4d, 0x18, length @ ..] = *head else { return None };
    (kind & 0xf0 == 0x50).then_some((kind == WITH_DICTIONARY, u32::from_le_bytes(length)))
}

/// Whether what a skippable frame holds begins like a dictionary, compressed or not.
pub(super) fn holds_dictionary(data: &[u8]) -> bool {
    let begins = data.get(8..12).is_some_and(|it| it == MAGIC || it == DICTIONARY_MAGIC);
    data.first() == Some(&WITH_DICTIONARY) && begins
}

/// Whether the head of a frame says which dictionary it needs.
pub(crate) fn names_dictionary(data: &[u8]) -> bool {
    data.get(4).is_some_and(|descriptor| descriptor & 3 != 0)
}

/// Which dictionary a frame is decoded with.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum With {
    /// The one it names, or none.
    Named,
    /// The one that came last, for frames that need one and name none.
    Last,
}

/// Decodes frames, with the dictionary that came last.
#[derive(Default)]
pub(crate) struct Frames {
    decoder: FrameDecoder,
    dictionary: Option<u32>,
    may_need_dictionary: bool,
    is_over: bool,
}

/// What became of a step.
pub(crate) enum Step {
    /// So many bytes came out.
    Bytes(usize),
    /// The frame is over; whether its checksum is right.
    End { checksum_fits: bool },
    /// The frame makes no sense without a dictionary, and names none. Nothing came out yet.
    NeedsDictionary,
    /// The frame cannot be read on.
    Broken,
}

impl Frames {
    /// Takes the dictionary that a skippable frame holds, itself compressed or not. False if it is none.
    pub(super) fn learn(&mut self, bytes: &[u8], at_most: usize) -> bool {
        let mut plain = Vec::new();
        let bytes = if bytes.starts_with(&MAGIC) {
            let Some(decoded) = decode_whole(bytes, at_most) else { return false };
            plain.extend(decoded);
            &plain
        } else {
            bytes
        };
        if !bytes.starts_with(&DICTIONARY_MAGIC) {
            return false;
        }
        let Ok(dictionary) = Dictionary::decode_dict(bytes) else { return false };
        let id = dictionary.id;
        // A new decoder, so that only one dictionary is in memory.
        self.decoder = FrameDecoder::new();
        self.dictionary = Some(id);
        self.decoder.add_dict(dictionary).is_ok()
    }

    /// Begins a frame.
    pub(crate) fn begin(&mut self, source: impl Read, names_one: bool, with: With) -> bool {
        self.is_over = false;
        self.may_need_dictionary = self.dictionary.is_some() && !names_one && with == With::Named;
        if self.decoder.reset(source).is_err() {
            return false;
        }
        match self.dictionary {
            Some(id) if with == With::Last => self.decoder.force_dict(id).is_ok(),
            _ => true,
        }
    }

    /// Decodes until some bytes come out or the frame ends.
    pub(crate) fn step(&mut self, mut source: impl Read, out: &mut [u8]) -> Step {
        loop {
            if self.decoder.can_collect() > 0 {
                self.may_need_dictionary = false;
                let count = self.decoder.read(out).unwrap_or(0);
                return if count > 0 { Step::Bytes(count) } else { Step::Broken };
            }
            if self.is_over {
                return Step::Broken;
            }
            if self.decoder.is_finished() {
                let stated = self.decoder.get_checksum_from_data();
                let checksum_fits =
                    stated.is_none() || stated == self.decoder.get_calculated_checksum();
                return Step::End { checksum_fits };
            }
            let strategy = BlockDecodingStrategy::UptoBlocks(1);
            if self.decoder.decode_blocks(&mut source, strategy).is_err() {
                if self.may_need_dictionary {
                    return Step::NeedsDictionary;
                }
                self.give_up();
            }
        }
    }

    /// The decoder holds back a window of bytes until a frame ends: so the frame ends here.
    fn give_up(&mut self) {
        self.is_over = true;
        let _ = self.decoder.decode_blocks(&LAST_BLOCK[..], BlockDecodingStrategy::All);
    }
}

/// Whether a frame begins here: its head and its first block can be read.
pub(super) fn begins(data: &[u8]) -> bool {
    let mut decoder = FrameDecoder::new();
    let mut source = data;
    match decoder.reset(&mut source) {
        Ok(()) => decoder.decode_blocks(source, BlockDecodingStrategy::UptoBlocks(1)).is_ok(),
        // It names a dictionary, which costs more to try than it is worth.
        Err(error) => {
            matches!(error, ruzstd::decoding::errors::FrameDecoderError::DictNotProvided { .. })
        }
    }
}

fn decode_whole(bytes: &[u8], at_most: usize) -> Option<Vec<u8>> {
    let mut frames = Frames::default();
    let mut source = bytes;
    if !frames.begin(&mut source, true, With::Named) {
        return None;
    }
    let mut decoded = Vec::new();
    let mut piece = vec![0; 64 << 10];
    loop {
        match frames.step(&mut source, &mut piece) {
            Step::Bytes(count) if decoded.len() + count <= at_most => {
                decoded.extend_from_slice(&piece[..count]);
            }
            Step::End { checksum_fits: true } => return Some(decoded),
            _ => return None,
        }
    }
}
