//! Reads a short text from left to right.

use super::{Clock, DateError};

/// The longest text that is looked at, in bytes. No date is longer.
const LONGEST: usize = 256;

/// What is left of a text.
pub(super) struct Scan<'a>(&'a str);

impl<'a> Scan<'a> {
    /// Reads all of `text` with `parse`; white space around it does not matter.
    pub(super) fn whole<T>(
        text: &'a str,
        parse: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Result<T, DateError> {
        if text.len() > LONGEST {
            return Err(DateError::NoDate);
        }
        let mut scan = Self(text.trim_matches(is_blank));
        parse(&mut scan).filter(|_| scan.is_done()).ok_or(DateError::NoDate)
    }

    /// Whether nothing is left.
    pub(super) fn is_done(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes `word` if it comes next.
    pub(super) fn eat(&mut self, word: &str) -> bool {
        let rest = self.0.strip_prefix(word);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// Takes `word`, which must come next.
    pub(super) fn then(&mut self, word: &str) -> Option<&mut Self> {
        self.eat(word).then_some(self)
    }

    /// Takes white space.
    pub(super) fn blanks(&mut self) -> &mut Self {
        self.0 = self.0.trim_start_matches(is_blank);
        self
    }

    /// Takes a number of so many digits, all that there are up to `most`.
    pub(super) fn digits(&mut self, least: usize, most: usize) -> Option<u32> {
        let count = self.0.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at_checked(count).filter(|_| count >= least)?;
        self.0 = rest;
        digits.parse().ok()
    }

    /// Takes `22:22`, `22:22:02` or `22:22:02.5`.
    pub(super) fn clock(&mut self) -> Option<Clock> {
        let hour = self.digits(1, 2)?;
        let minute = self.then(":")?.digits(2, 2)?;
        if !self.eat(":") {
            return Some((hour, minute, None));
        }
        let second = self.digits(2, 2)?;
        let nanoseconds = if self.eat(".") { self.fraction()? } else { 0 };
        Some((hour, minute, Some((second, nanoseconds))))
    }

    /// Takes the digits of a fraction, as billionths. What is smaller is cut off.
    fn fraction(&mut self) -> Option<u32> {
        let count = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at_checked(count).filter(|_| count > 0)?;
        self.0 = rest;
        format!("{digits:0<9}").get(..9)?.parse().ok()
    }

    /// Takes `Z`, `+0900`, `+09:00` or `+09`, in seconds; `Some(None)` when nothing is left.
    pub(super) fn zone(&mut self) -> Option<Option<i64>> {
        if self.is_done() {
            return Some(None);
        }
        if self.eat("Z") || self.eat("z") {
            return Some(Some(0));
        }
        let sign = if self.eat("-") { -1 } else { self.then("+").map(|_| 1)? };
        let hours = i64::from(self.digits(2, 2)?);
        self.eat(":");
        let minutes = if self.is_done() { 0 } else { i64::from(self.digits(2, 2)?) };
        // +99:99 has the form and no place on earth.
        let possible = hours <= 18 && minutes < 60;
        Some(Some(if possible { sign * (hours * 3600 + minutes * 60) } else { i64::MAX }))
    }
}

/// White space that stands in dates: Rust's own notion would do, but says so nowhere.
fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n' | '\u{a0}' | '\u{3000}' | '\u{2009}' | '\u{202f}')
}
