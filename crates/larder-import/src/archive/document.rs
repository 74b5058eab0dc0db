//! Reads the archive as one document: an object of lists of records.

use std::io::Read;

use super::{
    batch::{Batch, Kind, Raw},
    scan::{Fault, Fit, Scanner},
};
use crate::ReadError;

/// Reads every document of the stream, usually one.
///
/// A document that ends too early keeps its whole records. Fails when it is no such document at all.
pub(super) fn read<R: Read>(
    scanner: &mut Scanner<R>,
    batch: &mut Batch<'_>,
) -> Result<(), ReadError> {
    let result = documents(scanner, batch);
    batch.end(result, scanner.line())
}

fn documents<R: Read>(scanner: &mut Scanner<R>, batch: &mut Batch<'_>) -> Result<(), Fault> {
    scanner.skip_mark()?;
    while scanner.next_mark()?.is_some() {
        document(scanner, batch)?;
    }
    Ok(())
}

fn document<R: Read>(scanner: &mut Scanner<R>, batch: &mut Batch<'_>) -> Result<(), Fault> {
    scanner.expect(b'{', "`{`")?;
    batch.begin();
    if scanner.accept(b'}')? {
        return Ok(());
    }
    loop {
        let name = name(scanner)?;
        scanner.expect(b':', "`:`")?;
        match Kind::of_list(&name) {
            Some(kind) if scanner.next_mark()? == Some(b'[') => list(kind, scanner, batch)?,
            _ => {
                let kind = Kind::of_field(&name);
                item(kind, scanner, batch)?;
            }
        }
        if scanner.accept(b'}')? {
            return Ok(());
        }
        scanner.expect(b',', "`,` or `}`")?;
    }
}

fn list<R: Read>(kind: Kind, scanner: &mut Scanner<R>, batch: &mut Batch<'_>) -> Result<(), Fault> {
    scanner.expect(b'[', "`[`")?;
    if scanner.accept(b']')? {
        return Ok(());
    }
    loop {
        item(kind.clone(), scanner, batch)?;
        if scanner.accept(b']')? {
            return Ok(());
        }
        scanner.expect(b',', "`,` or `]`")?;
    }
}

fn item<R: Read>(kind: Kind, scanner: &mut Scanner<R>, batch: &mut Batch<'_>) -> Result<(), Fault> {
    scanner.next_mark()?;
    let line = scanner.line();
    let mut json = Vec::new();
    let fit = scanner.value(&mut json)?;
    batch.take(Raw { kind, line, json, is_line: false, too_large: fit == Fit::TooLarge })
}

fn name<R: Read>(scanner: &mut Scanner<R>) -> Result<String, Fault> {
    let unexpected = |found| Fault::Unexpected { expected: "a name in quotation marks", found };
    match scanner.next_mark()? {
        Some(b'"') => {}
        Some(found) => return Err(unexpected(found)),
        None => return Err(Fault::Cut),
    }
    let mut json = Vec::new();
    scanner.value(&mut json)?;
    serde_json::from_slice(&json).map_err(|_| unexpected(b'"'))
}
