//! Walks through an object of JSON that holds a list, item by item: nothing but the one at hand is in memory.
//!
//! ```text
//! {"id":"outbox.json","type":"OrderedCollection","totalItems":2,"orderedItems":[item, item]}
//! {"version":"https://jsonfeed.org/version/1.1","title":"…","items":[item, item]}
//! ```
//!
//! A list may also stand in the object under `first`, where it is the first page of a longer one.

use std::io::Read;

use crate::{
    ReadError,
    archive::scan::{Fault, Fit, Scanner},
};

/// What is met on the way.
pub(crate) enum Piece<'p> {
    /// A field beside the list; no more than its beginning where it does not `fit`.
    Field { name: &'p str, raw: &'p [u8] },
    /// An item. `raw` is no more than its beginning where it does not `fit`.
    Item { line: u64, raw: Vec<u8>, fit: Fit },
    /// An item whose end is not there.
    Broken { line: u64 },
}

/// How a walk ended.
#[derive(Debug, Default)]
pub(crate) struct End {
    /// Whether there is a list, be it empty.
    pub(crate) has_items: bool,
    /// Why it ended before its end.
    pub(crate) fault: Option<Fault>,
    /// The line that it ended in.
    pub(crate) line: u64,
}

/// Whoever takes the pieces. Returns whether it wants more.
type Each<'e> = &'e mut dyn FnMut(Piece<'_>) -> Result<bool, ReadError>;

/// Walks through a stream to its end, or to where it can no longer be followed, or where nobody wants more.
///
/// Fails only when `each` does.
pub(crate) fn walk<R: Read>(scanner: Scanner<R>, each: Each<'_>) -> Result<End, ReadError> {
    let mut walk = Walk { scanner, each, end: End::default() };
    let result = walk.document();
    let mut end = walk.end;
    end.line = walk.scanner.line();
    match result {
        Err(Stop::Fault(fault)) => end.fault = Some(fault),
        Err(Stop::Read(error)) => return Err(error),
        Ok(()) | Err(Stop::Enough) => {}
    }
    Ok(end)
}

enum Stop {
    Fault(Fault),
    Read(ReadError),
    Enough,
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

struct Walk<'e, R> {
    scanner: Scanner<R>,
    each: Each<'e>,
    end: End,
}

impl<R: Read> Walk<'_, R> {
    fn document(&mut self) -> Result<(), Stop> {
        self.scanner.skip_mark()?;
        self.object(true)?;
        match self.scanner.next_mark()? {
            Some(found) => Err(Fault::Unexpected { expected: "nothing", found }.into()),
            None => Ok(()),
        }
    }

    /// A collection, or the page of one that stands in it.
    fn object(&mut self, is_outermost: bool) -> Result<(), Stop> {
        self.scanner.expect(b'{', "`{`")?;
        if self.scanner.accept(b'}')? {
            return Ok(());
        }
        loop {
            let name = self.name()?;
            self.scanner.expect(b':', "`:`")?;
            match (&*name, self.scanner.next_mark()?) {
                ("orderedItems" | "items", Some(b'[')) => self.items()?,
                ("first", Some(b'{')) if is_outermost => self.object(false)?,
                (name, _) => {
                    let mut raw = Vec::new();
                    self.scanner.value(&mut raw)?;
                    self.give(Piece::Field { name, raw: &raw })?;
                }
            }
            if self.scanner.accept(b'}')? {
                return Ok(());
            }
            self.scanner.expect(b',', "`,` or `}`")?;
        }
    }

    fn items(&mut self) -> Result<(), Stop> {
        self.end.has_items = true;
        self.scanner.expect(b'[', "`[`")?;
        if self.scanner.accept(b']')? {
            return Ok(());
        }
        loop {
            self.scanner.next_mark()?;
            let (line, mut raw) = (self.scanner.line(), Vec::new());
            let fit = match self.scanner.value(&mut raw) {
                Ok(fit) => fit,
                Err(fault) => {
                    if !raw.is_empty() {
                        self.give(Piece::Broken { line })?;
                    }
                    return Err(fault.into());
                }
            };
            self.give(Piece::Item { line, raw, fit })?;
            if self.scanner.accept(b']')? {
                return Ok(());
            }
            self.scanner.expect(b',', "`,` or `]`")?;
        }
    }

    fn give(&mut self, piece: Piece<'_>) -> Result<(), Stop> {
        match (self.each)(piece) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Stop::Enough),
            Err(error) => Err(Stop::Read(error)),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(text: &str) -> (Vec<String>, End) {
        let mut met = Vec::new();
        let end = walk(Scanner::new(text.as_bytes(), 1 << 20), &mut |piece| {
            met.push(match piece {
                Piece::Field { name, .. } => name.to_owned(),
                Piece::Item { raw, .. } => String::from_utf8_lossy(&raw).into_owned(),
                Piece::Broken { .. } => "…".to_owned(),
            });
            Ok(true)
        });
        (met, end.unwrap())
    }

    #[test]
    fn items_come_one_at_a_time_and_so_do_those_of_the_first_page() {
        let (met, end) = walked("\u{feff}{\"id\":1,\"orderedItems\":[{\"a\":1},\n2],\"x\":[]}");
        assert_eq!(met, ["id", "{\"a\":1}", "2", "x"]);
        assert!(end.has_items && end.fault.is_none(), "{end:?}");
        let (met, _) = walked(r#"{"first":{"orderedItems":[1]},"last":{"orderedItems":[2]}}"#);
        assert_eq!(met, ["1", "last"]);
    }

    #[test]
    fn what_came_before_a_cut_is_there() {
        let (met, end) = walked(r#"{"orderedItems":[{"a":1},{"a"#);
        assert_eq!(met, [r#"{"a":1}"#, "…"]);
        assert!(end.has_items && matches!(end.fault, Some(Fault::Cut)));
    }
}
