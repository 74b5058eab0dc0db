//! Tables as platforms export them: values with commas or semicolons between them, the names of the columns on top.
//!
//! What RFC 4180 says is read, and what people's programs make of it: byte order marks, any line ends, quotes within
//! values that have none around them, rows with more or fewer values than there are columns. A quote that is never
//! closed costs its own line, and none below it.

use std::{
    collections::{HashMap, HashSet},
    io::{Chain, Read},
    sync::Arc,
};

use csv::{ReaderBuilder, StringRecord};
use larder_core::{NoteKind, Rule};

use crate::decode::{Decoded, Stated, decode_stated};

/// A table in memory.
#[derive(Debug)]
pub(crate) struct Table {
    decoded: Decoded,
    columns: Arc<Columns>,
    delimiter: u8,
}

/// The columns of a table.
#[derive(Debug, Default)]
struct Columns {
    /// Their names, as they stand there. A name that comes again has a number behind it.
    names: Vec<Arc<str>>,
    /// Their places, by their names in lower case.
    places: HashMap<String, usize>,
}

/// How many columns a table may have.
const MOST_COLUMNS: usize = 10_000;

impl Table {
    /// Takes the bytes of a file, in the encoding that is told from outside, if one is. Fails where there is no header, and
    /// where there are too many columns.
    pub(crate) fn read(bytes: &[u8], encoding: Option<&str>) -> Result<Self, (Rule, String)> {
        let decoded = decode_stated(bytes, &Stated::new(encoding, None));
        let delimiter = delimiter(header_of(&decoded.text));
        let mut table = Self { decoded, columns: Arc::default(), delimiter };
        let Some(header) = table.rows_from_top().next() else {
            return Err((Rule::EmptyFile, "a table without a header".into()));
        };
        if header.cells.len() > MOST_COLUMNS {
            return Err((Rule::TooMany, format!("a table of more than {MOST_COLUMNS} columns")));
        }
        table.columns = columns(header.cells.into_iter().map(Option::unwrap_or_default)).into();
        Ok(table)
    }

    /// The names of the columns, as they stand there. A name that comes again has a number behind it.
    pub(crate) fn columns(&self) -> &[Arc<str>] {
        &self.columns.names
    }

    /// How the bytes became text, where that is worth knowing.
    pub(crate) fn notes(&self) -> Vec<NoteKind> {
        self.decoded.notes()
    }

    /// The rows below the header.
    pub(crate) fn rows(&self) -> Rows<'_> {
        let mut rows = self.rows_from_top();
        rows.next();
        rows.columns = Arc::clone(&self.columns);
        rows
    }

    fn rows_from_top(&self) -> Rows<'_> {
        Rows::new(&self.decoded.text, self.delimiter)
    }
}

/// Whether a text begins with a header that has all these columns, in any order.
pub(crate) fn has_columns(text: &str, wanted: &[&str]) -> bool {
    let header = header_of(text);
    let rows = Rows::new(header, delimiter(header)).next();
    let cells = rows.map(|row| row.cells).unwrap_or_default();
    wanted.iter().all(|name| cells.iter().flatten().any(|cell| is_name(cell, name)))
}

/// A row: its values by the names of their columns.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    columns: Arc<Columns>,
    /// Those that were not taken yet.
    cells: Vec<Option<String>>,
    /// The line it begins in, counted from 1.
    pub(crate) line: u32,
    /// Values beyond the last column. Nothing is said by such as are empty.
    pub(crate) surplus: Vec<String>,
    /// How many columns there are that it has no value for, not even an empty one.
    pub(crate) missing: usize,
    /// Whether a quote in it was never closed.
    pub(crate) is_unclosed: bool,
    /// Whether text stands directly behind a closing quote: then a quote was lost, and the row may be two.
    pub(crate) is_torn: bool,
}

impl Row {
    /// The value in a column, whatever the case of its name. Empty where there is none.
    pub(crate) fn text(&self, column: &str) -> &str {
        let place = self.place(column);
        place.and_then(|place| self.cells.get(place)?.as_deref()).unwrap_or_default()
    }

    /// Takes a value out. None where it says nothing.
    pub(crate) fn take(&mut self, column: &str) -> Option<String> {
        let place = self.place(column)?;
        self.cells.get_mut(place)?.take().filter(|cell| !cell.trim().is_empty())
    }

    /// What was not taken and says anything, with the names of the columns.
    pub(crate) fn rest(&mut self) -> Vec<(Arc<str>, String)> {
        let cells = self.columns.names.iter().zip(std::mem::take(&mut self.cells));
        let said = cells.filter_map(|(name, cell)| Some((Arc::clone(name), cell?)));
        said.filter(|(_, cell)| !cell.trim().is_empty()).collect()
    }

    /// Whether no value can be trusted to be in its column.
    pub(crate) fn is_odd(&self) -> bool {
        self.is_unclosed || self.is_torn || self.missing > 0 || !self.surplus.is_empty()
    }

    /// What is odd about the row.
    pub(crate) fn notes(&self) -> Vec<NoteKind> {
        let repaired = |repair: &str| NoteKind::MarkupRepaired { repair: repair.into(), count: 1 };
        let mut notes = Vec::new();
        if self.is_unclosed {
            notes.push(repaired("a quote that was never closed"));
        }
        if self.is_torn {
            notes.push(repaired("text behind a quote that was closed"));
        }
        if self.missing > 0 || !self.surplus.is_empty() {
            notes.push(repaired("a row with more or fewer values than the table has columns"));
        }
        notes
    }

    fn place(&self, column: &str) -> Option<usize> {
        self.columns.places.get(&plain(column)).copied()
    }
}

/// The rows of a table, one after the other.
pub(crate) struct Rows<'t> {
    text: &'t str,
    columns: Arc<Columns>,
    delimiter: u8,
    /// Where what `reader` reads begins.
    from: usize,
    /// A place up to which lines were counted, and the line that it is in.
    counted: (usize, u32),
    reader: csv::Reader<Chain<&'t [u8], &'static [u8]>>,
    /// How many quotes may still be found that are never closed; each is looked for to the end of the text.
    recoveries: u32,
}

/// Stands behind the text: where a row has it at its end, a quote was not closed.
const END: &str = "\n\u{fdd0}the end of the table\u{fdd0}";

impl<'t> Rows<'t> {
    fn new(text: &'t str, delimiter: u8) -> Self {
        const RECOVERIES: u32 = 16;
        let reader = reader(text, delimiter, true);
        let (columns, counted) = (Arc::default(), (0, 1));
        Self { text, columns, delimiter, from: 0, counted, reader, recoveries: RECOVERIES }
    }

    /// The row that begins at a place, and whose last quote is never closed: its line, as if quotes were nothing. Below
    /// it, all goes on as before.
    fn unclosed(&mut self, start: usize) -> Option<Row> {
        let end = self.text[start..].find(['\r', '\n']).map_or(self.text.len(), |at| start + at);
        let mut record = StringRecord::new();
        reader(&self.text[start..end], self.delimiter, false).read_record(&mut record).ok()?;
        self.recoveries = self.recoveries.saturating_sub(1);
        self.reader = reader(&self.text[end..], self.delimiter, self.recoveries > 0);
        self.from = end;
        let mut row = self.row(&record, start);
        row.is_unclosed = true;
        Some(row)
    }

    /// The line that a place is in. Each is behind the one before.
    fn line(&mut self, at: usize) -> u32 {
        let (from, line) = self.counted;
        let lines = memchr::memchr_iter(b'\n', &self.text.as_bytes()[from..at]).count();
        self.counted = (at, line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX)));
        self.counted.1
    }

    fn row(&mut self, record: &StringRecord, start: usize) -> Row {
        let mut cells: Vec<_> = record.iter().map(|cell| Some(cell.to_owned())).collect();
        let names = self.columns.names.len();
        let columns = if names == 0 { cells.len() } else { names };
        let missing = columns.saturating_sub(cells.len());
        let surplus = cells.split_off(columns.min(cells.len())).into_iter().flatten();
        let mut surplus: Vec<String> = surplus.collect();
        if surplus.iter().all(|cell| cell.trim().is_empty()) {
            surplus.clear();
        }
        let (columns, line) = (Arc::clone(&self.columns), self.line(start));
        Row { columns, cells, line, surplus, missing, is_unclosed: false, is_torn: false }
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let mut record = StringRecord::new();
        // The text is in memory, and it is text: reading cannot fail.
        if !self.reader.read_record(&mut record).unwrap_or(false) {
            return None;
        }
        let start = record.position().map_or(0, |it| it.byte());
        let start = self.from.saturating_add(usize::try_from(start).unwrap_or(usize::MAX));
        let is_last = self.reader.position().byte() > (self.text.len() - self.from) as u64;
        if start >= self.text.len() || is_last && record.len() == 1 && record.get(0) == END.get(1..)
        {
            return None;
        }
        // A record is said to begin at the end of the line before it.
        let start = start + self.text[start..].find(|it| !matches!(it, '\r' | '\n')).unwrap_or(0);
        match record.iter().next_back() {
            Some(cell) if is_last && cell.ends_with(&END[1..]) => self.unclosed(start),
            _ => {
                let end = usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX);
                let end = self.from.saturating_add(end).min(self.text.len());
                let text = self.text.as_bytes().get(start..end).unwrap_or_default();
                let mut row = self.row(&record, start);
                row.is_torn = self.recoveries > 0 && is_torn(text, self.delimiter);
                Some(row)
            }
        }
    }
}

/// Whether something else than a delimiter or the end of a row stands directly behind a closing quote.
fn is_torn(row: &[u8], delimiter: u8) -> bool {
    let mut rest = row;
    loop {
        if let Some(mut quoted) = rest.strip_prefix(b"\"") {
            loop {
                let Some(end) = memchr::memchr(b'"', quoted) else { return false };
                quoted = &quoted[end + 1..];
                match quoted.strip_prefix(b"\"") {
                    Some(behind) => quoted = behind,
                    None => break,
                }
            }
            match quoted.split_first() {
                Some((byte, behind)) if *byte == delimiter => rest = behind,
                Some((b'\r' | b'\n', _)) | None => return false,
                Some(_) => return true,
            }
        } else {
            // Behind a cell without quotes, there is a delimiter, or the row ends.
            let Some(end) = memchr::memchr(delimiter, rest) else { return false };
            rest = &rest[end + 1..];
        }
    }
}

fn reader(text: &str, delimiter: u8, has_quotes: bool) -> csv::Reader<Chain<&[u8], &'static [u8]>> {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter).quoting(has_quotes);
    builder.from_reader(text.as_bytes().chain(END.as_bytes()))
}

/// The first line that says anything.
fn header_of(text: &str) -> &str {
    let text = text.trim_start_matches(['\u{feff}', '\r', '\n']);
    text.split(['\r', '\n']).next().unwrap_or_default()
}

/// What stands between the names of a header most often, outside of quotes. By default a comma.
fn delimiter(header: &str) -> u8 {
    let mut counts = [(b',', 0_u32), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    for byte in header.bytes() {
        is_quoted ^= byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += u32::from(*delimiter == byte && !is_quoted);
        }
    }
    let most = |best: (u8, u32), it: (u8, u32)| if it.1 > best.1 { it } else { best };
    counts.into_iter().fold((b',', 0), most).0
}

fn columns(header: impl Iterator<Item = String>) -> Columns {
    let mut names: Vec<Arc<str>> = Vec::new();
    let mut known = HashSet::new();
    for (place, name) in header.enumerate() {
        let name = bare(&name);
        let is_known = !known.insert(name.to_ascii_lowercase());
        names.push(match name {
            "" => format!("column {}", place + 1).into(),
            name if is_known => format!("{name} ({})", place + 1).into(),
            name => name.into(),
        });
    }
    let mut places = HashMap::new();
    for (place, name) in names.iter().enumerate() {
        places.entry(plain(name)).or_insert(place);
    }
    Columns { names, places }
}

/// A name as two are compared.
fn plain(name: &str) -> String {
    bare(name).to_ascii_lowercase()
}

fn is_name(name: &str, wanted: &str) -> bool {
    bare(name).eq_ignore_ascii_case(wanted)
}

/// A name without byte order marks around it, and what damage made of them: its column may say who may see a row.
fn bare(name: &str) -> &str {
    const MARKS: [char; 5] = ['\u{feff}', '\u{fffd}', '\u{fffe}', '\u{ff}', '\u{fe}'];
    name.trim_matches(|it: char| it.is_whitespace() || it.is_control() || MARKS.contains(&it))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows as `a|b`, each with its line, and with what is odd of it.
    #[track_caller]
    fn rows(text: &str) -> Vec<String> {
        let table = Table::read(text.as_bytes(), None).expect("it has a header");
        let shown = |row: Row| {
            let cells: Vec<_> = row.cells.iter().flatten().map(String::as_str).collect();
            let odd = [
                (row.missing > 0, "-"),
                (!row.surplus.is_empty(), "+"),
                (row.is_unclosed, "\""),
                (row.is_torn, "~"),
            ];
            let odd: String = odd.iter().filter(|it| it.0).map(|it| it.1).collect();
            format!("{}:{}{odd}", row.line, cells.join("|"))
        };
        table.rows().map(shown).collect()
    }

    #[test]
    fn values_may_have_commas_quotes_and_lines() {
        let text = "\u{feff}a,b\r\n1,\"x, \"\"y\"\"\r\nz\"\r\n\r\n2,12\" vinyl\r\n";
        assert_eq!(rows(text), ["2:1|x, \"y\"\r\nz", "5:2|12\" vinyl"]);
        assert_eq!(rows("a;b\n1,5;\"글;글\""), ["2:1,5|글;글"]);
        assert_eq!(rows("a\tb\r1\t2"), ["1:1|2"]);
    }

    #[test]
    fn rows_of_another_width_are_told() {
        assert_eq!(rows("a,b\n1\n1,2,3\n1,2,,\n"), ["2:1-", "3:1|2+", "4:1|2"]);
        let table = Table::read(b"a,b\n1,2,3", None).unwrap();
        assert_eq!(table.rows().next().unwrap().notes().len(), 1);
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_its_own_line_only() {
        assert_eq!(rows("a,b\n1,\"x\n2,y\n3,z\n"), ["2:1|\"x\"", "3:2|y", "4:3|z"]);
        assert_eq!(rows("a,b\n1,x\n2,\"cut"), ["2:1|x", "3:2|\"cut\""]);
        let many = "a,b\n".to_owned() + &"\"x,\"y\n".repeat(9);
        assert_eq!(rows(&many).len(), 9);
    }

    #[test]
    fn text_behind_a_closing_quote_makes_a_row_odd() {
        assert_eq!(rows("a,b\n1,\"x\n2,\"y\"\n3,z\n"), ["2:1|x\n2,y\"~", "4:3|z"]);
        assert_eq!(rows("a;b\n1;\"x\"y\r\n2;\"\"\r\n"), ["2:1|xy~", "3:2|"]);
        let sound = "a,b\n\"1\",\"\"\"x\"\", \"\"y\"\"\"\r\n2,12\" vinyl\n\"3\",\"z\"";
        let table = Table::read(sound.as_bytes(), None).unwrap();
        assert_eq!(table.rows().filter(Row::is_odd).count(), 0);
        let table = Table::read(b"a,b\n1,\"x\" ,", None).unwrap();
        assert!(table.rows().all(|row| row.is_odd() && !row.notes().is_empty()));
    }

    #[test]
    fn values_are_taken_by_the_names_of_their_columns() {
        let table = Table::read(" Title ,,title,x\nA,b, ,c".as_bytes(), None).unwrap();
        let names: Vec<&str> = table.columns().iter().map(|name| &**name).collect();
        assert_eq!(names, ["Title", "column 2", "title (3)", "x"]);
        let mut row = table.rows().next().unwrap();
        assert_eq!((row.text("X"), row.text("y")), ("c", ""));
        assert_eq!((row.take("title"), row.take("title")), (Some("A".into()), None));
        let rest: Vec<_> =
            row.rest().into_iter().map(|(name, cell)| format!("{name}={cell}")).collect();
        assert_eq!(rest, ["column 2=b", "x=c"]);
    }

    #[test]
    fn a_header_is_known_by_its_columns() {
        assert!(has_columns("\u{feff}\"post_id\";title\n", &["title", "POST_ID"]));
        assert!(!has_columns("post_id,name\ntitle", &["post_id", "title"]));
        assert!(!has_columns("", &["a"]));
    }

    #[test]
    fn there_may_be_no_rows_and_no_table() {
        assert!(rows("a,b\n").is_empty() && rows("a,b").is_empty());
        for text in ["", "\n\r\n", "\u{feff}"] {
            assert!(Table::read(text.as_bytes(), None).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_table_with_too_many_columns_is_refused_with_the_reason() {
        let text = |columns: usize| "x,".repeat(columns - 1) + "x\n";
        assert!(Table::read(text(MOST_COLUMNS).as_bytes(), None).is_ok());
        let refused = Table::read(text(MOST_COLUMNS + 1).as_bytes(), None).unwrap_err();
        assert_eq!(refused, (Rule::TooMany, "a table of more than 10000 columns".into()));
    }

    #[test]
    fn other_encodings_are_read_and_told() {
        let table = Table::read(b"a\n\xc7\xd1\xb1\xdb", None).unwrap();
        assert_eq!(table.rows().next().unwrap().text("a"), "한글");
        assert_eq!(table.notes()[0].code(), "encoding-decoded");
    }
}
