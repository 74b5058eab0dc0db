//! JSON as a stream: only what is asked for is held, and how deep the rest nests does not matter.
//!
//! It is lenient where nothing can be misread: the kinds of brackets in what is skipped are not compared, and texts may
//! hold bytes that are no UTF-8 and halves of surrogate pairs, which some browsers write; they become U+FFFD.

use std::io::{self, BufRead, BufReader, Read};

/// Why a value could not be read to its end.
#[derive(Debug)]
pub(super) enum Stop {
    /// The input ended.
    End,
    /// Something else was expected.
    Syntax {
        expected: &'static str,
    },
    Io(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A value that holds no others.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scalar {
    Text(String),
    Number(f64),
    /// `true`, `false`, `null`, or a list or an object that was skipped.
    Other,
}

pub(super) struct Json<R> {
    input: BufReader<R>,
    offset: u64,
}

/// The longest text where a short one is meant: names, dates, addresses.
const SHORT: usize = 64 << 10;

impl<R: Read> Json<R> {
    pub(super) fn new(input: BufReader<R>) -> Self {
        Self { input, offset: 0 }
    }

    /// How many bytes were read.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The first byte of what comes next, which is not read. A byte order mark is white space.
    pub(super) fn peek(&mut self) -> Result<u8, Stop> {
        loop {
            let at_start = self.offset == 0;
            let available = fill(&mut self.input)?;
            if available.is_empty() {
                return Err(Stop::End);
            }
            let is_mark = |byte: &u8| at_start && matches!(byte, 0xef | 0xbb | 0xbf);
            let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n') || is_mark(byte);
            let blanks = available.iter().take_while(|byte| blank(byte)).count();
            let next = available.get(blanks).copied();
            self.consume(blanks);
            if let Some(next) = next {
                return Ok(next);
            }
        }
    }

    fn consume(&mut self, count: usize) {
        self.input.consume(count);
        self.offset += count as u64;
    }

    fn expect(&mut self, byte: u8, expected: &'static str) -> Result<(), Stop> {
        if self.peek()? != byte {
            return Err(Stop::Syntax { expected });
        }
        self.consume(1);
        Ok(())
    }

    /// Reads an object: `each` gets every key and must read its value. What is no object is skipped.
    pub(super) fn object<E: From<Stop>>(
        &mut self,
        mut each: impl FnMut(&mut Self, &str) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.peek()? != b'{' {
            return Ok(self.skip()?);
        }
        self.consume(1);
        let mut is_first = true;
        loop {
            match self.peek()? {
                b'}' => {
                    self.consume(1);
                    return Ok(());
                }
                b',' if !is_first => self.consume(1),
                _ if is_first => {}
                _ => return Err(Stop::Syntax { expected: "`,` or `}`" }.into()),
            }
            is_first = false;
            // A comma before the end is an error of the program that wrote it, and harmless.
            if self.peek()? == b'}' {
                continue;
            }
            let mut key = Vec::new();
            self.text_into(&mut key, SHORT)?;
            self.expect(b':', "`:`")?;
            each(self, &String::from_utf8_lossy(&key))?;
        }
    }

    /// Reads a list: `each` must read every value. What is no list is skipped.
    pub(super) fn array<E: From<Stop>>(
        &mut self,
        mut each: impl FnMut(&mut Self) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.peek()? != b'[' {
            return Ok(self.skip()?);
        }
        self.consume(1);
        let mut is_first = true;
        loop {
            match self.peek()? {
                b']' => {
                    self.consume(1);
                    return Ok(());
                }
                b',' if !is_first => self.consume(1),
                _ if is_first => {}
                _ => return Err(Stop::Syntax { expected: "`,` or `]`" }.into()),
            }
            is_first = false;
            if self.peek()? == b']' {
                continue;
            }
            each(self)?;
        }
    }

    /// A text of ordinary length; none if it is no text.
    pub(super) fn short_text(&mut self) -> Result<Option<String>, Stop> {
        Ok(match self.scalar()? {
            Scalar::Text(text) => Some(text),
            _ => None,
        })
    }

    pub(super) fn scalar(&mut self) -> Result<Scalar, Stop> {
        match self.peek()? {
            b'"' => {
                let mut text = Vec::new();
                self.text_into(&mut text, SHORT)?;
                Ok(Scalar::Text(String::from_utf8_lossy(&text).into_owned()))
            }
            b'-' | b'0'..=b'9' => Ok(self.number()?.map_or(Scalar::Other, Scalar::Number)),
            _ => {
                self.skip()?;
                Ok(Scalar::Other)
            }
        }
    }

    fn number(&mut self) -> Result<Option<f64>, Stop> {
        let mut digits = Vec::new();
        loop {
            let available = fill(&mut self.input)?;
            let is_part =
                |byte: &&u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
            let count = available.iter().take_while(is_part).count();
            let is_end = count < available.len() || available.is_empty();
            let room = 64_usize.saturating_sub(digits.len());
            digits.extend_from_slice(&available[..count.min(room)]);
            self.consume(count);
            if is_end {
                return Ok(std::str::from_utf8(&digits)
                    .ok()
                    .and_then(|digits| digits.parse().ok()));
            }
        }
    }

    /// Reads a text as UTF-8 into `text`, up to `most` bytes. Returns how many more there are. Where the input ends, what
    /// was there is in `text`.
    pub(super) fn text_into(&mut self, text: &mut Vec<u8>, most: usize) -> Result<u64, Stop> {
        self.expect(b'"', "`\"`")?;
        let mut over = 0;
        let mut high: Option<u32> = None;
        loop {
            let available = fill(&mut self.input)?;
            if available.is_empty() {
                return Err(Stop::End);
            }
            let plain = memchr::memchr2(b'"', b'\\', available).unwrap_or(available.len());
            if plain > 0 {
                unpaired(&mut high, text);
                let room = most.saturating_sub(text.len()).min(plain);
                text.extend_from_slice(&available[..room]);
                over += (plain - room) as u64;
                self.consume(plain);
                continue;
            }
            let is_end = available[0] == b'"';
            self.consume(1);
            if is_end {
                unpaired(&mut high, text);
                return Ok(over);
            }
            self.escape(&mut high, text)?;
            over += text.len().saturating_sub(most) as u64;
            text.truncate(most);
        }
    }

    /// What follows a backslash.
    fn escape(&mut self, high: &mut Option<u32>, text: &mut Vec<u8>) -> Result<(), Stop> {
        let byte = self.byte()?;
        if byte == b'u' {
            push_unit(self.unit()?, high, text);
            return Ok(());
        }
        unpaired(high, text);
        text.push(match byte {
            b'n' => b'\n',
            b't' => b'\t',
            b'r' => b'\r',
            b'b' => 8,
            b'f' => 12,
            other => other,
        });
        Ok(())
    }

    fn byte(&mut self) -> Result<u8, Stop> {
        let byte = *fill(&mut self.input)?.first().ok_or(Stop::End)?;
        self.consume(1);
        Ok(byte)
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Result<u32, Stop> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = char::from(self.byte()?).to_digit(16);
            unit = unit * 16 + digit.ok_or(Stop::Syntax { expected: "four hexadecimal digits" })?;
        }
        Ok(unit)
    }

    /// Skips a value, however deep it nests.
    pub(super) fn skip(&mut self) -> Result<(), Stop> {
        let mut depth = 0_u64;
        loop {
            match self.peek()? {
                b'"' => self.skip_text()?,
                b'{' | b'[' => {
                    depth += 1;
                    self.consume(1);
                }
                b'}' | b']' if depth > 0 => {
                    depth -= 1;
                    self.consume(1);
                }
                b',' | b':' if depth > 0 => self.consume(1),
                b't' | b'f' | b'n' | b'-' | b'0'..=b'9' | b'N' | b'I' => self.skip_word()?,
                _ => return Err(Stop::Syntax { expected: "a value" }),
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    fn skip_text(&mut self) -> Result<(), Stop> {
        self.consume(1);
        loop {
            let available = fill(&mut self.input)?;
            if available.is_empty() {
                return Err(Stop::End);
            }
            let Some(at) = memchr::memchr2(b'"', b'\\', available) else {
                let length = available.len();
                self.consume(length);
                continue;
            };
            let is_end = available[at] == b'"';
            self.consume(at + 1);
            if is_end {
                return Ok(());
            }
            self.byte()?;
        }
    }

    fn skip_word(&mut self) -> Result<(), Stop> {
        loop {
            let available = fill(&mut self.input)?;
            let is_part =
                |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
            let count = available.iter().take_while(is_part).count();
            let is_end = count < available.len() || available.is_empty();
            self.consume(count);
            if is_end {
                return Ok(());
            }
        }
    }

    /// Reads to the end of the input. Returns how many bytes there were, white space at the beginning not counted if asked.
    pub(super) fn count_rest(&mut self, without_blanks: bool) -> Result<u64, io::Error> {
        if without_blanks && let Err(Stop::Io(error)) = self.peek() {
            return Err(error);
        }
        let start = self.offset;
        loop {
            let count = fill(&mut self.input)?.len();
            if count == 0 {
                return Ok(self.offset - start);
            }
            self.consume(count);
        }
    }
}

fn fill<R: Read>(input: &mut BufReader<R>) -> io::Result<&[u8]> {
    // Not a loop over the borrow: an interrupted read is tried again before anything is returned.
    while let Err(error) = input.fill_buf() {
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
    Ok(input.buffer())
}

/// Half of a pair that nothing follows.
fn unpaired(high: &mut Option<u32>, text: &mut Vec<u8>) {
    if high.take().is_some() {
        push_character('\u{fffd}', text);
    }
}

fn push_unit(unit: u32, high: &mut Option<u32>, text: &mut Vec<u8>) {
    match (unit, high.take()) {
        (0xdc00..=0xdfff, Some(first)) => {
            let code = 0x10000 + ((first - 0xd800) << 10) + (unit - 0xdc00);
            push_character(char::from_u32(code).unwrap_or('\u{fffd}'), text);
        }
        (_, pending) => {
            if pending.is_some() {
                push_character('\u{fffd}', text);
            }
            match unit {
                0xd800..=0xdbff => *high = Some(unit),
                _ => push_character(char::from_u32(unit).unwrap_or('\u{fffd}'), text),
            }
        }
    }
}

fn push_character(character: char, text: &mut Vec<u8>) {
    text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}
