//! Names of people, as by-lines and `meta`s have them: what stands around them goes, several become several.

use chrono::FixedOffset;

use super::{by_line, dates, line_of};

/// What stands before a name.
const BEFORE: &[&str] = &[
    "written by ",
    "posted by ",
    "by. ",
    "by ",
    "author: ",
    "author : ",
    "글쓴이 : ",
    "글쓴이: ",
    "글쓴이 ",
    "작성자 : ",
    "작성자: ",
    "작성자 ",
    "글 ",
];

/// What is no name of a person.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "관리자",
    "운영자",
    "管理人",
    "管理者",
    "webmaster",
    "author",
    "by",
    "posted by",
    "home",
    "more",
    "홈",
    "더 보기",
    "더보기",
    "unknown",
    "anonymous",
    "guest",
    "user",
    "root",
    "editor",
    "글쓴이",
    "작성자",
    "profile",
];

/// Words of what somebody is, or of what somebody works for: none of them is in a name.
const JOBS: &[&str] = &[
    "editor",
    "writer",
    "reporter",
    "correspondent",
    "columnist",
    "contributor",
    "contributing",
    "journalist",
    "author",
    "blogger",
    "staff",
    "team",
    "founder",
    "co-founder",
    "ceo",
    "cto",
    "coo",
    "director",
    "manager",
    "engineer",
    "developer",
    "designer",
    "photographer",
    "professor",
    "lecturer",
    "researcher",
    "scientist",
    "consultant",
    "analyst",
    "producer",
    "president",
    "chief",
    "senior",
    "junior",
    "head",
    "lead",
    "phd",
    "ph.d.",
    "md",
    "m.d.",
    "esq.",
    "jr.",
    "jr",
    "sr.",
    "sr",
    "news",
    "times",
    "post",
    "journal",
    "magazine",
    "press",
    "media",
    "agency",
    "daily",
    "today",
    "inc",
    "inc.",
    "llc",
    "ltd",
    "ltd.",
    "university",
    "college",
    "institute",
    "company",
    "sons",
    "partners",
];

/// The same in Korean, where such words are the ends of others.
const JOBS_IN_KOREAN: &[&str] = &[
    "기자",
    "특파원",
    "작가",
    "에디터",
    "편집장",
    "편집자",
    "교수",
    "대표",
    "연구원",
    "개발자",
    "디자이너",
    "팀장",
    "위원",
    "선임",
    "칼럼니스트",
];

/// Small words within names.
const PARTICLES: &[&str] =
    &["de", "da", "di", "del", "der", "den", "van", "von", "la", "le", "el", "bin", "al", "y", "e"];

/// The longest name, in characters, and the most names of one line.
const LONGEST: usize = 80;
const MOST: usize = 16;

/// What a text says of who wrote something.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// The people.
    pub(super) names: Vec<String>,
    /// What stands in the place of a name and is none of a person: an address, a handle, the name of the site.
    pub(super) others: Vec<String>,
}

impl Said {
    /// Adds what a text says. One that is a name by its form is never split.
    pub(super) fn take(&mut self, text: &str, is_one: bool, site: Option<&str>, zone: FixedOffset) {
        let Some(bare) = bare(text, zone) else { return };
        let names = match is_one {
            true => vec![without_job(&bare)],
            false => split(&bare),
        };
        for name in names.into_iter().take(MOST) {
            match is_name(&name, site) {
                true if !self.names.contains(&name) => self.names.push(name),
                true => {}
                false if self.others.len() < MOST => self.others.push(name),
                false => {}
            }
        }
    }
}

/// A text without what stands before and after the names in it. None if nothing is left.
fn bare(text: &str, zone: FixedOffset) -> Option<String> {
    let mut bare = line_of(text)?;
    for before in BEFORE {
        if bare.get(..before.len()).is_some_and(|it| it.to_lowercase() == *before) {
            bare = bare[before.len()..].trim().to_owned();
            break;
        }
    }
    // What follows in the same line: a date, terms, a profession.
    let ends = [" · ", " | ", "｜", " • ", " ∙ ", " / "];
    if let Some(end) = ends.iter().filter_map(|it| bare.find(it)).min() {
        bare.truncate(end);
    }
    if let Some((name, _)) = dates::at_the_end(&bare, zone) {
        bare = by_line::bare(name).to_owned();
    }
    if let Some(end) = year_in(&bare) {
        bare.truncate(end);
    }
    line_of(bare)
}

/// The names in a text: several where all of them surely are names, and otherwise the one that the whole is.
fn split(text: &str) -> Vec<String> {
    if text.chars().count() > MOST * LONGEST {
        return vec![text.to_owned()];
    }
    let commas = [", and ", " and ", " & ", ", ", "; ", "、", " 및 "]
        .iter()
        .fold(text.to_owned(), |text, between| text.replace(between, ","));
    let commas = match commas.contains('·') && commas.split('·').all(is_hangul) {
        true => commas.replace('·', ","),
        false => commas,
    };
    let mut parts: Vec<&str> =
        commas.split(',').map(str::trim).filter(|it| !it.is_empty()).collect();
    // A profession is no name, and neither is what somebody works for.
    let jobs = parts.len();
    if parts.len() > 1 {
        let first = parts.remove(0);
        parts.retain(|part| !is_job(&without_job(part)));
        parts.insert(0, first);
    }
    let names: Vec<String> = parts.iter().map(|part| without_job(part)).collect();
    match names.iter().all(|name| is_surely_one(name)) {
        true if names.len() > 1 => names,
        // Only what follows was left out.
        _ if parts.len() == 1 && jobs > 1 => names,
        _ => vec![without_job(text)],
    }
}

/// A name without what its bearer does: `김서리 기자`.
fn without_job(name: &str) -> String {
    let reporters = [" 기자", " 특파원"];
    let bare = reporters.iter().find_map(|job| name.strip_suffix(job)).filter(|it| is_hangul(it));
    bare.unwrap_or(name).to_owned()
}

fn is_job(part: &str) -> bool {
    let lower = part.to_lowercase();
    lower.split_whitespace().any(|word| JOBS.contains(&word))
        || JOBS_IN_KOREAN.iter().any(|job| lower.ends_with(job))
}

/// Whether a part of a list is a name for sure: a Korean one, or a Western one with both its parts.
fn is_surely_one(part: &str) -> bool {
    let is_name = |word: &str| {
        PARTICLES.contains(&word)
            || word.chars().next().is_some_and(char::is_uppercase)
                && word.chars().all(|it| it.is_alphabetic() || matches!(it, '.' | '-' | '\'' | '’'))
    };
    let words: Vec<&str> = part.split_whitespace().collect();
    is_hangul(part)
        || (2..=4).contains(&words.len()) && words.iter().all(|it| is_name(it)) && !is_job(part)
}

/// Whether a text is as long as Korean names are, and nothing but syllables.
fn is_hangul(text: &str) -> bool {
    let text = text.trim();
    (2..=4).contains(&text.chars().count())
        && text.chars().all(|it| ('\u{ac00}'..='\u{d7a3}').contains(&it))
}

/// Whether something is the name of a person.
fn is_name(name: &str, site: Option<&str>) -> bool {
    let lower = name.to_lowercase();
    name.chars().count() <= LONGEST
        && name.chars().any(char::is_alphabetic)
        && !name.contains('@')
        && !lower.contains("://")
        && !lower.starts_with("www.")
        && !NOBODY.contains(&lower.as_str())
        && !by_line::has_numbers(name)
        && site.is_none_or(|site| site.to_lowercase() != lower)
}

/// Where a year begins in a line, with the space before it.
fn year_in(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    (0..bytes.len()).find(|&at| {
        let year = bytes.get(at + 1..at + 5);
        bytes[at] == b' '
            && year.is_some_and(|it| {
                (it.starts_with(b"19") || it.starts_with(b"20"))
                    && it.iter().all(u8::is_ascii_digit)
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Said {
        let mut said = Said::default();
        said.take(text, false, Some("느린 공책"), crate::date::korea());
        said
    }

    #[test]
    fn several_names_are_several_people() {
        for (text, names) in [
            ("By Ana Gray and Bo Hill", &["Ana Gray", "Bo Hill"][..]),
            (
                "Ana Gray, Bo van der Hill & Cy O'Neil",
                &["Ana Gray", "Bo van der Hill", "Cy O'Neil"],
            ),
            ("김서리, 이나래", &["김서리", "이나래"]),
            ("글 김서리·이나래", &["김서리", "이나래"]),
            ("김서리 기자, 이나래 기자", &["김서리", "이나래"]),
        ] {
            assert_eq!(said(text).names, names, "{text}");
        }
    }

    #[test]
    fn what_is_not_surely_several_people_is_one() {
        for one in ["Johnson & Johnson", "Salt and Light", "Gray, Ana", "고양이와 우주", "밤·낮"]
        {
            assert_eq!(said(one).names, [one]);
        }
    }

    #[test]
    fn professions_and_dates_are_no_part_of_a_name() {
        for (text, name) in [
            ("By Ana Gray, Senior Editor", "Ana Gray"),
            ("Ana Gray, Ph.D.", "Ana Gray"),
            ("Ana Gray | Slow Notes", "Ana Gray"),
            ("Ana Gray, The New York Journal", "Ana Gray"),
            ("Ana Gray Jan 5, 2019", "Ana Gray"),
            ("Posted by Ana Gray on 03/14/2015", "Ana Gray"),
            ("Ana Gray at 2015-03-14 10:30", "Ana Gray"),
            ("작성자 : 김서리 2022. 9. 30. 14:30", "김서리"),
            ("김서리, 여행작가", "김서리"),
            ("김서리 기자", "김서리"),
        ] {
            assert_eq!(said(text).names, [name], "{text}");
        }
    }

    #[test]
    fn what_is_no_person_is_kept_apart() {
        for other in [
            "@seori",
            "https://people.example/kim",
            "관리자",
            "느린 공책",
            "kim@mail.example",
            "by",
            "Home",
            "더 보기",
        ] {
            let said = said(other);
            assert_eq!((said.names.len(), said.others), (0, vec![other.to_owned()]));
        }
    }

    #[test]
    fn long_lists_end() {
        let many = vec!["Ana Gray"; 100_000].join(", ");
        assert!(said(&many).names.len() <= MOST);
        let many: Vec<String> = (0..30).map(|it| format!("Ana Gr{}", "a".repeat(it))).collect();
        assert_eq!(said(&many.join(", ")).names.len(), MOST);
    }
}
