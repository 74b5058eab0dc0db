//! A place between the tokens of a date.

use std::ops::RangeInclusive;

use super::token::{Token, Unit};

/// Reads a group of tokens, if that is what comes next.
pub(super) type Form<T> = fn(&mut Cursor<'_>) -> Option<T>;

/// A place between tokens. A copy of it is the way back.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(tokens: &'a [Token<'a>]) -> Self {
        Self { tokens, at: 0 }
    }

    /// The token that many after the next one.
    pub(super) fn peek(&self, after: usize) -> Option<Token<'a>> {
        self.tokens.get(self.at + after).copied()
    }

    /// The next token that is no blank.
    pub(super) fn peek_over_blank(&self) -> Option<Token<'a>> {
        self.peek(0).filter(|token| *token != Token::Blank).or_else(|| self.peek(1))
    }

    /// The token before this place.
    pub(super) fn previous(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at.checked_sub(1)?).copied()
    }

    pub(super) fn is_done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(super) fn advance(&mut self) {
        self.at += 1;
    }

    /// Reads with `form`; stays here if that fails.
    pub(super) fn attempt<T>(&mut self, form: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut ahead = *self;
        let found = form(&mut ahead)?;
        *self = ahead;
        Some(found)
    }

    /// Reads with the first of `forms` that succeeds.
    pub(super) fn first_of<T>(&mut self, forms: &[Form<T>]) -> Option<T> {
        forms.iter().find_map(|form| self.attempt(form))
    }

    /// Takes `token` if it comes next.
    pub(super) fn eat(&mut self, token: Token<'_>) -> bool {
        let next = self.peek(0) == Some(token);
        self.at += usize::from(next);
        next
    }

    /// Takes `mark`, which must come next.
    pub(super) fn mark(&mut self, mark: char) -> Option<()> {
        self.eat(Token::Mark(mark)).then_some(())
    }

    /// Takes one of `marks`, which must come next.
    pub(super) fn any_mark(&mut self, marks: &[char]) -> Option<char> {
        let Token::Mark(mark) = self.peek(0)? else { return None };
        let mark = marks.contains(&mark).then_some(mark)?;
        self.advance();
        Some(mark)
    }

    /// Takes `letter`, in capitals or not, which must come next as a word of its own.
    pub(super) fn letter(&mut self, letter: &str) -> Option<()> {
        let Token::Word(word) = self.peek(0)? else { return None };
        let taken = word.eq_ignore_ascii_case(letter);
        self.at += usize::from(taken);
        taken.then_some(())
    }

    /// Takes `unit`, with or without a blank before it.
    pub(super) fn unit(&mut self, unit: Unit) -> Option<()> {
        self.eat(Token::Blank);
        self.eat(Token::Unit(unit)).then_some(())
    }

    /// Takes a number of so many digits, as they are.
    pub(super) fn digits(&mut self, lengths: RangeInclusive<usize>) -> Option<&'a str> {
        let Token::Number(digits) = self.peek(0)? else { return None };
        let digits = lengths.contains(&digits.len()).then_some(digits)?;
        self.advance();
        Some(digits)
    }

    /// Takes a number of so many digits.
    pub(super) fn number(&mut self, lengths: RangeInclusive<usize>) -> Option<u32> {
        self.digits(lengths)?.parse().ok()
    }
}
