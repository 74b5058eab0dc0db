//! Groups of tokens that say one thing together: dates in digits, times, offsets.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{
    cursor::{Cursor, Form},
    parts::{Clock, Offset},
    quick,
    token::{Token, Unit},
};

/// Year, month, day.
type Day = (u32, u32, u32);

/// Whole dates in digits. They begin with the year: who begins with another part may mean a day or a month.
pub(super) const DATES: [Form<Day>; 6] =
    [year_month_day, dotted, compact, ordinal, compact_ordinal, week_day];

/// Times of day.
pub(super) const CLOCKS: [Form<Clock>; 4] = [colons, units, french, sharp];

/// `2003-12-13`, `2006/09/15`.
fn year_month_day(cursor: &mut Cursor<'_>) -> Option<Day> {
    let year = cursor.number(4..=4)?;
    let mark = cursor.any_mark(&['-', '/'])?;
    let month = cursor.number(1..=2)?;
    cursor.mark(mark)?;
    Some((year, month, cursor.number(1..=2)?))
}

/// `2022.10.15`, `2022. 10. 15.`.
fn dotted(cursor: &mut Cursor<'_>) -> Option<Day> {
    let year = cursor.number(4..=4)?;
    cursor.mark('.')?;
    cursor.eat(Token::Blank);
    let month = cursor.number(1..=2)?;
    cursor.mark('.')?;
    cursor.eat(Token::Blank);
    Some((year, month, cursor.number(1..=2)?))
}

/// `20031213`.
fn compact(cursor: &mut Cursor<'_>) -> Option<Day> {
    let digits = cursor.digits(8..=8)?;
    Some((part(digits, 0, 4)?, part(digits, 4, 6)?, part(digits, 6, 8)?))
}

/// `2003-347`: the day of the year.
fn ordinal(cursor: &mut Cursor<'_>) -> Option<Day> {
    let year = cursor.number(4..=4)?;
    cursor.mark('-')?;
    day_of_year(year, cursor.number(3..=3)?)
}

/// `2003347`.
fn compact_ordinal(cursor: &mut Cursor<'_>) -> Option<Day> {
    let digits = cursor.digits(7..=7)?;
    day_of_year(part(digits, 0, 4)?, part(digits, 4, 7)?)
}

/// `2003-W50-6`, `2003W506`: the day of the week of the year. A week alone says no day, and is no date.
fn week_day(cursor: &mut Cursor<'_>) -> Option<Day> {
    let year = i32::try_from(cursor.number(4..=4)?).ok()?;
    let marked = cursor.mark('-').is_some();
    cursor.letter("W")?;
    let (week, day) = if marked {
        let week = cursor.number(2..=2)?;
        cursor.mark('-')?;
        (week, cursor.number(1..=1)?)
    } else {
        let digits = cursor.digits(3..=3)?;
        (part(digits, 0, 2)?, part(digits, 2, 3)?)
    };
    let day = Weekday::try_from(u8::try_from(day.checked_sub(1)?).ok()?).ok()?;
    day_of(NaiveDate::from_isoywd_opt(year, week, day)?)
}

/// `2003-12`, and nothing else.
pub(super) fn year_month(cursor: &mut Cursor<'_>) -> Option<(u32, u32)> {
    let year = cursor.number(4..=4)?;
    cursor.mark('-')?;
    let month = cursor.number(2..=2)?;
    cursor.is_done().then_some((year, month))
}

/// `2004년`, `05 월`, `28日`.
pub(super) fn counted(cursor: &mut Cursor<'_>) -> Option<(u32, Unit)> {
    let digits = cursor.digits(1..=4)?;
    cursor.eat(Token::Blank);
    let Token::Unit(unit) = cursor.peek(0)? else { return None };
    cursor.advance();
    let fits = if unit == Unit::Year { digits.len() == 4 } else { digits.len() <= 2 };
    Some((digits.parse().ok().filter(|_| fits)?, unit))
}

/// `9:15`, `18:30:02`, `18:30:02.25`, `18:30:02,25`.
fn colons(cursor: &mut Cursor<'_>) -> Option<Clock> {
    let hour = cursor.number(1..=2)?;
    cursor.mark(':')?;
    let minute = cursor.number(1..=2)?;
    let second = cursor.attempt(|cursor| {
        cursor.mark(':')?;
        let second = cursor.number(1..=2)?;
        Some((second, cursor.attempt(fraction).unwrap_or(0)))
    });
    Some(Clock { hour, minute, second })
}

/// `.25`, in billionths.
fn fraction(cursor: &mut Cursor<'_>) -> Option<u32> {
    cursor.any_mark(&['.', ','])?;
    Some(quick::fraction(cursor.digits(1..=usize::MAX)?.as_bytes())?.0)
}

/// `14시 30분 5초`, `14時30分`, `14시`.
fn units(cursor: &mut Cursor<'_>) -> Option<Clock> {
    let mut part = |unit| {
        cursor.attempt(|cursor| {
            cursor.eat(Token::Blank);
            let number = cursor.number(1..=2)?;
            cursor.unit(unit)?;
            Some(number)
        })
    };
    let hour = part(Unit::Hour)?;
    let Some(minute) = part(Unit::Minute) else {
        return Some(Clock { hour, ..Clock::default() });
    };
    Some(Clock { hour, minute, second: part(Unit::Second).map(|second| (second, 0)) })
}

/// `14h30`, `14 h 30`, `14h`.
fn french(cursor: &mut Cursor<'_>) -> Option<Clock> {
    let hour = cursor.number(1..=2)?;
    cursor.eat(Token::Blank);
    cursor.letter("h")?;
    let minute = cursor.attempt(|cursor| {
        cursor.eat(Token::Blank);
        cursor.number(2..=2)
    });
    Some(Clock { hour, minute: minute.unwrap_or(0), second: None })
}

/// `3` before `pm`, which stays.
fn sharp(cursor: &mut Cursor<'_>) -> Option<Clock> {
    let hour = cursor.number(1..=2)?;
    matches!(cursor.peek_over_blank()?, Token::Half(_))
        .then_some(Clock { hour, ..Clock::default() })
}

/// `183002`, `1830`, `183002.25`: what follows `T` in ISO 8601 without marks.
pub(super) fn compact_clock(cursor: &mut Cursor<'_>) -> Option<Clock> {
    let digits = cursor.digits(4..=6)?;
    let (hour, minute) = (part(digits, 0, 2)?, part(digits, 2, 4)?);
    if digits.len() == 4 {
        return Some(Clock { hour, minute, second: None });
    }
    let second = part(digits, 4, 6)?;
    Some(Clock { hour, minute, second: Some((second, cursor.attempt(fraction).unwrap_or(0))) })
}

/// `+09:00`, `+0900`, `+09`, `+9`.
pub(super) fn offset(cursor: &mut Cursor<'_>) -> Option<Offset> {
    let sign = cursor.any_mark(&['+', '-'])?;
    let digits = cursor.digits(1..=4)?;
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse().ok()?, cursor.attempt(minutes).unwrap_or(0)),
        4 => (part(digits, 0, 2)?, part(digits, 2, 4)?),
        _ => return None,
    };
    let possible = hours < 24 && minutes < 60;
    possible.then(|| Offset::signed(sign, hours * 60 + minutes))?
}

fn minutes(cursor: &mut Cursor<'_>) -> Option<u32> {
    cursor.mark(':')?;
    cursor.number(2..=2)
}

fn part(digits: &str, from: usize, to: usize) -> Option<u32> {
    digits.get(from..to)?.parse().ok()
}

fn day_of_year(year: u32, day: u32) -> Option<Day> {
    day_of(NaiveDate::from_yo_opt(i32::try_from(year).ok()?, day)?)
}

fn day_of(date: NaiveDate) -> Option<Day> {
    Some((u32::try_from(date.year()).ok()?, date.month(), date.day()))
}
