//! Magazine, book or serial: what header, foot and navigation say together.

use larder_core::{Claim, Confidence, Direction, Neighbour, Note, NoteKind, Scope, SeriesKind};

use super::{
    super::capture::{Capture, SeriesMention},
    lines::{after, after_space, chapter, is_space, is_white, number, plain},
};

/// The line of the head that names the series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) kind: SeriesKind,
    pub(super) title: String,
    pub(super) number: Option<u32>,
}

/// What a capture shows about the series, besides the neighbours.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    /// The header.
    pub(super) header: Option<Header>,
    /// Whether the book block stands in the foot.
    pub(super) in_book: bool,
    /// The title in the book block.
    pub(super) book_title: Option<String>,
    /// The weekday on which the serial appears.
    pub(super) weekday: Option<String>,
}

/// Reads `매거진 T` or `연재 중 T 03화`.
pub(super) fn header(line: &str) -> Option<Header> {
    magazine(line).or_else(|| serial(line))
}

/// Reads `매거진 T`.
pub(super) fn magazine(line: &str) -> Option<Header> {
    let title = after(line, "매거진").and_then(after_space).filter(|title| !is_white(title))?;
    Some(Header { kind: SeriesKind::Magazine, title: title.to_owned(), number: None })
}

fn serial(line: &str) -> Option<Header> {
    let text = after(line, "연재 중").and_then(after_space).filter(|text| !is_white(text))?;
    let (title, number) = match numbered(text) {
        Some((title, number)) => (title, Some(number)),
        None => (text, None),
    };
    Some(Header { kind: SeriesKind::Serial, title: title.to_owned(), number })
}

/// `보기 연재북 03화`
fn numbered(text: &str) -> Option<(&str, u32)> {
    let (start, _) = text.char_indices().rev().find(|(_, character)| is_space(*character))?;
    let (title, last) = text.split_at_checked(start)?;
    let (number, rest) = chapter(after_space(last)?)?;
    (rest == "화" && !title.is_empty()).then_some((title, number))
}

/// Reads `목요일 연재`.
pub(super) fn weekday(line: &str) -> Option<&str> {
    let (end, _) = line.char_indices().nth(1)?;
    let (day, rest) = line.split_at_checked(end)?;
    let known = "월화수목금토일".contains(day);
    (known && rest.chars().map(plain).eq("요일 연재".chars())).then_some(day)
}

/// Whether a whole line is a template variable that the server did not fill in: `$magazine.title`, `{{title}}`.
pub(super) fn is_placeholder(line: &str) -> bool {
    let dollar = |text: &str| {
        let open = text.strip_prefix('{').unwrap_or(text);
        let path = open.strip_suffix('}').unwrap_or(open);
        let begins = path.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
        let word = |part: &str| {
            !part.is_empty() && part.chars().all(|it| it.is_alphanumeric() || it == '_')
        };
        begins && path.contains('.') && path.split('.').all(word)
    };
    line.strip_prefix('$').is_some_and(dollar)
        || (line.len() >= 4 && line.starts_with("{{") && line.ends_with("}}"))
}

/// Takes over what the evidence and the neighbours say.
pub(super) fn take(capture: &mut Capture, evidence: Evidence) {
    if let Some(day) = &evidence.weekday {
        capture.extra.insert("weekday", day.as_str());
    }
    let Some(kind) = kind(&evidence, &capture.neighbours) else { return };
    let number = own_number(capture, &evidence);
    let title = title(capture, evidence);
    if title.is_none() {
        capture.note(NoteKind::SeriesTitleUnknown);
    }
    capture.series =
        Some(SeriesMention { kind, title, address: None, magazine_number: None, number });
}

/// Notes a placeholder at the line with this index.
pub(super) fn note_placeholder(capture: &mut Capture, line: usize, text: &str) {
    let kind = NoteKind::UnrenderedPlaceholder { text: text.to_owned() };
    capture.notes.push(Note::new(kind).at(number(line), None));
}

fn kind(evidence: &Evidence, neighbours: &[Neighbour]) -> Option<SeriesKind> {
    let near = |scope| neighbours.iter().any(|neighbour| neighbour.scope == scope);
    if let Some(header) = &evidence.header {
        Some(header.kind)
    } else if evidence.weekday.is_some() {
        Some(SeriesKind::Serial)
    } else if evidence.in_book || near(Scope::Book) {
        Some(SeriesKind::Book)
    } else {
        near(Scope::Magazine).then_some(SeriesKind::Magazine)
    }
}

fn title(capture: &mut Capture, evidence: Evidence) -> Option<String> {
    let stated = evidence.header.map(|header| header.title);
    let (Some(taken), Some(other)) = (&stated, &evidence.book_title) else {
        return stated.or(evidence.book_title);
    };
    if taken != other {
        disagree(capture, "series title", taken, other);
    }
    stated
}

/// A stated number is better than the previous chapter's + 1, which is better than the next one's − 1.
fn own_number(capture: &mut Capture, evidence: &Evidence) -> Option<Claim<u32>> {
    let stated = evidence.header.as_ref().and_then(|header| header.number).map(Claim::stated);
    let near = |direction| {
        let mut books = capture.neighbours.iter().filter(|it| it.scope == Scope::Book);
        books.find(|it| it.direction == direction)?.number
    };
    let inferred = |number, how| Claim::inferred(number, Confidence::High, how);
    let previous = near(Direction::Previous)
        .and_then(|number| number.checked_add(1))
        .map(|number| inferred(number, "previous chapter + 1"));
    let next = near(Direction::Next)
        .and_then(|number| number.checked_sub(1))
        .filter(|number| *number > 0)
        .map(|number| inferred(number, "next chapter - 1"));
    let mut claims = [stated, previous, next].into_iter().flatten();
    let taken = claims.next()?;
    if let Some(other) = claims.find(|claim| claim.value != taken.value) {
        disagree(capture, "chapter", &taken.value.to_string(), &other.value.to_string());
    }
    Some(taken)
}

fn disagree(capture: &mut Capture, field: &str, taken: &str, other: &str) {
    capture.note(NoteKind::SourcesDisagree {
        field: field.to_owned(),
        taken: taken.to_owned(),
        other: other.to_owned(),
    });
}

#[cfg(test)]
mod tests {
    use larder_core::MediaType;

    use super::{super::nav, *};
    use crate::readers::brunch::capture::Form;

    #[test]
    fn headers_name_a_magazine_or_a_serial_with_or_without_its_chapter() {
        let header = |line| header(line).map(|it| (it.kind, it.title, it.number));
        let serial = |title: &str, number| Some((SeriesKind::Serial, title.to_owned(), number));
        assert_eq!(header("연재 중 보기 연재북 03화"), serial("보기 연재북", Some(3)));
        assert_eq!(header("연재 중 보기 연재북"), serial("보기 연재북", None));
        assert_eq!(header("연재 중 03화"), serial("03화", None));
        assert_eq!(header("연재 중\u{a0}책 1234화"), serial("책 1234화", None));
        let magazine = Some((SeriesKind::Magazine, "보기 매거진".to_owned(), None));
        assert_eq!(header("매거진 보기 매거진"), magazine);
        assert_eq!(header("매거진"), None);
        assert_eq!(header("매거진의 이전글 국수"), None);
    }

    #[test]
    fn only_a_whole_line_of_a_template_is_a_placeholder() {
        for line in ["$magazine.title", "${magazine.title}", "$a.b.c", "{{title}}", "{{}}"] {
            assert!(is_placeholder(line), "{line}");
        }
        for line in [
            "$100",
            "$magazine",
            "$magazine.",
            "$1.50",
            "$magazine.title 외",
            "{{",
            "{{}",
            "책",
            "",
        ] {
            assert!(!is_placeholder(line), "{line}");
        }
    }

    #[test]
    fn a_weekday_is_one_of_seven() {
        assert_eq!(weekday("목요일 연재"), Some("목"));
        assert_eq!(weekday("일요일\u{a0}연재"), Some("일"));
        assert_eq!(weekday("휴요일 연재"), None);
        assert_eq!(weekday("목요일 연재 "), None);
    }

    /// Kind, title, number with the rule that gave it, and the codes of the notes.
    fn taken(evidence: Evidence, lines: &[&str]) -> String {
        let mut capture = Capture::new(Form::TextW, MediaType::PLAIN, String::new());
        capture.neighbours =
            lines.iter().map(|line| nav::parse(line).unwrap().neighbour()).collect();
        take(&mut capture, evidence);
        let series = capture.series.map(|it| {
            let number = it.number.map(|claim| (claim.value, claim.how.unwrap_or_default()));
            (it.kind, it.title, number)
        });
        let codes: Vec<_> = capture.notes.iter().map(|note| note.kind.code()).collect();
        format!("{series:?} {codes:?}")
    }

    #[test]
    fn the_chapter_is_stated_or_follows_from_a_neighbour() {
        let header = |number| Evidence {
            header: Some(Header { kind: SeriesKind::Serial, title: "책".to_owned(), number }),
            ..Evidence::default()
        };
        assert_eq!(
            taken(header(Some(3)), &["이전 02화 가", "다음 04화 나"]),
            r#"Some((Serial, Some("책"), Some((3, "")))) []"#
        );
        assert_eq!(
            taken(header(Some(3)), &["이전 07화 가"]),
            r#"Some((Serial, Some("책"), Some((3, "")))) ["sources-disagree"]"#
        );
        assert_eq!(
            taken(header(None), &["다음 04화 나", "이전 02화 가"]),
            r#"Some((Serial, Some("책"), Some((3, "previous chapter + 1")))) []"#
        );
        assert_eq!(
            taken(header(None), &["다음 04화 나"]),
            r#"Some((Serial, Some("책"), Some((3, "next chapter - 1")))) []"#
        );
        for line in ["다음 01화 나", "다음 00화 나"] {
            assert_eq!(taken(header(None), &[line]), r#"Some((Serial, Some("책"), None)) []"#);
        }
    }

    #[test]
    fn a_series_known_only_by_its_traces_has_no_title_and_says_so() {
        let unknown = |series: &str| format!(r#"Some({series}) ["series-title-unknown"]"#);
        let nothing = Evidence::default;
        assert_eq!(taken(nothing(), &["매거진의 이전글 가"]), unknown("(Magazine, None, None)"));
        let ninth = r#"(Book, None, Some((9, "previous chapter + 1")))"#;
        assert_eq!(taken(nothing(), &["이전 08화 가"]), unknown(ninth));
        let weekly = Evidence { weekday: Some("목".to_owned()), ..nothing() };
        assert_eq!(taken(weekly, &[]), unknown("(Serial, None, None)"));
        assert_eq!(taken(nothing(), &["작가의 이전글 가"]), "None []");
    }
}
