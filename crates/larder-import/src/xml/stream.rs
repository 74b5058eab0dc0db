//! A document as a stream: decoded, and tokenised in a window that holds no more than what was asked to stay.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};
use larder_core::{Cancel, NoteKind};
use memchr::{memchr_iter, memmem};

use super::{
    Absent, Token,
    token::{Ending, Look, Span, Step, pass_by, step},
};
use crate::decode::{Decoded, Stated, Verdict, decode_stated, verdict};

/// How many bytes are read at once, and looked at to find the encoding.
const CHUNK: usize = 64 << 10;

/// A document.
pub(crate) struct Stream<R> {
    source: R,
    /// What is read into, and how much of it was read and is not decoded yet.
    bytes: Vec<u8>,
    filled: usize,
    decoder: Decoder,
    /// What is decoded and still needed.
    window: String,
    at: usize,
    /// Where the last token begins.
    start: usize,
    /// Where in the window the oldest text is that must stay.
    mark: Option<usize>,
    /// Where in the source the window begins, as long as the text has the very bytes of the source.
    origin: Option<u64>,
    line: u64,
    /// Up to where lines are counted.
    counted: usize,
    ended: bool,
    limit: usize,
    cancel: Cancel,
    absent: Absent,
    /// How many end tags of items were [passed by](Stream::skip).
    ends: u64,
    /// How the encoding was known, and how much of it was no text.
    pub(crate) decoded: Decoded,
    /// Labels of encodings that were stated and not used.
    pub(crate) unused: Vec<(String, Verdict)>,
}

/// Why a document goes no further.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Its bytes could not be read.
    Io(io::Error),
    /// A token, or what has to stay, is larger than the limit.
    TooLarge,
}

/// What is larger than may be, and was [passed by](Stream::skip).
#[derive(Debug, Default)]
pub(crate) struct Skipped {
    /// The lines that items begin in, and how many end tags of items stand within what was passed by.
    pub(crate) items: Vec<(u64, u64)>,
    /// Whether something of what stands around the items is among it.
    pub(crate) is_around: bool,
}

/// How an item ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ItemEnd {
    /// Whether all of it is there, and nothing but it.
    pub(crate) is_whole: bool,
    /// Whether what ended it is still to be read.
    pub(crate) is_next: bool,
    /// Whether it is larger than may be.
    pub(crate) is_lost: bool,
}

impl ItemEnd {
    /// As it should be.
    pub(crate) fn sound() -> Self {
        Self { is_whole: true, is_next: false, is_lost: false }
    }
}

impl<R: Read> Stream<R> {
    /// The document that `source` yields. Nothing in it may be larger than `limit` bytes. Fails when the first bytes
    /// cannot be read. `outside` is the label of the encoding that is told from outside, if one is.
    pub(crate) fn open(mut source: R, limit: u64, outside: Option<&str>) -> io::Result<Self> {
        let mut bytes = vec![0; CHUNK];
        let filled = fill(&mut source, &mut bytes)?;
        bytes.truncate(filled);
        let declared = declared(&bytes);
        let stated = Stated::new(outside, declared.as_deref());
        let mut decoded = decode_stated(&bytes, &stated);
        let unused = unused(outside, &decoded);
        let encoding = Encoding::for_label(decoded.encoding.as_bytes()).unwrap_or(UTF_8);
        if Encoding::for_label(decoded.encoding.as_bytes()).is_none() {
            // UTF-32 and EBCDIC, which no decoder reads piece by piece.
            source.by_ref().take(limit).read_to_end(&mut bytes)?;
            if bytes.len() as u64 >= limit {
                return Err(io::Error::other(format!(
                    "more than {limit} bytes in {}; --max-file-size raises the limit",
                    decoded.encoding
                )));
            }
            let whole = decode_stated(&bytes, &stated);
            (bytes, decoded) =
                (whole.text.into_bytes(), Decoded { text: String::new(), ..decoded });
        }
        decoded.text = String::new();
        decoded.replaced = 0;
        let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        Ok(Self {
            origin: (decoded.encoding == UTF_8.name()).then_some(mark),
            source,
            filled: bytes.len(),
            bytes,
            decoder: encoding.new_decoder_with_bom_removal(),
            window: String::new(),
            at: 0,
            start: 0,
            mark: None,
            line: 1,
            counted: 0,
            ended: false,
            limit: usize::try_from(limit).unwrap_or(usize::MAX),
            cancel: Cancel::default(),
            absent: Absent::default(),
            ends: 0,
            decoded,
            unused,
        })
    }

    /// The same, which stops [skipping](Stream::skip) once the user asks to stop.
    pub(crate) fn until(self, cancel: &Cancel) -> Self {
        Self { cancel: cancel.clone(), ..self }
    }

    /// How large a token, or what has to stay, may be, in bytes.
    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// The next token, with what is amiss with it. `open` is the name of the innermost open element.
    pub(crate) fn next(&mut self, open: &str) -> Result<Option<(Token<'_>, bool)>, Fault> {
        self.start = self.at;
        let Some(span) = self.span(open)? else { return Ok(None) };
        self.at = span.end;
        Ok(Some((span.token(&self.window), span.is_odd)))
    }

    /// The next token, as [`Stream::next`] gives it, but for text, for tags whose names do not matter and for character data
    /// that does not matter: most of those are passed by. So is what is too large, which `is_lost` then says.
    pub(crate) fn next_of(
        &mut self,
        open: &str,
        matters: impl Fn(&str) -> bool,
        data_matters: impl Fn(&str) -> bool,
        is_lost: &mut bool,
    ) -> Result<Option<Token<'_>>, Fault> {
        loop {
            self.at = pass_by(&self.window, self.at, &self.absent, &matters, &data_matters);
            self.start = self.at;
            let span = match self.span(open) {
                Err(Fault::TooLarge) => {
                    *is_lost = true;
                    self.skip(open)?;
                    continue;
                }
                span => span?,
            };
            let Some(span) = span else { return Ok(None) };
            self.at = span.end;
            if !span.is_text() {
                return Ok(Some(span.token(&self.window)));
            }
        }
    }

    /// The next token, as [`Stream::next`] gives it; what is too large is passed by, which `is_lost` then says.
    pub(crate) fn next_or_skip(
        &mut self,
        open: &str,
        is_lost: &mut bool,
    ) -> Result<Option<(Token<'_>, bool)>, Fault> {
        loop {
            self.start = self.at;
            match self.span(open) {
                Err(Fault::TooLarge) => {
                    *is_lost = true;
                    self.skip(open)?;
                }
                Err(fault) => return Err(fault),
                Ok(None) => return Ok(None),
                Ok(Some(span)) => {
                    self.at = span.end;
                    return Ok(Some((span.token(&self.window), span.is_odd)));
                }
            }
        }
    }

    /// The text of an item from the mark on, which begins in this line and ends so. None if it is larger than may be: then
    /// `skipped` has it.
    pub(crate) fn item(&mut self, line: u64, end: ItemEnd, skipped: &mut Skipped) -> Option<&str> {
        let (limit, ends) = (self.limit, std::mem::take(&mut self.ends));
        let text = if end.is_next { self.take_before() } else { self.take() };
        if end.is_lost || text.len() > limit {
            skipped.items.push((line, ends));
            return None;
        }
        Some(text)
    }

    /// Puts the text from the mark to the beginning of the last token behind what is `kept`, if there is room for it; else
    /// `skipped` says that there was none.
    pub(crate) fn keep_marked(&mut self, kept: &mut String, skipped: &mut Skipped) {
        let limit = self.limit;
        let text = self.marked();
        if text.trim_ascii().is_empty() {
            return;
        }
        match kept.len() + text.len() > limit {
            true => skipped.is_around = true,
            false => kept.push_str(text),
        }
    }

    fn span(&mut self, open: &str) -> Result<Option<Span>, Fault> {
        loop {
            let mut look = Look { open, is_all: self.ended, absent: &mut self.absent };
            match step(&self.window, self.at, &mut look) {
                Step::Token(span) => return Ok(Some(span)),
                Step::Done => return Ok(None),
                Step::More => self.fill()?,
            }
        }
    }

    /// The last token as it stands there.
    pub(crate) fn raw(&self) -> &str {
        &self.window[self.start..self.at]
    }

    /// Keeps the text from the last token on in the window, until it is taken.
    pub(crate) fn mark(&mut self) {
        (self.mark, self.ends) = (Some(self.start), 0);
    }

    /// Keeps the text behind the last token in the window, until it is taken.
    pub(crate) fn mark_here(&mut self) {
        self.mark = Some(self.at);
    }

    /// The text from the mark to the beginning of the last token, which stays read. The mark is gone.
    pub(crate) fn marked(&mut self) -> &str {
        let start = self.mark.take().unwrap_or(self.start);
        &self.window[start..self.start]
    }

    /// How the bytes became text, where that is worth knowing.
    pub(crate) fn encoding_notes(&self) -> Vec<NoteKind> {
        let mut notes = Vec::new();
        let (encoding, how) = (self.decoded.encoding.to_owned(), self.decoded.how.to_owned());
        for (stated, verdict) in &self.unused {
            let (encoding, how) = (encoding.clone(), how.clone());
            let stated = stated.chars().take(40).collect();
            notes.push(match verdict {
                Verdict::Unknown => NoteKind::EncodingUnknown { stated, encoding, how },
                Verdict::Contradicted => NoteKind::EncodingContradicted { stated, encoding, how },
            });
        }
        if self.decoded.encoding != "UTF-8" {
            notes.push(NoteKind::EncodingDecoded { encoding, how });
        }
        if self.decoded.replaced > 0 {
            notes.push(NoteKind::BytesReplaced { count: self.decoded.replaced });
        }
        notes
    }

    /// The text from the mark to the end of the last token.
    pub(crate) fn take(&mut self) -> &str {
        let start = self.mark.take().unwrap_or(self.start);
        &self.window[start..self.at]
    }

    /// Where in the source the text begins that would be [taken](Stream::take) now. None where the source has other bytes
    /// than the text.
    pub(crate) fn origin(&self) -> Option<u64> {
        Some(self.origin? + self.mark.unwrap_or(self.start) as u64)
    }

    /// The text from the mark to the beginning of the last token, which is read again.
    pub(crate) fn take_before(&mut self) -> &str {
        self.at = self.start;
        self.take()
    }

    /// Has the last token read again.
    pub(crate) fn put_back(&mut self) {
        self.at = self.start;
    }

    /// Goes on behind [`Fault::TooLarge`]: what had to stay is lost, and the token, if that alone is larger than the limit: all
    /// up to its own end, or to that of the document. End tags of `open`, the innermost open element, that stand in it are
    /// counted. Fails as before once the user asks to stop.
    pub(crate) fn skip(&mut self, open: &str) -> Result<(), Fault> {
        self.at = self.start;
        if self.mark.take().is_some_and(|mark| mark < self.start) {
            return Ok(());
        }
        let tag = format!("</{open}");
        let tag = (!open.is_empty()).then(|| memmem::Finder::new(&tag));
        let mut ending = Ending::of(&self.window[self.at..]);
        let mut from = self.at + ending.begins_at();
        loop {
            if self.cancel.is_cancelled() {
                return Err(Fault::TooLarge);
            }
            let found = ending.find(&self.window[from..]);
            let rest = self.window.len().saturating_sub(ending.overlap()).max(from);
            let is_boundary = |at: &usize| self.window.is_char_boundary(*at);
            let rest = (from..=rest).rfind(is_boundary).unwrap_or(from);
            let end =
                found.map_or(if self.ended { self.window.len() } else { rest }, |it| from + it);
            if let Some(tag) = &tag {
                self.ends += tag.find_iter(&self.window.as_bytes()[from..end]).count() as u64;
            }
            (self.at, self.start) = (end, end);
            if found.is_some() || self.ended {
                return Ok(());
            }
            self.fill()?;
            from = self.at;
        }
    }

    /// How many end tags were passed by since this was asked: what is too large may hold more than one item.
    pub(crate) fn ends_passed(&mut self) -> u64 {
        std::mem::take(&mut self.ends)
    }

    /// The line that is being read, counted from 1.
    pub(crate) fn line(&mut self) -> u64 {
        if let Some(new) = self.window.as_bytes().get(self.counted..self.at) {
            self.line += memchr_iter(b'\n', new).count() as u64;
            self.counted = self.at;
        }
        self.line
    }

    /// Decodes more: at least as much again as is waiting, so that a long token is not looked through too often.
    fn fill(&mut self) -> Result<(), Fault> {
        let keep = self.mark.unwrap_or(self.at).min(self.at);
        self.line();
        self.window.drain(..keep);
        self.origin = self.origin.map(|origin| origin + keep as u64);
        self.at -= keep;
        self.start -= keep;
        self.counted = self.at;
        self.mark = self.mark.map(|mark| mark - keep);
        if self.window.len() > self.limit {
            return Err(Fault::TooLarge);
        }
        let most = self.limit.saturating_add(CHUNK);
        let wanted = (self.window.len() + CHUNK.max(self.window.len())).min(most);
        while self.window.len() < wanted && !self.ended {
            self.decode_chunk().map_err(Fault::Io)?;
        }
        Ok(())
    }

    fn decode_chunk(&mut self) -> io::Result<()> {
        let mut is_last = false;
        if self.filled == 0 {
            self.bytes.resize(CHUNK, 0);
            self.filled = fill(&mut self.source, &mut self.bytes)?;
            is_last = self.filled == 0;
        }
        let first = self.window.len();
        let mut bytes = &self.bytes[..self.filled];
        loop {
            self.window.reserve(
                self.decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len()).max(16),
            );
            let (result, read, is_replaced) =
                self.decoder.decode_to_string(bytes, &mut self.window, is_last);
            bytes = &bytes[read..];
            if is_replaced {
                // What was found before is where it was found; for what follows, nobody knows.
                self.origin = None;
            }
            if result == CoderResult::InputEmpty {
                break;
            }
        }
        self.count_replaced(first);
        self.filled = 0;
        self.ended = is_last;
        Ok(())
    }

    /// Only where U+FFFD is met is it worth looking at all.
    fn count_replaced(&mut self, from: usize) {
        const MARK: &[u8] = "\u{fffd}".as_bytes();
        let new = &self.window.as_bytes()[from..];
        self.decoded.replaced += memchr::memmem::find_iter(new, MARK).count() as u64;
    }
}

/// Fills a buffer as far as the source goes. Returns how much it holds.
fn fill(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match source.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// The labels that say something else than what was found: the one told from outside, and that of the XML declaration,
/// which is read in the text because its bytes may be of any width.
fn unused(outside: Option<&str>, decoded: &Decoded) -> Vec<(String, Verdict)> {
    let labels = outside.map(str::to_owned).into_iter().chain(declared(decoded.text.as_bytes()));
    labels
        .filter_map(|label| {
            let verdict = verdict(&label, decoded)?;
            Some((label, verdict))
        })
        .collect()
}

/// The encoding that the XML declaration states.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(1024)];
    let start = memchr::memmem::find(head, b"<?xml")?;
    let end = start + memchr::memmem::find(&head[start..], b"?>")?;
    let text = String::from_utf8_lossy(&head[start..end]);
    let value = text.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    Some(value[1..].split(quote).next()?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Yields a few bytes at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.0.len().min(buffer.len()).min(7);
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn texts(bytes: &[u8]) -> (Vec<String>, Decoded) {
        let mut stream = Stream::open(Slow(bytes), 1 << 20, None).unwrap();
        let mut texts = Vec::new();
        while let Some((token, _)) = stream.next("a").unwrap() {
            if let Token::Text(text) | Token::Data(text) = token {
                texts.push(text.to_owned());
            }
        }
        (texts, stream.decoded)
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let document = |encoding: &str| {
            format!("<?xml version='1.0' encoding='{encoding}'?><a>골목 끝에 우체통이 있었다</a>")
        };
        let korean = encoding_rs::EUC_KR.encode(&document("euc-kr")).0.into_owned();
        let wide: Vec<u8> = document("utf-16").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let widest: Vec<u8> = "\u{feff}"
            .chars()
            .chain(document("utf-32").chars())
            .flat_map(|it| u32::from(it).to_be_bytes())
            .collect();
        let marked = [b"\xef\xbb\xbf".as_slice(), document("utf-8").as_bytes()].concat();
        let lying = document("iso-8859-1").into_bytes();
        for (bytes, encoding) in [
            (document("utf-8").into_bytes(), "UTF-8"),
            (korean, "EUC-KR"),
            (wide, "UTF-16LE"),
            (widest, "UTF-32BE"),
            (marked, "UTF-8"),
            (lying, "UTF-8"),
        ] {
            let (texts, decoded) = texts(&bytes);
            assert_eq!(texts, ["골목 끝에 우체통이 있었다"], "{decoded:?}");
            assert_eq!((decoded.encoding, decoded.replaced), (encoding, 0));
        }
    }

    #[test]
    fn wrong_bytes_are_replaced_and_counted() {
        let text = "<a>골목 끝에 우체통이 있었다. 바람이 지나간 자리에 남은 것은 편지 한 장뿐이라고 생각했다";
        let (texts, decoded) = texts(&[text.as_bytes(), b"\xff</a>"].concat());
        assert!(texts[0].ends_with('\u{fffd}'));
        assert_eq!((decoded.encoding, decoded.replaced), ("UTF-8", 1));
    }

    #[test]
    fn what_is_marked_stays_and_lines_are_counted() {
        let item = format!("<item>\n{}</item>", "줄\n".repeat(50_000));
        let document = format!("<a>\n{item}\n{item}</a>");
        let mut stream = Stream::open(document.as_bytes(), 1 << 20, None).unwrap();
        let mut found = Vec::new();
        while let Some((token, _)) = stream.next("").unwrap() {
            match token {
                Token::Start(tag) if tag.name == "item" => stream.mark(),
                Token::End("item") => {
                    let text = stream.take().to_owned();
                    found.push((text == item, stream.line()));
                }
                _ => {}
            }
        }
        assert_eq!(found, [(true, 50_003), (true, 100_005)]);
    }

    #[test]
    fn a_token_larger_than_the_limit_is_refused() {
        let document = format!("<a><![CDATA[{}]]></a>", "x".repeat(1 << 20));
        let mut stream = Stream::open(document.as_bytes(), 1 << 16, None).unwrap();
        assert!(stream.next("").is_ok_and(|token| token.is_some()));
        assert!(matches!(stream.next("").map(|_| ()), Err(Fault::TooLarge)));
    }
}
