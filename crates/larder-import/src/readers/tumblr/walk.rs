//! Walks through JSON of the API, post by post: nothing but the post at hand is in memory.
//!
//! ```text
//! {"meta":{…},"response":{"blog":{…},"posts":[post, post …]}}      {"posts":[…]}      [post, post …]      post
//! ```

use std::io::Read;

use crate::{
    ReadError,
    archive::scan::{Fault, Fit, Scanner},
};

/// What is met on the way.
pub(super) enum Piece {
    /// A post. Only its beginning where it does not `fit`.
    Post { raw: Vec<u8>, line: u64, fit: Fit },
    /// A post whose end is not there.
    Broken { line: u64 },
    /// A field of the answer: its name and value.
    Field { name: String, raw: Vec<u8> },
}

/// How a walk ended.
#[derive(Debug, Default)]
pub(super) struct End {
    /// Why it ended before its end.
    pub(super) fault: Option<Fault>,
    /// The line that it ended in.
    pub(super) line: u64,
    /// Whether there is a list of posts.
    pub(super) has_list: bool,
}

/// Walks through a stream to its end, or to where it can no longer be followed. An object without a list of posts is a
/// post itself, whose fields are met. Fails only when `each` does.
pub(super) fn walk<R: Read>(
    scanner: Scanner<R>,
    each: &mut dyn FnMut(Piece) -> Result<(), ReadError>,
) -> Result<End, ReadError> {
    let mut walk = Walk { scanner, each, end: End::default() };
    let result = walk.document();
    let mut end = walk.end;
    end.line = walk.scanner.line();
    match result {
        Ok(()) => Ok(end),
        Err(Stop::Fault(fault)) => Ok(End { fault: Some(fault), ..end }),
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
    each: &'e mut dyn FnMut(Piece) -> Result<(), ReadError>,
    end: End,
}

impl<R: Read> Walk<'_, R> {
    fn document(&mut self) -> Result<(), Stop> {
        self.scanner.skip_mark()?;
        match self.scanner.next_mark()? {
            Some(b'[') => self.posts()?,
            _ => self.object(true)?,
        }
        match self.scanner.next_mark()? {
            Some(found) => Err(Fault::Unexpected { expected: "nothing", found }.into()),
            None => Ok(()),
        }
    }

    /// The answer, and what is in its `response`. No other objects are entered, so it goes no deeper than this.
    fn object(&mut self, is_outermost: bool) -> Result<(), Stop> {
        self.scanner.expect(b'{', "`{`")?;
        if self.scanner.accept(b'}')? {
            return Ok(());
        }
        loop {
            let name = self.name()?;
            self.scanner.expect(b':', "`:`")?;
            match (&*name, self.scanner.next_mark()?) {
                ("response", Some(b'{')) if is_outermost => self.object(false)?,
                ("posts", Some(b'[')) => self.posts()?,
                _ => {
                    let mut raw = Vec::new();
                    self.scanner.value(&mut raw)?;
                    (self.each)(Piece::Field { name, raw })?;
                }
            }
            if self.scanner.accept(b'}')? {
                return Ok(());
            }
            self.scanner.expect(b',', "`,` or `}`")?;
        }
    }

    fn posts(&mut self) -> Result<(), Stop> {
        self.end.has_list = true;
        self.scanner.expect(b'[', "`[`")?;
        if self.scanner.accept(b']')? {
            return Ok(());
        }
        loop {
            let has_post = self.scanner.next_mark()?.is_some();
            let line = self.scanner.line();
            let mut raw = Vec::new();
            match self.scanner.value(&mut raw) {
                Ok(fit) => (self.each)(Piece::Post { raw, line, fit })?,
                Err(fault) => {
                    if has_post && !raw.is_empty() {
                        (self.each)(Piece::Broken { line })?;
                    }
                    return Err(fault.into());
                }
            }
            if self.scanner.accept(b']')? {
                return Ok(());
            }
            self.scanner.expect(b',', "`,` or `]`")?;
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
                Piece::Post { raw, .. } => format!("post {}", String::from_utf8_lossy(&raw)),
                Piece::Broken { .. } => "broken".to_owned(),
                Piece::Field { name, .. } => name,
            });
            Ok(())
        });
        (met, end.unwrap())
    }

    #[test]
    fn posts_are_found_in_every_form() {
        let answer =
            r#"{"meta":{"status":200},"response":{"blog":{},"posts":[{"id":1},{"id":2}]}}"#;
        let posts = [r#"post {"id":1}"#, r#"post {"id":2}"#];
        assert_eq!(walked(answer).0[2..], posts);
        assert_eq!(walked(r#"{"posts":[{"id":1},{"id":2}]}"#).0, posts);
        assert_eq!(walked(r#"[{"id":1},{"id":2}]"#).0, posts);
        let (met, end) = walked(r#"{"id":1,"type":"text"}"#);
        assert!(met == ["id", "type"] && !end.has_list && end.fault.is_none());
    }

    #[test]
    fn what_came_before_a_cut_is_there() {
        let (met, end) = walked(r#"{"response":{"posts":[{"id":1},{"id""#);
        assert_eq!(met, [r#"post {"id":1}"#, "broken"]);
        assert!(matches!(end.fault, Some(Fault::Cut)));
    }
}
