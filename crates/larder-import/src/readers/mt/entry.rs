//! One entry, taken apart: its head, its sections, its comments. Nothing is decided here about what they mean.
//!
//! A line of five hyphens ends a section, if another section or nothing comes behind it; else it is a line of a text.

use std::collections::HashSet;

use super::{
    keys::{self, EIGHT, FIVE, Section},
    lines::{Line, lines_of},
};

/// An entry as it stands in the export.
#[derive(Debug, Default)]
pub(super) struct Entry<'a> {
    /// Its keys and values, in the order of the export.
    pub(super) head: Vec<(&'a str, &'a str)>,
    pub(super) body: Option<&'a str>,
    pub(super) extended: Option<&'a str>,
    pub(super) excerpt: Option<&'a str>,
    pub(super) keywords: Option<&'a str>,
    pub(super) comments: Vec<&'a str>,
    pub(super) pings: Vec<&'a str>,
    /// Fields of the blog's own, and sections that nobody knows.
    pub(super) others: Vec<(&'a str, &'a str)>,
    /// Lines of the head that are no keys and values.
    pub(super) loose: Vec<&'a str>,
    /// What is doubtful, with the line, counted from 0.
    pub(super) odd: Vec<(u64, Odd)>,
    /// Whether there is any section.
    pub(super) has_sections: bool,
    /// Whether a text seems to hold another entry or a comment, whose frame is damaged.
    pub(super) swallows: bool,
}

/// What is doubtful about the frame of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Odd {
    /// A line of five hyphens was taken for text.
    Five,
    /// A line of eight hyphens was taken for text.
    Eight,
    /// The entry ends without a line of five hyphens.
    Open,
    /// There are no sections.
    Headless,
    /// A section of a name that nobody knows.
    Unknown,
    /// A text without a name where the body should be.
    Nameless,
    /// Lines of the head that are no keys and values.
    Loose,
    /// A text seems to hold another entry, or a comment.
    Swallowed,
}

impl Odd {
    /// What was found, as it stands in notes.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Five => {
                "a line of five hyphens was kept as a line of the text, because no section follows it"
            }
            Self::Eight => {
                "a line of eight hyphens was kept as a line of the text, because no entry follows it"
            }
            Self::Open => "an entry ends without the line of five hyphens before its end",
            Self::Headless => "an entry has no sections; Movable Type would leave it out",
            Self::Unknown => "a section of an unknown name was kept beside the text",
            Self::Nameless => {
                "a text without a name stands where the body should be; it was taken for the body"
            }
            Self::Loose => {
                "lines between the keys of an entry were kept beside it; nobody knows what they say, so that it is not public"
            }
            Self::Swallowed => {
                "a text seems to hold another entry or a comment, whose frame is damaged; nothing of the entry is public"
            }
        }
    }
}

impl<'a> Entry<'a> {
    /// Takes an entry apart.
    pub(super) fn read(text: &'a str) -> Self {
        let mut reading = Reading {
            text,
            entry: Self::default(),
            section: None,
            start: 0,
            started: 0,
            nameless: None,
            seen: HashSet::new(),
            watch: Watch::default(),
        };
        reading.all();
        reading.entry
    }

    /// The value of a key. Of several, the first that says something.
    pub(super) fn value(&self, key: &str) -> Option<&'a str> {
        self.values(key).next()
    }

    /// All values of a key that say something.
    pub(super) fn values(&self, key: &str) -> impl Iterator<Item = &'a str> {
        let values =
            self.head.iter().filter(move |(name, value)| *name == key && !value.is_empty());
        values.map(|(_, value)| *value)
    }

    /// Whether everything is there that says who may see it, and nothing of another entry. `is_cut`: its end is missing.
    pub(super) fn tells_all(&self, is_cut: bool) -> bool {
        let has_head = self.has_sections || self.body.is_some();
        !self.swallows && self.loose.is_empty() && (has_head || !is_cut)
    }

    /// Whether the key is there, whatever its value.
    pub(super) fn has(&self, key: &str) -> bool {
        self.head.iter().any(|(name, _)| *name == key)
    }
}

/// Whether a line is the name of a section that everybody knows.
fn is_section(line: &str) -> bool {
    let section = keys::section(line).map(|(section, _)| section);
    section.is_some_and(|it| !matches!(it, Section::Field(_) | Section::Other(_)))
}

/// An entry that is being taken apart.
struct Reading<'a> {
    text: &'a str,
    entry: Entry<'a>,
    /// The section that is open. None: the head.
    section: Option<Section<'a>>,
    /// Where it begins, and in which line.
    start: usize,
    started: u64,
    /// A text without a name behind the head.
    nameless: Option<(&'a str, u64)>,
    /// The names of other sections that are there.
    seen: HashSet<&'a str>,
    watch: Watch,
}

/// Looks for lines of the frame in texts, where a damaged line has made one of two.
#[derive(Default)]
struct Watch {
    /// Whether it is a text that is read, and no keys.
    is_text: bool,
    /// Whether a line of hyphens was taken for text.
    is_doubtful: bool,
    /// How many lines of the frame there were in a row.
    row: u32,
    /// Whether the line before may be a damaged line of hyphens.
    is_after_hyphens: bool,
}

impl Watch {
    /// Whether this line shows that the text holds what is not its own.
    fn finds(&mut self, line: &str) -> bool {
        const DAMAGED: usize = 10;
        let is_frame = keys::is_frame(line);
        self.row = if is_frame && self.is_text { self.row + 1 } else { 0 };
        let is_alone = keys::pair(line).is_some_and(|(_, value)| value.is_empty());
        let is_name = is_alone && self.is_text && (is_section(line) || self.is_after_hyphens);
        self.is_text |= !is_frame && keys::pair(line).is_none();
        self.is_doubtful |= line == EIGHT;
        self.is_after_hyphens =
            line.len() <= DAMAGED && line.bytes().filter(|byte| *byte == b'-').count() >= 4;
        let is_merged = self.is_text && line.starts_with(FIVE) && line.ends_with(':');
        is_name || is_merged || self.row > u32::from(!self.is_doubtful)
    }
}

impl<'a> Reading<'a> {
    fn all(&mut self) {
        let mut pending: Option<(Line, u64)> = None;
        for (number, line) in (0..).zip(lines_of(self.text)) {
            let text = &self.text[line.start..line.end];
            if text == FIVE {
                if let Some((_, number)) = pending.replace((line, number)) {
                    self.kept(number);
                }
                continue;
            }
            if text.trim_ascii().is_empty() {
                continue;
            }
            let is_name = match pending.take() {
                Some((five, before)) => self.five(five, before, line, number),
                None => false,
            };
            if !is_name && self.is_watched(text) && self.watch.finds(text) {
                self.swallows(number);
            }
        }
        let end = pending.map_or(self.text.len(), |(five, _)| five.start);
        self.close(end);
        self.settle();
    }

    /// A line of five hyphens is one of the text.
    fn kept(&mut self, number: u64) {
        self.entry.odd.push((number, Odd::Five));
        self.watch.is_doubtful = true;
    }

    /// A text holds what is not its own.
    fn swallows(&mut self, number: u64) {
        if !std::mem::replace(&mut self.entry.swallows, true) {
            self.entry.odd.push((number, Odd::Swallowed));
        }
    }

    /// Whether lines of the frame mean something here: in texts that are shown.
    fn is_watched(&mut self, line: &str) -> bool {
        match self.section {
            None if self.nameless.is_some() => true,
            // The head is made of such lines, until the text of very old files begins.
            None => {
                let is_text = self.watch.is_text;
                self.watch.is_text |= keys::pair(line).is_some_and(|(key, _)| key == "START BODY");
                is_text
            }
            Some(Section::Field(_) | Section::Other(_) | Section::Keywords) => false,
            Some(_) => true,
        }
    }

    /// A line of five hyphens, and the next line that is not empty. Returns whether that is the name of a section.
    fn five(&mut self, five: Line, before: u64, line: Line, number: u64) -> bool {
        let text = &self.text[line.start..line.end];
        let named = keys::section(text).filter(|(section, _)| self.is_next(section));
        let named = named.filter(|(section, _)| {
            // Names that nobody knows must follow at once.
            !matches!(section, Section::Other(_)) || number == before + 1
        });
        let Some((section, rest)) = named else {
            if self.section.is_some() || self.nameless.is_some() {
                self.kept(before);
                if keys::is_like_section(text) {
                    self.swallows(number);
                }
                return false;
            }
            self.close(five.start);
            (self.start, self.started) = (line.start, number);
            self.nameless = Some(("", number));
            self.watch.is_text = true;
            return false;
        };
        self.close(five.start);
        if let Section::Other(_) = section {
            self.entry.odd.push((number, Odd::Unknown));
        }
        self.section = Some(section);
        self.started = number;
        let has_keys = matches!(section, Section::Comment | Section::Ping);
        self.watch.is_text = !has_keys || !rest.is_empty() && keys::pair(rest).is_none();
        self.start = if rest.is_empty() { line.next } else { line.end - text_behind(text, rest) };
        true
    }

    /// Whether a section may begin: what is there once is there once.
    fn is_next(&self, section: &Section<'_>) -> bool {
        let is_open = |it: &Section<'_>| self.section.as_ref() == Some(it);
        let seen = match section {
            Section::Body => self.entry.body.is_some(),
            Section::Extended => self.entry.extended.is_some(),
            Section::Excerpt => self.entry.excerpt.is_some(),
            Section::Keywords => self.entry.keywords.is_some(),
            Section::Comment | Section::Ping => return true,
            Section::Field(name) | Section::Other(name) => self.seen.contains(name),
        };
        !seen && !is_open(section)
    }

    /// Ends the section that is open.
    fn close(&mut self, end: usize) {
        self.watch = Watch::default();
        let text = &self.text[self.start.min(end)..end];
        let Some(section) = self.section.take() else {
            match self.nameless {
                Some((_, line)) => self.nameless = Some((bare(text), line)),
                None => self.head(text),
            }
            return;
        };
        self.entry.has_sections = true;
        let text = bare(text);
        match section {
            Section::Body => self.entry.body = Some(text),
            Section::Extended => self.entry.extended = Some(text),
            Section::Excerpt => self.entry.excerpt = Some(text),
            Section::Keywords => self.entry.keywords = Some(text),
            Section::Comment => self.entry.comments.push(text),
            Section::Ping => self.entry.pings.push(text),
            Section::Field(name) | Section::Other(name) => {
                self.seen.insert(name);
                self.entry.others.push((name, text));
            }
        }
    }

    fn head(&mut self, text: &'a str) {
        for (number, line) in (0..).zip(lines_of(text)) {
            let (line, next) = (&text[line.start..line.end], line.next);
            match keys::pair(line) {
                // Very old files have the body here.
                Some(("START BODY", _)) => {
                    self.entry.body = Some(bare(&text[next..]));
                    return;
                }
                Some(pair) => self.entry.head.push(pair),
                None if line.trim_ascii().is_empty() => {}
                None => {
                    if self.entry.loose.is_empty() {
                        self.entry.odd.push((number, Odd::Loose));
                    }
                    self.entry.loose.push(line);
                }
            }
        }
    }

    /// What was found is put where it belongs when all is known.
    fn settle(&mut self) {
        if let Some((text, line)) = self.nameless.take() {
            if self.entry.body.is_none() {
                self.entry.body = Some(text);
                self.entry.odd.push((line, Odd::Nameless));
            } else {
                self.entry.loose.push(text);
                self.entry.odd.push((line, Odd::Loose));
            }
        } else if !self.entry.has_sections && self.entry.body.is_none() {
            self.entry.odd.push((0, Odd::Headless));
        }
        self.entry.odd.sort_unstable();
    }
}

/// How many bytes of a line there are from `rest` on, which is its end but for blanks.
fn text_behind(line: &str, rest: &str) -> usize {
    line.len() - line.find(rest).unwrap_or(line.len())
}

/// A text without its last line end, which belongs to the frame.
fn bare(text: &str) -> &str {
    let Some(text) = text.strip_suffix('\n') else {
        return text.strip_suffix('\r').unwrap_or(text);
    };
    text.strip_suffix('\r').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::{super::said::count_said, *};

    const ENTRY: &str = "AUTHOR: Mina\nTITLE: First snow\nCATEGORY: Winter\nCATEGORY: Garden\n-----\nBODY:\nIt snowed.\n-----\nEXTENDED BODY:\n\n-----\nEXCERPT:\nso\n-----\nCF0_place:\nhome\n-----\nCOMMENT:\nAUTHOR: Jo\nURL:\nURL: twice\nLovely.\n-----\nPING:\nTITLE: t\nBLOG NAME: b\nexcerpt\n-----\n";

    #[test]
    fn an_entry_has_a_head_and_sections() {
        let entry = Entry::read(ENTRY);
        assert_eq!(entry.value("TITLE"), Some("First snow"));
        assert_eq!(entry.values("CATEGORY").collect::<Vec<_>>(), ["Winter", "Garden"]);
        assert_eq!((entry.body, entry.extended), (Some("It snowed."), Some("")));
        assert_eq!((entry.excerpt, entry.keywords), (Some("so"), None));
        assert_eq!(entry.others, [("CF0_place", "home")]);
        assert_eq!((entry.comments.len(), entry.pings.len()), (1, 1));
        assert_eq!(entry.odd, []);
        assert_eq!(count_said(ENTRY), 2);
        let crlf = ENTRY.replace('\n', "\r\n");
        assert_eq!((Entry::read(&crlf).body, count_said(&crlf)), (Some("It snowed."), 2));
        let cr = ENTRY.replace('\n', "\r");
        assert_eq!((Entry::read(&cr).excerpt, count_said(&cr)), (Some("so"), 2));
    }

    #[test]
    fn hyphens_of_the_text_stay_and_are_told() {
        let text = "TITLE: a\n-----\nBODY:\nx\n-----\ny\n-----\n\n-----\nBODY:\n----- \nz\n-----\n";
        let entry = Entry::read(text);
        assert_eq!(entry.body, Some("x\n-----\ny\n-----\n\n-----\nBODY:\n----- \nz"));
        assert_eq!(
            entry.odd,
            [(4, Odd::Five), (6, Odd::Five), (8, Odd::Five), (9, Odd::Swallowed)]
        );
    }

    #[test]
    fn sections_of_unknown_names_stand_apart() {
        let entry =
            Entry::read("TITLE: a\n-----\nBODY:\nx\n-----\nMEMO:\nsecret\n-----\n\nNOTE:\ny\n");
        assert_eq!(entry.others, [("MEMO", "secret\n-----\n\nNOTE:\ny")]);
        assert_eq!(entry.odd, [(5, Odd::Unknown), (7, Odd::Five)]);
    }

    #[test]
    fn bodies_without_a_name_are_found() {
        let entry = Entry::read("TITLE: a\n-----\nx\n-----\ny");
        assert_eq!((entry.body, entry.odd.len()), (Some("x\n-----\ny"), 2));
        let entry = Entry::read("TITLE: a\nSTART BODY:\nx\n-----\nCOMMENT:\nb\n");
        assert_eq!((entry.body, entry.comments), (Some("x"), vec!["b"]));
        let entry = Entry::read("TITLE: a\nwell\n");
        assert_eq!((entry.body, entry.loose.as_slice()), (None, ["well"].as_slice()));
        assert_eq!(entry.odd, [(0, Odd::Headless), (1, Odd::Loose)]);
        let entry = Entry::read("TITLE: a\n-----\nBODY: on the line \nx\n-----\n");
        assert_eq!(entry.body, Some("on the line \nx"));
    }
}
