//! Files that a page offers besides its text, as Larder's own sites say them in front matter:
//! `enclosures: [{ url, type, length, title, seconds }]`, `attachments: [url]`. And which part of each of its series it is:
//! `series_numbers: [2, 0]`, where 0 says that nobody knows.

use larder_core::Enclosure;

use super::value::{Map, Value};

const NAME: &str = "enclosures";
const ATTACHMENTS: &str = "attachments";
const NUMBERS: &str = "series_numbers";

/// Where generators keep what they have no name for.
const INNER: &[&str] = &["params", "extra"];

/// What front matter offers.
#[derive(Debug, Default)]
pub(super) struct Offered {
    /// Files to play or to load.
    pub(super) enclosures: Vec<Enclosure>,
    /// Where files are that belong to the post, and that its text does not show.
    pub(super) attachments: Vec<String>,
    /// The numbers of the parts of its series, in their order. None for one that is not known.
    pub(super) series_numbers: Vec<Option<u32>>,
}

/// Takes the files out of front matter, and the numbers of so many series. A list in which anything else stands stays as it is: it is of another making.
pub(super) fn take(map: &mut Map, series: usize) -> Offered {
    let own = std::mem::take(map);
    let mut found = Offered::default();
    for (name, value) in own.0 {
        match value {
            Value::Map(mut inner) if INNER.iter().any(|known| name.eq_ignore_ascii_case(known)) => {
                inner.0 = without_list(inner.0, series, &mut found);
                if !inner.0.is_empty() {
                    map.0.push((name, Value::Map(inner)));
                }
            }
            value => map.0.extend(without_list(vec![(name, value)], series, &mut found)),
        }
    }
    found
}

/// Fields without the list of files, which is read.
fn without_list(
    fields: Vec<(String, Value)>,
    series: usize,
    found: &mut Offered,
) -> Vec<(String, Value)> {
    let mut kept = Vec::new();
    for (name, value) in fields {
        if let Some(enclosures) = list(&name, &value) {
            found.enclosures.extend(enclosures);
        } else if let Some(attachments) = addresses(&name, &value) {
            found.attachments.extend(attachments);
        } else if let Some(numbers) = numbers(&name, &value, series) {
            found.series_numbers = numbers;
        } else {
            kept.push((name, value));
        }
    }
    kept
}

fn addresses(name: &str, value: &Value) -> Option<Vec<String>> {
    let Value::List(items) = value else { return None };
    let is_list = name.eq_ignore_ascii_case(ATTACHMENTS) && !items.is_empty();
    let address =
        |item: &Value| item.text().filter(|it| it.contains(['.', '/'])).map(str::to_owned);
    is_list.then(|| items.iter().map(address).collect::<Option<_>>()).flatten()
}

fn numbers(name: &str, value: &Value, series: usize) -> Option<Vec<Option<u32>>> {
    let Value::List(items) = value else { return None };
    let is_list = name.eq_ignore_ascii_case(NUMBERS) && items.len() == series && series > 1;
    let number =
        |item: &Value| item.text()?.parse::<u32>().ok().map(|it| Some(it).filter(|it| *it > 0));
    is_list.then(|| items.iter().map(number).collect::<Option<_>>()).flatten()
}

fn list(name: &str, value: &Value) -> Option<Vec<Enclosure>> {
    let Value::List(items) = value else { return None };
    let is_list = name.eq_ignore_ascii_case(NAME) && !items.is_empty();
    is_list.then(|| items.iter().map(enclosure).collect::<Option<_>>()).flatten()
}

fn enclosure(value: &Value) -> Option<Enclosure> {
    let Value::Map(map) = value else { return None };
    let mut enclosure = Enclosure::new(map.text("url")?);
    for (name, value) in &map.0 {
        let text = value.text()?;
        match name.as_str() {
            "url" => {}
            "type" => enclosure.media_type = Some(text.to_owned()),
            "title" => enclosure.title = Some(text.to_owned()),
            "length" => enclosure.length = Some(text.parse().ok()?),
            "seconds" => enclosure.seconds = Some(text.parse().ok()?),
            _ => return None,
        }
    }
    Some(enclosure)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(fields: &[(&str, Value)]) -> Map {
        Map(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
    }

    #[test]
    fn only_a_list_of_nothing_else_is_taken() {
        let file = map(&[("url", Value::plain("/a.mp3")), ("length", Value::plain("5"))]);
        let list = Value::List(vec![Value::Map(file.clone())]);
        let mut front = map(&[
            ("title", Value::plain("x")),
            (
                "params",
                Value::Map(map(&[("enclosures", list.clone()), ("mood", Value::plain("calm"))])),
            ),
        ]);
        let found = take(&mut front, 2).enclosures;
        assert_eq!((found[0].url.as_str(), found[0].length), ("/a.mp3", Some(5)));
        assert_eq!(front.map("params").map(|it| it.0.len()), Some(1));

        let mut odd = file;
        odd.0.push(("mood".to_owned(), Value::plain("calm")));
        let mut front = map(&[("enclosures", Value::List(vec![Value::Map(odd)]))]);
        assert!(take(&mut front, 2).enclosures.is_empty());
        assert!(front.get("enclosures").is_some());

        let names = Value::List(vec![Value::plain("a.pdf"), Value::plain("b")]);
        let mut front = map(&[("attachments", names)]);
        assert!(take(&mut front, 2).attachments.is_empty());
        let names = Value::List(vec![Value::plain("a.pdf"), Value::plain("/b")]);
        let mut front = map(&[("attachments", names)]);
        assert_eq!(take(&mut front, 2).attachments, ["a.pdf", "/b"]);
        assert!(front.0.is_empty());
    }

    #[test]
    fn numbers_are_those_of_all_series_or_of_another_making() {
        let list = |numbers: &[&str]| {
            map(&[(
                "series_numbers",
                Value::List(numbers.iter().map(|it| Value::plain(*it)).collect()),
            )])
        };
        assert_eq!(take(&mut list(&["2", "0"]), 2).series_numbers, [Some(2), None]);
        for (other, series) in
            [(&["2", "0"][..], 3), (&["2"], 1), (&["a", "1"], 2), (&["-1", "1"], 2)]
        {
            let mut front = list(other);
            assert!(
                take(&mut front, series).series_numbers.is_empty()
                    && front.get("series_numbers").is_some()
            );
        }
    }
}
