//! YAML as [values](Value): bounded, no types of programs, no code.
//!
//! | Of YAML | Here |
//! |---|---|
//! | tags (`!!python/object`) | read over; the value stays what it is |
//! | anchors and aliases | resolved, as long as all of it stays within [`NODES`] values and [`BYTES`] bytes |
//! | `<<` | a name like any other, whose values count where nothing else says so |
//! | several documents | the first |

use granit_parser::{Event, Options, Parser, ScalarStyle};

use super::value::{Map, Value};

/// How deep lists and maps may be nested.
const DEEPEST: usize = 64;

/// How many values there may be, those that aliases repeat among them.
const NODES: usize = 10_000;

/// How many bytes all texts may have, those that aliases repeat among them.
const BYTES: usize = 8 << 20;

/// What a text in YAML says. Fails with the line and what is wrong there.
pub(crate) fn parse(text: &str) -> Result<Value, (u32, String)> {
    let mut options = Options::default();
    options.flow_nesting_limit = DEEPEST;
    options.block_nesting_limit = DEEPEST;
    options.emit_comments = false;
    let mut build = Build::default();
    let mut line = 1;
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| {
            let at = u32::try_from(error.marker().line()).unwrap_or(1);
            (at, error.info().to_string())
        })?;
        line = u32::try_from(span.start.line()).unwrap_or(line);
        if build.take(event).map_err(|what| (line, what.to_owned()))? {
            break;
        }
    }
    build.done.ok_or((line, "it holds no values".to_owned()))
}

/// A list or a map that is not complete.
enum Open {
    List(Vec<Value>),
    Map(Vec<(String, Value)>, Option<String>),
}

#[derive(Default)]
struct Build {
    open: Vec<(Open, usize)>,
    anchors: Vec<(usize, Value, Size)>,
    done: Option<Value>,
    size: Size,
}

/// How many values there are in a value, and how many bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    nodes: usize,
    bytes: usize,
}

impl Size {
    fn add(&mut self, other: Self) -> Result<(), &'static str> {
        self.nodes += other.nodes;
        self.bytes += other.bytes;
        match self.nodes > NODES || self.bytes > BYTES {
            true => Err("it holds more values than a page or a site has"),
            false => Ok(()),
        }
    }
}

impl Build {
    /// Takes an event. Returns whether the first document is complete.
    fn take(&mut self, event: Event<'_>) -> Result<bool, &'static str> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                self.size.add(Size { nodes: 1, bytes: text.len() })?;
                let is_plain = style == ScalarStyle::Plain;
                self.put(Value::Scalar { text: text.into_owned(), is_plain }, anchor)?;
            }
            Event::SequenceStart(_, anchor, _) => self.begin(Open::List(Vec::new()), anchor)?,
            Event::MappingStart(_, anchor, _) => self.begin(Open::Map(Vec::new(), None), anchor)?,
            Event::SequenceEnd | Event::MappingEnd => {
                let Some((open, anchor)) = self.open.pop() else { return Ok(false) };
                let value = match open {
                    Open::List(items) => Value::List(items),
                    Open::Map(fields, _) => Value::Map(merged(fields)),
                };
                self.put(value, anchor)?;
            }
            Event::Alias(anchor) => {
                let known = self.anchors.iter().rev().find(|(known, ..)| *known == anchor);
                let (_, value, size) = known.ok_or("an alias names what is not there")?;
                let (value, size) = (value.clone(), *size);
                self.size.add(size)?;
                self.put(value, 0)?;
            }
            Event::DocumentEnd => return Ok(self.done.is_some()),
            _ => {}
        }
        Ok(false)
    }

    fn begin(&mut self, open: Open, anchor: usize) -> Result<(), &'static str> {
        self.size.add(Size { nodes: 1, bytes: 0 })?;
        if self.open.len() >= DEEPEST {
            return Err("it is nested too deep");
        }
        self.open.push((open, anchor));
        Ok(())
    }

    fn put(&mut self, value: Value, anchor: usize) -> Result<(), &'static str> {
        if anchor != 0 {
            let size = size(&value);
            // What an anchor keeps is a copy.
            self.size.add(size)?;
            self.anchors.push((anchor, value.clone(), size));
        }
        match self.open.last_mut() {
            None => self.done = Some(value),
            Some((Open::List(items), _)) => items.push(value),
            Some((Open::Map(fields, name), _)) => match name.take() {
                Some(name) => fields.push((name, value)),
                None => *name = Some(named(&value)),
            },
        }
        Ok(())
    }
}

/// The name that a value is.
fn named(value: &Value) -> String {
    match value {
        Value::Scalar { text, .. } => text.clone(),
        other => other.to_json().to_string(),
    }
}

/// A value that came another way, within the same limits.
pub(super) fn bounded(value: Value) -> Result<Value, (u32, String)> {
    let mut all = Size::default();
    all.add(size(&value)).map_err(|what| (1, what.to_owned()))?;
    Ok(value)
}

fn size(value: &Value) -> Size {
    let mut all = Size { nodes: 1, bytes: 0 };
    let mut add =
        |size: Size| (all.nodes, all.bytes) = (all.nodes + size.nodes, all.bytes + size.bytes);
    match value {
        Value::Scalar { text, .. } => add(Size { nodes: 0, bytes: text.len() }),
        Value::List(items) => items.iter().for_each(|item| add(size(item))),
        Value::Map(map) => map.0.iter().for_each(|(name, value)| {
            add(Size { nodes: 0, bytes: name.len() });
            add(size(value));
        }),
    }
    all
}

/// With what `<<` brings in.
fn merged(fields: Vec<(String, Value)>) -> Map {
    let mut map = Map(fields);
    if map.0.iter().all(|(name, _)| name != "<<") {
        return map;
    }
    for value in map.take("<<") {
        for others in value.each() {
            if let Value::Map(others) = others {
                map.fill_from(others);
            }
        }
    }
    map
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn json(text: &str) -> serde_json::Value {
        parse(text).unwrap().to_json()
    }

    #[test]
    fn scalars_are_what_was_written() {
        let text = "a: 1.10\nb: no\nc: 2019-01-01\nd: 012\ne: '7'\nf: 7\ng: ~\nÜ: \"x\\ty\"\nh: |\n  a\n  b\n";
        assert_eq!(
            json(text),
            json!({"a": "1.10", "b": "no", "c": "2019-01-01", "d": "012", "e": "7", "f": 7, "g": null,
                   "Ü": "x\ty", "h": "a\nb\n"})
        );
    }

    #[test]
    fn aliases_are_resolved_and_merged() {
        assert_eq!(
            json("x: &x {a: 1, b: 2}\ny: *x\nz:\n  <<: *x\n  b: 3\n"),
            json!({"x": {"a": 1, "b": 2}, "y": {"a": 1, "b": 2}, "z": {"a": 1, "b": 3}})
        );
    }

    #[test]
    fn tags_make_nothing() {
        assert_eq!(
            json("a: !!python/object:os.system 'x'\nb: !local [1]"),
            json!({"a": "x", "b": [1]})
        );
    }

    #[test]
    fn bombs_and_what_is_deep_are_refused() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let last = format!("*a{}, ", level - 1).repeat(10);
            bomb.push_str(&format!("a{level}: &a{level} [{last}]\n"));
        }
        assert!(parse(&bomb).is_err());
        for deep in ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(100_000)] {
            assert!(parse(&deep).is_err());
        }
        let nested = (0..70).map(|level| " ".repeat(level) + "a:\n").collect::<String>();
        assert!(parse(&nested).is_err());
    }

    #[test]
    fn what_is_wrong_has_a_line() {
        let (line, _) = parse("a: 1\nb: [1\nc: 2\n").unwrap_err();
        assert!(line > 1, "{line}");
        assert!(parse("").is_err() && parse("# nothing\n").is_err());
    }
}
