//! Reads the tokens of a date one after the other; each says a part that no other said.

use super::{
    cursor::{Cursor, Form},
    forms::{self, CLOCKS, DATES},
    names::{self, Name},
    parts::{Offset, Parts},
    token::{Half, Token, Unit, tokens},
    zones,
};

/// The parts of a date in a [plain](super::plain) text.
pub(super) fn parts(text: &str) -> Option<Parts> {
    let tokens = tokens(text)?;
    let mut draft = Draft::new(Cursor::new(&tokens));
    while let Some(token) = draft.cursor.peek(0) {
        draft.take(token)?;
    }
    draft.finish()
}

struct Draft<'a> {
    cursor: Cursor<'a>,
    parts: Parts,
    half: Option<Half>,
    weekday: Option<()>,
    /// A month, or a weekday if another month is named.
    doubtful: Option<u32>,
    /// Whether the offset was in digits: a name of the same offset may follow, as Go writes it.
    in_digits: bool,
}

impl<'a> Draft<'a> {
    fn new(cursor: Cursor<'a>) -> Self {
        let parts = Parts::default();
        Self { cursor, parts, half: None, weekday: None, doubtful: None, in_digits: false }
    }

    /// Takes the next token, and those that belong to it. None when it has no place in a date.
    fn take(&mut self, token: Token<'a>) -> Option<()> {
        match token {
            Token::Number(digits) => return self.number(digits),
            Token::Word(word) => return self.word(word),
            Token::Mark(mark) => return self.mark(mark),
            Token::Unit(_) => return None,
            Token::Blank => {}
            Token::Half(half) => fill(&mut self.half, half)?,
            Token::Month(month) => fill(&mut self.parts.month, month)?,
            Token::Weekday => fill(&mut self.weekday, ())?,
        }
        self.cursor.advance();
        Some(())
    }

    fn number(&mut self, digits: &str) -> Option<()> {
        if self.is_dateless() && self.date() {
            return Some(());
        }
        if self.parts.clock.is_none()
            && let Some(clock) = self.cursor.first_of(&CLOCKS)
        {
            self.parts.clock = Some(clock);
            return Some(());
        }
        if let Some((number, unit)) = self.cursor.attempt(forms::counted) {
            return match unit {
                Unit::Year => fill(&mut self.parts.year, number),
                Unit::Month => fill(&mut self.parts.month, number),
                Unit::Day => fill(&mut self.parts.day, number),
                _ => None,
            };
        }
        self.cursor.advance();
        self.bare(digits)
    }

    fn is_dateless(&self) -> bool {
        (self.parts.year, self.parts.month, self.parts.day) == (None, None, None)
    }

    /// A whole date in digits.
    fn date(&mut self) -> bool {
        if let Some((year, month)) = self.cursor.attempt(forms::year_month) {
            (self.parts.year, self.parts.month) = (Some(year), Some(month));
            return true;
        }
        let Some((year, month, day)) = self.cursor.first_of(&DATES) else { return false };
        (self.parts.year, self.parts.month, self.parts.day) = (Some(year), Some(month), Some(day));
        true
    }

    /// A number without a word for it: four digits are a year, the first two a day, the next two a year of RFC 822.
    fn bare(&mut self, digits: &str) -> Option<()> {
        let number = digits.parse().ok()?;
        match digits.len() {
            4 => fill(&mut self.parts.year, number),
            1 | 2 if self.parts.day.is_none() => {
                if matches!(self.cursor.peek(0), Some(Token::Word(word)) if names::is_ordinal(word))
                {
                    self.cursor.advance();
                }
                fill(&mut self.parts.day, number)
            }
            2 => {
                fill(&mut self.parts.year, if number < 90 { 2000 + number } else { 1900 + number })
            }
            _ => None,
        }
    }

    fn word(&mut self, word: &str) -> Option<()> {
        if self.is_clock_coming(word) {
            self.cursor.advance();
            self.parts.clock = self.cursor.attempt(forms::compact_clock);
            return Some(());
        }
        if self.may_be_zoned(word)
            && let Some(offset) = self.cursor.first_of(&ZONES)
        {
            return self.offset(offset, InDigits::No);
        }
        let folded = names::fold(word);
        match names::name(&folded) {
            Some(Name::Month(month)) => fill(&mut self.parts.month, month)?,
            Some(Name::MonthOrWeekday(month)) => self.month_or_weekday(month)?,
            Some(Name::Weekday) => fill(&mut self.weekday, ())?,
            None if names::is_filler(&folded) => {}
            None if self.parts.clock.is_none() && names::is_filler_before_time(&folded) => {}
            None => self.foreign_weekday()?,
        }
        self.cursor.advance();
        Some(())
    }

    /// `mar` is decided at the end; in `mar, 15 mar 2022` one is the weekday, whichever.
    fn month_or_weekday(&mut self, month: u32) -> Option<()> {
        match self.doubtful.replace(month) {
            Some(other) if other == month => fill(&mut self.weekday, ()),
            Some(_) => None,
            None => Some(()),
        }
    }

    /// Whether it is the `T` between day and time.
    fn is_clock_coming(&self, word: &str) -> bool {
        let between = self.parts.day.is_some() && self.parts.clock.is_none();
        let number = matches!(self.cursor.peek(1), Some(Token::Number(_)));
        between && number && word.eq_ignore_ascii_case("T")
    }

    /// Zones stand after a time or, where there is none, end the text: `at` is also another word. The `T` that ends
    /// `2003-12-13T` is no zone, but what is left of a time.
    fn may_be_zoned(&self, word: &str) -> bool {
        let last = self.cursor.peek(1).is_none() && !zones::is_military(word);
        self.parts.clock.is_some() || (self.parts.day.is_some() && last)
    }

    /// A weekday says nothing that the date does not, in whatever language it stands first.
    fn foreign_weekday(&mut self) -> Option<()> {
        let first = self.is_dateless() && self.cursor.previous().is_none();
        let first = first && self.cursor.peek(1) == Some(Token::Mark(','));
        first.then(|| fill(&mut self.weekday, ()))?
    }

    fn offset(&mut self, offset: Offset, in_digits: InDigits) -> Option<()> {
        if self.in_digits && in_digits == InDigits::No && self.parts.offset == Some(offset) {
            self.in_digits = false;
            return Some(());
        }
        self.in_digits = in_digits == InDigits::Yes;
        fill(&mut self.parts.offset, offset)
    }

    fn mark(&mut self, mark: char) -> Option<()> {
        let may_be_offset = match mark {
            '+' => self.parts.clock.is_some() || self.parts.day.is_some(),
            '-' => self.parts.clock.is_some() && self.parts.offset.is_none(),
            _ => false,
        };
        if may_be_offset && let Some(offset) = self.cursor.attempt(forms::offset) {
            return self.offset(offset, InDigits::Yes);
        }
        self.is_separator(mark).then(|| self.cursor.advance())
    }

    /// Whether a mark stands between two parts, or is a point after one.
    fn is_separator(&self, mark: char) -> bool {
        let (Some(before), after) = (self.cursor.previous(), self.cursor.peek(1)) else {
            return false;
        };
        match mark {
            '.' => !matches!(before, Token::Blank | Token::Mark(_)) && !self.is_empty_fraction(),
            ',' => !matches!(before, Token::Mark(',' | '-' | '/')) && after.is_some(),
            // With a blank on both sides or on none: on one it would be a sign.
            '-' | '/' => {
                let alone = (before == Token::Blank) == (after == Some(Token::Blank));
                alone && !matches!(before, Token::Mark(_)) && after.is_some()
            }
            _ => false,
        }
    }

    /// Whether a point between a number and a word begins the fraction of a second that has none: `18:30:02.Z`.
    fn is_empty_fraction(&self) -> bool {
        let between = (self.cursor.previous(), self.cursor.peek(1));
        self.parts.clock.is_some()
            && matches!(between, (Some(Token::Number(_)), Some(Token::Word(_))))
    }

    fn finish(mut self) -> Option<Parts> {
        match (self.doubtful, self.parts.month) {
            (Some(_), Some(_)) => fill(&mut self.weekday, ())?,
            (doubtful, None) => self.parts.month = doubtful,
            (None, Some(_)) => {}
        }
        if let Some(half) = self.half {
            let clock = self.parts.clock.as_mut()?;
            clock.hour = half.hour(clock.hour)?;
        }
        Some(self.parts)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum InDigits {
    Yes,
    No,
}

/// Zones by name.
const ZONES: [Form<Offset>; 2] = [etc, named];

/// `Etc/GMT`, and `Etc/GMT-9`, nine hours *east*: POSIX counts the other way round.
fn etc(cursor: &mut Cursor<'_>) -> Option<Offset> {
    cursor.letter("Etc")?;
    cursor.mark('/')?;
    let Token::Word(name) = cursor.peek(0)? else { return None };
    cursor.advance();
    let zero =
        zones::is_greenwich(name) || ["Zulu", "UCT", "Universal", "Greenwich"].contains(&name);
    let west =
        cursor.attempt(|cursor| match (cursor.any_mark(&['+', '-'])?, cursor.number(1..=2)?) {
            ('+', hours @ 0..=12) => Some(i32::try_from(hours).ok()?),
            ('-', hours @ 0..=14) => Some(-i32::try_from(hours).ok()?),
            _ => None,
        });
    zero.then_some(Offset::Minutes(west.unwrap_or(0) * -60))
}

/// `EST`, `GMT`, `GMT+09:00`, `UTC -5`, and the letters of the army.
fn named(cursor: &mut Cursor<'_>) -> Option<Offset> {
    let Token::Word(name) = cursor.peek(0)? else { return None };
    cursor.advance();
    if zones::is_military(name) {
        return Some(Offset::Unknown);
    }
    let minutes = zones::zone(name)?;
    if !zones::is_greenwich(name) {
        return Some(Offset::Minutes(minutes));
    }
    let beside = cursor.attempt(|cursor| {
        cursor.eat(Token::Blank);
        forms::offset(cursor)
    });
    Some(match beside {
        Some(Offset::Minutes(minutes)) => Offset::Minutes(minutes),
        // Greenwich is stated, whatever the sign of the zero.
        Some(Offset::Unknown) | None => Offset::Minutes(0),
    })
}

/// Puts a part in its place. None when it was said before.
fn fill<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    slot.is_none().then(|| *slot = Some(value))
}
