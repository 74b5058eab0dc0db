//! Text as Markdown that means the text.

use super::{
    Spelling, Writer, html,
    inline::{Around, Place},
};
use crate::dialect::{Dialect, Template};

/// Bytes at which a look is needed: everything that acts in some dialect, and the first bytes of
/// white space that is not ASCII.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = b"\\`*_[]<>&~|$#{}:.@!^=%-+'\"\xc2\xe1\xe2\xe3";
    let mut index = 0;
    while index < bytes.len() {
        table[bytes[index] as usize] = true;
        index += 1;
    }
    table
};

impl Writer<'_> {
    /// Writes text. `around` says what stands beside it in the line.
    pub(super) fn escaped(&mut self, text: &str, around: &Around) {
        let mut written = 0;
        if around.is_line_start {
            written = self.line_start(text);
        }
        let bytes = text.as_bytes();
        let mut at = written;
        while let Some(found) = bytes[at..].iter().position(|byte| SPECIAL[usize::from(*byte)]) {
            at += found;
            let length = self.special(text, written, at, around);
            if length > 0 {
                written = at + length;
            }
            at += length.max(1);
        }
        self.text.push_str(&text[written..]);
    }

    /// Writes what stands before a special character and the character, if it must be escaped. Returns
    /// how many bytes it is long; 0 if it can stay.
    fn special(&mut self, text: &str, from: usize, at: usize, around: &Around) -> usize {
        let rest = &text[at..];
        if rest.as_bytes()[0] >= 0x80 {
            return self.white_space(text, from, at);
        }
        let seen = Seen { before: &text[..at], after: &rest[1..], around };
        let how = if self.spelling == Spelling::InlineHtml {
            Escape::Reference
        } else {
            seen.escape(rest.as_bytes()[0], self.dialect)
        };
        match how {
            Escape::No => return 0,
            Escape::Backslash => {
                self.text.push_str(&text[from..at]);
                self.text.push('\\');
                self.text.push_str(&rest[..1]);
            }
            Escape::Reference => {
                self.text.push_str(&text[from..at]);
                self.push_reference(rest);
            }
        }
        1
    }

    /// White space that renderers trim or people do not see.
    fn white_space(&mut self, text: &str, from: usize, at: usize) -> usize {
        let Some(character) = text[at..].chars().next().filter(|it| it.is_whitespace()) else {
            return 0;
        };
        let length = character.len_utf8();
        let is_edge = at == 0 || at + length == text.len();
        let is_line_end = matches!(character, '\u{2028}' | '\u{2029}' | '\u{85}');
        if character != '\u{a0}' && !is_edge && !is_line_end {
            return 0;
        }
        self.text.push_str(&text[from..at]);
        if character == '\u{a0}' {
            self.text.push_str("&nbsp;");
        } else {
            self.text.push_str(&format!("&#x{:x};", u32::from(character)));
        }
        length
    }

    /// Escapes what would begin a block at the beginning of a line. Returns how much of the text is written.
    fn line_start(&mut self, text: &str) -> usize {
        let bytes = text.as_bytes();
        let Some(first) = bytes.first() else { return 0 };
        let next = bytes.get(1).copied();
        let acts = match first {
            b'#' | b'>' => true,
            b'-' | b'+' | b'=' => {
                matches!(next, None | Some(b' ' | b'\t' | b'-' | b'+' | b'=' | b'|' | b':'))
            }
            b':' => self.dialect.definition_lists,
            b'^' => self.dialect.lists_merge,
            b'|' => true,
            b'~' => next == Some(b'~'),
            b'0'..=b'9' => return self.number_start(text),
            _ => false,
        };
        if !acts {
            return 0;
        }
        if self.spelling == Spelling::InlineHtml || *first == b'^' {
            self.push_reference(text);
        } else {
            self.text.push('\\');
            self.text.push_str(&text[..1]);
        }
        1
    }

    /// `1.` and `1)` begin a list.
    fn number_start(&mut self, text: &str) -> usize {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let bytes = text.as_bytes();
        let ends = matches!(bytes.get(digits + 1), None | Some(b' ' | b'\t'));
        if digits > 9 || !matches!(bytes.get(digits), Some(b'.' | b')')) || !ends {
            return 0;
        }
        self.text.push_str(&text[..digits]);
        if self.spelling == Spelling::InlineHtml {
            self.push_reference(&text[digits..]);
        } else {
            self.text.push('\\');
            self.text.push_str(&text[digits..=digits]);
        }
        digits + 1
    }

    fn push_reference(&mut self, text: &str) {
        if let Some(character) = text.chars().next() {
            match character {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                _ => self.text.push_str(&format!("&#{};", u32::from(character))),
            }
        }
    }
}

/// How a character is escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Escape {
    No,
    Backslash,
    Reference,
}

/// A character's neighbours in its piece of text.
struct Seen<'t> {
    before: &'t str,
    after: &'t str,
    around: &'t Around,
}

impl Seen<'_> {
    fn next(&self) -> Option<char> {
        self.after.chars().next()
    }

    fn previous(&self) -> Option<char> {
        self.before.chars().next_back()
    }

    /// Whether what follows is such a character, or what another element writes.
    fn is_next(&self, is: impl Fn(char) -> bool) -> bool {
        self.next().map_or(!self.around.is_last, is)
    }

    /// Whether it stands between spaces, or between letters and digits.
    fn is_between(&self, is: fn(char) -> bool) -> bool {
        self.previous().is_some_and(is) && self.next().is_some_and(is)
    }

    fn escape(&self, byte: u8, dialect: &Dialect) -> Escape {
        let next = self.next();
        let acts = match byte {
            b'\\' => self.is_next(|next| next.is_ascii_punctuation()),
            // kramdown looks for the ends of cells before it looks for backslashes.
            b'`' if dialect.loose_tables => return Escape::Reference,
            b'`' => true,
            b'*' => !self.is_between(|it| it == ' '),
            b'_' => !self.is_between(char::is_alphanumeric),
            b'[' => {
                let begins_callout = dialect.notes_syntax && next == Some('!');
                self.around.is_in_link
                    || self.is_box()
                    || begins_callout
                    || matches!(next, Some('^' | '['))
            }
            b']' => self.around.is_in_link || self.is_next(|next| "([:{".contains(next)),
            b'!' => self.is_next(|next| next == '['),
            b'<' if self.is_next(|next| next.is_ascii_alphabetic() || "/!?<".contains(next)) => {
                return Escape::Reference;
            }
            b'&' => return self.ampersand(),
            b'~' => self.tilde(dialect),
            b'|' => self.around.place == Place::Cell || dialect.loose_tables,
            b'$' => self.dollar(dialect),
            b'#' => self.number_sign(dialect),
            b'{' => return self.brace(dialect),
            b'}' if dialect.template == Template::Nunjucks && html::ends_comment(self.before) => {
                return Escape::Reference;
            }
            b':' => dialect.autolinks && self.after.starts_with("//"),
            b'.' => self.dot(dialect),
            b'@' => dialect.autolinks && self.is_between(char::is_alphanumeric),
            b'=' => dialect.notes_syntax && (next == Some('=') || self.before.ends_with('=')),
            b'%' => dialect.notes_syntax && (next == Some('%') || self.before.ends_with('%')),
            b'^' if self.around.is_in_link && self.before.is_empty() => return Escape::Reference,
            b'^' => dialect.notes_syntax && self.previous().is_none_or(|it| it == ' '),
            b'-' => dialect.smart_punctuation && next == Some('-'),
            b'\'' | b'"' => dialect.smart_punctuation,
            _ => false,
        };
        if acts { Escape::Backslash } else { Escape::No }
    }

    /// `[ ]` or `[x]`: goldmark makes check boxes of them wherever they are in an item.
    fn is_box(&self) -> bool {
        [" ]", "x]", "X]"].iter().any(|rest| self.after.starts_with(rest))
    }

    /// A backslash would not do for all: kramdown shows it.
    fn ampersand(&self) -> Escape {
        let begins = |next: char| next.is_ascii_alphabetic() || next == '#';
        let ends = self.after.bytes().take(40).position(|byte| byte == b';');
        let is_reference = match self.next() {
            None => !self.around.is_last,
            Some(next) => begins(next) && (ends.is_some() || self.after.len() < 40),
        };
        if is_reference { Escape::Reference } else { Escape::No }
    }

    fn tilde(&self, dialect: &Dialect) -> bool {
        dialect.strikethrough && self.around.tildes > 1 && !self.is_between(|it| it == ' ')
    }

    fn dollar(&self, dialect: &Dialect) -> bool {
        let is_double = self.after.starts_with('$') || self.before.ends_with('$');
        self.around.dollars > 1 && (dialect.dollar_math || dialect.double_dollar_math && is_double)
    }

    fn number_sign(&self, dialect: &Dialect) -> bool {
        let begins_tag = dialect.notes_syntax && self.previous().is_none_or(char::is_whitespace);
        let ends_heading =
            self.around.place == Place::Heading && matches!(self.next(), None | Some('#'));
        begins_tag || ends_heading
    }

    fn brace(&self, dialect: &Dialect) -> Escape {
        let next = self.next();
        if dialect.template != Template::None && matches!(next, None | Some('{' | '%' | '#')) {
            return Escape::Reference;
        }
        if dialect.heading_attributes && self.around.place == Place::Heading {
            // goldmark looks for braces before it looks for backslashes.
            return Escape::Reference;
        }
        let begins_list = dialect.attribute_lists && matches!(next, None | Some(':' | '#' | '.'));
        if begins_list { Escape::Backslash } else { Escape::No }
    }

    fn dot(&self, dialect: &Dialect) -> bool {
        let bytes = self.before.as_bytes();
        let begins_address = dialect.autolinks
            && bytes.last_chunk::<3>().is_some_and(|last| last.eq_ignore_ascii_case(b"www"));
        begins_address || dialect.smart_punctuation && self.after.starts_with('.')
    }
}
