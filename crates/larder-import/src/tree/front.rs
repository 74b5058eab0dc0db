//! Front matter: what stands in front of a text, between fences.
//!
//! | Fence | What is between | Who reads it |
//! |---|---|---|
//! | `---` … `---` or `...` | YAML | all |
//! | `+++` … `+++` | TOML | Hugo, Zola |
//! | `{` … `}` | JSON | Hugo |
//! | `;;;` … `;;;` | JSON without braces | Hexo |
//! | nothing … `---` | YAML | Hexo |
//!
//! A fence begins in the first line of a file, or there is none; Hugo, Zola and Astro read over blank lines before it. What has a beginning and no end, or cannot be read
//! between its fences, is broken: nobody knows whether it says that the text is a draft.

use super::{
    value::{Map, Value},
    yaml,
};

/// The longest front matter that is read, in bytes.
const LONGEST: usize = 1 << 20;

/// A text and what stands in front of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Front<'a> {
    /// What it says. Empty where it says nothing, and where there is none.
    pub(crate) map: Map,
    /// Whether there is any.
    pub(crate) is_there: bool,
    /// The text behind it; all of it where it is broken.
    pub(crate) body: &'a str,
    /// What is wrong with it, and in which line.
    pub(crate) broken: Option<(u32, String)>,
    /// Names that it has more than once.
    pub(crate) doubled: Vec<String>,
}

impl<'a> Front<'a> {
    /// Nothing, in front of all of a text.
    fn none(text: &'a str) -> Self {
        let (map, doubled) = (Map::default(), Vec::new());
        Self { map, is_there: false, body: text, broken: None, doubled }
    }

    fn broken(text: &'a str, line: u32, what: impl Into<String>) -> Self {
        Self { is_there: true, broken: Some((line, what.into())), ..Self::none(text) }
    }
}

/// Takes a text and its front matter apart. `is_hexo` says whether the fences of Hexo are among those that are known.
///
/// What looks like front matter and is none that is known here, other programs may read: it counts as broken, so that
/// nothing it says of privacy is lost.
pub(crate) fn split(text: &str, is_hexo: bool) -> Front<'_> {
    let front = parted(text, is_hexo);
    let rest = front.body;
    match () {
        () if front.broken.is_some() => front,
        () if !front.is_there && is_like_front(text) => Front::broken(text, 1, UNKNOWN),
        // The marks that end a document of YAML do not end front matter for all programs.
        () if front.is_there && ended_with_dots(text, rest) && is_head(rest) => {
            Front::broken(text, 1, UNKNOWN)
        }
        () if front.is_there && goes_on(rest) => Front::broken(text, 1, EARLY),
        () => front,
    }
}

/// What is said of front matter that other programs may read.
const UNKNOWN: &str = "it is written in a form that is not known";

/// What is said of front matter whose end stands before its end.
const EARLY: &str = "it ends before its end";

/// Whether a text begins with lines of names and values, one of which would hide it: a fence too many cut them off.
fn goes_on(text: &str) -> bool {
    let lines = text.lines().map(str::trim).skip_while(|line| line.is_empty());
    lines.take_while(|line| is_head(line)).take(MOST_LINES).any(|line| {
        let Ok(Value::Map(map)) = yaml(&line.replacen(['=', ':'], ": ", 1)) else { return false };
        super::status::surely_hides(&map)
    })
}

/// How many lines behind front matter are looked at.
const MOST_LINES: usize = 200;

/// Whether a text begins as front matter does, but for characters in front of it, a comment around it, line ends of old
/// systems, or the name of a language behind the fence.
fn is_like_front(text: &str) -> bool {
    let is_nothing = |it: char| {
        it.is_whitespace() || it.is_control() || matches!(it, '\u{feff}' | '\u{200b}'..='\u{200f}')
    };
    let text = text.trim_start_matches(is_nothing);
    let text = text.strip_prefix("<!--").map_or(text, |text| text.trim_start_matches(is_nothing));
    if text.starts_with("#+") {
        return true;
    }
    let fence = ["---", "+++", ";;;"].into_iter().find(|fence| text.starts_with(fence));
    let Some(rest) = fence.and_then(|fence| text.strip_prefix(fence)) else { return false };
    rest.find(['\n', '\r']).is_some_and(|end| is_head(&rest[end..]))
}

/// Whether the first line with anything in it is a name and a value.
fn is_head(text: &str) -> bool {
    let line = text.split(['\n', '\r']).map(str::trim).find(|line| !line.is_empty());
    let Some((name, _)) = line.and_then(|line| line.split_once([':', '='])) else { return false };
    let name = name.trim().trim_matches(['"', '\'']);
    let is_letter = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.' | '{');
    !name.is_empty() && name.chars().all(is_letter)
}

/// Whether dots stand between the front matter and the rest of a text.
fn ended_with_dots(text: &str, rest: &str) -> bool {
    let head = text.len().checked_sub(rest.len()).and_then(|end| text.get(..end));
    head.is_some_and(|head| head.lines().next_back().is_some_and(|line| line.trim_end() == "..."))
}

fn parted(text: &str, is_hexo: bool) -> Front<'_> {
    let first = text.lines().next().unwrap_or_default().trim_end();
    let is_long = is_hexo && first.len() > 3;
    match first {
        "+++" => fenced(text, |line| line == "+++", toml),
        "---" => fenced(text, |line| matches!(line, "---" | "..."), yaml),
        _ if is_long && is_all(first, '-') => fenced(text, |line| line == first, yaml),
        _ if is_hexo && is_all(first, ';') && first.len() >= 3 => {
            fenced(text, |line| line == first, |text| json(&["{", text, "}"].concat()))
        }
        _ if first.starts_with('{') && !first.starts_with("{{") && !first.starts_with("{%") => {
            braced(text)
        }
        _ if is_hexo => open(text).unwrap_or_else(|| Front::none(text)),
        _ => Front::none(text),
    }
}

/// Takes a text and its front matter apart, where white space may stand before it.
pub(crate) fn split_trimmed(text: &str) -> Front<'_> {
    let trimmed = text.trim_start_matches(|it: char| it.is_whitespace() || it == '\u{feff}');
    let mut front = split(trimmed, false);
    if !front.is_there {
        return Front::none(text);
    }
    let above = text[..text.len() - trimmed.len()].matches('\n').count();
    if let Some((line, _)) = &mut front.broken {
        *line = line.saturating_add(u32::try_from(above).unwrap_or(u32::MAX));
    }
    front
}

/// What is read between fences: values, or the line and what is wrong there.
type Read = Result<Value, (u32, String)>;

fn fenced<'a>(
    text: &'a str,
    is_end: impl Fn(&str) -> bool,
    read: impl Fn(&str) -> Read,
) -> Front<'a> {
    let begin = text.find('\n').map_or(text.len(), |at| at + 1);
    let mut at = begin;
    for line in text[begin..].split_inclusive('\n') {
        if is_end(line.trim_end()) {
            return read_between(text, &text[begin..at], &text[at + line.len()..], read);
        }
        at += line.len();
    }
    Front::broken(text, 1, "it has no end")
}

fn read_between<'a>(
    text: &'a str,
    head: &str,
    body: &'a str,
    read: impl Fn(&str) -> Read,
) -> Front<'a> {
    if head.len() > LONGEST {
        return Front::broken(text, 1, "it is longer than 1 MiB");
    }
    let is_nothing = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if head.lines().all(is_nothing) {
        return Front { is_there: true, body, ..Front::none(text) };
    }
    match read(head) {
        Ok(Value::Map(map)) => {
            let doubled = doubled(&map);
            Front { map, is_there: true, body, broken: None, doubled }
        }
        Ok(_) => Front::broken(text, 2, "it has no names"),
        Err((line, what)) => Front::broken(text, line.saturating_add(1), what),
    }
}

/// JSON that says itself where it ends.
fn braced(text: &str) -> Front<'_> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let value = values.next();
    let end = values.byte_offset();
    match value {
        Some(Ok(value)) if end <= LONGEST => {
            let rest = text[end..].trim_start_matches([' ', '\t', '\r']);
            if rest.starts_with([',', '}', ']', ':']) {
                return Front::broken(text, 1, EARLY);
            }
            let body = rest.strip_prefix('\n').unwrap_or(rest);
            read_between(text, &text[..end], body, |_| yaml::bounded(value.clone()))
        }
        Some(Err(error)) => {
            Front::broken(text, u32::try_from(error.line()).unwrap_or(1), error.to_string())
        }
        _ => Front::broken(text, 1, "it is longer than 1 MiB"),
    }
}

/// YAML that only has a fence at its end.
fn open(text: &str) -> Option<Front<'_>> {
    let mut at = 0;
    for line in text.split_inclusive('\n').take(200) {
        if line.trim_end().len() >= 3 && is_all(line.trim_end(), '-') {
            let Ok(Value::Map(map)) = yaml(&text[..at]) else { return None };
            let is_meant = map.get("title").is_some() || map.get("date").is_some();
            let doubled = doubled(&map);
            let body = &text[at + line.len()..];
            let front = Front { map, is_there: true, body, broken: None, doubled };
            return is_meant.then_some(front);
        }
        at += line.len();
    }
    None
}

/// What YAML says.
fn yaml(text: &str) -> Read {
    yaml::parse(text)
}

/// What TOML says.
pub(crate) fn toml(text: &str) -> Read {
    let value = toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        (u32::try_from(line).unwrap_or(1), error.message().to_owned())
    })?;
    yaml::bounded(value)
}

/// What JSON says.
pub(crate) fn json(text: &str) -> Read {
    let value = serde_json::from_str(text)
        .map_err(|error| (u32::try_from(error.line()).unwrap_or(1), error.to_string()))?;
    yaml::bounded(value)
}

fn doubled(map: &Map) -> Vec<String> {
    let mut names: Vec<&str> = map.0.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    let twice = names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].to_owned());
    let mut twice: Vec<String> = twice.collect();
    twice.dedup();
    twice
}

fn is_all(text: &str, character: char) -> bool {
    text.chars().all(|it| it == character)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(text: &str, map: serde_json::Value, body: &str) {
        let front = split(text, true);
        assert_eq!((front.map.to_json(), front.body), (map, body), "{text}");
        assert_eq!(front.broken, None, "{text}");
    }

    #[test]
    fn every_fence_is_known() {
        check("---\na: 1\n---\nx\n---\ny", json!({"a": 1}), "x\n---\ny");
        check("---\r\na: 1\r\n---\r\nx", json!({"a": 1}), "x");
        check("---\na: 1\n...\nx", json!({"a": 1}), "x");
        check("+++\na = 1\n+++\n\nx", json!({"a": 1}), "\nx");
        check("{\n\"a\": 1\n}\n\nx", json!({"a": 1}), "\nx");
        check("{\"a\": 1} x", json!({"a": 1}), "x");
        check(";;;\n\"a\": 1\n;;;\nx", json!({"a": 1}), "x");
        check("title: 1\n---\nx", json!({"title": 1}), "x");
        check("-----\na: 1\n---\n-----\nx", json!({"a": 1}), "x");
        check("---\n---\nx", json!({}), "x");
        check("---\n# nothing\n---", json!({}), "");
    }

    #[test]
    fn a_text_without_a_fence_is_a_text() {
        for text in ["", "x", "{{< x >}}", "{% if x %}", "a: 1\n---\nb"] {
            let front = split(text, true);
            assert_eq!((front.is_there, front.body, front.broken), (false, text, None), "{text}");
        }
    }

    #[test]
    fn white_space_may_stand_before_a_fence_for_some() {
        for (text, body) in [
            ("\n \r\n---\na: 1\n---\nx", "x"),
            ("\u{feff}\n+++\na = 1\n+++\nx", "x"),
            ("---\na: 1\n---\nx", "x"),
        ] {
            let front = split_trimmed(text);
            assert_eq!((front.map.text("a"), front.body), (Some("1"), body), "{text:?}");
        }
        assert_eq!(
            split_trimmed("\n\n---\na: [\n---\n").broken.map(|(line, _)| line > 3),
            Some(true)
        );
        assert_eq!(split_trimmed("\n\nx").body, "\n\nx");
    }

    #[test]
    fn what_other_programs_may_read_as_front_matter_is_broken_here() {
        let texts = [
            "\n---\ntitle: x\ndraft: true\n---\nbody",
            " ---\ndraft: true\n---\nbody",
            "<!--\n---\ndraft: true\n---\n-->\nbody",
            "---\rdraft: true\r---\rbody",
            "---toml\ndraft = true\n---\nbody",
            "\0---\ndraft: true\n---\n",
            "\u{200b}---\ndraft: true\n---\n",
            "#+title: x\n#+draft: true\n\nbody",
            "---\ntitle: x\n...\ndraft: true\n---\nbody",
            "{\"title\":\"T\",\"a\":{\"b\":1}},\"draft\":true}\nbody",
            "---\ntitle: x\n---\ndraft: true\n---\nbody",
            "---\n---\ntitle: x\npublished: false\n---\nbody",
            "+++\ntitle = 'x'\n+++\n\nstatus = 'private'\n+++\nbody",
        ];
        for text in texts {
            let front = split(text, false);
            assert!(front.broken.is_some() && front.body == text, "{text:?}");
        }
        for text in ["---\n\nA line above.", "body: a\n---\n", "----\n", "# a: b\n", "* a: b"] {
            assert!(split(text, false).broken.is_none() || text.starts_with("---\n"), "{text:?}");
        }
        assert!(split("---\ntitle: x\n...\n\nThe body.", false).broken.is_none());
        for body in
            ["Draft: the first one", "Published: 2019-01-02", "a: b\n\ndraft: true", "---\na: b"]
        {
            let text = ["---\ntitle: x\n---\n", body].concat();
            assert_eq!(split(&text, false).broken, None, "{text:?}");
        }
    }

    #[test]
    fn what_is_broken_is_all_text_and_has_a_line() {
        for (text, line) in [
            ("---\na: 1\n", 1),
            ("---\na: [\n---\nx", 0),
            ("---\njust a text\n---\nx", 2),
            ("+++\na = 1\na = 2\n+++\nx", 3),
            ("{\"a\": \n", 0),
            ("+++\ntitle = x\n+++\n", 2),
        ] {
            let front = split(text, false);
            let (at, _) = front.broken.unwrap();
            assert!(at == line || line == 0, "{text}: {at}");
            assert_eq!(front.body, text);
        }
    }

    #[test]
    fn names_that_are_there_twice_are_told() {
        assert_eq!(split("---\na: 1\nb: 2\na: 3\n---\n", false).doubled, ["a"]);
    }
}
