//! Walks through JSON, which goes only where the reader says: nothing but the item at hand is in memory.
//!
//! ```text
//! {"type":"OrderedCollection","orderedItems":[item, item …]}      {"response":{"posts":[item …]}}      [item, item …]
//! ```

use std::io::Read;

use crate::{
    ReadError,
    archive::scan::{Fault, Fit, Scanner},
};

/// What to do with what stands at a path, such as `data.posts`. What is in a list has the path of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The fields of this object, or of the objects in this list, are looked at one by one.
    Enter,
    /// This is an item, or a list of items.
    Items,
    /// As an object it is entered, as a list it is one of items.
    EnterOrItems,
    /// It is taken as a whole.
    Keep,
}

/// What is met on the way.
#[derive(Debug)]
pub(crate) enum Piece<'p> {
    /// An item. `raw` is no more than its beginning where it does not `fit`.
    Item { path: &'p str, scope: u32, line: u64, raw: Vec<u8>, fit: Fit },
    /// An item whose end is not there.
    Broken { path: &'p str, line: u64 },
    /// Anything else, in the object with the number `scope`; `raw` as that of an item.
    Field { path: &'p str, scope: u32, raw: Vec<u8>, fit: Fit },
}

/// How a walk ended.
#[derive(Debug, Default)]
pub(crate) struct End {
    /// Why it ended before its end.
    pub(crate) fault: Option<Fault>,
    /// The line that it ended in.
    pub(crate) line: u64,
    /// Whether there is a list of items, be it empty.
    pub(crate) has_list: bool,
}

/// Whoever takes the pieces. Returns whether it wants more.
type Each<'e> = &'e mut dyn FnMut(Piece<'_>) -> Result<bool, ReadError>;

/// Walks through the documents of a stream to its end, or to where it can no longer be followed, or where nobody wants more.
///
/// Fails only when `each` does.
pub(crate) fn walk<R: Read>(
    stream: R,
    limit: u64,
    step: fn(&str) -> Step,
    each: Each<'_>,
) -> Result<End, ReadError> {
    let scanner = Scanner::new(stream, limit);
    let mut walk = Walk { scanner, step, each, scopes: 0, scope: 0, end: End::default() };
    let result = walk.documents();
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
    step: fn(&str) -> Step,
    each: Each<'e>,
    /// How many objects were entered.
    scopes: u32,
    /// The object that the walk is in.
    scope: u32,
    end: End,
}

impl<R: Read> Walk<'_, R> {
    fn documents(&mut self) -> Result<(), Stop> {
        self.scanner.skip_mark()?;
        while self.scanner.next_mark()?.is_some() {
            self.value("")?;
        }
        Ok(())
    }

    fn value(&mut self, path: &str) -> Result<(), Stop> {
        match ((self.step)(path), self.scanner.next_mark()?) {
            (Step::Enter | Step::EnterOrItems, Some(b'{')) => self.object(path),
            (Step::Enter | Step::EnterOrItems | Step::Items, Some(b'[')) => self.list(path),
            (Step::Items, Some(b'{')) => self.item(path),
            _ => self.field(path),
        }
    }

    /// Goes no deeper than there are paths that are entered.
    fn object(&mut self, path: &str) -> Result<(), Stop> {
        self.scopes += 1;
        let outer = std::mem::replace(&mut self.scope, self.scopes);
        self.scanner.expect(b'{', "`{`")?;
        if !self.scanner.accept(b'}')? {
            loop {
                let name = self.name()?;
                self.scanner.expect(b':', "`:`")?;
                let inner = if path.is_empty() { name } else { [path, ".", &name].concat() };
                self.value(&inner)?;
                if self.scanner.accept(b'}')? {
                    break;
                }
                self.scanner.expect(b',', "`,` or `}`")?;
            }
        }
        self.scope = outer;
        Ok(())
    }

    fn list(&mut self, path: &str) -> Result<(), Stop> {
        self.scanner.expect(b'[', "`[`")?;
        self.end.has_list |= (self.step)(path) != Step::Enter;
        if self.scanner.accept(b']')? {
            return Ok(());
        }
        loop {
            match ((self.step)(path), self.scanner.next_mark()?) {
                (Step::Items | Step::EnterOrItems, _) => self.item(path)?,
                (_, Some(b'{')) => self.object(path)?,
                _ => self.field(path)?,
            }
            if self.scanner.accept(b']')? {
                return Ok(());
            }
            self.scanner.expect(b',', "`,` or `]`")?;
        }
    }

    fn item(&mut self, path: &str) -> Result<(), Stop> {
        let has_item = self.scanner.next_mark()?.is_some();
        let (line, mut raw) = (self.scanner.line(), Vec::new());
        match self.scanner.value(&mut raw) {
            Ok(fit) => {
                let scope = self.scope;
                self.give(Piece::Item { path, scope, line, raw, fit })
            }
            Err(fault) => {
                if has_item && !raw.is_empty() {
                    self.give(Piece::Broken { path, line })?;
                }
                Err(fault.into())
            }
        }
    }

    fn field(&mut self, path: &str) -> Result<(), Stop> {
        let mut raw = Vec::new();
        let fit = self.scanner.value(&mut raw)?;
        let scope = self.scope;
        self.give(Piece::Field { path, scope, raw, fit })
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

    fn step(path: &str) -> Step {
        match path {
            "" | "data" | "blogs" => Step::Enter,
            "data.posts" | "blogs.posts" => Step::Items,
            _ => Step::Keep,
        }
    }

    fn walked(text: &str) -> (Vec<String>, End) {
        let mut met = Vec::new();
        let end = walk(text.as_bytes(), 1 << 20, step, &mut |piece| {
            met.push(match piece {
                Piece::Item { path, scope, raw, .. } => {
                    format!("{scope} {path} {}", String::from_utf8_lossy(&raw))
                }
                Piece::Broken { path, .. } => format!("{path} …"),
                Piece::Field { path, scope, raw, .. } => {
                    format!("{scope} {path}={}", String::from_utf8_lossy(&raw))
                }
            });
            Ok(true)
        });
        (met, end.unwrap())
    }

    #[test]
    fn items_and_fields_come_in_their_order() {
        let (met, end) = walked(
            r#"{"a":[1,{}],"data":{"posts":[{"id":1},7]},"blogs":[{"posts":[{}],"alias":"x"},2]} {"data":{"posts":{"id":3}}}"#,
        );
        let expected = [
            "1 a=[1,{}]",
            r#"2 data.posts {"id":1}"#,
            "2 data.posts 7",
            "3 blogs.posts {}",
            "3 blogs.alias=\"x\"",
            "1 blogs=2",
            r#"5 data.posts {"id":3}"#,
        ];
        assert_eq!(met, expected);
        assert!(end.fault.is_none());
    }

    #[test]
    fn what_came_before_a_cut_is_there() {
        let (met, end) = walked(r#"{"data":{"posts":[{"id":1},{"id":"#);
        assert_eq!(met, [r#"2 data.posts {"id":1}"#, "data.posts …"]);
        assert!(matches!(end.fault, Some(Fault::Cut)));
        assert!(walked("{\"data\"").1.fault.is_some());
        assert!(walked("}").1.fault.is_some());
        assert!(walked(&"[".repeat(100_000)).1.fault.is_some());
    }

    #[test]
    fn a_document_may_be_the_list_itself_and_nobody_has_to_take_all() {
        let step = |path: &str| match path {
            "" => Step::EnterOrItems,
            _ => Step::Keep,
        };
        let mut met = Vec::new();
        let end = walk(&b"[{\"id\":1},{\"id\":2},{\"id\":3}]"[..], 1 << 20, step, &mut |piece| {
            if let Piece::Item { raw, .. } = piece {
                met.push(String::from_utf8_lossy(&raw).into_owned());
            }
            Ok(met.len() < 2)
        });
        assert_eq!(met, [r#"{"id":1}"#, r#"{"id":2}"#]);
        let end = end.unwrap();
        assert!(end.has_list && end.fault.is_none());
    }
}
