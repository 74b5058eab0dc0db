//! What each file of an export is, by its name and, where that says too little, by its beginning.

use std::collections::BTreeMap;

use larder_core::Rule;

use super::{COLUMNS, advice};
use crate::{Intake, ReadOptions, Source, decode, source, table};

/// The files of one export: all that lie in one folder, or in its folder `posts`.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Tables of posts.
    pub(super) tables: Vec<usize>,
    /// Bodies, by what their names say.
    pub(super) bodies: Vec<(Name, usize)>,
    /// The name of the publication, which its list of readers has in its own name.
    pub(super) publication: Option<String>,
}

/// What a body, or a row, is called: `123456789.my-title`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    /// The number of the post. The whole, where it has none.
    pub(super) number: String,
    pub(super) slug: String,
}

impl Name {
    pub(super) fn of(text: &str) -> Self {
        let (number, slug) = text.split_once('.').unwrap_or((text, ""));
        match is_number(number) {
            true => Self { number: number.to_owned(), slug: slug.to_owned() },
            false => Self { number: text.to_owned(), slug: String::new() },
        }
    }
}

/// All files of an input.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The exports, by the folder that each is in.
    pub(super) parts: BTreeMap<String, Part>,
    /// Lists of readers, with what is known of each.
    pub(super) lists: Vec<usize>,
    /// All else: a post may show it.
    pub(super) others: Vec<usize>,
}

impl Layout {
    /// Sorts the files of an input. What cannot be read is left out.
    pub(super) fn of(source: &dyn Source, options: &ReadOptions, intake: &mut Intake) -> Self {
        let mut layout = Self::default();
        for (place, entry) in source.entries().iter().enumerate() {
            let (folder, file) = split(&entry.name);
            let part = folder.strip_suffix("posts/").unwrap_or(folder);
            if let Some(stem) = body_name(file) {
                let part = layout.parts.entry(part.to_owned()).or_default();
                part.bodies.push((Name::of(stem), place));
                continue;
            }
            match kind(place, file, source, options) {
                Ok(Kind::Table) => {
                    layout.parts.entry(folder.to_owned()).or_default().tables.push(place);
                }
                Ok(Kind::List) => {
                    layout.lists.push(place);
                    if let Some(name) = publication(file) {
                        let part = layout.parts.entry(part.to_owned()).or_default();
                        part.publication.get_or_insert(name);
                    }
                }
                Ok(Kind::Other) => layout.others.push(place),
                Err((rule, found)) => intake.leave_out(intake.file(place), rule, found),
            }
        }
        layout.parts.retain(|_, part| !part.tables.is_empty() || !part.bodies.is_empty());
        layout
    }
}

enum Kind {
    Table,
    List,
    Other,
}

fn kind(
    place: usize,
    file: &str,
    source: &dyn Source,
    options: &ReadOptions,
) -> Result<Kind, (Rule, String)> {
    if is_sent(file) || publication(file).is_some() {
        return Ok(Kind::List);
    }
    let head = head(place, source, options)?;
    Ok(match () {
        () if table::has_columns(&head, &COLUMNS) => Kind::Table,
        () if advice::has_people(&head) => Kind::List,
        () => Kind::Other,
    })
}

/// The beginning of a file as text.
fn head(
    place: usize,
    source: &dyn Source,
    options: &ReadOptions,
) -> Result<String, (Rule, String)> {
    use std::io::Read;
    const HEAD: u64 = 16 << 10;
    let mut head = Vec::new();
    let stream = source::unpacked(source, place, &options.limits);
    stream
        .and_then(|stream| Ok(stream.take(HEAD).read_to_end(&mut head)?))
        .map_err(source::SourceError::into_rule)?;
    Ok(decode(&head, options.encoding.as_deref()).text)
}

/// Whether a name is that of the table of posts.
pub(super) fn is_table(name: &str) -> bool {
    split(name).1.eq_ignore_ascii_case("posts.csv")
}

/// Whether a name is that of a body: `posts/123456789.my-title.html`.
pub(super) fn is_body(name: &str) -> bool {
    body_name(split(name).1).is_some()
}

/// Whether a name is that of a body, and has both a number and a slug.
pub(super) fn is_body_with_slug(name: &str) -> bool {
    body_name(split(name).1).is_some_and(|stem| !Name::of(stem).slug.is_empty())
}

/// The name of a body without its end.
fn body_name(file: &str) -> Option<&str> {
    let stem = file.len().checked_sub(".html".len()).and_then(|end| file.split_at_checked(end));
    let (stem, _) = stem.filter(|(_, end)| end.eq_ignore_ascii_case(".html"))?;
    let number = stem.split('.').next().unwrap_or(stem);
    (is_number(number) && number.len() > 3).then_some(stem)
}

/// Whether a file says to whom a post was sent, and who opened it.
fn is_sent(file: &str) -> bool {
    has_end(file, ".delivers.csv") || has_end(file, ".opens.csv")
}

/// The publication in `email_list.publication.csv`.
fn publication(file: &str) -> Option<String> {
    let lower = file.to_ascii_lowercase();
    let name = lower.strip_prefix("email_list.")?.strip_suffix(".csv")?;
    Some(name.to_owned())
}

fn has_end(file: &str, end: &str) -> bool {
    let start = file.len().checked_sub(end.len());
    start.and_then(|start| file.get(start..)).is_some_and(|it| it.eq_ignore_ascii_case(end))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 20 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The folder of a name, with its `/`, and the file.
fn split(name: &str) -> (&str, &str) {
    name.split_at(name.rfind('/').map_or(0, |slash| slash + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_names() {
        assert!(is_table("a/posts.csv") && is_table("Posts.CSV") && !is_table("a/posts.csv.txt"));
        assert!(is_body("posts/123456789.my-title.html") && is_body("123456.html"));
        assert!(is_body_with_slug("posts/1234.a.html") && !is_body_with_slug("posts/1234.html"));
        for other in ["posts/2019.html.txt", "posts/12.x.html", "posts/my-title.html", "글.html"] {
            assert!(!is_body(other), "{other}");
        }
        assert!(is_sent("1.a.delivers.csv") && is_sent("1.a.opens.CSV") && !is_sent("opens.csv"));
        assert_eq!(publication("email_list.walks.csv").as_deref(), Some("walks"));
        assert_eq!(publication("email_list.csv"), None);
    }

    #[test]
    fn names_are_a_number_and_a_slug() {
        let name = |number: &str, slug: &str| Name { number: number.into(), slug: slug.into() };
        assert_eq!(Name::of("12.a.b"), name("12", "a.b"));
        assert_eq!(Name::of("12"), name("12", ""));
        assert_eq!(Name::of("x.y"), name("x.y", ""));
    }
}
