//! The two forms that nearly all feeds use, read byte by byte. What differs in anything is left to the general way.

use super::parts::{Clock, Offset, Parts};

/// The parts of a date in one of the two forms, if it has one.
pub(super) fn parts(text: &[u8]) -> Option<Parts> {
    match text.first()? {
        b'0'..=b'9' if text.get(4) == Some(&b'-') => rfc3339(text),
        _ => rfc822(text),
    }
}

/// `2003-12-13T18:30:02.25+01:00`, with a blank for the `T`, lower case, and a comma before the fraction.
fn rfc3339(text: &[u8]) -> Option<Parts> {
    let (day, rest) = text.split_first_chunk::<10>()?;
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *day else { return None };
    let rest = rest.strip_prefix(b"T").or_else(|| rest.strip_prefix(b" "));
    let (clock, rest) = clock(rest.or_else(|| text.get(10..)?.strip_prefix(b"t"))?)?;
    Some(Parts {
        year: Some(two(y0, y1)? * 100 + two(y2, y3)?),
        month: Some(two(m0, m1)?),
        day: Some(two(d0, d1)?),
        clock: Some(clock),
        offset: Some(match *rest {
            [b'Z' | b'z'] => Offset::Minutes(0),
            [sign @ (b'+' | b'-'), h0, h1, b':', m0, m1] => offset(sign, [h0, h1, m0, m1])?,
            _ => return None,
        }),
    })
}

/// `18:30:02` and its fraction, and what follows.
fn clock(text: &[u8]) -> Option<(Clock, &[u8])> {
    let (clock, rest) = text.split_first_chunk::<8>()?;
    let [h0, h1, b':', m0, m1, b':', s0, s1] = *clock else { return None };
    let (billionth, rest) = match rest {
        [b'.' | b',', rest @ ..] => fraction(rest)?,
        _ => (0, rest),
    };
    let second = Some((two(s0, s1)?, billionth));
    Some((Clock { hour: two(h0, h1)?, minute: two(m0, m1)?, second }, rest))
}

/// The digits of a fraction as billionths, and what follows. What is smaller is cut off.
pub(super) fn fraction(text: &[u8]) -> Option<(u32, &[u8])> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at_checked(count).filter(|_| count > 0)?;
    let digits = digits.iter().map(|byte| u32::from(byte - b'0'));
    let billionths = digits.chain(std::iter::repeat(0)).take(9).fold(0, |sum, it| sum * 10 + it);
    Some((billionths, rest))
}

/// `Tue, 03 Jun 2003 09:39:21 +0200`, with or without the weekday, a day of one digit, `GMT` for the offset.
fn rfc822(text: &[u8]) -> Option<Parts> {
    let text = match text {
        [a, b, c, b',', b' ', rest @ ..] => is_weekday([*a, *b, *c]).then_some(rest)?,
        _ => text,
    };
    let (day, rest) = match text {
        [tens, ones, b' ', rest @ ..] => (two(*tens, *ones)?, rest),
        [ones, b' ', rest @ ..] => (two(b'0', *ones)?, rest),
        _ => return None,
    };
    let (date, rest) = rest.split_first_chunk::<9>()?;
    let [a, b, c, b' ', y0, y1, y2, y3, b' '] = *date else { return None };
    let (clock, rest) = clock(rest)?;
    Some(Parts {
        year: Some(two(y0, y1)? * 100 + two(y2, y3)?),
        month: Some(month([a, b, c])?),
        day: Some(day),
        clock: Some(clock),
        offset: Some(match *rest {
            [b' ', b'G', b'M', b'T'] => Offset::Minutes(0),
            [b' ', sign @ (b'+' | b'-'), h0, h1, m0, m1] => offset(sign, [h0, h1, m0, m1])?,
            _ => return None,
        }),
    })
}

fn is_weekday(name: [u8; 3]) -> bool {
    matches!(&name, b"Mon" | b"Tue" | b"Wed" | b"Thu" | b"Fri" | b"Sat" | b"Sun")
}

fn month(name: [u8; 3]) -> Option<u32> {
    Some(match &name {
        b"Jan" => 1,
        b"Feb" => 2,
        b"Mar" => 3,
        b"Apr" => 4,
        b"May" => 5,
        b"Jun" => 6,
        b"Jul" => 7,
        b"Aug" => 8,
        b"Sep" => 9,
        b"Oct" => 10,
        b"Nov" => 11,
        b"Dec" => 12,
        _ => return None,
    })
}

fn offset(sign: u8, [h0, h1, m0, m1]: [u8; 4]) -> Option<Offset> {
    let (hours, minutes) = (two(h0, h1)?, two(m0, m1)?);
    let possible = hours < 24 && minutes < 60;
    possible.then(|| Offset::signed(sign.into(), hours * 60 + minutes))?
}

fn two(tens: u8, ones: u8) -> Option<u32> {
    let digits = tens.is_ascii_digit() && ones.is_ascii_digit();
    digits.then(|| u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
}
