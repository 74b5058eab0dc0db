//! The words, numbers and marks of a date.

/// One of them. What is smaller than a token was never two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// White space, of any length.
    Blank,
    /// ASCII digits, of any length.
    Number(&'a str),
    /// Letters; what they mean depends on where they stand.
    Word(&'a str),
    /// What the number before it counts, in Korean, Japanese and Chinese.
    Unit(Unit),
    /// Which half of the day the hour is in.
    Half(Half),
    /// A month of that number.
    Month(u32),
    /// A weekday, whichever.
    Weekday,
    /// Anything else in ASCII.
    Mark(char),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    Morning,
    Afternoon,
}

impl Half {
    /// 12 and 0 are both the hour that begins the half; more is no hour of a half.
    pub(super) fn hour(self, hour: u32) -> Option<u32> {
        let hour = (hour <= 12).then_some(hour % 12)?;
        Some(match self {
            Self::Morning => hour,
            Self::Afternoon => hour + 12,
        })
    }
}

/// Words of scripts that put no blanks between words. Whatever begins like another stands before it.
const EASTERN: &[(&str, Token<'static>)] = &[
    ("월요일", Token::Weekday),
    ("화요일", Token::Weekday),
    ("수요일", Token::Weekday),
    ("목요일", Token::Weekday),
    ("금요일", Token::Weekday),
    ("토요일", Token::Weekday),
    ("일요일", Token::Weekday),
    ("오전", Token::Half(Half::Morning)),
    ("오후", Token::Half(Half::Afternoon)),
    ("년", Token::Unit(Unit::Year)),
    ("월", Token::Unit(Unit::Month)),
    ("일", Token::Unit(Unit::Day)),
    ("시", Token::Unit(Unit::Hour)),
    ("분", Token::Unit(Unit::Minute)),
    ("초", Token::Unit(Unit::Second)),
    ("月曜日", Token::Weekday),
    ("火曜日", Token::Weekday),
    ("水曜日", Token::Weekday),
    ("木曜日", Token::Weekday),
    ("金曜日", Token::Weekday),
    ("土曜日", Token::Weekday),
    ("日曜日", Token::Weekday),
    ("星期一", Token::Weekday),
    ("星期二", Token::Weekday),
    ("星期三", Token::Weekday),
    ("星期四", Token::Weekday),
    ("星期五", Token::Weekday),
    ("星期六", Token::Weekday),
    ("星期日", Token::Weekday),
    ("星期天", Token::Weekday),
    ("周一", Token::Weekday),
    ("周二", Token::Weekday),
    ("周三", Token::Weekday),
    ("周四", Token::Weekday),
    ("周五", Token::Weekday),
    ("周六", Token::Weekday),
    ("周日", Token::Weekday),
    ("週一", Token::Weekday),
    ("週二", Token::Weekday),
    ("週三", Token::Weekday),
    ("週四", Token::Weekday),
    ("週五", Token::Weekday),
    ("週六", Token::Weekday),
    ("週日", Token::Weekday),
    ("午前", Token::Half(Half::Morning)),
    ("午後", Token::Half(Half::Afternoon)),
    ("上午", Token::Half(Half::Morning)),
    ("下午", Token::Half(Half::Afternoon)),
    ("十二月", Token::Month(12)),
    ("十一月", Token::Month(11)),
    ("十月", Token::Month(10)),
    ("九月", Token::Month(9)),
    ("八月", Token::Month(8)),
    ("七月", Token::Month(7)),
    ("六月", Token::Month(6)),
    ("五月", Token::Month(5)),
    ("四月", Token::Month(4)),
    ("三月", Token::Month(3)),
    ("二月", Token::Month(2)),
    ("一月", Token::Month(1)),
    ("年", Token::Unit(Unit::Year)),
    ("月", Token::Unit(Unit::Month)),
    ("日", Token::Unit(Unit::Day)),
    ("号", Token::Unit(Unit::Day)),
    ("時", Token::Unit(Unit::Hour)),
    ("时", Token::Unit(Unit::Hour)),
    ("点", Token::Unit(Unit::Hour)),
    ("點", Token::Unit(Unit::Hour)),
    ("分", Token::Unit(Unit::Minute)),
    ("秒", Token::Unit(Unit::Second)),
];

/// The halves of the day. `a.m.` would else be two words and two marks; the last point is one of its own.
const HALVES: &[(&str, Half)] = &[
    ("am", Half::Morning),
    ("a.m", Half::Morning),
    ("a. m", Half::Morning),
    ("π.μ", Half::Morning),
    ("πμ", Half::Morning),
    ("pm", Half::Afternoon),
    ("p.m", Half::Afternoon),
    ("p. m", Half::Afternoon),
    ("μ.μ", Half::Afternoon),
    ("μμ", Half::Afternoon),
];

/// The tokens of a [plain](super::plain) text. None when it has a character that stands in no date.
pub(super) fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::with_capacity(16);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            ' ' => (Token::Blank, run(rest, |it| it == ' ')),
            '0'..='9' => {
                let length = run(rest, |it| it.is_ascii_digit());
                (Token::Number(rest.get(..length)?), length)
            }
            '!'..='~' if first.is_ascii_punctuation() => (Token::Mark(first), 1),
            _ if is_eastern(first) => eastern(rest)?,
            _ if first.is_alphabetic() => word(rest)?,
            _ => return None,
        };
        tokens.push(token);
        rest = rest.get(length..)?;
    }
    Some(tokens)
}

fn eastern(text: &str) -> Option<(Token<'static>, usize)> {
    let (word, token) = EASTERN.iter().find(|(word, _)| text.starts_with(word))?;
    Some((*token, word.len()))
}

fn word(text: &str) -> Option<(Token<'_>, usize)> {
    if let Some((name, half)) = HALVES.iter().find(|(name, _)| is_whole_word(text, name)) {
        return Some((Token::Half(*half), name.len()));
    }
    let length = run(text, |it| it.is_alphabetic() && !is_eastern(it));
    Some((Token::Word(text.get(..length)?), length))
}

/// Whether `text` begins with `name`, in capitals or not, and the word ends there.
fn is_whole_word(text: &str, name: &str) -> bool {
    let Some((start, rest)) = text.split_at_checked(name.len()) else { return false };
    let same = start.chars().flat_map(char::to_lowercase).eq(name.chars());
    same && !rest.starts_with(char::is_alphabetic)
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|character| !belongs(character)).unwrap_or(text.len())
}

/// Kana, Han, Hangul.
fn is_eastern(character: char) -> bool {
    matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_eastern_word_hides_a_longer_one() {
        for (at, (word, _)) in EASTERN.iter().enumerate() {
            let hidden = EASTERN[at + 1..].iter().find(|(longer, _)| longer.starts_with(word));
            assert_eq!(hidden, None, "behind {word}");
        }
    }
}
