//! Bytes that are read ahead of their time and put aside, on a disk.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
};

use crate::raw::read_some;

/// Bytes that come before anything that is still to be read.
pub(crate) struct Aside {
    file: File,
    at: u64,
    end: u64,
}

impl Aside {
    /// Nothing yet, in an empty file.
    pub(crate) fn new(file: File) -> Self {
        Self { file, at: 0, end: 0 }
    }

    /// How many bytes are here.
    pub(crate) fn len(&self) -> u64 {
        self.end - self.at
    }

    /// Puts bytes behind those that are here.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(bytes)?;
        self.end += bytes.len() as u64;
        Ok(())
    }

    /// Copies up to `count` bytes of what stands `from` bytes behind the first one, and leaves them here.
    pub(crate) fn peek(&mut self, from: u64, count: usize) -> io::Result<Vec<u8>> {
        let mut found = Vec::new();
        let start = self.at.saturating_add(from).min(self.end);
        self.file.seek(SeekFrom::Start(start))?;
        let most = (self.end - start).min(count as u64);
        (&self.file).take(most).read_to_end(&mut found)?;
        Ok(found)
    }

    /// Takes the next bytes out; none if there are no more.
    pub(crate) fn take(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.len()).unwrap_or(usize::MAX).min(out.len());
        self.file.seek(SeekFrom::Start(self.at))?;
        let count = read_some(&mut self.file, &mut out[..most])?;
        if count == 0 && most > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.at += count as u64;
        Ok(count)
    }
}

/// Copies up to `count` of the bytes that stand `distance` behind what was read, none if that is the end; `None` if the end is
/// before that. `more` puts the next bytes aside, and returns whether there were any.
pub(crate) fn peek(
    place: &mut Option<Aside>,
    distance: u64,
    count: usize,
    scratch: fn() -> io::Result<File>,
    mut more: impl FnMut(&mut Aside) -> io::Result<bool>,
) -> io::Result<Option<Vec<u8>>> {
    let aside = match place {
        Some(aside) => aside,
        None => place.insert(Aside::new(scratch()?)),
    };
    let until = distance.saturating_add(count as u64);
    while aside.len() < until && more(aside)? {}
    let is_there = aside.len() >= distance;
    let found = is_there.then(|| aside.peek(distance, count)).transpose()?;
    if aside.len() == 0 {
        *place = None;
    }
    Ok(found)
}
