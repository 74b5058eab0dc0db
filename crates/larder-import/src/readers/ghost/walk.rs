//! Walks through an export, row by row: nothing but the row at hand is in memory.
//!
//! ```text
//! {"db":[{"meta":{…},"data":{"posts":[row, row …],"tags":[…] …}}]}      or the same without `db`
//! ```

use std::io::Read;

use crate::{
    ReadError,
    archive::scan::{Fault, Fit, Scanner},
};

/// What is met on the way.
pub(super) enum Piece<'p> {
    /// What the export says of itself.
    Meta(&'p [u8]),
    /// A row of a table, in the order of the file. `raw` is no more than its beginning where it does not `fit`.
    Row { table: &'p str, line: u64, raw: Vec<u8>, fit: Fit },
    /// A row whose end is not there.
    Broken { table: &'p str, line: u64 },
    /// A table that is no list of rows, or a field that exports do not have.
    Other { name: &'p str, raw: &'p [u8] },
}

/// How a walk ended.
#[derive(Debug, Default)]
pub(super) struct End {
    /// Whether there are tables, or at least what the export says of itself.
    pub(super) is_export: bool,
    /// Why it ended before its end.
    pub(super) fault: Option<Fault>,
    /// The line that it ended in.
    pub(super) line: u64,
    /// How many documents follow the first.
    pub(super) more: u32,
}

/// Whoever takes the pieces.
type Each<'e> = &'e mut dyn FnMut(Piece<'_>) -> Result<(), ReadError>;

/// Walks through a stream to its end, or to where it can no longer be followed.
///
/// Fails only when `each` does.
pub(super) fn walk<R: Read>(scanner: Scanner<R>, each: Each<'_>) -> Result<End, ReadError> {
    let mut walk = Walk { scanner, each, end: End::default() };
    let result = walk.documents();
    let mut end = walk.end;
    end.line = walk.scanner.line();
    match result {
        Ok(()) => Ok(end),
        Err(Stop::Fault(fault)) => {
            end.fault = Some(fault);
            Ok(end)
        }
        Err(Stop::Read(error)) => Err(error),
    }
}

enum Stop {
    Fault(Fault),
    Read(ReadError),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<ReadError> for Stop {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

struct Walk<'e, R> {
    scanner: Scanner<R>,
    each: Each<'e>,
    end: End,
}

/// Which object the walk is in. No other objects are entered, so it goes no deeper than this.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Document,
    Database,
    Tables,
}

impl<R: Read> Walk<'_, R> {
    fn documents(&mut self) -> Result<(), Stop> {
        self.scanner.skip_mark()?;
        self.object(Level::Document)?;
        while self.scanner.next_mark()? == Some(b'{') && self.end.is_export {
            self.end.more += 1;
            self.object(Level::Document)?;
        }
        match self.scanner.next_mark()? {
            Some(found) => Err(Fault::Unexpected { expected: "nothing", found }.into()),
            None => Ok(()),
        }
    }

    fn object(&mut self, level: Level) -> Result<(), Stop> {
        self.scanner.expect(b'{', "`{`")?;
        if self.scanner.accept(b'}')? {
            return Ok(());
        }
        loop {
            let name = self.name()?;
            self.scanner.expect(b':', "`:`")?;
            let next = self.scanner.next_mark()?;
            match (level, &*name, next) {
                (Level::Document, "db", Some(b'[')) => self.databases()?,
                (Level::Document, "db", Some(b'{')) => self.object(Level::Database)?,
                (Level::Document | Level::Database, "data", Some(b'{')) => {
                    self.object(Level::Tables)?;
                }
                (Level::Tables, table, Some(b'[')) => {
                    self.end.is_export |= is_known(table);
                    self.rows(table)?;
                }
                (_, name, _) => self.other(level, name)?,
            }
            if self.scanner.accept(b'}')? {
                return Ok(());
            }
            self.scanner.expect(b',', "`,` or `}`")?;
        }
    }

    fn databases(&mut self) -> Result<(), Stop> {
        self.scanner.expect(b'[', "`[`")?;
        if self.scanner.accept(b']')? {
            return Ok(());
        }
        loop {
            self.object(Level::Database)?;
            if self.scanner.accept(b']')? {
                return Ok(());
            }
            self.scanner.expect(b',', "`,` or `]`")?;
        }
    }

    fn rows(&mut self, table: &str) -> Result<(), Stop> {
        self.scanner.expect(b'[', "`[`")?;
        if self.scanner.accept(b']')? {
            return Ok(());
        }
        loop {
            let has_row = self.scanner.next_mark()?.is_some();
            let line = self.scanner.line();
            let mut raw = Vec::new();
            let fit = match self.scanner.value(&mut raw) {
                Ok(fit) => fit,
                Err(fault) => {
                    if has_row && !raw.is_empty() {
                        (self.each)(Piece::Broken { table, line })?;
                    }
                    return Err(fault.into());
                }
            };
            (self.each)(Piece::Row { table, line, raw, fit })?;
            if self.scanner.accept(b']')? {
                return Ok(());
            }
            self.scanner.expect(b',', "`,` or `]`")?;
        }
    }

    /// A field that is not entered.
    fn other(&mut self, level: Level, name: &str) -> Result<(), Stop> {
        let mut raw = Vec::new();
        self.scanner.value(&mut raw)?;
        let is_meta = level != Level::Tables && name == "meta";
        if is_meta {
            self.end.is_export |= memchr::memmem::find(&raw, b"exported_on").is_some();
            (self.each)(Piece::Meta(&raw))?;
        } else {
            (self.each)(Piece::Other { name, raw: &raw })?;
        }
        Ok(())
    }

    fn name(&mut self) -> Result<String, Stop> {
        let unexpected = |found| Fault::Unexpected { expected: "a name in quotation marks", found };
        match self.scanner.next_mark()? {
            Some(b'"') => {}
            Some(found) => return Err(unexpected(found).into()),
            None => return Err(Fault::Cut.into()),
        }
        let mut raw = Vec::new();
        self.scanner.value(&mut raw)?;
        Ok(serde_json::from_slice(&raw).map_err(|_| unexpected(b'"'))?)
    }
}

/// Tables that every version has: by them an export is known that does not say what it is.
const KNOWN: [&str; 4] = ["posts", "tags", "users", "settings"];

fn is_known(table: &str) -> bool {
    KNOWN.contains(&table)
}

/// What shows that a text is the beginning of an export.
pub(super) fn sign(text: &str) -> Option<&'static str> {
    let rest = text.trim_start_matches('\u{feff}').trim_start().strip_prefix('{')?.trim_start();
    let has = |sign: &str| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    let has_tables = || KNOWN.iter().any(|table| has(&format!("\"{table}\"")));
    let says_version = has("\"exported_on\"");
    match rest.get(1..)?.split('"').next()? {
        "db" if says_version || has("\"data\"") && has_tables() => {
            Some("the field `db` with tables of Ghost")
        }
        "meta" | "data" if says_version || has("\"posts_tags\"") || has("\"posts_authors\"") => {
            Some("the fields `meta` and `data` with tables of Ghost")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(text: &str) -> (Vec<String>, End) {
        let mut met = Vec::new();
        let scanner = Scanner::new(text.as_bytes(), 1 << 20);
        let end = walk(scanner, &mut |piece| {
            met.push(match piece {
                Piece::Meta(raw) => format!("meta {}", String::from_utf8_lossy(raw)),
                Piece::Row { table, raw, .. } => {
                    format!("{table} {}", String::from_utf8_lossy(&raw))
                }
                Piece::Broken { table, .. } => format!("{table} …"),
                Piece::Other { name, .. } => format!("other {name}"),
            });
            Ok(())
        });
        (met, end.unwrap())
    }

    #[test]
    fn rows_come_one_at_a_time_with_and_without_db() {
        let inside = r#"{"meta":{"exported_on":1},"data":{"posts":[{"id":1},null],"tags":null}}"#;
        for text in [inside.to_owned(), format!("{{\"db\":[{inside}]}}")] {
            let (met, end) = walked(&text);
            let expected =
                [r#"meta {"exported_on":1}"#, r#"posts {"id":1}"#, "posts null", "other tags"];
            assert_eq!(met, expected);
            assert!(end.is_export && end.fault.is_none(), "{end:?}");
            assert!(sign(&text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_came_before_a_cut_is_there() {
        let (met, end) = walked(r#"{"db":[{"data":{"posts":[{"id":1},{"id":"#);
        assert_eq!(met, [r#"posts {"id":1}"#, "posts …"]);
        assert!(end.is_export && matches!(end.fault, Some(Fault::Cut)));
    }

    #[test]
    fn other_json_is_none() {
        for text in [
            r#"{"name":"theme","engines":{"ghost":">=5"}}"#,
            r#"{"version":"https://jsonfeed.org/version/1.1","items":[]}"#,
            r#"{"meta":{"pagination":{}},"posts":[]}"#,
            "[]",
            "",
        ] {
            assert!(sign(text).is_none(), "{text}");
            assert!(!walked(text).1.is_export, "{text}");
        }
    }
}
