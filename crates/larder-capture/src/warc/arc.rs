//! The lines that records of ARC files begin with.
//!
//! Version 1: `URL IP-address Archive-date Content-type Archive-length`. Version 2 has `Result-code Checksum Location
//! Offset Filename` before the length. Addresses hold spaces in real files, so lines are taken apart from the right.

use std::ops::Range;

use super::date::Date;

/// What the parts of a line of version 1 are called.
const VERSION_1: [&str; 5] =
    ["URL", "IP-address", "Archive-date", "Content-type", "Archive-length"];

/// The same for version 2.
const VERSION_2: [&str; 10] = [
    "URL",
    "IP-address",
    "Archive-date",
    "Content-type",
    "Result-code",
    "Checksum",
    "Location",
    "Offset",
    "Filename",
    "Archive-length",
];

/// The parts of a line: what each is called, and where it is in the line.
pub(super) struct Line {
    pub(super) names: &'static [&'static str],
    pub(super) parts: Vec<Range<usize>>,
}

/// The longest line that is looked at.
const LONGEST: usize = 64 << 10;

/// Takes a line apart, which ends before its line end. `None` if it is no such line.
pub(super) fn parse(line: &[u8]) -> Option<Line> {
    if line.len() > LONGEST || !has_scheme(line) {
        return None;
    }
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let parts = split(line);
    // The form that is written is tried first: with the date third from the right, or eighth. A line without a content
    // type, or with spaces in it, has the date somewhere else.
    let count = parts.len();
    let by_form = [(5, 3, &VERSION_1[..]), (10, 8, &VERSION_2[..])];
    for (least, from_right, names) in by_form {
        if count >= least && is_date_at(line, &parts, count - from_right) {
            return Some(joined(&parts, count - from_right, names));
        }
    }
    let date = (2..count.saturating_sub(1)).rev().find(|at| is_date_at(line, &parts, *at))?;
    Some(joined(&parts, date, &VERSION_1))
}

/// Whether data begins with such a line.
pub(super) fn is_line(data: &[u8]) -> bool {
    let within = &data[..data.len().min(LONGEST)];
    has_scheme(within)
        && memchr::memchr(b'\n', within).is_some_and(|end| parse(&within[..end]).is_some())
}

/// `http:`, `filedesc:`, `dns:`: letters, digits and a few signs, then a colon.
pub(super) fn has_scheme(line: &[u8]) -> bool {
    let is_scheme = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
    let length = line.iter().take(32).take_while(|byte| is_scheme(byte)).count();
    length > 1 && line[0].is_ascii_alphabetic() && line.get(length) == Some(&b':')
}

/// Whether a line seems to lack its first letters: it begins with what ends a scheme that web archives have.
pub(super) fn is_cut(line: &[u8]) -> bool {
    const SCHEMES: [&[u8]; 6] = [b"https:", b"http:", b"ftp:", b"dns:", b"filedesc:", b"whois:"];
    let is_whole = SCHEMES.iter().any(|scheme| line.starts_with(scheme));
    let ends = |scheme: &&[u8]| (1..scheme.len() - 1).any(|cut| line.starts_with(&scheme[cut..]));
    !is_whole && SCHEMES.iter().any(ends)
}

fn split(line: &[u8]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for space in memchr::memchr_iter(b' ', line).chain([line.len()]) {
        parts.push(start..space);
        start = space + 1;
    }
    parts
}

fn is_date_at(line: &[u8], parts: &[Range<usize>], at: usize) -> bool {
    let part = |at: usize| &line[parts[at].clone()];
    let is_date = (8..=28).contains(&part(at).len()) && part(at).iter().all(u8::is_ascii_digit);
    is_date && at >= 2 && is_address(part(at - 1))
}

/// An address of the fourth or the sixth version of IP, or what stands for none.
fn is_address(part: &[u8]) -> bool {
    let is_number = |byte: &u8| byte.is_ascii_hexdigit() || b".:[]".contains(byte);
    matches!(part, b"0" | b"-" | b"")
        || part.iter().all(is_number) && part.iter().any(|byte| b".:".contains(byte))
}

/// Names the parts, with the date at this place: before it are the address and the URL, which may hold spaces; after it
/// what the names say, the content type with what is too much.
fn joined(parts: &[Range<usize>], date: usize, names: &'static [&'static str]) -> Line {
    let after = names.len() - 3;
    let last = parts.len();
    let mut named = vec![0..parts[date - 2].end, parts[date - 1].clone(), parts[date].clone()];
    let count = last - date - 1;
    let surplus = count.saturating_sub(after - 1);
    if count >= after {
        named.push(parts[date + 1].start..parts[date + surplus].end);
        named.extend(parts[date + surplus + 1..].iter().cloned());
    } else {
        // There is no content type.
        let end = parts[date].end;
        named.push(end..end);
        named.push(parts[last - 1].clone());
    }
    Line { names, parts: named }
}

/// The date of an ARC line, in WARC's or ARC's own form.
pub(super) fn date(stated: &str) -> Option<Date> {
    Date::parse_arc(stated)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> Option<Vec<(&'static str, &str)>> {
        let found = parse(line.as_bytes())?;
        assert_eq!(found.names.len(), found.parts.len());
        Some(found.names.iter().zip(found.parts).map(|(name, at)| (*name, &line[at])).collect())
    }

    #[test]
    fn lines_are_taken_apart_from_the_right() {
        let line = "http://a.example/x y z 93.184.216.119 20140216050221 text/html 1591";
        let expected = vec![
            ("URL", "http://a.example/x y z"),
            ("IP-address", "93.184.216.119"),
            ("Archive-date", "20140216050221"),
            ("Content-type", "text/html"),
            ("Archive-length", "1591"),
        ];
        assert_eq!(shown(line), Some(expected));
    }

    #[test]
    fn version_2_has_ten_parts() {
        let line = "http://a.example/ 1.2.3.4 19970417175710 text/html 200 fac069150613fe55 - 2343 a.arc 1591";
        let found = shown(line).unwrap();
        assert_eq!(found.len(), 10);
        assert_eq!(found[4], ("Result-code", "200"));
        assert_eq!(found[8], ("Filename", "a.arc"));
        assert_eq!(found[9], ("Archive-length", "1591"));
    }

    #[test]
    fn odd_parts_are_still_parts() {
        for (line, media_type, length) in [
            ("http://a.example/ 0 20140216050221 no-type 5", "no-type", "5"),
            ("http://a.example/ 1.2.3.4 20140216050221 5", "", "5"),
            ("http://a.example/ 1.2.3.4 20140216050221  5", "", "5"),
            ("http://a.example/ ::1 20140216050221 text/html -1", "text/html", "-1"),
            (
                "http://a.example/ ::1 20140216050221 text/html; charset=x abc",
                "text/html; charset=x",
                "abc",
            ),
            ("dns:a.example 1.2.3.4 20140216050221 text/dns 50\r", "text/dns", "50"),
            ("http://a.example/ 1.2.3.4 2014021605022112345678 text/html 5", "text/html", "5"),
        ] {
            let found = shown(line).expect(line);
            assert_eq!((found[3].1, found[4].1), (media_type, length), "{line}");
        }
    }

    #[test]
    fn other_lines_are_none() {
        for line in [
            "",
            "http:",
            "WARC/1.0",
            "HTTP/1.1 200 OK",
            "Content-Type: text/html",
            "see http://a.example/ 0 20140216050221 x 5",
            "http://a.example/ x 20140216050221 text/html 5",
            "http://a.example/ 1.2.3.4 2014 text/html 5",
            "a: 5",
        ] {
            assert!(parse(line.as_bytes()).is_none(), "{line}");
        }
    }
}
