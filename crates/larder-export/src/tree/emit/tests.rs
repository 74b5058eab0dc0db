use proptest::prelude::*;
use serde_json::Value as Json;

use super::*;
use crate::tree::value::{Map, Value};

/// Texts that some parser takes for something else, or stumbles over.
const TRAPS: &[&str] = &[
    "",
    "---",
    "+++",
    "...",
    "no",
    "NULL",
    "~",
    "1.10",
    "2019-01-01",
    "@x",
    "% x",
    "a: b",
    "a #b",
    "- x",
    "? x",
    "&x",
    "*x",
    "!x",
    "| x",
    "> x",
    "'x'",
    "\"x\"",
    "\\",
    "a\nb",
    "\r\n",
    "\t",
    " x ",
    "\u{0}",
    "\u{1b}",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{feff}",
    "\u{ffff}",
    "😀",
    "한글",
    "{{< x >}}",
    "{% x %}",
    "[x](y)",
    "${x}",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![proptest::sample::select(TRAPS).prop_map(str::to_owned), any::<String>()]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        text().prop_map(Value::Text),
        any::<i64>().prop_map(Value::Number),
        any::<bool>().prop_map(Value::Truth),
    ];
    leaf.prop_recursive(6, 40, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            proptest::collection::vec((text(), inner), 0..4)
                .prop_map(|fields| Value::Map(map(fields))),
        ]
    })
}

fn map(fields: Vec<(String, Value)>) -> Map {
    let mut map = Map::default();
    fields.into_iter().for_each(|(name, value)| map.set(name, value));
    map
}

fn as_json(value: &Value) -> Json {
    match value {
        Value::Text(text) | Value::Date(text) => text.as_str().into(),
        Value::Number(number) => (*number).into(),
        Value::Truth(truth) => (*truth).into(),
        Value::List(items) => items.iter().map(as_json).collect(),
        Value::Map(map) => {
            map.iter().map(|(name, value)| (name.to_owned(), as_json(value))).collect()
        }
    }
}

fn from_toml(value: ::toml::Value) -> Json {
    match value {
        ::toml::Value::String(text) => text.into(),
        ::toml::Value::Integer(number) => number.into(),
        ::toml::Value::Boolean(truth) => truth.into(),
        ::toml::Value::Datetime(date) => date.to_string().into(),
        ::toml::Value::Array(items) => items.into_iter().map(from_toml).collect(),
        ::toml::Value::Table(map) => {
            map.into_iter().map(|(name, value)| (name, from_toml(value))).collect()
        }
        ::toml::Value::Float(_) => panic!("nothing writes fractions"),
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_the_same(fields in proptest::collection::vec((text(), value()), 0..6)) {
        let map = map(fields);
        let expected = as_json(&Value::Map(map.clone()));
        prop_assert_eq!(&serde_json::from_str::<Json>(&json(&Value::Map(map.clone()))).unwrap(), &expected);
        let read: ::toml::Table = toml(&map).parse().unwrap();
        prop_assert_eq!(&from_toml(::toml::Value::Table(read)), &expected);
        let written = yaml(&map);
        let read: Json = if written.is_empty() { serde_json::json!({}) } else { yaml_read::read(&written) };
        prop_assert_eq!(&read, &expected, "{}", written);
    }
}

#[test]
fn nothing_in_a_value_begins_a_line() {
    let mut said = Map::default();
    said.set("title", "a\n---\n+++\n{{< x >}}");
    said.set_list("tags", ["no", "1.10"]);
    let mut inner = Map::default();
    inner.set("no", 1_u32);
    inner.set("a b", Value::Date("2019-03-04T10:20:30+09:00".into()));
    said.set_list("files", [inner.clone(), Map::default()]);
    said.set("params", inner);
    assert_eq!(
        yaml(&said),
        "title: \"a\\n---\\n+++\\n{{< x >}}\"\ntags: [\"no\", \"1.10\"]\nfiles:\n  - \"no\": 1\n    \"a b\": \
         2019-03-04T10:20:30+09:00\n  - {}\nparams:\n  \"no\": 1\n  \"a b\": 2019-03-04T10:20:30+09:00\n"
    );
    assert_eq!(
        toml(&said),
        "title = \"a\\n---\\n+++\\n{{< x >}}\"\ntags = [\"no\", \"1.10\"]\nfiles = [{ \"no\" = 1, \"a b\" = \
         2019-03-04T10:20:30+09:00 }, {}]\n\n[params]\n\"no\" = 1\n\"a b\" = 2019-03-04T10:20:30+09:00\n"
    );
}

/// YAML as a parser of events reads it, with what plain scalars mean.
mod yaml_read {
    use granit_parser::{Event, Parser, ScalarStyle};
    use serde_json::{Map, Value as Json};

    /// A map or a list that is not complete, and the name that waits for its value.
    type Open = (Option<Map<String, Json>>, Vec<Json>, Option<String>);

    pub(super) fn read(text: &str) -> Json {
        let mut open: Vec<Open> = vec![(None, Vec::new(), None)];
        for event in Parser::new_from_str(text) {
            let value = match event.expect("it is YAML").0 {
                Event::MappingStart(..) => {
                    open.push((Some(Map::new()), Vec::new(), None));
                    continue;
                }
                Event::SequenceStart(..) => {
                    open.push((None, Vec::new(), None));
                    continue;
                }
                Event::MappingEnd => {
                    open.pop().and_then(|(map, ..)| map).map(Json::Object).unwrap()
                }
                Event::SequenceEnd => Json::Array(open.pop().unwrap().1),
                Event::Scalar(text, ScalarStyle::DoubleQuoted, ..) => text.into(),
                Event::Scalar(text, ..) => plain(&text),
                _ => continue,
            };
            let (map, list, key) = open.last_mut().unwrap();
            match (map, key.take()) {
                (Some(map), Some(name)) => _ = map.insert(name, value),
                (Some(_), None) => *key = value.as_str().map(str::to_owned),
                (None, _) => list.push(value),
            }
        }
        open.remove(0).1.remove(0)
    }

    fn plain(text: &str) -> Json {
        serde_json::from_str(text).unwrap_or_else(|_| text.into())
    }
}
